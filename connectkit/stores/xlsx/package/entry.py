"""A sheet's place in the workbook: its tab, the names that belong to it, and the table of texts it may need."""

from __future__ import annotations

from collections.abc import Iterable

from connectkit.stores.xlsx.package.package import OFFICE_RELS, DefinedName, Package, Sheet
from connectkit.stores.xlsx.package.xml_tree import Edit, escape, insert_into, parse, set_attrs, splice, tag

_FILTER = "_xlnm._FilterDatabase"
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")
_TEXTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def find_sheet(package: Package, title: str) -> tuple[int, Sheet] | None:
    """The index and the sheet with this title; titles that differ only in case are the same to a spreadsheet."""
    sheets = list(enumerate(package.sheets()))
    folded = title.casefold()
    exact = next((found for found in sheets if found[1].name == title), None)
    return exact or next((found for found in sheets if found[1].name.casefold() == folded), None)


def add_sheet(package: Package, title: str, part: str) -> int:
    """The index of a new last tab that shows this part."""
    book = package.workbook_part()
    sheets = package.sheets()
    rel_id = package.add_rel(book, "worksheet", part)
    data, root = package.read(book), package.workbook
    listed = root.child("sheets")
    if listed is None:
        raise AssertionError("a workbook without a list of sheets has no sheets to read either")
    bound = next(
        (key[6:] for key, value in root.attrs.items() if key.startswith("xmlns:") and value == OFFICE_RELS),
        "",
    )
    attrs = {"name": title, "sheetId": str(max((sheet.sheet_id for sheet in sheets), default=0) + 1)}
    attrs |= {f"{bound}:id": rel_id} if bound else {"xmlns:r": OFFICE_RELS, "r:id": rel_id}
    package.put(book, splice(data, [insert_into(data, listed, tag(root.prefix + "sheet", attrs))]))
    return len(sheets)


def share_a_text(package: Package, text: str) -> None:
    """A workbook without shared texts has this one.

    Texts of ours stand in their cells. In a workbook that has no table of texts at all, Excel makes one when it
    saves, and checkers (openxml-audit's ``Excel_InlineStrCells``) say so of every tab; one entry settles that.
    """
    book, part = package.workbook_part(), package.part_of_kind("sharedStrings")
    if part is None:
        loose = [rel.target for rel in package.rels(book) if rel.kind == "sharedStrings"]
        names = (f"xl/sharedStrings{n or ''}.xml" for n in range(10**6))
        part = loose[0] if loose else next(name for name in names if name not in package)
        root = package.workbook
        main = root.attrs[f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns"]
        head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        package.put(part, head + tag("sst", {"xmlns": main}), _TEXTS)
        if not loose:
            package.add_rel(book, "sharedStrings", part)
    root = package.tree(part)
    if root.child("si") is None:
        entry = tag(root.prefix + "si", {}, tag(root.prefix + "t", {}, escape(text)).decode())
        data = splice(package.read(part), [insert_into(package.read(part), root, entry)])
        counts = set_attrs(data, parse(data, part), {"count": "0", "uniqueCount": "1"})
        package.put(part, splice(data, [counts]))


def set_names(package: Package, index: int, names: Iterable[DefinedName]) -> None:
    """These names belong to the sheet; a name it had keeps its place, others of the user's stay as they are."""
    book = package.workbook_part()
    wanted = {name.name: name for name in names}
    data, root = package.read(book), package.workbook
    listed = root.child("definedNames")
    edits: list[Edit] = []
    for node in listed.all("definedName") if listed is not None else []:
        name = node.attrs.get("name", "")
        if node.attrs.get("localSheetId") != str(index):
            continue
        if name in wanted:
            edits.append(Edit(node.start, node.end, _name_tag(node.tag, wanted.pop(name), index)))
        elif name == _FILTER:
            edits.append(Edit(node.start, node.end, b""))
    new = b"".join(_name_tag(root.prefix + "definedName", name, index) for name in wanted.values())
    if new and listed is not None:
        edits.append(insert_into(data, listed, new))
    elif new:
        at = max(node.end for node in root.children if node.tag.removeprefix(root.prefix) in _BEFORE_NAMES)
        edits.append(Edit(at, at, tag(root.prefix + "definedNames", {}, new.decode())))
    package.put(book, splice(data, edits))


def _name_tag(element: str, name: DefinedName, index: int) -> bytes:
    attrs = {"name": name.name, "localSheetId": str(index)} | ({"hidden": "1"} if name.hidden else {})
    return tag(element, attrs, escape(name.text))
