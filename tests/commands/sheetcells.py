"""A cell typed into a workbook file between two commands, as another program saves it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl


def put(workbook: Path, tab: str, row: int, header: str, value: Any) -> None:
    """Types into one cell; ``row`` counts from 1, the header's row included."""
    book = openpyxl.load_workbook(workbook)
    sheet: Any = book[tab]
    column = next(cell.column for cell in sheet[1] if cell.value == header)
    sheet.cell(row, column).value = value
    book.save(workbook)
