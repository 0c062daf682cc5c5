"""What a read saw: tabs of raw cells, and where the columns of ours stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from connectkit.model.cells import CellValue, Row

if TYPE_CHECKING:
    from connectkit.model.changes import AfterImage, SetCell


@dataclass(frozen=True)
class RawTab:
    """One tab as it stood in one read.

    ``rows[i]`` is row number ``i + 1``; rows may be shorter than others (trailing blanks cut). ``hidden_rows``
    are read like all others. ``max_rows``/``max_columns`` give the grid (0: unknown or unlimited).
    """

    handle: str
    title: str
    rows: list[Row]
    hidden: bool = False
    max_rows: int = 0
    max_columns: int = 0
    protected: bool = False

    def cell(self, row: int, column: int) -> CellValue:
        """The cell at a row number and column index; None outside the grid."""
        if row < 1 or column < 1 or row > len(self.rows) or column > len(self.rows[row - 1]):
            return None
        return self.rows[row - 1][column - 1]


@dataclass(frozen=True)
class Workbook:
    """Everything one read saw.

    Attributes:
        tabs: all tabs, in the order of the workbook, those of connectkit included.
        name: what to call the workbook in messages (file name, spreadsheet title).
        timezone: the sheet's IANA zone name; empty where the store has none (.xlsx).
        locale: the sheet's locale such as ``de_DE``; empty where unknown. Decides d/m/y only.
        live_links: True where ``Open`` is a formula over the row's own cells (Google), False for static links.
        unfinished: what an earlier run wrote and perhaps could not verify (Google's hidden tab); None if nothing.
        fingerprint: changes whenever any byte of content did; for snapshots and the race check.
    """

    tabs: tuple[RawTab, ...]
    name: str = ""
    timezone: str = ""
    locale: str = ""
    live_links: bool = False
    unfinished: AfterImage | None = None
    fingerprint: str = ""

    def tab(self, handle: str) -> RawTab | None:
        """The tab with this handle, or None."""
        return next((tab for tab in self.tabs if tab.handle == handle), None)


@dataclass(frozen=True)
class TabLayout:
    """Where the columns of one of our tabs stand in one workbook.

    ``handle`` is empty for a tab that does not exist yet. ``header_row`` is a row number. ``columns`` maps
    column key to column index. ``last_row`` is the last row number with any content (the header's if none).
    """

    key: str
    handle: str
    title: str
    header_row: int
    columns: Mapping[str, int]
    last_row: int
    width: int

    def with_columns(self, added: Mapping[str, int]) -> TabLayout:
        """The layout after columns were added at its right."""
        return replace(self, columns={**self.columns, **added}, width=max([self.width, *added.values()]))

    def index_of(self, change: SetCell) -> int:
        """The column index of a changed cell."""
        return change.at.column if change.at else self.columns[change.column]


Layout = Mapping[str, TabLayout]
"""Tab key to where its columns stand."""


class Problem(NamedTuple):
    """A cell that could not be used. ``tab`` and ``column`` are titles; ``cell`` is like ``"C7"``; row 0: whole tab."""

    tab: str
    cell: str
    row: int
    column: str
    value: str
    message: str
