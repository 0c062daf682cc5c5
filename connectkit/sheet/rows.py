"""One tab's rows, found by what stands in them: the index for everybody who looks for a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from connectkit.model import CellValue, Layout, RawTab, TabLayout, Workbook, blank
from connectkit.sheet.cells import as_text, name_keys, row_name


class Rows:
    """The rows under the header of one tab, by number, by ID and by name. ``keys`` are the columns the tab has."""

    def __init__(self, raw: RawTab, here: TabLayout) -> None:
        self.raw, self.here, self.keys = raw, here, here.columns
        self.numbers = range(here.header_row + 1, len(raw.rows) + 1)

    @property
    def named_at_all(self) -> bool:
        """True where the tab has a column that names its rows."""
        return bool(name_keys(self.keys))

    def cell(self, row: int, key: str) -> CellValue:
        """One cell; None where the tab has no such column."""
        return self.raw.cell(row, self.keys[key]) if key in self.keys else None

    def values(self, row: int) -> dict[str, CellValue]:
        """The cells of one row by column key."""
        return {key: self.raw.cell(row, at) for key, at in self.keys.items()}

    def id(self, row: int) -> str:
        """The ID in a row, "" for none."""
        return as_text(self.cell(row, "id"))

    def name(self, row: int) -> str:
        """Who stands in a row, with single blanks."""
        return row_name(self.raw, self.keys, row)

    @cached_property
    def by_id(self) -> Mapping[str, list[int]]:
        """ID to the row numbers it stands in, in order; more than one where a row was copied."""
        found: dict[str, list[int]] = {}
        for row in self.numbers if "id" in self.keys else ():
            one = self.id(row)
            if one:
                found.setdefault(one, []).append(row)
        return found

    def named(self, name: str) -> list[int]:
        """The row numbers of a name."""
        return [row for row in self.numbers if self.name(row) == name]

    def without_id(self) -> Iterator[int]:
        """The row numbers where no ID stands; none where the tab has no column for it."""
        at = self.keys.get("id")
        return (row for row in self.numbers if at and blank(self.raw.cell(row, at)))

    def last_filled(self) -> int:
        """The last row with any content, the header's if there is none."""
        filled = (n for n in reversed(self.numbers) if not all(map(blank, self.raw.rows[n - 1])))
        return next(filled, self.here.header_row)

    def column_under(self, header: str, index: int) -> int:
        """Where the column stands now that had this header; 0 where that can't be told.

        A column without a header is known by the index it had.
        """
        head = [as_text(cell) for cell in self.raw.rows[self.here.header_row - 1]]
        if header:
            return head.index(header) + 1 if head.count(header) == 1 else 0
        return index if index > len(head) or not head[index - 1] else 0


def rows_of(workbook: Workbook, layout: Layout) -> dict[str, Rows]:
    """The rows of every tab that stands in the workbook, by tab key."""
    tabs = {key: workbook.tab(here.handle or here.title) for key, here in layout.items()}
    return {key: Rows(raw, layout[key]) for key, raw in tabs.items() if raw is not None}
