"""Cells of a worksheet set, cleared and added by cutting bytes into its XML.

All other bytes of the sheet stay as they were. What can't be written without damage (a formula, the inside of a
merged area) is refused by the cell's name, before anything is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from connectkit.errors import WorkbookRefused
from connectkit.model import CellValue, Link, cell_name, column_letter
from connectkit.stores.xlsx.edit.hyperlinks import Hyperlinks
from connectkit.stores.xlsx.edit.styles import DATE_AND_TIME, SHORT_DATE, Look, Styles
from connectkit.stores.xlsx.package.package import Package, Sheet
from connectkit.stores.xlsx.package.sheet_xml import RowSpan, SheetXml, cell_columns
from connectkit.stores.xlsx.package.xml_tree import Edit, Node, insert_into, set_attrs, splice, start_tag, tag
from connectkit.stores.xlsx.values.cell_text import Stored, stored
from connectkit.stores.xlsx.values.values import MAX_COLUMNS, MAX_ROWS, area

_LEAVE = "Nothing was written. Put a plain value there, or move the column, and run again."


class Write(NamedTuple):
    """One cell's new value. ``style`` is the format of a cell that has none of its own; None inherits it.

    ``own_formula``: a formula that stands there is connectkit's own and may go.
    """

    value: CellValue
    style: int | None = None
    own_formula: bool = False


class SheetEditor:
    """The changes of one run to one sheet; :meth:`apply` writes them into the package."""

    def __init__(self, package: Package, sheet: Sheet, styles: Styles) -> None:
        self.xml = SheetXml(package, sheet)
        self.styles = styles
        self.edits: list[Edit] = []
        self._package = package
        self._writes: dict[int, dict[int, Write]] = {}
        self._texts: dict[tuple[int, int], Stored | None] = {}
        self._heights: dict[int, float] = {}
        self._links = Hyperlinks(package, self.xml)
        self._merged = self.xml.merged()
        self._blocks = self.xml.formula_blocks()
        self._columns = self.xml.column_styles()
        self.new_columns: dict[int, int] = {}  # column index to its cell format
        self._date_formats: dict[int, int] = {}
        self._date1904 = package.date1904

    def put(self, row: int, column: int, write: Write) -> None:
        """The cell will hold this value; empty clears it and keeps its format.

        Raises:
            Refused: the value can't stand in a cell, or a cell there can't be written without damage.
        """
        if row > MAX_ROWS or column > MAX_COLUMNS:
            raise WorkbookRefused(
                f"The sheet {self.xml.sheet.name} is full.",
                "Move old rows or unused columns to another sheet.",
            )
        where = self._where(row, column)
        for top, left, bottom, right in self._merged:
            if top <= row <= bottom and left <= column <= right and (row, column) != (top, left):
                raise WorkbookRefused(f"{where} is inside merged cells, so it can't hold a value.", _LEAVE)
        for top, left, bottom, right in self._blocks:
            if top <= row <= bottom and left <= column <= right:
                raise WorkbookRefused(f"{where} belongs to an array formula or a data table.", _LEAVE)
        self._texts[row, column] = self._stored(write.value, row, column)
        if isinstance(write.value, Link):
            self._links.set(row, column, write.value.url, where)
        self._writes.setdefault(row, {})[column] = write

    def unlink(self, row: int, column: int) -> None:
        """The cell no longer opens anything."""
        self._links.drop(row, column, self._where(row, column))

    def append(
        self, row: int, values: Mapping[int, CellValue], above: range, *, height: float | None = None
    ) -> None:
        """The row will hold these values, in the formats used most in the rows ``above``.

        ``height`` in points is for a row the sheet does not have yet: LibreOffice makes a row without one a line high.

        Raises:
            Refused: a value can't stand in a cell, or a cell there can't be written without damage.
        """
        looks = self.looks_above(above, values)
        if height is not None:
            self._heights[row] = height
        span = self.xml.spans.get(row)
        formatted = dict(cell_columns(self.xml.row(span))) if span is not None else {}
        for column, value in values.items():
            self.put(row, column, Write(value, None if column in formatted else looks.get(column)))

    def looks_above(self, rows: range, columns: Iterable[int]) -> Mapping[int, int]:
        """For each column the format used most in these rows; columns without cells there are left out."""
        seen: dict[int, list[int]] = {column: [] for column in columns}
        for number in rows:
            span = self.xml.spans.get(number)
            for column, node in cell_columns(self.xml.row(span)) if span is not None else []:
                if column in seen:
                    seen[column].append(int(node.attrs.get("s", "0")))
        return {column: max(styles, key=styles.count) for column, styles in seen.items() if styles}

    def style_at(self, row: int, column: int) -> int:
        """The format of a cell; its row's or its column's where there is no cell."""
        span = self.xml.spans.get(row)
        node = self.xml.row(span) if span is not None else None
        cells = dict(cell_columns(node)) if node is not None else {}
        return int(cells[column].attrs.get("s", "0")) if column in cells else self._inherited(node, column)

    def apply(self) -> set[str]:
        """The names of the cells changed; the sheet, its links and new formats are in the package."""
        self.edits += self._row_edits()
        self.edits += self._links.edits()
        self._grow_dimension()
        self._package.put(self.xml.sheet.part, splice(self.xml.data, self.edits))
        return {cell_name(row, column) for row, cells in self._writes.items() for column in cells}

    def _where(self, row: int, column: int) -> str:
        return f"{self.xml.sheet.name}!{cell_name(row, column)}"

    def _stored(self, value: CellValue, row: int, column: int) -> Stored | None:
        where = self._where(row, column)
        return stored(value, where, date1904=self._date1904, prefix=self.xml.prefix)

    # --- rows

    def _row_edits(self) -> list[Edit]:
        spans, edits = self.xml.spans, []
        for number in sorted(self._writes):
            if number in spans:
                edits += self._changed_row(spans[number], self._writes[number])
        if self.xml.empty:
            added = b"".join(self._new_row(number) for number in sorted(self._writes))
            opened = self.xml.data[self.xml.data_start : self.xml.body].removesuffix(b"/>").rstrip() + b">"
            closed = f"</{self.xml.name('sheetData')}>".encode()
            return [Edit(self.xml.data_start, self.xml.body, opened + added + closed)] if added else []
        return edits + self._new_rows(sorted(self._writes.keys() - spans.keys()))

    def _new_rows(self, numbers: list[int]) -> list[Edit]:
        """One edit for each gap that rows are added in."""
        gaps: dict[int, list[bytes]] = {}
        spans, at = self.xml.rows, 0
        for number in numbers:
            while at < len(spans) and spans[at].number < number:
                at += 1
            place = spans[at].start if at < len(spans) else self.xml.body_end
            gaps.setdefault(place, []).append(self._new_row(number))
        return [Edit(place, place, b"".join(new)) for place, new in gaps.items() if any(new)]

    def _new_row(self, number: int) -> bytes:
        writes = self._writes[number]
        cells = b"".join(self._new_cell(number, column, writes[column], None) for column in sorted(writes))
        height = {"ht": f"{self._heights[number]:g}"} if number in self._heights else {}
        attributes = {"r": str(number), **height}
        return tag(self.xml.name("row"), attributes, cells.decode("utf-8")) if cells else b""

    def _changed_row(self, span: RowSpan, writes: Mapping[int, Write]) -> list[Edit]:
        """The edits in one row, in the sheet's offsets."""
        data = self.xml.data[span.start : span.end]
        row = self.xml.row(span)
        cells = cell_columns(row)
        standing = dict(cells)
        edits: list[Edit] = []
        added: dict[int, bytes] = {}
        for column in sorted(writes):
            if column in standing:
                node = standing[column]
                edits.append(
                    Edit(
                        node.start, node.end, self._replaced(data, node, span.number, column, writes[column])
                    )
                )
            else:
                following = next((node.start for index, node in cells if index > column), row.stop)
                new = self._new_cell(span.number, column, writes[column], row)
                added[following] = added.get(following, b"") + new
        if row.closed and any(added.values()):
            opened = insert_into(data, row, b"".join(added.values()))
            edits = [opened]
        else:
            edits += [Edit(at, at, new) for at, new in added.items() if new]
        edits = [edit for edit in edits if data[edit.start : edit.stop] != edit.new]
        if edits and not row.closed:
            edits += self._spans(data, row, writes)
        return [Edit(edit.start + span.start, edit.stop + span.start, edit.new) for edit in edits]

    def _spans(self, data: bytes, row: Node, writes: Mapping[int, Write]) -> list[Edit]:
        """The row's hint of its first and last column is widened, or dropped where it names several runs."""
        hint = row.attrs.get("spans")
        if hint is None:
            return []
        low, _, high = hint.partition(":")
        if not (low.isdigit() and high.isdigit()):
            return [set_attrs(data, row, {"spans": None})]
        wide = f"{min(int(low), *writes)}:{max(int(high), *writes)}"
        return [set_attrs(data, row, {"spans": wide})] if wide != hint else []

    # --- cells

    def _inherited(self, row: Node | None, column: int) -> int:
        if row is not None and row.attrs.get("customFormat", "0") in ("1", "true"):
            return int(row.attrs.get("s", "0"))
        if column in self.new_columns:
            return self.new_columns[column]
        return next((style for low, high, style in self._columns if low <= column <= high), 0)

    def _new_cell(self, row: int, column: int, write: Write, parent: Node | None) -> bytes:
        value = self._texts[row, column]
        if value is None and write.style is None:
            return b""
        style = self._inherited(parent, column) if write.style is None else write.style
        return self._cell({"r": cell_name(row, column)}, self._fitting(style, value, column), value)

    def _replaced(self, data: bytes, node: Node, row: int, column: int, write: Write) -> bytes:
        self._check_formula(node, row, column, write)
        value = self._texts[row, column]
        own = int(node.attrs.get("s", "0"))
        style = self._fitting(own if write.style is None else write.style, value, column)
        if value is None and not node.children and style == own:
            return data[node.start : node.end]
        kept = {"r": node.attrs["r"]} if "r" in node.attrs else {}
        return self._cell(kept, style, value)

    def _check_formula(self, node: Node, row: int, column: int, write: Write) -> None:
        formula = node.child("f")
        if formula is None:
            return
        if not write.own_formula or formula.attrs.get("t", "normal") != "normal":
            where = self._where(row, column)
            raise WorkbookRefused(f"{where} holds a formula, which connectkit never overwrites.", _LEAVE)

    def _cell(self, attrs: dict[str, str], style: int, value: Stored | None) -> bytes:
        name = self.xml.name("c")
        if style:
            attrs["s"] = str(style)
        if value is None:
            return tag(name, attrs)
        if value.kind:
            attrs["t"] = value.kind
        return start_tag(name, attrs) + value.inner.encode("utf-8") + f"</{name}>".encode()

    def _fitting(self, style: int, value: Stored | None, column: int) -> int:
        """The cell format in which this value shows as what it is."""
        if value is None:
            return style
        if value.day and not self.styles.shows_day(style):
            number = DATE_AND_TIME if value.moment else self._date_format(column)
            return self.styles.derive(style, Look(number=number, quoted=False))
        if value.risky or (self.styles.quoted(style) and value.kind != "inlineStr"):
            return self.styles.derive(style, Look(quoted=value.risky))
        return style

    def _date_format(self, column: int) -> int:
        if column not in self._date_formats:
            used = self.xml.styles_in_column(column_letter(column))
            usual = self.styles.usual_date_format(used)
            self._date_formats[column] = SHORT_DATE if usual is None else usual
        return self._date_formats[column]

    def _grow_dimension(self) -> None:
        node = self.xml.child("dimension")
        cells = [
            (row, column)
            for row, writes in self._writes.items()
            for column, write in writes.items()
            if write.value not in (None, "")
        ]
        if node is None or not cells:
            return
        try:
            top, left, bottom, right = area(node.attrs.get("ref", ""))
        except ValueError:
            return
        top, left = min(top, min(row for row, _ in cells)), min(left, min(column for _, column in cells))
        bottom, right = (
            max(bottom, max(row for row, _ in cells)),
            max(right, max(column for _, column in cells)),
        )
        reference = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
        if reference != node.attrs["ref"]:
            self.edits.append(set_attrs(self.xml.data, node, {"ref": reference}))
