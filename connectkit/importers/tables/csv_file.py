"""Tables in text files as people have them: any separator, a header somewhere in the first lines, broken rows.

``csv.reader`` does the splitting; around it stands what real exports need: a row that opens a quotation mark and
never closes it costs that row, not the rest of the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from connectkit.errors import ImportFailed
from connectkit.importers.base import Options
from connectkit.importers.text import Decoder, TextFile, clean, head_text, split_lines, unguarded
from connectkit.schema import normal
from connectkit.sheet.headers import is_known, known_as

HEADER_ROWS = 20
SEPARATORS = (",", ";", "\t", "|")
MOST_LINES = 1_000
"""So many lines in one cell mean that a quotation mark was never closed."""

_SEP = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)

csv.field_size_limit(32 * 1024 * 1024)


@dataclass(frozen=True)
class Header:
    """The header row of a table: its cells as they stand and normalised, its place, the separator."""

    cells: tuple[str, ...]
    normal: tuple[str, ...]
    index: int  # rows that stand above it
    separator: str

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The headers in the plainest spelling that means something."""
        return tuple(map(known_as, self.cells))

    @property
    def names(self) -> frozenset[str]:
        """The normalised headers, as a set."""
        return frozenset(self.normal)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of cells, cleaned, and its line number in the file; ``broken`` says why it can't be used."""

    line: int
    cells: list[str]
    broken: str = ""


def header_in(rows: list[list[str]], separator: str, said: Collection[str] = ()) -> Header | None:
    """The first of these rows with a header the user named (``said``, normalised); else the first in which at least two
    cells are known headers; else the first that is one such cell."""
    headers = [
        Header(cells, tuple(map(normal, cells)), index, separator)
        for index, cells in enumerate(tuple(map(clean, row)) for row in rows[:HEADER_ROWS])
    ]
    named = [one for one in headers if one.names & set(said)]
    if said:
        return max(named, key=lambda one: len(one.names & set(said)), default=None)
    for one in headers:
        if _known(one) >= 2:
            return one
    for one in headers:
        if _known(one) == 1 and len(one.cells) == 1 and not one.cells[0].endswith(":"):
            return one
    return None


@lru_cache(maxsize=8)
def header_of(head: bytes) -> Header | None:
    """The header of a table whose file begins with these bytes; None where they hold none."""
    return _header(split_lines(head_text(head)))


def _header(lines: list[str], said: Collection[str] = ()) -> Header | None:
    start = "".join(lines[:2])
    if not lines or start.count("\0") * 20 > len(start):
        return None
    told = _SEP.fullmatch(lines[0])
    best: Header | None = None
    for separator in (told[1],) if told else SEPARATORS:
        found = header_in(list(_rough_rows(lines, separator)), separator, said)
        if found is None:
            continue
        if best is None or (len(found.names & set(said)), _known(found)) > (
            len(best.names & set(said)),
            _known(best),
        ):
            best = found
    return best


def _known(header: Header) -> int:
    return sum(map(is_known, set(header.known)))


def _rough_rows(lines: list[str], separator: str) -> Iterator[list[str]]:
    reader = csv.reader(iter(lines), delimiter=separator)
    for _ in range(HEADER_ROWS):
        try:
            yield next(reader)
        except (StopIteration, csv.Error):
            return


@dataclass
class CsvTable:
    """One text file of rows. ``rows()`` may be asked for more than once; each time the file is read anew."""

    path: Path
    options: Options
    header: Header
    decoder: Decoder = field(default_factory=Decoder)

    def rows(self, *, watched: bool = True) -> Iterator[TableRow]:
        """Every row under the header that is not blank. ``watched``: progress is told."""
        decoder = self.decoder if watched else Decoder(self.decoder.page, self.decoder.locale)
        lines = TextFile(self.path, decoder, self.options.encoding).lines()
        feed = _Feed(lines, self.options if watched else None)
        for at, row in enumerate(_records(feed, self.header.separator)):
            if at <= self.header.index:
                continue
            cells = [_cell(cell) for cell in row.cells]
            if row.broken or any(cells):
                yield TableRow(row.line, cells, row.broken)

    def notes(self) -> Iterator[str]:
        """What had to be assumed about the letters."""
        return self.decoder.notes(self.path.name)


def _cell(text: str) -> str:
    return clean(unguarded(clean(text))) if text else ""


def open_csv(path: Path, options: Options) -> CsvTable:
    """The table in a text file.

    Raises:
        ImportFailed: no header row was found, or the file can't be read.
    """
    decoder = Decoder(options.encoding, options.locale)
    start: list[str] = []
    size = 0
    for line, width in TextFile(path, decoder, options.encoding).lines():
        start.append(line)
        size += width
        if size > 262_144 or len(start) > 200:
            break
    said = [normal(text) for _, text in options.headers]
    header = _header(start, said)
    if header is None and said:
        raise _no_such_header(path, start, options)
    if header is None:
        raise ImportFailed(
            f"{path.name} has no header row that connectkit knows: in its first {HEADER_ROWS} rows no two cells are "
            "names of columns such as Name, First Name, Email, Phone, Company or Last contact.",
            "Write such headers above the columns; for another wording use --header email=“Your header”.",
        )
    return CsvTable(path, options, header, Decoder(options.encoding, options.locale))


def _no_such_header(path: Path, lines: list[str], options: Options) -> ImportFailed:
    """The sentence for a header the user named that stands in no row."""
    told = ", ".join(f"“{text}”" for _, text in options.headers)
    mark = max(SEPARATORS, key=lambda one: sum(line.count(one) for line in lines[:5]))
    row = max(
        _rough_rows(lines, mark), key=lambda cells: sum(bool(cell.strip()) for cell in cells), default=[]
    )
    cells = ", ".join(f"“{clean(cell)}”" for cell in row if cell.strip())
    return ImportFailed(f"{path.name} has no header {told}.", f"Its headers may be {cells}.")


class _Feed:
    """Lines handed to csv.reader, remembered until their record is whole, so that they can be handed out again."""

    def __init__(self, lines: Iterator[tuple[str, int]], options: Options | None) -> None:
        self._lines, self._options = lines, options
        self._again: list[str] = []
        self.taken: list[str] = []
        self.line = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise _Runaway
        if self._again:
            line = self._again.pop()
        else:
            line, size = next(self._lines)
            if self._options is not None:
                self._options.progress(size)
            line = line.replace("\0", "")
        self.taken.append(line)
        self.line += 1
        return line

    def start_record(self) -> int:
        """Forgets the lines handed out; gives the number of the line that comes next."""
        self.taken.clear()
        return self.line + 1

    def take_back(self, keep: int = 0) -> None:
        """All lines of this record but the first ``keep`` are handed out again."""
        again = self.taken[keep:]
        self._again.extend(reversed(again))
        self.line -= len(again)
        del self.taken[keep:]


class _Runaway(Exception):  # noqa: N818 - never leaves this module
    """A record goes on and on."""


def _records(feed: _Feed, separator: str) -> Iterator[TableRow]:
    """All records, blank ones and those above the header included, so that their places can be counted."""
    reader = csv.reader(feed, delimiter=separator, strict=True)
    while True:
        line = feed.start_record()
        try:
            yield TableRow(line, next(reader))
            continue
        except StopIteration:
            return
        except (csv.Error, _Runaway) as error:
            yield _mended(feed, separator, line, endless=_is_endless(error) or len(feed.taken) > 1)
        reader = csv.reader(feed, delimiter=separator, strict=True)


def _is_endless(error: Exception) -> bool:
    return isinstance(error, _Runaway) or "unexpected end" in str(error)


def _mended(feed: _Feed, separator: str, line: int, *, endless: bool) -> TableRow:
    """A record that breaks the rules of quoting: read leniently on its own lines, or given up as one line."""
    while not endless:
        text = "".join(feed.taken)
        rows = _lenient(text, separator)
        if len(rows) == 1 and not (text.endswith("\n") and rows[0][-1:] and rows[0][-1].endswith("\n")):
            return TableRow(line, rows[0])
        try:
            next(feed)
        except (StopIteration, _Runaway):
            break
    feed.take_back(1)
    return TableRow(line, [], "a quotation mark opens here and is never closed")


def _lenient(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(iter(split_lines(text)), delimiter=separator))
    except csv.Error:
        return []
