"""What matters before a draft is sent, in words: an open gap, a sentence somebody else got, a note that slipped in.

This reads the text as it stands, the user's own edits included. It advises, it never blocks, it never echoes what
stands in a gap, and it is silent when nothing is to be said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from connectkit.drafts.compose import LONG, heard, key
from connectkit.drafts.worn import WORN
from connectkit.text.dates import say
from connectkit.text.lazy import pattern

_GAP = pattern(r"\[\[(.*?)\]\]", re.DOTALL)
_HALF_GAP = pattern(r"\[\[|\]\]")
_LEFTOVER = pattern(r"\{\{|\}\}|\{%|%\}")
_SHOWN = 70
_SHORT_GAP = 4  # words; a longer one is a note or an instruction of a former version


class Other(NamedTuple):
    """What somebody else got: the name, the text, and the day it was drafted."""

    name: str
    message: str
    day: date | None = None


def needs(subject: str, message: str, *, recent: Sequence[Other], today: date) -> str:
    """What the text still lacks, as sentences; ``""`` when it is ready to send.

    ``recent`` is what other people got in the last four weeks. An empty subject is fine: many channels have none.
    """
    if not message.strip():
        return "The message is empty."
    both = f"{subject}\n{message}"
    said = [_gaps(both), _leftover(both), _worn(both), _same(message, recent, today)]
    return " ".join(sentence for sentence in said if sentence)


def _gaps(text: str) -> str:
    found = [" ".join(gap.split()) for gap in _GAP.findall(text)]
    if any(len(gap.split()) > _SHORT_GAP or ":" in gap for gap in found):
        return "There is a note in [[ ]]: put it into your own words, or take it out."
    if found:
        return (
            "The gap is open: fill it, or delete it." if len(found) == 1 else f"{len(found)} gaps are open."
        )
    return (
        "A [[ or ]] is left over: finish what stands there or take it out." if _HALF_GAP.search(text) else ""
    )


def _leftover(text: str) -> str:
    found = _LEFTOVER.search(text)
    return f"“{found.group()}” is left over from a template: write the words it stood for." if found else ""


def worn(text: str) -> str:
    """The first phrase in a text that everyone writes, as the list has it; ``""`` where there is none."""
    plain = _plain(text)
    found = [phrase for phrase in WORN if f" {_plain(phrase)} " in f" {plain} "]
    longest = [phrase for phrase in found if not any(phrase != other and phrase in other for other in found)]
    return longest[0] if longest else ""


def _worn(text: str) -> str:
    phrase = worn(text)
    return f"“{phrase}” could go to anyone: say it in your own words." if phrase else ""


def _plain(text: str) -> str:
    """Small letters, straight apostrophes, no other marks, single blanks."""
    straight = text.casefold().replace("’", "'").replace("-", " ")
    return " ".join(re.sub(r"[^\w' ]+", " ", straight).split())


def _same(message: str, recent: Sequence[Other], today: date) -> str:
    """A sentence of more than five words that somebody else got as well."""
    pieces = [piece.strip() for piece in re.split(r"(?<=[.!?])\s+|\n+", message)]
    mine = {key(piece): piece for piece in pieces if len(key(piece).split()) > LONG}
    for other in recent if mine else ():
        shared = [text for one, text in mine.items() if one in heard([other.message])]
        if shared:
            when = f" of {say(other.day, today)}" if other.day else ""
            return f"“{_short(shared[0])}” stands in the message to {other.name}{when}, too."
    return ""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
