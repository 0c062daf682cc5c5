"""Cells of date columns as programs and people write them, in many languages: read right, or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from connectkit.text.dates import read_date

TODAY = date(2026, 11, 28)  # a Saturday
CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "dates.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_a_cell_is_read_right_or_not_at_all(text: str, wanted: str) -> None:
    day = read_date(text, today=TODAY).day
    assert (day.isoformat() if day else "-") == wanted
