"""Any table of people with recognisable headers, as text or as a workbook; says how it took its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from connectkit import schema
from connectkit.errors import ConnectkitError, ImportFailed
from connectkit.importers.base import CERTAIN, LIKELY, MAYBE, NO, Options
from connectkit.importers.tables import google, hubspot, linkedin, outlook, thunderbird
from connectkit.importers.tables.columns import is_ours
from connectkit.importers.tables.csv_file import Header, TableRow, header_in, header_of
from connectkit.importers.tables.preset import Preset
from connectkit.importers.text import clean, unguarded
from connectkit.model import CellValue, Link, RawTab, blank, shown
from connectkit.people.records import Exchange, Item, Skipped
from connectkit.schema import LOG
from connectkit.sheet.headers import is_known
from connectkit.text.dates import read_date

CSV = Preset(
    "csv",
    "Any table as text (comma, semicolon or tab) with headers such as Name, Email, Company, Last contact.",
    lambda names: MAYBE if names else NO,
    show_mapping=True,
)

_PRESETS = (google.FORMAT, linkedin.FORMAT, outlook.FORMAT, thunderbird.FORMAT, hubspot.FORMAT)


@dataclass
class SheetTable:
    """One worksheet as a table."""

    path: Path
    raw: RawTab
    header: Header
    _notes: list[str] = field(default_factory=list)

    def rows(self, *, watched: bool = True) -> Iterator[TableRow]:  # noqa: ARG002 - the protocol's signature
        """The rows under the header that are not blank; line numbers are the sheet's row numbers."""
        ours = is_ours(set(self.header.normal))
        for number, row in enumerate(self.raw.rows[self.header.index + 1 :], start=self.header.index + 2):
            cells = [cell_text(cell, guarded=not ours) for cell in row]
            if any(cells):
                yield TableRow(number, cells)

    def notes(self) -> Iterable[str]:
        """Which worksheet was read."""
        return self._notes


def cell_text(value: CellValue, *, guarded: bool = True) -> str:
    """A cell as the text a table in a text file would hold: days as ISO dates, whole numbers without a point."""
    if isinstance(value, Link):
        return value.url
    value = shown(value)
    if blank(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    return clean(unguarded(clean(str(value)))) if guarded else clean(str(value))


@dataclass(frozen=True)
class WorkbookFormat:
    """A workbook: its tab whose headers say the most is read, by the program's own preset where it is one."""

    kind: str = "xlsx"
    help: str = "A workbook (.xlsx) with a table of people under recognisable headers."

    def looks_like(self, head: bytes, name: str) -> int:
        """By the zip's first bytes and the name."""
        if not head.startswith(b"PK\x03\x04"):
            return NO
        if name.casefold().endswith((".xlsx", ".xlsm")):
            return CERTAIN
        return LIKELY if b"xl/" in head or b"[Content_Types].xml" in head[:2048] else NO

    def looks_like_folder(self, folder: Path) -> int:  # noqa: ARG002 - the protocol's signature
        """A workbook is a file."""
        return NO

    def read(self, path: Path, options: Options) -> Iterator[Item]:
        """The people of the best tab, row by row."""
        table, tabs = open_sheet(path, [schema.normal(text) for _, text in options.headers])
        options.progress(path.stat().st_size)
        preset = max(_PRESETS, key=lambda one: one.marks(table.header.names))
        if preset.marks(table.header.names) < LIKELY:
            preset = CSV
        yield from replace(preset, show_mapping=True).people(table, options)
        if is_ours(set(table.header.normal)):
            yield from _log(path, tabs, options.today)


XLSX = WorkbookFormat()


def _log(path: Path, tabs: Sequence[RawTab], today: date) -> Iterator[Item]:
    """The interactions of a workbook of connectkit's own."""
    wanted = {schema.normal(LOG.column(key).title): key for key in LOG.keys}
    for raw in tabs:
        heads = [[wanted.get(schema.normal(shown(cell))) for cell in row] for row in raw.rows[:20]]
        top = next(
            (at for at, row in enumerate(heads) if {"date", "name", "kind", "contact_id"} <= set(row)), None
        )
        for number, row in enumerate(raw.rows[top + 1 :] if top is not None else (), start=(top or 0) + 2):
            cells = {
                key: cell_text(value, guarded=False)
                for key, value in zip(heads[top or 0], row, strict=False)
                if key
            }
            if any(cells.values()):
                yield _exchange(cells, f"{path.name}: {raw.title} {number}", today)


def _exchange(cells: Mapping[str, str], where: str, today: date) -> Exchange | Skipped:
    day = read_date(cells.get("date", ""), today=today).day
    if day is None or day > today:
        return Skipped(where, "no day in the past that can be read")
    return Exchange(
        day=day,
        name=cells.get("name", ""),
        kind=cells.get("kind", ""),
        key=cells.get("id") or where,
        direction=cells.get("direction", ""),
        subject=cells.get("summary", ""),
        where=where,
        contact=cells.get("contact_id", ""),
    )


def open_sheet(path: Path, said: Sequence[str] = ()) -> tuple[SheetTable, Sequence[RawTab]]:
    """The table of the tab that has the most known headers, and all tabs.

    Raises:
        ImportFailed: not a workbook, or no tab has a header row.
    """
    from connectkit.stores.xlsx.package.package import Package
    from connectkit.stores.xlsx.store import read_tabs

    try:
        tabs = read_tabs(Package.from_bytes(path.read_bytes()))
    except OSError as error:
        raise ImportFailed(
            f"{path} can't be read ({error.strerror or error}).", "Look at its name and rights."
        ) from error
    except ConnectkitError as error:
        raise ImportFailed(error.message, error.hint) from error
    found = [
        SheetTable(path, raw, header) for raw in tabs if (header := _sheet_header(raw, said)) is not None
    ]
    if not found:
        names = ", ".join(f"“{raw.title}”" for raw in tabs[:8]) or "none"
        raise ImportFailed(
            f"No tab of {path.name} has a header row that connectkit knows; its tabs are {names}.",
            "Write headers such as Name, Email, Company above the columns.",
        )
    best = max(found, key=lambda one: (_worth(one.header), -tabs.index(one.raw)))
    if len(tabs) > 1:
        best._notes.append(f"Of {path.name} the tab “{best.raw.title}” was read.")
    return best, tabs


def _sheet_header(raw: RawTab, said: Sequence[str]) -> Header | None:
    rows = [[cell_text(cell) for cell in row] for row in raw.rows[:20]]
    return header_in(rows, "", said)


def _worth(header: Header) -> int:
    return sum(map(is_known, set(header.known)))


def is_table(head: bytes) -> bool:
    """True for bytes that begin a text table with a header row."""
    return header_of(head) is not None
