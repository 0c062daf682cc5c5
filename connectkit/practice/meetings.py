"""After a first meeting: thanks while it is fresh, and a check-in about three months later whatever the tier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from connectkit.absorb.absorbed import Interaction
from connectkit.due.choose import Candidate
from connectkit.practice.base import Practice, Situation
from connectkit.sheet.tables import day_of
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

_KNOWN = timedelta(days=60)
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


def first_meeting(known: Iterable[Interaction], met: str, *, close: bool = False) -> date | None:
    """The day of the first meeting in the Log; None without one, or where Met says they met long before it.

    A draft that invites somebody to meet is no meeting yet. A ``close`` tie in touch for two months before is an old
    friend: the meeting is only the first that was noted.
    """
    known = list(known)
    day = next((one.day for one in known if one.kind.casefold() == "meeting" and one.source != "draft"), None)
    if day is not None and close and any(one.day < day - _KNOWN for one in known):
        return None
    if day is None or not any(map(str.isdigit, met)):
        return day
    told, years = find_date(met), [int(year) for year in _YEAR.findall(met)]
    before = told < day - _KNOWN if told else bool(years) and max(years) < day.year
    return None if before else day


def thank(situation: Situation, practice: Practice) -> None:
    """A thank-you after a first meeting, within ten days, unless the two were in touch since."""
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
    some = decided[decided["row"].isin(list(known))] if known else decided[:0]
    keys = ("row", "name", "tier", "tier_rank", "share", "last")
    for row, name, tier, rank, share, last in zip(*(some[key].tolist() for key in keys), strict=True):
        if row in situation.identities.frozen:
            continue
        day = first_meeting(known[row], sheet.text(row, "met"), close=rank <= 1)
        if day is not None and since <= day <= until:
            thanked = any(one.kind == "thank-you" and one.day >= day for one in known[row])
            last_day = max(day_of(last) or day, day)
            yield Met(row, name, tier, rank, 0.0 if share != share else share, last_day, day, thanked)


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
