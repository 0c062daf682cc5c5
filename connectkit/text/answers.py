"""Answers people type where a word of a list was wanted: "done", "sent yesterday", "yes, same"."""

from __future__ import annotations

from datetime import date
from functools import cache

from connectkit.text.dates import read_date
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold
from connectkit.text.words import languages
from connectkit.text.words.days import all_words

_STATUSES = {"sent": "Sent", "skip": "Skip", "later": "Later", "to_do": "To do"}
_JOINTS = pattern(r"[,;.!:()]| - ")


def read_status(text: str, today: date, order: str = "") -> tuple[str, date | None]:
    """The status of a draft that a cell means (``schema.DRAFT_STATUS``) and the day it names behind Sent.

    Text that is no status comes back as it is.
    """
    folded = fold(text).strip(" .!")
    if folded in _words():
        return _words()[folded], None
    word, _, rest = folded.partition(" ")
    on = next((one for one in all_words("on") if rest.startswith(f"{one} ")), "")
    if rest and _words().get(word) == "Sent":
        reading = read_date(rest.removeprefix(on).strip(), today=today, order=order, near="past")
        if reading.day and reading.day <= today:
            return "Sent", reading.day
    return text, None


def read_yes(text: str) -> bool | None:
    """True for yes, False for no, in whatever words; None for anything that is not surely one of them."""
    parts = [word for part in _JOINTS.split(fold(text)) if (word := part.strip())]
    found = {True if part in _said("yes") else False if part in _said("no") else None for part in parts}
    return found.pop() if len(found) == 1 else None


@cache
def _words() -> dict[str, str]:
    return {word: status for key, status in _STATUSES.items() for word in (*_said(key), fold(status))}


@cache
def _said(key: str) -> frozenset[str]:
    return frozenset(word for language in languages() for word in language.words("answers", key))
