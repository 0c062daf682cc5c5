"""Dates written with a month's name, in any usual order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from connectkit.text.lazy import pattern
from connectkit.text.words.days import day_words
from connectkit.text.written import (
    NO_DAY,
    NO_YEAR,
    NOT_A_DATE,
    Ask,
    Reading,
    checked,
    day_of,
    full_year,
    nearest,
    no_day,
)

_TOKEN = pattern(r"[0-9]+(?:(?:st|nd|rd|th|er|re|e|o|a)(?![^\W\d_])|(?![0-9]))|[^\W\d_]+(?:-feira)?")
_NAMED = pattern(r"[^\W_][\w ,./()-]*")


def read_names(text: str, ask: Ask) -> Reading | None:
    """A date with a month's name, in any usual order; None for text without exactly one month."""
    named = _tokens(text)
    if named is None:
        return None
    month, shape, numbers, weekday = named
    return checked(_from_shape(month, shape, numbers, ask), weekday)


def _tokens(text: str) -> tuple[int, str, list[str], int | None] | None:
    """Month number, shape ("nMn"), the numbers and the weekday of a text made of these and fillers only."""
    if _NAMED.fullmatch(text) is None:
        return None
    known = day_words()
    words = [word for word in _TOKEN.findall(text) if word not in known.fillers]
    months = [word for word in words if word in known.months]
    month = months[-1] if months else ""
    weekdays = [word for word in words if word in known.marks and word != month]
    numbers = [word for word in words if word[0].isdecimal()]
    if not months or len(weekdays) > 1 or len(weekdays) + len(numbers) + 1 != len(words):
        return None
    if weekdays and weekdays[0] not in (words[0], words[-1]):
        return None
    shape = "".join("M" if word == month else "n" for word in words if word not in weekdays)
    return known.months[month], shape, numbers, known.marks[weekdays[0]] if weekdays else None


def _from_shape(month: int, shape: str, words: list[str], ask: Ask) -> Reading:
    numbers = list(_plain(words))
    if shape == "M":
        return Reading(None, NO_DAY)
    if len(numbers) == 1 and len(numbers[0]) == 4:
        return Reading(None, no_day(int(numbers[0]), month))
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
        yield re.sub(r"[^0-9]+$", "", word)
