"""A line of the list of who is due, and of the promises that are."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class DueRow(NamedTuple):
    """One contact that is not ``ok``: its state (see ``cadence``), and why, in words.

    ``days_overdue`` counts from ``next_due`` to today, negative before it; None where no due day exists.
    ``label`` is the name, with what tells namesakes apart; ``share`` is days since last contact divided by days from last contact to aim, rounded to 2 places.
    """

    name: str
    id: str
    tier: str
    state: str
    last_contact: date | None
    next_due: date | None
    days_overdue: int | None
    share: float | None
    why: str
    last_note: str = ""
    label: str = ""
    hello: bool = False


class PromiseDue(NamedTuple):
    """A promise that is due or overdue. ``by`` is ``me`` or ``them``."""

    what: str
    who: str
    by: str
    due: date | None
    days_overdue: int
