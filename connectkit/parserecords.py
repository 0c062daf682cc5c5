"""Reads the rows of the short tabs: Drafts, Log, Promises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from connectkit.cells import as_text
from connectkit.dates import column_order, read_date
from connectkit.model import CellValue, Problem, blank, shown
from connectkit.parsedays import AHEAD
from connectkit.tables import Record, Sheet


class RecordReader:
    """Rows as records; a date that can't be read is a problem where it matters."""

    def __init__(self, order: str, today: date, problems: list[Problem]) -> None:
        self.order, self.today, self.problems = order, today, problems

    def read(self, sheet: Sheet | None, *, dates: Iterable[str], checked: Iterable[str]) -> list[Record]:
        """All rows of a tab; an empty list where the tab is missing."""
        if sheet is None:
            return []
        keys = [key for key in sheet.layout.columns if key not in dates]
        texts = {key: [as_text(value).strip() for value in sheet.column(key)] for key in keys}
        days = {key: self._days(sheet, key, told=key in checked) for key in dates}
        return [
            Record(number, {key: texts[key][at] for key in keys}, {key: days[key][at] for key in days})
            for at, number in enumerate(sheet.numbers)
        ]

    def _days(self, sheet: Sheet, key: str, *, told: bool) -> list[date | None]:
        values = sheet.column(key)
        order = column_order(v for v in values if type(v) is str) or self.order
        return [
            self._day(sheet, number, key, value, order, told)
            for number, value in zip(sheet.numbers, values, strict=True)
        ]

    def _day(
        self, sheet: Sheet, number: int, key: str, value: CellValue, order: str, told: bool
    ) -> date | None:
        value = shown(value)
        if blank(value):
            return None
        if type(value) is date:
            return value
        if isinstance(value, datetime):
            return value.date()
        reading = read_date(value, today=self.today, order=order, pivot=self.today.year + AHEAD)
        if reading.day is None and told:
            self.problems.append(sheet.problem(number, key, f"“{as_text(value)}” {reading.why}."))
        return reading.day
