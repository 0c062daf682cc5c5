"""A spreadsheet in memory: the store the others are measured against, and where tests let a user race a sync."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from connectkit.model import AfterImage, Landed, Plan, RawTab, Requests, SetCell, TabLayout, Workbook, shown
from connectkit.sheet.cells import name_keys, row_name
from connectkit.sheet.patch import patched
from connectkit.stores.base import rows_by_id


class MemoryStore:
    """A workbook held in memory. ``before_write`` runs between read and write, as a user's hands would."""

    def __init__(
        self, workbook: Workbook, *, before_write: Callable[[MemoryStore], None] | None = None
    ) -> None:
        self.workbook = workbook
        self.requests = Requests()
        self.before_write = before_write

    @property
    def location(self) -> str:
        """The workbook's name."""
        return f"memory:{self.workbook.name}"

    def read(self) -> Workbook:
        """The workbook as it is now; later changes do not show in it."""
        self.requests.read += 1
        tabs = tuple(replace(raw, rows=[list(row) for row in raw.rows]) for raw in self.workbook.tabs)
        return replace(self.workbook, tabs=tabs)

    def write(self, plan: Plan) -> AfterImage:
        """The plan applied by row number, as a spreadsheet does; the after-image tells what it met there."""
        if self.before_write is not None:
            hands, self.before_write = self.before_write, None
            hands(self)
        self.requests.write += 1
        landed = tuple(self._meet(plan, change) for change in plan.cells)
        self.workbook = patched(self.workbook, plan.layout, plan.changes)
        rows = {key: self._rows(here) for key, here in plan.layout.items() if "id" in here.columns}
        return AfterImage(landed, rows, plan.run_id)

    def _raw(self, here: TabLayout) -> RawTab | None:
        return self.workbook.tab(here.handle or here.title)

    def _meet(self, plan: Plan, change: SetCell) -> Landed:
        here = plan.layout[change.tab]
        raw = self._raw(here)
        if raw is None:
            return Landed(change, change.id, change.name, None)
        columns = here.columns
        identity = shown(raw.cell(change.row, columns["id"])) if "id" in columns else None
        name = row_name(raw, columns, change.row) if name_keys(columns) else change.name
        return Landed(change, str(identity or ""), name, raw.cell(change.row, columns[change.column]))

    def _rows(self, here: TabLayout) -> Mapping[str, tuple[int, ...]]:
        raw = self._raw(here)
        return rows_by_id(raw, here) if raw is not None else {}
