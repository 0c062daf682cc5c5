"""Who is in a city, and what is between each of them and the user: whom to see there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from connectkit.absorb.absorbed import Promise, last_note
from connectkit.practice.trips import people_in
from connectkit.queries.find import states_of
from connectkit.sheet.labels import labels
from connectkit.text.dates import say
from connectkit.text.places.places import read_places

if TYPE_CHECKING:
    from connectkit.view import View


class Stay(NamedTuple):
    """One person there. ``met``: the last day they were met in person, by the Log; None where it holds none."""

    name: str
    id: str
    tier: str
    state: str
    city: str
    met: date | None
    last_note: str
    promises: tuple[str, ...]
    gives: tuple[str, ...]


class Trip(NamedTuple):
    """One trip. ``perhaps`` are people whose City may mean another place of that name."""

    city: str
    first: date | None
    last: date | None
    people: tuple[Stay, ...]
    perhaps: tuple[Stay, ...]


def trip(view: View, city: str, first: date | None = None, last: date | None = None) -> Trip:
    """Everybody in a city: late ones first, then whom the user has not met in person longest."""
    states = states_of(view)
    found = dict(people_in(view.tables, read_places(city), states.__getitem__))
    facts = _Facts(view, states)
    ranks = dict(zip(view.decided["row"].tolist(), view.decided["tier_rank"].tolist(), strict=True))
    stays = [(sure, ranks[row], row, facts.stay(row)) for row, sure in found.items()]
    stays.sort(
        key=lambda one: (
            one[3].state != "late",
            one[3].met or date.min,
            one[1],
            one[3].name.casefold(),
            one[2],
        )
    )
    people = tuple(stay for sure, _, _, stay in stays if sure == "yes")
    return Trip(
        city, first, last or first, people, tuple(stay for sure, _, _, stay in stays if sure != "yes")
    )


class _Facts:
    """What the sheet says of one person after the other."""

    def __init__(self, view: View, states: Mapping[int, str]) -> None:
        self.view, self.states, self.called = view, states, labels(view.tables)
        self.tiers = dict(zip(view.decided["row"].tolist(), view.decided["tier"].tolist(), strict=True))
        self.gives = _gives(view)
        self.promises: dict[int, list[str]] = {}
        for one in view.absorbed.promises:
            if one.row is not None:
                self.promises.setdefault(one.row, []).append(say_promise(one, view.today))

    def stay(self, row: int) -> Stay:
        name = self.called[row]
        return Stay(
            name,
            self.view.identities.ids.get(row, ""),
            self.tiers[row],
            self.states[row],
            self.view.tables.contacts.sheet.text(row, "city"),
            self._met(row),
            last_note(self.view.tables, self.view.absorbed, row),
            tuple(self.promises.get(row, ())),
            tuple(title for title, who in self.gives if f"{name} (" in who),
        )

    def _met(self, row: int) -> date | None:
        known = self.view.absorbed.interactions.get(row, ())
        days = [one.day for one in known if one.kind.casefold() == "meeting" and one.source != "draft"]
        return max(days, default=None)


def say_promise(one: Promise, today: date) -> str:
    """``you promised: send the deck, by 1 Dec``."""
    who, due = "they promised" if one.theirs else "you promised", one.record.dates["due"]
    return f"{who}: {one.record['what']}" + (f", by {say(due, today)}" if due else "")


def gives_of(view: View, name: str) -> tuple[str, ...]:
    """What from the shelf could interest one person."""
    return tuple(title for title, who in _gives(view) if f"{name} (" in who)


def _gives(view: View) -> list[tuple[str, str]]:
    """Title of each thing on the shelf, and whom it could interest as this run would write it."""
    sheet = view.tables.sheets.get("gives")
    if sheet is None:
        return []
    planned = {
        one.row: one.after for one in view.plan.cells if one.tab == "gives" and one.column == "could_interest"
    }
    return [
        (
            sheet.text(row, "title") or sheet.text(row, "link"),
            str(planned.get(row, sheet.text(row, "could_interest")) or ""),
        )
        for row in sheet.numbers
    ]
