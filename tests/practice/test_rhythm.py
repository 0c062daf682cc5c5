"""Rhythm: drift against a person's own, a measure of new faces, and old ties beside new ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.model import CellValue
from connectkit.practice.rhythm import drift, quarter_start
from tests.book import TODAY
from tests.practice.sheets import ago, drafted, rows, sheet, sync, write

HEAD: list[CellValue] = ["Name", "Last contact", "Notes", "Tier", "State", "Met"]


def every(gap: int, times: int, silence: int) -> list[date]:
    return [ago(silence + gap * at) for at in range(times)]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (every(7, 5, 22), "you two used to be in touch every week; it has been 3 weeks"),
        (every(7, 5, 21), None),
        (every(7, 5, 97), "you two used to be in touch every week; it has been 3 months"),
        (every(7, 5, 98), None),
        (every(21, 4, 63), "you two used to be in touch every 3 weeks; it has been 9 weeks"),
        (every(21, 4, 42), None),
        (every(21, 4, 252), "you two used to be in touch every 3 weeks; it has been 8 months"),
        (every(21, 4, 253), None),
        (every(21, 3, 63), None),
        (every(6, 4, 30), None),
        (every(7, 4, 30), "you two used to be in touch every week; it has been 4 weeks"),
        (every(1, 23, 30), "you two used to be in touch every day; it has been 4 weeks"),
        (every(1, 21, 30), None),
        ([], None),
    ],
)
def test_a_silence_is_drift_from_twice_the_gap_to_twelve_times(
    days: list[date], sentence: str | None
) -> None:
    found = drift(days, TODAY)

    assert (found.sentence if found else None) == sentence


@given(st.lists(st.integers(0, 800), max_size=30))
def test_whatever_the_days_drift_keeps_its_bounds(days: list[int]) -> None:
    found = drift([ago(day) for day in days], TODAY)

    if found:
        assert max(2 * found.gap, found.gap + 14) < found.silence <= max(12 * found.gap, found.gap + 90)
        assert found.silence == min(days)


def test_a_rhythm_of_years_ago_does_not_count() -> None:
    old = [ago(2000 + 7 * at) for at in range(20)]
    slow = [ago(70 + 60 * at) for at in range(9)]

    assert drift([*old, *slow], TODAY) is None


def weekly(name: str, silence: int) -> list[list[CellValue]]:
    return [[day, name, "email"] for day in every(7, 5, silence)]


def test_who_drifted_stands_in_due_with_the_reason_even_where_the_tier_calls_it_fine() -> None:
    people = [
        HEAD,
        ["Ana Lima", ago(30), "x", "weak"],
        ["Ben Ode", ago(80), "x", "core"],
        ["Cy Ray", ago(30), "x", "weak", "pause"],
    ]
    store = sheet(people, [*weekly("Ana Lima", 30), *weekly("Ben Ode", 80), *weekly("Cy Ray", 30)])

    report = sync(store)

    lines = [row for row in rows(store, "Due") if row.get("What") == "drifting"]
    assert [(row["Name"], row["Why"]) for row in lines] == [
        ("Ana Lima", "you two used to be in touch every week; it has been 4 weeks")
    ]
    assert {row.name: row.why.rpartition("; ")[2] for row in report.due} == {
        "Ben Ode": "it has been 11 weeks",
        "Cy Ray": "paused by you, never prompts",
    }
    assert drafted(report) == [("Ben Ode", "reconnect")]


def new_people(count: int, added_later: bool) -> list[list[CellValue]]:
    head: list[CellValue] = [*HEAD, "Added", "Drafted for", "Paired", "ID"]
    began = ago(200)
    first: list[CellValue] = ["Old One", ago(2), "x", "weak", None, None, began, None, None, "ck-000000-vkzs"]
    day = ago(3) if added_later else began
    rest: list[list[CellValue]] = [
        [f"New {n}", ago(3), "x", "weak", None, None, day, None, None, None] for n in range(count)
    ]
    return [head, first, *rest]


@pytest.mark.parametrize(
    ("count", "later", "said"),
    [(6, True, True), (5, True, False), (9, False, False)],
)
def test_more_new_people_than_the_measure_are_gently_mentioned(count: int, later: bool, said: bool) -> None:
    store = sheet(new_people(count, later))

    sync(store)

    lines = [row["Why"] for row in rows(store, "Due") if row.get("What") == "new people"]
    names = "New 0, New 1, New 2, New 3, New 4 and 1 more"
    assert (
        lines
        == [
            f"6 new people this month, 5 is your measure: {names}. No need to stop; the ones you have come first."
        ]
        * said
    )


def test_a_measure_of_none_says_nothing() -> None:
    store = sheet(new_people(9, True))

    sync(store, new_per_month=0)

    assert [row for row in rows(store, "Due") if row.get("What") == "new people"] == []


def test_the_first_sight_of_a_sheet_calls_nobody_new() -> None:
    store = sheet([HEAD, *[[f"Ana {n}", ago(1), "x", "weak"] for n in range(20)]])

    sync(store)
    sync(store, 1)

    assert [row for row in rows(store, "Due") if row.get("What") == "new people"] == []


def test_new_faces_at_the_cost_of_old_ties_are_said_with_names() -> None:
    people = [
        HEAD,
        ["Old Friend", ago(200), "x", "core"],
        ["New One", ago(2), "x", "weak", None, "Met 2 Nov 2026"],
    ]
    log: list[list[CellValue]] = [[ago(n), "New One", "call"] for n in range(6)]
    store = sheet(people, log)

    sync(store)

    assert [row["Why"] for row in rows(store, "Due") if row.get("What") == "old and new"] == [
        "6 of 6 contacts this quarter were with people you met in it; late meanwhile: Old Friend."
    ]


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_a_quarter_begins_on_a_first_at_most_92_days_ago(day: date) -> None:
    start = quarter_start(day)

    assert (start.day, start.month % 3) == (1, 1)
    assert timedelta(0) <= day - start < timedelta(days=92)


def test_the_day_somebody_became_known_is_the_same_before_and_after_a_run_moves_last_contact() -> None:
    store = sheet([["Name", "Last contact", "Notes", "Tier", "Log"], ["Old Tie", ago(100), "x", "core"]])
    sync(store)
    contacts = next(tab for tab in store.workbook.tabs if tab.title == "Contacts")
    contacts.rows.append(["New Tie", date(2026, 11, 30), "x", "core"])  # before the day the row is first seen
    sync(store, 8)
    write(store, "Contacts", 3, "Log", "call: about the lease")

    sync(store, 40)  # asserts that a second run has nothing to do, the months of the Review included

    arrived = {str(one["Month"]): one["New"] for one in rows(store, "Review") if "Month" in one}
    assert (arrived["Nov 2026"], arrived["Dec 2026"]) == (1, 0)


def test_an_old_friend_added_later_is_not_new() -> None:
    store = sheet([["Name", "Last contact", "Notes", "Tier"], ["Old Tie", ago(100), "x", "core"]])
    sync(store)
    contacts = next(tab for tab in store.workbook.tabs if tab.title == "Contacts")
    contacts.rows.append(["Older Tie", ago(400), "x", "core"])

    sync(store, 8)

    added = [one["Added"] for one in rows(store, "Contacts")]
    assert added == [TODAY, TODAY]
    assert {one["New"] for one in rows(store, "Review") if "Month" in one} == {0}
