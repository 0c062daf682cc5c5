"""The first rows of a workbook: tiers from history, turns by the budget, nobody overdue."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from connectkit.config.config import Config
from connectkit.merging.first_fill import ROUND, propose
from connectkit.model import AppendRow, CellValue

TODAY = date(2026, 11, 23)


def person(number: int, last: date | None = None, **more: CellValue) -> AppendRow:
    """One new contact."""
    values: dict[str, CellValue] = {"id": f"ck-{number}", "name": f"Guest {number:03}", **more}
    return AppendRow("contacts", f"ck-{number}", values if last is None else {**values, "last_contact": last})


def met(number: int, *ago: int) -> list[AppendRow]:
    """Log rows with one contact, so many days ago each."""
    rows = [{"date": TODAY - timedelta(days=days), "contact_id": f"ck-{number}"} for days in ago]
    return [AppendRow("log", f"lk-{number}-{at}", dict(row)) for at, row in enumerate(rows)]


def test_tiers_follow_how_many_days_of_the_last_year_somebody_was_met() -> None:
    monthly, quarterly = range(5, 365, 30), range(5, 365, 90)
    start = propose(
        [
            *[person(at) for at in range(5)], *met(0, *monthly), *met(1, *quarterly), *met(2, 300), *met(3, 400, 420, 440),
            person(5, tier="inner"),
        ],
        Config(), TODAY,
    )  # fmt: skip
    assert {tier: list(names) for tier, names in start.tiers.items()} == {
        "inner": ["Guest 000", "Guest 005"], "core": ["Guest 001"], "active": ["Guest 002"], "weak": ["Guest 003", "Guest 004"],
    }  # fmt: skip


def test_circles_hold_no_more_people_than_anybody_keeps_up() -> None:
    changes = [change for at in range(100) for change in (person(at), *met(at, *range(1, 365, 7)))]
    assert [len(names) for names in propose(changes, Config(), TODAY).tiers.values()] == [5, 15, 50, 30]


def test_those_long_overdue_come_up_two_a_week_and_the_closest_first() -> None:
    old = date(2019, 1, 1)
    start = propose(
        [person(0, old), person(1, old), person(2, old, tier="core"), person(3, date(2026, 11, 20))], Config(), TODAY
    )  # fmt: skip
    turns = {str(row["name"]): row.get("next_touch") for row in start.rows["contacts"]}
    assert turns == {
        "Guest 002": date(2026, 11, 23), "Guest 000": date(2026, 11, 26), "Guest 001": date(2026, 11, 30), "Guest 003": None,
    }  # fmt: skip
    assert start.weeks == {
        date(2026, 11, 23): ["Guest 002", "Guest 000"], date(2026, 11, 30): ["Guest 001"], date(2027, 3, 15): ["Guest 003"],
    }  # fmt: skip


def test_people_without_any_history_are_greeted_where_there_is_room() -> None:
    start = propose([person(0), person(1, date(2019, 1, 1)), person(2)], Config(), TODAY)
    turns = {str(row["name"]): row.get("next_touch") for row in start.rows["contacts"]}
    assert turns == {
        "Guest 000": date(2026, 11, 26), "Guest 001": date(2026, 11, 23), "Guest 002": date(2026, 11, 30),
    }  # fmt: skip


def test_who_is_paused_has_no_turn() -> None:
    (row,) = propose([person(0, date(2019, 1, 1), state="pause")], Config(), TODAY).rows["contacts"]
    assert "next_touch" not in row


@given(st.lists(st.none() | st.integers(0, 4000), max_size=300))
def test_nobody_is_overdue_and_no_week_of_the_first_round_has_more_turns_than_the_budget(
    ago: list[int | None],
) -> None:
    config = Config()
    changes = [
        person(at, None if days is None else TODAY - timedelta(days=days)) for at, days in enumerate(ago)
    ]
    rows = propose(changes, config, TODAY).rows.get("contacts", [])
    assert len(rows) == len(ago)
    turns = [row["next_touch"] for row in rows if "next_touch" in row]
    assert all(isinstance(turn, date) and turn >= TODAY for turn in turns)
    weeks = Counter((turn - TODAY).days // 7 for turn in turns if isinstance(turn, date))
    assert all(count <= config.per_week for week, count in weeks.items() if week < ROUND)
    for row in rows:
        last = row.get("last_contact")
        if isinstance(last, date) and "next_touch" not in row:
            assert (TODAY - last).days < 366
