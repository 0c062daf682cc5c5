"""Columns that are inserted, moved, renamed or deleted in the moment of a write: what is the user's stays under its header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectkit.config.config import Config
from connectkit.model import AfterImage, Plan
from connectkit.report.report import Report
from connectkit.stores.google.store import GoogleStore
from connectkit.sync import sync
from tests.book import PLAIN, counter
from tests.stores.google.world import World
from tests.wire.dresser import Dresser

DAY = date(2026, 7, 1)
MINE = ("Name", "Last contact", "Notes", "Tier", "Log")
TIERS = ("inner", "core", "weak")
PEOPLE: list[list[Any]] = [
    ["Name", "Last contact", "Notes", "Tier", "Log"],
    *([f"P{n:02d}", DAY - timedelta(20 + 9 * n), f"note {n}", TIERS[n % 3], ""] for n in range(8)),
]
HANDS: dict[str, Callable[[Dresser], object]] = {
    "a column inserted at the left": lambda one: one.insert_column("Contacts", "A", "Own"),
    "a column inserted in the middle": lambda one: one.insert_column("Contacts", "B", "Own"),
    "a column without a header": lambda one: one.insert_column("Contacts", "C"),
    "two columns changed places": lambda one: one.move_column("Contacts", "C", "B"),
    "a column moved far": lambda one: one.move_column("Contacts", "A", "E"),
    "a column of the tool's deleted": lambda one: one.delete_column("Contacts", "F"),
    "a header renamed": lambda one: one.rename_header("Contacts", "Tier", "Circle"),
}


class Dies(BaseException):
    """The program is killed."""


class Dying(GoogleStore):
    """A store whose program is killed right after its first write."""

    def write(self, plan: Plan) -> AfterImage:
        """Written, and never verified."""
        super().write(plan)
        raise Dies


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path, {"Contacts": PEOPLE}) as made:
        yield made
        made.server.assert_clean()


def run(world: World, day: date, ids: Callable[[], str]) -> Report:
    return sync(world.store, Config(per_week=2), today=day, new_id=ids, templates=PLAIN, force=True)


def mine(world: World) -> dict[str, dict[str, Any]]:
    """Every cell of the person's by name and header."""
    head, *rows = world.values("Contacts")
    here = [str(cell) for cell in head]
    named = {"Circle": "Tier"}
    found = [dict(zip([named.get(one, one) for one in here], row, strict=False)) for row in rows]
    return {
        row["Name"]: {key: row.get(key) for key in MINE if row.get(key)} for row in found if row.get("Name")
    }


def own(world: World) -> list[Any]:
    """What stands in columns that are not connectkit's: inserted in that moment, so nothing."""
    head, *rows = world.values("Contacts")
    places = [at for at, cell in enumerate(head) if cell in ("Own", "", None)]
    return [row[at] for row in rows for at in places if at < len(row) and row[at] not in ("", None)]


def prepared(world: World) -> tuple[Callable[[], str], dict[str, dict[str, Any]]]:
    """A sheet in order, with an entry waiting in the Log cell of P01; and what it then holds after one sync on it."""
    ids = counter()
    run(world, DAY, ids)
    run(world, DAY, ids)
    world.types("Contacts", 3, 5, "call -1d: she moves")
    wanted = mine(world)
    wanted["P01"] = {**wanted["P01"], "Last contact": wanted["P01"]["Last contact"]}
    return ids, wanted


def agrees(now: dict[str, dict[str, Any]], before: dict[str, dict[str, Any]], later: date) -> None:
    """All is as it was, but for P01's entry, which is filed once and moved the day on."""
    from connectkit.stores.google.values import serial

    filed = {**before, "P01": {**before["P01"], "Last contact": serial(later - timedelta(1))}}
    del filed["P01"]["Log"]
    assert now == filed


@pytest.mark.parametrize("hands", HANDS)
def test_nothing_of_the_users_changes_and_the_sync_starts_over(world: World, hands: str) -> None:
    ids, before = prepared(world)
    later = DAY + timedelta(60)

    world.server.before_apply(lambda: HANDS[hands](world.person))
    report = run(world, later, ids)

    agrees(mine(world), before, later)
    assert own(world) == []
    assert len([row for row in world.values("Log")[1:] if row and row[0]]) == 1
    assert [(one.name, one.kind, one.source) for one in report.logged] == [("P01", "call", "inbox")]
    assert not run(world, later, ids).plan
    if hands.startswith(("a column inserted", "two columns")):
        assert (
            "Contacts: columns were added, moved or renamed while the sync ran; "
            "what it had written under them was put back."
        ) in report.surprises


@pytest.mark.parametrize("hands", HANDS)
def test_a_run_cut_off_right_then_is_put_right_by_the_next(world: World, hands: str) -> None:
    ids, before = prepared(world)
    later = DAY + timedelta(60)

    whole = world.store
    world.store.__class__ = Dying
    world.server.before_apply(lambda: HANDS[hands](world.person))
    with pytest.raises(Dies):
        run(world, later, ids)
    whole.__class__ = GoogleStore
    run(world, later, ids)

    agrees(mine(world), before, later)
    assert own(world) == []
    assert len([row for row in world.values("Log")[1:] if row and row[0]]) == 1
    assert not run(world, later, ids).plan
