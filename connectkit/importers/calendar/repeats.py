"""The days of a repeating event, up to now: the rule, the days taken out and put in, the days that were moved.

icalendar and recurring-ical-events do the arithmetic. They get a calendar of this one series with nothing in it
but its times, in zones they know, so that no other event and no odd zone can stand in the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from connectkit.importers.calendar.ics_lines import CalendarFile, Event, Line
from connectkit.importers.moments import EARLIEST, local

MARK = "X-CONNECTKIT-EVENT"
MISSING = "it repeats, and repeating events need more than is installed: pip install “connectkit[calendar]”"
TOO_OFTEN = "it repeats more often than daily"
UNREADABLE = "its rule of repetition can’t be followed"

_OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)\b|BY(?:SECOND|MINUTE|HOUR)=[^;]*,", re.IGNORECASE)
_NEVER = re.compile(r"INTERVAL=(?!0*[1-9]\d{0,4}(?:;|$))", re.IGNORECASE)  # dateutil would count for ever
_TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE")


@dataclass(frozen=True, slots=True)
class Instance:
    """One time of a series: the event that describes it, and when it began and ended."""

    event: Event
    start: datetime | date
    end: datetime | date
    planned: str  # the day of the series it stands for, which stays when it is moved


def instances(
    series: Sequence[Event], file: CalendarFile, present: datetime, since: datetime | None = None
) -> Iterator[Instance]:
    """Each time of the series from ``since`` up to ``present``. ValueError, in words, where the series can't be followed."""
    if any(_OFTEN.search(event.text("RRULE")) for event in series):
        raise ValueError(TOO_OFTEN)
    if any(_NEVER.search(event.text("RRULE")) for event in series):
        raise ValueError(UNREADABLE)
    try:
        import icalendar
        import recurring_ical_events
    except ImportError:
        raise ValueError(MISSING) from None
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *_block(series, file), "END:VCALENDAR", ""])
    until = present.astimezone(UTC)
    begin = since.astimezone(UTC) if since else datetime(EARLIEST, 1, 1, tzinfo=UTC)
    try:
        calendar = icalendar.Calendar.from_ical(text)
        for one in recurring_ical_events.of(calendar, skip_bad_series=False).between(begin, until):
            yield _instance(one, series)
    except Exception as error:  # the libraries raise whatever a rule makes them stumble over
        raise ValueError(UNREADABLE) from error


def _instance(one: object, series: Sequence[Event]) -> Instance:
    get = one.get  # type: ignore[attr-defined]  # a component of icalendar, which has no types
    start, end = get("DTSTART").dt, get("DTEND")
    planned = get("RECURRENCE-ID")
    day = planned.dt if planned is not None else start
    return Instance(series[int(get(MARK))], start, end.dt if end is not None else start, f"{day:%Y%m%d}")


def _block(series: Sequence[Event], file: CalendarFile) -> Iterator[str]:
    for at, event in enumerate(series):
        yield from ("BEGIN:VEVENT", "UID:series", f"{MARK}:{at}")
        for line in event.lines:
            if line.name in _TIMES:
                yield _written(line, file)
        yield "END:VEVENT"


def _written(line: Line, file: CalendarFile) -> str:
    """A property of times, its zone named as the libraries know it."""
    if line.name in ("RRULE", "DURATION", "SEQUENCE"):
        return f"{line.name}:{line.value.strip()}"
    value = line.value.strip()
    kind = f";VALUE={line.params['VALUE']}" if "VALUE" in line.params else ""
    if not kind and re.fullmatch(r"\d{8}", value):
        kind = ";VALUE=DATE"
    future = ";RANGE=THISANDFUTURE" if line.params.get("RANGE", "") == "THISANDFUTURE" else ""
    zone = file.zone(line.params.get("TZID", ""))
    if isinstance(zone, ZoneInfo):
        return f"{line.name}{kind}{future};TZID={zone.key}:{value}"
    if zone is None or zone is UTC or "T" not in value:
        return f"{line.name}{kind}{future}:{value}"
    return f"{line.name}{kind}{future}:{','.join(_in_utc(one, zone) for one in value.split(','))}"


def _in_utc(text: str, zone: tzinfo) -> str:
    try:
        moment = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return text
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def over(end: datetime | date, file: CalendarFile, present: datetime) -> bool:
    """Whether something that ended then is over. A whole day ends when the next begins, which DTEND names."""
    if isinstance(end, datetime):
        return local(end, file.options) <= present
    return end <= present.date()
