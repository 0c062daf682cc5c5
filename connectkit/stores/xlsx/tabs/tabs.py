"""One tab of ours as XlsxWriter writes it: header, rows, drop-downs, marks, print set-up.

The same code makes the tabs of a new workbook and those grafted into a user's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from connectkit import errors
from connectkit.model import CellValue, column_letter
from connectkit.schema import Column, Owner, Tab
from connectkit.stores.xlsx.package.entry import find_sheet
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.tabs import look
from connectkit.stores.xlsx.tabs.drawn import draw
from connectkit.stores.xlsx.tabs.graft import put_sheet
from connectkit.stores.xlsx.tabs.tab_cells import CellWriter

READY_ROWS = 2000
"""Drop-downs and marks reach down to this row at least, so that typed rows have them too."""

_MAX_LIST = 255  # characters in a drop-down's list

Choices = Mapping[str, tuple[str, ...]]
"""``"tab.column"`` to the entries of its drop-down; overrides the schema's."""


class TabWriter:
    """Writes one tab into one empty worksheet."""

    def __init__(self, book: Workbook, sheet: Worksheet, tab: Tab, choices: Choices) -> None:
        self._book = book
        self._sheet = sheet
        self._tab = tab
        self._choices = choices
        self._columns = look.columns_of(tab)
        self._header = look.header_row(tab)
        self._cells = CellWriter(book, sheet, tab)

    def write(self, rows: Sequence[Sequence[CellValue]]) -> None:
        """The tab is complete. ``rows`` are in the order of :func:`look.columns_of`.

        Raises:
            UsageError: a text is longer than a cell can hold.
        """
        last = max(READY_ROWS, self._header + len(rows))
        for index, column in enumerate(self._columns, start=1):
            self._head(index, column)
            self._offer(index, column, last)
        for number, row in enumerate(rows, start=self._header + 1):
            self._row(number, row)
        self._mark(last)
        self._ignore_green_corners(last)
        self._view(self._header + max(1, len(rows)))
        self._paper()
        for chart in self._tab.charts:
            draw(self._book, self._sheet, self._tab, chart)

    def _head(self, index: int, column: Column) -> None:
        self._sheet.set_column(
            index - 1,
            index - 1,
            column.width,
            self._cells.column_format(column),
            {"hidden": column.hidden},
        )
        at = self._header - 1, index - 1
        self._sheet.write_string(*at, column.title, self._book.add_format(dict(look.header(column))))
        whose = "" if column.owner is Owner.USER else " Written by connectkit."
        self._sheet.data_validation(
            *at, *at, {"validate": "any", "input_title": column.title, "input_message": column.help + whose}
        )

    def _offer(self, index: int, column: Column, last: int) -> None:
        entries = self._choices.get(f"{self._tab.key}.{column.key}", column.choices)
        if not _fits_a_list(entries):
            return
        rule = {
            "validate": "list",
            "source": list(entries),
            "error_type": "warning",
            "error_title": "Not in the list",
            "error_message": f"{column.title} is usually one of: {', '.join(entries)}. Keep what you typed?"[
                :255
            ],
        }
        self._sheet.data_validation(self._header, index - 1, last - 1, index - 1, rule)

    def _row(self, number: int, row: Sequence[CellValue]) -> None:
        cells = list(zip(self._columns, row, strict=False))
        for index, (column, value) in enumerate(cells, start=1):
            self._cells.write(number, index, column, value)
        texts = [(value, column) for column, value in cells if isinstance(value, str)]
        height = look.row_height(texts, self._book.default_format_properties["font_size"])
        if height is not None:
            self._sheet.set_row(number - 1, height)

    def _mark(self, last: int) -> None:
        first = self._header + 1
        letters = {column.key: column_letter(index) for index, column in enumerate(self._columns, start=1)}
        for mark in look.MARKS.get(self._tab.key, ()):
            formula = "=" + mark.when.format(**{key: f"${letter}{first}" for key, letter in letters.items()})
            wanted = [letters[key] for key in mark.columns]
            areas = [f"{letter}{first}:{letter}{last}" for letter in wanted] or [
                f"A{first}:{column_letter(len(self._columns))}{last}"
            ]
            rule = {
                "type": "formula",
                "criteria": formula,
                "format": self._book.add_format(dict(mark.look)),
                "stop_if_true": True,
                "multi_range": " ".join(areas),
            }
            self._sheet.conditional_format(areas[0], rule)

    def _ignore_green_corners(self, last: int) -> None:
        """Numbers typed where text belongs are not called mistakes."""
        letters = [
            column_letter(index)
            for index, column in enumerate(self._columns, start=1)
            if look.typed_as_text(column)
        ]
        if letters:
            areas = " ".join(f"{letter}{self._header + 1}:{letter}{last}" for letter in letters)
            self._sheet.ignore_errors({"number_stored_as_text": areas})

    def _view(self, last: int) -> None:
        sheet, tab = self._sheet, self._tab
        if tab.banner:
            sheet.write_string(0, 0, tab.banner, self._book.add_format(dict(look.BANNER)))
            sheet.set_row(0, look.BANNER_HEIGHT)
        sheet.set_row(self._header - 1, look.HEADER_HEIGHT)
        sheet.freeze_panes(self._header, look.FREEZE.get(tab.key, 0))
        sheet.autofilter(self._header - 1, 0, last - 1, len(self._columns) - 1)
        sheet.set_tab_color(look.TAB_COLOUR[tab.owner])
        if tab.owner is Owner.TOOL:
            sheet.hide_gridlines(2)

    def _paper(self) -> None:
        sheet, tab = self._sheet, self._tab
        sheet.set_landscape()
        sheet.repeat_rows(self._header - 1)
        if tab.key in look.WIDE:
            sheet.repeat_columns(0)
            sheet.set_print_scale(80)
        else:
            sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&L&8&A&R&8&P / &N")


def _fits_a_list(entries: tuple[str, ...]) -> bool:
    """A drop-down holds its list as one text between commas."""
    together = ",".join(entries)
    return (
        bool(entries)
        and len(together) <= _MAX_LIST
        and together.count(",") == len(entries) - 1
        and '"' not in together
    )


def put_tab(
    package: Package, tab: Tab, rows: Sequence[Sequence[CellValue]], *, title: str, choices: Choices
) -> None:
    """The workbook has this tab of ours under this title, with its header and these rows and nothing else.

    ``rows`` are in the order of :func:`look.columns_of`; without any the tab is ready to be typed into.

    Raises:
        WorkbookRefused: the tab can't be made in this workbook, holds what can't be remade, or is the user's.
        UsageError: no tab can have this title, or a text is longer than a cell can hold.
    """

    if tab.owner is Owner.USER and find_sheet(package, title) is not None:
        raise errors.WorkbookRefused(
            f"The workbook has a tab {title} already, which connectkit never overwrites.",
            f"Rename it, or give connectkit's own {tab.title} tab another title in connectkit.yaml (tabs: {tab.key}).",
        )

    def build(book: Workbook, sheet: Worksheet) -> None:
        TabWriter(book, sheet, tab, choices).write(rows)

    put_sheet(package, title, build)
