"""Words such as yesterday in cells connectkit never writes: they mean one day for ever, or are put to the user."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from connectkit.stores.memory import MemoryStore
from tests.book import TODAY, book, run, table
from tests.practice.sheets import write

CONTACTS = ["Name", "Last contact", "Notes", "Tier"]
LOG = ["Date", "Name", "Kind", "Direction", "Summary", "Source", "ID", "Contact ID"]
PROMISES = ["What", "Who", "By", "Due", "Done", "Age", "Made", "Drafted", "ID", "Contact ID"]


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("yesterday", date(2026, 11, 22)),
        ("Last  Friday", date(2026, 11, 20)),
        ("-3d", date(2026, 11, 20)),
        ("today", TODAY),
    ],
)
def test_a_word_in_the_log_tab_means_the_day_of_the_first_sync_for_ever(word: str, day: date) -> None:
    store = MemoryStore(
        book([*CONTACTS], ["Ana", "never", "x", "inner"], Log=[[*LOG], [word, "Ana", "call"]])
    )

    run(store)
    again = run(store)
    later = run(store, today=TODAY + timedelta(100))

    assert again.plan.changes == ()
    assert [(row.state, row.last_contact) for row in later.due] == [("late", day)]
    assert table(store, "Log")[0]["Date"] == word
    assert [one.tab for one in later.problems] == ["Contacts"]


def test_a_word_in_a_log_row_seen_before_is_asked_about_and_never_read_anew() -> None:
    store = MemoryStore(
        book(
            [*CONTACTS],
            ["Ana", date(2026, 11, 1), "x", "inner"],
            Log=[[*LOG], [date(2026, 11, 1), "Ana", "call"]],
        )
    )
    run(store)
    write(store, "Log", 2, "Date", "yesterday")

    report = run(store, today=TODAY + timedelta(1))

    assert table(store, "Contacts")[0]["Last contact"] == date(2026, 11, 1)
    assert [(one.cell, one.message) for one in report.problems] == [
        (
            "A2",
            "“yesterday” means another day every day, so it can't be read later: write the day itself, as in 2026-04-03.",
        )
    ]


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("tomorrow", "2026-11-24"),
        ("in 2 weeks", "2026-12-07"),
        ("Fri", "2026-11-27"),
        ("next Friday", "2026-11-27"),
        ("yesterday", "2026-11-22"),
    ],
)
def test_a_word_in_a_date_of_yours_is_not_used_and_the_day_to_write_is_named(word: str, day: str) -> None:
    store = MemoryStore(
        book(
            [*CONTACTS, "Next touch", "Snooze until"],
            ["Ana", TODAY, "x", "inner", word, word],
            Promises=[[*PROMISES], ["the deck", "Ana", "me", word]],
        )
    )

    report = run(store)
    later = run(store, today=TODAY + timedelta(27))

    message = f"“{word}” means another day every day, so it is not used: write the day as {day}, if you typed it today."
    assert [(one.column, one.message) for one in report.problems] == [
        ("Next touch", message),
        ("Snooze until", message),
        ("Due", message),
    ]
    assert (report.promises, later.promises) == ((), ())


def test_a_promise_with_an_unreadable_day_is_a_problem_and_never_days_past() -> None:
    store = MemoryStore(
        book(
            [*CONTACTS],
            ["Ana", TODAY, "x", "weak"],
            Promises=[
                [*PROMISES],
                ["the deck", "Ana", "me", "someday"],
                ["the list", "Ana", "me", None],
            ],
        )
    )
    run(store)

    report = run(store, today=TODAY + timedelta(27))

    assert [(one.what, one.days_overdue) for one in report.promises] == [("the list", 20)]
    assert [one.message for one in report.problems] == [
        "“someday” is not a date: write the day as 2026-04-03."
    ]


@pytest.mark.parametrize("text", ["never", "?", "n/a", "3/4/2026"])
def test_a_readable_interaction_decides_where_last_contact_cannot_be_read(text: str) -> None:
    store = MemoryStore(
        book([*CONTACTS, "Log"], ["Ana", text, "x", "inner", None], ["Ben", text, "y", "inner", None])
    )
    run(store)
    write(store, "Contacts", 2, "Log", "call: hello")

    report = run(store)

    assert [(row["Name"], row["Status"], row.get("Next due")) for row in table(store, "Contacts")] == [
        ("Ana", "ok", date(2026, 12, 23)),
        ("Ben", "unreadable", None),
    ]
    due = [(row["What"], row["Name"]) for row in table(store, "Due") if row]
    assert due[:-1] == [("unreadable", "Ben")]
    assert [one.cell for one in report.problems] == ["B2", "B3"]
    assert report.notes == (
        "Contacts, Ana: the Log cell “call: hello” was filed in the Log tab.",
        f"Contacts, Ana: Last contact stays “{text}”, because no day could be read from it; the Log counts until you write a day there or empty the cell.",
    )
