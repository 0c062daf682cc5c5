"""A cell of the API is a value of ours and back, typed and never parsed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.errors import ConnectkitError
from connectkit.model import CellError, CellValue, Formula, Link
from connectkit.stores.google.values import extended, from_serial, read_cell, serial

DATED = {"effectiveFormat": {"numberFormat": {"type": "DATE"}}}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ({}, None),
        ({"effectiveValue": {"stringValue": ""}}, None),
        ({"effectiveValue": {"stringValue": " 007 "}}, " 007 "),
        ({"effectiveValue": {"numberValue": 3}}, 3),
        ({"effectiveValue": {"numberValue": 3.0}}, 3),
        ({"effectiveValue": {"numberValue": 0.5}}, 0.5),
        ({"effectiveValue": {"boolValue": False}}, False),
        ({"effectiveValue": {"numberValue": 46027}}, 46027),
        ({"effectiveValue": {"numberValue": 43831}, **DATED}, date(2020, 1, 1)),
        ({"effectiveValue": {"numberValue": 43831.75}, **DATED}, datetime(2020, 1, 1, 18)),
        ({"effectiveValue": {"numberValue": -3}, **DATED}, -3),
        ({"effectiveValue": {"numberValue": 9_999_999}, **DATED}, 9_999_999),
        ({"effectiveValue": {"errorValue": {"type": "N_A", "message": "x"}}}, CellError("#N/A")),
        ({"effectiveValue": {"numberValue": 0.25}, "effectiveFormat": {"numberFormat": {"type": "TIME"}}}, 0.25),
    ],
)  # fmt: skip
def test_a_cell_arrives_with_its_own_type(cell: dict[str, Any], value: CellValue) -> None:
    assert (type(read_cell(cell)), read_cell(cell)) == (type(value), value)


def test_a_formula_arrives_with_its_text_and_the_value_it_shows() -> None:
    cell = {
        "userEnteredValue": {"formulaValue": "=TODAY()"},
        "effectiveValue": {"numberValue": 46027},
        **DATED,
    }
    found = read_cell(cell)
    assert found == Formula("=TODAY()")
    assert isinstance(found, Formula)
    assert found.value == date(2026, 1, 5)


def test_a_formula_that_fails_keeps_its_text_and_shows_the_error() -> None:
    failed = {
        "userEnteredValue": {"formulaValue": "=1/0"},
        "effectiveValue": {"errorValue": {"type": "DIVIDE_BY_ZERO"}},
    }
    found = read_cell(failed)
    assert isinstance(found, Formula)
    assert (found.text, found.value) == ("=1/0", CellError("#DIV/0!"))


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (None, {}),
        ("", {}),
        ("=1+1", {"stringValue": "=1+1"}),
        ("007", {"stringValue": "007"}),
        (True, {"boolValue": True}),
        (7, {"numberValue": 7}),
        (date(2020, 1, 1), {"numberValue": 43831}),
        (datetime(2020, 1, 1, 6), {"numberValue": 43831.25}),
        (Formula("=A1"), {"formulaValue": "=A1"}),
        (Link("https://example.com", "Open"), {"stringValue": "https://example.com"}),
    ],
)
def test_a_value_is_sent_typed_and_text_is_never_parsed(value: CellValue, sent: dict[str, Any]) -> None:
    assert extended(value) == sent


def test_an_error_value_is_never_written() -> None:
    with pytest.raises(ConnectkitError) as caught:
        extended(CellError("#REF!"))
    assert caught.value.message == "An error value (#REF!) can't be written to a cell."


@given(st.dates(date(1900, 1, 1), date(9999, 12, 31)))
def test_every_day_survives_its_serial_number(day: date) -> None:
    assert from_serial(serial(day)) == day


@given(st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 30)))
def test_every_moment_survives_its_serial_number_to_the_second(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    back = from_serial(serial(moment))
    assert back == (moment.date() if moment.time() == datetime.min.time() else moment)
