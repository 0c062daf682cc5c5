"""A new workbook file with nothing but the cells of another."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from connectkit.model import CellError, CellValue, Formula, Link, Workbook

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def as_xlsx(workbook: Workbook) -> bytes:
    """A workbook file that holds the cells of a snapshot: values and formulas, dates as dates; no other formats."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True})
    formats = (
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    )
    taken: set[str] = set()
    for tab in workbook.tabs:
        sheet = book.add_worksheet(_title(tab.title, taken))
        for row, cells in enumerate(tab.rows):
            for column, value in enumerate(cells):
                _write(sheet, (row, column), value, formats)
    book.close()
    return out.getvalue()


def _title(title: str, taken: set[str]) -> str:
    """The title as Excel takes one: at most 31 characters, none of ``[]:*?/\\``, different from all others."""
    bare = "".join("_" if char in "[]:*?/\\" else char for char in title)[:31].strip("'") or "Sheet"
    number, name = 1, bare
    while name.casefold() in taken:
        number += 1
        name = f"{bare[:26]} ({number})"
    taken.add(name.casefold())
    return name


def _write(sheet: Worksheet, place: tuple[int, int], value: CellValue, formats: tuple[Any, Any]) -> None:
    day, moment = formats
    match value:
        case None | "":
            return
        case bool():
            sheet.write_boolean(*place, value)
        case int() | float():
            sheet.write_number(*place, value)
        case datetime() | date() if value.year < 1900:
            sheet.write_string(*place, value.isoformat())
        case datetime():
            sheet.write_datetime(*place, value.replace(tzinfo=None), moment)
        case date():
            sheet.write_datetime(*place, value, day)
        case Formula(text, shown):
            sheet.write_formula(
                *place, text, None, shown.isoformat() if isinstance(shown, date) else shown or ""
            )
        case Link(url, label):
            sheet.write_url(*place, url, None, label)
        case CellError(code):
            sheet.write_string(*place, code)
        case str():
            sheet.write_string(*place, value)
