"""A table of people, whatever its columns: which column means what, and one row to one Person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from connectkit.errors import ImportFailed
from connectkit.importers.base import NO, Options
from connectkit.importers.fields import Days, Doubts
from connectkit.importers.tables.columns import ColumnMap, Evidence, map_columns, said_columns
from connectkit.importers.tables.csv_file import Header, TableRow, header_of, open_csv
from connectkit.importers.tables.rows import Record, RowReader
from connectkit.people.records import Item, Note, Person, Skipped
from connectkit.schema import normal
from connectkit.sheet.headers import generic

_AMERICAN = ("last contacted by me", "last contacted by team")
"""Columns of a program that writes month before day, whatever its user's country."""

_NAMING = frozenset({"name", "first_name", "family_name", "nickname", "file_as"})
_IDENTIFYING = _NAMING | {"email", "phone", "company"}

_UNWANTED = (
    "Photo|Avatar|E-mail N - Label|E-mail N - Type|Phone N - Label|Phone N - Type|Address N - Label|Address N - Type|Website N - Label|"
    "Website N - Type|Organization N - Type|Event N - Label|Event N - Type|Relation N - Label|Relation N - Type|Custom Field N - Label|"
    "Custom Field N - Type|E-mail Type|E-mail N Type|E-mail Display Name|E-mail N Display Name|E-Mail-Typ|E-Mail N: Typ|"
    "E-Mail: Angezeigter Name|E-Mail N: Angezeigter Name|Sensitivity|Vertraulichkeit|Priority|Priorität|Private|Privat|"
    "Internet Free Busy|Internet-Frei/Gebucht|Directory Server|Verzeichnisserver|Mileage|Reisekilometer|Billing Information|"
    "Abrechnungsinformation|Initials|Initialen|Yomi Name|Given Name Yomi|Family Name Yomi|Additional Name Yomi|Given Yomi|Surname Yomi|"
    "Company Yomi|Organization N - Yomi Name|Phonetic First Name|Phonetic Middle Name|Phonetic Last Name|Created at|Create Date|Created|"
    "Updated at|Last Modified Date|Modified|api_id|QR code URL|Record ID|Record ID - Contact|Hs Object ID|Contact ID|UID|UUID|User ID|LEID|EUID|"
    "MEMBER_RATING|OPTIN_TIME|CONFIRM_TIME|CC|REGION|DSTOFF|GMTOFF"
)
UNWANTED = frozenset(map(normal, _UNWANTED.split("|")))
"""Columns nobody wants in a sheet of people (docs/import.md): marks of other columns, sounds, stamps of other programs."""


class Table(Protocol):
    """Rows under a header: a text file's or a worksheet's. ``rows()`` may be asked for more than once."""

    path: Path
    header: Header

    def rows(self, *, watched: bool = True) -> Iterator[TableRow]:
        """The rows that are not blank."""

    def notes(self) -> Iterable[str]:
        """What had to be assumed to read them."""


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
        said = said_columns(table.header, options, table.path.name)
        mapping = map_columns(table.header, self.own, said)
        if not mapping.fields & _IDENTIFYING:
            raise _no_column(table, "names, addresses or numbers")
        if self.show_mapping:
            yield Note(mapping.told(table.header))
        reader = _Reader(self, table, mapping, Days(options, Doubts()))
        if not mapping.ours and not mapping.fields & _NAMING and reader.names_unseen():
            raise _no_column(table, "the names of people")
        yield from reader.items()
        yield from (Note(text) for text in table.notes())
        yield from reader.days.doubts.notes()
        yield from reader.not_taken()


def not_taken(header: Header, places: Iterable[int]) -> Iterator[Note]:
    """One sentence on these columns, but for those that nobody wants."""
    left = [
        header.cells[at] for at in places if not {header.normal[at], generic(header.normal[at])} & UNWANTED
    ]
    if left:
        yield Note(f"Not taken: {', '.join(dict.fromkeys(left))}.")


def _no_column(table: Table, what: str) -> ImportFailed:
    cells = ", ".join(f"“{cell}”" for cell in table.header.cells if cell)
    return ImportFailed(
        f"{table.path.name} has a header but no column known for {what}; its columns are {cells}.",
        "Say which it is: --header name=“Your header” (or email=, phone=, first_name= and family_name=).",
    )


class _Reader:
    def __init__(self, preset: Preset, table: Table, mapping: ColumnMap, days: Days) -> None:
        self.preset, self.table, self.mapping, self.days = preset, table, mapping, days
        self.orders: dict[int, str] = {}
        self.untold: Counter[int] = Counter()
        self.capitals = 0
        self._look()

    def _look(self) -> None:
        """Reads all cells once: the order of d/m/y in each column of days, and which columns that are not taken hold something."""
        named = next((at for at, _, name in self.mapping.columns if name in ("name", "family_name")), None)
        seen = {
            at: Evidence() for at, _, name in self.mapping.columns if name in ("birthday", "last_contact")
        }
        for row in self.table.rows(watched=False):
            for at, evidence in seen.items():
                if at < len(row.cells) and row.cells[at]:
                    evidence.see(row.cells[at])
            if named is not None and named < len(row.cells) and row.cells[named]:
                self.capitals += 1 if row.cells[named].isupper() else -1
            self.untold.update(at for at in self.mapping.ignored if at < len(row.cells) and row.cells[at])
        american = {at for at, one, _ in self.mapping.columns if one in _AMERICAN}
        self.orders = {
            at: self.days.order(evidence.order() or ("mdy" if at in american else ""))
            for at, evidence in seen.items()
        }

    def names_unseen(self) -> bool:
        """True where a column that was not understood may hold the names: the company or address is no name then."""
        if "company" not in self.mapping.fields:
            return any(self._holds_names(at) for at in self.untold)
        known = self.table.header.known
        return any(known[at] not in UNWANTED and self._words(at) for at in self.untold)

    def _holds_names(self, at: int) -> bool:
        cells = [
            row.cells[at] for row in self.table.rows(watched=False) if at < len(row.cells) and row.cells[at]
        ]
        names = [cell for cell in cells if 2 <= len(cell.split()) <= 4 and _capital(cell)]
        return len(names) * 2 > len(cells)

    def _words(self, at: int) -> bool:
        rows = self.table.rows(watched=False)
        return any(at < len(row.cells) and sum(map(str.isalpha, row.cells[at])) > 2 for row in rows)

    def not_taken(self) -> Iterator[Note]:
        """One sentence on the columns that hold something and go nowhere."""
        yield from not_taken(self.table.header, sorted(at for at, count in self.untold.items() if count))

    def items(self) -> Iterator[Item]:
        """People, and rows that are none."""
        header = tuple(map(normal, self.table.header.cells))
        reader = RowReader(
            self.table.header, self.mapping, self.days, self.orders, self.preset.tag_marks, self.capitals < 0
        )
        for row in self.table.rows():
            where = f"{self.table.path.name}:{row.line}"
            if row.broken:
                yield Skipped(where, row.broken)
            elif _again(row, header):
                yield Skipped(where, "the header again")
            else:
                if any(row.cells[len(header) :]):
                    self.days.doubts.add(
                        "A row has more cells than the header; those at its end were left out", where
                    )
                yield self._finished(reader, reader.record(row, where))

    def _finished(self, reader: RowReader, record: Record) -> Person | Skipped:
        person = reader.person(record, named_by_company=self.preset.named_by_company)
        if isinstance(person, Skipped) or self.mapping.ours:
            return person
        finished = self.preset.finish(person, record)
        if isinstance(finished, str):
            return Skipped(record.where, finished)
        self.untold.update(reader.beaten(record, finished))
        return finished


def _again(row: TableRow, header: Sequence[str]) -> bool:
    """True for a header that stands once more among the rows: every filled cell is its own header."""
    filled = [(at, cell) for at, cell in enumerate(row.cells) if cell]
    return all(at < len(header) and normal(cell) == header[at] for at, cell in filled)


def _capital(text: str) -> bool:
    return not any(char.isdigit() or char == "@" for char in text) and not text[:1].islower()
