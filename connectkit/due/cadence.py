"""Who is due, since when, in what order: calendar months from the last contact, tier by tier.

All days are numbers since 1970-01-01 inside; a missing day is ``NONE``. The states:
``ok``, ``soon``, ``due`` (aim reached), ``late`` (latest passed), ``never`` (no contact yet), ``snoozed``,
``paused``, ``fade``, ``unreadable`` (and no Log row tells of a day).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from connectkit.config.config import Config
from connectkit.sheet.tables import NONE, number_of

STATES = ("ok", "soon", "due", "late", "never", "snoozed", "paused", "fade", "unreadable")
PROMPTED = frozenset({"due", "late", "never"})
"""States in which a person may get a draft; ``never`` only once its day has come."""

_GROUP = {
    "soon": 0,
    "due": 0,
    "late": 0,
    "never": 0,
    "ok": 0,
    "unreadable": 1,
    "snoozed": 2,
    "paused": 3,
    "fade": 4,
}


@dataclass(frozen=True)
class History:
    """What the other tabs know of each contact, by row number.

    Attributes:
        logged: the latest past day in the Log.
        met: the day they met, where Met says one.
        rested: the day the user marked a draft Skip; the next round counts from it.
        later: the last day on which a draft marked Later rests.
        promised: row numbers of people to whom something is due.
    """

    logged: Mapping[int, date] = field(default_factory=dict)
    met: Mapping[int, date] = field(default_factory=dict)
    rested: Mapping[int, date] = field(default_factory=dict)
    later: Mapping[int, date] = field(default_factory=dict)
    promised: frozenset[int] = frozenset()


def decide(frame: pd.DataFrame, history: History, config: Config, *, today: date) -> pd.DataFrame:
    """The contacts frame with what follows from it for today, in the order in which people come up.

    Adds: ``last`` (now the latest of cell and Log), ``base`` (what the rhythm counts from), ``next_due``,
    ``latest`` (day numbers or ``NONE``), ``verdict`` (one of STATES), ``share`` (float, NaN where none),
    ``overdue`` (days from next_due to today, negative before it), ``promised`` (bool), ``cycle`` (days from base
    to aim).
    """
    now = number_of(today)
    out = frame.copy()
    rows = out["row"].to_numpy()
    last = np.maximum(out["last"].to_numpy(), _column(rows, history.logged))
    rested = _column(rows, history.rested)
    touch = out["next_touch"].to_numpy()
    never = (last == NONE) & (out["last_state"].to_numpy() != "unreadable")
    seen = np.where(out["added"].to_numpy() == NONE, now, out["added"].to_numpy())
    met = _column(rows, history.met)
    base = np.where(never, np.where(met == NONE, seen, met), last)
    base = np.maximum(base, np.where(rested > base, rested, NONE))
    aim = add_spans(base, out["aim_months"].to_numpy(), out["aim_days"].to_numpy())
    latest = add_spans(base, out["latest_months"].to_numpy(), out["latest_days"].to_numpy())
    override = (touch != NONE) & ((last == NONE) | (touch > last)) & (touch > rested)
    latest = np.where(override, touch + (latest - aim), latest)
    aim = np.where(override, touch, aim)
    known = base != NONE
    out["last"], out["base"] = last, base
    out["next_due"] = np.where(known | override, aim, NONE)
    out["latest"] = np.where(known | override, latest, NONE)
    cycle = np.maximum(np.where(known, aim - base, 1), 1)
    share = np.where(known, (now - base) / cycle, np.where(override, 1.0, np.nan))
    out["share"] = np.where(never, np.minimum(share, 1.0), share)
    out["cycle"] = cycle
    out["overdue"] = np.where(out["next_due"] == NONE, NONE, now - out["next_due"])
    out["promised"] = (
        np.isin(rows, list(history.promised)) if history.promised else np.zeros(len(rows), dtype=bool)
    )
    out["later"] = _column(rows, history.later)
    out["verdict"] = _verdicts(out, never, config, now)
    return _ordered(out)


def add_spans(base: np.ndarray, months: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Day numbers moved by calendar months, then days; 31 January and one month is 28 or 29 February.

    ``NONE`` stays ``NONE``. The same arithmetic as :func:`connectkit.text.dates.add_span`, for whole columns.
    """
    missing = base == NONE
    start = np.where(missing, 0, base).astype("datetime64[D]")
    month = start.astype("datetime64[M]")
    day = start - month.astype("datetime64[D]")
    target = month + months.astype("timedelta64[M]")
    last_day = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    moved = np.minimum(target.astype("datetime64[D]") + day, last_day).astype(np.int64) + days
    return np.where(missing, NONE, moved)


def _column(rows: np.ndarray, known: Mapping[int, date]) -> np.ndarray:
    """One value per row from a sparse mapping of row number to day."""
    column = np.full(len(rows), NONE, dtype=np.int64)
    if known:
        places = {int(row): at for at, row in enumerate(rows)}
        for row, day in known.items():
            if row in places:
                column[places[row]] = number_of(day)
    return column


def _verdicts(out: pd.DataFrame, never: np.ndarray, config: Config, now: int) -> pd.Categorical[str]:
    due, latest = out["next_due"].to_numpy(), out["latest"].to_numpy()
    state = out["state"].to_numpy()
    snoozed = (out["snooze"].to_numpy() >= now) | (out["later"].to_numpy() >= now)
    unreadable = (out["last_state"].to_numpy() == "unreadable") & (out["last"].to_numpy() == NONE)
    rules = {
        "fade": state == "fade",
        "paused": state == "pause",
        "snoozed": snoozed,
        "unreadable": unreadable,
        "never": never,
        "late": now > latest,
        "due": now >= due,
        "soon": now >= due - config.soon_days,
    }
    codes = np.select(
        list(rules.values()), [STATES.index(name) for name in rules], default=STATES.index("ok")
    )
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(STATES)))


def _ordered(out: pd.DataFrame) -> pd.DataFrame:
    """Promises due, then share of cadence used, then tier, then name, then row: a total order; those who are ok last."""
    groups = np.array([_GROUP[name] for name in STATES])[out["verdict"].cat.codes.to_numpy()]
    out["group"] = np.where(out["promised"].to_numpy(), -1, groups)
    listed = (out["verdict"].cat.codes.to_numpy() != STATES.index("ok")) | out["promised"].to_numpy()
    top = out[listed]
    top = top.assign(fold=[name.casefold() for name in top["name"]]).sort_values(
        ["group", "share", "tier_rank", "fold", "row"],
        ascending=[True, False, True, True, True],
        na_position="last",
    )
    order = [top.index.to_numpy(), np.flatnonzero(~listed)]
    return out.take(np.concatenate(order)).reset_index(drop=True)
