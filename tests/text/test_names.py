"""A first name is said only where it is plainly one: a hundred name cells as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.text.names import first_name, formal_words, read_name

FIRST_NAMES = {
    "Ana": "Ana", "Ana Lima": "Ana", "ana lima": "Ana", "ANA LIMA": "Ana", "ana.lima@example.org": "Ana", "@kim_dev": "Kim",
    "Lima, Ana": "Ana", "van der Berg, Jan": "Jan", "Edwin van der Sar": "Edwin", "Roe, Sam, PhD": "Sam", "Sam Roe, PhD 🚀": "Sam",
    "López Vega, Marta": "Marta", "Smith Jones, Kim": "Kim", "García Márquez, Gabriel José": "Gabriel", "O'Brien, Pat": "Pat",
    "Sam Roe, Acme Inc": "Sam", "Sam Roe, Northwind": "Sam", "Ana Lima, London": "Ana", "Kim, plumber": "Kim", "Roe, PhD": "Roe",
    "HADDAD Amal": "Amal", "Amal HADDAD": "Amal", "DE LA CRUZ Maria": "Maria", "Иванова Анна Сергеевна": "Анна",
    "Анна Иванова": "Анна", "Sam (Samantha) Roe": "Sam", "Samantha (Sam) Roe": "Sam", "Robert “Bob” Hale": "Bob",
    "William \"Bill\" Hale": "Bill", "✨ Kim ✨": "Kim", "Kim %@": "Kim", "Jean-Luc Moreau": "Jean-Luc", "jean-luc moreau": "Jean-Luc",
    "McKenna Doe": "McKenna", "JP Moss": "JP", "J.P. Moss": "J.P.", "J. Robert Hale": "Robert", "John Smith Jr.": "John",
    "Gabriel García Márquez": "Gabriel", "Kim Novak": "Kim", "Ana Lima (Porto)": "Ana", "Ana from yoga": "Ana",
    "Ben - plumber": "Ben", "Jo the plumber": "Jo", "Mum's friend Carol": "Carol", "Ana Lima\nNorthwind": "Ana",
    "Anna Kim & family": "Anna", "Carlos / Northwind": "Carlos", "mary-jane o'neil": "Mary-Jane",
}  # fmt: skip
WHOLE = {
    "Nguyễn Văn An": "Nguyễn Văn An", "Ng Wei Ming": "Ng Wei Ming", "Ma Long": "Ma Long", "Kim Min-jun": "Kim Min-jun",
    "Kovács Anna": "Kovács Anna", "J. R. R. Olsen": "J. R. R. Olsen", "J. Hale": "J. Hale", "山田太郎": "山田太郎", "김지훈": "김지훈",
    "Abdul Rahman Khan": "Abdul Rahman Khan", "Mum": "Mum", "Uncle Bob": "Uncle Bob", "Tante Inge": "Tante Inge",
    "Coach Mike": "Coach Mike",
}  # fmt: skip
FORMAL = {
    "Frau Schulz": "Frau Schulz", "Dr. Weber": "Dr. Weber", "Dr Haddad": "Dr Haddad", "Dr. Amal Haddad": "Dr. Haddad",
    "Prof. Dr. med. Eva Lang": "Prof. Lang", "Frau Dr. Lena Vogt": "Frau Dr. Vogt", "Herr Prof. Dr. Jonas Adler": "Herr Prof. Adler",
    "Smith, Dr. John": "Dr. Smith", "Lima, Dr. Ana": "Dr. Lima", "Mr. John Smith": "Mr. Smith", "Ms. A. Carter": "Ms. Carter",
    "Rabbi Sol Stein": "Rabbi Stein", "Sir Ken Hale": "Sir Ken", "Mme Durand": "Mme Durand", "Sra. López": "Sra. López",
    "Prof. Dr. Edwin van der Berg": "Prof. van der Berg", "Zahnarzt Dr. Müller": "Dr. Müller", "Mr & Mrs Smith": "Mr & Mrs Smith",
    "Mr. and Mrs. John Smith": "Mr. and Mrs. Smith", "Herr und Frau Weber": "Herr und Frau Weber", "Pastor Jim": "Pastor Jim",
}  # fmt: skip
COUPLES = {
    "Ana & Ben Lima": "Ana & Ben", "Rob And Beth Edmunds": "Rob and Beth", "Tom / Anna": "Tom and Anna",
    "Chidi & Ngozi Eze": "Chidi & Ngozi", "Ana und Ben": "Ana und Ben",
}  # fmt: skip
NOBODY = (
    "", "🚀", "@,", "+44 7700 900001", "info@example.org", "jsmith@example.com", "Acme GmbH", "The Corner Bakery", "Studio Blau GmbH",
    "Harbour Bank", "Oak & Pine", "Smith & Sons", "Marks & Spencer", "Plumber", "Tax advisor", "my dentist", "Plumber Joe",
    "Recruiter Tom", "HR Northwind", "Neighbour downstairs", "Landlord (Berlin)", "Anna's mother", "The Holts", "Familie Weber",
    "Smith family", "Müller", "unknown", "Hausverwaltung Nord", "Klempner", "Kim's Garage",
)  # fmt: skip


@pytest.mark.parametrize(("cell", "called"), FIRST_NAMES.items())
def test_a_first_name_that_is_plainly_one_is_said(cell: str, called: str) -> None:
    assert read_name(cell)[:3] == (called, called, False)


@pytest.mark.parametrize(("cell", "called"), WHOLE.items())
def test_where_the_parts_cannot_be_told_apart_the_whole_name_is_said(cell: str, called: str) -> None:
    assert (read_name(cell).name, read_name(cell).formal) == (called, False)


@pytest.mark.parametrize(("cell", "called"), FORMAL.items())
def test_titles_are_kept_and_make_it_formal(cell: str, called: str) -> None:
    assert (read_name(cell).name, read_name(cell).formal) == (called, True)


@pytest.mark.parametrize(("cell", "called"), COUPLES.items())
def test_a_couple_is_called_by_both_names(cell: str, called: str) -> None:
    assert (read_name(cell).name, read_name(cell).several) == (called, True)


@pytest.mark.parametrize("cell", NOBODY)
def test_firms_roles_households_and_numbers_are_called_by_nothing(cell: str) -> None:
    assert read_name(cell).name == ""


def test_the_rows_own_company_is_no_name() -> None:
    assert read_name("Linde Ost", company="Linde Ost").name == ""
    assert read_name("Ana Lima, Linde Ost", company="Linde Ost").name == "Ana"


@pytest.mark.parametrize(
    ("greeting", "formal"),
    [
        ("Dear Dr. Weber", True),
        ("Hallo Frau Schulz", True),
        ("Hi Mum", False),
        ("Liebe Anna", False),
        ("", False),
    ],
)
def test_a_greeting_of_ones_own_shows_whether_it_is_formal(greeting: str, formal: bool) -> None:
    assert formal_words(greeting) is formal


@given(st.text(max_size=60))
def test_any_name_cell_gives_something_to_call_or_nothing(cell: str) -> None:
    called = first_name(cell)
    assert called == " ".join(called.split())
    assert called == "" or any(char.isalpha() for char in called)
