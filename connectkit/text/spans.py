"""Lengths of time as people write them: read, said, added to a day.

A rhythm is kept in calendar months and days, because "every 2 months" is not 60 days.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from connectkit.model import CellValue, shown
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold
from connectkit.text.span import Span
from connectkit.text.words.days import day_words

_LONGEST_DAYS = 36_525  # a century; beyond it a number is a slip, and dates would overflow
_PIECE = pattern(r"(?:([0-9]{1,5}) ?|([a-z]+) )([a-z]+)\.?")
_JOINTS = pattern(r" ?(?:,|&|\+| and | und | et | y ) ?| (?=[0-9])")
_LEADS = pattern(
    r"^(?:every|each|once every|once an?|once per|alle|jede[nrs]?|tous les|toutes les|cada|ogni|per) "
)
_ADVERBS: dict[str, Span] = {
    **dict.fromkeys(("daily", "taglich"), Span(0, 1)),
    **dict.fromkeys(("weekly", "wochentlich", "hebdomadaire", "semanal"), Span(0, 7)),
    **dict.fromkeys(("fortnightly", "every other week"), Span(0, 14)),
    **dict.fromkeys(("monthly", "monatlich", "mensuel", "mensual", "mensile"), Span(1, 0)),
    **dict.fromkeys(("every other month",), Span(2, 0)),
    **dict.fromkeys(("quarterly", "vierteljahrlich", "trimestriel", "trimestral"), Span(3, 0)),
    **dict.fromkeys(("half-yearly", "half yearly", "twice a year", "halbjahrlich", "semestral"), Span(6, 0)),
    **dict.fromkeys(("yearly", "annually", "annual", "jahrlich", "annuel", "anual", "annuale"), Span(12, 0)),
}


def read_span(value: CellValue) -> Span | None:
    """The length of time a cell states: "6 weeks", "90" or 90 (days), "every 2 months", "quarterly", "14 Tage".

    None for anything else, also for nothing at all, zero, negative and lengths of more than a century. Words that
    mean two lengths ("biweekly") are not read.
    """
    value = shown(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _sound(Span(0, int(value))) if 0 < value <= _LONGEST_DAYS and value == int(value) else None
    return _read_text(fold(value)) if isinstance(value, str) and len(value) <= 80 else None


def say_span(span: Span) -> str:
    """The length in words, which :func:`read_span` reads back: "6 weeks", "2 months and 15 days", "1 year"."""
    parts = []
    if span.months:
        years, rest = divmod(span.months, 12)
        parts.append(_count(span.months, "month") if rest else _count(years, "year"))
    if span.days or not span.months:
        weeks, rest = divmod(span.days, 7)
        whole_weeks = weeks and not rest and not span.months
        parts.append(_count(weeks, "week") if whole_weeks else _count(span.days, "day"))
    return " and ".join(parts)


def half_more(span: Span) -> Span:
    """One and a half times the length; half a month is 15 days, half a day counts as one."""
    half_months, odd_month = divmod(span.months, 2)
    return Span(span.months + half_months, span.days + -(-span.days // 2) + 15 * odd_month)


def add_span(day: date, span: Span, times: int = 1) -> date:
    """The day that lies ``times`` spans after ``day`` (before it, where negative).

    Months first, counted from the original day and held at the month's last day (31 January + 1 month is
    28 February; + 2 months is 31 March), then days. Stops at the ends of the calendar, years 1 and 9999.
    """
    months = day.year * 12 + day.month - 1 + span.months * times
    year, month = months // 12, months % 12 + 1
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    moved = date(year, month, min(day.day, monthrange(year, month)[1]))
    days = span.days * times
    if days > (date.max - moved).days:
        return date.max
    return moved + timedelta(days=days) if days >= (date.min - moved).days else date.min


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _sound(span: Span) -> Span | None:
    """The span if it is more than nothing and at most a century."""
    length = span.months * 30 + span.days
    return span if 0 < length <= _LONGEST_DAYS else None


def _read_text(text: str) -> Span | None:
    if text in _ADVERBS:
        return _ADVERBS[text]
    bare = _LEADS.sub("", text)
    if bare != text and bare in day_words().units:
        return day_words().units[bare]
    text = bare
    if text.isdecimal() and text.isascii():
        return _sound(Span(0, int(text)))
    months = days = 0
    for piece in _JOINTS.split(text):
        part = _read_piece(piece)
        if part is None:
            return None
        months, days = months + part.months, days + part.days
    return _sound(Span(months, days))


def _read_piece(piece: str) -> Span | None:
    """One number and its unit: "6 weeks", "two months"."""
    match = _PIECE.fullmatch(piece)
    if match is None or match[3] not in day_words().units:
        return None
    digits, word, unit = match.groups()
    units = day_words().units
    number = int(digits) if digits else day_words().numbers.get(word, 0)
    return Span(units[unit].months * number, units[unit].days * number)
