"""What to call a contact where a text names several: the name, and where two share it what tells them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from connectkit.sheet.tables import Sheet, Tables


def labels(tables: Tables) -> dict[int, str]:
    """Row number to name: ``Daniel Kim (Acme)`` or ``(Porto)``, else ``(row 7)``, where the name stands twice."""
    frame = tables.contacts.frame
    found: dict[int, str] = dict(zip(frame["row"].tolist(), frame["name"].tolist(), strict=True))
    if len(set(found.values())) == len(found):
        return found
    named: dict[str, list[int]] = defaultdict(list)
    for row, name in found.items():
        named[name.casefold()].append(row)
    for rows in named.values():
        if len(rows) > 1:
            found |= {row: f"{found[row]} ({_telling(tables.contacts.sheet, row, rows)})" for row in rows}
    return found


def _telling(sheet: Sheet, row: int, rows: Sequence[int]) -> str:
    """The company or city that none of the others has; a comma would part names in a list."""
    for key in ("company", "city"):
        text = _plain(sheet, row, key)
        if text and text not in [_plain(sheet, other, key) for other in rows if other != row]:
            return text
    return f"row {row}"


def _plain(sheet: Sheet, row: int, key: str) -> str:
    return " ".join(sheet.text(row, key).replace(",", " ").split())


def bare(label: str) -> str:
    """The name within a label."""
    return label.rpartition(" (")[0] if label.endswith(")") else label
