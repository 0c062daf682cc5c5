"""Which column holds connectkit's IDs: told by what stands in it, so that a renamed header loses nothing."""

from __future__ import annotations

from itertools import islice

from connectkit.model import RawTab, blank
from connectkit.text.lazy import pattern

ENOUGH = 200
"""So many cells decide whether a column holds connectkit's IDs."""

MINTED = pattern(r"[a-z]{2}-[0-9a-z]{4,}(-[0-9a-z]{4})?")


def holds_ids(raw: RawTab, header: int, index: int) -> bool:
    """True where one of the column's first cells below the header row holds an ID."""
    return any(MINTED.fullmatch(value) for value in _values(raw, header, index))


def id_column(raw: RawTab, header: int) -> int | None:
    """The first column index whose cells are mostly contacts' IDs. Each cell is looked at once, however wide the tab."""
    rows = raw.rows[header:]
    begun = {
        i for row in rows for i, cell in enumerate(row, 1) if isinstance(cell, str) and cell[:3] == "ck-"
    }
    return next((index for index in sorted(begun) if _mostly_ids(raw, header, index)), None)


def _mostly_ids(raw: RawTab, header: int, index: int) -> bool:
    values = _values(raw, header, index)
    return sum(value.startswith("ck-") and bool(MINTED.fullmatch(value)) for value in values) * 2 > len(
        values
    )


def _values(raw: RawTab, header: int, index: int) -> list[str]:
    """The first cells of a column that hold something, as text."""
    cells = (row[index - 1] for row in raw.rows[header:] if len(row) >= index)
    return list(islice((str(cell) for cell in cells if not blank(cell)), ENOUGH))
