"""What one sync did and found, for a person and for a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from connectkit import schema
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
    ``waiting`` counts people due whom the week's budget leaves for later. ``problems``: those that cost most first.
    ``tabs``: the titles of the workbook's tabs by their keys.
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
    tabs: Mapping[str, str] = field(default_factory=dict)

    def tab(self, key: str) -> str:
        """The title of a tab in this workbook, by its key."""
        return self.tabs.get(key) or schema.tab(key).title
