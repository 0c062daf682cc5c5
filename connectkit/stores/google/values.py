"""One cell of the API <-> one value of ours, without parsing: types come from the sheet, never from the text.

Dates travel as serial numbers (days since 1899-12-30, the fraction is the time of day) and are told from other
numbers only by the cell's number format.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from connectkit.errors import ConnectkitError
from connectkit.model import CellError, CellValue, Formula, Link
from connectkit.stores.google.chips import displayed

EPOCH = date(1899, 12, 30)
LAST_SERIAL = 2_958_465  # 9999-12-31
DATE_TYPES = ("DATE", "DATE_TIME")
MAX_TEXT = 50_000

_ERRORS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}


def serial(value: date) -> int | float:
    """The serial number of a day (whole) or of a moment (with the time of day as fraction)."""
    days = (value - EPOCH).days if not isinstance(value, datetime) else (value.date() - EPOCH).days
    if not isinstance(value, datetime) or value.time() == time.min:
        return days
    clock = timedelta(
        hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
    )
    return days + clock / timedelta(days=1)


def from_serial(number: float) -> date | int | float:
    """The day of a serial number, the moment (to the second) if it has a time; the number itself out of range."""
    if not 0 <= number < LAST_SERIAL + 1:
        return whole(number)
    seconds = round((number % 1) * 86_400)
    if seconds % 86_400 == 0:
        return EPOCH + timedelta(days=round(number))
    return datetime.combine(EPOCH, time.min) + timedelta(days=int(number), seconds=seconds)


def whole(number: float) -> int | float:
    """The number as ``int`` where nothing is lost."""
    return int(number) if float(number).is_integer() else number


def number_format(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """The number format in force (``type``, ``pattern``); empty for the default."""
    found: Mapping[str, Any] = (cell.get("effectiveFormat") or {}).get("numberFormat") or {}
    return found


def is_dated(cell: Mapping[str, Any]) -> bool:
    """True where a number in this cell shows as a date."""
    looks = cell.get("effectiveFormat")
    return looks is not None and (looks.get("numberFormat") or {}).get("type") in DATE_TYPES


def read_cell(cell: Mapping[str, Any]) -> CellValue:
    """The value of a CellData that came with formula text, effective value, number format and chips."""
    content = cell.get("effectiveValue") or {}
    value = read_value(content, dated="numberValue" in content and is_dated(cell))
    formula = (cell.get("userEnteredValue") or {}).get("formulaValue")
    if formula:
        return Formula(formula, value)
    if isinstance(value, str) and cell.get("chipRuns"):
        return displayed(cell)
    return value


def read_value(
    value: Mapping[str, Any], *, dated: bool = False
) -> bool | int | float | str | date | CellError | None:
    """The value of an ExtendedValue that is not a formula; None when it is empty."""
    if "stringValue" in value:
        return str(value["stringValue"]) or None
    if "numberValue" in value:
        number = value["numberValue"]
        return from_serial(number) if dated else whole(number)
    if "boolValue" in value:
        return bool(value["boolValue"])
    if "errorValue" in value:
        return CellError(_ERRORS.get(value["errorValue"].get("type", ""), "#ERROR!"))
    return None


def extended(value: CellValue) -> dict[str, Any]:
    """The ExtendedValue that puts exactly this value into a cell; empty to empty it. Text is never parsed."""
    if value is None or value == "":
        return {}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, date):
        return {"numberValue": serial(value)}
    if isinstance(value, int | float):
        return {"numberValue": value}
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, CellError):
        raise ConnectkitError(
            f"An error value ({value.code}) can't be written to a cell.", "Please report this."
        )
    return {"stringValue": value.url if isinstance(value, Link) else value}


def cell_data(value: CellValue) -> dict[str, Any]:
    """The CellData with this value and nothing else."""
    content = extended(value)
    return {"userEnteredValue": content} if content else {}
