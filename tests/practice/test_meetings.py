"""After a first meeting: thanks at once, a check-in three months later, each once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from connectkit.absorb.absorbed import Interaction
from connectkit.practice.meetings import first_meeting
from tests.book import TODAY
from tests.practice.sheets import ago, drafted, rows, send, sheet, sync, write

PEOPLE = [
    ["Name", "Last contact", "Notes", "Tier", "State", "Met"],
    ["Ana Lima", ago(2), "x", "weak", None, f"Panel, {ago(2)}"],
]
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
    people = [PEOPLE[0], ["Ana Lima", ago(days), "x", "weak", None, f"Panel, {ago(days)}"]]

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
    store = sheet([PEOPLE[0], ["Ana Lima", None, "x", "weak", None, f"Panel, {ago(5)}"]], log)  # type: ignore[arg-type]

    assert drafted(sync(store)) == [], why_not


@pytest.mark.parametrize(
    ("met", "first"),
    [
        ("", False),
        ("Panel on public data", False),
        ("Choir, 2019", False),
        ("Dinner, 3 Nov 2020", False),
        ("20 Nov 2026", True),
        ("Panel, November 2026", True),
        ("Panel, September 2026", False),
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

    assert first_meeting(known, "", added=ago(5)) == ago(2)


@pytest.mark.parametrize("tier", ["inner", "core", "active", "weak"])
def test_three_calendar_months_later_there_is_a_check_in_whatever_the_tier(tier: str) -> None:
    due = date(2026, 11, 20)
    meeting = date(2026, 8, 20)
    people = [PEOPLE[0], ["Ana Lima", meeting, "x", tier, None, f"Panel, {meeting}"]]
    store = sheet(people, [[meeting, "Ana Lima", "meeting", None, "y"]])

    early = drafted(
        sync(
            sheet(
                [PEOPLE[0], ["Ana Lima", meeting, "x", "weak", None, f"Panel, {meeting}"]],
                [[meeting, "Ana Lima", "meeting"]],
            ),
            day=-4,
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

    assert (
        drafted(
            sync(sheet([*PEOPLE[:1], ["Ana Lima", ago(last), "x", "weak", None, "Panel, 20 Aug 2026"]], log))
        )
        == expected
    )


def test_a_check_in_is_offered_for_six_weeks() -> None:
    meeting = TODAY - timedelta(days=92 + 42 + 3)

    assert (
        drafted(
            sync(
                sheet(
                    [PEOPLE[0], ["Ana Lima", meeting, "x", "weak", None, f"Panel, {meeting}"]],
                    [[meeting, "Ana Lima", "meeting"]],
                )
            )
        )
        == []
    )


@pytest.mark.parametrize("state", ["pause", "fade"])
def test_nobody_who_rests_is_thanked_or_asked(state: str) -> None:
    people = [PEOPLE[0], ["Ana Lima", ago(2), "x", "weak", state, f"Panel, {ago(2)}"]]
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
    people = [
        PEOPLE[0],
        *(
            [name, ago(days), "x", None, None, f"{ago(days)}"]
            for name, days in (("Ana Lima", 2), ("Ben Ode", 1), ("Cy Ray", 0))
        ),
    ]
    log = [[ago(2), "Ana Lima", "meeting"], [ago(1), "Ben Ode", "meeting"], [ago(0), "Cy Ray", "meeting"]]
    store = sheet(people, log)

    first, same_week, next_week = (drafted(sync(store, day)) for day in (0, 6, 7))

    assert (len(first), same_week, len(next_week)) == (2, [], 1)


MET = Interaction(2, ago(2), "meeting", "", "", "log")


@pytest.mark.parametrize(
    ("known", "added", "last", "first", "why"),
    [
        ([MET], ago(2), None, True, "the row was added when they met"),
        ([MET], ago(32), None, True, "the row was added thirty days before"),
        ([MET], ago(33), None, False, "the row was there long before"),
        ([MET], None, None, False, "the row was taken on with the sheet, or imported"),
        ([MET], ago(2), ago(2), True, "Last contact is that very day"),
        ([MET], ago(2), ago(20), False, "Last contact was older"),
        ([Interaction(2, ago(6), "email", "", "", "log"), MET], ago(6), None, True, "an email led to it"),
        ([Interaction(2, ago(60), "email", "", "", "log"), MET], ago(2), None, False, "an email of long ago"),
        ([Interaction(2, ago(6), "", "", "", "log"), MET], ago(6), None, False, "what it was is not known"),
        ([Interaction(2, ago(6), "meeting", "", "", "log"), MET], ago(40), None, False, "they met before"),
    ],
)
def test_a_first_meeting_is_only_what_the_sheet_says_is_one(
    known: list[Interaction], added: date | None, last: date | None, first: bool, why: str
) -> None:
    assert (first_meeting(known, "", added=added, last=last) is not None) == first, why


def test_friends_of_years_and_people_from_an_import_had_a_meeting_not_a_first_one() -> None:
    header = [*PEOPLE[0], "Added", "Drafted for", "Occasions", "Paired", "ID"]
    people = [
        ["Old Friend", ago(2), "x", "weak", None, None, ago(90), None, None, None, "ck-aaaaaa-0000"],
        [
            "From Book",
            ago(2),
            "x",
            "weak",
            None,
            None,
            ago(2),
            None,
            f"known {ago(2)}",
            None,
            "ck-bbbbbb-0000",
        ],
        ["New Face", ago(2), "x", "weak", None, None, ago(2), None, None, None, "ck-cccccc-0000"],
    ]
    store = sheet([header, *people], [[ago(2), str(name[0]), "meeting"] for name in people])
    assert drafted(sync(store, per_week=9)) == [("New Face", "thank-you")]
