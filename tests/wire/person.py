"""A person's hands on the sheet: typing, sorting, dragging, dressing up, at any moment a test chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.wire import a1
from tests.wire.answers import Json
from tests.wire.batch.base import HANDLERS, Batch
from tests.wire.batch.cells import revalued
from tests.wire.locales import display, typed
from tests.wire.state import Box, Cell, Formula, Sheet, Spreadsheet, column_of, letters, quoted

if TYPE_CHECKING:
    from tests.wire.server import FakeSheets


class Person:
    """Someone with the spreadsheet open. Tabs are titles, cells and ranges A1, rows count from 1, columns are letters."""

    def __init__(self, server: FakeSheets, spreadsheet_id: str) -> None:
        self.server = server
        self.spreadsheet_id = spreadsheet_id

    @property
    def book(self) -> Spreadsheet:
        """The spreadsheet."""
        return self.server.books[self.spreadsheet_id]

    def _do(self, kind: str, request: Json) -> Json:
        """One change made in the user interface, which only checks what makes sense."""
        with self.server.lock:
            return HANDLERS[kind](Batch(self.book, self.server.rules, as_robot=False), request, kind)

    def _range(self, tab: str, cells: str) -> Json:
        place = a1.place(self.book, f"{quoted(tab)}!{cells}" if cells else quoted(tab))
        return {"sheetId": 0, **a1.grid_range(place.sheet, place.box)}

    def _tab(self, tab: str) -> tuple[Sheet, int]:
        sheet = self.book.sheet(tab)
        return sheet, sheet.sheet_id

    # Reading --------------------------------------------------------------------------------------------------

    def reads(self, tab: str) -> list[list[str]]:
        """What the tab shows, blank ends cut."""
        with self.server.lock:
            sheet, engine = self.book.sheet(tab), Batch(self.book, self.server.rules).evaluator
            grid = []
            for row in range(sheet.last_row):
                cells = sheet.rows[row]
                styles = [
                    (cell.format or {}).get("numberFormat") or engine.format(sheet, row, i)
                    for i, cell in enumerate(cells)
                ]
                shown = [
                    display(engine.cell(sheet, row, i), style, self.book.locale)
                    for i, style in enumerate(styles)
                ]
                while shown and not shown[-1]:
                    shown.pop()
                grid.append(shown)
            return grid

    # Typing ---------------------------------------------------------------------------------------------------

    def type(self, tab: str, cell: str, text: str) -> bool:
        """Types into a cell and presses Enter. False where a strict drop-down refuses the text."""
        with self.server.lock:
            place = a1.place(self.book, f"{quoted(tab)}!{cell}")
            sheet, (row, column) = place.sheet, (place.box.top, place.box.left)
            old = sheet.cell(row, column)
            number_format = (old.format or {}).get("numberFormat")
            plain = (number_format or {}).get("type") == "TEXT"
            meant = typed(text, self.book.locale, today=self.server.rules.today, plain=plain)
            if not _accepted(old, text):
                return False
            batch = Batch(self.book, self.server.rules, as_robot=False)
            value = Formula(batch.spell(meant.value)) if type(meant.value) is Formula else meant.value
            new = revalued(old, value)
            if meant.format and not number_format:
                new = new._replace(format={**(new.format or {}), "numberFormat": meant.format})
            if text.startswith(("http://", "https://")):
                new = new._replace(
                    format={**(new.format or {}), "textFormat": {"underline": True, "link": {"uri": text}}}
                )
            batch.write(sheet, row, column, (new,))
            self._grow_table(sheet, row, column)
            return True

    def _grow_table(self, sheet: Sheet, row: int, column: int) -> None:
        """A Table takes in the row typed directly below it."""
        for index, table in enumerate(sheet.tables):
            box = sheet.box(table["range"])
            if row == box.bottom and box.left <= column < box.right:
                sheet.tables[index] = {**table, "range": {**table["range"], "endRowIndex": row + 1}}

    def paste_text(self, tab: str, cell: str, text: str) -> None:
        """Pastes lines of tab-separated text; every piece counts as typed."""
        box = a1.place(self.book, f"{quoted(tab)}!{cell}").box
        for down, line in enumerate(text.split("\n")):
            for right, piece in enumerate(line.split("\t")):
                self.type(tab, f"{letters(box.left + right)}{box.top + down + 1}", piece)

    def clear(self, tab: str, cells: str) -> None:
        """Presses Delete on a range: values go, formats stay."""
        self._do("repeatCell", {"range": self._range(tab, cells), "cell": {}, "fields": "userEnteredValue"})

    def rename_header(self, tab: str, old: str, new: str) -> None:
        """Types another header over the first cell that holds ``old`` in any row."""
        sheet = self.book.sheet(tab)
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if cell.value == old:
                    self.type(tab, f"{letters(column)}{row + 1}", new)
                    return
        raise KeyError(old)

    # Rows and columns -----------------------------------------------------------------------------------------

    def _span(self, tab: str, dimension: str, start: int, count: int) -> Json:
        return {
            "sheetId": self._tab(tab)[1],
            "dimension": dimension,
            "startIndex": start,
            "endIndex": start + count,
        }

    def insert_row(self, tab: str, row: int, count: int = 1) -> None:
        """New blank rows above a row, dressed like the one above them."""
        span = self._span(tab, "ROWS", row - 1, count)
        self._do("insertDimension", {"range": span, "inheritFromBefore": row > 1})

    def delete_row(self, tab: str, row: int, count: int = 1) -> None:
        """Rows go."""
        self._do("deleteDimension", {"range": self._span(tab, "ROWS", row - 1, count)})

    def move_row(self, tab: str, row: int, before: int, count: int = 1) -> None:
        """Drags rows above another row."""
        self._do(
            "moveDimension",
            {"source": self._span(tab, "ROWS", row - 1, count), "destinationIndex": before - 1},
        )

    def hide_row(self, tab: str, row: int, count: int = 1) -> None:
        """Hides rows."""
        self._hide(self._span(tab, "ROWS", row - 1, count))

    def _hide(self, span: Json) -> None:
        request = {"range": span, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
        self._do("updateDimensionProperties", request)

    def insert_column(self, tab: str, column: str, header: str = "") -> None:
        """A new column left of another, with a header in row 1 if given."""
        self._do(
            "insertDimension",
            {"range": self._span(tab, "COLUMNS", column_of(column), 1), "inheritFromBefore": False},
        )
        if header:
            self.type(tab, f"{column}1", header)

    def delete_column(self, tab: str, column: str) -> None:
        """A column goes."""
        self._do("deleteDimension", {"range": self._span(tab, "COLUMNS", column_of(column), 1)})

    def move_column(self, tab: str, column: str, before: str) -> None:
        """Drags a column left of another."""
        span = self._span(tab, "COLUMNS", column_of(column), 1)
        self._do("moveDimension", {"source": span, "destinationIndex": column_of(before)})

    def hide_column(self, tab: str, column: str) -> None:
        """Hides a column."""
        self._hide(self._span(tab, "COLUMNS", column_of(column), 1))

    # Sorting, cutting, copying --------------------------------------------------------------------------------

    def sort(
        self, tab: str, by: str, *, columns: str = "", header: int = 1, descending: bool = False
    ) -> None:
        """Sorts the rows below the header by a column; ``columns`` such as ``"A:C"`` sorts only those, and tears rows."""
        sheet, sheet_id = self._tab(tab)
        left, right = 0, max((len(row) for row in sheet.rows), default=1)
        if columns:
            first, last = columns.split(":")
            left, right = column_of(first), column_of(last) + 1
        box = Box(header, max(sheet.last_row, header), left, right)
        self._sort({"sheetId": sheet_id, **a1.grid_range(sheet, box)}, by, descending)

    def sort_filter(self, tab: str, by: str, *, descending: bool = False) -> None:
        """Sorts through the filter's menu: exactly the filter's columns move, its first row stays."""
        sheet = self.book.sheet(tab)
        range_ = (sheet.basic_filter or {})["range"]
        self._sort({**range_, "startRowIndex": range_["startRowIndex"] + 1}, by, descending)

    def _sort(self, range_: Json, by: str, descending: bool) -> None:
        if range_["endRowIndex"] > range_["startRowIndex"]:
            order = "DESCENDING" if descending else "ASCENDING"
            self._do(
                "sortRange",
                {"range": range_, "sortSpecs": [{"dimensionIndex": column_of(by), "sortOrder": order}]},
            )

    def cut_paste(self, tab: str, cells: str, to: str, *, to_tab: str = "") -> None:
        """Cuts a range (``"5:5"`` is a whole row) and pastes it at a cell; what stood there is gone."""
        place = a1.place(self.book, f"{quoted(to_tab or tab)}!{to}")
        at = {"sheetId": place.sheet.sheet_id, "rowIndex": place.box.top, "columnIndex": place.box.left}
        self._do("cutPaste", {"source": self._range(tab, cells), "destination": at})

    def copy_paste(self, tab: str, cells: str, to: str, *, to_tab: str = "") -> None:
        """Copies a range and pastes it at a cell, formats and notes included."""
        request = {"source": self._range(tab, cells), "destination": self._range(to_tab or tab, to)}
        self._do("copyPaste", {**request, "pasteType": "PASTE_NORMAL"})

    def copy_row(self, tab: str, row: int, to: int) -> None:
        """Copies a whole row over another, its ID included."""
        self.copy_paste(tab, f"{row}:{row}", f"A{to}")

    # Tabs -----------------------------------------------------------------------------------------------------

    def _tab_property(self, tab: str, **properties: object) -> None:
        wanted = {"sheetId": self._tab(tab)[1], **properties}
        self._do("updateSheetProperties", {"properties": wanted, "fields": ",".join(properties)})

    def rename_tab(self, old: str, new: str) -> None:
        """Another title."""
        self._tab_property(old, title=new)

    def hide_tab(self, tab: str) -> None:
        """Hides a tab."""
        self._tab_property(tab, hidden=True)

    def move_tab(self, tab: str, index: int) -> None:
        """Drags a tab."""
        self._tab_property(tab, index=index)

    def add_tab(self, title: str, rows: Sequence[Sequence[str]] = ()) -> None:
        """A new tab with rows as typed."""
        self._do("addSheet", {"properties": {"title": title}})
        self.paste_text(title, "A1", "\n".join("\t".join(row) for row in rows))

    def delete_tab(self, tab: str) -> None:
        """The tab goes."""
        self._do("deleteSheet", {"sheetId": self._tab(tab)[1]})

    def duplicate_tab(self, tab: str) -> None:
        """A copy right of it, called "Copy of ..."."""
        sheet, sheet_id = self._tab(tab)
        self._do(
            "duplicateSheet",
            {"sourceSheetId": sheet_id, "insertSheetIndex": self.book.sheets.index(sheet) + 1},
        )


def _accepted(cell: Cell, text: str) -> bool:
    rule = cell.validation or {}
    condition = rule.get("condition", {})
    if not rule.get("strict") or condition.get("type") != "ONE_OF_LIST" or not text:
        return True
    return text in [one.get("userEnteredValue") for one in condition.get("values", [])]
