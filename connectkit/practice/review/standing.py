"""Where each tie stood at the end of a month, worked out from dates alone.

Nothing is stored for it: the rhythm's own rules are applied to what the sheet knows of that day. Where it no longer
tells (Last contact has moved on, the Log holds nothing older and no draft says when the person was due), the person
is counted as not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from connectkit.due.cadence import History, decide
from connectkit.practice.audit import silent
from connectkit.practice.review.months import Ledger, Month
from connectkit.sheet.tables import NONE, number_of
from connectkit.text.dates import find_date

GROUPS = ("thriving", "steady", "needs attention", "faded", "resting", "not known")
"""Every contact is in one of these; their meaning is in :func:`standing`."""

SHOWN = GROUPS[:4]
_PLACE = {"thriving": 0, "steady": 0, "needs attention": 1, "faded": 2}
"""A quiet month within the rhythm is no step down from thriving."""


_BY_RHYTHM = frozenset({"reconnect", "weak-tie", "restart"})


class Move(NamedTuple):
    """Somebody who stands elsewhere than a month before."""

    name: str
    was: str
    now: str

    @property
    def up(self) -> bool:
        """True for the better."""
        return _PLACE[self.now] < _PLACE[self.was]


def standing(ledger: Ledger, month: Month) -> dict[int, str]:
    """Contact row to where that person stood on the last day of a month (or today, if that is earlier).

    thriving: in touch that month and not due; steady: within the rhythm; needs attention: the day has come; faded:
    let go, or silent for more than twice the longest gap wanted; resting: paused, snoozed, or a first hello that has
    time; not known: the sheet no longer tells. People who were not in the sheet yet are left out.
    """
    day = min(month.last, ledger.today)
    frame = ledger.tables.contacts.frame
    moved_on = frame["last"].to_numpy() > number_of(day)
    then = frame.assign(last=np.where(moved_on, NONE, frame["last"].to_numpy()))
    logged = _logged(ledger, day)
    rested = {row: due for row, due in ledger.absorbed.rested.items() if due <= day}
    later = ledger.absorbed.later if day == ledger.today else {}
    decided = decide(then, History(logged, _met(ledger, then, day), rested, later), ledger.config, today=day)
    groups = dict(zip(decided["row"].tolist(), _groups(decided, month, day), strict=True))
    lost = set(frame["row"].to_numpy()[moved_on].tolist()) - set(logged)
    for row in _not_there_yet(ledger, lost, day):
        groups.pop(row, None)
    return groups | _from_drafts(ledger, lost, day)


def _logged(ledger: Ledger, day: date) -> dict[int, date]:
    found = {}
    for row, known in ledger.absorbed.interactions.items():
        days = [one.day for one in known if one.day <= day]
        if days:
            found[row] = max(days)
    return found


def _met(ledger: Ledger, then: pd.DataFrame, day: date) -> dict[int, date]:
    sheet = ledger.tables.contacts.sheet
    found = {}
    for row in then.loc[then["last"] == NONE, "row"].tolist() if sheet.has("met") else ():
        known = find_date(sheet.text(row, "met"))
        if known is not None and known <= day:
            found[row] = known
    return found


def _groups(decided: pd.DataFrame, month: Month, day: date) -> list[str]:
    verdict = decided["verdict"].astype(object).to_numpy()
    last, due = decided["last"].to_numpy(), decided["next_due"].to_numpy()
    resting = np.isin(verdict, ["paused", "snoozed"])
    rules = [
        (verdict == "fade") | (silent(decided, day).to_numpy() & ~resting),
        resting | ((verdict == "never") & (due > number_of(day))),
        verdict == "unreadable",
        np.isin(verdict, ["due", "late", "never"]),
        last >= number_of(month.first),
    ]
    names = ("faded", "resting", "not known", "needs attention", "thriving")
    return [str(one) for one in np.select(rules, names, default="steady").tolist()]


def _not_there_yet(ledger: Ledger, lost: set[int], day: date) -> set[int]:
    """Rows first seen after the day of which nothing older is known. Today's rows count as there today."""
    if day == ledger.today:
        return set()
    frame = ledger.tables.contacts.frame
    new = frame[((frame["added"] == NONE) | (frame["added"] > number_of(day))).to_numpy()]
    nothing = (new["last"] == NONE).to_numpy() & (new["last_state"] != "unreadable").to_numpy()
    unheard = set(new.loc[nothing, "row"].tolist()) | (set(new["row"].tolist()) & lost)
    return unheard - set(_logged(ledger, day))


def _from_drafts(ledger: Ledger, lost: set[int], day: date) -> dict[int, str]:
    """Contact row to standing for those whose last contact of then is lost: their State, else their draft tells.

    A draft's hidden reason holds the day it was due, so it says whether that day had come.
    """
    frame = ledger.tables.contacts.frame
    some = frame[frame["row"].isin(list(lost))]
    states = dict(zip(some["row"].tolist(), some["state"].tolist(), strict=True))
    found = {
        row: {"fade": "faded", "pause": "resting"}.get(state, "not known") for row, state in states.items()
    }
    rows = {ledger.identities.ids.get(row, ""): row for row, state in states.items() if not state}
    for record in ledger.tables.drafts:
        row = rows.get(record["contact_id"])
        situation, _, text = record["reason"].rpartition(" ")
        sent = record.dates["logged"]
        if row is None or situation not in _BY_RHYTHM or (sent is not None and sent <= day):
            continue
        try:
            due = date.fromisoformat(text)
        except ValueError:
            continue
        found[row] = "needs attention" if due <= day else "steady"
        del rows[record["contact_id"]]
    new = _not_there_yet(ledger, lost, day)
    return {row: group for row, group in found.items() if group != "not known" or row not in new}


def moves(before: Mapping[int, str], now: Mapping[int, str], names: Mapping[int, str]) -> tuple[Move, ...]:
    """Who stands better or worse than before, of those known both times; those for the worse first, then by name."""
    found = [
        Move(names[row], before[row], group)
        for row, group in now.items()
        if group in _PLACE and before.get(row) in _PLACE and _PLACE[before[row]] != _PLACE[group]
    ]
    return tuple(sorted(found, key=lambda one: (one.up, one.name.casefold())))
