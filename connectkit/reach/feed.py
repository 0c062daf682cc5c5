"""The calendar feed: whole days, no time blocked, nobody invited; the same bytes as long as nothing changed. Pure.

What a calendar has to be told of a change (SEQUENCE, CANCELLED) is read from the former file, so that nothing else
has to be remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from connectkit.config.reach import Feed
from connectkit.due.candidate import QUIET
from connectkit.due.tabs import next_birthday
from connectkit.errors import Refused
from connectkit.report.text_width import clean
from connectkit.sheet.labels import labels
from connectkit.sheet.tables import day_of
from connectkit.text.dates import read_birthday
from connectkit.text.say import short_date

if TYPE_CHECKING:
    import icalendar

    from connectkit.view import View

PRODUCT = "-//connectkit//feed//EN"
UID = "feed@connectkit"
AHEAD = timedelta(weeks=8)
"""So far ahead people's turns are shown; birthdays a year."""

KEEP = timedelta(days=14)
"""So long what is over stands as cancelled, so that every calendar has seen it."""

_WEEK = timedelta(weeks=1)
_FRIDAY, _SATURDAY = 4, 5


class Event(NamedTuple):
    """One whole day. ``stamp`` is the day it was last changed, ``edition`` how often it was."""

    uid: str
    day: date
    summary: str
    description: str = ""
    edition: int = 0
    cancelled: bool = False
    stamp: date = date.min

    @property
    def said(self) -> tuple[date, str, str, bool]:
        """What a reader of the calendar sees."""
        return self.day, self.summary, self.description, self.cancelled


def feed(view: View, wishes: Feed, former: bytes | None) -> bytes:
    """The calendar for the day of the view, after the one that stands there now.

    Raises:
        Refused: the former file is another program's calendar, or none at all.
    """
    wanted = {one.uid: one for one in _wanted(view, wishes)}
    known = _read(former) if former else {}
    events = [_after(one, known.get(uid), view.today) for uid, one in wanted.items()]
    events += [one for uid, old in known.items() if uid not in wanted for one in _over(old, view.today)]
    return _written(events, wishes.alarm)


def _after(one: Event, old: Event | None, today: date) -> Event:
    """The event as it has to be written, seen after its former edition."""
    if old is None:
        return one._replace(stamp=today)
    if old.said == one.said:
        return one._replace(edition=old.edition, stamp=old.stamp)
    return one._replace(edition=old.edition + 1, stamp=today)


def _over(old: Event, today: date) -> Iterator[Event]:
    """What is wanted no more: cancelled for two weeks, then gone. A birthday that was is kept as it was for as long."""
    if "-birthday-" in old.uid and old.day < today and not old.cancelled:
        if today - old.day <= KEEP:
            yield old
    elif not old.cancelled:
        yield old._replace(cancelled=True, edition=old.edition + 1, stamp=today)
    elif today - old.stamp <= KEEP:
        yield old


# ---- what stands in it -------------------------------------------------------------------------------


def _wanted(view: View, wishes: Feed) -> Iterator[Event]:
    names = {row: _named(name, wishes.names) for row, name in labels(view.tables).items()}
    shown = wishes.names == "true"
    if "due" in wishes.what:
        yield from _turns(view, names, details=shown)
    if "promises" in wishes.what:
        yield from _promises(view, wishes.names)
    if "birthdays" in wishes.what:
        yield from _birthdays(view, names)


def _named(name: str, how: str) -> str:
    """The name, its initials, or nothing."""
    if how == "initials":
        return "".join(f"{part[0]}." for part in clean(name).split() if part[0].isalnum())
    return clean(name) if how == "true" else ""


def _turns(view: View, names: Mapping[int, str], *, details: bool) -> Iterator[Event]:
    """Whose turn it is, at most the week's budget in one week; who is overdue, or finds the week full, on its Friday."""
    free = dict.fromkeys(_fridays(view.today), view.config.per_week)
    columns = ("row", "verdict", "next_due", "base", "tier")
    turns = [
        (day_of(due), row, day_of(base), tier)
        for row, verdict, due, base, tier in zip(
            *(view.decided[key].tolist() for key in columns), strict=True
        )
        if verdict not in QUIET and verdict != "unreadable" and row in view.identities.ids
    ]
    for due, row, base, tier in turns:
        if due is None or due > view.today + AHEAD:
            continue
        friday = next((one for one in free if free[one] > 0 and one + timedelta(days=2) >= due), None)
        if friday is None:
            continue
        free[friday] -= 1
        day = due if due >= view.today and friday - timedelta(days=4) <= due else friday
        told = (
            f"{tier}; {f'last contact {short_date(base)}' if base else 'no contact yet'}" if details else ""
        )
        who = f": {names[row]}" if names[row] else " with somebody"
        cycle = base.isoformat() if base else "first"
        yield Event(f"{view.identities.ids[row]}-due-{cycle}@connectkit", day, f"Get in touch{who}", told)


def _fridays(today: date) -> Iterator[date]:
    """The Fridays of this week (from Saturday on of the next) and the weeks ahead."""
    first = today + timedelta(days=(_FRIDAY - today.weekday()) % 7)
    for week in range(AHEAD.days // 7 + 1):
        yield first + week * _WEEK


def _promises(view: View, how: str) -> Iterator[Event]:
    for one in view.absorbed.promises:
        if one.due is None or not one.id:
            continue
        by = "Promised to you" if one.theirs else "You promised"
        who = _named(one.record["who"], how)
        summary = f"{by}: {clean(one.record['what'])}" if how != "none" else "A promise is due"
        yield Event(f"{one.id}-promise@connectkit", one.due, f"{summary} ({who})" if who else summary)


def _birthdays(view: View, names: Mapping[int, str]) -> Iterator[Event]:
    sheet, frame = view.tables.contacts.sheet, view.tables.contacts.frame
    for row, state in zip(sheet.numbers, frame["state"].tolist(), strict=True):
        read = None if state else read_birthday(sheet.cell(row, "birthday"), order=view.tables.order)
        day = next_birthday(read, view.today) if read else None
        if day is not None and row in view.identities.ids:
            summary = f"Birthday: {names[row]}" if names[row] else "A birthday"
            yield Event(f"{view.identities.ids[row]}-birthday-{day.year}@connectkit", day, summary)


# ---- bytes -------------------------------------------------------------------------------------------


def _read(data: bytes) -> dict[str, Event]:
    """The events of the former file by UID."""
    import icalendar

    try:
        calendar = icalendar.Calendar.from_ical(data)
        ours = str(calendar.get("PRODID", "")) == PRODUCT
        events = [_event(one) for one in calendar.walk("VEVENT")] if ours else []
    except (ValueError, KeyError, AttributeError, IndexError, TypeError):
        ours, events = False, []
    if not ours:
        raise Refused(
            "The file named under feed: file is not a calendar that connectkit wrote, so it was left as it is.",
            "Name another file, or delete that one.",
        )
    return {one.uid: one for one in events}


def _event(one: icalendar.Component) -> Event:
    return Event(
        str(one["UID"]),
        one.decoded("DTSTART"),
        str(one["SUMMARY"]),
        str(one.get("DESCRIPTION", "")),
        int(one.get("SEQUENCE", 0)),
        str(one.get("STATUS", "")) == "CANCELLED",
        one.decoded("DTSTAMP").date(),
    )


def _written(events: Iterable[Event], alarm: str) -> bytes:
    import icalendar

    calendar = icalendar.Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("uid", UID), ("x-wr-calname", "People")):
        calendar.add(key, value)
    for one in sorted(events, key=lambda each: (each.day, each.uid)):
        calendar.add_component(_component(one, alarm))
    return bytes(calendar.to_ical())


def _component(one: Event, alarm: str) -> icalendar.Event:
    import icalendar

    event = icalendar.Event()
    event.add("uid", one.uid)
    event.add("dtstamp", datetime.combine(one.stamp, time(), UTC))
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.summary)
    if one.description:
        event.add("description", one.description)
    event.add("transp", "TRANSPARENT")
    event.add("sequence", one.edition)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    if alarm != "none" and not one.cancelled:
        hours, _, minutes = alarm.partition(":")
        bell = icalendar.Alarm()
        bell.add("action", "DISPLAY")
        bell.add("description", one.summary)
        bell.add("trigger", timedelta(hours=int(hours), minutes=int(minutes)))
        event.add_component(bell)
    return event
