"""A month, a quarter or a year in Last contact: its last day counts, and is never said as a day."""

from __future__ import annotations

from datetime import date

import pytest

from connectkit.stores.memory import MemoryStore
from connectkit.text.stretches import Stretch, read_stretch
from tests.book import TODAY, book, run, table


@pytest.mark.parametrize(
    ("cell", "last", "name"),
    [
        ("September 2026", date(2026, 9, 30), "September"),
        ("Sept. 2025", date(2025, 9, 30), "September 2025"),
        ("im Februar 2024", date(2024, 2, 29), "February 2024"),
        ("septembre 2026", date(2026, 9, 30), "September"),
        ("septiembre de 2026", date(2026, 9, 30), "September"),
        ("2026-09", date(2026, 9, 30), "September"),
        ("09/2026", date(2026, 9, 30), "September"),
        ("Q3 2026", date(2026, 9, 30), "the third quarter of 2026"),
        ("2026 Q1", date(2026, 3, 31), "the first quarter of 2026"),
        ("2025", date(2025, 12, 31), "2025"),
        (2025, date(2025, 12, 31), "2025"),
    ],
)
def test_a_stretch_is_known_by_its_last_day(cell: str | int, last: date, name: str) -> None:
    assert read_stretch(cell, TODAY) == Stretch(last, name)


@pytest.mark.parametrize(
    "cell",
    ["September", "early September 2026", "13/2026", "Q5 2026", "90", 90, "5 Sep 2026", "", None, True],
)
def test_what_names_no_stretch_of_a_year_is_none(cell: object) -> None:
    assert read_stretch(cell, TODAY) is None


def test_last_contact_in_september_is_said_so_and_its_cell_stays() -> None:
    store = MemoryStore(
        book(["Name", "Last contact", "Notes", "Tier"], ["Ana", "September 2026", "x", "inner"])
    )

    report = run(store)

    assert report.problems == ()
    assert [(row.last_contact, row.why.split(", wanted")[0]) for row in report.due] == [
        (date(2026, 9, 30), "inner, last contact some day in September")
    ]
    assert table(store, "Contacts")[0]["Last contact"] == "September 2026"


def test_a_later_day_in_the_log_cell_replaces_the_month() -> None:
    store = MemoryStore(
        book(
            ["Name", "Last contact", "Notes", "Tier", "Log"],
            ["Ana", "September 2026", "x", "inner", "call 12 Nov"],
        )
    )

    run(store)

    assert table(store, "Contacts")[0]["Last contact"] == date(2026, 11, 12)


def test_a_month_that_is_not_over_is_asked_for_its_day_in_that_month() -> None:
    store = MemoryStore(
        book(["Name", "Last contact", "Notes", "Tier"], ["Ana", "November 2026", "x", "inner"])
    )

    assert [one.message for one in run(store).problems] == [
        "“November 2026” has no day: add it, as in 2026-11-15."
    ]
