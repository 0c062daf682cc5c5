"""Small workbooks for tests, written the way a person would lay them out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from connectkit.config.config import Config
from connectkit.drafts.template import Template
from connectkit.model import CellValue, RawTab, Workbook
from connectkit.report.report import Report
from connectkit.stores.memory import MemoryStore
from connectkit.sync import sync

TODAY = date(2026, 11, 23)

PLAIN = tuple(
    Template(when, when, "", "en", "Hello {{ first_name }}", "Hello {{ first_name }},\n\n{{ last_note }} [[your line]]\n", f"{when}.txt.j2", 5)
    for when in ("reconnect", "weak-tie", "first-hello", "promise", "their-promise", "birthday", "restart", "thank-you", "check-in")
)  # fmt: skip
"""One plain template a situation: for tests that are not about wording."""


def counter() -> Callable[[], str]:
    """IDs that count up, in place of chance."""
    numbers = itertools.count(1)
    return lambda: f"{next(numbers):06d}"


def book(*rows: Sequence[Any], title: str = "Contacts", **more: Any) -> Workbook:
    """A workbook of one contacts tab, and further tabs by keyword."""
    tabs = [RawTab(title, title, [list(row) for row in rows])]
    tabs += [RawTab(name, name, [list(row) for row in cells]) for name, cells in more.items()]
    return Workbook(tuple(tabs), name="people")


def table(store: MemoryStore, title: str) -> list[dict[str, CellValue]]:
    """The rows of a tab as a person reads them: header to value, blanks left out."""
    raw = next(tab for tab in store.workbook.tabs if tab.title == title)
    start = next(i for i, row in enumerate(raw.rows) if sum(isinstance(cell, str) for cell in row) > 1)
    headers = [str(cell or "") for cell in raw.rows[start]]
    return [
        {header: value for header, value in zip(headers, row, strict=False) if value not in (None, "")}
        for row in raw.rows[start + 1 :]
    ]


def run(
    store: MemoryStore,
    config: Config | None = None,
    *,
    today: date = TODAY,
    new_id: Callable[[], str] | None = None,
    templates: Sequence[Template] = PLAIN,
    force: bool = False,
    dry_run: bool = False,
) -> Report:
    """One sync on a store in memory."""
    ids = new_id or _SHARED
    return sync(
        store, config or Config(), today=today, new_id=ids, templates=templates, force=force, dry_run=dry_run
    )


_SHARED = counter()
