"""History, undo, snapshots, restore and the lock, with the real commands, on a workbook and on a Google Sheet."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from connectkit.journal import paths
from tests.commands.conftest import DAY, PEOPLE, Place
from tests.wire import FakeSheets
from tests.wire.server import cell_of

SHEET = "1FakeSpreadsheetIdOfTheRightLength0123456789"
ADA = "Ada Lovelace"
Cells = dict[tuple[str, int, int], Any]


class Kept:
    """A sheet of two people with settings, in one of the two stores; ``cells`` and ``types`` are the person's eyes and hands."""

    def __init__(
        self, place: Place, cells: Callable[[], Cells], types: Callable[[str, int, int, Any], None]
    ) -> None:
        self.place, self.cells, self.types = place, cells, types


def in_a_workbook(place: Place) -> Iterator[Kept]:
    place.fill(PEOPLE[:2])

    def cells() -> Cells:
        book = openpyxl.load_workbook(place.workbook)
        return {(tab.title, cell.row, cell.column): cell.value for tab in book for row in tab for cell in row if cell.value not in (None, "")}  # fmt: skip

    def types(tab: str, row: int, column: int, value: Any) -> None:
        book = openpyxl.load_workbook(place.workbook)
        book[tab].cell(row, column).value = value
        book.save(place.workbook)

    yield Kept(place, cells, types)


def in_google(place: Place) -> Iterator[Kept]:
    people: list[list[Any]] = [["Name", "Last contact", "Notes"], [ADA, date(2026, 9, 1), "Building a loom."], ["Ben Ortiz", date(2026, 11, 20), "New job."]]  # fmt: skip
    with FakeSheets() as server:
        book = server.add_spreadsheet({"Contacts": people})
        server.write_service_account(place.folder / "key.json")
        place.run(
            "init", "--google", SHEET, "--credentials", "key.json", "--api-endpoint", server.url, "--yes"
        )

        def cells() -> Cells:
            return {
                (tab.title, row, at): cell.value
                for tab in book.sheets
                if not tab.title.startswith("connectkit")
                for row, line in enumerate(tab.rows, 1)
                for at, cell in enumerate(line, 1)
                if cell.value not in (None, "")
            }

        yield Kept(
            place, cells, lambda tab, row, at, value: book.sheet(tab).put(row - 1, at - 1, cell_of(value))
        )
        server.assert_clean()


@pytest.fixture(params=[in_a_workbook, in_google], ids=["workbook", "google"])
def kept(request: pytest.FixtureRequest, place: Place) -> Iterator[Kept]:
    yield from request.param(place)


def column(cells: Cells, tab: str, header: str) -> int:
    return next(at for (title, _, at), value in cells.items() if title == tab and value == header)


def differ(one: Cells, other: Cells) -> set[tuple[str, int, int]]:
    return {at for at in {*one, *other} if one.get(at) != other.get(at)}


def test_an_undo_is_exact_keeps_what_the_user_has_written_since_and_is_undone_exactly(kept: Kept) -> None:
    kept.place.run("sync", "--today", DAY)
    before = kept.cells()
    kept.place.run("log", ADA, "call: the loom works; promise: send thread by 1 Dec", "--today", DAY)
    after = kept.cells()
    notes = column(after, "Contacts", "Notes")
    row = next(row for (tab, row, _), value in after.items() if tab == "Contacts" and value == ADA)
    kept.types("Contacts", row, notes, "mine, written since")
    mine = {("Contacts", row, notes): "mine, written since"}

    undone = kept.place.json("undo")
    assert undone["kept"] == []
    assert differ(kept.cells(), before | mine) == set()

    assert [run["origin"] for run in kept.place.json("history", ADA)["runs"]][:2] == ["undo", "log"]
    kept.place.run("undo")
    assert differ(kept.cells(), after | mine) == set()


def test_a_cell_and_a_row_the_user_has_changed_since_stay_and_are_listed(kept: Kept) -> None:
    kept.place.run("sync", "--today", DAY)
    kept.place.run("log", ADA, "call: the loom works", "--today", DAY)
    now = kept.cells()
    spot = next(at for at, value in now.items() if at[0] == "Log" and value == "the loom works")
    row = next(row for (tab, row, _), value in now.items() if tab == "Contacts" and value == ADA)
    kept.types(*spot, "the loom works, and how")
    kept.types("Contacts", row, column(now, "Contacts", "Last contact"), "yesterday")
    mine = kept.cells()

    told = kept.place.run("undo")[0]

    assert differ(kept.cells(), mine) == set()
    assert " ".join(told.split()).endswith(
        "Left as it is, because it is yours by now · Contacts, Ada Lovelace: Last contact holds “yesterday” by now, so it stays. "
        "· Log, Ada Lovelace: the row was edited since, so it stays. Nothing is left to take back."
    )


def test_a_snapshot_becomes_a_new_file_and_the_sheet_is_not_touched(kept: Kept) -> None:
    kept.place.run("sync", "--today", DAY)
    before = kept.cells()
    newest = kept.place.json("snapshots")["snapshots"][0]["snapshot"]
    kept.place.run("restore", str(newest), "--to", "before.xlsx")
    assert kept.cells() == before
    names = [row[0].value for row in openpyxl.load_workbook("before.xlsx")["Contacts"].iter_rows(min_row=2)]
    assert names[:2] == [ADA, "Ben Ortiz"]
    restored = Path("before.xlsx").read_bytes()
    assert kept.place.run("restore", str(newest), "--to", "before.xlsx", code=2)[1].startswith("connectkit: before.xlsx exists already.\n")  # fmt: skip
    assert Path("before.xlsx").read_bytes() == restored


HOLD = """
import sys
from datetime import datetime
from pathlib import Path
from connectkit.journal import lock
with lock.hold(Path(sys.argv[1]), command="sync", now=datetime.fromisoformat(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_of_two_runs_the_second_names_the_first_writes_nothing_and_a_killed_one_is_noticed(
    kept: Kept,
) -> None:
    kept.place.run("sync", "--today", DAY)
    before = kept.cells()
    (lock,) = kept.place.folder.parent.rglob(paths.LOCK)
    since = datetime(2026, 11, 23, 6, 59).astimezone()
    command = [sys.executable, "-c", HOLD, str(lock), since.isoformat()]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        for words in (["sync"], ["undo"], ["log", ADA, "call: x"]):
            said = kept.place.run(*words, code=4)[1]
            assert re.fullmatch(
                rf"connectkit: Another run is working on this sheet: connectkit sync \(process {other.pid} on \S+, "
                r"since 06:59 on 23 Nov 2026\)\.\n  Try again when it has ended\.\n",
                said,
            ), said
        kept.place.run("sync", "--dry-run", "--today", DAY)
        assert kept.cells() == before
    finally:
        other.kill()
        other.communicate()
    said = kept.place.run("log", ADA, "call: x", "--today", DAY)[1]
    assert said.startswith(f"An earlier run did not end by itself: connectkit sync (process {other.pid} on ")
