"""A workbook with changes applied, in memory: how a plan looks before it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from connectkit.model import (
    AddColumns,
    AddTab,
    AppendRow,
    CellValue,
    Change,
    Layout,
    RawTab,
    ReplaceRows,
    Row,
    SetCell,
    TabLayout,
    Workbook,
    blank,
)
from connectkit.schema import Offer, tab


def patched(workbook: Workbook, layout: Layout, changes: Iterable[Change]) -> Workbook:
    """The workbook after these changes; the one given stays as it was. New tabs stand last."""
    tabs: dict[str, RawTab] = {raw.handle: raw for raw in workbook.tabs}
    copied: set[str] = set()

    def rows_of(here: TabLayout) -> list[Row]:
        handle = here.handle or here.title
        if handle not in copied:
            copied.add(handle)
            tabs[handle] = replace(tabs[handle], rows=[list(row) for row in tabs[handle].rows])
        return tabs[handle].rows

    for change in changes:
        here = layout[change.tab]
        if isinstance(change, AddTab):
            tabs[change.title] = RawTab(change.title, change.title, _new_rows(change.tab))
        elif isinstance(change, AddColumns):
            _insert_columns(rows_of(here), here, change)
        elif isinstance(change, SetCell):
            put(rows_of(here), change.row, here.index_of(change), change.after)
        elif isinstance(change, AppendRow):
            append(rows_of(here), here, change)
        else:
            _replace_rows(rows_of(here), here, change)
    return replace(workbook, tabs=tuple(tabs.values()))


def _insert_columns(rows: list[Row], here: TabLayout, change: AddColumns) -> None:
    """New columns push aside what has come to stand there."""
    for index, title in sorted(change.columns.values()):
        for cells in rows:
            if len(cells) >= index:
                cells.insert(index - 1, None)
        put(rows, here.header_row, index, title)


def put(rows: list[Row], row: int, column: int, value: CellValue) -> None:
    """Sets one cell, growing the grid as far as needed."""
    while len(rows) < row:
        rows.append([])
    cells = rows[row - 1]
    while len(cells) < column:
        cells.append(None)
    cells[column - 1] = value


def append(rows: list[Row], here: TabLayout, change: AppendRow) -> int:
    """Adds a row under the last one with content; returns its row number."""
    filled = (n for n in range(len(rows), 0, -1) if any(not blank(cell) for cell in rows[n - 1]))
    number = next(filled, here.header_row) + 1
    for key, value in change.values.items():
        put(rows, number, here.columns[key], value)
    return number


def _replace_rows(rows: list[Row], here: TabLayout, change: ReplaceRows) -> None:
    keys = tab(change.tab).keys
    for row in rows[here.header_row :]:
        for key in keys:
            if here.columns[key] <= len(row):
                row[here.columns[key] - 1] = None
    for offset, values in enumerate(change.rows, start=1):
        for key, value in zip(keys, values, strict=True):
            put(rows, here.header_row + offset, here.columns[key], value)


def _new_rows(key: str) -> list[Row]:
    schema = tab(key)
    header: Row = [column.title for column in schema.columns if column.offer is not Offer.NEVER]
    return [[schema.banner], header] if schema.banner else [header]
