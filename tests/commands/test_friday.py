"""``connectkit friday``: one session, whole, and what a calendar gets."""

from __future__ import annotations

from datetime import date

import pytest

from tests.commands.conftest import DAY, PEOPLE, Place
from tests.commands.sheetcells import put

PROMISES = [{"what": "the loom plans", "who": "Ada Lovelace", "by": "me", "due": date(2026, 11, 20)}]
GIVES = [{"title": "Knots for sailors", "link": "https://example.org/knots", "topics": "sails"}]


@pytest.fixture
def full(place: Place) -> Place:
    """The four people, a promise that is due and half written, a thing to give."""
    place.fill(PEOPLE, promises=PROMISES, gives=GIVES)
    place.run("sync", "--today", DAY)
    put(place.workbook, "Drafts", 2, "Message", "Hi Ada, here is how the loom stands: [[the plans]]")
    place.run("sync", "--today", DAY)
    return place


def test_a_session_goes_from_promises_to_the_log_and_ends(full: Place) -> None:
    full.run("log", "ada", "call: the loom stands", "--today", DAY)

    assert full.run("friday", "--today", "2026-11-27")[0] == (
        """Fifteen minutes · Friday, 27 November 2026

1. Promises
  · Ada Lovelace: you promised: the loom plans (due 20 Nov, 7 days past)

2. One or two people
  · Ada Lovelace: you promised: the loom plans, due 20 Nov
    The draft waits in the tab Drafts; still needs: The gap is open: fill it, or
      delete it.

3. One thing to give
  “Knots for sailors” (https://example.org/knots). Could interest Ben Ortiz
  (sails).

4. Log what happened
  This week stands in the Log: Ada Lovelace.
  What will you ask each of them next time? One line in their Next time becomes
  the next message.
  Somebody else? Write into the Log column of their row, or: connectkit log NAME
  "call: what they said"

That is all. Stop here; the rest keeps until next week.
To have it in your calendar every Friday: connectkit friday --ics friday.ics,
then open that file.
"""
    )


def test_the_same_as_json(full: Place) -> None:
    assert full.json("friday", "--today", "2026-11-27") == {
        "schema": "connectkit.friday/1",
        "today": "2026-11-27",
        "meetings": [],
            "promises": [
            {"what": "the loom plans", "who": "Ada Lovelace", "by": "me", "due": "2026-11-20", "days_overdue": 7}
        ],
        "people": [
            {
                "name": "Ada Lovelace",
                "why": "you promised: the loom plans, due 20 Nov",
                "needs": "The gap is open: fill it, or delete it.",
                "waiting": True,
            }
        ],
        "more": 0,
        "give": {"title": "Knots for sailors", "link": "https://example.org/knots", "who": "Ben Ortiz (sails)"},
        "logged": [],
    }  # fmt: skip


def test_a_draft_put_off_is_back_after_two_weeks_and_nobody_paused_is_named(full: Place) -> None:
    put(full.workbook, "Drafts", 2, "Status", "Later")
    full.run("sync", "--today", DAY)
    early = full.json("friday", "--today", "2026-12-04")["people"]
    assert [one for one in early if one["waiting"]] == []
    assert [
        one["why"] for one in full.json("friday", "--today", "2026-12-07")["people"] if one["waiting"]
    ] == ["put off on 23 Nov: you promised: the loom plans, due 20 Nov"]
    put(full.workbook, "Contacts", 2, "State", "pause")
    assert [one for one in full.json("friday", "--today", "2026-12-07")["people"] if one["waiting"]] == []


def test_an_empty_sheet_has_a_kind_word_for_every_part(place: Place) -> None:
    place.fill([])
    said = place.run("friday", "--today", "2026-11-27")[0]
    for sentence in (
        "None is due.",
        "Nobody waits this week. Whom would you like to hear from?",
        "Your shelf is empty.",
        "The Log holds nothing of this week yet.",
    ):
        assert sentence in said


def test_the_calendar_entry_is_weekly_on_fridays_and_names_nobody(full: Place) -> None:
    out, err = full.run("friday", "--ics", "friday.ics", "--at", "9:30", "--today", DAY)
    text = (full.folder / "friday.ics").read_text("utf-8")

    assert out == ""
    assert err == (
        "A quarter of an hour every Friday at 9:30 is in friday.ics: open it, and your calendar asks to add it.\n"
    )
    assert "DTSTART:20261127T093000" in text
    assert "RRULE:FREQ=WEEKLY;BYDAY=FR" in text
    assert "Ada" not in text


def test_a_time_that_is_none_and_a_folder_that_is_missing_are_said(full: Place) -> None:
    assert "“25:00” is no time of day." in full.run("friday", "--ics", "a.ics", "--at", "25:00", code=2)[1]
    assert "can't be written to no/a.ics" in full.run("friday", "--ics", "no/a.ics", code=2)[1]
