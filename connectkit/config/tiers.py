"""How close a circle is and the rhythm it is kept in, and how both are written in connectkit.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from connectkit.config.spec import REQUIRED, At, Section, checked, setting, take, word
from connectkit.text.span import Span

_RANGE = r"(.*\S)\s*(?:-|–|\b[Tt][Oo]\b)\s*(\S.*)"
_BARE = r"\d{1,4}"
_MAX_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Tier:
    """How close a circle is: contact is wanted after ``aim`` and late after ``latest``."""

    name: str
    aim: Span
    latest: Span


DEFAULT_TIERS = (
    Tier("inner", Span(1, 0), Span(2, 0)),
    Tier("core", Span(2, 0), Span(3, 0)),
    Tier("active", Span(4, 0), Span(6, 0)),
    Tier("weak", Span(6, 0), Span(12, 0)),
)
"""Core ties every 2 to 3 months, weak ties once or twice a year: the article's figures (design, section 1)."""


def read_length(text: str) -> Span:
    """One length of time: ``6 weeks``, ``3 months``. ValueError, in words, for anything else."""
    from connectkit.text.spans import read_span

    span = read_span(text)
    if span is None:
        raise ValueError(f'"{text}" is not a length of time; write for example 6 weeks or 3 months')
    if _days(span) > _MAX_DAYS:
        raise ValueError(f'"{text}" is longer than ten years')
    return span


def read_rhythm(text: str) -> tuple[Span, Span]:
    """Aim and latest of ``2-3 months`` or ``6 weeks to 3 months``; after ``4 months`` alone the latest is half as long again."""
    found = re.fullmatch(_RANGE, text.strip())
    if found is None:
        from connectkit.text.spans import half_more

        aim = _part(text, text)
        return aim, half_more(aim)
    first, last = found[1].strip(), found[2].strip()
    if re.fullmatch(_BARE, first):
        first = f"{first} {last.lstrip('0123456789 ')}"
    return _in_order(_part(first, text), _part(last, text), text)


def _part(piece: str, whole: str) -> Span:
    try:
        return read_length(piece)
    except ValueError as error:
        if "longer" in str(error):
            raise
        raise ValueError(
            f'"{whole}" is not a rhythm; write for example 2-3 months, or 6 weeks to 3 months'
        ) from None


def _days(span: Span) -> int:
    return span.months * 30 + span.days


def _in_order(aim: Span, latest: Span, text: str) -> tuple[Span, Span]:
    if _days(aim) > _days(latest):
        raise ValueError(f'"{text}" ends before it begins; the shorter time comes first')
    return aim, latest


@dataclass(frozen=True, slots=True)
class _WrittenOut:
    """One tier written out: ``{aim: 2 months, latest: 3 months}``."""

    aim: str = setting(REQUIRED, checked(word, read_length), "the time after which contact is wanted")
    latest: str = setting(REQUIRED, checked(word, read_length), "the time after which it is late")


def _in_words(written: _WrittenOut, at: At) -> tuple[Span, Span] | None:
    try:
        whole = f"{written.aim} to {written.latest}"
        return _in_order(read_length(written.aim), read_length(written.latest), whole)
    except ValueError as error:
        at.wrong(f"{at.key}: {error}")
        return None


_written_out = Section(_WrittenOut, then=_in_words)


def tiers(value: Any, at: At) -> tuple[Tier, ...] | None:
    """The kind of the setting ``tiers``: names, closest first, each with its rhythm."""
    if not isinstance(value, dict) or not value:
        at.wrong("tiers has to be a list of names with their rhythm, such as core: 2-3 months")
        return None
    found: dict[str, Tier] = {}
    for name, written in value.items():
        here = at.under(name)
        if name.casefold() in found:
            here.wrong(f'the tier "{name}" stands here twice; keep one')
        rhythm = take(_rhythm, written, here)
        if rhythm is not None:
            found[name.casefold()] = Tier(name, *rhythm)
    return tuple(found.values())


def _rhythm(value: Any, at: At) -> tuple[Span, Span] | None:
    name = at.where[-1]
    if isinstance(value, dict):
        written: tuple[Span, Span] | None = _written_out(value, at)
        return written
    if not isinstance(value, str):
        at.wrong(f"the tier {name} needs a length of time, such as {name}: 2-3 months")
        return None
    try:
        return read_rhythm(value)
    except ValueError as error:
        at.wrong(f"the tier {name}: {error}")
        return None
