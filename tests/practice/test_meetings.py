"""After a first meeting: thanks at once, a check-in three months later, each once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from connectkit.absorb.absorbed import Interaction
from connectkit.practice.meetings import first_meeting
from tests.book import TODAY
from tests.practice.sheets import ago, drafted, rows, send, sheet, sync, write

PEOPLE = [["Name", "Last contact", "Notes", "Tier", "State", "Met"], ["Ana Lima", ago(2), "x", "weak"]]
MEETING = [ago(2), "Ana Lima", "meeting", None, "Coffee about her exhibition"]


def test_a_first_meeting_brings_a_thank_you_at_once_that_names_the_day() -> None:
    store = sheet(PEOPLE, [MEETING])

    report = sync(store)

    assert drafted(report) == [("Ana Lima", "thank-you")]
    assert (
        report.drafted[0].why
        == "you met on 21 Nov, the first meeting in your Log: say thanks while it is fresh"
    )
    assert "Coffee about her exhibition" in str(rows(store, "Drafts")[0]["Message"])


@pytest.mark.parametrize("days", [0, 10])
def test_thanks_are_offered_for_ten_days(days: int) -> None:
    people = [PEOPLE[0], ["Ana Lima", ago(days), "x", "weak"]]

    assert drafted(sync(sheet(people, [[ago(days), *MEETING[1:]]]))) == [("Ana Lima", "thank-you")]


@pytest.mark.parametrize(
    ("log", "why_not"),
    [
        ([[ago(11), "Ana Lima", "meeting"]], "it is too long ago"),
        ([[ago(5), "Ana Lima", "meeting"], [ago(2), "Ana Lima", "email"]], "the two were in touch since"),
        ([[ago(2), "Ana Lima", "meeting"], [ago(2), "Ana Lima", "thank-you"]], "thanks were said that day"),
        ([[ago(200), "Ana Lima", "meeting"], [ago(2), "Ana Lima", "meeting"]], "they met before"),
        ([[ago(2), "Ana Lima", "call"]], "a call is no meeting"),
    ],
)
def test_no_thanks_where(log: list[list[object]], why_not: str) -> None:
    store = sheet([PEOPLE[0], ["Ana Lima", ago(30), "x", "weak"]], log)  # type: ignore[arg-type]

    assert drafted(sync(store)) == [], why_not


@pytest.mark.parametrize(
    ("met", "first"),
    [
        ("", True),
        ("Panel on public data", True),
        ("Choir, 2019", False),
        ("Dinner, 3 Nov 2020", False),
        ("20 Nov 2026", True),
    ],
)
def test_who_was_met_long_before_is_not_met_for_the_first_time(met: str, first: bool) -> None:
    known = [Interaction(2, ago(2), "meeting", "", "", "log")]

    assert first_meeting(known, met) == (ago(2) if first else None)


def test_a_sent_invitation_to_meet_is_no_meeting_yet() -> None:
    known = [
        Interaction(2, ago(9), "meeting", "", "", "draft"),
        Interaction(2, ago(2), "meeting", "", "", "log"),
    ]

    assert first_meeting(known, "") == ago(2)


@pytest.mark.parametrize("tier", ["inner", "core", "active", "weak"])
def test_three_calendar_months_later_there_is_a_check_in_whatever_the_tier(tier: str) -> None:
    due = date(2026, 11, 20)
    meeting = date(2026, 8, 20)
    people = [PEOPLE[0], ["Ana Lima", meeting, "x", tier]]
    store = sheet(people, [[meeting, "Ana Lima", "meeting", None, "y"]])

    early = drafted(
        sync(
            sheet([PEOPLE[0], ["Ana Lima", meeting, "x", "weak"]], [[meeting, "Ana Lima", "meeting"]]), day=-4
        )
    )
    report = sync(store)

    assert early == []
    assert drafted(report) == [("Ana Lima", "check-in")]
    assert rows(store, "Drafts")[0]["Reason"] == f"check-in {due}"
    assert report.drafted[0].why == (
        "three months since you met on 20 Aug, the first meeting in your Log: ask how it went on"
    )


@pytest.mark.parametrize(("last", "expected"), [(30, []), (31, [("Ana Lima", "check-in")])])
def test_contact_in_the_last_thirty_days_makes_a_check_in_needless(last: int, expected: list[object]) -> None:
    log = [[date(2026, 8, 20), "Ana Lima", "meeting"], [ago(last), "Ana Lima", "email"]]

    assert drafted(sync(sheet([*PEOPLE[:1], ["Ana Lima", ago(last), "x", "weak"]], log))) == expected


def test_a_check_in_is_offered_for_six_weeks() -> None:
    meeting = TODAY - timedelta(days=92 + 42 + 3)

    assert (
        drafted(
            sync(sheet([PEOPLE[0], ["Ana Lima", meeting, "x", "weak"]], [[meeting, "Ana Lima", "meeting"]]))
        )
        == []
    )


@pytest.mark.parametrize("state", ["pause", "fade"])
def test_nobody_who_rests_is_thanked_or_asked(state: str) -> None:
    people = [PEOPLE[0], ["Ana Lima", ago(2), "x", "weak", state]]
    store = sheet(people, [MEETING])

    assert [drafted(sync(store, day)) for day in (0, 95)] == [[], []]


def test_each_comes_once_also_when_it_is_deleted_or_the_day_is_corrected() -> None:
    store = sheet(PEOPLE, [MEETING])
    sync(store)
    raw = next(tab for tab in store.workbook.tabs if tab.title == "Drafts")

    kept = [list(row) for row in raw.rows]
    del raw.rows[1]
    after_deletion = [one for day in range(1, 9) for one in drafted(sync(store, day))]
    raw = next(tab for tab in store.workbook.tabs if tab.title == "Drafts")
    raw.rows[1:] = kept[1:]
    send(store, "Ana Lima", "thank-you")
    write(store, "Log", 2, "Date", TODAY)
    after_correction = drafted(sync(store, 9))

    assert after_deletion == []
    assert after_correction == []


def test_thanks_wait_for_the_next_week_when_this_one_is_spent() -> None:
    people = [PEOPLE[0], ["Ana Lima", ago(2), "x"], ["Ben Ode", ago(1), "x"], ["Cy Ray", ago(0), "x"]]
    log = [[ago(2), "Ana Lima", "meeting"], [ago(1), "Ben Ode", "meeting"], [ago(0), "Cy Ray", "meeting"]]
    store = sheet(people, log)

    first, same_week, next_week = (drafted(sync(store, day)) for day in (0, 6, 7))

    assert (len(first), same_week, len(next_week)) == (2, [], 1)
