"""What every store keeps, whatever it is made of: memory, a workbook file, a Google Sheet, and one made for this test."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from connectkit.config.config import Config
from connectkit.errors import StoreUnavailable
from connectkit.model import AddColumns, AddTab, AppendRow, Plan, RawTab, SetCell, TabLayout, Workbook
from connectkit.sheet.codec import dump_workbook, load_workbook
from connectkit.store import Store
from connectkit.stores.memory import MemoryStore
from connectkit.stores.xlsx.store import XlsxStore
from connectkit.sync import sync
from tests.book import PLAIN, TODAY, counter
from tests.stores.google.world import World
from tests.stores.shelf import ShelfStore

ROWS: list[list[Any]] = [
    ["Name", "Last contact", "Notes", "Cups", "ID"],
    ["Ada", date(2026, 1, 5), "her page", 3, "c1"],
    ["Bo", date(2026, 2, 6), "-3d", 2.5, "c2"],
    ["Cy", None, "@ the fair", None, "c3"],
]
COLUMNS = {"name": 1, "last_contact": 2, "notes": 3, "id": 5}
DAY = date(2026, 11, 22)


class Kind:
    """One kind of store over a sheet: how a run opens it, and how a person types into it meanwhile."""

    def __init__(self, open_store: Callable[[], Store], types: Callable[[int, int, Any], None]) -> None:
        self.open, self.types = open_store, types


@contextlib.contextmanager
def memory(_folder: Path) -> Iterator[Kind]:
    one = MemoryStore(Workbook((RawTab("0", "People", [list(row) for row in ROWS]),), name="people"))

    def types(row: int, column: int, value: Any) -> None:
        one.workbook.tabs[0].rows[row - 1][column - 1] = value

    yield Kind(lambda: one, types)


@contextlib.contextmanager
def workbook_file(folder: Path) -> Iterator[Kind]:
    path = folder / "people.xlsx"
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "People"
    for number, row in enumerate(ROWS, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(path)

    def types(row: int, column: int, value: Any) -> None:
        again = openpyxl.load_workbook(path)
        again["People"].cell(row, column, value)
        again.save(path)

    now = lambda: datetime(2026, 11, 22, 12, tzinfo=UTC)  # noqa: E731
    yield Kind(lambda: XlsxStore(path, backups=folder / "backups", now=now), types)


@contextlib.contextmanager
def google_sheet(folder: Path) -> Iterator[Kind]:
    with World(
        folder, {"People": [[value if value is not None else "" for value in row] for row in ROWS]}
    ) as world:
        yield Kind(world.new_store, lambda row, column, value: world.types("People", row, column, value))


@contextlib.contextmanager
def shelf(folder: Path) -> Iterator[Kind]:
    path = folder / "people.json"
    path.write_text(dump_workbook(Workbook((RawTab("0", "People", ROWS),), name="people")), "utf-8")

    def types(row: int, column: int, value: Any) -> None:
        found = load_workbook(path.read_text("utf-8"))
        found.tabs[0].rows[row - 1][column - 1] = value
        path.write_text(dump_workbook(found), "utf-8")

    yield Kind(lambda: ShelfStore(path), types)


@pytest.fixture(params=[memory, workbook_file, google_sheet, shelf], ids=lambda one: one.__name__)
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kind]:
    """A sheet of three people in each kind of store."""
    with request.param(tmp_path) as one:
        yield one


def rows(workbook: Workbook, title: str = "People") -> list[list[Any]]:
    """A tab's cells, each row as wide as the widest of them, blanks as None."""
    found = next(raw for raw in workbook.tabs if raw.title == title).rows
    width = max(len(row) for row in found)
    padded = [[*row, *[None] * (width - len(row))] for row in found]
    return [[None if cell == "" else cell for cell in row] for row in padded]


def layout(workbook: Workbook, **more: int) -> dict[str, TabLayout]:
    """Where the columns of People stand."""
    handle = next(raw.handle for raw in workbook.tabs if raw.title == "People")
    columns = {**COLUMNS, **more}
    return {"contacts": TabLayout("contacts", handle, "People", 1, columns, 4, max(columns.values()))}


def cell(row: int, column: str, one: str, name: str, before: Any, after: Any) -> SetCell:
    return SetCell("contacts", row, column, one, name, before, after)


MOVED = cell(2, "last_contact", "c1", "Ada", date(2026, 1, 5), DAY)


class TestEveryStore:
    """The contract of ``connectkit/store.py``."""

    def test_a_read_gives_the_cells_as_they_stand_and_text_as_text(self, kind: Kind) -> None:
        store = kind.open()
        assert rows(store.read()) == ROWS
        assert store.requests.read >= 1
        assert store.requests.write == 0

    def test_its_name_is_the_same_for_every_run(self, kind: Kind) -> None:
        assert kind.open().location == kind.open().location != ""

    def test_an_empty_plan_writes_nothing(self, kind: Kind) -> None:
        store = kind.open()
        found = store.read()
        store.write(Plan((), layout(found)))
        assert rows(kind.open().read()) == ROWS

    def test_a_write_changes_what_the_plan_names_and_nothing_else(self, kind: Kind) -> None:
        store = kind.open()
        here = layout(store.read(), status=6)
        new = AppendRow("contacts", "c4", {"name": "Di", "notes": "=1+1", "id": "c4"})
        status = cell(3, "status", "c2", "Bo", None, "late")
        store.write(
            Plan((AddColumns("contacts", {"status": (6, "Status")}), MOVED, status, new), here, run_id="r")
        )
        assert rows(kind.open().read()) == [
            [*ROWS[0], "Status"],
            ["Ada", DAY, "her page", 3, "c1", None],
            [*ROWS[2], "late"],
            [*ROWS[3], None],
            ["Di", None, "=1+1", None, "c4", None],
        ]

    def test_the_answer_tells_what_each_cell_held_and_where_each_row_stands(self, kind: Kind) -> None:
        store = kind.open()
        found = store.read()
        image = store.write(Plan((MOVED,), layout(found), run_id="r"))
        assert [(one.change, one.id, one.name, one.was) for one in image.landed] == [
            (MOVED, "c1", "Ada", date(2026, 1, 5))
        ]
        assert image.rows["contacts"] == {"c1": (2,), "c2": (3,), "c3": (4,)}
        assert image.run_id == "r"

    def test_a_tab_that_is_added_can_be_filled_in_the_same_write(self, kind: Kind) -> None:
        store = kind.open()
        here = layout(store.read())
        keys = {
            "date": 1,
            "name": 2,
            "kind": 3,
            "direction": 4,
            "summary": 5,
            "source": 6,
            "id": 7,
            "contact_id": 8,
        }
        log = TabLayout("log", "", "Log", 1, keys, 1, 8)
        row = AppendRow(
            "log", "e1", {"date": DAY, "name": "Ada", "kind": "call", "id": "e1", "contact_id": "c1"}
        )
        store.write(Plan((AddTab("log", "Log"), row), {**here, "log": log}, run_id="r"))
        found = rows(kind.open().read(), "Log")
        assert found[0][:3] == ["Date", "Name", "Kind"]
        assert found[1][:3] == [DAY, "Ada", "call"]

    def test_what_somebody_typed_between_read_and_write_is_not_lost(self, kind: Kind) -> None:
        store = kind.open()
        found = store.read()
        kind.types(2, 2, "yesterday, at the fair")
        image = None
        with contextlib.suppress(StoreUnavailable):
            image = store.write(Plan((MOVED,), layout(found), run_id="r"))
        told = image.landed[0].was if image is not None else rows(kind.open().read())[1][1]
        assert told == "yesterday, at the fair"

    def test_a_second_sync_has_nothing_to_write(self, kind: Kind) -> None:
        new_id = counter()

        def run() -> Any:
            return sync(kind.open(), Config(), today=TODAY, new_id=new_id, templates=PLAIN)

        assert run().requests.write == 1
        before = rows(kind.open().read())
        second = run()
        assert second.plan.changes == ()
        assert rows(kind.open().read()) == before
        assert [row[:4] for row in before[1:]] == [row[:4] for row in ROWS[1:]]
