"""What a run that died wrote under headers of the user's, because columns had moved in that moment, is put back there.

It takes a write of its own: its layout says that a column of ours stands where, for once, another one does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from connectkit.model import (
    AfterImage,
    AppendRow,
    CellValue,
    Landed,
    Layout,
    Plan,
    RawTab,
    SetCell,
    TabLayout,
    Workbook,
)
from connectkit.repair.verify import misplaced
from connectkit.sheet.cells import as_text, row_name, same


def under_other_headers(
    workbook: Workbook, layout: Layout, image: AfterImage, more: Sequence[SetCell | AppendRow]
) -> Plan:
    """The write that puts it back, together with ``more``; empty where there is nothing to do.

    The column is the one of that header now; the row the one written to, or the only other of that name, where the
    cell still holds what was written.
    """
    places: dict[str, dict[str, int]] = {}
    changes: list[SetCell] = []
    for one in image.landed:
        here = layout.get(one.change.tab)
        raw = workbook.tab(here.handle) if here else None
        if here is None or raw is None or not misplaced(one, image):
            continue
        at = _header_now(raw, here.header_row, *image.misplaced[one.change.tab, one.change.column])
        row = _row_under(raw, here, at, one) if at else 0
        if row and not same(one.was, one.change.after):
            places.setdefault(here.key, {})[one.change.column] = at
            name = row_name(raw, here.columns, row)
            changes.append(SetCell(here.key, row, one.change.column, "", name, raw.cell(row, at), one.was))
    moved = {key: replace(layout[key], columns={**layout[key].columns, **at}) for key, at in places.items()}
    there: Layout = {**layout, **moved}
    cells = [_anchored(workbook, there, one) for one in (*changes, *more) if isinstance(one, SetCell)]
    return Plan((*cells, *(one for one in more if isinstance(one, AppendRow))), there, origin="repair")


def _anchored(workbook: Workbook, layout: Layout, change: SetCell) -> SetCell:
    """The change with what stands in its row where this layout says that IDs stand."""
    here = layout[change.tab]
    raw = workbook.tab(here.handle)
    if raw is None or "id" not in here.columns:
        return change
    return change._replace(id=as_text(raw.cell(change.row, here.columns["id"])))


def _header_now(raw: RawTab, header_row: int, index: int, header: str) -> int:
    """The index of the only column under this header; for one without a header the index it had; 0 if it can't be told."""
    head = [as_text(cell).strip() for cell in raw.rows[header_row - 1]]
    if header:
        return head.index(header) + 1 if head.count(header) == 1 else 0
    return index if index > len(head) or not head[index - 1] else 0


_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet's serial numbers."""


def _holds(value: CellValue, written: CellValue) -> bool:
    """True for what was written; a day under a header whose column has no date format reads as its serial number."""
    if type(written) is date and isinstance(value, int | float):
        return value == (written - _DAY_ZERO).days
    return same(value, written)


def _row_under(raw: RawTab, here: TabLayout, at: int, landed: Landed) -> int:
    """The row whose cell in this column still holds what was written: the one written to, or one of that name alone."""
    rows = range(here.header_row + 1, len(raw.rows) + 1)
    held = [row for row in rows if _holds(raw.cell(row, at), landed.change.after)]
    named = [row for row in held if row_name(raw, here.columns, row) == landed.name]
    if landed.change.row in named or len(named) != 1:
        return landed.change.row if landed.change.row in held else 0
    return named[0]
