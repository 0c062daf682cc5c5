"""The laws of a year of prompts, on the example in memory; ``bench/year.py`` prints it for the two real stores."""

from __future__ import annotations

import random
from datetime import date

from connectkit.stores.memory import MemoryStore
from tests.laws.practitioner import Practitioner, example_workbook
from tests.laws.year import Year
from tests.laws.yearend import checks
from tests.practice.sheets import TEMPLATES


def test_a_year_of_somebody_who_follows_half_the_prompts_breaks_no_law_of_the_practice() -> None:
    start = date(2026, 11, 23)
    person = Practitioner(MemoryStore(example_workbook(start)[1]), random.Random(2))
    year = Year(person, TEMPLATES, start=start, every=(0,))

    year.live(52)

    assert {law: broken for law, broken in checks(year) if broken} == {}
    assert len(year.made) > 80
    assert {"Sent", "Skip", "Later", "drafts deleted", "pause", "fade", "snoozed", "new people"} <= set(
        person.did
    )
    assert {"promise", "their-promise", "thank-you", "birthday", "weak-tie", "reconnect"} <= {
        one.when for one in year.made.values()
    }
