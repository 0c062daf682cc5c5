"""Small sheets for the tests of the habits: a template for every situation, cells typed by hand, days that pass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from connectkit.config.config import Config
from connectkit.drafts.template import WHENS, Template
from connectkit.model import CellValue
from connectkit.report.report import Report
from connectkit.stores.memory import MemoryStore
from tests.book import TODAY, book, run, table

TEMPLATES = tuple(
    Template(
        when, when, "", "en", "Hello", "Hello {{ first_name }}, {{ give }} {{ give_link }} {{ other_name }} {{ last_note }} [[your line]]\n", f"{when}.txt.j2", 5
    )
    for when in WHENS
)  # fmt: skip
"""One template a situation that shows what the habits hand over."""

LOG: list[CellValue] = ["Date", "Name", "Kind", "Direction", "Summary", "Source", "ID", "Contact ID"]


Rows = list[list[CellValue]]


def ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=days)


def sheet(people: Sequence[Any], log: Sequence[Any] = (), **tabs: Any) -> MemoryStore:
    """A workbook of contacts (the first row the header), a Log, and further tabs."""
    return MemoryStore(book(*people, Log=[list(LOG), *map(list, log)], **tabs))


def sync(store: MemoryStore, day: int = 0, **settings: int) -> Report:
    """One sync so many days from today, no restart after quiet times; a second one at once must plan nothing."""
    config = Config(quiet_days=3650, **settings)  # type: ignore[arg-type]
    today = TODAY + timedelta(days=day)
    report = run(store, config, today=today, templates=TEMPLATES, force=True)
    again = run(store, config, today=today, templates=TEMPLATES, force=True)
    assert again.plan.changes == (), again.plan.changes
    return report


def drafted(report: Report) -> list[tuple[str, str]]:
    """Name and situation of each new draft."""
    return [(one.name, one.reason) for one in report.drafted]


def rows(store: MemoryStore, title: str) -> list[dict[str, CellValue]]:
    """The rows of a tab, header to value; none where the tab is missing."""
    return table(store, title) if any(tab.title == title for tab in store.workbook.tabs) else []


def write(store: MemoryStore, title: str, row: int, header: str, value: CellValue) -> None:
    """Types into one cell, as a person does; row 2 is the first below the header."""
    raw = next(tab for tab in store.workbook.tabs if tab.title == title)
    place = raw.rows[0].index(header)
    cells = raw.rows[row - 1]
    cells.extend([None] * (place + 1 - len(cells)))
    cells[place] = value


def send(store: MemoryStore, name: str, reason: str) -> None:
    """Marks the draft of this person and situation Sent."""
    for number, one in enumerate(rows(store, "Drafts"), start=2):
        if one["Name"] == name and str(one["Reason"]).split()[0] == reason and one["Status"] == "To do":
            write(store, "Drafts", number, "Status", "Sent")
            return
    raise AssertionError(f"no waiting {reason} for {name}: {rows(store, 'Drafts')}")
