"""Giving: a shelf matched to people, offered once, and a kind word after two asks."""

from __future__ import annotations

from datetime import date

import pytest

from connectkit.absorb.absorbed import Absorbed, Interaction
from connectkit.model import CellValue, Formula
from connectkit.practice.giving import asked_twice, helped
from tests.practice.sheets import ago, drafted, rows, sheet, sync, write

HEAD = ["Name", "Last contact", "Notes", "Tier", "Interests", "Needs", "Tags", "State"]
SHELF: list[list[CellValue]] = [
    ["Title", "Link", "Topics"],
    ["Night trains of Europe", "https://example.com/trains", "trains, travel"],
]


def told(*directions: str) -> list[Interaction]:
    return [Interaction(2, ago(90 - at), "email", one, "", "log") for at, one in enumerate(directions)]


def test_everything_on_the_shelf_names_up_to_five_people_and_the_word_that_speaks_for_them() -> None:
    people = [
        ["Ana Lima", ago(1), "x", "core", "model trains, tea"],
        ["Ben Ode", ago(1), "Rode the sleeper train to Vienna.", "core"],
        ["Cy Ray", ago(1), "x", "core", "chess"],
        ["Di Sol", ago(1), "x", "core", "trains", None, None, "fade"],
        *[[f"Eve {n}", ago(1), "x", "core", None, None, "travel"] for n in range(4)],
    ]
    store = sheet([HEAD, *people], Gives=SHELF)

    sync(store)

    assert rows(store, "Gives")[0]["Could interest"] == (
        "Ana Lima (trains), Eve 0 (travel), Eve 1 (travel), Eve 2 (travel), Eve 3 (travel)"
    )


def test_what_fits_somebody_who_is_due_stands_in_the_draft() -> None:
    store = sheet([HEAD, ["Ana Lima", ago(100), "x", "core", "model trains"]], Gives=SHELF)

    sync(store)

    [draft] = rows(store, "Drafts")
    assert (draft["Template"], str(draft["Reason"]).split()[0]) == ("give", "reconnect")
    assert draft["Message"] == "Hello Ana, Night trains of Europe https://example.com/trains  x [[your line]]"


def test_nobody_is_offered_the_same_thing_twice() -> None:
    store = sheet([HEAD, ["Ana Lima", ago(100), "x", "core", "trains"]], Gives=SHELF)
    sync(store)
    write(store, "Drafts", 2, "Status", "Sent")

    sync(store, 1)
    sync(store, 90)

    assert [one["Template"] for one in rows(store, "Drafts")] == ["give", "reconnect"]


def test_who_speaks_by_voice_or_letter_keeps_a_stub_for_that() -> None:
    people = [[*HEAD, "Channel"], ["Ana Lima", ago(100), "x", "core", "trains", None, None, None, "phone"]]
    store = sheet(people, Gives=SHELF)

    sync(store)

    assert rows(store, "Drafts")[0]["Template"] == "reconnect"


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        (("asked", "asked"), "you asked the last two times"),
        (("gave", "asked", "", "asked"), "you asked twice since you last gave"),
        (("asked", "asked", "gave"), ""),
        (("asked", "gave", "asked"), ""),
        (("asked",), ""),
        ((), ""),
    ],
)
def test_after_two_asks_in_a_row_a_sentence_says_so(known: tuple[str, ...], sentence: str) -> None:
    assert asked_twice(told(*known)) == sentence


def test_who_was_asked_twice_is_not_written_to_without_the_reminder() -> None:
    log = [
        [ago(200), "Ana Lima", "call", "gave"],
        [ago(150), "Ana Lima", "email", "asked"],
        [ago(100), "Ana Lima", "email", "asked"],
    ]
    store = sheet([HEAD, ["Ana Lima", ago(100), "x", "core"]], log)

    report = sync(store)

    assert report.due[0].why.endswith("; you asked twice since you last gave")
    assert report.drafted[0].why.endswith("; you asked twice since you last gave")
    assert str(rows(store, "Drafts")[0]["Why now"]).endswith("; you asked twice since you last gave")


def test_a_month_is_told_in_totals_with_the_names_behind_them() -> None:
    known = {
        2: [
            Interaction(2, date(2026, 10, 31), "email", "gave", "", ""),
            Interaction(2, date(2026, 11, 1), "email", "asked", "", ""),
        ],
        3: [
            Interaction(3, date(2026, 11, 30), "call", "Gave", "", ""),
            Interaction(3, date(2026, 11, 9), "call", "", "", ""),
        ],
    }

    month = helped(Absorbed(interactions=known), {2: "Ana", 3: "Ben"}, date(2026, 11, 15))  # type: ignore[arg-type]

    assert (month.gave, month.asked) == (("Ben",), ("Ana",))
    assert month.sentence == "you helped once and asked once"


def test_a_gift_without_topics_or_words_is_left_alone_and_a_formula_is_never_overwritten() -> None:
    shelf: list[list[CellValue]] = [
        ["Title", "Link", "Topics", "Could interest", "ID"],
        ["???", None, None, None, None],
        [None, None, None, None, None],
        ["Trains", None, "trains", Formula("=A1", "mine"), None],
    ]
    store = sheet([HEAD, ["Ana Lima", ago(1), "x", "core", "trains"]], Gives=shelf)

    sync(store)

    raw = next(tab for tab in store.workbook.tabs if tab.title == "Gives")
    assert raw.rows[3][3] == Formula("=A1", "mine")
    assert "Could interest" not in rows(store, "Gives")[0]


def test_a_shelf_in_words_of_the_users_own_is_kept_as_it_stands() -> None:
    store = sheet([HEAD, ["Ana Lima", ago(100), "x", "core", "trains"]], Gives=SHELF)

    for day in (0, 8, 40, 100):
        sync(store, day)

    assert [[row.get("Title"), row.get("Link"), row.get("Topics")] for row in rows(store, "Gives")] == SHELF[
        1:
    ]


def test_a_sheet_without_a_shelf_gets_none() -> None:
    store = sheet([HEAD, ["Ana Lima", ago(100), "x", "core", "trains"]])

    assert drafted(sync(store)) == [("Ana Lima", "reconnect")]
    assert "Gives" not in {tab.title for tab in store.workbook.tabs}
