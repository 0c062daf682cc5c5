"""Monica: the account as JSON, and the table its own importer takes.

Empty keys are absent from the JSON, and collections are lists of ``{count, type, values}`` whose ``type`` is a word in
the singular; both are what earlier importers stumbled over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from connectkit.errors import ImportFailed
from connectkit.importers.base import CERTAIN, LIKELY, NO, Options
from connectkit.importers.fields import Days, Doubts, emails, full_name, labels, phones
from connectkit.importers.tables.csv_file import CsvTable, header_of, open_csv
from connectkit.importers.tables.preset import Preset
from connectkit.importers.text import Decoder, clean, decode, head_text, one_line, unreadable
from connectkit.people.records import Item, Note, Person, Skipped

_CSV_HEADER = ("id", "first name", "middle name", "last name")
_CSV_PLACES = {
    14: "Birthday",
    25: "Notes",
    28: "E-mail 1",
    30: "E-mail 2",
    32: "E-mail 3",
    42: "Phone 1",
    44: "Phone 2",
}
_TABLE = Preset("monica", "", lambda _: NO, own={"id": "source_id", "job": "title", "description": "notes"})

Json = dict[str, Any]


@dataclass(frozen=True)
class MonicaFormat:
    """Settings, Export data, JSON; or a table with Monica's four headers."""

    kind: str = "monica"
    help: str = "Monica: Settings, Export data, JSON (recommended: vCard holds no notes); or its CSV."

    def looks_like(self, head: bytes, name: str) -> int:  # noqa: ARG002 - the protocol's signature
        """JSON with an account in it, or the four headers."""
        text = head_text(head[:8192])
        if text.lstrip().startswith("{"):
            marks = sum(
                f'"{word}"' in text for word in ("account", "app_version", "export_date", "exported_by")
            )
            return CERTAIN if '"account"' in text and marks >= 2 else LIKELY if '"account"' in text else NO
        header = header_of(head)
        return (
            CERTAIN
            if header is not None and header.normal[:4] == _CSV_HEADER and len(header.normal) == 4
            else NO
        )

    def looks_like_folder(self, folder: Path) -> int:  # noqa: ARG002 - the protocol's signature
        """An export is a file."""
        return NO

    def read(self, path: Path, options: Options) -> Iterator[Item]:
        """Every contact of the account."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise unreadable(path, error) from error
        if not head_text(data[:512]).lstrip().startswith("{"):
            yield from _TABLE.people(_widened(open_csv(path, options)), options)
            return
        options.progress(len(data))
        decoder = Decoder(options.encoding, options.locale)
        doubts = Doubts()
        yield from _Account(_loaded(decode(data, decoder), path), path.name, Days(options, doubts)).people()
        yield from (Note(text) for text in decoder.notes(path.name))
        yield from doubts.notes()


FORMAT = MonicaFormat()


def _widened(table: CsvTable) -> CsvTable:
    """The table with names for the cells that stand right of Monica's four headers."""
    if table.header.normal != _CSV_HEADER:
        return table
    cells = [*table.header.cells, *(_CSV_PLACES.get(at, "") for at in range(4, 45))]
    words = {"Birthday": "birthday", "Notes": "notes"}
    normal = [words.get(cell, re.sub(r"^e-mail", "email", cell.casefold())) for cell in cells[4:]]
    header = replace(table.header, cells=tuple(cells), normal=(*_CSV_HEADER, *normal))
    return replace(table, header=header)


def _loaded(text: str, path: Path) -> Json:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ImportFailed(
            f"{path.name} is not whole JSON ({error}).", "Export the account from Monica once more."
        ) from error
    account = found.get("account") if isinstance(found, dict) else None
    if not isinstance(account, dict):
        raise ImportFailed(
            f"{path.name} is JSON, but holds no account as Monica's export does.",
            "In Monica: Settings, Export data, Export as JSON.",
        )
    return account


def _collection(owner: Json, kind: str) -> list[Any]:
    """The values of one typed collection, wherever this version of Monica puts it."""
    found: list[Any] = []
    data = owner.get("data")
    for one in data if isinstance(data, list) else ():
        if isinstance(one, dict) and str(one.get("type", "")).replace("-", "_") in (kind, f"{kind}s"):
            found += _list(one.get("values"))
    plural = "activities" if kind == "activity" else f"{kind}s"
    for place in (owner, _properties(owner)):
        other = place.get(plural)
        found += _list(other.get("values")) if isinstance(other, dict) else _list(other)
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []


def _properties(one: Any) -> Json:
    found = one.get("properties") if isinstance(one, dict) else None
    return found if isinstance(found, dict) else {}


def _word(owner: Json, key: str) -> str:
    value = owner.get(key)
    return clean(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


@dataclass
class _Account:
    account: Json
    file: str
    days: Days
    talks: int = 0
    _types: dict[str, str] = field(default_factory=dict)
    _activities: dict[str, str] = field(default_factory=dict)

    def people(self) -> Iterator[Item]:
        """Every contact, then what was taken of their history."""
        instance = self.account.get("instance")
        for one in _list(instance.get("contact_field_types")) if isinstance(instance, dict) else ():
            told = _properties(one)
            self._types[str(one.get("uuid"))] = " ".join(
                _word(told, key) for key in ("type", "protocol", "name")
            ).casefold()
        for one in _collection(self.account, "activity"):
            if isinstance(one, dict):
                self._activities[str(one.get("uuid"))] = _word(_properties(one), "happened_at")
        for number, one in enumerate(_collection(self.account, "contact"), start=1):
            yield self._person(one, f"{self.file}: contact {number}")
        if self.talks:
            yield Note(
                f"{self.talks} calls, activities and conversations were taken as days of last contact; their texts were left out."
            )

    def _person(self, one: Any, where: str) -> Person | Skipped:
        if not isinstance(one, dict):
            return Skipped(where, "not a record of a contact")
        told = _properties(one) or one
        name = full_name(*(one_line(_word(told, key)) for key in ("first_name", "middle_name", "last_name")))
        if told.get("is_partial") is True or told.get("is_partial") == 1:
            return Skipped(where, f"{name or 'a relative'} is a relative without a card of their own")
        values = self._fields(one)
        addresses, numbers = emails(values["email"]), phones(values["phone"])
        name = name or one_line(_word(told, "nickname")) or next(iter(addresses or numbers), "")
        if not name:
            return Skipped(where, "no name, address or number")
        notes = [
            _word(told, "description"),
            *(_word(_properties(note), "body") for note in _collection(one, "note")),
        ]
        cadence = told.get("stay_in_touch_frequency")
        return Person(
            name=name,
            emails=addresses,
            phones=numbers,
            company=one_line(_word(told, "company")),
            title=one_line(_word(told, "job")),
            birthday=self._birthday(told.get("birthdate"), where),
            tags=labels(
                (tag if isinstance(tag, str) else _word(tag, "name") for tag in _list(told.get("tags"))), ""
            ),
            notes="\n".join(dict.fromkeys(filter(None, notes))),
            profile=next(iter(values["profile"]), ""),
            city=next(filter(None, map(_city, _collection(one, "address"))), ""),
            last_contact=self._last_contact(one, told, where),
            cadence_days=cadence if isinstance(cadence, int) and cadence > 0 else None,
            paused=bool(told.get("is_dead")),
            source_id=_word(one, "uuid"),
            where=where,
            given=one_line(_word(told, "first_name")),
            family=one_line(_word(told, "last_name")),
        )

    def _fields(self, one: Json) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {"email": [], "phone": [], "profile": []}
        for entry in _collection(one, "contact_field"):
            told = _properties(entry)
            value, kind = (
                _word(told, "data"),
                self._types.get(_word(told, "type"), _word(told, "type").casefold()),
            )
            if "linkedin" in kind or "linkedin." in value.casefold():
                found["profile"].append(value)
            elif "mail" in kind or ("@" in value and "." in value and "/" not in value):
                found["email"].append(value)
            elif any(word in kind for word in ("phone", "tel:", "whatsapp", "mobile")) or re.fullmatch(
                r"[+()\d\s./-]{5,}", value
            ):
                found["phone"].append(value)
        return found

    def _birthday(self, told: Any, where: str) -> str:
        """The day; without the year where Monica does not know it; none where it was made from an age."""
        inner = {**told, **_properties(told)} if isinstance(told, dict) else {}
        text = _word(inner, "date")[:10]
        if not text or inner.get("is_age_based"):
            return ""
        return self.days.birthday(f"--{text[5:]}" if inner.get("is_year_unknown") else text, "ymd", where)

    def _last_contact(self, one: Json, told: Json, where: str) -> date | None:
        talks = [_word(_properties(call), "called_at") for call in _collection(one, "call")]
        talks += [_word(_properties(talk), "happened_at") for talk in _collection(one, "conversation")]
        for entry in _collection(one, "activity"):
            uuid = entry.get("uuid") if isinstance(entry, dict) else entry
            own = _word(_properties(entry), "happened_at")
            talks.append(own or self._activities.get(str(uuid), ""))
        self.talks += len(talks)
        found = [
            self.days.past(text[:10], "ymd", where)
            for text in (_word(told, "last_talked_to"), *talks)
            if text
        ]
        return max((day for day in found if day is not None), default=None)


def _city(address: Any) -> str:
    told = _properties(address)
    place = told.get("place")
    inner = {**place, **_properties(place)} if isinstance(place, dict) else told
    return one_line(_word(told, "city") or _word(inner, "city"))
