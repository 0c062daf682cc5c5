"""A month, a quarter or a year where a day was wanted: it is known that its last day is the latest it can mean."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from connectkit.model import CellValue, shown
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold
from connectkit.text.words.days import all_words, day_words
from connectkit.text.written import FIRST_YEAR, MONTH_NAMES

_NUMBERS = pattern(r"(?:([0-9]{4}) ?[-/.] ?([0-9]{1,2})|([0-9]{1,2}) ?[-/.] ?([0-9]{4}))")
_QUARTER = pattern(r"(?:q ?([1-4])[ /-]*([0-9]{4})|([0-9]{4})[ /-]*q ?([1-4]))")
_YEAR = pattern(r"[0-9]{4}")
_NAMED = pattern(r"([^\W\d_]+)\.?,?[ /-]+(?:de |del |do |of )?([0-9]{4})|([0-9]{4})[ /-]+([^\W\d_]+)\.?")


class Stretch(NamedTuple):
    """A stretch of time: its last day, and its name in a sentence that begins "some day in"."""

    last: date
    name: str


def read_stretch(value: CellValue, today: date) -> Stretch | None:
    """The month, quarter or year that a cell names with its year; None for any other cell."""
    value = shown(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = fold(str(value)).strip(" .,()")
    inside = next((word for word in all_words("in") if text.startswith(f"{word} ")), "")
    return _read(text.removeprefix(inside).strip(), today) if inside in _PLAIN else None


_PLAIN = ("", "in", "im", "en", "em", "a", "w", "we", "au", "v")
"""What may stand in front; "early" and "late" say another thing."""


def _read(text: str, today: date) -> Stretch | None:
    quarter = _QUARTER.fullmatch(text)
    if quarter:
        number, year = int(quarter[1] or quarter[4]), int(quarter[2] or quarter[3])
        return _stretch(year, number * 3, f"the {_ORDINALS[number]} quarter of {year}")
    if _YEAR.fullmatch(text):
        return _stretch(int(text), 12, text)
    numbers, named = _NUMBERS.fullmatch(text), _NAMED.fullmatch(text)
    if numbers:
        year, month = int(numbers[1] or numbers[4]), int(numbers[2] or numbers[3])
    elif named:
        year, month = int(named[2] or named[3]), day_words().months.get(named[1] or named[4], 0)
    else:
        return None
    if not 1 <= month <= 12:
        return None
    return _stretch(year, month, MONTH_NAMES[month] if year == today.year else f"{MONTH_NAMES[month]} {year}")


_ORDINALS = ("", "first", "second", "third", "last")


def _stretch(year: int, month: int, name: str) -> Stretch | None:
    if not FIRST_YEAR <= year <= FIRST_YEAR + 300:
        return None
    return Stretch(date(year, month, monthrange(year, month)[1]), name)
