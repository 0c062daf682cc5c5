"""How well needs and offers are matched, on pairs written for it; and that the work grows with the people, not with their square."""

from __future__ import annotations

import pytest

from connectkit.absorb.absorbed import Interaction
from connectkit.practice.introducing import said_in_why
from connectkit.practice.introductions import find
from connectkit.practice.once import second_sides
from connectkit.practice.stems import fits, parts
from tests.book import TODAY
from tests.practice.pairs import FITTING, UNFITTING
from tests.practice.sheets import ago, rows, sheet, sync


def _suggested(need: str, offer: str) -> bool:
    return any(fits(a, b, offered=True) for a in parts(need, needed=True) for b in parts(offer))


def test_of_what_is_suggested_most_fits_and_half_of_what_fits_is_found() -> None:
    right = [pair for pair in FITTING if _suggested(*pair)]
    wrong = [pair for pair in UNFITTING if _suggested(*pair)]
    assert len(right) / (len(right) + len(wrong)) >= 0.9, wrong
    assert len(right) / len(FITTING) >= 0.75, right


@pytest.mark.parametrize(("count", "most"), [(400, 400), (1600, 1600)])
def test_shared_words_cost_no_more_than_the_people(count: int, most: int) -> None:
    words = ("weaving", "pottery", "fencing", "chess", "sailing")
    texts: dict[str, dict[int, str]] = {
        key: {} for key in ("title", "role", "tags", "interests", "company", "city")
    }
    texts["needs"] = {row: f"a teacher of {words[row % 5]}" for row in range(count)}
    texts["offers"] = {row: f"{words[(row + 1) % 5]} lessons" for row in range(count)}
    names = {row: f"P{row}" for row in range(count)}
    assert len(find(texts, names, names)) <= 12 * most


def test_what_somebody_only_cares_about_has_to_be_the_very_need() -> None:
    need, have = parts("a ceramics teacher", needed=True)[0], parts("ceramics, sailing")[0]
    assert fits(need, have, offered=False)
    assert not fits(need, parts("old ceramics of Japan")[0], offered=False)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (
            "Ana Lima needs a brand designer; Ben Ode offers Branding; both in Leeds",
            ("a brand designer", "Branding"),
        ),
        (
            "Ana needs a tutor of chess; Ben is Chess master (Rook Ltd)",
            ("a tutor of chess", "Chess master (Rook Ltd)"),
        ),
        ("they would get on", ("", "")),
        ("", ("", "")),
    ],
)
def test_each_question_is_about_what_why_says(why: str, said: tuple[str, str]) -> None:
    assert said_in_why(why) == said


def test_one_introduction_is_one_whatever_rows_it_has() -> None:
    a = ("Ana Lima", Interaction(2, TODAY, "introduction", "gave", "Introduced to Ben Ode", "draft"))
    b = ("Ben Ode", Interaction(3, TODAY, "introduction", "", "Introduced to Ana Lima", "introductions"))
    other = ("Cy Ray", Interaction(4, TODAY, "introduction", "gave", "Introduced to Di Fox", "inbox"))
    assert second_sides([a, b, other]) == {b[1]}


def test_a_gift_is_offered_for_the_need_it_answers_and_until_its_day() -> None:
    people = [
        ["Name", "Last contact", "Notes", "Tier", "Needs"],
        ["Ana", ago(200), "x", "core", "a flat in Leeds; books on weaving"],
    ]
    gives = [
        ["Title", "Link", "Topics", "Until"],
        ["Fair", "", "weaving", ago(1)],
        ["The loom", "", "weaving", ago(-9)],
    ]
    store = sheet(people, Gives=gives)
    sync(store)
    assert [one.get("Could interest") for one in rows(store, "Gives")] == [None, "Ana (weaving)"]
    message = str(rows(store, "Drafts")[0]["Message"])
    assert "The loom" in message
    assert "flat" not in message
