"""Which cells a formula reads, as far as its text tells.

A formula is not computed here, only searched for ranges, defined names and table columns. Where the text can't
tell (``INDIRECT``, ``OFFSET``, a range whose end is computed) the answer is "anything".

A column of formulas is one text with other row numbers, so a text is searched once and its :class:`Reads` serve
all texts of the same :func:`shape`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from connectkit.stores.xlsx.values.values import MAX_COLUMNS, MAX_ROWS, column_index
from connectkit.text.lazy import pattern

_CELL = r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})"
_AFTER = r"(?![\w.(!\[])"
_TOKEN = pattern(
    r'"(?:[^"]|"")*"'
    r"|((?:'(?:[^']|'')*'|\[[^\[\]]*\][\w.]*|\$?[\w.]+(?::[\w.]+)?)!)?"
    rf"(?:{_CELL}(?::{_CELL})?{_AFTER}"
    rf"|(\$?)([A-Za-z]{{1,3}}):(\$?)([A-Za-z]{{1,3}}){_AFTER}"
    rf"|(\$?)([1-9][0-9]{{0,6}}):(\$?)([1-9][0-9]{{0,6}}){_AFTER}"
    r"|[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?"
    r"|([^\W\d][\w.\\?]*)(\(|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])?)"
    r"|(:|\[)",
    re.DOTALL,
)
_SHEET, _NAME, _TAIL, _COLON = 1, 18, 19, 20
_C1, _R1, _C2, _R2 = 3, 5, 7, 9
_ONLY_C1, _ONLY_C2, _ONLY_R1, _ONLY_R2 = 11, 13, 15, 17
_DIGITS = pattern(r"([0-9]+)")
_COMPUTED = frozenset({"INDIRECT", "OFFSET", "EVALUATE"})
_ITEM = pattern(r"\[((?:[^\[\]']|'.)*)\]", re.DOTALL)

Edges = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


class Ref(NamedTuple):
    """One range. ``sheet`` is as written, "" for the formula's own.

    ``moves`` are the edges that a copy of the formula would shift. ``runs`` say which of the text's numbers are
    its first and last row; -1 for a row that is not written.
    """

    sheet: str
    edges: Edges
    moves: tuple[bool, bool, bool, bool]
    runs: tuple[int, int]


class TableRef(NamedTuple):
    """A table, and which part of it; no ``columns`` means all of them."""

    table: str
    columns: tuple[str, ...]
    this_row: bool
    whole_height: bool


class Reads(NamedTuple):
    """What a formula reads. ``names`` are (sheet as written or "", defined name).

    Of the numbers in the text, ``fixed`` are those that belong to a name, with their places among all of them,
    and ``rows`` are the places of those that are row numbers.
    """

    refs: tuple[Ref, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    tables: tuple[TableRef, ...] = ()
    anything: bool = False
    fixed: tuple[tuple[int, str], ...] = ()
    rows: tuple[int, ...] = ()


def shape(text: str) -> tuple[str, list[str]]:
    """The text with every number written as 0, and the numbers."""
    pieces = _DIGITS.split(text)
    return "0".join(pieces[::2]), pieces[1::2]


def serves(found: Reads, numbers: list[str]) -> bool:
    """True when a text of the same shape with these numbers reads the same, but for the rows."""
    for place, number in found.fixed:
        if numbers[place] != number:
            return False
    for run in found.rows:
        row = numbers[run]
        if row[0] == "0" or len(row) > 7:
            return False
    return True


def reads(text: str) -> Reads:
    """What the formula reads; ``text`` is as it stands in the file, without ``=``."""
    starts = {match.start(): place for place, match in enumerate(_DIGITS.finditer(text))}
    refs: list[Ref] = []
    names: list[tuple[str, str]] = []
    tables: list[TableRef] = []
    fixed: list[tuple[int, int]] = []
    anything = False
    for found in _TOKEN.finditer(text):
        sheet, name, tail = found[_SHEET] or "", found[_NAME], found[_TAIL] or ""
        fixed += [span for group in (_SHEET, _NAME, _TAIL) if (span := found.span(group)) != (-1, -1)]
        if found[_COLON]:
            anything = True
        elif "[" in sheet:  # another workbook
            continue
        elif name and tail == "(":
            anything = anything or name.upper() in _COMPUTED
        elif name and tail:
            tables.append(_table(name, tail[1:-1]))
        elif name:
            names.append((_unquoted(sheet), name))
        elif (ref := _ref(_unquoted(sheet), found, starts)) is not None:
            if ref.edges[1] and ref.edges[3]:
                refs.append(ref)
            else:  # beyond the last column: what looks like a cell is a name, such as ZIP2026
                names.append((_unquoted(sheet), found[0].rpartition("!")[2]))
                fixed.append(found.span())
    kept = tuple(
        (place, _DIGITS.match(text, at)[0])  # type: ignore[index]  # a number starts there
        for at, place in starts.items()
        if any(start <= at < stop for start, stop in fixed)
    )
    rows = tuple(sorted({run for ref in refs for run in ref.runs if run >= 0}))
    return Reads(tuple(refs), tuple(names), tuple(tables), anything, kept, rows)


def _ref(sheet: str, found: re.Match[str], starts: dict[int, int]) -> Ref | None:
    """The range of a token; None for text and numbers."""
    if found[_C1]:
        c1, r1, c2, r2 = _C1, _R1, *((_C2, _R2) if found[_C2] else (_C1, _R1))
        letters, rows, runs = (
            (found[c1], found[c2]),
            (found[r1], found[r2]),
            (starts[found.start(r1)], starts[found.start(r2)]),
        )
        moves = (not found[r1 - 1], not found[c1 - 1], not found[r2 - 1], not found[c2 - 1])
    elif found[_ONLY_C1]:
        letters, rows, runs = (found[_ONLY_C1], found[_ONLY_C2]), ("1", str(MAX_ROWS)), (-1, -1)
        moves = (False, not found[_ONLY_C1 - 1], False, not found[_ONLY_C2 - 1])
    elif found[_ONLY_R1]:
        letters, rows = ("A", "XFD"), (found[_ONLY_R1], found[_ONLY_R2])
        runs = (starts[found.start(_ONLY_R1)], starts[found.start(_ONLY_R2)])
        moves = (not found[_ONLY_R1 - 1], False, not found[_ONLY_R2 - 1], False)
    else:
        return None
    edges = (int(rows[0]), column_index(letters[0]), int(rows[1]), column_index(letters[1]))
    return Ref(sheet, edges, moves, runs)


def _unquoted(sheet: str) -> str:
    """The sheet's name in front of an exclamation mark."""
    name = sheet[:-1].removeprefix("$")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _table(name: str, inner: str) -> TableRef:
    """``Deals[[#This Row],[Amount]]``, ``Deals[Amount]``, ``Deals[@Amount]``, ``Deals[#All]``."""
    inner = inner.strip()
    nested = "[" in re.sub("'.", "", inner, flags=re.DOTALL)
    items = _ITEM.findall(inner) if nested else [inner.removeprefix("@")]
    special = {item.strip().casefold() for item in items if item.startswith("#")}
    columns = tuple(
        re.sub(r"'(.)", r"\1", item, flags=re.DOTALL) for item in items if item and item[0] != "#"
    )
    this_row = inner.startswith("@") or "#this row" in special
    return TableRef(name, columns, this_row, bool(special - {"#this row", "#data"}))


def written(ref: Ref, numbers: list[str]) -> Edges:
    """The range with the row numbers of another text of the same shape."""
    top, left, bottom, right = ref.edges
    first, last = ref.runs
    return (
        (int(numbers[first]), left, int(numbers[last]), right) if first >= 0 else (top, left, bottom, right)
    )


def moved(ref: Ref, numbers: list[str], rows: int, columns: int) -> Edges:
    """The range as a copy of that text reads it, so many rows down and columns to the right."""
    by = (rows, columns, rows, columns)
    top, left, bottom, right = (
        edge + step if moves else edge
        for edge, step, moves in zip(written(ref, numbers), by, ref.moves, strict=True)
    )
    return ordered(top, left, bottom, right)


def ordered(top: int, left: int, bottom: int, right: int) -> Edges:
    """The same range with its first row and column first, inside the grid."""
    top, bottom = (top, bottom) if top <= bottom else (bottom, top)
    left, right = (left, right) if left <= right else (right, left)
    return max(top, 1), max(left, 1), min(bottom, MAX_ROWS), min(right, MAX_COLUMNS)
