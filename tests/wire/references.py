"""The cell references inside a formula, and how they follow the cells they mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, Protocol

from tests.wire.a1 import split
from tests.wire.state import Box, column_of, letters, quoted

REFERENCE = (
    r"(?:(?:'(?:[^']|'')*'|[A-Za-z_][\w.]*)!)?"
    r"(?:\$?[A-Za-z]{1,3}\$?[1-9]\d*(?::\$?[A-Za-z]{1,3}(?:\$?[1-9]\d*)?)?"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?:\$?[1-9]\d*)?|\$?[1-9]\d*:\$?[1-9]\d*)(?![\w(.!$])"
)
_PIECE = re.compile(rf'"(?:[^"]|"")*"|(?<![\w.$])({REFERENCE})')
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d*)")


class Corner(NamedTuple):
    """One end of a reference, counted from 0; None where it names no row or no column."""

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False

    @property
    def text(self) -> str:
        """As it stands in a formula."""
        column = "" if self.column is None else ("$" if self.column_fixed else "") + letters(self.column)
        return column + ("" if self.row is None else ("$" if self.row_fixed else "") + str(self.row + 1))


class Reference(NamedTuple):
    """A cell or a range in a formula; ``title`` is None for the formula's own tab, ``last`` for a single cell."""

    title: str | None
    first: Corner
    last: Corner | None = None

    @property
    def text(self) -> str:
        """As it stands in a formula."""
        tab = "" if self.title is None else quoted(self.title) + "!"
        return tab + self.first.text + ("" if self.last is None else ":" + self.last.text)

    @property
    def box(self) -> Box:
        """The block it means; open ends lie far out."""
        last, far = self.last or self.first, 10_000_000
        rows = sorted((self.first.row or 0, far if last.row is None else last.row))
        columns = sorted((self.first.column or 0, far if last.column is None else last.column))
        return Box(rows[0], rows[1] + 1, columns[0], columns[1] + 1)


class Mapping(Protocol):
    """Where the rows or columns of a tab went."""

    def point(self, index: int) -> int | None:
        """The new place of one row or column; None when it is gone."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The new place of a half-open range; None when it is gone."""


def _corner(text: str) -> Corner:
    found = _CORNER.fullmatch(text)
    if not found:
        raise ValueError(text)
    column_mark, column, row_mark, row = found.groups()
    if not column:
        row_mark = row_mark or column_mark
    return Corner(
        int(row) - 1 if row else None,
        column_of(column) if column else None,
        bool(row_mark),
        bool(column and column_mark),
    )


def reference(text: str) -> Reference:
    """The reference a text is."""
    title, rest = split(text)
    first, _, last = rest.partition(":")
    return Reference(title, _corner(first), _corner(last) if last else None)


@lru_cache(maxsize=65536)
def pieces(text: str) -> tuple[str | Reference, ...]:
    """A formula cut into plain text and references."""
    found: list[str | Reference] = []
    at = 0
    for match in _PIECE.finditer(text):
        if match.group(1):
            found += [text[at : match.start()], reference(match.group(1))]
            at = match.end()
    return (*found, text[at:])


def _rewrite(text: str, change: Callable[[Reference], str]) -> str:
    return "".join(piece if isinstance(piece, str) else change(piece) for piece in pieces(text))


def _nudge(index: int | None, by: int, fixed: bool) -> int | None:
    return index if index is None or fixed else index + by


def shifted(text: str, down: int, right: int) -> str:
    """The formula as a copy of its cell holds it so far down and to the right."""

    def corner(one: Corner) -> Corner:
        row, column = _nudge(one.row, down, one.row_fixed), _nudge(one.column, right, one.column_fixed)
        return one._replace(row=row, column=column)

    def change(found: Reference) -> str:
        new = Reference(found.title, corner(found.first), corner(found.last) if found.last else None)
        ends = (new.first, new.last or new.first)
        lost = any(
            (end.row is not None and end.row < 0) or (end.column is not None and end.column < 0)
            for end in ends
        )
        return "#REF!" if lost else new.text

    return _rewrite(text, change)


def remapped(text: str, own: str, title: str, rows: Mapping | None, columns: Mapping | None) -> str:
    """The formula of a cell on tab ``own`` after rows or columns of tab ``title`` went elsewhere."""

    def change(found: Reference) -> str:
        if (found.title or own).casefold() != title.casefold():
            return found.text
        if found.last is None:
            row = found.first.row if rows is None or found.first.row is None else rows.point(found.first.row)
            column = (
                found.first.column
                if columns is None or found.first.column is None
                else columns.point(found.first.column)
            )
            return (
                "#REF!"
                if row is None or column is None
                else Reference(found.title, found.first._replace(row=row, column=column)).text
            )
        ends = (found.first, found.last)
        row_ends = _ends(rows, found.first.row, found.last.row)
        column_ends = _ends(columns, found.first.column, found.last.column)
        if row_ends is None or column_ends is None:
            return "#REF!"
        first, last = (end._replace(row=row_ends[i], column=column_ends[i]) for i, end in enumerate(ends))
        return Reference(found.title, first, last).text

    return _rewrite(text, change)


def _ends(
    mapping: Mapping | None, first: int | None, last: int | None
) -> tuple[int | None, int | None] | None:
    """Both ends of a range along one axis; None when the range is gone."""
    if mapping is None or first is None:
        return first, last
    if last is None:
        start = mapping.span(first, 10_000_000)
        return None if start is None else (start[0], None)
    span = mapping.span(first, last + 1)
    return None if span is None else (span[0], span[1] - 1)


def retitled(text: str, old: str, new: str | None) -> str:
    """The formula after a tab got another title, or went away (``None``)."""

    def change(found: Reference) -> str:
        if found.title is None or found.title.casefold() != old.casefold():
            return found.text
        return "#REF!" if new is None else found._replace(title=new).text

    return _rewrite(text, change)


def followed(text: str, own: str, source: tuple[str, Box], target: tuple[str, int, int]) -> str:
    """The formula of a cell on tab ``own`` after a block was cut and pasted: references wholly inside go along.

    ``target`` is the tab pasted to, and how far down and right the block went.
    """
    title, box = source
    new_title, down, right = target

    def change(found: Reference) -> str:
        block = found.box
        inside = (
            box.top <= block.top
            and block.bottom <= box.bottom
            and box.left <= block.left
            and block.right <= box.right
        )
        if (found.title or own).casefold() != title.casefold() or not inside:
            return found.text
        named = found.title if new_title == title else new_title
        moved = [
            end._replace(row=_nudge(end.row, down, False), column=_nudge(end.column, right, False))
            for end in (found.first, found.last)
            if end is not None
        ]
        return Reference(named, *moved).text

    return _rewrite(text, change)
