"""Our tabs in a user's workbook: the same as in a new one, filled with exactly the rows given."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from connectkit import schema
from connectkit.errors import WorkbookRefused
from connectkit.model import CellValue, Link
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.tabs import look
from connectkit.stores.xlsx.tabs.fresh import new_workbook
from connectkit.stores.xlsx.tabs.tabs import put_tab

DUE_ROWS: list[list[CellValue]] = [
    ["late", "Ana", "inner", date(2026, 9, 1), date(2026, 11, 1), "Late since 1 Nov.", "Moved to Lisbon."],
    ["soon", "Ben", "core", None, date(2026, 12, 1), "Due on 1 Dec.\nTwo lines.", ""],
]
CHOICES = {"contacts.tier": ("inner", "core")}


def user_book(font: str = "Calibri", size: int = 11) -> bytes:
    out = BytesIO()
    options = {"in_memory": True, "default_format_properties": {"font_name": font, "font_size": size}}
    book = xlsxwriter.Workbook(out, options)
    book.add_worksheet("People").write_row(0, 0, ["Name", "Last contact", "Notes"])
    book.close()
    return out.getvalue()


def with_tab(data: bytes, tab: schema.Tab, rows: Any = (), title: str = "") -> bytes:
    package = Package.from_bytes(data)
    put_tab(package, tab, rows, title=title or tab.title, choices=CHOICES)
    return package.to_bytes()


def values(data: bytes, title: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(BytesIO(data))[title].iter_rows(values_only=True))


def seen(data: bytes, title: str) -> dict[str, Any]:
    """What each cell shows and how, and the rules of the tab."""
    sheet = openpyxl.load_workbook(BytesIO(data))[title]
    cells = {
        cell.coordinate: (cell.value, cell.number_format, repr(cell.font), repr(cell.fill), repr(cell.border))
        for row in sheet.iter_rows()
        for cell in row
    }
    marks = {
        str(area.sqref): [(rule.formula, repr(rule.dxf.font), repr(rule.dxf.fill)) for rule in area.rules]
        for area in sheet.conditional_formatting
    }
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    return {**cells, **marks, **lists}


@pytest.mark.parametrize("tab", schema.TABS[1:], ids=lambda tab: tab.key)
def test_a_tab_is_the_same_in_a_users_workbook_as_in_a_new_one(tab: schema.Tab) -> None:
    filled = [
        "=x" if column.kind is not schema.Kind.DATE else date(2026, 1, 2) for column in look.columns_of(tab)
    ]
    fresh = new_workbook([(tab, [dict(zip(tab.keys, filled, strict=True))])], choices=CHOICES)

    assert seen(with_tab(user_book(), tab, [filled]), tab.title) == seen(fresh, tab.title)


def test_the_tab_holds_the_banner_the_header_and_the_rows_and_nothing_else() -> None:
    longer = [["late", "Old", "core", None, None, "", ""]] * 5
    data = with_tab(with_tab(user_book(), schema.DUE, longer), schema.DUE, DUE_ROWS)
    read = values(data, "Due")

    assert read[0][0] == "Rewritten by connectkit at every sync: what you type here is not kept."
    assert read[1] == ("What", "Name", "Tier", "Last contact", "Next due", "Why", "Last note")
    assert [row[:2] for row in read[2:]] == [("late", "Ana"), ("soon", "Ben")]
    assert [str(row[4])[:10] for row in read[2:]] == ["2026-11-01", "2026-12-01"]


def test_thirty_syncs_leave_the_bytes_of_the_first() -> None:
    def synced(data: bytes) -> bytes:
        return with_tab(with_tab(data, schema.DUE, DUE_ROWS), schema.PROBLEMS, [["Contacts", "C4", "x", "y"]])

    first = data = synced(user_book())
    for _ in range(30):
        data = synced(data)

    assert data == first


def test_other_rows_change_only_the_tab_and_its_names() -> None:
    first = with_tab(with_tab(user_book(), schema.DUE, DUE_ROWS), schema.PROBLEMS)
    package = Package.from_bytes(first)
    put_tab(package, schema.DUE, DUE_ROWS[:1], title="Due", choices=CHOICES)

    assert package.changed() == {"xl/worksheets/sheet2.xml", "xl/workbook.xml"}


def test_a_tab_without_rows_is_ready_to_be_typed_into() -> None:
    sheet = openpyxl.load_workbook(BytesIO(with_tab(user_book(), schema.PROMISES)))["Promises"]

    assert sheet.max_row == 1
    assert sheet.column_dimensions["D"].number_format == "d mmm yyyy"
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert [str(rule.sqref) for rule in lists] == ["C2:C2000"]


def test_the_tab_is_written_in_the_workbooks_own_font() -> None:
    sheet = openpyxl.load_workbook(BytesIO(with_tab(user_book("Arial", 10), schema.DUE, DUE_ROWS)))["Due"]

    assert {(cell.font.name, cell.font.sz) for row in sheet.iter_rows() for cell in row} == {("Arial", 10)}


def test_a_link_opens_its_address() -> None:
    row = {"name": "Ana", "open": Link("https://wa.me/15550100?text=Hi%20Ana", "Open in WhatsApp")}
    rows = [[row.get(key) for key in schema.DRAFTS.keys]]
    sheet = openpyxl.load_workbook(BytesIO(with_tab(user_book(), schema.DRAFTS, rows)))["Drafts"]
    cell = sheet.cell(2, schema.DRAFTS.keys.index("open") + 1)

    assert cell.value == "Open in WhatsApp"
    assert cell.hyperlink is not None
    assert cell.hyperlink.target == "https://wa.me/15550100?text=Hi%20Ana"


def test_a_tab_of_the_users_is_never_overwritten() -> None:
    with pytest.raises(WorkbookRefused) as refused:
        with_tab(user_book(), schema.LOG, title="people")

    assert (
        refused.value.message == "The workbook has a tab people already, which connectkit never overwrites."
    )
    assert refused.value.hint == (
        "Rename it, or give connectkit's own Log tab another title in connectkit.yaml (tabs: log)."
    )
