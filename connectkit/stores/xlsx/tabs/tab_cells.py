"""Single cells of a tab as XlsxWriter writes them: a date as a date, a link as a link, no text as a formula."""

from __future__ import annotations

import math
from datetime import date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from connectkit import errors
from connectkit.model import CellError, CellValue, Link, blank, cell_name, shown
from connectkit.schema import Column, Owner, Tab
from connectkit.stores.xlsx.tabs import look

_MAX_TEXT = 32_767  # characters in a cell
_MAX_URL = 2_079  # characters in a link
_MAX_LINKS = 65_530  # links in a sheet
_EXACT = 10**15  # from here on a spreadsheet rounds whole numbers
_SCHEMES = ("https://", "http://", "mailto:")


class CellWriter:
    """Writes cells of one tab into one worksheet, each in the look of its column."""

    def __init__(self, book: Workbook, sheet: Worksheet, tab: Tab) -> None:
        self._book = book
        self._sheet = sheet
        self._tab = tab
        self._formats: dict[tuple[str, str], Format] = {}
        self._links = 0

    def column_format(self, column: Column, number_format: str = "") -> Format:
        """The format of a column's cells, or the same with another number format."""
        key = column.key, number_format
        if key not in self._formats:
            changes = {"num_format": number_format} if number_format else {}
            self._formats[key] = self._book.add_format({**look.cells(column, self._tab), **changes})
        return self._formats[key]

    def write(self, row: int, index: int, column: Column, value: CellValue) -> None:
        """The cell at a row number and column index shows the value.

        Raises:
            UsageError: a text is longer than a cell can hold.
        """
        at = row - 1, index - 1
        if blank(value):
            # A bordered tab shows its lines under empty cells as well.
            if self._tab.owner is Owner.TOOL:
                self._sheet.write_blank(*at, None, self.column_format(column))
        elif isinstance(value, Link) and self._can_link(value):
            self._links += 1
            self._sheet.write_url(*at, value.url, self._link_format(column), value.label[:_MAX_TEXT])
        else:
            self._plain(row, index, column, value.label if isinstance(value, Link) else shown(value))

    def _plain(self, row: int, index: int, column: Column, value: CellValue) -> None:
        at = row - 1, index - 1
        if isinstance(value, bool):
            self._sheet.write_boolean(*at, value, self.column_format(column))
        elif isinstance(value, date) and self._in_calendar(value):
            number_format = look.MOMENT if isinstance(value, datetime) else look.DAY
            self._sheet.write_datetime(*at, value, self.column_format(column, number_format))
        elif isinstance(value, int | float) and math.isfinite(value) and abs(value) < _EXACT:
            self._sheet.write_number(*at, value, self.column_format(column))
        else:
            self._sheet.write_string(*at, self._text(row, index, column, value), self.column_format(column))

    def _text(self, row: int, index: int, column: Column, value: CellValue) -> str:
        text = value.code if isinstance(value, CellError) else str(value)
        # Half of a surrogate pair can't be stored; it shows as the sign for an unreadable character.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if len(text) > _MAX_TEXT:
            raise errors.UsageError(
                f"The text for {column.title} in {self._tab.title}!{cell_name(row, index)} has {len(text):,} characters.",
                f"A cell of a spreadsheet holds at most {_MAX_TEXT:,}: shorten it.",
            )
        return text

    def _link_format(self, column: Column) -> Format:
        key = column.key, "link"
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(look.link(column, self._tab)))
        return self._formats[key]

    def _in_calendar(self, value: date) -> bool:
        zoned = isinstance(value, datetime) and value.tzinfo is not None
        return not zoned and value.year >= (1904 if self._sheet.date_1904 else 1900)

    def _can_link(self, link: Link) -> bool:
        fits = len(link.url) <= _MAX_URL and self._links < _MAX_LINKS
        return link.url.startswith(_SCHEMES) and fits and bool(link.label)
