"""A workbook as spreadsheets.get shows it, cut to a field mask while it is made, so that large sheets stay quick."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.wire.a1 import Place
from tests.wire.answers import Json
from tests.wire.batch.base import Rules
from tests.wire.evaluate import Evaluator
from tests.wire.locales import display
from tests.wire.masks import Mask, below, prune, wants
from tests.wire.spelling import renamed
from tests.wire.state import EMPTY, Box, Cell, CellError, Formula, Row, Sheet, Spreadsheet, Value

_WHITE = {"red": 1, "green": 1, "blue": 1}
_DEFAULT_FORMAT: Json = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "Arial",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "hyperlinkDisplayType": "PLAIN_TEXT",
    "backgroundColorStyle": {"rgbColor": _WHITE},
}


_KINDS = {
    str: "stringValue",
    int: "numberValue",
    float: "numberValue",
    bool: "boolValue",
    Formula: "formulaValue",
}


def extended(value: Value) -> Json:
    """A value as the API spells it."""
    if isinstance(value, CellError):
        return {"errorValue": {"type": value.kind, **({"message": value.message} if value.message else {})}}
    return {_KINDS[type(value)]: value}


class Renderer:
    """Makes the answers of reads from one workbook at one moment."""

    def __init__(self, book: Spreadsheet, rules: Rules) -> None:
        self.book, self.names = book, rules.function_names
        self.evaluator = Evaluator(book, rules.today)
        self.placeholders = rules.chips == "placeholder"
        self.lost_names = rules.lost_names == "shown"

    def spreadsheet(self, mask: Mask, places: list[Place] | None, with_data: bool) -> Json:
        """The Spreadsheet document; ``places`` None means every tab whole."""
        book = self.book
        shown: Json = {
            "spreadsheetId": book.spreadsheet_id,
            "properties": {
                "title": book.title,
                "locale": book.locale,
                "autoRecalc": "ON_CHANGE",
                "timeZone": book.time_zone,
                "defaultFormat": _DEFAULT_FORMAT,
            },
            "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.spreadsheet_id}/edit",
        }
        whole_names = [one for one in book.named if "range" in one or self.lost_names]
        if whole_names:
            shown["namedRanges"] = whole_names
        own = [one for one in book.metadata if one["location"].get("locationType") == "SPREADSHEET"]
        if own:
            shown["developerMetadata"] = own
        answer: Json = prune(shown, mask)
        if wants(mask, "sheets"):
            answer["sheets"] = self._sheets(below(mask, "sheets") or {}, places, with_data)
        return answer

    def _sheets(self, mask: Mask, places: list[Place] | None, with_data: bool) -> list[Json]:
        shown = []
        for index, sheet in enumerate(self.book.sheets):
            boxes = [sheet.all] if places is None else [place.box for place in places if place.sheet is sheet]
            if not boxes:
                continue
            one = prune(self._sheet(sheet, index, boxes, places is None), mask)
            if with_data and wants(mask, "data"):
                one["data"] = [self._grid(sheet, box, below(mask, "data") or {}) for box in boxes]
            shown.append(one)
        return shown

    def _sheet(self, sheet: Sheet, index: int, boxes: list[Box], whole: bool) -> Json:
        shown: Json = {"properties": properties(sheet, index)}
        own = [
            one
            for one in self.book.metadata
            if one["location"].get("sheetId") == sheet.sheet_id and "dimensionRange" not in one["location"]
        ]
        tables = [
            _with_headers(sheet, one)
            for one in sheet.tables
            if whole or any(sheet.box(one["range"]).meets(box) for box in boxes)
        ]
        parts = (
            ("merges", sheet.merges),
            ("conditionalFormats", sheet.conditional),
            (
                "protectedRanges",
                [
                    {**one, "requestingUserCanEdit": True} if one.get("warningOnly") else one
                    for one in sheet.protected
                ],
            ),
            ("basicFilter", sheet.basic_filter),
            ("charts", sheet.charts),
            ("bandedRanges", sheet.banded),
            ("tables", tables),
            ("developerMetadata", own),
        )
        return shown | {name: value for name, value in parts if value}

    def _grid(self, sheet: Sheet, box: Box, mask: Mask) -> Json:
        shown: Json = {}
        if box.top and wants(mask, "startRow"):
            shown["startRow"] = box.top
        if box.left and wants(mask, "startColumn"):
            shown["startColumn"] = box.left
        if wants(mask, "rowData"):
            rows = self._rows(sheet, box, below(mask, "rowData") or {})
            if rows:
                shown["rowData"] = rows
        if wants(mask, "rowMetadata"):
            every = self._dimension(sheet, "ROWS", box.top, box.bottom)
            shown["rowMetadata"] = prune(every, below(mask, "rowMetadata"))
        if wants(mask, "columnMetadata"):
            every = self._dimension(sheet, "COLUMNS", box.left, box.right)
            shown["columnMetadata"] = prune(every, below(mask, "columnMetadata"))
        return shown

    def _dimension(self, sheet: Sheet, dimension: str, start: int, end: int) -> list[Json]:
        props, size = (sheet.row_props, 21) if dimension == "ROWS" else (sheet.column_props, 100)
        attached: dict[int, list[Json]] = {}
        for one in self.book.metadata:
            place = one["location"].get("dimensionRange")
            if place and place.get("sheetId", 0) == sheet.sheet_id and place["dimension"] == dimension:
                attached.setdefault(place["startIndex"], []).append(one)
        shown: list[Json] = [{"pixelSize": size}] * (end - start)
        for index in {*props, *attached}:
            if start <= index < end:
                more = {"developerMetadata": attached[index]} if index in attached else {}
                shown[index - start] = {"pixelSize": size, **props.get(index, {}), **more}
        return shown

    def _rows(self, sheet: Sheet, box: Box, mask: Mask) -> list[Json]:
        if not wants(mask, "values"):
            return [{} for _ in range(min(box.bottom, len(sheet.rows)) - box.top)]
        cell_of = self._cell_maker(sheet, below(mask, "values") or {})
        shown: list[Json] = []
        for index in range(box.top, min(box.bottom, len(sheet.rows))):
            row: Row = sheet.rows[index][box.left : box.right]
            while row and row[-1] == EMPTY:
                row = row[:-1]
            if row:
                cells = [cell_of(cell, index, box.left + column) for column, cell in enumerate(row)]
                shown.append({"values": cells})
            else:
                shown.append({})
        while shown and not shown[-1]:
            shown.pop()
        return shown

    def _cell_maker(self, sheet: Sheet, mask: Mask) -> Callable[[Cell, int, int], Json]:
        rest = [(part, _REST[part], mask.get(part, {})) for part in _REST if wants(mask, part)]
        values = self._value_maker(sheet, mask)
        formats: dict[tuple[str, int], Json] = {}

        def whole(cell: Cell, row: int, column: int) -> Json:
            shown = values(cell, row, column) if cell.value is not None else {}
            for name, make, inner in rest:
                key = (name, id(cell.format))
                if name in _FORMATS and key in formats and type(cell.value) is not Formula:
                    shown[name] = formats[key]
                    continue
                part = make(self, sheet, cell, row, column)
                if part is not None:
                    shown[name] = prune(part, inner)
                    if name in _FORMATS and cell.value is not None and type(cell.value) is not Formula:
                        formats[key] = shown[name]
            return shown

        return (
            whole
            if rest
            else lambda cell, row, column: {} if cell.value is None else values(cell, row, column)
        )

    def _value_maker(self, sheet: Sheet, mask: Mask) -> Callable[[Cell, int, int], Json]:
        """The three faces of a value, as far as they are wanted."""
        entered, effective = wants(mask, "userEnteredValue"), wants(mask, "effectiveValue")
        formatted = wants(mask, "formattedValue")
        locale, evaluate = self.book.locale, self.evaluator.cell

        def values(cell: Cell, row: int, column: int) -> Json:
            value = cell.value
            effect = (
                evaluate(sheet, row, column) if type(value) is Formula or cell.shows is not None else value
            )
            face = extended(value) if entered or effect is value else {}
            if self.names and type(value) is Formula:
                face = {"formulaValue": renamed(value, self.names)}
            shown = {"userEnteredValue": prune(face, below(mask, "userEnteredValue"))} if entered else {}
            if effective and effect is not None:
                held = value if cell.chips and self.placeholders else effect
                shown["effectiveValue"] = face if effect is value else extended(held)
            if formatted and effect is not None and effect != "":
                text = effect if type(effect) is str else None
                shown["formattedValue"] = text or display(
                    effect, self._pattern(sheet, cell, row, column), locale
                )  # type: ignore[assignment]
            return shown

        return values

    def _pattern(self, sheet: Sheet, cell: Cell, row: int, column: int) -> Json | None:
        given: Json | None = (cell.format or {}).get("numberFormat")
        return given or self.evaluator.format(sheet, row, column)

    def _effective_format(self, sheet: Sheet, cell: Cell, row: int, column: int) -> Json | None:
        if cell is EMPTY or (cell.value is None and not cell.format):
            return None
        number = (
            self._pattern(sheet, cell, row, column) if cell.format or type(cell.value) is Formula else None
        )
        if not number and not cell.format:
            return _DEFAULT_FORMAT
        return {**_DEFAULT_FORMAT, **(cell.format or {}), **({"numberFormat": number} if number else {})}

    def _hyperlink(self, sheet: Sheet, cell: Cell, row: int, column: int) -> str | None:
        formula = type(cell.value) is Formula
        return (self.evaluator.link(sheet, row, column) if formula else _format_link(cell)) or None


_Part = Callable[[Renderer, Sheet, Cell, int, int], Any]
_REST: dict[str, _Part] = {
    "userEnteredFormat": lambda _self, _sheet, cell, _row, _column: cell.format or None,
    "effectiveFormat": Renderer._effective_format,
    "note": lambda _self, _sheet, cell, _row, _column: cell.note or None,
    "hyperlink": Renderer._hyperlink,
    "dataValidation": lambda _self, _sheet, cell, _row, _column: cell.validation,
    "textFormatRuns": lambda _self, _sheet, cell, _row, _column: list(cell.runs) or None,
    "chipRuns": lambda _self, _sheet, cell, _row, _column: list(cell.chips) or None,
}
"""Everything of a cell but its values."""
_FORMATS = ("userEnteredFormat", "effectiveFormat")


def _format_link(cell: Cell) -> str:
    text_format: Json = (cell.format or {}).get("textFormat", {})
    uri: Any = text_format.get("link", {}).get("uri", "")
    return str(uri)


def _with_headers(sheet: Sheet, table: Json) -> Json:
    """The Table with its columns named as its header cells are now."""
    box = sheet.box(table["range"])
    given = {one.get("columnIndex", 0): one for one in table.get("columnProperties", [])}
    columns = []
    for index in range(box.width):
        header = sheet.cell(box.top, box.left + index).value
        name = (
            given.get(index, {}).get("columnName", f"Column {index + 1}") if header is None else str(header)
        )
        columns.append(
            {**({"columnIndex": index} if index else {}), **given.get(index, {}), "columnName": name}
        )
    return {**table, "columnProperties": columns}


def properties(sheet: Sheet, index: int) -> Json:
    """A tab's SheetProperties."""
    inner = dict(sheet.properties)
    grid = {"rowCount": sheet.row_count, "columnCount": sheet.column_count, **inner.pop("gridProperties", {})}
    shown = {
        "sheetId": sheet.sheet_id,
        "title": sheet.title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": grid,
    }
    return shown | {name: value for name, value in inner.items() if value is not False}
