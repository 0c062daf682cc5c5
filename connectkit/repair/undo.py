"""Takes a run back: only cells that still hold what connectkit wrote, and nothing else.

An undo is a run like any other, so it can be undone. It never deletes: a row that was appended is emptied where
the user has not touched it, a tab or column that was added stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from connectkit.config.config import Config
from connectkit.model import (
    AddColumns,
    AddTab,
    AppendRow,
    CellValue,
    Change,
    Plan,
    ReplaceRows,
    SetCell,
    TabLayout,
    Workbook,
    blank,
)
from connectkit.schema import Owner, tab
from connectkit.sheet.cells import as_text, name_keys, row_name, same
from connectkit.sheet.locate import Found, locate

Place = tuple[str, int]


@dataclass(frozen=True)
class Undo:
    """The plan that takes a run back, and one sentence per thing that stays because it is the user's by now."""

    plan: Plan
    kept: tuple[str, ...]


def plan_undo(workbook: Workbook, config: Config, changes: Sequence[Change]) -> Undo:
    """What takes these changes of one run back, seen from the workbook as it is now."""
    found = locate(workbook, config)
    undoer = _Undoer(workbook, found)
    emptied = _emptied_rows(changes)
    minted = {
        (one.tab, one.row): str(one.after)
        for one in changes
        if isinstance(one, SetCell) and one.column == "id" and one.after
    }
    for change in changes:
        if isinstance(change, SetCell):
            if (change.tab, change.row) not in emptied:
                undoer.cell(change, minted.get((change.tab, change.row), ""))
        elif isinstance(change, AppendRow):
            undoer.row(change)
        elif isinstance(change, ReplaceRows):
            undoer.block(change)
        else:
            undoer.structure(change)
    for (key, _), values in emptied.items():
        undoer.changes.append(AppendRow(key, as_text(values.get("id")), values))
    return Undo(Plan(tuple(undoer.changes), found.complete, origin="undo"), tuple(dict.fromkeys(undoer.kept)))


def _emptied_rows(changes: Iterable[Change]) -> dict[Place, dict[str, CellValue]]:
    """Rows that the run emptied whole (an undo of an append): place to the values they had."""
    gone: dict[Place, dict[str, CellValue]] = defaultdict(dict)
    for change in changes:
        if isinstance(change, SetCell) and blank(change.after) and not blank(change.before):
            gone[change.tab, change.row][change.column] = change.before
    return {
        place: values for place, values in gone.items() if "id" in values and _of_the_users(place[0], values)
    }


def _of_the_users(key: str, values: Iterable[str]) -> bool:
    """True where what the row is about was emptied too: then the whole row was, not only the marks beside it."""
    about = {"introductions": {"a", "b"}}.get(key) or {
        one.key for one in tab(key).columns if one.owner is Owner.USER
    }
    return key != "contacts" and bool(about & set(values))


class _Undoer:
    def __init__(self, workbook: Workbook, found: Found) -> None:
        self.workbook, self.found = workbook, found
        self.changes: list[Change] = []
        self.kept: list[str] = []

    def _row(self, here: TabLayout, one: str, row: int, name: str) -> int | None:
        """The row number an ID stands in; without an ID, the same row where it still carries the name and no ID."""
        raw = self.workbook.tab(here.handle)
        if raw is None or "id" not in here.columns:
            return None
        at = here.columns["id"]
        if one:
            found = [n for n in range(here.header_row + 1, len(raw.rows) + 1) if raw.cell(n, at) == one]
            if found:
                return found[0] if len(found) == 1 else None
        same_name = bool(name_keys(here.columns)) and row_name(raw, here.columns, row) == name
        return row if same_name and blank(raw.cell(row, at)) else None

    def cell(self, change: SetCell, minted: str) -> None:
        """One cell back to what it held, if it still holds what the run wrote."""
        here = self.found.layout.get(change.tab)
        what = f"{tab(change.tab).title}, {change.name or f'row {change.row}'}: {tab(change.tab).column(change.column).title}"
        row = self._row(here, minted or change.id, change.row, change.name) if here else None
        raw = self.workbook.tab(here.handle) if here else None
        if here is None or raw is None or row is None or change.column not in here.columns:
            self.kept.append(f"{what} was left: its row is gone or can't be told apart.")
            return
        now = raw.cell(row, here.columns[change.column])
        if not same(now, change.after):
            if not same(now, change.before):
                self.kept.append(f"{what} holds “{as_text(now)}” by now, so it stays.")
            return
        anchor = as_text(raw.cell(row, here.columns["id"]))
        self.changes.append(SetCell(change.tab, row, change.column, anchor, change.name, now, change.before))

    def row(self, change: AppendRow) -> None:
        """An appended row emptied, where the user has not touched it."""
        here = self.found.layout.get(change.tab)
        name = str(change.values.get("name") or change.values.get("who") or change.id)
        row = self._row(here, change.id, 0, name) if here else None
        raw = self.workbook.tab(here.handle) if here else None
        if here is None or raw is None or row is None:
            return
        now = {key: raw.cell(row, index) for key, index in here.columns.items()}
        extra = any(
            not blank(v) for i, v in enumerate(raw.rows[row - 1], 1) if i not in here.columns.values()
        )
        if extra or not all(self._untouched(change, key, value) for key, value in now.items()):
            self.kept.append(f"{tab(change.tab).title}, {name}: the row was edited since, so it stays.")
            return
        for key, value in sorted(now.items(), key=lambda item: item[0] == "id"):
            if not blank(value):
                self.changes.append(SetCell(change.tab, row, key, change.id, name, value, None))

    def _untouched(self, change: AppendRow, key: str, now: CellValue) -> bool:
        if tab(change.tab).column(key).owner is Owner.TOOL and key not in ("id", "contact_id"):
            return True
        return same(now, change.values.get(key))

    def block(self, change: ReplaceRows) -> None:
        """A tool-owned tab back to its former rows, if it still shows the run's."""
        here = self.found.layout.get(change.tab)
        raw = self.workbook.tab(here.handle) if here else None
        if here is None or raw is None:
            return
        places = [here.columns[key] for key in tab(change.tab).keys]
        present = tuple(
            tuple(raw.cell(number, at) for at in places)
            for number in range(here.header_row + 1, here.last_row + 1)
        )
        if _alike(present, change.rows) and not _alike(change.rows, change.before):
            self.changes.append(ReplaceRows(change.tab, change.before, change.rows))

    def structure(self, change: AddTab | AddColumns) -> None:
        """Tabs and columns stay: taking them away could take something of the user's along."""
        if isinstance(change, AddTab):
            self.kept.append(f"The tab {change.title} stays; delete it yourself if you do not want it.")
        else:
            titles = ", ".join(title for _, title in change.columns.values())
            self.kept.append(f"The columns {titles} of {tab(change.tab).title} stay.")


def _alike(a: Sequence[Sequence[CellValue]], b: Sequence[Sequence[CellValue]]) -> bool:
    return len(a) == len(b) and all(
        len(x) == len(y) and all(map(same, x, y)) for x, y in zip(a, b, strict=True)
    )
