"""Reads and writes of a Google Sheet through the real gspread and google-auth, over loopback HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from connectkit.errors import StoreUnavailable
from connectkit.model import AppendRow, CellError, Formula, Plan, TabLayout, shown
from tests.stores.google.world import HEADER, World, layout, met, plan, set_cell

DAY = date(2026, 1, 5)
PEOPLE: list[list[Any]] = [
    HEADER,
    ["Ann Arbor", date(2025, 11, 3), "likes jazz", "", "", "ck-ann"],
    ["Bob Brook", datetime(2025, 12, 1, 9, 30), "", "call 3 Dec: new job", "ok", "ck-bob"],
    ["Cem Can", "3 weeks ago", 46027, "", "ok", "ck-cem"],
]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path, {"Contacts": PEOPLE, "Budget": [["a", 1]]}) as made:
        yield made
        made.server.assert_clean()


def test_a_read_takes_two_requests_and_gives_raw_cells(world: World) -> None:
    book = world.store.read()
    assert (world.server.reads, world.server.writes) == (2, 0)
    assert (world.store.requests.read, world.store.requests.write) == (2, 0)
    assert (book.name, book.timezone, book.locale, book.live_links, book.unfinished) == (
        "People",
        "Etc/GMT",
        "en_US",
        True,
        None,
    )
    assert next((tab.handle, tab.title, tab.max_rows, tab.max_columns) for tab in book.tabs) == (
        "0",
        "Contacts",
        1000,
        26,
    )
    assert book.tabs[0].rows == [
        HEADER,
        ["Ann Arbor", date(2025, 11, 3), "likes jazz", None, None, "ck-ann"],
        ["Bob Brook", datetime(2025, 12, 1, 9, 30), None, "call 3 Dec: new job", "ok", "ck-bob"],
        ["Cem Can", "3 weeks ago", 46027, None, "ok", "ck-cem"],
    ]


def test_formulas_errors_ticks_and_person_chips_are_read_for_what_they_are(world: World) -> None:
    from tests.wire import Cell

    chip = {"chip": {"personProperties": {"email": "dee@example.com", "displayFormat": "DEFAULT"}}}
    world.types("Contacts", 5, 1, Cell("@", chips=(chip,), shows="Dee Dale"))
    world.types("Contacts", 5, 2, "=TODAY()")
    world.types("Contacts", 5, 3, "=1/0")
    world.types("Contacts", 5, 4, True)
    (name, last, notes, log) = world.store.read().tabs[0].rows[4]
    assert (name, last, notes, log) == ("Dee Dale", Formula("=TODAY()"), Formula("=1/0"), True)
    assert (shown(last), shown(notes)) == (DAY, CellError("#DIV/0!"))


def test_the_fingerprint_is_the_same_until_a_byte_changes(world: World) -> None:
    first = world.store.read().fingerprint
    assert world.store.read().fingerprint == first
    world.types("Contacts", 2, 3, "likes jazz!")
    assert world.store.read().fingerprint != first


def test_a_write_is_one_request_and_says_what_stood_there(world: World) -> None:
    world.store.read()
    image = world.store.write(
        plan(
            set_cell(2, "status", None, "due", "ck-ann", "Ann Arbor"),
            set_cell(
                3, "last_contact", datetime(2025, 12, 1, 9, 30), date(2025, 12, 3), "ck-bob", "Bob Brook"
            ),
            set_cell(3, "log", "call 3 Dec: new job", None, "ck-bob", "Bob Brook"),
            set_cell(4, "last_contact", "3 weeks ago", date(2025, 12, 15), "ck-cem", "Cem Can"),
        )
    )
    assert (world.server.reads, world.server.writes) == (2, 1)
    assert met(image) == [
        (2, "status", "ck-ann", "Ann Arbor", None),
        (3, "last_contact", "ck-bob", "Bob Brook", datetime(2025, 12, 1, 9, 30)),
        (3, "log", "ck-bob", "Bob Brook", "call 3 Dec: new job"),
        (4, "last_contact", "ck-cem", "Cem Can", "3 weeks ago"),
    ]
    assert image.rows == {"contacts": {"ck-ann": (2,), "ck-bob": (3,), "ck-cem": (4,)}}
    assert world.store.read().tabs[0].rows == [
        HEADER,
        ["Ann Arbor", date(2025, 11, 3), "likes jazz", None, "due", "ck-ann"],
        ["Bob Brook", date(2025, 12, 3), None, None, "ok", "ck-bob"],
        ["Cem Can", date(2025, 12, 15), 46027, None, "ok", "ck-cem"],
    ]


def test_the_next_run_finds_in_the_sheet_what_the_last_write_met(world: World) -> None:
    world.store.read()
    image = world.store.write(plan(set_cell(3, "log", "call 3 Dec: new job", None, "ck-bob", "Bob Brook")))
    again = world.new_store()
    found = again.read().unfinished
    assert found is not None
    assert (found.landed, found.run_id) == (image.landed, "run-1")
    assert (again.requests.read, again.requests.write) == (2, 0)


def test_the_hidden_tab_stays_one_and_holds_only_the_last_write(world: World) -> None:
    store = world.store
    store.read()
    store.write(plan(set_cell(4, "status", "ok", "late", "ck-cem", "Cem Can")))
    store.write(plan(set_cell(2, "status", None, "due", "ck-ann", "Ann Arbor"), run="run-1"))
    store.read()
    store.write(plan(set_cell(2, "status", "due", "late", "ck-ann", "Ann Arbor"), run="run-2"))
    hidden = [sheet for sheet in world.book.sheets if sheet.properties.get("hidden")]
    assert [sheet.title for sheet in hidden] == ["connectkit"]
    assert len([one for one in world.book.named if one.get("range")]) == 1
    unfinished = world.new_store().read().unfinished
    assert unfinished is not None
    assert met(unfinished) == [(2, "status", "ck-ann", "Ann Arbor", "due")]


def test_an_empty_plan_asks_nothing(world: World) -> None:
    assert world.store.write(Plan()).landed == ()
    assert world.server.count == 0


def test_a_new_row_lands_under_the_last_one_with_its_dates_as_dates(world: World) -> None:
    world.store.read()
    image = world.store.write(
        plan(
            AppendRow(
                "contacts", "ck-dee", {"name": "Dee", "last_contact": DAY, "id": "ck-dee", "notes": "=1+1"}
            )
        )
    )
    assert image.rows["contacts"]["ck-dee"] == (5,)
    assert world.store.read().tabs[0].rows[4] == ["Dee", DAY, "=1+1", None, None, "ck-dee"]


def test_text_from_outside_never_becomes_a_formula_a_number_or_a_date(world: World) -> None:
    world.store.read()
    for row, text in enumerate(
        ('=IMPORTXML("http://x";"//a")', "0042", "1/2", "'quoted", "TRUE", "+1 (555) 010", "50%"), 2
    ):
        world.store.write(plan(set_cell(row, "notes", None, text, "", "")))
        assert world.store.read().tabs[0].cell(row, 3) == text


def test_minted_ids_and_new_rows_are_found_again_by_id(world: World) -> None:
    world.types("Contacts", 5, 1, "Dee")
    world.store.read()
    image = world.store.write(
        plan(set_cell(5, "id", None, "ck-dee", "", "Dee"), set_cell(5, "status", None, "never", "", "Dee"))
    )
    assert met(image) == [(5, "id", "", "Dee", None), (5, "status", "", "Dee", None)]
    assert image.rows["contacts"]["ck-dee"] == (5,)


@pytest.mark.parametrize("locale", ["de_DE", "fr_FR", "ja_JP"])
def test_dates_numbers_and_formulas_do_not_depend_on_the_locale(tmp_path: Path, locale: str) -> None:
    with World(tmp_path, {"Contacts": PEOPLE}, locale) as world:
        world.store.read()
        link = Formula('=HYPERLINK("https://example.com/?q="&ENCODEURL(A2);"Open")')
        world.store.write(
            plan(
                set_cell(2, "last_contact", date(2025, 11, 3), DAY, "ck-ann", "Ann Arbor"),
                set_cell(3, "notes", None, 1.5, "ck-bob", "Bob Brook"),
                set_cell(4, "log", None, "1,5", "ck-cem", "Cem Can"),
                set_cell(2, "log", None, link, "ck-ann", "Ann Arbor"),
            )
        )
        rows = world.new_store().read().tabs[0].rows
        assert (rows[1][1], rows[2][2], rows[3][3]) == (DAY, 1.5, "1,5")
        assert isinstance(rows[1][3], Formula)
        assert rows[1][3].value == "Open"
        world.server.assert_clean()


def test_tabs_that_are_not_ours_are_not_read_once_connectkit_has_written(world: World) -> None:
    assert [tab.title for tab in world.store.read().tabs] == ["Contacts", "Budget"]
    world.store.write(plan(set_cell(2, "status", None, "due", "ck-ann", "Ann Arbor")))
    assert [tab.title for tab in world.new_store().read().tabs] == ["Contacts"]


def test_a_renamed_tab_of_ours_is_still_read(world: World) -> None:
    world.store.read()
    world.store.write(plan(set_cell(2, "status", None, "due", "ck-ann", "Ann Arbor")))
    world.person.rename_tab("Contacts", "My people")
    assert [tab.title for tab in world.new_store().read().tabs] == ["My people"]


def test_a_tab_renamed_before_the_write_is_still_written_by_its_id(world: World) -> None:
    world.store.read()
    world.person.rename_tab("Contacts", "My people")
    store = world.new_store()
    store.read()
    store.write(
        Plan(
            (set_cell(2, "status", None, "due", "ck-ann", "Ann Arbor"),),
            {"contacts": layout(title="My people")},
            run_id="r",
        )
    )
    assert world.row("My people", 2)[4] == "due"


def test_a_users_own_tab_called_connectkit_is_left_alone(tmp_path: Path) -> None:
    with World(tmp_path, {"Contacts": PEOPLE, "connectkit": [["mine"]]}) as world:
        world.store.read()
        world.store.write(plan(set_cell(2, "status", None, "due", "ck-ann", "Ann Arbor")))
        assert world.values("connectkit") == [["mine"]]
        assert world.book.sheets[-1].title == "connectkit 2"


def test_twelve_thousand_new_rows_make_room_for_themselves(tmp_path: Path) -> None:
    with World(tmp_path, {"Contacts": PEOPLE, "Log": [["Date", "Name", "ID"]]}) as world:
        world.store.read()
        log = TabLayout(
            "log", str(world.book.sheet("Log").sheet_id), "Log", 1, {"date": 1, "name": 2, "id": 3}, 1, 3
        )
        rows = [
            AppendRow("log", f"lk-{n}", {"date": DAY, "name": "Ann", "id": f"lk-{n}"}) for n in range(12_000)
        ]
        image = world.store.write(plan(*rows, log=log))
        assert world.store.requests.write == 1
        assert image.rows["log"]["lk-11999"] == (12_001,)
        assert world.book.sheet("Log").row_count >= 12_001
        world.server.assert_clean()


@pytest.mark.parametrize("lost_names", ["hidden", "shown"])
def test_a_deleted_hidden_tab_is_made_anew_and_no_tab_of_the_user_is_taken_for_it(
    world: World, lost_names: str
) -> None:
    world.server.rules.lost_names = lost_names
    world.store.read()
    world.store.write(plan(set_cell(2, "status", None, "due", "ck-ann", "Ann Arbor")))
    world.person.delete_tab("connectkit")
    before = world.values("Contacts")
    store = world.new_store()
    assert store.read().unfinished is None
    store.write(plan(set_cell(2, "status", "due", "late", "ck-ann", "Ann Arbor"), run="run-2"))
    assert world.values("Contacts") == [before[0], [*before[1][:4], "late", "ck-ann"], *before[2:]]
    assert len([one for one in world.book.named if one.get("range")]) == 1


def test_a_hidden_tab_somebody_wrote_into_is_left_alone_from_then_on(world: World) -> None:
    world.store.read()
    world.store.write(plan(set_cell(2, "status", None, "due", "ck-ann", "Ann Arbor")))
    place = world.book.sheet("connectkit")
    world.types("connectkit", 1, len(place.rows[0]), "my own notes")
    store = world.new_store()
    store.read()
    store.write(plan(set_cell(2, "status", "due", "late", "ck-ann", "Ann Arbor"), run="run-2"))
    assert world.values("connectkit")[0][-1] == "my own notes"
    assert "connectkit 2" in [sheet.title for sheet in world.book.sheets]


def test_a_tab_that_goes_while_the_sheet_is_read_is_no_bug(world: World) -> None:
    world.server.between(1, lambda: world.person.delete_tab("Budget"))
    with pytest.raises(StoreUnavailable) as caught:
        world.store.read()
    assert caught.value.message == "Tabs were added or removed while the sheet was read."
    assert world.store.read().tabs[0].title == "Contacts"
