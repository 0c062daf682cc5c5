"""Promises and introductions in the Log inbox."""

from __future__ import annotations

import re
from datetime import date

from connectkit.absorb.language.items import (
    Entry,
    IntroEntry,
    Item,
    PromiseEntry,
    Unread,
    When,
    still_to_come,
)
from connectkit.absorb.language.scan import DATE_WORDS, date_at, read_day, words_of
from connectkit.absorb.language.words import DUE, MAYBE_DATES, speaks_of_a_day
from connectkit.text.dates import Reading
from connectkit.text.day_words import MONTHS
from connectkit.text.plain import fold

_DUE_LIMIT = 60  # characters


def read_promise(rest: str, by: str, when: When) -> list[Item] | Unread:
    """The promise a text states after its keyword, with its due day where "by" and a day begin or end it."""
    rest = rest.strip().lstrip(":,-–—").strip()
    first = re.match(r"(?:by|until|bis) ([^:]{1,30}):\s*(?=\S)", rest, re.IGNORECASE)
    if first:
        reading = read_day(first[1], when, near="future")
        if reading.day:
            return [PromiseEntry(rest[first.end() :], by, reading.day)]
    for match in reversed(list(DUE.finditer(rest))):
        asked = rest[match.end() :].strip(" .!")
        reading = read_day(asked, when, near="future") if len(asked) <= _DUE_LIMIT else Reading(None)
        if reading.day and rest[: match.start()].strip():
            return [PromiseEntry(rest[: match.start()].rstrip(" ,"), by, reading.day)]
        if len(asked.split()) <= DATE_WORDS and speaks_of_a_day(fold(asked)):
            return Unread(f"was not filed, because “{asked}” {reading.why or 'is not a day'}")
    if not any(char.isalnum() for char in rest):
        return Unread("does not say what was promised")
    return [PromiseEntry(rest, by, _day_at_end(rest, when))]


def _day_at_end(text: str, when: When) -> date | None:
    """The day ahead that ends the text without "by", as in "call her tomorrow"; only words that mean nothing else."""
    words = words_of(text)
    for size in range(min(DATE_WORDS, len(words) - 1), 0, -1):
        first = words[-size]
        if size == 1 and (first.folded in MAYBE_DATES or first.folded in MONTHS):
            continue
        reading = read_day(text[first.start :].strip(" .!"), when, near="future")
        if reading.day and reading.relative:
            return reading.day
    return None


def read_intro(rest: str, when: When) -> list[Item] | Unread:
    """The introduction to a name; a day may end the name, and text behind a colon, comma or dash is an entry of its own."""
    rest = rest.strip().lstrip(":").strip()
    cut = re.search(r":|,|\s[-–—]+\s|—", rest)
    name, more = (rest[: cut.start()].strip(), rest[cut.end() :].strip()) if cut else (rest, "")
    words, day = words_of(name), None
    for skipped in range(max(1, len(words) - DATE_WORDS), len(words)):
        size, found = date_at(words, skipped, name, when)
        if found and skipped + size == len(words):
            name, day = name[: words[skipped].start].strip(), found
            break
    if not any(char.isalpha() for char in name):
        return Unread("does not say to whom")
    if day is None and speaks_of_a_day(fold(name)):
        return Unread(
            f"was not filed, because “{name}” seems to hold a day: write as in intro to Ben Ortiz 12 Nov 2026"
        )
    if day and day > when.today:
        return still_to_come(day, when)
    intro = IntroEntry(re.sub(r"\s+on$", "", name), day or when.today)
    return [intro, Entry(intro.day, "introduction", "gave", more)] if more else [intro]
