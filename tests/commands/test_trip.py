"""``connectkit trip``: who is in a city, in what order, and what is between them and the user; the tab Trips."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import icalendar
import pytest

from tests.commands.conftest import DAY, Place
from tests.practice.sheets import ago, rows, sheet, sync

PEOPLE = [
    {"name": "Ana Lima", "tier": "core", "last_contact": date(2026, 11, 1), "city": "Lisboa", "notes": "Opened a shop."},
    {"name": "Ben Ortiz", "tier": "core", "last_contact": date(2026, 11, 2), "city": "Lisbon, Portugal", "notes": "Sails."},
    {"name": "Cy Ray", "tier": "inner", "last_contact": date(2026, 6, 1), "city": "Porto / Lisbon", "interests": "weaving", "notes": "Weaves."},
    {"name": "Dov Stern", "tier": "core", "last_contact": date(2026, 11, 1), "city": "Lisbon", "state": "fade", "notes": "-"},
    {"name": "Eve Moss", "tier": "core", "last_contact": date(2026, 11, 1), "city": "Lisbon, Ohio", "notes": "-"},
    {"name": "Finn Berg", "tier": "core", "last_contact": date(2026, 11, 1), "city": "Leeds", "notes": "-"},
]  # fmt: skip
LOG = [
    {"date": date(2026, 11, 1), "name": "Ana Lima", "kind": "call", "summary": "the shop is doing well"},
    {"date": date(2026, 3, 5), "name": "Ben Ortiz", "kind": "meeting", "summary": "coffee"},
]
MORE = {
    "promises": [{"what": "send the deck", "who": "Ana Lima", "by": "me", "due": date(2026, 12, 1)}],
    "gives": [{"title": "A book on looms", "topics": "weaving, looms"}],
}


@pytest.fixture
def people(place: Place) -> Place:
    """Six people, five of them in a Lisbon."""
    place.fill(PEOPLE, log=LOG, **MORE)  # type: ignore[arg-type]
    return place


def test_late_ones_first_then_who_was_not_met_longest(people: Place) -> None:
    told = people.run("trip", "Lissabon", "--from", "2026-12-03", "--to", "2026-12-06", "--today", DAY)[0]
    assert told == (
        """Lissabon, 3 to 6 Dec: 3 people
  · Cy Ray (inner, late), Porto / Lisbon: no meeting in your Log
    Weaves.
    could give: A book on looms
  · Ana Lima (core, ok), Lisboa: no meeting in your Log
    the shop is doing well
    you promised: send the deck, by 1 Dec
  · Ben Ortiz (core, ok), Lisbon, Portugal: last met 5 Mar
    coffee

Perhaps: their City may mean another place of that name
  · Eve Moss (core, ok), Lisbon, Ohio: no meeting in your Log
    -
"""
    )


def test_a_region_tells_two_cities_apart(people: Place) -> None:
    found = people.json("trip", "Lisbon, Ohio", "--today", DAY)
    assert [one["name"] for one in found["people"]] == ["Eve Moss"]
    assert [one["name"] for one in found["perhaps"]] == [
        "Cy Ray",
        "Ana Lima",
    ]  # Portugal is meant, but not written


def test_nobody_is_said_with_what_to_do(people: Place) -> None:
    assert people.run("trip", "Atlantis", "--today", DAY)[0] == (
        """Nobody in your sheet is in Atlantis.
Write where people live into the column City; several cities are parted by a
semicolon.
"""
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((" ",), "connectkit: No city was given.\n  Name one, for example: connectkit trip Lisbon\n"),
        (("Lisbon", "--from", "2026-12-06", "--to", "2026-12-03"), "connectkit: The trip ends before it begins.\n  Put --from and --to right.\n"),
        (("Lisbon", "--to", "2026-12-03"), "connectkit: The trip has no first day.\n  Add --from, for example: --from 2026-12-03\n"),
        (("Lisbon", "--ics", "x.ics"), "connectkit: The trip has no first day.\n  Add --from, for example: --from 2026-12-03\n"),
    ],
)  # fmt: skip
def test_a_trip_that_is_none_is_refused(people: Place, words: tuple[str, ...], message: str) -> None:
    assert people.run("trip", *words, code=2)[1] == message


def test_the_calendar_file_invites_nobody(people: Place) -> None:
    people.run(
        "trip", "Lisbon", "--from", "2026-12-03", "--to", "2026-12-06", "--today", DAY, "--ics", "trip.ics"
    )
    (event,) = icalendar.Calendar.from_ical((Path.cwd() / "trip.ics").read_bytes()).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 3), date(2026, 12, 7))
    assert (str(event["summary"]), str(event["transp"])) == ("Lisbon: 3 people to see", "TRANSPARENT")
    assert str(event["description"]) == "Cy Ray\nAna Lima\nBen Ortiz"
    assert "ATTENDEE" not in event
    assert "ORGANIZER" not in event


def test_the_tab_trips_makes_due_say_who_is_there_and_drafts_know_of_it() -> None:
    store = sheet(
        [["Name", "Last contact", "Notes", "City"], ["Ana Lima", ago(400), "x", "Lisboa"], ["Ben Ito", ago(5), "y", "Lisbon"], ["Cy", ago(5), "z", "Leeds"]],
        ["Date", "Name", "Kind", "Summary"],
        Trips=[["City", "From", "To"], ["Lisbon", date(2026, 12, 3), date(2026, 12, 6)], ["Leeds", date(2026, 1, 1), date(2026, 1, 3)], ["Leeds", date(2027, 6, 1), None]],
    )  # fmt: skip
    sync(store)
    lines = [one for one in rows(store, "Due") if one["What"] == "trip"]
    assert lines == [
        {
            "What": "trip",
            "Name": "Lisbon",
            "Next due": date(2026, 12, 3),
            "Why": "in Lisbon 3 to 6 Dec: 2 people (Ana Lima, Ben Ito)",
        }
    ]


def test_a_trip_that_can_t_be_read_is_told_and_nothing_is_guessed() -> None:
    store = sheet(
        [["Name", "Last contact", "Notes", "City"], ["Ana Lima", ago(5), "x", "Lisboa"]],
        ["Date", "Name", "Kind", "Summary"],
        Trips=[
            ["City", "From", "To"],
            ["Lisbon", "soon", date(2026, 12, 6)],
            [None, date(2026, 12, 3), None],
            ["Lisbon", None, None],
            ["Lisbon", date(2026, 12, 6), date(2026, 12, 3)],
        ],
    )
    sync(store)
    assert [one for one in rows(store, "Due") if one["What"] == "trip"] == []
    assert [(one["Cell"], one["What to do"]) for one in rows(store, "Problems") if one["Tab"] == "Trips"] == [
        ("B2", "“soon” is not a date: write the day as 2026-04-03."),
        ("A3", "A trip needs a place: write the city."),
        ("B4", "A trip needs its days: write From and To."),
        ("C5", "This trip ends before it begins: put From and To right."),
    ]
