"""How our tabs look, in one place: colours, cell formats, and which rows are marked for what.

A mark never rests on colour alone: the word in the cell, bold or italic type and a line at the left edge say
the same. Cells are formatted one by one, because LibreOffice shows no table styles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import NamedTuple

from connectkit import schema
from connectkit.schema import Column, Kind, Owner, Tab

DAY = "d mmm yyyy"
"""Dates with the month in letters: nobody can take 3/4 for the other day."""
MOMENT = "d mmm yyyy hh:mm"

Properties = Mapping[str, object]
"""What XlsxWriter's ``add_format`` takes."""

INK, MUTED, FAINT = "#22303C", "#5A6570", "#6A7075"
_ACCENT, _ACCENT_PALE, _ACCENT_INK = "#5F9A94", "#DCE9E7", "#17403D"
_GREY, _GREY_PALE, _GREY_LINE = "#B4B8BB", "#F2F2F0", "#E4E6E8"

TAB_COLOUR: Mapping[Owner, str] = {Owner.USER: _ACCENT, Owner.TOOL: _GREY}

_HEADER: Properties = {"valign": "vcenter", "text_wrap": True, "align": "left"}
_HEADERS: Mapping[Owner, Properties] = {
    Owner.USER: {
        **_HEADER,
        "bold": True,
        "font_color": _ACCENT_INK,
        "bg_color": _ACCENT_PALE,
        "bottom": 2,
        "bottom_color": _ACCENT,
    },
    Owner.TOOL: {
        **_HEADER,
        "italic": True,
        "font_color": MUTED,
        "bg_color": _GREY_PALE,
        "bottom": 2,
        "bottom_color": _GREY,
    },
}

HEADER_HEIGHT = 32.25
"""Points: two lines, so that a long header may wrap."""
BANNER_HEIGHT = 20.25
_MAX_HEIGHT = 409.5

BANNER: Properties = {"italic": True, "font_color": MUTED, "valign": "vcenter"}

# What is typed here stays as it was typed: no phone number becomes a sum, no "-3d" a formula, and no birthday
# without a year gets this year's.
_AS_TYPED = 49  # the number of the built-in format "@"
_TYPED_KEYS = frozenset({"phone"})
_TYPED_KINDS = frozenset({Kind.ID, Kind.BIRTHDAY})


def columns_of(tab: Tab) -> tuple[Column, ...]:
    """The columns a tab made by us has, in order."""
    return tuple(column for column in tab.columns if column.offer is not schema.Offer.NEVER)


def header_row(tab: Tab) -> int:
    """The row number of the header in a tab made by us: 2 under a banner."""
    return 2 if tab.banner else 1


def header(column: Column) -> Properties:
    """The look of a column's header: what the user writes is bold, what connectkit writes is grey and italic."""
    return _HEADERS[column.owner]


def typed_as_text(column: Column) -> bool:
    """True for a column whose cells hold text whatever is typed."""
    long_text = column.kind is Kind.LONG and column.owner is Owner.USER
    return long_text or column.kind in _TYPED_KINDS or column.key in _TYPED_KEYS


def cells(column: Column, tab: Tab) -> Properties:
    """The look of a column's cells, filled or still empty."""
    look: dict[str, object] = {"valign": "top", "font_color": INK, "align": "left"}
    if column.owner is Owner.TOOL and tab.owner is Owner.USER:
        look["font_color"] = MUTED
    if column.kind is Kind.LONG:
        look["text_wrap"] = True
    if column.kind is Kind.DATE:
        look["num_format"] = DAY
    elif typed_as_text(column):
        look["num_format"] = _AS_TYPED
    if tab.owner is Owner.TOOL:
        look |= {"bottom": 1, "bottom_color": _GREY_LINE}
    return look


def link(column: Column, tab: Tab) -> Properties:
    """The look of a link in this column."""
    return {**cells(column, tab), "font_color": "#1F5F99", "underline": 1}


_LATE: Properties = {"bold": True, "font_color": "#8C1D18", "bg_color": "#FBE6E2"}
_DUE: Properties = {"bold": True, "font_color": "#7A4A00", "bg_color": "#FFF2D8"}
_SOON: Properties = {"font_color": "#4C5A23", "bg_color": "#F4F6E6"}
_NEVER: Properties = {"italic": True, "font_color": "#2F4F7F", "bg_color": "#EAF0F8"}
_PICKED: Properties = {"bold": True, "font_color": _ACCENT_INK, "bg_color": _ACCENT_PALE}
_UNREADABLE: Properties = {"bold": True, "italic": True, "font_color": "#6A2A7A", "bg_color": "#F4EAF6"}
_RESTING: Properties = {"italic": True, "font_color": FAINT}
_DONE: Properties = {"font_color": FAINT, "bg_color": "#F5F5F4"}
_ASIDE: Properties = {"italic": True, **_DONE}
_UNFINISHED: Properties = {"bg_color": "#FFF9EC", "left": 1, "left_color": "#B9770E"}
_MISSING: Properties = {**_UNFINISHED, "bold": True, "font_color": "#7A4A00", "bg_color": "#FFF2D8"}


class Mark(NamedTuple):
    """Cells that look different when a condition holds in their row.

    ``when`` names columns in braces; ``columns`` are keys, none for the whole row. The first mark that fits a
    cell wins.
    """

    columns: tuple[str, ...]
    when: str
    look: Properties


def _edged(columns: tuple[str, ...], when: str, look: Properties) -> tuple[Mark, Mark]:
    """One mark with a line at the left edge of its first column."""
    line = {"left": 1, "left_color": look["font_color"]}
    return Mark(columns[:1], when, {**look, **line}), Mark(columns[1:], when, look)


_STANDING = ("name", "status", "next_due")

_LISTED = ("what", "name")

MARKS: Mapping[str, tuple[Mark, ...]] = {
    "contacts": (
        Mark((), 'OR({status}="paused",{status}="fade",{status}="snoozed")', _RESTING),
        *_edged(_STANDING, '{status}="late"', _LATE),
        Mark(_STANDING, '{status}="due"', _DUE),
        Mark(_STANDING, '{status}="soon"', _SOON),
        Mark(_STANDING, '{status}="never"', _NEVER),
        *_edged(("name", "last_contact", "status"), '{status}="unreadable"', _UNREADABLE),
    ),
    "drafts": (
        Mark((), '{status}="Sent"', _DONE),
        Mark((), 'OR({status}="Skip",{status}="Later")', _ASIDE),
        Mark(("needs",), "LEN({needs})>0", _MISSING),
        Mark(("message",), 'ISNUMBER(SEARCH("[[",{message}))', _UNFINISHED),
    ),
    "promises": (
        Mark((), "LEN({done})>0", _DONE),
        *_edged(("what", "who", "due"), "AND(ISNUMBER({due}),{due}<TODAY())", _LATE),
        Mark(("due",), "{due}=TODAY()", _DUE),
    ),
    "due": (
        *_edged(_LISTED, '{what}="late"', _LATE),
        *_edged(_LISTED, 'OR({what}="this week",{what}="promise",{what}="meeting")', _PICKED),
        Mark(_LISTED, '{what}="due"', _DUE),
        Mark(_LISTED, 'OR({what}="soon",{what}="birthday",{what}="trip")', _SOON),
        Mark(_LISTED, 'OR({what}="first hello",{what}="no contact")', _NEVER),
        *_edged(_LISTED, '{what}="unreadable"', _UNREADABLE),
        Mark((), '{what}="in all"', _RESTING),
    ),
}

FREEZE: Mapping[str, int] = {"contacts": 1, "drafts": 2}
"""How many columns stay in view when the user scrolls to the right."""

WIDE = frozenset({"contacts"})
"""Tabs too wide for one sheet of paper: further columns go to further pages, each with the names again."""


USUAL_FONT = 11.0  # points


def row_height(texts: Sequence[tuple[str, Column]], font_size: float) -> float | None:
    """The height in points at which the wrapped texts of a row can be read, None for one line.

    Estimated, because only the spreadsheet program knows its fonts; it fits the row anew when a cell is edited.
    """
    lines = max((_lines(text, column.width) for text, column in texts if column.kind is Kind.LONG), default=1)
    return None if lines <= 1 else min(_MAX_HEIGHT, lines * _line_height(font_size))


def _lines(text: str, width: int) -> int:
    """Lines a text takes in a column; a letter is narrower than the digit that column widths count."""
    room = int(width * 1.2)
    return sum(1 if len(line) <= room else len(wrap(line, room)) or 1 for line in text.split("\n"))


def _line_height(font_size: float) -> float:
    """15 points for the usual 11-point type, in the quarter points spreadsheets use."""
    return round(font_size * 15 / 11 * 4) / 4
