"""The sheet as work on people needs it: found, parsed, everybody identified; nothing decided about who is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from connectkit.config.config import Config
from connectkit.errors import StoreUnavailable
from connectkit.model import SetCell, Workbook
from connectkit.repair.recover import recover
from connectkit.sheet.cells import as_text
from connectkit.sheet.identity import Identities, identify
from connectkit.sheet.locate import Found, locate
from connectkit.sheet.parse import parse
from connectkit.sheet.patch import patched
from connectkit.sheet.tables import Sheet, Tables


@dataclass(frozen=True)
class Desk:
    """One read of the sheet. ``repairs`` are what a run that died before its own left to put right."""

    workbook: Workbook
    config: Config
    found: Found
    tables: Tables
    identities: Identities
    repairs: tuple[SetCell, ...]
    today: date

    @property
    def contacts(self) -> Sheet:
        """The Contacts tab."""
        return self.tables.contacts.sheet

    @cached_property
    def names(self) -> dict[int, str]:
        """Row number to name."""
        frame = self.tables.contacts.frame
        return dict(zip(frame["row"].tolist(), frame["name"].tolist(), strict=True))

    def cell(self, row: int, key: str, after: object, group: str = "") -> SetCell:
        """A change to one cell of Contacts, with what stands there now."""
        anchor = as_text(self.contacts.cell(row, "id"))
        before = self.contacts.cell(row, key)
        return SetCell("contacts", row, key, anchor, self.names[row], before, after, group)  # type: ignore[arg-type]


def desk_of(
    workbook: Workbook,
    config: Config,
    *,
    today: date,
    new_id: Callable[[], str],
    known: Mapping[str, str] | None = None,
) -> Desk:
    """The sheet, from one read and nothing else.

    Raises:
        HeaderError: no tab has contacts, two have, a required column is missing or one stands twice.
        StoreUnavailable: rows that a dead run emptied have to come back first, which takes a sync.
    """
    found = locate(workbook, config)
    recovery = recover(workbook, found.layout)
    if recovery.rows or recovery.plan:
        raise StoreUnavailable(
            "A run that was cut off left something astray that a sync has to put back first.",
            "Run: connectkit sync",
        )
    repairs = tuple(recovery.cells)
    workbook = patched(workbook, found.layout, repairs)
    tables = parse(workbook, found.layout, config, today=today)
    identities = identify(tables.contacts, [*tables.drafts, *tables.log], known or {}, new_id)
    return Desk(workbook, config, found, tables, identities, repairs, today)
