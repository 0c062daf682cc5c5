"""A spreadsheet in memory: the store the others are measured against, and where tests let a user race a sync."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from connectkit.model import AfterImage, Plan, Requests, Workbook
from connectkit.sheet.patch import patched
from connectkit.stores.met import after_image


class MemoryStore:
    """A workbook held in memory. ``before_write`` runs between read and write, as a user's hands would."""

    def __init__(
        self, workbook: Workbook, *, before_write: Callable[[MemoryStore], None] | None = None
    ) -> None:
        self.workbook = workbook
        self.requests = Requests()
        self.before_write = before_write
        self._former: Workbook | None = None

    @property
    def location(self) -> str:
        """The workbook's name."""
        return f"memory:{self.workbook.name}"

    def read(self) -> Workbook:
        """The workbook as it is now; later changes do not show in it."""
        self.requests.read += 1
        tabs = tuple(replace(raw, rows=[list(row) for row in raw.rows]) for raw in self.workbook.tabs)
        self._former = replace(self.workbook, tabs=tabs)
        return self._former

    def write(self, plan: Plan) -> AfterImage:
        """The plan applied by row number, as a spreadsheet does; the after-image tells what it met there."""
        if self.before_write is not None:
            hands, self.before_write = self.before_write, None
            hands(self)
        self.requests.write += 1
        now, former = self.workbook, self._former or self.workbook
        self.workbook = patched(now, plan.layout, plan.changes)
        self._former = None
        return after_image(plan, former, now, self.workbook)
