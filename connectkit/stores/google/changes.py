"""The requests that change cells: single cells, new rows, the rows of a tab that is connectkit's own.

Cells are typed and only their values are sent; a number format goes along only where a date would otherwise show as
a number, and in new rows, which look like the row they follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from connectkit.model import AddColumns, CellValue, Plan, ReplaceRows, SetCell, TabLayout
from connectkit.schema import Owner, tab
from connectkit.stores.google.grid import Cell, below, rectangles, runs, start_at
from connectkit.stores.google.hidden_tab import sheet_of
from connectkit.stores.google.read import Details, Sheet, Snapshot
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


def new_rows(plan: Plan, snapshot: Snapshot, key: str, *, made: bool) -> list[Request]:
    """New rows under the tab's last filled one, looking like it; a filter or table that ends there takes them in.

    They are inserted and then written cell by cell: what somebody types there meanwhile moves down and stays whole, and
    no filter has a say in where a value goes, as it may when cells are appended. ``made``: this write makes the tab.
    """
    layout = plan.layout[key]
    number = sheet_of(layout, snapshot)
    details = snapshot.details_of(number)
    sheet = snapshot.sheet(number)
    rows = [row for row in plan.appended if row.tab == key]
    width = max((layout.columns[name] for row in rows for name in row.values), default=1)
    lines = []
    for row in rows:
        values = {layout.columns[name]: value for name, value in row.values.items()}
        cells = [
            _cell(values.get(at), with_format=not made, usual=details.formats.get(at))
            for at in range(1, width + 1)
        ]
        lines.append({"values": cells})
    last = layout.header_row if made else max(details.last_row, layout.header_row)
    fields = VALUE if made else VALUE_AND_FORMAT
    written = {"updateCells": {"start": start_at(number, last + 1, 1), "rows": lines, "fields": fields}}
    if made or sheet is None:
        return [written]
    return [*_room(sheet, layout, last, len(rows)), written, *_taken_in(sheet, layout, last, len(rows))]


def _room(sheet: Sheet, layout: TabLayout, last: int, count: int) -> list[Request]:
    """Rows inserted under the last filled one. Nothing can be inserted behind the grid's last row, so it grows first."""
    requests: list[Request] = []
    if last >= sheet.rows:
        length = last + 1 - sheet.rows
        requests.append({"appendDimension": {"sheetId": sheet.id, "dimension": "ROWS", "length": length}})
    span = {"sheetId": sheet.id, "dimension": "ROWS", "startIndex": last, "endIndex": last + count}
    like_it = last > layout.header_row  # the first row looks like the blank ones, not like the header
    return [*requests, {"insertDimension": {"range": span, "inheritFromBefore": like_it}}]


def _taken_in(sheet: Sheet, layout: TabLayout, last: int, count: int) -> list[Request]:
    """A filter or native table that begins at our header and ends with the last filled row takes the new ones in."""
    requests: list[Request] = []
    found = sheet.filter
    if found and "tableId" not in found and _ends_with(found.get("range", {}), layout, last):
        requests.append(widened_filter(found, {"endRowIndex": last + count}))
    for table in sheet.tables:
        area = table.get("range", {})
        if _ends_with(area, layout, last):
            grown = {"tableId": table["tableId"], "range": {**area, "endRowIndex": last + count}}
            requests.append({"updateTable": {"table": grown, "fields": "range"}})
    return requests


def _ends_with(area: Mapping[str, Any], layout: TabLayout, last: int) -> bool:
    return bool(area.get("startRowIndex", 0) == layout.header_row - 1 and area.get("endRowIndex", 0) == last)


def widened_filter(found: Mapping[str, Any], more: Mapping[str, int]) -> Request:
    """The request that sets a basic filter as it is, over a range with other ends."""
    kept = {key: found[key] for key in ("sortSpecs", "filterSpecs") if key in found}
    if "filterSpecs" not in kept and "criteria" in found:
        kept["criteria"] = found["criteria"]
    return {"setBasicFilter": {"filter": {**kept, "range": {**found["range"], **more}}}}


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
    schema = tab(change.tab)
    at = {
        layout.columns[column.key]: i
        for i, column in enumerate(schema.columns)
        if column.key in layout.columns and column.owner is Owner.TOOL
    }
    for left, right in runs(at):
        rows = [
            {"values": [_cell(row[at[index]], with_format=True) for index in range(left, right + 1)]}
            for row in change.rows
        ]
        area = below(number, first, left, right)
        requests.append({"updateCells": {"range": area, "rows": rows, "fields": VALUE_AND_FORMAT}})
    return [*requests, *_ticks(change, number, layout)]


def _ticks(change: ReplaceRows, sheet: int, layout: TabLayout) -> list[Request]:
    """Boxes that write their row's mark when they are ticked: so a tick is its person's, whatever stands beside it later.

    The cells themselves are the user's and stay as they are.
    """
    keys = tab(change.tab).keys
    if not {"done", "mark"} <= set(keys):
        return []
    column, mark = layout.columns["done"], keys.index("mark")
    first = layout.header_row + 1
    rows = [{"values": [{"dataValidation": _box(row[mark])} if row[mark] else {}]} for row in change.rows]
    area = below(sheet, first, column, column)
    return [{"updateCells": {"range": area, "rows": rows, "fields": "dataValidation"}}]


def _box(mark: CellValue) -> dict[str, Any]:
    ticked = {"type": "BOOLEAN", "values": [{"userEnteredValue": mark}]}
    return {"condition": ticked, "strict": False, "showCustomUi": True}
