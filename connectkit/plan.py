"""Desired against present: the changes of one run, and the law that no change may break.

The ownership law: a cell of the user's is never written, but for Last contact moving forward, an inbox cell whose
text is filed in the same write, a line for next time whose text is filed in the Log, a blank Done of a promise whose
draft is logged in it, Expired for a draft nobody touched, a blank cell that an import fills, what a yes in Matches takes over,
and what an undo or a repair puts back exactly.
There is no deletion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime

from connectkit.errors import ConnectkitError
from connectkit.model import (
    AddTab,
    AppendRow,
    CellValue,
    Change,
    Formula,
    Layout,
    Permission,
    Plan,
    ReplaceRows,
    SetCell,
    blank,
)
from connectkit.schema import Merge, Owner, tab
from connectkit.sheet.cells import as_text, same
from connectkit.sheet.draft_status import EXPIRED
from connectkit.sheet.locate import Found
from connectkit.sheet.tables import Tables


def block(tables: Tables, found: Found, key: str, rows: tuple[tuple[CellValue, ...], ...]) -> list[Change]:
    """A tool-owned tab rewritten where its rows differ; made where it is missing and there is something to say."""
    sheet = tables.sheets.get(key)
    if sheet is None:
        schema = tab(key)
        if not rows and schema.only_if_rows:
            return []
        added: list[Change] = [AddTab(key, found.complete[key].title)] if schema.only_if_rows else []
        return [*added, ReplaceRows(key, rows)]
    here = sheet.layout
    places = [here.columns[column.key] if column.owner is Owner.TOOL else 0 for column in tab(key).columns]
    present = tuple(
        tuple(row[at - 1] if 0 < at <= len(row) else None for at in places)
        for row in sheet.raw.rows[here.header_row : here.last_row]
    )
    alike = len(present) == len(rows) and all(
        len(a) == len(b) and all(map(same, a, b)) for a, b in zip(present, rows, strict=True)
    )
    return [] if alike else [ReplaceRows(key, rows, present)]


def assemble(
    found: Found,
    changes: Iterable[Change],
    repairs: Sequence[SetCell],
    choices: Mapping[str, tuple[str, ...]],
    already: Set[str] = frozenset(),
) -> Plan:
    """One plan: no cell named twice, no cell named that already holds its value, in the order stores apply.

    ``already`` are IDs of filed rows that stood in the sheet before.
    """
    layout = found.complete
    cells = {place_of(one, layout): one for one in repairs}
    standing = {(one.tab, one.row): as_text(one.before) for one in repairs if one.column == "id"}
    rest: list[Change] = [*found.add_tabs, *found.add_columns]
    made = {one.tab for one in found.add_tabs}
    for change in changes:
        if isinstance(change, SetCell):
            former = cells.get(place_of(change, layout))
            change = change._replace(id=standing.get((change.tab, change.row), change.id))
            cells[place_of(change, layout)] = _after_repair(former, change) if former else change
        elif not (isinstance(change, AddTab) and change.tab in made):
            rest.append(change)
    wanted = [one for one in cells.values() if not same(one.before, one.after)]
    order = (AddTab, "columns", SetCell, AppendRow, ReplaceRows)
    every: list[Change] = [*rest, *wanted]
    every.sort(key=lambda one: order.index(type(one)) if type(one) in order else 1)
    plan = Plan(tuple(every), layout, choices)
    check_law(plan, already)
    return plan


def place_of(change: SetCell, layout: Layout) -> tuple[str, int, int]:
    """Tab key, row number and column index of a changed cell."""
    return change.tab, change.row, layout[change.tab].index_of(change)


def _after_repair(repair: SetCell, change: SetCell) -> SetCell:
    """What a run writes into a cell that it repairs as well: from what stands there now."""
    return change._replace(before=repair.before, permission=repair.permission)


class LawBroken(ConnectkitError):  # noqa: N818 - reads as what happened
    """A change would write what only the user may write: a bug, stopped before any write."""


def check_law(plan: Plan, already: Set[str] = frozenset()) -> None:
    """Nothing, when every change keeps the ownership law; ``already`` as in :func:`assemble`.

    Raises:
        LawBroken: a user's cell would be overwritten.
    """
    filed = {one.id for one in plan.appended} | already
    for change in plan.cells:
        repaired = change.permission is Permission.REPAIR
        if repaired or _lawful(change, filed) or _fills(change, plan) or _once(change, plan, filed):
            continue
        column = tab(change.tab).column(change.column)
        raise LawBroken(
            f"A change to {tab(change.tab).title}, {column.title}, row {change.row} would overwrite what is yours.",
            "Nothing was written. This is a bug in connectkit; please report it.",
        )


def _fills(change: SetCell, plan: Plan) -> bool:
    """An import or an answer in Matches fills a blank cell of Contacts; a yes that the same write takes in may change one."""
    if blank(change.after) or change.tab != "contacts" or isinstance(change.before, Formula):
        return False
    taken = any(one.tab == "matches" and one.column == "taken" for one in plan.cells)
    asked_for = change.permission is Permission.ANSWER and change.column in ("company", "title", "city")
    return (asked_for and taken) or (change.permission is Permission.FILL and blank(change.before))


def _lawful(change: SetCell, filed: Set[str]) -> bool:
    column = tab(change.tab).column(change.column)
    if isinstance(change.before, Formula) and column.key != "open":
        return False
    if column.owner is Owner.TOOL:
        return True
    if column.merge is Merge.FORWARD:
        return _forward(change)
    if column.merge is Merge.RETIRE:
        return change.after == EXPIRED and as_text(change.before).casefold() != "sent"
    if column.merge is Merge.FILL:
        return _filed(change, filed) and blank(change.before) and type(change.after) is date
    if column.merge is Merge.CONSUME:
        left = as_text(change.after)
        return _filed(change, filed) and (not left or len(left) < len(as_text(change.before)))
    return False


def _filed(change: SetCell, filed: Set[str]) -> bool:
    return bool(change.filing) and all(one.id in filed for one in change.filing)


def _once(change: SetCell, plan: Plan, filed: Set[str]) -> bool:
    """A line for next time: emptied where a Log row filed with it holds its text, longer where a filed inbox adds to it."""
    if tab(change.tab).column(change.column).merge is not Merge.ONCE or isinstance(change.before, Formula):
        return False
    before, after = as_text(change.before), as_text(change.after)
    if after:
        return _filed(change, filed) and after.startswith(before) and len(after) > len(before)
    mine = {one.id for one in change.filing}
    rows = [as_text(one.values.get("summary")) for one in plan.appended if one.id in mine]
    return any(" ".join(before.split()) in " ".join(row.split()) for row in rows)


def _forward(change: SetCell) -> bool:
    """To a date, and not to an earlier one; text (a relative word) may only become a date."""
    after, before = change.after, change.before
    if type(after) is not date:
        return False
    if isinstance(before, datetime):
        before = before.date()
    if type(before) is date:
        return after > before
    return blank(before) or isinstance(before, str | int | float)
