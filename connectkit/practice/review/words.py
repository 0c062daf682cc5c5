"""A month's review as data, and its sentences: the same words in the tab, at the terminal and on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from connectkit.practice.audit import HINT, Faded, Matrix
from connectkit.practice.depth import Five
from connectkit.practice.goals import Progress
from connectkit.practice.review.months import Entry, Figures, Kept, Month
from connectkit.practice.review.standing import SHOWN, Move
from connectkit.practice.rhythm import OldNew
from connectkit.text.say import count

NAMED = 40
"""So many names a line of the tab holds; the command names all."""


@dataclass(frozen=True)
class Review:
    """One month, looked at on ``today``. ``last`` is its last day, or today while it lasts.

    ``groups`` maps each of GROUPS to names; ``history`` are the figures of the twelve months up to this one, the
    oldest first; ``channels`` maps tier to mode to number; ``tiers`` and ``standings`` cross roles with where people are.
    """

    month: Month
    today: date
    figures: Figures
    history: tuple[Figures, ...]
    groups: Mapping[str, tuple[str, ...]]
    moves: tuple[Move, ...]
    entries: tuple[Entry, ...]
    weeks: tuple[tuple[date, tuple[Entry, ...]], ...]
    promises: tuple[Kept, ...]
    introductions: tuple[tuple[str, ...], ...]
    channels: Mapping[str, Mapping[str, int]]
    new: tuple[str, ...]
    balance: OldNew
    goals: tuple[Progress, ...]
    tiers: Matrix
    standings: Matrix
    faded: tuple[Faded, ...]
    five: Five
    notice: str

    @property
    def complete(self) -> bool:
        """True when the month has ended."""
        return self.month.last < self.today

    @property
    def last(self) -> date:
        """The last day this review knows of the month."""
        return min(self.month.last, self.today)

    @property
    def kept_rate(self) -> int | None:
        """The share of the user's promises due that month that were kept, in percent; None without any."""
        return round(100 * self.figures.kept / self.figures.promised) if self.figures.promised else None


Words = dict[str, str]
"""What a line is about, and its words."""


def standing_words(one: Review) -> Words:
    """Where everybody stood, who moved, and who faded: what is read once, when the month has ended."""
    found = {group: some(one.groups[group]) for group in SHOWN}
    if one.groups["not known"]:
        found["not known"] = f"{some(one.groups['not known'])} (the sheet does not tell)"
    for title, up in (("doing better", True), ("doing worse", False)):
        moved = [f"{move.name} ({move.was} → {move.now})" for move in one.moves if move.up is up]
        found[title] = some(moved)
    found["faded, and then"] = (
        f"{some([each.say(one.today) for each in one.faded], mark='; ')}. {HINT}" if one.faded else ""
    )
    return found


def log_words(one: Review) -> Words:
    """What happened in the month, and with whom."""
    return {
        one.month.title: headline(one),
        "in touch with": touched(one),
        "gave": some(_told(each for each in one.entries if each.direction.casefold() == "gave")),
        "asked": some(_told(each for each in one.entries if each.direction.casefold() == "asked")),
        "promises": promise_words(one),
        "introductions": some([" and ".join(names) for names in one.introductions]),
        "how": "; ".join(f"{tier}: {modes(mix)}" for tier, mix in one.channels.items()),
        "new people": some(one.new),
        "old and new": one.balance.sentence + "." if one.balance.lopsided else "",
        "goals": "; ".join(each.say() for each in one.goals),
    }


def lasting_words(gaps: Sequence[str], ready: Sequence[str], notice: str) -> Words:
    """What follows from the contacts as they are, whatever the day."""
    return {
        "gaps": some(gaps, mark="; "),
        "five people": f"{len(ready)} would take your call within a week: {some(ready)}" if ready else "",
        "size": notice,
    }


def headline(one: Review) -> str:
    """The month in a sentence: how often in touch, with how many, how much was given and asked."""
    known, weeks = one.figures, ((one.last - one.month.first).days + 1) / 7
    if not known.interactions:
        return "Nobody was written to or met, as far as the sheet tells."
    times = f"In touch {_times(known.interactions)} with {count(known.people, 'person', 'people')}"
    weekly = f", about {known.interactions / max(weeks, 1):.1f} a week"
    helped = (
        f" You gave {_times(known.gave)} and asked {_times(known.asked)}."
        if known.gave or known.asked
        else ""
    )
    return f"{times}{weekly}.{helped}"


def touched(one: Review) -> str:
    """With whom, and how many more the tab counted whose Last contact has moved on since, so that no row tells."""
    names = people(one.entries)
    lost = one.figures.people - len(names)
    text = some(names)
    return f"{text} and {lost} whose Last contact has moved on since" if lost > 0 else text


def promise_words(one: Review) -> str:
    """The user's promises that were due: how many were kept, and which were not."""
    known = one.figures
    if not known.promised:
        return ""
    late = [f"{each.what} (to {each.who})" for each in one.promises if each.by == "me" and not each.kept]
    text = f"{known.kept} of {known.promised} kept ({one.kept_rate} %)"
    return f"{text}; open: {some(late)}" if late else text


def people(entries: Iterable[Entry]) -> list[str]:
    """Names with how often, those most often in touch first: ``Ana Lima (3)``."""
    counts: dict[tuple[int, str], int] = {}
    for one in entries:
        counts[one.row, one.name] = counts.get((one.row, one.name), 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0][1].casefold(), item[0][0]))
    return [name if times == 1 else f"{name} ({times})" for (_, name), times in ordered]


def modes(mix: Mapping[str, int]) -> str:
    """``text 3, voice 1``: how people were reached, without what did not occur."""
    return ", ".join(f"{mode} {number}" for mode, number in mix.items() if number)


def some(names: Sequence[str], limit: int = NAMED, mark: str = ", ") -> str:
    """The names in one line, the end of a long list in a number."""
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return mark.join(names[:limit]) + more


def _told(entries: Iterable[Entry]) -> list[str]:
    return [f"{one.name} ({one.summary})" if one.summary else one.name for one in entries]


def _times(number: int) -> str:
    return {0: "nothing", 1: "once", 2: "twice"}.get(number, f"{number} times")
