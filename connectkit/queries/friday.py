"""Fifteen minutes on a Friday: what is promised, one or two people, one thing to give, what to log; and done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from connectkit.due import tabs as due_tabs
from connectkit.due.candidate import QUIET
from connectkit.due.lines import PromiseDue

if TYPE_CHECKING:
    from connectkit.view import View

AT_ONCE = 2
"""One or two people a week are enough (design, section 1)."""


class Person(NamedTuple):
    """Somebody to write to: why now, what the draft still needs. ``waiting``: the draft stands in the sheet already."""

    name: str
    why: str
    needs: str
    waiting: bool


class Gift(NamedTuple):
    """One thing from the shelf and whom it could interest."""

    title: str
    link: str
    who: str


class Friday(NamedTuple):
    """One session. ``more`` counts drafts beyond the two; ``logged`` are the names of this week's entries."""

    today: date
    promises: tuple[PromiseDue, ...]
    people: tuple[Person, ...]
    more: int
    gift: Gift | None
    logged: tuple[str, ...]
    meetings: tuple[str, ...] = ()


def session(view: View) -> Friday:
    """The session for today, from the sheet as a sync would see it."""
    place = {row.id: at for at, row in enumerate(view.listed.values())}
    fresh = (
        (one.candidate.contact_id, Person(one.told.name, one.told.why, one.told.needs, False))
        for one in view.drafts
    )
    every = sorted([*_waiting(view), *fresh], key=lambda one: place.get(one[0], len(place)))
    people = [person for _, person in every]
    return Friday(
        view.today,
        due_tabs.promises_due(view.absorbed, view.today),
        tuple(people[:AT_ONCE]),
        len(people[AT_ONCE:]),
        _gift(view, {one.name for one in people[:AT_ONCE]}),
        _logged(view),
        tuple(f"{line[1]}, {line[5]}" for line in view.practice.lines if line[0] == "meeting"),
    )


def _waiting(view: View) -> Iterable[tuple[str, Person]]:
    """Drafts not yet sent or put aside, and those put off that are back; each with the contact's ID, nobody left in peace."""
    quiet = {row.id for row in view.listed.values() if row.state in QUIET}
    open_ones = [
        one
        for one in due_tabs.waiting(view.tables, view.absorbed)
        if not one.dates["sent_on"] and one["contact_id"] not in quiet
    ]
    for one in open_ones:
        yield (
            one["contact_id"],
            Person(one["name"], due_tabs.why_waiting(one, view.today), one["needs"], True),
        )


def _gift(view: View, names: set[str]) -> Gift | None:
    """What could interest one of this week's people, else anybody, else the first thing on the shelf."""
    sheet = view.tables.sheets.get("gives")
    if sheet is None:
        return None
    found = {(one.row, one.column): one.after for one in view.plan.cells if one.tab == "gives"}
    gifts = [
        Gift(
            sheet.text(row, "title") or sheet.text(row, "link"),
            sheet.text(row, "link"),
            str(found.get((row, "could_interest"), sheet.text(row, "could_interest")) or ""),
        )
        for row in sheet.numbers
    ]
    gifts = [one for one in gifts if one.title]
    gifts.sort(key=lambda one: (not any(name in one.who for name in names), not one.who))
    return gifts[0] if gifts else None


def _logged(view: View) -> tuple[str, ...]:
    """Names with an entry since Monday, in the order of the days."""
    monday = view.today - timedelta(days=view.today.weekday())
    names = dict(zip(view.decided["row"].tolist(), view.decided["name"].tolist(), strict=True))
    days = sorted(
        (one.day, names[row])
        for row, known in view.absorbed.interactions.items()
        for one in known
        if monday <= one.day <= view.today
    )
    return tuple(dict.fromkeys(name for _, name in days))
