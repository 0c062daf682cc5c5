"""The stamps of a chat export: how each line's date is written, and which of its figures is the day.

The stamp follows the phone's region, so the same chat looks different on two phones. What the figures mean is
decided for the whole file: by what is possible, by the order of the lines, and else not at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_DAY = r"(\d{1,4})([./-]) ?(\d{1,2})(?:\2) ?(\d{1,4})\.?"
_KOREAN = r"(\d{4})(년) (\d{1,2})월 (\d{1,2})일"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
_WORD = r"[^\W\d][\w. ]{0,12}?"
_BEFORE = rf"(?:[,،]? ?(?:{_WORD})? ?)"
_BRACKETED = re.compile(rf"\[(?:{_DAY}|{_KOREAN}){_BEFORE}({_CLOCK})(?: ?{_WORD})?\] ?")
_DASHED = re.compile(rf"(?:{_DAY}|{_KOREAN}){_BEFORE}({_CLOCK})(?: ?{_WORD})? [-–] ?")
_FIRST_YEAR = 2009  # of WhatsApp
_CLOSE = 7  # days between two lines that speak for an order

_AMERICAN = ("en_us", "en_ph", "fil")

Figures = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The stamp at the beginning of a message: its three figures, how it is written, and where it ends."""

    figures: Figures
    shape: tuple[str, str, int]
    end: int


def stamp_of(line: str) -> Stamp | None:
    """The stamp this line, without invisible marks, begins with; None for a line that goes on."""
    if not line or not (line[0] == "[" or line[0].isdigit()):
        return None
    found = _BRACKETED.match(line) or _DASHED.match(line)
    if found is None:
        return None
    at = 1 if found[1] is not None else 5
    figures = (int(found[at]), int(found[at + 2]), int(found[at + 3]))
    clock = found[9]
    seconds = len(re.split("[:.]", clock)) - 2
    return Stamp(figures, ("[" if found[0][0] == "[" else "-", found[at + 1], seconds), found.end())


def day_of(figures: Figures, order: str) -> date | None:
    """The date three figures mean in an order such as ``dmy``; None where there is no such day."""
    parts = dict(zip(order, figures, strict=True))
    year = parts["y"]
    try:
        return date(year + 2000 if year < 100 else year, parts["m"], parts["d"])
    except ValueError:
        return None


def order_of(days: Sequence[Figures], separator: str, hints: tuple[str, str], today: date) -> str:
    """``dmy``, ``mdy``, ``ymd``, or ``""`` where nothing decides.

    ``hints`` are the order the user named and the user's locale.
    """
    possible = _possible(days, separator, today)
    if len(possible) < 2:
        return possible[0] if possible else ""
    if separator in ".-" and "dmy" in possible:
        return "dmy"
    falls = [_falls(days, order) for order in possible]
    if min(falls) * 2 < max(falls) or (min(falls) == 0 < max(falls)):
        return possible[falls.index(min(falls))]
    named, locale = hints
    if named in possible:
        return named
    close = [_close_steps(days, order) for order in possible]
    if close[0] != close[1]:
        return possible[close.index(max(close))]
    if all(len({day_of(figures, order) for order in possible}) == 1 for figures in days):
        return possible[0]
    return _by_locale(locale, possible)


def _possible(days: Sequence[Figures], separator: str, today: date) -> list[str]:
    """The orders in which every stamp is a day, and none is in the future where that helps to decide."""
    if any(figures[0] > 31 for figures in days) or separator == "년":
        return ["ymd"]
    read = {order: [day_of(figures, order) for figures in days] for order in ("dmy", "mdy")}
    found = [order for order, given in read.items() if None not in given]
    if not found:  # a torn line or two: the order in which nearly all are days
        wrong = {order: given.count(None) for order, given in read.items()}
        found = [order for order, count in wrong.items() if count * 20 < len(days)]
    past = [order for order in found if all(day is None or day <= today for day in read[order])]
    return past or _short_years_first(days, read, today) or found


def _short_years_first(days: Sequence[Figures], read: dict[str, list[date | None]], today: date) -> list[str]:
    """``ymd`` for ``23/12/31``, where no line has a day in another order and all have one in this."""
    if any(day is not None and day <= today for given in read.values() for day in given):
        return []
    years = [day_of(figures, "ymd") for figures in days]
    fit = all(day is not None and day.year >= _FIRST_YEAR and day <= today for day in years)
    return ["ymd"] if fit else []


def _falls(days: Sequence[Figures], order: str) -> int:
    """How often a line is more than a day before the one above it."""
    read = [day for figures in days if (day := day_of(figures, order))]
    return sum((after - before).days < -1 for before, after in pairwise(read))


def _close_steps(days: Sequence[Figures], order: str) -> int:
    read = [day for figures in days if (day := day_of(figures, order))]
    return sum(0 < (after - before).days <= _CLOSE for before, after in pairwise(read))


def _by_locale(locale: str, possible: Sequence[str]) -> str:
    if not locale:
        return ""
    wanted = "mdy" if locale.replace("-", "_").casefold().startswith(_AMERICAN) else "dmy"
    return wanted if wanted in possible else ""
