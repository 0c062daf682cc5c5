"""Whatever a person does between read and write, the after-image says whose row each cell was and what stood there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectkit.model import AddColumns, AfterImage, CellValue, Formula, Plan, SetCell, TabLayout
from tests.stores.google.world import HEADER, World, layout, met, plan, set_cell
from tests.wire import Cell
from tests.wire.answers import Json
from tests.wire.batch.base import HANDLERS, Batch

DAY, LATER = date(2026, 1, 5), date(2026, 1, 7)
PEOPLE: list[list[Any]] = [
    HEADER,
    ["Cem Can", date(2025, 11, 3), "likes jazz", "", "ok", "ck-cem"],
    ["Ann Arbor", date(2025, 12, 1), "", "call 3 Dec: new job", "ok", "ck-ann"],
    ["Bob Brook", date(2025, 9, 9), "", "", "due", "ck-bob"],
]
DRAFTS: list[list[Any]] = [
    ["Status", "Name", "Message", "Needs", "ID"],
    ["To do", "Ann Arbor", "Hi", "", "dk-1"],
]
CHANGES = (
    set_cell(3, "status", "ok", "late", "ck-ann", "Ann Arbor"),
    set_cell(3, "log", "call 3 Dec: new job", None, "ck-ann", "Ann Arbor"),
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path, {"Contacts": PEOPLE, "Drafts": DRAFTS}) as made:
        made.store.read()
        yield made
        made.server.assert_clean()


def written_while(world: World, action: Callable[[], object], *changes: SetCell) -> AfterImage:
    """The after-image of a write, ``action`` having happened after the read; the next run reads the same one."""
    world.server.before_apply(action)
    image = world.store.write(plan(*(changes or CHANGES)))
    unfinished = world.new_store().read().unfinished
    assert unfinished is not None
    assert (unfinished.landed, unfinished.misplaced) == (image.landed, image.misplaced)
    return image


def test_a_row_inserted_above_shows_whose_cells_were_hit(world: World) -> None:
    image = written_while(world, lambda: world.person.insert_row("Contacts", 2))
    assert met(image) == [(3, "status", "ck-cem", "Cem Can", "ok"), (3, "log", "ck-cem", "Cem Can", None)]
    assert image.rows["contacts"] == {"ck-cem": (3,), "ck-ann": (4,), "ck-bob": (5,)}


def test_a_deleted_row_shows_the_one_that_moved_up(world: World) -> None:
    image = written_while(world, lambda: world.person.delete_row("Contacts", 2))
    assert met(image) == [
        (3, "status", "ck-bob", "Bob Brook", "due"),
        (3, "log", "ck-bob", "Bob Brook", None),
    ]


def test_a_sort_shows_who_stands_there_now(world: World) -> None:
    image = written_while(world, lambda: world.person.sort("Contacts", "A"))
    assert met(image)[0] == (3, "status", "ck-bob", "Bob Brook", "due")
    assert image.rows["contacts"] == {"ck-ann": (2,), "ck-bob": (3,), "ck-cem": (4,)}


def test_a_sort_of_some_columns_shows_the_torn_row_as_it_is(world: World) -> None:
    image = written_while(world, lambda: world.person.sort("Contacts", "A", columns="A:C"))
    assert met(image)[0] == (3, "status", "ck-ann", "Bob Brook", "ok")


def test_a_cut_row_leaves_nobody_behind(world: World) -> None:
    world.server.before_apply(lambda: world.person.cut_paste("Contacts", "3:3", "A6"))
    image = world.store.write(plan(*CHANGES))
    assert met(image) == [(3, "status", "", "", None), (3, "log", "", "", None)]
    assert image.rows["contacts"]["ck-ann"] == (6,)


def test_a_column_inserted_left_shows_what_the_wrong_column_held(world: World) -> None:
    image = written_while(world, lambda: world.person.insert_column("Contacts", "B", "Tier"))
    assert [(one.change.column, one.was) for one in image.landed] == [
        ("status", "call 3 Dec: new job"),
        ("log", None),
    ]
    assert set(image.misplaced) == {("contacts", "status"), ("contacts", "log")}


def test_columns_that_changed_places_are_named_though_every_id_stands_where_it_was(world: World) -> None:
    image = written_while(world, lambda: world.person.move_column("Contacts", "C", "F"))
    assert [(one.change.column, one.id, one.was) for one in image.landed] == [
        ("status", "ck-ann", None),
        ("log", "ck-ann", "ok"),
    ]
    assert set(image.misplaced) == {("contacts", "status"), ("contacts", "log")}


def test_nothing_is_misplaced_while_the_headers_stand(world: World) -> None:
    assert written_while(world, lambda: world.person.sort("Contacts", "A")).misplaced == {}


@pytest.mark.parametrize(
    ("typed", "was"),
    [
        ("call 4 Dec: she moves", "call 4 Dec: she moves"),
        (46027, 46027),
        (2.5, 2.5),
        (True, True),
        (None, None),
        ("=B3+7", Formula("=B3+7")),
        ('=IF($A3="x";SUM(B:B);LEN(D$1))', Formula('=IF($A3="x";SUM(B:B);LEN(D$1))')),
    ],
)
def test_what_a_person_typed_into_the_cell_is_known_exactly(world: World, typed: Any, was: CellValue) -> None:
    image = written_while(world, lambda: world.types("Contacts", 3, 4, typed))
    assert [one.was for one in image.landed] == ["ok", was]
    assert type(image.landed[1].was) is type(was)


@pytest.mark.parametrize(
    ("typed", "was"), [(LATER, LATER), ("yesterday", "yesterday"), (date(2025, 12, 1), date(2025, 12, 1))]
)
def test_a_day_typed_meanwhile_is_known_as_a_day(world: World, typed: Any, was: CellValue) -> None:
    change = set_cell(3, "last_contact", date(2025, 12, 1), DAY, "ck-ann", "Ann Arbor")
    image = written_while(world, lambda: world.types("Contacts", 3, 2, typed), change)
    assert [one.was for one in image.landed] == [was]


def test_a_formula_in_the_second_tab_is_known_exactly_too(world: World) -> None:
    handle = str(world.book.sheet("Drafts").sheet_id)
    drafts = TabLayout(
        "drafts", handle, "Drafts", 1, {"status": 1, "name": 2, "message": 3, "needs": 4, "id": 5}, 2, 5
    )
    change = SetCell("drafts", 2, "needs", "dk-1", "Ann Arbor", None, "too general")
    world.server.before_apply(lambda: world.types("Drafts", 2, 4, '=A2&"A2"&$C2'))
    image = world.store.write(plan(CHANGES[0], change, drafts=drafts))
    assert image.landed[1].was == Formula('=A2&"A2"&$C2')


def test_putting_back_what_stood_there_restores_the_sheet_exactly(world: World) -> None:
    before = world.values("Contacts")
    world.server.before_apply(lambda: world.person.sort("Contacts", "A"))
    image = world.store.write(plan(*CHANGES))
    back = [
        one.change._replace(id=one.id, name=one.name, before=one.change.after, after=one.was)
        for one in image.landed
    ]
    world.store.write(Plan(tuple(back), {"contacts": layout()}, origin="repair", run_id="run-1"))
    world.person.sort("Contacts", "F")
    assert world.values("Contacts") == [before[0], before[2], before[3], before[1]]


def test_a_name_that_is_a_person_chip_is_no_surprise(world: World) -> None:
    chip = {"chip": {"personProperties": {"email": "ann@example.com"}}}
    world.types("Contacts", 3, 1, Cell("@", chips=(chip,), shows="Ann Arbor"))
    world.store.read()
    image = world.store.write(plan(set_cell(3, "status", "ok", "late", "ck-ann", "Ann Arbor")))
    assert met(image) == [(3, "status", "ck-ann", "Ann Arbor", "ok")]
    unfinished = world.new_store().read().unfinished
    assert unfinished is not None
    assert unfinished.landed == image.landed


def test_a_name_that_is_a_formula_is_no_surprise(world: World) -> None:
    world.types("Contacts", 3, 1, '="Ann"&" Arbor"')
    world.store.read()
    image = world.store.write(plan(set_cell(3, "status", "ok", "late", "ck-ann", "Ann Arbor")))
    assert met(image) == [(3, "status", "ck-ann", "Ann Arbor", "ok")]


def test_a_column_of_ours_never_covers_one_the_user_adds_meanwhile(world: World) -> None:
    world.server.before_apply(lambda: world.types("Contacts", 1, 7, "My new column"))
    wide = layout().with_columns({"next_due": 7})
    change = SetCell("contacts", 2, "next_due", "ck-cem", "Cem Can", None, DAY)
    image = world.store.write(
        Plan((AddColumns("contacts", {"next_due": (7, "Next due")}), change), {"contacts": wide}, run_id="r")
    )
    assert world.row("Contacts", 1) == [*HEADER, "Next due", "My new column"]
    assert met(image) == [(2, "next_due", "ck-cem", "Cem Can", None)]


def hidden_by_filter(world: World, *rows: int) -> None:
    sheet = world.book.sheet("Contacts")
    sheet.basic_filter = {
        "range": {
            "sheetId": sheet.sheet_id,
            "startRowIndex": 0,
            "endRowIndex": 4,
            "startColumnIndex": 0,
            "endColumnIndex": 6,
        }
    }
    for row in rows:
        world.book.sheet("Contacts").row_props[row - 1] = {"hiddenByFilter": True}


def closing_up(
    original: Callable[[Batch, Json, str], Json], *, skip: bool
) -> Callable[[Batch, Json, str], Json]:
    """A copyPaste that leaves out rows a filter hides and closes up the rest, as the user interface does."""

    def paste(batch: Batch, request: Json, where: str) -> Json:
        source, target = request["source"], request["destination"]
        sheet = batch.place(source, where).sheet
        rows = range(source["startRowIndex"], source["endRowIndex"])
        shown = [row for row in rows if not (skip and sheet.row_props.get(row, {}).get("hiddenByFilter"))]
        for down, row in enumerate(shown):
            to = target["startRowIndex"] + down
            one = {"startRowIndex": row, "endRowIndex": row + 1}
            original(
                batch,
                {
                    **request,
                    "source": {**source, **one},
                    "destination": {**target, "startRowIndex": to, "endRowIndex": to + 1},
                },
                where,
            )
        return {}

    return paste


@pytest.mark.parametrize("skip", [True, False])
def test_rows_a_filter_hides_are_written_and_never_mistaken(
    world: World, monkeypatch: pytest.MonkeyPatch, skip: bool
) -> None:
    monkeypatch.setitem(HANDLERS, "copyPaste", closing_up(HANDLERS["copyPaste"], skip=skip))
    hidden_by_filter(world, 3)
    world.store.read()
    changes = [set_cell(row, "status", was, "late", one, name) for row, was, one, name in (
        (2, "ok", "ck-cem", "Cem Can"), (3, "ok", "ck-ann", "Ann Arbor"), (4, "due", "ck-bob", "Bob Brook"))]  # fmt: skip
    image = world.store.write(plan(*changes))
    assert met(image) == [
        (2, "status", "ck-cem", "Cem Can", "ok"),
        (3, "status", "ck-ann", "Ann Arbor", "ok"),
        (4, "status", "ck-bob", "Bob Brook", "due"),
    ]
    unfinished = world.new_store().read().unfinished
    assert unfinished is not None
    assert set(met(unfinished)) <= set(met(image))


def test_a_filter_set_meanwhile_makes_no_copy_believed_that_is_not_true(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HANDLERS, "copyPaste", closing_up(HANDLERS["copyPaste"], skip=True))
    world.server.before_apply(lambda: hidden_by_filter(world, 2))
    changes = [set_cell(row, "status", was, "late", one, name) for row, was, one, name in (
        (2, "ok", "ck-cem", "Cem Can"), (4, "due", "ck-bob", "Bob Brook"))]  # fmt: skip
    image = world.store.write(plan(*changes))
    assert met(image) == [
        (2, "status", "ck-cem", "Cem Can", "ok"),
        (4, "status", "ck-bob", "Bob Brook", "due"),
    ]


def test_rows_that_moved_under_a_filter_get_back_what_their_person_had(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HANDLERS, "copyPaste", closing_up(HANDLERS["copyPaste"], skip=True))

    def meanwhile() -> None:
        world.person.sort("Contacts", "A")
        hidden_by_filter(world, 2)

    world.server.before_apply(meanwhile)
    changes = [set_cell(row, "status", was, "late", one, name) for row, was, one, name in (
        (2, "ok", "ck-cem", "Cem Can"), (4, "due", "ck-bob", "Bob Brook"))]  # fmt: skip
    image = world.store.write(plan(*changes))
    assert met(image) == [
        (2, "status", "ck-ann", "Ann Arbor", "ok"),
        (4, "status", "ck-cem", "Cem Can", "ok"),
    ]
