"""What a run writes, and what its write met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from connectkit.model.cells import CellValue
from connectkit.model.sheet import Layout


class Seal(NamedTuple):
    """One appended row as it was filed: its tab key, its ID and a hash of what it held, to tell whether it was edited."""

    tab: str
    id: str
    mark: str


Filing = tuple[Seal, ...]
"""The new rows that a changed cell was filed in. They stand together or not at all: the rows, the emptied inbox, the day."""


class Place(NamedTuple):
    """A column by its index and the text of the header above it ("": none), for a cell that is in no column of ours."""

    column: int
    header: str


class Permission(StrEnum):
    """What unlocks the ownership law for one cell.

    ``OWN``: nothing; the schema says who owns the cell. ``FILL``: an import, or an answer in Matches, may fill a blank
    cell of Contacts. ``ANSWER``: a yes in Matches, taken in by the same write, changes what was asked about. ``REPAIR``: the cell gets back what a write should not have changed, or what was meant for it.
    """

    OWN = "own"
    FILL = "fill"
    ANSWER = "answer"
    REPAIR = "repair"


class SetCell(NamedTuple):
    """One existing cell gets a new value.

    ``id`` and ``name`` are what stood in the row's ID and Name columns when it was read: how a store and
    ``verify`` know the row again after the user moved it. ``id`` is ``""`` for a row that has none yet.
    ``filing`` are the new rows that make sense only together with this change. ``at`` is where the cell stands, if
    not in the column of that key.
    """

    tab: str
    row: int
    column: str
    id: str
    name: str
    before: CellValue
    after: CellValue
    filing: Filing = ()
    permission: Permission = Permission.OWN
    at: Place | None = None


class AppendRow(NamedTuple):
    """A new row under the last one. ``values`` maps column key to value; missing columns stay empty."""

    tab: str
    id: str
    values: Mapping[str, CellValue]


class ReplaceRows(NamedTuple):
    """A tool-owned tab gets these rows under its header, and nothing else below them.

    ``rows`` are tuples in the order of the schema's columns of that tab.
    """

    tab: str
    rows: tuple[tuple[CellValue, ...], ...]
    before: tuple[tuple[CellValue, ...], ...] = ()


class AddTab(NamedTuple):
    """A tab of ours that the workbook lacks is made, with header, formats and drop-downs from the schema."""

    tab: str
    title: str


class AddColumns(NamedTuple):
    """Columns the tab lacks are added right of its last one: column key to (column index, title)."""

    tab: str
    columns: Mapping[str, tuple[int, str]]


Change = SetCell | AppendRow | ReplaceRows | AddTab | AddColumns


@dataclass(frozen=True)
class Plan:
    """What one run will write, in the order AddTab, AddColumns, SetCell, AppendRow, ReplaceRows.

    ``layout`` already contains the tabs and columns that the plan adds. ``choices`` gives drop-down lists that
    the config decides (``{"contacts.tier": ("inner", ...)}``) and overrides the schema's.
    """

    changes: tuple[Change, ...] = ()
    layout: Layout = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origin: str = "sync"
    run_id: str = ""

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def cells(self) -> tuple[SetCell, ...]:
        """The single-cell changes."""
        return tuple(change for change in self.changes if isinstance(change, SetCell))

    @property
    def appended(self) -> tuple[AppendRow, ...]:
        """The rows to append."""
        return tuple(change for change in self.changes if isinstance(change, AppendRow))


class Landed(NamedTuple):
    """How one :class:`SetCell` met the sheet.

    ``id`` and ``name`` stood in the row at the moment of writing, ``was`` in the cell. All equal to the change's
    own when nothing moved. ``under`` is where the cell stood if another header was above it than the one meant, so
    that what was written belongs back; ``beside`` is what stood in the row then where ID or Name had moved as well,
    each with its header: how the row is known again.
    """

    change: SetCell
    id: str
    name: str
    was: CellValue
    under: Place | None = None
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AfterImage:
    """What a write saw: per changed cell, whose row it really was and what stood there the moment before.

    ``rows`` maps tab key to {row ID: row numbers} right after the write: more than one where an ID stands twice,
    as after a copied row or an ID that was itself written into a wrong row.
    A store that can't race (a local file swapped atomically) answers with every change landed as planned.
    """

    landed: tuple[Landed, ...] = ()
    rows: Mapping[str, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)
    run_id: str = ""

    @property
    def misplaced(self) -> Mapping[tuple[str, str], Place]:
        """The written columns, as (tab key, column key), that had been moved or renamed by then, and what stood there."""
        return {(one.change.tab, one.change.column): one.under for one in self.landed if one.under}


@dataclass
class Requests:
    """How many times a store went to its sheet (HTTP requests, or file reads and saves)."""

    read: int = 0
    write: int = 0
