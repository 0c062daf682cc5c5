"""One sheet made by XlsxWriter in memory, rewritten so that it can stand in another workbook.

The sheet XML comes from XlsxWriter, so its spelling is known (and pinned by a test): numbers of formats and of
shared strings are replaced where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.exceptions import InvalidWorksheetName
from xlsxwriter.worksheet import Worksheet

from connectkit.errors import UsageError
from connectkit.stores.xlsx.edit.restyle import Numbers
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.package.xml_tree import Node, escape, parse, tag

Build = Callable[[Workbook, Worksheet], None]
"""Fills an empty worksheet of a workbook that holds nothing else."""

PLAIN_TEXT: Mapping[str, object] = {
    "in_memory": True,
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
}
"""Options under which no text becomes a link, a formula or a number."""

# Nobody reads it, and a fixed one makes the same rows the same bytes.
CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - the file format has no zone here

_STRING_CELL = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="s"><v>([0-9]+)</v></c>')
_CELL_STYLE = re.compile(rb'(<c r="[A-Z]+[0-9]+" s=")([0-9]+)"')
_ROW_STYLE = re.compile(rb'(<row [^>]*? s=")([0-9]+)"')
_COL_STYLE = re.compile(rb'(<col [^>]*? style=")([0-9]+)"')
_MARK = re.compile(rb'(<cfRule [^>]*? dxfId=")([0-9]+)"')
_FIXED_HEIGHT = re.compile(rb'(<row [^>]*) customHeight="1"')
_COL = re.compile(rb'<col min="([0-9]+)" max="([0-9]+)"[^>]*/>')
_VIEW = re.compile(rb"<sheetView [^>]*>")
_CARRIED_VIEW = ("tabSelected", "zoomScale", "zoomScaleNormal")


class Kept(NamedTuple):
    """What a rewritten sheet keeps of the one it replaces.

    ``widths`` maps column index to (width, hidden), empty when the former sheet had other columns.
    ``view`` are attributes of its view: whether it is the selected tab, and its zoom.
    """

    widths: Mapping[int, tuple[str, bool]] = {}
    view: Mapping[str, str] = {}
    code_name: str = ""


def make(title: str, build: Build, *, date1904: bool, font: Mapping[str, object]) -> Package:
    """A workbook of this one sheet.

    Raises:
        UsageError: no sheet can have this title.
    """
    out = BytesIO()
    options = {**PLAIN_TEXT, "date_1904": date1904, "default_format_properties": dict(font)}
    book = Workbook(out, options)
    book.set_properties({"created": CREATED})
    try:
        sheet = book.add_worksheet(title)
    except InvalidWorksheetName:
        raise UsageError(
            f"A tab can't be called {title!r}.",
            "Choose a title of at most 31 characters without : \\ / ? * [ ] and without a quote at either end.",
        ) from None
    build(book, sheet)
    book.close()
    return Package.from_bytes(out.getvalue())


def numbers_used(sheet_xml: bytes) -> tuple[set[int], set[int]]:
    """The numbers of the cell formats and of the conditional formats a made sheet uses."""
    cells = {
        int(found[1]) for style in (_CELL_STYLE, _ROW_STYLE, _COL_STYLE) for found in style.findall(sheet_xml)
    }
    return cells, {int(found[1]) for found in _MARK.findall(sheet_xml)}


def fit(sheet_xml: bytes, strings_xml: bytes, numbers: Numbers, kept: Kept) -> bytes:
    """The made sheet as it stands in the user's workbook: their formats, its texts in its own cells."""
    xml = _with_numbers(sheet_xml, numbers)
    xml = _with_texts(xml, _strings(strings_xml))
    xml = _with_widths(let_rows_grow(xml), kept.widths)
    return _with_code_name(_with_view(xml, kept.view), kept.code_name)


def let_rows_grow(sheet_xml: bytes) -> bytes:
    """The sheet as XlsxWriter wrote it, with row heights that follow the text once a cell is edited."""
    return _FIXED_HEIGHT.sub(rb"\1", sheet_xml)


def _with_numbers(xml: bytes, numbers: Numbers) -> bytes:
    def cell(found: re.Match[bytes]) -> bytes:
        return b'%s%d"' % (found[1], numbers.cells[int(found[2])])

    def mark(found: re.Match[bytes]) -> bytes:
        return b'%s%d"' % (found[1], numbers.marks[int(found[2])])

    for pattern in (_CELL_STYLE, _ROW_STYLE, _COL_STYLE):
        xml = pattern.sub(cell, xml)
    return _MARK.sub(mark, xml)


def _strings(strings_xml: bytes) -> list[bytes]:
    """The content of each shared string."""
    if not strings_xml:
        return []
    return [strings_xml[node.inner : node.stop] for node in parse(strings_xml, "sharedStrings").all("si")]


def _with_texts(xml: bytes, strings: list[bytes]) -> bytes:
    """Texts stand in their cells, so that the user's shared strings need no change and never grow."""

    def text(found: re.Match[bytes]) -> bytes:
        return b'%s t="inlineStr"><is>%s</is></c>' % (found[1], strings[int(found[2])])

    return _STRING_CELL.sub(text, xml)


def _with_widths(xml: bytes, widths: Mapping[int, tuple[str, bool]]) -> bytes:
    """One element for each column, so that the first run and all later ones write the same."""

    def columns(found: re.Match[bytes]) -> bytes:
        made = parse(found[0], "cols").attrs
        split = []
        for index in range(int(made["min"]), int(made["max"]) + 1):
            width, hidden = widths.get(index, (made.get("width", ""), "hidden" in made))
            attrs = {"min": str(index), "max": str(index), "width": width, "style": made.get("style", "")}
            attrs |= {"hidden": "1" if hidden else "", "customWidth": "1" if width else ""}
            split.append(tag("col", {key: value for key, value in attrs.items() if value}))
        return b"".join(split)

    return _COL.sub(columns, xml)


def _with_view(xml: bytes, carried: Mapping[str, str]) -> bytes:
    """The sheet is not selected unless it was, or the user would type into two tabs at once."""
    view = _VIEW.search(xml)
    if view is None:
        return xml
    gone = "|".join(("tabSelected", *carried)).encode()
    new = re.sub(rb' (?:%s)="[^"]*"' % gone, b"", view[0])
    said = "".join(f' {key}="{escape(value)}"' for key, value in carried.items()).encode()
    new = new.replace(b" workbookViewId=", said + b" workbookViewId=")
    return xml[: view.start()] + new + xml[view.end() :]


def _with_code_name(xml: bytes, name: str) -> bytes:
    """Macros know a sheet by this name."""
    if not name:
        return xml
    said = f' codeName="{escape(name)}"'.encode()
    if b"<sheetPr" in xml:
        return re.sub(rb"<sheetPr(?=[ />])", lambda _: b"<sheetPr" + said, xml, count=1)
    return xml.replace(b"<dimension", b"<sheetPr" + said + b"/><dimension", 1)


def kept_of(old: Node, columns: int) -> Kept:
    """What a sheet of this many columns keeps of the former one."""
    sheet_pr, views = old.child("sheetPr"), old.child("sheetViews")
    view = views.child("sheetView") if views is not None else None
    attrs = view.attrs if view is not None else {}
    return Kept(
        _widths(old) if _width(old) == columns else {},
        {key: attrs[key] for key in _CARRIED_VIEW if attrs.get(key, "0") not in ("0", "false")},
        sheet_pr.attrs.get("codeName", "") if sheet_pr is not None else "",
    )


def columns_made(made: Node) -> int:
    """How many columns the sheet has."""
    return _width(made)


def _width(sheet: Node) -> int:
    dimension = sheet.child("dimension")
    last = re.search(r"([A-Z]+)[0-9]*$", dimension.attrs.get("ref", "")) if dimension is not None else None
    index = 0
    for letter in last[1] if last else "":
        index = index * 26 + ord(letter) - 64
    return index


def _widths(sheet: Node) -> dict[int, tuple[str, bool]]:
    listed = sheet.child("cols")
    widths: dict[int, tuple[str, bool]] = {}
    for node in listed.all("col") if listed is not None else []:
        attrs = node.attrs
        if "width" in attrs:
            # A column list may go to the end of the grid.
            for index in range(int(attrs["min"]), min(int(attrs["max"]), 256) + 1):
                widths[index] = (attrs["width"], attrs.get("hidden", "0") in ("1", "true"))
    return widths
