"""Two usual ways to write to a sheet that somebody else may be typing in, to measure connectkit's beside them.

Both stand on the same sheet in memory, the same plans and the same person; neither looks at what it met.
"""

from __future__ import annotations

from connectkit.model import AfterImage, Landed, Plan, Workbook
from connectkit.sheet.patch import patched
from tests.world import FaultyStore


class ByRowNumber(FaultyStore):
    """Every value goes to the row number it was planned for, whoever stands there by now."""

    def read(self) -> Workbook:
        """The sheet, without a memory of the last write."""
        self.image = None
        return super().read()

    def write(self, plan: Plan) -> AfterImage:
        """Written where it was planned; it is taken for granted that nothing moved."""
        super().write(plan)
        return _as_planned(plan)


class WholeSheet(FaultyStore):
    """What was read is changed and written back as a whole, over whatever the person did meanwhile."""

    def __init__(self, workbook: Workbook) -> None:
        super().__init__(workbook)
        self._as_read = workbook

    def read(self) -> Workbook:
        """The sheet, kept as it was read."""
        self.image = None
        self._as_read = super().read()
        return self._as_read

    def write(self, plan: Plan) -> AfterImage:
        """The sheet as it was read, with the plan in it, and nothing of what happened in between."""
        super().write(plan)
        self.workbook = patched(self._as_read, plan.layout, plan.changes)
        return _as_planned(plan)


def _as_planned(plan: Plan) -> AfterImage:
    return AfterImage(tuple(Landed(one, one.id, one.name, one.before) for one in plan.cells), {}, plan.run_id)
