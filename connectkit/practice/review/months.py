"""The month in numbers, with the names behind each: from the Log, Last contact and Promises."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np

from connectkit.absorb.absorbed import Absorbed, Interaction, promise_due
from connectkit.config.config import Config
from connectkit.model import blank
from connectkit.practice.once import second_sides
from connectkit.practice.rhythm import first_known
from connectkit.sheet.identity import Identities
from connectkit.sheet.labels import bare, labels
from connectkit.sheet.tables import NONE, UNIX_DAY, Record, Tables, number_of
from connectkit.text.dates import MONTH_NAMES


class Month(NamedTuple):
    """A calendar month."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after.first - timedelta(days=1)

    @property
    def before(self) -> Month:
        """The month before."""
        return Month(self.year - 1, 12) if self.number == 1 else Month(self.year, self.number - 1)

    @property
    def after(self) -> Month:
        """The month after."""
        return Month(self.year + 1, 1) if self.number == 12 else Month(self.year, self.number + 1)

    @property
    def label(self) -> str:
        """``Oct 2026``."""
        return f"{MONTH_NAMES[self.number][:3]} {self.year}"

    @property
    def title(self) -> str:
        """``October 2026``."""
        return f"{MONTH_NAMES[self.number]} {self.year}"

    @property
    def iso(self) -> str:
        """``2026-10``."""
        return f"{self.year:04}-{self.number:02}"


def month_of(day: date) -> Month:
    """The month a day is in."""
    return Month(day.year, day.month)


class Entry(NamedTuple):
    """One time in touch. ``row`` is the contact's row number; a Last contact without a Log row has no kind."""

    day: date
    row: int
    name: str
    kind: str
    direction: str
    summary: str


class Kept(NamedTuple):
    """One promise that was due in a month. ``by`` is ``me`` or ``them``; ``kept``: done by the end of it."""

    what: str
    who: str
    by: str
    due: date
    kept: bool


@dataclass(frozen=True)
class Ledger:
    """The dated facts of the sheet from ``since`` to today, ready to be asked month by month."""

    tables: Tables
    absorbed: Absorbed
    identities: Identities
    config: Config
    today: date
    since: date = date.min

    @cached_property
    def names(self) -> dict[int, str]:
        """Contact row to name, with what tells namesakes apart."""
        return labels(self.tables)

    @cached_property
    def _logged(self) -> Mapping[Month, tuple[Entry, ...]]:
        """What the Log tells of each month, the oldest first."""
        found: dict[Month, list[Entry]] = defaultdict(list)
        for row, known in self.absorbed.interactions.items():
            for one in known:
                if self.since <= one.day <= self.today:
                    entry = Entry(one.day, row, self.names[row], one.kind, one.direction, one.summary)
                    found[month_of(one.day)].append(entry)
        return {month: tuple(sorted(told, key=_by_day)) for month, told in found.items()}

    @cached_property
    def _typed(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and day numbers of every Last contact that no Log row tells of."""
        frame = self.tables.contacts.frame
        rows, days = frame["row"].to_numpy(), frame["last"].to_numpy()
        told = [(one.row, number_of(one.day)) for month in self._logged.values() for one in month]
        counted = days >= max(number_of(self.since), NONE + 1)
        if told:
            counted &= ~np.isin(rows * _DAYS + days, [row * _DAYS + day for row, day in told])
        return rows[counted], days[counted]

    def _typed_within(self, month: Month) -> tuple[list[int], list[int]]:
        rows, days = self._typed
        here = (days >= number_of(month.first)) & (days <= number_of(month.last))
        return rows[here].tolist(), days[here].tolist()

    def reaches(self, day: date) -> bool:
        """True when anything is known of this day or an earlier one, from ``since`` on."""
        logged = (one.day for month in self._logged.values() for one in month[:1])
        return bool((self._typed[1] <= number_of(day)).any()) or any(one <= day for one in logged)

    @cached_property
    def arrived(self) -> dict[int, date]:
        """Contact row to the day the person became known, where the sheet tells."""
        return first_known(self.tables, self.absorbed, self.today)

    @cached_property
    def promises(self) -> tuple[tuple[Record, date, date | None, bool], ...]:
        """Each promise with a due day: its row, that day, the day it was done if told, and whether it is done."""
        sheet = self.tables.sheets.get("promises")
        found = []
        for record in self.tables.promises if sheet else ():
            due = promise_due(record)
            done = sheet is not None and not blank(sheet.cell(record.row, "done"))
            if due is not None and record["what"]:
                found.append((record, due, record.dates["done"], done))
        return tuple(found)

    def within(self, month: Month) -> tuple[Entry, ...]:
        """Every time in touch in a month, the oldest first; a Last contact that no Log row tells of is one of them."""
        typed = [
            Entry(date.fromordinal(day + UNIX_DAY), row, self.names[row], "", "", "")
            for row, day in zip(*self._typed_within(month), strict=True)
        ]
        return tuple(sorted((*self.logged(month), *typed), key=_by_day))

    def logged(self, month: Month) -> tuple[Entry, ...]:
        """The entries of a month that have a Log row, the oldest first."""
        return self._logged.get(month, ())

    def people(self, month: Month) -> tuple[int, int]:
        """How many times in touch in a month, and with how many people."""
        logged, (typed, _) = self.logged(month), self._typed_within(month)
        return len(logged) + len(typed), len({one.row for one in logged}.union(typed))

    def promised(self, month: Month) -> tuple[Kept, ...]:
        """The promises that were due in a month, up to today. One done on a day not told counts as kept."""
        last = min(month.last, self.today)
        return tuple(
            Kept(
                record["what"],
                record["who"],
                "them" if record["by"].casefold() == "them" else "me",
                due,
                done and (day is None or day <= last),
            )
            for record, due, day, done in self.promises
            if month.first <= due <= last
        )

    def new(self, month: Month) -> tuple[str, ...]:
        """Names of those who became known in a month."""
        return tuple(self._new.get(month, ()))

    @cached_property
    def _new(self) -> Mapping[Month, list[str]]:
        found: dict[Month, list[str]] = defaultdict(list)
        for row, day in self.arrived.items():
            found[month_of(day)].append(self.names[row])
        return dict(found)


_DAYS = 10_000_000
"""More than any day number: a row and a day in one number."""


def _by_day(one: Entry) -> tuple[date, int]:
    return one.day, one.row


def introductions(entries: tuple[Entry, ...]) -> tuple[tuple[str, ...], ...]:
    """The introductions among entries, each as the names concerned; the two rows of one are told by day and kind.

    A row whose summary names the other person of another row of that day belongs to the same introduction.
    """
    found: list[list[str]] = []
    days: list[date] = []
    for one in entries:
        if one.kind.casefold() != "introduction":
            continue
        for place, names in enumerate(found):
            if (
                days[place] == one.day
                and one.name not in names
                and any(bare(name) in one.summary for name in names)
            ):
                names.append(one.name)
                break
        else:
            found.append([one.name])
            days.append(one.day)
    return tuple(tuple(names) for names in found)


class Figures(NamedTuple):
    """One month's row of numbers. The four standings are None where they are not known."""

    month: Month
    thriving: int | None
    steady: int | None
    attention: int | None
    faded: int | None
    interactions: int
    people: int
    gave: int
    asked: int
    promised: int
    kept: int
    introduced: int
    arrived: int


def figures(ledger: Ledger, month: Month) -> Figures:
    """A month's numbers from the Log, Last contact and Promises, without the standings."""
    logged, (times, people) = ledger.logged(month), ledger.people(month)
    mine = [one for one in ledger.promised(month) if one.by == "me"]
    told = [
        (one.name, Interaction(one.row, one.day, one.kind, one.direction, one.summary, "")) for one in logged
    ]
    second = second_sides(told)
    directions = Counter(one.direction.casefold() for _, one in told if one not in second)
    return Figures(
        month,
        None,
        None,
        None,
        None,
        times,
        people,
        directions["gave"],
        directions["asked"],
        len(mine),
        sum(one.kept for one in mine),
        len(introductions(logged)),
        len(ledger.new(month)),
    )


def weeks(ledger: Ledger, month: Month) -> tuple[tuple[date, tuple[Entry, ...]], ...]:
    """The month's days in touch by calendar week: the week's Monday (or the 1st) and its entries, empty ones too."""
    entries = ledger.within(month)
    found = []
    start, last = month.first, min(month.last, ledger.today)
    while start <= last:
        end = min(start + timedelta(days=6 - start.weekday()), last)
        found.append((start, tuple(one for one in entries if start <= one.day <= end)))
        start = end + timedelta(days=1)
    return tuple(found)
