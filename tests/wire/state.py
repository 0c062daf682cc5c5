"""A spreadsheet as Google keeps it: cells, sheets and everything people attach to them.

Cells are immutable and rows are tuples, so a whole workbook is remembered and put back cheaply: that is how a
batch is atomic. Everything else is replaced, never changed in place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from tests.wire.answers import Json, invalid

_EPOCH = date(1899, 12, 30)


class Formula(str):
    """A formula's text, with its leading ``=``."""

    __slots__ = ()


class CellError(NamedTuple):
    """What a cell shows when its formula fails, such as REF or NAME."""

    kind: str
    message: str = ""


Value = str | int | float | bool | CellError | None
"""What a cell holds or shows. ``Formula`` is a ``str``; dates are serial numbers."""


class Cell(NamedTuple):
    """One cell. ``shows`` is what a formula or a chip displays where the fake is told instead of computing it."""

    value: Value = None
    format: Json | None = None
    note: str = ""
    validation: Json | None = None
    runs: tuple[Json, ...] = ()
    chips: tuple[Json, ...] = ()
    shows: Value = None


EMPTY = Cell()
Row = tuple[Cell, ...]


def serial(day: date) -> int:
    """A day as Google counts it: days since 1899-12-30."""
    return (day - _EPOCH).days


def from_serial(number: float) -> date:
    """The day of a serial number."""
    return _EPOCH + timedelta(days=int(number // 1))


class Box(NamedTuple):
    """A block of cells of one sheet: half-open, counted from 0."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    def meets(self, other: Box) -> bool:
        """True when the two share a cell."""
        return (
            self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )


class Restorable:
    """Remembers all its attributes one level deep and takes them back."""

    def checkpoint(self) -> dict[str, Any]:
        """The attributes, lists and dicts copied."""
        return {
            name: value.copy() if isinstance(value, (list, dict)) else value
            for name, value in vars(self).items()
        }

    def restore(self, saved: dict[str, Any]) -> None:
        """Takes back what :meth:`checkpoint` gave, which stays as it is and can be taken back again."""
        vars(self).update(
            {
                name: value.copy() if isinstance(value, (list, dict)) else value
                for name, value in saved.items()
            }
        )


@dataclass
class Sheet(Restorable):
    """One tab. ``properties`` are as the API shows them, without sheetId, title and index."""

    sheet_id: int
    title: str
    row_count: int = 1000
    column_count: int = 26
    properties: Json = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    row_props: dict[int, Json] = field(default_factory=dict)
    column_props: dict[int, Json] = field(default_factory=dict)
    merges: list[Json] = field(default_factory=list)
    conditional: list[Json] = field(default_factory=list)
    protected: list[Json] = field(default_factory=list)
    tables: list[Json] = field(default_factory=list)
    charts: list[Json] = field(default_factory=list)
    banded: list[Json] = field(default_factory=list)
    basic_filter: Json | None = None

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place counted from 0."""
        if row < 0 or row >= len(self.rows):
            return EMPTY
        cells = self.rows[row]
        return cells[column] if 0 <= column < len(cells) else EMPTY

    def put(self, row: int, column: int, *cells: Cell) -> None:
        """Replaces cells of one row, from a column on."""
        while len(self.rows) <= row:
            self.rows.append(())
        old = self.rows[row]
        if len(old) < column:
            old = old + (EMPTY,) * (column - len(old))
        new = old[:column] + cells + old[column + len(cells) :]
        while new and new[-1] is EMPTY:
            new = new[:-1]
        self.rows[row] = new

    @property
    def last_row(self) -> int:
        """How many rows stand above and including the last one with a value."""
        for index in range(len(self.rows) - 1, -1, -1):
            if any(cell.value is not None for cell in self.rows[index]):
                return index + 1
        return 0

    def values(self) -> list[list[Value]]:
        """The values as entered, trailing blanks cut."""
        grid = [[cell.value for cell in row] for row in self.rows[: self.last_row]]
        for row in grid:
            while row and row[-1] is None:
                row.pop()
        return grid

    @property
    def all(self) -> Box:
        """The whole grid."""
        return Box(0, self.row_count, 0, self.column_count)

    def box(self, range_: Json, where: str = "") -> Box:
        """The block a GridRange means; open ends reach the grid's edge.

        Raises:
            ApiError: 400 when it starts past the grid.
        """
        top, left = range_.get("startRowIndex", 0), range_.get("startColumnIndex", 0)
        bottom, right = (
            range_.get("endRowIndex", self.row_count),
            range_.get("endColumnIndex", self.column_count),
        )
        for name, start, end in (("Row", top, bottom), ("Column", left, right)):
            if start < 0 or end < start:
                raise invalid(
                    f"Invalid {where}: start{name}Index[{start}] must not be after end{name}Index[{end}]."
                )
        if top > self.row_count or left > self.column_count or (top == self.row_count and bottom > top):
            raise self.past_grid(Box(top, bottom, left, right), where)
        if left == self.column_count and right > left:
            raise self.past_grid(Box(top, bottom, left, right), where)
        return Box(top, min(bottom, self.row_count), left, min(right, self.column_count))

    def past_grid(self, box: Box, where: str = "") -> Exception:
        """The refusal of a range beyond the grid."""
        first = f"{letters(box.left)}{box.top + 1}"
        last = f"{letters(max(box.right - 1, box.left))}{max(box.bottom, box.top + 1)}"
        name = first if first == last else f"{first}:{last}"
        start = f"Invalid {where}: " if where else ""
        limits = f"exceeds grid limits. Max rows: {self.row_count}, max columns: {self.column_count}"
        return invalid(f"{start}Range ({quoted(self.title)}!{name}) {limits}")


@dataclass
class Spreadsheet(Restorable):
    """One workbook. ``access`` is ``editor``, ``viewer`` or ``none``: what our robot account may do."""

    spreadsheet_id: str
    title: str = "Contacts"
    locale: str = "en_US"
    time_zone: str = "Etc/GMT"
    access: str = "editor"
    excel: bool = False
    owner: str = "owner@example.com"
    sheets: list[Sheet] = field(default_factory=list)
    named: list[Json] = field(default_factory=list)
    metadata: list[Json] = field(default_factory=list)
    next_id: int = 1_000

    def sheet(self, title: str) -> Sheet:
        """The tab with this title; KeyError if there is none."""
        for sheet in self.sheets:
            if sheet.title == title:
                return sheet
        raise KeyError(title)

    def by_id(self, sheet_id: int, where: str) -> Sheet:
        """The tab with this id; 400 if there is none."""
        for sheet in self.sheets:
            if sheet.sheet_id == sheet_id:
                return sheet
        raise invalid(f"Invalid {where}: No grid with id: {sheet_id}")

    def fresh_id(self) -> int:
        """A number no object of this workbook has yet."""
        self.next_id += 1
        return self.next_id

    @property
    def cells(self) -> int:
        """All cells of all grids, empty ones included."""
        return sum(sheet.row_count * sheet.column_count for sheet in self.sheets)

    def checkpoint(self) -> dict[str, Any]:
        """The workbook and every tab, to be taken back by :meth:`restore`."""
        return {**super().checkpoint(), "_tabs": [(sheet, sheet.checkpoint()) for sheet in self.sheets]}

    def restore(self, saved: dict[str, Any]) -> None:
        """Everything as it was; the tabs are the same objects as before."""
        saved = dict(saved)
        for sheet, state in saved.pop("_tabs"):
            sheet.restore(state)
        super().restore(saved)


def letters(column: int) -> str:
    """Column counted from 0 to letters: 0 is A."""
    text, column = "", column + 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_of(text: str) -> int:
    """Letters to a column counted from 0."""
    index = 0
    for letter in text.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def quoted(title: str) -> str:
    """A tab's title as A1 notation needs it."""
    if title.replace("_", "a").isalnum() and title.isascii() and not title[0].isdigit():
        return title
    doubled = title.replace("'", "''")
    return f"'{doubled}'"
