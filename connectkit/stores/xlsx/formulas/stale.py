"""Formula results that are no longer true after an edit: dropped, so that every program computes them anew.

LibreOffice shows the number a file holds and does not ask whether it still fits; so do previews, phones and
pandas. A value that is not there can't be wrong. Only formulas that read a changed cell, directly or through
others, lose theirs. Formulas of the clock and the dice (``TODAY``, ``RAND``) read no cell: programs compute those
anew on opening anyway.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectkit.stores.xlsx.formulas.calc_chain import drop_false_chain
from connectkit.stores.xlsx.formulas.formulas import FormulaCell, plain_cells, without_value
from connectkit.stores.xlsx.formulas.precedents import Formula, Precedents
from connectkit.stores.xlsx.formulas.reach import Cell, Reach
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.package.xml_tree import Edit, Node, set_attrs, splice, tag
from connectkit.stores.xlsx.values.values import position

_AFTER_CALC_PR = frozenset(
    {
        "oleSize",
        "customWorkbookViews",
        "pivotCaches",
        "smartTagPr",
        "smartTagTypes",
        "webPublishing",
        "fileRecoveryPr",
        "webPublishObjects",
        "extLst",
    }
)


_HUGE = 1_100_000
"""Cells one array formula may fill; where one fills more than a column, every formula counts as stale."""


def invalidate(package: Package, changed: Mapping[str, set[str]]) -> set[str]:
    """No formula shows a value that a changed cell made wrong; the names of the parts touched for it.

    ``changed`` maps a sheet's part to the names of the cells that got a new value, appended ones included
    (``{"xl/worksheets/sheet1.xml": {"C7"}}``); call it after they are in the package. If any value was dropped,
    Excel is told to compute on opening.
    """
    book = Precedents(package)
    dropped = _stale(package, book, changed)
    for part, cells in dropped.items():
        data = package.read(part)
        package.put(part, splice(data, [edit for cell in cells for edit in without_value(data, cell)]))
    told = _compute_on_opening(package) if dropped else set()
    return dropped.keys() | told | drop_false_chain(package, book.formulas)


def stale_cells(package: Package, changed: Mapping[str, set[str]]) -> dict[str, list[FormulaCell]]:
    """The cells, by sheet part, whose shown value follows from a changed cell. Changed ones do not count."""
    return _stale(package, Precedents(package), changed)


def _stale(
    package: Package, book: Precedents, changed: Mapping[str, set[str]]
) -> dict[str, list[FormulaCell]]:
    if not book.formulas or not any(changed.values()):
        return {}
    index = {sheet.part: number for number, sheet in enumerate(book.sheets)}
    edited = {
        (index[part], *position(name)) for part, names in changed.items() if part in index for name in names
    }
    dirty = _spread(book, edited) - edited
    found: dict[str, list[FormulaCell]] = {}
    for formula in book.formulas:
        cell = formula.cell
        if cell.value[0] < cell.value[1] and (formula.sheet, cell.row, cell.column) in dirty:
            found.setdefault(book.sheets[formula.sheet].part, []).append(cell)
    for number, cells in _spilled(book, dirty).items():
        part = book.sheets[number].part
        beside = plain_cells(package, part, cells)
        if beside:
            found.setdefault(part, []).extend(beside)
    return found


def _spread(book: Precedents, edited: set[Cell]) -> set[Cell]:
    """All cells whose value follows from the edited ones, the edited ones included."""
    if any(_size(formula) > _HUGE for formula in book.formulas):
        return edited | {(one.sheet, one.cell.row, one.cell.column) for one in book.formulas}
    rows = max([*(row for _, row, _ in edited), *(one.fills[3] for one in book.formulas)])
    reach = Reach(rows, _columns(book, edited))
    dirty, waiting = set(edited), list(edited)
    for number, formula in enumerate(book.formulas):
        areas = book.of(formula)
        if areas is None:
            waiting += _fill(formula, dirty)
        else:
            for area in areas:
                reach.add(area, number)
    while waiting:
        for number in reach.readers(waiting.pop()):
            waiting += _fill(book.formulas[number], dirty)
    return dirty


def _size(formula: Formula) -> int:
    _, top, left, bottom, right = formula.fills
    return (bottom - top + 1) * (right - left + 1)


def _columns(book: Precedents, edited: set[Cell]) -> set[tuple[int, int]]:
    """The columns, with their sheets, in which a value can have changed."""
    columns = {(sheet, column) for sheet, _, column in edited}
    for formula in book.formulas:
        sheet, _, left, _, right = formula.fills
        columns |= (
            {(sheet, left)} if left == right else {(sheet, column) for column in range(left, right + 1)}
        )
    return columns


def _fill(formula: Formula, dirty: set[Cell]) -> list[Cell]:
    """The formula's cells are dirty; those that were not before."""
    sheet, top, left, bottom, right = formula.fills
    cells = [(sheet, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    new = [cell for cell in cells if cell not in dirty]
    dirty.update(new)
    return new


def _spilled(book: Precedents, dirty: set[Cell]) -> dict[int, set[tuple[int, int]]]:
    """By sheet, the cells that dirty array formulas and data tables fill."""
    wanted: dict[int, set[tuple[int, int]]] = {}
    for formula in book.formulas:
        sheet, top, left, bottom, right = formula.fills
        if (top, left) != (bottom, right) and (sheet, top, left) in dirty:
            cells = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
            wanted.setdefault(sheet, set()).update(cell for cell in cells if (sheet, *cell) in dirty)
    return wanted


def _compute_on_opening(package: Package) -> set[str]:
    """Excel computes the whole workbook when it opens it; the part touched for that, if any."""
    part, root = package.workbook_part(), package.workbook
    data, present = package.read(part), root.child("calcPr")
    if present is None:
        package.put(part, splice(data, [_new_calc_pr(root)]))
    elif present.attrs.get("fullCalcOnLoad") in ("1", "true"):
        return set()
    else:
        package.put(part, splice(data, [set_attrs(data, present, {"fullCalcOnLoad": "1"})]))
    return {part}


def _new_calc_pr(root: Node) -> Edit:
    """The element where the order of a workbook wants it."""
    new = tag(root.prefix + "calcPr", {"fullCalcOnLoad": "1"})
    later = (node for node in root.children if node.tag.removeprefix(root.prefix) in _AFTER_CALC_PR)
    follower = next(later, None)
    at = follower.start if follower is not None else root.stop
    return Edit(at, at, new)
