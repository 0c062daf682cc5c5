"""The typed tables every later step reads; what ``parse`` makes and nobody changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import itemgetter

import numpy as np
import pandas as pd

from connectkit.model import CellValue, Formula, Problem, RawTab, Row, TabLayout, cell_name
from connectkit.schema import tab as schema_tab
from connectkit.sheet.cells import as_text

UNIX_DAY = date(1970, 1, 1).toordinal()
NONE = int(np.iinfo(np.int64).min)
"""No date, among day numbers counted from 1970-01-01."""


@dataclass
class Sheet:
    """One of our tabs as read: column-wise access to its data rows.

    ``numbers`` are the row numbers of the rows that count, in the sheet's order.
    """

    raw: RawTab
    layout: TabLayout
    numbers: list[int]
    _columns: dict[int, list[CellValue]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _rows(self) -> list[Row]:
        return [self.raw.rows[number - 1] for number in self.numbers]

    def column(self, key: str) -> Sequence[CellValue]:
        """The cells of one column, one per row that counts; all None where the tab lacks the column."""
        index = self.layout.columns.get(key)
        if index is None:
            return [None] * len(self.numbers)
        if index not in self._columns:
            self._columns[index] = self._cells(index - 1)
        return self._columns[index]

    def _cells(self, at: int) -> list[CellValue]:
        try:
            return list(map(itemgetter(at), self._rows))
        except (
            IndexError
        ):  # the usual sheet has no short rows, so that asking first would cost more than it saves
            return [row[at] if at < len(row) else None for row in self._rows]

    def cell(self, row: int, key: str) -> CellValue:
        """The raw cell of one column at a row number; None where the tab lacks the column."""
        index = self.layout.columns.get(key)
        return None if index is None else self.raw.cell(row, index)

    def text(self, row: int, key: str) -> str:
        """The cell as text, trimmed."""
        return as_text(self.cell(row, key)).strip()

    def texts(self, key: str) -> list[str]:
        """One column as texts, one per row that counts; "" for empty cells."""
        return [as_text(value) for value in self.column(key)]

    def has(self, key: str) -> bool:
        """True where the tab has the column."""
        return key in self.layout.columns

    def problem(self, row: int, key: str, message: str) -> Problem:
        """A Problem at one cell, with what stands there."""
        index = self.layout.columns.get(key, 0)
        where = cell_name(row, index) if index else ""
        title = schema_tab(self.layout.key).column(key).title
        return Problem(self.layout.title, where, row, title, as_text(self.cell(row, key)), message)


@dataclass
class Contacts:
    """The people of the sheet.

    ``frame`` has one row a person and the columns: row (number), id, name, tier, tier_rank, state (``""``,
    ``pause``, ``fade``), last, next_touch, snooze, added, drafted_for (days since 1970 or ``NONE``), last_state
    (``ok``, ``blank``, ``unreadable``), aim_months, aim_days, latest_months, latest_days.
    """

    sheet: Sheet
    frame: pd.DataFrame
    relative: dict[int, date] = field(default_factory=dict)  # row number -> the day a relative word meant
    strangers: frozenset[int] = frozenset()  # row numbers of people without contact whom the user has not met

    @cached_property
    def last(self) -> dict[int, tuple[date | None, str]]:
        """Row number to the day of Last contact and whether that could be read."""
        days = zip(self.frame["last"].tolist(), self.frame["last_state"].tolist(), strict=True)
        known = zip(self.frame["row"].tolist(), days, strict=True)
        return {row: (day_of(number), state) for row, (number, state) in known}

    def stays(self, row: int, day: date) -> str:
        """Why Last contact can't move to this day: ``formula``, ``unreadable`` or ``later``; ``""`` where it can."""
        now, state = self.last[row]
        if isinstance(self.sheet.cell(row, "last_contact"), Formula):
            return "formula"
        return "unreadable" if state == "unreadable" else "later" if now is not None and day <= now else ""


@dataclass(frozen=True)
class Record:
    """One row of Drafts, Log or Promises: its row number, its texts by column key, its dates by column key.

    ``unread`` are the date columns that hold something no day was read from. ``meant``: what the hidden Meant of a
    Log row has to hold, "" where the date needs none.
    """

    row: int
    texts: Mapping[str, str]
    dates: Mapping[str, date | None]
    unread: frozenset[str] = frozenset()
    meant: str = ""

    def __getitem__(self, key: str) -> str:
        return self.texts.get(key, "")


@dataclass
class Tables:
    """All of our tabs, typed, with what could not be read. ``sheets`` has those that exist."""

    contacts: Contacts
    drafts: list[Record]
    log: list[Record]
    promises: list[Record]
    sheets: dict[str, Sheet]
    problems: list[Problem]
    order: str


def day_of(number: int) -> date | None:
    """A day number since 1970 as a date; None for ``NONE``."""
    return None if number == NONE else date.fromordinal(int(number) + UNIX_DAY)


def number_of(day: date) -> int:
    """A date as a day number since 1970."""
    return day.toordinal() - UNIX_DAY


def first_seen(contacts: Contacts, at: int, today: date) -> date:
    """What Added should hold for the person at a place of the frame: today, or the earlier Last contact they came with.

    Written down once, because Last contact moves on. Nobody is seen earlier than the sheet itself.
    """
    added, last = contacts.frame["added"].to_numpy(), int(contacts.frame["last"].iloc[at])
    known = added[added != NONE]
    if not len(known) or last == NONE:
        return today
    return day_of(max(int(known.min()), min(last, number_of(today)))) or today
