"""The requests that change cells: single cells, new rows, the rows of a tab that is connectkit's own.

Cells are typed and only their values are sent; a number format goes along only where a date would otherwise show as
a number, and in new rows, which look like the row they follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from connectkit.model import AddColumns, CellValue, Plan, ReplaceRows, SetCell, TabLayout
from connectkit.schema import tab
from connectkit.stores.google.grid import Box, Cell, below, grid_range, rectangles, runs, start_at
from connectkit.stores.google.hidden_tab import sheet_of
from connectkit.stores.google.read import Details, Snapshot
from connectkit.stores.google.values import cell_data

Request = dict[str, Any]
VALUE = "userEnteredValue"
VALUE_AND_FORMAT = "userEnteredValue,userEnteredFormat.numberFormat"
DATE_FORMAT = {"type": "DATE"}
MOMENT_FORMAT = {"type": "DATE_TIME"}


def set_cells(plan: Plan, snapshot: Snapshot) -> list[Request]:
    """The single cells, as few requests as cover them exactly; those that need a date format apart."""
    added = {(one.tab, key) for one in plan.changes if isinstance(one, AddColumns) for key in one.columns}
    requests: list[Request] = []
    for key in dict.fromkeys(cell.tab for cell in plan.cells):
        layout = plan.layout[key]
        sheet = sheet_of(layout, snapshot)
        details = snapshot.details_of(sheet)
        plain: dict[Cell, CellValue] = {}
        dated: dict[Cell, CellValue] = {}
        for cell in plan.cells:
            if cell.tab == key:
                spot = (cell.row, layout.index_of(cell))
                bare = (key, cell.column) not in added and _needs_format(cell, spot, details)
                (dated if bare else plain)[spot] = cell.after
        requests += _update(sheet, plain, VALUE) + _update(sheet, dated, VALUE_AND_FORMAT)
    return requests


def _needs_format(cell: SetCell, spot: Cell, details: Details) -> bool:
    return isinstance(cell.after, date) and details.last_row > 0 and spot not in details.dated


def _update(sheet: int, cells: Mapping[Cell, CellValue], fields: str) -> list[Request]:
    with_format = fields == VALUE_AND_FORMAT
    requests = []
    for box in rectangles(cells):
        rows = [
            {
                "values": [
                    _cell(cells[row, at], with_format=with_format) for at in range(box.left, box.right + 1)
                ]
            }
            for row in range(box.top, box.bottom + 1)
        ]
        requests.append(
            {"updateCells": {"start": start_at(sheet, box.top, box.left), "rows": rows, "fields": fields}}
        )
    return requests


def _cell(
    value: CellValue, *, with_format: bool = False, usual: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The cell of a value; ``usual`` is the number format of the cell above it."""
    cell = cell_data(value)
    if with_format:
        number = usual
        if isinstance(value, date) and (usual or {}).get("type") not in ("DATE", "DATE_TIME"):
            number = MOMENT_FORMAT if isinstance(value, datetime) else DATE_FORMAT
        if number:
            cell["userEnteredFormat"] = {"numberFormat": dict(number)}
    return cell


def append_rows(plan: Plan, snapshot: Snapshot, key: str, *, new: bool) -> list[Request]:
    """New rows under the tab's last one, looking like it; a native table that ends there takes them in."""
    layout = plan.layout[key]
    number = sheet_of(layout, snapshot)
    details = snapshot.details_of(number)
    rows = [row for row in plan.appended if row.tab == key]
    width = max((layout.columns[name] for row in rows for name in row.values), default=1)
    lines = []
    for row in rows:
        values = {layout.columns[name]: value for name, value in row.values.items()}
        cells = [
            _cell(values.get(at), with_format=not new, usual=details.formats.get(at))
            for at in range(1, width + 1)
        ]
        lines.append({"values": cells})
    fields = VALUE if new else VALUE_AND_FORMAT
    requests: list[Request] = [{"appendCells": {"sheetId": number, "rows": lines, "fields": fields}}]
    sheet = snapshot.sheet(number)
    if not new and sheet and details.last_row + len(rows) <= sheet.rows:
        requests += _as_above(layout, number, details, details.last_row + len(rows))
    for table in sheet.tables if sheet else ():
        area = table.get("range", {})
        if (
            area.get("startRowIndex", 0) == layout.header_row - 1
            and area.get("endRowIndex", 0) == details.last_row
        ):
            grown = {**area, "endRowIndex": details.last_row + len(rows)}
            requests.append(
                {"updateTable": {"table": {"tableId": table["tableId"], "range": grown}, "fields": "range"}}
            )
    return requests


def _as_above(layout: TabLayout, sheet: int, details: Details, last: int) -> list[Request]:
    """Formats and drop-downs of the last row, copied to new rows below those that are dressed, in a tab of rows of ours."""
    above, first = details.last_row, details.dressed_to + 1
    if layout.key == "contacts" or above <= layout.header_row or last < first:
        return []
    requests: list[Request] = []
    for left, right in runs(layout.columns.values()):
        source = grid_range(sheet, Box(above, left, above, right))
        target = grid_range(sheet, Box(first, left, last, right))
        requests += [
            {"copyPaste": {"source": source, "destination": target, "pasteType": kind}}
            for kind in ("PASTE_FORMAT", "PASTE_DATA_VALIDATION")
        ]
    return requests


def replace_rows(change: ReplaceRows, plan: Plan, snapshot: Snapshot) -> list[Request]:
    """A tool-owned tab's rows, and nothing below them, however far the tab reaches by now."""
    layout = plan.layout[change.tab]
    number = sheet_of(layout, snapshot)
    sheet = snapshot.sheet(number)
    first = layout.header_row + 1
    requests: list[Request] = []
    missing = layout.header_row + max(1, len(change.rows)) - (sheet.rows if sheet else 0)
    if missing > 0:
        requests.append({"appendDimension": {"sheetId": number, "dimension": "ROWS", "length": missing}})
    at = {layout.columns[key]: i for i, key in enumerate(tab(change.tab).keys) if key in layout.columns}
    for left, right in runs(at):
        rows = [
            {"values": [_cell(row[at[index]], with_format=True) for index in range(left, right + 1)]}
            for row in change.rows
        ]
        area = below(number, first, left, right)
        requests.append({"updateCells": {"range": area, "rows": rows, "fields": VALUE_AND_FORMAT}})
    return requests
