"""The fake answers as Google does: facts of the API, seen through the real gspread."""

from __future__ import annotations

from datetime import date
from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError

from tests.wire import FakeSheets, Formula, Person, Spreadsheet
from tests.wire.bodies import append, area, send, set_cells, text

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


def test_values_lose_trailing_blanks_and_an_empty_range_has_no_values(
    server: FakeSheets, sheet: gspread.Spreadsheet
) -> None:
    person = Person(server, sheet.id)
    person.type("Contacts", "A6", "Cyd")
    person.colour("Contacts", "A7:E7")
    person.add_note("Contacts", "E6", "mine")

    got = sheet.values_batch_get(
        ["Contacts!A2:E8", "Contacts!F:G"], {"valueRenderOption": "UNFORMATTED_VALUE"}
    )

    assert got["valueRanges"] == [
        {
            "range": "Contacts!A2:E8",
            "majorDimension": "ROWS",
            "values": [["Ann", 45963, "violin"], ["Bob", 45994, "chess"], [], [], ["Cyd"]],
        },
        {"range": "Contacts!F1:G1000", "majorDimension": "ROWS"},
    ]


def test_a_mask_that_reaches_the_grid_brings_it_and_nothing_else(sheet: gspread.Spreadsheet) -> None:
    fields = "sheets(properties(sheetId,title,gridProperties.rowCount),data(startRow,rowData(values(userEnteredValue,formattedValue))))"

    got = sheet.fetch_sheet_metadata({"fields": fields, "ranges": ["Contacts!B2:C3"]})

    assert got == {
        "sheets": [
            {
                "properties": {"sheetId": 0, "title": "Contacts", "gridProperties": {"rowCount": 1000}},
                "data": [
                    {
                        "startRow": 1,
                        "rowData": [
                            {
                                "values": [
                                    {
                                        "userEnteredValue": {"numberValue": 45963},
                                        "formattedValue": "11/2/2025",
                                    },
                                    {
                                        "userEnteredValue": {"stringValue": "violin"},
                                        "formattedValue": "violin",
                                    },
                                ]
                            },
                            {
                                "values": [
                                    {
                                        "userEnteredValue": {"numberValue": 45994},
                                        "formattedValue": "12/3/2025",
                                    },
                                    {"userEnteredValue": {"stringValue": "chess"}, "formattedValue": "chess"},
                                ]
                            },
                        ],
                    }
                ],
            }
        ]
    }


def test_one_bad_request_undoes_the_whole_batch(sheet: gspread.Spreadsheet, book: Spreadsheet) -> None:
    token = {"addNamedRange": {"namedRange": {"name": "ck_1", "range": {"sheetId": 0}}}}
    with pytest.raises(APIError) as error:
        send(
            sheet,
            set_cells(1, 0, text("Zoe")),
            token,
            {"addSheet": {}},
            {"deleteNamedRange": {"namedRangeId": "gone"}},
        )

    assert told(error) == "Invalid requests[3].deleteNamedRange: No NamedRange with id: gone"
    assert [row[0] for row in book.sheet("Contacts").values()] == ["Name", "Ann", "Bob"]
    assert (book.named, len(book.sheets)) == ([], 2)


def test_update_with_a_range_clears_what_it_does_not_cover_and_with_a_start_does_not(
    sheet: gspread.Spreadsheet, book: Spreadsheet
) -> None:
    send(sheet, set_cells(1, 0, text("Zoe")))
    assert book.sheet("Contacts").values()[1] == ["Zoe", 45963, "violin"]

    range_ = area(0, (1, 3), (1, 3))
    send(sheet, {"updateCells": {"range": range_, "rows": [text(1)], "fields": "userEnteredValue"}})
    assert book.sheet("Contacts").values()[1:] == [["Zoe", 1], ["Bob"]]


def test_writing_a_value_leaves_note_format_and_validation_and_drops_chips(
    server: FakeSheets, sheet: gspread.Spreadsheet
) -> None:
    person = Person(server, sheet.id)
    person.chip("Contacts", "C2", "Ann Other", "ann@example.com")
    person.add_note("Contacts", "C2", "mine")
    person.colour("Contacts", "C2")
    person.add_dropdown("Contacts", "C2", ["violin"])

    send(sheet, set_cells(1, 2, text("=nope")))

    cell = server.books[sheet.id].sheet("Contacts").cell(1, 2)
    assert (cell.value, type(cell.value), cell.chips, cell.shows) == ("=nope", str, (), None)
    assert cell.note == "mine"
    assert cell.format
    assert cell.validation


def test_append_goes_under_the_last_value_of_the_tab_from_column_a_and_grows_the_grid(
    server: FakeSheets, sheet: gspread.Spreadsheet, book: Spreadsheet
) -> None:
    person = Person(server, sheet.id)
    table = person.convert_to_table("Contacts")
    person.add_checkbox("Contacts", "F1000")
    person.trim_grid("Contacts", 1000, 10)
    send(sheet, {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}})
    person.add_note("Contacts", "A1001", "a note is no data")

    send(sheet, append(text("Cyd"), text("Dan")))

    contacts = book.sheet("Contacts")
    assert [contacts.cell(1000, 0).value, contacts.cell(1001, 0).value, contacts.row_count] == [
        "Cyd",
        "Dan",
        1002,
    ]
    assert contacts.tables[0]["tableId"] == table
    assert contacts.tables[0]["range"]["endRowIndex"] == 3


def test_append_to_a_table_by_id_drops_the_values(
    server: FakeSheets, sheet: gspread.Spreadsheet, book: Spreadsheet
) -> None:
    server.strict_product = False
    table = Person(server, sheet.id).convert_to_table("Contacts")

    send(sheet, {"appendCells": {"tableId": table, "rows": [text("Cyd")], "fields": "userEnteredValue"}})

    assert len(book.sheet("Contacts").values()) == 3
    assert book.sheet("Contacts").tables[0]["range"]["endRowIndex"] == 4


def test_copying_values_keeps_results_and_copying_all_shifts_references(
    server: FakeSheets, sheet: gspread.Spreadsheet, book: Spreadsheet
) -> None:
    Person(server, sheet.id).type("Contacts", "D2", '=HYPERLINK("https://example.com/?n="&A2;$A$1)')
    source = area(0, (1, 2), (3, 4))
    for row, kind in enumerate(("PASTE_VALUES", "PASTE_NORMAL", "PASTE_FORMULA")):
        copy = {"source": source, "destination": area(0, (row + 2, row + 3), (4, 5)), "pasteType": kind}
        send(sheet, {"copyPaste": copy})

    contacts = book.sheet("Contacts")
    assert [contacts.cell(row, 4).value for row in (2, 3, 4)] == [
        "Name",
        '=HYPERLINK("https://example.com/?n="&B4,$A$1)',
        '=HYPERLINK("https://example.com/?n="&B5,$A$1)',
    ]
    assert [type(contacts.cell(row, 4).value) for row in (2, 3)] == [str, Formula]


def test_a_batch_runs_in_order_and_shows_its_after_image(
    server: FakeSheets, sheet: gspread.Spreadsheet, book: Spreadsheet
) -> None:
    backup = {
        "source": area(0, (1, 3), (0, 1)),
        "destination": area(HIDDEN, (0, 1), (0, 1)),
        "pasteType": "PASTE_VALUES",
    }
    server.before_apply(lambda: Person(server, sheet.id).insert_row("Contacts", 2))

    got = sheet.client.request(
        "post",
        f"https://sheets.googleapis.com/v4/spreadsheets/{sheet.id}:batchUpdate",
        params={"fields": "updatedSpreadsheet(sheets(properties.title,data.rowData.values.effectiveValue))"},
        json={
            "requests": [{"copyPaste": backup}, set_cells(1, 0, text("late"))],
            "includeSpreadsheetInResponse": True,
            "responseRanges": ["'It''s mine'!A1:A2", "Contacts!A2:A4"],
        },
    ).json()

    def column(index: int) -> list[Any]:
        rows = got["updatedSpreadsheet"]["sheets"][index]["data"][0]["rowData"]
        return [row["values"][0]["effectiveValue"]["stringValue"] if row else None for row in rows]

    assert [column(0), column(1)] == [["late", "Ann", "Bob"], [None, "Ann"]]
