"""Finding keywords and days among the words of an inbox entry."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from connectkit.absorb.language.items import When
from connectkit.absorb.language.words import KEYWORDS, LONGEST_KEYWORD, MAYBE_DATES, Keyword
from connectkit.text.dates import Near, Reading, read_date
from connectkit.text.plain import fold

DATE_WORDS = 5
_WORD = re.compile(r"\S+")
_DASHES = frozenset(("-", "–", "—"))


class Word(NamedTuple):
    start: int
    end: int
    folded: str
    stops: bool  # punctuation follows, or nothing


def read_day(text: str, when: When, near: Near = "past") -> Reading:
    pivot = when.today.year + (1 if near == "past" else 20)
    return read_date(text, today=when.today, order=when.order, near=near, pivot=pivot)


def words_of(text: str) -> list[Word]:
    """The words of the text's beginning and end, folded and without the punctuation around them."""
    found = list(_WORD.finditer(text))
    words = []
    for number, match in enumerate(found):
        following = found[number + 1][0] if number + 1 < len(found) else "-"
        stops = match[0][-1] in ",:.!?)" or following in _DASHES
        words.append(Word(match.start(), match.end(), fold(match[0]).strip(",:!?()"), stops))
    return words


def typed_keyword(words: list[Word], text: str) -> tuple[str, Keyword]:
    """The keyword as typed, and what it says."""
    typed = text[words[0].start : words[-1].end].strip(",:.!?()-–—")
    return typed, KEYWORDS[_phrase(words)]


def _phrase(words: list[Word]) -> str:
    return " ".join(word.folded for word in words).rstrip(".")


def keyword_at(words: list[Word], at: int) -> int:
    """How many words from here are a keyword; 0 if none."""
    for size in range(min(LONGEST_KEYWORD, len(words) - at), 0, -1):
        if _phrase(words[at : at + size]) in KEYWORDS:
            return size
    return 0


def keyword_before(words: list[Word], end: int) -> int:
    """How many words up to here are a keyword; 0 if none."""
    for size in range(min(LONGEST_KEYWORD, end), 0, -1):
        if _phrase(words[end - size : end]) in KEYWORDS:
            return size
    return 0


def date_at(words: list[Word], at: int, text: str, when: When) -> tuple[int, date | None]:
    """How many words from here are a day, and the day; (0, None) if none. The longest run wins."""
    if at < len(words) and words[at].folded in ("on", "am"):
        size, day = date_at(words, at + 1, text, when)
        return (size + 1, day) if day else (0, None)
    for size in range(min(DATE_WORDS, len(words) - at), 0, -1):
        last = words[at + size - 1]
        if last.folded.rstrip(".") in MAYBE_DATES and not last.stops:
            continue
        reading = read_day(text[words[at].start : last.end].strip(",:!?()"), when)
        if reading.day:
            return size, reading.day
    return 0, None
