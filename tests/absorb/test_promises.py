"""A promise is asked for once, kept by the draft that was sent, and left in peace where the user said so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from connectkit.absorb.absorbed import Promise
from connectkit.absorb.promises import about, age_of
from connectkit.absorb.reason import Reason, read_reason
from connectkit.model import CellValue, Formula
from connectkit.sheet.tables import Record
from connectkit.stores.memory import MemoryStore
from tests.book import TODAY
from tests.practice.sheets import ago, drafted, rows, send, sheet, sync, write

HEADER = ["What", "Who", "By", "Due", "Done"]


def _sheet(*promises: list[CellValue], log: str = "") -> MemoryStore:
    people = (["Name", "Last contact", "Notes", "Log"], ["Ben", ago(3), "", log], ["Ana", ago(2), ""])
    return sheet(people, Promises=[HEADER, *promises]) if promises else sheet(people)


def _due(store: MemoryStore) -> list[Any]:
    """Names of the promise lines and of this week's people in Due."""
    return [one["Name"] for one in rows(store, "Due") if one.get("What") in ("promise", "this week")]


def test_a_promise_already_due_when_it_is_filed_is_drafted_once_also_after_its_draft_was_sent() -> None:
    store = _sheet(log="promise: send the deck by 20 Nov 2026")
    assert drafted(sync(store)) == [("Ben", "promise")]
    send(store, "Ben", "promise")
    for day in (0, 1, 8):
        assert drafted(sync(store, day)) == []
    assert [one["Done"] for one in rows(store, "Promises")] == [TODAY]


def test_the_draft_of_a_promise_filed_in_the_same_run_stays_deleted() -> None:
    store = _sheet(log="promise: send the deck by 20 Nov 2026")
    sync(store)
    raw = next(tab for tab in store.workbook.tabs if tab.title == "Drafts")
    raw.rows[1] = []
    assert [drafted(sync(store, day)) for day in (1, 8)] == [[], []]


def test_sent_on_the_draft_of_my_promise_keeps_it_and_says_so() -> None:
    store = _sheet(["the deck", "Ben", "me", ago(2), None])
    sync(store)
    send(store, "Ben", "promise")
    report = sync(store, 1)
    day = TODAY + timedelta(1)
    assert rows(store, "Promises")[0]["Done"] == day
    assert rows(store, "Promises")[0]["Age"] == "done"
    assert report.promises == ()
    assert _due(store) == []
    assert "Promises, Ben: “the deck” is done since 24 Nov, because you sent its draft." in report.notes, (
        report.notes
    )


@pytest.mark.parametrize(("status", "quiet"), [("Skip", 7), ("Sent", 14)])
def test_a_promise_put_aside_is_quiet_for_a_week_and_one_of_theirs_for_two_after_a_reminder(
    status: str, quiet: int
) -> None:
    by = "me" if status == "Skip" else "them"
    store = _sheet(["the deck", "Ben", by, ago(5), None])
    assert [reason for _, reason in drafted(sync(store))] == ["promise" if by == "me" else "their-promise"]
    write(store, "Drafts", 2, "Status", status)
    told = {day: [one.what for one in sync(store, day).promises] for day in (0, 1, quiet - 1, quiet)}
    assert told == {0: [], 1: [], quiet - 1: [], quiet: ["the deck"]}
    assert "Done" not in rows(store, "Promises")[0]
    assert len(rows(store, "Drafts")) == 1


def test_what_the_user_wrote_into_done_stays_and_a_formula_there_too() -> None:
    store = _sheet(["the deck", "Ben", "me", ago(2), None], ["the list", "Ana", "me", ago(2), None])
    sync(store)
    for name in ("Ben", "Ana"):
        send(store, name, "promise")
    write(store, "Promises", 2, "Done", "yes, by phone")
    write(store, "Promises", 3, "Done", Formula('=IF(1=1,"","x")', ""))
    sync(store, 1)
    done = [one.get("Done") for one in rows(store, "Promises")]
    assert done == ["yes, by phone", Formula('=IF(1=1,"","x")', "")]


def test_a_draft_about_one_promise_leaves_another_of_the_same_person_open() -> None:
    store = _sheet(["the deck", "Ben", "me", ago(3), None], ["the list", "Ben", "me", ago(1), None])
    sync(store)
    send(store, "Ben", "promise")
    assert drafted(sync(store, 1)) == [("Ben", "promise")]
    assert [one.get("Done") for one in rows(store, "Promises")] == [TODAY + timedelta(1), None]


def test_due_says_a_promise_once_where_its_draft_is_this_weeks() -> None:
    store = _sheet(["the deck", "Ben", "me", ago(2), None])
    sync(store)
    lines = [(one["What"], one["Name"], one["Why"]) for one in rows(store, "Due")[:-1]]
    assert lines == [("this week", "Ben", "you promised: the deck (due 21 Nov, 2 days past)")]


@pytest.mark.parametrize(
    ("due", "made", "said"),
    [
        (None, TODAY, "today"),
        (None, ago(1), "1 day"),
        (TODAY, ago(9), "9 days"),
        (ago(1), TODAY, "1 day past"),
        (ago(4), ago(40), "4 days past"),
    ],
)
def test_age_says_how_far_past_its_day_else_how_long_it_stands(
    due: date | None, made: date, said: str
) -> None:
    assert age_of(due, made, TODAY) == said


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("promise pk-a1 2026-11-28", Reason("promise", "pk-a1", date(2026, 11, 28))),
        ("reconnect 2026-11-28", Reason("reconnect", "", date(2026, 11, 28))),
        ("opt-in ik-k3j4 2026-11-28", Reason("opt-in", "ik-k3j4", date(2026, 11, 28))),
        ("", Reason("", "", None)),
        ("mine", Reason("mine", "", None)),
    ],
)
def test_the_reason_of_a_draft_is_read_back(text: str, reason: Reason) -> None:
    assert read_reason(text) == reason
    assert str(reason) == text


def test_a_draft_of_a_former_version_is_about_the_promise_of_its_person_and_day() -> None:
    days = {"due": TODAY, "made": ago(9)}
    one = Promise(Record(2, {"by": "me", "contact_id": "ck-1"}, days), 2, "pk-1")
    assert about(Reason("promise", "", TODAY), "ck-1", one)
    assert not about(Reason("promise", "", TODAY), "ck-2", one)
    assert not about(Reason("promise", "", ago(1)), "ck-1", one)
    assert not about(Reason("their-promise", "", TODAY), "ck-1", one)
    assert not about(Reason("promise", "pk-2", TODAY), "ck-1", one)
