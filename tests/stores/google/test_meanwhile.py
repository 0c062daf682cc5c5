"""However people edit between read and write: the after-image is the truth, and no cell changed but those planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectkit.model import CellValue, Formula, SetCell
from connectkit.stores.google.values import serial
from tests.stores.google.world import HEADER, World, plan
from tests.wire import Formula as Typed
from tests.wire.dresser import Dresser

NAMES = ("Ann Arbor", "Bob Brook", "Cem Can", "Dee Dale", "Eve Ek")
KEYS = ("last_contact", "log", "status", "id")
TABS: dict[str, list[list[Any]]] = {
    "Contacts": [HEADER, *([name, date(2025, 11, at), f"note {at}", "", "ok", f"ck-{at}"] for at, name in enumerate(NAMES, 2))]
}  # fmt: skip

rows = st.integers(2, 7)
texts = st.sampled_from(["hello", "7", "", "1/2/2026", "=B2+1", '=C$3&"C3"', "TRUE", "'007"])
acts = st.one_of(
    st.builds(lambda row: lambda one: one.insert_row("Contacts", row), rows),
    st.builds(lambda row: lambda one: one.delete_row("Contacts", row), rows),
    st.builds(lambda row, to: lambda one: one.move_row("Contacts", row, to), rows, rows),
    st.builds(lambda by, down: lambda one: one.sort("Contacts", by, descending=down), st.sampled_from("ABCF"), st.booleans()),
    st.builds(lambda by: lambda one: one.sort("Contacts", by, columns="A:C"), st.sampled_from("AB")),
    st.builds(lambda row, to: lambda one: one.cut_paste("Contacts", f"{row}:{row}", f"A{to}"), rows, rows),
    st.builds(lambda row, to: lambda one: one.copy_row("Contacts", row, to), rows, rows),
    st.builds(lambda at, row, text: lambda one: one.type("Contacts", f"{at}{row}", text), st.sampled_from("BCDE"), rows, texts),
    st.builds(lambda at, row: lambda one: one.clear("Contacts", f"{at}{row}"), st.sampled_from("ABCDEF"), rows),
)  # fmt: skip
meanwhile: st.SearchStrategy[list[Callable[[Dresser], object]]] = st.lists(acts, max_size=4)
written = st.lists(
    st.tuples(st.integers(2, 6), st.sampled_from(KEYS), st.sampled_from(["late", None, 7, date(2026, 1, 5)])),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one[:2],
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("meanwhile")
    with World(folder, TABS) as made:
        yield made


def entered(value: CellValue) -> Any:
    """A value of ours as the fake holds it."""
    if isinstance(value, Formula):
        return Typed(value.text)
    return serial(value) if isinstance(value, date) else value


@given(meanwhile, written)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_after_image_is_what_stood_there_and_nothing_else_changes(
    world: World, acts: list[Callable[[Dresser], object]], cells: list[tuple[int, str, CellValue]]
) -> None:
    world.book = world.server.add_spreadsheet(TABS)
    world.book.sheets[0].row_count = 30
    store = world.store
    former = store.read().tabs[0]
    columns = {"last_contact": 2, "log": 4, "status": 5, "id": 6}
    changes = [
        SetCell("contacts", row, key, f"ck-{row}", NAMES[row - 2], former.cell(row, columns[key]), value)
        for row, key, value in cells
    ]
    stood: dict[tuple[int, int], Any] = {}

    def act() -> None:
        for one in acts:
            one(world.person)
        sheet = world.book.sheet("Contacts")
        stood.update({(r, c): sheet.cell(r - 1, c - 1).value for r in range(1, 15) for c in range(1, 10)})

    world.server.before_apply(act)
    image = store.write(plan(*changes))
    for landed in image.landed:
        row = landed.change.row
        assert entered(landed.was) == stood[row, columns[landed.change.column]]
        assert (landed.id, landed.name) == (stood[row, 6] or "", stood[row, 1] or "")
    expected = stood | {(row, columns[key]): entered(value) for row, key, value in cells}
    sheet = world.book.sheet("Contacts")
    assert {(r, c): sheet.cell(r - 1, c - 1).value for r, c in stood} == expected
    seen = store.read().unfinished
    assert seen is not None
    assert set(seen.landed) <= set(image.landed)
