"""Goals: who counts, since when, and what the tab says; the user's own cells are never touched."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.config.config import Config
from connectkit.model import CellValue, SetCell
from connectkit.practice.goals import Progress, all_progress, log_words
from connectkit.stores.memory import MemoryStore
from connectkit.sync import look
from tests.book import PLAIN, TODAY, book, counter, run, table

HEADER: list[CellValue] = ["Goal", "Count", "Counting", "From", "To", "So far", "Left", "ID"]
PEOPLE: list[CellValue] = ["Name", "Last contact", "Notes", "Role", "Tags", "Title", "Met"]


def goals(
    *rows: list[CellValue], people: list[list[CellValue]], log: list[list[CellValue]] | None = None
) -> tuple[Progress, ...]:
    """The progress of these goals with these people."""
    tabs = {"Goals": [HEADER, *rows]}
    if log:
        tabs["Log"] = [["Date", "Name", "Kind", "Direction", "Summary", "Source", "ID", "Contact ID"], *log]
    workbook = book(PEOPLE, *people, **tabs)  # type: ignore[arg-type]  # a title is no keyword of its own
    view = look(workbook, Config(), today=TODAY, new_id=counter(), templates=PLAIN)
    return all_progress(view.tables, view.absorbed, TODAY)


def test_people_count_who_match_and_were_met_in_the_period() -> None:
    [one] = goals(
        ["3 in product", 3, "product", date(2026, 10, 1), date(2026, 12, 31)],
        people=[
            ["Ana Lima", TODAY, "", "mentor", "Product, jazz", None, "at a fair, 3 Oct 2026"],
            ["Ben Ito", TODAY, "", None, None, "Head of product", "panel on 9 Nov 2026"],
            ["Cy Roe", TODAY, "", None, "product", None, "at school, May 1999"],
            ["Di Fay", TODAY, "", None, "product", None, None],
            ["Eve Ode", TODAY, "", None, "production", None, "at a fair, 3 Oct 2026"],
        ],
    )

    assert one.names == ("Ana Lima", "Ben Ito")
    assert (one.so_far, one.left) == (2, 1)
    assert one.say() == "3 in product: 2 of 3 so far (Ana Lima, Ben Ito)"


def test_an_old_tie_without_a_day_in_met_counts_only_where_the_goal_has_no_first_day() -> None:
    people: list[list[CellValue]] = [["Ana Lima", TODAY, "", "mentor", None, None, None]]

    since, ever = goals(
        ["a", 1, "mentor", date(2026, 1, 1), None], ["b", 1, "mentor", None, None], people=people
    )

    assert (since.so_far, ever.so_far) == (0, 1)
    assert ever.say() == "b: 1 of 1, done (Ana Lima)"


def test_somebody_added_after_the_first_sync_is_new() -> None:
    store = MemoryStore(
        book(
            ["Name", "Last contact", "Notes", "Role"],
            ["Ana", TODAY, "", "peer"],
            Goals=[HEADER, ["peers", 2, "peer", date(2026, 11, 1), None]],
        )
    )
    run(store)
    assert (table(store, "Goals")[0]["So far"], table(store, "Goals")[0]["Left"]) == (0, 2)
    contacts = next(tab for tab in store.workbook.tabs if tab.title == "Contacts")
    contacts.rows.append(["Ben", TODAY + timedelta(3), "", "Peers"])

    run(store, today=TODAY + timedelta(4))
    again = run(store, today=TODAY + timedelta(4))

    assert (table(store, "Goals")[0]["So far"], table(store, "Goals")[0]["Left"]) == (1, 1)
    assert again.plan.changes == ()


@pytest.mark.parametrize(
    ("counting", "names"),
    [
        ("role: mentor", ("Ana",)),
        ("Mentors", ("Ana", "Ben")),
        ("tag: mentor", ("Ben",)),
        ("mentor, sailing", ("Ana", "Ben", "Cy")),
        ("mentor and sailing", ("Ben",)),
        ("role: mentor + tag: jazz", ("Ana",)),
        ("title: head", ("Cy",)),
        ("nothing of the kind", ()),
    ],
)
def test_the_words_of_counting(counting: str, names: tuple[str, ...]) -> None:
    [one] = goals(
        ["g", 9, counting, None, None],
        people=[
            ["Ana", TODAY, "", "Mentor", "jazz", None, None],
            ["Ben", TODAY, "", "peer", "mentor; sailing", None, None],
            ["Cy", TODAY, "", "peer", "Sailing", "Head of tides", None],
        ],
    )

    assert one.names == names


def test_giving_and_kinds_of_contact_are_counted_from_the_log() -> None:
    gave, calls = goals(
        ["give ten times", 10, "gave", date(2026, 10, 1), None],
        ["talk", 2, "calls or meetings", date(2026, 10, 1), date(2026, 10, 31)],
        people=[["Ana", TODAY, ""]],
        log=[
            [date(2026, 9, 30), "Ana", "call", "gave", "too early"],
            [date(2026, 10, 1), "Ana", "call", "gave", "x"],
            [date(2026, 11, 2), "Ana", "email", "gave", "y"],
            [date(2026, 11, 3), "Ana", "meeting", "asked", "z"],
        ],
    )

    assert (gave.so_far, gave.left, gave.names) == (2, 8, ("Ana",))
    assert (calls.so_far, calls.left) == (1, 1)


def test_a_word_that_is_a_kind_and_one_that_is_none_count_people() -> None:
    assert log_words("gave, introductions") == {"gave", "introduction"}
    assert log_words("gave, mentors") == set()


@pytest.mark.parametrize(
    ("row", "cell", "message"),
    [
        (["a", None, "mentor"], "B2", "A goal needs a number: write how many into Count, for example 3."),
        (["a", "many", "mentor"], "B2", "A goal needs a number: write how many into Count, for example 3."),
        (["a", -1, "mentor"], "B2", "A goal needs a number: write how many into Count, for example 3."),
        (
            ["a", 3, None],
            "C2",
            "Say who counts for this goal: a role, tag or title (mentor; tag: product), or gave.",
        ),
        (
            ["a", 3, "mentor", date(2026, 5, 1), date(2026, 4, 1)],
            "E2",
            "This goal ends before it begins: put From and To right.",
        ),
        (["a", 3, "mentor", "soonish"], "D2", "This goal is not counted until its day can be read."),
    ],
)
def test_a_goal_that_cannot_be_counted_says_what_it_lacks(
    row: list[CellValue], cell: str, message: str
) -> None:
    store = MemoryStore(book(["Name", "Last contact", "Notes"], ["Ana", TODAY, ""], Goals=[HEADER, row]))

    report = run(store)

    assert (cell, message) in [(one.cell, one.message) for one in report.problems if one.tab == "Goals"]
    assert "So far" not in table(store, "Goals")[0]


def test_tabs_of_the_users_columns_alone_are_completed_in_one_sync() -> None:
    tabs = {
        "Goals": [
            HEADER[:5],
            ["three mentors", 3, "mentor", None, None],
            ["two peers", 2, "peer", None, None],
        ],
        "Gives": [["Title", "Link", "Topics"], ["A paper", "https://example.com/p", "sailing"]],
    }
    people = [["Ana", TODAY, "sailing", "mentor"], ["Ben", TODAY, "", "peer"]]
    store = MemoryStore(book(PEOPLE, *people, **tabs))  # type: ignore[arg-type]  # a title is no keyword of its own
    run(store)
    assert [(row["So far"], row["Left"]) for row in table(store, "Goals")] == [(1, 2), (1, 1)]
    assert table(store, "Gives")[0]["Could interest"] == "Ana (sailing)"
    assert run(store).plan.changes == ()


def test_a_sheet_without_goals_gets_none() -> None:
    store = MemoryStore(book(["Name", "Last contact", "Notes"], ["Ana", TODAY, ""]))
    run(store)
    assert "Goals" not in [tab.title for tab in store.workbook.tabs]


_days = st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 12, 31)))


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(-2, 5), st.text(max_size=4)), st.text(max_size=12), _days, _days
        ),
        max_size=4,
    ),
    st.lists(st.sampled_from(["mentor", "peer", "gave", "", "=1+1"]), max_size=4),
)
def test_whatever_stands_there_only_the_tools_cells_change_and_twice_is_once(
    rows: list[tuple[CellValue, str, date | None, date | None]], roles: list[str]
) -> None:
    goal_rows: list[list[CellValue]] = [
        ["goal", count, counting, first, last] for count, counting, first, last in rows
    ]
    people: list[list[CellValue]] = [[f"P{n}", TODAY, "", role] for n, role in enumerate(roles)]
    store = MemoryStore(
        book(
            ["Name", "Last contact", "Notes", "Role"], ["Ana", TODAY, ""], *people, Goals=[HEADER, *goal_rows]
        )
    )

    report = run(store, force=True)
    again = run(store, force=True)

    mine = [one for one in report.plan.changes if isinstance(one, SetCell) and one.tab == "goals"]
    assert {one.column for one in mine} <= {"so_far", "left", "id"}
    assert again.plan.changes == ()
