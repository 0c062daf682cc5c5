"""What one sync did and found, for a person and for a script."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from connectkit.absorb.absorbed import LoggedRow
from connectkit.drafts.row import Drafted
from connectkit.due.lines import DueRow, PromiseDue
from connectkit.model import Plan, Problem, Requests


@dataclass(frozen=True)
class Report:
    """The outcome of one sync.

    ``notes`` are the sentences about the user's own cells that were touched (moved forward, consumed, replaced
    by a date). ``surprises`` are verified differences between what was planned and what the sheet held.
    ``lying``: so many drafts lie untouched that no new one was made; 0 otherwise.
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
    lying: int = 0
    workbook: str = ""
