"""Dates written as digits or with a month's name: the part of the reader that no day of the week changes.

Nothing here guesses. A text that can mean two days is refused with both of them named; a text that is nearly a
date is refused with what it lacks.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, NamedTuple

from connectkit.text.lazy import pattern
from connectkit.text.plain import words
from connectkit.text.words.days import day_words

Near = Literal["", "past", "future", "contact", "promise"]
Parts = tuple[int, int, int]  # year, month, day; not necessarily a day of the calendar

EXAMPLE = "2026-04-03"
NOT_A_DATE = f"is not a date: write the day as {EXAMPLE}"
NO_DAY = f"has no day: write the whole date as {EXAMPLE}"


def no_day(year: int, month: int) -> str:
    """Why a month is no day, with a day of that very month as the example."""
    return f"has no day: add it, as in {year:04d}-{month:02d}-15"


NO_MONTH = f"has no month: write the whole date as {EXAMPLE}"
NO_YEAR = f"has no year: write the whole date as {EXAMPLE}"
FIRST_YEAR = 1900
YEARS_AHEAD = 100
MONTH_NAMES = (
    "",
    *words("January February March April May June July August September October November December"),
)
PLANNED = timedelta(days=60)
"""A contact's day without a year that lies at most so far ahead is a plan, not a day of last year."""
MISSED = timedelta(days=30)
"""A promise's day without a year that is at most so long gone is late, not due next year."""
DAY_NAMES = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

_TRIPLE = pattern(r"([0-9]{1,4}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,4})\.?")
_KANJI = pattern(
    r"([0-9]{4}) ?(?:年|년) ?([0-9]{1,2}) ?(?:月|월) ?([0-9]{1,2})"
    r"(?: ?(?:[日号號]|일)(?: ?[(（]?(?:[月火水木金土日]|星期.|周.|.曜日|[\u1100-\u11ff]+)[)）]?)?)?"
)  # the last sign and a weekday may miss; Korean signs as folding takes them apart
_ISO_WEEK = pattern(r"([0-9]{4})-?w([0-9]{2})-?([1-7])")
_BESIDE = pattern(r"([^\W\d_]+(?:-feira)?)\.?,? +(?=[0-9])|(?<=[0-9.])[ ,]+\(?([^\W\d_]+(?:-feira)?)\.?\)?$")
_BASIC = pattern(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_PAIR = pattern(r"([0-9]{1,4}) ?([-/.]) ?([0-9]{1,4})(\.?)")
_YEAR_ONLY = pattern(r"(?:q[1-4][ /]?)?(?:19|20)[0-9]{2}(?: ?q[1-4])?")


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


def orders(text: str) -> dict[str, tuple[str, str, str]]:
    """Each order in which digits with two separators can be a date, with (year, month, day) as written.

    Four digits are the year; a part above 12 is not a month, one above 31 not a day. Empty for any other text.
    """
    match = _TRIPLE.fullmatch(text)
    if match is None:
        return {}
    first, second, third = match[1], match[3], match[4]
    possible = {
        "dmy": (third, second, first),
        "mdy": (third, first, second),
        "ymd": (first, second, third),
    }
    return {order: parts for order, parts in possible.items() if _could_be(*parts)}


def read_digits(text: str, ask: Ask) -> Reading | None:
    """A date in digits, a weekday beside it or not; None for text of another shape."""
    beside = _BESIDE.match(text) or _BESIDE.search(text)
    weekday = day_words().marks.get(beside[1] or beside[2]) if beside else None
    if beside and weekday is not None:
        return _with_weekday(text.replace(beside[0], "", 1), weekday, ask)
    week = _ISO_WEEK.fullmatch(text)
    if week:
        return _read_week(*(int(part) for part in week.groups()), today=ask.today)
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


def _with_weekday(text: str, weekday: int, ask: Ask) -> Reading | None:
    """Digits beside a weekday, which decides where the order of day and month is open."""
    found = [read_digits(text, ask._replace(order=order)) for order in (ask.order, "dmy", "mdy", "ymd")]
    if found[0] is None or (found[0].day is None and not any(one and one.day for one in found)):
        return found[0]
    days = {one.day for one in found if one and one.day and one.day.weekday() == weekday}
    if found[0].day:
        return checked(found[0], weekday)
    return Reading(days.pop()) if len(days) == 1 and not ask.near else found[0]


def checked(reading: Reading, weekday: int | None) -> Reading:
    """The reading, or that its day is another day of the week."""
    if reading.day is None or weekday is None or reading.day.weekday() == weekday:
        return reading
    return Reading(
        None, f"names the wrong weekday: {long(reading.day)} is a {DAY_NAMES[reading.day.weekday()]}"
    )


def _read_week(year: int, week: int, weekday: int, *, today: date) -> Reading:
    try:
        day = date.fromisocalendar(year, week, weekday)
    except ValueError:
        return Reading(None, NOT_A_DATE)
    return day_of(day.year, day.month, day.day, today)


def nearest(month: int, day: int, ask: Ask) -> Reading:
    """The day without a year that is meant, as ``ask.near`` says; today itself counts on either side."""
    past, ahead = (_on_side(month, day, ask.today, step) for step in (-1, 1))
    if past is None or ahead is None:
        return Reading(None, f"is not in the calendar: {MONTH_NAMES[month]} has no day {day}")
    if ask.near == "contact":
        found = ahead if ahead - ask.today <= PLANNED and past != ask.today else past
    elif ask.near == "promise":
        found = past if ask.today - past <= MISSED else ahead
    else:
        found = ahead if ask.near == "future" else past
    return Reading(found, relative=True)


def _on_side(month: int, day: int, today: date, step: int) -> date | None:
    for years in range(9):  # 29 February comes back after at most 8 years
        reading = day_of(today.year + years * step, month, day, today)
        if reading.day and (reading.day - today).days * step >= 0:
            return reading.day
    return None


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
    if not order and match and match[2] == "." and "dmy" in found:
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
        return Reading(None, no_day(int(year), int(month)) if sound else NOT_A_DATE)
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
