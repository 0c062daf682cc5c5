"""The fake refuses what Google refuses, in its words, and what connectkit has sworn off."""

from __future__ import annotations

from datetime import date
from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError, SpreadsheetNotFound

from tests.wire import FakeSheets, Person, Rules, Spreadsheet
from tests.wire.bodies import append, send, set_cells, text

PEOPLE: list[list[Any]] = [
    ["Name", "Last contact", "Notes"],
    ["Ann", date(2025, 11, 2), "violin"],
    ["Bob", date(2025, 12, 3), "chess"],
]
HIDDEN = 1_007_919


@pytest.fixture
def server() -> FakeSheets:
    return FakeSheets()


@pytest.fixture
def book(server: FakeSheets) -> Spreadsheet:
    return server.add_spreadsheet({"Contacts": PEOPLE, "It's mine": []})


@pytest.fixture
def sheet(server: FakeSheets, book: Spreadsheet) -> gspread.Spreadsheet:
    return server.client().open_by_key(book.spreadsheet_id)


def told(error: pytest.ExceptionInfo[APIError]) -> str:
    message: str = error.value.response.json()["error"]["message"]
    return message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"requests": [{"addSheet": {"x": 1}}]},
            "Invalid JSON payload received. Unknown name \"x\" at 'requests[0].add_sheet': Cannot find field.",
        ),
        (
            {"requests": [{"sortRows": {}}]},
            "Invalid JSON payload received. Unknown name \"sortRows\" at 'requests[0]': Cannot find field.",
        ),
        (
            {"requests": [{"deleteSheet": {"sheetId": "x"}}]},
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"x\"",
        ),
        (
            {"requests": [{"deleteSheet": {}, "addSheet": {}}]},
            "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'addSheet'",
        ),
        (
            {"requests": [{"copyPaste": {"pasteType": "PASTE_TEXT"}}]},
            "Invalid value at 'requests[0].copy_paste.paste_type' "
            '(type.googleapis.com/google.apps.sheets.v4.PasteType), "PASTE_TEXT"',
        ),
        (
            {"requests": [{"updateCells": {"start": {"sheetId": 0}}}]},
            "Invalid requests[0].updateCells: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
        ),
        (
            {"requests": [{"updateCells": {"start": {"sheetId": 7}, "fields": "note"}}]},
            "Invalid requests[0].updateCells: No grid with id: 7",
        ),
        (
            {"requests": [set_cells(1000, 0, text("x"))]},
            "Invalid requests[0].updateCells: GridCoordinate.rowIndex[1000] is after last row in grid[999]",
        ),
        (
            {"requests": [{"addSheet": {"properties": {"title": "contacts"}}}]},
            'Invalid requests[0].addSheet: A sheet with the name "contacts" already exists. Please enter another name.',
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_google_s_words(
    sheet: gspread.Spreadsheet, body: Any, message: str
) -> None:
    with pytest.raises(APIError) as error:
        sheet.batch_update(body)

    assert (error.value.code, told(error)) == (400, message)


def test_a_bad_response_mask_is_told_only_in_the_details(sheet: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError) as error:
        sheet.fetch_sheet_metadata({"fields": "sheets.propertees"})

    answer = error.value.response.json()["error"]
    assert answer["message"] == "Request contains an invalid argument."
    assert answer["details"][0]["fieldViolations"][0]["field"] == "sheets.propertees"


@pytest.mark.parametrize("name", ["ck_run_1", "CK_RUN_1", "ab12", "r1c1", "1st", "true", "a b"])
def test_a_name_is_taken_once_and_must_not_look_like_a_cell(sheet: gspread.Spreadsheet, name: str) -> None:
    send(
        sheet,
        {
            "addNamedRange": {
                "namedRange": {"name": "ck_run_1", "namedRangeId": "ck", "range": {"sheetId": 0}}
            }
        },
    )

    with pytest.raises(APIError):
        send(sheet, {"addNamedRange": {"namedRange": {"name": name, "range": {"sheetId": 0}}}})


def test_the_name_of_a_deleted_range_stays_taken_though_no_read_shows_it(
    server: FakeSheets, sheet: gspread.Spreadsheet
) -> None:
    person = Person(server, sheet.id)
    person.name_range("It's mine", "A1", "ck_run_1")
    person.delete_tab("It's mine")

    assert sheet.list_named_ranges() == []
    with pytest.raises(APIError):
        send(sheet, {"addNamedRange": {"namedRange": {"name": "ck_run_1", "range": {"sheetId": 0}}}})


def test_a_title_that_looks_like_a_cell_is_one_and_a_missing_tab_is_a_range_that_cannot_be_parsed(
    server: FakeSheets,
) -> None:
    book = server.add_spreadsheet({"tab01": [["x"]]})
    sheet = server.client().open_by_key(book.spreadsheet_id)

    with pytest.raises(APIError) as error:
        sheet.values_get("tab01")
    assert told(error) == "Range (tab01!TAB1) exceeds grid limits. Max rows: 1000, max columns: 26"
    assert sheet.values_get("'tab01'")["values"] == [["x"]]
    with pytest.raises(APIError) as error:
        sheet.values_get("Gone!A1")
    assert told(error) == "Unable to parse range: Gone!A1"


@pytest.mark.parametrize("follows", [True, False])
def test_row_metadata_follows_an_insert_and_a_sort_only_where_the_rules_say_so(follows: bool) -> None:
    server = FakeSheets(Rules(metadata_follows_sort=follows))
    book = server.add_spreadsheet({"Contacts": PEOPLE})
    sheet = server.client().open_by_key(book.spreadsheet_id)
    place = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    made = {
        "metadataKey": "id",
        "metadataValue": "ann",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": place},
    }
    send(sheet, {"createDeveloperMetadata": {"developerMetadata": made}})
    person = Person(server, book.spreadsheet_id)

    person.insert_row("Contacts", 2)
    assert book.metadata[0]["location"]["dimensionRange"]["startIndex"] == 2

    person.sort("Contacts", "A", descending=True)
    assert book.metadata[0]["location"]["dimensionRange"]["startIndex"] == 2
    person.sort("Contacts", "A")
    assert book.metadata[0]["location"]["dimensionRange"]["startIndex"] == (1 if follows else 2)


def test_the_cell_limit_counts_empty_cells(sheet: gspread.Spreadsheet, server: FakeSheets) -> None:
    server.rules.cell_limit = 60_000

    with pytest.raises(APIError) as error:
        send(sheet, {"addSheet": {"properties": {"title": "Log"}}})

    expected = (
        "This action would increase the number of cells in the workbook above the limit of 60000 cells."
    )
    assert told(error) == f"Invalid requests[0].addSheet: {expected}"


def test_a_hard_protection_refuses_our_account_and_a_warning_does_not(
    server: FakeSheets, sheet: gspread.Spreadsheet
) -> None:
    person = Person(server, sheet.id)
    person.protect("Contacts", "B:B", warning_only=True)
    send(sheet, set_cells(1, 1, text(1)))

    person.protect("Contacts", "C:C")
    with pytest.raises(APIError) as error:
        send(sheet, set_cells(1, 1, text(1, 2)))

    assert (error.value.code, told(error).split(".")[0]) == (
        400,
        "You are trying to edit a protected cell or object",
    )


def test_an_append_by_values_lands_where_the_last_block_begins(server: FakeSheets) -> None:
    server.strict_product = False
    book = server.add_spreadsheet({"Log": [["x", "", "z"]]})
    log = server.client().open_by_key(book.spreadsheet_id).sheet1

    log.append_row(["0042", "=1+1"], value_input_option=gspread.utils.ValueInputOption.user_entered)

    assert book.sheet("Log").values() == [["x", None, "z"], [None, None, 42, "=1+1"]]


def test_connectkit_may_not_write_by_address_nor_destroy(
    server: FakeSheets, sheet: gspread.Spreadsheet
) -> None:
    with pytest.raises(APIError):
        sheet.sheet1.update([["x"]], "A1")
    with pytest.raises(APIError):
        send(
            sheet,
            {
                "deleteDimension": {
                    "range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
                }
            },
        )

    with pytest.raises(AssertionError, match=r"spreadsheets\.values\.update(.|\n)*deleteDimension"):
        server.assert_clean()


def test_what_is_not_modelled_fails_loudly(server: FakeSheets, sheet: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError) as error:
        send(sheet, {"addSlicer": {"slicer": {}}})

    assert (error.value.code, told(error)) == (
        501,
        "tests/wire does not model the request addSlicer. Extend the fake, or do without.",
    )
    with pytest.raises(AssertionError):
        server.assert_clean()


def test_who_may_do_what(server: FakeSheets, sheet: gspread.Spreadsheet, book: Spreadsheet) -> None:
    book.access = "viewer"
    assert sheet.sheet1.acell("A2").value == "Ann"
    with pytest.raises(APIError) as error:
        send(sheet, append(text("x")))
    assert (error.value.code, told(error)) == (403, "The caller does not have permission")

    book.access = "none"
    with pytest.raises(PermissionError):
        server.client().open_by_key(book.spreadsheet_id)
    with pytest.raises(SpreadsheetNotFound):
        server.client().open_by_key("no-such-id")
    book.access, book.excel = "editor", True
    with pytest.raises(APIError) as error:
        sheet.fetch_sheet_metadata()
    assert error.value.response.json()["error"]["status"] == "FAILED_PRECONDITION"
