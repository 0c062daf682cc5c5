"""Who supports your goals, and where nobody does; who has faded; whether the sheet outgrows a person.

Counts are of names and shown with them; nobody is rated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from connectkit.absorb.absorbed import Absorbed, last_note
from connectkit.sheet.labels import labels
from connectkit.sheet.tables import NONE, Tables, day_of, number_of
from connectkit.text.dates import say
from connectkit.text.lazy import pattern

MANY = 200
"""The size up to which one sheet and one head keep pace (design, section 1)."""

TWICE = 2
"""Silent for so many times the longest wanted gap, a tie counts as faded."""

_BETWEEN = pattern(r"[,;/|\n]")


@dataclass(frozen=True)
class Matrix:
    """People by role and by something else: ``cells`` maps (role, column) to names, in the order of the sheet."""

    roles: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[str, ...]]

    @property
    def gaps(self) -> tuple[str, ...]:
        """The empty cells in words, a role each: ``no mentor in active, weak``."""
        empty = {
            role: [column for column in self.columns if not self.cells.get((role, column))]
            for role in self.roles
        }
        return tuple(f"no {role} in {', '.join(columns)}" for role, columns in empty.items() if columns)


@dataclass(frozen=True)
class Faded:
    """One tie that went quiet: the last day in touch, what it was about, and what the user could do."""

    name: str
    last: date | None
    topic: str
    let_go: bool

    def say(self, today: date) -> str:
        """``Ana Lima: last contact 3 Mar 2024, about the move to Porto``."""
        when = f"last contact {say(self.last, today)}" if self.last else "no contact noted"
        about = f", about “{self.topic}”" if self.topic else ""
        return f"{self.name}: {when}{about}{' (let go)' if self.let_go else ''}"


HINT = "To revive somebody, write to them or set Next touch; to let somebody go, write fade into State. Both are fine."


def roles_of(tables: Tables) -> dict[int, tuple[str, ...]]:
    """Contact row to the roles its Role cell names, casefolded; rows without one are left out."""
    sheet = tables.contacts.sheet
    if not sheet.has("role"):
        return {}
    found = {}
    for row, value in zip(sheet.numbers, sheet.column("role"), strict=True):
        parts = [" ".join(one.split()).casefold() for one in _BETWEEN.split(str(value or ""))]
        if any(parts):
            found[row] = tuple(dict.fromkeys(one for one in parts if one))
    return found


def cross(
    roles: Mapping[int, Sequence[str]],
    place: Mapping[int, str],
    names: Mapping[int, str],
    columns: Iterable[str],
) -> Matrix:
    """Everybody with a role, by role and by ``place`` (contact row to column); the commonest role first."""
    cells: dict[tuple[str, str], list[str]] = {}
    counts: dict[str, int] = {}
    for row, named in roles.items():
        for role in named:
            counts[role] = counts.get(role, 0) + 1
            if row in place:
                cells.setdefault((role, place[row]), []).append(names[row])
    ordered = sorted(counts, key=lambda role: (-counts[role], role))
    return Matrix(tuple(ordered), tuple(columns), {key: tuple(found) for key, found in cells.items()})


def by_tier(tables: Tables, tiers: Sequence[str]) -> Matrix:
    """Role by tier; people left to fade are in no tier any more."""
    frame = tables.contacts.frame
    alive = frame[(frame["state"] != "fade").to_numpy()]
    place = dict(zip(alive["row"].tolist(), alive["tier"].tolist(), strict=True))
    return cross(roles_of(tables), place, _names(tables), tiers)


def silent(decided: pd.DataFrame, day: date) -> pd.Series[bool]:
    """True for those whose silence is more than twice the longest gap wanted for them."""
    known = (decided["last"] != NONE) & (decided["latest"] != NONE)
    gap = (decided["latest"] - decided["base"]).where(known, 0)
    return known & (number_of(day) - decided["base"].where(known, 0) > TWICE * gap)


def faded(decided: pd.DataFrame, tables: Tables, absorbed: Absorbed, today: date) -> tuple[Faded, ...]:
    """Ties that were alive and went quiet, and those let go; the ones silent for the shortest time first.

    Paused and snoozed people rest, so they are not among them.
    """
    resting = decided["verdict"].isin(["paused", "snoozed"])
    let_go = decided["verdict"] == "fade"
    some = decided[(let_go | (silent(decided, today) & ~resting)).to_numpy()]
    called = labels(tables)
    found = [
        Faded(
            called[one["row"]],
            day_of(one["last"]),
            last_note(tables, absorbed, one["row"]),
            one["state"] == "fade",
        )
        for one in some[["row", "name", "last", "state"]].to_dict("records")
    ]
    return tuple(sorted(found, key=lambda one: (one.let_go, -(one.last or date.min).toordinal(), one.name)))


def size_notice(tables: Tables) -> str:
    """What to do when the sheet has grown past what one person keeps up with; empty below that."""
    frame = tables.contacts.frame
    if int((frame["state"] != "fade").sum()) <= MANY:
        return ""
    return (
        f"You keep more than {MANY} people here. Few can keep up with so many: give a tier to those who matter, "
        "and write fade into State for the others; they stay in the sheet."
    )


def _names(tables: Tables) -> dict[int, str]:
    return labels(tables)
