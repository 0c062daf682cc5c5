"""Request bodies for tests that speak to the API themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gspread


def text(*values: str | float | bool | None) -> dict[str, Any]:
    """One RowData."""
    kinds = {str: "stringValue", float: "numberValue", int: "numberValue", bool: "boolValue"}
    return {"values": [{} if v is None else {"userEnteredValue": {kinds[type(v)]: v}} for v in values]}


def area(sheet_id: int, rows: tuple[int, int], columns: tuple[int, int]) -> dict[str, int]:
    """A GridRange, half-open, counted from 0."""
    keys = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return {"sheetId": sheet_id, **dict(zip(keys, (*rows, *columns), strict=True))}


def set_cells(row: int, column: int, *rows: dict[str, Any], sheet_id: int = 0) -> dict[str, Any]:
    """updateCells of values from a cell on, counted from 0."""
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": list(rows), "fields": "userEnteredValue"}}


def append(*rows: dict[str, Any]) -> dict[str, Any]:
    """appendCells of values to the tab with sheetId 0."""
    return {"appendCells": {"sheetId": 0, "rows": list(rows), "fields": "userEnteredValue"}}


def send(sheet: gspread.Spreadsheet, *requests: dict[str, Any], **more: Any) -> Any:
    """The answer to a batchUpdate of these requests."""
    return sheet.batch_update({"requests": list(requests), **more})
