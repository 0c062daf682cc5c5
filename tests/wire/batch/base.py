"""What every request of a batch needs: the workbook, the rules of the house, protection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.wire import answers
from tests.wire.a1 import Place, grid_place, grid_range
from tests.wire.answers import Json, invalid
from tests.wire.evaluate import Evaluator
from tests.wire.spelling import renamed, spelled
from tests.wire.state import Box, Cell, Sheet, Spreadsheet


@dataclass
class Rules:
    """How Google behaves where nobody has shown it, and limits that a test may make small.

    Attributes:
        robot: the service account's address, which hard protections may list as an editor.
        today: the day the spreadsheet believes it is; TODAY() and typed dates without a year use it.
        cell_limit: cells per workbook, empty ones included.
        metadata_follows_sort: developer metadata of a row goes along when its cells are sorted.
        function_names: what this account's language calls functions (English to its own), in capitals; read and shown.
        chips: what the effective value of a cell with chips holds: ``shown``, or ``placeholder``: an ``@`` for each chip.
        lost_names: whether a named range whose tab was deleted is ``shown`` or ``hidden``.
        project: the key's project number.
    """

    robot: str = "robot@project.iam.gserviceaccount.com"
    today: date = date(2026, 1, 5)
    cell_limit: int = 10_000_000
    metadata_follows_sort: bool = False
    function_names: dict[str, str] = field(default_factory=dict)
    project: str = "123456789012"
    chips: str = "shown"
    lost_names: str = "hidden"


class Batch:
    """One batch being applied: requests change ``book`` in order; the caller takes it back if one fails."""

    def __init__(self, book: Spreadsheet, rules: Rules, *, as_robot: bool = True) -> None:
        self.book = book
        self.rules = rules
        self.as_robot = as_robot

    @property
    def evaluator(self) -> Evaluator:
        """Computes formulas over the workbook as it is now."""
        return Evaluator(self.book, self.rules.today)

    def spell(self, text: str) -> str:
        """A formula as the spreadsheet keeps it: functions by their English names, in its locale's spelling."""
        english = {own: name for name, own in self.rules.function_names.items()}
        return spelled(renamed(text, english), self.book.locale)

    def place(self, range_: Json | None, where: str) -> Place:
        """Where a GridRange points; 400 when it is missing."""
        if range_ is None:
            raise invalid(f"Invalid {where}: range is required.")
        return grid_place(self.book, range_, where)

    def editable(self, sheet: Sheet, box: Box) -> None:
        """400 when a hard protection without our account covers a cell of the block."""
        if not self.as_robot:
            return
        for one in sheet.protected:
            if one.get("warningOnly") or self.rules.robot in one.get("editors", {}).get("users", ()):
                continue
            free = [sheet.box(part) for part in one.get("unprotectedRanges", ())]
            inside = any(
                part.top <= box.top
                and box.bottom <= part.bottom
                and part.left <= box.left
                and box.right <= part.right
                for part in free
            )
            if sheet.box(one["range"]).meets(box) and not inside:
                raise answers.protected()

    def write(self, sheet: Sheet, row: int, column: int, cells: tuple[Cell, ...]) -> None:
        """Puts cells of one row; a cell hidden under a merge takes no value."""
        if sheet.merges:
            box = Box(row, row + 1, column, column + len(cells))
            cells = tuple(
                cell._replace(value=None, runs=(), chips=(), shows=None)
                if covered(sheet, row, box.left + i)
                else cell
                for i, cell in enumerate(cells)
            )
        sheet.put(row, column, *cells)

    def room(self, more: int, where: str) -> None:
        """400 when ``more`` cells would pass the workbook's limit."""
        if more > 0 and self.book.cells + more > self.rules.cell_limit:
            raise invalid(
                f"Invalid {where}: This action would increase the number of cells in the workbook above the limit of "
                f"{self.rules.cell_limit} cells."
            )


def filled(batch: Batch, range_: Json | None, where: str) -> tuple[Sheet, Json]:
    """The tab a GridRange points to, and the range with its open ends filled in."""
    sheet, box = batch.place(range_, where)
    return sheet, {**(range_ or {}), **grid_range(sheet, box), "sheetId": sheet.sheet_id}


def attached(batch: Batch, kind: str, key: str, wanted: Any, where: str) -> tuple[Sheet, int]:
    """The tab that has the object of this id, and its place in the tab's list."""
    for sheet in batch.book.sheets:
        for index, one in enumerate(getattr(sheet, kind)):
            if one.get(key) == wanted:
                return sheet, index
    raise invalid(f"Invalid {where}: No {kind} object with id: {wanted}")


Handler = Callable[[Batch, Json, str], Json]
HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Registers the handler of one kind of request."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def covered(sheet: Sheet, row: int, column: int) -> bool:
    """True for a cell hidden under a merge."""
    for merge in sheet.merges:
        box = sheet.box(merge)
        if (
            box.top <= row < box.bottom
            and box.left <= column < box.right
            and (row, column) != (box.top, box.left)
        ):
            return True
    return False
