"""What the Log keeps of how it was before somebody changed jobs or moved, and what can be read back from it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from connectkit.text.lazy import pattern

SOURCE = "news"
"""The Source of such a row of the Log."""

_KEPT = pattern(r"was (?P<work>.+?)(?:, lived in .+)? until \w+\.? \d{4}")
_QUOTED = pattern(r"“(?P<title>.+?)”(?: at (?P<company>.+))?")


class Left(NamedTuple):
    """The title and the company that are no longer so; ``""`` where that did not change."""

    title: str
    company: str


def farewell(title: str, company: str, city: str, day: date) -> str:
    """What the Log keeps of how it was: ``was Head of Product at Lumen until Nov 2026``; blank is what did not change.

    A title with “at” in it stands in quotes, so that it is never taken for a company.
    """
    title = f"“{title}”" if " at " in f" {title} " else title
    work = " ".join(part for part in (title, f"at {company}" if company else "") if part)
    told = (f"was {work}" if work else "", f"lived in {city}" if city else "")
    return f"{', '.join(filter(None, told))} until {day:%b %Y}"


def read_farewell(summary: str) -> Left | None:
    """The work such a row tells of; None for a move alone and for any other words."""
    found = _KEPT.fullmatch(summary.strip())
    if found is None:
        return None
    work = found["work"]
    if quoted := _QUOTED.fullmatch(work):
        return Left(quoted["title"], quoted["company"] or "")
    title, _, company = f" {work}".partition(" at ")
    return Left(title.strip(), company)
