"""What the table of tabs is made of: a tab, a column, its owner, its kind; and how headers are compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from connectkit.schema.charts import Chart


class Owner(StrEnum):
    """Who may write a column. Every column has exactly one owner."""

    USER = "user"
    TOOL = "tool"


class Merge(StrEnum):
    """The narrow ways in which connectkit may touch a user's cell."""

    NEVER = "never"
    FORWARD = "forward"  # to a later date, never back, never empty
    FILL = "fill"  # a blank cell gets a day, in the write that logs what it is about
    RETIRE = "retire"  # the Status of a draft nobody touched says that it is over
    CONSUME = "consume"  # text becomes Log rows, then the cell is emptied, in one atomic write
    ONCE = "once"  # emptied in the write that files its text in the Log; filled from an inbox that is filed


class Kind(StrEnum):
    """What a cell of a column means, hence how it is read, written and formatted."""

    TEXT = "text"
    LONG = "long"  # wrapped text
    DATE = "date"
    BIRTHDAY = "birthday"  # a day and month, with or without a year
    CADENCE = "cadence"  # "6 weeks", "90"
    CHOICE = "choice"
    TICK = "tick"
    NUMBER = "number"
    LINK = "link"
    ID = "id"


class Offer(StrEnum):
    """When connectkit adds a column itself."""

    ADOPT = "adopt"  # to every sheet, the user's own included
    NEW = "new"  # to a workbook connectkit makes
    NEVER = "never"  # recognised where it stands, never added


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in code, its header in the sheet, its owner.

    ``width`` is in characters; further headers under which a user's column is recognised stand in
    ``sheet/headers.py``. ``younger``: workbooks were made before there was such a column, so
    that a tab without it may well be connectkit's. ``former``: the header it has in such workbooks.
    """

    key: str
    title: str
    kind: Kind
    owner: Owner
    help: str
    merge: Merge = Merge.NEVER
    required: bool = False
    hidden: bool = False
    offer: Offer = Offer.NEW
    width: int = 14
    choices: tuple[str, ...] = ()
    younger: bool = False
    former: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. An owner ``TOOL`` means the whole tab is rewritten as a block; nothing typed there is kept.

    ``banner`` is a line above the header that says so. ``only_if_rows``: the tab is made when there is
    something to put into it. ``live``: only in a sheet that a phone can edit (Google's),
    where it stands before the user's own tabs. An ``offer`` of ``NEW`` is a tab only a workbook of connectkit's own begins with.
    """

    key: str
    title: str
    owner: Owner
    columns: tuple[Column, ...]
    help: str
    banner: str = ""
    only_if_rows: bool = False
    offer: Offer = Offer.ADOPT
    live: bool = False
    charts: tuple[Chart, ...] = ()

    def column(self, key: str) -> Column:
        """The column with this key; KeyError if the tab has none."""
        return next(column for column in self.columns if column.key == key)

    @property
    def keys(self) -> tuple[str, ...]:
        """The column keys, in the order of a new tab."""
        return tuple(column.key for column in self.columns)


def normal(header: object) -> str:
    """A header as headers are compared: trimmed, casefolded, ``? : *`` dropped, ``_ -`` and runs of blanks one blank."""
    text = str(header or "")
    return _normal(text) if len(text) <= _LONGEST_HEADER else _normal.__wrapped__(text)


_LONGEST_HEADER = 100
"""Longer texts are no headers, and not worth remembering."""


@lru_cache(maxsize=4096)
def _normal(text: str) -> str:
    text = text.replace("_", " ").replace("-", " ")
    for mark in "?:*\u200e\u200f\ufeff":
        text = text.replace(mark, "")
    return " ".join(text.casefold().split())
