"""The language of the Log inbox: what people write into one cell, or after ``connectkit log NAME``.

::

    today · x · -3d                        contact on that day
    call 12 Nov: she starts a new job      kind, day, what was said; any of the three may be missing
    spoke to her yesterday                 the same in a sentence
    she moved to Berlin                    no contact: a note
    gave: an article · asked: an intro     who gave, who asked
    promise: send the deck by Fri          a promise of mine; "they promise: …" is theirs
    ask: how was the first month?          what to say next time
    intro to Ben Ortiz                     an introduction of this contact to someone

Several stand apart by ``;`` or a new line; a piece that says no contact belongs to the one before. What can't be read
stays in the cell, letter for letter: nothing that was typed is lost. The rules in words: ``docs/log-cell.md``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from connectkit.absorb.language.items import (
    Entry,
    IntroEntry,
    Item,
    NextEntry,
    PromiseEntry,
    Unread,
    When,
    still_to_come,
)
from connectkit.absorb.language.line import read_line
from connectkit.absorb.language.reasons import NOTHING
from connectkit.model import CellError, CellValue, Formula, Link
from connectkit.sheet.cells import as_text
from connectkit.text.dates import read_date
from connectkit.text.lazy import pattern
from connectkit.text.plain import visible

__all__ = ["Entry", "InboxReading", "IntroEntry", "NextEntry", "PromiseEntry", "read_inbox"]

_PIECE = pattern(r"[^;\n\r]+")


class InboxReading(NamedTuple):
    """What a cell says happened.

    ``leftover`` is the exact text that could not be read and stays in the cell, "" if all was; ``why`` then goes on a
    sentence that begins with that text. Entries are in the order written.
    """

    entries: tuple[Entry, ...] = ()
    promises: tuple[PromiseEntry, ...] = ()
    intros: tuple[IntroEntry, ...] = ()
    nexts: tuple[NextEntry, ...] = ()
    leftover: str = ""
    why: str = ""


class _Block(NamedTuple):
    """One entry with the pieces that belong to it: its raw text, what it says, and the text behind its first piece."""

    raw: str
    found: list[Item] | Unread
    tail: str = ""


def read_inbox(value: CellValue, *, today: date, order: str = "") -> InboxReading:
    """Everything a Log cell says, and what of it could not be read. An empty or unticked cell says nothing.

    Args:
        value: the raw cell. A real date (spreadsheets make one of "12 Nov") and a tick are contact on that day.
        today: the day of entries without a day; a day after it is never filed.
        order: of d/m/y, as for :func:`connectkit.text.dates.read_date`.
    """
    if isinstance(value, bool):
        return InboxReading((Entry(today, "", "", ""),) if value else ())
    if isinstance(value, datetime | date):
        return _read_day_cell(value, today)
    if isinstance(value, Formula | CellError):
        text = value.text if isinstance(value, Formula) else value.code
        return InboxReading(leftover=text, why="is a formula or an error, not something that was typed")
    if isinstance(value, int | float):
        return InboxReading(
            leftover=as_text(value), why="is a number: write a day, as in -3d or 12 Nov, or what happened"
        )
    text = f"{value.label} {value.url}" if isinstance(value, Link) else value or ""
    return _sum_up(text, _blocks(text, When(today, order)))


def _read_day_cell(value: date, today: date) -> InboxReading:
    reading = read_date(value, today=today)
    if reading.day is None:
        return InboxReading(leftover=as_text(value), why=reading.why)
    if reading.day > today:
        return InboxReading(leftover=as_text(value), why=still_to_come(reading.day, When(today, "")).why)
    return InboxReading((Entry(reading.day, "", "", ""),))


def _blocks(text: str, when: When) -> list[_Block]:
    """The text cut where an entry begins."""
    blocks: list[_Block] = []
    end = 0
    for match in _PIECE.finditer(text):
        piece = visible(match[0]).strip()
        if not piece:
            continue
        found = read_line(piece, when, first=not blocks)
        if found is None and blocks:
            last, gap = blocks[-1], text[end : match.end()]
            blocks[-1] = last._replace(raw=last.raw + gap, tail=last.tail + visible(gap))
        else:
            blocks.append(_Block(match[0], found if found is not None else NOTHING))
        end = match.end()
    return blocks


def _sum_up(text: str, blocks: list[_Block]) -> InboxReading:
    items: list[Item] = []
    left: list[str] = []
    whys: list[str] = []
    for block in blocks:
        if isinstance(block.found, Unread):
            left.append(block.raw.strip())
            whys.append(block.found.why)
        else:
            items.extend(_with_tail(block.found, block.tail))
    leftover = text if left and not items else "\n".join(left)
    return InboxReading(
        tuple(one for one in items if isinstance(one, Entry)),
        tuple(one for one in items if isinstance(one, PromiseEntry)),
        tuple(one for one in items if isinstance(one, IntroEntry)),
        tuple(one for one in items if isinstance(one, NextEntry)),
        leftover,
        whys[0] if whys else "",
    )


def _with_tail(items: list[Item], tail: str) -> list[Item]:
    """The items of a block with the text of its further pieces added to the last of them."""
    more = tail.strip(" \t;\r\n")
    if not more:
        return items
    last = items[-1]
    if isinstance(last, IntroEntry):
        return [*items, Entry(last.day, "introduction", "gave", more)]
    if isinstance(last, NextEntry):
        return [*items[:-1], NextEntry(last.text + tail.rstrip(" \t;\r\n"))]
    if isinstance(last, PromiseEntry):
        return [*items[:-1], last._replace(what=last.what + tail.rstrip(" \t;\r\n"))]
    return [
        *items[:-1],
        last._replace(summary=(last.summary + tail.rstrip(" \t;\r\n")) if last.summary else more),
    ]
