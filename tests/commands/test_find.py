"""``connectkit find``: any words, wherever they stand, and where that was."""

from __future__ import annotations

from datetime import date

import pytest

from connectkit.config.config import Config
from connectkit.queries.find import find, read_query
from connectkit.sync import look
from tests.book import PLAIN, TODAY, book, counter
from tests.commands.conftest import DAY, Place

PEOPLE = [
    {"name": "Ada Lovelace", "tier": "inner", "last_contact": date(2026, 9, 1), "company": "Loom Works", "city": "Leeds", "tags": "product, weaving", "notes": "Moves in March.\nHer dog is called Pascal."},
    {"name": "Ben Ortiz", "tier": "core", "last_contact": date(2026, 11, 20), "city": "München", "title": "Designer", "interests": "sailing", "notes": "y"},
    {"name": "Cy Ray", "tier": "weak", "last_contact": date(2026, 10, 1), "city": "Leeds / Porto", "offers": "design reviews", "notes": "z"},
    {"name": "渡辺 健", "tier": "weak", "last_contact": date(2026, 11, 1), "notes": "東京の会社で製品を作る"},
]  # fmt: skip
LOG = [
    {
        "date": date(2026, 10, 1),
        "name": "Cy Ray",
        "kind": "call",
        "summary": "asked about the marathon in Porto",
    }
]


@pytest.fixture
def people(place: Place) -> Place:
    """Four people and one entry in the Log."""
    place.fill(PEOPLE, log=LOG)
    return place


def names(people: Place, *words: str) -> list[str]:
    return [one["name"] for one in people.json("find", *words, "--today", DAY)["people"]]


def test_where_the_words_stood_is_said(people: Place) -> None:
    assert people.run("find", "dog", "leeds", "--today", DAY)[0] == (
        """1 person fits: dog leeds
  · Ada Lovelace (inner, late)
    Notes: Her dog is called Pascal.
    City: Leeds
"""
    )
    assert people.run("find", "marathn", "--today", DAY)[0] == (
        """1 person fits: marathn
  · Cy Ray (weak, ok): spelled a little differently
    Log, 1 Oct: asked about the marathon in Porto
"""
    )


def test_nobody_is_said_with_what_to_do(people: Place) -> None:
    assert people.run("find", "dog", "porto", "--today", DAY)[0] == (
        """Nobody in your sheet fits: dog porto
Every word has to stand somewhere in their row or Log. Try fewer words.
"""
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("Lovelace",), ["Ada Lovelace"]),
        (("LOVE",), ["Ada Lovelace"]),
        (("lace",), []),  # the end of a word is not its beginning
        (("leeds",), ["Ada Lovelace", "Cy Ray"]),
        (("leesd",), ["Ada Lovelace", "Cy Ray"]),
        (("led",), []),  # too short for a typo
        (("desgin",), ["Ben Ortiz", "Cy Ray"]),
        (("design",), ["Ben Ortiz", "Cy Ray"]),
        (("munich",), ["Ben Ortiz"]),
        (("Muenchen",), ["Ben Ortiz"]),
        (("製品",), ["渡辺 健"]),
        (("state:late",), ["Ada Lovelace"]),
        (("state:overdue",), ["Ada Lovelace"]),
        (("tag:product",), ["Ada Lovelace"]),
        (("tags:weav",), ["Ada Lovelace"]),
        (("tag:leeds",), []),
        (("city:porto",), ["Cy Ray"]),
        (("city:Munich", "sailing"), ["Ben Ortiz"]),
        (("city:munich sailing",), []),
        (("tier:weak", "leeds"), ["Cy Ray"]),
        (("ada product leeds",), ["Ada Lovelace"]),
    ],
)
def test_words_and_filters(people: Place, words: tuple[str, ...], found: list[str]) -> None:
    assert names(people, *words) == found


def test_what_can_t_be_looked_for_is_refused_with_what_can(people: Place) -> None:
    assert people.run("find", "ctiy:leeds", code=2)[1] == (
        "connectkit: Nothing can be narrowed by “ctiy:”.\n"
        "  Did you mean city:? Filters are for example city:, state:, tag:, tier:, company:, title:.\n"
    )
    assert people.run("find", "state:cold", code=2)[1] == (
        "connectkit: “cold” is no state.\n"
        "  States are ok, soon, due, late, never, snoozed, paused, fade, unreadable.\n"
    )
    assert people.run("find", "…", code=2)[1] == (
        "connectkit: No word was given.\n  Name some, for example: connectkit find product city:leeds\n"
    )


def test_json_holds_everything(people: Place) -> None:
    people.run("sync", "--today", DAY)
    (identity,) = [one for one in people.column("Contacts", "ID") if str(one).startswith("ck-") and one][2:3]
    assert people.json("find", "marathon", "--today", DAY) == {
        "schema": "connectkit.find/1",
        "wanted": ["marathon"],
        "people": [
            {
                "name": "Cy Ray",
                "id": identity,
                "tier": "weak",
                "state": "ok",
                "typo": False,
                "hits": [{"where": "Log, 1 Oct", "text": "asked about the marathon in Porto"}],
            }
        ],
    }


def test_a_name_that_is_a_city_leads_on(people: Place) -> None:
    assert people.run("show", "Leeds", code=2)[1] == (
        "connectkit: Nobody in your sheet is called “Leeds”.\n"
        "  Write the name as it stands in Contacts; connectkit find looks into city, company, notes and all the rest.\n"
    )
    assert [one["name"] for one in people.json("path", "Leeds", "--today", DAY)["people"]] == [
        "Ada Lovelace",
        "Cy Ray",
    ]


def test_one_typo_is_one_letter_wrong_missing_too_many_or_swapped_and_no_more() -> None:
    sheet = book(
        ["Name", "Last contact", "Notes"],
        *([f"P{n}", TODAY, word] for n, word in enumerate(["garden", "piano"])),
    )
    view = look(sheet, Config(), today=TODAY, new_id=counter(), templates=PLAIN)
    for word in ("garden", "gardne", "gardn", "garten", "gaarden", "agrden", "arden", "gard", "xarden"):
        assert [one.name for one in find(view, read_query([word])).people] == ["P0"], word
    for word in ("grden1", "gadern", "gxrdxn", "pinao1", "gar-den", "pxxno"):
        assert find(view, read_query([word])).people == (), word
