"""Depth: five people who would take a call, and whether close ties ever hear a voice."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from connectkit.absorb.absorbed import Absorbed, Interaction
from connectkit.model import CellValue
from connectkit.practice.base import Practice, Situation
from connectkit.practice.depth import Near, channel_mix, five_people, text_only
from connectkit.practice.habits import HABITS
from tests.book import TODAY
from tests.practice.sheets import ago, rows, sheet, sync

HEAD: list[CellValue] = [
    "Name",
    "Last contact",
    "Notes",
    "Tier",
    "Would take my call",
    "State",
    "Channel",
    "Phone",
]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Situation]:
    """The situations the habits of a sync were given."""
    caught: list[Situation] = []

    def watch(situation: Situation, practice: Practice) -> None:
        caught.append(situation)

    monkeypatch.setattr("connectkit.practice.habits.HABITS", (watch, *HABITS))
    return caught


def test_five_people_names_who_is_ready_and_who_is_near(seen: list[Situation]) -> None:
    people: list[list[CellValue]] = [
        HEAD,
        ["Ana Lima", ago(5), "x", "weak", "yes"],
        ["Ben Ode", ago(5), "x", "inner", "x"],
        ["Cy Ray", ago(5), "x", "core"],
        ["Di Sol", ago(5), "x", "core", "no"],
        ["Eve Poe", ago(5), "x", "inner"],
        ["Fay Gone", ago(5), "x", "core", "yes", "fade"],
        ["Gus Far", ago(5), "x", "weak"],
    ]
    log: list[list[CellValue]] = [
        [ago(20), "Di Sol", "call"], [ago(60), "Di Sol", "meeting"], [ago(400), "Di Sol", "call"],
        [ago(30), "Cy Ray", "voice note"], [ago(9), "Cy Ray", "email"],
    ]  # fmt: skip
    sync(sheet(people, log))

    five = five_people(seen[0].tables, seen[0].absorbed, seen[0].decided, today=TODAY)

    assert five.sentence == "2 of 5 would take your call within a week: Ana Lima, Ben Ode."
    assert five.near == (
        Near("Di Sol", "core, 2 calls or meetings in the last year"),
        Near("Cy Ray", "core, 1 call or meeting in the last year"),
        Near("Eve Poe", "inner, no call or meeting noted in the last year"),
    )


def test_with_five_nobody_is_near_and_with_none_it_says_so(seen: list[Situation]) -> None:
    sync(
        sheet(
            [HEAD, *[[f"Ana {n}", ago(5), "x", "core", "yes"] for n in range(5)], ["Cy", ago(5), "x", "core"]]
        )
    )
    sync(sheet([HEAD, ["Ana", ago(5), "x", "core"]]))
    full, none = (
        five_people(one.tables, one.absorbed, one.decided, today=TODAY) for one in (seen[0], seen[2])
    )

    assert (len(full.ready), full.near) == (5, ())
    assert none.sentence == "Nobody is ticked under Would take my call yet; 5 is a good aim."


def test_the_channel_mix_counts_modes_by_tier_in_the_order_of_tiers() -> None:
    decided = pd.DataFrame({"row": [2, 3, 4], "tier": ["weak", "core", "active"], "tier_rank": [3, 1, 2]})
    known = {
        2: [Interaction(2, date(2026, 11, 1), "email", "", "", "")],
        3: [
            Interaction(3, date(2026, 11, day), kind, "", "", "")
            for day, kind in ((1, "call"), (2, "Meeting"), (30, "letter"), (9, "lunch"))
        ],
    }

    mix = channel_mix(
        Absorbed(interactions=known), decided, since=date(2026, 11, 1), until=date(2026, 11, 29)
    )  # type: ignore[arg-type]

    assert list(mix.items()) == [
        ("core", {"text": 1, "voice": 1, "letter": 0, "meeting": 1}),
        ("weak", {"text": 1, "voice": 0, "letter": 0, "meeting": 0}),
    ]


@pytest.mark.parametrize(
    ("tier", "own", "phone", "kinds", "channel"),
    [
        ("core", "email", "+44 7700 900142", ("email", "message", "email"), "voice note"),
        ("inner", "whatsapp", None, ("email", "message", "email"), "meeting"),
        ("core", "letter", "+44 7700 900142", ("email", "message", "email"), "letter"),
        ("core", "email", "+44 7700 900142", ("email", "call", "email"), "email"),
        ("core", "email", "+44 7700 900142", ("email", "email"), "email"),
        ("active", "email", "+44 7700 900142", ("email", "email", "email"), "email"),
    ],
)
def test_a_close_tie_that_was_text_only_three_times_gets_a_human_channel(
    tier: str, own: str, phone: str | None, kinds: tuple[str, ...], channel: str
) -> None:
    log: list[list[CellValue]] = [[ago(400 - 10 * at), "Ana Lima", kind] for at, kind in enumerate(kinds)]
    store = sheet([HEAD, ["Ana Lima", ago(300), "x", tier, None, None, own, phone]], log)

    sync(store)

    assert rows(store, "Drafts")[0]["Channel"] == channel


def test_text_only_names_the_close_ties_and_nobody_else(seen: list[Situation]) -> None:
    people: list[list[CellValue]] = [
        HEAD,
        *[[name, ago(5), "x", tier] for name, tier in (("Ana", "core"), ("Ben", "weak"), ("Cy", "inner"))],
    ]
    log: list[list[CellValue]] = [
        [ago(9 - n), name, "call" if name == "Cy" else "email"]
        for name in ("Ana", "Ben", "Cy")
        for n in range(3)
    ]
    sync(sheet(people, log))

    assert text_only(seen[0].absorbed, seen[0].decided) == ("Ana",)
