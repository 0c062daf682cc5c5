"""Tabs and columns connectkit adds: dressed once, nothing of the user's touched, filters and tables widened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectkit.model import AddColumns, AddTab, AppendRow, CellValue, Plan, ReplaceRows, SetCell, TabLayout
from connectkit.schema import TABS
from connectkit.sheet.locate import fresh_layout
from tests.stores.google.world import World

DAY = date(2026, 1, 5)
MINE: list[list[Any]] = [
    ["Who", "Last contact", "Notes"],
    ["Ann Arbor", date(2025, 11, 3), "likes jazz"],
    ["Bob Brook", None, ""],
]
THEIRS = TabLayout("contacts", "0", "Friends", 1, {"name": 1, "last_contact": 2, "notes": 3}, 3, 3)
ADDED = {"status": (4, "Status"), "next_due": (5, "Next due"), "state": (6, "State"), "id": (7, "ID")}
WIDE = THEIRS.with_columns({key: at for key, (at, _) in ADDED.items()})


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path, {"Friends": MINE}) as made:
        made.store.read()
        yield made
        made.server.assert_clean()


def first_write(world: World) -> None:
    """What adopting a sheet of three columns writes."""
    layout = {tab.key: fresh_layout(tab, tab.title) for tab in TABS if tab.key != "contacts"}
    cells = [
        SetCell("contacts", row, key, "", name, None, value)
        for row, name in ((2, "Ann Arbor"), (3, "Bob Brook"))
        for key, value in (("status", "late"), ("next_due", DAY), ("id", f"ck-{row}"))
    ]
    due: tuple[CellValue, ...] = ("late", "Ann Arbor", "active", date(2025, 11, 3), DAY, "why", "likes jazz")
    world.store.write(
        Plan(
            (
                *(AddTab(key, one.title) for key, one in layout.items()),
                AddColumns("contacts", ADDED),
                *cells,
                AppendRow("log", "lk-1", {"date": DAY, "name": "Ann Arbor", "id": "lk-1"}),
                ReplaceRows("due", (due,)),
            ),
            {"contacts": WIDE, **layout},
            {"contacts.state": ("pause", "fade")},
            run_id="run-1",
        )
    )


def test_a_whole_first_write_is_one_request(world: World) -> None:
    first_write(world)
    assert (world.server.reads, world.server.writes) == (2, 1)
    tabs = {tab.title: tab.rows for tab in world.new_store().read().tabs}
    assert tabs["Friends"] == [
        ["Who", "Last contact", "Notes", "Status", "Next due", "State", "ID"],
        ["Ann Arbor", date(2025, 11, 3), "likes jazz", "late", DAY, None, "ck-2"],
        ["Bob Brook", None, None, "late", DAY, None, "ck-3"],
    ]
    assert tabs["Log"][1][:2] == [DAY, "Ann Arbor"]
    assert tabs["Due"][0] == ["Rewritten by connectkit at every sync: what you type here is not kept."]
    assert tabs["Due"][2] == ["late", "Ann Arbor", "active", date(2025, 11, 3), DAY, "why", "likes jazz"]


def test_the_users_own_cells_keep_every_format_and_note(world: World) -> None:
    world.person.add_note("Friends", "A2", "met in Oslo")
    world.person.colour("Friends", "A1:C3")
    before = [row[:3] for row in world.book.sheet("Friends").rows]
    first_write(world)
    assert [row[:3] for row in world.book.sheet("Friends").rows[:3]] == before


def test_new_columns_come_with_format_drop_down_width_and_a_mild_warning(world: World) -> None:
    first_write(world)
    sheet = world.book.sheet("Friends")
    due = sheet.cell(1, 4)
    assert (due.format or {})["numberFormat"]["type"] == "DATE"
    rule = sheet.cell(7, 5).validation or {}
    assert [one["userEnteredValue"] for one in rule["condition"]["values"]] == ["pause", "fade"]
    assert not rule.get("strict")
    assert sheet.column_props[6]["hiddenByUser"] is True
    assert all(one["warningOnly"] for one in sheet.protected)


def test_blank_rows_far_down_are_not_dressed_and_a_new_row_there_looks_like_the_others(world: World) -> None:
    first_write(world)
    assert {title: len(world.book.sheet(title).rows) for title in ("Friends", "Log")} == {
        "Friends": 3 + 20, "Log": 1 + 1 + 20,
    }  # fmt: skip
    world.server.forget()
    for n in range(2, 26):
        store = world.new_store()
        store.read()
        log = fresh_layout(next(tab for tab in TABS if tab.key == "log"), "Log")
        log = replace(log, handle=str(world.book.sheet("Log").sheet_id), last_row=n)
        row = AppendRow("log", f"lk-{n}", {"date": DAY, "name": "Ann", "kind": "call", "id": f"lk-{n}"})
        store.write(Plan((row,), {"log": log}, run_id=f"run-{n}"))
    sheet = world.book.sheet("Log")
    first, *_, last = (sheet.rows[row][: len(log.columns)] for row in (1, *range(2, 26)))
    assert [cell._replace(value=None) for cell in last] == [cell._replace(value=None) for cell in first]
    assert any(cell.validation for cell in last)


def test_a_later_write_dresses_nothing_again(world: World) -> None:
    first_write(world)
    world.person.colour("Friends", "D1:G3")
    world.server.forget()
    store = world.new_store()
    store.read()
    change = SetCell("contacts", 2, "status", "ck-2", "Ann Arbor", "late", "ok")
    store.write(Plan((change,), {"contacts": WIDE}, run_id="run-2"))
    (write,) = [one for one in world.server.api_requests if one.name.endswith("batchUpdate")]
    assert set(write.kinds) == {
        "deleteNamedRange",
        "updateCells",
        "updateSheetProperties",
        "addNamedRange",
        "copyPaste",
    }


def test_a_filter_takes_our_columns_in_so_that_a_sort_moves_whole_rows(world: World) -> None:
    world.person.add_filter("Friends", "A1:C3")
    world.store.read()
    first_write(world)
    world.person.sort_filter("Friends", "A", descending=True)
    rows = world.values("Friends")
    assert [(row[0], row[6]) for row in rows[1:]] == [("Bob Brook", "ck-3"), ("Ann Arbor", "ck-2")]


def test_a_native_table_takes_in_our_columns_and_new_rows(world: World) -> None:
    world.person.convert_to_table("Friends", "A1:C3")
    world.store.read()
    first_write(world)
    store = world.new_store()
    store.read()
    row = AppendRow("contacts", "ck-9", {"name": "Cem Can", "last_contact": DAY, "id": "ck-9"})
    store.write(Plan((row,), {"contacts": WIDE}, run_id="run-2"))
    assert world.values("Friends")[3] == ["Cem Can", 46027, None, None, None, None, "ck-9"]
    (table,) = world.book.sheet("Friends").tables
    assert (table["range"]["endRowIndex"], table["range"]["endColumnIndex"]) == (4, 7)


def test_rows_of_a_tool_owned_tab_are_replaced_down_to_whatever_was_typed_below(world: World) -> None:
    first_write(world)
    due = fresh_layout(next(tab for tab in TABS if tab.key == "due"), "Due")
    world.types("Due", 9, 1, "typed here")
    world.store.write(
        Plan(
            (ReplaceRows("due", (("never", "Bob Brook", "", None, None, "", ""),)),),
            {"due": due},
            run_id="run-1",
        )
    )
    assert world.values("Due")[2:] == [["never", "Bob Brook"]]


def test_tick_boxes_and_drop_downs_of_the_user_stay(world: World) -> None:
    world.person.add_dropdown("Friends", "C2:C3", ["likes jazz", ""])
    world.person.add_checkbox("Friends", "H2:H3")
    world.store.read()
    first_write(world)
    sheet = world.book.sheet("Friends")
    assert (sheet.cell(1, 2).validation or {})["condition"]["type"] == "ONE_OF_LIST"
    assert (sheet.cell(1, 11).validation or {})["condition"]["type"] == "BOOLEAN"
