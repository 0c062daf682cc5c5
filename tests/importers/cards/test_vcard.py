"""Cards as phones, mail programs and servers write them: every version, fold, escape and charset."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.importers.base import Options
from connectkit.importers.detect import recognise, records
from connectkit.people.records import Person
from tests.importers.reading import TODAY, items, kind_of, notes, people, skipped


def card(*lines: str, version: str = "3.0") -> str:
    """One card of these properties."""
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def one(folder: Path, *lines: str, version: str = "3.0") -> Person:
    """The person on a card of these properties."""
    (found,) = people(folder, "one.vcf", card(*lines, version=version))
    return found


def test_a_card_of_an_iphone(tmp_path: Path) -> None:
    person = one(
        tmp_path,
        "N:Lima;Ana;;Dr.;",
        "FN:Dr. Ana Lima",
        "ORG:Acme\\; Sons;Board;",
        "TITLE:CTO",
        "EMAIL;type=INTERNET;type=HOME:ana@example.org",
        "item1.EMAIL;type=INTERNET;type=pref:ana@example.com",
        "item1.X-ABLabel:_$!<Work>!$_",
        "TEL;type=CELL;type=VOICE;type=pref:+351 912 000 111",
        "TEL;type=WORK;type=FAX:+351 912 000 999",
        "TEL;type=PAGER:+351 912 000 888",
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-01-22",
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgAB",
        " AQAAAQABAAD/4QBYRXhpZgAATU0AKgAA",
        "URL;type=pref:https\\://www.linkedin.com/in/ana",
        "ADR;type=HOME:;;Rua 1;Lisbon;;1000;Portugal",
        "NOTE:met at\\nthe fair\\, twice",
        "CATEGORIES:Chess,myContacts,Choir\\, alto",
        "REV:2026-01-01T00:00:00Z",
        "UID:abc-1",
    )
    assert person == Person(
        name="Dr. Ana Lima",
        emails=("ana@example.com", "ana@example.org"),
        phones=("+351 912 000 111",),
        company="Acme; Sons",
        title="CTO",
        birthday="--01-22",
        tags=("Chess", "Choir, alto"),
        notes="met at\nthe fair, twice",
        profile="https://www.linkedin.com/in/ana",
        city="Lisbon",
        source_id="abc-1",
        where="one.vcf:1",
        given="Ana",
        family="Lima",
    )


@pytest.mark.parametrize(
    ("written", "birthday"),
    [
        ("BDAY:1996-04-15", "1996-04-15"), ("BDAY:19960415", "1996-04-15"), ("BDAY:--0416", "--04-16"), ("BDAY:--04-16", "--04-16"),
        ("BDAY;VALUE=date:1996-04-15", "1996-04-15"), ("BDAY:1996-04-15T23:10:00Z", "1996-04-15"), ("BDAY:19960415T231000Z", "1996-04-15"),
        ("BDAY;VALUE=text:circa 1800", ""), ("BDAY:1604-02-29", "--02-29"), ("BDAY:2999-01-01", ""), ("BDAY:", ""), ("BDAY:--0230", ""),
    ],
)  # fmt: skip
def test_birthdays_are_read_in_every_spelling_and_keep_having_no_year(
    tmp_path: Path, written: str, birthday: str
) -> None:
    assert one(tmp_path, "FN:Ana Lima", written).birthday == birthday


def test_quoted_printable_is_joined_over_soft_breaks_whether_or_not_the_next_line_is_indented(
    tmp_path: Path,
) -> None:
    person = one(
        tmp_path,
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;",
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:first =",
        "second=",
        " third=0D=0A=F0=9F=98=",
        "=80",
        "TEL;CELL;PREF:01701234567",
        version="2.1",
    )
    assert (person.name, person.notes, person.phones) == (
        "Jörg Müller",
        "first secondthird\n😀",
        ("01701234567",),
    )


def test_a_letter_cut_by_a_fold_is_whole_again(tmp_path: Path) -> None:
    content = card("FN:Jörg").encode().replace("ö".encode(), b"\xc3\r\n \xb6")
    assert [person.name for person in people(tmp_path, "a.vcf", content)] == ["Jörg"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r\r\n", b"\r"])
def test_every_line_end_is_one(tmp_path: Path, end: bytes) -> None:
    content = (
        (card("FN:Ana Lima", "EMAIL:ana@example.com") + card("FN:Bob Ray")).encode().replace(b"\r\n", end)
    )
    assert [person.name for person in people(tmp_path, "a.vcf", content)] == ["Ana Lima", "Bob Ray"]


def test_a_bare_cr_inside_a_value_stays_inside(tmp_path: Path) -> None:
    content = card("FN:Ana Lima", "NOTE:one").replace("NOTE:one", "NOTE:one\rtwo")
    assert [person.notes for person in people(tmp_path, "a.vcf", content)] == ["one\ntwo"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_a_card_came_in_is_read(tmp_path: Path, encoding: str) -> None:
    (person,) = people(tmp_path, "a.vcf", card("FN:Jörg Müller", "ORG:Bäckerei").encode(encoding))
    assert (person.name, person.company) == ("Jörg Müller", "Bäckerei")


def test_a_broken_card_costs_nobody_else(tmp_path: Path) -> None:
    content = (
        card("FN:Ana Lima")
        + "BEGIN:VCARD\r\nFN:Bob Ray\r\n"
        + card("FN", "X;:", "nonsense", "EMAIL:cid@example.com")
        + card("PHOTO:x")
    )
    found = items(tmp_path, "a.vcf", content)
    assert [person.name for person in found if isinstance(person, Person)] == [
        "Ana Lima",
        "Bob Ray",
        "cid@example.com",
    ]
    assert skipped(found) == [("a.vcf:14", "no name, address or number")]
    assert notes(found) == ["A card has no end, so what follows may be missing (a.vcf:5)."]


def test_a_card_inside_a_card_is_not_the_outer_person(tmp_path: Path) -> None:
    person = one(
        tmp_path,
        "FN:Ana Lima",
        "AGENT:",
        "BEGIN:VCARD",
        "FN:Her Agent",
        "TEL:12345678",
        "END:VCARD",
        "TEL:5550100",
        version="2.1",
    )
    assert (person.name, person.phones) == ("Ana Lima", ("5550100",))


@pytest.mark.parametrize("line", ["KIND:group", "X-ADDRESSBOOKSERVER-KIND:group", "KIND:location"])
def test_a_list_or_a_place_is_no_person(tmp_path: Path, line: str) -> None:
    found = items(tmp_path, "a.vcf", card("FN:Team", line))
    assert len(skipped(found)) == 1


def test_without_fn_the_parts_of_n_are_spoken_in_order_then_nickname_company_address_number(
    tmp_path: Path,
) -> None:
    cases = (
        (["N:Public;John;Quinlan,Paul;Mr.;Esq."], "Mr. John Quinlan Paul Public Esq."),
        (["N:;;;;", "NICKNAME:Robbie,Rob"], "Robbie"),
        (["ORG:Acme"], "Acme"),
        (["EMAIL:a@example.com"], "a@example.com"),
        (["TEL;VALUE=uri:tel:+33-1-23-45-67;ext=5"], "+33-1-23-45-67;ext=5"),
    )
    assert [one(tmp_path, *lines).name for lines, _ in cases] == [name for _, name in cases]


def test_names_with_unescaped_commas_stay_whole_and_direction_marks_go(tmp_path: Path) -> None:
    person = one(
        tmp_path, "FN:Mr. John Richter, James Doe Sr.", "TEL:\u202d+49 170 1234567\u202c", "ORG:Company, The"
    )
    assert (person.name, person.phones, person.company) == (
        "Mr. John Richter, James Doe Sr.",
        ("+49 170 1234567",),
        "Company, The",
    )


def test_version_four_prefers_by_number_and_has_groups(tmp_path: Path) -> None:
    person = one(
        tmp_path,
        "FN:Ana Lima",
        "EMAIL;PREF=2:b@example.com",
        'work.EMAIL;TYPE="work,x";PREF=1:a@example.com',
        "EMAIL:c@example.com",
        version="4.0",
    )
    assert person.emails == ("a@example.com", "b@example.com", "c@example.com")


def test_a_folder_of_cards_is_one_import_and_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "a.vcf").write_text(card("FN:Ana Lima"))
    (tmp_path / "cards" / "b.VCF").write_text(card("FN:Bob Ray"))
    form = recognise(tmp_path / "cards")
    assert form is not None
    names = [
        person.name
        for person in records(tmp_path / "cards", form, Options(TODAY))
        if isinstance(person, Person)
    ]
    assert (form.kind, names) == ("vcard", ["Ana Lima", "Bob Ray"])


def test_a_card_is_known_by_its_first_line_whatever_the_file_is_called(tmp_path: Path) -> None:
    assert kind_of(tmp_path, "contacts.txt", "\r\n\r\n" + card("FN:Ana Lima")) == "vcard"


_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "BEGIN:VCARD",
                "END:VCARD",
                "FN:Ana",
                "NOTE;ENCODING=QUOTED-PRINTABLE:a=",
                " folded",
                "",
                "PHOTO;ENCODING=b:",
                "AGENT:",
            ]
        ),
        st.text(max_size=30),
        st.from_regex(r"[A-Z]{2,6}(;[A-Z=\"]{0,6}){0,2}:[^\n]{0,20}", fullmatch=True),
    ),
    max_size=20,
)


@given(_LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_no_file_of_cards_makes_the_reader_fail_or_writes_a_replacement_character(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str, encoding: str
) -> None:
    content = end.join(["BEGIN:VCARD", *lines]).encode(encoding, "ignore")
    found = items(tmp_path_factory.getbasetemp(), "any.vcf", content, kind="vcard")
    assert all(
        "\ufffd" not in f"{one.name}{one.notes}{one.company}" for one in found if isinstance(one, Person)
    )
