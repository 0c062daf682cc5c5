"""Reads the rows of the short tabs: Drafts, Log, Promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from connectkit.model import CellValue, Problem, blank, shown
from connectkit.schema import DRAFT_STATUS
from connectkit.sheet.cells import as_text
from connectkit.sheet.parse_days import AHEAD, read_lasting
from connectkit.sheet.tables import Record, Sheet
from connectkit.text.answers import read_status
from connectkit.text.dates import Reading, column_order, read_date
from connectkit.text.plain import fold
from connectkit.text.written import EXAMPLE


class RecordReader:
    """Rows as records; a date that can't be read is a problem where it matters."""

    def __init__(self, order: str, today: date, problems: list[Problem]) -> None:
        self.order, self.today, self.problems = order, today, problems

    def read(
        self, sheet: Sheet | None, *, dates: Iterable[str], checked: Iterable[str], lasting: bool = False
    ) -> list[Record]:
        """All rows of a tab; an empty list where the tab is missing.

        ``lasting``: the dates are read on many days, so that no word in them may move with today.
        """
        if sheet is None:
            return []
        keys = [key for key in sheet.layout.columns if key not in dates]
        texts = {key: [as_text(value).strip() for value in sheet.column(key)] for key in keys}
        read = {key: self._readings(sheet, key, lasting=lasting) for key in dates}
        records = [
            Record(
                number,
                {key: texts[key][at] for key in keys},
                {key: read[key][at].day for key in read},
                frozenset(key for key in read if read[key][at].why),
            )
            for at, number in enumerate(sheet.numbers)
        ]
        for key in checked:
            for record, reading in zip(records, read[key], strict=True):
                if reading.why:
                    self._tell(sheet, record.row, key, reading.why)
        return records

    def drafts(self, sheet: Sheet | None) -> list[Record]:
        """Drafts. Status is read in whatever words it was typed; a day behind Sent is Sent on until that is logged."""
        records = self.read(sheet, dates=("sent_on", "created", "logged"), checked=("sent_on",))
        return [
            self._with_status(record) if record["status"] not in DRAFT_STATUS else record
            for record in records
        ]

    def _with_status(self, record: Record) -> Record:
        if not record["status"]:
            return record
        status, day = read_status(record["status"], self.today, self.order)
        dates = dict(record.dates)
        if day and not dates["sent_on"] and "sent_on" not in record.unread and not dates["logged"]:
            dates["sent_on"] = day
        return replace(record, texts={**record.texts, "status": status}, dates=dates)

    def log(self, sheet: Sheet | None) -> list[Record]:
        """The Log. A word such as yesterday means the day of the first sync that sees the entry, ever after."""
        if sheet is None:
            return []
        records = self.read(sheet, dates=("date",), checked=("date",))
        relative = [reading.relative for reading in self._readings(sheet, "date", lasting=False)]
        return [
            self._fixed(sheet, record) if moves else record
            for record, moves in zip(records, relative, strict=True)
        ]

    def _fixed(self, sheet: Sheet, record: Record) -> Record:
        """An entry whose date is a word: its day is the one remembered, or today's if it has not been seen yet."""
        word, remembered = fold(sheet.text(record.row, "date")), record["meant"]
        if remembered.endswith(f" {word}"):
            day = read_date(remembered.split(" ")[0], today=self.today).day
            if day is not None:
                return replace(record, dates={"date": day}, meant=remembered)
        if not record["id"]:
            return replace(record, meant=f"{record.dates['date']} {word}")
        why = f"means another day every day, so it can't be read later: write the day itself, as in {EXAMPLE}"
        self._tell(sheet, record.row, "date", why)
        return replace(record, dates={"date": None}, unread=frozenset({"date"}))

    def _readings(self, sheet: Sheet, key: str, *, lasting: bool) -> list[Reading]:
        values = sheet.column(key)
        order = column_order(v for v in values if type(v) is str) or self.order
        return [self._reading(value, order, lasting=lasting) for value in values]

    def _reading(self, value: CellValue, order: str, *, lasting: bool) -> Reading:
        value = shown(value)
        if blank(value):
            return Reading(None)
        if type(value) is date:
            return Reading(value)
        if isinstance(value, datetime):
            return Reading(value.date())
        read = read_lasting if lasting else read_date
        return read(value, today=self.today, order=order, pivot=self.today.year + AHEAD)

    def _tell(self, sheet: Sheet, row: int, key: str, why: str) -> None:
        value = as_text(sheet.cell(row, key))
        self.problems.append(sheet.problem(row, key, f"“{value}” {why}."))
