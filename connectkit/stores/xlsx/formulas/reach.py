"""Which formulas read a given cell: an index over tens of thousands of ranges that answers each question once."""

from __future__ import annotations

from collections.abc import Collection

Cell = tuple[int, int, int]
"""Index of the sheet, row number, column index. A plain tuple: there are hundreds of thousands of them."""

Area = tuple[int, int, int, int, int]
"""Index of the sheet, first row, first column, last row, last column."""

_WIDE = 32


class Reach:
    """Ranges and who reads them. A reader is handed out once, by the first cell of its range that is asked for.

    Only cells in ``columns`` (sheet, column index) and in the first ``rows`` rows will be asked for; ranges that
    hold none of them cost nothing.

    Single cells are a dictionary. A range is stored, per column, at the few nodes of a binary tree over row
    numbers that make it up; a cell finds all ranges it lies in on the way from its leaf to the root. Wide ranges
    are kept once for all columns.
    """

    def __init__(self, rows: int, columns: Collection[tuple[int, int]]) -> None:
        self._leaves = 1 << max(rows, 1).bit_length()
        self._columns = columns
        self._cells: dict[Cell, list[int]] = {}
        self._areas: dict[Area, list[int]] = {}
        self._nodes: dict[tuple[int, int, int], list[Area]] = {}
        self._wide: dict[tuple[int, int], list[Area]] = {}

    def add(self, area: Area, reader: int) -> None:
        """The reader reads this range."""
        sheet, top, left, bottom, right = area
        if left == right:
            if (sheet, left) not in self._columns:
                return
            if top == bottom:
                self._cells.setdefault((sheet, top, left), []).append(reader)
                return
        known = self._areas.get(area)
        if known is None:
            known = self._areas[area] = []
            self._place(area)
        known.append(reader)

    def _place(self, area: Area) -> None:
        sheet, top, left, bottom, right = area
        nodes = self._nodes_of(top, min(bottom, self._leaves - 1))
        if right - left >= _WIDE:
            for node in nodes:
                self._wide.setdefault((sheet, node), []).append(area)
            return
        for column in range(left, right + 1):
            if (sheet, column) in self._columns:
                for node in nodes:
                    self._nodes.setdefault((sheet, column, node), []).append(area)

    def _nodes_of(self, top: int, bottom: int) -> list[int]:
        nodes = []
        low, high = top + self._leaves, bottom + self._leaves + 1
        while low < high:
            if low & 1:
                nodes.append(low)
                low += 1
            if high & 1:
                high -= 1
                nodes.append(high)
            low >>= 1
            high >>= 1
        return nodes

    def readers(self, cell: Cell) -> list[int]:
        """The readers of this cell that were not handed out before."""
        sheet, row, column = cell
        found = self._cells.pop(cell, [])
        node = row + self._leaves
        while node:
            for area in self._nodes.pop((sheet, column, node), ()):
                found += self._areas.pop(area, ())
            if self._wide:
                found += self._from_wide(sheet, column, node)
            node >>= 1
        return found

    def _from_wide(self, sheet: int, column: int, node: int) -> list[int]:
        areas = self._wide.get((sheet, node), [])
        hit = [area for area in areas if area[2] <= column <= area[4]]
        if hit:
            self._wide[sheet, node] = [area for area in areas if not area[2] <= column <= area[4]]
        return [reader for area in hit for reader in self._areas.pop(area, ())]
