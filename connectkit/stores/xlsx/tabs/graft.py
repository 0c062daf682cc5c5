"""A sheet made by XlsxWriter, set into the user's workbook as if it had been made there.

Everything else in the workbook stays as it is: the sheet brings its own part, its drawings and charts; its
formats are found in or added to the styles; its texts stand in its cells. Setting in the same sheet again gives
the same bytes, so a workbook does not grow with every sync.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator

from connectkit.errors import WorkbookRefused
from connectkit.stores.xlsx.edit.restyle import base_font, restyle
from connectkit.stores.xlsx.package.entry import add_sheet, find_sheet, set_names, share_a_text
from connectkit.stores.xlsx.package.package import Package, Rel, Sheet, rels_part
from connectkit.stores.xlsx.package.xml_tree import tag
from connectkit.stores.xlsx.tabs.charts import explicit_chart
from connectkit.stores.xlsx.tabs.made import Build, Kept, columns_made, fit, kept_of, make, numbers_used

_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_RELS_XMLNS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MADE_PART = "xl/worksheets/sheet1.xml"

# What a made sheet may bring along. Tables and notes need numbers that are unique in a workbook; no tab of ours
# has any.
_BROUGHT = frozenset({"hyperlink", "drawing", "chart", "image"})

# What a rewritten tab may lose: its banner says that nothing on it is kept.
_LOSABLE = frozenset(
    {"hyperlink", "drawing", "printerSettings", "comments", "vmlDrawing", "threadedComment", "image"}
)
_IN_WORDS = {
    "table": "a table",
    "pivotTable": "a pivot table",
    "slicer": "a slicer",
    "timeline": "a timeline",
    "control": "a form control",
    "ctrlProp": "a form control",
    "oleObject": "an embedded file",
    "queryTable": "a query",
}


def put_sheet(package: Package, title: str, build: Build) -> None:
    """The workbook has a tab with this title and exactly what ``build`` writes into it.

    A tab of that title keeps its place, its number and, when it has as many columns as before, their widths; a
    new one is the last. Row heights follow the text.

    Raises:
        WorkbookRefused: the workbook is of a kind whose tabs can't be made, or the tab holds what can't be remade.
        UsageError: no tab can have this title.
    """
    found = find_sheet(package, title)
    _refuse_strict(package, title)
    if found is not None:
        _refuse_loss(package, found[1])
    name = found[1].name if found is not None else title
    made = make(name, build, date1904=package.date1904, font=base_font(package))
    cells, marks = numbers_used(made.read(_MADE_PART))
    numbers = restyle(package, made.read("xl/styles.xml"), cells, marks)
    strings = made.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in made else b""

    part = found[1].part if found is not None else _free(package, _MADE_PART, ())
    kept = kept_of(package.tree(part), columns_made(made.tree(_MADE_PART))) if found is not None else Kept()
    formulas = found is not None and _has_formulas(package, part)
    former = set(_owned(package, part))
    package.put(part, fit(made.read(_MADE_PART), strings, numbers, kept), _WORKSHEET)
    brought = _bring(package, made, part, former)
    for lost in sorted(former - brought):
        package.remove(lost)
    index = found[0] if found is not None else add_sheet(package, title, part)
    if found is None:
        share_a_text(package, title)
    set_names(package, index, made.defined_names())
    if formulas:
        _forget_order(package)


def _refuse_strict(package: Package, title: str) -> None:
    if package.strict:
        raise WorkbookRefused(
            f'The tab {title} can\'t be made: the workbook is saved as "Strict Open XML".',
            "Save it as an ordinary Excel workbook (.xlsx) and run again.",
        )


def _refuse_loss(package: Package, sheet: Sheet) -> None:
    if sheet.kind != "worksheet":
        raise WorkbookRefused(
            f"The tab {sheet.name} is not a worksheet, so connectkit can't write to it.",
            "Give it another name; connectkit then makes its own.",
        )
    protection = package.tree(sheet.part).child("sheetProtection")
    if protection is not None and protection.attrs.get("sheet", "0") in ("1", "true"):
        raise WorkbookRefused(
            f"The tab {sheet.name} is protected, and connectkit has to rewrite it.",
            "Take the protection off that tab (Review > Unprotect sheet) and run again.",
        )
    for rel in package.rels(sheet.part):
        if rel.kind not in _LOSABLE:
            what = _IN_WORDS.get(rel.kind, f"something it does not know ({rel.kind})")
            raise WorkbookRefused(
                f"The tab {sheet.name} holds {what}, which would be lost: connectkit rewrites that tab at every sync.",
                "Move it to a tab of your own, or turn it back into plain cells, and run again.",
            )


def _has_formulas(package: Package, part: str) -> bool:
    return any(node.tag.rpartition(":")[2] == "f" for node in package.tree(part).walk())


def _forget_order(package: Package) -> None:
    """The order in which formulas were last computed is gone, since it may name cells of the former sheet.

    A spreadsheet program finds a new order when it opens the workbook, and a wrong one makes Excel ask for repair.
    """
    book = package.workbook_part()
    for rel in package.rels(book):
        if rel.kind == "calcChain":
            package.remove_rel(book, rel.id)
            package.remove(rel.target)


def _owned(package: Package, part: str) -> Iterator[str]:
    """The parts that only this sheet leads to, itself not included."""
    reached, waiting = {part}, [part]
    while waiting:
        for rel in package.rels(waiting.pop()):
            if not rel.external and rel.target in package and rel.target not in reached:
                reached.add(rel.target)
                waiting.append(rel.target)
    targets: dict[str, set[str]] = {name: set() for name in reached}
    for source in _sources(package):
        for rel in package.rels(source):
            if rel.target in targets:
                targets[rel.target].add(source)
    shared = {name for name in reached - {part} if not targets[name] <= reached}
    while shared:
        reached -= shared
        shared = {name for name in reached - {part} if not targets[name] <= reached}
    yield from reached - {part}


def _sources(package: Package) -> Iterator[str]:
    """Every part that has relationships, and the package itself."""
    for name in package.names:
        folder, slash, last = name.rpartition("_rels/")
        if slash and last.endswith(".rels"):
            yield folder + last.removesuffix(".rels")


def _bring(package: Package, made: Package, part: str, free: set[str]) -> set[str]:
    """The names of the parts the made sheet brought along, now in the user's package."""
    names = {_MADE_PART: part}
    waiting = [_MADE_PART]
    while waiting:
        source = waiting.pop(0)
        for rel in made.rels(source):
            if rel.kind not in _BROUGHT:
                raise AssertionError(f"a made sheet can't bring along a {rel.kind}")
            if not rel.external and rel.target not in names:
                names[rel.target] = _free(package, rel.target, names.values(), free)
                waiting.append(rel.target)
    for old, new in names.items():
        if old != _MADE_PART:
            _copy(package, made, old, new)
        _relate(package, new, made.rels(old), names)
    return set(names.values())


def _copy(package: Package, made: Package, old: str, new: str) -> None:
    data, content_type = made.read(old), made.content_type(old)
    package.put(new, explicit_chart(data) if "chart+xml" in content_type else data, content_type)


def _relate(package: Package, part: str, rels: list[Rel], names: dict[str, str]) -> None:
    """The part has these relationships under their ids, and no others."""
    if not rels:
        package.remove(rels_part(part))
        return
    folder = "/" + posixpath.dirname(part)
    listed = b""
    for rel in rels:
        attrs = {"Id": rel.id, "Type": rel.type}
        if rel.external:
            attrs |= {"Target": rel.target, "TargetMode": "External"}
        else:
            attrs |= {"Target": posixpath.relpath("/" + names[rel.target], folder)}
        listed += tag("Relationship", attrs)
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    package.put(rels_part(part), head + tag("Relationships", {"xmlns": _RELS_XMLNS}, listed.decode()))


def _free(package: Package, like: str, taken: Collection[str], free: Collection[str] = ()) -> str:
    """The part name of this kind with the lowest number that is not in use."""
    match = re.fullmatch(r"(.*?)[0-9]*(\.[^./]+)", like)
    stem, ending = (match[1], match[2]) if match else (like, "")
    used = {name.lower() for name in package.names if name not in free} | {name.lower() for name in taken}
    number = 1
    while f"{stem}{number}{ending}".lower() in used:
        number += 1
    return f"{stem}{number}{ending}"
