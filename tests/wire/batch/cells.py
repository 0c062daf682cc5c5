"""Requests that write cells: updateCells, appendCells, repeatCell, setDataValidation, findReplace."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.wire import masks
from tests.wire.answers import Json, NotModelled, invalid
from tests.wire.batch.base import Batch, handles
from tests.wire.locales import display, typed
from tests.wire.masks import Mask
from tests.wire.state import EMPTY, Box, Cell, CellError, Formula, Sheet, Value

_READ_ONLY = ("effectiveValue", "formattedValue", "effectiveFormat", "hyperlink")
_LONGEST = 50_000
Writer = Callable[[Cell, Json], Cell]
Spell = Callable[[str], str]


def entered(typed_value: Json | None, where: str, spell: Spell = str) -> Value:
    """The value an ExtendedValue means; a formula as the spreadsheet spells it."""
    if not typed_value:
        return None
    ((kind, value),) = typed_value.items()
    if isinstance(value, str) and len(value) > _LONGEST:
        raise invalid(
            f"Invalid {where}: Your input contains more than the maximum of {_LONGEST} characters in a single cell."
        )
    if kind == "formulaValue":
        if not value.startswith("="):
            raise NotModelled("a formulaValue without a leading =")
        return Formula(spell(value))
    if kind == "errorValue":
        return CellError(value.get("type", "ERROR"), value.get("message", ""))
    if kind == "numberValue" and isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return None if value == "" else value


def writer(mask: Mask, where: str, spell: Spell = str) -> Writer:
    """How one cell takes the masked fields of a CellData; a masked field that is missing is emptied."""
    whole = not mask or "*" in mask
    for name in _READ_ONLY:
        if name in mask:
            raise invalid(f"Invalid {where}: Field '{name}' is read-only.")
    if set(mask) == {"userEnteredValue"}:
        return lambda cell, data: revalued(cell, entered(data.get("userEnteredValue"), where, spell))

    def write(cell: Cell, data: Json) -> Cell:
        if whole or "userEnteredValue" in mask:
            cell = revalued(cell, entered(data.get("userEnteredValue"), where, spell))
        if whole or "userEnteredFormat" in mask:
            inner = {} if whole else mask["userEnteredFormat"]
            cell = cell._replace(
                format=masks.apply(cell.format or {}, data.get("userEnteredFormat") or {}, inner) or None
            )
        if whole or "note" in mask:
            cell = cell._replace(note=data.get("note", ""))
        if whole or "dataValidation" in mask:
            cell = cell._replace(validation=data.get("dataValidation"))
        if whole or "textFormatRuns" in mask:
            cell = cell._replace(runs=tuple(data.get("textFormatRuns", ())))
        if whole or "chipRuns" in mask:
            cell = cell._replace(chips=tuple(data.get("chipRuns", ())))
        return EMPTY if cell == EMPTY else cell

    return write


def revalued(cell: Cell, value: Value) -> Cell:
    """The cell with another value; runs and chips of the old one are gone."""
    if cell is EMPTY:
        return Cell(value) if value is not None else EMPTY
    changed = Cell(value, cell.format, cell.note, cell.validation)
    return EMPTY if changed == EMPTY else changed


def _writer_of(batch: Batch, request: Json, where: str) -> Writer:
    mask = masks.write_mask(request.get("fields"), "CellData", where)
    return writer(mask, where, batch.spell)


def _fill(batch: Batch, sheet: Sheet, box: Box, rows: list[Json], write: Writer) -> None:
    """Writes rows of CellData into a block; what the rows do not reach is written as empty CellData."""
    for offset in range(box.height):
        data = rows[offset].get("values", []) if offset < len(rows) else []
        row = box.top + offset
        padded = data + [{}] * (box.width - len(data))
        cells = tuple(write(sheet.cell(row, box.left + i), one or {}) for i, one in enumerate(padded))
        batch.write(sheet, row, box.left, cells)


@handles("updateCells")
def update_cells(batch: Batch, request: Json, where: str) -> Json:
    """``range`` clears what the rows do not cover; ``start`` writes only what is sent."""
    write = _writer_of(batch, request, where)
    rows = request.get("rows", [])
    if "range" in request:
        sheet, box = batch.place(request["range"], where)
        _fits(rows, box, where)
        batch.editable(sheet, box)
        _fill(batch, sheet, box, rows, write)
        return {}
    if "start" not in request:
        raise invalid(f"Invalid {where}: No area to update was given.")
    sheet, row, column = corner(batch, request["start"], where)
    for offset, data in enumerate(rows):
        width = len(data.get("values", []))
        box = Box(row + offset, row + offset + 1, column, column + width)
        if box.bottom > sheet.row_count or box.right > sheet.column_count:
            raise sheet.past_grid(box, where)
        batch.editable(sheet, box)
        _fill(batch, sheet, box, [data], write)
    return {}


def corner(batch: Batch, at: Json, where: str) -> tuple[Sheet, int, int]:
    """Where a GridCoordinate points."""
    sheet = batch.book.by_id(at.get("sheetId", 0), where)
    row, column = at.get("rowIndex", 0), at.get("columnIndex", 0)
    if row >= sheet.row_count:
        raise invalid(
            f"Invalid {where}: GridCoordinate.rowIndex[{row}] is after last row in grid[{sheet.row_count - 1}]"
        )
    if column >= sheet.column_count:
        raise invalid(
            f"Invalid {where}: GridCoordinate.columnIndex[{column}] is after last column in grid[{sheet.column_count - 1}]"
        )
    return sheet, row, column


def _fits(rows: list[Json], box: Box, where: str) -> None:
    if len(rows) > box.height:
        raise invalid(
            f"Invalid {where}: Attempting to write row: {box.bottom}, beyond the last requested row of: {box.bottom - 1}"
        )
    for data in rows:
        if len(data.get("values", [])) > box.width:
            raise invalid(
                f"Invalid {where}: Attempting to write column: {box.right}, beyond the last requested column of: {box.right - 1}"
            )


@handles("appendCells")
def append_cells(batch: Batch, request: Json, where: str) -> Json:
    """Under the last row with data of the tab, from column A; with ``tableId`` Google drops the values."""
    write = _writer_of(batch, request, where)
    rows = request.get("rows", [])
    if "tableId" in request:
        return _append_to_table(batch, request["tableId"], len(rows), where)
    sheet = batch.book.by_id(request.get("sheetId", 0), where)
    top = sheet.last_row
    width = max((len(data.get("values", [])) for data in rows), default=0)
    box = Box(top, top + len(rows), 0, width)
    if width > sheet.column_count:
        raise sheet.past_grid(box, where)
    batch.room((box.bottom - sheet.row_count) * sheet.column_count, where)
    batch.editable(sheet, box)
    sheet.row_count = max(sheet.row_count, box.bottom)
    for offset, data in enumerate(rows):
        size = len(data.get("values", []))
        _fill(batch, sheet, Box(top + offset, top + offset + 1, 0, size), [data], write)
    return {}


def _append_to_table(batch: Batch, table_id: str, count: int, where: str) -> Json:
    for sheet in batch.book.sheets:
        for index, table in enumerate(sheet.tables):
            if table["tableId"] == table_id:
                range_ = {**table["range"], "endRowIndex": table["range"]["endRowIndex"] + count}
                sheet.tables[index] = {**table, "range": range_}
                sheet.row_count = max(sheet.row_count, range_["endRowIndex"])
                return {}
    raise invalid(f"Invalid {where}: No table with id: {table_id}")


@handles("repeatCell")
def repeat_cell(batch: Batch, request: Json, where: str) -> Json:
    """The same fields in every cell of a range."""
    write = _writer_of(batch, request, where)
    sheet, box = batch.place(request.get("range"), where)
    batch.editable(sheet, box)
    data = [{"values": [request.get("cell", {})] * box.width}] * box.height
    _fill(batch, sheet, box, data, write)
    return {}


@handles("setDataValidation")
def set_data_validation(batch: Batch, request: Json, where: str) -> Json:
    """One rule for a range; without a rule the range is freed."""
    sheet, box = batch.place(request.get("range"), where)
    batch.editable(sheet, box)
    data = [{"values": [{"dataValidation": request.get("rule")}] * box.width}] * box.height
    _fill(batch, sheet, box, data, writer({"dataValidation": {}}, where))
    return {}


@handles("findReplace")
def find_replace(batch: Batch, request: Json, where: str) -> Json:
    """Matches what cells show; the new text counts as typed."""
    if request.get("searchByRegex") or request.get("includeFormulas") or request.get("allSheets"):
        raise NotModelled("findReplace by pattern, in formulas or in all sheets")
    if "range" in request:
        sheet, box = batch.place(request["range"], where)
    else:
        sheet = batch.book.by_id(request.get("sheetId", 0), where)
        box = sheet.all
    rows: set[int] = set()
    changed = 0
    for row in range(box.top, min(box.bottom, len(sheet.rows))):
        for column in range(box.left, min(box.right, len(sheet.rows[row]))):
            new = _replaced(batch, sheet.cell(row, column), request)
            if new is not None:
                batch.editable(sheet, Box(row, row + 1, column, column + 1))
                batch.write(sheet, row, column, (new,))
                rows.add(row)
                changed += 1
    counts: dict[str, Any] = {
        "valuesChanged": changed,
        "rowsChanged": len(rows),
        "sheetsChanged": 1,
        "occurrencesChanged": changed,
    }
    return counts if changed else {}


def _replaced(batch: Batch, cell: Cell, request: Json) -> Cell | None:
    if cell.value is None or isinstance(cell.value, Formula):
        return None
    shown = display(cell.value, (cell.format or {}).get("numberFormat"), batch.book.locale)
    find, new = request.get("find", ""), request.get("replacement", "")
    flags = 0 if request.get("matchCase") else re.IGNORECASE
    pattern = re.compile(re.escape(find), flags)
    if not (pattern.fullmatch(shown) if request.get("matchEntireCell") else pattern.search(shown)):
        return None
    text = pattern.sub(lambda _: new, shown)
    meant = typed(text, batch.book.locale, today=batch.rules.today)
    cell = revalued(cell, meant.value)
    return (
        cell._replace(format={**(cell.format or {}), "numberFormat": meant.format}) if meant.format else cell
    )
