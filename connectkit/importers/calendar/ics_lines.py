"""A calendar file cut into its events, each on its own, with only what tells who met when.

The bytes are read before any calendar library sees them: one broken event costs that event, folded letters come
together again, time zones get the names computers know, and descriptions and attachments are never held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from connectkit.importers.base import Options
from connectkit.importers.text import Decoder, byte_lines, encoding_of, one_line, unreadable

KEPT = frozenset({"UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "STATUS",
                  "SUMMARY", "LOCATION", "ORGANIZER", "ATTENDEE", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"})  # fmt: skip
_NAME = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)(?=[;:])")
_PARAM = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_WHEN = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(?:\d{2})?(Z)?)?Z?")
_LENGTH = re.compile(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_SHIFT = re.compile(r"\(?(?:GMT|UTC) ?([+-])(\d{1,2}):?(\d{2})?\)?")
_LONGEST = 65_536


@dataclass(frozen=True, slots=True)
class Line:
    """One property: its name in capitals, its parameters by name in capitals, its value as written."""

    name: str
    params: dict[str, str]
    value: str


@dataclass
class Event:
    """One VEVENT: the properties that are kept, the METHOD of its calendar, the line it begins at."""

    line: int
    method: str = ""
    lines: list[Line] = field(default_factory=list)
    broken: str = ""

    def first(self, name: str) -> Line | None:
        """The first property of this name."""
        return next((one for one in self.lines if one.name == name), None)

    def text(self, name: str) -> str:
        """The value of the first property of this name; ``""`` if there is none."""
        found = self.first(name)
        return found.value.strip() if found else ""

    @property
    def sequence(self) -> int:
        """Which edition of the event this is."""
        text = self.text("SEQUENCE")
        return int(text) if text.isdecimal() and len(text) < 10 else 0


@dataclass
class CalendarFile:
    """One .ics file, read in one go: its events, its zones, what its calendars are called."""

    path: Path
    options: Options
    events: list[Event] = field(default_factory=list)
    zones: dict[str, tzinfo] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    calendars: int = 0
    unknown_zones: set[str] = field(default_factory=set)
    decoder: Decoder = field(default_factory=Decoder)
    _stack: list[str] = field(default_factory=list)
    _method: str = ""
    _event: Event | None = None
    _zone: _Zone = field(default_factory=lambda: _Zone())

    def read(self) -> None:
        """Fills the lists. Raises ImportFailed if the file can't be opened."""
        self.decoder = Decoder(self.options.encoding, self.options.locale)
        self._stack, self._method, self._event, self._zone = [], "", None, _Zone()
        for number, text in self._unfolded():
            line = parse_line(text)
            if line is None:
                continue
            if line.name == "BEGIN":
                self._begin(line.value.strip().upper(), number)
            elif line.name == "END":
                self._end(line.value.strip().upper())
            else:
                self._take(line)
        self._give_up_event()

    def _begin(self, part: str, number: int) -> None:
        self._stack.append(part)
        if part == "VCALENDAR":
            self.calendars, self._method = self.calendars + 1, ""
        elif part == "VEVENT":
            self._give_up_event()
            self._event = Event(number, self._method)
        elif part == "VTIMEZONE":
            self._zone = _Zone()

    def _end(self, part: str) -> None:
        if part == "VEVENT" and self._event is not None:
            self.events.append(self._event)
            self._event = None
        elif part == "VTIMEZONE":
            self._zone.into(self.zones)
        while self._stack and self._stack.pop() != part:
            pass

    def _take(self, line: Line) -> None:
        inside = self._stack[-1] if self._stack else ""
        if self._event is not None and inside == "VEVENT":
            if line.name in KEPT:
                self._event.lines.append(line)
        elif "VTIMEZONE" in self._stack:
            self._zone.take(line, inside)
        elif line.name == "METHOD":
            self._method = line.value.strip().upper()
        elif line.name in ("X-WR-CALNAME", "X-WR-RELCALID", "X-OWNER"):
            self.names.append(line.value)

    def _give_up_event(self) -> None:
        if self._event is not None:
            self._event.broken = "the event breaks off before its end"
            self.events.append(self._event)
            self._event = None

    def _unfolded(self) -> Iterator[tuple[int, str]]:
        """Each property's line number and text; lines that go on are joined as bytes, before letters are read."""
        pending, began = b"", 0
        for number, line in enumerate(self._byte_lines(), 1):
            self.options.progress(len(line))
            line = line.rstrip(b"\r\n")
            if line[:1] in (b" ", b"\t"):
                if len(pending) < _LONGEST:
                    pending += line[1:]
                continue
            if pending:
                yield began, self.decoder.text(pending)
            pending, began = line, number
        if pending:
            yield began, self.decoder.text(pending)

    def _byte_lines(self) -> Iterator[bytes]:
        try:
            with self.path.open("rb") as file:
                name, mark = encoding_of(file.read(4096))
                file.seek(0)
                if name.startswith("utf-16") or name.startswith("utf-32"):
                    text = file.read()[mark:].decode(name, errors="connectkit-question")
                    yield from text.encode().splitlines(keepends=True)
                    return
                file.seek(mark)
                yield from byte_lines(file, self.path.name)
        except OSError as error:
            raise unreadable(self.path, error) from error

    def zone(self, name: str) -> tzinfo | None:
        """The zone of a TZID: IANA, Windows’ own, one the file describes, or an offset; None: the user's."""
        name = name.strip().strip('"')
        if not name:
            return None
        if name not in self.zones:
            found = _named(name) or _windows(name) or _shifted(name)
            if found is None:
                self.unknown_zones.add(name)
                return None
            self.zones[name] = found
        return self.zones[name]

    def when(self, line: Line | None) -> datetime | date | None:
        """The moment or whole day of a DTSTART and its like; None where there is none."""
        found = _WHEN.fullmatch(line.value.strip()) if line else None
        if line is None or found is None:
            return None
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
            if found[4] is None:
                return day
            moment = datetime.combine(day, time(int(found[4]) % 24, int(found[5])))
        except ValueError:
            return None
        zone = UTC if found[6] else self.zone(line.params.get("TZID", ""))
        return moment.replace(tzinfo=zone) if zone is not None else moment


def parse_line(text: str) -> Line | None:
    """One unfolded line as a property; None where it is none."""
    found = _NAME.match(text)
    if found is None:
        return None
    at = found.end()
    params: dict[str, str] = {}
    while param := _PARAM.match(text, at):
        params.setdefault(param[1].upper(), param[2])
        at = param.end()
    colon = text.find(":", at)
    if colon < 0:
        return None
    return Line(found[1].upper(), params, text[colon + 1 :])


def length(text: str) -> timedelta | None:
    """A DURATION such as ``PT1H30M``; None if it is none."""
    found = _LENGTH.fullmatch(text.strip())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -span if found[1] == "-" else span


def plain(value: str) -> str:
    """A text value without its escapes, on one line."""
    return one_line(re.sub(r"\\([nN,;\\])", lambda found: " " if found[1] in "nN" else found[1], value))


def address_of(line: Line) -> str:
    """The e-mail address of an ATTENDEE or ORGANIZER; ``""`` where it has none."""
    for text in (unquote(line.value), line.params.get("EMAIL", "")):
        text = re.sub(r"^\s*mailto:", "", text.strip().strip('"'), flags=re.IGNORECASE)
        text = "".join(text.split()).strip("<>'\"")
        if re.fullmatch(r"[^@/:<>\s]+@[^@/:<>\s]+", text):
            return text
    return ""


def _named(name: str) -> tzinfo | None:
    for part in (name, *(name.split("/", at)[-1] for at in (2, 3) if name.startswith("/"))):
        try:
            return ZoneInfo(part)
        except (KeyError, ValueError, OSError):
            continue
    return None


def _windows(name: str) -> tzinfo | None:
    """Windows’ name of a zone, such as ``W. Europe Standard Time``."""
    try:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON
    except ImportError:
        return None
    known = WINDOWS_TO_OLSON.get(name)
    return _named(known) if known else None


def _shifted(name: str) -> tzinfo | None:
    """The offset in names such as ``(GMT+10:00) Canberra, Melbourne, Sydney``."""
    found = _SHIFT.match(name)
    if found is None or int(found[2]) > 14:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset)


@dataclass
class _Zone:
    """A VTIMEZONE, of which only the name and the winter's offset are needed: a day is told, not a minute."""

    name: str = ""
    place: str = ""
    offset: str = ""

    def take(self, line: Line, inside: str) -> None:
        if line.name == "TZID":
            self.name = line.value.strip().strip('"')
        elif line.name == "X-LIC-LOCATION":
            self.place = line.value.strip()
        elif line.name == "TZOFFSETTO" and (inside == "STANDARD" or not self.offset):
            self.offset = line.value.strip()

    def into(self, zones: dict[str, tzinfo]) -> None:
        if not self.name or self.name in zones:
            return
        found = _named(self.name) or _windows(self.name) or (_named(self.place) if self.place else None)
        match = re.fullmatch(r"([+-])(\d{2})(\d{2})(?:\d{2})?", self.offset)
        if found is None and match is not None and int(match[2]) < 15:
            span = timedelta(hours=int(match[2]), minutes=int(match[3]))
            found = timezone(-span if match[1] == "-" else span)
        if found is not None:
            zones[self.name] = found
