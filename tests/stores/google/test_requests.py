"""A plan becomes one valid body: token first, copies before writes, nothing covered that is not meant."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.errors import Refused
from connectkit.model import (
    AddColumns,
    AddTab,
    AppendRow,
    CellValue,
    Change,
    Formula,
    Plan,
    ReplaceRows,
    SetCell,
    TabLayout,
)
from connectkit.stores.google.hidden_tab import Notes, read_notes, take_notes, written
from connectkit.stores.google.read import Details, Sheet, Snapshot
from connectkit.stores.google.requests import Batch, build, next_token
from tests.wire.discovery import check_body

CONTACTS = TabLayout(
    "contacts", "7", "People", 1, {"name": 1, "last_contact": 2, "notes": 3, "status": 4, "id": 5}, 9, 5
)
LOG = TabLayout("log", "8", "Log", 1, {"date": 1, "name": 2, "summary": 3, "id": 4}, 4, 4)
DUE = TabLayout(
    "due",
    "9",
    "Due",
    2,
    {"what": 1, "name": 2, "tier": 3, "last_contact": 4, "next_due": 5, "why": 6, "last_note": 7},
    5,
    7,
)
LAYOUT = {"contacts": CONTACTS, "log": LOG, "due": DUE}
SHEETS = (
    Sheet(7, "People", 100, 26, role="contacts"),
    Sheet(8, "Log", 100, 4, role="log"),
    Sheet(9, "Due", 10, 7, role="due"),
)


def snapshot(**details: Details) -> Snapshot:
    return Snapshot(SHEETS, ("connectkit_old",), (99, 12), {7: details.get("contacts", Details(last_row=9))})


def made(*changes: Change, at: Snapshot | None = None) -> Batch:
    known = at or snapshot()
    if known.notes:
        known = Snapshot(
            (*known.sheets, Sheet(99, "connectkit", 9, 12, hidden=True)),
            known.tokens,
            known.notes,
            known.details,
        )
    return build(Plan(changes, LAYOUT, run_id="run-1"), known)


def cell(row: int, column: str, after: CellValue, before: CellValue = None, one: str = "ck-1") -> SetCell:
    return SetCell("contacts", row, column, one, "Ann Arbor", before, after)


def requests_of(batch: Batch, kind: str) -> list[Any]:
    return [one[kind] for one in batch.body["requests"] if kind in one]


def kinds(batch: Batch) -> list[str]:
    return [next(iter(one)) for one in batch.body["requests"]]


def assert_valid(batch: Batch) -> None:
    assert check_body("BatchUpdateSpreadsheetRequest", copy.deepcopy(batch.body)) == []


def test_the_token_comes_first_then_the_copies_then_the_writes() -> None:
    batch = made(cell(3, "status", "due"), AppendRow("log", "lk-1", {"date": date(2026, 1, 5), "id": "lk-1"}))
    assert_valid(batch)
    assert kinds(batch) == [
        "deleteNamedRange", "updateCells", "updateSheetProperties", "addNamedRange", "updateCells",
        "copyPaste", "copyPaste", "updateCells", "insertDimension", "updateCells",
    ]  # fmt: skip


def test_only_values_are_sent_for_a_cell_and_only_to_that_cell() -> None:
    (*_, write) = requests_of(made(cell(3, "status", "due")), "updateCells")
    assert write == {
        "start": {"sheetId": 7, "rowIndex": 2, "columnIndex": 3},
        "rows": [{"values": [{"userEnteredValue": {"stringValue": "due"}}]}],
        "fields": "userEnteredValue",
    }


def copied(batch: Batch) -> list[tuple[int, int, int, int]]:
    """What is copied: first and last row, first and last column, all counted as people do."""
    sources = [one["source"] for one in requests_of(batch, "copyPaste")]
    return [
        (one["startRowIndex"] + 1, one["endRowIndex"], one["startColumnIndex"] + 1, one["endColumnIndex"])
        for one in sources
    ]


def test_copies_take_along_header_id_and_name_and_keep_their_row_numbers() -> None:
    batch = made(cell(30, "status", "due"))
    assert copied(batch) == [(1, 1, 1, 1), (30, 30, 1, 1), (1, 1, 4, 5), (30, 30, 4, 5)]
    for one in requests_of(batch, "copyPaste"):
        assert one["destination"] == {**one["source"], "sheetId": 99}


def test_near_rows_are_copied_together_and_rows_a_filter_hides_apart() -> None:
    changes = [cell(row, "status", "due") for row in (3, 5, 8)]
    assert copied(made(*changes)) == [(1, 8, 1, 1), (1, 8, 4, 5)]
    filtered = snapshot(contacts=Details(last_row=9, hidden_rows=frozenset({4, 5})))
    assert sorted(set(copied(made(*changes, at=filtered)))) == [
        (1, 3, 1, 1),
        (1, 3, 4, 5),
        (5, 5, 1, 1),
        (5, 5, 4, 5),
        (6, 8, 1, 1),
        (6, 8, 4, 5),
    ]


def test_a_date_format_goes_along_only_where_the_cell_has_none() -> None:
    known = snapshot(contacts=Details(last_row=9, dated=frozenset({(3, 2)})))
    *_, plain, dated = requests_of(
        made(cell(3, "last_contact", date(2020, 1, 1)), cell(4, "last_contact", date(2020, 1, 2)), at=known),
        "updateCells",
    )
    assert (plain["fields"], plain["rows"]) == (
        "userEnteredValue",
        [{"values": [{"userEnteredValue": {"numberValue": 43831}}]}],
    )
    assert dated["fields"] == "userEnteredValue,userEnteredFormat.numberFormat"
    assert dated["rows"] == [
        {
            "values": [
                {
                    "userEnteredValue": {"numberValue": 43832},
                    "userEnteredFormat": {"numberFormat": {"type": "DATE"}},
                }
            ]
        }
    ]


def test_a_new_row_is_inserted_under_the_last_one_and_looks_like_it() -> None:
    known = Snapshot(
        SHEETS,
        (),
        None,
        {8: Details(last_row=4, formats={1: {"type": "DATE", "pattern": "d mmm"}, 4: {"type": "TEXT"}})},
    )
    batch = made(AppendRow("log", "lk-1", {"date": date(2020, 1, 1), "name": "Ann", "id": "lk-1"}), at=known)
    (room,) = requests_of(batch, "insertDimension")
    (*_, append) = requests_of(batch, "updateCells")
    assert_valid(batch)
    assert room == {
        "range": {"sheetId": 8, "dimension": "ROWS", "startIndex": 4, "endIndex": 5},
        "inheritFromBefore": True,
    }
    assert append["start"] == {"sheetId": 8, "rowIndex": 4, "columnIndex": 0}
    assert append["rows"][0]["values"] == [
        {
            "userEnteredValue": {"numberValue": 43831},
            "userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "d mmm"}},
        },
        {"userEnteredValue": {"stringValue": "Ann"}},
        {},
        {
            "userEnteredValue": {"stringValue": "lk-1"},
            "userEnteredFormat": {"numberFormat": {"type": "TEXT"}},
        },
    ]


def test_a_tool_owned_tab_is_rewritten_down_to_its_end_in_one_request_and_grows_first() -> None:
    batch = made(
        ReplaceRows(
            "due", tuple(("late", f"P{n}", "core", date(2020, 1, 1), None, "why", "") for n in range(12))
        )
    )
    assert_valid(batch)
    assert requests_of(batch, "appendDimension") == [{"sheetId": 9, "dimension": "ROWS", "length": 4}]
    (*_, write) = requests_of(batch, "updateCells")
    assert write["range"] == {"sheetId": 9, "startRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 7}
    assert len(write["rows"]) == 12


def test_columns_are_inserted_never_written_over() -> None:
    layout = CONTACTS.with_columns({"next_due": 6, "added": 7})
    plan = Plan(
        (AddColumns("contacts", {"next_due": (6, "Next due"), "added": (7, "Added")}),),
        {"contacts": layout},
        run_id="r",
    )
    batch = build(plan, snapshot())
    assert_valid(batch)
    (insert,) = requests_of(batch, "insertDimension")
    assert insert["range"] == {"sheetId": 7, "dimension": "COLUMNS", "startIndex": 5, "endIndex": 7}


def test_columns_behind_the_grid_make_room_first() -> None:
    layout = LOG.with_columns({"contact_id": 5})
    batch = build(
        Plan((AddColumns("log", {"contact_id": (5, "Contact ID")}),), {"log": layout}, run_id="r"), snapshot()
    )
    assert requests_of(batch, "appendDimension") == [{"sheetId": 8, "dimension": "COLUMNS", "length": 1}]
    assert requests_of(batch, "insertDimension")[0]["range"]["startIndex"] == 4


def test_a_filter_and_a_table_that_end_where_our_columns_begin_take_them_in() -> None:
    area = {"sheetId": 7, "startRowIndex": 0, "endRowIndex": 9, "startColumnIndex": 0, "endColumnIndex": 5}
    specs = [{"columnIndex": 0, "filterCriteria": {"hiddenValues": ["x"]}}]
    people = Sheet(
        7,
        "People",
        100,
        26,
        filter={"range": area, "filterSpecs": specs},
        tables=({"tableId": "t1", "range": area},),
    )
    layout = CONTACTS.with_columns({"next_due": 6})
    plan = Plan((AddColumns("contacts", {"next_due": (6, "Next due")}),), {"contacts": layout}, run_id="r")
    batch = build(plan, Snapshot((people,)))
    assert_valid(batch)
    assert requests_of(batch, "setBasicFilter") == [
        {"filter": {"filterSpecs": specs, "range": {**area, "endColumnIndex": 6}}}
    ]
    assert requests_of(batch, "updateTable") == [
        {"table": {"tableId": "t1", "range": {**area, "endColumnIndex": 6}}, "fields": "range"}
    ]


def test_every_tab_of_ours_can_be_made_with_a_valid_request() -> None:
    from connectkit.schema import TABS
    from connectkit.sheet.locate import fresh_layout

    layout = {tab.key: fresh_layout(tab, tab.title) for tab in TABS}
    changes = tuple(AddTab(tab.key, tab.title) for tab in TABS)
    batch = build(Plan(changes, layout, choices={"contacts.tier": ("inner", "core")}, run_id="r"), Snapshot())
    assert_valid(batch)
    assert len(requests_of(batch, "addSheet")) == len(TABS) + 1
    cells = [one["cell"] for one in requests_of(batch, "repeatCell")]
    rules = [cell["dataValidation"] for cell in cells if "dataValidation" in cell]
    assert {rule["strict"] for rule in rules} == {False}
    assert ["inner", "core"] in [
        [v["userEnteredValue"] for v in rule["condition"]["values"]] for rule in rules
    ]
    formulas = [
        one["rule"]["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
        for one in requests_of(batch, "addConditionalFormatRule")
    ]
    assert not any("," in formula.replace('"[["', "") for formula in formulas)


def test_a_repeated_write_has_the_same_body_and_the_next_one_another_token() -> None:
    change = cell(3, "status", "due")
    assert made(change).body == made(change).body
    assert made(change).token == next_token("run-1", ["connectkit_old"])
    assert next_token("run-1", [made(change).token]) != made(change).token


def test_a_text_no_cell_can_hold_is_refused_with_its_cell() -> None:
    with pytest.raises(Refused) as caught:
        made(cell(3, "status", "x" * 50_001))
    assert caught.value.message == (
        "Contacts D3 (Status) would get 50,001 characters; a cell of Google Sheets holds 50,000. Nothing was written."
    )


def test_ten_thousand_rows_of_five_columns_fit_one_body_of_a_few_megabytes() -> None:
    changes = [
        cell(row, column, after, one="")
        for row in range(2, 10_002)
        for column, after in (("status", "late"), ("id", f"ck-{row:05}"), ("last_contact", date(2020, 1, 1)))
    ]
    batch = made(*changes)
    assert len(batch.body["requests"]) < 60
    assert len(json.dumps(batch.body)) < 4_000_000


values: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.booleans(),
    st.integers(-9, 9),
    st.dates(),
    st.builds(Formula, st.just("=A1")),
)


@given(
    st.lists(
        st.tuples(st.integers(2, 40), st.sampled_from(["name", "status", "id"]), values, values), max_size=9
    )
)
def test_notes_are_read_back_as_they_were_taken(rows: list[tuple[int, str, CellValue, CellValue]]) -> None:
    plan = Plan(tuple(cell(row, key, after, before) for row, key, before, after in rows), LAYOUT, run_id="r")
    notes = take_notes(plan, snapshot())
    assert read_notes(written(notes), notes.column) == notes


@pytest.mark.parametrize("texts", [["~garbage"], ["~"], [written(Notes("r"))[0][:-3]]])
def test_damaged_notes_are_no_notes(texts: list[str]) -> None:
    assert read_notes(texts, 1) is None
