"""Worksheets as rows of raw cells, read straight from the snapshot.

Made for speed: one pass, no object per cell. What a cell means is decided elsewhere; here a number becomes a
date only because its own format says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from connectkit.model import Row
from connectkit.stores.xlsx.package.package import Package, Sheet
from connectkit.stores.xlsx.package.xml_tree import Node, run, safe_parser
from connectkit.stores.xlsx.read.fast_rows import Unusual, read_rows
from connectkit.stores.xlsx.read.slow_rows import SheetPass
from connectkit.stores.xlsx.values.serials import is_date_format
from connectkit.stores.xlsx.values.values import MAX_COLUMNS, Values, area, unescape

_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"


@dataclass(slots=True)
class SheetData:
    """What one sheet holds. ``links`` maps (row number, column index) to the address the cell opens."""

    rows: list[Row] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    protected: bool = False


def date_styles(package: Package) -> list[bool]:
    """For every cell format index, whether numbers in it are days."""
    part = package.part_of_kind("styles")
    if part is None:
        return []
    root = package.tree(part)
    custom = root.child("numFmts")
    codes = (
        {n.attrs.get("numFmtId"): unescape(n.attrs.get("formatCode", "")) for n in custom.all("numFmt")}
        if custom
        else {}
    )
    formats = root.child("cellXfs")
    numbers = [xf.attrs.get("numFmtId", "0") for xf in formats.all("xf")] if formats else []
    return [is_date_format(int(number) if number.isdigit() else 0, codes.get(number)) for number in numbers]


def shared_strings(package: Package) -> list[str]:
    """All shared strings, rich text joined, phonetic hints left out."""
    part = package.part_of_kind("sharedStrings")
    if part is None:
        return []
    strings: list[str] = []
    chunks: list[str] = []
    data = package.read(part)
    parser = safe_parser(data, part)
    names: dict[str, str] = {}
    mute = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal mute
        if not names:
            prefix = tag.removesuffix("sst")
            names.update({prefix + name: name for name in ("si", "t", "rPh")})
            return
        name = names.get(tag)
        if name == "rPh":
            mute += 1
        elif name == "t" and not mute:
            parser.CharacterDataHandler = chunks.append

    def end(tag: str) -> None:
        nonlocal mute
        name = names.get(tag)
        if name == "t":
            parser.CharacterDataHandler = None
        elif name == "si":
            strings.append(unescape("".join(chunks)))
            chunks.clear()
        elif name == "rPh":
            mute -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    run(parser, data, part)
    return strings


class Reader:
    """Reads the sheets of one package; strings and formats are loaded once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._values = Values(shared_strings(package), date_styles(package), package.date1904)

    def sheet(self, sheet: Sheet) -> SheetData:
        """All cells of a worksheet.

        Raises:
            WorkbookRefused: its XML can't be read.
        """
        data = self._package.read(sheet.part)
        outside = SheetPass(sheet.name, None)
        try:
            rest, body = _cut(data)
            found, hidden = read_rows(body, self._values)
            outside.read(rest, sheet.part)
        except Unusual:
            outside = SheetPass(sheet.name, self._values)
            outside.read(data, sheet.part)
            found, hidden = outside.found, outside.hidden
        return SheetData(_filled(found), hidden, self._links(sheet, outside.hyperlinks), outside.protected)

    def _links(self, sheet: Sheet, hyperlinks: list[dict[str, str]]) -> dict[tuple[int, int], str]:
        if not hyperlinks:
            return {}
        targets = {rel.id: rel.target for rel in self._package.rels(sheet.part) if rel.external}
        links = {}
        for attrs in hyperlinks:
            target = targets.get(Node("", attrs, 0, 0).attr_ending("id"))
            if target is not None:
                fragment = f"#{attrs['location']}" if attrs.get("location") else ""
                links.update(dict.fromkeys(_corners(attrs.get("ref", "")), target + fragment))
        return links


def _corners(reference: str) -> list[tuple[int, int]]:
    """The cells of a hyperlink's range, of which only the first carries text when it is large."""
    try:
        top, left, bottom, right = area(reference)
    except ValueError:
        return []
    if (bottom - top + 1) * (right - left + 1) > MAX_COLUMNS:
        return [(top, left)]
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _filled(found: Mapping[int, Row]) -> list[Row]:
    """The rows from 1 to the last one with content, blank cells at the right cut."""
    rows: list[Row] = []
    for number in sorted(found):
        rows.extend([] for _ in range(number - len(rows) - 1))
        rows.append(found[number])
    return rows


def _cut(data: bytes) -> tuple[bytes, str]:
    """The sheet without its rows, and the rows.

    Raises:
        Unusual: they can't be told apart without a parser.
    """
    if data.count(_OPEN) != 1 or data.count(_CLOSE) != 1 or b"<!" in data or b"\0" in data[:4]:
        raise Unusual
    start, stop = data.index(_OPEN) + len(_OPEN), data.index(_CLOSE)
    try:
        return data[:start] + data[stop:], data[start:stop].decode("utf-8")
    except UnicodeDecodeError:
        raise Unusual from None
