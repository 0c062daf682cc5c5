"""Introductions: found and explained, each pair once, both sides asked first, the loop closed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectkit.model import CellValue
from connectkit.practice.introductions import find, pair_id
from connectkit.stores.memory import MemoryStore
from tests.book import TODAY
from tests.practice.sheets import ago, drafted, rows, send, sheet, sync, write

HEAD: list[CellValue] = [
    "Name", "Last contact", "Notes", "Tier", "Needs", "Offers", "Title", "Company", "City", "Role", "Interests", "Met", "State",
]  # fmt: skip


def person(name: str, *, last: int = 10, **cells: CellValue) -> list[CellValue]:
    """One contact, last in touch so many days ago."""
    known = {"Name": name, "Last contact": ago(last), "Notes": "x", "Tier": "active", **cells}
    return [known.get(str(header)) for header in HEAD]


ANA = person("Ana Lima", Needs="A brand designer", City="Leeds")
BEN = person("Ben Ode", Offers="Branding for small companies", City="Leeds")


def pair() -> MemoryStore:
    """Ana, who needs what Ben offers, after a first sync."""
    store = sheet([HEAD, ANA, BEN])
    assert drafted(sync(store)) == []
    return store


def whys(*people: list[CellValue]) -> list[str]:
    """What a first sync suggests for these people."""
    store = sheet([HEAD, *people])
    sync(store)
    return [str(row["Why"]) for row in rows(store, "Introductions")]


def test_a_need_and_an_offer_meet_and_the_row_says_why_in_the_users_words() -> None:
    assert whys(ANA, BEN) == [
        "Ana Lima needs a brand designer; Ben Ode offers Branding for small companies; both in Leeds"
    ]


@pytest.mark.parametrize(
    ("needs", "cells", "why"),
    [
        (
            "SQL; looking for a ceramics teacher",
            {"Offers": "law, ceramics"},
            "needs a ceramics teacher; Ben Ode offers ceramics",
        ),
        (
            "brand designer",
            {"Title": "Brand designer", "Company": "Studio Ode"},
            "needs brand designer; Ben Ode is Brand designer (Studio Ode)",
        ),
        ("a mentor in sales", {"Role": "mentor"}, "needs a mentor in sales; Ben Ode is your mentor"),
        (
            "somebody to sail with",
            {"Interests": "sailing, tea"},
            "needs somebody to sail with; Ben Ode cares about sailing",
        ),
        (
            "help with hiring",
            {"Offers": "hiring"},
            "needs help with hiring; Ben Ode offers hiring",
        ),
    ],
)
def test_it_reads_titles_roles_and_interests_too(needs: str, cells: dict[str, CellValue], why: str) -> None:
    assert whys(person("Ana Lima", Needs=needs), person("Ben Ode", **cells)) == [f"Ana Lima {why}"]


@pytest.mark.parametrize(
    ("ana", "ben"),
    [
        ({"Needs": "advice on a small company"}, {"Offers": "advice for small companies"}),
        ({"Needs": "a designer", "Company": "Acme"}, {"Offers": "design", "Company": "acme "}),
        ({"Needs": "a designer", "Met": "Introduced by Ben, 2019"}, {"Offers": "design"}),
        ({"Needs": "a designer", "State": "fade"}, {"Offers": "design"}),
        ({"Needs": "a designer"}, {"Offers": "design", "State": "pause"}),
        ({"Needs": "a designer"}, {"Offers": "design", "Last contact": None}),
        ({"Needs": "12 3"}, {"Offers": "12"}),
        ({"Needs": "a designer", "Offers": "design"}, {}),
    ],
)
def test_everyday_words_colleagues_and_people_who_rest_make_no_pair(
    ana: dict[str, CellValue], ben: dict[str, CellValue]
) -> None:
    assert whys(person("Ana Lima", **ana), person("Ben Ode", **ben)) == []


def test_freelancers_are_not_colleagues() -> None:
    ana, ben = (
        person("Ana", Needs="a designer", Company="Freelance"),
        person("Ben", Offers="design", Company="Freelance"),
    )

    assert whys(ana, ben) == ["Ana needs a designer; Ben offers design"]


def test_those_who_were_introduced_before_are_left_alone() -> None:
    store = sheet([HEAD, ANA, BEN], [[ago(90), "Ben Ode", "introduction", "gave", "Introduced to Ana Lima"]])

    sync(store)

    assert rows(store, "Introductions") == []


def test_the_rarer_word_counts_more_and_the_same_town_breaks_a_tie() -> None:
    texts = {
        "needs": {2: "a letterpress designer"},
        "offers": {3: "design", 4: "design", 5: "letterpress", 6: "design"},
        "title": {}, "role": {}, "tags": {}, "interests": {}, "company": {}, "city": {2: "Bath", 6: "bath"},
    }  # fmt: skip
    names = {2: "Ana", 3: "Ben", 4: "Cy", 5: "Di", 6: "Eve"}

    assert [names[fit.b] for fit in find(texts, names, names)] == ["Di"]


def test_one_a_week_and_nobody_twice_in_it() -> None:
    people = [person(f"Ana {n}", Needs=f"a tutor of {craft}") for n, craft in enumerate(CRAFTS)]
    people += [person(f"Ben {n}", Offers=f"{craft} lessons") for n, craft in enumerate(CRAFTS)]
    store = sheet([HEAD, *people])

    counts = []
    for day in (0, 3, 7, 14):
        sync(store, day)
        counts.append(len(rows(store, "Introductions")))

    assert counts == [1, 1, 2, 3]


CRAFTS = ("weaving", "pottery", "fencing", "chess", "sailing")


def test_a_deleted_suggestion_does_not_come_back_nor_make_room_in_its_week() -> None:
    people = [person(f"Ana {n}", Needs=f"a tutor of {craft}") for n, craft in enumerate(CRAFTS)]
    store = sheet(
        [HEAD, *people, person("Ben", Offers=", ".join(CRAFTS)), person("Cy", Offers="pottery, chess")]
    )
    seen: list[CellValue] = []
    for day in range(0, 70, 5):
        sync(store, day)
        seen += [row["ID"] for row in rows(store, "Introductions")]
        raw = next(tab for tab in store.workbook.tabs if tab.title == "Introductions")
        del raw.rows[1:]

    assert len(seen) == len(set(seen)) == 7


def test_ask_both_asks_each_side_then_brings_them_together_then_closes_the_loop() -> None:
    store = pair()
    write(store, "Introductions", 2, "Status", "Ask both")

    asked = sync(store, 1)
    send(store, "Ana Lima", "opt-in")
    half = sync(store, 8)
    send(store, "Ben Ode", "opt-in")
    both = sync(store, 9)
    send(store, "Ana Lima", "introduction")
    made = sync(store, 15)
    waiting = sync(store, 42)
    later = sync(store, 43)

    assert drafted(asked) == [("Ana Lima", "opt-in"), ("Ben Ode", "opt-in")]
    assert asked.drafted[0].why == (
        "ask each before you introduce Ana Lima and Ben Ode: Ana Lima needs a brand designer; "
        "Ben Ode offers Branding for small companies; both in Leeds"
    )
    assert drafted(half) == []
    assert [(one.name, one.why) for one in both.drafted] == [
        ("Ana Lima", "both were asked: introduce Ana Lima and Ben Ode to each other once both have said yes")
    ]
    assert [(one.name, one.kind) for one in made.logged if one.kind == "introduction"] == [
        ("Ana Lima", "introduction"), ("Ben Ode", "introduction"),
    ]  # fmt: skip
    assert drafted(waiting) == []
    assert [(one.name, one.reason, one.why) for one in later.drafted] == [
        ("Ana Lima", "follow-up", "you introduced Ana Lima to Ben Ode on 8 Dec 2026: ask what came of it")
    ]


def test_made_is_logged_for_both_once_and_moves_last_contact() -> None:
    store = pair()
    write(store, "Introductions", 2, "Status", "Made")

    sync(store, 1)
    sync(store, 2)
    raw = next(tab for tab in store.workbook.tabs if tab.title == "Log")
    logged = [
        (row["Date"], row["Name"], row["Kind"], row.get("Direction"), row["Summary"])
        for row in rows(store, "Log")
    ]
    del raw.rows[1:]
    sync(store, 3)

    day = TODAY + timedelta(1)
    assert logged == [
        (day, "Ana Lima", "introduction", "gave", "Introduced to Ben Ode"),
        (day, "Ben Ode", "introduction", None, "Introduced to Ana Lima"),
    ]
    assert [row["Last contact"] for row in rows(store, "Contacts")] == [day, day]
    assert rows(store, "Log") == []


@pytest.mark.parametrize("status", ["Not these two", None])
def test_without_the_users_word_nothing_happens(status: str | None) -> None:
    store = pair()
    write(store, "Introductions", 2, "Status", status)

    assert [drafted(sync(store, day)) for day in (1, 8, 40)] == [[], [], []]


def test_a_change_of_mind_stops_what_was_not_drafted_yet() -> None:
    store = pair()
    write(store, "Introductions", 2, "Status", "Ask both")
    sync(store, 1, per_week=1)
    write(store, "Introductions", 2, "Status", "Not these two")

    assert [drafted(sync(store, day)) for day in (8, 15)] == [[], []]


def test_a_deleted_question_stays_deleted() -> None:
    store = pair()
    write(store, "Introductions", 2, "Status", "Ask both")
    sync(store, 1)
    raw = next(tab for tab in store.workbook.tabs if tab.title == "Drafts")
    del raw.rows[1:]

    assert [drafted(sync(store, day)) for day in (2, 8, 15)] == [[], [], []]


@pytest.mark.parametrize("state", ["pause", "fade"])
def test_nobody_who_rests_is_asked(state: str) -> None:
    store = pair()
    write(store, "Introductions", 2, "Status", "Ask both")
    write(store, "Contacts", 3, "State", state)

    assert "Ben Ode" not in [name for name, _ in drafted(sync(store, 1))]


def test_a_status_that_is_none_is_listed() -> None:
    store = pair()
    write(store, "Introductions", 2, "Status", "maybe")

    report = sync(store, 1)

    assert [one.message for one in report.problems] == [
        "“maybe” is no status: choose Ask both, Made or Not these two."
    ]


def test_names_follow_their_people_and_a_torn_row_is_left_alone() -> None:
    store = pair()
    write(store, "Contacts", 2, "Name", "Ana Lima-Silva")
    sync(store, 1)
    renamed = rows(store, "Introductions")[0]["A"]
    write(store, "Introductions", 2, "A", "Ben Ode")
    write(store, "Introductions", 2, "Status", "Made")

    report = sync(store, 2)

    assert renamed == "Ana Lima-Silva"
    assert rows(store, "Log") == []
    assert [one.message for one in report.problems] == [
        "This row names Ben Ode, but its hidden ID is Ana Lima-Silva's, as after a sort of only some columns. "
        "Nothing was done for it: undo the sort."
    ]


def test_who_introduced_somebody_hears_four_weeks_later_what_came_of_it() -> None:
    ben = person("Ben Ode", last=30, Met="Introduced by Cy, 24 Oct 2026")
    store = sheet([HEAD, ben, person("Cy Ray")])

    early = drafted(sync(store, -3))
    report = sync(store)

    assert early == []
    assert [(one.name, one.reason, one.why) for one in report.drafted] == [
        ("Cy Ray", "closing-loop", "Cy introduced you to Ben Ode, 24 Oct: say what came of it")
    ]
    assert "Ben Ode" in str(rows(store, "Drafts")[0]["Message"])
    send(store, "Cy Ray", "closing-loop")
    assert [drafted(sync(store, day)) for day in (7, 14, 28)] == [[], [], []]


def test_a_pair_has_one_id_whichever_comes_first() -> None:
    assert pair_id("ck-1", "ck-2") == pair_id("ck-2", "ck-1") != pair_id("ck-1", "ck-3")


STEP = st.tuples(st.integers(0, 8), st.integers(0, 99), st.integers(0, 99))


def _act(store: MemoryStore, step: tuple[int, int, int]) -> int:
    """One thing a person does to these tabs; the days that pass."""
    number, a, b = step
    titles = {
        0: "Introductions",
        1: "Introductions",
        2: "Introductions",
        3: "Drafts",
        4: "Drafts",
        5: "Drafts",
        6: "Contacts",
    }
    raw = next((tab for tab in store.workbook.tabs if tab.title == titles.get(number)), None)
    if raw is None or len(raw.rows) < 2:
        return (1, 3, 7, 20)[a % 4]
    row = 2 + a % (len(raw.rows) - 1)
    if number in (0, 1):
        write(
            store,
            "Introductions",
            row,
            "Status",
            ("Ask both", "Ask both", "Made", "Not these two", None)[b % 5],
        )
    elif number in (3, 4):
        write(store, "Drafts", row, "Status", ("Sent", "Sent", "Sent", "Skip", "Later")[b % 5])
    elif number == 6:
        write(store, "Contacts", row, "State", ("pause", "fade", None, None)[b % 4])
    elif b % 2:
        del raw.rows[row - 1]
    else:
        raw.rows[1:] = sorted(raw.rows[1:], key=lambda cells: str(cells[a % 2]))
    return 0


@settings(max_examples=12, deadline=None)
@given(st.lists(STEP, min_size=4, max_size=10))
def test_whatever_the_user_does_pairs_come_once_log_rows_once_and_no_week_is_over_budget(
    steps: list[tuple[int, int, int]],
) -> None:
    people = [person(f"Ana {n}", Needs=f"a tutor of {craft}") for n, craft in enumerate(CRAFTS[:3])]
    store = sheet(
        [HEAD, *people, person("Ben", Offers=", ".join(CRAFTS)), person("Cy", Offers="pottery, chess")]
    )
    day, suggested, weeks = 0, Counter[object](), Counter[tuple[int, int]]()
    for step in [(8, 0, 0), *steps]:
        day += _act(store, step)
        resting = {row["Name"] for row in rows(store, "Contacts") if row.get("State")}
        before = {row.get("ID") for row in rows(store, "Introductions")}
        report = sync(store, day)
        suggested.update(row["ID"] for row in rows(store, "Introductions") if row["ID"] not in before)
        weeks[(TODAY + timedelta(day)).isocalendar()[:2]] += len(report.drafted)
        assert not resting & {one.name for one in report.drafted}
        ids = [row["ID"] for row in rows(store, "Log")]
        assert len(ids) == len(set(ids))
        reasons = Counter((row["Contact ID"], row["Reason"]) for row in rows(store, "Drafts"))
        assert max(reasons.values(), default=1) == 1
    assert max(suggested.values(), default=0) <= 1
    assert max(weeks.values()) <= 2
    assert all(isinstance(row["Suggested"], date) for row in rows(store, "Introductions"))
