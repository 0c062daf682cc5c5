"""The rows of a sheet whose XML has the shape every usual program writes, read several times faster than event by event.

Every byte between ``<sheetData>`` and its end must match the patterns here; one that does not, and the caller
reads the sheet with expat instead. Both ways give the same values: a test holds them against each other.
"""

from __future__ import annotations

import re

from connectkit.model import Formula, Row
from connectkit.stores.xlsx.values.values import MAX_ROWS, Shown, Values, column_index, unescape
from connectkit.text.lazy import pattern

_ROW = pattern(r'\s*<row((?: [A-Za-z0-9:]+="[^"<&]*")*) ?(/?)>')
_ROW_NUMBER = pattern(r' r="([0-9]{1,7})"')
_HIDDEN = pattern(r' hidden="(?:1|true)"')
_CELL = pattern(
    r'<c r="([A-Z]{1,3})[0-9]+"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?(?: [cv]m="[0-9]+")* ?(?:/>|>'
    r"(?:(<f(?: [^<>]*)?/>)|(<f(?: [^<>]*)?>)([^<]*)</f>)?"
    r"(?:<v>([^<]*)</v>|<v/>)?"
    r"(?:<is><t(?: [^<>]*)?>([^<]*)</t></is>)?"
    r"</c>)\s*|(.)",
    re.DOTALL,
)
_CLOSE = "</row>"


class Unusual(Exception):  # noqa: N818 - not an error: the other reader takes over
    """The sheet is written in another shape."""


def read_rows(body: str, values: Values) -> tuple[dict[int, Row], set[int]]:
    """Row number to cells for every row with content, and the numbers of hidden rows.

    ``body`` is what stands between ``<sheetData>`` and ``</sheetData>``.

    Raises:
        Unusual: some of it does not have the usual shape.
    """
    found: dict[int, Row] = {}
    hidden: set[int] = set()
    columns: dict[str, int] = {}
    at, number, size = 0, 0, len(body.rstrip())
    while at < size:
        row = _ROW.match(body, at)
        if row is None:
            raise Unusual
        number = _number(row[1], number)
        if _HIDDEN.search(row[1]):
            hidden.add(number)
        at = row.end()
        if row[2]:
            continue
        end = body.find(_CLOSE, at)
        cells = _cells(_CELL.findall(body, at, end), values, columns)
        if end < 0 or number in found:
            raise Unusual
        if cells:
            found[number] = cells
        at = end + len(_CLOSE)
    return found, hidden


def _number(attrs: str, before: int) -> int:
    given = _ROW_NUMBER.search(attrs)
    number = int(given[1]) if given else before + 1
    if not 1 <= number <= MAX_ROWS:
        raise Unusual
    return number


def _cells(matches: list[tuple[str, ...]], values: Values, columns: dict[str, int]) -> Row:
    cells: Row = []
    strings, dated = values.strings, values.dated
    for match in matches:
        letters, style, kind, child, opened, formula, text, inline, other = match
        shown: Shown = None
        if kind == "s" and text.isdecimal() and int(text) < len(strings):
            shown = strings[int(text)] or None
        elif not kind and style not in dated and len(text) <= 15 and text.isdecimal() and text.isascii():
            shown = int(text)
        elif text or inline or other:
            shown = _rarer(match, values)
        value = Formula("=" + _text(formula), shown) if opened or child else shown
        if value is None:
            continue
        gap = (columns.get(letters) or _new_column(letters, columns)) - len(cells) - 1
        if gap:
            if gap < 0:
                raise Unusual
            cells.extend([None] * gap)
        cells.append(value)
    return cells


def _rarer(match: tuple[str, ...], values: Values) -> Shown:
    _, style, kind, *_, text, inline, other = match
    if (other and not other.isspace()) or (text and kind == "s"):
        raise Unusual
    return values.value(kind, _text(text), style) if text else unescape(_text(inline)) or None


def _new_column(letters: str, columns: dict[str, int]) -> int:
    column = columns[letters] = column_index(letters)
    if not column:
        raise Unusual
    return column


_ENTITY = pattern(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def _text(raw: str) -> str:
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    return _ENTITY.sub(_entity, raw) if "&" in raw else raw


def _entity(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    if not (found[1] or found[2]):
        raise Unusual
    code = int(found[1]) if found[1] else int(found[2], 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000 or (code < 32 and code not in (9, 10, 13)):
        raise Unusual
    return chr(code)
