"""Numbers with their nouns, and days, as our sentences say them: in English whatever the locale."""

from __future__ import annotations

from datetime import date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip


def count(number: int, one: str, many: str) -> str:
    """A number with its noun: ``1 person``, ``2 people``, ``1,000 people``."""
    return f"{number:,} {one if number == 1 else many}"


def long_date(day: date) -> str:
    """``Monday, 23 November 2026``, in English whatever the locale."""
    weekday = WEEKDAYS[day.weekday()]
    return f"{weekday}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """``23 Nov 2026``."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
