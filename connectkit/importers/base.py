"""What every importer hands over: people, exchanges, and what was left out and why.

A format reads one file as a stream of :data:`Item` and interprets nothing beyond its own spelling: who is already in
the sheet, what is new and what is written is decided in ``merging/merge.py``. One bad record is a :class:`Skipped`, never
an exception; an exception means that the file as a whole can't be read.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from connectkit.people.records import Exchange, Item, Person, Skipped


@dataclass(frozen=True)
class Reading:
    """All of one file. ``read`` counts records: people, exchanges and those skipped."""

    kind: str
    people: tuple[Person, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """How many records the file held."""
        return len(self.people) + len(self.exchanges) + len(self.skipped)


def no_progress(_: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Options:
    """What a format has to know of its user.

    Attributes:
        today: nothing after it is a contact.
        owner_emails: the user's own addresses: never a contact, and how direction is told. Casefolded.
        owner_name: the user's name as chats show it.
        date_order: ``dmy``, ``mdy``, ``ymd`` where the user said so; ``""``: the file's evidence, then ``locale``.
        locale: such as ``de_DE``; decides d/m/y and the legacy encoding.
        timezone: IANA name of the user's zone; ``""`` is the system's.
        default_region: two letters, for phone numbers without a country code; ``""``: unknown.
        keep_subject: whether Exchange.subject may be filled.
        max_attendees: a meeting with more people than this is no contact with any of them.
        unanswered: whether people count who did not answer an invitation, or only with maybe.
        encoding: the file's encoding where the user named it; ``""``: found out from the bytes.
        headers: the user's own header of the file for a column key, over what is recognised.
        progress: told how many bytes were read since it was last told.
    """

    today: date
    owner_emails: tuple[str, ...] = ()
    owner_name: str = ""
    date_order: str = ""
    locale: str = ""
    timezone: str = ""
    default_region: str = ""
    keep_subject: bool = False
    max_attendees: int = 12
    unanswered: bool = False
    encoding: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    progress: Callable[[int], None] = no_progress


HEAD = 65_536
"""So many bytes of a file are enough to recognise it."""

NO, MAYBE, LIKELY, CERTAIN = 0, 1, 5, 9
"""How sure a format is of a file: the surest one reads it."""


class Format(Protocol):
    """One kind of file. A module's ``FORMAT`` (or a name given in the registry) is one."""

    @property
    def kind(self) -> str:
        """Its name after ``--kind``."""

    @property
    def help(self) -> str:
        """What it is and where to get it, one line."""

    def looks_like(self, head: bytes, name: str) -> int:
        """How sure the first bytes and the name make: NO, MAYBE, LIKELY or CERTAIN. Never raises."""

    def looks_like_folder(self, folder: Path) -> int:
        """The same for a folder."""

    def read(self, path: Path, options: Options) -> Iterator[Item]:
        """The records one by one, in the file's order; memory stays bounded whatever its size.

        Raises:
            ImportFailed: the file as a whole can't be read as this kind.
        """


IMPORTERS: dict[str, str] = {
    "google-csv": "connectkit.importers.tables.google:FORMAT",
    "linkedin": "connectkit.importers.tables.linkedin:FORMAT",
    "outlook-csv": "connectkit.importers.tables.outlook:FORMAT",
    "thunderbird-csv": "connectkit.importers.tables.thunderbird:FORMAT",
    "hubspot-csv": "connectkit.importers.tables.hubspot:FORMAT",
    "monica": "connectkit.importers.monica:FORMAT",
    "vcard": "connectkit.importers.cards.vcard:FORMAT",
    "connectkit": "connectkit.importers.ours:FORMAT",
    "events": "connectkit.importers.tables.events:FORMAT",
    "linkedin-messages": "connectkit.importers.chat.linkedin_messages:FORMAT",
    "ics": "connectkit.importers.calendar.ics:FORMAT",
    "mbox": "connectkit.importers.mail.mbox:FORMAT",
    "whatsapp": "connectkit.importers.chat.whatsapp:FORMAT",
    "csv": "connectkit.importers.tables.table:CSV",
    "xlsx": "connectkit.importers.tables.table:XLSX",
}
"""Kind to where its Format stands; imported only when it is needed. The generic ones last: a preset wins a tie."""


def load(kind: str) -> Format:
    """The format of this kind. KeyError if there is none."""
    module, name = IMPORTERS[kind].split(":")
    found: Format = getattr(importlib.import_module(module), name)
    return found
