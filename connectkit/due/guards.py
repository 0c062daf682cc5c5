"""Refuses a run that looks like an accident: a sheet half gone, or a date column that changed its meaning."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from connectkit.errors import GuardTripped
from connectkit.model import CellValue, shown
from connectkit.sheet.tables import NONE, Tables, number_of

FEWEST = 4
"""Below so many contacts halves and majorities say nothing."""

FORCE = "If this is right, run the same command with --force; nothing was written."


def guard(tables: Tables, decided: pd.DataFrame, *, seen_before: int, today: date) -> None:
    """Nothing, when the sheet looks like the last one.

    Raises:
        GuardTripped: fewer than half of the contacts of last time; or more than half newly overdue although
            their own Next due lay ahead.
    """
    before = max(seen_before, counted_in_due(tables))
    now = len(tables.contacts.frame)
    if before >= FEWEST and now * 2 < before:
        raise GuardTripped(
            f"The last run saw {before} contacts, this one sees {now}.",
            f"Look whether rows were lost. {FORCE}",
        )
    newly = _newly_overdue(tables, decided, today)
    if now >= FEWEST and newly * 2 > now:
        raise GuardTripped(
            f"{newly} of {now} contacts became overdue at once although their Next due lay ahead, as when a date column "
            "changes its format.",
            f"Look at the Last contact column. {FORCE}",
        )


def counted_in_due(tables: Tables) -> int:
    """How many contacts the last run wrote into the Due tab; 0 where it can't be read."""
    sheet = tables.sheets.get("due")
    if sheet is None:
        return 0
    for what, name in zip(sheet.column("what"), sheet.column("name"), strict=True):
        found = re.match(r"(\d+) contacts?$", str(name or ""))
        if what == "in all" and found:
            return int(found[1])
    return 0


def _newly_overdue(tables: Tables, decided: pd.DataFrame, today: date) -> int:
    """People now due whose former Status said ok or soon and whose former Next due lies after today."""
    sheet = tables.contacts.sheet
    status = dict(zip(sheet.numbers, sheet.column("status"), strict=True))
    due = dict(zip(sheet.numbers, sheet.column("next_due"), strict=True))
    overdue = decided["verdict"].isin(["due", "late"]) & (decided["next_due"] != NONE)
    rows = decided.loc[overdue & (decided["next_due"] <= number_of(today)), "row"].tolist()
    return sum(shown(status.get(row)) in ("ok", "soon") and _after(due.get(row), today) for row in rows)


def _after(value: CellValue, today: date) -> bool:
    return type(value) is date and value > today
