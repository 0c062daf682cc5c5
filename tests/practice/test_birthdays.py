"""Birthdays: today's and those of the next three days, kept on 28 February in short years, never the whole week."""

from __future__ import annotations

from datetime import date

import pytest

from tests.book import TODAY, run
from tests.practice.sheets import TEMPLATES, ago, drafted, rows, sheet, sync, write

HEAD = ["Name", "Last contact", "Notes", "Tier", "Birthday", "State", "Snooze until"]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("23 Nov", "birthday today"),
        ("24 Nov 1980", "birthday tomorrow"),
        ("26 Nov", "birthday on 26 Nov, in 3 days"),
        ("27 Nov", None),
        ("22 Nov", None),
    ],
)
def test_a_birthday_is_drafted_from_three_days_before_to_the_day(day: str, why: str | None) -> None:
    report = sync(sheet([HEAD, ["Ana Lima", ago(3), "x", "weak", day]]))

    assert [(one.reason, one.why) for one in report.drafted] == ([("birthday", why)] if why else [])


@pytest.mark.parametrize(
    ("today", "greeted"), [(date(2027, 2, 28), True), (date(2028, 2, 29), True), (date(2028, 2, 25), False)]
)
def test_29_february_is_kept_on_28_february_in_other_years(today: date, greeted: bool) -> None:
    store = sheet([HEAD, ["Ana Lima", date(today.year, 2, 1), "x", "weak", "29 Feb"]])

    report = run(store, today=today, templates=TEMPLATES)

    assert bool(drafted(report)) is greeted


@pytest.mark.parametrize("rest", [("pause", None), ("fade", None), (None, TODAY)])
def test_nobody_who_rests_is_greeted(rest: tuple[object, object]) -> None:
    store = sheet([HEAD, ["Ana Lima", ago(3), "x", "weak", "24 Nov", *rest]])  # type: ignore[list-item]

    assert drafted(sync(store)) == []


def test_a_year_brings_one_greeting_even_when_the_day_is_corrected() -> None:
    store = sheet([HEAD, ["Ana Lima", ago(3), "x", "weak", "24 Nov"]])
    first = drafted(sync(store))
    raw = next(tab for tab in store.workbook.tabs if tab.title == "Drafts")
    del raw.rows[1]

    later = [one for day in range(1, 10) for one in drafted(sync(store, day))]

    assert first == [("Ana Lima", "birthday")]
    assert later == []


def test_birthdays_take_at_most_half_of_a_week_and_the_closest_come_first() -> None:
    people = [
        ["Ana Lima", ago(3), "x", "weak", "24 Nov"],
        ["Ben Ode", ago(3), "x", "core", "24 Nov"],
        ["Cy Ray", ago(300), "x", "core", None],
    ]
    store = sheet([HEAD, *people])

    first = drafted(sync(store))
    in_due = [row["Name"] for row in rows(store, "Due") if row.get("What") == "birthday"]
    later = [drafted(sync(store, day)) for day in (1, 2, 3)]

    assert first == [("Ben Ode", "birthday"), ("Cy Ray", "reconnect")]
    assert in_due == ["Ana Lima", "Ben Ode"]
    assert later == [[], [], []]


def test_a_birthday_is_not_put_behind_a_weak_tie_whose_turn_it_is() -> None:
    people = [["Name", "Tier", "Last contact", "Notes", "Birthday"]]
    people += [[f"Old {n}", "core", ago(100), "x", None] for n in range(3)]
    people += [["Wim", "weak", ago(200), "x", None], ["Bea", "core", ago(10), "x", "1 Dec"]]
    store = sheet(people)
    assert drafted(sync(store, per_week=3)) == [(f"Old {n}", "reconnect") for n in range(3)]

    report = sync(store, 7, per_week=1)

    assert drafted(report) == [("Bea", "birthday")]


def test_a_skipped_birthday_leaves_the_turn_of_its_person_as_it_is() -> None:
    people = [["Name", "Tier", "Last contact", "Notes", "Birthday"]]
    store = sheet([*people, ["Bea", "core", ago(57), "x", "24 Nov"]])
    assert drafted(sync(store)) == [("Bea", "birthday")]
    write(store, "Drafts", 2, "Status", "Skip")

    assert drafted(sync(store, 7)) == [("Bea", "reconnect")]
