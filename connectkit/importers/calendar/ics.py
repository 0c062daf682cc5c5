"""Calendars (.ics): who was met, and when. Only what took place counts, and only with people.

An event is a contact with each person in it who did not decline, if it is over, was not cancelled, the user took
part, and it was small enough to have met anybody.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from connectkit.errors import ImportFailed
from connectkit.importers.base import CERTAIN, LIKELY, NO, Options
from connectkit.importers.calendar.guests import AWAY, NO_PEOPLE, UNSURE, Guest, guests_of
from connectkit.importers.calendar.ics_lines import CalendarFile, Event, length, plain
from connectkit.importers.calendar.repeats import Instance, instances, over
from connectkit.importers.calendar.titles import why_no_meeting
from connectkit.importers.moments import EARLIEST, local_day, present
from connectkit.importers.text import Decoder, decode
from connectkit.people.records import Exchange, Item, Note, Skipped

_ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})


class Calendar:
    """A calendar file."""

    kind = "ics"
    help = "Calendars: .ics from Google, Outlook, Apple, Nextcloud, Thunderbird."

    def looks_like(self, head: bytes, name: str) -> int:
        """It begins with a calendar."""
        text = decode(head[:4096], Decoder()).lstrip("\ufeff\r\n\t ").upper()
        if text.startswith("BEGIN:VCALENDAR"):
            return CERTAIN
        if "BEGIN:VEVENT" in text and "BEGIN:VCARD" not in text:
            return LIKELY
        return (
            LIKELY
            if name.casefold().endswith((".ics", ".ical", ".ifb")) and text.startswith("BEGIN:V")
            else NO
        )

    def looks_like_folder(self, folder: Path) -> int:
        """It is one file."""
        del folder
        return NO

    def read(self, path: Path, options: Options) -> Iterator[Item]:
        """One exchange for each meeting and person.

        Raises:
            ImportFailed: the file can't be read, or holds no event.
        """
        file = CalendarFile(path, options)
        file.read()
        if not file.events:
            raise ImportFailed(
                f"{path.name} holds no event: no BEGIN:VEVENT in {file.calendars} calendars.",
                "Export the calendar itself, with its events, as .ics.",
            )
        yield from Meetings(file, present(options)).items()
        for zone in sorted(file.unknown_zones):
            yield Note(
                f"{path.name} uses a time zone “{zone}” that is not known; its times were read as your own."
            )
        for note in file.decoder.notes(path.name):
            yield Note(note)


def _made_up(event: Event) -> str:
    """What an event without a UID is known by, at every reading the same."""
    return "\0".join(("no uid", *(event.text(name) for name in ("DTSTART", "SUMMARY", "RECURRENCE-ID"))))


class Meetings:
    """The events of one file as contacts of its owner, up to ``now``."""

    def __init__(self, file: CalendarFile, now: datetime) -> None:
        self.file, self.now, self.options = file, now, file.options
        self.mine = frozenset(one.casefold() for one in file.options.owner_emails) or self._owner()

    def items(self) -> Iterator[Item]:
        """Every exchange, and every event or person left out."""
        for event in self.file.events:
            if event.broken or event.method in _ANSWERS:
                yield Skipped(self.where(event), event.broken or "an answer to an invitation, not a meeting")
        for uid, events in self.series().items():
            yield from self._series(uid, events)
        if not self.mine and self.file.events:
            yield Note(
                f"Your own addresses are not known, so it can’t be told whether you took part in what {self.file.path.name} "
                "holds. Set me: emails in connectkit.yaml."
            )

    def series(self) -> dict[str, list[Event]]:
        """UID to the editions and moved days of one event."""
        found: dict[str, list[Event]] = {}
        for event in self.file.events:
            if not event.broken and event.method not in _ANSWERS:
                found.setdefault(event.text("UID") or _made_up(event), []).append(event)
        return found

    def latest(self, events: Sequence[Event]) -> dict[str, Event]:
        """The day an edition stands for ("" the event itself) to its last edition; nothing of what was cancelled."""
        found: dict[str, Event] = {}
        for event in events:
            former = found.get(event.text("RECURRENCE-ID"))
            if former is None or self._edition(event) >= self._edition(former):
                found[event.text("RECURRENCE-ID")] = event
        return {} if "" in found and self._cancelled(found[""]) else found

    def once(self, event: Event) -> Instance | None:
        """The one time of an event; None where its date can't be read."""
        start = self.file.when(event.first("DTSTART"))
        return (
            Instance(event, start, self._end(event, start), event.text("RECURRENCE-ID")[:8])
            if start
            else None
        )

    def _series(self, uid: str, events: Sequence[Event]) -> Iterator[Item]:
        """One event with all its editions and moved days."""
        latest: dict[str, Event] = {}
        for event in events:
            day = event.text("RECURRENCE-ID")
            former = latest.get(day)
            if former is None or self._edition(event) >= self._edition(former):
                latest[day] = event
            if former is not None:
                older = former if latest[day] is event else event
                yield Skipped(self.where(older), "an older edition of an event that stands in the file again")
        master = latest.get("")
        if master is not None and self._cancelled(master):
            for event in latest.values():
                yield Skipped(self.where(event), "the event was cancelled")
            return
        if master is None or not (master.first("RRULE") or master.first("RDATE")):
            for event in latest.values():
                yield from self._once(uid, event)
            return
        yield from self._repeated(uid, list(latest.values()))

    def _once(self, uid: str, event: Event) -> Iterator[Item]:
        instance = self.once(event)
        if instance is None:
            yield Skipped(self.where(event), "it has no date that can be read")
            return
        yield from self._meeting(instance, uid)

    def _repeated(self, uid: str, events: list[Event]) -> Iterator[Item]:
        reasons = [self.unfit(event) for event in events]
        if all(reasons):
            yield from (Skipped(self.where(event), why) for event, why in zip(events, reasons, strict=True))
            return
        taken: set[int] = set()
        try:
            for instance in sorted(instances(events, self.file, self.now), key=lambda one: one.planned):
                taken.add(instance.event.line)
                yield from self._meeting(instance, uid)
        except ValueError as error:
            yield from (Skipped(self.where(event), str(error)) for event in events)
            return
        for event in events:
            if event.line not in taken:
                start = self.file.when(event.first("DTSTART"))
                past = start is not None and over(start, self.file, self.now)
                why = "none of its days took place" if past else "it has not taken place yet"
                yield Skipped(self.where(event), why)

    def _meeting(self, instance: Instance, uid: str) -> Iterator[Item]:
        """One meeting that has a time."""
        event, where = instance.event, self.where(instance.event)
        why = self.unfit(event)
        start = instance.start
        day = local_day(start, self.options) if isinstance(start, datetime) else start
        if not why and (day > self.options.today or not over(instance.end, self.file, self.now)):
            why = f"it is not over yet ({day})"
        if not why and day.year < EARLIEST:
            why = f"its date, {day}, can’t be right"
        if why:
            yield Skipped(where, why)
            return
        for guest in self.others(event):
            away = self.away(guest)
            yield (
                Skipped(where, away)
                if away
                else self._exchange(event, guest, day, f"{uid}:{instance.planned}")
            )

    def _exchange(self, event: Event, guest: Guest, day: date, identity: str) -> Exchange:
        return Exchange(
            day=day,
            name=guest.name,
            kind="meeting",
            key=f"ics:{hashlib.sha256(identity.encode()).hexdigest()[:24]}:{guest.email.casefold()}",
            email=guest.email,
            subject=plain(event.text("SUMMARY")) if self.options.keep_subject else "",
            where=self.where(event),
        )

    def unfit(self, event: Event) -> str:
        """Why an event is no contact with anybody, whenever it was; ``""`` if it is one."""
        if self._cancelled(event):
            return "the event was cancelled"
        whole_day = isinstance(self.file.when(event.first("DTSTART")), date) and not isinstance(
            self.file.when(event.first("DTSTART")), datetime
        )
        if event.text("X-MICROSOFT-CDO-BUSYSTATUS").upper() == "OOF":
            return "it says that somebody was away"
        if whole_day and event.text("TRANSP").upper() == "TRANSPARENT":
            return "a whole day that keeps nobody busy is no meeting"
        title = why_no_meeting(plain(event.text("SUMMARY")), whole_day=whole_day)
        if title:
            return title
        others = self.others(event)
        if not others:
            return "no other person is named in it"
        if len(others) > self.options.max_attendees:
            return f"{len(others)} people are in it"
        return self._without_me(event)

    def _without_me(self, event: Event) -> str:
        guests = guests_of(event)
        mine = [guest for guest in guests if guest.email.casefold() in self.mine]
        if not self.mine:
            return "it can’t be told whether you took part; set me: emails in connectkit.yaml"
        if not mine:
            if event.first("ORGANIZER") is None:
                return ""  # nobody was invited: somebody noted in a calendar of one's own
            return "none of your addresses is among its people"
        if any(guest.answer in AWAY for guest in mine):
            return "you declined"
        if not self.options.unanswered and all(guest.answer in UNSURE for guest in mine):
            return "you did not accept the invitation"
        return ""

    def others(self, event: Event) -> list[Guest]:
        """Everybody in it but the owner, rooms and robots left out."""
        return [
            guest for guest in guests_of(event) if not guest.thing and guest.email.casefold() not in self.mine
        ]

    def away(self, guest: Guest) -> str:
        """Why this guest was not there; ``""`` for one who was."""
        shown = guest.name or guest.email
        if guest.answer in AWAY:
            return f"{shown} declined"
        if guest.answer == "NON-PARTICIPANT":
            return f"{shown} was only informed"
        unsure = guest.answer in UNSURE and not self.options.unanswered
        return f"{shown} did not accept the invitation" if unsure else ""

    def _edition(self, event: Event) -> tuple[int, bool]:
        """A later edition is greater; of two alike the one that cancels."""
        return event.sequence, self._cancelled(event)

    def _cancelled(self, event: Event) -> bool:
        return event.method == "CANCEL" or event.text("STATUS").upper() == "CANCELLED"

    def _end(self, event: Event, start: datetime | date) -> datetime | date:
        end = self.file.when(event.first("DTEND"))
        if end is not None and isinstance(end, datetime) == isinstance(start, datetime):
            return end
        span = length(event.text("DURATION")) or timedelta()
        return start + span if isinstance(start, datetime) else start + max(span, timedelta(days=1))

    def _owner(self) -> frozenset[str]:
        """The address the file names as its own, else the one in nearly all meetings; empty where none stands out."""
        for name in self.file.names:
            if re.fullmatch(r"[^@\s]+@[^@\s]+", name.strip()) and not name.strip().endswith(NO_PEOPLE):
                return frozenset({name.strip().casefold()})
        counted: Counter[str] = Counter()
        total = 0
        for event in self.file.events:
            people = {guest.email.casefold() for guest in guests_of(event) if not guest.thing}
            total += len(people) > 1
            counted.update(people if len(people) > 1 else ())
        two = counted.most_common(2)
        if total < 3 or two[0][1] < 0.9 * total or two[1][1] == two[0][1]:
            return frozenset()
        return frozenset({two[0][0]})

    def where(self, event: Event) -> str:
        """The file and the line an event begins at."""
        return f"{self.file.path.name}:{event.line}"


FORMAT = Calendar()
