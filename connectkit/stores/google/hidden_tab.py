"""The hidden tab: what the last write meant to do, and what stood in every cell the moment before.

Each batch first copies the cells it is about to write, with the ID and name beside them, into this tab and notes
its intentions there. So the former values are safe whatever happens next, and any later run can finish a repair
from the sheet alone.

The copies stand in the same rows as their originals; each tab's columns stand a fixed number of columns to the
right. Formulas are copied as formulas: with the rows unchanged, :func:`shifted` gives back their exact text.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectkit.errors import StoreUnavailable
from connectkit.model import AddColumns, Plan, SetCell, TabLayout
from connectkit.schema import TABS
from connectkit.sheet import codec
from connectkit.sheet.cells import name_keys
from connectkit.stores.google.grid import Box, grid_range, runs, start_at
from connectkit.stores.google.read import Snapshot
from connectkit.stores.google.values import cell_data

SENTENCE = "connectkit's notes: the former values of the last sync's cells. Safe to leave alone; cleared by the next sync."
CHUNK = 40_000  # characters of a cell, of the 50,000 it can hold
MARK = "~"  # so that no note begins like a formula or a number
VERSION = 2
NEAR = 20
"""Copied rows may include up to so many untouched ones in between: fewer requests, and reading harms nothing."""


@dataclass(frozen=True)
class Block:
    """Where one tab's copies stand.

    ``columns`` maps column keys to indexes in the tab, ``more`` are indexes of written cells that stand in no column of
    ours; in the hidden tab the copies of both stand ``offset`` further right.
    ``names`` are the keys whose cells make the row's name; ``runs`` the copied spans of row numbers, each of which
    the spreadsheet copied in one go; ``headers`` what stood above each index when it was read; ``chips`` the rows whose
    name is a person chip, whose text a copy may not keep.
    """

    sheet: int
    offset: int
    columns: Mapping[str, int]
    names: tuple[str, ...]
    runs: tuple[tuple[int, int], ...]
    chips: frozenset[int] = frozenset()
    header_row: int = 0
    headers: Mapping[int, str] = field(default_factory=dict)
    more: tuple[int, ...] = ()

    @property
    def copied(self) -> frozenset[int]:
        """The column indexes that are copied."""
        return frozenset({*self.columns.values(), *self.more})

    def place(self, change: SetCell) -> int:
        """The column index of a written cell; 0 for one in a column that the same write adds."""
        return change.at.column if change.at else self.columns.get(change.column, 0)

    def run_of(self, row: int) -> tuple[int, int] | None:
        """The span this row was copied in."""
        return next((run for run in self.runs if run[0] <= row <= run[1]), None)


@dataclass(frozen=True)
class Notes:
    """One write's intentions: its cells, and per tab where the copies stand. ``column`` holds the notes themselves."""

    run_id: str
    cells: tuple[SetCell, ...] = ()
    blocks: Mapping[str, Block] = field(default_factory=dict)
    column: int = 1

    @property
    def rows(self) -> int:
        """Rows the hidden tab must have for the copies."""
        return max((run[1] for block in self.blocks.values() for run in block.runs), default=1)


def take_notes(plan: Plan, snapshot: Snapshot) -> Notes:
    """The notes of a plan: every existing cell it sets will be copied, those in columns it adds are new and blank."""
    added = {(one.tab, key) for one in plan.changes if isinstance(one, AddColumns) for key in one.columns}
    blocks: dict[str, Block] = {}
    offset = 0
    for key in dict.fromkeys(cell.tab for cell in plan.cells):
        layout = plan.layout[key]
        present = {name: at for name, at in layout.columns.items() if (key, name) not in added}
        blocks[key] = _block(plan, snapshot, layout, present, offset)
        offset += max([layout.width, *layout.columns.values(), *blocks[key].more])
    return Notes(plan.run_id, plan.cells, blocks, offset + 1)


def _block(
    plan: Plan, snapshot: Snapshot, layout: TabLayout, present: Mapping[str, int], offset: int
) -> Block:
    sheet = sheet_of(layout, snapshot)
    details = snapshot.details_of(sheet)
    cells = [cell for cell in plan.cells if cell.tab == layout.key]
    rows = {cell.row for cell in cells}
    names = name_keys(present)
    kept = {"id", *names} | {cell.column for cell in cells if cell.at is None}
    more = tuple(sorted({cell.at.column for cell in cells if cell.at is not None}))
    chips = {row for row in rows for key in names if (row, present[key]) in details.chips}
    columns = {key: at for key, at in present.items() if key in kept}
    former = snapshot.former.get(str(sheet))
    places = [*columns.values(), *more]
    above = {at: former.cell(layout.header_row, at) for at in places} if former else {}
    return Block(
        sheet=sheet,
        offset=offset,
        columns=columns,
        names=names,
        runs=_copied_runs(rows | {layout.header_row}, details.hidden_rows),
        chips=frozenset(chips),
        header_row=layout.header_row,
        headers={at: text for at, text in above.items() if isinstance(text, str)},
        more=more,
    )


def _copied_runs(rows: set[int], hidden: frozenset[int]) -> tuple[tuple[int, int], ...]:
    """Spans of rows that are all shown or all hidden by a filter: a paste may leave out hidden rows and close up."""
    shown = rows - hidden
    spans: list[tuple[int, int]] = list(runs(rows & hidden))
    for first, last in runs(shown, gap=NEAR):
        between = [row for row in range(first, last + 1) if row not in hidden]
        spans.extend(runs(between))
    return tuple(sorted(spans))


def sheet_of(layout: TabLayout, snapshot: Snapshot) -> int:
    """The sheet id of a tab: its handle, or for a tab made a moment ago the sheet of its title."""
    if layout.handle:
        return int(layout.handle)
    sheet = snapshot.titled(layout.title)
    if sheet is None:
        raise StoreUnavailable(
            f"The tab {layout.title} is no longer there; nothing was written.", "Run the sync again."
        )
    return sheet.id


def copy_requests(notes: Notes, sheet: int) -> list[dict[str, Any]]:
    """The requests that copy every noted cell into the hidden tab."""
    requests = []
    for block in notes.blocks.values():
        for left, right in runs(block.copied):
            for top, bottom in block.runs:
                source = Box(top, left, bottom, right)
                target = Box(top, left + block.offset, bottom, right + block.offset)
                requests.append(
                    {
                        "copyPaste": {
                            "source": grid_range(block.sheet, source),
                            "destination": grid_range(sheet, target),
                            "pasteType": "PASTE_FORMULA",
                            "pasteOrientation": "NORMAL",
                        }
                    }
                )
    return requests


def text_requests(notes: Notes, sheet: int) -> list[dict[str, Any]]:
    """The request that writes the notes themselves into their column of the hidden tab."""
    rows = [{"values": [cell_data(text)]} for text in [SENTENCE, *written(notes)]]
    return [
        {
            "updateCells": {
                "start": start_at(sheet, 1, notes.column),
                "rows": rows,
                "fields": "userEnteredValue",
            }
        }
    ]


def written(notes: Notes) -> list[str]:
    """The notes as texts that each fit a cell; :func:`read_notes` reads them."""
    blocks = {
        key: {
            "sheet": block.sheet,
            "offset": block.offset,
            "columns": dict(block.columns),
            "names": block.names,
            "runs": block.runs,
            "chips": sorted(block.chips),
            "header_row": block.header_row,
            "headers": [[at, text] for at, text in block.headers.items()],
            "more": block.more,
        }
        for key, block in notes.blocks.items()
    }
    content = {
        "version": VERSION,
        "run": notes.run_id,
        "blocks": blocks,
        "cells": [list(cell) for cell in notes.cells],
    }
    packed = base64.b85encode(zlib.compress(codec.dump(content).encode(), 6)).decode()
    return [MARK + packed[at : at + CHUNK] for at in range(0, len(packed), CHUNK)]


_TABS = {one.key: frozenset(one.keys) for one in TABS}


def _known(cell: SetCell) -> bool:
    """False for a tab or column of another version of connectkit."""
    return cell.column in _TABS.get(cell.tab, ())


def read_notes(texts: list[str], column: int) -> Notes | None:
    """The notes in these texts; None if they are of another version or damaged (then nothing is known)."""
    try:
        packed = "".join(text.removeprefix(MARK) for text in texts)
        content = codec.load(zlib.decompress(base64.b85decode(packed)).decode())
        if content["version"] != VERSION:
            return None
        blocks = {
            key: Block(
                sheet=one["sheet"],
                offset=one["offset"],
                columns=one["columns"],
                names=tuple(one["names"]),
                runs=tuple((first, last) for first, last in one["runs"]),
                chips=frozenset(one["chips"]),
                header_row=one["header_row"],
                headers=dict(one["headers"]),
                more=tuple(one["more"]),
            )
            for key, one in content["blocks"].items()
        }
        cells = tuple(one for one in map(codec.load_cell, content["cells"]) if _known(one))
        known = {key: blocks[key] for key in blocks if key in _TABS}
        return Notes(content["run"], cells, known, column)
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error, json.JSONDecodeError):
        return None
