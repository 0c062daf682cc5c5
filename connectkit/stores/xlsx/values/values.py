"""What is written in a cell's XML and what it means: names, escapes, numbers, days, texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from connectkit.model import CellError
from connectkit.stores.xlsx.values.serials import from_serial
from connectkit.text.lazy import pattern

Shown = bool | int | float | str | date | CellError | None
"""What ``<v>`` can hold."""

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_ESCAPED = pattern(r"_x([0-9A-Fa-f]{4})_")
_ESCAPES = pattern(r"(?:_x[0-9A-Fa-f]{4}_)+")
_REFERENCE = pattern(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def unescape(text: str) -> str:
    """Text with ``_xHHHH_`` escapes resolved; half a surrogate pair becomes U+FFFD."""
    return _ESCAPES.sub(_resolve, text) if "_x" in text else text


def _resolve(found: re.Match[str]) -> str:
    units = b"".join(int(code, 16).to_bytes(2, "little") for code in _ESCAPED.findall(found[0]))
    return units.decode("utf-16-le", errors="replace")


def column_index(letters: str) -> int:
    """Letters to column index: A is 1, AA is 27; 0 for what is no column."""
    index = 0
    if letters.isascii() and letters.isalpha() and len(letters) <= 3:
        for letter in letters.upper():
            index = index * 26 + ord(letter) - 64
    return index if index <= MAX_COLUMNS else 0


def position(reference: str) -> tuple[int, int]:
    """(row number, column index) of a cell's name such as ``AB12``; ValueError for anything else."""
    found = _REFERENCE.fullmatch(reference)
    row, column = (int(found[2]), column_index(found[1])) if found else (0, 0)
    if not (1 <= row <= MAX_ROWS and column):
        raise ValueError(reference)
    return row, column


def area(reference: str) -> tuple[int, int, int, int]:
    """(first row, first column, last row, last column) of ``B2:C5`` or ``B2``; ValueError for anything else."""
    first, _, last = reference.partition(":")
    top, left = position(first)
    bottom, right = position(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def number(text: str) -> int | float | str:
    """A stored number: whole ones as int; text that is none stays text."""
    if len(text) <= 15 and text.isdecimal() and text.isascii():
        return int(text)
    try:
        value = float(text)
    except ValueError:
        return text
    if value != value or value in (float("inf"), float("-inf")):
        return text
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def iso_day(text: str) -> Shown:
    """An ISO 8601 cell as a day or local time; text that is none stays text."""
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return text
    return moment if moment.time() != time() else moment.date()


class UnknownText(Exception):  # noqa: N818 - turned into a refusal where the cell's name is known
    """A cell names a shared text that is not there."""


class Values:
    """Turns the text of ``<v>`` into a value, by the cell's type and whether its format shows a day."""

    def __init__(self, strings: Sequence[str], date_styles: Sequence[bool], date1904: bool) -> None:
        self.strings = strings
        self.dated = frozenset(str(index) for index, is_date in enumerate(date_styles) if is_date)
        self._date1904 = date1904
        self._days: dict[str, Shown] = {}

    def value(self, kind: str, text: str, style: str) -> Shown:
        """The value shown; None for empty text.

        Raises:
            UnknownText: a text number that is not among the shared texts.
        """
        if kind in ("", "n"):
            return self._day(text) if style in self.dated else number(text)
        if kind == "s":
            return self._shared(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return CellError(text)
        return iso_day(text) if kind == "d" else unescape(text)

    def _shared(self, text: str) -> str | None:
        try:
            return self.strings[int(text)] or None
        except (ValueError, IndexError):
            raise UnknownText from None

    def _day(self, text: str) -> Shown:
        if text not in self._days:
            serial = number(text)
            day = None if isinstance(serial, str) else from_serial(serial, self._date1904)
            self._days[text] = serial if day is None else day
        return self._days[text]
