"""Meetings to come, from a calendar file: with whom, from when to when. The same rules as for what took place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from connectkit.importers.base import Options
from connectkit.importers.calendar.ics import Meetings
from connectkit.importers.calendar.ics_lines import CalendarFile, Event, plain
from connectkit.importers.calendar.repeats import Instance, instances, over
from connectkit.importers.moments import local, present
from connectkit.people.records import Meeting

MOST_GUESTS = 8
"""A meeting of more people is no appointment with any of them."""

DAYS = 2


def meetings_ahead(path: Path, options: Options) -> list[Meeting]:
    """The meetings of today and the next two days that are not over, the earliest first.

    Left out are whole days, what was cancelled or declined, and meetings of more than eight guests.

    Raises:
        ImportFailed: the file can't be read.
    """
    file = CalendarFile(path, replace(options, max_attendees=MOST_GUESTS))
    file.read()
    now = present(options)
    until = local(datetime.combine(options.today + timedelta(days=DAYS + 1), time()), options)
    known = Meetings(file, now)
    found = [one for events in known.series().values() for one in _coming(known, events, now, until)]
    return sorted(found, key=lambda one: (one.start, one.key))


def _coming(known: Meetings, events: list[Event], now: datetime, until: datetime) -> Iterator[Meeting]:
    """The coming times of one event with all its editions and moved days."""
    latest = known.latest(events)
    if not latest:
        return
    master = latest.get("")
    repeats = master is not None and (master.first("RRULE") or master.first("RDATE"))
    try:
        times = (
            list(instances(list(latest.values()), known.file, until, since=now - timedelta(days=1)))
            if repeats
            else [one for event in latest.values() if (one := known.once(event)) is not None]
        )
    except ValueError:  # a rule that can't be followed is told where what took place is read
        return
    for one in times:
        meeting = _meeting(known, one, now, until)
        if meeting is not None:
            yield meeting


def _meeting(known: Meetings, one: Instance, now: datetime, until: datetime) -> Meeting | None:
    if not isinstance(one.start, datetime) or known.unfit(one.event) or over(one.end, known.file, now):
        return None
    start = local(one.start, known.options)
    end = local(one.end, known.options) if isinstance(one.end, datetime) else start
    if start >= until:
        return None
    guests = tuple((guest.name, guest.email) for guest in known.others(one.event) if not known.away(guest))
    title = plain(one.event.text("SUMMARY"))
    return Meeting(start, end, guests, title, f"{one.event.text('UID')}:{one.planned}") if guests else None
