"""The words an import is told in: what became of each record, and the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from connectkit.model import Plan
from connectkit.people.records import Exchange, Person, Skipped

Verdict = Literal["new", "matched", "question"]


class Told(NamedTuple):
    """What became of one person of the file. ``gains`` are titles of Contacts' columns and the values they get."""

    person: Person
    verdict: Verdict
    into: str
    why: str
    gains: tuple[tuple[str, str], ...] = ()


class Question(NamedTuple):
    """Two who may be one: a contact, and somebody else."""

    id: str
    contact: str
    other: str
    why: str


@dataclass(frozen=True)
class Merge:
    """Everything an import would do. ``new``, ``matched`` and ``skipped`` add up to ``read``."""

    kind: str
    plan: Plan
    people: tuple[Told, ...]
    exchanges: tuple[Exchange, ...]
    new: int
    matched: int
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    questions: tuple[Question, ...]
    logged: int = 0
    columns: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """How many records the file held."""
        return self.new + self.matched + len(self.skipped)


@dataclass(frozen=True)
class Batch:
    """One import. ``tag`` marks its new rows; ``source`` is what the Log says; ``known_only`` adds nobody.

    ``listed_only`` adds nobody whom only interactions tell of, and no address book.
    """

    kind: str
    source: str
    today: date
    region: str = ""
    owner_emails: frozenset[str] = frozenset()
    owner_name: str = ""
    known_only: bool = False
    listed_only: bool = False
    tagged: bool = True

    @property
    def tag(self) -> str:
        """The tag of the batch: ``import:2026-11-23-vcard``."""
        return f"import:{self.today.isoformat()}-{self.kind}"
