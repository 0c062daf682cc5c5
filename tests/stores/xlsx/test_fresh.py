"""A new workbook: every tab of the schema, values as they were given, nothing that was not asked for."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectkit import errors, schema
from connectkit.model import CellError, CellValue, Formula, Link
from connectkit.stores.xlsx.tabs.fresh import Rows, new_workbook, standard_tabs

TIERS = {"contacts.tier": ("inner", "core")}


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def contact(**values: CellValue) -> Any:
    """The Contacts tab of a new workbook with one contact."""
    return opened(new_workbook([(schema.CONTACTS, [values])], choices=TIERS))["Contacts"]


def cell_under(sheet: Any, title: str) -> Any:
    """The cell of the first row under a header."""
    titles = [cell.value for cell in sheet[1]]
    return sheet.cell(2, titles.index(title) + 1)


def test_a_new_workbook_has_the_tabs_of_the_schema_in_order_without_an_empty_problems_tab() -> None:
    book = opened(new_workbook(standard_tabs(), choices=TIERS))

    assert book.sheetnames == ["Contacts", "Drafts", "Log", "Promises", "Goals", "Gives", "Trips", "Due"]


def test_the_problems_tab_is_made_when_there_are_problems() -> None:
    book = opened(
        new_workbook(standard_tabs({"problems": [{"tab": "Contacts", "cell": "C4"}]}), choices=TIERS)
    )

    assert [cell.value for cell in book["Problems"][3]] == ["Contacts", "C4", None, None]


@pytest.mark.parametrize("tab", schema.TABS, ids=lambda tab: tab.key)
def test_the_header_stands_under_the_banner_if_there_is_one(tab: schema.Tab) -> None:
    sheet = opened(new_workbook([(tab, [])], choices=TIERS))[tab.title]
    row = 2 if tab.banner else 1

    titles = [column.title for column in tab.columns if column.offer is not schema.Offer.NEVER]
    assert [cell.value for cell in sheet[row]] == titles
    assert sheet.max_row == row
    if tab.banner:
        assert sheet["A1"].value == tab.banner


@pytest.mark.parametrize(
    ("value", "read_back"),
    [
        ("=1+1", "=1+1"),
        ("+44 7700 900123", "+44 7700 900123"),
        ("007", "007"),
        ("https://example.com", "https://example.com"),
        ("one\ntwo", "one\ntwo"),
        ("  kept  ", "  kept  "),
        ("_x0041_", "_x0041_"),
        (True, True),
        (90, 90),
        (2.5, 2.5),
        (12345678901234567, "12345678901234567"),
        (float("inf"), "inf"),
        (CellError("#REF!"), "#REF!"),
        (Formula("=A1", value="shown"), "shown"),
        (Formula("=A1", value=7), 7),
        ("half \ud83d", "half \ufffd"),
        ("", None),
        (None, None),
    ],
)
def test_a_value_is_read_back_as_it_was_given_and_no_text_becomes_a_formula(
    value: CellValue, read_back: object
) -> None:
    cell = cell_under(contact(name="Ana", notes=value), "Notes")

    assert cell.value == read_back
    assert b"<f>" not in sheet_xml(name="Ana", notes=value)
    assert cell.hyperlink is None


def sheet_xml(**values: CellValue) -> bytes:
    data = new_workbook([(schema.CONTACTS, [values])], choices=TIERS)
    return zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_a_date_is_a_date_with_its_month_in_letters() -> None:
    cell = cell_under(contact(name="Ana", last_contact=date(2026, 11, 3)), "Last contact")

    assert (cell.value, cell.number_format) == (datetime(2026, 11, 3), "d mmm yyyy")


def test_a_date_from_before_the_spreadsheet_calendar_is_text() -> None:
    assert cell_under(contact(name="Ana", birthday=date(1899, 5, 3)), "Birthday").value == "1899-05-03"


def test_an_empty_date_column_is_already_formatted_for_the_dates_typed_into_it() -> None:
    sheet = contact(name="Ana")

    assert sheet.column_dimensions["C"].number_format == "d mmm yyyy"
    assert sheet["C1"].value == "Last contact"


def test_a_link_shows_its_label_and_opens_its_address() -> None:
    link = Link("mailto:ana@example.com?subject=Hello%20there&body=a%0Ab", "Open e-mail")
    sheet = opened(new_workbook([(schema.DRAFTS, [{"open": link}])], choices={}))["Drafts"]
    cell = cell_under(sheet, "Open")

    assert (cell.value, cell.hyperlink.target) == ("Open e-mail", link.url)


@pytest.mark.parametrize(
    "url", ["https://example.com/" + "a" * 2060, "internal:Log!A1", "javascript:alert(1)"]
)
def test_an_address_too_long_or_of_another_kind_leaves_only_its_label(url: str) -> None:
    sheet = opened(new_workbook([(schema.DRAFTS, [{"open": Link(url, "Open")}])], choices={}))["Drafts"]
    cell = cell_under(sheet, "Open")

    assert (cell.value, cell.hyperlink) == ("Open", None)


def test_a_text_longer_than_a_cell_is_refused_by_its_place() -> None:
    with pytest.raises(errors.UsageError) as refused:
        contact(name="Ana", notes="a" * 32_768)

    assert refused.value.message == "The text for Notes in Contacts!F2 has 32,768 characters."
    assert refused.value.hint == "A cell of a spreadsheet holds at most 32,767: shorten it."


def test_the_same_rows_give_the_same_bytes() -> None:
    rows: dict[str, Rows] = {"contacts": [{"name": "Ana", "last_contact": date(2026, 11, 3)}]}

    assert new_workbook(standard_tabs(rows), choices=TIERS) == new_workbook(
        standard_tabs(rows), choices=TIERS
    )


@settings(max_examples=40)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=4))
def test_any_text_comes_back(texts: list[str]) -> None:
    rows = [{"value": text} for text in texts]
    sheet = opened(new_workbook([(schema.PROBLEMS, rows)], choices={}))["Problems"]

    read = [sheet.cell(number, 3).value for number in range(3, 3 + len(texts))]
    assert [plain(text or "") for text in read] == [plain(text) if text.strip() else "" for text in texts]


def plain(text: str) -> str:
    """Text without the signs that the file format spells out (_x0001_), which openpyxl leaves as they stand."""
    spelled = re.sub("_x[0-9A-F]{4}_", "", text)
    return re.sub("[\0-\x08\x0b-\x1f\ufffe\uffff]", "", spelled)
