"""What a sync's report says first: the problems that cost the user most."""

from __future__ import annotations

from connectkit.due.listing import by_weight
from connectkit.model import Problem, TabLayout
from connectkit.sheet.locate import Found


def test_a_lost_tab_and_a_cell_not_filed_come_before_any_number_of_dates() -> None:
    here = {
        key: TabLayout(key, key, title, 1, {}, 1, 1)
        for key, title in (("contacts", "Leute"), ("promises", "Zusagen"), ("drafts", "Drafts"))
    }
    dates = [Problem("Leute", f"C{row}", row, "Last contact", "spring", "no date") for row in (2, 3, 4)]
    tier = Problem("Leute", "B2", 2, "Tier", "gold", "no tier")
    born = Problem("Leute", "D2", 2, "Birthday", "spring", "no birthday")
    promise = Problem("Zusagen", "A2", 2, "Who", "", "nobody")
    filed = Problem("Leute", "E9", 9, "Log", "coffee 3/4", "two days")
    lost = Problem("Drafts", "", 0, "Status", "", "no such column")
    found = Found(here, here)
    assert by_weight([*dates, tier, born, promise, filed, lost], found) == [
        lost,
        filed,
        promise,
        *dates,
        tier,
        born,
    ]
