"""``connectkit path``: who of the sheet could introduce the user, and what is between the two."""

from __future__ import annotations

from datetime import date

import pytest

from tests.commands.conftest import DAY, Place

PEOPLE = [
    {"name": "Ada Lovelace", "tier": "inner", "last_contact": date(2026, 11, 1), "company": "Loom Works", "title": "Owner", "notes": "x"},
    {"name": "Ben Ortiz", "tier": "core", "last_contact": date(2026, 11, 20), "met": "Introduced by Ada Lovelace", "notes": "y"},
    {"name": "Cy Ray", "tier": "weak", "last_contact": date(2026, 3, 1), "interests": "weaving, looms", "notes": "z"},
]  # fmt: skip
LOG = [
    {"date": date(2026, 10, 1), "name": "Ada Lovelace", "kind": "call", "direction": "asked", "summary": "a favour"},
    {"date": date(2026, 11, 1), "name": "Ada Lovelace", "kind": "call", "direction": "asked", "summary": "another"},
]  # fmt: skip


@pytest.fixture
def people(place: Place) -> Place:
    """Three people, one of them asked twice."""
    place.fill(PEOPLE, log=LOG)
    return place


def test_a_company_leads_to_whoever_is_there_and_says_to_give_first(people: Place) -> None:
    assert people.run("path", "loom works", "--today", DAY)[0] == (
        """Who could introduce you: loom works

There, or of that kind
  · Ada Lovelace (inner, soon): Owner, Loom Works
    you asked the last two times (on 1 Nov): give something first
"""
    )


def test_a_name_leads_to_whoever_introduced_them(people: Place) -> None:
    assert people.json("path", "Ben", "--today", DAY) == {
        "schema": "connectkit.path/1",
        "wanted": "Ben",
        "people": [
            {
                "name": "Ben Ortiz",
                "kind": "is",
                "why": "you know them yourself",
                "tier": "core",
                "state": "ok",
                "through": "Ada Lovelace",
                "give_first": "nothing given or asked is noted: bring something along",
            },
            {
                "name": "Ada Lovelace",
                "kind": "introduced",
                "why": "introduced you to Ben Ortiz",
                "tier": "inner",
                "state": "soon",
                "through": "",
                "give_first": "you asked the last two times (on 1 Nov): give something first",
            },
        ],
    }


def test_a_trade_leads_to_whoever_cares_about_it(people: Place) -> None:
    assert people.run("path", "weaving", "--today", DAY)[0] == (
        """Who could introduce you: weaving

It stands in what you noted about
  · Cy Ray (weak, due): Interests: “weaving, looms”
    nothing given or asked is noted: bring something along
"""
    )


def test_nobody_is_said_with_what_to_do(people: Place) -> None:
    assert people.run("path", "Atlantis", "--today", DAY)[0] == (
        """Nothing in your sheet leads to Atlantis yet.
Ask somebody close whom they know there, or note companies and how you met; then
it can be found.
"""
    )
    assert people.json("path", "Atlantis", "--today", DAY)["people"] == []
