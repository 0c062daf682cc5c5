"""One row of a table of people as a Person, field by field."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from connectkit.importers import fields
from connectkit.importers.fields import Days, full_name, own_person
from connectkit.importers.tables.columns import SEVERAL, ColumnMap
from connectkit.importers.tables.csv_file import Header, TableRow
from connectkit.importers.text import one_line
from connectkit.people import person_cells
from connectkit.people.person_cells import MORE
from connectkit.people.records import Person, Skipped
from connectkit.schema import CONTACTS, Kind
from connectkit.sheet.headers import field_of, known_as
from connectkit.sheet.headings import why_no_person
from connectkit.text.plain import fold

_READ = {"phone": fields.phones, "email": fields.emails}
_NO_VALUE = {
    "phone": "A phone number such as {} has too few digits and was left out",
    "email": "An e-mail address such as {} is none and was left out",
}
_OF_NAME = frozenset({"name", "first_name", "middle", "family_name", "file_as"})
_READ_ALL = SEVERAL | {"source_id"}
_BIRTH = frozenset({"birth_year", "birth_month", "birth_day"})
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
_RELATION = re.compile(r"(?<=\S)\s*\((?:https?://|notion:)[^()\s]*\)")
_TEXTS = frozenset(
    {"name", "company", "title", "city", "tags", "interests", "met", "tier", "first_name", "family_name"}
)
"""Fields that hold words: an address in brackets behind them is another page of the program's, not part of them."""

_QUOTED_LIST = re.compile(r"\s*[\"“][^\"”]*[\"”](?:\s*[,;]\s*[\"“]?[^\"”]*[\"”]?)*\s*")


@dataclass(frozen=True)
class Record:
    """One row's values by field, empty ones left out, and its place."""

    values: Mapping[str, list[str]]
    where: str
    places: tuple[tuple[int, str, str], ...] = ()  # column, field, value

    def first(self, name: str) -> str:
        """The first value of a field; ``""`` where it has none."""
        found = self.values.get(name)
        return found[0] if found else ""

    def all(self, name: str) -> list[str]:
        """All values of a field."""
        return self.values.get(name, [])


@dataclass(frozen=True)
class RowReader:
    """Reads rows under one header. ``orders`` say how each column of days writes d/m/y."""

    header: Header
    mapping: ColumnMap
    days: Days
    orders: Mapping[int, str]
    tag_marks: str = ",;"
    ordinary: bool = True

    def record(self, row: TableRow, where: str) -> Record:
        """What the row says, field by field."""
        values: dict[str, list[str]] = {}
        places: list[tuple[int, str, str]] = []
        for at, _, name in self.mapping.columns:
            text = row.cells[at] if at < len(row.cells) else ""
            found = [(name, text)] if self.mapping.ours else self._values(row, at, name, where)
            for key, value in found:
                if value:
                    values.setdefault(key, []).append(value)
                    places.append((at, key, value))
        return Record(values, where, tuple(places))

    def _values(self, row: TableRow, at: int, name: str, where: str) -> Iterator[tuple[str, str]]:
        """What one cell of another program's table says, and of which field."""
        text = fields.told(row.cells[at] if at < len(row.cells) else "")
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text
        head = self.header.cells[at]
        if not text:
            return
        if name == "labelled":
            head = row.cells[at - 1] if at else ""
            name = field_of(known_as(head)) or "aside"
            name = name if name not in ("never", "source_id", "labelled") else "aside"
        if name in _TEXTS:
            text = _RELATION.sub("", text)
        if name == "page":
            if _is_profile(text):
                yield "linkedin", _address_in(text)
            else:
                yield "aside", f"{_said(head)}: {text}" if self.mapping.fields else text
        elif name == "aside":
            yield "aside", f"{_said(head)}: {text}"
        else:
            yield name, self._read(name, text, self.orders.get(at, ""), where)

    def _read(self, name: str, text: str, order: str, where: str) -> str:
        if name == "birthday":
            return self.days.birthday(text, order, where)
        if name == "last_contact":
            day = self.days.past(text, order, where)
            return day.isoformat() if day else ""
        if name == "phone" and fields.is_lost_number(text):
            self.days.doubts.add(
                "A phone number such as {} has lost its digits in a spreadsheet", where, text
            )
        elif name in _NO_VALUE and not _READ[name]([text]) and not text.casefold().startswith("/o="):
            self.days.doubts.add(_NO_VALUE[name], where, text)
        elif name in MORE:
            return self._further(name, text, order, where)
        return text

    def _further(self, name: str, text: str, order: str, where: str) -> str:
        """A column of ours in another program's words: a choice must be one, a day must be one."""
        column = CONTACTS.column(name)
        if column.choices and text.casefold() not in column.choices:
            self.days.doubts.add(
                f"{{}} is no {column.title} ({', '.join(column.choices)}) and was left out", where, text
            )
            return ""
        if column.kind is not Kind.DATE:
            return text
        day = self.days.any_day(text, order)
        if day is None:
            self.days.doubts.add(
                f"A day such as {{}} for {column.title} can't be read and was left empty", where, text
            )
        return day.isoformat() if day else ""

    def person(self, record: Record, *, named_by_company: bool) -> Person | Skipped:
        """The person of a record; Skipped where it is none."""
        if self.mapping.ours:
            return self._own(record)
        first, last = one_line(record.first("first_name")), one_line(record.first("family_name"))
        emails, phones = fields.emails(record.all("email")), fields.phones(record.all("phone"))
        company = one_line(record.first("company"))
        nickname = ", ".join(dict.fromkeys(map(one_line, record.all("nickname"))))
        name = (
            self._name(record, first, last)
            or nickname
            or (company if named_by_company else "")
            or next(iter(emails or phones), "")
        )
        why = self._no_person(record, name, reachable=bool(emails or phones))
        if why:
            return Skipped(record.where, why)
        more = {key: record.first(key) for key in MORE} | {"nickname": nickname if nickname != name else ""}
        return Person(
            name=name,
            emails=emails,
            phones=phones,
            company=company,
            title=one_line(record.first("title")),
            birthday=record.first("birthday") or self._three_parts(record),
            tags=self._tags(record),
            notes="\n".join(dict.fromkeys((*record.all("aside"), *record.all("notes")))),
            profile=_address_in(record.first("linkedin")),
            city=one_line(record.first("city")),
            met=record.first("met"),
            interests=", ".join(record.all("interests")),
            tier=one_line(record.first("tier")),
            last_contact=_day(record.first("last_contact")),
            source_id=record.first("source_id"),
            where=record.where,
            given=first,
            family=last,
            more=tuple((key, text) for key, text in more.items() if text),
        )

    def beaten(self, record: Record, person: Person) -> set[int]:
        """Columns whose value is not the person's: another column of the same field came first."""
        name = set(fold(person.name).replace(",", " ").split())
        told = {fold(text) for text in person_cells.texts_of(person).values()}
        return {
            at
            for at, key, value in record.places
            if key not in _READ_ALL
            and not (key in _OF_NAME and set(fold(value).replace(",", " ").split()) <= name)
            and not (key in _BIRTH and person.birthday)
            and fold(value) not in told
        }

    def _name(self, record: Record, first: str, last: str) -> str:
        return (
            one_line(record.first("name"))
            or self._spoken(first, record.first("middle"), last)
            or one_line(record.first("file_as"))
        )

    def _no_person(self, record: Record, name: str, *, reachable: bool) -> str:
        if not name:
            return "no name, address or number"
        cells = [value for key, values in record.values.items() if key != "name" for value in values]
        rest = [value for value in cells if value != name]
        why = why_no_person(name, rest, reachable=reachable, ordinary=self.ordinary)
        return f"“{name}” is {why}, not a person" if why else ""

    def _spoken(self, first: str, middle: str, last: str) -> str:
        """The parts of a name in the order they are spoken: the family name first where the script or the headers say so."""
        eastern = any(one in ("vezetéknév", "姓", "姓氏", "성") for one in self.header.known)
        return fields.family_first(first, last, always=eastern) or full_name(first, middle, last)

    def _own(self, record: Record) -> Person | Skipped:
        if not record.first("name"):
            return Skipped(record.where, "no name, address or number")
        orders = {name: self.orders.get(at, "") for at, _, name in self.mapping.columns}
        found = own_person(
            {key: values[0] for key, values in record.values.items()}, record.where, self.days, orders
        )
        return replace(found, source_id=record.first("source_id"))

    def _tags(self, record: Record) -> tuple[str, ...]:
        """Labels without a program's own ones."""
        values = []
        for text in record.all("tags"):
            if _QUOTED_LIST.fullmatch(text):
                text = text.replace("“", '"').replace("”", '"')
                values += [piece for row in csv.reader([text], skipinitialspace=True) for piece in row]
            else:
                values.append(text)
        return fields.labels(values, self.tag_marks)

    def _three_parts(self, record: Record) -> str:
        """A birthday kept in three columns, the year perhaps empty."""
        year, month, day = (
            record.first(key).split(".")[0] for key in ("birth_year", "birth_month", "birth_day")
        )
        if not (month and day):
            return ""
        told = f"--{month:0>2}-{day:0>2}" if year in ("", "0") else f"{year}-{month:0>2}-{day:0>2}"
        return self.days.birthday(told, "ymd", record.where)


def _said(head: str) -> str:
    """A header as a line of notes begins: without the numbers and words other programs put around it."""
    return re.sub(r"\s*\d+(?:\s*-\s*value)?$", "", head, flags=re.IGNORECASE).strip() or "Also"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _is_profile(text: str) -> bool:
    return "linkedin." in text.casefold() or "xing." in text.casefold()


def _address_in(text: str) -> str:
    """The web address in a text, as in ``Profile (https://…)``; else the text."""
    found = re.search(r"https?://[^\s()<>]+", text)
    return found[0] if found else text
