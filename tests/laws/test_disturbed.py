"""A run that was cut off leaves a state from which the next one arrives where an undisturbed one would have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from connectkit.config.config import Config
from connectkit.errors import StoreUnavailable
from connectkit.model import Row
from connectkit.sync import sync
from tests.book import PLAIN, TODAY, counter
from tests.laws.sheets import ENDS, WIRE, GoogleSheet, GoogleWorld
from tests.world import Killed

AT_THE_WRITE = [f"3 {trouble}" for trouble in (*WIRE, *ENDS)]
ELSEWHERE = [f"{number} {trouble}" for number in (1, 2, 4, 5) for trouble in ENDS]
TWICE = [
    f"3 {one},{number} {other}"
    for one in ("503 after", "503", "very late", "truncated")
    for number, other in ((4, "outage"), (4, "killed before"), (5, "killed after"), (5, "html"))
]


def run(store: GoogleSheet, *faults: str) -> bool:
    """One sync with IDs that count up from where every first run counts; False when it was cut off."""
    store.faults, store.store = list(faults), None
    numbers = counter()
    try:
        sync(
            store,
            Config(per_week=3),
            today=TODAY,
            new_id=lambda: f"n{numbers()}",
            templates=PLAIN,
            force=True,
        )
    except (StoreUnavailable, Killed):
        return False
    finally:
        store.end()
    return True


def cells(store: GoogleSheet) -> dict[str, list[Row]]:
    return {raw.title: raw.rows for raw in store.workbook.tabs}


@pytest.fixture(scope="module")
def busy() -> tuple[GoogleSheet, dict[str, Any], dict[str, list[Row]]]:
    """A sheet with a sent draft, an inbox text and a new person; its state; what an undisturbed sync makes of it."""
    world = GoogleWorld()
    world.sync()
    world.mark_draft(0, 0)
    world.type_inbox(1, 2)
    world.add(3, 400)
    store = world.store
    store.push()
    before = store.book.checkpoint()
    assert run(store)
    return store, before, cells(store)


@pytest.mark.parametrize("faults", [*AT_THE_WRITE, *ELSEWHERE, *TWICE])
def test_after_any_trouble_on_the_wire_the_next_sync_of_a_google_sheet_arrives_at_the_same_result(
    busy: tuple[GoogleSheet, dict[str, Any], dict[str, list[Row]]], faults: str
) -> None:
    store, before, wanted = busy
    store.book.restore(before)
    store.server.held.clear()
    store.server.tokens.mint()
    store.pull()
    run(store, *faults.split(","))
    assert run(store)
    store.server.release_held()
    store.pull()
    assert cells(store) == wanted


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_after_a_kill_inside_the_save_the_next_sync_of_a_file_arrives_at_the_same_result(
    tmp_path: Path,
) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.laws.killed", tmp_path, "2", "11"],
        capture_output=True,
        text=True,
        check=True,
    )
    kills = [line.split() for line in told.stdout.splitlines()]
    assert len(kills) > 6
    assert {kill[1] for kill in kills} == {"old", "new"}
    assert [kill for kill in kills if kill[2] != "same"] == []
