"""How deep the ties go, not how many there are: who would take a call, and whether people hear a voice now and then.

Nothing here is written to the sheet; the monthly review reads it. No person gets a score: names and plain counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from heapq import nsmallest
from typing import NamedTuple

import pandas as pd

from connectkit.absorb.absorbed import Absorbed, Interaction
from connectkit.sheet.cells import as_tick
from connectkit.sheet.labels import labels
from connectkit.sheet.tables import Tables
from connectkit.text.say import count
from connectkit.text.span import Span
from connectkit.text.spans import add_span

WANTED = 5
"""At least so many people who would take a call within a week."""

NEAR = 3
"""So many people are named as the nearest to becoming one of them."""

MODES: Mapping[str, str] = {
    "email": "text", "message": "text", "note": "text", "thank-you": "text", "introduction": "text",
    "call": "voice", "voice note": "voice", "letter": "letter", "meeting": "meeting",
}  # fmt: skip
"""How a kind of interaction reaches the other: as text, by voice, by hand or in person."""

HUMAN = frozenset({"voice", "letter", "meeting"})
_CLOSE = 1
_QUIET = frozenset({"paused", "fade"})


class Near(NamedTuple):
    """Somebody who might take a call soon, and why: ``core, 3 calls or meetings in the last year``."""

    name: str
    why: str


class Five(NamedTuple):
    """Who would take the user's call within a week, and who is nearest to it where these are too few."""

    ready: tuple[str, ...]
    near: tuple[Near, ...]
    wanted: int = WANTED

    @property
    def sentence(self) -> str:
        """The check in words, names included."""
        if not self.ready:
            return f"Nobody is ticked under Would take my call yet; {self.wanted} is a good aim."
        who = ", ".join(self.ready)
        return f"{len(self.ready)} of {self.wanted} would take your call within a week: {who}."


def five_people(tables: Tables, absorbed: Absorbed, decided: pd.DataFrame, *, today: date) -> Five:
    """The five-people check: those ticked (paused and faded ones left out), and up to three who are near.

    Near are the two closest tiers, first those most often spoken to or met in the last twelve months.
    """
    sheet = tables.contacts.sheet
    ticks = zip(sheet.numbers, sheet.column("would_take_call"), strict=True)
    ticked = [row for row, cell in ticks if cell is not None and as_tick(cell)]
    awake = decided[~decided["verdict"].isin(list(_QUIET)).to_numpy()]
    agreed = awake["row"].isin(ticked).to_numpy()
    called = labels(tables)
    ready = tuple(sorted((called[row] for row in awake.loc[agreed, "row"].tolist()), key=str.casefold))
    if len(ready) >= WANTED:
        return Five(ready, ())
    close = awake[~agreed & (awake["tier_rank"] <= _CLOSE).to_numpy()]
    columns = zip(*(close[key].tolist() for key in ("row", "tier_rank", "name", "tier")), strict=True)
    near = (
        (-_human(absorbed.interactions.get(row, ()), today), rank, name.casefold(), called[row], tier)
        for row, rank, name, tier in columns
    )
    return Five(
        ready, tuple(Near(name, _why(tier, -times)) for times, _, _, name, tier in nsmallest(NEAR, near))
    )


def _human(known: Iterable[Interaction], today: date) -> int:
    since = add_span(today, Span(-12, 0)) if known else today
    return sum(mode_of(one) in HUMAN for one in known if since < one.day <= today)


def _why(tier: str, times: int) -> str:
    if not times:
        return f"{tier}, no call or meeting noted in the last year"
    return f"{tier}, {count(times, 'call or meeting', 'calls or meetings')} in the last year"


def mode_of(one: Interaction) -> str:
    """``text``, ``voice``, ``letter`` or ``meeting``; a kind of the user's own counts as text."""
    return MODES.get(one.kind.casefold(), "text")


def channel_mix(
    absorbed: Absorbed, decided: pd.DataFrame, *, since: date, until: date
) -> dict[str, dict[str, int]]:
    """Tier to mode to how many interactions there were from ``since`` to ``until``, both included.

    Tiers come in their order, the closest first; a tier without any interaction is left out. Modes are ``text``,
    ``voice``, ``letter`` and ``meeting``, all present.
    """
    mix: dict[str, dict[str, int]] = {}
    people = sorted(
        zip(decided["tier_rank"].tolist(), decided["tier"].tolist(), decided["row"].tolist(), strict=True)
    )
    for _, tier, row in people:
        for one in absorbed.interactions.get(row, ()):
            if since <= one.day <= until:
                counts = mix.setdefault(tier, dict.fromkeys(("text", "voice", "letter", "meeting"), 0))
                counts[mode_of(one)] += 1
    return mix


def text_only(absorbed: Absorbed, decided: pd.DataFrame, *, times: int = 3) -> tuple[str, ...]:
    """Names of the two closest tiers' people whose last three interactions were all text, in the order of the list."""
    found = []
    columns = zip(*(decided[key].tolist() for key in ("row", "name", "tier_rank", "verdict")), strict=True)
    for row, name, rank, verdict in columns:
        lately = absorbed.interactions.get(row, [])[-times:]
        close = rank <= _CLOSE and verdict not in _QUIET
        if close and len(lately) == times and all(mode_of(one) == "text" for one in lately):
            found.append(name)
    return tuple(found)
