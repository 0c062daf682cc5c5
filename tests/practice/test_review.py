"""The monthly review: what it says of a month is true of the sheet, stays, and is written only when it changes."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectkit.config.config import Config
from connectkit.drafts.template import WHENS, Template
from connectkit.model import CellValue, ReplaceRows
from connectkit.practice.review.months import Ledger, Month, introductions, month_of, weeks
from connectkit.practice.review.review import MONTHS, review
from connectkit.practice.review.standing import GROUPS, moves, standing
from connectkit.practice.review.words import Review
from connectkit.report.review_page import to_html
from connectkit.stores.memory import MemoryStore
from connectkit.sync import look
from tests.book import TODAY, counter, run, table
from tests.practice.sheets import sheet, sync

OCTOBER = Month(2026, 10)
TEMPLATES = tuple(
    Template(when, when, "", "en", "Hello", "Hello {{ first_name }} [[your line]]\n", f"{when}.txt.j2", 5)
    for when in WHENS
)


def ledger_of(store: MemoryStore, today: date = TODAY) -> tuple[Ledger, Review]:
    view = look(store.read(), Config(), today=today, new_id=counter(), templates=TEMPLATES)
    ledger = Ledger(view.tables, view.absorbed, view.identities, Config(), today)
    return ledger, review(ledger, view.decided, OCTOBER)


def reviewed(store: MemoryStore) -> Review:
    return ledger_of(store)[1]


def lines(store: MemoryStore) -> dict[str, str]:
    """About to words, of the lines below the months."""
    return {str(row["About"]): str(row["In words"]) for row in table(store, "Review") if "About" in row}


def months(store: MemoryStore) -> dict[str, dict[str, CellValue]]:
    """Month to its figures."""
    return {str(row["Month"]): row for row in table(store, "Review") if "Month" in row}


# ---- where people stand ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "state", "group"),
    [
        (date(2026, 10, 1), None, "thriving"),
        (date(2026, 10, 31), None, "thriving"),
        (date(2026, 9, 30), None, "steady"),
        (date(2026, 8, 31), None, "needs attention"),
        (date(2026, 5, 31), None, "needs attention"),
        (date(2026, 4, 1), None, "faded"),
        (date(2026, 10, 5), "fade", "faded"),
        (date(2026, 4, 1), "pause", "resting"),
        (date(2026, 11, 2), None, None),
        ("?", None, "not known"),
    ],
)
def test_a_tie_stands_by_its_rhythm_on_the_months_last_day(
    last: CellValue, state: CellValue, group: str | None
) -> None:
    store = sheet(
        [
            ["Name", "Last contact", "Notes", "Tier", "State"],
            ["Ana", last, "x", "core", state],
            ["Ben", date(2026, 1, 1), "x", "core", None],
        ]
    )

    ledger, _ = ledger_of(store)

    assert standing(ledger, OCTOBER).get(2) == group


def test_the_log_tells_what_last_contact_no_longer_does() -> None:
    store = sheet(
        [["Name", "Last contact", "Notes", "Tier"], ["Ana", date(2026, 11, 20), "x", "core"]],
        log=[[date(2026, 10, 12), "Ana", "call", None, "x"]],
    )

    assert reviewed(store).groups["thriving"] == ("Ana",)


def test_a_draft_tells_that_somebody_was_due_whose_last_contact_was_moved_on() -> None:
    people = [
        ["Name", "Last contact", "Notes", "Tier"],
        ["Ana", date(2026, 7, 1), "x", "core"],
        ["Ben", TODAY, "x", "core"],
    ]
    store = sheet(people)
    sync(store, -15)  # 8 November: due since 1 September
    drafts = next(tab for tab in store.workbook.tabs if tab.title == "Drafts")
    assert drafts.rows[1][1] == "Ana"
    drafts.rows[1][0] = "Sent"
    sync(store, -14)
    review_tab = next(tab for tab in store.workbook.tabs if tab.title == "Review")
    store.workbook = type(store.workbook)(
        tuple(tab for tab in store.workbook.tabs if tab is not review_tab), "people"
    )

    assert table(store, "Contacts")[0]["Last contact"] == date(2026, 11, 9)
    assert reviewed(store).groups["needs attention"] == ("Ana",)


def test_only_a_step_between_fine_due_and_faded_is_a_move() -> None:
    before = {1: "thriving", 2: "steady", 3: "needs attention", 4: "not known", 5: "faded"}
    now = {1: "steady", 2: "needs attention", 3: "thriving", 4: "thriving", 5: "faded", 6: "thriving"}
    names = {number: f"P{number}" for number in range(1, 7)}

    assert [(one.name, one.was, one.now, one.up) for one in moves(before, now, names)] == [
        ("P2", "steady", "needs attention", False),
        ("P3", "needs attention", "thriving", True),
    ]


_rows = st.lists(
    st.tuples(
        st.one_of(st.none(), st.just("?"), st.dates(date(2025, 1, 1), TODAY)),
        st.sampled_from(["inner", "core", "active", "weak", None]),
        st.sampled_from([None, None, "pause", "fade"]),
        st.one_of(st.none(), st.dates(date(2026, 8, 1), TODAY)),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(_rows, st.integers(0, 3))
def test_everybody_stands_in_one_place_and_every_number_has_its_names(
    people: list[tuple[CellValue, str | None, str | None, date | None]], back: int
) -> None:
    rows = [[f"P{n}", last, "x", tier, state] for n, (last, tier, state, _) in enumerate(people)]
    log = [[day, f"P{n}", "call", "gave", "x"] for n, (*_, day) in enumerate(people) if day]
    ledger, one = ledger_of(
        sheet(
            [
                ["Name", "Last contact", "Notes", "Tier", "State"],
                ["Old", date(2020, 1, 1), "x", None, None],
                *rows,
            ],
            log,
        )
    )
    month = month_of(TODAY)
    for _ in range(back):
        month = month.before

    groups = standing(ledger, month)

    assert set(groups.values()) <= set(GROUPS)
    assert sum(len(names) for names in one.groups.values()) == len(standing(ledger, OCTOBER))
    assert (
        one.figures.interactions
        == len(one.entries)
        == sum(len(entries) for _, entries in weeks(ledger, OCTOBER))
    )
    assert one.figures.gave == sum(each.direction == "gave" for each in one.entries)
    assert [each.month for each in one.history][-1] == OCTOBER
    assert len(one.history) == MONTHS


# ---- what happened -----------------------------------------------------------------------------------


def test_promises_kept_are_those_done_by_the_end_of_the_month() -> None:
    head = ["What", "Who", "By", "Due", "Done", "Age", "Made", "Drafted", "ID", "Contact ID"]
    promises = [
        ["the deck", "Ana", "me", date(2026, 10, 3), date(2026, 10, 4)],
        ["the book", "Ana", "me", date(2026, 10, 5), "yes"],
        ["the link", "Ana", "me", date(2026, 10, 6), date(2026, 11, 2)],
        ["the name", "Ana", "me", date(2026, 10, 7), None],
        ["next month", "Ana", "me", date(2026, 11, 7), date(2026, 10, 1)],
        ["theirs", "Ana", "them", date(2026, 10, 7), None],
    ]
    store = sheet(
        [["Name", "Last contact", "Notes"], ["Ana", date(2026, 10, 1), "x"]], Promises=[head, *promises]
    )

    one = reviewed(store)

    assert (one.figures.promised, one.figures.kept, one.kept_rate) == (4, 2, 50)
    sync(store)
    assert lines(store)["promises"] == "2 of 4 kept (50 %); open: the link (to Ana), the name (to Ana)"


def test_an_introduction_told_on_both_sides_is_one() -> None:
    store = sheet(
        [
            ["Name", "Last contact", "Notes"],
            ["Ana Lima", date(2026, 10, 1), "x"],
            ["Ben Ito", date(2026, 10, 1), "x"],
            ["Cy Roe", date(2026, 10, 1), "x"],
        ],
        log=[
            [date(2026, 10, 9), "Ana Lima", "introduction", "gave", "Introduced to Ben Ito"],
            [date(2026, 10, 9), "Ben Ito", "introduction", "gave", "Introduced to Ana Lima"],
            [date(2026, 10, 9), "Cy Roe", "introduction", "gave", "Introduced to somebody outside"],
        ],
    )

    one = reviewed(store)

    assert one.introductions == (("Ana Lima", "Ben Ito"), ("Cy Roe",))
    assert one.figures.introduced == 2
    assert introductions(()) == ()


def test_the_weeks_of_a_month_begin_on_the_first_and_on_mondays() -> None:
    ledger, _ = ledger_of(sheet([["Name", "Last contact", "Notes"], ["Ana", date(2026, 10, 5), "x"]]))

    assert [(start.day, len(entries)) for start, entries in weeks(ledger, OCTOBER)] == [
        (1, 0),
        (5, 1),
        (12, 0),
        (19, 0),
        (26, 0),
    ]
    assert [start.day for start, _ in weeks(ledger, Month(2026, 11))] == [1, 2, 9, 16, 23]


# ---- the tab -----------------------------------------------------------------------------------------


def test_a_sheet_that_tells_nothing_of_a_month_that_has_ended_gets_no_tab() -> None:
    store = sheet([["Name", "Last contact", "Notes"], ["Ana", TODAY, "x"], ["Ben", None, "y"]])
    sync(store)
    assert "Review" not in [tab.title for tab in store.workbook.tabs]


def test_the_tab_holds_twelve_months_and_the_last_one_in_words() -> None:
    store = sheet(
        [
            ["Name", "Last contact", "Notes", "Tier", "Role"],
            ["Ana Lima", date(2026, 10, 12), "x", "core", "mentor"],
            ["Ben Ito", date(2026, 7, 30), "y", "core", None],
        ],
        log=[
            [date(2026, 10, 12), "Ana Lima", "call", "gave", "an article"],
            [date(2026, 8, 2), "Ana Lima", "email", "asked", "advice"],
        ],
    )
    sync(store)

    assert list(months(store)) == [f"{name} 2025" for name in ("Nov", "Dec")] + [
        f"{name} 2026" for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct")
    ]
    october = {key: value for key, value in months(store)["Oct 2026"].items() if value}
    assert october == {
        "Month": "Oct 2026",
        "Thriving": 1,
        "Needs attention": 1,
        "Interactions": 1,
        "People": 1,
        "Gave": 1,
    }
    assert months(store)["Aug 2026"]["Asked"] == 1
    assert lines(store) == {
        "October 2026": "In touch once with 1 person, about 0.2 a week. You gave once and asked nothing.",
        "thriving": "Ana Lima",
        "needs attention": "Ben Ito",
        "in touch with": "Ana Lima",
        "gave": "Ana Lima (an article)",
        "how": "core: voice 1",
        "gaps": "no mentor in inner, active, weak",
    }


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["today", "call today: x", "gave: y", ""])),
        min_size=1,
        max_size=6,
    )
)
def test_what_happens_this_month_does_not_rewrite_what_the_tab_says_of_the_last(
    actions: list[tuple[int, str]],
) -> None:
    people = [["Name", "Last contact", "Notes", "Tier", "Log"]] + [
        [f"P{n}", date(2026, 9 + n % 2, 5), "x", "core", None] for n in range(3)
    ]
    store = sheet(people)
    run(store, today=date(2026, 11, 2), templates=TEMPLATES, force=True)
    said = next(tab for tab in store.workbook.tabs if tab.title == "Review").rows
    contacts = next(tab for tab in store.workbook.tabs if tab.title == "Contacts")
    for day, (who, text) in enumerate(actions, start=3):
        contacts = next(tab for tab in store.workbook.tabs if tab.title == "Contacts")
        contacts.rows[1 + who][4] = text or None
        report = run(store, today=date(2026, 11, day), templates=TEMPLATES, force=True)
        assert not any(isinstance(one, ReplaceRows) and one.tab == "review" for one in report.plan.changes)

    assert next(tab for tab in store.workbook.tabs if tab.title == "Review").rows == said


def test_a_call_logged_late_joins_its_month_and_the_rest_of_the_month_stays() -> None:
    store = sheet(
        [
            ["Name", "Last contact", "Notes", "Tier"],
            ["Ana", date(2026, 10, 5), "x", "core"],
            ["Ben", date(2026, 10, 6), "x", "core"],
        ]
    )
    sync(store)
    contacts = next(tab for tab in store.workbook.tabs if tab.title == "Contacts")
    contacts.rows[1][1] = TODAY  # typed over: nothing tells of 5 October any more
    sync(store, 1)
    assert months(store)["Oct 2026"]["Interactions"] == 2
    log = next(tab for tab in store.workbook.tabs if tab.title == "Log")
    log.rows.extend(
        [
            [date(2026, 10, 20), "Ben", "call", "gave", "late"],
            [date(2026, 10, 21), "Ben", "call", None, "late too"],
        ]
    )

    sync(store, 2)

    assert months(store)["Oct 2026"]["Interactions"] == 3
    assert months(store)["Oct 2026"]["Gave"] == 1
    assert lines(store)["thriving"] == "Ana, Ben"
    assert lines(store)["gave"] == "Ben (late)"


def test_when_a_month_ends_its_row_joins_and_the_others_stay() -> None:
    store = sheet([["Name", "Last contact", "Notes", "Tier"], ["Ana", date(2026, 10, 5), "x", "core"]])
    sync(store)
    october = months(store)["Oct 2026"]

    sync(store, 8)  # 1 December

    assert months(store)["Oct 2026"] == october
    assert list(months(store))[-1] == "Nov 2026"
    assert len(months(store)) == MONTHS
    assert months(store)["Nov 2026"]["Steady"] == 1
    assert "November 2026" in lines(store)
    assert "October 2026" not in lines(store)


def test_the_command_names_whom_the_tab_noted_when_the_month_had_just_ended() -> None:
    store = sheet(
        [
            ["Name", "Last contact", "Notes", "Tier"],
            ["Ana", date(2026, 10, 5), "x", "core"],
            ["Ben", date(2026, 10, 5), "x", "core"],
        ]
    )
    sync(store)
    next(tab for tab in store.workbook.tabs if tab.title == "Contacts").rows[1][1] = TODAY
    sync(store, 1)

    one = reviewed(store)

    assert one.groups["thriving"] == ("Ana", "Ben")
    assert (one.figures.people, [each.name for each in one.entries]) == (2, ["Ben"])


def test_a_tab_deleted_is_made_again_from_the_dates() -> None:
    store = sheet([["Name", "Last contact", "Notes", "Tier"], ["Ana", date(2026, 10, 5), "x", "core"]])
    sync(store)
    said = table(store, "Review")
    store.workbook = type(store.workbook)(
        tuple(tab for tab in store.workbook.tabs if tab.title != "Review"), "people"
    )

    sync(store, 1)

    assert table(store, "Review") == said


# ---- the page ----------------------------------------------------------------------------------------


class Seen(HTMLParser):
    """What a browser meets: tags with their attributes, and whether every tag that opens closes."""

    VOID = ("meta", "rect", "line", "br", "link", "img")

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "line"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


EVIL = '<script>alert("x")</script>'


def page() -> str:
    store = sheet(
        [
            ["Name", "Last contact", "Notes", "Tier", "Role"],
            [EVIL, date(2026, 10, 12), EVIL, "core", EVIL],
            ["Ben & Co", date(2024, 1, 1), EVIL, "weak", None],
        ],
        log=[
            [date(2026, 10, 12), EVIL, "call", "gave", EVIL],
            [date(2026, 10, 20), "Ben & Co", "introduction", None, EVIL],
        ],
        Promises=[
            ["What", "Who", "By", "Due", "Done", "Age", "Made", "Drafted", "ID", "Contact ID"],
            [EVIL, EVIL, "me", date(2026, 10, 1)],
        ],
        Goals=[["Goal", "Count", "Counting", "From", "To", "So far", "Left", "ID"], [EVIL, 3, EVIL]],
    )
    return to_html(reviewed(store))


def test_the_page_is_one_file_that_runs_nothing_and_loads_nothing() -> None:
    seen = Seen()
    seen.feed(page())

    assert seen.open == []
    tags = {tag for tag, _ in seen.tags}
    assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "form", "a", "base"})
    policy = next(attrs for tag, attrs in seen.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    for _, attrs in seen.tags:
        assert not {"src", "href", "style", "srcset", "onload", "onclick"} & set(attrs)
    assert "url(" not in page()
    assert "@import" not in page()


def test_text_from_the_sheet_stays_text_on_the_page() -> None:
    text = page()

    assert EVIL not in text
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in text
    assert "Ben &amp; Co" in text


def test_every_chart_has_a_title_and_words_and_its_numbers_stand_in_a_table() -> None:
    text = page()
    charts = text.split("<svg ")[1:]

    assert len(charts) == 2
    for chart in charts:
        assert 'role="img"' in chart
        assert "<title id=" in chart
        assert "<desc id=" in chart
    weekly = charts[0].split("</svg>")[0]
    assert "week from 12 Oct: 1; week from 19 Oct: 1" in weekly
    assert '<th scope="row">from 12 Oct</th><td class="n">1</td>' in text
    ids = [one.split('"')[0] for one in text.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_a_month_of_nothing_is_a_page_too() -> None:
    text = to_html(reviewed(sheet([["Name", "Last contact", "Notes"], ["Ana", None, "x"]])))

    assert "Nobody was written to or met, as far as the sheet tells." in text
    assert "nothing to draw yet" in text


def test_days_run_on_and_twelve_months_stay_twelve() -> None:
    store = sheet([["Name", "Last contact", "Notes", "Tier"], ["Ana", date(2026, 10, 5), "x", "core"]])
    for day in range(0, 500, 31):
        run(store, today=TODAY + timedelta(day), templates=TEMPLATES, force=True)
        assert len(months(store)) == MONTHS
