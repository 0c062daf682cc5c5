"""Columns of ours added at the right of a user's tab: header, width, drop-down, and marks for what is due.

They take the looks of the sheet they join: the header is the neighbour's, in grey italics where connectkit writes
the column; dates show as the sheet's other dates do. Nothing of the user's own columns is formatted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from string import Formatter

from connectkit.model import TabLayout, column_letter
from connectkit.schema import Column, Kind, Owner, Tab
from connectkit.stores.xlsx.edit.restyle import restyle
from connectkit.stores.xlsx.edit.splice import SheetEditor, Write
from connectkit.stores.xlsx.edit.styles import SHORT_DATE, TEXT, Look
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.package.xml_tree import Edit, Node, escape, insert_into, set_attrs, tag
from connectkit.stores.xlsx.tabs import look
from connectkit.stores.xlsx.values.values import MAX_ROWS

Choices = Mapping[str, tuple[str, ...]]
Added = Mapping[str, tuple[int, str]]
_PADDING = 0.7109375  # what a column is wider than its characters
_MAX_LIST = 255


def mark_numbers(package: Package, looks: Sequence[look.Properties]) -> list[int]:
    """The numbers of these looks among the workbook's conditional formats, where they are found or added."""
    if not looks:
        return []
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for properties in looks:
        rule = {"type": "formula", "criteria": "=TRUE", "format": book.add_format(dict(properties))}
        sheet.conditional_format("A1", rule)
    book.close()
    ours = Package.from_bytes(out.getvalue())
    rules = [node for node in ours.tree(ours.sheets()[0].part).walk() if node.tag == "cfRule"]
    numbers = [int(node.attrs["dxfId"]) for node in rules]
    theirs = restyle(package, ours.read(ours.part_of_kind("styles") or ""), (), set(numbers)).marks
    return [theirs[number] for number in numbers]


def marks_for(tab: Tab, layout: TabLayout, added: Added) -> list[tuple[look.Mark, tuple[str, ...]]]:
    """The marks that tint an added column, each with the added columns it tints."""
    found = []
    for mark in look.MARKS.get(tab.key, ()):
        asked = {name for _, name, _, _ in Formatter().parse(mark.when) if name}
        tinted = tuple(key for key in (mark.columns or tuple(added)) if key in added)
        if tinted and asked <= layout.columns.keys():
            found.append((mark, tinted))
    return found


class ColumnMaker:
    """Adds columns to one sheet through its editor; ``marks`` are numbered as :func:`mark_numbers` gave them."""

    def __init__(self, editor: SheetEditor, tab: Tab, layout: TabLayout, added: Added) -> None:
        self._editor, self._xml = editor, editor.xml
        self._tab, self._layout, self._added = tab, layout, added

    def add(
        self, choices: Choices, marks: Sequence[tuple[look.Mark, tuple[str, ...]]], numbers: Sequence[int]
    ) -> None:
        """The editor will write the columns.

        Raises:
            Refused: a header would stand inside merged cells.
        """
        self._headers()
        self._editor.edits += self._widths()
        # Where a sheet has neither, both go to one place, and marks must stand before drop-downs.
        self._editor.edits += self._marks(marks, numbers)
        self._editor.edits += self._offers(choices)

    def _columns(self) -> list[tuple[int, str, Column]]:
        return sorted((index, title, self._tab.column(key)) for key, (index, title) in self._added.items())

    # --- headers and widths

    def _headers(self) -> None:
        row = self._layout.header_row
        old = [index for key, index in self._layout.columns.items() if key not in self._added]
        for index, title, column in self._columns():
            own = self._editor.style_at(row, index)
            near = max((at for at in old if at < index), default=0)
            style = own or (self._editor.style_at(row, near) if near else 0)
            if column.owner is Owner.TOOL:
                style = self._editor.styles.derive(style, Look(muted=True))
            self._editor.put(row, index, Write(title, style))

    def _body_style(self, base: int, column: Column) -> int:
        styles = self._editor.styles
        if column.kind is Kind.DATE:
            return styles.derive(base, Look(number=self._date_format()))
        if look.typed_as_text(column):
            return styles.derive(base, Look(number=TEXT, wrapped=column.kind is Kind.LONG))
        return styles.derive(base, Look(wrapped=column.kind is Kind.LONG))

    def _date_format(self) -> int:
        """The format of the sheet's other dates, else the short date of the reader's own country."""
        for key, index in self._layout.columns.items():
            if self._tab.column(key).kind is Kind.DATE and key not in self._added:
                used = self._xml.styles_in_column(column_letter(index))
                number = self._editor.styles.usual_date_format(used)
                if number is not None:
                    return number
        return SHORT_DATE

    def _widths(self) -> list[Edit]:
        wanted = {index: column for index, _, column in self._columns()}
        listed = self._xml.child("cols")
        if listed is None:
            new = b"".join(self._col(index, column, 0) for index, column in wanted.items())
            return [self._xml.insert("cols", tag(self._xml.name("cols"), {}, new.decode("ascii")))]
        edits: list[Edit] = []
        placed: dict[int, bytes] = {}
        nodes = listed.all("col")
        for node in nodes:
            inside = [index for index in wanted if int(node.attrs["min"]) <= index <= int(node.attrs["max"])]
            if inside:
                edits.append(
                    Edit(node.start, node.end, self._split(node, {i: wanted.pop(i) for i in inside}))
                )
        for index, column in wanted.items():
            at = next((node.start for node in nodes if int(node.attrs["min"]) > index), listed.stop)
            placed[at] = placed.get(at, b"") + self._col(index, column, 0)
        return edits + [Edit(at, at, new) for at, new in placed.items()]

    def _split(self, node: Node, wanted: Mapping[int, Column]) -> bytes:
        """A run of columns with ours cut out of it."""
        at, last = int(node.attrs["min"]), int(node.attrs["max"])
        pieces = b""
        for index in [*sorted(wanted), last + 1]:
            if index > at:
                pieces += tag(node.tag, {**node.attrs, "min": str(at), "max": str(index - 1)})
            if index <= last:
                pieces += self._col(index, wanted[index], int(node.attrs.get("style", "0")))
            at = index + 1
        return pieces

    def _col(self, index: int, column: Column, base: int) -> bytes:
        attrs = {"min": str(index), "max": str(index), "width": str(column.width + _PADDING)}
        style = self._editor.new_columns[index] = self._body_style(base, column)
        attrs |= {"style": str(style)} if style else {}
        attrs |= {"hidden": "1"} if column.hidden else {}
        return tag(self._xml.name("col"), {**attrs, "customWidth": "1"})

    # --- drop-downs

    def _offers(self, choices: Choices) -> list[Edit]:
        new = [self._help(index, column) for index, _, column in self._columns()]
        for index, title, column in self._columns():
            entries = choices.get(f"{self._tab.key}.{column.key}", column.choices)
            if column.owner is Owner.USER and _fits_a_list(entries):
                new.append(self._offer(index, title, entries))
        listed = self._xml.child("dataValidations")
        if listed is None:
            attrs = {"count": str(len(new))}
            whole = tag(self._xml.name("dataValidations"), attrs, b"".join(new).decode("utf-8"))
            return [self._xml.insert("dataValidations", whole)]
        count = str(len(listed.all("dataValidation")) + len(new))
        if listed.closed:
            attrs = {**listed.attrs, "count": count}
            return [Edit(listed.start, listed.end, tag(listed.tag, attrs, b"".join(new).decode("utf-8")))]
        return [
            set_attrs(self._xml.data, listed, {"count": count}),
            insert_into(self._xml.data, listed, b"".join(new)),
        ]

    def _help(self, index: int, column: Column) -> bytes:
        """A hint that shows while the header is selected."""
        whose = "" if column.owner is Owner.USER else " Written by connectkit."
        attrs = {
            "allowBlank": "1",
            "showInputMessage": "1",
            "promptTitle": column.title[:32],
            "prompt": (column.help + whose)[:255],
        }
        return tag(
            self._xml.name("dataValidation"),
            {**attrs, "sqref": f"{column_letter(index)}{self._layout.header_row}"},
        )

    def _offer(self, index: int, title: str, entries: tuple[str, ...]) -> bytes:
        attrs = {
            "type": "list",
            "errorStyle": "warning",
            "allowBlank": "1",
            "showInputMessage": "1",
            "showErrorMessage": "1",
            "errorTitle": "Not in the list",
            "error": f"{title} is usually one of: {', '.join(entries)}. Keep what you typed?"[:255],
            "sqref": self._below(index),
        }
        formula = self._xml.name("formula1")
        inner = f"<{formula}>{escape(chr(34) + ','.join(entries) + chr(34))}</{formula}>"
        return tag(self._xml.name("dataValidation"), attrs, inner)

    def _below(self, index: int) -> str:
        letter = column_letter(index)
        return f"{letter}{self._layout.header_row + 1}:{letter}{MAX_ROWS}"

    def _areas(self, indices: Sequence[int]) -> str:
        """The cells below the header in these columns, neighbours as one area."""
        starts = [index for index in indices if index - 1 not in indices]
        ends = [index for index in indices if index + 1 not in indices]
        return " ".join(
            f"{self._below(start).partition(':')[0]}:{self._below(end).partition(':')[2]}"
            for start, end in zip(starts, ends, strict=True)
        )

    # --- marks

    def _marks(
        self, marks: Sequence[tuple[look.Mark, tuple[str, ...]]], numbers: Sequence[int]
    ) -> list[Edit]:
        ranks = [
            int(node.attrs.get("priority", "0"))
            for node in self._xml.root.walk()
            if node.tag == self._xml.name("cfRule")
        ]
        first = self._layout.header_row + 1
        letters = {key: f"${column_letter(index)}{first}" for key, index in self._layout.columns.items()}
        rank, new = max(ranks, default=0), b""
        for (mark, tinted), number in zip(marks, numbers, strict=True):
            rank += 1
            rule = {"type": "expression", "dxfId": str(number), "priority": str(rank), "stopIfTrue": "1"}
            formula = self._xml.name("formula")
            inner = f"<{formula}>{escape(mark.when.format(**letters))}</{formula}>"
            areas = self._areas(sorted(self._layout.columns[key] for key in tinted))
            made = tag(self._xml.name("cfRule"), rule, inner).decode("utf-8")
            new += tag(self._xml.name("conditionalFormatting"), {"sqref": areas}, made)
        return [self._xml.insert("conditionalFormatting", new)] if new else []


def _fits_a_list(entries: tuple[str, ...]) -> bool:
    """A drop-down holds its list as one text between commas."""
    together = ",".join(entries)
    plain = together.count(",") == len(entries) - 1 and '"' not in together
    return bool(entries) and plain and len(together) <= _MAX_LIST
