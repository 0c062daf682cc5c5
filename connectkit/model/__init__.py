"""The words that cross the border between the core and a store.

A store hands out a :class:`Workbook` of raw cells and takes a :class:`Plan` of changes; it answers with an
:class:`AfterImage`. Everything here is plain data: no I/O, no clock, no interpretation.

Vocabulary
----------
tab key, column key
    The names in ``schema.py`` (``"contacts"``, ``"last_contact"``); a title is what the user sees.
row number
    Counts from 1 and includes the header, as the spreadsheet shows it.
column index
    Counts from 1 (column A is 1).
handle
    How a store finds a tab again: the sheet's title in .xlsx, ``str(sheetId)`` in Google Sheets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from connectkit.model.formula import tokens


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A formula with its leading ``=``, and the value it shows. Two that differ only in spelling are equal.

    connectkit writes link formulas alone (``drafts/link.py``); all others are the user's and never overwritten.
    """

    text: str
    value: bool | int | float | str | date | CellError | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Formula) and tokens(self.text) == tokens(other.text)

    def __hash__(self) -> int:
        return hash(tokens(self.text))


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that shows ``label`` and opens ``url``. The URL has passed ``drafts/link.py``'s scheme allow-list."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows a spreadsheet error such as ``#REF!``."""

    code: str


CellValue = bool | int | float | str | date | datetime | Formula | Link | CellError | None
"""One raw cell. ``None`` and ``""`` both mean empty and compare as such through :func:`blank`.

Numbers whose cell is formatted as a date arrive as ``date`` (no time of day) or ``datetime``; other numbers as
``int`` (whole) or ``float``. Text is exactly what the cell holds.
"""

Row = list[CellValue]


def blank(value: CellValue) -> bool:
    """True for an empty cell and for text of white space only."""
    return value is None or (isinstance(value, str) and not value.strip())


def shown(value: CellValue) -> CellValue:
    """The value a cell shows: a formula's result, anything else as it is."""
    return value.value if isinstance(value, Formula) else value


@dataclass(frozen=True)
class RawTab:
    """One tab as it stood in one read.

    ``rows[i]`` is row number ``i + 1``; rows may be shorter than others (trailing blanks cut). ``hidden_rows``
    are read like all others. ``max_rows``/``max_columns`` give the grid (0: unknown or unlimited).
    """

    handle: str
    title: str
    rows: list[Row]
    hidden: bool = False
    max_rows: int = 0
    max_columns: int = 0
    protected: bool = False

    def cell(self, row: int, column: int) -> CellValue:
        """The cell at a row number and column index; None outside the grid."""
        if row < 1 or column < 1 or row > len(self.rows) or column > len(self.rows[row - 1]):
            return None
        return self.rows[row - 1][column - 1]


@dataclass(frozen=True)
class Workbook:
    """Everything one read saw.

    Attributes:
        tabs: all tabs, in the order of the workbook, those of connectkit included.
        name: what to call the workbook in messages (file name, spreadsheet title).
        timezone: the sheet's IANA zone name; empty where the store has none (.xlsx).
        locale: the sheet's locale such as ``de_DE``; empty where unknown. Decides d/m/y only.
        live_links: True where ``Open`` is a formula over the row's own cells (Google), False for static links.
        unfinished: what an earlier run wrote and perhaps could not verify (Google's hidden tab); None if nothing.
        fingerprint: changes whenever any byte of content did; for snapshots and the race check.
    """

    tabs: tuple[RawTab, ...]
    name: str = ""
    timezone: str = ""
    locale: str = ""
    live_links: bool = False
    unfinished: AfterImage | None = None
    fingerprint: str = ""

    def tab(self, handle: str) -> RawTab | None:
        """The tab with this handle, or None."""
        return next((tab for tab in self.tabs if tab.handle == handle), None)


@dataclass(frozen=True)
class TabLayout:
    """Where the columns of one of our tabs stand in one workbook.

    ``handle`` is empty for a tab that does not exist yet. ``header_row`` is a row number. ``columns`` maps
    column key to column index. ``last_row`` is the last row number with any content (the header's if none).
    """

    key: str
    handle: str
    title: str
    header_row: int
    columns: Mapping[str, int]
    last_row: int
    width: int

    def with_columns(self, added: Mapping[str, int]) -> TabLayout:
        """The layout after columns were added at its right."""
        return replace(self, columns={**self.columns, **added}, width=max([self.width, *added.values()]))


Layout = Mapping[str, TabLayout]
"""Tab key to where its columns stand."""


class SetCell(NamedTuple):
    """One existing cell gets a new value.

    ``id`` and ``name`` are what stood in the row's ID and Name columns when it was read: how a store and
    ``verify`` know the row again after the user moved it. ``id`` is ``""`` for a row that has none yet.
    ``group`` ties changes that make sense only together (an interaction's log row, its inbox, its date).
    """

    tab: str
    row: int
    column: str
    id: str
    name: str
    before: CellValue
    after: CellValue
    group: str = ""


class AppendRow(NamedTuple):
    """A new row under the last one. ``values`` maps column key to value; missing columns stay empty."""

    tab: str
    id: str
    values: Mapping[str, CellValue]
    group: str = ""


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
    the config decides (``{"contacts.tier": ("inner", ...)}``) and overrides the schema's. ``foreign`` are (tab key,
    column key) whose cells are put back under a header that is not theirs, because that is where they went.
    """

    changes: tuple[Change, ...] = ()
    layout: Layout = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origin: str = "sync"
    run_id: str = ""
    foreign: frozenset[tuple[str, str]] = frozenset()

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
    own when nothing moved.
    """

    change: SetCell
    id: str
    name: str
    was: CellValue


@dataclass(frozen=True)
class AfterImage:
    """What a write saw: per changed cell, whose row it really was and what stood there the moment before.

    ``rows`` maps tab key to {row ID: row numbers} right after the write: more than one where an ID stands twice,
    as after a copied row or an ID that was itself written into a wrong row.
    ``misplaced`` maps (tab key, column key) of written columns that had been moved or renamed by then, so that what was
    written there belongs back, to where that was: (column index, text of the header that stood above).
    A store that can't race (a local file swapped atomically) answers with every change landed as planned.
    """

    landed: tuple[Landed, ...] = ()
    rows: Mapping[str, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)
    run_id: str = ""
    misplaced: Mapping[tuple[str, str], tuple[int, str]] = field(default_factory=dict)


class Problem(NamedTuple):
    """A cell that could not be used. ``tab`` and ``column`` are titles; ``cell`` is like ``"C7"``; row 0: whole tab."""

    tab: str
    cell: str
    row: int
    column: str
    value: str
    message: str


def column_letter(index: int) -> str:
    """Column index to letters: 1 is A, 27 is AA."""
    letters = ""
    while index > 0:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Row number and column index to a cell's name: (7, 3) is C7."""
    return f"{column_letter(column)}{row}"


@dataclass
class Requests:
    """How many times a store went to its sheet (HTTP requests, or file reads and saves)."""

    read: int = 0
    write: int = 0
