"""Requests about what lies over the cells: filters, Tables, charts, merges, and the workbook's own properties."""

from __future__ import annotations

from tests.wire import masks
from tests.wire.answers import Json, invalid
from tests.wire.batch.base import Batch, attached, filled, handles
from tests.wire.state import EMPTY, Box, Sheet


@handles("setBasicFilter")
def set_basic_filter(batch: Batch, request: Json, where: str) -> Json:
    """The tab's one filter."""
    wanted = request.get("filter", {})
    if "tableId" in wanted:
        sheet, index = attached(batch, "tables", "tableId", wanted["tableId"], where)
        wanted = {**wanted, "range": sheet.tables[index]["range"]}
    sheet, range_ = filled(batch, wanted.get("range"), where)
    sheet.basic_filter = {**wanted, "range": range_}
    return {}


@handles("clearBasicFilter")
def clear_basic_filter(batch: Batch, request: Json, where: str) -> Json:
    """The tab has no filter."""
    batch.book.by_id(request.get("sheetId", 0), where).basic_filter = None
    return {}


@handles("addTable")
def add_table(batch: Batch, request: Json, where: str) -> Json:
    """A native Table over a range whose first row is its header."""
    wanted = dict(request.get("table", {}))
    sheet, range_ = filled(batch, wanted.get("range"), where)
    box = sheet.box(range_)
    if any(sheet.box(one["range"]).meets(box) for one in sheet.tables):
        raise invalid(f"Invalid {where}: Tables must not overlap.")
    name = wanted.get("name") or f"Table{batch.book.fresh_id()}"
    if any(one["name"].casefold() == name.casefold() for every in batch.book.sheets for one in every.tables):
        raise invalid(f"Invalid {where}: A table with the name {name} already exists.")
    given = {one.get("columnIndex", 0): one for one in wanted.get("columnProperties", [])}
    columns = [_table_column(sheet, box, index, given.get(index, {})) for index in range(box.width)]
    table = {
        "tableId": str(batch.book.fresh_id()),
        **wanted,
        "name": name,
        "range": range_,
        "columnProperties": columns,
    }
    sheet.tables.append(table)
    return {"table": table}


def _table_column(sheet: Sheet, box: Box, index: int, given: Json) -> Json:
    header = sheet.cell(box.top, box.left + index).value
    name = given.get("columnName") or (str(header) if header is not None else f"Column {index + 1}")
    shown = {"columnIndex": index} if index else {}
    return {
        **shown,
        **{key: value for key, value in given.items() if key != "columnIndex"},
        "columnName": name,
    }


@handles("updateTable")
def update_table(batch: Batch, request: Json, where: str) -> Json:
    """Another range, name or columns; a grown range takes the headers it finds."""
    wanted = request.get("table", {})
    sheet, index = attached(batch, "tables", "tableId", wanted.get("tableId", ""), where)
    mask = masks.write_mask(request.get("fields"), "Table", where)
    new = masks.apply(sheet.tables[index], wanted, mask)
    owner, new["range"] = filled(batch, new.get("range"), where)
    box = owner.box(new["range"])
    given = {one.get("columnIndex", 0): one for one in new.get("columnProperties", [])}
    new["columnProperties"] = [
        _table_column(owner, box, column, given.get(column, {})) for column in range(box.width)
    ]
    sheet.tables[index] = new
    return {}


@handles("deleteTable")
def delete_table(batch: Batch, request: Json, where: str) -> Json:
    """The Table goes and takes its content along."""
    sheet, index = attached(batch, "tables", "tableId", request.get("tableId", ""), where)
    box = sheet.box(sheet.tables.pop(index)["range"])
    for row in range(box.top, box.bottom):
        sheet.put(row, box.left, *(EMPTY,) * box.width)
    return {}


@handles("addBanding")
def add_banding(batch: Batch, request: Json, where: str) -> Json:
    """Alternating colours over a range that has none."""
    wanted = request.get("bandedRange", {})
    sheet, range_ = filled(batch, wanted.get("range"), where)
    if any(sheet.box(one["range"]).meets(sheet.box(range_)) for one in sheet.banded):
        raise invalid(
            f"Invalid {where}: You cannot add alternating background colors to a range that already has them."
        )
    banded = {"bandedRangeId": batch.book.fresh_id(), **wanted, "range": range_}
    sheet.banded.append(banded)
    return {"bandedRange": banded}


@handles("deleteBanding")
def delete_banding(batch: Batch, request: Json, where: str) -> Json:
    """The colours go."""
    sheet, index = attached(batch, "banded", "bandedRangeId", request.get("bandedRangeId", 0), where)
    del sheet.banded[index]
    return {}


@handles("addChart")
def add_chart(batch: Batch, request: Json, where: str) -> Json:
    """Kept as sent, on the tab its anchor names, or on a new tab."""
    chart = {"chartId": batch.book.fresh_id(), **request.get("chart", {})}
    if not chart.get("spec"):
        raise invalid(f"Invalid {where}: A chart needs a spec.")
    anchor = chart.get("position", {}).get("overlayPosition", {}).get("anchorCell")
    if anchor is None:
        raise invalid(f"Invalid {where}: A chart needs a position.")
    batch.book.by_id(anchor.get("sheetId", 0), where).charts.append(chart)
    return {"chart": chart}


@handles("updateChartSpec")
def update_chart(batch: Batch, request: Json, where: str) -> Json:
    """Another spec for a chart."""
    sheet, index = attached(batch, "charts", "chartId", request.get("chartId", 0), where)
    sheet.charts[index] = {**sheet.charts[index], "spec": request.get("spec", {})}
    return {}


@handles("deleteEmbeddedObject")
def delete_chart(batch: Batch, request: Json, where: str) -> Json:
    """The chart goes."""
    sheet, index = attached(batch, "charts", "chartId", request.get("objectId", 0), where)
    del sheet.charts[index]
    return {}


@handles("mergeCells")
def merge_cells(batch: Batch, request: Json, where: str) -> Json:
    """One big cell; all values but the top left one are lost."""
    sheet, range_ = filled(batch, request.get("range"), where)
    sheet.merges.append(range_)
    box = sheet.box(range_)
    for row in range(box.top, box.bottom):
        batch.write(
            sheet, row, box.left, tuple(sheet.cell(row, column) for column in range(box.left, box.right))
        )
    return {}


@handles("unmergeCells")
def unmerge_cells(batch: Batch, request: Json, where: str) -> Json:
    """The cells of a range are single again."""
    sheet, range_ = filled(batch, request.get("range"), where)
    box = sheet.box(range_)
    sheet.merges = [one for one in sheet.merges if not sheet.box(one).meets(box)]
    return {}


@handles("updateSpreadsheetProperties")
def update_properties(batch: Batch, request: Json, where: str) -> Json:
    """Title, locale and time zone."""
    mask = masks.write_mask(request.get("fields"), "SpreadsheetProperties", where)
    wanted = request.get("properties", {})
    for name, attribute in (("title", "title"), ("locale", "locale"), ("timeZone", "time_zone")):
        if masks.wants(mask, name) and name in wanted:
            setattr(batch.book, attribute, wanted[name])
    return {}
