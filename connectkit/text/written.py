"""Dates written as digits or with a month's name: the part of the reader that no day of the week changes.

Nothing here guesses. A text that can mean two days is refused with both of them named; a text that is nearly a
date is refused with what it lacks.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from connectkit.text.day_words import FILLERS, MONTHS, WEEKDAY_MARKS, words

Near = Literal["", "past", "future"]
Parts = tuple[int, int, int]  # year, month, day; not necessarily a day of the calendar

EXAMPLE = "2026-04-03"
NOT_A_DATE = f"is not a date: write the day as {EXAMPLE}"
NO_DAY = f"has no day: write the whole date as {EXAMPLE}"
NO_YEAR = f"has no year: write the whole date as {EXAMPLE}"
FIRST_YEAR = 1900
YEARS_AHEAD = 100
MONTH_NAMES = (
    "",
    *words("January February March April May June July August September October November December"),
)
DAY_NAMES = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

_TRIPLE = re.compile(r"([0-9]{1,4})( ?([-/.]) ?)([0-9]{1,2})\2([0-9]{1,4})\.?")
_KANJI = re.compile(r"([0-9]{4}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日")
_BASIC = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_PAIR = re.compile(r"([0-9]{1,4}) ?([-/.]) ?([0-9]{1,4})(\.?)")
_TOKEN = re.compile(r"[0-9]+(?:(?:st|nd|rd|th|er|re|e|o|a)(?![a-z])|(?![0-9]))|[a-z]+(?:-feira)?")
_YEAR_ONLY = re.compile(r"(?:q[1-4][ /]?)?(?:19|20)[0-9]{2}(?: ?q[1-4])?")
_NAMED = re.compile(r"[a-z0-9][a-z0-9 ,./()-]*")
_ZONE = r"(?: ?(?:z|utc|gmt|[ceimw]e?s?t|[ecmp][sd]t|bst|jst))?(?: ?[+-][0-9]{1,2}(?::?[0-9]{2})?)?(?: ?\([a-z ]*\))?"
_CLOCK = re.compile(
    r"(?:^|(?<=[0-9])t|[ ,]+(?:(?:at|um|a|alle|om|kl) )?)"
    r"(?:([0-9]{1,2})[:h]([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?(?: ?[ap]\.?m\.?)?|([0-9]{1,2}) ?[ap]m)"
    r"(?: ?uhr)?" + _ZONE + "$"
)


class Reading(NamedTuple):
    """What a cell says about a day.

    ``why`` is empty when ``day`` was read, and also for an empty cell; else it says what is wrong, as the rest of
    a sentence that begins with the cell. ``relative`` is True where the same text means another day tomorrow.
    """

    day: date | None
    why: str = ""
    relative: bool = False


class Ask(NamedTuple):
    """How to read: the day it is, the order of d/m/y ("" unknown), which nearest day fills a missing year, the last
    year two digits may mean."""

    today: date
    order: str
    near: Near
    pivot: int


def day_of(year: int, month: int, day: int, today: date) -> Reading:
    """The day of a year, month and day, or why there is none."""
    if not FIRST_YEAR <= year <= today.year + YEARS_AHEAD:
        return Reading(None, f"has the year {year}, which can't be meant: write the day as {EXAMPLE}")
    if not 1 <= month <= 12:
        return Reading(None, f"has {month} for a month: write the day as {EXAMPLE}")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        return Reading(None, f"is not in the calendar: {MONTH_NAMES[month]} {year} ends with day {last}")
    return Reading(date(year, month, day))


def without_clock(text: str) -> str:
    """The folded text without a time of day and zone at its end; "" if it is nothing but a time."""
    match = _CLOCK.search(text)
    if match is None or int(match[1] or match[4]) > 24 or int(match[2] or 0) > 59 or int(match[3] or 0) > 59:
        return text
    return text[: match.start()].rstrip(" ,")


def orders(text: str) -> dict[str, tuple[str, str, str]]:
    """Each order in which digits with two separators can be a date, with (year, month, day) as written.

    Four digits are the year; a part above 12 is not a month, one above 31 not a day. Empty for any other text.
    """
    match = _TRIPLE.fullmatch(text)
    if match is None:
        return {}
    first, second, third = match[1], match[4], match[5]
    possible = {
        "dmy": (third, second, first),
        "mdy": (third, first, second),
        "ymd": (first, second, third),
    }
    return {order: parts for order, parts in possible.items() if _could_be(*parts)}


def read_digits(text: str, ask: Ask) -> Reading | None:
    """A date in digits; None for text of another shape."""
    fixed = _BASIC.fullmatch(text) or _KANJI.fullmatch(text)
    if fixed:
        year, month, day = (int(part) for part in fixed.groups())
        reading = day_of(year, month, day, ask.today)
        return reading if reading.day or text[:2] in ("19", "20") else Reading(None, NOT_A_DATE)
    if _YEAR_ONLY.fullmatch(text):
        return Reading(None, NO_DAY)
    if _TRIPLE.fullmatch(text):
        return _read_triple(text, ask)
    pair = _PAIR.fullmatch(text)
    return _read_pair(*(str(part) for part in pair.groups()), ask=ask) if pair else None


def read_names(text: str, ask: Ask) -> Reading | None:
    """A date with a month's name, in any usual order; None for text without exactly one month."""
    named = _tokens(text)
    if named is None:
        return None
    month, shape, numbers, weekday = named
    reading = _from_shape(month, shape, numbers, ask)
    if reading.day and weekday is not None and reading.day.weekday() != weekday:
        return Reading(
            None, f"names the wrong weekday: {long(reading.day)} is a {DAY_NAMES[reading.day.weekday()]}"
        )
    return reading


def nearest(month: int, day: int, ask: Ask) -> Reading:
    """The day without a year that is nearest to today on the asked side; today itself counts."""
    step = 1 if ask.near == "future" else -1
    for years in range(9):  # 29 February comes back after at most 8 years
        year = ask.today.year + years * step
        reading = day_of(year, month, day, ask.today)
        if reading.day and (reading.day - ask.today).days * step >= 0:
            return Reading(reading.day, relative=True)
    return Reading(None, f"is not in the calendar: {MONTH_NAMES[month]} has no day {day}")


def full_year(digits: str, pivot: int) -> int:
    """The year of two or four digits: two digits mean the latest such year up to the pivot."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if 2000 + year <= pivot else 1900)


def long(day: date) -> str:
    """The day as in "3 April 2026"."""
    return f"{day.day} {MONTH_NAMES[day.month]} {day.year}"


def _could_be(year: str, month: str, day: str) -> bool:
    return (
        len(year) in (2, 4)
        and len(day) <= 2
        and 1 <= int(month) <= 12
        and len(month) <= 2
        and 1 <= int(day) <= 31
    )


def _read_triple(text: str, ask: Ask) -> Reading:
    found = orders(text)
    if not found:
        year_first = re.fullmatch(r"((?:19|20)[0-9]{2})[^0-9]+([0-9]{1,2})[^0-9]+([0-9]{1,2})\.?", text)
        if year_first:
            return day_of(int(year_first[1]), int(year_first[2]), int(year_first[3]), ask.today)
        return Reading(None, NOT_A_DATE)
    order, match = ask.order, _TRIPLE.fullmatch(text)
    if not order and match and match[3] == "." and "dmy" in found:
        order = "dmy"  # no locale writes dots behind the month of a date that begins with it
    wanted = [found[order]] if order in found else list(found.values())
    readings = [
        day_of(full_year(year, ask.pivot), int(month), int(day), ask.today) for year, month, day in wanted
    ]
    return _agreed(readings)


def _agreed(readings: list[Reading]) -> Reading:
    """The one day all readings mean, else both days as a question."""
    if len({reading.day for reading in readings}) == 1:
        return readings[0]
    days = list(dict.fromkeys(reading.day for reading in readings if reading.day))
    if len(days) < 2:
        return Reading(None, f"is ambiguous: write the day as {EXAMPLE}")
    names = [long(day) for day in days]
    if len({day.year for day in days}) == 1:
        names = [name.rsplit(" ", 1)[0] for name in names[:-1]] + names[-1:]
    return Reading(None, f"is ambiguous ({' or '.join(names)}): write it as {days[0].isoformat()}")


def _read_pair(first: str, mark: str, second: str, end: str, *, ask: Ask) -> Reading:
    """Two numbers: a month of a year, or a day and month without a year."""
    if len(first) == 4 or len(second) == 4:
        year, month = (first, second) if len(first) == 4 else (second, first)
        sound = len(month) <= 2 and 1 <= int(month) <= 12 and FIRST_YEAR <= int(year) <= FIRST_YEAR + 300
        return Reading(None, NO_DAY if sound else NOT_A_DATE)
    dotted = mark == "." and bool(end)
    if len(first) > 2 or len(second) > 2 or not (mark == "/" or dotted):
        return Reading(None, NOT_A_DATE)
    days = {"dmy": (int(second), int(first)), "mdy": (int(first), int(second))}
    days = {order: pair for order, pair in days.items() if 1 <= pair[0] <= 12 and 1 <= pair[1] <= 31}
    if not days or not ask.near:
        return Reading(None, NO_YEAR if days else NOT_A_DATE)
    order = "dmy" if dotted else ask.order
    wanted = [days[order]] if order in days else list(days.values())
    return _agreed([nearest(month, day, ask) for month, day in wanted])


def _tokens(text: str) -> tuple[int, str, list[str], int | None] | None:
    """Month number, shape ("nMn"), the numbers and the weekday of a text made of these and fillers only."""
    if _NAMED.fullmatch(text) is None:
        return None
    words = [word for word in _TOKEN.findall(text) if word not in FILLERS]
    months = [word for word in words if word in MONTHS]
    month = months[-1] if months else ""
    weekdays = [word for word in words if word in WEEKDAY_MARKS and word != month]
    numbers = [word for word in words if word[0].isdecimal()]
    if not months or len(weekdays) > 1 or len(weekdays) + len(numbers) + 1 != len(words):
        return None
    if weekdays and weekdays[0] not in (words[0], words[-1]):
        return None
    shape = "".join("M" if word == month else "n" for word in words if word not in weekdays)
    return MONTHS[month], shape, numbers, WEEKDAY_MARKS[weekdays[0]] if weekdays else None


def _from_shape(month: int, shape: str, words: list[str], ask: Ask) -> Reading:
    numbers = list(_plain(words))
    if shape == "M" or (len(numbers) == 1 and len(numbers[0]) == 4):
        return Reading(None, NO_DAY)
    if len(numbers) == 1 and len(numbers[0]) <= 2:
        if int(numbers[0]) > 31:
            return Reading(None, NO_DAY)
        return nearest(month, int(numbers[0]), ask) if ask.near else Reading(None, NO_YEAR)
    if len(numbers) != 2 or shape not in ("nMn", "Mnn"):
        return Reading(None, NOT_A_DATE)
    at = 1 if shape == "nMn" and len(numbers[0]) == 4 else 0  # which number is the day
    day, year = numbers[at], numbers[1 - at]
    if len(day) > 2 or len(year) not in (2, 4) or not words[1 - at].isdecimal():
        return Reading(None, NOT_A_DATE)
    return day_of(full_year(year, ask.pivot), month, int(day), ask.today)


def _plain(words: list[str]) -> Iterator[str]:
    """The digits of each number, without the letters of an ordinal."""
    for word in words:
        yield word.rstrip("abcdefghijklmnopqrstuvwxyz")
