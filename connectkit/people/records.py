"""What is told of people outside the sheet: one record of a person, one interaction, one thing left out.

Importers and standing sources make them; who is already in the sheet and what is written is decided elsewhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

OWN_PREFIX = "X-CONNECTKIT-"
"""Our own properties of a vCard: what Contacts holds and vCard has no word for."""


@dataclass(frozen=True, slots=True)
class Person:
    """One record of a person as the file tells it, trimmed, without invisible marks; unknown is empty.

    Attributes:
        name: as typed, credentials and emoji included; never empty (an address or number where the file has no name).
        emails: as written, the preferred one first, none twice.
        phones: as written, without direction marks; fax and pager numbers left out.
        birthday: ``YYYY-MM-DD``, ``--MM-DD`` without a year, or ``""``.
        tags: the user's own words; system labels left out.
        profile: the address of a profile page.
        last_contact: only from a field that means it, never in the future.
        cadence_days: the person's own rhythm, where the file has one.
        paused: never to be prompted for (somebody who died).
        given, family: the parts of the name where the file tells them apart.
        more: further columns of Contacts by key, as text (``people/person_cells.MORE``); with them Last contact where an
            export of ours has something there that is no day in the past.
        source_id: the record's own lasting ID in the program it came from; ``""`` where there is none.
        where: ``file:line`` for messages.
    """

    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    company: str = ""
    title: str = ""
    birthday: str = ""
    tags: tuple[str, ...] = ()
    notes: str = ""
    profile: str = ""
    city: str = ""
    met: str = ""
    interests: str = ""
    tier: str = ""
    last_contact: date | None = None
    cadence_days: int | None = None
    paused: bool = False
    source_id: str = ""
    where: str = ""
    given: str = ""
    family: str = ""
    more: tuple[tuple[str, str], ...] = ()


class Meeting(NamedTuple):
    """A meeting to come, on the user's clock; ``guests`` are name and address of everybody else who comes."""

    start: datetime
    end: datetime
    guests: tuple[tuple[str, str], ...]
    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One dated interaction with one person other than the owner; never in the future, never a text.

    Attributes:
        day: the day in the user's zone.
        name: as the source shows the person; may be empty where ``email`` or ``phone`` is not.
        kind: one of ``schema.KINDS``.
        direction: ``sent``, ``received`` or ``""``.
        subject: only where the user asked for subjects.
        key: the interaction's lasting identity, the same at every reading (Message-ID, UID and day …).
        where: ``file:line`` (or the message's number) for messages.
        source: the kind of its file, where one import reads several.
        contact: the contact's own ID, where an export of ours tells it.
    """

    day: date
    name: str
    kind: str
    key: str
    email: str = ""
    phone: str = ""
    profile: str = ""
    direction: str = ""
    subject: str = ""
    where: str = ""
    source: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """One record that was read and left out. ``why`` is a whole clause: ``no name, address or number``."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the file as a whole that the user should see: an old encoding, how headers were taken."""

    text: str


Item = Person | Exchange | Skipped | Note


def log_id_of(one: Exchange, contact: str) -> str:
    """The Log ID of an exchange: the same at every reading; mails and messages of one day are one entry."""
    if one.key.startswith("lk-"):
        return one.key
    what = one.key if one.kind not in ("email", "message") else ""
    return f"lk-{_digest(contact, one.day.isoformat(), one.kind, what)[:16]}"


def _digest(*told: str) -> str:
    return hashlib.sha256("\x1f".join(told).encode("utf-8", "replace")).hexdigest()
