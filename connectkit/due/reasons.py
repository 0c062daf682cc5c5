"""Why a person stands where they stand, in plain words and dates; never a score."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from connectkit.text.dates import say
from connectkit.text.say import count
from connectkit.text.span import Span
from connectkit.text.spans import say_span
from connectkit.text.stretches import read_stretch


class Facts(NamedTuple):
    """What a reason is made of; days as dates, None where there is none.

    ``hello``: the two have not met.
    """

    verdict: str
    tier: str
    aim: Span
    last: date | None
    base: date | None
    next_due: date | None
    latest: date | None
    snooze: date | None
    later: date | None
    next_touch: date | None
    rested: date | None
    last_text: str
    hello: bool = False


def why(facts: Facts, *, today: date) -> str:
    """One sentence without a full stop: tier, last contact, what is wanted, how far past."""
    if facts.verdict in _FIXED:
        return _FIXED[facts.verdict]
    if facts.verdict == "snoozed":
        return _snoozed(facts, today)
    if facts.verdict == "unreadable":
        return f"{facts.tier}, Last contact “{facts.last_text}” could not be read: see Problems"
    if facts.verdict == "never":
        return _never(facts, today)
    parts = [facts.tier]
    if facts.last:
        parts.append(f"last contact {_last(facts, facts.last, today)}")
    if facts.rested and facts.base == facts.rested:
        parts.append(f"skipped on {say(facts.rested, today)}")
    parts.append(_wanted(facts, today))
    return ", ".join(part for part in parts if part)


def _last(facts: Facts, last: date, today: date) -> str:
    """The day, or "some day in September" where that is all that is known."""
    stretch = read_stretch(facts.last_text, today)
    return f"some day in {stretch.name}" if stretch and stretch.last == last else say(last, today)


_FIXED = {
    "paused": "paused by you, never prompts",
    "fade": "left to fade, never prompts",
}


def _snoozed(facts: Facts, today: date) -> str:
    if facts.snooze and facts.snooze >= today:
        return f"snoozed until {say(facts.snooze, today)}"
    return f"you chose Later, back after {say(facts.later, today)}" if facts.later else "snoozed"


def _never(facts: Facts, today: date) -> str:
    since = f", known since {say(facts.base, today)}" if facts.base and facts.base < today else ""
    told = f"{facts.tier}, {'not met yet' if facts.hello else 'no contact noted yet'}{since}"
    what = "first hello" if facts.hello else "note"
    if facts.next_due is None or facts.next_due <= today:
        return f"{told}: time for a {what}"
    return f"{told}: a {what} by {say(facts.next_due, today)}"


def _wanted(facts: Facts, today: date) -> str:
    if facts.next_due is None:
        return ""
    touch = facts.next_touch is not None and facts.next_touch == facts.next_due
    rhythm = (
        f"your Next touch was {say(facts.next_due, today)}"
        if touch
        else f"wanted every {say_span(facts.aim).removeprefix('1 ')}"
    )
    days = (today - facts.next_due).days
    if days < 0:
        where = "" if touch and days < 0 else f"due {say(facts.next_due, today)}"
        rhythm = f"your Next touch is {say(facts.next_due, today)}" if touch else rhythm
        return ", ".join(part for part in (rhythm, where, f"in {count(-days, 'day', 'days')}") if part)
    if days == 0:
        return f"{rhythm}, due today"
    if facts.verdict == "late" and facts.latest:
        return f"{rhythm}, {count(days, 'day', 'days')} past, late since {say(facts.latest, today)}"
    return f"{rhythm}, {count(days, 'day', 'days')} past"
