"""What is attached to a sheet can be made, changed, found and removed; every answer fits Google's own schema."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError

from tests.wire import FakeSheets, Person, Spreadsheet
from tests.wire.bodies import area, send, set_cells, text
from tests.wire.discovery import check_body

URL = "https://sheets.googleapis.com/v4/spreadsheets/"
PEOPLE = [["Name", "Tier", "Due"], ["Ann", "core", "=TODAY()+3"], ["Bob", "weak", "=1/0"]]


@pytest.fixture
def server() -> FakeSheets:
    return FakeSheets()


@pytest.fixture
def book(server: FakeSheets) -> Spreadsheet:
    return server.add_spreadsheet({"Contacts": PEOPLE, "Log": []})


@pytest.fixture
def sheet(server: FakeSheets, book: Spreadsheet) -> gspread.Spreadsheet:
    return server.client().open_by_key(book.spreadsheet_id)


def post(sheet: gspread.Spreadsheet, method: str, body: Any) -> Any:
    return sheet.client.request("post", f"{URL}{sheet.id}{method}", json=body).json()


def meta(key: str, **location: Any) -> dict[str, Any]:
    made = {"metadataKey": key, "metadataValue": "1", "visibility": "DOCUMENT", "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": made}}


def test_every_answer_fits_the_schema(server: FakeSheets, sheet: gspread.Spreadsheet) -> None:
    person = Person(server, sheet.id)
    person.convert_to_table("Contacts")
    person.chip("Contacts", "D2", "Ann Other", "ann@example.com")
    person.link_part("Contacts", "A2", 1, "https://example.com")
    person.add_checkbox("Contacts", "E2:E3")
    person.protect("Contacts", "A1:C1", warning_only=True)
    person.highlight("Contacts", "A2:A3", "=$C2<TODAY()")
    person.add_note("Contacts", "F9", "mine")
    person.merge("Log", "A1:B1")
    person.add_filter("Log", "A1:B9")
    person.name_range("Log", "A1", "mine")
    person.hide_column("Contacts", "C")
    column = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 5}}}
    reply = send(
        sheet,
        meta("book", spreadsheet=True),
        meta("tab", sheetId=0),
        meta("column", dimensionRange=column),
        {"addChart": {"chart": {"spec": {"title": "By month"}, "position": position}}},
        {"addBanding": {"bandedRange": {"range": area(0, (20, 30), (0, 3))}}},
        {
            "addSheet": {
                "properties": {"title": "connectkit", "hidden": True, "gridProperties": {"rowCount": 9}}
            }
        },
        includeSpreadsheetInResponse=True,
        responseIncludeGridData=True,
    )
    whole = sheet.fetch_sheet_metadata({"includeGridData": "true"})

    assert check_body("BatchUpdateSpreadsheetResponse", reply) == []
    assert check_body("Spreadsheet", whole) == []
    contacts = whole["sheets"][0]
    assert {name for name in contacts if name not in ("data", "properties")} == {
        "tables", "protectedRanges", "conditionalFormats", "charts", "bandedRanges", "developerMetadata",
    }  # fmt: skip
    cells = contacts["data"][0]["rowData"][1]["values"]
    assert cells[3]["userEnteredValue"] == {"stringValue": "@"}
    assert cells[3]["formattedValue"] == "Ann Other"
    assert cells[2]["effectiveFormat"]["numberFormat"]["type"] == "DATE"
    assert (
        contacts["data"][0]["rowData"][2]["values"][2]["effectiveValue"]["errorValue"]["type"]
        == "DIVIDE_BY_ZERO"
    )
    assert contacts["data"][0]["columnMetadata"][2]["hiddenByUser"]
    server.assert_clean()


def test_metadata_is_found_where_it_is_attached(sheet: gspread.Spreadsheet) -> None:
    column = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    send(sheet, meta("tier", dimensionRange=column), meta("book", spreadsheet=True))
    by_key = {"developerMetadataLookup": {"metadataKey": "tier"}}

    found = post(sheet, "/developerMetadata:search", {"dataFilters": [by_key]})["matchedDeveloperMetadata"]
    assert [one["developerMetadata"]["location"]["dimensionRange"] for one in found] == [column]

    values = post(sheet, "/values:batchGetByDataFilter", {"dataFilters": [by_key]})["valueRanges"]
    assert values[0]["valueRange"]["values"] == [["Tier"], ["core"], ["weak"]]

    grid = post(
        sheet,
        ":getByDataFilter",
        {"dataFilters": [by_key, {"gridRange": area(0, (0, 1), (0, 1))}], "includeGridData": True},
    )
    assert [one.get("startColumn", 0) for one in grid["sheets"][0]["data"]] == [1, 0]

    send(sheet, {"deleteDeveloperMetadata": {"dataFilter": by_key}})
    assert post(sheet, "/developerMetadata:search", {"dataFilters": [by_key]}) == {}


def test_a_taken_metadata_id_and_a_full_store_are_refused(sheet: gspread.Spreadsheet) -> None:
    one = meta("token", spreadsheet=True)
    one["createDeveloperMetadata"]["developerMetadata"]["metadataId"] = 7
    send(sheet, one)

    with pytest.raises(APIError):
        send(sheet, one)
    with pytest.raises(APIError):
        send(sheet, meta("x" * 30_000, spreadsheet=True))


def test_a_table_takes_in_columns_and_names_them_by_their_headers(
    server: FakeSheets, sheet: gspread.Spreadsheet, book: Spreadsheet
) -> None:
    table = Person(server, sheet.id).convert_to_table("Contacts")
    grown = {"tableId": table, "range": area(0, (0, 3), (0, 4))}
    send(sheet, set_cells(0, 3, text("ID")), {"updateTable": {"table": grown, "fields": "range"}})

    send(sheet, set_cells(0, 0, text("Who")))

    shown = sheet.fetch_sheet_metadata({"fields": "sheets.tables(name,columnProperties)"})["sheets"][0][
        "tables"
    ]
    names = [{"columnName": "Who"}] + [
        {"columnIndex": i + 1, "columnName": n} for i, n in enumerate(("Tier", "Due", "ID"))
    ]
    assert shown == [{"name": "People", "columnProperties": names}]


def test_a_filter_and_a_table_keep_their_columns_when_one_is_inserted(
    server: FakeSheets, sheet: gspread.Spreadsheet, book: Spreadsheet
) -> None:
    person = Person(server, sheet.id)
    person.convert_to_table("Contacts", "A1:B3")
    tier = {"columnIndex": 1, "columnName": "Tier", "columnType": "DROPDOWN"}
    wanted = {"tableId": book.sheets[0].tables[0]["tableId"], "columnProperties": [tier]}
    send(sheet, {"updateTable": {"table": wanted, "fields": "columnProperties"}})
    person.add_filter("Contacts")
    person.filter_out("Contacts", "B", "weak")

    person.insert_column("Contacts", "B", "City")

    shown = sheet.fetch_sheet_metadata({"fields": "sheets(tables.columnProperties,basicFilter)"})["sheets"][0]
    assert shown["basicFilter"]["filterSpecs"][0]["columnIndex"] == 2
    assert [one.get("columnType") for one in shown["tables"][0]["columnProperties"]] == [
        None,
        None,
        "DROPDOWN",
    ]
    assert [one["columnName"] for one in shown["tables"][0]["columnProperties"]] == ["Name", "City", "Tier"]


def test_tabs_are_renamed_hidden_sized_and_moved_by_mask(
    sheet: gspread.Spreadsheet, book: Spreadsheet
) -> None:
    properties = {
        "sheetId": 0,
        "title": "People",
        "hidden": True,
        "index": 2,
        "gridProperties": {"rowCount": 2, "frozenRowCount": 1},
    }
    fields = "title,hidden,index,gridProperties(rowCount,frozenRowCount)"
    send(sheet, {"updateSheetProperties": {"properties": properties, "fields": fields}})

    assert [one.title for one in book.sheets] == ["Log", "People"]
    people = book.sheets[1]
    assert (people.row_count, people.column_count, len(people.values())) == (2, 26, 2)
    assert people.properties == {"hidden": True, "gridProperties": {"frozenRowCount": 1}}
    other = {"sheetId": book.sheets[0].sheet_id, "hidden": True}
    with pytest.raises(APIError) as error:
        send(sheet, {"updateSheetProperties": {"properties": other, "fields": "hidden"}})
    message = error.value.response.json()["error"]["message"]
    assert (
        message == "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."
    )


def test_find_and_replace_on_one_cell_is_a_swap_that_tells_whether_it_happened(
    server: FakeSheets, sheet: gspread.Spreadsheet, book: Spreadsheet
) -> None:
    server.strict_product = False
    swap = {
        "find": "core",
        "replacement": "3/4/2026",
        "matchEntireCell": True,
        "matchCase": True,
        "range": area(0, (1, 2), (1, 2)),
    }

    first, second = (send(sheet, {"findReplace": swap})["replies"][0] for _ in range(2))

    assert (first["findReplace"]["valuesChanged"], second) == (1, {})
    assert book.sheet("Contacts").cell(1, 1).value == 46085


def test_protections_rules_charts_and_bands_go_again(
    server: FakeSheets, sheet: gspread.Spreadsheet, book: Spreadsheet
) -> None:
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0}}}
    rule = {
        "ranges": [area(0, (1, 9), (0, 1))],
        "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {}},
    }
    replies = send(
        sheet,
        {"addChart": {"chart": {"spec": {"title": "a"}, "position": position}}},
        {"addBanding": {"bandedRange": {"range": area(0, (0, 3), (0, 3))}}},
        {"addProtectedRange": {"protectedRange": {"range": area(0, (0, 1), (0, 3)), "warningOnly": True}}},
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"setBasicFilter": {"filter": {"range": area(0, (0, 3), (0, 3))}}},
    )["replies"]
    chart = replies[0]["addChart"]["chart"]["chartId"]

    send(
        sheet,
        {"updateChartSpec": {"chartId": chart, "spec": {"title": "b"}}},
        {"deleteEmbeddedObject": {"objectId": chart}},
        {"deleteBanding": {"bandedRangeId": replies[1]["addBanding"]["bandedRange"]["bandedRangeId"]}},
        {
            "deleteProtectedRange": {
                "protectedRangeId": replies[2]["addProtectedRange"]["protectedRange"]["protectedRangeId"]
            }
        },
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
        {"clearBasicFilter": {"sheetId": 0}},
    )

    contacts = book.sheet("Contacts")
    assert (
        contacts.charts,
        contacts.banded,
        contacts.protected,
        contacts.conditional,
        contacts.basic_filter,
    ) == ([], [], [], [], None)
