"""What the hidden Reason of a draft says: ``promise pk-k3j4 2026-11-28``, ``reconnect 2026-11-23``."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

RHYTHM = frozenset({"reconnect", "weak-tie", "first-hello", "restart"})
"""Situations of drafts made because somebody's turn has come; all others have an occasion of their own."""

PROMISES = frozenset({"promise", "their-promise"})
"""Situations of drafts made because something promised is due: mine, theirs."""


class Reason(NamedTuple):
    """The situation, what tells one occasion from another of the same day, and the day it was due (None: unreadable)."""

    when: str
    key: str
    day: date | None

    def __str__(self) -> str:
        return " ".join(
            part for part in (self.when, self.key, self.day.isoformat() if self.day else "") if part
        )


def read_reason(text: str) -> Reason:
    """The Reason cell taken apart; all parts blank where it holds nothing of ours."""
    when, _, rest = text.strip().partition(" ")
    key, _, last = rest.rpartition(" ")
    try:
        return Reason(when, key, date.fromisoformat(last))
    except ValueError:
        return Reason(when, rest, None)
