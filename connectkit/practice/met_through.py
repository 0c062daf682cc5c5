"""Who introduced whom: what Met says, read against the names in the sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from connectkit.sheet.cells import as_text
from connectkit.sheet.tables import Tables
from connectkit.text.lazy import pattern
from connectkit.text.names import read_name
from connectkit.text.plain import fold

_THROUGH = pattern(
    r"(?:introduc(?:ed|tion) (?:by|from|through|via)|intro(?:'d)? (?:by|from|through|via)|put in touch by|in touch through"
    r"|through|via|thanks to|vorgestellt (?:von|durch)|bekannt gemacht von|uber|durch) (.+)"
)
_END = pattern(r"[,;:.()]|\s-\s| in \d| at | on | bei | am ")


def introduced_by(met: str) -> str:
    """The words of Met that name who made the introduction, folded; ``""`` where it says nothing of the kind."""
    found = _THROUGH.search(fold(met))
    return _END.split(found[1], maxsplit=1)[0].strip() if found else ""


def introducers(tables: Tables) -> dict[int, int]:
    """Contact row to the row of the contact who introduced them, where Met names one contact and no other.

    ``Introduced by Tomasz`` is enough while there is one Tomasz.
    """
    sheet, names = tables.contacts.sheet, tables.contacts.frame["name"].tolist()
    if not any(sheet.column("met")):
        return {}
    index = _index(dict(zip(sheet.numbers, names, strict=True)))
    found: dict[int, int] = {}
    for row, cell in zip(sheet.numbers, sheet.column("met"), strict=True):
        words = introduced_by(as_text(cell)) if cell else ""
        rows = _named(words, index) if words else []
        if len(rows) == 1 and rows[0] != row:
            found[row] = rows[0]
    return found


def _index(names: Mapping[int, str]) -> dict[str, list[int]]:
    """Whole names and first names to the rows that carry them."""
    index: dict[str, list[int]] = defaultdict(list)
    for row, name in names.items():
        for key in {fold(name), fold(read_name(name).first)} - {""}:
            index[key].append(row)
    return index


def _named(words: str, index: Mapping[str, list[int]]) -> list[int]:
    """The rows of the longest beginning of the words that is a name."""
    parts = words.split()[:5]
    for length in range(len(parts), 0, -1):
        rows = index.get(" ".join(parts[:length]))
        if rows:
            return rows
    return []
