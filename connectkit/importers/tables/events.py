"""Guest lists of events and lists of booked meetings (Luma, Eventbrite, ti.to, Meetup, Calendly …) as CSV.

Who declined, was cancelled, waits or did not come is no contact. A list with the day of its event gives a meeting with
each who came; one without gives people only, with the event as a tag: the day somebody booked is no day of contact.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from connectkit.importers.base import CERTAIN, LIKELY, NO, Options
from connectkit.importers.fields import Days, Doubts
from connectkit.importers.moments import local_day
from connectkit.importers.tables.columns import map_columns, said_columns
from connectkit.importers.tables.csv_file import CsvTable, Header, TableRow, header_of, open_csv
from connectkit.importers.tables.preset import not_taken
from connectkit.importers.tables.rows import RowReader
from connectkit.importers.text import one_line
from connectkit.people.records import Exchange, Item, Note, Person, Skipped
from connectkit.schema import normal
from connectkit.text.plain import fold


def _set(words: str) -> frozenset[str]:
    return frozenset(normal(one) for one in words.split("|"))


_ROLES: dict[str, frozenset[str]] = {
    "start": _set(
        "Start Date & Time|Start Date and Time|Start Date|Start Time|Start|Starts at|Event Start|Event Start Date|Event Start Time|"
        "Event Date|Event Date & Time|Event Day|Meeting Date|Meeting Time|Meeting Start|Appointment Date|Appointment Time|Appointment|"
        "Session Date|Session Start|Scheduled at|Scheduled for|Date & Time|Join Time|Beginn|Startzeit|Termin|Veranstaltungsdatum|"
        "Date de début|Début|Date de l'événement|Fecha de inicio|Fecha del evento|Data di inizio|Data evento|Data do evento|Datum"
    ),
    "came": _set(
        "Checked in at|Check-in Time|Check in Time|Check-in Date|Checked in|Check-in|Checkin|Attended|Attendance|Present|Showed up|Scanned at|Scanned"
    ),
    "status": _set(
        "Approval Status|Status|RSVP|RSVP Status|Response|Attendee Status|Attendance Status|Registration Status|Guest Status|Ticket Status|"
        "Order Status|Booking Status|Event Status|Meeting Status|Void Status|Going|Reply|Invitation Status|Rückmeldung|Antwort|Réponse|Respuesta|"
        "Teilnahme|Participation|Statut|Estado|Stato"
    ),
    "cancelled": _set(
        "Canceled|Cancelled|Cancelled at|Canceled at|Is Cancelled|Refunded|Refunded at|Void|Voided|Declined|Declined at|Storniert|Annulé|Cancelado"
    ),
    "absent": _set("Marked as No-Show|No Show|No-Show|Noshow|Did not attend|Absent|Nicht erschienen"),
    "event": _set(
        "Event Name|Event Type Name|Event|Event Title|Topic|Meeting Name|Meeting|Session|Appointment Type|Event Type|Veranstaltung|Événement|Evento"
    ),
    "host": _set(
        "User Name|User Email|Host|Host Name|Host Email|Event Host|Organizer|Organizer Name|Organizer Email|Order Name|Order Email|Buyer Name|Buyer Email|Buyer"
    ),
}
_MARKS = _set(
    "Approval Status|Checked in at|Check-in Time|RSVP|RSVPed on|Attendee Status|Attendee #|Ticket Type|Ticket Name|Ticket Email|Ticket|"
    "Invitee Email|Invitee Name|Marked as No-Show|Event Type Name|Event Name|Event Start|Event Start Date|Event Date|Start Date & Time|"
    "Order #|Guests|QR code URL|Registration Status|Attendance|Attended|No Show|Attendance Status|Guest Status|Join Time|Meeting Date|"
    "Appointment Date|Booking Status|RSVP Status|Checked in|Event|Meeting Status|Void Status|Ticket Status"
)
"""Headers that only lists of guests and meetings have; two of them beside a person make one."""

_YES = frozenset(
    fold(
        "approved going yes y confirmed attending attended registered complete completed paid accepted active booked scheduled valid present "
        "true x 1 came joined checked-in checkedin done ok sold placed free teilgenommen zugesagt ja bestatigt angemeldet oui confirme accepte present si "
        "confirmado aceptado asistio confermato accettato presente sim confirmada tak potwierdzone"
    ).split()
) | {"checked in", "will attend", "not void", "not cancelled", "not canceled"}
_NO_WORDS = (
    (re.compile(r"no.?show|not? att|did ?n.t|absent|nicht erschienen|missed"), "did not come"),
    (re.compile(r"cancel|abgesagt|storn|annul|annulla|void|refund|delet|transfer|abandon|expired"), "cancelled"),
    (re.compile(r"declin|reject|not going|can.?t go|refus|abgelehnt|rechaz|rifiut|recus"), "declined"),
    (re.compile(r"pending|wait|invited|maybe|interest|tentative|unconfirmed|request|awaiting|incomplete|draft|unpaid|ausstehend|attente|pendiente|pendente|in attesa|eingeladen|vielleicht|not yet|no response|no reply|needs.action|hold"), "never confirmed"),
    (re.compile(r"no|n|false|0|nein|non|nao|nie|nee|nej"), "did not say yes"),
)  # fmt: skip
_FALSE = frozenset({"", "false", "no", "n", "0", "nein", "non", "-", "not checked in", "never", "n/a"})
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?(?:\s*[ap]\.?m\.?)?.*", re.IGNORECASE)  # fmt: skip
_TIME = re.compile(
    r"[,\s]+(?:at |um |à )?\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?\s?m\.?)?(?:\s*\(?[A-Z]{2,5}\)?)?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class EventList:
    """Lists of guests and of booked meetings."""

    kind: str = "events"
    help: str = "Guest lists and booked meetings as CSV: Luma, Eventbrite, ti.to, Meetup, Calendly."

    def looks_like(self, head: bytes, name: str) -> int:
        """By headers only such a list has."""
        if name.casefold().endswith((".xlsx", ".zip", ".json", ".vcf", ".ics")):
            return NO
        header = header_of(head)
        if header is None:
            return NO
        fields = map_columns(header, _OWN, {}).fields
        marks = len(header.names & _MARKS)
        person = fields & {"name", "first_name", "email"}
        return (
            CERTAIN
            if person and marks >= 2
            else LIKELY
            if person and marks and "came" in _roles(header)
            else NO
        )

    def looks_like_folder(self, folder: Path) -> int:  # noqa: ARG002 - the protocol's signature
        """A list is a file."""
        return NO

    def read(self, path: Path, options: Options) -> Iterator[Item]:
        """Everybody who said yes, and a meeting with each where the list says on which day it was."""
        table = open_csv(path, options)
        guests = _Guests(table, options)
        yield from guests.items()
        yield from (Note(text) for text in table.notes())
        yield from guests.days.doubts.notes()
        yield from guests.not_taken()


FORMAT = EventList()
_OWN = {
    **{one: "" for key in ("start", "came", "status", "cancelled", "absent", "event", "host") for one in _ROLES[key]},
    "location": "", "title": "title", "group": "", "guests": "", "tags": "tags", "invitee uuid": "source_id", "number": "", "uuid": "",
}  # fmt: skip


def _roles(header: Header) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, one in enumerate(header.normal):
        for role, words in _ROLES.items():
            if one in words:
                found.setdefault(role, []).append(at)
    return found


class _Guests:
    def __init__(self, table: CsvTable, options: Options) -> None:
        self.table, self.options = table, options
        self.days = Days(options, Doubts())
        said = said_columns(table.header, options, table.path.name)
        self.mapping = map_columns(table.header, _OWN, said)
        self.roles = {
            role: [at for at in places if at not in said] for role, places in _roles(table.header).items()
        }
        self.reader = RowReader(table.header, self.mapping, self.days, {})
        rows = list(table.rows(watched=False))
        self.filled = Counter(at for row in rows for at, cell in enumerate(row.cells) if cell)
        self.check_in = any(_truth(self._cell(row, at)) for row in rows for at in self.roles.get("came", ()))
        self.crowd = Counter(self._event(row) for row in rows)

    def _cell(self, row: TableRow, at: int) -> str:
        return row.cells[at] if at < len(row.cells) else ""

    def _cells(self, row: TableRow, role: str) -> list[str]:
        return [text for at in self.roles.get(role, ()) if (text := self._cell(row, at))]

    def _event(self, row: TableRow) -> str:
        """Which of the list's events a row is about."""
        return "\x1f".join((*self._cells(row, "event"), *self._cells(row, "start")))

    def items(self) -> Iterator[Item]:
        """People and meetings, and who is neither."""
        for row in self.table.rows():
            where = f"{self.table.path.name}:{row.line}"
            person = (
                Skipped(where, row.broken)
                if row.broken
                else self.reader.person(self.reader.record(row, where), named_by_company=False)
            )
            why = "" if isinstance(person, Skipped) else self._out(row)
            if isinstance(person, Skipped) or why:
                shown = "" if isinstance(person, Skipped) else person.name
                yield person if isinstance(person, Skipped) else Skipped(where, f"{shown} {why}")
                continue
            yield from self._taken(row, person, where)

    def _out(self, row: TableRow) -> str:
        """Why a row is no meeting and nobody new; ``""`` for one that said yes."""
        if any(_truth(one) for one in self._cells(row, "cancelled")):
            return "cancelled"
        if any(_truth(one) for one in self._cells(row, "absent")):
            return "did not come"
        for text in self._cells(row, "status"):
            word = fold(text.replace("_", " ")).strip(" .!")
            if word in _YES:
                continue
            found = next(
                (
                    why
                    for words, why in _NO_WORDS
                    if words.search(word) and (why != "did not say yes" or words.fullmatch(word))
                ),
                "",
            )
            return found or f"has a status “{text}” that is not known"
        return ""

    def _taken(self, row: TableRow, person: Person, where: str) -> Iterator[Item]:
        title = one_line(next(iter(self._cells(row, "event")), ""))
        tag = title or ("" if self.roles.get("start") else self.table.path.stem)
        yield replace(
            person, tags=(*person.tags, tag.replace(",", " ").replace(";", " ")) if tag else person.tags
        )
        day = self._day(row, where)
        many = self.crowd[self._event(row)]
        if day is None:
            return
        if day > self.options.today:
            yield Skipped(where, f"the meeting with {person.name} has not taken place yet ({day})")
        elif many > self.options.max_attendees:
            self.days.doubts.add(
                f"{many} people are in one event, too many to have met each: they are people of the event, not meetings",
                where,
            )
        else:
            yield self._meeting(person, day, title, where)

    def _meeting(self, person: Person, day: date, title: str, where: str) -> Exchange:
        known = next(iter((*person.emails, *person.phones)), person.name).casefold()
        identity = hashlib.sha256(f"{title}\x1f{day}".encode()).hexdigest()[:16]
        return Exchange(
            day=day,
            name=person.name,
            kind="meeting",
            key=f"event:{identity}:{known}",
            email=next(iter(person.emails), ""),
            phone=next(iter(person.phones), ""),
            profile=person.profile,
            subject=title if self.options.keep_subject else "",
            where=where,
        )

    def _day(self, row: TableRow, where: str) -> date | None:
        """The event's own day, for who came: from its start, else from the moment of checking in."""
        came = [text for text in self._cells(row, "came") if _truth(text)]
        if self.check_in and not came:
            return None
        for text in (*self._cells(row, "start"), *came):
            day = self._read(text)
            if day is not None:
                return day
        if self._cells(row, "start"):
            self.days.doubts.add(
                "A day such as {} can't be read, so no meeting was taken from it",
                where,
                self._cells(row, "start")[0],
            )
        return None

    def _read(self, text: str) -> date | None:
        found = _ISO.fullmatch(text)
        if found is None:
            bare = _TIME.sub("", text)
            return self.days.any_day(bare, self.days.order(""))
        try:
            day = date.fromisoformat(found[1])
            if not found[3]:
                return day
            zone = "+00:00" if found[3].upper() in ("Z", "UTC") else found[3]
            return local_day(datetime.fromisoformat(f"{day}T{found[2]:0>5}:00{zone}"), self.options)
        except ValueError:
            return None

    def not_taken(self) -> Iterator[Note]:
        """One sentence on the columns that hold something and go nowhere."""
        used = {at for places in self.roles.values() for at in places}
        yield from not_taken(
            self.table.header, [at for at in self.mapping.ignored if self.filled[at] and at not in used]
        )


def _truth(text: str) -> bool:
    """True for a cell that says yes: a word, a moment, anything that is not a no."""
    return fold(text) not in _FALSE
