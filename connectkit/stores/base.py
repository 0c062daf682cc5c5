"""What the core asks of a place where the sheet lives: read all of it, write one plan at once."""

from __future__ import annotations

from collections.abc import Mapping

from connectkit.model import RawTab, TabLayout


def rows_by_id(raw: RawTab, here: TabLayout) -> Mapping[str, tuple[int, ...]]:
    """Every row ID of a tab and the row numbers it stands in."""
    found: dict[str, list[int]] = {}
    for number in range(here.header_row + 1, len(raw.rows) + 1):
        one = raw.cell(number, here.columns["id"])
        if one:
            found.setdefault(str(one), []).append(number)
    return {one: tuple(numbers) for one, numbers in found.items()}
