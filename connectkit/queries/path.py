"""Who could introduce the user to a person or a company, and what speaks for giving something first.

Only the user's own people are asked: their company, title and tags, the words of Met, Notes and the Log, and who
introduced whom. Closest first; nobody is rated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from connectkit.absorb.absorbed import Interaction, short
from connectkit.practice.giving import asked_twice
from connectkit.practice.met_through import introducers
from connectkit.sheet.cells import as_text
from connectkit.sheet.tables import Sheet
from connectkit.text.dates import say
from connectkit.text.places.places import spellings
from connectkit.text.plain import fold

if TYPE_CHECKING:
    from connectkit.view import View

INSIDE = ("company", "tags", "title", "city")
WORDS = ("met", "notes", "interests", "offers")


class Step(NamedTuple):
    """Somebody who could help. ``why`` is the trace in the sheet, ``through`` who introduced them to the user.

    ``kind``: ``is`` (they are who is asked for), ``inside`` (works there), ``introduced`` (made the tie to somebody
    found) or ``mentions`` (the words stand in their notes). ``give_first`` says how giving stands with them.
    """

    name: str
    kind: str
    why: str
    tier: str
    state: str
    through: str
    give_first: str


_KINDS = ("is", "inside", "introduced", "mentions")


def find(view: View, wanted: str) -> tuple[Step, ...]:
    """Everybody who could lead to a company or person, the surest trace first, then the closest tier, then by name."""
    words = re.findall(r"\w+", fold(wanted))
    if not words:
        return ()
    frame, sheet = view.tables.contacts.frame, view.tables.contacts.sheet
    names = dict(zip(frame["row"].tolist(), frame["name"].tolist(), strict=True))
    through = introducers(view.tables)
    found: dict[int, tuple[str, str]] = {}
    for row, name in names.items():
        trace = _trace(view, row, name, words)
        if trace:
            found[row] = trace
    for row in [row for row, (kind, _) in found.items() if kind in ("is", "inside")]:
        other = through.get(row)
        if other is not None and found.get(other, ("mentions", ""))[0] == "mentions":
            found[other] = "introduced", f"introduced you to {names[row]}"
    state = {row: (tier, verdict, rank) for row, tier, verdict, rank in _columns(view)}
    ordered = sorted(
        found, key=lambda row: (_KINDS.index(found[row][0]), state[row][2], names[row].casefold())
    )
    return tuple(
        Step(
            names[row],
            *found[row],
            state[row][0],
            state[row][1],
            names.get(through.get(row, 0), ""),
            give_first(view.absorbed.interactions.get(row, ()), view.today, never=state[row][1] == "never"),
        )
        for row in ordered
        if sheet.text(row, "state").casefold() not in ("fade", "faded")
    )


def _columns(view: View) -> Iterable[tuple[int, str, str, int]]:
    frame = view.decided
    keys = ("row", "tier", "verdict", "tier_rank")
    return zip(*(frame[key].tolist() for key in keys), strict=True)


def _trace(view: View, row: int, name: str, words: list[str]) -> tuple[str, str] | None:
    """The kind of trace and its words; None where nothing in the sheet leads on."""
    sheet = view.tables.contacts.sheet
    if _holds(name, words):
        return "is", "you know them yourself"
    for key in INSIDE:
        if _holds(_spelt(sheet, row, key), words):
            title = sheet.text(row, "title") if key == "company" else ""
            return "inside", ", ".join(part for part in (title, sheet.text(row, key)) if part)
    for key in WORDS:
        for line in as_text(sheet.cell(row, key)).splitlines():
            if _holds(line, words):
                return "mentions", f"{key.capitalize()}: “{short(line)}”"
    for one in reversed(view.absorbed.interactions.get(row, ())):
        if _holds(one.summary, words):
            return "mentions", f"Log, {say(one.day, view.today)}: “{short(one.summary)}”"
    return None


def _spelt(sheet: Sheet, row: int, key: str) -> str:
    """The cell; of a city every name it has."""
    text = sheet.text(row, key)
    return f"{text} {spellings(text)}" if text and key == "city" else text


def _holds(text: str, words: list[str]) -> bool:
    """True where the text holds all the words, as whole words."""
    if not text:
        return False
    have = set(re.findall(r"\w+", fold(text)))
    return all(word in have for word in words)


def give_first(known: Iterable[Interaction], today: date, *, never: bool = False) -> str:
    """How giving and asking stand with one person, as advice; no account is kept."""
    known = list(known)
    directed = [one for one in known if one.direction.casefold() in ("gave", "asked")]
    if never:
        return "you have not been in touch: say hello before you ask"
    if not directed:
        return "nothing given or asked is noted: bring something along"
    last = directed[-1]
    if last.direction.casefold() == "gave":
        return f"you gave something on {say(last.day, today)}: you may well ask"
    if asked_twice(known):
        return f"you asked the last two times (on {say(last.day, today)}): give something first"
    return f"you asked last, on {say(last.day, today)}: give something first"
