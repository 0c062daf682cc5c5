"""A plan carried out on a package in memory: tabs made, columns added, cells set, rows appended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connectkit import schema
from connectkit.errors import Refused
from connectkit.model import (
    AddColumns,
    AddTab,
    AppendRow,
    CellValue,
    Link,
    Plan,
    RawTab,
    ReplaceRows,
    SetCell,
    TabLayout,
    Workbook,
    blank,
    cell_name,
)
from connectkit.schema import Kind, Owner
from connectkit.stores.xlsx.edit.audit import refuse_unsafe
from connectkit.stores.xlsx.edit.columns import ColumnMaker, mark_numbers, marks_for
from connectkit.stores.xlsx.edit.coverage import Growth, grow
from connectkit.stores.xlsx.edit.splice import SheetEditor, Write
from connectkit.stores.xlsx.edit.styles import Styles
from connectkit.stores.xlsx.formulas import stale
from connectkit.stores.xlsx.package.package import Package, Sheet
from connectkit.stores.xlsx.tabs import look
from connectkit.stores.xlsx.tabs.tabs import put_tab

_ROWS_ABOVE = 5  # appended rows look like most of the last rows


def apply(package: Package, plan: Plan, workbook: Workbook) -> None:
    """The package holds the plan's changes; values that depend on a changed cell are to be computed anew.

    Raises:
        Refused: a change can't be made without damage; the package is then of no use.
    """
    handles = {plan.layout[change.tab].handle for change in plan.changes}
    new_tabs = any(isinstance(change, AddTab) for change in plan.changes)
    refuse_unsafe(package, [s.part for s in package.sheets() if s.name in handles], new_tabs=new_tabs)
    changed = _made_tabs(package, plan)
    made = {change.tab for change in plan.changes if isinstance(change, AddTab | ReplaceRows)}
    edited = [key for key in dict.fromkeys(change.tab for change in plan.changes) if key not in made]
    marks = {key: _Marks(package, plan, key) for key in edited}
    styles = Styles(package)
    for key in edited:
        tab = _Tab(package, plan, key, workbook, styles)
        part, cells = tab.apply(marks[key])
        changed.setdefault(part, set()).update(cells)
    styles.flush()
    stale.invalidate(package, changed)


def _made_tabs(package: Package, plan: Plan) -> dict[str, set[str]]:
    """Tabs of ours made or rewritten whole, with the rows appended to them; the cells that may differ, by part."""
    titles = {change.tab: change.title for change in plan.changes if isinstance(change, AddTab)}
    rows: dict[str, list[tuple[CellValue, ...]]] = {key: [] for key in titles}
    for change in plan.changes:
        if isinstance(change, ReplaceRows):
            rows[change.tab] = list(change.rows)
        elif isinstance(change, AppendRow) and change.tab in titles:
            keys = [column.key for column in look.columns_of(schema.tab(change.tab))]
            rows[change.tab].append(tuple(change.values.get(key) for key in keys))
    changed = {}
    for key, body in rows.items():
        here = plan.layout[key]
        title = titles.get(key) or here.handle
        put_tab(package, schema.tab(key), body, title=title, choices=plan.choices)
        part = next(sheet.part for sheet in package.sheets() if sheet.name.casefold() == title.casefold())
        changed[part] = _block(here, max(len(body), here.last_row - here.header_row))
    return changed


def _block(here: TabLayout, rows: int) -> set[str]:
    numbers = range(here.header_row, here.header_row + rows + 1)
    return {cell_name(row, column) for row in numbers for column in range(1, here.width + 1)}


def _added_columns(plan: Plan, key: str) -> Mapping[str, tuple[int, str]]:
    return {
        name: place
        for change in plan.changes
        if isinstance(change, AddColumns) and change.tab == key
        for name, place in change.columns.items()
    }


class _Marks:
    """The marks for the columns added to one tab, numbered in the workbook's styles."""

    def __init__(self, package: Package, plan: Plan, key: str) -> None:
        self.found = marks_for(schema.tab(key), plan.layout[key], _added_columns(plan, key))
        self.numbers = mark_numbers(package, [mark.look for mark, _ in self.found])


class _Tab:
    """The changes to one tab of the user's."""

    def __init__(self, package: Package, plan: Plan, key: str, workbook: Workbook, styles: Styles) -> None:
        self._package, self._plan, self._key = package, plan, key
        self._schema, self._here = schema.tab(key), plan.layout[key]
        self._raw = workbook.tab(self._here.handle)
        self._editor = SheetEditor(package, self._sheet(), styles)

    def _sheet(self) -> Sheet:
        for sheet in self._package.sheets():
            if sheet.name == self._here.handle:
                return sheet
        raise Refused(f"The workbook has no tab {self._here.handle}.", "Nothing was written. Run again.")

    def apply(self, marks: _Marks) -> tuple[str, set[str]]:
        """The sheet's part and the names of its changed cells."""
        added = _added_columns(self._plan, self._key)
        if added:
            maker = ColumnMaker(self._editor, self._schema, self._here, added)
            maker.add(self._plan.choices, marks.found, marks.numbers)
        for change in self._plan.cells:
            if change.tab == self._key:
                self._set(change)
        appended = [change for change in self._plan.appended if change.tab == self._key]
        self._append(appended)
        bottom = _last_row(self._raw, self._here)
        growth = Growth(self._here.header_row, bottom, dict(added.values()), len(appended))
        self._editor.edits += grow(self._package, self._editor.xml, growth)
        return self._editor.xml.sheet.part, self._editor.apply()

    def _set(self, change: SetCell) -> None:
        column = self._schema.column(change.column)
        at = change.row, self._here.index_of(change)
        link = column.kind is Kind.LINK
        if link and not isinstance(change.after, Link):
            self._editor.unlink(*at)
        self._editor.put(*at, Write(change.after, own_formula=link and column.owner is Owner.TOOL))

    def _append(self, changes: Sequence[AppendRow]) -> None:
        last = _last_row(self._raw, self._here)
        above = range(max(self._here.header_row + 1, last - _ROWS_ABOVE + 1), last + 1)
        for row, change in enumerate(changes, start=last + 1):
            values = {self._here.columns[key]: value for key, value in change.values.items()}
            texts = [
                (value, self._schema.column(key))
                for key, value in change.values.items()
                if isinstance(value, str)
            ]
            self._editor.append(row, values, above, height=look.row_height(texts, look.USUAL_FONT))


def _last_row(raw: RawTab | None, here: TabLayout) -> int:
    """The last row with any content, as the snapshot has it."""
    rows = raw.rows if raw is not None else []
    filled = (number for number, row in enumerate(rows, start=1) if any(not blank(cell) for cell in row))
    return max(filled, default=here.header_row)
