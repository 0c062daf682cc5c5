"""Contacts taken out again: as a table, as vCard, as JSON, as a workbook; each read back by our own import without loss.

What another program might take for a formula is guarded with one apostrophe in the table, which our import takes off.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from connectkit.model import CellValue
from connectkit.people import person_cells
from connectkit.people.records import OWN_PREFIX, Person
from connectkit.schema import CONTACTS
from connectkit.text.lazy import pattern
from connectkit.view import View

JSON_SCHEMA = "connectkit.export/1"
COLUMNS = (*person_cells.COLUMNS, "id")
"""The columns of Contacts an export holds: all of the user's but the inbox, and by what connectkit knows a row again."""

_FORMULA = pattern(r"'*[=+\-@\t\r\n＝＋－＠]")
_CARD_HAS = frozenset(
    {
        "name",
        "nickname",
        "email",
        "phone",
        "company",
        "title",
        "birthday",
        "city",
        "tags",
        "linkedin",
        "notes",
    }
)
"""What vCard has a word for; all else stands in properties of our own."""

_FOLD = 74


@dataclass(frozen=True)
class Taken:
    """What is taken out: everybody, and the interactions of the Log with the contact's place among the people."""

    people: tuple[Person, ...]
    log: tuple[Mapping[str, str], ...]


def take(view: View) -> Taken:
    """All contacts and the Log of a sheet."""
    order = view.tables.order
    people = tuple(
        replace(
            person_cells.person_of_row(view.contacts, row, name, order=order, today=view.today),
            source_id=view.identities.ids.get(row, ""),
        )
        for row, name in view.names.items()
    )
    emails = {
        view.identities.ids.get(row, ""): person.emails
        for (row, _), person in zip(view.names.items(), people, strict=True)
    }
    log = tuple(
        {
            "date": day.isoformat(),
            "name": record["name"],
            "email": next(iter(emails.get(record["contact_id"], ())), ""),
            "kind": record["kind"],
            "direction": record["direction"],
            "summary": record["summary"],
            "source": record["source"],
            "id": record["id"],
            "contact": record["contact_id"],
        }
        for record in view.tables.log
        if (day := record.dates["date"]) is not None
    )
    return Taken(people, log)


def values_of(person: Person) -> dict[str, str]:
    """A person as texts by column key."""
    return {**person_cells.texts_of(person), **({"id": person.source_id} if person.source_id else {})}


def to_csv(taken: Taken) -> bytes:
    """A table in UTF-8 with a mark, so that every program reads its letters; one row a person."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(CONTACTS.column(key).title for key in COLUMNS)
    for person in taken.people:
        values = values_of(person)
        writer.writerow(guarded(values.get(key, "")) for key in COLUMNS)
    return out.getvalue().encode("utf-8-sig")


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def to_json(taken: Taken) -> bytes:
    """One object with the schema ``connectkit.export/1``: contacts and the interactions of the Log."""
    contacts = [_json(person) for person in taken.people]
    whole = {"schema": JSON_SCHEMA, "contacts": contacts, "interactions": list(taken.log)}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _json(person: Person) -> dict[str, Any]:
    fixed = person_cells.as_json(person)
    more = {
        key: text
        for key, text in values_of(person).items()
        if person_cells.FIELDS.get(key, key) not in fixed
        or (key == "last_contact" and not person.last_contact)
    }
    return {
        **fixed,
        "tier": person.tier,
        "city": person.city,
        "met": person.met,
        "interests": person.interests,
        **more,
        "id": person.source_id,
    }


def to_vcard(taken: Taken) -> bytes:
    """vCard 3.0, the version every address book reads; what it has no word for stands in properties of our own."""
    lines = [line for person in taken.people for line in _card(person)]
    return b"".join(_folded(line) for line in lines)


def _card(person: Person) -> list[str]:
    given, family = person_cells.split_name(person)
    own = {key: text for key, text in values_of(person).items() if key not in _CARD_HAS}
    optional = (
        ("NICKNAME", _escaped(dict(person.more).get("nickname", ""))),
        *(("EMAIL;TYPE=INTERNET", _escaped(one)) for one in person.emails),
        *(("TEL", _escaped(one)) for one in person.phones),
        ("ORG", _escaped(person.company)),
        ("TITLE", _escaped(person.title)),
        ("BDAY", person.birthday),
        ("ADR", f";;;{_escaped(person.city)};;;" if person.city else ""),
        ("CATEGORIES", ",".join(map(_escaped, person.tags))),
        ("X-SOCIALPROFILE;TYPE=linkedin", _escaped(person.profile)),
        ("NOTE", _escaped(person.notes)),
        *((OWN_PREFIX + key.upper().replace("_", "-"), _escaped(text)) for key, text in own.items()),
    )
    return [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "PRODID:-//connectkit//EN",
        f"N:{_escaped(family)};{_escaped(given)};;;",
        f"FN:{_escaped(person.name)}",
        f"{OWN_PREFIX}VERSION:1",
        *(f"{name}:{value}" for name, value in optional if value),
        "END:VCARD",
    ]


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line in UTF-8, folded between letters, with its end."""
    pieces: list[bytes] = []
    current = b""
    for char in line:
        letter = char.encode("utf-8", "replace")
        if len(current) + len(letter) > _FOLD:
            pieces.append(current)
            current = b" "
        current += letter
    return b"\r\n".join([*pieces, current]) + b"\r\n"


def to_xlsx(taken: Taken) -> bytes:
    """A workbook of connectkit's own with all contacts and the Log."""
    from connectkit.config.tiers import DEFAULT_TIERS
    from connectkit.stores.xlsx.tabs.fresh import new_workbook, standard_tabs

    contacts = [_cells(person) for person in taken.people]
    log: list[dict[str, CellValue]] = [
        {
            **{key: text or None for key, text in one.items() if key not in ("email", "contact")},
            "date": date.fromisoformat(one["date"]),
            "contact_id": one["contact"] or None,
        }
        for one in taken.log
    ]
    rows: dict[str, Sequence[Mapping[str, CellValue]]] = {"contacts": contacts, "log": log}
    return new_workbook(
        standard_tabs(rows), choices={"contacts.tier": tuple(tier.name for tier in DEFAULT_TIERS)}
    )


def _cells(person: Person) -> dict[str, CellValue]:
    texts = values_of(person)
    values: dict[str, CellValue] = {key: person_cells.typed(key, text) for key, text in texts.items()}
    return {**values, "birthday": person_cells.birthday_cell(person.birthday)}


EXPORTERS: Mapping[str, Callable[[Taken], bytes]] = {
    "csv": to_csv,
    "vcard": to_vcard,
    "json": to_json,
    "xlsx": to_xlsx,
}
"""Kind to what writes it."""
