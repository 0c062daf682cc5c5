"""A person's taste: notes, colours, tick boxes, chips, filters, Tables, protection. None of it may be lost by a sync."""

from __future__ import annotations

from collections.abc import Sequence

from tests.wire import a1
from tests.wire.answers import Json
from tests.wire.person import Person
from tests.wire.spelling import spelled
from tests.wire.state import Cell, Formula, column_of, letters, quoted


class Dresser(Person):
    """A :class:`Person` who also decorates the sheet."""

    def _update(self, tab: str, cells: str, data: Json, fields: str) -> None:
        self._do("repeatCell", {"range": self._range(tab, cells), "cell": data, "fields": fields})

    def add_note(self, tab: str, cell: str, text: str) -> None:
        """A note on a cell."""
        self._update(tab, cell, {"note": text}, "note")

    def colour(self, tab: str, cells: str, red: float = 1.0, green: float = 0.9, blue: float = 0.4) -> None:
        """A background."""
        shade = {"red": red, "green": green, "blue": blue}
        data = {"userEnteredFormat": {"backgroundColor": shade, "backgroundColorStyle": {"rgbColor": shade}}}
        self._update(tab, cells, data, "userEnteredFormat(backgroundColor,backgroundColorStyle)")

    def number_format(self, tab: str, cells: str, kind: str, pattern: str = "") -> None:
        """A number format: DATE, TEXT, NUMBER and so on."""
        style = {"type": kind, "pattern": pattern} if pattern else {"type": kind}
        self._update(
            tab, cells, {"userEnteredFormat": {"numberFormat": style}}, "userEnteredFormat.numberFormat"
        )

    def add_checkbox(self, tab: str, cells: str) -> None:
        """Tick boxes: every cell of the range then holds FALSE."""
        data = {
            "dataValidation": {"condition": {"type": "BOOLEAN"}, "strict": True},
            "userEnteredValue": {"boolValue": False},
        }
        self._update(tab, cells, data, "dataValidation,userEnteredValue")

    def add_dropdown(self, tab: str, cells: str, choices: Sequence[str], *, strict: bool = True) -> None:
        """A drop-down list."""
        values = [{"userEnteredValue": one} for one in choices]
        rule = {
            "condition": {"type": "ONE_OF_LIST", "values": values},
            "strict": strict,
            "showCustomUi": True,
        }
        self._update(tab, cells, {"dataValidation": rule}, "dataValidation")

    def tick(self, tab: str, cell: str, on: bool = True) -> None:
        """Clicks a tick box."""
        self._update(tab, cell, {"userEnteredValue": {"boolValue": on}}, "userEnteredValue")

    def _put(self, tab: str, cell: str, **parts: object) -> None:
        with self.server.lock:
            sheet, box = a1.place(self.book, f"{quoted(tab)}!{cell}")
            old = sheet.cell(box.top, box.left)
            fields = {**old._asdict(), **parts}
            sheet.put(box.top, box.left, Cell(**fields))

    def chip(self, tab: str, cell: str, name: str, email: str) -> None:
        """A people chip: the value is a placeholder, the name is what shows, the address is in the chip."""
        run = {"chip": {"personProperties": {"email": email, "displayFormat": "DEFAULT"}}}
        self._put(tab, cell, value="@", shows=name, chips=(run, {"startIndex": 1}), runs=())

    def shows(self, tab: str, cell: str, value: str | float | bool) -> None:
        """Says what a formula that the fake cannot compute displays."""
        self._put(tab, cell, shows=value)

    def link_part(self, tab: str, cell: str, start: int, url: str) -> None:
        """A link over the text from ``start`` on."""
        run: Json = {"startIndex": start, "format": {"link": {"uri": url}, "underline": True}}
        self._put(tab, cell, runs=({"format": {}}, run) if start else (run,))

    def merge(self, tab: str, cells: str) -> None:
        """Merges a range."""
        self._do("mergeCells", {"range": self._range(tab, cells), "mergeType": "MERGE_ALL"})

    def highlight(self, tab: str, cells: str, formula: str) -> None:
        """A conditional format with a formula of the person's own."""
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
        rule = {"condition": condition, "format": {"textFormat": {"bold": True}}}
        self._do(
            "addConditionalFormatRule",
            {"rule": {"ranges": [self._range(tab, cells)], "booleanRule": rule}, "index": 0},
        )

    def protect(
        self, tab: str, cells: str = "", *, warning_only: bool = False, editors: Sequence[str] = ()
    ) -> None:
        """Protects a range or a whole tab; without ``warning_only`` only the editors named may write there."""
        protection: Json = {
            "range": self._range(tab, cells),
            "warningOnly": warning_only,
            "description": "mine",
        }
        if not cells:
            protection["range"] = {"sheetId": self._tab(tab)[1]}
        if not warning_only:
            protection["editors"] = {"users": [self.book.owner, *editors]}
        self._do("addProtectedRange", {"protectedRange": protection})

    def _block(self, tab: str, cells: str) -> Json:
        """The given range, or the block from A1 to the last cell with a value."""
        if cells:
            return self._range(tab, cells)
        sheet = self.book.sheet(tab)
        width = max((len(row) for row in sheet.values()), default=1)
        return self._range(tab, f"A1:{letters(max(width, 1) - 1)}{max(sheet.last_row, 1)}")

    def add_filter(self, tab: str, cells: str = "") -> None:
        """A filter over a range, its first row the header."""
        self._do("setBasicFilter", {"filter": {"range": self._block(tab, cells)}})

    def filter_out(self, tab: str, column: str, *shown: str) -> None:
        """Unticks values of a column in the filter's menu: their rows hide."""
        with self.server.lock:
            sheet, index = self.book.sheet(tab), column_of(column)
            box = sheet.box((sheet.basic_filter or {})["range"])
            spec = {"columnIndex": index, "filterCriteria": {"hiddenValues": list(shown)}}
            sheet.basic_filter = {**(sheet.basic_filter or {}), "filterSpecs": [spec]}
            rows = self.reads(tab)
            for row in range(box.top + 1, min(box.bottom, len(rows))):
                if (rows[row][index] if index < len(rows[row]) else "") in shown:
                    sheet.row_props[row] = {**sheet.row_props.get(row, {}), "hiddenByFilter": True}

    def convert_to_table(self, tab: str, cells: str = "", name: str = "People") -> str:
        """Format > Convert to table; the Table's id."""
        made = self._do("addTable", {"table": {"name": name, "range": self._block(tab, cells)}})
        return str(made["table"]["tableId"])

    def name_range(self, tab: str, cells: str, name: str) -> None:
        """A named range of the person's own."""
        self._do("addNamedRange", {"namedRange": {"name": name, "range": self._range(tab, cells)}})

    def freeze(self, tab: str, rows: int = 1) -> None:
        """Freezes rows at the top."""
        properties = {"sheetId": self._tab(tab)[1], "gridProperties": {"frozenRowCount": rows}}
        self._do(
            "updateSheetProperties", {"properties": properties, "fields": "gridProperties.frozenRowCount"}
        )

    def trim_grid(self, tab: str, rows: int, columns: int) -> None:
        """Deletes the empty rows and columns beyond a size, as careful people do."""
        grid = {"rowCount": rows, "columnCount": columns}
        properties = {"sheetId": self._tab(tab)[1], "gridProperties": grid}
        fields = "gridProperties.rowCount,gridProperties.columnCount"
        self._do("updateSheetProperties", {"properties": properties, "fields": fields})

    def set_locale(self, locale: str, time_zone: str = "") -> None:
        """File > Settings: another locale; formulas are shown with its separators from then on."""
        for sheet in self.book.sheets:
            for number, row in enumerate(sheet.rows):
                for column, cell in enumerate(row):
                    if type(cell.value) is Formula:
                        text = spelled(cell.value, locale, self.book.locale)
                        sheet.put(number, column, cell._replace(value=Formula(text)))
        self.book.locale = locale
        self.book.time_zone = time_zone or self.book.time_zone
