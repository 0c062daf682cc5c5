"""Promises and introductions in the Log inbox."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from connectkit.absorb.language.items import (
    Entry,
    IntroEntry,
    Item,
    PromiseEntry,
    Unread,
    When,
    still_to_come,
)
from connectkit.absorb.language.words import everywhere
from connectkit.text.dates import Reading, read_date
from connectkit.text.days_in_text import LONGEST, find_days, words_of
from connectkit.text.plain import fold
from connectkit.text.words.days import all_words, day_words

_DUE_LIMIT = 60  # characters
_FEW = 5  # words behind "by" that may be meant as a day


def read_promise(rest: str, by: str, when: When) -> list[Item] | Unread:
    """The promise a text states after its keyword, with its due day where "by" and a day begin or end it."""
    rest = re.sub(rf"^(?:{_joining()}) ", "", rest.strip().lstrip(":,-–—").strip(), flags=re.IGNORECASE)
    first = re.match(rf"(?:{_due_words()}) ([^:]{{1,30}}):\s*(?=\S)", rest, re.IGNORECASE)
    if first:
        reading = _read_due(first[1], when)
        if reading.day:
            return [PromiseEntry(rest[first.end() :], by, reading.day)]
    for match in reversed(list(_due().finditer(rest))):
        asked = rest[match.end() :].strip(" .!")
        reading = _read_due(asked, when) if len(asked) <= _DUE_LIMIT else Reading(None)
        if reading.day and rest[: match.start()].strip():
            return [PromiseEntry(rest[: match.start()].rstrip(" ,"), by, reading.day)]
        if len(asked.split()) <= _FEW and _speaks_of_a_day(asked, when):
            return Unread(f"was not filed, because “{asked}” {reading.why or 'is not a day'}")
    if not any(char.isalnum() for char in rest):
        return Unread("does not say what was promised")
    return [PromiseEntry(rest, by, _day_at_end(rest, when))]


def _read_due(text: str, when: When) -> Reading:
    pivot = when.today.year + 20
    return read_date(text.strip(), today=when.today, order=when.order, near="promise", pivot=pivot)


def _speaks_of_a_day(text: str, when: When) -> bool:
    """True if a short text holds a day, a part of one, or two of them."""
    if any(find_days(text, today=when.today, order=when.order, near="promise")):
        return True
    known = day_words()
    words = [word.folded.rstrip(".") for word in words_of(text)]
    names = [word for word in words if word in known.months or word in known.weekdays]
    return bool(names) or bool(re.search(r"[0-9]{1,2}[./-][0-9]{1,2}|(?:19|20)[0-9]{2}", text))


def _day_at_end(text: str, when: When) -> date | None:
    """The day ahead that ends the text without "by", as in "call her tomorrow"; only words that mean nothing else."""
    words = words_of(text)
    for size in range(min(LONGEST, len(words) - 1), 0, -1):
        first = words[-size]
        if size == 1 and (first.folded in all_words("doubtful") or first.folded in day_words().months):
            continue
        reading = _read_due(text[first.start :].strip(" .!"), when)
        if reading.day and reading.relative:
            return reading.day
    return None


def read_intro(rest: str, when: When) -> list[Item] | Unread:
    """The introduction to a name; a day may end the name, and text behind a colon, comma or dash is an entry of its own."""
    rest = rest.strip().lstrip(":").strip()
    cut = re.search(r":|,|\s[-–—]+\s|—", rest)
    name, more = (rest[: cut.start()].strip(), rest[cut.end() :].strip()) if cut else (rest, "")
    words = words_of(name)
    found = [one for one in find_days(name, today=when.today, order=when.order) if one.first]
    day = found[0].reading.day if len(found) == 1 and found[0].end == len(words) else None
    if day and found:
        name = name[: words[found[0].first].start].strip()
    if not any(char.isalpha() for char in name):
        return Unread("does not say to whom")
    if day is None and (found or _holds_a_day(name)):
        return Unread(
            f"was not filed, because “{name}” seems to hold a day: write as in intro to Ben Ortiz 12 Nov 2026"
        )
    if day and day > when.today:
        return still_to_come(day, when)
    ons = "|".join(map(re.escape, all_words("on")))
    intro = IntroEntry(re.sub(rf"\s+(?:{ons})$", "", name), day or when.today)
    return [intro, Entry(intro.day, "introduction", "gave", more)] if more else [intro]


def _holds_a_day(name: str) -> bool:
    """True if a month with "in", or a number, stands in what should be a name; "May" alone is a name."""
    words = [word.folded for word in words_of(name)]
    ins = set(all_words("in"))
    return any(one in ins for one in words[1:-1]) or bool(re.search(r"[0-9]", fold(name)))


@cache
def _due_words() -> str:
    return "|".join(re.escape(word) for word in everywhere("due"))


@cache
def _joining() -> str:
    return "|".join(re.escape(word) for word in everywhere("promise_to"))


@cache
def _due() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[ ,])(?:{_due_words()})(?: on)? ", re.IGNORECASE)
