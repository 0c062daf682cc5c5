"""A weekly quarter of an hour as a calendar file (RFC 5545): no names, no attendees, nothing that could be sent."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

UID = "friday@connectkit"
"""Always the same, so that importing the file again moves the one event instead of adding another."""

_LONGEST = 75
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def weekly(first: date, at: time, *, summary: str, description: str, stamp: date) -> bytes:
    """A calendar with one event of 15 minutes each Friday from the first Friday on or after ``first``.

    The time is the clock's wherever the calendar is; a reminder comes with it. ``stamp`` is the day it was written.
    """
    friday = first + timedelta(days=(4 - first.weekday()) % 7)
    start = datetime.combine(friday, at)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//connectkit//friday//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        f"UID:{UID}",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART:{start:%Y%m%dT%H%M%S}",
        "DURATION:PT15M",
        "RRULE:FREQ=WEEKLY;BYDAY=FR",
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(description)}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(summary)}",
        "TRIGGER:PT0M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return _file(lines)


def whole_days(first: date, last: date, *, summary: str, description: str, stamp: date) -> bytes:
    """A calendar with one event over whole days, the last included; it blocks no time, invites nobody."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//connectkit//trip//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        f"UID:trip-{first:%Y%m%d}-{last:%Y%m%d}@connectkit",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(description)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return _file(lines)


def _file(lines: list[str]) -> bytes:
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def escaped(text: str) -> str:
    """Text as a calendar file holds it."""
    return "".join(_ESCAPES.get(char, char) for char in text.replace("\r\n", "\n"))


def folded(line: str) -> list[str]:
    """The line in pieces of at most 75 octets, no letter cut in two; all but the first begin with a blank."""
    pieces, piece = [], ""
    for char in line:
        if len((piece + char).encode()) > _LONGEST:
            pieces.append(piece)
            piece = " "
        piece += char
    return [*pieces, piece]
