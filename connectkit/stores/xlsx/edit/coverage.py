"""Filters and tables that cover the contacts grow with them, so that no sort tears a row apart."""

from __future__ import annotations

from collections.abc import Mapping

from connectkit.errors import WorkbookRefused
from connectkit.model import cell_name, column_letter
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.package.sheet_xml import SheetXml
from connectkit.stores.xlsx.package.xml_tree import Edit, Node, insert_into, set_attrs, splice
from connectkit.stores.xlsx.values.cell_text import escape_text
from connectkit.stores.xlsx.values.values import area

Area = tuple[int, int, int, int]


class Growth:
    """How far the rows and columns of one tab reach before and after a run.

    ``titles`` maps the index of each added column to its header.
    """

    def __init__(self, header_row: int, bottom: int, titles: Mapping[int, str], added_rows: int) -> None:
        self.header_row = header_row
        self.bottom = bottom
        self.titles = titles
        self.new_bottom = bottom + added_rows

    def of_filter(self, here: Area) -> Area:
        """The area a filter over the header row covers afterwards."""
        top, left, bottom, right = here
        if top != self.header_row:
            return here
        deep = max(bottom, self.new_bottom) if bottom >= self.bottom else bottom
        return top, left, deep, max([right, *self.titles])

    def follows(self, right: int) -> bool:
        """True when the added columns stand directly right of this one, without a gap."""
        return sorted(self.titles) == list(range(right + 1, right + 1 + len(self.titles)))


def written(here: Area, *, absolute: bool = False) -> str:
    """An area as a reference: ``A1:C9``, or ``$A$1:$C$9``."""
    top, left, bottom, right = here
    if absolute:
        return f"${column_letter(left)}${top}:${column_letter(right)}${bottom}"
    return f"{cell_name(top, left)}:{cell_name(bottom, right)}"


def grow(package: Package, xml: SheetXml, growth: Growth) -> list[Edit]:
    """The edits of the sheet's own filter; tables and the filter's hidden name are changed in the package.

    Raises:
        WorkbookRefused: rows would have to be added under the totals of a table.
    """
    for rel in package.rels(xml.sheet.part):
        if rel.kind == "table" and rel.target in package:
            _grow_table(package, rel.target, growth)
    node = xml.child("autoFilter")
    if node is None or "ref" not in node.attrs:
        return []
    before = area(node.attrs["ref"])
    after = growth.of_filter(before)
    if after == before:
        return []
    _grow_filter_name(package, xml, after)
    return _refer(xml.data, node, before, after) + _sorts(xml.data, xml.root, before, after)


def _refer(data: bytes, node: Node, before: Area, after: Area) -> list[Edit]:
    return [set_attrs(data, node, {"ref": written(after)}), *_sorts(data, node, before, after)]


def _sorts(data: bytes, parent: Node, before: Area, after: Area) -> list[Edit]:
    """The remembered sort covers what the filter covers."""
    node = parent.child("sortState")
    if node is None or "ref" not in node.attrs:
        return []
    top, left, bottom, right = area(node.attrs["ref"])
    if bottom != before[2] or right != before[3]:
        return []
    return [set_attrs(data, node, {"ref": written((top, left, after[2], after[3]))})]


def _grow_filter_name(package: Package, xml: SheetXml, after: Area) -> None:
    part = package.workbook_part()
    data, listed = package.read(part), package.workbook.child("definedNames")
    local = next((str(n) for n, sheet in enumerate(package.sheets()) if sheet.part == xml.sheet.part), "")
    for node in listed.all("definedName") if listed is not None else []:
        if node.attrs.get("name") == "_xlnm._FilterDatabase" and node.attrs.get("localSheetId") == local:
            sheet, mark, _ = data[node.inner : node.stop].rpartition(b"!")
            text = sheet + mark + written(after, absolute=True).encode("ascii")
            package.put(part, splice(data, [Edit(node.inner, node.stop, text)]))
            return


def _grow_table(package: Package, part: str, growth: Growth) -> None:
    data, root = package.read(part), package.tree(part)
    top, left, bottom, right = before = area(root.attrs["ref"])
    if top != growth.header_row or root.attrs.get("headerRowCount", "1") == "0":
        return
    totals = int(root.attrs.get("totalsRowCount", "0"))
    deep = max(bottom, growth.new_bottom) if bottom >= growth.bottom else bottom
    if deep > bottom and totals:
        raise WorkbookRefused(
            f"The table {root.attrs.get('displayName', '')} has a totals row where new rows would go.",
            "Switch the totals row off (Table design, Total row) and run again. Nothing was written.",
        )
    fed = root.attrs.get("tableType", "worksheet") != "worksheet"
    wide = max(growth.titles) if growth.titles and growth.follows(right) and not fed else right
    after = (top, left, deep, wide)
    if after == before or (fed and deep > bottom):
        return
    edits = [set_attrs(data, root, {"ref": written(after)})]
    own_filter = root.child("autoFilter")
    if own_filter is not None and "ref" in own_filter.attrs:
        covered = area(own_filter.attrs["ref"])
        edits += _refer(data, own_filter, covered, (covered[0], covered[1], deep - totals, wide))
    edits += _sorts(data, root, before, after)
    if wide > right:
        edits += _table_columns(data, root, growth.titles)
    package.put(part, splice(data, edits))


def _table_columns(data: bytes, root: Node, titles: Mapping[int, str]) -> list[Edit]:
    listed = root.child("tableColumns")
    nodes = listed.all("tableColumn") if listed is not None else []
    names = {node.attrs.get("name", "").casefold() for node in nodes}
    number = max((int(node.attrs.get("id", "0")) for node in nodes), default=0)
    new = b""
    for title in (titles[index] for index in sorted(titles)):
        if title.casefold() in names:
            raise WorkbookRefused(
                f"The table {root.attrs.get('displayName', '')} has a column {title} already.",
                "Rename that column and run again. Nothing was written.",
            )
        number += 1
        name = escape_text(title.replace("\n", "_x000a_")).replace('"', "&quot;")
        new += f'<{root.prefix}tableColumn id="{number}" name="{name}"/>'.encode()
    if listed is None:
        return []
    return [set_attrs(data, listed, {"count": str(len(nodes) + len(titles))}), insert_into(data, listed, new)]
