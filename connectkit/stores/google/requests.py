"""A plan as the body of ONE spreadsheets.batchUpdate.

Requests apply in order and all or none: first the once-only token, then the copies of everything about to be
written, then the changes.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from connectkit.errors import Refused
from connectkit.model import (
    AddColumns,
    AddTab,
    AppendRow,
    Plan,
    ReplaceRows,
    SetCell,
    cell_name,
    column_letter,
)
from connectkit.schema import Owner, tab
from connectkit.stores.google import hidden_tab as hidden
from connectkit.stores.google import setup
from connectkit.stores.google.changes import VALUE, new_rows, replace_rows, set_cells
from connectkit.stores.google.grid import a1, columns
from connectkit.stores.google.read import BACK_FIELDS, TITLE, TOKEN_PREFIX, Sheet, Snapshot
from connectkit.stores.google.values import MAX_TEXT

Request = dict[str, Any]
ANSWER_FIELDS = f"updatedSpreadsheet({BACK_FIELDS})"


@dataclass(frozen=True)
class Batch:
    """One write: its body, and what is needed to read the answer and to go on from it.

    ``areas`` are what the answer shows, as GridRanges, which a renamed tab does not change. ``after`` is the snapshot to
    write from next; ``id_columns`` maps tab keys to (sheet id, column index, header row).
    """

    body: Mapping[str, Any]
    token: str
    notes: hidden.Notes
    areas: tuple[Mapping[str, int], ...]
    after: Snapshot
    id_columns: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)


def build(plan: Plan, snapshot: Snapshot) -> Batch:
    """The batch that carries out the plan on the spreadsheet as it was at the snapshot."""
    _check_lengths(plan)
    token = next_token(plan.run_id, snapshot.tokens)
    grown = _with_new_tabs(plan, snapshot)
    notes = hidden.take_notes(plan, grown)
    place, making = _hidden_tab(notes, grown)
    ids = _id_columns(plan, grown)
    requests = [
        *({"deleteNamedRange": {"namedRangeId": former}} for former in snapshot.tokens),
        *making,
        _token_request(token, place.id, notes.column),
        *hidden.text_requests(notes, place.id),
        *hidden.copy_requests(notes, place.id),
        *_changes(plan, grown),
    ]
    areas = [*_areas(notes, place, ids), *_heads(plan, ids)]
    titles = {sheet.id: sheet.title for sheet in (*grown.sheets, place)}
    body = {
        "requests": requests,
        "includeSpreadsheetInResponse": True,
        "responseRanges": [a1(titles[sheet], left, right, rows) for sheet, left, right, rows in areas],
    }
    sheets = (*(one for one in grown.sheets if one.id != place.id), place)
    after = replace(
        _with_new_columns(plan, replace(grown, sheets=sheets)),
        tokens=(token,),
        notes=(place.id, notes.column),
    )
    return Batch(body, token, notes, tuple(columns(*area) for area in areas), after, ids)


def next_token(run_id: str, former: Iterable[str]) -> str:
    """The id of this write's once-only token: another for each write, the same when the write is repeated.

    Digits only, as the spreadsheet's own ids of named ranges are.
    """
    digest = hashlib.sha256("\n".join([run_id, *sorted(former)]).encode()).digest()
    return str(int.from_bytes(digest[:4], "big") & 0x7FFF_FFFF or 1)


def new_sheet_id(run_id: str, key: str, taken: Iterable[int]) -> int:
    """An id for a new sheet: the same when the write is repeated, none that is taken."""
    number = zlib.crc32(f"{run_id}/{key}".encode()) & 0x7FFF_FFFF or 1
    used = set(taken)
    while number in used:
        number = number % 0x7FFF_FFFF + 1
    return number


def _token_request(token: str, sheet: int, column: int) -> Request:
    spot = {
        "sheetId": sheet,
        "startRowIndex": 0,
        "endRowIndex": 1,
        "startColumnIndex": column - 1,
        "endColumnIndex": column,
    }
    return {
        "addNamedRange": {"namedRange": {"namedRangeId": token, "name": TOKEN_PREFIX + token, "range": spot}}
    }


def _hidden_tab(notes: hidden.Notes, snapshot: Snapshot) -> tuple[Sheet, list[Request]]:
    """The hidden tab as the batch leaves it, and the requests that make it, or empty it and fit it to the notes."""
    texts = len(hidden.written(notes)) + 1
    grid = {"rowCount": max(notes.rows, texts), "columnCount": notes.column}
    former = snapshot.sheet(snapshot.notes[0]) if snapshot.notes else None
    if former is not None:
        properties = {"sheetId": former.id, "gridProperties": grid}
        fields = "gridProperties(rowCount,columnCount)"
        fitted = replace(former, rows=grid["rowCount"], columns=grid["columnCount"])
        return fitted, [
            {"updateCells": {"range": {"sheetId": former.id}, "fields": VALUE}},
            {"updateSheetProperties": {"properties": properties, "fields": fields}},
        ]
    title = next(
        name for name in (TITLE, *(f"{TITLE} {n}" for n in range(2, 1000))) if not snapshot.titled(name)
    )
    number = new_sheet_id(notes.run_id, "", (sheet.id for sheet in snapshot.sheets))
    made = Sheet(number, title, grid["rowCount"], grid["columnCount"], hidden=True)
    properties = {"sheetId": number, "title": title, "hidden": True, "gridProperties": grid}
    return made, [{"addSheet": {"properties": properties}}]


def _with_new_tabs(plan: Plan, snapshot: Snapshot) -> Snapshot:
    """The snapshot with the tabs the plan adds, ids chosen and grids large enough for what goes into them."""
    sheets = list(snapshot.sheets)
    for change in plan.changes:
        if isinstance(change, AddTab):
            layout = plan.layout[change.tab]
            needed = layout.header_row + 20 + _rows_for(plan, change.tab)
            usual = setup.TOOL_ROWS if tab(change.tab).owner is Owner.TOOL else setup.ROWS
            number = new_sheet_id(plan.run_id, change.tab, (one.id for one in sheets))
            columns = max([layout.width, *layout.columns.values()])
            sheets.append(Sheet(number, change.title, max(usual, needed), columns, role=change.tab))
    return replace(snapshot, sheets=tuple(sheets))


def _rows_for(plan: Plan, key: str) -> int:
    blocks = sum(len(one.rows) for one in plan.changes if isinstance(one, ReplaceRows) and one.tab == key)
    return blocks + sum(one.tab == key for one in plan.appended)


def _with_new_columns(plan: Plan, snapshot: Snapshot) -> Snapshot:
    grown = {
        hidden.sheet_of(plan.layout[one.tab], snapshot): len(one.columns)
        for one in plan.changes
        if isinstance(one, AddColumns)
    }
    sheets = tuple(replace(one, columns=one.columns + grown.get(one.id, 0)) for one in snapshot.sheets)
    return replace(snapshot, sheets=sheets)


def _changes(plan: Plan, snapshot: Snapshot) -> list[Request]:
    requests = [*_new_frames(plan, snapshot), *_roles(plan, snapshot), *set_cells(plan, snapshot)]
    made = {change.tab for change in plan.changes if isinstance(change, AddTab)}
    for key in dict.fromkeys(row.tab for row in plan.appended):
        requests += new_rows(plan, snapshot, key, made=key in made)
    for change in plan.changes:
        if isinstance(change, ReplaceRows):
            requests += replace_rows(change, plan, snapshot)
    return requests


def _new_frames(plan: Plan, snapshot: Snapshot) -> list[Request]:
    requests: list[Request] = []
    for change in plan.changes:
        if isinstance(change, AddTab | AddColumns):
            layout, coming = plan.layout[change.tab], _rows_for(plan, change.tab)
            if isinstance(change, AddTab):
                sheet = snapshot.titled(change.title)
                assert sheet is not None  # noqa: S101 - put there by _with_new_tabs
                requests += setup.new_tab(change, layout, sheet, plan.choices, coming=coming)
            else:
                sheet = snapshot.sheet(hidden.sheet_of(layout, snapshot))
                assert sheet is not None  # noqa: S101 - sheet_of found it
                requests += setup.new_columns(change, layout, sheet, plan.choices, coming=coming)
    return requests


def _roles(plan: Plan, snapshot: Snapshot) -> list[Request]:
    made = {change.tab: change.title for change in plan.changes if isinstance(change, AddTab)}
    requests = []
    for key, layout in plan.layout.items():
        sheet = snapshot.titled(made[key]) if key in made else snapshot.sheet(int(layout.handle or -1))
        if sheet is not None and (key in made or not sheet.role):
            requests.append(setup.role(sheet.id, key))
    return requests


def _id_columns(plan: Plan, snapshot: Snapshot) -> dict[str, tuple[int, int, int]]:
    tabs = dict.fromkeys(change.tab for change in plan.changes if isinstance(change, SetCell | AppendRow))
    layouts = {key: plan.layout[key] for key in tabs if "id" in plan.layout[key].columns}
    return {
        key: (hidden.sheet_of(one, snapshot), one.columns["id"], one.header_row)
        for key, one in layouts.items()
    }


Area = tuple[int, int, int, tuple[int, int] | None]
"""Sheet id, first and last column index, first and last row number (None: all rows)."""


def _areas(notes: hidden.Notes, place: Sheet, ids: Mapping[str, tuple[int, int, int]]) -> list[Area]:
    """What the answer shows: the copies, and the live ID and name columns of every tab concerned."""
    width = notes.column - 1
    wanted = dict.fromkeys((sheet, column) for sheet, column, _ in ids.values())
    for block in notes.blocks.values():
        wanted |= dict.fromkeys(
            (block.sheet, block.columns[key]) for key in ("id", *block.names) if key in block.columns
        )
    copies = (place.id, 1, max(width, 1), (1, notes.rows if width else 1))
    return [copies, *((sheet, column, column, None) for sheet, column in wanted)]


def _heads(plan: Plan, ids: Mapping[str, tuple[int, int, int]]) -> list[Area]:
    """The header rows of tabs that get new rows: whether those stand under the headers they were meant for."""
    new = (row.tab for row in plan.appended if row.tab in ids and plan.layout[row.tab].handle)
    return [
        (ids[key][0], 1, max(plan.layout[key].columns.values()), (ids[key][2], ids[key][2]))
        for key in dict.fromkeys(new)
    ]


def _check_lengths(plan: Plan) -> None:
    """Raises Refused for a text no cell can hold: the batch would be refused as a whole, without saying which cell."""
    cells = [
        (one.tab, one.column, cell_name(one.row, plan.layout[one.tab].index_of(one)), one.after)
        for one in plan.cells
    ]
    cells += [
        (row.tab, key, column_letter(plan.layout[row.tab].columns[key]), value)
        for row in plan.appended
        for key, value in row.values.items()
    ]
    for key, column, where, value in cells:
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise Refused(
                f"{tab(key).title} {where} ({tab(key).column(column).title}) would get {len(value):,} characters; "
                f"a cell of Google Sheets holds {MAX_TEXT:,}. Nothing was written.",
                "Shorten the text it comes from, then run the sync again.",
            )
