"""Doubles in the sheet: listed, asked in the tab Matches, answered there, and nobody deleted."""

from __future__ import annotations

import openpyxl
import pytest

from tests.commands.conftest import DAY, Place

ROWS = [
    {"name": "Ana Lima", "email": "ana@example.com", "company": "Acme", "notes": "chess"},
    {"name": "Lima, Ana", "email": "ANA@example.com", "phone": "+351912000111", "company": "Acme", "notes": "theirs"},
    {"name": "Ana Lima", "email": "other@example.com", "linkedin": "https://linkedin.com/in/other", "company": "Globex"},
    {"name": "Jonathan Smith", "company": "Acme"},
    {"name": "Jonathon Smith", "company": "Acme"},
    {"name": "Guest 1"},
    {"name": "Guest 2"},
]  # fmt: skip


@pytest.fixture
def doubled(place: Place) -> Place:
    """Two doubles, a namesake with keys of her own, and two who differ by a number."""
    place.fill(list(ROWS))
    return place


def answer(place: Place, row: int, word: str) -> None:
    """The user answers a question, in a program that saves the whole file."""
    book = openpyxl.load_workbook(place.workbook)
    sheet = book["Matches"]
    top = next(line for line in sheet.iter_rows() if any(cell.value == "Same person?" for cell in line))
    column = next(cell for cell in top if cell.value == "Same person?")
    sheet.cell(column.row + row, column.column).value = word
    book.save(place.workbook)


def test_doubles_are_listed_and_nothing_is_written_without_apply(doubled: Place) -> None:
    before = doubled.workbook.read_bytes()
    out, _ = doubled.run("duplicates", "--today", DAY)
    assert out == (
        "2 likely doubles among 7 people\n"
        "  · Ana Lima (row 2) and Lima, Ana (row 3): e-mail\n"
        "  · Jonathan Smith (row 5) and Jonathon Smith (row 6): names that are nearly the\n"
        "    same\n"
        "\n"
        "Nothing was written. To ask about them in the tab Matches: connectkit duplicates\n"
        "--apply\n"
    )
    assert doubled.workbook.read_bytes() == before


def test_applied_they_are_questions_that_are_asked_once(doubled: Place) -> None:
    found = doubled.json("duplicates", "--apply", "--today", DAY)
    assert found["run"] is not None
    del found["run"]
    assert found == {
        "schema": "connectkit.duplicates/1",
        "doubles": [
            {"name": "Ana Lima", "row": 2, "other": "Lima, Ana", "other_row": 3, "why": "e-mail"},
            {"name": "Jonathan Smith", "row": 5, "other": "Jonathon Smith", "other_row": 6, "why": "names that are nearly the same"},
        ],
        "taken": [],
        "applied": True,
    }  # fmt: skip
    assert doubled.column("Matches", "In Contacts") == ["Ana Lima (row 2)", "Jonathan Smith (row 5)"]
    assert doubled.column("Matches", "And") == ["Lima, Ana (row 3)", "Jonathon Smith (row 6)"]
    assert doubled.json("duplicates", "--apply", "--today", DAY)["run"] is None


def test_a_yes_fills_blank_cells_of_the_upper_row_and_keeps_both_and_a_no_is_remembered(
    doubled: Place,
) -> None:
    doubled.run("duplicates", "--apply", "--today", DAY)
    answer(doubled, 1, "yes")
    answer(doubled, 2, "no")
    doubled.run("sync", "--today", DAY)
    assert doubled.column("Contacts", "Name")[:7] == [row["name"] for row in ROWS]
    assert doubled.column("Contacts", "Phone")[:2] == ["+351912000111", "+351912000111"]
    assert doubled.column("Contacts", "Notes")[:2] == ["chess", "theirs"]
    assert doubled.column("Contacts", "Email")[:2] == ["ana@example.com", "ANA@example.com"]
    assert all(doubled.column("Matches", "Taken in"))
    found = doubled.json("duplicates", "--today", DAY)
    assert (found["doubles"], found["taken"]) == ([], [])


def test_an_answer_that_is_neither_yes_nor_no_is_a_problem_and_changes_nothing(doubled: Place) -> None:
    doubled.run("duplicates", "--apply", "--today", DAY)
    answer(doubled, 1, "maybe")
    problems = doubled.json("sync", "--today", DAY)["problems"]
    assert [(one["tab"], one["value"], one["message"]) for one in problems] == [
        ("Matches", "maybe", "“maybe” is no answer, so nothing was done: write yes or no.")
    ]
    assert not any(doubled.column("Matches", "Taken in"))
    answer(doubled, 1, "yes")
    assert doubled.json("sync", "--today", DAY)["problems"] == []


def test_undo_takes_the_questions_back(doubled: Place) -> None:
    run = doubled.json("duplicates", "--apply", "--today", DAY)["run"]
    doubled.run("undo", run)
    assert not any(doubled.column("Matches", "In Contacts"))


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        ({"name": "Jonathan Smith"}, {"name": "Jonathon Smith"}, True),
        ({"name": "Jonathan Smith", "company": "Acme"}, {"name": "Jonathan Smyth"}, True),
        ({"name": "Jonathan Smith", "company": "Acme"}, {"name": "Jonathan Smyth", "company": "Globex"}, False),
        ({"name": "Jonathan Smith", "phone": "+351912000111"}, {"name": "Jonathan Smyth", "phone": "+351912000112"}, False),
        ({"name": "Peter Polder"}, {"name": "Peter Golder"}, False),
        ({"name": "Guest 1"}, {"name": "Guest 2"}, False),
        ({"name": "Ana Lima", "email": "a@example.com"}, {"name": "Ana Lima", "email": "b@example.com", "company": "Acme"}, True),
        ({"name": "Ana Lima", "company": "Globex"}, {"name": "Lima, Ana", "company": "Acme"}, True),
        ({"name": "Ana Lima", "email": "a@example.com", "company": "Globex"}, {"name": "Ana Lima", "email": "b@example.com", "company": "Acme"}, False),
        ({"name": "Ana", "email": "a@example.com"}, {"name": "Ana", "email": "b@example.com"}, False),
    ],
)  # fmt: skip
def test_one_name_and_names_a_slip_apart_are_asked_about_unless_too_much_speaks_against_it(
    one: dict[str, str], other: dict[str, str], asked: bool, place: Place
) -> None:
    place.fill([one, other])
    assert bool(place.json("duplicates", "--today", DAY)["doubles"]) is asked
