"""Tables of people from the programs they keep them in: headers, preambles, encodings, broken rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from connectkit.errors import ImportFailed
from connectkit.people.records import Note, Person
from tests.importers.reading import items, kind_of, notes, people, skipped

GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,"
    "E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - City\n"
)
GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Nickname,Birthday,Location,Occupation,Hobby,Priority,Subject,Notes,"
    "Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Type,Organization 1 - Name,"
    "Organization 1 - Title\r\n"
)
LINKEDIN = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
OUTLOOK = (
    "First Name,Middle Name,Last Name,Title,Suffix,E-mail Address,E-mail 2 Address,Home Phone,Business Phone,Mobile Phone,"
    "Business Fax,Company Main Phone,Job Title,Department,Company,Birthday,Anniversary,Notes,Categories\r\n"
)
OUTLOOK_DE = (
    '"Anrede";"Vorname";"Nachname";"Firma";"Position";"Fax geschäftlich";"Telefon geschäftlich";"Mobiltelefon";"E-Mail-Adresse";'
    '"E-Mail-Typ";"E-Mail 2: Adresse";"Geburtstag";"Kategorien";"Notizen"\r\n'
)
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Work Phone,Fax Number,Mobile Number,Work City,Job Title,"
    "Organization,Birth Year,Birth Month,Birth Day,Custom 1,Notes,\n"
)
HUBSPOT = (
    "Record ID,First Name,Last Name,Email,Additional email addresses,Phone Number,Contact owner,Lead Status,Create Date,"
    "Last Contacted,Last Activity Date,Associated Company,Job Title\n"
)


def test_google_since_2024_gives_every_value_and_no_system_label(tmp_path: Path) -> None:
    row = (
        'Ana,Maria,Lima,,Dr.,,Annie,,Acme,CTO,,--12-01,"met at\nthe fair",,* myContacts ::: Chess,* Home,'
        "ana@example.com ::: ana@example.org,Work,a.lima@example.net,Mobile,+351 912 000 111 ::: +351 913 000 222,Lisbon\n"
    )
    assert kind_of(tmp_path, "contacts.csv", GOOGLE_NEW + row) == "google-csv"
    assert people(tmp_path, "contacts.csv", GOOGLE_NEW + row) == [
        Person(
            name="Ana Maria Lima",
            emails=("ana@example.com", "ana@example.org", "a.lima@example.net"),
            phones=("+351 912 000 111", "+351 913 000 222"),
            company="Acme",
            title="CTO",
            birthday="--12-01",
            tags=("Chess",),
            notes="met at\nthe fair",
            city="Lisbon",
            where="contacts.csv:2",
            given="Ana",
            family="Lima",
            more=(("nickname", "Annie"),),
        )
    ]


def test_google_without_a_name_takes_file_as_nickname_company_or_address(tmp_path: Path) -> None:
    rows = ",,,,,,,Filed,,,,,,,,,,,,,,\n,,,,,,Nick,,,,,,,,,,,,,,,\n,,,,,,,,Acme,,,,,,,,,,,,,\n,,,,,,,,,,,,,,,,x@example.com\n,,,,,,,,,,,,,,* myContacts\n"
    found = items(tmp_path, "contacts.csv", GOOGLE_NEW + rows)
    assert [one.name for one in found if isinstance(one, Person)] == [
        "Filed",
        "Nick",
        "Acme",
        "x@example.com",
    ]
    assert skipped(found) == [("contacts.csv:6", "no name, address or number")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
def test_google_before_2024_is_read_in_every_encoding_it_came_in(tmp_path: Path, encoding: str) -> None:
    row = "Jörg Müller,Jörg,,Müller,,,1980-01-02,Berlin,Baker,Chess,,,note,* My Contacts ::: * Starred ::: Choir,* ,joerg@example.com,Mobile,+49 170 1234567,,Firma AG,Chef\r\n"
    assert people(tmp_path, "google.csv", (GOOGLE_OLD + row).encode(encoding)) == [
        Person(
            name="Jörg Müller",
            emails=("joerg@example.com",),
            phones=("+49 170 1234567",),
            company="Firma AG",
            title="Chef",
            birthday="1980-01-02",
            tags=("Choir",),
            notes="note",
            interests="Chess",
            where="google.csv:2",
            given="Jörg",
            family="Müller",
        )
    ]


@pytest.mark.parametrize(
    "preamble",
    [
        "",
        "\ufeff",
        'Notes:\n"When exporting your data, you may notice that addresses are missing, see help."\n\n',
        "Notes:\nOne line.\nAnother, with a comma.\n\n",
        'Notes:,,,,,,\n"When exporting …",,,,,,\n,,,,,,\n',
    ],
)
def test_linkedin_is_read_under_every_preamble_and_the_day_of_connecting_is_no_contact(
    tmp_path: Path, preamble: str
) -> None:
    rows = 'Ana,"Lima, PhD 🚀",https://www.linkedin.com/in/ana-lima,,"Acme, Inc.",CTO,15 Jan 2024\n,,,,,,15-Jan-24\n'
    found = items(tmp_path, "Connections.csv", preamble + LINKEDIN + rows)
    line = preamble.count("\n") + 2
    assert kind_of(tmp_path, "Connections.csv", preamble + LINKEDIN + rows) == "linkedin"
    assert found == [
        Person(
            name="Ana Lima, PhD 🚀",
            company="Acme, Inc.",
            title="CTO",
            profile="https://www.linkedin.com/in/ana-lima",
            where=f"Connections.csv:{line}",
            given="Ana",
            family="Lima, PhD 🚀",
        ),
        found[1],
        Note("Not taken: Connected On."),
    ]
    assert skipped(found) == [(f"Connections.csv:{line + 1}", "no name, address or number")]


def test_outlook_knows_the_honorific_from_the_job_and_no_fax_or_switchboard_as_a_phone(
    tmp_path: Path,
) -> None:
    row = "Ana,,Lima,Mr.,,ana@example.com,,,+1 555 010 0100,+1 555 010 0200,1,2,CTO,Board,Acme,12/28/1969,,,Friend; colleague\r\n"
    (one,) = people(tmp_path, "outlook.csv", OUTLOOK + row)
    assert kind_of(tmp_path, "outlook.csv", OUTLOOK + row) == "outlook-csv"
    assert (one.name, one.title, one.company, one.birthday) == ("Ana Lima", "CTO", "Acme", "1969-12-28")
    assert (one.phones, one.tags) == (("+1 555 010 0100", "+1 555 010 0200"), ("Friend", "colleague"))


def test_outlook_in_german_from_an_old_pc_keeps_its_umlauts_and_says_how_they_were_read(
    tmp_path: Path,
) -> None:
    rows = (
        '"Herr";"Jürgen";"Groß";"Bäcker GmbH";"Geschäftsführer";"1";"0711 123456";"0170 555444";"j@example.com";"SMTP";"";"0.0.00";"Chor;Garten";"\r\n"\r\n'
        '"";"Änne";"Ösi";"";"";"";"";"";"/o=x/ou=y";"EX";"aenne@example.com";"28.12.1969"\r\n'
    )
    found = items(tmp_path, "kontakte.csv", (OUTLOOK_DE + rows).encode("cp1252"))
    one, two = (person for person in found if isinstance(person, Person))
    assert (one.name, one.company, one.birthday, one.tags, one.notes) == (
        "Jürgen Groß",
        "Bäcker GmbH",
        "",
        ("Chor", "Garten"),
        "",
    )
    assert (two.name, two.emails, two.birthday) == ("Änne Ösi", ("aenne@example.com",), "1969-12-28")
    assert notes(found) == [
        "kontakte.csv is not all UTF-8; its other letters were read as Windows-1252. If names look wrong, say which encoding it is with --encoding.",
        "Not taken: Anrede, Fax geschäftlich.",
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Prénom,Nom,Société,Profession,Adresse de messagerie,Tél. mobile,Anniversaire", "Ana,Lima,Acme,CTO,ana@example.com,+33 6 12 34 56 78,1980-05-06"),
        ("Nombre,Apellidos,Organización,Puesto,E-mail Address,Teléfono móvil,Birthday", "Ana,Lima,Acme,CTO,ana@example.com,+33 6 12 34 56 78,1980-05-06"),
        ("Nome,Cognome,Società,Qualifica,Indirizzo E-mail,Telefono Mobile,Compleanno", "Ana,Lima,Acme,CTO,ana@example.com,+33 6 12 34 56 78,1980-05-06"),
        ("Primeiro nome,Último nome,Empresa,Cargo,Endereço de E-mail,Celular,Aniversário", "Ana,Lima,Acme,CTO,ana@example.com,+33 6 12 34 56 78,1980-05-06"),
        ("Imię,Nazwisko,Firma,Stanowisko,Adres e-mail,Telefon komórkowy,Urodziny", "Ana,Lima,Acme,CTO,ana@example.com,+33 6 12 34 56 78,1980-05-06"),
    ],
)  # fmt: skip
def test_outlook_speaks_the_languages_it_is_sold_in(tmp_path: Path, header: str, row: str) -> None:
    (one,) = people(tmp_path, "o.csv", f"{header}\n{row}\n")
    assert kind_of(tmp_path, "o.csv", f"{header}\n{row}\n") == "outlook-csv"
    assert (one.name, one.given, one.family, one.company, one.title) == (
        "Ana Lima",
        "Ana",
        "Lima",
        "Acme",
        "CTO",
    )
    assert (one.emails, one.phones, one.birthday) == (
        ("ana@example.com",),
        ("+33 6 12 34 56 78",),
        "1980-05-06",
    )


def test_thunderbird_has_the_birthday_in_three_columns_and_the_year_may_be_missing(tmp_path: Path) -> None:
    rows = "Ana,Lima,Ana L.,,ana@example.com,a2@example.com,0301234567,999,01701234567,Berlin,CTO,Acme,,6,5,x,hello,\nBob,Ray,,,,,,,,,,,1980,12,31,,,\n"
    one, two = people(tmp_path, "tb.csv", THUNDERBIRD + rows)
    assert kind_of(tmp_path, "tb.csv", THUNDERBIRD + rows) == "thunderbird-csv"
    assert (one.name, one.emails, one.phones, one.birthday) == (
        "Ana L.", ("ana@example.com", "a2@example.com"), ("0301234567", "01701234567"), "--06-05",
    )  # fmt: skip
    assert (two.name, two.birthday) == ("Bob Ray", "1980-12-31")


def test_thunderbird_in_german_calls_the_day_of_birth_geburtstag(tmp_path: Path) -> None:
    table = "Vorname;Nachname;Anzeigename;Primäre E-Mail-Adresse;Mobil-Tel.-Nr.;Geburtsjahr;Geburtsmonat;Geburtstag;Notizen\nAna;Lima;Ana Lima;a@example.com;01701234567;1980;6;5;n\n"
    (one,) = people(tmp_path, "tb.csv", table)
    assert (one.name, one.birthday, one.notes) == ("Ana Lima", "1980-06-05", "n")


def test_a_japanese_table_from_an_old_pc_keeps_its_names(tmp_path: Path) -> None:
    table = "名,姓,表示名,メールアドレス\r\n太郎,山田,山田 太郎,taro@example.com\r\n".encode("cp932")
    assert [one.name for one in people(tmp_path, "tb.csv", table)] == ["山田 太郎"]


def test_hubspot_prefers_last_contacted_and_takes_no_owner_for_a_contact(tmp_path: Path) -> None:
    rows = (
        "1,Ana,Lima,Ana@example.com,b@example.com;c@example.com,+1 555 010 0100,Joe Owner,NEW,2024-01-01,2024-03-12 09:14,2025-01-01 10:00,Acme;Globex,CTO\n"
        "2,,,z@example.com,,,Joe Owner,,,,3/15/2024 2:30 PM\n"
        "3,,,,,,Joe Owner,,,,,\n"
    )
    found = items(tmp_path, "hub.csv", HUBSPOT + rows)
    one, two = (person for person in found if isinstance(person, Person))
    assert (one.emails, one.company, one.last_contact, one.source_id) == (
        ("Ana@example.com", "b@example.com", "c@example.com"), "Acme", date(2024, 3, 12), "1",
    )  # fmt: skip
    assert (two.name, two.last_contact) == ("z@example.com", date(2024, 3, 15))
    assert skipped(found) == [("hub.csv:4", "no name, address or number")]


def test_any_table_says_how_it_took_its_columns(tmp_path: Path) -> None:
    table = "My people,,,\n,,,\nWho,Firma,Last Spoke,Next Follow-up\nAna Lima,Acme,2026-05-06,2027-01-01\nTotal,,,\n"
    found = items(tmp_path, "people.csv", table)
    assert notes(found) == [
        "The columns were taken so: Who as name, Firma as company, Last Spoke as last contact.",
        "Not taken: Next Follow-up.",
    ]
    assert [(one.name, one.company, one.last_contact) for one in found if isinstance(one, Person)] == [
        ("Ana Lima", "Acme", date(2026, 5, 6))
    ]
    assert skipped(found) == [("people.csv:5", "“Total” is a total, not a person")]


@pytest.mark.parametrize(
    "header",
    ["Connected On", "Create Date", "Contact Since", "Date added", "first_seen", "Next Follow-up", "Created"],
)
def test_the_day_a_record_was_made_is_never_a_day_of_contact(tmp_path: Path, header: str) -> None:
    (one,) = people(tmp_path, "p.csv", f"Name,{header}\nAna Lima,2024-05-06\n")
    assert one.last_contact is None


def test_a_date_that_may_be_two_days_is_left_empty_and_told(tmp_path: Path) -> None:
    found = items(tmp_path, "p.csv", "Name,Last contact\nAna,3/4/2024\nBob,5/6/2024\n")
    assert [one.last_contact for one in found if isinstance(one, Person)] == [None, None]
    assert notes(found)[1:] == [
        "A last contact such as “3/4/2024” may mean two days and was left empty; --date-order dmy or --date-order mdy says how the "
        "file writes them (p.csv:2, p.csv:3)."
    ]


@pytest.mark.parametrize(
    ("cells", "options", "days"),
    [
        (["3/4/2024", "25/4/2024"], {}, [date(2024, 4, 3), date(2024, 4, 25)]),
        (["3/4/2024", "4/25/2024"], {}, [date(2024, 3, 4), date(2024, 4, 25)]),
        (["3/4/2024"], {"locale": "de_DE"}, [date(2024, 4, 3)]),
        (["3/4/2024"], {"date_order": "mdy"}, [date(2024, 3, 4)]),
        (["2031-01-01", "not yet", "N/A"], {}, [None, None, None]),
    ],
)  # fmt: skip
def test_the_order_of_day_and_month_is_the_columns_then_the_locales_and_no_day_lies_ahead(
    tmp_path: Path, cells: list[str], options: dict[str, str], days: list[date | None]
) -> None:
    table = "Name,Last contact\n" + "".join(f"Person {at} X,{cell}\n" for at, cell in enumerate(cells))
    assert [one.last_contact for one in people(tmp_path, "p.csv", table, **options)] == days


def test_a_quotation_mark_that_is_never_closed_costs_its_row_and_no_other(tmp_path: Path) -> None:
    table = 'Name,Email,Notes\nAna,a@example.com,ok\nBob,b@example.com,"never closed\nCid,c@example.com,fine\nDee,d@example.com,"two\nlines"\n'
    found = items(tmp_path, "p.csv", table)
    assert [(one.name, one.notes) for one in found if isinstance(one, Person)] == [
        ("Ana", "ok"),
        ("Cid", "fine"),
        ("Dee", "two\nlines"),
    ]
    assert skipped(found) == [("p.csv:3", "a quotation mark opens here and is never closed")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_separator_and_line_end_is_read(tmp_path: Path, end: str, separator: str) -> None:
    rows = [("Name", "Email"), ("Ana Lima", "ana@example.com"), ("Bob Ray", "bob@example.com")]
    table = "".join(separator.join(row) + end for row in rows)
    assert [(one.name, one.emails) for one in people(tmp_path, "p.csv", table)] == [
        ("Ana Lima", ("ana@example.com",)), ("Bob Ray", ("bob@example.com",)),
    ]  # fmt: skip


def test_guards_and_invisible_marks_are_taken_off(tmp_path: Path) -> None:
    table = "Name,Phone,Notes\n\u202aAna\u00a0Lima\u202c,'+49 170 1234567,'=1+1\n"
    (one,) = people(tmp_path, "p.csv", table)
    assert (one.name, one.phones, one.notes) == ("Ana Lima", ("+49 170 1234567",), "=1+1")


def test_no_replacement_character_is_ever_taken_along(tmp_path: Path) -> None:
    (one,) = people(tmp_path, "p.csv", "Name,Notes\nJ\ufffdrg Lima,a\ufffdb\n")
    assert (one.name, one.notes) == ("J?rg Lima", "a?b")


def test_a_phone_number_a_spreadsheet_destroyed_is_told_not_taken(tmp_path: Path) -> None:
    found = items(tmp_path, "p.csv", "Name,Phone\nAna,4.4E+11\n")
    assert [one.phones for one in found if isinstance(one, Person)] == [()]
    assert (
        notes(found)[1] == "A phone number such as “4.4E+11” has lost its digits in a spreadsheet (p.csv:2)."
    )


def test_two_birthday_columns_of_one_name_are_not_taken(tmp_path: Path) -> None:
    (one,) = people(
        tmp_path,
        "p.csv",
        "Primeiro nome,Último nome,Endereço de E-mail,Aniversário,Aniversário\nAna,Lima,a@example.com,1980-05-06,2004-05-06\n",
    )
    assert one.birthday == ""


def test_a_table_without_headers_is_an_error_that_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed) as failed:
        items(tmp_path, "p.csv", "Ana Lima,ana@example.com\nBob Ray,bob@example.com\n")
    assert failed.value.message == (
        "p.csv is no kind of file that connectkit knows: it has no header row with names such as Name, Email or Phone, "
        "no BEGIN:VCARD or BEGIN:VCALENDAR, no mail headers, no chat stamps, and no Monica account."
    )


def test_an_unknown_kind_is_an_error_that_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed) as failed:
        items(tmp_path, "p.csv", "Name,Email\n", kind="gogle-csv")
    assert failed.value.message == "There is no kind “gogle-csv”."
    assert failed.value.hint.startswith("Did you mean --kind google-csv? The kinds are google-csv, linkedin")


def test_headers_of_the_users_own_are_taken_as_told(tmp_path: Path) -> None:
    (one,) = people(
        tmp_path,
        "p.csv",
        "Name,Kontaktweg,Company\nAna Lima,ana@example.com,Acme\n",
        headers=(("email", "Kontaktweg"),),
    )
    assert one.emails == ("ana@example.com",)
