"""The sheet as a run understands it: one read, what a dead run left put right, everybody identified; then what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from connectkit.absorb.absorbed import Absorbed
from connectkit.config.config import Config
from connectkit.drafts.row import NewDraft
from connectkit.due.choose import Choice
from connectkit.due.lines import DueRow
from connectkit.due.listing import Read, due_row
from connectkit.errors import StoreUnavailable
from connectkit.model import CellValue, Permission, Plan, SetCell, Workbook
from connectkit.practice.base import Practice, Situation
from connectkit.repair.recover import Recovery, recover
from connectkit.sheet.cells import as_text
from connectkit.sheet.identity import Identities, identify
from connectkit.sheet.locate import Found, locate
from connectkit.sheet.parse import parse
from connectkit.sheet.patch import patched
from connectkit.sheet.tables import Sheet, Tables

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class View:
    """One read of the sheet, understood. ``sync.look`` adds the second half stage by stage; nothing is written by it.

    ``read`` is the workbook as it stood, ``workbook`` the same with ``recovery`` in it: what a run that died before
    its own repair left to put right. ``due`` lists everyone who is not ok, ``listed`` them and whoever has a draft.
    """

    read: Workbook
    workbook: Workbook
    config: Config
    found: Found
    tables: Tables
    identities: Identities
    recovery: Recovery
    today: date
    new_id: Callable[[], str]

    absorbed: Absorbed = field(init=False)
    decided: pd.DataFrame = field(init=False)
    practice: Practice = field(init=False)
    choice: Choice = field(init=False)
    due: tuple[DueRow, ...] = field(init=False)
    listed: Mapping[int, DueRow] = field(init=False)
    drafts: tuple[NewDraft, ...] = field(init=False)
    plan: Plan = field(init=False)

    @property
    def contacts(self) -> Sheet:
        """The Contacts tab."""
        return self.tables.contacts.sheet

    @property
    def repairs(self) -> tuple[SetCell, ...]:
        """The cells a dead run left wrong."""
        return tuple(self.recovery.cells)

    @property
    def half_done(self) -> bool:
        """True where rows that a dead run emptied have to come back before anything else is planned."""
        return bool(self.recovery.rows)

    @property
    def situation(self) -> Situation:
        """What a habit of the practice sees."""
        return Situation(
            self.tables,
            self.found,
            self.identities,
            self.absorbed,
            self.decided,
            self.config,
            self.today,
            self.new_id,
        )

    @property
    def so_far(self) -> Read:
        """The sheet and what was taken in from it."""
        return Read(self.tables, self.identities, self.absorbed)

    @property
    def choices(self) -> dict[str, tuple[str, ...]]:
        """The drop-down lists that the settings decide."""
        return {"contacts.tier": tuple(tier.name for tier in self.config.tiers)}

    @cached_property
    def names(self) -> dict[int, str]:
        """Row number to name."""
        frame = self.tables.contacts.frame
        return dict(zip(frame["row"].tolist(), frame["name"].tolist(), strict=True))

    @property
    def named_ids(self) -> dict[str, str]:
        """Contact ID to name, for every contact that has an ID of its own."""
        ids = self.identities.ids
        return {ids[row]: name for row, name in self.names.items() if row in ids}

    @cached_property
    def by_row(self) -> dict[int, DueRow]:
        """Every contact by row number, those who are ok included, in the order of the list."""
        return {row: self.listed.get(row) or self.explain(row) for row in self.decided["row"].tolist()}

    def explain(self, row: int) -> DueRow:
        """One contact's state and reason, also where it is ok."""
        one = self.decided[self.decided["row"] == row].to_dict("records")[0]
        return due_row(one, self.so_far, self.today)

    def cell(self, row: int, key: str, after: CellValue, permission: Permission = Permission.OWN) -> SetCell:
        """A change to one cell of Contacts, with what stands there now."""
        anchor = as_text(self.contacts.cell(row, "id"))
        before = self.contacts.cell(row, key)
        return SetCell("contacts", row, key, anchor, self.names[row], before, after, permission=permission)


def understand(
    workbook: Workbook,
    config: Config,
    *,
    today: date,
    new_id: Callable[[], str],
    known: Mapping[str, str] | None = None,
    adopt: bool = False,
) -> View:
    """The sheet found, settled and parsed, from one read and nothing else; nothing is decided about who is due.

    Raises:
        HeaderError: no tab has contacts, two have, a required column is missing or one stands twice.
    """
    found = locate(workbook, config, adopt=adopt)
    recovery = recover(workbook, found.layout)
    settled = patched(workbook, found.layout, recovery.cells)
    tables = parse(settled, found.layout, config, today=today)
    identities = identify(tables.contacts, [*tables.drafts, *tables.log], known or {}, new_id)
    return View(workbook, settled, config, found, tables, identities, recovery, today, new_id)


def open_view(
    workbook: Workbook,
    config: Config,
    *,
    today: date,
    new_id: Callable[[], str],
    known: Mapping[str, str] | None = None,
) -> View:
    """As :func:`understand`, for work on people other than a sync.

    Raises:
        HeaderError: as there.
        StoreUnavailable: rows that a dead run emptied have to come back first, which takes a sync.
    """
    view = understand(workbook, config, today=today, new_id=new_id, known=known)
    if view.half_done:
        raise StoreUnavailable(
            "A run that was cut off left something astray that a sync has to put back first.",
            "Run: connectkit sync",
        )
    return view
