"""The tabs and columns connectkit adds, dressed once: header, formats, drop-downs, widths, marks, mild protection.

Nothing here is ever sent again for a column that exists: formats, drop-down colours and rules are the user's to change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectkit.model import AddColumns, AddTab, TabLayout, column_letter
from connectkit.schema import Column, Kind, Owner, Tab, tab
from connectkit.stores.google.changes import widened_filter
from connectkit.stores.google.charts import add_chart
from connectkit.stores.google.grid import below, runs, start_at
from connectkit.stores.google.read import ROLE_KEY, Sheet
from connectkit.stores.xlsx.tabs import look

Request = dict[str, Any]
Choices = Mapping[str, tuple[str, ...]]

ROWS = 300  # of a new tab: room to type
TOOL_ROWS = 60
SPARE = 20
"""So many blank rows below the last one are dressed: every dressed cell, blank or not, is sent along at each read."""
BANNER_PIXELS = 27


@dataclass(frozen=True)
class Dressing:
    """The columns to dress, (column, index, header text), in a tab of one sheet."""

    tab: Tab
    sheet: int
    header_row: int
    columns: Sequence[tuple[Column, int, str]]
    choices: Choices
    last_row: int  # with content, once the write is done
    whole: bool = False  # the tab is new, hence all of it is ours to dress

    def area(self, left: int, right: int) -> dict[str, int]:
        """The cells below the header in these columns."""
        return below(self.sheet, self.header_row + 1, left, right)

    def rows(self, left: int, right: int) -> dict[str, int]:
        """As ``area``, down to the last row and a few blank ones."""
        return {**self.area(left, right), "endRowIndex": self.last_row + SPARE}


def new_tab(
    change: AddTab, layout: TabLayout, sheet: Sheet, choices: Choices, *, coming: int = 0
) -> list[Request]:
    """The requests that make a tab of ours, for so many rows that will be written to it."""
    schema = tab(change.tab)
    indexes = sorted(layout.columns.items(), key=lambda item: item[1])
    columns = [(schema.column(key), index, schema.column(key).title) for key, index in indexes]
    grid = {
        "rowCount": sheet.rows,
        "columnCount": sheet.columns,
        "frozenRowCount": layout.header_row,
        "frozenColumnCount": look.FREEZE.get(schema.key, 0),
        "hideGridlines": schema.owner is Owner.TOOL,
    }
    properties = {
        "sheetId": sheet.id,
        "title": change.title,
        "gridProperties": grid,
        "tabColorStyle": color(look.TAB_COLOUR[schema.owner]),
    }
    place = {"index": 0} if schema.live else {}
    requests: list[Request] = [{"addSheet": {"properties": {**properties, **place}}}]
    if schema.banner:
        requests.append(_banner(sheet.id, schema.banner))
    last = max(layout.header_row + coming, TOOL_ROWS - SPARE if schema.owner is Owner.TOOL else 0)
    requests += dress(Dressing(schema, sheet.id, layout.header_row, columns, choices, last, whole=True))
    return [*requests, *(add_chart(chart, layout, sheet.id) for chart in schema.charts)]


def new_columns(
    change: AddColumns, layout: TabLayout, sheet: Sheet, choices: Choices, *, coming: int = 0
) -> list[Request]:
    """The requests that add columns of ours to the right of a tab's last one.

    They are inserted, not written over: whatever the user types there meanwhile moves right and stays whole.
    """
    schema = tab(change.tab)
    columns = sorted(
        ((schema.column(key), at, title) for key, (at, title) in change.columns.items()), key=lambda c: c[1]
    )
    requests = [one for left, right in runs(at for _, at, _ in columns) for one in _room(sheet, left, right)]
    requests += _widened(sheet, layout, min(at for _, at, _ in columns), max(at for _, at, _ in columns))
    last = layout.last_row + coming
    return [*requests, *dress(Dressing(schema, sheet.id, layout.header_row, columns, choices, last))]


def role(sheet: int, key: str) -> Request:
    """The request that lets a tab be known again after the user renamed it."""
    metadata = {
        "metadataKey": ROLE_KEY,
        "metadataValue": key,
        "location": {"sheetId": sheet},
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": metadata}}


def dress(dressing: Dressing) -> list[Request]:
    """Headers, formats and drop-downs, widths, protection and marks of the columns, in this order."""
    return [
        *_headers(dressing),
        *_formats(dressing),
        *_widths(dressing),
        *_protection(dressing),
        *_marks(dressing),
    ]


def _room(sheet: Sheet, left: int, right: int) -> list[Request]:
    """Always by inserting: a column the user adds meanwhile at the grid's end must not be written over."""
    span = {"sheetId": sheet.id, "dimension": "COLUMNS", "startIndex": left - 1, "endIndex": right}
    insert = {"insertDimension": {"range": span, "inheritFromBefore": False}}
    if left <= sheet.columns:
        return [insert]
    # Nothing can be inserted behind the last column, so there is one more first.
    length = left - sheet.columns
    return [{"appendDimension": {"sheetId": sheet.id, "dimension": "COLUMNS", "length": length}}, insert]


def _widened(sheet: Sheet, layout: TabLayout, first: int, last: int) -> list[Request]:
    """A filter or native table that ends where our columns begin takes them in, so that sorting moves whole rows."""
    requests: list[Request] = []
    found = sheet.filter
    if found and "tableId" not in found and found.get("range", {}).get("endColumnIndex", 0) < last:
        requests.append(widened_filter(found, {"endColumnIndex": last}))
    for table in sheet.tables:
        area = table.get("range", {})
        if area.get("startRowIndex", 0) == layout.header_row - 1 and area.get("endColumnIndex") == first - 1:
            grown = {"tableId": table["tableId"], "range": {**area, "endColumnIndex": last}}
            requests.append({"updateTable": {"table": grown, "fields": "range"}})
    return requests


def _banner(sheet: int, text: str) -> Request:
    cell = {"userEnteredValue": {"stringValue": text}, "userEnteredFormat": cell_format(look.BANNER)}
    rows = [{"values": [cell]}]
    return {
        "updateCells": {
            "start": start_at(sheet, 1, 1),
            "rows": rows,
            "fields": "userEnteredValue,userEnteredFormat",
        }
    }


def _headers(dressing: Dressing) -> list[Request]:
    requests = []
    cells = {index: (column, title) for column, index, title in dressing.columns}
    for left, right in runs(cells):
        values = []
        for index in range(left, right + 1):
            column, title = cells[index]
            whose = "" if column.owner is Owner.USER else " Written by connectkit."
            values.append(
                {
                    "userEnteredValue": {"stringValue": title},
                    "userEnteredFormat": cell_format(look.header(column)),
                    "note": column.help + whose,
                }
            )
        start = start_at(dressing.sheet, dressing.header_row, left)
        fields = "userEnteredValue,userEnteredFormat,note"
        requests.append({"updateCells": {"start": start, "rows": [{"values": values}], "fields": fields}})
    return requests


def _formats(dressing: Dressing) -> list[Request]:
    """Formats and drop-downs, once for the filled rows of each column and a few more."""
    requests = []
    for column, index, _ in dressing.columns:
        cell = blank_cell(column, dressing.tab, dressing.choices)
        area = dressing.rows(index, index)
        requests.append({"repeatCell": {"range": area, "cell": cell, "fields": ",".join(cell)}})
    return requests


def blank_cell(column: Column, tab: Tab, choices: Choices) -> dict[str, Any]:
    """The format and, where there is one, the drop-down of a column's cells. A tab that is rewritten brings its days' own."""
    style = cell_format(look.cells(column, tab))
    if tab.owner is Owner.TOOL and column.kind is Kind.DATE:
        style.pop("numberFormat", None)
    rule = _drop_down(column, tab, choices)
    return {"userEnteredFormat": style, **({"dataValidation": rule} if rule else {})}


def _drop_down(column: Column, tab: Tab, choices: Choices) -> dict[str, Any] | None:
    """The rule that offers the column's choices and takes anything else as well."""
    entries = choices.get(f"{tab.key}.{column.key}", column.choices)
    if column.owner is Owner.TOOL or column.kind not in (Kind.CHOICE, Kind.TICK) or not entries:
        return None
    return {
        "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": entry} for entry in entries]},
        "inputMessage": column.help,
        "strict": False,
        "showCustomUi": True,
    }


def _widths(dressing: Dressing) -> list[Request]:
    requests = []
    for column, index, _ in dressing.columns:
        properties: dict[str, Any] = {"pixelSize": column.width * 7 + 12}
        if column.hidden:
            properties["hiddenByUser"] = True
        span = {"sheetId": dressing.sheet, "dimension": "COLUMNS", "startIndex": index - 1, "endIndex": index}
        update = {"range": span, "properties": properties, "fields": ",".join(properties)}
        requests.append({"updateDimensionProperties": update})
    return requests


def _protection(dressing: Dressing) -> list[Request]:
    if dressing.tab.owner is Owner.TOOL:
        return [_warn({"sheetId": dressing.sheet}, "connectkit rewrites this tab at every sync.")]
    ours = [index for column, index, _ in dressing.columns if column.owner is Owner.TOOL]
    text = "connectkit writes these columns; what you type here is not kept."
    areas = [below(dressing.sheet, dressing.header_row, left, right) for left, right in runs(ours)]
    return [_warn(area, text) for area in areas]


def _warn(area: Mapping[str, int], text: str) -> Request:
    return {
        "addProtectedRange": {"protectedRange": {"range": area, "description": text, "warningOnly": True}}
    }


def _marks(dressing: Dressing) -> list[Request]:
    """The tab's marks, each rule at the front, hence the last one first; in a user's tab only over our own columns."""
    at = {column.key: index for column, index, _ in dressing.columns}
    letters = {key: f"${column_letter(index)}{dressing.header_row + 1}" for key, index in at.items()}
    requests: list[Request] = []
    for mark in reversed(look.MARKS.get(dressing.tab.key, ())):
        wanted = [at[key] for key in (mark.columns or tuple(at)) if key in at]
        if not wanted or not (dressing.whole or mark.columns):
            continue
        try:
            condition = mark.when.format(**letters)
        except KeyError:
            continue
        requests.append(_rule(dressing, wanted, "=" + condition.replace(",", ";"), mark.look))
    return requests


def _rule(dressing: Dressing, columns: Sequence[int], formula: str, style: look.Properties) -> Request:
    shown = cell_format(style)
    rule = {
        "ranges": [dressing.area(left, right) for left, right in runs(columns)],
        "booleanRule": {
            "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]},
            "format": {key: shown[key] for key in ("textFormat", "backgroundColorStyle") if key in shown},
        },
    }
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}


def cell_format(style: look.Properties) -> dict[str, Any]:
    """The API's CellFormat for one of our looks."""
    found: dict[str, Any] = {}
    text: dict[str, Any] = {key: True for key in ("bold", "italic") if style.get(key)}
    if "font_color" in style:
        text["foregroundColorStyle"] = color(str(style["font_color"]))
    if text:
        found["textFormat"] = text
    if "bg_color" in style:
        found["backgroundColorStyle"] = color(str(style["bg_color"]))
    if style.get("text_wrap"):
        found["wrapStrategy"] = "WRAP"
    if "valign" in style:
        found["verticalAlignment"] = "TOP" if style["valign"] == "top" else "MIDDLE"
    if "align" in style:
        found["horizontalAlignment"] = str(style["align"]).upper()
    if number := style.get("num_format"):
        date = {"type": "DATE", "pattern": str(number)}
        found["numberFormat"] = date if isinstance(number, str) else {"type": "TEXT", "pattern": "@"}
    return found


def color(code: str) -> dict[str, Any]:
    """A ``#RRGGBB`` colour as the API's ColorStyle."""
    red, green, blue = (round(int(code[at : at + 2], 16) / 255, 4) for at in (1, 3, 5))
    return {"rgbColor": {"red": red, "green": green, "blue": blue}}
