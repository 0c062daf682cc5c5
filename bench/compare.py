"""Two states of one workbook held against each other, without any code of connectkit's but its reader.

Everything is loss until it is explained: by the cells a plan named, or by a formula's value that was dropped
because it depends on one of them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from connectkit.errors import WorkbookRefused
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.store import read_tabs

_GROWS = re.compile(
    r"(^|/)(workbook\.xml|styles\.xml|sharedStrings\.xml|\[Content_Types\]\.xml|workbook\.xml\.rels)$",
    re.IGNORECASE,
)
_SPANS = {"ref", "sqref", "spans", "count", "uniqueCount", "dxfId", "fullCalcOnLoad", "min", "max"}
_CELLS = ("sheetData", "row", "c", "v", "f", "is", "t")


@dataclass(frozen=True)
class Planned:
    """What a save was to change: cells of one tab by name, whole columns by letter, or the whole tab."""

    tab: str
    cells: frozenset[str]
    columns: frozenset[str] = frozenset()
    whole_tab: bool = False

    def covers(self, tab: str, cell: str) -> bool:
        """True when the plan named this cell."""
        return tab == self.tab and (
            self.whole_tab or cell in self.cells or cell.rstrip("0123456789") in self.columns
        )


def _xml(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 - the package refused document types before this is reached


def differences(before: bytes, after: bytes, planned: Planned) -> list[str]:
    """What changed beyond the plan, in words; [] when nothing did."""
    return [
        *_parts(before, after, planned),
        *_values(before, after, planned),
        *_openpyxl(before, after, planned),
    ]


def _parts(before: bytes, after: bytes, planned: Planned) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        bad = new.testzip()
        if bad:
            yield f"{bad} is not readable"
        names = set(new.namelist())
        ours = _of_tab(Package.from_bytes(before), planned.tab)
        for name in old.namelist():
            if planned.whole_tab and name in ours:
                continue
            if name not in names:
                if "calcChain" not in name:
                    yield f"{name} is gone"
                continue
            was, now = old.read(name), new.read(name)
            if was == now:
                if _packed(before, old.getinfo(name)) != _packed(after, new.getinfo(name)):
                    yield f"{name} was packed anew"
            elif _GROWS.search(name):
                yield from _grown(name, was, now, planned)
            elif name in ours or "/worksheets/" in name:
                yield from _sheet(name, was, now)
            else:
                yield f"{name} changed"


def _of_tab(package: Package, title: str) -> set[str]:
    """The sheet's part and what it leads to, with their relationships."""
    parts = {sheet.part for sheet in package.sheets() if sheet.name == title}
    waiting = list(parts)
    while waiting:
        part = waiting.pop()
        targets = {rel.target for rel in package.rels(part) if not rel.external} - parts
        parts |= targets
        waiting += targets
    folders = {(part.rpartition("/")[0], part.rpartition("/")[2]) for part in parts}
    return parts | {f"{folder}/_rels/{name}.rels" for folder, name in folders}


def _packed(data: bytes, info: zipfile.ZipInfo) -> bytes:
    start = info.header_offset
    name, extra = data[start + 26] + 256 * data[start + 27], data[start + 28] + 256 * data[start + 29]
    begin = start + 30 + name + extra
    return data[begin : begin + info.compress_size]


def _elements(root: ET.Element, path: str = "") -> Iterator[tuple[str, str]]:
    """Every element as its path and its attributes and text, without those that may grow."""
    here = f"{path}/{root.tag.rpartition('}')[2]}"
    attrs = sorted((key, value) for key, value in root.attrib.items() if key not in _SPANS)
    yield here, f"{attrs} {(root.text or '').strip()}"
    for child in root:
        yield from _elements(child, here)


def _grown(name: str, was: bytes, now: bytes, planned: Planned) -> Iterator[str]:
    """A list that may get more entries: every old element is still there, as it was."""
    old, new = Counter(_elements(_xml(was))), Counter(_elements(_xml(now)))
    for (path, text), count in (old - new).items():
        moved = (
            path.endswith("/definedName") and planned.tab in text
        )  # a print area or filter of a tab that grew
        if "calcChain" not in text and not path.endswith("/calcPr") and not moved:
            yield f"{name} lost {count} {path} {text[:120]}"
    fewer = Counter(path for path, _ in old.elements()) - Counter(path for path, _ in new.elements())
    for path, count in fewer.items():
        if not path.endswith(("/Relationship", "/Override")):
            yield f"{name} has {count} {path} fewer"


def _sheet(name: str, was: bytes, now: bytes) -> Iterator[str]:
    """Outside its cells a sheet keeps every element; ranges may grow."""
    old, new = (Counter(one for one in _elements(_xml(data)) if not _in_cells(one[0])) for data in (was, now))
    for (path, text), count in (old - new).items():
        if path.rpartition("/")[2] not in (
            "dimension",
            "hyperlink",
            "Relationship",
            "col",
            "autoFilter",
            "table",
            "tableColumn",
        ):
            yield f"{name} lost {count} {path} {text[:120]}"
    kinds_old, kinds_new = (Counter(path for path, _ in counted.elements()) for counted in (old, new))
    for path, count in (kinds_old - kinds_new).items():
        yield f"{name} has {count} {path} fewer"


def _in_cells(path: str) -> bool:
    return "/sheetData" in path


def _cells(data: bytes) -> dict[tuple[str, str], tuple[object, ...]]:
    """(tab, cell) to what the cell's XML says: format, formula and its attributes, value."""
    package = Package.from_bytes(data)
    strings = _strings(package)
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    for sheet in package.sheets():
        if sheet.kind != "worksheet":
            continue
        root = _xml(package.read(sheet.part))
        for cell in (one for one in root.iter() if one.tag.endswith("}c") and "r" in one.attrib):
            formula, value = (next((x for x in cell if x.tag.endswith(t)), None) for t in ("}f", "}v"))
            inline = "".join(cell.itertext()) if cell.get("t") == "inlineStr" else None
            text = value.text if value is not None else inline
            if cell.get("t") == "s" and text:
                text = strings[int(text)] if int(text) < len(strings) else f"no text {text}"
            shown = (cell.get("t"), text) if formula is None else ("f", text)
            written = (formula.text, sorted(formula.attrib.items())) if formula is not None else None
            found[sheet.name, cell.attrib["r"]] = (cell.get("s"), written, shown)
    return found


def _strings(package: Package) -> list[str]:
    part = package.part_of_kind("sharedStrings")
    if part is None:
        return []
    root = _xml(package.read(part))
    return [ET.tostring(one, encoding="unicode") for one in root if one.tag.endswith("}si")]


def _values(before: bytes, after: bytes, planned: Planned) -> Iterator[str]:
    """Cells as XML, and as connectkit reads them."""
    old, new = _cells(before), _cells(after)
    for key in old.keys() | new.keys():
        if planned.covers(*key) or old.get(key) == new.get(key):
            continue
        was, now = old.get(key), new.get(key)
        dropped = was is not None and now is not None and was[:2] == now[:2] and now[2][1] is None  # type: ignore[index]
        if not dropped:
            yield f"{key[0]}!{key[1]} was {was} and is {now}"
    try:
        tabs = {raw.title: raw for raw in read_tabs(Package.from_bytes(after))}
    except WorkbookRefused as refusal:
        yield refusal.message
        return
    for raw in read_tabs(Package.from_bytes(before)):
        if raw.title not in tabs:
            yield f"the tab {raw.title} is gone"
        elif raw.title != planned.tab and len(raw.rows) > len(tabs[raw.title].rows):
            yield f"the tab {raw.title} has fewer rows"


def _openpyxl(before: bytes, after: bytes, planned: Planned) -> Iterator[str]:
    """The same through a reader that shares no code, where it can read the workbook at all."""
    import openpyxl

    try:
        old = openpyxl.load_workbook(io.BytesIO(before))
    except Exception:  # noqa: BLE001 - openpyxl fails on some valid workbooks, in many ways
        return
    try:
        new = openpyxl.load_workbook(io.BytesIO(after))
    except Exception as error:  # noqa: BLE001
        yield f"openpyxl can't read it any more: {error}"
        return
    look = _Looks()
    missing = [name for name in old.sheetnames if name not in new.sheetnames]
    if missing:
        yield f"openpyxl misses the tab {missing[0]}"
    for sheet in old.worksheets:
        if sheet.title in missing or (planned.whole_tab and sheet.title == planned.tab):
            continue
        other = new[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                now = other[cell.coordinate]
                if planned.covers(sheet.title, cell.coordinate):
                    continue
                same = _plain(cell.value) == _plain(now.value)
                if not same or look(cell) != look(now):
                    yield f"openpyxl reads {sheet.title}!{cell.coordinate} as {now.value!r}, was {cell.value!r}"


def _plain(value: Any) -> str:
    """A value as text; an array formula or data table by what it says, since openpyxl compares those by identity."""
    return str(vars(value)) if type(value).__name__.endswith("Formula") else str(value)


class _Looks:
    """The whole format of a cell as text, made once per format and workbook."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def __call__(self, cell: Any) -> str:
        key = id(cell.parent.parent), cell.style_id if cell.has_style else -1
        if key not in self._known:
            parts = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection, cell.number_format)
            self._known[key] = " ".join(repr(part) for part in parts)
        return self._known[key]
