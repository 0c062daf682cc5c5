"""One cell: what it can hold, when it is blank, how it is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from connectkit.model.formula import tokens


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A formula with its leading ``=``, and the value it shows. Two that differ only in spelling are equal.

    connectkit writes link formulas alone (``drafts/link.py``); all others are the user's and never overwritten.
    """

    text: str
    value: bool | int | float | str | date | CellError | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Formula) and tokens(self.text) == tokens(other.text)

    def __hash__(self) -> int:
        return hash(tokens(self.text))


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that shows ``label`` and opens ``url``. The URL has passed ``drafts/link.py``'s scheme allow-list."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows a spreadsheet error such as ``#REF!``."""

    code: str


CellValue = bool | int | float | str | date | datetime | Formula | Link | CellError | None
"""One raw cell. ``None`` and ``""`` both mean empty and compare as such through :func:`blank`.

Numbers whose cell is formatted as a date arrive as ``date`` (no time of day) or ``datetime``; other numbers as
``int`` (whole) or ``float``. Text is exactly what the cell holds.
"""

Row = list[CellValue]


def blank(value: CellValue) -> bool:
    """True for an empty cell and for text of white space only."""
    return value is None or (isinstance(value, str) and not value.strip())


def shown(value: CellValue) -> CellValue:
    """The value a cell shows: a formula's result, anything else as it is."""
    return value.value if isinstance(value, Formula) else value


def column_letter(index: int) -> str:
    """Column index to letters: 1 is A, 27 is AA."""
    letters = ""
    while index > 0:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Row number and column index to a cell's name: (7, 3) is C7."""
    return f"{column_letter(column)}{row}"
