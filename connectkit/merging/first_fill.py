"""A workbook's first people: how close each is, from how often they were in touch, and who comes up when.

An address book of a thousand knows a thousand people who are years overdue. Nobody wants to begin like that, so the
first round is dealt out over the weeks ahead, as many a week as the user means to write to. All of it is a proposal:
Tier and Next touch are the user's own cells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from connectkit.config.config import Config
from connectkit.model import AppendRow, CellValue, Change
from connectkit.text.spans import add_span, read_span

CLOSEST = ((5, 12), (15, 4), (50, 1))
"""For the closest three tiers: at most so many people, in touch on at least so many days of the last year.

The sizes are the known layers of a personal network; closer circles than that nobody keeps up.
"""

YEAR = 365
ROUND = 52
"""So many weeks take as many people as the budget has room for; whoever is left is spread over as many more."""

Row = dict[str, CellValue]


@dataclass(frozen=True)
class Start:
    """The rows of a new workbook by tab, how many people got which tier, and who comes up in which week.

    ``weeks`` are Monday to names, for those who are to be written to first.
    """

    rows: Mapping[str, Sequence[Row]]
    tiers: Mapping[str, Sequence[str]]
    weeks: Mapping[date, Sequence[str]]


def propose(changes: Iterable[Change], config: Config, today: date) -> Start:
    """The first rows, from what an import into an empty sheet would write."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for change in changes:
        if isinstance(change, AppendRow):
            rows[change.tab].append(dict(change.values))
    people = rows["contacts"]
    days = _days(people, rows["log"])
    ranks = _tiers(people, days, config, today)
    weeks = _spread(people, ranks, config, today)
    people.sort(key=lambda row: (ranks[str(row["id"])], str(row["name"]).casefold()))
    named: dict[str, list[str]] = {tier.name: [] for tier in config.tiers}
    for row in people:
        named[str(row["tier"])].append(str(row["name"]))
    rows["log"].sort(key=lambda row: str(row["date"]))
    return Start(rows, named, weeks)


def _days(people: Sequence[Row], log: Sequence[Row]) -> dict[str, set[date]]:
    """Contact ID to the days they were in touch."""
    days: dict[str, set[date]] = {str(row["id"]): set() for row in people}
    for row in log:
        if isinstance(row["date"], date):
            days[str(row["contact_id"])].add(row["date"])
    for row in people:
        last = row.get("last_contact")
        if isinstance(last, date):
            days[str(row["id"])].add(last)
    return days


def _tiers(
    people: Sequence[Row], days: Mapping[str, set[date]], config: Config, today: date
) -> dict[str, int]:
    """Gives everybody without a tier one; returns contact ID to the tier's rank."""
    since = today - timedelta(days=YEAR)
    lately = {one: sum(day > since for day in seen) for one, seen in days.items()}
    latest = {one: max(seen, default=date.min) for one, seen in days.items()}

    def closeness(row: Row) -> tuple[int, int, str]:
        one = str(row["id"])
        return (-lately[one], -latest[one].toordinal(), str(row["name"]).casefold())

    weakest = next((tier for tier in config.tiers if tier.name == config.weak_tier), config.tiers[-1])
    open_tiers = [tier for tier in config.tiers if tier is not weakest]
    left = [row for row in sorted(people, key=closeness) if not row.get("tier")]
    for tier, (most, least) in zip(open_tiers, CLOSEST, strict=False):
        room = most - sum(row.get("tier") == tier.name for row in people)
        close = [row for row in left if lately[str(row["id"])] >= least][: max(0, room)]
        for row in close:
            row["tier"] = tier.name
        left = [row for row in left if not row.get("tier")]
    for row in left:
        row["tier"] = weakest.name
    ranks = {tier.name: rank for rank, tier in enumerate(config.tiers)}
    return {str(row["id"]): ranks[str(row["tier"])] for row in people}


def _spread(
    people: Sequence[Row], ranks: Mapping[str, int], config: Config, today: date
) -> dict[date, list[str]]:
    """Gives a Next touch to everybody who is overdue or has to wait for room; returns Monday to names.

    Those who are due already come first, the closest of them before the others. Who was never in touch is never late:
    they get what room is left until they would come up by themselves, in the order of the file.
    """
    turns = [
        (_due(row, config, today), row)
        for row in people
        if not row.get("state") and not row.get("next_touch")
    ]
    known = [turn for turn in turns if isinstance(turn[1].get("last_contact"), date)]
    slots = _Slots(today, max(1, config.per_week))
    late: list[tuple[date, Row]] = []
    for due, row in sorted(known, key=lambda turn: (max(turn[0], today), ranks[str(turn[1]["id"])])):
        day = slots.next(due)
        if day is None:
            late.append((due, row))
        else:
            slots.give(row, due, day)
    for at, (due, row) in enumerate(late):
        slots.give(row, due, today + timedelta(days=7 * ROUND + 7 * ROUND * at // len(late)))
    new = [turn for turn in turns if not isinstance(turn[1].get("last_contact"), date)]
    slots.week = 0
    for due, row in sorted(new, key=lambda turn: turn[0]):
        day = slots.next(today)
        if day is None or day >= due:
            break
        slots.give(row, today, day)
    return {monday: slots.weeks[monday] for monday in sorted(slots.weeks)}


class _Slots:
    """The weeks ahead, each with room for so many people."""

    def __init__(self, today: date, room: int) -> None:
        self.today, self.room, self.week = today, room, 0
        self.taken: Counter[int] = Counter()
        self.weeks: dict[date, list[str]] = defaultdict(list)

    def next(self, due: date) -> date | None:
        """The first day with room, not before the week of ``due``; None where there is none within the round."""
        self.week = max(self.week, (due - self.today).days // 7)
        while self.taken[self.week] >= self.room:
            self.week += 1
        if self.week >= ROUND:
            return None
        taken = self.taken[self.week]
        self.taken[self.week] += 1
        return self.today + timedelta(days=7 * self.week + 7 * taken // self.room)

    def give(self, row: Row, due: date, room: date) -> None:
        """The person's turn: the day with room, or their own where it is later and needs no Next touch."""
        turn = max(due, room)
        if turn > due or due <= self.today:
            row["next_touch"] = turn
        self.weeks[turn - timedelta(days=turn.weekday())].append(str(row["name"]))


def _due(row: Row, config: Config, today: date) -> date:
    """The day a person would come up by the rhythm; somebody new counts from today."""
    tier = config.tier_named(str(row["tier"])) or config.tiers[-1]
    last = row.get("last_contact")
    return add_span(last if isinstance(last, date) else today, read_span(row.get("every")) or tier.aim)
