"""The rhythm two people really had, the number of new faces, and whether old ties pay for them.

Tiers say what the user wants; this looks at what happened. It only ever adds a sentence or a line: no draft is made
for it, nobody who rests is named, and what came to an end long ago is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from connectkit.absorb.absorbed import Absorbed
from connectkit.due.candidate import QUIET
from connectkit.due.occasions import came_known
from connectkit.model import CellValue
from connectkit.practice.base import Practice, Situation
from connectkit.sheet.cells import as_text
from connectkit.sheet.labels import labels
from connectkit.sheet.tables import NONE, Tables, day_of, first_seen
from connectkit.text.dates import find_date
from connectkit.text.lazy import pattern

GAPS = 3
"""So many gaps between contacts make a rhythm …"""

SPREAD = timedelta(days=21)
"""… when they span at least three weeks."""

RECENT = 8
"""Only the latest gaps count: a rhythm of years ago is another one."""

SHOWN = 5
"""So many people who drifted are listed, those furthest from their rhythm first."""

BUSY = 6
"""Below so many interactions in a quarter nothing is said of old and new."""


_DIGIT = pattern(r"\d")


class Drift(NamedTuple):
    """Somebody's own rhythm (the usual gap) and the silence since, both in days."""

    gap: float
    silence: int

    @property
    def sentence(self) -> str:
        """``you two used to be in touch every 3 weeks; it has been 9 weeks``."""
        return f"you two used to be in touch every {_length(self.gap)}; it has been {_length(self.silence)}"


def drift(days: Iterable[date], today: date) -> Drift | None:
    """How far a silence lies beyond a person's own rhythm; None where there is no rhythm, no drift, or it is long over.

    The usual gap is the median of the latest eight. A silence is drift from twice the gap and two weeks more than it,
    up to twelve times the gap or 90 days more: beyond that the time together has ended, and no reminder mends it.
    """
    known = _latest(sorted({day for day in days if day <= today}))
    gaps = [(later - earlier).days for earlier, later in pairwise(known)]
    if len(gaps) < GAPS or known[-1] - known[0] < SPREAD:
        return None
    gap, silence = median(gaps), (today - known[-1]).days
    if max(2 * gap, gap + 14) < silence <= max(12 * gap, gap + 90):
        return Drift(gap, silence)
    return None


def _latest(known: Sequence[date]) -> Sequence[date]:
    """The days of the latest eight gaps; of more where contact was so frequent that eight span less than three weeks."""
    start = max(0, len(known) - RECENT - 1)
    while start and known[-1] - known[start] < SPREAD:
        start -= 1
    return known[start:]


def drifting(absorbed: Absorbed, decided: pd.DataFrame, today: date) -> dict[int, Drift]:
    """Contact row to drift, those furthest from their rhythm first; nobody paused, left to fade or snoozed.

    A Last contact typed by hand counts as a day in touch.
    """
    often = [row for row, known in absorbed.interactions.items() if len(known) >= GAPS]
    some = decided[decided["row"].isin(often)] if often else decided[:0]
    found: dict[int, Drift] = {}
    columns = zip(*(some[key].tolist() for key in ("row", "verdict", "last")), strict=True)
    for row, verdict, last in columns:
        if verdict in QUIET:
            continue
        known = absorbed.interactions[row]
        typed = day_of(last)
        one = drift([*(each.day for each in known), *([typed] if typed else [])], today)
        if one is not None:
            found[row] = one
    return dict(sorted(found.items(), key=lambda item: (-item[1].silence / max(item[1].gap, 1), item[0])))


def _length(days: float) -> str:
    """Days in the unit people think in: days below two weeks, weeks below three months, then months."""
    if days < 14 and round(days) != 7:
        number, unit = round(days), "day"
    elif days < 84:
        number, unit = round(days / 7), "week"
    else:
        number, unit = round(days / 30.4), "month"
    return f"{unit}" if number == 1 else f"{number} {unit}s"


def first_known(tables: Tables, absorbed: Absorbed, today: date) -> dict[int, date]:
    """Contact row to the day the two met, as far as the sheet knows: Met, else the first sign of a row added later.

    Of the people who stood in the sheet when connectkit first saw it, or came with a Last contact from before, only
    those whose Met holds a day are known: a Last contact says when they last spoke, not when they first did.
    """
    frame, sheet = tables.contacts.frame, tables.contacts.sheet
    added, rows = frame["added"].to_numpy(), frame["row"].to_numpy()
    seen_first = added[added != NONE]
    began = seen_first.min() if len(seen_first) else None
    met = sheet.column("met")
    told = [
        at for at, cell in enumerate(met if any(met) else ()) if isinstance(cell, str) and _DIGIT.search(cell)
    ]
    came = sheet.column("occasions")
    later = np.flatnonzero(added != began).tolist() if began is not None else []
    later = [at for at in later if not came_known(as_text(came[at]))]
    days: dict[int, date] = {}
    new = set(later)
    for at in sorted({*told, *later}):
        row, cell = int(rows[at]), met[at]
        day = find_date(cell) if isinstance(cell, str) and _DIGIT.search(cell) else None
        if day is None and at in new and began is not None:
            seen = day_of(added[at]) or first_seen(tables.contacts, at, today)
            known = [one.day for one in absorbed.interactions.get(row, ())[:1]]
            day = min(seen, today, *known) if seen != day_of(began) else None
        if day is not None and day <= today:
            days[row] = day
    return days


def new_in_month(tables: Tables, absorbed: Absorbed, month: date, today: date) -> tuple[str, ...]:
    """Names of the people met in the calendar month of ``month``, in the order of the sheet."""
    days = first_known(tables, absorbed, today).items()
    rows = [row for row, day in days if (day.year, day.month) == (month.year, month.month)]
    frame = tables.contacts.frame
    return tuple(frame.loc[frame["row"].isin(rows), "name"]) if rows else ()


class OldNew(NamedTuple):
    """A quarter's interactions: how many were with people met in it, how many with older ties, and who waits.

    ``neglected`` are people of the two closest tiers, met before the quarter, who are late and had no contact in it.
    """

    new: int
    old: int
    new_names: tuple[str, ...]
    neglected: tuple[str, ...]

    @property
    def lopsided(self) -> bool:
        """True when more than half of a quarter with enough in it went to new people while close ties are late."""
        return self.new + self.old >= BUSY and self.new > self.old and bool(self.neglected)

    @property
    def sentence(self) -> str:
        """``7 of 10 contacts this quarter were with people you met in it; late meanwhile: Priya Raman.``"""
        return (
            f"{self.new} of {self.new + self.old} contacts this quarter were with people you met in it; "
            f"late meanwhile: {_some(self.neglected)}"
        )


def old_and_new(tables: Tables, absorbed: Absorbed, decided: pd.DataFrame, today: date) -> OldNew:
    """Old ties against new ones in the calendar quarter of today."""
    start = quarter_start(today)
    known = first_known(tables, absorbed, today)
    counts = {
        row: sum(start <= one.day <= today for one in told) for row, told in absorbed.interactions.items()
    }
    times = {row: count for row, count in counts.items() if count}
    fresh = {row for row, met in known.items() if met >= start}
    new = sum(count for row, count in times.items() if row in fresh)
    late = ((decided["tier_rank"] <= 1) & (decided["verdict"] == "late")).to_numpy()
    asked = decided[late | decided["row"].isin(list(fresh & times.keys())).to_numpy()]
    called = labels(tables)
    pairs = [(row, called[row]) for row in asked["row"].tolist()]
    new_names = [name for row, name in pairs if row in fresh and row in times]
    neglected = [name for row, name in pairs if row not in fresh and row not in times]
    return OldNew(new, sum(times.values()) - new, tuple(new_names), tuple(neglected))


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def own_rhythm(situation: Situation, practice: Practice) -> None:
    """Drift as a sentence beside whoever is listed anyway, and a line of Due for those the tiers call fine."""
    found = drifting(situation.absorbed, situation.decided, situation.today)
    if not found:
        return
    decided = situation.decided
    some = decided[decided["row"].isin(list(found))].to_dict("records")
    people = {int(one["row"]): one for one in some}
    fine = [row for row in found if people[row]["verdict"] == "ok" and not people[row]["promised"]]
    for row, one in found.items():
        practice.reasons[row] = _joined(practice.reasons.get(row), one.sentence)
    called = labels(situation.tables)
    practice.lines += [_line({**people[row], "name": called[row]}, found[row]) for row in fine[:SHOWN]]


def _line(one: Mapping[Any, Any], found: Drift) -> tuple[CellValue, ...]:
    return (
        "drifting",
        one["name"],
        one["tier"],
        day_of(one["last"]),
        day_of(one["next_due"]),
        found.sentence,
        "",
    )


def new_faces(situation: Situation, practice: Practice) -> None:
    """A gentle line of Due when a month brought more new people than wanted, or new ones push the close ones aside."""
    tables, absorbed, today = situation.tables, situation.absorbed, situation.today
    new = new_in_month(tables, absorbed, today, today)
    cap = situation.config.new_per_month
    if cap and len(new) > cap:
        text = (
            f"{len(new)} new people this month, {cap} is your measure: {_some(new)}. "
            "No need to stop; the ones you have come first."
        )
        practice.lines.append(("new people", "", "", None, None, text, ""))
    balance = old_and_new(tables, absorbed, situation.decided, today)
    if balance.lopsided:
        practice.lines.append(("old and new", "", "", None, None, balance.sentence + ".", ""))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def _joined(*parts: str | None) -> str:
    return "; ".join(part for part in parts if part)
