"""What people do in the sheet has the effects it has in Google Sheets."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire import CellError, FakeSheets, Person

PEOPLE: list[list[Any]] = [
    ["Name", "Last contact", "Days"],
    ["Cyd", date(2025, 12, 24), "=TODAY()-B2"],
    ["Ann", date(2025, 11, 2), "=TODAY()-B3"],
]
KEY = "1FakeSpreadsheetIdOfTheRightLength0123456789"


def person(locale: str = "en_US", **tabs: list[list[Any]]) -> Person:
    server = FakeSheets()
    server.add_spreadsheet(tabs or {"Contacts": PEOPLE}, locale=locale)
    return Person(server, KEY)


@pytest.mark.parametrize(
    ("locale", "text", "value", "shown"),
    [
        ("en_US", "3/4/2026", 46085, "3/4/2026"),
        ("en_GB", "3/4/2026", 46115, "03/04/2026"),
        ("de_DE", "3.4.2026", 46115, "03.04.2026"),
        ("fr_FR", "3/4/2026", 46115, "03/04/2026"),
        ("ja_JP", "2026/4/3", 46115, "2026/04/03"),
        ("en_US", "14/9/2026", "14/9/2026", "14/9/2026"),
        ("de_DE", "2026-04-03", 46115, "03.04.2026"),
        ("en_US", "2026-04-03T10:00Z", "2026-04-03T10:00Z", "2026-04-03T10:00Z"),
        ("de_DE", "1.5", 46143, "01.05.2026"),
        ("de_DE", "1,5", 1.5, "1,5"),
        ("en_US", "2,000,000.01", 2000000.01, "2000000.01"),
        ("fr_FR", "2 000,5", 2000.5, "2000,5"),
        ("en_US", "0042", 42, "42"),
        ("en_US", "50%", 0.5, "50%"),
        ("en_US", "1e5", 100000, "100000"),
        ("en_US", "3-4", 46085, "3/4/2026"),
        ("en_US", "12 Nov 2025", 45973, "11/12/2025"),
        ("en_US", "3/4/2026 18:30", 46085.770833333336, "3/4/2026 18:30:00"),
        ("de_DE", "WAHR", True, "WAHR"),
        ("en_US", "true", True, "TRUE"),
        ("en_US", "'007", "007", "007"),
        ("en_US", "+1 (555) 010", "=1 (555) 010", "#ERROR!"),
        (
            "en_US",
            '=HYPERLINK("https://example.com","Open")',
            '=HYPERLINK("https://example.com","Open")',
            "Open",
        ),
        (
            "de_DE",
            '=HYPERLINK("https://example.com","Open")',
            '=HYPERLINK("https://example.com","Open")',
            "#ERROR!",
        ),
        (
            "de_DE",
            '=HYPERLINK("https://example.com";"Open")',
            '=HYPERLINK("https://example.com";"Open")',
            "Open",
        ),
    ],
)
def test_typing_means_what_the_locale_makes_of_it(locale: str, text: str, value: object, shown: str) -> None:
    someone = person(locale, T=[[]])

    someone.type("T", "A1", text)

    assert (someone.book.sheet("T").values(), someone.reads("T")) == ([[value]], [[shown]])


def test_plain_text_cells_take_typing_as_text() -> None:
    someone = person(T=[[]])
    someone.number_format("T", "A:A", "TEXT")

    someone.type("T", "A1", "0042")

    assert someone.reads("T") == [["0042"]]


def test_formulas_follow_rows_columns_and_tabs() -> None:
    someone = person(
        Contacts=[["a", "=SUM(A1:A3)"], [1, "=A2&$A$2"], [2, "=Other!B2"]], Other=[["x", "=Contacts!A2"]]
    )

    someone.insert_row("Contacts", 2)
    someone.move_column("Contacts", "A", "C")
    someone.rename_tab("Contacts", "My people")
    someone.delete_row("Other", 1)

    assert someone.book.sheet("My people").values() == [
        ["=SUM(B1:B4)", "a"],
        [],
        ["=B3&$B$3", 1],
        ["=Other!B1", 2],
    ]
    someone.insert_row("My people", 5)
    assert someone.book.sheet("My people").cell(0, 0).value == "=SUM(B1:B4)"
    someone.delete_tab("Other")
    assert someone.book.sheet("My people").cell(3, 0).value == "=#REF!"
    assert someone.reads("My people")[3] == ["#REF!", "2"]


def test_a_sort_carries_formulas_as_copies_and_leaves_what_is_beside() -> None:
    someone = person()

    someone.sort("Contacts", "A")
    assert someone.reads("Contacts")[1:] == [["Ann", "11/2/2025", "64"], ["Cyd", "12/24/2025", "12"]]

    someone.sort("Contacts", "A", columns="A:A", descending=True)
    assert someone.reads("Contacts")[1:] == [["Cyd", "11/2/2025", "64"], ["Ann", "12/24/2025", "12"]]


def test_a_filter_sorts_exactly_its_columns() -> None:
    someone = person()
    someone.add_filter("Contacts", "A1:B3")
    someone.type("Contacts", "D2", "cyd's")

    someone.sort_filter("Contacts", "B")

    assert someone.reads("Contacts")[1:] == [["Ann", "11/2/2025", "64", "cyd's"], ["Cyd", "12/24/2025", "12"]]


def test_a_filter_hides_rows_and_a_read_still_has_them() -> None:
    someone = person()
    someone.add_filter("Contacts")

    someone.filter_out("Contacts", "A", "Ann")

    assert someone.book.sheet("Contacts").row_props == {2: {"hiddenByFilter": True}}
    assert someone.reads("Contacts")[2][0] == "Ann"


def test_a_named_range_and_references_follow_a_cut_and_metadata_does_not() -> None:
    someone = person(T=[["a", "=A1"], ["b"]])
    someone.name_range("T", "A1", "mine")
    place = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    someone.book.metadata.append(
        {"metadataId": 1, "metadataKey": "k", "location": {"locationType": "ROW", "dimensionRange": place}}
    )

    someone.cut_paste("T", "A1", "A5")

    assert someone.book.sheet("T").values() == [[None, "=A5"], ["b"], [], [], ["a"]]
    assert someone.book.named[0]["range"]["startRowIndex"] == 4
    assert someone.book.metadata[0]["location"]["dimensionRange"] == place


def test_everything_attached_follows_an_insert() -> None:
    someone = person()
    someone.convert_to_table("Contacts")
    someone.protect("Contacts", "B2:B3", warning_only=True)
    someone.highlight("Contacts", "A2:A3", "=$B2<TODAY()")
    someone.merge("Contacts", "E2:F2")
    someone.add_note("Contacts", "A3", "mine")
    someone.hide_row("Contacts", 3)

    someone.insert_row("Contacts", 2)

    sheet = someone.book.sheet("Contacts")
    ranges = (
        sheet.tables[0]["range"],
        sheet.protected[0]["range"],
        sheet.merges[0],
        sheet.conditional[0]["ranges"][0],
    )
    assert [(one["startRowIndex"], one["endRowIndex"]) for one in ranges] == [(0, 4), (2, 4), (2, 3), (2, 4)]
    assert sheet.conditional[0]["booleanRule"]["condition"]["values"] == [
        {"userEnteredValue": "=$B3<TODAY()"}
    ]
    assert (sheet.cell(3, 0).note, sheet.row_props) == ("mine", {3: {"hiddenByUser": True}})


def test_a_copied_row_keeps_its_id_and_typing_below_a_table_extends_it() -> None:
    someone = person(T=[["Name", "ID"], ["Ann", "id1"]])
    someone.convert_to_table("T")

    someone.copy_row("T", 2, 3)
    assert someone.reads("T") == [["Name", "ID"], ["Ann", "id1"], ["Ann", "id1"]]

    someone.type("T", "A3", "Bob")
    assert someone.book.sheet("T").tables[0]["range"]["endRowIndex"] == 3


def test_a_strict_drop_down_refuses_what_it_does_not_list() -> None:
    someone = person(T=[["core"]])
    someone.add_dropdown("T", "A1:A9", ["core", "weak"])

    assert not someone.type("T", "A1", "best")
    assert someone.type("T", "A1", "weak")
    assert someone.reads("T") == [["weak"]]


def test_errors_show_as_errors_and_unknown_functions_must_be_told() -> None:
    someone = person(T=[["=1/0", "=A1+1", "=IFERROR(A1;7)", "=QUERY(A1:B2)"]])

    assert someone.reads("T") == [["#DIV/0!", "#DIV/0!", "7", "#NAME?"]]
    someone.shows("T", "D1", "told")
    assert someone.reads("T")[0][3] == "told"
    assert CellError("REF") == CellError("REF", "")


_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "move", "cut", "delete", "column"]), st.integers(0, 9), st.integers(0, 9)
    ),
    max_size=8,
)


@given(_EDITS)
def test_a_formula_shows_the_cell_it_meant_whatever_moves(edits: list[tuple[str, int, int]]) -> None:
    someone = person(
        T=[[f"cell {row}"] for row in range(10)], Watch=[[f"=T!A{row + 1}"] for row in range(10)]
    )
    sheet, alive = someone.book.sheet("T"), {f"cell {row}" for row in range(10)}

    for kind, a, b in edits:
        if kind == "insert":
            someone.insert_row("T", a + 1, b % 3 + 1)
        elif kind == "move":
            someone.move_row("T", a + 1, b + 1, 2)
        elif kind == "column":
            someone.insert_column("T", "A")
        elif kind == "cut":
            column = "A" if sheet.column_count == 26 else "B"
            gone = sheet.cell(b, 0 if column == "A" else 1).value
            someone.cut_paste("T", f"{column}{a + 1}", f"{column}{b + 1}")
            alive -= {str(gone)} if a != b else set()
        else:
            alive -= {str(cell.value) for cell in sheet.rows[a]} if a < len(sheet.rows) else set()
            someone.delete_row("T", a + 1)

    seen = {cells[0] for cells in someone.reads("Watch") if cells and cells[0].startswith("cell")}
    assert seen >= alive
