"""The one law of every reader: what stands in a file is taken, listed as not taken, or on the list nobody wants."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest

from connectkit.importers.cards.vcard_rest import UNWANTED as NOT_WANTED
from connectkit.importers.tables.preset import UNWANTED
from connectkit.people.person_cells import texts_of
from connectkit.people.records import Person
from connectkit.schema import normal
from connectkit.sheet.header_words import WORDS
from connectkit.sheet.headers import field_of, generic, known_as
from tests.importers.reading import items, notes

BASES = {
    "csv": ("Name", "Email"),
    "google-csv": ("First Name", "Last Name", "Organization Name", "Labels", "E-mail 1 - Value", "Custom Field 1 - Label", "Custom Field 1 - Value"),
    "linkedin": ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"),
    "outlook-csv": ("First Name", "Last Name", "E-mail Address", "Business Phone", "Job Title", "Categories"),
    "thunderbird-csv": ("First Name", "Last Name", "Display Name", "Primary Email", "Screen Name", "Custom 1"),
    "hubspot-csv": ("Record ID", "First Name", "Last Name", "Email", "Lifecycle Stage", "Associated Company"),
}  # fmt: skip
STRANGE = (
    "Shoe size",
    "Deal stage",
    "Spouse",
    "Fax",
    "Anniversary",
    "Manager's Name",
    "Home Street",
    "Custom 3",
    "T-Shirt",
    "Preferred tea",
)


def value_for(header: str, at: int) -> str:
    """A value that fits the column and stands nowhere else."""
    field = field_of(known_as(header))
    return {
        "email": f"a{at}@example.com", "phone": f"+4930123456{at:02}", "birthday": "1980-05-06", "last_contact": f"2026-05-{at % 27 + 1:02}",
        "birth_year": "1980", "birth_month": "5", "birth_day": "6", "channel": "email", "next_touch": "2027-01-01", "snooze_until": "2027-01-01",
        "would_take_call": "yes",
    }.get(field, f"Value{at} Word{at}")  # fmt: skip


@pytest.mark.parametrize("kind", BASES)
@pytest.mark.parametrize("seed", range(12))
def test_every_column_of_a_table_is_taken_or_told(tmp_path: Path, kind: str, seed: int) -> None:
    dice = random.Random(f"{kind} {seed}")
    words = [
        word.replace("N", "2") if " N" in word else word
        for text in WORDS.values()
        for word in text.split("|")
    ]
    heads = [*BASES[kind], *dict.fromkeys(dice.sample(words, 8) + dice.sample(STRANGE, 3))]
    heads = list({normal(one): one for one in reversed(heads)}.values())[::-1]
    cells = [value_for(one, at) for at, one in enumerate(heads)]
    out = io.StringIO()
    csv.writer(out).writerows([heads, cells])
    found = items(tmp_path, "people.csv", out.getvalue(), kind)
    told = " ".join(notes(found))
    people = [one for one in found if isinstance(one, Person)]
    texts = " ".join(" ".join((*texts_of(one).values(), one.source_id)) for one in people)
    for at, head in enumerate(heads):
        parts = {"birth_year", "birth_month", "birth_day"}
        taken = cells[at] in texts or (field_of(known_as(head)) in parts and "1980" in texts)
        unwanted = {normal(head), generic(normal(head))} & UNWANTED
        assert taken or unwanted or head in told.partition("Not taken: ")[2], (head, cells[at], people, told)


PROPERTIES = (
    "NICKNAME:Bo", "ANNIVERSARY:20100607", "RELATED;TYPE=spouse;VALUE=text:Tom Value", "X-SPOUSE:Tim Value", "GENDER:M", "IMPP:xmpp:x@example.org",
    "X-SKYPE:value.skype", "URL:https://example.com/value", "HOBBY:valuecraft", "INTEREST:valuing", "X-CUSTOM1:value one", "GEO:geo:1,2",
    "ADR:;;Value Street 1;Leeds;;;", "ORG:Value Ltd;Value Dept", "TEL;TYPE=fax:+49301", "TEL:ask reception", "X-FOO-BAR:something", "REV:20200101",
    "item1.X-ABDATE:2010-06-07\nitem1.X-ABLABEL:_$!<Anniversary>!$_", "item2.X-ABRELATEDNAMES:Tam Value\nitem2.X-ABLABEL:Brother", "TZ:+01",
    "CALURI:https://example.com/c", "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Tem Value;14;;", "LOGO:x", "ROLE:Valuer", "TITLE:Boss",
    "X-GENDER:m", "MEMBER:urn:uuid:1", "LANGUAGE:de", "NOTE:value note", "BDAY:1980-05-06", "CATEGORIES:value",
)  # fmt: skip


@pytest.mark.parametrize("line", PROPERTIES)
def test_every_property_of_a_card_is_taken_or_told(tmp_path: Path, line: str) -> None:
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:Ada Kern\nEMAIL:ada@example.com\n{line}\nEND:VCARD\n"
    bare = items(tmp_path, "bare.vcf", card.replace(line + "\n", ""))
    found = items(tmp_path, "c.vcf", card)
    name = line.split(":")[0].split(";")[0].rpartition(".")[2]
    same = [texts_of(one) for one in found if isinstance(one, Person)] == [
        texts_of(one) for one in bare if isinstance(one, Person)
    ]
    assert not same or name in NOT_WANTED | {"MEMBER"} or notes(found), (line, found)


def test_a_list_of_cards_is_a_tag_of_its_members(tmp_path: Path) -> None:
    cards = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Kern\nUID:aaaa-1\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Ben Ort\nEMAIL:ben@example.com\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Choir\nX-ADDRESSBOOKSERVER-KIND:group\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:AAAA-1\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Book club\nMEMBER:mailto:ben@example.com\nMEMBER:urn:uuid:aaaa-1\nEND:VCARD\n"
    )
    assert [one.tags for one in items(tmp_path, "c.vcf", cards) if isinstance(one, Person)] == [
        ("Choir", "Book club"),
        ("Book club",),
    ]
