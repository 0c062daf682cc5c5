"""Ranges cover exactly the cells they are meant for; titles are quoted; formulas move and come back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.stores.google.grid import Box, a1, rectangles, runs
from connectkit.stores.google.shift import shifted

cells = st.sets(st.tuples(st.integers(1, 12), st.integers(1, 6)))


@given(cells)
def test_rectangles_cover_every_cell_once_and_no_other(chosen: set[tuple[int, int]]) -> None:
    covered = [
        (row, column)
        for box in rectangles(chosen, max_rows=5)
        for row in range(box.top, box.bottom + 1)
        for column in range(box.left, box.right + 1)
    ]
    assert sorted(covered) == sorted(chosen)


def test_five_columns_of_ten_thousand_rows_are_a_handful_of_rectangles() -> None:
    chosen = [(row, column) for row in range(2, 10_002) for column in (3, 4, 7, 8, 9)]
    assert rectangles(chosen)[:2] == [Box(2, 3, 2001, 4), Box(2, 7, 2001, 9)]
    assert len(rectangles(chosen)) == 10


@given(st.sets(st.integers(1, 60)), st.integers(1, 8))
def test_runs_hold_every_number_and_no_gap_wider_than_allowed(numbers: set[int], gap: int) -> None:
    spans = runs(numbers, gap=gap)
    assert {number for first, last in spans for number in range(first, last + 1)} >= numbers
    assert all(after[0] - before[1] > gap for before, after in itertools.pairwise(spans))
    assert all({first, last} <= numbers for first, last in spans)


@pytest.mark.parametrize(
    ("title", "area"),
    [("Contacts", "'Contacts'!AE1:AE"), ("tab01", "'tab01'!AE1:AE"), ("Ann's", "'Ann''s'!AE1:AE")],
)
def test_a_title_is_always_quoted(title: str, area: str) -> None:
    assert a1(title, 31, 31) == area


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=B7+1", "=D7+1"),
        ("=$B7+B$7+$B$7", "=$B7+D$7+$B$7"),
        ('=IF(A1="A1";"say ""A1""";Z9)', '=IF(C1="A1";"say ""A1""";AB9)'),
        ("='A1''s'!B2+Sheet1!B2", "='A1''s'!D2+Sheet1!D2"),
        ("=SUM(A:B)+SUM(2:3)+SUM(A2:B)+SUM($A:B9)", "=SUM(C:D)+SUM(2:3)+SUM(C2:D)+SUM($A:D9)"),
        ("=LOG10(C4)+Tbl1[A1]+Q1_2026+N(A1)", "=LOG10(E4)+Tbl1[A1]+Q1_2026+N(C1)"),
        ("=TODAY()", "=TODAY()"),
        ("no formula A1", "no formula A1"),
    ],
)
def test_a_copied_formula_moves_its_relative_columns_alone(formula: str, moved: str) -> None:
    assert shifted(formula, 2) == moved
    assert shifted(moved, -2) == formula


def test_a_reference_pushed_off_the_sheet_is_lost_as_in_the_spreadsheet() -> None:
    assert shifted("=A1+C1", -1) == "=#REF!+B1"


formulas = st.lists(
    st.sampled_from(["A1", "$B2", "C$3", "$D$4", "E:F", "$A:C", "A1:C", '"B2"', "'C3'!D4", "SUM(", ")", "+", ";", "T1[B2]", "12"]),
    max_size=8,
).map(lambda parts: "=" + " ".join(parts))  # fmt: skip


@given(formulas, st.integers(0, 40))
def test_every_formula_comes_back_exactly(formula: str, columns: int) -> None:
    assert shifted(shifted(formula, columns), -columns) == formula
