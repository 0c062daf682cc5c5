"""Meetings to come: which count, and when a moved or cancelled one does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from connectkit.importers.base import Options
from connectkit.importers.calendar.ahead import meetings_ahead

ME, PRIYA, BEN = "alex@example.com", "priya@example.org", "ben@example.org"
TODAY = date(2026, 11, 23)


def event(start: str, *guests: str, uid: str = "u1", end: str = "", more: Sequence[str] = ()) -> list[str]:
    """One VEVENT; a guest is an address, with ``!`` before it declined."""
    people = [f"ORGANIZER:mailto:{ME}"]
    for one in guests:
        answer = "DECLINED" if one.startswith("!") else "ACCEPTED"
        people.append(
            f"ATTENDEE;PARTSTAT={answer};CN={one.strip('!').split('@')[0].title()}:mailto:{one.strip('!')}"
        )
    kind = ";VALUE=DATE" if "T" not in start else ""
    times = [f"DTSTART{kind}:{start}", *([f"DTEND{kind}:{end}"] if end else [])]
    return ["BEGIN:VEVENT", f"UID:{uid}", *times, "SUMMARY:Coffee", *people, *more, "END:VEVENT"]


def ahead(tmp_path: Path, *events: list[str], today: date = TODAY) -> list[tuple[str, list[str]]]:
    """Start and guests of every meeting to come."""
    path = tmp_path / "c.ics"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *(line for one in events for line in one), "END:VCALENDAR"]
    path.write_text("\r\n".join(lines) + "\r\n", "utf-8")
    options = Options(today=today, owner_emails=(ME,), timezone="Europe/Berlin")
    return [
        (f"{one.start:%d %H:%M}", [mail for _, mail in one.guests]) for one in meetings_ahead(path, options)
    ]


def test_the_next_two_days_count_and_what_is_over_does_not(tmp_path: Path) -> None:
    days = [event(f"202611{day}T090000Z", PRIYA, uid=f"u{day}") for day in range(21, 28)]
    assert ahead(tmp_path, *days) == [
        ("24 10:00", [PRIYA]),
        ("25 10:00", [PRIYA]),
    ]  # the day itself is over with --today


@pytest.mark.parametrize(
    "one",
    [
        event("20261124", PRIYA),  # a whole day
        event("20261124T090000Z", f"!{PRIYA}"),  # she declined
        event("20261124T090000Z", PRIYA, more=["STATUS:CANCELLED"]),
        event("20261124T090000Z"),  # nobody else
        event("20261124T090000Z", *[f"p{n}@example.org" for n in range(9)]),
        event("20261124T090000Z", PRIYA, more=["BROKEN"])[:-1],
    ],
)
def test_what_does_not_count(tmp_path: Path, one: list[str]) -> None:
    assert ahead(tmp_path, one) == []


def test_eight_guests_still_count_and_who_declined_does_not(tmp_path: Path) -> None:
    guests = [f"p{n}@example.org" for n in range(7)]
    assert ahead(tmp_path, event("20261124T090000Z", *guests, f"!{BEN}")) == [("24 10:00", guests)]


def test_moved_and_cancelled_meetings_follow(tmp_path: Path) -> None:
    first = event("20261124T090000Z", PRIYA, more=["SEQUENCE:0"])
    assert ahead(tmp_path, first, event("20261125T150000Z", PRIYA, more=["SEQUENCE:1"])) == [
        ("25 16:00", [PRIYA])
    ]
    assert ahead(tmp_path, first, event("20261201T150000Z", PRIYA, more=["SEQUENCE:1"])) == []
    assert (
        ahead(tmp_path, first, event("20261124T090000Z", PRIYA, more=["SEQUENCE:1", "STATUS:CANCELLED"]))
        == []
    )


def test_one_day_of_a_series_moved_away_and_one_taken_out(tmp_path: Path) -> None:
    weekly = event("20260106T090000Z", PRIYA, more=["RRULE:FREQ=WEEKLY;BYDAY=TU,WE"])
    assert ahead(tmp_path, weekly) == [("24 10:00", [PRIYA]), ("25 10:00", [PRIYA])]
    moved = event("20261125T160000Z", PRIYA, more=["RECURRENCE-ID:20261124T090000Z"])
    assert ahead(tmp_path, weekly, moved) == [("25 10:00", [PRIYA]), ("25 17:00", [PRIYA])]
    out = event("20260106T090000Z", PRIYA, more=["RRULE:FREQ=WEEKLY;BYDAY=TU", "EXDATE:20261124T090000Z"])
    assert ahead(tmp_path, out) == []
