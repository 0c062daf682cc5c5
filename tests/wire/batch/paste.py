"""Requests that carry cells elsewhere: copyPaste, cutPaste, sortRange."""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any

from tests.wire import references
from tests.wire.answers import Json, NotModelled, invalid
from tests.wire.batch.base import Batch, handles
from tests.wire.batch.cells import corner
from tests.wire.state import EMPTY, Box, Cell, CellError, Formula, Sheet, Value
from tests.wire.structure import rewrite_formulas

_PASTES = {
    "PASTE_NORMAL": ("value", "format", "note", "validation"),
    "PASTE_NO_BORDERS": ("value", "format", "note", "validation"),
    "PASTE_VALUES": ("result",),
    "PASTE_FORMULA": ("value",),
    "PASTE_FORMAT": ("format",),
    "PASTE_DATA_VALIDATION": ("validation",),
}


def carried(cell: Cell, down: int, right: int) -> Cell:
    """The cell as a copy so far down and to the right holds it."""
    if type(cell.value) is not Formula:
        return cell
    return cell._replace(value=Formula(references.shifted(cell.value, down, right)))


def _block(sheet: Sheet, box: Box) -> list[list[Cell]]:
    return [
        [sheet.cell(row, column) for column in range(box.left, box.right)]
        for row in range(box.top, box.bottom)
    ]


@handles("copyPaste")
def copy_paste(batch: Batch, request: Json, where: str) -> Json:
    """Repeats the source over the destination; a smaller destination grows to the source's size."""
    kind = request.get("pasteType", "PASTE_NORMAL")
    if kind not in _PASTES or request.get("pasteOrientation", "NORMAL") != "NORMAL":
        raise NotModelled(f"copyPaste {kind} {request.get('pasteOrientation', '')}")
    source, box = batch.place(request.get("source"), where)
    target, into = batch.place(request.get("destination"), where)
    into = Box(
        into.top,
        into.top + _length(into.height, box.height),
        into.left,
        into.left + _length(into.width, box.width),
    )
    if into.bottom > target.row_count or into.right > target.column_count:
        raise target.past_grid(into, where)
    batch.editable(target, into)
    parts = _PASTES[kind]
    results = _results(batch, source, box) if parts == ("result",) else None
    cells = _block(source, box)
    for row in range(into.height):
        new = []
        for column in range(into.width):
            y, x = row % box.height, column % box.width
            old = target.cell(into.top + row, into.left + column)
            if results is not None:
                new.append(_with_value(old, results[y][x]))
            else:
                at = (into.top + row - box.top - y, into.left + column - box.left - x)
                new.append(_pasted(old, carried(cells[y][x], *at), parts))
        batch.write(target, into.top + row, into.left, tuple(new))
    return {}


def _length(wanted: int, source: int) -> int:
    """How far a paste reaches: whole repeats of the source, at least one."""
    return max(wanted // source, 1) * source if source else 0


def _results(batch: Batch, sheet: Sheet, box: Box) -> list[list[Value]]:
    engine = batch.evaluator
    return [
        [engine.cell(sheet, row, column) for column in range(box.left, box.right)]
        for row in range(box.top, box.bottom)
    ]


def _with_value(cell: Cell, value: Value) -> Cell:
    value = None if value == "" else value
    changed = Cell(value, cell.format, cell.note, cell.validation)
    return EMPTY if changed == EMPTY else changed


def _pasted(old: Cell, new: Cell, parts: tuple[str, ...]) -> Cell:
    if "value" in parts:
        old = old._replace(value=new.value, runs=new.runs, chips=new.chips, shows=new.shows)
    for name in ("format", "note", "validation"):
        if name in parts:
            old = old._replace(**{name: getattr(new, name)})
    return EMPTY if old == EMPTY else old


@handles("cutPaste")
def cut_paste(batch: Batch, request: Json, where: str) -> Json:
    """Moves cells; formulas inside keep their text, references from elsewhere follow."""
    if request.get("pasteType", "PASTE_NORMAL") != "PASTE_NORMAL":
        raise NotModelled("cutPaste of anything but all")
    source, box = batch.place(request.get("source"), where)
    target, row, column = corner(batch, request.get("destination", {}), where)
    into = Box(row, row + box.height, column, column + box.width)
    if into.bottom > target.row_count or into.right > target.column_count:
        raise target.past_grid(into, where)
    batch.editable(source, box)
    batch.editable(target, into)
    cells = _block(source, box)
    for index in range(box.top, box.bottom):
        source.put(index, box.left, *(EMPTY,) * box.width)
    for offset, line in enumerate(cells):
        batch.write(target, row + offset, column, tuple(line))
    down, right = row - box.top, column - box.left
    spot = (target.title, down, right)
    rewrite_formulas(batch.book, lambda text, own: references.followed(text, own, (source.title, box), spot))
    batch.book.named = [_follow_named(one, source, box, target, (down, right)) for one in batch.book.named]
    return {}


def _follow_named(one: Json, source: Sheet, box: Box, target: Sheet, shift: tuple[int, int]) -> Json:
    range_ = one.get("range")
    if not range_ or range_.get("sheetId", 0) != source.sheet_id:
        return one
    block = source.box(range_)
    if not (
        box.top <= block.top
        and block.bottom <= box.bottom
        and box.left <= block.left
        and block.right <= box.right
    ):
        return one
    moved = {
        "sheetId": target.sheet_id,
        "startRowIndex": block.top + shift[0],
        "endRowIndex": block.bottom + shift[0],
    }
    return {
        **one,
        "range": {
            **moved,
            "startColumnIndex": block.left + shift[1],
            "endColumnIndex": block.right + shift[1],
        },
    }


def _rank(value: Value) -> tuple[int, Any]:
    """Numbers, then text, then truth, then errors; blanks are always last."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, (int, float)):
        return 0, value
    if isinstance(value, CellError):
        return 3, value.kind
    return (1, value.casefold()) if value else (4, "")


@handles("sortRange")
def sort_range(batch: Batch, request: Json, where: str) -> Json:
    """Sorts the cells of a range; what lies beside the range stays, rows keep their numbers and sizes."""
    sheet, box = batch.place(request.get("range"), where)
    specs = request.get("sortSpecs", [])
    if not specs:
        raise invalid(f"Invalid {where}: No sort specs were given.")
    if any(sheet.box(merge).meets(box) for merge in sheet.merges):
        raise invalid(f"Invalid {where}: You can't sort a range that holds merged cells.")
    batch.editable(sheet, box)
    engine = batch.evaluator
    columns = [
        (spec.get("dimensionIndex", box.left), spec.get("sortOrder") == "DESCENDING") for spec in specs
    ]
    keys = {
        row: [_rank(engine.cell(sheet, row, column)) for column, _ in columns]
        for row in range(box.top, box.bottom)
    }

    def compare(a: int, b: int) -> int:
        for (left, right), (_, down) in zip(zip(keys[a], keys[b], strict=True), columns, strict=True):
            if left == right:
                continue
            blanks = left[0] == 4 or right[0] == 4
            less = -1 if left < right else 1
            return less if blanks or not down else -less
        return 0

    order = sorted(range(box.top, box.bottom), key=cmp_to_key(compare))
    cells = {row: [sheet.cell(row, column) for column in range(box.left, box.right)] for row in order}
    for new, old in enumerate(order, start=box.top):
        sheet.put(new, box.left, *(carried(cell, new - old, 0) for cell in cells[old]))
    while sheet.rows and not sheet.rows[-1]:
        sheet.rows.pop()
    if batch.rules.metadata_follows_sort:
        _metadata_along(batch, sheet, {old: new for new, old in enumerate(order, start=box.top)})
    return {}


def _metadata_along(batch: Batch, sheet: Sheet, moved: dict[int, int]) -> None:
    for index, one in enumerate(batch.book.metadata):
        place = one["location"].get("dimensionRange")
        if not place or place.get("sheetId", 0) != sheet.sheet_id or place["dimension"] != "ROWS":
            continue
        row = moved.get(place["startIndex"], place["startIndex"])
        location = {**one["location"], "dimensionRange": {**place, "startIndex": row, "endIndex": row + 1}}
        batch.book.metadata[index] = {**one, "location": location}
