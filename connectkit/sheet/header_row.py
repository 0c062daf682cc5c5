"""Finds the header row of a tab and which of our columns stand in it, by header text; never by position.

A tool-owned header is ours only in a tab that carries connectkit's marks (its hidden columns or its IDs): a user's own
"Status" or "ID" column stays theirs, and ours stands beside it as "Status (connectkit)".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from connectkit.model import CellValue, RawTab, Row, TabLayout, blank, shown
from connectkit.schema import CONTACTS, TABS, Column, Merge, Owner, Tab, normal
from connectkit.sheet.headers import aliases, field_of, is_known, known_as, names_of
from connectkit.sheet.id_columns import holds_ids, id_column

HEADER_ROWS = 20
"""Headers are looked for in so many rows: titles and comments stand above them in real sheets."""

SUFFIX = " (connectkit)"

NOT_THERE = "none"
"""What the settings write where no header of the user's is the column (``headers: {state: none}``); ours has the suffix."""


def header_of(raw: RawTab, wanted: Tab, headers: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    """The header row number and the columns found in it, or None where no row of the first 20 is a header."""
    for number, row in enumerate(raw.rows[:HEADER_ROWS], start=1):
        columns = _columns(raw, number, row, wanted, headers)
        if len(columns) >= 2:
            return number, columns
    return None


def _columns(raw: RawTab, number: int, row: Row, wanted: Tab, headers: Mapping[str, str]) -> dict[str, int]:
    """Column key to index for one row, the user's own wording first, then titles, then aliases."""
    texts: Mapping[str, list[int]] = _places(
        tuple([one if one.__class__ is str else _text(one) for one in row])
    )
    if wanted is CONTACTS:
        texts = {**texts, **_respelled(row, texts)}
    if not headers and _all_names(wanted.key).isdisjoint(texts):
        return {}
    columns: dict[str, int] = {}
    for column, usual in zip(wanted.columns, _usual_names(wanted.key), strict=True):
        own = (_named(column, headers),) if column.key in headers else usual
        for name in (*own, *_meaning(column, texts, headers)):
            places = texts.get(name, [])
            if places and places[0] not in columns.values():
                if len(places) > 1:
                    columns[f"twice:{column.key}"] = places[1]
                columns[column.key] = places[0]
                break
    if columns:
        if "name" not in headers:
            _split_name(columns, texts, wanted)
        _disown(raw, number, columns, texts, wanted)
    return columns


def _named(column: Column, headers: Mapping[str, str]) -> str:
    """The header the settings name for a column, as headers are compared."""
    return normal(column.title + SUFFIX if not_there(column.key, headers) else headers[column.key])


def not_there(key: str, headers: Mapping[str, str]) -> bool:
    """True where the settings say that no header of the user's is this column."""
    return normal(headers.get(key, "")) == NOT_THERE


def _respelled(row: Row, texts: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Headers in the plainest spelling that means something, where the row has no such header itself."""
    cells = [
        (index, shown(value)) for index, value in enumerate(row, start=1) if isinstance(shown(value), str)
    ]
    plain = {known_as(text): [index] for index, text in reversed(cells) if not blank(text)}
    return {text: places for text, places in plain.items() if text not in texts and is_known(text)}


def _meaning(column: Column, texts: Mapping[str, list[int]], headers: Mapping[str, str]) -> Iterable[str]:
    """Headers that mean the column without being one of its listed names: numbered ones, any wording of last contact."""
    if column.key in headers or column.owner is Owner.TOOL or column not in CONTACTS.columns:
        return ()
    return (text for text in texts if field_of(text) == column.key and text not in names_of(column.key))


def _split_name(columns: dict[str, int], texts: Mapping[str, list[int]], wanted: Tab) -> None:
    """“Nom” beside “Prénom”, “Nombre” beside “Apellidos” are half a name: the other half says which."""
    for part, other in (("family_name", "first_name"), ("first_name", "family_name")):
        halves = other in columns and part not in columns and "name" in columns
        if halves and any(columns["name"] in texts.get(one, ()) for one in aliases(wanted.column(part))):
            columns[part] = columns.pop("name")


def _text(value: CellValue) -> str | None:
    found = shown(value)
    return found if isinstance(found, str) else None


@lru_cache(maxsize=1024)
def _places(texts: tuple[str | None, ...]) -> Mapping[str, list[int]]:
    """Where each text of a row stands, as headers are compared. The same rows are asked about for every tab of ours."""
    found: dict[str, list[int]] = {}
    for index, text in enumerate(texts, start=1):
        if text is not None and not blank(text):
            found.setdefault(normal(text), []).append(index)
    return found


@cache
def _all_names(key: str) -> frozenset[str]:
    """Every word a column of this tab is known by: most rows hold none of them."""
    return frozenset(name for names in _usual_names(key) for name in names)


@cache
def _usual_names(key: str) -> tuple[tuple[str, ...], ...]:
    """For each column of this tab the words it is known by, the best first."""
    return tuple(tuple(_names(column)) for column in next(one for one in TABS if one.key == key).columns)


def _names(column: Column) -> Iterable[str]:
    if column.owner is Owner.TOOL or column.merge in (Merge.CONSUME, Merge.ONCE):
        yield normal(column.title + SUFFIX)
    if column.former:
        yield normal(column.former)
    yield normal(column.title)
    yield from aliases(column)


def _disown(
    raw: RawTab, number: int, columns: dict[str, int], texts: Mapping[str, list[int]], tab: Tab
) -> None:
    """Takes tool-owned columns out again where they are the user's; finds ours by its IDs where it was renamed."""
    if tab.owner is Owner.TOOL:
        return
    _disown_younger(raw, number, columns, tab)
    marks = [
        column.key for column in tab.columns if column.hidden and not column.younger and column.key != "id"
    ]
    identity = columns.get("id")
    if identity is not None and not (
        all(key in columns for key in marks) or holds_ids(raw, number, identity)
    ):
        del columns["id"]
        identity = None
    if identity is None and tab.key == "contacts":
        identity = id_column(raw, number)
        if identity is not None:
            columns["id"] = identity
    if identity is None:
        for column in tab.columns:
            if column.owner is Owner.TOOL and not _is_free(raw, number, columns, texts, tab, column):
                columns.pop(column.key, None)
                columns.pop(f"twice:{column.key}", None)


def _disown_younger(raw: RawTab, number: int, columns: dict[str, int], tab: Tab) -> None:
    """A sheet without the hidden columns of this version is of a former one: a new header that holds text there is the user's."""
    if all(column.key in columns for column in tab.columns if column.younger and column.hidden):
        return
    row = raw.rows[number - 1]
    for column in tab.columns:
        at = columns.get(column.key, 0)
        new = (
            column.younger and not column.hidden and at and normal(shown(row[at - 1])) == normal(column.title)
        )
        if new and any(len(cells) >= at and not blank(shown(cells[at - 1])) for cells in raw.rows[number:]):
            del columns[column.key]


def _is_free(
    raw: RawTab,
    number: int,
    columns: Mapping[str, int],
    texts: Mapping[str, list[int]],
    tab: Tab,
    column: Column,
) -> bool:
    """True for a header that is ours by its name, and, outside Contacts, for one under which nothing stands yet."""
    if normal(column.title + SUFFIX) in texts:
        return True
    at = columns.get(column.key)
    if at is None or tab.key == "contacts" or column.key == "id":
        return False
    return all(len(row) < at or blank(shown(row[at - 1])) for row in raw.rows[number:])


def layout_of(raw: RawTab, tab: Tab, row: int, columns: Mapping[str, int]) -> TabLayout:
    last = len(raw.rows)
    while last > row and all(blank(cell) for cell in raw.rows[last - 1]):
        last -= 1
    width = min(max(map(len, raw.rows[row - 1 :]), default=0), _filled_width(raw.rows))
    return TabLayout(tab.key, raw.handle, raw.title, row, dict(columns), max(last, row), width)


def _filled_width(rows: Iterable[Row]) -> int:
    """The last column with content in any row."""
    widest = 0
    for cells in rows:
        width = len(cells)
        if width > widest:
            while width > widest and blank(cells[width - 1]):
                width -= 1
            widest = width
    return widest
