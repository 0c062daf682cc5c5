"""A month, a quarter or a year in place of a day: ``September 2026``, ``2026-09``, ``Q3 2026``, ``2025``."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from connectkit.text.plain import fold
from connectkit.text.words.days import day_words
from connectkit.text.written import MONTH_NAMES

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<name>[^\W\d]+)\.?,? (?:de |of )?{_YEAR}",
        rf"{_YEAR}[,]? (?P<name>[^\W\d]+)\.?",
        rf"{_YEAR}[-/.](?P<month>0?[1-9]|1[0-2])",
        rf"(?P<month>0?[1-9]|1[0-2])[-/.]{_YEAR}",
        rf"q(?P<quarter>[1-4])[ /-]?{_YEAR}",
        rf"{_YEAR}[ /-]?q(?P<quarter>[1-4])",
        rf"(?P<quarter>[1-4])(?:st|nd|rd|th|\.)? (?:quarter|quartal|trimestre|kwartaal|kwartal)(?: of| de)? {_YEAR}",
        _YEAR,
    )
)
_QUARTERS = ("first", "second", "third", "fourth")


class Period(NamedTuple):
    """The last day of a time that is over, and the time in words: ``September``, ``the third quarter of 2025``."""

    last: date
    words: str


def read_period(text: str, today: date) -> Period | None:
    """The month, quarter or year that a text is, where it ended before today; None for anything else."""
    folded = fold(text).strip(" .,")
    found = next((hit for hit in (form.fullmatch(folded) for form in _FORMS) if hit), None)
    if found is None:
        return None
    parts = found.groupdict()
    year = int(parts["year"])
    month = (
        day_words().months.get(parts["name"] or "", 0) if parts.get("name") else int(parts.get("month") or 0)
    )
    if parts.get("name") and not month:
        return None
    quarter = int(parts.get("quarter") or 0)
    end = month or quarter * 3 or 12
    last = date(year, end, monthrange(year, end)[1])
    return Period(last, _words(month, quarter, year, today)) if last < today else None


def _words(month: int, quarter: int, year: int, today: date) -> str:
    if month:
        return MONTH_NAMES[month] if year == today.year else f"{MONTH_NAMES[month]} {year}"
    return f"the {_QUARTERS[quarter - 1]} quarter of {year}" if quarter else str(year)
