"""New rows are known to have arrived: where nothing stood, whole, once; else what they were made from comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectkit.config.config import Config
from connectkit.report.report import Report
from connectkit.sync import sync
from tests.book import PLAIN, counter
from tests.stores.google.world import World
from tests.wire.answers import Json
from tests.wire.batch.base import HANDLERS, Batch

DAY = date(2026, 7, 1)
HEAD = ["Name", "Last contact", "Tier", "Notes", "Log"]
PEOPLE: list[list[Any]] = [
    HEAD,
    *([name, DAY - timedelta(20), "core", f"{name} sails", ""] for name in ("Ana", "Ben", "Cleo")),
]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Three people after a first sync, with an entry in Cleo's Log cell, which stands right of her Notes."""
    with World(tmp_path, {"Contacts": PEOPLE}) as made:
        made.ids = counter()  # type: ignore[attr-defined]
        run(made)
        made.types("Contacts", 4, 5, "call 15 Jun: she moves")
        yield made
        made.server.assert_clean()


def run(world: World) -> Report:
    ids = world.ids  # type: ignore[attr-defined]
    return sync(world.store, Config(per_week=0), today=DAY, new_id=ids, templates=PLAIN, force=True)


def cleo(world: World) -> dict[str, Any]:
    """Cleo's own cells by header."""
    head, *rows = world.values("Contacts")
    row = next(row for row in rows if "Cleo" in row)
    return {str(key): value for key, value in zip(head, row, strict=False) if key in HEAD and value}


def log(world: World) -> list[list[Any]]:
    return [row for row in world.values("Log")[1:] if any(row)]


def test_a_column_then_a_row_inserted_while_a_sync_writes_and_repairs_cost_nobody_their_notes(
    world: World,
) -> None:
    world.server.before_apply(lambda: world.person.insert_column("Contacts", "B", "Own"))
    for number in (6, 7):
        world.server.before(number, lambda: world.person.insert_row("Contacts", 3))

    run(world)

    assert cleo(world)["Notes"] == "Cleo sails"
    assert "Log" not in cleo(world)
    assert [row[4] for row in log(world)] == ["she moves"]
    assert not run(world).plan


def swallowing(
    original: Callable[[Batch, Json, str], Json], title: str
) -> Callable[[Batch, Json, str], Json]:
    """A write of cells that leaves out what is under the last filled row of a tab, as a filter may."""

    def update(batch: Batch, request: Json, where: str) -> Json:
        sheet = batch.place(
            request.get("range") or {"sheetId": request["start"].get("sheetId", 0)}, where
        ).sheet
        below = request.get("start", {}).get("rowIndex", 0) >= sheet.last_row > 0
        return {} if below and sheet.title == title else original(batch, request, where)

    return update


def covering(original: Callable[[Batch, Json, str], Json], title: str) -> Callable[[Batch, Json, str], Json]:
    """A write that goes over the row before, which a filter hides, instead of under it."""

    def update(batch: Batch, request: Json, where: str) -> Json:
        sheet = batch.place(
            request.get("range") or {"sheetId": request["start"].get("sheetId", 0)}, where
        ).sheet
        start = request.get("start", {})
        if sheet.title == title and start.get("rowIndex", 0) >= sheet.last_row > 1:
            request = {**request, "start": {**start, "rowIndex": sheet.last_row - 1}, "rows": []}
        return original(batch, request, where)

    return update


TOLD = (
    "Log, Cleo: a new row did not arrive as it should, as can happen where a filter hides rows or columns move; what it was "
    "made from was put back. Clear the filter, then run connectkit sync again."
)


@pytest.mark.parametrize("wrong", [swallowing, covering])
def test_what_was_made_into_a_row_that_never_arrived_comes_back_and_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch, wrong: Callable[..., Any]
) -> None:
    run(world)
    world.types("Contacts", 4, 5, "call 16 Jun: the boat is sold")
    before = cleo(world)

    with monkeypatch.context() as patched:
        patched.setitem(HANDLERS, "updateCells", wrong(HANDLERS["updateCells"], "Log"))
        report = run(world)

    assert cleo(world) == before
    assert TOLD in report.surprises
    run(world)
    assert [row[4] for row in log(world)] == ["she moves", "the boat is sold"]


@pytest.mark.parametrize(
    "hands",
    [
        lambda one: one.insert_column("Log", "B", "Mood"),
        lambda one: one.insert_column("Log", "A"),
        lambda one: one.move_column("Log", "A", "D"),
        lambda one: one.rename_header("Log", "Summary", "What was said"),
    ],
)
def test_a_row_under_moved_columns_of_the_log_is_taken_back_and_filed_again(
    world: World, hands: Callable[[Any], object]
) -> None:
    run(world)
    world.types("Contacts", 4, 5, "call 16 Jun: the boat is sold")
    world.server.before_apply(lambda: hands(world.person))

    run(world)

    head = world.values("Log")[0]
    rows = [dict(zip(head, row, strict=False)) for row in log(world)]
    assert "Log" not in cleo(world)
    assert sorted(str(row["Name"]) for row in rows) == ["Cleo", "Cleo"]
    assert len({row["ID"] for row in rows}) == 2
    assert not run(world).plan


def test_what_somebody_types_under_the_last_row_meanwhile_stays_whole(world: World) -> None:
    run(world)
    world.types("Contacts", 4, 5, "call 16 Jun: the boat is sold")
    world.server.before_apply(lambda: world.types("Log", 3, 2, "Ana"))

    run(world)

    assert [row[1] for row in log(world)] == ["Cleo", "Cleo", "Ana"]


def test_a_filter_that_ends_with_the_last_row_takes_the_new_one_in(world: World) -> None:
    run(world)
    area = {"sheetId": world.book.sheet("Log").sheet_id, "startRowIndex": 0, "endRowIndex": 2}
    world.book.sheet("Log").basic_filter = {"range": {**area, "startColumnIndex": 0, "endColumnIndex": 8}}
    world.types("Contacts", 4, 5, "call 16 Jun: the boat is sold")

    run(world)

    kept = world.book.sheet("Log").basic_filter
    assert kept is not None
    assert kept["range"]["endRowIndex"] == 3
