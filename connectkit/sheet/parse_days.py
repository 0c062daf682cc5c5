"""Reads the date columns of Contacts as day numbers since 1970; what can't be read becomes a problem."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from connectkit.model import CellError, CellValue, Formula, Problem, blank, shown
from connectkit.sheet.cells import as_text
from connectkit.sheet.tables import NONE, UNIX_DAY, Sheet, number_of
from connectkit.text.dates import NOT_A_DATE, Reading, column_order, read_date
from connectkit.text.stretches import read_stretch

AHEAD = 20
"""Two digits of a year in a column that looks ahead mean at most so many years from now."""


def plain_days(values: Sequence[CellValue]) -> np.ndarray | None:
    """Day numbers of a column that holds nothing but dates and blanks, at once; None where it holds anything else."""
    if not set(map(type, values)) <= {date, type(None)}:
        return None
    if not any(values):
        return np.full(len(values), NONE, dtype=np.int64)
    number = {value: NONE if value is None else value.toordinal() - UNIX_DAY for value in set(values)}  # type: ignore[union-attr]
    return np.array(list(map(number.__getitem__, values)), dtype=np.int64)


def read_lasting(value: CellValue, *, today: date, order: str, pivot: int | None) -> Reading:
    """The day of a cell that connectkit never writes, where no word can be replaced by the day it means.

    A word whose day moves with today (tomorrow, in 2 weeks, Fri, yesterday) is refused with the day to write.
    """
    reading = read_date(value, today=today, order=order, pivot=pivot)
    if reading.why == NOT_A_DATE:
        ahead = read_date(value, today=today, order=order, near="future", pivot=pivot)
        reading = ahead if ahead.relative else reading
    if not reading.relative:
        return reading
    return Reading(
        None,
        f"means another day every day, so it is not used: write the day as {reading.day}, if you typed it today",
    )


class DayReader:
    """Reads the date columns of Contacts as day numbers since 1970."""

    def __init__(
        self, sheet: Sheet, today: date, order: str, problems: list[Problem], *, fixed: bool
    ) -> None:
        self.sheet, self.today, self.order, self.problems, self.fixed = sheet, today, order, problems, fixed

    def read(self, key: str, *, quiet: bool = False) -> np.ndarray:
        """One column; what can't be read is ``NONE`` and, unless ``quiet``, a problem."""
        values = self.sheet.column(key)
        plain = plain_days(values)
        if plain is not None:
            return plain
        found = self._each(values, pivot=self.today.year + AHEAD, lasting=True)
        return (
            np.array([NONE if day is None else day for day in found[0]], dtype=np.int64)
            if quiet
            else self._told(key, found)
        )

    def _told(self, key: str, found: tuple[list[int | None], dict[int, str], dict[int, date]]) -> np.ndarray:
        days, why, _ = found
        for at, reason in why.items():
            self.problems.append(self._problem(at, key, reason))
        return np.array([NONE if day is None else day for day in days], dtype=np.int64)

    def last_contact(self) -> tuple[np.ndarray, list[str], dict[int, date]]:
        """Last contact: day numbers, per row ``ok``/``blank``/``unreadable``, and what relative words meant.

        A month, a quarter or a year that is over counts as its last day.
        """
        values = self.sheet.column("last_contact")
        plain = plain_days(values)
        if plain is not None and (not len(plain) or plain.max() <= number_of(self.today)):
            return plain, ["blank" if day == NONE else "ok" for day in plain.tolist()], {}
        days, why, relative = self._each(values)
        limit = self.today.toordinal() - UNIX_DAY
        for at in list(why):
            stretch = read_stretch(values[at], self.today)
            if stretch and stretch.last <= self.today:
                days[at] = stretch.last.toordinal() - UNIX_DAY
                del why[at]
        states = ["blank" if day is None else "ok" for day in days]
        for at, day in enumerate(days):
            if day is not None and day > limit:
                why[at] = "lies in the future, so it is no last contact: correct it, or use Next touch"
                days[at] = None
        for at, reason in why.items():
            states[at] = "unreadable"
            self.problems.append(self._problem(at, "last_contact", reason))
        return (
            np.array([NONE if day is None else day for day in days], dtype=np.int64),
            states,
            {self.sheet.numbers[at]: day for at, day in relative.items()},
        )

    def _problem(self, at: int, key: str, reason: str) -> Problem:
        number = self.sheet.numbers[at]
        value = as_text(self.sheet.cell(number, key))
        return self.sheet.problem(number, key, f"“{value}” {reason}.")

    def _each(
        self, values: Sequence[CellValue], *, pivot: int | None = None, lasting: bool = False
    ) -> tuple[list[int | None], dict[int, str], dict[int, date]]:
        order = self.order
        if not self.fixed:
            order = column_order(v for v in values if type(v) is str) or order
        days: list[int | None] = []
        why: dict[int, str] = {}
        relative: dict[int, date] = {}
        for at, value in enumerate(values):
            if value is None:
                days.append(None)
            elif type(value) is date:
                days.append(value.toordinal() - UNIX_DAY)
            elif blank(value):
                days.append(None)
            else:
                days.append(self._slow(at, value, (order, pivot, lasting), why, relative))
        return days, why, relative

    def _slow(
        self,
        at: int,
        value: CellValue,
        how: tuple[str, int | None, bool],
        why: dict[int, str],
        relative: dict[int, date],
    ) -> int | None:
        if isinstance(value, Formula) and value.value is None:
            why[at] = "is not computed yet: open the workbook, save it, and run again"
            return None
        if isinstance(value, Formula) and blank(shown(value)):
            return None
        if isinstance(shown(value), CellError):
            why[at] = "is an error of the spreadsheet: put the formula right"
            return None
        read = read_lasting if how[2] else read_date
        reading = read(shown(value), today=self.today, order=how[0], pivot=how[1])
        if reading.day is None:
            why[at] = reading.why
            return None
        if reading.relative and not isinstance(value, Formula):
            relative[at] = reading.day
        return reading.day.toordinal() - UNIX_DAY
