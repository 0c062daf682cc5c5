"""One entry of the Log inbox: what a single piece of text says happened.

The reading is careful in one direction: a day is either named and read, or absent (then it is today), and a piece
that seems to name a day connectkit can't place is refused rather than filed under today.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from connectkit.absorb.language.items import Entry, Item, Unread, When, still_to_come
from connectkit.absorb.language.promises import read_intro, read_promise
from connectkit.absorb.language.scan import (
    DATE_WORDS,
    Word,
    date_at,
    keyword_at,
    keyword_before,
    read_day,
    typed_keyword,
    words_of,
)
from connectkit.absorb.language.words import (
    INTRO,
    INTRO_NOT_MINE,
    PROMISE,
    THEIR_PROMISE,
    TOLD,
    Keyword,
    is_coming_day,
    names_a_coming_day,
    speaks_of_a_day,
    speaks_of_the_future,
    tells_of_a_failed_try,
)
from connectkit.sheet.cells import as_tick
from connectkit.text.dates import NOT_A_DATE
from connectkit.text.plain import fold

_HEAD_LIMIT = 60  # characters; a longer beginning is a sentence, not "call 12 Nov:"
_WORDS_BEFORE_DAY = 3
_BREAK = re.compile(r":(?!//)(?!(?<=[0-9]:)[0-9])|\s[-–—]+\s|—")
_EDGE = " ,-–—()"
_DISTANCE = re.compile(r"[-–—]\d+ ?[a-zA-Z]")
_ON = re.compile(r"^(?:on|am) ", re.IGNORECASE)
_SHORT_HEAD = 3  # words: "a long lunch: she is well"
_Keywords = list[tuple[str, Keyword]]

_PLACE_IT = "seems to name a day that could not be placed: begin with it, as in call 12 Nov: what was said"
_WHO = frozenset(("i", "we", "she", "he", "they"))
_QUESTION = Unread("is a question: leave the question mark out if it happened")
_PLANNED = Unread(
    "speaks of what is to come, so it is no contact yet: put promise: in front of it, or today: if you were in"
    " touch, or write the day into Next touch"
)
_FAILED = Unread(
    "says that nobody was reached, so it is no contact: keep it in Notes, or write how you did reach them, as in"
    " voice note: what was said"
)
_REACHED = frozenset(("email", "message", "letter", "voice note", "thank-you", "introduction"))
_NO_NEWS = frozenset(
    (
        "",
        "n/a",
        "na",
        "n.a",
        "tbd",
        "tba",
        "none",
        "no",
        "nein",
        "unknown",
        "n",
        "false",
        "never",
        "nil",
        "null",
    )
)


class _Head(NamedTuple):
    """What stood in front of the text: kind, direction and day, and the words that go on into the summary.

    ``loose`` is True where some of these words are neither keyword nor day ("call with Ann").
    """

    kind: str
    direction: str
    day: date
    before: str = ""
    loose: bool = False


def read_line(text: str, when: When) -> list[Item] | Unread | None:
    """The items a piece of text states; None if it does not begin like an entry."""
    if as_tick(text):
        return [Entry(when.today, "note", "", "")]
    their = THEIR_PROMISE.match(text)
    mine = None if their else PROMISE.match(text)
    if their or mine:
        match = their or mine
        assert match is not None  # noqa: S101 - one of the two matched
        return read_promise(text[match.end() :], "them" if their else "me", when)
    if INTRO_NOT_MINE.match(text):
        return [Entry(when.today, "introduction", "", text)]
    intro = INTRO.match(text)
    if intro:
        return read_intro(text[intro.end() :], when)
    return _read_contact(text, when)


def read_free_text(text: str, when: When) -> list[Item] | Unread:
    """What a piece means that does not begin like an entry: a note of today, if it has words and names no day first."""
    folded = fold(text)
    if not any(char.isalpha() for char in folded) or folded.strip(" .?!-") in _NO_NEWS:
        return Unread("says nothing that could be filed")
    words = words_of(text)
    if keyword_at(words, 0) and speaks_of_a_day(folded):
        return Unread(
            "seems to name a day that could not be placed: begin with it, as in call 12 Nov: what was said"
        )
    if tells_of_a_failed_try(folded):
        return _FAILED
    if speaks_of_the_future(folded) or (keyword_at(words, 0) and names_a_coming_day(folded)):
        return _PLANNED
    if date_at(words, 0, text, when)[1]:
        return Unread("begins with a day: put a colon after it if it happened then, or today: before it")
    return [Entry(when.today, "note", "", text)]


def _read_contact(text: str, when: When) -> list[Item] | Unread | None:
    whole = _read_head(text, when) if len(text) <= _HEAD_LIMIT else None
    if isinstance(whole, _Head) and not whole.loose:
        return _QUESTION if text.endswith("?") else _entry(whole, "")
    if speaks_of_the_future(fold(text)):
        return _PLANNED
    for match, _ in zip(_BREAK.finditer(text[: _HEAD_LIMIT + 4]), range(3), strict=False):
        head = _read_head(text[: match.start()], when)
        if isinstance(head, Unread):
            return head
        if head is not None:
            return _entry(head, text[match.end() :].strip())
    if isinstance(whole, Unread) and NOT_A_DATE not in whole.why:
        return whole
    return _read_sentence(text, when)


def _entry(head: _Head, rest: str) -> list[Item] | Unread:
    if is_coming_day(fold(rest)):
        return _PLANNED
    if head.kind not in _REACHED and not head.direction and tells_of_a_failed_try(fold(rest)):
        return _FAILED
    summary = f"{head.before}: {rest}" if head.before and rest else head.before or rest
    return [Entry(head.day, head.kind, head.direction, summary)]


def _make_head(keywords: _Keywords, day: date, other: str = "") -> _Head:
    """The head of these keywords. Those that tell more than the kind stay in front of the summary."""
    kind = next((word.kind for _, word in keywords if word.kind), "note")
    direction = next((word.direction for _, word in keywords if word.direction), "")
    kept = [typed for typed, word in keywords if word.telling or (word.kind and word.kind != kind)]
    return _Head(kind, direction, day, " ".join([*kept, other]).strip(), bool(other))


def _read_head(text: str, when: When) -> _Head | Unread | None:
    """A head of keywords and at most one day in any order, or of a keyword and other words; None if it is none."""
    words = words_of(text)
    first: _Keywords = []
    last: _Keywords = []
    low, high = 0, len(words)
    while low < high and (size := keyword_at(words, low)):
        first.append(typed_keyword(words[low : low + size], text))
        low += size
    while low < high and (size := keyword_before(words[low:], high - low)):
        last.append(typed_keyword(words[high - size : high], text))
        high -= size
    middle = _bare(text[words[low].start : words[high - 1].end]) if low < high else ""
    reading = read_day(_ON.sub("", middle), when)
    if words and (not middle or reading.day):
        return _placed([*first, *last], reading.day or when.today, when)
    if speaks_of_a_day(fold(middle)) and (first or last or len(words) <= DATE_WORDS):
        return Unread(f"was not filed, because “{middle}” {reading.why}")
    if first:
        return _make_head(first, when.today, text[words[low].start :].strip(_EDGE))
    kind = next((word.kind for _, word in last if word.kind), "")
    short = kind and len(words) <= _SHORT_HEAD
    return _Head(kind, "", when.today, text.strip(), loose=True) if short else None


def _bare(middle: str) -> str:
    """Without the punctuation around it; the minus of ``-3d`` is no dash."""
    middle = middle.strip(" ,()")
    return middle if _DISTANCE.match(middle) else middle.strip(_EDGE)


def _placed(keywords: _Keywords, day: date, when: When) -> _Head | Unread:
    return still_to_come(day, when) if day > when.today else _make_head(keywords, day)


def _read_sentence(text: str, when: When) -> list[Item] | Unread | None:
    """A piece without a colon: keyword and day in front, or a past-tense keyword and perhaps a day at the end."""
    words = words_of(text)
    if words[0].folded in _WHO and keyword_at(words, 1):
        return _read_told(text, words[1:], when)
    at = keyword_at(words, 0)
    keywords = [typed_keyword(words[:at], text)] if at else []
    stops = bool(at) and words[at - 1].stops
    size, day = (0, None) if stops else date_at(words, at, text, when)
    if day:
        at += size
        stops = words[at - 1].stops
        after = 0 if stops or keywords else keyword_at(words, at)
        keywords += [typed_keyword(words[at : at + after], text)] if after else []
        at += after
    if day and (keywords or stops or words[0].folded == "today"):
        head = _placed(keywords, day, when)
        return head if isinstance(head, Unread) else _entry(head, _rest(text, words, at))
    if not keywords or day:
        return None
    if stops:
        return _entry(_make_head(keywords, when.today), _rest(text, words, at))
    return _read_told(text, words, when)


def _read_told(text: str, words: list[Word], when: When) -> list[Item] | Unread | None:
    """ "met her sister yesterday": a sentence in the past tense, kept whole as the summary.

    The day stands right behind the keyword, or ends the sentence after few words; further off it may belong to
    something else that is told.
    """
    size = keyword_at(words, 0)
    typed, keyword = typed_keyword(words[:size], text)
    if fold(typed) not in TOLD:
        return None
    if text.endswith("?"):
        return _QUESTION
    for at in range(size, min(size + _WORDS_BEFORE_DAY, len(words) - 1) + 1):
        if words[at - 1].stops:
            break
        length, day = date_at(words, at, text, when)
        if day and words[at - 1].folded in ("next", "coming"):
            return _PLANNED
        if day and (at == size or at + length == len(words)):
            return [Entry(day, keyword.kind, "", text)] if day <= when.today else still_to_come(day, when)
    if keyword.kind not in _REACHED and tells_of_a_failed_try(fold(text)):
        return _FAILED
    if names_a_coming_day(fold(text)):
        return _PLANNED
    if speaks_of_a_day(fold(text)):
        return Unread(_PLACE_IT)
    return [Entry(when.today, keyword.kind, "", text)]


def _rest(text: str, words: list[Word], at: int) -> str:
    return text[words[at].start :].lstrip(" ,-–—") if at < len(words) else ""
