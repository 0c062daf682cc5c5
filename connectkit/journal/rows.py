"""The rows of the journal as values, and how a change becomes a row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from connectkit.model import AppendRow, Change, SetCell, blank
from connectkit.sheet import codec


@dataclass(frozen=True, slots=True)
class Run:
    """One run as the journal knows it.

    ``origin`` is sync, undo, import or log. ``status`` is pending (never finished), applied, failed (nothing was
    written) or unknown (the answer was lost). ``surprises`` are sentences; ``changes`` counts what was planned.
    """

    run_id: str
    started: datetime
    finished: datetime | None
    origin: str
    version: str
    status: str
    summary: str
    surprises: tuple[str, ...]
    changes: int


class Recorded(NamedTuple):
    """One change of one run; ``was`` is what the cell held the moment before, where that differs from ``before``."""

    run: Run
    change: Change
    was: Any = None
    raced: bool = False


class SnapshotInfo(NamedTuple):
    """One read as it was kept: its number, when, the workbook's name, how many tabs and rows it held."""

    id: int
    taken: datetime
    name: str
    tabs: int
    rows: int


RUNS = """
SELECT run_id, started, finished, origin, version, status, summary, surprises,
       (SELECT count(*) FROM changes c WHERE c.run_id = runs.run_id) FROM runs"""
CHANGES = """
SELECT r.run_id, r.started, r.finished, r.origin, r.version, r.status, r.summary, r.surprises, 0,
       c.kind, c.fields, c.was FROM changes c JOIN runs r ON r.run_id = c.run_id"""
ADD_CHANGE = """
INSERT INTO changes (run_id, n, kind, tab, row, col, row_id, contact, folded, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
OF_CONTACT = """
(c.run_id, c.n) IN (
    SELECT run_id, n FROM changes WHERE contact = ?1 AND contact != ''
    UNION SELECT run_id, n FROM changes WHERE row_id != '' AND row_id IN (
        SELECT row_id FROM changes WHERE contact = ?1 AND contact != '' AND row_id != ''))"""
SET_WAS = """
UPDATE changes SET was = ? WHERE run_id = ? AND kind = 'SetCell' AND tab = ? AND row = ? AND col = ?"""


def change_rows(run_id: str, changes: Sequence[Change]) -> list[list[Any]]:
    """The values that :data:`ADD_CHANGE` takes. A row that gets its ID in this run is known by it in all its cells."""
    minted = {
        (one.tab, one.row): str(one.after)
        for one in changes
        if isinstance(one, SetCell) and one.column == "id" and one.after
    }
    return [_change_row(run_id, number, one, minted) for number, one in enumerate(changes)]


def _change_row(run_id: str, number: int, change: Change, minted: Mapping[tuple[str, int], str]) -> list[Any]:
    kind, fields = codec.dump_change(change)
    row, column, row_id, contact, name = 0, "", "", "", ""
    if isinstance(change, SetCell):
        row, column, name = change.row, change.column, change.name
        row_id = minted.get((change.tab, row), change.id)
        if change.tab == "contacts":
            row_id, contact = "", row_id
    elif isinstance(change, AppendRow):
        values = change.values
        row_id, contact = change.id, str(values.get("contact_id") or "")
        name = str(values.get("name") or values.get("who") or "")
    return [run_id, number, kind, change.tab, row, column, row_id, contact, fold(name), fields]


def run_of(row: Sequence[Any]) -> Run:
    """One row of :data:`RUNS`."""
    run_id, started, finished, origin, version, status, summary, surprises, changes = row
    ended = datetime.fromisoformat(finished) if finished else None
    listed = tuple(json.loads(surprises))
    return Run(
        run_id, datetime.fromisoformat(started), ended, origin, version, status, summary, listed, changes
    )


def recorded_of(row: Sequence[Any]) -> Recorded:
    """One row of :data:`CHANGES`."""
    *run, kind, fields, was = row
    change = codec.load_change(kind, fields)
    return Recorded(run_of(run), change, None if was is None else codec.load(was), was is not None)


def differs(one: Any, other: Any) -> bool:
    """True unless both are the same value of the same type, or both empty."""
    if blank(one) and blank(other):
        return False
    return type(one) is not type(other) or bool(one != other)


def fold(name: str) -> str:
    """A name as names are compared."""
    return " ".join(name.casefold().split())
