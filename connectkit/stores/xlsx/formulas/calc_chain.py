"""The order of computation that Excel keeps: it must not name a cell that has lost its formula.

Excel offers to repair a workbook whose chain names such a cell. Without a chain it makes a new one in silence, so
the part is removed, but only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from connectkit.stores.xlsx.formulas.precedents import Formula
from connectkit.stores.xlsx.package.package import CONTENT_TYPES, Package, rels_part
from connectkit.stores.xlsx.values.values import position

_ENTRY = re.compile(rb"<(?:[\w.-]+:)?c\s([^<>]*)>")
_NAME = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Z]{1,3}[0-9]{1,7})["']""")
_SHEET_ID = re.compile(rb"""(?:^|\s)i\s*=\s*["']([0-9]+)["']""")


def drop_false_chain(package: Package, formulas: Iterable[Formula]) -> set[str]:
    """The parts touched to remove a chain that names a cell without a formula; ``formulas`` are all there are."""
    part = package.part_of_kind("calcChain")
    if part is None or _true(package, part, formulas):
        return set()
    workbook = package.workbook_part()
    for rel in package.rels(workbook):
        if rel.target == part:
            package.remove_rel(workbook, rel.id)
    package.remove(part)
    return {part, rels_part(workbook), CONTENT_TYPES}


def _true(package: Package, part: str, formulas: Iterable[Formula]) -> bool:
    index = {str(sheet.sheet_id): number for number, sheet in enumerate(package.sheets())}
    cells: set[tuple[int, int, int]] = set()
    for formula in formulas:
        sheet, top, left, bottom, right = formula.fills
        cells.update(
            (sheet, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
        )
    sheet_id = "0"
    for attrs in _ENTRY.findall(package.read(part)):
        given, name = _SHEET_ID.search(attrs), _NAME.search(attrs)
        sheet_id = given[1].decode("ascii") if given else sheet_id  # left out where it is the same as before
        if name and (index.get(sheet_id, -1), *position(name[1].decode("ascii"))) not in cells:
            return False
    return True
