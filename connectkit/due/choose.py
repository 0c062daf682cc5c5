"""The week's picks: one or two people, promises first, weak ties their share, the rest waits without shame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from connectkit.absorb.absorbed import Absorbed, Promise
from connectkit.absorb.reason import RHYTHM, Reason
from connectkit.config.config import Config
from connectkit.model import SetCell
from connectkit.sheet.tables import NONE, Record, Tables, day_of, number_of

FRESH = frozenset({"birthday", "thank-you"})
"""Situations that are over in a few days: a weak tie whose turn it is can wait a week, these can't."""

QUIET = frozenset({"snoozed", "paused", "fade"})
"""States in which nobody is ever prompted for."""


@dataclass(frozen=True)
class Candidate:
    """A person who could get a draft: ``when`` is the template's situation, ``due`` the day it was due.

    ``why`` replaces the reason of the list; ``facts`` are further template context. ``key`` tells one occasion from
    another of the same day. ``mark`` is the cell that remembers the draft, set when it is made; a promise's own row
    does, the contact's Drafted for does for the rhythm, and Occasions for everything else.
    """

    row: int
    contact_id: str
    name: str
    when: str
    due: date
    tier: str
    tier_rank: int
    share: float
    promise: Record | None = None
    why: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    mark: SetCell | None = None

    @property
    def reason(self) -> str:
        """What the draft's hidden Reason cell says: the situation, its key if it has one, and the day it was due."""
        return str(Reason(self.when, self.key, self.due))

    @property
    def by_rhythm(self) -> bool:
        """True where the person's turn is the reason."""
        return self.when in RHYTHM and self.mark is None


@dataclass(frozen=True)
class Choice:
    """Who gets a draft now, how many wait, and whether the queue restarts after a quiet time."""

    picks: tuple[Candidate, ...]
    waiting: int
    restart: bool


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
    promised = _promises(free, absorbed, today)
    promised += _extra(extra, decided, {one.row for one in promised}, absorbed, tables)
    restart = _is_quiet(decided, config, today)
    seen = {one.row for one in promised}
    rows = free.frame["row"].to_numpy()
    queue = [at for at in _rhythm(free, today, restart=restart) if rows[at] not in seen]
    slots = max(0, config.per_week - drafted_this_week(tables, ids, today))
    if restart:
        slots = min(slots, config.restart_picks)
    tiers = _tiers(decided, ids, tables.drafts)
    weak = [at for at in queue if free.frame["tier"].iloc[at] == config.weak_tier][:slots] if slots else []
    near = sorted({*queue[:slots], *weak}, key=queue.index)
    offered = promised + [_by_rhythm(free, at, config, restart=restart) for at in near]
    picks = _fill(offered, slots, _since_weak(tables.drafts, tiers, config), config)
    return Choice(tuple(picks), len(promised) + len(queue) - len(picks), restart)


def _extra(
    extra: Sequence[Candidate],
    decided: pd.DataFrame,
    taken: set[int],
    absorbed: Absorbed,
    tables: Tables,
) -> list[Candidate]:
    """Further candidates who may get a draft: once for each reason and day, one a person, nobody left in peace."""
    if not extra:
        return []
    state = dict(zip(decided["row"].tolist(), decided["verdict"].tolist(), strict=True))
    sheet = tables.contacts.sheet
    made = {(record["contact_id"], record["reason"]) for record in tables.drafts}
    chosen = []
    for one in extra:
        verdict = state.get(one.row, "paused")
        again = one.mark is None and remembers(sheet.text(one.row, "occasions"), one)
        if (
            one.row in taken
            or one.row in absorbed.ahead
            or one.contact_id in absorbed.open_drafts
            or verdict in QUIET
            or again
        ):
            continue
        if (one.contact_id, one.reason) in made:
            continue
        taken.add(one.row)
        chosen.append(one)
    return chosen


def remembers(occasions: str, one: Candidate) -> bool:
    """Whether a cell of Occasions holds a draft of this kind for this day or a later one."""
    kind, _, day = one.reason.rpartition(" ")
    known = (piece.strip().rpartition(" ") for piece in occasions.split(";"))
    return any(what == kind and made >= day for what, _, made in known)


def remembered(occasions: str, one: Candidate) -> str:
    """The cell with this draft in it, in place of an older one of its kind; the newest stand last."""
    kind, day = one.reason.rsplit(" ", 1)
    known = [piece.strip() for piece in occasions.split(";") if piece.strip()]
    return "; ".join([*[piece for piece in known if piece.rpartition(" ")[0] != kind][-7:], f"{kind} {day}"])


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
        self.places = {row: at for at, row in enumerate(self.frame["row"].tolist())}

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


def _rhythm(free: Free, today: date, *, restart: bool) -> list[int]:
    """Places of everyone whose day has come and who was not drafted for it, in the order of the list."""
    frame = free.frame
    due = draft_day(frame)
    prompted = frame["verdict"].isin(["due", "late", "never"]).to_numpy()
    ready = np.flatnonzero(prompted & (due <= number_of(today)) & (frame["next_due"].to_numpy() != NONE))
    if restart:
        share, rank = frame["share"].to_numpy()[ready], frame["tier_rank"].to_numpy()[ready]
        ready = ready[np.lexsort((-share, rank))]
    return [int(place) for place in ready]


def _by_rhythm(free: Free, at: int, config: Config, *, restart: bool) -> Candidate:
    """One of those as a candidate: the situation is decided by state and tier."""
    verdict, tier = free.frame["verdict"].iloc[at], free.frame["tier"].iloc[at]
    when = (
        "first-hello"
        if verdict == "never"
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
