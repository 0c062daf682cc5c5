"""Tomorrow's meetings: on top of Due, no draft before they are over, and one page to print."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.commands.conftest import Place

MONDAY, TUESDAY, WEDNESDAY = "2026-11-23", "2026-11-24", "2026-11-25"
PEOPLE = [
    {"name": "Priya Raman", "tier": "core", "last_contact": date(2026, 6, 1), "email": "priya@example.org", "company": "Rivet", "interests": "looms", "notes": "Moves to Leeds."},
    {"name": "Ben Ortiz", "tier": "core", "last_contact": date(2026, 6, 2), "email": "ben@example.org", "notes": "Sails."},
]  # fmt: skip
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:coffee
DTSTART:20261124T090000Z
DTEND:20261124T100000Z
SUMMARY:Coffee
ORGANIZER:mailto:alex@example.com
ATTENDEE;PARTSTAT=ACCEPTED;CN=Priya Raman:mailto:priya@example.org
ATTENDEE;PARTSTAT=ACCEPTED;CN=Stranger:mailto:stranger@example.org
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def meeting(place: Place) -> Place:
    """A calendar with Priya tomorrow, both people late, a promise, a thing to give."""
    place.fill(
        PEOPLE,
        log=[{"date": date(2026, 6, 1), "name": "Priya Raman", "kind": "call", "summary": "her new team"}],
        promises=[{"what": "the deck", "who": "Priya Raman", "by": "me", "due": date(2026, 11, 20)}],
        gives=[{"title": "A book on looms", "topics": "looms"}],
    )
    (place.folder / "calendar.ics").write_text(CALENDAR.replace("\n", "\r\n"), "utf-8")
    with (place.folder / "connectkit.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "\nme: {emails: [alex@example.com]}\ntimezone: UTC\nsources:\n  - calendar: calendar.ics\n"
        )
    return place


def drafts(place: Place) -> list[object]:
    return [one for one in place.column("Drafts", "Name") if one]


def test_who_is_met_tomorrow_is_not_written_to_and_stands_on_top_of_due(meeting: Place) -> None:
    meeting.run("sync", "--today", MONDAY)
    assert drafts(meeting) == ["Ben Ortiz"]
    assert (meeting.column("Due", "What")[0], meeting.column("Due", "Name")[0]) == ("meeting", "Priya Raman")
    why = str(meeting.column("Due", "Why")[0])
    assert why == "tomorrow 09:00: you promised: the deck (by 20 Nov); could give: A book on looms"
    again = meeting.json("sync", "--today", MONDAY)
    assert again["changes"] == {"cells": 0, "rows": 0}


def test_over_it_is_filed_once_and_they_are_free_again(meeting: Place) -> None:
    meeting.run("sync", "--today", MONDAY)
    for day in (WEDNESDAY, WEDNESDAY):
        meeting.run("sync", "--today", day)
    kinds = [one for one in meeting.column("Log", "Kind") if one]
    assert kinds.count("meeting") == 1
    assert "meeting" not in meeting.column("Due", "What")


def test_a_cancelled_meeting_holds_nobody_back(meeting: Place) -> None:
    meeting.run("sync", "--today", MONDAY)
    path = meeting.folder / "calendar.ics"
    path.write_text(
        path.read_text("utf-8").replace("UID:coffee", "UID:coffee\r\nSEQUENCE:1\r\nSTATUS:CANCELLED"), "utf-8"
    )
    meeting.run("sync", "--today", MONDAY)
    assert sorted(map(str, drafts(meeting))) == ["Ben Ortiz", "Priya Raman"]


def test_a_calendar_that_can_t_be_read_is_told_and_holds_nothing_back(meeting: Place) -> None:
    Path(meeting.folder / "calendar.ics").unlink()
    _, err = meeting.run("sync", "--today", MONDAY)
    assert "The calendar calendar.ics was left out this time" in err
    assert len(drafts(meeting)) == 2


def test_the_page(meeting: Place) -> None:
    meeting.run("sync", "--today", MONDAY)
    out, _ = meeting.run("brief", "--today", MONDAY)
    assert out == (
        """Priya Raman · tomorrow 09:00: Coffee
Core, last contact 1 Jun, wanted every 2 months, 114 days past, late since 1
Sep.

Promises
  · you promised: the deck (by 20 Nov)

Could give
  · A book on looms

Last note
  · her new team

What was
  · 1 Jun: call, her new team

What you know
  Company    Rivet
  Interests  looms

"""
    )
    assert meeting.json("brief", "Ben", "--today", MONDAY)["people"][0]["when"] == ""
    _, err = meeting.run("brief", "--today", WEDNESDAY)
    assert (
        err
        == "You meet nobody of your sheet in the next two days. connectkit brief NAME prints anybody's page.\n"
    )


def test_the_digest_and_friday_say_it_too(meeting: Place) -> None:
    out, _ = meeting.run("digest", "--today", MONDAY)
    assert "\nMeetings\n- Priya Raman: Tomorrow 09:00: you promised: the deck (by 20 Nov);" in out
    assert "her new team" in out
    out, _ = meeting.run("friday", "--today", MONDAY)
    assert "\nMeetings\n  · Priya Raman, tomorrow 09:00: you promised: the deck" in out
