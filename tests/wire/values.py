"""The values.* half of the API: what other clients read and write with; connectkit only ever reads with it."""

from __future__ import annotations

from typing import Any

from tests.wire import a1
from tests.wire.a1 import Place
from tests.wire.answers import Json, invalid
from tests.wire.batch.base import Batch
from tests.wire.evaluate import Evaluator
from tests.wire.locales import display, typed
from tests.wire.state import Box, Cell, CellError, Formula, Sheet, Value, letters
from tests.wire.structure import Insert, remap


class Rendering:
    """How values come out: FORMATTED_VALUE, UNFORMATTED_VALUE or FORMULA; dates as numbers or as shown."""

    def __init__(self, evaluator: Evaluator, options: Json) -> None:
        self.evaluator = evaluator
        self.kind = options.get("valueRenderOption", "FORMATTED_VALUE")
        self.dates = options.get("dateTimeRenderOption", "SERIAL_NUMBER")
        self.columns = options.get("majorDimension") == "COLUMNS"

    def value(self, sheet: Sheet, row: int, column: int) -> Any:
        """One cell as JSON."""
        cell = sheet.cell(row, column)
        if cell.value is None:
            return ""
        if self.kind == "FORMULA" and isinstance(cell.value, Formula):
            return str(cell.value)
        effect = self.evaluator.cell(sheet, row, column)
        number_format = (cell.format or {}).get("numberFormat") or self.evaluator.format(sheet, row, column)
        locale = self.evaluator.book.locale
        is_day = isinstance(effect, (int, float)) and (number_format or {}).get("type") in (
            "DATE",
            "TIME",
            "DATE_TIME",
        )
        if (
            self.kind == "FORMATTED_VALUE"
            or isinstance(effect, CellError)
            or (is_day and self.dates == "FORMATTED_STRING")
        ):
            return display(effect, number_format, locale)
        return effect

    def block(self, place: Place) -> Json:
        """A ValueRange, trailing blanks cut, without ``values`` when there are none."""
        sheet, box = place
        rows = range(box.top, min(box.bottom, len(sheet.rows)))
        grid = [
            [
                self.value(sheet, row, column)
                for column in range(box.left, min(box.right, len(sheet.rows[row])))
            ]
            for row in rows
        ]
        if self.columns:
            width = max(map(len, grid), default=0)
            grid = [[row[index] if index < len(row) else "" for row in grid] for index in range(width)]
        for row in grid:
            while row and row[-1] == "":
                row.pop()
        while grid and not grid[-1]:
            grid.pop()
        shown: Json = {"range": place.a1, "majorDimension": "COLUMNS" if self.columns else "ROWS"}
        return shown | ({"values": grid} if grid else {})


def update(batch: Batch, text: str, body: Json, option: str, *, where: str = "") -> Json:
    """Writes a ValueRange over a range; null skips a cell, an empty text empties it."""
    grid = _grid(body)
    place = a1.place(batch.book, text)
    height, width = len(grid), max(map(len, grid), default=0)
    top, left = place.box.top, place.box.left
    single = place.box.height == 1 and place.box.width == 1
    if not single and (height > place.box.height or width > place.box.width):
        beyond = (
            f"column [{letters(place.box.right)}]"
            if width > place.box.width
            else f"row [{place.box.bottom + 1}]"
        )
        raise invalid(f"{where}Requested writing within range [{place.a1}], but tried writing to {beyond}")
    box = Box(top, top + height, left, left + width)
    if box.bottom > place.sheet.row_count or box.right > place.sheet.column_count:
        raise place.sheet.past_grid(box)
    batch.editable(place.sheet, box)
    count = 0
    for offset, row in enumerate(grid):
        for index, value in enumerate(row):
            if value is not None:
                cell = place.sheet.cell(top + offset, left + index)
                batch.write(place.sheet, top + offset, left + index, (entered(batch, cell, value, option),))
                count += 1
    updated = Place(place.sheet, box).a1 if height and width else place.a1
    shown: Json = {"spreadsheetId": batch.book.spreadsheet_id, "updatedRange": updated}
    return shown | ({"updatedRows": height, "updatedColumns": width, "updatedCells": count} if count else {})


def _grid(body: Json) -> list[list[Any]]:
    grid: list[list[Any]] = body.get("values", [])
    if body.get("majorDimension") == "COLUMNS":
        height = max(map(len, grid), default=0)
        return [
            [column[index] if index < len(column) else None for column in grid] for index in range(height)
        ]
    return grid


def entered(batch: Batch, cell: Cell, value: Any, option: str) -> Cell:
    """The cell after a value arrived RAW or USER_ENTERED."""
    if option not in ("RAW", "USER_ENTERED"):
        raise invalid("'valueInputOption' is required but not specified")
    number_format = (cell.format or {}).get("numberFormat")
    new: Value = value if value != "" else None
    style = None
    if option == "USER_ENTERED" and isinstance(value, str):
        plain = (number_format or {}).get("type") == "TEXT"
        new, style = typed(value, batch.book.locale, today=batch.rules.today, plain=plain)
    shape = {**(cell.format or {}), "numberFormat": style} if style and not number_format else cell.format
    return Cell(new, shape, cell.note, cell.validation)


def append(batch: Batch, text: str, body: Json, option: str, insert: bool) -> Json:
    """Under the last block of cells that the range holds, from that block's first column on."""
    place = a1.place(batch.book, text)
    grid, sheet = _grid(body), place.sheet
    table = last_table(sheet, place.box)
    top, left = (table.bottom, table.left) if table else (place.box.top, place.box.left)
    height, width = len(grid), max(map(len, grid), default=0)
    if insert and top < sheet.row_count:
        remap(batch.book, sheet, "ROWS", Insert(top, height))
    batch.room((top + height - sheet.row_count) * sheet.column_count, "values.append")
    sheet.row_count = max(sheet.row_count, top + height)
    spot = Place(sheet, Box(top, top + max(height, 1), left, left + max(width, 1)))
    updates = update(batch, spot.a1, body, option)
    shown: Json = {"spreadsheetId": batch.book.spreadsheet_id, "updates": updates}
    return shown | ({"tableRange": Place(sheet, table).a1} if table else {})


def last_table(sheet: Sheet, box: Box) -> Box | None:
    """The lowest block of touching cells with values that meets the range, as Google guesses it."""
    filled = {
        (row, column)
        for row in range(len(sheet.rows))
        for column, cell in enumerate(sheet.rows[row])
        if cell.value is not None
    }
    inside = [spot for spot in filled if box.top <= spot[0] < box.bottom and box.left <= spot[1] < box.right]
    if not inside:
        return None
    todo, block = [max(inside)], {max(inside)}
    while todo:
        row, column = todo.pop()
        near = {(row + y, column + x) for y in (-1, 0, 1) for x in (-1, 0, 1)} & filled - block
        block |= near
        todo += near
    rows, columns = [spot[0] for spot in block], [spot[1] for spot in block]
    return Box(min(rows), max(rows) + 1, min(columns), max(columns) + 1)


def clear(batch: Batch, text: str) -> Json:
    """Values go, formats stay."""
    place = a1.place(batch.book, text)
    batch.editable(place.sheet, place.box)
    for row in range(place.box.top, min(place.box.bottom, len(place.sheet.rows))):
        for column in range(place.box.left, min(place.box.right, len(place.sheet.rows[row]))):
            cell = place.sheet.cell(row, column)
            place.sheet.put(row, column, Cell(None, cell.format, cell.note, cell.validation))
    return {"spreadsheetId": batch.book.spreadsheet_id, "clearedRange": place.a1}
