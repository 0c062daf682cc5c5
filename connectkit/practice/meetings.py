"""After a first meeting: thanks while it is fresh, and a check-in about three months later whatever the tier.

A meeting is the first one only where the sheet says that the two had not met: the row was added within 30 days of it (by
the user, not taken on with the sheet nor imported), or Met says so, and nothing older is known. Everybody else had a
meeting, not a first one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from connectkit.absorb.absorbed import Interaction
from connectkit.due.candidate import Candidate
from connectkit.due.occasions import came_known, came_with
from connectkit.model import SetCell
from connectkit.practice.base import Practice, Situation
from connectkit.sheet.cells import as_text
from connectkit.sheet.tables import NONE, Tables, day_of
from connectkit.text.dates import find_date, say
from connectkit.text.lazy import pattern
from connectkit.text.span import Span
from connectkit.text.spans import add_span

FRESH = timedelta(days=10)
"""So long after the meeting a thank-you is still offered."""

CHECK_IN = Span(3, 0)
WINDOW = timedelta(weeks=6)
"""So long after its day a check-in is still offered."""

RECENT = timedelta(days=30)
"""Contact within so many days makes a check-in needless."""

NEW = timedelta(days=30)
"""So near to the meeting the row was added, or Met says that they met."""

_YEAR = pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Met(NamedTuple):
    """One contact and the day of the first meeting; ``last`` is the last day in touch."""

    row: int
    name: str
    tier: str
    tier_rank: int
    share: float
    last: date
    day: date
    thanked: bool


def first_meeting(
    known: Iterable[Interaction], met: str, *, added: date | None = None, last: date | None = None
) -> date | None:
    """The day of the first meeting in the Log; None without one, and where it may not have been the first.

    ``added`` is the day the user added the row, None for a row taken on with the sheet or imported; ``last`` what stands
    in Last contact. A draft that invites somebody to meet is no meeting yet. Letters and calls of the weeks before may
    have led to the meeting; a contact of another kind, or without one, may have been a meeting itself.
    """
    known = list(known)
    days = [one.day for one in known if one.kind.casefold() == "meeting" and one.source != "draft"]
    if not days:
        return None
    day, told = min(days), find_date(met)
    new = added is not None and abs(added - day) <= NEW
    said = told is not None and abs(told - day) <= NEW
    older = last is not None and last < day
    before = [one for one in known if one.day < day]
    older |= any(day - one.day > NEW or not _was_apart(one) for one in before)
    years = [int(year) for year in _YEAR.findall(met)]
    older |= told < day - NEW if told else bool(years) and max(years) < day.year
    return None if older or not (new or said) else day


def _was_apart(one: Interaction) -> bool:
    """Whether a contact was surely no meeting: written, by voice, or an invitation that was sent."""
    return one.kind.casefold() in _APART or one.source == "draft"


_APART = frozenset({"email", "message", "call", "letter", "voice note", "note", "introduction"})
"""Kinds of contact that are no meeting."""


def thank(situation: Situation, practice: Practice) -> None:
    """A thank-you after a first meeting, within ten days, unless the two were in touch since."""
    practice.came |= _older_contacts(situation)
    for one in _first_meetings(situation, situation.today - FRESH, situation.today):
        if one.last > one.day or one.thanked:
            continue
        why = f"you met on {say(one.day, situation.today)}, the first meeting in your Log: say thanks while it is fresh"
        _offer(situation, practice, one, ("thank-you", one.day, why))


def check_in(situation: Situation, practice: Practice) -> None:
    """A check-in three calendar months after a first meeting, for six weeks, unless there was contact lately."""
    today = situation.today
    for one in _first_meetings(situation, add_span(today - WINDOW, CHECK_IN, -1) - FRESH, today - RECENT):
        due = add_span(one.day, CHECK_IN)
        if due <= today <= due + WINDOW and today - one.last > RECENT:
            why = f"three months since you met on {say(one.day, today)}, the first meeting in your Log: ask how it went on"
            _offer(situation, practice, one, ("check-in", due, why))


def _first_meetings(situation: Situation, since: date, until: date) -> Iterator[Met]:
    """Everybody first met between two days, in the order of the list."""
    sheet = situation.tables.contacts.sheet
    known = situation.absorbed.interactions
    decided = situation.decided
    met = [row for row, told in known.items() if any(one.kind.casefold() == "meeting" for one in told)]
    some = decided[decided["row"].isin(met)] if met else decided[:0]
    added, typed = added_by_hand(situation.tables, situation.today), _typed(situation.tables)
    keys = ("row", "name", "tier", "tier_rank", "share", "last")
    for row, name, tier, rank, share, last in zip(*(some[key].tolist() for key in keys), strict=True):
        if row in situation.identities.frozen:
            continue
        day = first_meeting(known[row], sheet.text(row, "met"), added=added.get(row), last=typed.get(row))
        if day is not None and since <= day <= until:
            thanked = any(one.kind == "thank-you" and one.day >= day for one in known[row])
            last_day = max(day_of(last) or day, day)
            yield Met(row, name, tier, rank, 0.0 if share != share else share, last_day, day, thanked)


def added_by_hand(tables: Tables, today: date) -> dict[int, date]:
    """Contact row to the day the user added it; nobody who was taken on with the sheet, imported or named in ``start``."""
    frame, occasions = tables.contacts.frame, tables.contacts.sheet.column("occasions")
    added = frame["added"].to_numpy()
    began = added[added != NONE].min() if (added != NONE).any() else NONE
    if began == NONE:
        return {}
    rows = zip(frame["row"].tolist(), added.tolist(), occasions, strict=True)
    return {
        row: day_of(number) or today
        for row, number, known in rows
        if number != began and not came_known(as_text(known))
    }


def _typed(tables: Tables) -> dict[int, date]:
    """Contact row to the day that stands in Last contact, or stood there before the first meeting moved it on."""
    frame, occasions = tables.contacts.frame, tables.contacts.sheet.column("occasions")
    days = zip(frame["row"].tolist(), frame["last"].tolist(), occasions, strict=True)
    return {
        row: day
        for row, number, known in days
        if (day := came_with(as_text(known)) or day_of(number)) is not None
    }


def _older_contacts(situation: Situation) -> dict[int, date]:
    """Contact row to the Last contact that tells that the first meeting in the Log was none, where this run moves it on."""
    moved = {
        one.row: one.before
        for one in situation.absorbed.changes
        if isinstance(one, SetCell) and one.tab == "contacts" and one.column == "last_contact"
    }
    known, sheet = situation.absorbed.interactions, situation.tables.contacts.sheet
    added, typed = added_by_hand(situation.tables, situation.today), _typed(situation.tables)
    return {
        row: typed[row]
        for row in moved
        if row in typed
        and came_with(sheet.text(row, "occasions")) is None
        and (day := first_meeting(known[row], sheet.text(row, "met"), added=added.get(row))) is not None
        and typed[row] < day
    }


def _offer(situation: Situation, practice: Practice, one: Met, what: tuple[str, date, str]) -> None:
    """A candidate, unless a draft of the kind was made for this person before: there is one first meeting."""
    when, due, why = what
    contact = situation.identities.ids.get(one.row, "")
    made = any(
        record["contact_id"] == contact and record["reason"].split()[:-1] == [when]
        for record in situation.tables.drafts
    )
    if contact and not made:
        practice.candidates.append(
            Candidate(
                one.row,
                contact,
                one.name,
                when,
                due,
                one.tier,
                one.tier_rank,
                one.share,
                why=why,
                facts={"met_on": one.day.isoformat()},
            )
        )
