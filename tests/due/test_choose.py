"""What takes a slot: occasions never more than half, nobody blocked for good, the closest after a lapse, known people known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from connectkit.absorb.expiry import last_day
from connectkit.due.candidate import Candidate
from connectkit.due.occasions import remembered, within_half
from connectkit.sheet.draft_status import untouched, written
from connectkit.sheet.tables import Record
from connectkit.text.span import Span
from tests.book import TODAY, run
from tests.practice.sheets import ago, drafted, rows, sheet, sync, write

HEADER = ["Name", "Last contact", "Notes", "Tier", "Met", "Tags", "Birthday"]


def _draft(**known: Any) -> Record:
    days = {key: known.pop(key, None) for key in ("created", "logged", "sent_on")}
    return Record(2, {"status": "To do", **known}, days)


@pytest.mark.parametrize(
    ("reason", "created", "status", "logged", "last"),
    [
        ("thank-you 2026-11-01", ago(20), "To do", None, date(2026, 11, 22)),
        ("birthday 2026-11-10", ago(14), "To do", None, date(2026, 11, 17)),
        ("introduction ik-1 2026-11-01", ago(20), "To do", None, date(2026, 12, 29)),
        ("check-in 2026-11-01", ago(3), "", None, date(2027, 1, 15)),
        ("reconnect 2026-11-01", date(2026, 11, 2), "To do", None, date(2027, 1, 2)),
        ("reconnect 2024-11-01", date(2026, 11, 2), "To do", None, date(2027, 1, 2)),
        ("reconnect 2026-11-01", date(2026, 11, 2), "Later", date(2026, 11, 3), date(2026, 12, 15)),
        ("birthday 2026-11-10", ago(14), "Later", date(2026, 11, 9), date(2026, 12, 21)),
    ],
)
def test_a_draft_counts_until_its_occasion_is_over(
    reason: str, created: date, status: str, logged: date | None, last: date
) -> None:
    record = _draft(reason=reason, created=created, status=status, logged=logged)
    assert last_day(record, Span(2, 0), 14, TODAY) == last


def test_a_turn_that_lies_untouched_retires_and_the_person_comes_up_again() -> None:
    store = sheet([HEADER, ["Ana", ago(100), "x", "core"]])
    assert drafted(sync(store)) == [("Ana", "reconnect")]
    assert [drafted(sync(store, day)) for day in (30, 61)] == [[], []]
    assert drafted(sync(store, 62)) == [("Ana", "reconnect")]
    assert [one["Status"] for one in rows(store, "Drafts")] == ["Expired", "To do"]


def test_a_text_the_user_wrote_is_not_marked_and_does_not_block_either() -> None:
    store = sheet([HEADER, ["Ana", ago(100), "x", "core"]])
    sync(store)
    write(store, "Drafts", 2, "Message", "Hello Ana, half written")
    assert drafted(sync(store, 62)) == [("Ana", "reconnect")]
    assert [one["Status"] for one in rows(store, "Drafts")] == ["To do", "To do"]
    write(store, "Drafts", 2, "Status", "Sent")
    sync(store, 63)
    assert rows(store, "Drafts")[0]["Taken in"] == "Sent"


def test_a_draft_made_before_texts_were_remembered_is_taken_for_touched() -> None:
    assert not untouched(_draft(subject="", message="Hello"))
    assert untouched(_draft(subject="a", message="b\nc", written=written("a", "b \n c")))


def test_no_new_draft_while_four_lie_untouched() -> None:
    store = sheet([HEADER, *([f"P{n}", ago(400 + n), "x", "core"] for n in range(9))])
    assert [len(drafted(sync(store, day))) for day in (0, 7)] == [2, 2]
    report = sync(store, 14)
    assert (drafted(report), report.lying) == ([], 4)
    write(store, "Drafts", 2, "Message", "Hello, I began this one")
    assert len(drafted(sync(store, 15))) == 2


def test_after_a_lapse_only_the_closest_two_tiers_come_up_whatever_occasions_exist() -> None:
    soon = f"{TODAY + timedelta(1):%m-%d}"
    people = [
        ["Core", ago(200), "x", "core"],
        ["Active", ago(200), "x", "active"],
        ["Weak", ago(500), "x", "weak", None, None, soon],
    ]
    store = sheet([HEADER, *people])
    for day in (0, 7, 14):
        report = run(store, today=TODAY + timedelta(day), force=True)
        assert {one.name for one in report.drafted} <= {"Core", "Active"}
        assert report.restart


@pytest.mark.parametrize(
    ("met", "tags", "when"),
    [
        ("", "", "reconnect"),
        ("Conference 2021", "mentor", "reconnect"),
        ("not met yet, a friend named her", "", "first-hello"),
        ("we haven't met", "", "first-hello"),
        ("noch nicht kennengelernt", "", "first-hello"),
        ("pas encore rencontré", "", "first-hello"),
        ("todavía no nos conocemos", "", "first-hello"),
        ("non ci conosciamo", "", "first-hello"),
        ("nog niet ontmoet", "", "first-hello"),
        ("jeszcze nie poznaliśmy się", "", "first-hello"),
        ("ainda não nos conhecemos", "", "first-hello"),
        ("", "book club, not met", "first-hello"),
    ],
)
def test_only_whom_the_user_has_not_met_gets_a_first_hello(met: str, tags: str, when: str) -> None:
    store = sheet([[*HEADER, "Next touch"], ["Ana", None, "x", "core", met, tags, None, ago(1)]])
    assert drafted(sync(store)) == [("Ana", when)]
    wanted = "not met yet" if when == "first-hello" else "no contact noted yet"
    assert wanted in str(rows(store, "Drafts")[0]["Why now"])


def test_an_unreadable_cell_makes_nobody_invisible_once_something_is_logged() -> None:
    store = sheet([[*HEADER, "Log"], ["Ana", "a while ago", "x", "inner"]], [[ago(100), "Ana", "call"]])
    report = sync(store)
    assert [(row.state, row.last_contact) for row in report.due] == [("late", ago(100))]
    assert drafted(report) == [("Ana", "reconnect")]


def _candidates(*whens: str) -> list[Candidate]:
    return [Candidate(n, f"ck-{n}", f"P{n}", when, TODAY, "weak", 3, 1.0) for n, when in enumerate(whens)]


@pytest.mark.parametrize(
    ("made", "offered", "kept"),
    [
        ([], ["birthday"] * 5, 3),
        ([], ["thank-you"] * 5, 4),
        (["birthday"] * 3, ["birthday", "thank-you"], 1),
        (["birthday"] * 4, ["thank-you"], 0),
        (["reconnect", "promise", "weak-tie", "their-promise"], ["birthday"], 1),
    ],
)
def test_occasions_take_at_most_half_of_four_weeks_and_leave_the_last_slot_to_thanks(
    made: Sequence[str], offered: Sequence[str], kept: int
) -> None:
    drafts = [_draft(reason=f"{when} {ago(n)}", created=ago(n)) for n, when in enumerate(made)]
    assert len(within_half(_candidates(*offered), drafts, 2, TODAY)) == kept
    assert len(within_half(_candidates(*offered), drafts, 2, TODAY + timedelta(40))) == min(
        len(offered), 4 if offered[0] == "thank-you" else 3
    )


def test_no_late_inner_tie_is_passed_over_for_an_occasion_two_weeks_running() -> None:
    days = [f"{TODAY + timedelta(7 * week + 1):%m-%d}" for week in range(6)]
    born = [[f"Born {n}", ago(1), "x", "weak", None, None, day] for n, day in enumerate(days)]
    late = [[f"Late {n}", ago(300 - n), "x", "inner"] for n in range(6)]
    store = sheet([HEADER, *born, *late])
    weeks = []
    for week in range(6):
        kinds = [reason for _, reason in drafted(sync(store, 7 * week, per_week=1))]
        weeks.append(kinds[0] if kinds else "")
        for number, one in enumerate(rows(store, "Drafts"), start=2):
            if one["Status"] == "To do":
                write(store, "Drafts", number, "Status", "Sent")
    assert weeks.count("birthday") <= 3
    assert not any(a == b == "birthday" for a, b in pairwise(weeks))


def test_the_mark_of_an_imported_row_outlives_all_occasions() -> None:
    cell = "known 2026-01-01"
    for n in range(12):
        cell = remembered(cell, Candidate(2, "ck-1", "Ana", "opt-in", TODAY, "weak", 3, 1.0, key=f"ik-{n}"))
    assert cell.startswith("known 2026-01-01; ")
    assert cell.count(";") == 8
