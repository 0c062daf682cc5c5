"""Requests about tabs, rows and columns as such."""

from __future__ import annotations

from tests.wire import masks, references
from tests.wire.answers import Json, invalid
from tests.wire.batch.base import Batch, handles
from tests.wire.masks import below, wants
from tests.wire.render import properties
from tests.wire.state import EMPTY, Box, Cell, Sheet
from tests.wire.structure import Delete, Insert, Move, remap, rewrite_formulas


def _free_title(batch: Batch, title: str, where: str, own: Sheet | None = None) -> None:
    if len(title) > 100:
        raise invalid(f"Invalid {where}: The sheet name cannot be greater than 100 characters.")
    if not title:
        raise invalid(f"Invalid {where}: The sheet name cannot be empty.")
    if any(sheet is not own and sheet.title.casefold() == title.casefold() for sheet in batch.book.sheets):
        raise invalid(
            f'Invalid {where}: A sheet with the name "{title}" already exists. Please enter another name.'
        )


@handles("addSheet")
def add_sheet(batch: Batch, request: Json, where: str) -> Json:
    """A new tab, at the end unless an index is given."""
    wanted = dict(request.get("properties", {}))
    number = len(batch.book.sheets) + 1
    while "title" not in wanted and any(sheet.title == f"Sheet{number}" for sheet in batch.book.sheets):
        number += 1
    title = wanted.pop("title", f"Sheet{number}")
    _free_title(batch, title, where)
    sheet_id = wanted.pop("sheetId", None)
    if sheet_id is None:
        sheet_id = batch.book.fresh_id()
    if any(sheet.sheet_id == sheet_id for sheet in batch.book.sheets):
        raise invalid(f"Invalid {where}: Sheet with id {sheet_id} already exists.")
    grid = dict(wanted.pop("gridProperties", {}))
    rows, columns = grid.pop("rowCount", 1000), grid.pop("columnCount", 26)
    batch.room(rows * columns, where)
    index = min(wanted.pop("index", len(batch.book.sheets)), len(batch.book.sheets))
    kept = {name: value for name, value in wanted.items() if name != "sheetType"} | (
        {"gridProperties": grid} if grid else {}
    )
    sheet = Sheet(sheet_id, title, rows, columns, kept)
    batch.book.sheets.insert(index, sheet)
    return {"properties": properties(sheet, index)}


@handles("deleteSheet")
def delete_sheet(batch: Batch, request: Json, where: str) -> Json:
    """The tab and its metadata go; references to it break; names over it stay taken but point nowhere."""
    sheet = batch.book.by_id(request.get("sheetId", 0), where)
    if len(
        [one for one in batch.book.sheets if not one.properties.get("hidden")]
    ) == 1 and not sheet.properties.get("hidden"):
        raise invalid(f"Invalid {where}: You can't remove all the sheets in a document.")
    batch.editable(sheet, sheet.all)
    batch.book.sheets = [one for one in batch.book.sheets if one is not sheet]
    rewrite_formulas(batch.book, lambda text, _own: references.retitled(text, sheet.title, None))
    batch.book.named = [
        {"namedRangeId": one["namedRangeId"], "name": one["name"]}
        if one.get("range", {}).get("sheetId", 0) == sheet.sheet_id
        else one
        for one in batch.book.named
    ]
    batch.book.metadata = [one for one in batch.book.metadata if _home(one) != sheet.sheet_id]
    return {}


def _home(metadata: Json) -> int | None:
    place = metadata["location"]
    if "dimensionRange" in place:
        return int(place["dimensionRange"].get("sheetId", 0))
    home: int | None = place.get("sheetId")
    return home


@handles("duplicateSheet")
def duplicate_sheet(batch: Batch, request: Json, where: str) -> Json:
    """A copy of cells and properties, at index 0 unless told otherwise."""
    source = batch.book.by_id(request.get("sourceSheetId", 0), where)
    title = request.get("newSheetName", f"Copy of {source.title}")
    _free_title(batch, title, where)
    batch.room(source.row_count * source.column_count, where)
    copy = Sheet(request.get("newSheetId", batch.book.fresh_id()), title)
    saved = source.checkpoint()
    copy.restore({**saved, "sheet_id": copy.sheet_id, "title": title, "tables": [], "charts": []})
    index = request.get("insertSheetIndex", 0)
    batch.book.sheets.insert(index, copy)
    return {"properties": properties(copy, index)}


@handles("updateSheetProperties")
def update_sheet_properties(batch: Batch, request: Json, where: str) -> Json:
    """Title, place, visibility, size and the rest; the mask decides."""
    wanted = request.get("properties", {})
    sheet = batch.book.by_id(wanted.get("sheetId", 0), where)
    mask = masks.write_mask(request.get("fields"), "SheetProperties", where)
    if wants(mask, "title") and wanted.get("title", "") != sheet.title and (mask or "title" in wanted):
        _retitle(batch, sheet, wanted.get("title", ""), where)
    if wants(mask, "gridProperties"):
        grid = below(mask, "gridProperties")
        _resize(batch, sheet, wanted.get("gridProperties", {}), grid or {}, where)
    kept = masks.apply(sheet.properties, wanted, mask)
    for name in ("sheetId", "title", "index", "sheetType"):
        kept.pop(name, None)
    if "gridProperties" in kept:
        kept["gridProperties"] = {
            key: value
            for key, value in kept["gridProperties"].items()
            if key not in ("rowCount", "columnCount")
        }
    sheet.properties = kept
    if all(one.properties.get("hidden") for one in batch.book.sheets):
        raise invalid(f"Invalid {where}: You can't hide all the sheets in a document.")
    if wants(mask, "index") and "index" in wanted:
        old = batch.book.sheets.index(sheet)
        rest = [one for one in batch.book.sheets if one is not sheet]
        place = wanted["index"] - (1 if wanted["index"] > old else 0)
        batch.book.sheets = [*rest[:place], sheet, *rest[place:]]
    return {}


def _retitle(batch: Batch, sheet: Sheet, title: str, where: str) -> None:
    _free_title(batch, title, where, sheet)
    old, sheet.title = sheet.title, title
    rewrite_formulas(batch.book, lambda text, _own: references.retitled(text, old, title))


def _resize(batch: Batch, sheet: Sheet, grid: Json, mask: Json, where: str) -> None:
    rows = grid.get("rowCount", sheet.row_count) if wants(mask, "rowCount") else sheet.row_count
    columns = (
        grid.get("columnCount", sheet.column_count) if wants(mask, "columnCount") else sheet.column_count
    )
    if rows < 1 or columns < 1:
        raise invalid(f"Invalid {where}: A sheet must have at least one row and one column.")
    batch.room(rows * columns - sheet.row_count * sheet.column_count, where)
    if rows < sheet.row_count:
        remap(batch.book, sheet, "ROWS", Delete(rows, sheet.row_count))
    if columns < sheet.column_count:
        remap(batch.book, sheet, "COLUMNS", Delete(columns, sheet.column_count))
    sheet.row_count, sheet.column_count = rows, columns


def _dimension(batch: Batch, range_: Json, where: str) -> tuple[Sheet, str, int, int]:
    sheet = batch.book.by_id(range_.get("sheetId", 0), where)
    dimension = range_.get("dimension", "")
    if dimension not in ("ROWS", "COLUMNS"):
        raise invalid(f"Invalid {where}: No dimension was given.")
    size = sheet.row_count if dimension == "ROWS" else sheet.column_count
    start, end = range_.get("startIndex", 0), range_.get("endIndex", size)
    if not 0 <= start < end:
        raise invalid(f"Invalid {where}: range.endIndex[{end}] must be after range.startIndex[{start}].")
    return sheet, dimension, start, end


def _band(sheet: Sheet, dimension: str, start: int, end: int) -> Box:
    if dimension == "ROWS":
        return Box(start, end, 0, sheet.column_count)
    return Box(0, sheet.row_count, start, end)


@handles("appendDimension")
def append_dimension(batch: Batch, request: Json, where: str) -> Json:
    """More rows or columns at the end."""
    sheet = batch.book.by_id(request.get("sheetId", 0), where)
    length = request.get("length", 0)
    if length < 1:
        raise invalid(f"Invalid {where}: length must be positive.")
    if request.get("dimension") == "COLUMNS":
        batch.room(length * sheet.row_count, where)
        sheet.column_count += length
    else:
        batch.room(length * sheet.column_count, where)
        sheet.row_count += length
    return {}


@handles("insertDimension")
def insert_dimension(batch: Batch, request: Json, where: str) -> Json:
    """New rows or columns; they take format and validation of the ones before or after."""
    sheet, dimension, start, end = _dimension(batch, request.get("range", {}), where)
    size, other = (
        (sheet.row_count, sheet.column_count)
        if dimension == "ROWS"
        else (sheet.column_count, sheet.row_count)
    )
    before = request.get("inheritFromBefore", False)
    if start > size or (start == size and not before) or (before and start == 0):
        raise invalid(
            f"Invalid {where}: range.startIndex[{start}] is outside the grid[{size}] or has nothing to inherit from."
        )
    batch.room((end - start) * other, where)
    batch.editable(
        sheet,
        _band(sheet, dimension, start, start + 1)
        if start < size
        else _band(sheet, dimension, size - 1, size),
    )
    remap(batch.book, sheet, dimension, Insert(start, end - start))
    _inherit(sheet, dimension, start, end, start - 1 if before else end)
    return {}


def _inherit(sheet: Sheet, dimension: str, start: int, end: int, model: int) -> None:
    for index in range(start, end):
        if dimension == "ROWS" and model < len(sheet.rows):
            cells = tuple(_style(cell) for cell in sheet.rows[model])
            if any(cell is not EMPTY for cell in cells):
                sheet.put(index, 0, *cells)
        elif dimension == "COLUMNS":
            for row in range(len(sheet.rows)):
                style = _style(sheet.cell(row, model))
                if style is not EMPTY:
                    sheet.put(row, index, style)


def _style(cell: Cell) -> Cell:
    return Cell(format=cell.format, validation=cell.validation) if cell.format or cell.validation else EMPTY


@handles("deleteDimension")
def delete_dimension(batch: Batch, request: Json, where: str) -> Json:
    """Rows or columns go with everything on them."""
    sheet, dimension, start, end = _dimension(batch, request.get("range", {}), where)
    size = sheet.row_count if dimension == "ROWS" else sheet.column_count
    name = "Row" if dimension == "ROWS" else "Column"
    if end > size:
        raise invalid(
            f"Invalid {where}: Cannot delete a {name.lower()} that doesn't exist. Tried to delete {name.lower()} index {end - 1} but there are only {size} {name.lower()}s."
        )
    frozen = sheet.properties.get("gridProperties", {}).get(f"frozen{name}Count", 0)
    if end - start >= size - min(frozen, size) and start <= frozen:
        raise invalid(f"Invalid {where}: Sorry, it is not possible to delete all non-frozen {name.lower()}s.")
    batch.editable(sheet, _band(sheet, dimension, start, end))
    remap(batch.book, sheet, dimension, Delete(start, end))
    return {}


@handles("moveDimension")
def move_dimension(batch: Batch, request: Json, where: str) -> Json:
    """Rows or columns go elsewhere; the destination counts before the move."""
    sheet, dimension, start, end = _dimension(batch, request.get("source", {}), where)
    to = request.get("destinationIndex", 0)
    if start <= to <= end:
        return {}
    batch.editable(sheet, _band(sheet, dimension, start, end))
    remap(batch.book, sheet, dimension, Move(start, end, to))
    return {}


@handles("updateDimensionProperties")
def update_dimension_properties(batch: Batch, request: Json, where: str) -> Json:
    """Width, height and hiding of rows or columns."""
    sheet, dimension, start, end = _dimension(batch, request.get("range", {}), where)
    mask = masks.write_mask(request.get("fields"), "DimensionProperties", where)
    props = sheet.row_props if dimension == "ROWS" else sheet.column_props
    for index in range(start, end):
        new = masks.apply(props.get(index, {}), request.get("properties", {}), mask)
        props[index] = {
            name: value for name, value in new.items() if value is not False and name != "developerMetadata"
        }
        if not props[index]:
            del props[index]
    return {}


@handles("autoResizeDimensions")
def auto_resize(batch: Batch, request: Json, where: str) -> Json:
    """Accepted; this fake does not measure text."""
    _dimension(batch, request.get("dimensions", {}), where)
    return {}
