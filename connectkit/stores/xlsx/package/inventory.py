"""What a workbook holds beside cells: said once by ``doctor``, so that its user knows it is seen and kept."""

from __future__ import annotations

import re
from collections import Counter

from connectkit.stores.xlsx.package.package import Package
from connectkit.text.say import count

_KINDS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("chart", "chartEx"), "chart", "charts"),
    (("image",), "image", "images"),
    (("diagramData",), "SmartArt drawing", "SmartArt drawings"),
    (("pivotTable",), "pivot table", "pivot tables"),
    (("slicer", "timeline"), "slicer", "slicers"),
    (("table",), "table", "tables"),
    (("queryTable",), "query", "queries"),
    (("connections",), "list of data connections", "lists of data connections"),
    (("powerPivotData",), "data model", "data models"),
    (("externalLink",), "link to another workbook", "links to other workbooks"),
    (("oleObject", "package"), "embedded file", "embedded files"),
    (("control", "ctrlProp"), "form control", "form controls"),
    (("FeaturePropertyBag",), "set of cell checkboxes", "sets of cell checkboxes"),
    (("namedSheetView",), "set of sheet views", "sets of sheet views"),
    (("webextension",), "add-in", "add-ins"),
    (("customXml",), "custom XML part", "custom XML parts"),
    (("printerSettings",), "printer setting", "printer settings"),
)
_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (rb"<(?:\w+:)?sparklineGroup\s", "group of sparklines", "groups of sparklines"),
    (rb"<(?:\w+:)?conditionalFormatting[\s>]", "conditional format", "conditional formats"),
    (rb"<(?:\w+:)?dataValidation\s", "drop-down or input rule", "drop-downs and input rules"),
    (rb"<(?:\w+:)?hyperlink\s", "hyperlink", "hyperlinks"),
)
_SHEETS = {"chartsheet": ("chart sheet", "chart sheets"), "dialogsheet": ("macro dialog", "macro dialogs")}


def inventory(package: Package) -> list[str]:
    """What there is beside cells, such as ``["3 charts", "1 pivot table", "macros"]``; [] for plain rows."""
    kinds = _targets(package)
    found = [
        _counted(len({t for kind in group for t in kinds.get(kind, ())}), one, many)
        for group, one, many in _KINDS
    ]
    found.append(_counted(_notes(package, kinds), "note or comment", "notes and comments"))
    sheets = package.sheets()
    for pattern, one, many in _MARKS:
        texts = (package.read(sheet.part) for sheet in sheets)
        found.append(_counted(sum(len(re.findall(pattern, text)) for text in texts), one, many))
    counted = Counter(sheet.kind for sheet in sheets)
    found += [_counted(counted[kind], *words) for kind, words in _SHEETS.items()]
    found.append(_counted(sum(sheet.state != "visible" for sheet in sheets), "hidden tab", "hidden tabs"))
    if kinds.get("vbaProject") or counted["xlMacrosheet"]:
        found.append("macros")
    return [one for one in found if one]


def _targets(package: Package) -> dict[str, set[str]]:
    """Relationship kind to the parts it leads to, over the whole workbook."""
    found: dict[str, set[str]] = {}
    owners = ["", *(name for name in package.names if not name.endswith(".rels"))]
    for owner in owners:
        for rel in package.rels(owner):
            if not rel.external and rel.target in package:
                found.setdefault(rel.kind, set()).add(rel.target)
    return found


def _notes(package: Package, kinds: dict[str, set[str]]) -> int:
    """Notes, each with its thread of comments counted once."""
    texts = (package.read(part) for part in kinds.get("comments", ()))
    return sum(len(re.findall(rb"<(?:\w+:)?comment\s", text)) for text in texts)


def _counted(number: int, one: str, many: str) -> str:
    return count(number, one, many) if number else ""
