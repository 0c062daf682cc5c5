"""Cells, changes and whole workbooks as JSON and back, without losing what kind of value a cell held.

The journal keeps what stood in a cell before connectkit wrote; undo and restore are exact only if the day stays
a day, the formula a formula and the text ``"12"`` a text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from connectkit.model import (
    AddColumns,
    AddTab,
    AppendRow,
    CellError,
    CellValue,
    Change,
    Formula,
    Link,
    Permission,
    Place,
    RawTab,
    ReplaceRows,
    Seal,
    SetCell,
    Workbook,
)

# A cell is never a JSON object by itself, so one-letter keys can't be mistaken for content.
_DATE, _TIME, _FORMULA, _LINK, _ERROR = "d", "t", "f", "l", "e"


def dump(value: object) -> str:
    """Cells, or lists and mappings of cells, as compact JSON. Numbers JSON lacks (nan) are written as Python does."""
    return _ENCODER.encode(value)


def load(text: str) -> Any:
    """What :func:`dump` was given, tuples as lists. ValueError if the text is not from there."""
    return _DECODER.decode(text)


def _encode(value: object) -> dict[str, Any]:
    match value:
        case datetime():
            return {_TIME: value.isoformat()}
        case date():
            return {_DATE: value.isoformat()}
        case Formula(text, shown):
            return {_FORMULA: [text, shown]}
        case Link(url, label):
            return {_LINK: [url, label]}
        case CellError(code):
            return {_ERROR: code}
    raise TypeError(f"not a cell: {type(value).__name__}")


def _decode(found: dict[str, Any]) -> Any:
    if len(found) != 1:
        return found
    ((key, value),) = found.items()
    match key:
        case "t":
            return datetime.fromisoformat(value)
        case "d":
            return date.fromisoformat(value)
        case "f":
            return Formula(*value)
        case "l":
            return Link(*value)
        case "e":
            return CellError(value)
    return found


# Made once: a run journals tens of thousands of small values.
_ENCODER = json.JSONEncoder(default=_encode, ensure_ascii=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(object_hook=_decode)


def dump_change(change: Change) -> tuple[str, str]:
    """A change as its kind and the JSON of its fields."""
    if isinstance(change, AppendRow | AddColumns):
        named = next(field for field in change._fields if field in ("values", "columns"))
        change = change._replace(**{named: _pairs(getattr(change, named))})
    return type(change).__name__, dump(list(change))


def load_change(kind: str, text: str) -> Change:
    """The change that :func:`dump_change` was given. ValueError if it can't be told."""
    fields = load(text)
    match kind:
        case "SetCell":
            return load_cell(fields)
        case "AppendRow":
            tab, row_id, values, *_ = fields
            return AppendRow(tab, row_id, dict(values))
        case "ReplaceRows":
            tab, rows, before = fields
            return ReplaceRows(tab, tuple(map(tuple, rows)), tuple(map(tuple, before)))
        case "AddTab":
            return AddTab(*fields)
        case "AddColumns":
            tab, columns = fields
            return AddColumns(tab, {key: (int(index), str(title)) for key, (index, title) in columns})
    raise ValueError(f"not a kind of change: {kind}")


def load_cell(fields: Sequence[Any]) -> SetCell:
    """The cell whose fields :func:`dump` was given; of a journal before filings were typed, the cell without them."""
    cell = SetCell(*fields[:7])
    if len(fields) != len(SetCell._fields):
        return cell
    filing, permission, at = fields[7:]
    return cell._replace(
        filing=tuple(Seal(*one) for one in filing),
        permission=Permission(permission),
        at=Place(*at) if at else None,
    )


def _pairs(mapping: Mapping[str, Any]) -> Any:
    # Pairs, because a mapping with the one key "d" would come back as a date.
    return [[key, value] for key, value in mapping.items()]


def dump_workbook(workbook: Workbook) -> str:
    """A workbook's tabs and names as JSON; what a store left unfinished is not part of a snapshot."""
    tabs = [
        [tab.handle, tab.title, tab.rows, tab.hidden, tab.max_rows, tab.max_columns, tab.protected]
        for tab in workbook.tabs
    ]
    about = [workbook.name, workbook.timezone, workbook.locale, workbook.live_links, workbook.fingerprint]
    return dump([about, tabs])


def load_workbook(text: str) -> Workbook:
    """The workbook that :func:`dump_workbook` was given."""
    (name, timezone, locale, live_links, fingerprint), tabs = load(text)
    return Workbook(
        tabs=tuple(RawTab(*tab) for tab in tabs),
        name=name,
        timezone=timezone,
        locale=locale,
        live_links=live_links,
        fingerprint=fingerprint,
    )


def in_words(value: CellValue) -> str:
    """A cell as one line of text for a person: dates as ISO, a formula by its text, empty as nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case Formula(text):
            return text
        case Link(_, label):
            return label
        case CellError(code):
            return code
    return " ".join(str(value).split())
