"""Rows appended to a grid: where they go, and how little of the grid is looked at for it."""

from __future__ import annotations

from typing import Any, SupportsIndex

from connectkit.model import AppendRow, TabLayout
from connectkit.sheet.patch import append

LOG = TabLayout("log", "Log", "Log", 1, {"date": 1, "name": 2}, last_row=1, width=2)


class Watched(list[Any]):
    """A grid that counts how many of its rows were looked at."""

    looked = 0

    def __getitem__(self, at: SupportsIndex | slice) -> Any:
        self.looked += 1
        return super().__getitem__(at)


def add(rows: list[Any], name: str) -> int:
    """The row number a new name gets."""
    return append(rows, LOG, AppendRow("log", "", {"name": name}))


def test_a_row_goes_under_the_last_that_holds_anything() -> None:
    rows: list[Any] = [["Date", "Name"], [None, "Ana"], [None, ""], ["", None], []]
    assert add(rows, "Bob") == 3
    assert add(rows, "Cid") == 4
    assert rows == [["Date", "Name"], [None, "Ana"], [None, "Bob"], ["", "Cid"], []]
    assert add([], "Ana") == 2


def test_ten_thousand_rows_are_appended_without_looking_through_those_above() -> None:
    rows = Watched([["Date", "Name"]])
    for number in range(10_000):
        add(rows, f"Person {number}")
    assert len(rows) == 10_001
    assert rows.looked < 50_000
