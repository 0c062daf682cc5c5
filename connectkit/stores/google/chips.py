"""Smart chips: what a cell with people or files in it shows, and which addresses its people have.

Whether the value of such a cell holds ``@`` in a chip's place or the name that shows, and which of the two the runs
count in, is written nowhere: both are read, and a run whose place can't be trusted is never cut by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from connectkit.schema import CONTACTS, normal
from connectkit.sheet.headers import aliases
from connectkit.text.lazy import pattern

Cells = Mapping[str, Any]

NAME_FIELDS = (
    "sheets(properties(sheetId),data(startRow,startColumn,rowData(values(formattedValue,"
    "chipRuns(startIndex,chip(personProperties(email)))))))"
)
_ADDRESS = pattern(r"[^\s,;<>()]+@[^\s,;<>()]+")


def email_headers(own: Mapping[str, str]) -> frozenset[str]:
    """The headers, as ``schema.normal`` has them, under which a chip stands for its address; ``own`` are the user's."""
    column = CONTACTS.column("email")
    mine = {normal(own["email"])} if "email" in own else set()
    return frozenset({normal(column.title), *aliases(column), *mine})


def displayed(cell: Cells) -> str:
    """What the cell shows; the people's addresses in their places as long as the names were not asked for."""
    text = _text(cell)
    shown = cell.get("formattedValue")
    if shown:
        return str(shown)
    return _replaced(text, cell["chipRuns"]) if _has_placeholders(text, cell["chipRuns"]) else text


def addresses(cell: Cells) -> str:
    """The text of the cell with the addresses in the chips' places; where these aren't known, the addresses alone."""
    text, runs = _text(cell), cell["chipRuns"]
    if _has_placeholders(text, runs):
        return _replaced(text, runs)
    found = [email for run in runs if (email := _email(run))]
    return ", ".join(dict.fromkeys([*found, *_ADDRESS.findall(text)])) if found else text


def unnamed(cell: Cells) -> bool:
    """True where only another look says which name a person's chip shows."""
    return "formattedValue" not in cell and _has_placeholders(_text(cell), cell["chipRuns"])


def name_them(cells: Mapping[Any, dict[str, Any]], looked: Mapping[Any, Cells]) -> None:
    """Puts the shown names of a later look into the cells that hold the same chips still."""
    for place, cell in cells.items():
        seen = looked.get(place, {})
        if seen.get("chipRuns") == cell["chipRuns"] and seen.get("formattedValue"):
            cell["formattedValue"] = seen["formattedValue"]


def _text(cell: Cells) -> str:
    return str((cell.get("effectiveValue") or {}).get("stringValue", ""))


def _email(run: Cells) -> str:
    return str(((run.get("chip") or {}).get("personProperties") or {}).get("email", ""))


def _pieces(text: str, runs: Sequence[Cells]) -> Iterator[tuple[str, str]]:
    """Every run's text and address; positions count UTF-16 units."""
    units = text.encode("utf-16-le")
    starts = [int(run.get("startIndex", 0)) for run in runs]
    yield units[: starts[0] * 2].decode("utf-16-le", "replace"), ""
    for run, start, end in zip(runs, starts, [*starts[1:], len(units) // 2], strict=True):
        yield units[start * 2 : end * 2].decode("utf-16-le", "replace"), _email(run)


def _has_placeholders(text: str, runs: Sequence[Cells]) -> bool:
    people: Iterable[str] = [piece for piece, email in _pieces(text, runs) if email]
    return bool(people) and all(piece == "@" for piece in people)


def _replaced(text: str, runs: Sequence[Cells]) -> str:
    return "".join(email or piece for piece, email in _pieces(text, runs))
