"""A person of a file as cells of Contacts, and back from cells to the keys people are known by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date

from connectkit.config.config import Config
from connectkit.model import CellValue
from connectkit.people.keys import Keys, keys_of
from connectkit.people.records import Exchange, Person
from connectkit.sheet.cells import as_text, split_values, to_cell_text
from connectkit.sheet.tables import Sheet
from connectkit.text.dates import MONTH_NAMES, read_birthday, read_date

FIELDS: tuple[tuple[str, str], ...] = (
    ("company", "company"), ("title", "title"), ("linkedin", "profile"), ("city", "city"), ("met", "met"), ("interests", "interests"),
    ("notes", "notes"),
)  # fmt: skip
"""Columns of Contacts that hold one text of a Person as it is."""

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
        "name": person.name,
        "email": "; ".join(person.emails),
        "phone": "; ".join(person.phones),
        **{key: getattr(person, source) for key, source in FIELDS},
        "birthday": birthday_cell(person.birthday),
        "tags": ", ".join(tags),
        "tier": tier,
        "every": f"{person.cadence_days} days" if person.cadence_days else "",
        "state": "pause" if person.paused else "",
        **{key: day_or_text(key, text) for key, text in person.more},
    }
    clean = {key: to_cell_text(value) if isinstance(value, str) else value for key, value in found.items()}
    return {key: value for key, value in clean.items() if value not in ("", None)}


def day_or_text(key: str, text: str) -> CellValue:
    """A further column of ours as a cell: a day where it is one, else the text as it stands."""
    if key in ("next_touch", "snooze_until") or (key == "last_contact" and len(text) == 10):
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            return text
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

    def text(key: str) -> str:
        return sheet.text(row, key)

    parts = read_birthday(sheet.cell(row, "birthday"), order=order)
    last = read_date(sheet.cell(row, "last_contact"), today=today, order=order).day
    last = None if last is not None and last > today else last
    more = (
        "role",
        "offers",
        "needs",
        "channel",
        "every",
        "state",
        "next_touch",
        "snooze_until",
        "would_take_call",
    )
    return Person(
        name=name,
        emails=tuple(split_values(text("email"))),
        phones=tuple(split_values(text("phone"))),
        company=text("company"),
        title=text("title"),
        birthday=_birthday(parts),
        tags=tuple(tag for piece in split_values(text("tags")) for tag in _tags(piece)),
        notes=text("notes"),
        profile=text("linkedin"),
        city=text("city"),
        met=text("met"),
        interests=text("interests"),
        tier=text("tier"),
        last_contact=last,
        where=f"row {row}",
        more=tuple((key, text(key)) for key in (*more, *(() if last else ("last_contact",))) if text(key)),
    )


def _tags(text: str) -> Iterable[str]:
    return (tag.strip() for tag in text.split(",") if tag.strip())


def _birthday(parts: tuple[int | None, int, int] | None) -> str:
    from connectkit.text.dates import birthday_text

    return birthday_text(parts)


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


def as_json(person: Person) -> dict[str, object]:
    """A person as scripts read it."""
    return {
        "name": person.name,
        "emails": list(person.emails),
        "phones": list(person.phones),
        "company": person.company,
        "title": person.title,
        "birthday": person.birthday,
        "tags": list(person.tags),
        "notes": person.notes,
        "profile": person.profile,
        "last_contact": person.last_contact.isoformat() if person.last_contact else None,
    }


def shown(person: Person) -> str:
    """A person in a few words, as a question shows them."""
    about = [*person.emails[:1], *person.phones[:1], person.company, person.profile]
    told = ", ".join(as_text(part) for part in about if part and part != person.name)
    return f"{person.name} ({told})" if told else person.name
