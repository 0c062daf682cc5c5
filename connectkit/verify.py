"""Compares what a write met with what was planned, and decides what has to be put right.

Between read and write the user may have moved a row or typed into a cell. The after-image says whose row each
value really landed on and what stood there. The user's newer edit always wins; a value on the wrong row is taken
back exactly and written where it belongs; a Log row whose inbox text changed meanwhile is taken back, so that
the next run files the new text once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from connectkit.cells import as_text, same
from connectkit.model import (
    AfterImage,
    AppendRow,
    CellValue,
    Landed,
    Layout,
    Plan,
    RawTab,
    SetCell,
    Workbook,
    blank,
)
from connectkit.schema import Merge, Owner, tab


@dataclass(frozen=True)
class Verdict:
    """What a write needs: a further plan (empty when all landed well) and one sentence per surprise."""

    repair: Plan
    surprises: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Now:
    """Which ID stands in a row after the write: the one the write itself put there, else the one it met."""

    written: Mapping[tuple[str, int], str]

    def anchor(self, landed: Landed) -> str:
        """The ID by which a repair knows the row."""
        return self.written.get((landed.change.tab, landed.change.row), landed.id)


@dataclass
class _Repairs:
    changes: list[SetCell] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    retracted: set[str] = field(default_factory=set)  # groups taken back


def verify(plan: Plan, after: AfterImage, filed: Sequence[AppendRow] = ()) -> Verdict:
    """The repairs a write needs right now, from its own after-image.

    ``filed`` are the rows the run has appended, for the rounds of repair in which the plan itself has none.
    """
    repairs = _Repairs()
    astray = [landed for landed in after.landed if _misplaced(landed, after)]
    moved = [landed for landed in after.landed if _moved(landed) or _misplaced(landed, after)]
    stayed = [landed for landed in after.landed if not _moved(landed) and not _misplaced(landed, after)]
    ids = [one.change for one in after.landed if one.change.column == "id"]
    now = _Now({(one.tab, one.row): str(one.after) for one in ids})
    for landed in moved:
        _take_back(landed, after.rows, now.anchor(landed), repairs)
    for landed in stayed:
        _respect(landed, now.anchor(landed), repairs)
    again = [
        landed
        for landed in moved
        if landed not in astray and landed.change.id in after.rows.get(landed.change.tab, {})
    ]
    repairs.retracted |= {one.change.group for one in moved if _consumes(one.change) and one not in again}
    _retract(filed or plan.appended, after, now, repairs)
    for landed in again:
        _again(landed, after.rows, repairs)
    changes = tuple(repairs.changes)
    return Verdict(Plan(changes, plan.layout, plan.choices, "repair", plan.run_id), tuple(repairs.surprises))


def _moved(landed: Landed) -> bool:
    """True where the row written to was another person's, or no longer the row without an ID that was meant."""
    change = landed.change
    if change.id:
        return landed.id != change.id
    return bool(landed.id) or landed.name != change.name


def _misplaced(landed: Landed, after: AfterImage) -> bool:
    """True where the column itself had moved: another header stood above the cell."""
    return (landed.change.tab, landed.change.column) in after.misplaced


def _user_owned(change: SetCell) -> bool:
    return tab(change.tab).column(change.column).owner is Owner.USER


def _take_back(landed: Landed, rows: Mapping[str, Mapping[str, int]], anchor: str, repairs: _Repairs) -> None:
    """The cell of somebody else gets back what stood in it.

    ``anchor`` is the ID that stands in that row now: the misplaced one where the ID itself was misplaced.
    """
    change = landed.change
    row = rows.get(change.tab, {}).get(anchor, change.row)
    if not same(landed.was, change.after):
        repairs.changes.append(
            SetCell(
                change.tab, row, change.column, anchor, landed.name, change.after, landed.was, change.group
            )
        )
    whose = landed.name or f"row {row}"
    if _user_owned(change):
        repairs.surprises.append(
            f"{tab(change.tab).title}, {change.name}: the row had moved while the sync ran; {whose}'s cell was put back."
        )


def _again(landed: Landed, rows: Mapping[str, Mapping[str, int]], repairs: _Repairs) -> None:
    """The value goes to the row it was meant for."""
    change = landed.change
    if change.group not in repairs.retracted:
        repairs.changes.append(change._replace(row=rows[change.tab][change.id]))


def _consumes(change: SetCell) -> bool:
    return tab(change.tab).column(change.column).merge is Merge.CONSUME


def _respect(landed: Landed, anchor: str, repairs: _Repairs) -> None:
    """A user's cell that changed between read and write keeps the user's newer text."""
    change = landed.change
    if not _user_owned(change) or same(landed.was, change.before):
        return
    repairs.changes.append(change._replace(id=anchor, before=change.after, after=landed.was))
    title = tab(change.tab).column(change.column).title
    repairs.surprises.append(
        f"{tab(change.tab).title}, {change.name}: {title} was changed while the sync ran; the newer text was kept."
    )
    if _consumes(change):
        repairs.retracted.add(change.group)


def _retract(filed: Iterable[AppendRow], after: AfterImage, now: _Now, repairs: _Repairs) -> None:
    """What was filed from an inbox text that changed meanwhile is emptied again; the next run files the new text."""
    if not repairs.retracted:
        return
    for row in filed:
        if row.group in repairs.retracted:
            repairs.changes.extend(emptied(row, after.rows))
    for landed in after.landed:
        change = landed.change
        forward = change.column == "last_contact" and change.group in repairs.retracted and not _moved(landed)
        if forward and same(landed.was, change.before):
            repairs.changes.append(
                change._replace(id=now.anchor(landed), before=change.after, after=landed.was)
            )


def emptied(row: AppendRow, rows: Mapping[str, Mapping[str, int]]) -> list[SetCell]:
    """The cells of an appended row, each emptied again; nothing where the row is no longer found."""
    number = rows.get(row.tab, {}).get(row.id)
    if number is None:
        return []
    name = str(row.values.get("name") or row.values.get("who") or "")
    filled = [(key, value) for key, value in row.values.items() if value is not None]
    filled.sort(key=lambda item: item[0] == "id")
    return [SetCell(row.tab, number, key, row.id, name, value, None, row.group) for key, value in filled]


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
    moved = _moved(landed) or _misplaced(landed, image)
    newer = _user_owned(change) and not same(landed.was, change.before)
    if here is None or raw is None or not (moved or newer):
        return []
    redo = _redo(workbook, layout, landed.change, raw) if moved and not _misplaced(landed, image) else []
    written = {
        (one.change.tab, one.change.row): one.change.after
        for one in image.landed
        if one.change.column == "id"
    }
    row = _find(raw, here.columns, [as_text(written.get((change.tab, change.row))), landed.id])
    now = raw.cell(row, here.columns[change.column]) if row and change.column in here.columns else None
    if row is None or not same(now, change.after) or same(now, landed.was):
        return redo
    anchor = as_text(raw.cell(row, here.columns["id"]))
    back = change._replace(row=row, id=anchor, name=landed.name, before=now, after=landed.was)
    unfiled = _unfile(workbook, layout, change.group) if not moved and _consumes(change) else []
    return [back, *redo, *unfiled]


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
    if len(rows) != 1 or (_consumes(change) and not _filed(workbook, layout, change.group)):
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


def _find(raw: RawTab, columns: Mapping[str, int], wanted: Iterable[str]) -> int | None:
    """The row number that carries the first of these IDs that stands in exactly one row."""
    if "id" not in columns:
        return None
    at = columns["id"] - 1
    for one in wanted:
        found = (
            [n for n, row in enumerate(raw.rows, start=1) if len(row) > at and row[at] == one] if one else []
        )
        if len(found) == 1:
            return found[0]
    return None
