"""Requests about what is attached to a workbook: names, metadata, protection, filters, tables, charts, merges."""

from __future__ import annotations

import re
from typing import Any

from tests.wire import masks
from tests.wire.a1 import cells, grid_range
from tests.wire.answers import Json, invalid
from tests.wire.batch.base import Batch, handles
from tests.wire.metadata import matching
from tests.wire.state import Box, Sheet

_METADATA_ROOM = 30_000


def _range(batch: Batch, range_: Json | None, where: str) -> tuple[Sheet, Json]:
    """The tab and the range with its ends filled in."""
    sheet, box = batch.place(range_, where)
    return sheet, {**(range_ or {}), "sheetId": sheet.sheet_id, **{k: v for k, v in grid_range(sheet, box).items() if k != "sheetId"}}


def _named(batch: Batch, range_id: str, where: str) -> int:
    for index, one in enumerate(batch.book.named):
        if one["namedRangeId"] == range_id:
            return index
    raise invalid(f"Invalid {where}: No NamedRange with id: {range_id}")


def _free_name(batch: Batch, name: str, where: str, own: str = "") -> None:
    looks_like_cell = cells(name) is not None or re.fullmatch(r"[rR]\d*[cC]\d*", name)
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,249}", name) or looks_like_cell or name.casefold() in ("true", "false"):
        raise invalid(f"Invalid {where}: The name of the named range is invalid: {name}")
    if any(one["name"].casefold() == name.casefold() and one["namedRangeId"] != own for one in batch.book.named):
        raise invalid(f"Invalid {where}: A named range with the name {name} already exists.")


@handles("addNamedRange")
def add_named_range(batch: Batch, request: Json, where: str) -> Json:
    """A name for a range; name and id must be free."""
    wanted = dict(request.get("namedRange", {}))
    _free_name(batch, wanted.get("name", ""), where)
    wanted.setdefault("namedRangeId", f"named{batch.book.fresh_id()}")
    if any(one["namedRangeId"] == wanted["namedRangeId"] for one in batch.book.named):
        raise invalid(f"Invalid {where}: NamedRange with id {wanted['namedRangeId']} already exists.")
    wanted["range"] = _range(batch, wanted.get("range"), where)[1]
    batch.book.named.append(wanted)
    return {"namedRange": wanted}


@handles("updateNamedRange")
def update_named_range(batch: Batch, request: Json, where: str) -> Json:
    """Another name or range for an existing id."""
    wanted = request.get("namedRange", {})
    index = _named(batch, wanted.get("namedRangeId", ""), where)
    mask = masks.write_mask(request.get("fields"), "NamedRange", where)
    new = masks.apply(batch.book.named[index], wanted, mask)
    _free_name(batch, new.get("name", ""), where, new["namedRangeId"])
    new["range"] = _range(batch, new.get("range"), where)[1]
    batch.book.named[index] = new
    return {}


@handles("deleteNamedRange")
def delete_named_range(batch: Batch, request: Json, where: str) -> Json:
    """The name goes; 400 when there is no such id."""
    del batch.book.named[_named(batch, request.get("namedRangeId", ""), where)]
    return {}


@handles("createDeveloperMetadata")
def create_metadata(batch: Batch, request: Json, where: str) -> Json:
    """Hidden key and value on the workbook, a tab, one row or one column."""
    wanted = dict(request.get("developerMetadata", {}))
    if not wanted.get("metadataKey") or wanted.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise invalid(f"Invalid {where}: Developer metadata needs a key and a visibility.")
    wanted.setdefault("metadataId", batch.book.fresh_id())
    if any(one["metadataId"] == wanted["metadataId"] for one in batch.book.metadata):
        raise invalid(f"Invalid {where}: Developer metadata with id {wanted['metadataId']} already exists.")
    wanted["location"] = _location(batch, wanted.get("location", {}), where)
    used = sum(len(one["metadataKey"]) + len(one.get("metadataValue", "")) for one in [*batch.book.metadata, wanted])
    if used > _METADATA_ROOM:
        raise invalid(f"Invalid {where}: The developer metadata storage limit of {_METADATA_ROOM} characters was exceeded.")
    batch.book.metadata.append(wanted)
    return {"developerMetadata": wanted}


def _location(batch: Batch, wanted: Json, where: str) -> Json:
    given = [name for name in ("spreadsheet", "sheetId", "dimensionRange") if name in wanted]
    if len(given) != 1:
        raise invalid(f"Invalid {where}: Developer metadata needs exactly one location.")
    if given == ["spreadsheet"]:
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if given == ["sheetId"]:
        batch.book.by_id(wanted["sheetId"], where)
        return {"locationType": "SHEET", "sheetId": wanted["sheetId"]}
    place = wanted["dimensionRange"]
    batch.book.by_id(place.get("sheetId", 0), where)
    if place.get("endIndex", 0) - place.get("startIndex", 0) != 1:
        raise invalid(f"Invalid {where}: Developer metadata must be associated with exactly one row or column.")
    kind = "ROW" if place.get("dimension") == "ROWS" else "COLUMN"
    return {"locationType": kind, "dimensionRange": {"startIndex": 0, "sheetId": 0, **place}}


@handles("updateDeveloperMetadata")
def update_metadata(batch: Batch, request: Json, where: str) -> Json:
    """New key, value or visibility for all that match."""
    mask = masks.write_mask(request.get("fields"), "DeveloperMetadata", where)
    found = matching(batch.book, request.get("dataFilters", []))
    new = []
    for index, one in enumerate(batch.book.metadata):
        if one in found:
            batch.book.metadata[index] = masks.apply(one, request.get("developerMetadata", {}), mask)
            new.append(batch.book.metadata[index])
    return {"developerMetadata": new}


@handles("deleteDeveloperMetadata")
def delete_metadata(batch: Batch, request: Json, where: str) -> Json:
    """All that match go, which may be none."""
    found = matching(batch.book, [request.get("dataFilter", {})])
    batch.book.metadata = [one for one in batch.book.metadata if one not in found]
    return {"deletedDeveloperMetadata": found} if found else {}


@handles("addProtectedRange")
def add_protected(batch: Batch, request: Json, where: str) -> Json:
    """A protection; the account that makes a hard one may always edit it."""
    wanted = dict(request.get("protectedRange", {}))
    sheet, range_ = _range(batch, wanted.get("range"), where)
    wanted = {"protectedRangeId": batch.book.fresh_id(), **wanted, "range": {**wanted.get("range", {}), "sheetId": range_["sheetId"]}}
    if not wanted.get("warningOnly"):
        users = wanted.get("editors", {}).get("users", [])
        wanted["editors"] = {"users": [*dict.fromkeys([*users, *([batch.rules.robot] if batch.as_robot else [])])]}
    sheet.protected.append(wanted)
    return {"protectedRange": wanted}


@handles("deleteProtectedRange")
def delete_protected(batch: Batch, request: Json, where: str) -> Json:
    """The protection goes."""
    sheet, index = _attached(batch, "protected", "protectedRangeId", request.get("protectedRangeId", 0), where)
    del sheet.protected[index]
    return {}


def _attached(batch: Batch, kind: str, key: str, wanted: Any, where: str) -> tuple[Sheet, int]:
    for sheet in batch.book.sheets:
        for index, one in enumerate(getattr(sheet, kind)):
            if one.get(key) == wanted:
                return sheet, index
    raise invalid(f"Invalid {where}: No {kind} object with id: {wanted}")


@handles("addConditionalFormatRule")
def add_conditional(batch: Batch, request: Json, where: str) -> Json:
    """A rule at an index; the ones behind it move on."""
    rule = request.get("rule", {})
    ranges = [_range(batch, one, where) for one in rule.get("ranges", [])]
    if not ranges or ("booleanRule" in rule) == ("gradientRule" in rule):
        raise invalid(f"Invalid {where}: A rule needs a range and either a boolean rule or a gradient rule.")
    sheet = ranges[0][0]
    sheet.conditional.insert(request.get("index", 0), {**rule, "ranges": [range_ for _, range_ in ranges]})
    return {}


@handles("deleteConditionalFormatRule")
def delete_conditional(batch: Batch, request: Json, where: str) -> Json:
    """The rule at an index goes."""
    sheet = batch.book.by_id(request.get("sheetId", 0), where)
    index = request.get("index", 0)
    if index >= len(sheet.conditional):
        raise invalid(f"Invalid {where}: No conditional format on sheet: {sheet.sheet_id} at index: {index}")
    return {"rule": sheet.conditional.pop(index)}


@handles("setBasicFilter")
def set_basic_filter(batch: Batch, request: Json, where: str) -> Json:
    """The tab's one filter."""
    wanted = request.get("filter", {})
    if "tableId" in wanted:
        sheet, index = _attached(batch, "tables", "tableId", wanted["tableId"], where)
        wanted = {**wanted, "range": sheet.tables[index]["range"]}
    sheet, range_ = _range(batch, wanted.get("range"), where)
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
    sheet, range_ = _range(batch, wanted.get("range"), where)
    box = sheet.box(range_)
    if any(sheet.box(one["range"]).meets(box) for one in sheet.tables):
        raise invalid(f"Invalid {where}: Tables must not overlap.")
    name = wanted.get("name") or f"Table{batch.book.fresh_id()}"
    if any(one["name"].casefold() == name.casefold() for every in batch.book.sheets for one in every.tables):
        raise invalid(f"Invalid {where}: A table with the name {name} already exists.")
    given = {one.get("columnIndex", 0): one for one in wanted.get("columnProperties", [])}
    columns = [_table_column(sheet, box, index, given.get(index, {})) for index in range(box.width)]
    table = {"tableId": str(batch.book.fresh_id()), **wanted, "name": name, "range": range_, "columnProperties": columns}
    sheet.tables.append(table)
    return {"table": table}


def _table_column(sheet: Sheet, box: Box, index: int, given: Json) -> Json:
    header = sheet.cell(box.top, box.left + index).value
    name = given.get("columnName") or (str(header) if header is not None else f"Column {index + 1}")
    shown = {"columnIndex": index} if index else {}
    return {**shown, **{key: value for key, value in given.items() if key != "columnIndex"}, "columnName": name}


@handles("updateTable")
def update_table(batch: Batch, request: Json, where: str) -> Json:
    """Another range, name or columns; a grown range takes the headers it finds."""
    wanted = request.get("table", {})
    sheet, index = _attached(batch, "tables", "tableId", wanted.get("tableId", ""), where)
    mask = masks.write_mask(request.get("fields"), "Table", where)
    new = masks.apply(sheet.tables[index], wanted, mask)
    owner, new["range"] = _range(batch, new.get("range"), where)
    box = owner.box(new["range"])
    given = {one.get("columnIndex", 0): one for one in new.get("columnProperties", [])}
    new["columnProperties"] = [_table_column(owner, box, column, given.get(column, {})) for column in range(box.width)]
    sheet.tables[index] = new
    return {}


@handles("deleteTable")
def delete_table(batch: Batch, request: Json, where: str) -> Json:
    """The Table goes and takes its content along."""
    sheet, index = _attached(batch, "tables", "tableId", request.get("tableId", ""), where)
    box = sheet.box(sheet.tables.pop(index)["range"])
    for row in range(box.top, box.bottom):
        sheet.put(row, box.left, *(type(sheet.cell(0, 0))() for _ in range(box.width)))
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
    sheet, index = _attached(batch, "charts", "chartId", request.get("chartId", 0), where)
    sheet.charts[index] = {**sheet.charts[index], "spec": request.get("spec", {})}
    return {}


@handles("deleteEmbeddedObject")
def delete_chart(batch: Batch, request: Json, where: str) -> Json:
    """The chart goes."""
    sheet, index = _attached(batch, "charts", "chartId", request.get("objectId", 0), where)
    del sheet.charts[index]
    return {}


@handles("mergeCells")
def merge_cells(batch: Batch, request: Json, where: str) -> Json:
    """One big cell; all values but the top left one are lost."""
    sheet, range_ = _range(batch, request.get("range"), where)
    sheet.merges.append(range_)
    box = sheet.box(range_)
    for row in range(box.top, box.bottom):
        batch.write(sheet, row, box.left, tuple(sheet.cell(row, column) for column in range(box.left, box.right)))
    return {}


@handles("unmergeCells")
def unmerge_cells(batch: Batch, request: Json, where: str) -> Json:
    """The cells of a range are single again."""
    sheet, range_ = _range(batch, request.get("range"), where)
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
