"""The strict reader of dates as people type them. It never guesses.

A cell that can mean two days, or is only nearly a date, is answered with a reason the user can act on; the caller
shows it with the cell's name. Real date cells come first, then serial numbers, then text in eight languages.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from connectkit.model import CellError, CellValue, Link, shown
from connectkit.text.lazy import pattern
from connectkit.text.named import read_names
from connectkit.text.near import read_near
from connectkit.text.plain import fold, visible, words
from connectkit.text.spans import add_span
from connectkit.text.time_of_day import without_clock
from connectkit.text.words.days import all_words, day_words
from connectkit.text.written import (
    DAY_NAMES,
    EXAMPLE,
    FIRST_YEAR,
    MONTH_NAMES,
    NOT_A_DATE,
    YEARS_AHEAD,
    Ask,
    Near,
    Reading,
    day_of,
    orders,
    read_digits,
)

__all__ = [
    "DAY_NAMES",
    "MONTH_NAMES",
    "NOT_A_DATE",
    "Near",
    "Reading",
    "add_span",
    "column_order",
    "find_date",
    "read_birthday",
    "read_date",
    "say",
]

_LONGEST = 100  # characters; the longest date a program writes has about 70
_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_FIRST_SERIAL = 15_000  # 1941: smaller numbers are counts, years, ages
_NOTHING = Reading(None)
_AROUND = "()[]<>{}\"'„“”«» ,;:-"
_NO_ANSWER = frozenset(
    words("? ?? ??? - -- --- n/a na n.a. tbd tba tbc unknown none nil null x o ... ??/??/????")
)


def column_order(texts: Iterable[str]) -> str:
    """The order in which a column writes d/m/y: "dmy", "mdy" or "ymd".

    "" where no cell shows it, "mixed" where two cells can't follow the same order. A cell shows it by a part above
    12 or 31 or a year of four digits; dates that begin with such a year fit any column and show nothing.
    """
    possible = {"dmy", "mdy", "ymd"}
    for text in texts:
        if len(text) > _LONGEST or not any(
            mark in text for mark in "/.-\u2013\u2010\u2011\u2212\uff0f\uff0e"
        ):
            continue
        found = orders(without_clock(_bare(text)))
        fixed = "ymd" in found and len(found["ymd"][0]) == 4
        if found and not fixed:
            possible &= found.keys()
    if not possible:
        return "mixed"
    return possible.pop() if len(possible) == 1 else ""


def read_date(
    value: CellValue, *, today: date, order: str = "", near: Near = "", pivot: int | None = None
) -> Reading:
    """The day a cell names, or why it names none. An empty cell has neither.

    Args:
        value: the raw cell; of a formula, what it shows.
        today: the day relative words count from.
        order: of d/m/y where the digits leave it open: "dmy", "mdy", "ymd"; anything else is unknown.
        near: "past" or "future" also reads words whose day depends on which side is meant: a bare weekday, a day
            and month without a year (the latest past, the next coming one).
        pivot: the last year that two digits may mean; next year unless given. Columns of days to come want more.
    """
    value = shown(value)
    if isinstance(value, Link):
        value = value.label or value.url
    if isinstance(value, bool):
        return Reading(None, "is a tick, not a date")
    if isinstance(value, datetime | date):
        return _read_day(value, today)
    if isinstance(value, int | float):
        return _read_number(value, today)
    if isinstance(value, CellError):
        return Reading(None, f"shows the error {value.code}, not a date")
    ask = Ask(today, order, near, today.year + 1 if pivot is None else pivot)
    return _read_text(value, ask) if isinstance(value, str) else _NOTHING


def read_birthday(value: CellValue, *, order: str = "") -> tuple[int | None, int, int] | None:
    """The year (None if not told), month and day of a birthday; None for what is not one.

    Reads dates, days without a year (29 Feb, --02-29, 5.1.) and 3/4 by the order. Address books write 1604 where
    they know no year; of two digits the century is not known, so no year either.
    """
    value = shown(value)
    if isinstance(value, datetime | date):
        return _birthday(value.year, value.month, value.day)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = _bare(value) if isinstance(value, str) else ""
    dashed = re.fullmatch(r"--([0-9]{2})-?([0-9]{2})", text)
    if dashed:
        return _birthday(None, int(dashed[1]), int(dashed[2]))
    text = re.sub(r"^([0-9]{1,2}) ?- ?([0-9]{1,2})$", r"\1/\2", text)
    leap_year = date(2024, 12, 31)  # every day without a year is in it
    if read_near(text, Ask(leap_year, "", "past", 2024)):
        return None
    reading = read_date(
        text.replace("1604", "2004") or value, today=leap_year, order=order, near="past", pivot=2099
    )
    if reading.day is None:
        return None
    told = str(reading.day.year) in text.replace(" ", "") or not isinstance(value, str)
    return _birthday(reading.day.year if told else None, reading.day.month, reading.day.day)


_INSIDE_DAY = pattern(
    r"(?<![0-9a-z])(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,4} ?[-/.] ?[0-9]{1,2} ?[-/.] ?[0-9]{1,4}"
    r"|[0-9]{1,4}(?:st|nd|rd|th|er)?[ .-]{1,2}(?:de |of )?[a-z]{3,12}[ .,-]{1,2}(?:de |del )?[0-9]{1,4}"
    r"|[a-z]{3,12}[ .-]{1,2}[0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4})(?![0-9a-z])"
)
_INSIDE_MONTH = pattern(
    r"(?<![0-9a-z/.-])(?:([a-z]{3,12})[ .,/-]{1,2}(?:de |del |of )?([0-9]{4})|([0-9]{4})[-/]([0-9]{2})|([0-9]{1,2})/([0-9]{4}))"
    r"(?![0-9a-z/-])"
)


def find_date(text: str) -> date | None:
    """The first whole date inside free text, else the last day of the first month with a year; None without either.

    Dates whose day and month could change places are passed over, and so are months alone.
    """
    folded = fold(text[:2_000])
    ask = Ask(date(2100, 1, 1), "", "", 2069)
    for match in _INSIDE_DAY.finditer(folded):
        reading = read_digits(match[0], ask) or read_names(match[0], ask)
        if reading and reading.day and reading.day.year <= 2100:
            return reading.day
    for match in _INSIDE_MONTH.finditer(folded):
        day = _month_end(match)
        if day:
            return day
    return None


def say(day: date, today: date) -> str:
    """The day in words: "14 Jul", with the year where it is not this one: "14 Jul 2024"."""
    short = f"{day.day} {MONTH_NAMES[day.month][:3]}"
    return short if day.year == today.year else f"{short} {day.year}"


def _bare(text: str) -> str:
    """Folded text without the one apostrophe that some programs set before a value."""
    return fold(visible(text).strip().removeprefix("'"))


def _read_day(value: date, today: date) -> Reading:
    if isinstance(value, datetime):
        if value.date() <= date(1900, 1, 1):
            return Reading(None, f"is a time of day, not a date: write the day as {EXAMPLE}")
        value = value.date()
    return day_of(value.year, value.month, value.day, today)


def _read_number(value: float, today: date) -> Reading:
    if not math.isfinite(value):
        return Reading(None, NOT_A_DATE)
    whole = math.floor(value)
    if _FIRST_SERIAL <= whole <= (_last_day(today) - _EPOCH).days:
        return Reading(_EPOCH + timedelta(days=whole))
    if value == whole and len(str(whole)) == 8:
        return _read_text(str(whole), Ask(today, "", "", today.year))
    return Reading(None, f"is a number, not a date: write the day as {EXAMPLE}")


def _last_day(today: date) -> date:
    """The last day that is taken for a date at all."""
    return date(today.year + YEARS_AHEAD, 12, 31)


def _read_text(raw: str, ask: Ask) -> Reading:
    if len(raw) > 4 * _LONGEST:
        return Reading(None, NOT_A_DATE)
    text = _bare(raw)
    odd = _odd(text, raw, ask.today)
    if odd is not None:
        return odd
    bare = without_clock(text)
    if not bare:
        return Reading(None, f"is a time of day, not a date: write the day as {EXAMPLE}")
    bare = bare.strip()
    reading = _read_bare(bare, ask)
    if reading is None and ask.near not in ("contact", "promise"):
        inner = _without_remark(bare)
        reading = _read_bare(without_clock(inner), ask) if inner and inner != bare else None
    return reading or Reading(None, NOT_A_DATE)


def _read_bare(text: str, ask: Ask) -> Reading | None:
    return read_near(text, ask) or read_digits(text, ask) or read_names(text, ask)


def _without_remark(text: str) -> str:
    """The folded text without brackets and without known words of contact around it: "lunch 9 Feb 2026", "(call)".

    A word that is not known may say that the day is another one (until, moved to), so it is left standing.
    """
    pieces = text.split(" ")
    known, last = day_words(), ""
    for end in (0, -1):
        while pieces and (pieces[end].strip(_AROUND) in known.beside or not pieces[end].strip(_AROUND)):
            piece = pieces.pop(end)
            last = piece if end == 0 else last
    if last in known.limits and last not in all_words("on"):
        return ""
    return " ".join(pieces).strip(_AROUND)


def _odd(text: str, raw: str, today: date) -> Reading | None:
    """What to say of a text that only looks like a date or says there is none; None for all others."""
    if not text:
        return _NOTHING
    if len(text) > _LONGEST:
        return Reading(None, NOT_A_DATE)
    if text.startswith("="):
        return Reading(None, "is the text of a formula, not a date")
    if text in _NO_ANSWER or text in day_words().unknown:
        return Reading(None, "is not a date: leave the cell empty if you do not know the day")
    if text in day_words().never:
        return Reading(
            None, "is not a date: leave the cell empty for someone you have not been in touch with"
        )
    if text.endswith("%"):
        return Reading(None, "is a percentage, not a date")
    if re.search(r"(?:^|[ /.-])'[0-9]{2}$", text) or re.search(r"(?:^|[^0-9a-z])'[0-9]{2}$", fold(raw)):
        return Reading(None, f"has a shortened year: write the whole date as {EXAMPLE}")
    if re.fullmatch(r"[0-9]{5}(?:[.,][0-9]+)?", text):
        return _say_serial(int(text[:5]), today)
    return None


def _say_serial(serial: int, today: date) -> Reading | None:
    """A day number that came as text: the workbook may count from 1900 or from 1904, so it is two days."""
    if not _FIRST_SERIAL <= serial <= (_last_day(today) - _EPOCH).days:
        return None
    usual, other = _EPOCH + timedelta(days=serial), _EPOCH_1904 + timedelta(days=serial)
    return Reading(
        None, f"is a day number kept as text, which may mean {usual} or {other}: write the day as {EXAMPLE}"
    )


def _birthday(year: int | None, month: int, day: int) -> tuple[int | None, int, int] | None:
    """The parts if there is such a day; 1604 is no year."""
    year = None if year == 1604 else year
    if not 1 <= month <= 12 or (year is not None and year < FIRST_YEAR):
        return None
    return (year, month, day) if 1 <= day <= monthrange(year or 2024, month)[1] else None


def _month_end(match: re.Match[str]) -> date | None:
    """The last day of a month that stands with its year."""
    name, year_1, year_2, month_2, month_3, year_3 = match.groups()
    year = int(year_1 or year_2 or year_3)
    month = day_words().months.get(name, 0) if name else int(month_2 or month_3)
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= 2100):
        return None
    return date(year, month, monthrange(year, month)[1])


def birthday_text(parts: tuple[int | None, int, int] | None) -> str:
    """``YYYY-MM-DD``, ``--MM-DD`` where no year is told, ``""`` for None."""
    if parts is None:
        return ""
    year, month, day = parts
    return f"--{month:02d}-{day:02d}" if year is None else f"{year:04d}-{month:02d}-{day:02d}"
