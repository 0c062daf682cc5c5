"""One page before a meeting: what was, what was promised, what to bring along. No server, no guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connectkit.absorb.absorbed import last_note, short
from connectkit.practice.ahead import say_promise, say_when
from connectkit.queries.trip import gives_of
from connectkit.sheet.labels import labels
from connectkit.text.dates import say

if TYPE_CHECKING:
    from connectkit.view import View

FACTS = ("company", "title", "city", "met", "interests", "needs", "offers")
_EVENTS = 5


class Brief(NamedTuple):
    """One person. ``when`` and ``title`` are the meeting's, empty without one; ``events`` are newest first."""

    name: str
    id: str
    when: str
    title: str
    why: str
    facts: tuple[tuple[str, str], ...]
    note: str
    promises: tuple[str, ...]
    gives: tuple[str, ...]
    next_time: str
    events: tuple[str, ...]


def coming(view: View) -> list[int]:
    """Rows of everybody one is about to meet, the earliest meeting first."""
    return [row for row, _ in sorted(view.absorbed.ahead.items(), key=lambda item: (item[1].start, item[0]))]


def brief_of(view: View, row: int) -> Brief:
    """What the sheet says of one person, as one wants to know it on the way to them."""
    from connectkit import schema

    sheet, meeting = view.tables.contacts.sheet, view.absorbed.ahead.get(row)
    facts = [(schema.CONTACTS.column(key).title, sheet.text(row, key)) for key in FACTS]
    name = labels(view.tables)[row]
    events = [
        f"{say(one.day, view.today)}: {', '.join(part for part in (one.kind, one.direction) if part) or 'in touch'}"
        + (f", {short(one.summary, 160)}" if one.summary else "")
        for one in reversed(view.absorbed.interactions.get(row, ()))
    ]
    return Brief(
        name,
        view.identities.ids.get(row, ""),
        say_when(meeting, view.today) if meeting else "",
        meeting.title if meeting else "",
        view.explain(row).why,
        tuple((title, text) for title, text in facts if text),
        last_note(view.tables, view.absorbed, row),
        tuple(say_promise(one, view.today) for one in view.absorbed.promises if one.row == row),
        gives_of(view, name),
        sheet.text(row, "next_time"),
        tuple(events[:_EVENTS]),
    )
