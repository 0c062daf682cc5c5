"""Spreadsheet dates: serial numbers of both epochs, and which number formats show a date."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from connectkit.text.lazy import pattern

_DAY = timedelta(days=1)
_MS_PER_DAY = 86_400_000
_LEAP_BUG = 60  # the 1900 epoch counts a 29 February 1900 that never was
_BUILTIN_DATES = frozenset([*range(14, 18), 22, *range(27, 32), *range(34, 37), *range(50, 59)])
_LITERALS = pattern(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = pattern(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = pattern(r"\[[^\]]*\]")
_NOON = pattern(r"am/pm|a/p|general", re.IGNORECASE)


def is_date_format(number: int, code: str | None = None) -> bool:
    """True when a number of this format shows a day; False for times, durations and plain numbers.

    ``code`` is the custom format code; None for a built-in number.
    """
    return number in _BUILTIN_DATES if code is None else _code_shows_day(code)


@lru_cache(maxsize=1024)
def _code_shows_day(code: str) -> bool:
    bare = _LITERALS.sub("", code).partition(";")[0]
    if _ELAPSED.search(bare):
        return False
    bare = _NOON.sub("", _BRACKETS.sub("", bare)).lower()
    if "y" in bare or "d" in bare or "mmm" in bare:
        return True
    if "m" in bare:
        return "h" not in bare and "s" not in bare
    return "e" in bare and not re.search(r"[0#?]", bare)


def from_serial(serial: float, date1904: bool) -> date | datetime | None:
    """The day (and time, to the millisecond) of a serial number; None where the calendar has none."""
    if not 0 <= serial < 2_958_466:
        return None
    days, ms = divmod(round(serial * _MS_PER_DAY), _MS_PER_DAY)
    if date1904:
        days += 1462
    elif days < 1:
        return None
    if days > 2_958_465:
        return None
    day = date(1899, 12, 31 if days < _LEAP_BUG else 30) + days * _DAY
    return day if not ms else datetime(day.year, day.month, day.day) + timedelta(milliseconds=ms)  # noqa: DTZ001 - a sheet knows no zones


def to_serial(value: date | datetime, date1904: bool) -> int | float | None:
    """The serial number of a day or a local time; None for a day before the epoch."""
    day = value.date() if isinstance(value, datetime) else value
    days = (day - date(1899, 12, 30)).days
    if days <= _LEAP_BUG:
        days -= 1
    if date1904:
        days = (day - date(1904, 1, 1)).days
    if days < (0 if date1904 else 1):
        return None
    if not isinstance(value, datetime):
        return days
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a sheet knows no zones
    ms = round((value.replace(tzinfo=None) - midnight) / timedelta(milliseconds=1))
    return days + ms / _MS_PER_DAY if ms else days
