"""The cell formats of a sheet of ours, found in or added to the user's styles part.

A format that is there already is used again, so that a hundred syncs leave the styles as the first one did.
Nothing the user's cells refer to is moved or changed: what is missing is added at the end of its list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from connectkit.errors import WorkbookRefused
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.package.xml_tree import Edit, Node, insert_into, parse, set_attrs, splice, tag

_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EMPTY = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{_MAIN}">'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"

# What number 0 means to every cell without a format; and fills 0 and 1 are taken whatever stands there.
_FIRST: Mapping[str, tuple[str, ...]] = {
    "fonts": ('<font><sz val="11"/><name val="Calibri"/></font>',),
    "fills": (
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}
_MOST_FORMATS = 64_000
_BUILT_IN = {"general": "#0", "@": "#49"}
_APPLY = ("applyNumberFormat", "applyFont", "applyFill", "applyBorder", "applyAlignment", "applyProtection")

Shape = tuple[object, ...]


class Numbers(NamedTuple):
    """Where the formats of our sheet stand in the user's styles: our number to theirs."""

    cells: Mapping[int, int]
    marks: Mapping[int, int]


def restyle(package: Package, ours: bytes, cells: Iterable[int], marks: Iterable[int]) -> Numbers:
    """The user's styles part holds these cell formats and conditional formats of ours.

    Raises:
        WorkbookRefused: the workbook holds as many formats as a workbook can.
    """
    part = package.part_of_kind("styles")
    theirs = package.read(part) if part else _EMPTY
    merge = _Merge(theirs, ours, themed=package.part_of_kind("theme") is not None)
    numbers = Numbers(
        {n: merge.cell_format(n) for n in sorted(cells)}, {n: merge.mark(n) for n in sorted(marks)}
    )
    merged = merge.result()
    if part:
        package.put(part, merged)
    else:
        book = package.workbook_part()
        part = book.rpartition("/")[0] + "/styles.xml"
        package.put(part.lstrip("/"), merged, _CONTENT_TYPE)
        package.add_rel(book, "styles", part.lstrip("/"))
    return numbers


def base_font(package: Package) -> dict[str, object]:
    """The font of cells without a format, as XlsxWriter's format properties; Calibri 11 where it isn't said."""
    part = package.part_of_kind("styles")
    fonts = package.tree(part).child("fonts") if part else None
    first = next(iter(fonts.all("font")), None) if fonts is not None else None
    said = (
        {child.tag.removeprefix(first.prefix): child.attrs.get("val", "") for child in first.children}
        if first
        else {}
    )
    try:
        size = float(said.get("sz", "11"))
    except ValueError:
        size = 11.0
    return {
        "font_name": said.get("name") or "Calibri",
        "font_size": size if 8 <= size <= 14 else 11.0,
        "font_scheme": said.get("scheme", "none"),
    }


class _List:
    """One list of the user's styles (fonts, fills ...): what it holds, and what is added at its end."""

    def __init__(self, name: str, root: Node, theirs: Mapping[str, Node]) -> None:
        self.name = name
        self.prefix = root.prefix
        self.node = theirs.get(name)
        self.items = list(self.node.children) if self.node is not None else []
        self.added: list[str] = []
        for first in _FIRST.get(name, ())[len(self.items) :]:
            self.add(parse(first.encode(), "styles"))

    @property
    def size(self) -> int:
        return len(self.items) + len(self.added)

    def add(self, node: Node, changes: Mapping[str, str] | None = None) -> int:
        self.added.append(_render(node, self.prefix, changes or {}))
        return self.size - 1

    def edits(self, data: bytes, after: int) -> list[Edit]:
        """The edits that write the list; ``after`` is where it goes if the styles have none."""
        if not self.added:
            return []
        inner, count = "".join(self.added), str(self.size)
        if self.node is None:
            return [Edit(after, after, tag(self.prefix + self.name, {"count": count}, inner))]
        if self.node.closed:
            return [
                Edit(
                    self.node.start,
                    self.node.end,
                    tag(self.node.tag, {**self.node.attrs, "count": count}, inner),
                )
            ]
        counted = [set_attrs(data, self.node, {"count": count})] if "count" in self.node.attrs else []
        return [*counted, insert_into(data, self.node, inner.encode())]


class _Merge:
    """The user's styles with ours found or added."""

    def __init__(self, theirs: bytes, ours: bytes, *, themed: bool) -> None:
        self._data = theirs
        self._root = parse(theirs, "styles")
        self._themed = themed
        listed = {name: self._root.child(name) for name in _ORDER}
        self._sections = {name: node for name, node in listed.items() if node is not None}
        self._lists = {
            name: _List(name, self._root, self._sections)
            for name in ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs")
        }
        mine = parse(ours, "styles")
        self._ours = {name: _children(mine, name) for name in self._lists}
        self._codes = _codes(self._lists["numFmts"].items)
        self._our_codes = _codes(self._ours["numFmts"])
        self._known = {
            name: _index(self._lists[name].items, _shape) for name in ("fonts", "fills", "borders", "dxfs")
        }
        self._known["cellXfs"] = _index(self._lists["cellXfs"].items, self._their_format)

    def result(self) -> bytes:
        """The merged styles part."""
        if self._lists["cellXfs"].size > _MOST_FORMATS:
            raise WorkbookRefused(
                f"The workbook holds {self._lists['cellXfs'].size:,} cell formats, as many as a workbook can.",
                "Copy your tabs into a new workbook, which drops the unused ones, and use that.",
            )
        edits: list[Edit] = []
        after = self._root.inner
        opened = self._root
        for name in _ORDER:
            if name in self._sections:
                after = self._sections[name].end
            if name in self._lists:
                edits += self._lists[name].edits(self._data, after)
        if opened.closed:
            inner = b"".join(edit.new for edit in edits)
            return splice(self._data, [insert_into(self._data, opened, inner)])
        return splice(self._data, edits)

    def cell_format(self, number: int) -> int:
        """The user's number for our cell format."""
        node = self._ours["cellXfs"][number]
        ids = {
            "numFmtId": self._number_format(int(node.attrs.get("numFmtId", "0"))),
            "fontId": self._part("fonts", node),
            "fillId": self._part("fills", node),
            "borderId": self._part("borders", node),
        }
        shape = self._format_shape(ids, node)
        return self._found(
            "cellXfs", shape, lambda: self._lists["cellXfs"].add(node, self._applied(node, ids))
        )

    def mark(self, number: int) -> int:
        """The user's number for our conditional format."""
        node = self._ours["dxfs"][number]
        return self._found("dxfs", _shape(node), lambda: self._lists["dxfs"].add(node))

    def _applied(self, node: Node, ids: Mapping[str, int]) -> dict[str, str]:
        changes = {key: str(value) for key, value in ids.items()}
        changes |= dict.fromkeys(_APPLY[:4], "1")
        if "cellStyleXfs" in self._sections:
            changes["xfId"] = "0"
        else:
            node.attrs.pop("xfId", None)
        return changes

    def _found(self, name: str, shape: Shape, add: Callable[[], int]) -> int:
        known = self._known[name]
        if shape not in known:
            known[shape] = add()
        return known[shape]

    def _part(self, name: str, xf: Node) -> int:
        attribute = {"fonts": "fontId", "fills": "fillId", "borders": "borderId"}[name]
        node = self._ours[name][int(xf.attrs.get(attribute, "0"))]
        if name == "fonts" and not self._themed:
            _untheme(node)
        return self._found(name, _shape(node), lambda: self._lists[name].add(node))

    def _number_format(self, ours: int) -> int:
        code = self._our_codes.get(ours)
        if code is None:
            return ours
        theirs = next((number for number, text in self._codes.items() if text == code), None)
        if theirs is None:
            theirs = max([163, *self._codes]) + 1
            self._codes[theirs] = code
            made = parse(tag("numFmt", {"numFmtId": str(theirs), "formatCode": code}), "styles")
            self._lists["numFmts"].add(made)
        return theirs

    def _format_shape(self, ids: Mapping[str, int], node: Node) -> Shape:
        number = ids["numFmtId"]
        code = self._codes.get(number, f"#{number}")
        # Fonts, fills and borders are known by their first place in the list, since a list may hold one twice.
        parts = (ids["fontId"], ids["fillId"], ids["borderId"])
        quirks = node.attrs.get("quotePrefix", "0"), node.attrs.get("pivotButton", "0")
        return (
            _BUILT_IN.get(code.lower(), code),
            parts,
            quirks,
            tuple(_shape(child) for child in node.children),
        )

    def _their_format(self, node: Node) -> Shape:
        if node.attrs.get("xfId", "0") != "0" or any(node.attrs.get(key) in ("0", "false") for key in _APPLY):
            return ("another", node.start)
        ids = {"numFmtId": int(node.attrs.get("numFmtId", "0"))}
        for name, key in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            at, items = int(node.attrs.get(key, "0")), self._lists[name].items
            ids[key] = self._known[name].get(_shape(items[at]), at) if at < len(items) else at
        return self._format_shape(ids, node)


def _children(root: Node, name: str) -> list[Node]:
    section = root.child(name)
    return list(section.children) if section is not None else []


def _codes(nodes: Iterable[Node]) -> dict[int, str]:
    return {int(node.attrs.get("numFmtId", "0")): node.attrs.get("formatCode", "") for node in nodes}


def _index(nodes: Iterable[Node], shape: Callable[[Node], Shape]) -> dict[Shape, int]:
    """Each shape's first place."""
    known: dict[Shape, int] = {}
    for at, node in enumerate(nodes):
        known.setdefault(shape(node), at)
    return known


def _shape(node: Node) -> Shape:
    """What two equal elements have in common, however they are spelled."""
    name = node.tag.removeprefix(node.prefix)
    # A border without a style on one side may say so or leave the side out.
    said = [child for child in node.children if name != "border" or child.attrs or child.children]
    return (name, tuple(sorted(node.attrs.items())), tuple(_shape(child) for child in said))


def _untheme(font: Node) -> None:
    """The font says its own colour, where the workbook has no theme to ask."""
    font.children = [child for child in font.children if child.tag != "scheme"]
    for child in font.children:
        if child.tag == "color" and "theme" in child.attrs:
            child.attrs = {"rgb": "FF000000"}


def _render(node: Node, prefix: str, changes: Mapping[str, str]) -> str:
    inner = "".join(_render(child, prefix, {}) for child in node.children)
    return tag(prefix + node.tag, {**node.attrs, **changes}, inner or None).decode()
