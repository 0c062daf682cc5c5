"""Finishes what a run that died before its repair left wrong, from what the sheet itself remembers of that run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from connectkit.cells import as_text, same
from connectkit.model import (
    AfterImage,
    AppendRow,
    CellValue,
    Landed,
    Layout,
    RawTab,
    SetCell,
    Workbook,
    blank,
)
from connectkit.verify import consumes, emptied, misplaced, moved_row, user_owned


def recover(workbook: Workbook, layout: Layout) -> list[SetCell]:
    """What a run that died before its repair left wrong, seen from the sheet as it is now.

    Only cells that still hold what that run wrote are put back; whatever the user has done since stays.
    """
    image = workbook.unfinished
    if image is None:
        return []
    repairs: list[SetCell] = []
    for landed in image.landed:
        repairs.extend(_recover_one(workbook, layout, landed, image))
    return repairs


def _recover_one(workbook: Workbook, layout: Layout, landed: Landed, image: AfterImage) -> list[SetCell]:
    change = landed.change
    here = layout.get(change.tab)
    raw = workbook.tab(here.handle) if here else None
    moved = moved_row(landed) or misplaced(landed, image)
    newer = user_owned(change) and not same(landed.was, change.before)
    if here is None or raw is None or not (moved or newer):
        return []
    redo = _redo(workbook, layout, landed.change, raw) if moved and not misplaced(landed, image) else []
    written = {
        (one.change.tab, one.change.row): one.change.after
        for one in image.landed
        if one.change.column == "id"
    }
    wanted = [as_text(written.get((change.tab, change.row))), landed.id]
    back = [
        _back(raw, here.columns, row, landed)
        for row in _find(raw, here.columns, wanted)
        if change.column in here.columns
    ]
    unfiled = (
        _unfile(workbook, layout, change.group)
        if any(not same(one.before, one.after) for one in back) and not moved and consumes(change)
        else []
    )
    return [*(one for one in back if not same(one.before, one.after)), *redo, *unfiled]


def _back(raw: RawTab, columns: Mapping[str, int], row: int, landed: Landed) -> SetCell:
    """The cell as it was, where it still holds what the run wrote; else a change that changes nothing."""
    change = landed.change
    now = raw.cell(row, columns[change.column])
    anchor = as_text(raw.cell(row, columns["id"]))
    after = landed.was if same(now, change.after) else now
    return change._replace(row=row, id=anchor, name=landed.name, before=now, after=after)


def _redo(workbook: Workbook, layout: Layout, change: SetCell, raw: RawTab) -> list[SetCell]:
    """The value for the row it was meant for, where that still holds what the run had read.

    An inbox cell is emptied only where its entries do stand in the Log.
    """
    columns = layout[change.tab].columns
    if "id" not in columns or change.column not in columns or change.column == "id":
        return []
    names = columns.get("who" if change.tab == "promises" else "name")
    rows = [
        number
        for number in range(layout[change.tab].header_row + 1, len(raw.rows) + 1)
        if as_text(raw.cell(number, columns["id"])) == change.id
        and (change.id or (names and as_text(raw.cell(number, names)).strip() == change.name))
        and same(raw.cell(number, columns[change.column]), change.before)
    ]
    if len(rows) != 1 or (consumes(change) and not _filed(workbook, layout, change.group)):
        return []
    return [change._replace(row=rows[0])]


def _filed(workbook: Workbook, layout: Layout, group: str) -> bool:
    """True where every row a group appended stands in the sheet."""
    present = set()
    for key in ("log", "promises"):
        raw = workbook.tab(layout[key].handle) if key in layout else None
        if raw is not None and "id" in layout[key].columns:
            at = layout[key].columns["id"]
            present |= {raw.cell(number, at) for number in range(1, len(raw.rows) + 1)}
    return bool(group) and all(mark.partition("~")[0] in present for mark in group.split())


def seal(one: str, values: Mapping[str, CellValue]) -> str:
    """The mark of an appended row in a change's group: its ID and a hash of what it held."""
    told = "\x1f".join(f"{key}={as_text(value)}" for key, value in sorted(values.items()) if not blank(value))
    return f"{one}~{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _unfile(workbook: Workbook, layout: Layout, group: str) -> list[SetCell]:
    """The rows a group appended, emptied again where nobody has touched them since."""
    changes: list[SetCell] = []
    for mark in group.split():
        one = mark.partition("~")[0]
        here = layout.get(_TABS.get(one[:2], ""))
        raw = workbook.tab(here.handle) if here else None
        if here is None or raw is None or "id" not in here.columns:
            continue
        row = next((n for n in range(1, len(raw.rows) + 1) if raw.cell(n, here.columns["id"]) == one), None)
        values = {key: raw.cell(row, index) for key, index in here.columns.items()} if row else {}
        if row and seal(one, values) == mark:
            changes.extend(emptied(AppendRow(here.key, one, values, group), {here.key: {one: row}}))
    return changes


_TABS = {"lk": "log", "pk": "promises", "dk": "drafts"}


def _find(raw: RawTab, columns: Mapping[str, int], wanted: Iterable[str]) -> list[int]:
    """The row numbers that carry the first of these IDs that stands anywhere: more than one where the row was copied."""
    if "id" not in columns:
        return []
    at = columns["id"] - 1
    for one in wanted:
        found = [n for n, row in enumerate(raw.rows, start=1) if one and len(row) > at and row[at] == one]
        if found:
            return found
    return []
