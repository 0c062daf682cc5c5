"""The words for days of all languages together, folded, as the date reader wants them.

A word that means two things in two languages is told apart by the shape around it (``mar`` is March, or Tuesday
beside another month).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from connectkit.text.span import Span
from connectkit.text.words import Language, languages

_LENGTHS = {
    "day": Span(0, 1),
    "week": Span(0, 7),
    "month": Span(1, 0),
    "year": Span(12, 0),
    "quarter": Span(3, 0),
    "fortnight": Span(0, 14),
}
_STRETCHES = {
    "this_week": ("week", 0),
    "next_week": ("week", 1),
    "this_month": ("month", 0),
    "next_month": ("month", 1),
    "this_year": ("year", 0),
}
_OFFSETS = {"today": 0, "yesterday": -1, "before_yesterday": -2, "tomorrow": 1, "after_tomorrow": 2}


@dataclass(frozen=True)
class DayWords:
    """The words for days.

    Attributes:
        months: name or usual abbreviation to number, 1 to 12.
        weekdays: words that name a weekday on their own; Monday is 0.
        marks: short forms too, which only count beside a whole date.
        offsets: words for a day near today, in days from today.
        numbers: small numbers as words.
        units: a unit of time to its length.
        stretches: this or the next week, month or year, as its unit and how many of them ahead.
        hours: units shorter than a day.
        fillers: words that may stand in a written date and say nothing (5 de enero, the 5th of May).
        beside: words of a remark that changes nothing of the day it stands beside: call, by mail, met.
        limits: words in front of a day that it is not yet, or no longer: by, until.
        never: what people type for someone they have not been in touch with.
        unknown: what they type where they do not know.
    """

    months: dict[str, int]
    weekdays: dict[str, int]
    marks: dict[str, int]
    offsets: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, Span]
    stretches: dict[str, tuple[str, int]]
    hours: frozenset[str]
    fillers: frozenset[str]
    beside: frozenset[str]
    limits: frozenset[str]
    never: frozenset[str]
    unknown: frozenset[str]


@cache
def day_words() -> DayWords:
    """The words of every language."""
    weekdays = _numbered("weekdays")
    return DayWords(
        months={word: number + 1 for word, number in _numbered("months").items()},
        weekdays=weekdays,
        marks=_numbered("weekday_marks") | weekdays,
        offsets={word: days for key, days in _OFFSETS.items() for word in all_words(key)},
        numbers={word: number for word, number in _numbered("numbers").items() if number},
        units={word: _LENGTHS[key] for key, word in _units() if key in _LENGTHS},
        stretches={word: what for key, what in _STRETCHES.items() for word in all_words(key)},
        hours=frozenset(word for key, word in _units() if key not in _LENGTHS),
        fillers=frozenset(all_words("fillers")),
        beside=frozenset(_beside()),
        limits=frozenset(word for phrase in all_words("by") for word in phrase.split(" ")),
        never=frozenset(all_words("never")),
        unknown=frozenset(all_words("unknown")),
    )


@cache
def all_words(key: str) -> tuple[str, ...]:
    """The words of one line of [days] in every language, the longest first."""
    found = {word for language in languages() for word in language.words("days", key)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def _beside() -> Iterable[str]:
    phrases = [*all_words("beside"), *all_words("on")]
    for language in languages():
        for table in ("kinds", "telling"):
            phrases += [word for _, line in language.table("log", table) for word in line]
    denied = {word for language in languages() for word in language.words("log", "not")}
    return (word for phrase in phrases for word in phrase.split(" ") if word not in denied)


def _numbered(key: str) -> dict[str, int]:
    """Each word of line n of a list maps to n, counting from 0; where languages disagree the first file decides."""
    found: dict[str, int] = {}
    for language in languages():
        for number, line in enumerate(language.rows("days", key)):
            for word in line:
                found.setdefault(word, number)
    return found


def _units() -> Iterable[tuple[str, str]]:
    for language in languages():
        yield from _units_of(language)


def _units_of(language: Language) -> Iterable[tuple[str, str]]:
    for key, line in language.table("days", "units"):
        for word in line:
            yield key, word
