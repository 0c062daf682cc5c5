"""What every formula of a workbook reads, with sheets, defined names and tables looked up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from connectkit.stores.xlsx.formulas.formulas import FormulaCell, formula_cells
from connectkit.stores.xlsx.formulas.reach import Area
from connectkit.stores.xlsx.formulas.references import (
    Reads,
    Ref,
    TableRef,
    moved,
    ordered,
    reads,
    serves,
    shape,
    written,
)
from connectkit.stores.xlsx.package.package import Package, Sheet
from connectkit.stores.xlsx.values.values import MAX_COLUMNS, MAX_ROWS, area, unescape

_NAME_DEPTH = 20
_WITH_CELLS = ("worksheet", "xlMacrosheet", "xlIntlMacrosheet")


class Formula(NamedTuple):
    """One formula: the index of its sheet, its cell, and all cells it fills."""

    sheet: int
    cell: FormulaCell
    fills: Area


class _Found(NamedTuple):
    """What the formulas of one shape on one sheet read. ``still`` is the same for all of them.

    ``refs`` come with the indices of the sheets they are on; ``rows`` are columns read in the formula's own row.
    """

    source: Reads
    refs: tuple[tuple[tuple[int, ...], Ref], ...]
    still: tuple[Area, ...]
    rows: tuple[Area, ...]
    anything: bool


class _Table(NamedTuple):
    """A table: where it stands, its columns in order, and how many rows are headers and totals."""

    area: Area
    columns: list[str]
    headers: int
    totals: int


class Precedents:
    """The formulas of one package, and for each the ranges it reads."""

    def __init__(self, package: Package) -> None:
        self.sheets: list[Sheet] = package.sheets()
        self._by_name = {sheet.name.casefold(): number for number, sheet in enumerate(self.sheets)}
        self._package = package
        self._names: dict[tuple[int | None, str], Reads] = {}
        self._tables: dict[str, _Table] = {}
        self._known: dict[tuple[int, str], list[_Found]] = {}
        self._masters: dict[tuple[int, str], Formula] = {}
        self.formulas = [one for number, sheet in enumerate(self.sheets) for one in self._load(number, sheet)]
        if self.formulas:
            self._names = {(n.sheet, n.name.casefold()): reads(n.text) for n in package.defined_names()}
            self._tables = dict(self._all_tables())

    def _load(self, number: int, sheet: Sheet) -> Iterator[Formula]:
        for cell in formula_cells(self._package, sheet.part) if sheet.kind in _WITH_CELLS else []:
            fills = (cell.row, cell.column, cell.row, cell.column)
            if cell.attrs and cell.attrs.get("t") in ("array", "dataTable"):
                fills = _area(cell.attrs.get("ref", "")) or fills
            formula = Formula(number, cell, (number, *fills))
            if cell.attrs and cell.attrs.get("t") == "shared" and cell.text:
                self._masters.setdefault((number, cell.attrs.get("si", "")), formula)
            yield formula

    def _all_tables(self) -> Iterator[tuple[str, _Table]]:
        for number, sheet in enumerate(self.sheets):
            for rel in self._package.rels(sheet.part):
                if rel.kind == "table" and rel.target in self._package:
                    root = self._package.tree(rel.target)
                    listed = root.child("tableColumns")
                    nodes = listed.all("tableColumn") if listed is not None else []
                    columns = [unescape(node.attrs.get("name", "")).casefold() for node in nodes]
                    where = (number, *(_area(root.attrs.get("ref", "")) or (1, 1, MAX_ROWS, MAX_COLUMNS)))
                    headers = 0 if root.attrs.get("headerRowCount") == "0" else 1
                    totals = 1 if root.attrs.get("totalsRowCount", "0") != "0" else 0
                    for key in ("displayName", "name"):
                        yield root.attrs.get(key, "").casefold(), _Table(where, columns, headers, totals)

    # --- one formula

    def of(self, formula: Formula) -> list[Area] | None:
        """The ranges the formula reads; None if it may read anything."""
        cell = formula.cell
        kind = cell.attrs.get("t") if cell.attrs else None
        if kind == "dataTable":
            return list(_data_table(formula))
        if kind == "shared" and not cell.text:
            return self._copy(formula)
        found, numbers = self._found(formula)
        if found.anything:
            return None
        areas = [(sheet, *ordered(*written(ref, numbers))) for sheets, ref in found.refs for sheet in sheets]
        return areas + _in_row(found, formula) if found.still or found.rows else areas

    def _copy(self, formula: Formula) -> list[Area] | None:
        """A formula that is written once, in another cell, and shared."""
        master = self._masters.get((formula.sheet, formula.cell.attrs.get("si", "")))
        if master is None:
            return None
        found, numbers = self._found(master)
        if found.anything:
            return None
        rows, columns = formula.cell.row - master.cell.row, formula.cell.column - master.cell.column
        areas = [
            (sheet, *moved(ref, numbers, rows, columns)) for sheets, ref in found.refs for sheet in sheets
        ]
        return areas + _in_row(found, formula)

    def _found(self, formula: Formula) -> tuple[_Found, list[str]]:
        form, numbers = shape(formula.cell.text)
        known = self._known.setdefault((formula.sheet, form), [])
        for found in known:
            if serves(found.source, numbers):
                return found, numbers
        found = self._look_up(reads(formula.cell.text), formula.sheet)
        known.append(found)
        return found, numbers

    def _look_up(self, source: Reads, own: int, depth: int = 0) -> _Found:
        refs = tuple((self._sheets(ref.sheet, own), ref) for ref in source.refs)
        still = [
            one for table in source.tables if not self._this_row(table, own) for one in self._part(table)
        ]
        rows = [one for table in source.tables if self._this_row(table, own) for one in self._part(table)]
        anything = source.anything or depth > _NAME_DEPTH
        for sheet, name in source.names if not anything else ():
            inner = self._name(sheet, name, own, depth)
            still += inner.still
            rows += inner.rows
            still += [(n, *_named(ref)) for sheets, ref in inner.refs for n in sheets]
            anything = anything or inner.anything
        return _Found(source, refs, tuple(still), tuple(rows), anything)

    def _sheets(self, written: str, own: int) -> tuple[int, ...]:
        """The sheets a range names: its own, one, or all from one to another."""
        if not written:
            return (own,)
        folded = written.casefold()
        if folded in self._by_name:
            return (self._by_name[folded],)
        first, _, last = folded.partition(":")
        if first in self._by_name and last in self._by_name:
            low, high = sorted((self._by_name[first], self._by_name[last]))
            return tuple(range(low, high + 1))
        return ()

    def _name(self, sheet: str, name: str, own: int, depth: int) -> _Found:
        folded, scope = name.casefold(), self._by_name.get(sheet.casefold(), own) if sheet else own
        what = self._names.get((scope, folded)) or self._names.get((None, folded))
        if what is not None:
            return self._look_up(what, own, depth + 1)
        rows = self._part(TableRef(name, (), this_row=False, whole_height=False))
        return _Found(Reads(), (), tuple(rows), (), False)

    def _this_row(self, ref: TableRef, own: int) -> bool:
        table = self._tables.get(ref.table.casefold())
        return ref.this_row and table is not None and table.area[0] == own

    def _part(self, ref: TableRef) -> Iterator[Area]:
        """The columns of a table that are meant, over the rows that are."""
        table = self._tables.get(ref.table.casefold())
        if table is None:
            return
        sheet, top, left, bottom, right = table.area
        places = [
            table.columns.index(name.casefold()) for name in ref.columns if name.casefold() in table.columns
        ]
        if places and len(places) == len(ref.columns):
            left, right = left + min(places), left + max(places)
        if not ref.whole_height:
            top, bottom = top + table.headers, bottom - table.totals
        yield (sheet, top, left, max(top, bottom), right)


def _named(ref: Ref) -> tuple[int, int, int, int]:
    """A defined name's range; a relative one points elsewhere from every cell, so it is the whole sheet."""
    return (1, 1, MAX_ROWS, MAX_COLUMNS) if any(ref.moves) else ordered(*ref.edges)


def _in_row(found: _Found, formula: Formula) -> list[Area]:
    """What does not depend on the numbers in the text."""
    _, top, _, bottom, _ = formula.fills
    own = [
        (sheet, top, left, bottom, right)
        for sheet, first, left, last, right in found.rows
        if first <= top and bottom <= last
    ]
    return [*found.still, *own]


def _data_table(formula: Formula) -> Iterator[Area]:
    """Its input cells, and the row above and the column left of it, with the formulas it repeats."""
    sheet, top, left, bottom, right = formula.fills
    above, before = max(top - 1, 1), max(left - 1, 1)
    yield (sheet, above, before, bottom, before)
    yield (sheet, above, before, above, right)
    for key in ("r1", "r2"):
        found = _area(formula.cell.attrs.get(key, ""))
        if found is not None:
            yield (sheet, *found)


def _area(reference: str) -> tuple[int, int, int, int] | None:
    """The range; None for text that is none, as where a cell was deleted."""
    try:
        return area(reference)
    except ValueError:
        return None
