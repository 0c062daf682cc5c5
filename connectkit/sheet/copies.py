"""Rows of Drafts, Log and Promises that the user copied, and with them the hidden ID: one ID is one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from connectkit.model import Problem
from connectkit.sheet.tables import Record, Tables

_ADVICE: Mapping[str, str] = {
    "drafts": "They are one draft, which is logged once: delete the copy, and write another message into the Log.",
    "log": "Where they say the same they count once: delete the copy, or, if it is an entry of its own, empty its ID cell.",
    "promises": "Where they say the same they are one promise: delete the copy, or, if it is a promise of its own, empty its ID cell.",
}
"""Tab key to what becomes of such rows and what to do."""


def copies(tables: Tables) -> Iterator[Problem]:
    """A problem for every row whose ID stands in another row of its tab too."""
    tabs: Mapping[str, Sequence[Record]] = {
        "drafts": tables.drafts,
        "log": tables.log,
        "promises": tables.promises,
    }
    for key, records in tabs.items():
        if len({record["id"] for record in records}) == len(records):
            continue
        groups: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            groups[record["id"]].append(record)
        for one, group in groups.items():
            if one and len(group) > 1:
                listed = " and ".join(f"row {record.row} ({_named(key, record)})" for record in group)
                told = f"{listed} carry the same hidden ID, as a copied row does. {_ADVICE[key]}"
                yield from (tables.sheets[key].problem(record.row, "id", told) for record in group)


def _named(key: str, record: Record) -> str:
    return record["who" if key == "promises" else "name"] or "no name"
