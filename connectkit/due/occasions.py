"""Occasions beside the rhythm (thanks, birthdays, introductions): each once, and never more than half of the slots.

Promises are no occasion, and somebody's turn that brings a gift is a turn.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence, Set
from datetime import date, timedelta

import pandas as pd

from connectkit.absorb.absorbed import Absorbed
from connectkit.absorb.reason import PROMISES, RHYTHM, read_reason
from connectkit.due.candidate import QUIET, Candidate
from connectkit.sheet.tables import Record, Tables

SPAN = timedelta(weeks=4)
"""Over so long occasions take at most half of the slots."""

URGENT = frozenset({"thank-you"})
"""Situations that may take the last slot of the half: thanks are worth little later."""


def offered(
    extra: Sequence[Candidate], decided: pd.DataFrame, taken: Set[int], absorbed: Absorbed, tables: Tables
) -> list[Candidate]:
    """Those of the habits' candidates who may get a draft: each reason and day once, one a person, nobody left in peace."""
    if not extra:
        return []
    state = dict(zip(decided["row"].tolist(), decided["verdict"].tolist(), strict=True))
    sheet = tables.contacts.sheet
    made = {(record["contact_id"], record["reason"]) for record in tables.drafts}
    chosen: dict[int, Candidate] = {}
    for one in extra:
        verdict = state.get(one.row, "paused")
        again = one.mark is None and remembers(sheet.text(one.row, "occasions"), one)
        rests = one.contact_id in absorbed.open_drafts or one.row in absorbed.ahead or verdict in QUIET
        if not (one.row in taken or rests or again or (one.contact_id, one.reason) in made):
            chosen.setdefault(one.row, one)
    return list(chosen.values())


def within_half(
    some: Iterable[Candidate], drafts: Sequence[Record], per_week: int, today: date
) -> list[Candidate]:
    """The first of these that keep occasions within half of any four weeks' slots; the last is for thanks."""
    since = today - SPAN
    left = 2 * per_week - sum(since < day <= today for day in _days(drafts))
    kept = []
    for one in some:
        if left > (0 if one.when in URGENT else 1):
            kept.append(one)
            left -= 1
    return kept


def last_week(drafts: Sequence[Record], today: date) -> bool:
    """Whether an occasion took a slot in the ISO week before today's."""
    week = (today - timedelta(7)).isocalendar()[:2]
    return any(day.isocalendar()[:2] == week for day in _days(drafts))


def _days(drafts: Sequence[Record]) -> list[date]:
    """The days on which drafts of an occasion were made."""
    others = RHYTHM | PROMISES | {""}
    return [
        day
        for one in drafts
        if (day := one.dates["created"]) and read_reason(one["reason"]).when not in others
    ]


def remembers(occasions: str, one: Candidate) -> bool:
    """Whether a cell of Occasions holds a draft of this kind for this day or a later one."""
    kind, _, day = one.reason.rpartition(" ")
    known = (piece.strip().rpartition(" ") for piece in occasions.split(";"))
    return any(what == kind and made >= day for what, _, made in known)


def remembered(occasions: str, one: Candidate) -> str:
    """The cell with this draft in it, in place of an older one of its kind; the newest stand last."""
    kind, day = one.reason.rsplit(" ", 1)
    known = [piece.strip() for piece in occasions.split(";") if piece.strip()]
    came = [piece for piece in known if came_known(piece) or came_with(piece)]
    rest = [piece for piece in known if piece not in came and piece.rpartition(" ")[0] != kind]
    return "; ".join([*came, *rest[-7:], f"{kind} {day}"])


KNOWN = "known"
"""In Occasions: the row came with an import or with ``start``, so that the person was known before."""


LAST = "last"
"""In Occasions: the Last contact that stood there before the first meeting in the Log moved it on."""


def came_with(occasions: str) -> date | None:
    """The Last contact that stood there before the first meeting moved it on; None where nothing is remembered."""
    for piece in occasions.split(";"):
        word, _, day = piece.strip().partition(" ")
        if word == LAST:
            with contextlib.suppress(ValueError):  # the user may have typed into the hidden cell
                return date.fromisoformat(day)
    return None


def with_last(occasions: str, day: date) -> str:
    """The cell with that day in it, before all else."""
    return "; ".join(filter(None, (f"{LAST} {day.isoformat()}", occasions)))


def came_known(occasions: str) -> bool:
    """Whether the row came with an import or with ``start``."""
    return any(piece.strip().startswith(f"{KNOWN} ") for piece in occasions.split(";"))
