"""Ranges: our row numbers and column indexes (from 1) <-> the API's half-open zero-based ones, and how cells group.

A range is merged only over cells that are really meant; :func:`rectangles` never covers a cell it was not given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from connectkit.model import column_letter

Cell = tuple[int, int]
"""Row number and column index."""


class Box(NamedTuple):
    """A rectangle of cells: row numbers and column indexes, all ends included."""

    top: int
    left: int
    bottom: int
    right: int


def runs(numbers: Iterable[int], *, gap: int = 1) -> list[tuple[int, int]]:
    """Sorted (first, last) spans of the numbers; spans no further apart than ``gap`` are one."""
    spans: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if spans and number - spans[-1][1] <= gap:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans


def rectangles(cells: Iterable[Cell], *, max_rows: int = 2_000) -> list[Box]:
    """The fewest simple boxes that cover exactly these cells, from top to bottom."""
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, column in cells:
        rows_of[column].append(row)
    columns_of: dict[tuple[int, int], list[int]] = defaultdict(list)
    for column, rows in rows_of.items():
        for span in runs(rows):
            columns_of[span].append(column)
    return sorted(
        Box(top, left, min(top + max_rows - 1, bottom), right)
        for (first, bottom), columns in columns_of.items()
        for left, right in runs(columns)
        for top in range(first, bottom + 1, max_rows)
    )


def grid_range(sheet: int, box: Box) -> dict[str, int]:
    """The API's GridRange for a box."""
    return {
        "sheetId": sheet,
        "startRowIndex": box.top - 1,
        "endRowIndex": box.bottom,
        "startColumnIndex": box.left - 1,
        "endColumnIndex": box.right,
    }


def below(sheet: int, row: int, left: int, right: int) -> dict[str, int]:
    """The GridRange of these columns from ``row`` to the end of the sheet."""
    return {"sheetId": sheet, "startRowIndex": row - 1, "startColumnIndex": left - 1, "endColumnIndex": right}


def columns(sheet: int, left: int, right: int, rows: tuple[int, int] | None = None) -> dict[str, int]:
    """The GridRange of these columns: all their rows, or some."""
    top, bottom = rows or (1, 0)
    return {**below(sheet, top, left, right), **({"endRowIndex": bottom} if rows else {})}


def start_at(sheet: int, row: int, column: int) -> dict[str, int]:
    """The API's GridCoordinate of a cell."""
    return {"sheetId": sheet, "rowIndex": row - 1, "columnIndex": column - 1}


def a1(title: str, left: int, right: int, rows: tuple[int, int] | None = None) -> str:
    """These columns of a tab in A1 notation, the title always quoted, because a title may look like a cell."""
    quoted = "'" + title.replace("'", "''") + "'"
    top, bottom = (str(rows[0]), str(rows[1])) if rows else ("1", "")
    return f"{quoted}!{column_letter(left)}{top}:{column_letter(right)}{bottom}"


def sparse(sheets: Iterable[Any]) -> dict[int, dict[Cell, Any]]:
    """Every CellData with content in an answer: sheet id -> (row, column) -> cell."""
    found: dict[int, dict[Cell, Any]] = {}
    for sheet in sheets:
        cells = found.setdefault(sheet["properties"].get("sheetId", 0), {})
        for block in sheet.get("data", ()):
            top, left = block.get("startRow", 0) + 1, block.get("startColumn", 0) + 1
            for i, line in enumerate(block.get("rowData", ())):
                cells.update(
                    {(top + i, left + j): cell for j, cell in enumerate(line.get("values", ())) if cell}
                )
    return found
