"""One worksheet's XML cut into what edits need: where each row stands, and a tree of all that is not rows.

The rows of a large sheet are never parsed whole: a row is, when a cell in it changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from connectkit.errors import WorkbookRefused
from connectkit.stores.xlsx.package.package import OFFICE_RELS, STRICT_RELS, Package, Sheet
from connectkit.stores.xlsx.package.xml_tree import Edit, Node, parse
from connectkit.stores.xlsx.values.values import MAX_ROWS, area, column_index

_SHEET_DATA = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData(?:\s[^<>]*)?/?>")
_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d{1,7})["']""")
_BLOCK = re.compile(rb"""<(?:[\w.-]+:)?f\s[^<>]*?\bt=["'](?:array|dataTable)["'][^<>]*>""")
_REF = re.compile(rb"""\sref\s*=\s*["']([A-Z0-9:$]+)["']""")

ORDER = {
    name: place
    for place, name in enumerate(
        [
            "sheetPr",
            "dimension",
            "sheetViews",
            "sheetFormatPr",
            "cols",
            "sheetData",
            "sheetCalcPr",
            "sheetProtection",
            "protectedRanges",
            "scenarios",
            "autoFilter",
            "sortState",
            "dataConsolidate",
            "customSheetViews",
            "mergeCells",
            "phoneticPr",
            "conditionalFormatting",
            "dataValidations",
            "hyperlinks",
            "printOptions",
            "pageMargins",
            "pageSetup",
            "headerFooter",
            "rowBreaks",
            "colBreaks",
            "customProperties",
            "cellWatches",
            "ignoredErrors",
            "smartTags",
            "drawing",
            "legacyDrawing",
            "legacyDrawingHF",
            "drawingHF",
            "picture",
            "oleObjects",
            "controls",
            "webPublishItems",
            "tableParts",
            "extLst",
        ]
    )
}
"""The order in which a worksheet's elements must stand."""


class RowSpan(NamedTuple):
    """Where a row stands in the sheet's bytes: its element, and the content inside (empty for ``<row/>``)."""

    number: int
    start: int
    end: int


class SheetXml:
    """One sheet's bytes, rows and other elements; offsets are into :attr:`data`."""

    def __init__(self, package: Package, sheet: Sheet) -> None:
        self.sheet = sheet
        self.data = data = package.read(sheet.part)
        opened = _SHEET_DATA.search(data)
        if opened is None or sheet.kind != "worksheet":
            raise self._odd("has no cells")
        self.prefix = opened[1].decode("ascii")
        self.data_start, self.body = opened.span()
        self.empty = opened[0].endswith(b"/>")
        close = b"</" + opened[1] + b"sheetData>"
        self.body_end = self.body if self.empty else data.rfind(close)
        if self.body_end < 0 or b"<!" in data[self.body : self.body_end]:
            raise self._odd("holds XML that no spreadsheet program writes")
        self.root = self._outside(sheet.part)
        if self.root.prefix != self.prefix or self.root.child("sheetData") is None:
            raise self._odd("holds XML that no spreadsheet program writes")
        self.rows = list(self._rows())
        self.spans = {span.number: span for span in self.rows}

    def _odd(self, what: str) -> WorkbookRefused:
        return WorkbookRefused(
            f"The sheet {self.sheet.name} {what}, so its cells can't be changed safely.",
            "Open the workbook in your spreadsheet program, save it as .xlsx under a new name, and use that file.",
        )

    def _outside(self, part: str) -> Node:
        """The tree of the sheet without its rows."""
        root = parse(self.data[: self.body] + self.data[self.body_end :], part)
        gap = self.body_end - self.body
        for node in root.walk():
            for name in ("start", "inner", "stop", "end"):
                if getattr(node, name) > self.body:
                    setattr(node, name, getattr(node, name) + gap)
        data = root.child("sheetData")
        if data is not None:
            data.stop = self.body_end
        return root

    def _rows(self) -> Iterator[RowSpan]:
        tag = re.escape(self.prefix.encode("ascii"))
        opening = re.compile(rb"<" + tag + rb"row(\s[^<>]*?)?(/?)>")
        closing = b"</" + self.prefix.encode("ascii") + b"row>"
        number = 0
        for found in opening.finditer(self.data, self.body, self.body_end):
            given = _NUMBER.search(found[1] or b"")
            after = int(given[1]) if given else number + 1
            if not number < after <= MAX_ROWS:
                raise self._odd(f"has its row {after} out of order")
            number = after
            end = found.end() if found[2] else self.data.index(closing, found.end()) + len(closing)
            yield RowSpan(number, found.start(), end)

    def name(self, local: str) -> str:
        """The tag of a worksheet element in this sheet's prefix."""
        return self.prefix + local

    def row(self, span: RowSpan) -> Node:
        """The row and its cells; offsets count from the row's start."""
        return parse(self.data[span.start : span.end], self.sheet.part)

    def child(self, local: str) -> Node | None:
        """The worksheet's child of this name."""
        return self.root.child(local)

    def insert(self, local: str, new: bytes) -> Edit:
        """The edit that puts a new child where the order of a worksheet wants it."""
        place = ORDER[local]
        for node in self.root.children:
            # What stands in another namespace (a choice between versions) comes late in every sheet.
            theirs = (
                ORDER.get(node.tag.removeprefix(self.prefix), len(ORDER))
                if node.prefix == self.prefix
                else len(ORDER)
            )
            if theirs > place:
                return Edit(node.start, node.start, new)
        return Edit(self.root.stop, self.root.stop, new)

    def rel_prefix(self) -> str | None:
        """The prefix that stands for relationships in this sheet, with its colon; None if undeclared."""
        for key, value in self.root.attrs.items():
            if key.startswith("xmlns:") and value in (OFFICE_RELS, STRICT_RELS):
                return key.removeprefix("xmlns:") + ":"
        return None

    def merged(self) -> list[tuple[int, int, int, int]]:
        """The merged areas: first row, first column, last row, last column."""
        listed = self.child("mergeCells")
        return [area(node.attrs["ref"]) for node in listed.all("mergeCell")] if listed is not None else []

    def formula_blocks(self) -> list[tuple[int, int, int, int]]:
        """The areas filled by one array formula or data table."""
        blocks = []
        for found in _BLOCK.finditer(self.data, self.body, self.body_end):
            reference = _REF.search(found[0])
            if reference:
                blocks.append(area(reference[1].decode("ascii")))
        return blocks

    def column_styles(self) -> list[tuple[int, int, int]]:
        """(first column, last column, cell format) for every formatted run of columns."""
        listed = self.child("cols")
        found = []
        for node in listed.all("col") if listed is not None else []:
            low, high = int(node.attrs["min"]), int(node.attrs["max"])
            found.append((low, high, int(node.attrs.get("style", "0"))))
        return found

    def styles_in_column(self, letters: str) -> list[int]:
        """The cell formats used in a column, one per cell that names one."""
        tag = re.escape(self.prefix.encode("ascii"))
        cell = re.compile(rb"<" + tag + rb'c r="' + letters.encode("ascii") + rb'\d+" s="(\d+)"')
        return [int(found) for found in cell.findall(self.data, self.body, self.body_end)]


def cell_columns(row: Node) -> list[tuple[int, Node]]:
    """The cells of a row with their column indices, implied ones counted out."""
    column, cells = 0, []
    for node in row.all("c"):
        reference = node.attrs.get("r")
        column = column + 1 if reference is None else column_index(reference.rstrip("0123456789"))
        cells.append((column, node))
    return cells
