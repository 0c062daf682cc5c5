"""Finishes what a run that died before its repair left wrong, from what the sheet itself remembers of that run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

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
    blank,
)
from connectkit.repair.other_columns import under_other_headers
from connectkit.repair.verify import consumes, emptied, merged, misplaced, moved_on, moved_row, user_owned
from connectkit.sheet.cells import as_text, name_keys, row_name, same
from connectkit.sheet.ids import seal
from connectkit.sheet.patch import patched


@dataclass(frozen=True)
class Recovery:
    """What puts a sheet right: cells, and rows that a dead run emptied by mistake, which come back at the end.

    ``plan`` is a write of its own, for cells under headers that are not connectkit's: its layout says where they are.
    """

    cells: Sequence[SetCell] = ()
    rows: Sequence[AppendRow] = ()
    plan: Plan = field(default_factory=Plan)


def recover(workbook: Workbook, layout: Layout) -> Recovery:
    """What a run that died before its repair left wrong, seen from the sheet as it is now.

    Only cells that still hold what that run wrote are put back; whatever the user has done since stays.
    """
    image = workbook.unfinished
    if image is None:
        return Recovery()
    written = {
        (one.change.tab, one.change.row): one.change.after
        for one in image.landed
        if one.change.column == "id"
    }
    planned = {(one.change.tab, one.change.name) for one in image.landed}
    foreign = [one for one in image.landed if misplaced(one, image)]
    astray = [
        one for one in image.landed if not misplaced(one, image) and _astray(workbook, layout, one, planned)
    ]
    newer = (
        [one for one in image.landed if one not in astray and one not in foreign and _newer(one)]
        if any(map(_newer, image.landed))
        else []
    )
    back = [change for one in (*astray, *newer) for change in _put_back(workbook, layout, one, written)]
    unfiled = _taken_back(workbook, layout, newer, back)
    back += _days_before(workbook, layout, image, [*astray, *foreign], unfiled)
    rows = _emptied_by_mistake(workbook, layout, astray)
    if foreign:
        torn = dict.fromkeys(one.change.group for one in foreign if one.change.group)
        beside = [one for one in image.landed if one.change.group in torn and one not in foreign]
        back += [change for one in beside for change in _put_back(workbook, layout, one, written)]
        unfiled += [change for group in torn for change in _unfile(workbook, layout, group)]
        kept = merged([*back, *unfiled])
        plan = under_other_headers(workbook, layout, image, [*kept, *rows])
        if plan:
            return Recovery(plan=plan)
    settled = patched(workbook, layout, back)
    redo = [change for one in astray for change in _redo(workbook, settled, layout, one.change)]
    return Recovery(merged([*back, *redo, *unfiled]), rows)


def _taken_back(
    workbook: Workbook, layout: Layout, newer: Iterable[Landed], back: Iterable[SetCell]
) -> list[SetCell]:
    """What was filed from inbox texts that were changed meanwhile, emptied again: the next run files the newer text."""
    returned = {one.group for one in back if consumes(one)}
    groups = dict.fromkeys(one.change.group for one in newer if consumes(one.change))
    return [change for group in groups if group in returned for change in _unfile(workbook, layout, group)]


def _days_before(
    workbook: Workbook,
    layout: Layout,
    image: AfterImage,
    astray: Sequence[Landed],
    unfiled: Iterable[SetCell],
) -> list[SetCell]:
    """Last contact as it was before an interaction that is taken back."""
    groups = {one.group for one in unfiled}
    moved = [one for one in image.landed if one.change.group in groups and moved_on(one)]
    return [change for one in moved if one not in astray for change in _put_back(workbook, layout, one, {})]


def _emptied_by_mistake(workbook: Workbook, layout: Layout, astray: Iterable[Landed]) -> list[AppendRow]:
    """Rows that lost all they held, ID included, to a write meant for another row: they are as they were, further down.

    What still stands in the row itself is taken along. A contact is never emptied as a whole.
    """
    lost: dict[tuple[str, int], list[Landed]] = {}
    for one in astray:
        if one.change.tab != "contacts":
            lost.setdefault((one.change.tab, one.change.row), []).append(one)
    rows = []
    for (key, number), cells in lost.items():
        here, gone = layout.get(key), cells[0].id
        raw = workbook.tab(here.handle) if here else None
        took_id = any(one.change.column == "id" and blank(one.change.after) for one in cells)
        if not gone or not took_id or here is None or raw is None or _find(raw, here.columns, [gone]):
            continue
        left = {name: raw.cell(number, at) for name, at in here.columns.items()}
        if not blank(left["id"]):
            left = {}
        values = {**left, **{one.change.column: one.was for one in cells}, "id": gone}
        rows.append(AppendRow(key, gone, {name: value for name, value in values.items() if not blank(value)}))
    return rows


def _astray(workbook: Workbook, layout: Layout, landed: Landed, planned: Set[tuple[str, str]]) -> bool:
    """True where the value met another row than it was meant for; a new row under a new name was renamed, not moved."""
    if not moved_row(landed):
        return False
    change, here = landed.change, layout.get(landed.change.tab)
    raw = workbook.tab(here.handle) if here else None
    if here is None or raw is None or change.id or landed.id or (change.tab, landed.name) in planned:
        return True
    numbers = range(1, len(raw.rows) + 1)
    return not name_keys(here.columns) or any(row_name(raw, here.columns, n) == change.name for n in numbers)


def _newer(landed: Landed) -> bool:
    return user_owned(landed.change) and not same(landed.was, landed.change.before)


def _put_back(
    workbook: Workbook, layout: Layout, landed: Landed, written: Mapping[tuple[str, int], CellValue]
) -> list[SetCell]:
    """The cell as it was, in every row that carries it now, where it still holds what the run wrote."""
    change = landed.change
    here = layout.get(change.tab)
    raw = workbook.tab(here.handle) if here else None
    if here is None or raw is None or change.column not in here.columns:
        return []
    rows = _rows_hit(raw, here, landed, as_text(written.get((change.tab, change.row))))
    rows = rows[:1] if consumes(change) else rows  # one text, filed once: not also from a copy of the row
    changes = (_back(raw, here.columns, row, landed) for row in rows)
    return [one for one in changes if not same(one.before, one.after)]


def _rows_hit(raw: RawTab, here: TabLayout, landed: Landed, written: str) -> list[int]:
    """Where the row stands now that the write met, with its copies: by the ID the write gave it, else its own.

    An ID stands twice after a row was copied, and after an ID itself went astray: then only the rows of that name. A
    row that never had one is known by its name and by what was written; of several, the one that has not moved.
    """
    columns, name = here.columns, " ".join(landed.name.split())
    rows = _find(raw, columns, [written, landed.id])
    if rows:
        return rows if len(rows) == 1 else [row for row in rows if row_name(raw, columns, row) == name]
    if landed.id or "id" not in columns:
        return []
    nameless = [
        row
        for row in range(here.header_row + 1, len(raw.rows) + 1)
        if blank(raw.cell(row, columns["id"]))
        and row_name(raw, columns, row) == name
        and same(raw.cell(row, columns[landed.change.column]), landed.change.after)
    ]
    return [landed.change.row] if landed.change.row in nameless else nameless[:1]


def _back(raw: RawTab, columns: Mapping[str, int], row: int, landed: Landed) -> SetCell:
    """The cell as it was, where it still holds what the run wrote; else a change that changes nothing."""
    change = landed.change
    now = raw.cell(row, columns[change.column])
    anchor = as_text(raw.cell(row, columns["id"]))
    after = landed.was if same(now, change.after) else now
    return change._replace(row=row, id=anchor, name=landed.name, before=now, after=after)


def _redo(workbook: Workbook, settled: Workbook, layout: Layout, change: SetCell) -> list[SetCell]:
    """The value for the row it was meant for, where that still holds what the run had read.

    ``settled`` is the sheet with what went astray put back. An inbox cell is emptied only where its entries do
    stand in the Log.
    """
    here = layout.get(change.tab)
    raw, now = (book.tab(here.handle) if here else None for book in (workbook, settled))
    if (
        here is None
        or raw is None
        or now is None
        or change.column == "id"
        or not {"id", change.column} <= set(here.columns)
    ):
        return []
    columns = here.columns
    rows = [
        number
        for number in range(here.header_row + 1, len(now.rows) + 1)
        if as_text(now.cell(number, columns["id"])) == change.id
        and (
            change.id
            or consumes(change)
            or (name_keys(columns) and row_name(now, columns, number) == change.name)
        )
        and same(now.cell(number, columns[change.column]), change.before)
    ]
    if len(rows) != 1 or (consumes(change) and not _filed(workbook, layout, change.group)):
        return []
    return [change._replace(row=rows[0], id=as_text(raw.cell(rows[0], columns["id"])))]


def _filed(workbook: Workbook, layout: Layout, group: str) -> bool:
    """True where every row a group appended stands in the sheet."""
    present = set()
    for key in ("log", "promises"):
        raw = workbook.tab(layout[key].handle) if key in layout else None
        if raw is not None and "id" in layout[key].columns:
            at = layout[key].columns["id"]
            present |= {raw.cell(number, at) for number in range(1, len(raw.rows) + 1)}
    return bool(group) and all(mark.partition("~")[0] in present for mark in group.split())


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
            changes.extend(emptied(AppendRow(here.key, one, values, group), row))
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
