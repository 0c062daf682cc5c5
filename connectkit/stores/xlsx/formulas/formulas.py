"""The formula cells of a worksheet: what each says, and which bytes hold the value it last showed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.package.sheet_xml import cell_columns
from connectkit.stores.xlsx.package.xml_tree import Edit, Node, parse
from connectkit.stores.xlsx.values.values import column_index

_SHEET_DATA = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData(?:\s[^<>]*)?>")
_ATTR = re.compile(rb"""\s([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TYPE = re.compile(rb"""\st\s*=\s*["'](?:b|d|e|n|str)["']""")


class FormulaCell(NamedTuple):
    """A cell with a formula. ``attrs`` are those of its formula element (``t``, ``ref``, ``si``).

    ``tag`` is where the cell's start tag stands in the part's bytes, ``value`` where its value does, both
    (start, stop); an empty span where it shows none.
    """

    row: int
    column: int
    text: str
    attrs: dict[str, str]
    tag: tuple[int, int]
    value: tuple[int, int]


def formula_cells(package: Package, part: str) -> list[FormulaCell]:
    """All formula cells of a worksheet, in document order."""
    data = package.read(part)
    opened = _SHEET_DATA.search(data)
    if opened is None or opened[0].endswith(b"/>"):
        return []
    stop = data.rfind(b"</" + opened[1] + b"sheetData>")
    pattern = _pattern(re.escape(opened[1]))
    expected = len(re.findall(rb"<" + re.escape(opened[1]) + rb"f[\s/>]", data[opened.end() : stop]))
    if not expected:
        return []
    if stop > 0 and b"<!" not in data:
        columns: dict[bytes, int] = {}
        found = [_cell(match, columns) for match in pattern.finditer(data, opened.end(), stop)]
        if len(found) == expected:
            return found
    return list(_by_tree(data, parse(data, part)))


def _pattern(prefix: bytes) -> re.Pattern[bytes]:
    """A cell that starts with a formula, as every usual program writes it."""
    p = prefix
    return re.compile(
        rb"(<" + p + rb"""c\s(?:[^<>]*?\s)?r=["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*>)\s*"""
        rb"<" + p + rb"f(\s[^<>]*?)?(?:/>|>([^<]*)</" + p + rb"f\s*>)\s*"
        rb"(<" + p + rb"v(?:\s[^<>]*?)?(?:/>|>[^<]*</" + p + rb"v\s*>))?"
    )


def _cell(match: re.Match[bytes], columns: dict[bytes, int]) -> FormulaCell:
    _, letters, row, attrs, raw, value = match.groups()
    if letters not in columns:
        columns[letters] = column_index(letters.decode("ascii"))
    text = raw.decode("utf-8") if raw else ""
    if "&" in text:
        text = unescape(text)
    span = match.span(6) if value else (match.end(), match.end())
    return FormulaCell(int(row), columns[letters], text, _attrs(attrs) if attrs else {}, match.span(1), span)


def _attrs(raw: bytes) -> dict[str, str]:
    return {key.decode(): unescape((one or other).decode()) for key, one, other in _ATTR.findall(raw)}


def _by_tree(data: bytes, root: Node) -> Iterator[FormulaCell]:
    """The same through a parser, for a sheet that is written in an unusual way."""
    listed = root.child("sheetData")
    row = 0
    for line in listed.all("row") if listed is not None else []:
        row = int(line.attrs.get("r", row + 1))
        for column, cell in cell_columns(line):
            formula, value = cell.child("f"), cell.child("v")
            if formula is not None:
                text = unescape(data[formula.inner : formula.stop].decode("utf-8"))
                text = text.removeprefix("<![CDATA[").removesuffix("]]>")
                span = (value.start, value.end) if value is not None else (cell.stop, cell.stop)
                yield FormulaCell(row, column, text, formula.attrs, (cell.start, cell.inner), span)


def plain_cells(package: Package, part: str, wanted: set[tuple[int, int]]) -> list[FormulaCell]:
    """The cells without a formula at these (row number, column index): where an array spills its values."""
    data = package.read(part)
    listed = parse(data, part).child("sheetData")
    found, row = [], 0
    for line in listed.all("row") if listed is not None else []:
        row = int(line.attrs.get("r", row + 1))
        for column, cell in cell_columns(line):
            value = cell.child("v")
            if (row, column) in wanted and value is not None and cell.child("f") is None:
                found.append(
                    FormulaCell(row, column, "", {}, (cell.start, cell.inner), (value.start, value.end))
                )
    return found


def without_value(data: bytes, cell: FormulaCell) -> list[Edit]:
    """The edits that leave the cell without the value it showed, as if it had never been computed."""
    start, stop = cell.value
    if start == stop:
        return []
    typed = _TYPE.search(data, *cell.tag)
    dropped = [Edit(typed.start(), typed.end(), b"")] if typed else []
    return [*dropped, Edit(start, stop, b"")]
