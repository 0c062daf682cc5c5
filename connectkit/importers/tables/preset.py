"""A table of people, whatever its columns: which column means what, and one row to one Person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from connectkit.errors import ImportFailed
from connectkit.importers import fields
from connectkit.importers.base import CERTAIN, NO, Options
from connectkit.importers.fields import Days, Doubts, full_name
from connectkit.importers.headers import ANY_PAGE, generic, normal_header
from connectkit.importers.tables.columns import MORE, ColumnMap, Evidence, map_columns, with_kept
from connectkit.importers.tables.csv_file import Header, TableRow, header_of, open_csv
from connectkit.importers.text import one_line
from connectkit.people.records import Item, Note, Person, Skipped
from connectkit.sheet.cells import split_values

_LATER = ("last activity date", "last seen", "last contacted by team", "last interaction")
_AMERICAN = ("last contacted by me", "last contacted by team")
"""Columns of a program that writes month before day, whatever its user's country."""

_READ = {"phone": fields.phones, "email": fields.emails}
_NO_VALUE = {
    "phone": "A phone number such as {} has too few digits and was left out",
    "email": "An e-mail address such as {} is none and was left out",
}
_TITLE_LATER = ("profession", "beruf", "occupation", "headline", "position")
_TOTALS = frozenset(
    {"total", "totals", "sum", "summe", "gesamt", "count", "average", "totaal", "totale", "anzahl"}
)
_PLACEHOLDERS = frozenset({"new person", "example", "your name", "name here", "first last", "example person"})


class Table(Protocol):
    """Rows under a header: a text file's or a worksheet's. ``rows()`` may be asked for more than once."""

    path: Path
    header: Header

    def rows(self, *, watched: bool = True) -> Iterator[TableRow]:
        """The rows that are not blank."""

    def notes(self) -> Iterable[str]:
        """What had to be assumed to read them."""


@dataclass(frozen=True)
class Record:
    """One row's values by field, empty ones left out, and its place."""

    values: Mapping[str, list[str]]
    where: str

    def first(self, name: str) -> str:
        """The first value of a field; ``""`` where it has none."""
        found = self.values.get(name)
        return found[0] if found else ""

    def all(self, name: str) -> list[str]:
        """All values of a field."""
        return self.values.get(name, [])


@dataclass(frozen=True)
class Preset:
    """One program's table of people.

    Attributes:
        marks: from the set of normalised headers, how sure this is that program's file.
        own: normalised headers that mean something else here than everywhere; ``""`` drops one.
        finish: last touches to a person, from the record; a text instead says why the record is no person.
        tag_marks: characters that separate labels in one cell.
        show_mapping: whether the user is told how columns were taken.
    """

    kind: str
    help: str
    marks: Callable[[frozenset[str]], int]
    own: Mapping[str, str] = field(default_factory=dict)
    finish: Callable[[Person, Record], Person | str] = lambda person, _: person
    tag_marks: str = ",;"
    show_mapping: bool = False
    named_by_company: bool = True

    def looks_like(self, head: bytes, name: str) -> int:
        """How sure the header row is."""
        if name.casefold().endswith((".xlsx", ".zip", ".json", ".vcf", ".ics")):
            return NO
        header = header_of(head)
        return self.marks(header.names) if header is not None else NO

    def looks_like_folder(self, folder: Path) -> int:  # noqa: ARG002 - the protocol's signature
        """A table is a file."""
        return NO

    def read(self, path: Path, options: Options) -> Iterator[Item]:
        """The people of the table, row by row."""
        yield from self.people(open_csv(path, options), options)

    def people(self, table: Table, options: Options) -> Iterator[Item]:
        """The people of an open table."""
        mapping = map_columns(table.header, self.own, options)
        if not any(name in _IDENTIFYING for _, _, name in mapping.columns):
            raise ImportFailed(
                f"{table.path.name} has a header but no column with names, addresses or numbers: "
                f"{', '.join(cell for cell in table.header.cells if cell)}.",
                "Say which column is which: --header name=“Your header”.",
            )
        if self.show_mapping:
            yield Note(mapping.told(table.header))
        doubts = Doubts()
        reader = _Reader(self, table, mapping, Days(options, doubts))
        yield from reader.items()
        yield from (Note(text) for text in table.notes())
        yield from doubts.notes()


_IDENTIFYING = frozenset({"name", "first", "last", "nickname", "file_as", "email", "phone", "company"})


class _Reader:
    def __init__(self, preset: Preset, table: Table, mapping: ColumnMap, days: Days) -> None:
        self.preset, self.table, self.mapping, self.days = preset, table, mapping, days
        self.orders = self._orders()

    def _orders(self) -> dict[int, str]:
        """The order of d/m/y in each column of days, found out from all of its cells."""
        wanted = [at for at, _, name in self.mapping.columns if name in ("birthday", "last_contact")]
        if not wanted:
            return {}
        found = {at: Evidence() for at in wanted}
        for row in self.table.rows(watched=False):
            for at in wanted:
                if at < len(row.cells) and row.cells[at]:
                    found[at].see(row.cells[at])
        american = {at for at, one, _ in self.mapping.columns if one in _AMERICAN}
        return {
            at: self.days.order(evidence.order() or ("mdy" if at in american else ""))
            for at, evidence in found.items()
        }

    def items(self) -> Iterator[Item]:
        """People, and rows that are none."""
        header = tuple(self.table.header.cells)
        for row in self.table.rows():
            where = f"{self.table.path.name}:{row.line}"
            if row.broken:
                yield Skipped(where, row.broken)
            elif tuple(row.cells[: len(header)]) == header:
                yield Skipped(where, "the header again")
            else:
                if any(row.cells[len(header) :]):
                    self.days.doubts.add(
                        "A row has more cells than the header; those at its end were left out", where
                    )
                yield self._person(self._record(row, where))

    def _record(self, row: TableRow, where: str) -> Record:
        values: dict[str, list[str]] = {}
        for at, one, name in self.mapping.columns:
            text = row.cells[at] if at < len(row.cells) else ""
            text = text if self.mapping.ours else fields.told(text)
            if not text or (name == "profile" and generic(one) in ANY_PAGE and not _is_profile(text)):
                continue
            if name == "birthday":
                text = self.days.birthday(text, self.orders.get(at, ""), where)
            elif name == "last_contact" and self.mapping.ours:
                day, kept = self.days.kept(text, self.orders.get(at, ""), where)
                text, name = (day.isoformat(), name) if day else (kept, "last_contact_kept")
            elif name == "last_contact":
                day = self.days.past(text, self.orders.get(at, ""), where)
                text = day.isoformat() if day else ""
                name = "last_contact_later" if one in _LATER else name
            elif name == "phone" and fields.is_lost_number(text):
                self.days.doubts.add(
                    "A phone number such as {} has lost its digits in a spreadsheet", where, text
                )
            elif name in _NO_VALUE and not _READ[name]([text]) and not text.casefold().startswith("/o="):
                self.days.doubts.add(_NO_VALUE[name], where, text)
            elif name == "title" and one in _TITLE_LATER:
                name = "title_later"
            if text:
                values.setdefault(name, []).append(text)
        return Record(values, where)

    def _person(self, record: Record) -> Person | Skipped:
        first, last = one_line(record.first("first")), one_line(record.first("last"))
        emails, phones = self._reached_by(record)
        company = one_line(record.first("company"))
        name = (
            one_line(record.first("name"))
            or full_name(first, record.first("middle"), last)
            or one_line(record.first("file_as"))
            or one_line(record.first("nickname"))
            or (company if self.preset.named_by_company else "")
            or next(iter(emails or phones), "")
        )
        if not name:
            return Skipped(record.where, "no name, address or number")
        if not self.mapping.ours and _is_no_person(name, record, bool(emails or phones)):
            return Skipped(record.where, f"“{name}” is a total or a placeholder, not a person")
        person = self._filled(record, name, emails, phones)
        finished = self.preset.finish(replace(person, given=first, family=last, company=company), record)
        return Skipped(record.where, finished) if isinstance(finished, str) else finished

    def _reached_by(self, record: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Addresses and numbers; in a table of our own they stand as the user wants them."""
        if self.mapping.ours:
            emails, phones = (tuple(split_values(record.first(key))) for key in ("email", "phone"))
            return emails, phones
        return fields.emails(record.all("email")), fields.phones(record.all("phone"))

    def _filled(self, record: Record, name: str, emails: tuple[str, ...], phones: tuple[str, ...]) -> Person:
        day = record.first("last_contact") or record.first("last_contact_later")
        return Person(
            name=name,
            emails=emails,
            phones=phones,
            title=one_line(record.first("title") or record.first("title_later")),
            birthday=record.first("birthday") or self._three_parts(record),
            tags=self._tags(record),
            notes="\n".join(dict.fromkeys(record.all("notes"))),
            profile=record.first("profile"),
            city=one_line(record.first("city")),
            met=record.first("met"),
            interests=", ".join(record.all("interests")),
            tier=one_line(record.first("tier")),
            last_contact=_day(day),
            source_id=record.first("source_id"),
            where=record.where,
            more=with_kept(
                ((key, record.first(key)) for key in MORE if record.first(key)),
                record.first("last_contact_kept"),
            ),
        )

    def _tags(self, record: Record) -> tuple[str, ...]:
        """Labels without a program's own ones; in a table of our own all are the user's."""
        if not self.mapping.ours:
            return fields.labels(record.all("tags"), self.preset.tag_marks)
        pieces = (
            tag.strip() for text in record.all("tags") for one in split_values(text) for tag in one.split(",")
        )
        return tuple(filter(None, pieces))

    def _three_parts(self, record: Record) -> str:
        """A birthday kept in three columns, the year perhaps empty."""
        year, month, day = (
            record.first(key).split(".")[0] for key in ("birth_year", "birth_month", "birth_day")
        )
        if not (month and day):
            return ""
        told = f"--{month:0>2}-{day:0>2}" if year in ("", "0") else f"{year}-{month:0>2}-{day:0>2}"
        return self.days.birthday(told, "ymd", record.where)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _is_profile(text: str) -> bool:
    return "linkedin." in text.casefold() or "xing." in text.casefold()


def _is_no_person(name: str, record: Record, reachable: bool) -> bool:
    word = name.casefold().rstrip(":")
    rest = [value for key, values in record.values.items() if key != "name" for value in values]
    if word in _TOTALS:
        return all(re.fullmatch(r"[0-9.,%\s]*", value) for value in rest)
    return word in _PLACEHOLDERS and not reachable


def certain_if(*needed: str, any_of: Sequence[str] = ()) -> Callable[[frozenset[str]], int]:
    """Sure where all of these headers stand, and one of the others."""
    wanted = frozenset(map(normal_header, needed))
    others = frozenset(map(normal_header, any_of))
    return lambda names: CERTAIN if wanted <= names and (not others or names & others) else NO
