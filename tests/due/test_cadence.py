"""States, days and order agree with a dozen lines of plain Python on any contacts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import event, given, settings
from hypothesis import strategies as st

from connectkit.config.config import Config
from connectkit.config.tiers import DEFAULT_TIERS
from connectkit.due.cadence import STATES, History, decide
from connectkit.sheet.tables import NONE, day_of, number_of
from connectkit.text.span import Span
from connectkit.text.spans import add_span

TODAY = date(2026, 11, 23)
CONFIG = Config()
DAYS = st.dates(date(2023, 1, 1), TODAY)
MAYBE = st.none() | DAYS


@st.composite
def people(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Contacts of every kind, some with a rhythm, a snooze, a Next touch, a state, a skipped draft of their own."""
    found = []
    for row in range(2, draw(st.integers(3, 14))):
        tier = draw(st.sampled_from(DEFAULT_TIERS))
        aim, latest = draw(
            st.sampled_from([(tier.aim, tier.latest), (Span(0, 10), Span(0, 15)), (Span(1, 3), Span(2, 0))])
        )
        unreadable = draw(st.integers(0, 9)) == 0
        found.append(
            {
                "row": row,
                "name": draw(st.sampled_from(["Ana", "ana", "Ben", "Örn", "Zoë"])),
                "tier_rank": DEFAULT_TIERS.index(tier),
                "aim": aim,
                "latest": latest,
                "last": None if unreadable else draw(MAYBE),
                "unreadable": unreadable,
                "logged": draw(MAYBE),
                "touch": draw(st.none() | st.dates(TODAY - timedelta(60), TODAY + timedelta(60))),
                "snooze": draw(st.none() | st.dates(TODAY - timedelta(5), TODAY + timedelta(5))),
                "state": draw(st.sampled_from(["", "", "", "pause", "fade"])),
                "added": draw(MAYBE),
                "rested": draw(st.none() | st.none() | DAYS),
            }
        )  # fmt: skip
    return found


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    def number(day: Any) -> int:
        return number_of(day) if isinstance(day, date) else NONE

    return pd.DataFrame(
        {
            "row": [r["row"] for r in rows], "name": [r["name"] for r in rows], "tier_rank": [r["tier_rank"] for r in rows],
            "last": [number(r["last"]) for r in rows], "last_state": ["unreadable" if r["unreadable"] else "ok" for r in rows],
            "next_touch": [number(r["touch"]) for r in rows], "snooze": [number(r["snooze"]) for r in rows],
            "added": [number(r["added"]) for r in rows], "state": [r["state"] for r in rows],
            "aim_months": [r["aim"][0] for r in rows], "aim_days": [r["aim"][1] for r in rows],
            "latest_months": [r["latest"][0] for r in rows], "latest_days": [r["latest"][1] for r in rows],
        }
    )  # fmt: skip


def oracle(one: dict[str, Any]) -> tuple[str, date | None, float | None]:
    """Design 3 in plain Python: the state, the due day, the share of cadence used."""
    last = max((d for d in (one["last"], one["logged"]) if d), default=None)
    never = last is None and not one["unreadable"]
    base = last or ((one["added"] or TODAY) if never else None)
    base = max(base, one["rested"]) if base and one["rested"] else base or one["rested"]
    due, late = (add_span(base, one["aim"]), add_span(base, one["latest"])) if base else (None, None)
    if one["touch"] and all(day is None or one["touch"] > day for day in (last, one["rested"])):
        due, late = one["touch"], one["touch"] + (late - due if due else timedelta())
    share = None if not due else 1.0 if not base else (TODAY - base).days / max((due - base).days, 1)
    share = min(share, 1.0) if never and share is not None else share
    fixed = {"fade": "fade", "pause": "paused"}.get(one["state"]) or (
        "snoozed" if one["snooze"] and one["snooze"] >= TODAY else ""
    )
    state = fixed or ("unreadable" if one["unreadable"] and not last else "never" if never else "")
    state = state or (
        "late"
        if late < TODAY
        else "due"
        if due <= TODAY
        else "soon"
        if due - timedelta(14) <= TODAY
        else "ok"
    )
    return state, due, share


@settings(max_examples=100, deadline=None)
@given(people())
def test_the_vectorised_verdicts_agree_with_plain_python(rows: list[dict[str, Any]]) -> None:
    history = History(
        logged={r["row"]: r["logged"] for r in rows if r["logged"]},
        rested={r["row"]: r["rested"] for r in rows if r["rested"]},
    )

    decided = decide(frame(rows), history, CONFIG, today=TODAY)

    for one in decided.to_dict("records"):
        source = next(r for r in rows if r["row"] == one["row"])
        state, due, share = oracle(source)
        event(state)
        assert (one["verdict"], day_of(one["next_due"])) == (state, due)
        assert share is None or abs(one["share"] - share) < 1e-9


@settings(max_examples=40, deadline=None)
@given(people())
def test_everybody_keeps_a_place_and_the_order_does_not_depend_on_the_rows(
    rows: list[dict[str, Any]],
) -> None:
    forth = decide(frame(rows), History(), CONFIG, today=TODAY)
    back = decide(frame(rows[::-1]), History(), CONFIG, today=TODAY)

    assert sorted(forth["row"]) == sorted(r["row"] for r in rows)
    assert forth["row"][forth["verdict"] != "ok"].tolist() == back["row"][back["verdict"] != "ok"].tolist()
    assert set(forth["verdict"]) <= set(STATES)


def test_share_of_cadence_ranks_not_days() -> None:
    weak = {
        "row": 2,
        "name": "Weak",
        "tier_rank": 3,
        "aim": Span(12, 0),
        "latest": Span(18, 0),
        "last": TODAY - timedelta(400),
    }
    core = {
        "row": 3,
        "name": "Core",
        "tier_rank": 1,
        "aim": Span(2, 0),
        "latest": Span(3, 0),
        "last": TODAY - timedelta(90),
    }
    rest = {
        "unreadable": False,
        "logged": None,
        "touch": None,
        "snooze": None,
        "state": "",
        "added": None,
        "rested": None,
    }

    decided = decide(frame([weak | rest, core | rest]), History(), CONFIG, today=TODAY)

    assert decided["name"].tolist() == ["Core", "Weak"]


def test_people_with_a_promise_due_come_first() -> None:
    rest = {
        "unreadable": False,
        "logged": None,
        "touch": None,
        "snooze": None,
        "state": "",
        "added": None,
        "rested": None,
    }
    late = {
        "row": 2,
        "name": "Late",
        "tier_rank": 0,
        "aim": Span(1, 0),
        "latest": Span(2, 0),
        "last": TODAY - timedelta(400),
    } | rest
    fine = {
        "row": 3,
        "name": "Fine",
        "tier_rank": 3,
        "aim": Span(6, 0),
        "latest": Span(12, 0),
        "last": TODAY,
    } | rest

    decided = decide(frame([late, fine]), History(promised=frozenset({3})), CONFIG, today=TODAY)

    assert decided["name"].tolist() == ["Fine", "Late"]
