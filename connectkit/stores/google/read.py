"""What two reads of a spreadsheet say: a :class:`Workbook` for the core, a :class:`Snapshot` for the next write.

The first read asks for everything but cells; the second for the cells of the tabs that can be connectkit's, so
that a user's other tabs, however large, cost nothing.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from connectkit.model import AfterImage, CellValue, RawTab, Row, Workbook
from connectkit.schema import TABS, normal
from connectkit.sheet.header_row import HEADER_ROWS
from connectkit.stores.google.chips import addresses, unnamed
from connectkit.stores.google.grid import Cell
from connectkit.stores.google.values import is_dated, number_format, read_cell

TOKEN_PREFIX = "connectkit_"  # noqa: S105 - a name's beginning, not a secret
ROLE_KEY = "connectkit.tab"
TITLE = "connectkit"  # how the hidden tab's title begins
OVERVIEW_FIELDS = (
    "properties(title,timeZone,locale),namedRanges,"
    "sheets(properties(sheetId,title,sheetType,hidden,gridProperties(rowCount,columnCount)),"
    "developerMetadata(metadataKey,metadataValue),basicFilter,tables(tableId,range),"
    "protectedRanges(range,warningOnly,requestingUserCanEdit))"
)
TOKEN_FIELDS = (
    "namedRanges,sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),"  # noqa: S105
    "protectedRanges(range,warningOnly,requestingUserCanEdit))"
)
_CELLS = (
    "rowData(values(userEnteredValue(formulaValue),effectiveValue,effectiveFormat(numberFormat(type,pattern)),"
    "chipRuns(startIndex,chip(personProperties(email)))))"
)
CELL_FIELDS = f"sheets(properties(sheetId),data(startRow,startColumn,rowMetadata(hiddenByFilter),{_CELLS}))"
BACK_FIELDS = f"sheets(properties(sheetId),data(startRow,startColumn,{_CELLS[:-2]},formattedValue))))"


@dataclass(frozen=True)
class Sheet:
    """One sheet as the API names it: its grid, its filter and native tables, and what bars writing.

    ``role`` is the tab key under which connectkit made or adopted it; it survives renaming.
    """

    id: int
    title: str
    rows: int
    columns: int
    grid: bool = True
    hidden: bool = False
    role: str = ""
    filter: Mapping[str, Any] | None = None
    tables: tuple[Mapping[str, Any], ...] = ()
    barred: bool = False
    barred_whole: bool = False


@dataclass(frozen=True)
class Details:
    """What a write has to know of a sheet's cells beyond their values."""

    dated: frozenset[Cell] = frozenset()
    chips: frozenset[Cell] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    last_row: int = 0
    formats: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)  # a new row's, by column index


@dataclass(frozen=True)
class Snapshot:
    """The spreadsheet's frame at one read: sheets, the once-only tokens in it, and where the notes stand.

    ``tokens`` are ids of named ranges; ``notes`` is (sheet id, column index) of the hidden tab's notes; ``former``
    are the tabs as they were read, by handle.
    """

    sheets: tuple[Sheet, ...] = ()
    tokens: tuple[str, ...] = ()
    notes: tuple[int, int] | None = None
    details: Mapping[int, Details] = field(default_factory=dict)
    former: Mapping[str, RawTab] = field(default_factory=dict)

    def sheet(self, sheet_id: int) -> Sheet | None:
        """The sheet with this id, or None."""
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    def titled(self, title: str) -> Sheet | None:
        """The sheet with this title, compared as Google does (without case), or None."""
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold()), None)

    def details_of(self, sheet_id: int) -> Details:
        """The sheet's details; empty ones if its cells were not read."""
        return self.details.get(sheet_id, Details())


def overview(answer: Mapping[str, Any]) -> Snapshot:
    """The frame of a spreadsheet, from the answer to the first read (or to a look at the tokens alone)."""
    tokens = [one for one in answer.get("namedRanges", ()) if one.get("name", "").startswith(TOKEN_PREFIX)]
    sheets = tuple(_sheet(each) for each in answer.get("sheets", ()))
    ours = {sheet.id for sheet in sheets if sheet.title.startswith(TITLE)}
    return Snapshot(
        sheets=_with_unique_roles(sheets),
        tokens=tuple(_own(token, "namedRangeId", "") for token in tokens),
        notes=next((place for place in map(_place, tokens) if place[0] in ours), None),
    )


def _place(token: Mapping[str, Any]) -> tuple[int, int]:
    """Sheet id and column index of a token; -1 where it lost its place, as when the user deletes the hidden tab."""
    where = token.get("range") or {}
    return _own(where, "sheetId", -1), _own(where, "startColumnIndex", 0) + 1


def _own(answer: Mapping[str, Any], key: str, usual: Any) -> Any:
    """A part of an answer, of the kind its usual value is; TypeError for another kind, which is no answer of Google's."""
    found = answer.get(key, usual)
    if type(found) is not type(usual):
        raise TypeError(f"{key} is {found!r}")
    return found


def _sheet(answer: Mapping[str, Any]) -> Sheet:
    properties = answer["properties"]
    grid = properties.get("gridProperties", {})
    roles = [
        _own(one, "metadataValue", "")
        for one in answer.get("developerMetadata", ())
        if one.get("metadataKey") == ROLE_KEY
    ]
    bars = [
        one.get("range", {})
        for one in answer.get("protectedRanges", ())
        if not one.get("warningOnly") and not one.get("requestingUserCanEdit")
    ]
    return Sheet(
        id=_own(properties, "sheetId", 0),
        title=_own(properties, "title", ""),
        rows=_own(grid, "rowCount", 0),
        columns=_own(grid, "columnCount", 0),
        grid=properties.get("sheetType", "GRID") == "GRID",
        hidden=_own(properties, "hidden", False),
        role=roles[0] if roles else "",
        filter=_own(answer, "basicFilter", {}) or None,
        tables=tuple(map(dict, answer.get("tables", ()))),
        barred=bool(bars),
        barred_whole=any(not set(bar) - {"sheetId"} for bar in bars),
    )


def _with_unique_roles(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """A user may duplicate a tab, and its role with it: then only the one that kept its title has the role."""
    counts: dict[str, int] = {}
    for sheet in sheets:
        counts[sheet.role] = counts.get(sheet.role, 0) + 1
    titles = {tab.key: normal(tab.title) for tab in TABS}
    return tuple(
        sheet
        if counts[sheet.role] == 1 or normal(sheet.title) == titles.get(sheet.role)
        else _without_role(sheet)
        for sheet in sheets
    )


def _without_role(sheet: Sheet) -> Sheet:
    return replace(sheet, role="") if sheet.role else sheet


def candidates(snapshot: Snapshot, tabs: Mapping[str, str]) -> tuple[Sheet, ...]:
    """The sheets whose cells are needed: those with connectkit's titles and roles.

    All of them in a spreadsheet connectkit has not written to yet, or where no tab is known to hold the contacts.
    ``tabs`` maps tab keys to the titles the user gave them.
    """
    titles = {normal(tab.title): tab.key for tab in TABS} | {
        normal(title): key for key, title in tabs.items()
    }
    notes = snapshot.notes[0] if snapshot.notes else None
    sheets = [sheet for sheet in snapshot.sheets if sheet.grid and sheet.id != notes]
    chosen = [sheet for sheet in sheets if sheet.role or normal(sheet.title) in titles]
    found = {sheet.role or titles[normal(sheet.title)] for sheet in chosen}
    return tuple(chosen if snapshot.tokens and "contacts" in found else sheets)


def read_tabs(
    snapshot: Snapshot,
    answer: Mapping[str, Any],
    asked: Iterable[Sheet],
    emails: frozenset[str] = frozenset(),
) -> tuple[tuple[RawTab, ...], dict[int, Details]]:
    """The tabs whose cells were asked for, in the workbook's order, and the details of each.

    Under a header of ``emails`` (as ``schema.normal`` has it) a person's chip is read as the address.
    """
    blocks = {each["properties"].get("sheetId", 0): each.get("data", ()) for each in answer.get("sheets", ())}
    wanted = {sheet.id for sheet in asked}
    tabs, details = [], {}
    for sheet in snapshot.sheets:
        if sheet.id in wanted:
            rows, details[sheet.id] = _rows(blocks.get(sheet.id, ()), emails)
            tabs.append(_tab(sheet, rows))
    return tuple(tabs), details


def unnamed_chips(answer: Mapping[str, Any]) -> dict[tuple[int, int, int], dict[str, Any]]:
    """The cells whose chips show a name this answer does not tell, by sheet id, row number and column index."""
    return {
        (each["properties"].get("sheetId", 0), number, i): cell
        for each in answer.get("sheets", ())
        for block in each.get("data", ())
        for number, line in enumerate(block.get("rowData", ()), 1)
        for i, cell in enumerate(line.get("values", ()), 1)
        if "chipRuns" in cell and unnamed(cell)
    }


def _tab(sheet: Sheet, rows: list[Row]) -> RawTab:
    return RawTab(
        handle=str(sheet.id),
        title=sheet.title,
        rows=rows,
        hidden=sheet.hidden,
        max_rows=sheet.rows,
        max_columns=sheet.columns,
        protected=sheet.barred_whole,
    )


def _rows(blocks: Iterable[Mapping[str, Any]], emails: frozenset[str]) -> tuple[list[Row], Details]:
    """The rows of one sheet (asked for whole, hence from A1) and its details."""
    rows: list[Row] = []
    lines: list[Any] = []
    dated: set[Cell] = set()
    chips: set[Cell] = set()
    hidden: set[int] = set()
    addressed: set[int] = set()
    for block in blocks:
        hidden.update(i for i, one in enumerate(block.get("rowMetadata", ()), 1) if one.get("hiddenByFilter"))
        for number, line in enumerate(block.get("rowData", ()), 1):
            cells = line.get("values", ())
            lines.append(cells)
            row: Row = []
            for i, cell in enumerate(cells, 1):
                row.append(read_cell(cell) if cell else None)
                if cell and is_dated(cell):
                    dated.add((number, i))
                if "chipRuns" in cell:
                    chips.add((number, i))
                    if i in addressed:
                        row[-1] = addresses(cell)
            if number <= HEADER_ROWS:
                addressed.update(
                    i for i, one in enumerate(row, 1) if isinstance(one, str) and normal(one) in emails
                )
            rows.append(_cut(row))
    while rows and not rows[-1]:
        rows.pop()
    details = Details(
        frozenset(dated),
        frozenset(chips),
        frozenset(hidden),
        len(rows),
        _formats(lines, len(rows)),
    )
    return rows, details


def _formats(lines: list[Any], last_row: int) -> dict[int, Mapping[str, Any]]:
    """The number formats a new row should have: those already waiting in the row below the last, else the last's."""
    for cells in reversed(lines[max(last_row - 1, 0) : last_row + 1]):
        found = {i: number_format(cell) for i, cell in enumerate(cells, 1) if cell and number_format(cell)}
        if found:
            return found
    return {}


def _cut(row: Row) -> Row:
    """The row without its trailing blanks."""
    while row and row[-1] is None:
        row.pop()
    return row


def workbook(
    first: Mapping[str, Any],
    second: Mapping[str, Any],
    tabs: tuple[RawTab, ...],
    unfinished: AfterImage | None = None,
) -> Workbook:
    """The workbook of both reads' answers; its fingerprint covers all of them."""
    properties = first.get("properties", {})
    digest = hashlib.sha256()
    for answer in (first, second):
        # Several times faster than JSON; format 2 writes equal values alike, whatever else refers to them.
        digest.update(marshal.dumps(dict(answer), 2))
    return Workbook(
        tabs=tabs,
        name=_own(properties, "title", ""),
        timezone=_own(properties, "timeZone", ""),
        locale=_own(properties, "locale", ""),
        live_links=True,
        unfinished=unfinished,
        fingerprint=digest.hexdigest(),
    )


def cell_at(cells: Mapping[Cell, Mapping[str, Any]], row: int, column: int) -> CellValue:
    """The value at a row number and column index of a sparse sheet; None where there is nothing."""
    cell = cells.get((row, column))
    return read_cell(cell) if cell else None
