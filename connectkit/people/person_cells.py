"""A person of a file as cells of Contacts, and back from cells to the keys people are known by."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from connectkit.config.config import Config
from connectkit.model import CellValue
from connectkit.people.keys import Keys, keys_of
from connectkit.people.records import Exchange, Person
from connectkit.schema import CONTACTS, Kind, Merge, Owner
from connectkit.sheet.cells import as_text, split_values, to_cell_text
from connectkit.sheet.tables import Sheet
from connectkit.text.dates import MONTH_NAMES, birthday_text, read_birthday, read_date

COLUMNS = tuple(
    column.key
    for column in CONTACTS.columns
    if column.owner is Owner.USER
    and column.merge is not Merge.CONSUME
    and column.key not in ("first_name", "family_name")
)
"""What Contacts says of a person: all columns of the user's but the inbox; what is exported and comes back."""

_OTHER_NAMES = {"email": "emails", "phone": "phones", "linkedin": "profile"}
FIELDS: dict[str, str] = {
    key: _OTHER_NAMES.get(key, key)
    for key in COLUMNS
    if _OTHER_NAMES.get(key, key) in Person.__dataclass_fields__
}
"""Column key to the field of a Person that holds it."""

MORE = tuple(key for key in COLUMNS if key not in FIELDS)
"""The other columns: they stand in ``Person.more``, so that a new one needs nothing here."""

_FIRST_CELL_DAY = date(1900, 3, 1)
_REGIONS = {
    "en": "US",
    "ja": "JP",
    "da": "DK",
    "sv": "SE",
    "cs": "CZ",
    "el": "GR",
    "uk": "UA",
    "zh": "CN",
    "ko": "KR",
    "et": "EE",
    "sl": "SI",
}


def region_of(locale: str) -> str:
    """The country whose numbers are written without a country code; ``""`` where the locale does not say."""
    language, _, region = locale.replace("-", "_").partition("_")
    if len(region) == 2:
        return region.upper()
    return "" if language in ("", "en", "es", "pt", "ar") else _REGIONS.get(language, language.upper()[:2])


def cells_of(person: Person, config: Config) -> dict[str, CellValue]:
    """What a new row of Contacts would hold of a person; columns without a value are left out.

    Last contact is among them only where it is no day in the past: that has its own rule. A group that is no tier becomes a tag, but for our own exports.
    """
    known = config.tier_named(person.tier) if person.tier else None
    tier = known.name if known else person.tier if person.source_id.startswith("ck-") else ""
    tags = person.tags if tier or not person.tier else (*person.tags, person.tier)
    found: dict[str, CellValue] = {
        **texts_of(replace(person, tags=tags, tier=tier, last_contact=None)),
        "birthday": birthday_cell(person.birthday),
    }
    found.setdefault("every", f"{person.cadence_days} days" if person.cadence_days else "")
    found.setdefault("state", "pause" if person.paused else "")
    found |= {key: typed(key, text) for key, text in person.more}
    clean = {key: to_cell_text(value) if isinstance(value, str) else value for key, value in found.items()}
    return {key: value for key, value in clean.items() if value not in ("", None)}


def texts_of(person: Person) -> dict[str, str]:
    """A person as texts by column key, blank ones left out: what every export is made of."""
    found = {key: _joined(key, getattr(person, name)) for key, name in FIELDS.items()}
    return {key: text for key, text in {**found, **dict(person.more)}.items() if text}


def _joined(key: str, value: object) -> str:
    if isinstance(value, tuple):
        return (", " if key == "tags" else "; ").join(value)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def person_of_texts(texts: Mapping[str, str], *, last: date | None, where: str) -> Person:
    """The person these texts by column key tell of, as :func:`texts_of` gave them; ``last_contact`` only if it is no day."""
    found: dict[str, Any] = {name: texts.get(key, "") for key, name in FIELDS.items()}
    found |= {
        "emails": tuple(split_values(found["emails"])),
        "phones": tuple(split_values(found["phones"])),
        "tags": tuple(tag for piece in split_values(found["tags"]) for tag in _tags(piece)),
        "last_contact": last,
    }
    more = tuple((key, texts[key]) for key in (*MORE, "last_contact") if texts.get(key))
    return Person(**found, where=where, more=more)


def typed(key: str, text: str) -> CellValue:
    """A further column of ours as a cell: a day or a number where it is one, else the text as it stands."""
    kind = CONTACTS.column(key).kind
    if kind is Kind.DATE and re.fullmatch(r"\d{4}-\d\d-\d\d(?:T.*)?", text):
        return _day(text)
    if kind is Kind.NUMBER and re.fullmatch(r"-?\d{1,15}(?:\.\d{1,15})?", text):
        return float(text)
    return text


def _day(text: str) -> CellValue:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text


def birthday_cell(birthday: str) -> CellValue:
    """A birthday as a person reads it in a sheet: a date, or day and month where the year is not known."""
    if not birthday:
        return None
    if birthday.startswith("--"):
        return f"{int(birthday[5:7])} {MONTH_NAMES[int(birthday[2:4])]}"
    day = date.fromisoformat(birthday)
    return day if day >= _FIRST_CELL_DAY else birthday


def split_name(person: Person) -> tuple[str, str]:
    """First and last name, for sheets that keep them apart: the file's own parts, else split at the last blank."""
    if person.family and person.name.endswith(person.family):
        return person.name.removesuffix(person.family).strip(), person.family
    if person.given and person.family and person.name.replace(" ", "") == person.family + person.given:
        return person.given, person.family
    first, _, last = person.name.rpartition(" ")
    return (first, last) if first else (person.name, "")


def keys_of_person(person: Person, region: str) -> Keys:
    """By what a person of a file can be known."""
    return keys_of(
        person.name, person.emails, person.phones, region=region, profile=person.profile, company=person.company,
        source_id=person.source_id,
    )  # fmt: skip


KEYED = ("email", "phone", "linkedin", "company")
"""Columns of Contacts that say who somebody is, beside the name."""


def keys_of_row(sheet: Sheet, row: int, name: str, region: str) -> Keys:
    """By what a contact of the sheet can be known."""
    return keys_of_cells({key: sheet.text(row, key) for key in KEYED}, name, region)


def keyed_cells(person: Person) -> dict[str, str]:
    """What a new row would hold of what a person is known by."""
    told = {
        "email": "; ".join(person.emails),
        "phone": "; ".join(person.phones),
        "linkedin": person.profile,
        "company": person.company,
    }
    return {key: to_cell_text(text) for key, text in told.items() if text}


def keys_of_cells(cells: Mapping[str, str], name: str, region: str) -> Keys:
    """By what the contact of these cells can be known."""
    return keys_of(
        name,
        [one for one in split_values(cells.get("email", "")) if "@" in one],
        split_values(cells.get("phone", "")),
        region=region,
        profile=cells.get("linkedin", ""),
        company=cells.get("company", ""),
    )


def person_of_row(sheet: Sheet, row: int, name: str, *, order: str, today: date) -> Person:
    """A contact of the sheet as a Person, as an export hands it out."""

    last = read_date(sheet.cell(row, "last_contact"), today=today, order=order).day
    last = None if last is not None and last > today else last
    texts = {key: sheet.text(row, key) for key in COLUMNS} | {"name": name}
    texts["birthday"] = birthday_text(read_birthday(sheet.cell(row, "birthday"), order=order))
    if last is not None:
        del texts["last_contact"]
    return person_of_texts(texts, last=last, where=f"row {row}")


def _tags(text: str) -> Iterable[str]:
    return (tag.strip() for tag in text.split(",") if tag.strip())


def person_of_exchanges(exchanges: Sequence[Exchange]) -> Person:
    """Who stands behind exchanges of one identity: the longest name they were given, and all their keys."""
    names = [one.name for one in exchanges if one.name and "@" not in one.name]
    emails = tuple(dict.fromkeys(one.email for one in exchanges if one.email))
    phones = tuple(dict.fromkeys(one.phone for one in exchanges if one.phone))
    counted = sorted(set(names), key=lambda name: (-names.count(name), -len(name), name))
    return Person(
        name=next(iter(counted), "") or next(iter((*emails, *phones)), "") or exchanges[0].name,
        emails=emails,
        phones=phones,
        profile=next((one.profile for one in exchanges if one.profile), ""),
        last_contact=max(one.day for one in exchanges),
        source_id=exchanges[0].contact,
        where=exchanges[0].where,
    )


def dump_person(person: Person) -> str:
    """A person as one line of JSON, for the hidden cell that keeps a question answerable without the file."""
    told = {key: value for key, value in asdict(person).items() if value not in ("", (), None, False)}
    text = json.dumps(told, ensure_ascii=False, default=str, separators=(",", ":"))
    if len(text) > 30_000:
        return dump_person(
            replace(person, notes=person.notes[: max(0, len(person.notes) - len(text) + 29_000)], more=())
        )
    return text


def load_person(text: str) -> Person | None:
    """The person kept in a hidden cell; None where the cell was edited beyond reading."""
    try:
        told: Mapping[str, object] = json.loads(text)
        values: dict[str, object] = {
            key: tuple(tuple(one) if isinstance(one, list) else one for one in value)
            if isinstance(value, list)
            else value
            for key, value in told.items()
        }
        if isinstance(values.get("last_contact"), str):
            values["last_contact"] = date.fromisoformat(str(values["last_contact"]))
        return Person(**values)  # type: ignore[arg-type]
    except (ValueError, TypeError, AttributeError):
        return None


_JSON = (
    "name",
    "emails",
    "phones",
    "company",
    "title",
    "birthday",
    "tags",
    "notes",
    "profile",
    "last_contact",
)


def as_json(person: Person) -> dict[str, object]:
    """A person as scripts read it."""
    told = {key: getattr(person, key) for key in _JSON}
    told = {key: list(value) if isinstance(value, tuple) else value for key, value in told.items()}
    return {**told, "last_contact": person.last_contact.isoformat() if person.last_contact else None}


def shown(person: Person) -> str:
    """A person in a few words, as a question shows them."""
    about = [*person.emails[:1], *person.phones[:1], person.company, person.profile]
    told = ", ".join(as_text(part) for part in about if part and part != person.name)
    return f"{person.name} ({told})" if told else person.name
