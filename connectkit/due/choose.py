"""The week's picks: one or two people, promises first, weak ties their share, the rest waits without shame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from connectkit.absorb.absorbed import Absorbed, Promise
from connectkit.config.config import Config
from connectkit.due.candidate import QUIET, Candidate
from connectkit.due.occasions import last_week, offered, within_half
from connectkit.sheet.tables import NONE, Record, Tables, day_of, number_of

MOST_LYING = 4
"""While so many drafts lie untouched no new one is made."""

FRESH = frozenset({"birthday", "thank-you"})
"""Situations that are over in a few days: a weak tie whose turn it is can wait a week, these can't."""


@dataclass(frozen=True)
class Choice:
    """Who gets a draft now, how many wait, whether the queue restarts after a quiet time.

    ``lying``: so many drafts lie untouched that no new one is made; 0 otherwise.
    """

    picks: tuple[Candidate, ...]
    waiting: int
    restart: bool
    lying: int = 0


def choose(
    decided: pd.DataFrame,
    ids: Mapping[int, str],
    absorbed: Absorbed,
    tables: Tables,
    config: Config,
    *,
    today: date,
    extra: Sequence[Candidate] = (),
) -> Choice:
    """The picks for today, within what the week's budget has left: promises, then ``extra``, then the rhythm."""
    free = Free(decided, ids, absorbed)
    restart = _is_quiet(decided, config, today)
    promised = _promises(free, absorbed, today)
    asked = offered(extra, decided, {one.row for one in promised}, absorbed, tables)
    near = _closest(decided)
    if restart:
        asked = [one for one in asked if one.tier_rank in near]
    asked = within_half(asked, tables.drafts, config.per_week, today)
    seen = {one.row for one in (*promised, *asked)}
    queue = [at for at in _rhythm(free, today, near if restart else None) if free.rows[at] not in seen]
    slots = _slots(absorbed, tables, ids, config, today, restart=restart)
    turns = [
        _by_rhythm(free, at, tables, config, restart=restart) for at in _in_reach(free, queue, slots, config)
    ]
    passed_over = [
        one for one in turns if asked and last_week(tables.drafts, today) and free.is_close_and_late(one.row)
    ]
    line = [*promised, *passed_over, *asked, *(one for one in turns if one not in passed_over)]
    since_weak = _since_weak(tables.drafts, _tiers(decided, ids, tables.drafts), config)
    picks = _fill(line, slots, since_weak, config)
    waiting = len(promised) + len(asked) + len(queue) - len(picks)
    lying = absorbed.lying if absorbed.lying >= most_lying(config) else 0
    return Choice(tuple(picks), waiting, restart, lying)


def most_lying(config: Config) -> int:
    """So many untouched drafts are enough: four, or a week's worth where that is more."""
    return max(MOST_LYING, config.per_week)


def _slots(
    absorbed: Absorbed, tables: Tables, ids: Mapping[int, str], config: Config, today: date, *, restart: bool
) -> int:
    """How many drafts may be made now: what the week has left, and none while too many lie untouched."""
    if absorbed.lying >= most_lying(config):
        return 0
    slots = max(0, config.per_week - drafted_this_week(tables, ids, today))
    return min(slots, config.restart_picks) if restart else slots


def _in_reach(free: Free, queue: Sequence[int], slots: int, config: Config) -> list[int]:
    """The places that could come up now, in order: the first, the first weak ties, the first late close ones."""
    tiers = free.frame["tier"].tolist() if slots else []
    weak = [at for at in queue if slots and tiers[at] == config.weak_tier][:slots]
    close = [at for at in queue if slots and free.is_close_and_late(free.rows[at])][:slots]
    return sorted({*queue[:slots], *weak, *close}, key=queue.index)


def _closest(decided: pd.DataFrame) -> frozenset[int]:
    """The ranks of the two closest tiers that anybody is in whom the user has not let go."""
    here = decided.loc[~decided["verdict"].isin(["paused", "fade"]).to_numpy(), "tier_rank"]
    return frozenset(sorted(set(here.tolist()))[:2])


def _tiers(decided: pd.DataFrame, ids: Mapping[int, str], drafts: Sequence[Record]) -> dict[str, str]:
    """Contact ID to tier, where any draft was made."""
    wanted = {record["contact_id"] for record in drafts}
    rows = {row: one for row, one in ids.items() if one in wanted}
    some = decided[np.isin(decided["row"].to_numpy(), list(rows))]
    return {rows[row]: tier for row, tier in zip(some["row"].tolist(), some["tier"].tolist(), strict=True)}


class Free:
    """The people who may get a draft at all: an ID of their own, nothing open, no meeting ahead, not resting or let go."""

    def __init__(self, decided: pd.DataFrame, ids: Mapping[int, str], absorbed: Absorbed) -> None:
        listed = decided[((decided["verdict"] != "ok") | decided["promised"]).to_numpy()]
        quiet = listed["verdict"].isin(list(QUIET)).to_numpy()
        rows = listed["row"].tolist()
        may = np.array(
            [
                row in ids and ids[row] not in absorbed.open_drafts and row not in absorbed.ahead
                for row in rows
            ],
            dtype=bool,
        )
        self.frame = listed[may & ~quiet]
        self.ids = ids
        self.rows = self.frame["row"].tolist()
        self._late = {
            row
            for row, verdict, rank in zip(
                self.rows, self.frame["verdict"], self.frame["tier_rank"], strict=True
            )
            if verdict == "late" and rank <= 1
        }
        self.places = {row: at for at, row in enumerate(self.frame["row"].tolist())}

    def is_close_and_late(self, row: int) -> bool:
        """Whether somebody of the two closest tiers is past the latest day."""
        return row in self._late

    def candidate(self, at: int, when: str, due: date, promise: Promise | None = None) -> Candidate:
        """The person at a place of the frame, as a candidate; a promise says its situation itself."""
        one = self.frame.iloc[at]
        row = int(one["row"])
        share = float(one["share"])
        made = Candidate(
            row, self.ids[row], one["name"], when, due, one["tier"], int(one["tier_rank"]), share
        )
        if promise is None:
            return made
        situation = "their-promise" if promise.theirs else "promise"
        return replace(made, when=situation, promise=promise.record, key=promise.id)


def _promises(free: Free, absorbed: Absorbed, today: date) -> list[Candidate]:
    """Promises due, the oldest first; one a person."""
    due: list[tuple[date, int, Candidate]] = []
    for one in absorbed.promises:
        day, drafted = one.due, one.record.dates["drafted"]
        if one.row is None or one.row not in free.places or day is None or not one.is_due(today):
            continue
        if drafted is None or drafted < day:
            due.append((day, one.record.row, free.candidate(free.places[one.row], "", day, one)))
    chosen: dict[int, Candidate] = {}
    for _, _, pick in sorted(due, key=lambda item: (item[2].when != "promise", item[0], item[1])):
        chosen.setdefault(pick.row, pick)
    return list(chosen.values())


def _rhythm(free: Free, today: date, near: Set[int] | None) -> list[int]:
    """Places of everyone whose day has come and who was not drafted for it, in the order of the list.

    ``near``: only these tiers, the closest first, as after a lapse.
    """
    frame = free.frame
    due = draft_day(frame)
    prompted = frame["verdict"].isin(["due", "late", "never"]).to_numpy()
    ready = np.flatnonzero(prompted & (due <= number_of(today)) & (frame["next_due"].to_numpy() != NONE))
    if near is not None:
        ready = ready[np.isin(frame["tier_rank"].to_numpy()[ready], list(near))]
        share, rank = frame["share"].to_numpy()[ready], frame["tier_rank"].to_numpy()[ready]
        ready = ready[np.lexsort((-share, rank))]
    return [int(place) for place in ready]


def _by_rhythm(free: Free, at: int, tables: Tables, config: Config, *, restart: bool) -> Candidate:
    """One of those as a candidate: the situation is decided by state and tier, a first hello by what the user says."""
    hello = free.rows[at] in tables.contacts.strangers
    verdict, tier = free.frame["verdict"].iloc[at], free.frame["tier"].iloc[at]
    when = (
        "first-hello"
        if verdict == "never" and hello
        else "restart"
        if restart
        else "weak-tie"
        if tier == config.weak_tier
        else "reconnect"
    )
    due = day_of(int(draft_day(free.frame.iloc[[at]])[0]))
    return free.candidate(at, when, due or date.min)


def draft_day(frame: pd.DataFrame) -> np.ndarray:
    """The due day a draft would be for; where one was made since, and deleted, a whole cycle after that."""
    due, drafted, cycle = (frame[key].to_numpy() for key in ("next_due", "drafted_for", "cycle"))
    again = (drafted != NONE) & (due != NONE) & (drafted >= due)
    return np.where(again, drafted + cycle, due)


def _is_quiet(decided: pd.DataFrame, config: Config, today: date) -> bool:
    """True when the latest interaction with anybody lies more than ``quiet_days`` back."""
    last = decided["last"].max() if len(decided) else NONE
    return bool(last != NONE and number_of(today) - int(last) > config.quiet_days)


def drafted_this_week(tables: Tables, ids: Mapping[int, str], today: date) -> int:
    """How many drafts were created in today's ISO week, with those of people's turns that were deleted since."""
    week = today.isocalendar()[:2]

    def within(day: object) -> bool:
        return isinstance(day, date) and day.isocalendar()[:2] == week

    here = [record["contact_id"] for record in tables.drafts if within(record.dates["created"])]
    sheet = tables.contacts.sheet
    turns = [row for row, day in zip(sheet.numbers, sheet.column("drafted_for"), strict=True) if within(day)]
    return len(here) + sum(ids.get(row, "") not in here for row in turns)


def _since_weak(drafts: Sequence[Record], tiers: Mapping[str, str], config: Config) -> int:
    """How many drafts were made since the last one for a weak tie."""
    made = [one for one in drafts if one.dates["created"] is not None]
    made.sort(key=lambda one: (one.dates["created"] or date.min, one.row))
    count = 0
    for record in reversed(made):
        if tiers.get(record["contact_id"]) == config.weak_tier:
            return count
        count += 1
    return count


def _fill(queue: list[Candidate], slots: int, since_weak: int, config: Config) -> list[Candidate]:
    """The first of the queue, but a weak tie whenever the last ``weak_share - 1`` drafts had none."""
    left = list(queue)
    picks: list[Candidate] = []
    while left and len(picks) < slots:
        weak = next((one for one in left if one.tier == config.weak_tier), None)
        first = left[0].promise is not None or left[0].when in FRESH
        owed = weak is not None and since_weak >= config.weak_share - 1 and not first
        one = weak if owed and weak is not None else left[0]
        left.remove(one)
        picks.append(one)
        since_weak = 0 if one.tier == config.weak_tier else since_weak + 1
    return picks
