"""What a write met: per changed cell, whose row it really was and what stood there the moment before.

Two witnesses: the copies in the hidden tab (taken inside the write itself) and, right after a write, the live ID and
name columns. Where the two contradict each other the copy is not believed: a paste may leave out rows that a
filter hides, and a value put back into the wrong row would be worse than one not put back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from connectkit.model import (
    AfterImage,
    CellError,
    CellValue,
    Formula,
    Landed,
    Place,
    Plan,
    RawTab,
    SetCell,
    blank,
    shown,
)
from connectkit.schema import Kind, tab
from connectkit.sheet.cells import bare
from connectkit.stores.google.grid import Cell
from connectkit.stores.google.hidden_tab import Block, Notes
from connectkit.stores.google.read import cell_at
from connectkit.stores.google.shift import shifted
from connectkit.stores.google.values import from_serial, read_cell, serial, whole
from connectkit.stores.met import IdRows, Whose, Written, strayed, whose

Cells = Mapping[Cell, Mapping[str, Any]]


@dataclass(frozen=True)
class Seen:
    """What an answer shows: the hidden tab's copies and the live cells by sheet id.

    ``at_once``: both are of the moment of the write, so the live cells are a witness too. ``former`` are the tabs as
    the run read them, by handle: the last word on a cell whose copy can't be believed.
    """

    copies: Cells
    live: Mapping[int, Cells] = field(default_factory=dict)
    at_once: bool = False
    former: Mapping[str, RawTab] = field(default_factory=dict)


def after_image(
    notes: Notes, seen: Seen, id_columns: Mapping[str, tuple[int, int, int]], plan: Plan
) -> AfterImage:
    """The after-image of a write. ``id_columns`` maps tab keys to (sheet id, column index, header row) of the live IDs."""
    rows: IdRows = {}
    for key, (sheet, column, header) in id_columns.items():
        ids = [
            (row, text_of(read_cell(cell)))
            for (row, at), cell in seen.live.get(sheet, {}).items()
            if at == column and row > header
        ]
        found: dict[str, list[int]] = {}
        for row, one in sorted(ids):
            if one:
                found.setdefault(one, []).append(row)
        rows[key] = {one: tuple(numbers) for one, numbers in found.items()}
    landed = list(_met(notes, seen))
    for key in dict.fromkeys(row.tab for row in plan.appended if row.tab in id_columns):
        sheet, _, header = id_columns[key]
        here, former, live = plan.layout[key], seen.former.get(str(sheet)), seen.live.get(sheet, {})
        was = {at: former.cell(header, at) for at in here.columns.values()} if former else {}
        landed += strayed(plan, here, rows, was, {at: cell_at(live, header, at) for at in was})
    return AfterImage(tuple(landed), rows, notes.run_id)


def unfinished(notes: Notes, copies: Cells) -> AfterImage:
    """What the write of an earlier run met, from the hidden tab alone; cells whose copy failed are left out."""
    return AfterImage(_met(notes, Seen(copies)), {}, notes.run_id)


def _met(notes: Notes, seen: Seen) -> tuple[Landed, ...]:
    written = frozenset((cell.tab, cell.row, cell.column) for cell in notes.cells)
    witnesses = {key: _Witness(key, block, seen, written) for key, block in notes.blocks.items()}
    met = (witnesses[cell.tab].landed(cell) for cell in notes.cells)
    return tuple(one for one in met if one is not None)


class _Witness:
    """One tab's block of copies, and which of its spans can be believed."""

    def __init__(self, key: str, block: Block, seen: Seen, written: Written) -> None:
        self._key, self._block, self._copies, self._written = key, block, seen.copies, written
        self._live = seen.live.get(block.sheet, {}) if seen.at_once else None
        self._former = seen.former.get(str(block.sheet))
        self._false = {run for run in block.runs if self._is_false(run)}

    def landed(self, change: SetCell) -> Landed | None:
        """How this change met the sheet; None where nothing can be said."""
        block = self._block
        believed = block.run_of(change.row) not in self._false
        if not believed and self._live is None:
            return None
        one = text_of(self._cell(change.row, "id", believed=believed))
        seen = Whose(one, self._name(change, one, believed=believed))
        marks = [(key, block.columns[key]) for key in ("id", *block.names) if key in block.columns]
        row = whose(change, marks, self._above, seen, lambda at: self._beside(change.row, at))
        index = block.place(change)
        header = self._above(index)
        under = Place(index, header) if header is not None else None
        if not believed:
            was = self._former_value(change, row.id)
        elif not index:
            was = change.before if blank(change.before) else None
        else:
            was = self._was(change, index)
        return Landed(change, row.id, row.name, was, under, row.beside)

    def _above(self, index: int) -> str | None:
        """The header that had come to stand above an index; None where it is the one that was read there."""
        block = self._block
        if index not in block.headers or block.run_of(block.header_row) in self._false:
            return None
        stood = read_cell({"effectiveValue": self._copy(block.header_row, index)})
        return text_of(stood) if stood != block.headers[index] else None

    def _beside(self, row: int, index: int) -> str | None:
        """What stood in a row of an ID or name column; None where the write covered it."""
        keys = [key for key, at in self._block.columns.items() if at == index]
        if any((self._key, row, key) in self._written for key in keys):
            return None
        return bare(read_cell({"effectiveValue": self._copy(row, index)}))

    def _copy(self, row: int, index: int) -> Mapping[str, Any]:
        """The copied content of a cell as an ExtendedValue."""
        cell = self._copies.get((row, index + self._block.offset)) if index else None
        if not cell:
            return {}
        entered = cell.get("userEnteredValue") or {}
        content: Mapping[str, Any] = (
            entered if "formulaValue" in entered else cell.get("effectiveValue") or entered
        )
        return content

    def _cell(self, row: int, key: str, *, believed: bool = True) -> CellValue:
        """An ID or name as it stood before the write: live where the write left it alone, else the copy."""
        if key not in self._block.columns:
            return None
        index = self._block.columns[key]
        if self._live is not None and (self._key, row, key) not in self._written:
            return cell_at(self._live, row, index)
        content = self._copy(row, index) if believed else {}
        return None if "formulaValue" in content else read_cell({"effectiveValue": content})

    def _name(self, change: SetCell, one: str, *, believed: bool) -> str:
        if self._live is None and one and one == change.id and self._uncertain(change.row):
            return change.name
        cells = [self._cell(change.row, key, believed=believed) for key in self._block.names]
        name = " ".join(text for text in map(text_of, cells) if text)
        return change.name if squeezed(name) == squeezed(change.name) else name

    def _uncertain(self, row: int) -> bool:
        """True where a copy can't show the name: a person chip, or a formula torn out of its tab."""
        copies = [self._copy(row, self._block.columns[key]) for key in self._block.names]
        return row in self._block.chips or any("formulaValue" in copy for copy in copies)

    def _was(self, change: SetCell, index: int) -> CellValue:
        content = self._copy(change.row, index)
        if "formulaValue" in content:
            return Formula(shifted(content["formulaValue"], -self._block.offset))
        return as_before(content, change)

    def _former_value(self, change: SetCell, one: str) -> CellValue:
        """What the person in this row had in this cell when the run read the sheet."""
        if one == change.id or self._former is None or not one:
            return change.before
        at, index = self._block.columns.get("id", 0), self._block.place(change)
        numbers = range(1, len(self._former.rows) + 1)
        row = next((n for n in numbers if text_of(self._former.cell(n, at)) == one), 0)
        return self._former.cell(row, index)

    def _is_false(self, run: tuple[int, int]) -> bool:
        """True where the copies of a span can't be what stood in its rows."""
        keys = [key for key in ("id", *self._block.names) if key in self._block.columns]
        if self._live is None:
            return self._vanished(run, keys)
        for row in range(run[0], run[1] + 1):
            for key in keys:
                if (self._key, row, key) in self._written or row in self._block.chips:
                    continue
                index = self._block.columns[key]
                copy, live = self._copy(row, index), cell_at(self._live, row, index)
                if "formulaValue" not in copy and _plain(live) != _plain(read_cell({"effectiveValue": copy})):
                    return True
        return False

    def _vanished(self, run: tuple[int, int], keys: list[str]) -> bool:
        """True where a whole span was copied as nothing, though its rows had names or IDs when they were read."""
        rows = range(run[0], run[1] + 1)
        return not any(self._copy(row, self._block.columns[key]) for row in rows for key in keys)


def as_before(content: Mapping[str, Any], change: SetCell) -> CellValue:
    """A copied literal as the value it was; copies lose the number format, so an equal serial number is an equal date."""
    if "numberValue" not in content:
        value = read_cell({"effectiveValue": content})
        return change.before if blank(value) and change.before == "" else value
    number = content["numberValue"]
    before = change.before
    if isinstance(before, date):
        return before if abs(serial(before) - number) < 1e-6 else from_serial(number)
    if isinstance(before, int | float) and not isinstance(before, bool):
        return before if before == number else whole(number)
    dated = tab(change.tab).column(change.column).kind in (Kind.DATE, Kind.BIRTHDAY)
    return from_serial(number) if dated else whole(number)


def text_of(value: CellValue) -> str:
    """An ID or a name as text, without the blanks around it."""
    value = shown(value)
    if value is None or isinstance(value, CellError):
        return ""
    return str(value).strip()


def _plain(value: CellValue) -> str:
    """A value as text without its format: a copy of a date is a number."""
    value = shown(value)
    return text_of(whole(serial(value)) if isinstance(value, date) else value)


def squeezed(name: str) -> str:
    """The name with single blanks."""
    return " ".join(name.split())
