"""What one sync did and found, for a person and for a script."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from connectkit.model import Plan, Problem
from connectkit.stores.base import Requests


class DueRow(NamedTuple):
    """One contact that is not ``ok``: the state in design.md 3, and why, in words.

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


class Drafted(NamedTuple):
    """One new draft: the template it came from, ``reason`` (the template's ``when``), why now, what is missing."""

    name: str
    template: str
    reason: str
    why: str
    needs: str


class LoggedRow(NamedTuple):
    """One interaction taken into the Log. ``source`` is draft, inbox, log command or import."""

    name: str
    date: date
    kind: str
    source: str


class PromiseDue(NamedTuple):
    """A promise that is due or overdue. ``by`` is ``me`` or ``them``."""

    what: str
    who: str
    by: str
    due: date | None
    days_overdue: int


@dataclass(frozen=True)
class Report:
    """The outcome of one sync.

    ``notes`` are the sentences about the user's own cells that were touched (moved forward, consumed, replaced
    by a date). ``surprises`` are verified differences between what was planned and what the sheet held.
    ``waiting`` counts people due whom the week's budget leaves for later.
    """

    today: date
    contacts: int = 0
    due: tuple[DueRow, ...] = ()
    promises: tuple[PromiseDue, ...] = ()
    drafted: tuple[Drafted, ...] = ()
    logged: tuple[LoggedRow, ...] = ()
    waiting: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    surprises: tuple[str, ...] = ()
    plan: Plan = field(default_factory=Plan)
    requests: Requests = field(default_factory=Requests)
    dry_run: bool = False
    restart: bool = False
    workbook: str = ""
