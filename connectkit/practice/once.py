"""One introduction has two rows in the Log, one for each side; where things are counted it is one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from connectkit.absorb.absorbed import Interaction
from connectkit.sheet.labels import bare


def second_sides(entries: Iterable[tuple[str, Interaction]]) -> set[Interaction]:
    """The rows of introductions whose other side is told already: same day, each names the other in its summary.

    ``entries`` are pairs of a contact's name and an entry.
    """
    first: list[tuple[str, Interaction]] = []
    second: set[Interaction] = set()
    some = [(name, one) for name, one in entries if one.kind.casefold() == "introduction"]
    for name, one in sorted(some, key=lambda pair: (pair[1].day, pair[1].direction != "gave", pair[1].row)):
        if any(_are_two_sides((name, one), other) for other in first):
            second.add(one)
        else:
            first.append((name, one))
    return second


def _are_two_sides(one: tuple[str, Interaction], other: tuple[str, Interaction]) -> bool:
    (a, mine), (b, theirs) = one, other
    day: date = mine.day
    told = bare(b) in mine.summary or bare(a) in theirs.summary
    return day == theirs.day and a != b and told
