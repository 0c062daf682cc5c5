"""Compares what a write met with what was planned, and decides what has to be put right.

Between read and write the user may have moved a row or typed into a cell. The after-image says whose row each
value really landed on and what stood there. The user's newer edit always wins; a value on the wrong row is taken
back exactly and written where it belongs; a Log row whose inbox text changed meanwhile is taken back, so that
the next run files the new text once.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import date

from connectkit.errors import StoreUnavailable
from connectkit.model import (
    AfterImage,
    AppendRow,
    Landed,
    Plan,
    SetCell,
)
from connectkit.schema import Merge, Owner, tab
from connectkit.sheet.cells import same


@dataclass(frozen=True)
class Verdict:
    """What a write needs: a further plan (empty when all landed well) and one sentence per surprise."""

    repair: Plan
    surprises: tuple[str, ...] = ()


class _Now:
    """The sheet right after the write: which ID stands in a row, and in which row a person stands.

    An ID that the write itself put into a wrong row stands in two; the person is in the other one.
    """

    def __init__(self, after: AfterImage, moved: Iterable[Landed]) -> None:
        self._written = {
            (one.change.tab, one.change.row): str(one.change.after or "")
            for one in after.landed
            if one.change.column == "id"
        }
        self._strays = {(one.change.tab, one.change.row) for one in moved if one.change.column == "id"}
        self._rows = after.rows

    def anchor(self, landed: Landed) -> str:
        """The ID by which a repair knows the row that was written to."""
        return self._written.get((landed.change.tab, landed.change.row), landed.id)

    def hit(self, landed: Landed) -> int:
        """The row that was written to; elsewhere by now where an answer was lost and the rows were read later.

        Raises:
            StoreUnavailable: it went elsewhere and its ID stands twice; the next run reads the names as well.
        """
        rows = self._rows.get(landed.change.tab, {}).get(self.anchor(landed), ())
        if not rows or landed.change.row in rows:
            return landed.change.row
        if len(rows) > 1:
            raise StoreUnavailable(
                f"Rows of {tab(landed.change.tab).title} moved while the answer to the write was on its way.",
                "Run the sync again: it finishes what is unfinished.",
            )
        return rows[0]

    def of(self, tab_key: str, one: str) -> int | None:
        """The row a person stands in; None where they are gone or stand twice."""
        rows = [row for row in self._rows.get(tab_key, {}).get(one, ()) if (tab_key, row) not in self._strays]
        return rows[0] if len(rows) == 1 else None


@dataclass
class _Repairs:
    changes: list[SetCell] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    retracted: set[str] = field(default_factory=set)  # groups taken back


def verify(plan: Plan, after: AfterImage, first: Plan | None = None) -> Verdict:
    """The repairs a write needs right now, from its own after-image.

    ``first`` is the plan the run began with, for the rounds of repair: its new rows, and what it had read.

    Raises:
        StoreUnavailable: which row was written to can't be told from IDs alone; nothing is repaired by guess.
    """
    repairs = _Repairs()
    astray = [landed for landed in after.landed if misplaced(landed, after)]
    moved = [landed for landed in after.landed if moved_row(landed) or misplaced(landed, after)]
    stayed = [landed for landed in after.landed if not moved_row(landed) and not misplaced(landed, after)]
    now = _Now(after, moved)
    for landed in moved:
        _take_back(landed, now, repairs, COLUMNS_MOVED if landed in astray else "")
    torn = {one.change.group for one in astray if one.change.group}
    for landed in stayed:
        _respect(landed, now.anchor(landed), repairs)
        if landed.change.group in torn:
            change = landed.change
            repairs.changes.append(
                change._replace(id=now.anchor(landed), before=change.after, after=landed.was)
            )
    repairs.retracted |= torn
    known = [one for one in moved if one not in astray and now.of(one.change.tab, one.change.id) is not None]
    repairs.retracted |= {one.change.group for one in moved if consumes(one.change) and one not in known}
    again = [_again(landed, now, repairs) for landed in known]
    _retract(first or plan, plan, after, now, repairs, torn)
    repairs.changes += [one for one in again if one is not None and one.group not in repairs.retracted]
    foreign = plan.foreign ^ frozenset(after.misplaced)
    repair = Plan(merged(repairs.changes), plan.layout, plan.choices, "repair", plan.run_id, foreign)
    return Verdict(repair, tuple(dict.fromkeys(repairs.surprises)))


def moved_row(landed: Landed) -> bool:
    """True where the row written to was another person's, or no longer the row without an ID that was meant."""
    change = landed.change
    if change.id:
        return landed.id != change.id
    return bool(landed.id) or landed.name.split() != change.name.split()


def moved_on(landed: Landed) -> bool:
    """True where a day was moved on by an interaction; a repair also moves days back, in the same group."""
    after, was = landed.change.after, landed.was
    if landed.change.column != "last_contact" or not isinstance(after, date):
        return False
    return not isinstance(was, date) or was < after


def misplaced(landed: Landed, after: AfterImage) -> bool:
    """True where the column itself had moved: another header stood above the cell."""
    return (landed.change.tab, landed.change.column) in after.misplaced


def user_owned(change: SetCell) -> bool:
    return tab(change.tab).column(change.column).owner is Owner.USER


COLUMNS_MOVED = (
    "columns were added, moved or renamed while the sync ran; what it had written under them was put back."
)


def _take_back(landed: Landed, now: _Now, repairs: _Repairs, told: str) -> None:
    """The cell of somebody else gets back what stood in it."""
    change, row, anchor = landed.change, now.hit(landed), now.anchor(landed)
    if not same(landed.was, change.after):
        repairs.changes.append(
            SetCell(
                change.tab, row, change.column, anchor, landed.name, change.after, landed.was, change.group
            )
        )
    whose = landed.name or f"row {row}"
    if told:
        repairs.surprises.append(f"{tab(change.tab).title}: {told}")
    elif user_owned(change):
        repairs.surprises.append(
            f"{tab(change.tab).title}, {change.name}: the row had moved while the sync ran; {whose}'s cell was put back."
        )


def _again(landed: Landed, now: _Now, repairs: _Repairs) -> SetCell | None:
    """The value for the row it was meant for; None where the user's newer text is being put back there."""
    row = now.of(landed.change.tab, landed.change.id)
    if row is None:
        return None
    change = landed.change._replace(row=row)
    place = (change.tab, change.row, change.column)
    back = next((one for one in repairs.changes if (one.tab, one.row, one.column) == place), None)
    if back is None or same(back.after, change.before):
        return change
    if consumes(change):
        repairs.retracted.add(change.group)
    return None


def merged(changes: Iterable[SetCell]) -> tuple[SetCell, ...]:
    """Each cell once: from what stands in it now to what it shall hold in the end."""
    cells: dict[tuple[str, int, str], SetCell] = {}
    for change in changes:
        place = (change.tab, change.row, change.column)
        former = cells.get(place)
        cells[place] = change._replace(before=former.before, id=former.id) if former else change
    return tuple(one for one in cells.values() if not same(one.before, one.after))


def consumes(change: SetCell) -> bool:
    return tab(change.tab).column(change.column).merge is Merge.CONSUME


def _respect(landed: Landed, anchor: str, repairs: _Repairs) -> None:
    """A user's cell that changed between read and write keeps the user's newer text."""
    change = landed.change
    if not user_owned(change) or same(landed.was, change.before):
        return
    repairs.changes.append(change._replace(id=anchor, before=change.after, after=landed.was))
    title = tab(change.tab).column(change.column).title
    repairs.surprises.append(
        f"{tab(change.tab).title}, {change.name}: {title} was changed while the sync ran; the newer text was kept."
    )
    if consumes(change):
        repairs.retracted.add(change.group)


def _retract(
    first: Plan, plan: Plan, after: AfterImage, now: _Now, repairs: _Repairs, torn: Set[str]
) -> None:
    """What was filed from an inbox text that changed meanwhile is emptied again; the next run files the new text."""
    if not repairs.retracted:
        return
    # A repair may have met a date of the run's own that had gone astray: the user's is the one the run had read.
    read = {one.group: one.before for one in first.cells if one.column == "last_contact" and one.group}
    for row in first.appended:
        if row.group in repairs.retracted:
            repairs.changes.extend(emptied(row, now.of(row.tab, row.id)))
    for landed in after.landed:
        change = landed.change
        forward = moved_on(landed) and change.group in repairs.retracted and not moved_row(landed)
        foreign = (
            misplaced(landed, after) or (change.tab, change.column) in plan.foreign or change.group in torn
        )
        if forward and not foreign and same(landed.was, change.before):
            repairs.changes.append(
                change._replace(
                    id=now.anchor(landed), before=change.after, after=read.get(change.group, landed.was)
                )
            )


def emptied(row: AppendRow, number: int | None) -> list[SetCell]:
    """The cells of an appended row, each emptied again; nothing where the row is no longer found."""
    if number is None:
        return []
    name = str(row.values.get("name") or row.values.get("who") or "")
    filled = [(key, value) for key, value in row.values.items() if value is not None]
    filled.sort(key=lambda item: item[0] == "id")
    return [SetCell(row.tab, number, key, row.id, name, value, None, row.group) for key, value in filled]
