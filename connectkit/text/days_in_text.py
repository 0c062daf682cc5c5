"""The days a longer text names, each where it stands: by the same strict reader that reads a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from connectkit.text.dates import NOT_A_DATE, Near, Reading, read_date
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold
from connectkit.text.words.days import all_words, day_words

LONGEST = 9  # words of a day: "lunes 9 de febrero de 2026 a las 18:05"
MANY = 20  # days; a text that names more is no entry
_ALSO = ("and", "&", "und", "et", "y", "e", "en", "i")  # "Monday and Thursday"
_WORD = pattern(r"\S+")
_DASHES = frozenset(("-", "–", "—"))
_EDGE = ',:;!?()[]"“”„«»'
_STARTERS = ("today", "yesterday", "before_yesterday", "tomorrow", "after_tomorrow", "ago_before", "ahead", "last", "next", "this", "on")  # fmt: skip


class Word(NamedTuple):
    """One word of a text: where it stands, folded and bare, and whether a sentence pauses behind it."""

    start: int
    end: int
    folded: str
    stops: bool


class DayFound(NamedTuple):
    """A day in a text: the numbers of its first word and the one behind its last, and how it is read."""

    first: int
    end: int
    reading: Reading


def words_of(text: str) -> list[Word]:
    """The words of a text, folded and without the punctuation around them."""
    found = list(_WORD.finditer(text))
    words = []
    for number, match in enumerate(found):
        following = found[number + 1][0] if number + 1 < len(found) else "-"
        stops = match[0][-1] in ",:;.!?)" or following in _DASHES
        words.append(Word(match.start(), match.end(), fold(match[0]).strip(_EDGE), stops))
    return words


def find_days(
    text: str, *, today: date, order: str, near: Near = "contact", words: list[Word] | None = None
) -> Iterator[DayFound]:
    """The days in a text from left to right; a piece that is nearly a day (31 Feb, 3/4) is found with its reason.

    A word that is a day only in some company (Sun, May, sat) needs a capital, a pause or a preposition.
    """
    words = words_of(text) if words is None else words
    at = 0
    many = 0
    while at < len(words) and many < MANY:
        found = _day_at(text, words, at, (today, order, near)) if _may_begin(words[at].folded) else None
        if (
            found and found.reading.day is None and found.first + 1 < found.end
        ):  # "op 20 november": the day is behind "op"
            found = _day_at(text, words, at + 1, (today, order, near)) or found
        if found:
            many += 1
            yield found
        at = found.end if found else at + 1


def _may_begin(word: str) -> bool:
    return not word.startswith("=") and (
        word.startswith(("+", "-"))
        or any(char.isdecimal() for char in word)
        or word.rstrip(".") in _starters()
    )


@cache
def _starters() -> frozenset[str]:
    known = day_words()
    first = {word.split(" ")[0] for key in _STARTERS for word in all_words(key)}
    return frozenset({*first, *known.months, *known.marks, *known.numbers})


def _may_belong(word: str) -> bool:
    return any(char.isdecimal() for char in word) or word.rstrip(".") in _parts()


@cache
def _parts() -> frozenset[str]:
    """Single words that may stand inside a day."""
    known = day_words()
    keys = (*_STARTERS, "ago", "parts", "at", "oclock", "last_after", "next_after", "fillers", "no_month")
    inside = {word for key in keys for phrase in all_words(key) for word in phrase.split(" ")}
    zones = {"utc", "gmt", "cet", "cest", "est", "edt", "pst", "pdt", "am", "pm", "a.m", "p.m", "h"}
    return _starters() | inside | known.fillers | known.hours | known.units.keys() | zones | {""}


def _day_at(text: str, words: list[Word], at: int, how: tuple[date, str, Near]) -> DayFound | None:
    today, order, near = how
    nearly: DayFound | None = None
    reach = next(
        (n for n in range(1, LONGEST) if at + n >= len(words) or not _may_belong(words[at + n].folded)),
        LONGEST,
    )
    for size in range(reach, 0, -1):
        run = words[at : at + size]
        if any(_divides(text, one, words[at + number + 1]) for number, one in enumerate(run[:-1])):
            continue
        if _is_something_else(text, words, at, size):
            continue
        piece = text[run[0].start : run[-1].end].strip(_EDGE)
        pivot = today.year + (20 if near == "promise" else 1)
        reading = read_date(piece, today=today, order=order, near=near, pivot=pivot)
        if reading.day:
            return DayFound(at, at + size, reading)
        if nearly is None and _is_nearly(run, reading.why):
            nearly = DayFound(at, at + size, reading)
    return nearly


def _divides(text: str, word: Word, following: Word) -> bool:
    """True if no day goes on behind this word: a colon, an end of a sentence, a comma that is none of a date."""
    last = text[word.end - 1]
    if last == ",":
        bare = following.folded
        return not (word.folded.rstrip(".") in day_words().marks or re.match(r"(?:19|20)[0-9]{2}$|[0-9]{1,2}[:h]", bare) or bare in all_words("at"))  # fmt: skip
    return last in ":;!?" or text[following.start : following.end] in _DASHES


def _is_nearly(run: list[Word], why: str) -> bool:
    """True if the words are a day but for one thing: no day of the calendar, two days, no day of a month."""
    if (
        not why
        or why == NOT_A_DATE
        or why.startswith("has no day")
        or not any(c.isdecimal() for c in run[0].folded + run[-1].folded)
    ):
        return False
    return not why.startswith(
        ("is a number", "is a time", "is a percentage", "has no year", "is a day number")
    )


def _is_something_else(text: str, words: list[Word], at: int, size: int) -> bool:
    """True if what could be a day is more likely a name or another word: "with May", "3 may work", "sat with her"."""
    run = words[at : at + size]
    last = run[-1].folded.rstrip(".")
    before = words[at - 1].folded if at else ""
    if size == 1:
        typed = text[run[0].start : run[0].end]
        if before in _with_words() and typed[:1].isupper():
            return True
        return last in _doubtful() and not (run[0].stops or before in all_words("on") or (at and typed[:1].isupper()))  # fmt: skip
    if before in _with_words() and run[0].folded in day_words().months:
        return True
    lower = text[run[-1].start].islower()
    return lower and last in _doubtful() and last in day_words().months and not run[-1].stops


@cache
def _with_words() -> frozenset[str]:
    return frozenset(all_words("with")) - {"met", *_ALSO}  # Dutch for with; in "met Tue" it is English


@cache
def _doubtful() -> frozenset[str]:
    return frozenset(all_words("doubtful"))
