"""Desired against present: the changes of one run, and the law that no change may break.

The ownership law: a cell of the user's is never written, but for Last contact moving forward, an inbox cell whose
text is filed in the same write, and what an undo or a repair puts back exactly. There is no deletion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import pandas as pd

from connectkit.cells import as_text, same
from connectkit.errors import ConnectkitError
from connectkit.identity import Identities
from connectkit.locate import Found
from connectkit.model import (
    AddTab,
    AppendRow,
    CellValue,
    Change,
    Formula,
    Plan,
    ReplaceRows,
    SetCell,
    blank,
)
from connectkit.schema import Merge, Owner, tab
from connectkit.stubs import NewDraft
from connectkit.tables import NONE, Tables, day_of, number_of


def contact_cells(
    tables: Tables, identities: Identities, decided: pd.DataFrame, drafts: Sequence[NewDraft], *, today: date
) -> list[SetCell]:
    """The tool-owned cells of Contacts that differ from what they should hold."""
    sheet = tables.contacts.sheet
    frame = decided.sort_values("row")
    verdicts = frame["verdict"].tolist()
    named = dict(zip(frame["row"].tolist(), frame["name"].tolist(), strict=True))
    changes: list[SetCell] = []

    def differ(key: str, row: int, before: CellValue, after: CellValue) -> None:
        if row not in identities.frozen and not isinstance(before, Formula):
            anchor = as_text(sheet.cell(row, "id"))
            changes.append(SetCell("contacts", row, key, anchor, named[row], before, after))

    for row, before, after in zip(sheet.numbers, sheet.column("status"), verdicts, strict=True):
        if before != after:
            differ("status", row, before, after)
    for row, before, number in zip(
        sheet.numbers, sheet.column("next_due"), frame["next_due"].tolist(), strict=True
    ):
        if not _is_day(before, number):
            differ("next_due", row, before, day_of(number))
    for row, before in zip(sheet.numbers, sheet.column("id"), strict=True):
        after = identities.ids.get(row)
        if after is not None and before != after:
            differ("id", row, before, after)
    _hidden(tables, identities, drafts, today, differ)
    return changes


def _is_day(cell: CellValue, number: int) -> bool:
    if type(cell) is date:
        return number_of(cell) == number
    return number == NONE and blank(cell)


def _hidden(tables: Tables, identities: Identities, drafts: Sequence[NewDraft], today: date, differ) -> None:  # type: ignore[no-untyped-def]
    """Added and Drafted for: set once each, and moved along with an ID that was healed."""
    sheet = tables.contacts.sheet
    cells = {
        key: dict(zip(sheet.numbers, sheet.column(key), strict=True)) for key in ("added", "drafted_for")
    }
    drafted = {one.candidate.row: one.candidate.due for one in drafts}
    for row in sheet.numbers:
        source = identities.healed.get(row, row)
        added = cells["added"][source]
        wanted: dict[str, CellValue] = {
            "added": today if blank(added) else added,
            "drafted_for": drafted.get(row, cells["drafted_for"][source]),
        }
        for key, after in wanted.items():
            if not same(cells[key][row], after):
                differ(key, row, cells[key][row], after)


def promise_cells(tables: Tables, drafts: Sequence[NewDraft]) -> list[SetCell]:
    """The hidden Drafted cell of promises that got a draft."""
    sheet = tables.sheets.get("promises")
    changes = []
    for one in drafts:
        record = one.candidate.promise
        if sheet is not None and record is not None and record.row:
            before = sheet.cell(record.row, "drafted")
            changes.append(
                SetCell(
                    "promises", record.row, "drafted", record["id"], record["who"], before, one.candidate.due
                )
            )
    return changes


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
    places = [here.columns[column.key] for column in tab(key).columns]
    present = tuple(
        tuple(sheet.raw.cell(number, at) for at in places)
        for number in range(here.header_row + 1, here.last_row + 1)
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
) -> Plan:
    """One plan: no cell named twice, no cell named that already holds its value, in the order stores apply."""
    cells: dict[tuple[str, int, str], SetCell] = {(one.tab, one.row, one.column): one for one in repairs}
    rest: list[Change] = [*found.add_tabs, *found.add_columns]
    made = {one.tab for one in found.add_tabs}
    for change in changes:
        if isinstance(change, SetCell):
            place = (change.tab, change.row, change.column)
            former = cells.get(place)
            cells[place] = change._replace(before=former.before) if former else change
        elif not (isinstance(change, AddTab) and change.tab in made):
            rest.append(change)
    wanted = [one for one in cells.values() if not same(one.before, one.after)]
    order = (AddTab, "columns", SetCell, AppendRow, ReplaceRows)
    every: list[Change] = [*rest, *wanted]
    every.sort(key=lambda one: order.index(type(one)) if type(one) in order else 1)
    plan = Plan(tuple(every), found.complete, choices)
    check_law(plan, {(one.tab, one.row, one.column) for one in repairs})
    return plan


class LawBroken(ConnectkitError):  # noqa: N818 - reads as what happened
    """A change would write what only the user may write: a bug, stopped before any write."""


def check_law(plan: Plan, put_back: set[tuple[str, int, str]] = frozenset()) -> None:  # type: ignore[assignment]
    """Nothing, when every change keeps the ownership law.

    ``put_back`` are cells a repair restores to what the user had.

    Raises:
        LawBroken: a user's cell would be overwritten.
    """
    filed = {one.group for one in plan.appended if one.group}
    for change in plan.cells:
        if (change.tab, change.row, change.column) in put_back or _lawful(change, filed):
            continue
        column = tab(change.tab).column(change.column)
        raise LawBroken(
            f"A change to {tab(change.tab).title}, {column.title}, row {change.row} would overwrite what is yours.",
            "Nothing was written. This is a bug in connectkit; please report it.",
        )


def _lawful(change: SetCell, filed: set[str]) -> bool:
    column = tab(change.tab).column(change.column)
    if isinstance(change.before, Formula) and column.key != "open":
        return False
    if column.owner is Owner.TOOL:
        return True
    if column.merge is Merge.FORWARD:
        return _forward(change)
    if column.merge is Merge.CONSUME:
        left = as_text(change.after)
        return change.group in filed and (not left or len(left) < len(as_text(change.before)))
    return False


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


def totals(plan: Plan) -> tuple[int, int]:
    """How many cells and how many new rows a plan writes."""
    block_rows = sum(len(one.rows) for one in plan.changes if isinstance(one, ReplaceRows))
    return len(plan.cells) + block_rows, len(plan.appended)
