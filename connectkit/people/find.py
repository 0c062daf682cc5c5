"""Finds the one person a command means by a name, and says who could be meant where it is not one."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import NamedTuple

from connectkit.errors import UsageError
from connectkit.text.plain import fold


class Candidate(NamedTuple):
    """One contact to choose from: row number, ID, name, and what tells them apart from a namesake."""

    row: int
    id: str
    name: str
    about: str


def pick(people: Sequence[Candidate], wanted: str) -> Candidate:
    """The one person with this ID or name, else the only one whose name holds the words.

    Raises:
        UsageError: nobody, or several; the message names them.
    """
    words = fold(wanted)
    if not words:
        raise UsageError("No name was given.", "Write the name as it stands in your sheet, in quotes.")
    by_id = [one for one in people if one.id and one.id == wanted.strip()]
    exact = [one for one in people if fold(one.name) == words]
    part = [one for one in people if all(word in fold(one.name) for word in words.split())]
    for found in (by_id, exact, part):
        if len(found) == 1:
            return found[0]
        if found:
            raise _several(wanted, found)
    raise _nobody(wanted, people)


def _several(wanted: str, found: Sequence[Candidate]) -> UsageError:
    listed = "; ".join(_described(one) for one in found[:8])
    more = f"; and {len(found) - 8} more" if len(found) > 8 else ""
    return UsageError(
        f"“{wanted}” could be {len(found)} people: {listed}{more}.",
        "Write more of the name, or the ID, which tells namesakes apart.",
    )


def _described(one: Candidate) -> str:
    place = f"row {one.row}" if one.row else ""
    details = ", ".join(part for part in (one.about, place, one.id) if part)
    return f"{one.name} ({details})"


def _nobody(wanted: str, people: Sequence[Candidate]) -> UsageError:
    names = {fold(one.name): one.name for one in people}
    near = [names[key] for key in difflib.get_close_matches(fold(wanted), names, n=3, cutoff=0.5)]
    if not near:
        return UsageError(
            f"Nobody in your sheet is called “{wanted}”.",
            "Write the name as it stands in Contacts; connectkit find looks into city, company, notes and all the rest.",
        )
    return UsageError(f"Nobody in your sheet is called “{wanted}”.", f"Did you mean {' or '.join(near)}?")
