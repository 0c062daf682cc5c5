"""Somebody who could get a draft, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from connectkit.absorb.reason import RHYTHM, Reason
from connectkit.model import SetCell
from connectkit.sheet.tables import Record

QUIET = frozenset({"snoozed", "paused", "fade"})
"""States in which nobody is ever prompted for."""


@dataclass(frozen=True)
class Candidate:
    """A person who could get a draft: ``when`` is the template's situation, ``due`` the day it was due.

    ``why`` replaces the reason of the list; ``facts`` are further template context. ``key`` tells one occasion from
    another of the same day. ``mark`` is the cell that remembers the draft, set when it is made; a promise's own row
    does, the contact's Drafted for does for the rhythm, and Occasions for everything else.
    """

    row: int
    contact_id: str
    name: str
    when: str
    due: date
    tier: str
    tier_rank: int
    share: float
    promise: Record | None = None
    why: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    mark: SetCell | None = None

    @property
    def reason(self) -> str:
        """What the draft's hidden Reason cell says: the situation, its key if it has one, and the day it was due."""
        return str(Reason(self.when, self.key, self.due))

    @property
    def by_rhythm(self) -> bool:
        """True where the person's turn is the reason."""
        return self.when in RHYTHM and self.mark is None
