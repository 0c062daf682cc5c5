"""Material for the user beside a message: what was noted, with its day and who said it; never part of the message.

At most three lines. What is older than half a year is asked ("is this still so?"), not claimed. Of somebody whose
name is all that is known, two questions that help to remember.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from connectkit.absorb.absorbed import Interaction, short
from connectkit.sheet.cells import last_line
from connectkit.text.dates import find_date, say
from connectkit.text.lazy import pattern

LINES = 3
OLD = timedelta(days=183)
STALE = timedelta(days=270)
"""From this age on the newest note is said to be old in Needs."""

_NO_MAIL = pattern(
    r"(?i)\b(?:hates?|dislikes|never reads?|does ?n[o']?t (?:read|like|answer)|no|never|not by)\s+(?:any\s+|his\s+|her\s+)?e?-?mails?\b"
    r"|\bkeine?\s+e?-?mails?\b|\bliest\s+keine\b|\bpas de (?:e-?mails?|mails?|courriels?)\b|\b(?:nada de|sin|no quiere) (?:correos?|e-?mails?)\b"
)


@dataclass(frozen=True)
class Known:
    """What the user knows of one person: Notes, the Log, and the columns that say what could be talked about.

    ``first`` are lines that belong to the occasion (a promise, a gift), shown before everything else.
    """

    name: str
    notes: str = ""
    entries: Sequence[Interaction] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    first: Sequence[str] = ()


def no_mail(notes: str) -> str:
    """The line of the notes that says not to write mail; ``""`` where there is none."""
    return next((line.strip() for line in notes.splitlines() if _NO_MAIL.search(line)), "")


def ideas(known: Known, today: date) -> str:
    """Up to three lines of material, or two questions where nothing is known."""
    lines: list[str] = []
    seen: set[str] = set()
    for line, text in _material(known, today):
        bare = _bare(text)
        if bare and not any(bare in other or other in bare for other in seen):
            seen.add(bare)
            lines.append(line)
        if len(lines) == LINES:
            break
    if not lines:
        return f"How did you get to know {known.name}?\nWhat did you last talk about?"
    return "\n".join(lines)


def newest(entries: Sequence[Interaction]) -> date | None:
    """The day of the newest note in the Log; None where there is none."""
    days = [one.day for one in entries if one.summary and one.source != "draft"]
    return max(days, default=None)


def _material(known: Known, today: date) -> Iterator[tuple[str, str]]:
    """Lines in the order of their use, each with the bare text by which a second one is known."""
    for line in known.first:
        yield line, line
    warning = no_mail(known.notes)
    if warning:
        yield f"note, no date: {short(warning)}", warning
    told = [
        one for one in known.entries if one.summary and one.source != "draft" and one.kind != "introduction"
    ]
    asked = [one for one in told if one.direction.casefold() == "asked"]
    for one in told[::-1][:1]:
        yield _entry(one, today), one.summary
    note = last_line(known.notes)
    if note:
        yield _note(note, today), note
    if asked and asked[-1] is not told[-1]:
        yield _entry(asked[-1], today), asked[-1].summary
    for key, words in (("interests", "cares about"), ("needs", "looking for"), ("offers", "knows about")):
        text = " ".join(known.columns.get(key, "").split())
        if text:
            yield f"{words}: {short(text)}", text
    for one in told[-2::-1]:
        yield _entry(one, today), one.summary


def _entry(one: Interaction, today: date) -> str:
    text = short(one.summary, 120).rstrip(".")
    if one.direction.casefold() == "asked":
        return f"you asked, {say(one.day, today)}: {text} (answered?)"
    who = "you gave" if one.direction.casefold() == "gave" else one.kind
    return f"{', '.join(part for part in (say(one.day, today), who) if part)}: {text}{_still(one.day, today)}"


def _note(note: str, today: date) -> str:
    day = find_date(note)
    if day is None or day > today:
        return f"note, no date: {short(note, 120)}"
    return f"note: {short(note, 120)}{_still(day, today)}"


def _still(day: date, today: date) -> str:
    return " (is this still so?)" if today - day > OLD else ""


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
