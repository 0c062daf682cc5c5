"""One cell to one Python value and back: text, ticks, several values in one cell, and when two cells are the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from connectkit.model import CellError, CellValue, Link, RawTab, shown
from connectkit.text.dates import column_order, read_date
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold, visible, words

CELL_LIMIT = 32_767
"""The most a spreadsheet cell holds, counted as spreadsheets count: a character beyond U+FFFF is two."""

_CUT = " … [cut here: the cell is full]"
_YES = frozenset(
    words("yes y true 1 x ✓ ✔ ☑ ✅ ja j wahr oui o vrai si s sim verdadeiro vero verdadero tak t prawda")
)
_NO = frozenset(words("no n false 0 nein falsch non faux nao nie nee falso ✗ ✘ ☐ ❌ falsz"))
_CONTROL = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NEWLINES = pattern("\r\n?|\x85|\u2028|\u2029")
_BETWEEN = pattern(r"\s*(?:[;\n\r]|:::)\s*")
_FAR = date(2100, 1, 1)
DAY_ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet's serial numbers."""
_LINES_LOOKED_AT = 40


def as_text(value: CellValue) -> str:
    """The cell as the text a person reads there, trimmed and without invisible characters.

    Numbers keep all digits and no ".0" (a phone number that became a number is whole again), days are ISO dates,
    ticks "yes" or "no", formulas what they show, links their address, errors their code, empty cells "".
    """
    value = shown(value)
    if isinstance(value, str):
        return visible(value).strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, date):
        return _day_text(value)
    return _other_text(value)


def bare(value: CellValue) -> str:
    """The cell's text whatever its number format: a day is its serial number, as in a copy of values alone."""
    value = shown(value)
    if type(value) is date:
        return str((value - DAY_ZERO).days)
    return as_text(value)


def name_keys(columns: Mapping[str, int]) -> tuple[str, ...]:
    """The columns that name a row's person, of those the tab has."""
    if "name" in columns:
        return ("name",)
    parts = tuple(key for key in ("first_name", "family_name") if key in columns)
    return parts or (("who",) if "who" in columns else ())


def row_name(raw: RawTab, columns: Mapping[str, int], row: int) -> str:
    """Who stands in a row, with single blanks; empty where no column names anybody."""
    return " ".join(" ".join(as_text(raw.cell(row, columns[key])) for key in name_keys(columns)).split())


def as_tick(value: CellValue) -> bool | None:
    """True for yes, x, ✓, true, 1, ja, oui, sí; False for their opposites; None for an empty cell and all else."""
    value = shown(value)
    if isinstance(value, bool):
        return value
    word = fold(as_text(value)).strip(" .![]()")
    if word in _YES:
        return True
    return False if word in _NO else None


def split_values(text: str) -> list[str]:
    """The values of a cell that holds several: apart by ``;``, a new line or ``:::``, e-mail addresses also by
    ``,``, ``/`` or ``|``. Trimmed, in order, no blanks, none twice."""
    values: list[str] = []
    for piece in _BETWEEN.split(visible(text)):
        for mark in (",", "/", "|"):
            if mark in piece and all("@" in part for part in piece.split(mark)):
                values.extend(part.strip() for part in piece.split(mark))
                break
        else:
            values.append(piece.strip())
    return list(dict.fromkeys(value for value in values if value))


_PLAIN = frozenset({str, int, date, type(None)})
"""Types whose values compare as cells the way Python compares them."""


def same(one: CellValue, other: CellValue) -> bool:
    """True if two cells hold the same.

    Nothing is the same as "", 3 as 3.0, a day as its midnight. A tick is never a number, text never a number or a
    day. Formulas compare by their tokens, links by address and label, errors by code.
    """
    if type(one) is type(other) and type(one) in _PLAIN:
        return one == other
    return _key(one) == _key(other)


def to_cell_text(text: str) -> str:
    """The text as a cell can hold it: no control characters but tab and new line, no half characters, at most
    :data:`CELL_LIMIT` long; a longer one ends in a note that says so."""
    clean = _CONTROL.sub("", _NEWLINES.sub("\n", text))
    if len(clean) * 2 <= CELL_LIMIT or _units(clean) <= CELL_LIMIT:
        return clean
    room = CELL_LIMIT - len(_CUT)
    kept = clean.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    return kept.rstrip() + _CUT


def last_line(notes: str) -> str:
    """The latest note: the last line with text, or the first one where the lines begin with dates, newest first."""
    lines = [line.strip() for line in visible(notes[-CELL_LIMIT:]).splitlines() if line.strip()]
    if len(lines) < 2:
        return lines[0] if lines else ""
    read = _line_days(lines)
    days = [day for day in read if day]
    newest_first = len(days) > 1 and days == sorted(days, reverse=True) and days[0] > days[-1]
    return lines[0] if newest_first and read[0] else lines[-1]


def _number_text(value: float) -> str:
    if isinstance(value, int) or (math.isfinite(value) and value == math.floor(value)):
        return str(int(value)) if abs(value) < 1e300 else f"{Decimal(value):.6g}"
    return f"{Decimal(repr(value)):f}" if math.isfinite(value) else ""


def _day_text(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    if (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0):
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")


def _other_text(value: CellValue) -> str:
    if isinstance(value, Link):
        return visible(value.url).strip()
    return value.code if isinstance(value, CellError) else ""


def _key(value: CellValue) -> tuple[str, object]:
    """What decides whether two cells are the same: a kind and a value."""
    if value is None or value == "":
        return ("empty", None)
    if isinstance(value, bool):
        return ("tick", value)
    if isinstance(value, int | float):
        return ("number", value)
    if isinstance(value, datetime):
        return ("day", value.replace(tzinfo=None))
    if isinstance(value, date):
        return ("day", datetime(value.year, value.month, value.day))  # noqa: DTZ001 - a cell has no zone
    return (type(value).__name__, value)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _line_days(lines: list[str]) -> list[date | None]:
    """The day each of the first lines begins with, None where it begins otherwise."""
    heads = [_heads(line) for line in lines[:_LINES_LOOKED_AT]]
    order = column_order(head[-1] for head in heads if head)
    return [_first_day(head, order) for head in heads]


def _heads(line: str) -> list[str]:
    """What may be the date at the line's beginning: its first four words, three, two, one."""
    parts = line[:80].lstrip(" *•-–([").split(" ", 4)[:4]
    if not any(char.isdecimal() for char in line[:40]):
        return []
    return [" ".join(parts[:count]).rstrip(" :;,—–-|)].") for count in range(len(parts), 0, -1)]


def _first_day(heads: list[str], order: str) -> date | None:
    for head in heads:
        reading = read_date(head, today=_FAR, order=order, pivot=2069)
        if reading.day and not reading.relative:
            return reading.day
    return None
