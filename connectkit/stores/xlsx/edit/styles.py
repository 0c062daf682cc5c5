"""Cell formats derived from the user's own: the same look with another number format, and never one twice.

Only new formats are appended to the styles part; nothing in it is moved, so every number a cell holds keeps its
meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from connectkit.errors import WorkbookRefused
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.package.xml_tree import Edit, Node, insert_into, parse, set_attrs, splice, tag
from connectkit.stores.xlsx.values.serials import is_date_format
from connectkit.stores.xlsx.values.values import unescape

SHORT_DATE = 14
DATE_AND_TIME = 22
GENERAL, TEXT = 0, 49
_MAX_FORMATS = 64_000
_GREY, _PALE_GREY = "FF757575", "FFD0D3D6"  # on light ground, on dark
_FONT_ORDER = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color",
               "name", "family", "charset", "scheme")  # fmt: skip
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PLAIN = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Look(NamedTuple):
    """What a derived format changes; None leaves it as it is. ``number`` is a number format's id."""

    number: int | None = None
    quoted: bool | None = None
    muted: bool = False
    wrapped: bool = False


class Styles:
    """The formats of one workbook; :meth:`flush` writes the added ones into the package."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._load()

    def _load(self) -> None:
        part = self._package.part_of_kind("styles")
        if part is None:
            workbook = self._package.workbook_part()
            part = workbook.rpartition("/")[0] + "/styles.xml"
            self._package.put(part.lstrip("/"), _PLAIN.encode(), _CONTENT_TYPE)
            self._package.add_rel(workbook, "styles", part.lstrip("/"))
        self._part = part.lstrip("/")
        self._data, self._root = self._package.read(self._part), self._package.tree(self._part)
        self._formats, self._fonts = self._entries("cellXfs"), self._entries("fonts")
        listed = self._root.child("cellXfs")
        nodes = listed.children if listed is not None else []
        self._known = {_canonical(node): n for n, node in reversed(list(enumerate(nodes)))}
        self._codes = _codes(self._root)
        self._read: dict[int, dict[str, str]] = {}
        self._added: dict[str, list[bytes]] = {"fonts": [], "cellXfs": []}

    def _entries(self, name: str) -> list[bytes]:
        node = self._root.child(name)
        if node is None or node.closed:
            raise WorkbookRefused(
                "The workbook has no list of cell formats, so new cells can't be formatted.",
                "Open it in your spreadsheet program, save it as .xlsx under a new name, and use that file.",
            )
        return [self._data[child.start : child.end] for child in node.children]

    def _attrs(self, style: int) -> dict[str, str]:
        if style not in self._read and style < len(self._formats):
            self._read[style] = parse(self._formats[style], self._part).attrs
        return self._read.get(style, {})

    def number_format(self, style: int) -> int:
        """The number format's id in a cell format."""
        return int(self._attrs(style).get("numFmtId", "0"))

    def shows_day(self, style: int) -> bool:
        """True when numbers in this cell format are days."""
        number = self.number_format(style)
        return is_date_format(number, self._codes.get(number))

    def quoted(self, style: int) -> bool:
        """True when this cell format keeps text that begins like a formula from becoming one."""
        return self._attrs(style).get("quotePrefix", "0") in ("1", "true")

    def usual_date_format(self, styles: Iterable[int]) -> int | None:
        """The date format used most among these cell formats, as a number format's id; None if there is none."""
        counted = Counter(styles)
        numbers: Counter[int] = Counter()
        for style, times in counted.items():
            if self.shows_day(style):
                numbers[self.number_format(style)] += times
        return max(numbers, key=lambda number: (numbers[number], -number)) if numbers else None

    def derive(self, style: int, look: Look) -> int:
        """The cell format that looks like ``style`` but for what ``look`` says; an equal one is used again."""
        style = style if style < len(self._formats) else 0
        data = self._formats[style]
        node = parse(data, self._part)
        changes: dict[str, str | None] = {}
        if look.number is not None and look.number != int(node.attrs.get("numFmtId", "0")):
            changes |= {"numFmtId": str(look.number), "applyNumberFormat": "1"}
        if look.quoted is not None and look.quoted != (node.attrs.get("quotePrefix", "0") in ("1", "true")):
            changes["quotePrefix"] = "1" if look.quoted else None
        if look.muted:
            font = self._muted(int(node.attrs.get("fontId", "0")))
            if str(font) != node.attrs.get("fontId", "0"):
                changes |= {"fontId": str(font), "applyFont": "1"}
        if changes:
            data = splice(data, [set_attrs(data, node, changes)])
        if look.wrapped:
            data = _wrapped(data, parse(data, self._part))
        return style if data == self._formats[style] else self._place("cellXfs", self._formats, data)

    def _place(self, name: str, entries: list[bytes], data: bytes) -> int:
        shape = _canonical(parse(data, self._part))
        if name == "cellXfs" and shape in self._known:
            return self._known[shape]
        if len(entries) >= _MAX_FORMATS:
            raise WorkbookRefused(
                f"The workbook has {len(entries):,} cell formats, as many as spreadsheet programs can hold.",
                "Copy the tab into a new workbook and use that file.",
            )
        entries.append(data)
        self._added[name].append(data)
        if name == "cellXfs":
            self._known[shape] = len(entries) - 1
        return len(entries) - 1

    def _muted(self, font: int) -> int:
        """The number of the font that is this one in grey italics."""
        data = self._fonts[font] if font < len(self._fonts) else self._fonts[0]
        new = _grey_italic(data, parse(data, self._part))
        shape = _canonical(parse(new, self._part))
        for number, entry in enumerate(self._fonts):
            if _canonical(parse(entry, self._part)) == shape:
                return number
        return self._place("fonts", self._fonts, new)

    def flush(self) -> None:
        """The added formats are in the package."""
        edits: list[Edit] = []
        for name, added in self._added.items():
            node = self._root.child(name)
            if added and node is not None:
                total = str(len(self._formats if name == "cellXfs" else self._fonts))
                edits += [
                    set_attrs(self._data, node, {"count": total}),
                    insert_into(self._data, node, b"".join(added)),
                ]
        if edits:
            self._package.put(self._part, splice(self._data, edits))
            self._load()


def _codes(root: Node) -> Mapping[int, str]:
    listed = root.child("numFmts")
    nodes = listed.all("numFmt") if listed is not None else []
    return {
        int(n.attrs["numFmtId"]): unescape(n.attrs.get("formatCode", ""))
        for n in nodes
        if n.attrs.get("numFmtId", "").isdigit()
    }


def _canonical(node: Node) -> tuple[object, ...]:
    """What two equal elements have in common, whatever their attributes' order."""
    return (node.tag, tuple(sorted(node.attrs.items())), tuple(_canonical(child) for child in node.children))


def _wrapped(data: bytes, node: Node) -> bytes:
    """The cell format with wrapped text."""
    alignment = node.child("alignment")
    if alignment is not None:
        return splice(
            data,
            [set_attrs(data, alignment, {"wrapText": "1"}), set_attrs(data, node, {"applyAlignment": "1"})],
        )
    new = tag(node.prefix + "alignment", {"vertical": "top", "wrapText": "1"})
    if node.closed:
        data = splice(data, [insert_into(data, node, new)])
    else:
        data = splice(data, [Edit(node.inner, node.inner, new)])
    return splice(data, [set_attrs(data, parse(data, "styles"), {"applyAlignment": "1"})])


def _grey_italic(data: bytes, node: Node) -> bytes:
    """The font in grey and italics, its elements in the order of the schema, in which not every program writes them."""
    grey = _PALE_GREY if _is_light(node.child("color")) else _GREY
    pieces = {
        child.tag.removeprefix(node.prefix): data[child.start : child.end] for child in node.children
    } | {"i": tag(node.prefix + "i", {}), "color": tag(node.prefix + "color", {"rgb": grey})}
    known = {name: place for place, name in enumerate(_FONT_ORDER)}
    ordered = sorted(pieces, key=lambda name: known.get(name, len(known)))
    return tag(node.tag, node.attrs, b"".join(pieces[name] for name in ordered).decode())


def _is_light(colour: Node | None) -> bool:
    """True for a font colour that is read on dark ground; theme colour 0 is white in nearly all themes."""
    if colour is None:
        return False
    rgb = colour.attrs.get("rgb", "")[-6:]
    try:
        red, green, blue = bytes.fromhex(rgb)
    except ValueError:
        return colour.attrs.get("theme") == "0" and not colour.attrs.get("tint", "").startswith("-")
    return 0.299 * red + 0.587 * green + 0.114 * blue > 160
