"""Where the user will be, and who lives there: the tab Trips, its lines in Due, and what a draft may say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from connectkit.practice.base import Practice, Situation
from connectkit.sheet.cells import as_text
from connectkit.sheet.labels import labels
from connectkit.sheet.parse_rows import RecordReader
from connectkit.sheet.tables import Record, Tables
from connectkit.text.dates import say
from connectkit.text.places.places import Place, Verdict, is_in, read_places

AHEAD = timedelta(weeks=4)
"""A trip is shown so long before it begins: enough to write to somebody and to fix a day."""

GONE = frozenset({"paused", "fade"})
"""States of people who are left in peace."""

_NAMED = 3


class Trip(NamedTuple):
    """One row of Trips: where as typed, the places that means, the first and the last day."""

    city: str
    places: tuple[Place, ...]
    first: date
    last: date


def read_trips(tables: Tables, today: date, *, tell: bool = False) -> list[Trip]:
    """The trips that are not over; with ``tell``, what is wrong with the others becomes a problem."""
    sheet = tables.sheets.get("trips")
    problems = tables.problems if tell else []
    records = RecordReader(tables.order, today, problems).read(
        sheet, dates=("from", "to"), checked=("from", "to")
    )
    found = []
    for record in records if sheet else ():
        first, last = _days(record)
        wrong = None if record.unread else _wrong(record)
        if wrong and tell and sheet:
            problems.append(sheet.problem(record.row, *wrong))
        if not record.unread and not wrong and first and last and last >= today:
            found.append(Trip(record["city"], read_places(record["city"]), first, last))
    return sorted(found, key=lambda one: (one.first, one.last, one.city))


def _days(record: Record) -> tuple[date | None, date | None]:
    """Both days; of one that is blank the other is meant."""
    first, last = record.dates["from"], record.dates["to"]
    return first or last, last or first


def _wrong(record: Record) -> tuple[str, str] | None:
    """Which column lacks what a trip needs, and what to do; None for a trip."""
    first, last = _days(record)
    if not read_places(record["city"]):
        return "city", "A trip needs a place: write the city."
    if first is None:
        return "from", "A trip needs its days: write From and To."
    if last and last < first:
        return "to", "This trip ends before it begins: put From and To right."
    return None


def people_in(
    tables: Tables, places: Sequence[Place], states: Callable[[int], str]
) -> Iterable[tuple[int, Verdict]]:
    """Row number and verdict of everybody who is there or may be, in the order of the sheet; nobody left in peace."""
    sheet = tables.contacts.sheet
    verdicts: dict[str, Verdict] = {"": "no"}
    for row, cell in zip(sheet.numbers, sheet.column("city"), strict=True):
        text = as_text(cell).strip()
        if text not in verdicts:
            verdicts[text] = is_in(places, text)
        if verdicts[text] != "no" and states(row) not in GONE:
            yield row, verdicts[text]


def say_days(first: date, last: date, today: date) -> str:
    """``3 to 6 Dec``, ``30 Nov to 2 Dec``, ``on 3 Dec``."""
    if first == last:
        return f"on {say(first, today)}"
    begin = str(first.day) if (first.year, first.month) == (last.year, last.month) else say(first, today)
    return f"{begin} to {say(last, today)}"


def travel(situation: Situation, practice: Practice) -> None:
    """A line in Due for each trip of the next weeks that leads to people; their drafts know of it (``trip``)."""
    tables, today, decided = situation.tables, situation.today, situation.decided
    coming = [one for one in read_trips(tables, today, tell=True) if one.first <= today + AHEAD]
    if not coming:
        return
    states = dict(zip(decided["row"].tolist(), decided["verdict"].tolist(), strict=True))
    called = labels(tables)
    for trip in coming:
        rows = [row for row, sure in people_in(tables, trip.places, states.__getitem__) if sure == "yes"]
        if not rows:
            continue
        when = say_days(trip.first, trip.last, today)
        told = f"in {trip.city} {when}: {_people([called[row] for row in rows])}"
        practice.lines.append(("trip", trip.city, "", None, trip.first, told, ""))
        for row in rows:
            former = practice.facts.get(row, {})
            practice.facts[row] = {"trip": trip.city, "trip_days": when, **former}


def _people(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    count = "1 person" if len(names) == 1 else f"{len(names)} people"
    return f"{count} ({', '.join(names[:_NAMED])}{more})"
