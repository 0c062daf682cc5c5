"""Rows and columns that come, go and move, and everything that follows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.wire import references
from tests.wire.answers import Json
from tests.wire.references import Mapping
from tests.wire.state import EMPTY, Cell, Formula, Row, Sheet, Spreadsheet

_ROWS = ("startRowIndex", "endRowIndex")
_COLUMNS = ("startColumnIndex", "endColumnIndex")


@dataclass(frozen=True)
class Insert:
    """``count`` new rows or columns before ``at``."""

    at: int
    count: int

    def point(self, index: int) -> int | None:
        """Moved on when it stands at or after the new ones."""
        return index + self.count if index >= self.at else index

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Grows when the new ones are inside."""
        return (
            start + self.count if start >= self.at else start,
            end + self.count if end > self.at else end,
        )


@dataclass(frozen=True)
class Delete:
    """The rows or columns from ``start`` to before ``end`` are gone."""

    start: int
    end: int

    def point(self, index: int) -> int | None:
        """None when it was among them."""
        if index < self.start:
            return index
        return index - (self.end - self.start) if index >= self.end else None

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Shrinks by what is gone."""
        gone = self.end - self.start
        first = start if start <= self.start else max(self.start, start - gone)
        last = end if end <= self.start else max(self.start, end - gone)
        return (first, last) if last > first else None


@dataclass(frozen=True)
class Move:
    """The rows or columns from ``start`` to before ``end`` go before ``to``, counted before the move."""

    start: int
    end: int
    to: int

    @property
    def _landing(self) -> int:
        return self.to if self.to <= self.start else self.to - (self.end - self.start)

    def point(self, index: int) -> int | None:
        """Where it stands afterwards."""
        if self.start <= index < self.end:
            return self._landing + index - self.start
        left = Delete(self.start, self.end).point(index)
        return None if left is None else Insert(self._landing, self.end - self.start).point(left)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Moves along when it lies wholly inside, else closes behind and opens before."""
        if self.start <= start and end <= self.end:
            shift = self._landing - self.start
            return start + shift, end + shift
        left = Delete(self.start, self.end).span(start, end)
        return None if left is None else Insert(self._landing, self.end - self.start).span(*left)


def remap(book: Spreadsheet, sheet: Sheet, dimension: str, edit: Insert | Delete | Move) -> None:
    """Carries out an edit of rows or columns, references and attached objects included."""
    rows = dimension == "ROWS"
    if rows:
        sheet.rows = _rearranged(sheet.rows, edit, ())
        while sheet.rows and not sheet.rows[-1]:
            sheet.rows.pop()
        sheet.row_props = _moved_keys(sheet.row_props, edit)
    else:
        sheet.rows = [_trimmed(tuple(_rearranged(list(row), edit, EMPTY))) for row in sheet.rows]
        sheet.column_props = _moved_keys(sheet.column_props, edit)
    change = (
        edit.count if isinstance(edit, Insert) else edit.start - edit.end if isinstance(edit, Delete) else 0
    )
    if rows:
        sheet.row_count += change
    else:
        sheet.column_count += change
    _carry(book, sheet, dimension, edit)
    mapping: tuple[Mapping | None, Mapping | None] = (edit, None) if rows else (None, edit)
    rewrite_formulas(book, lambda text, own: references.remapped(text, own, sheet.title, *mapping))


def _rearranged(items: list[Any], edit: Insert | Delete | Move, blank: Any) -> list[Any]:
    if isinstance(edit, Insert):
        return (
            items if edit.at >= len(items) else [*items[: edit.at], *[blank] * edit.count, *items[edit.at :]]
        )
    if isinstance(edit, Delete):
        return items[: edit.start] + items[edit.end :]
    padded = items + [blank] * (max(edit.end, edit.to) - len(items))
    block, rest = padded[edit.start : edit.end], padded[: edit.start] + padded[edit.end :]
    landing = edit.point(edit.start) or 0
    return rest[:landing] + block + rest[landing:]


def _trimmed(row: Row) -> Row:
    while row and row[-1] is EMPTY:
        row = row[:-1]
    return row


def _moved_keys(props: dict[int, Json], edit: Mapping) -> dict[int, Json]:
    moved = ((edit.point(index), value) for index, value in props.items())
    return {index: value for index, value in moved if index is not None}


def _carry(book: Spreadsheet, sheet: Sheet, dimension: str, edit: Mapping) -> None:
    """Ranges of everything attached to the tab follow; what stood only on deleted rows goes."""
    names = _ROWS if dimension == "ROWS" else _COLUMNS

    def follow(objects: list[Json]) -> list[Json]:
        followed = (_follow(one, sheet.sheet_id, dimension, names, edit) for one in objects)
        return [one for one in followed if one is not None]

    if dimension == "COLUMNS":
        sheet.tables = [_table_columns(one, edit) for one in sheet.tables]
        if sheet.basic_filter is not None:
            sheet.basic_filter = _filter_columns(sheet.basic_filter, edit)
    for kind in ("merges", "conditional", "protected", "tables", "charts", "banded"):
        setattr(sheet, kind, follow(getattr(sheet, kind)))
    if sheet.basic_filter is not None:
        sheet.basic_filter = next(iter(follow([sheet.basic_filter])), None)
    named = ((one, _follow(one, sheet.sheet_id, dimension, names, edit)) for one in book.named)
    book.named = [new or {key: one[key] for key in ("namedRangeId", "name")} for one, new in named]
    book.metadata = follow(book.metadata)


def _table_columns(table: Json, edit: Mapping) -> Json:
    """The Table with the properties of its columns at their new places, counted from its own first column."""
    left = table["range"]["startColumnIndex"]
    span = edit.span(left, table["range"]["endColumnIndex"])
    columns = []
    for one in table.get("columnProperties", []) if span else []:
        place = edit.point(left + one.get("columnIndex", 0))
        if place is not None and span and span[0] <= place < span[1]:
            columns.append({**one, "columnIndex": place - span[0]})
    return {**table, "columnProperties": columns}


def _filter_columns(filter_: Json, edit: Mapping) -> Json:
    """The filter with its hidden values on the columns where they now are."""
    changed = dict(filter_)
    for kind, key in (("filterSpecs", "columnIndex"), ("sortSpecs", "dimensionIndex")):
        moved = [(edit.point(one.get(key, 0)), one) for one in filter_.get(kind, [])]
        if moved:
            changed[kind] = [{**one, key: place} for place, one in moved if place is not None]
    if "criteria" in filter_:
        places = {key: edit.point(int(key)) for key in filter_["criteria"]}
        changed["criteria"] = {
            str(places[key]): one for key, one in filter_["criteria"].items() if places[key] is not None
        }
    return changed


def _follow(value: Any, sheet_id: int, dimension: str, names: tuple[str, str], edit: Mapping) -> Any:
    """The document with its ranges moved; None where a range is gone and takes its object along."""
    if isinstance(value, list):
        kept = [_follow(item, sheet_id, dimension, names, edit) for item in value]
        return [item for item in kept if item is not None] or (
            None if value and isinstance(value[0], dict) else kept
        )
    if not isinstance(value, dict):
        return value
    if value.get("sheetId", 0) == sheet_id:
        if names[0] in value and names[1] in value:
            return _respanned(value, names, edit)
        if value.get("dimension") == dimension and "startIndex" in value:
            return _respanned(value, ("startIndex", "endIndex"), edit)
    changed = {}
    for key, inner in value.items():
        new = _follow(inner, sheet_id, dimension, names, edit)
        if new is None and inner is not None and key in ("range", "ranges", "dimensionRange", "location"):
            return None
        changed[key] = new
    return changed


def _respanned(value: Json, names: tuple[str, str], edit: Mapping) -> Json | None:
    span = edit.span(value[names[0]], value[names[1]])
    return None if span is None else {**value, names[0]: span[0], names[1]: span[1]}


def rewrite_formulas(book: Spreadsheet, change: Callable[[str, str], str]) -> None:
    """Gives every formula of the workbook to ``change(text, title of its tab)``."""
    for sheet in book.sheets:
        for index, row in enumerate(sheet.rows):
            if any(type(cell.value) is Formula for cell in row):
                sheet.rows[index] = tuple(_changed(cell, sheet.title, change) for cell in row)
        sheet.conditional = [_in_json(rule, sheet.title, change) for rule in sheet.conditional]


def _changed(cell: Cell, title: str, change: Callable[[str, str], str]) -> Cell:
    if type(cell.value) is not Formula:
        return cell
    text = change(cell.value, title)
    return cell if text == cell.value else cell._replace(value=Formula(text))


def _in_json(value: Any, title: str, change: Callable[[str, str], str]) -> Any:
    if isinstance(value, dict):
        return {key: _in_json(inner, title, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [_in_json(inner, title, change) for inner in value]
    return change(value, title) if isinstance(value, str) and value.startswith("=") else value
