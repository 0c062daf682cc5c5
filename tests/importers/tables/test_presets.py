"""What the tables of real programs have that no other has: pages that are profiles, code pages, columns filled in part."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from connectkit.people.records import Person
from tests.importers.reading import items, kind_of, notes, people


def test_a_web_page_is_a_profile_only_where_it_is_one(tmp_path: Path) -> None:
    head = "First Name,Last Name,E-mail Address,Job Title,Web Page,Personal Web Page\n"
    rows = "Ana,Lima,a@example.com,CTO,https://example.com,https://www.linkedin.com/in/ana\nBob,Ray,b@example.com,,https://example.com,\n"
    assert [one.profile for one in people(tmp_path, "c.csv", head + rows)] == ["https://www.linkedin.com/in/ana", ""]  # fmt: skip
    google = "First Name,Last Name,Organization Name,Labels,Website 1 - Label,Website 1 - Value,Website 2 - Label,Website 2 - Value\n"
    row = "Ana,Lima,,,Blog,https://example.com,Profile,https://www.linkedin.com/in/ana\n"
    assert [one.profile for one in people(tmp_path, "g.csv", google + row)] == ["https://www.linkedin.com/in/ana"]  # fmt: skip


def test_a_polish_outlook_is_known_by_the_code_page_that_makes_its_headers_words(tmp_path: Path) -> None:
    table = "Imię;Nazwisko;Firma;Stanowisko;Adres e-mail\nŁukasz;Żak;Acme;Szef;l@example.com\n"
    found = items(tmp_path, "k.csv", table.encode("cp1250"))
    assert [(one.name, one.company) for one in found if isinstance(one, Person)] == [("Łukasz Żak", "Acme")]
    assert notes(found) == [
        "k.csv is not all UTF-8; its other letters were read as Windows-1250. If names look wrong, say which encoding it is with --encoding."
    ]
    assert kind_of(tmp_path, "k.csv", table.encode("cp1250")) == "outlook-csv"


def test_of_several_columns_for_one_value_a_row_takes_the_first_that_is_filled(tmp_path: Path) -> None:
    table = "First Name,Last Name,Nombre,Apellidos,E-mail Address\n,,José,Núñez,j@example.com\nAna,Lima,,,a@example.com\n"
    assert [one.name for one in people(tmp_path, "c.csv", table)] == ["José Núñez", "Ana Lima"]


def test_a_full_name_goes_before_whatever_a_search_was_called(tmp_path: Path) -> None:
    table = "Find people,First Name,Last Name,Full Name,Job Title\nrow 1,Ana,Lima,Ana Lima,CTO\n"
    assert [one.name for one in people(tmp_path, "c.csv", table)] == ["Ana Lima"]


def test_columns_of_last_contact_by_me_and_by_the_team_are_american_and_mine_counts(tmp_path: Path) -> None:
    table = "first name,last name,Last contacted by team,Last contacted by me\nAna,Lima,05/06/2024,03/04/2024\nBob,Ray,05/06/2024,\n"
    found = people(tmp_path, "n.csv", table, locale="de_DE")
    assert [one.last_contact for one in found] == [date(2024, 3, 4), date(2024, 5, 6)]


def test_what_is_no_address_or_number_is_left_out_and_told(tmp_path: Path) -> None:
    found = items(tmp_path, "c.csv", "Name,Email,Phone\nAna Lima,ask her,x@example.com\n")
    assert [(one.emails, one.phones) for one in found if isinstance(one, Person)] == [((), ())]
    assert notes(found)[1:] == [
        "An e-mail address such as “ask her” is none and was left out (c.csv:2).",
        "A phone number such as “x@example.com” has too few digits and was left out (c.csv:2).",
    ]


def test_a_stray_nul_does_not_hide_a_table(tmp_path: Path) -> None:
    assert [one.name for one in people(tmp_path, "c.csv", b"Name,Email\nAna\0,a@example.com\n")] == ["Ana"]


@pytest.mark.parametrize("cell", ["BEGIN:VCARD", '"BEGIN:VCARD\nEND:VCARD"'])
def test_a_table_that_speaks_of_cards_is_a_table(cell: str, tmp_path: Path) -> None:
    assert kind_of(tmp_path, "c.csv", f"Name,Email,Notes\nAna,a@example.com,{cell}\n") == "csv"


def test_lines_before_the_first_card_do_not_hide_it(tmp_path: Path) -> None:
    text = "\r\n\r\nExported contacts\r\n begin:vcard\r\nFN:Ana\r\nEND:VCARD\r\n"
    assert kind_of(tmp_path, "c.vcf", text) == "vcard"
