"""A1 notation to a sheet and a block of cells."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.wire.answers import ApiError, Json, invalid
from tests.wire.state import Box, Sheet, Spreadsheet, column_of, letters, quoted

_CELLS = re.compile(r"\$?([A-Za-z]{1,3})?\$?(0*[1-9]\d*)?(?::\$?([A-Za-z]{1,3})?\$?(0*[1-9]\d*)?)?")
_BIG = 2_000_000


class Place(NamedTuple):
    """A block of cells of one sheet."""

    sheet: Sheet
    box: Box

    @property
    def a1(self) -> str:
        """The block with its tab, as ``range`` echoes it."""
        box = self.box
        first = f"{letters(box.left)}{box.top + 1}"
        if box.height == 1 and box.width == 1:
            return f"{quoted(self.sheet.title)}!{first}"
        return f"{quoted(self.sheet.title)}!{first}:{letters(box.right - 1)}{box.bottom}"


def _unparsed(text: str) -> ApiError:
    return invalid(f"Unable to parse range: {text}")


def cells(text: str) -> Box | None:
    """``B2:C`` as a block with far open ends; None when it is no such notation."""
    found = _CELLS.fullmatch(text)
    if not found or not text or text.endswith(":") or text.startswith(":"):
        return None
    left, top, right, bottom = found.groups()
    if ":" not in text:
        if not (left and top):
            return None
        right, bottom = left, top
    elif not (left or top) or not (right or bottom):
        return None
    columns = sorted((column_of(left) if left else 0, column_of(right) if right else _BIG))
    rows = sorted((int(top) - 1 if top else 0, int(bottom) - 1 if bottom else _BIG))
    return Box(rows[0], rows[1] + 1, columns[0], columns[1] + 1)


def split(text: str) -> tuple[str | None, str]:
    """``'My ''Tab'''!A1`` to (title, cells); the title is None when there is none."""
    if text.startswith("'"):
        found = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.DOTALL)
        if not found:
            return None, text
        return found.group(1).replace("''", "'"), found.group(2) or ""
    if "!" in text:
        title, _, rest = text.partition("!")
        return title, rest
    return None, text


def place(book: Spreadsheet, text: str) -> Place:
    """Where a range of the API points.

    Raises:
        ApiError: 400, also for a tab that does not exist: the API does not tell the two apart.
    """
    title, rest = split(text)
    if title is None:
        return _bare(book, text)
    sheet = _titled(book, title)
    if sheet is None:
        raise _unparsed(text)
    if not rest:
        return Place(sheet, sheet.all)
    box = cells(rest)
    if box is None:
        raise _unparsed(text)
    return Place(sheet, clipped(sheet, box))


def _titled(book: Spreadsheet, title: str) -> Sheet | None:
    return next((sheet for sheet in book.sheets if sheet.title.casefold() == title.casefold()), None)


def _bare(book: Spreadsheet, text: str) -> Place:
    """A range without a tab: cells of the first tab, else a named range, else a whole tab."""
    box = cells(text)
    if box is not None:
        return Place(book.sheets[0], clipped(book.sheets[0], box))
    for named in book.named:
        if named["name"] == text:
            return grid_place(book, named.get("range", {}))
    sheet = _titled(book, text)
    if sheet is None:
        raise _unparsed(text)
    return Place(sheet, sheet.all)


def clipped(sheet: Sheet, box: Box) -> Box:
    """The part inside the grid; 400 when the block starts outside."""
    if box.top >= sheet.row_count or box.left >= sheet.column_count:
        far = Box(box.top, min(box.bottom, _BIG), box.left, min(box.right, _BIG))
        raise sheet.past_grid(far)
    return Box(box.top, min(box.bottom, sheet.row_count), box.left, min(box.right, sheet.column_count))


def grid_place(book: Spreadsheet, range_: Json, where: str = "range") -> Place:
    """Where a GridRange points."""
    sheet = book.by_id(range_.get("sheetId", 0), where)
    return Place(sheet, sheet.box(range_, where))


def grid_range(sheet: Sheet, box: Box) -> Json:
    """A block as a GridRange, with the sheetId left out when it is 0 as the API does."""
    shown: Json = {"sheetId": sheet.sheet_id} if sheet.sheet_id else {}
    shown |= {"startRowIndex": box.top, "endRowIndex": box.bottom}
    return shown | {"startColumnIndex": box.left, "endColumnIndex": box.right}
