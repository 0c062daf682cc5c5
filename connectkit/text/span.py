"""A length of time in calendar months and days."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A length of time in calendar months and days: ``Span(2, 0)`` is two months, ``Span(0, 42)`` six weeks."""

    months: int
    days: int
