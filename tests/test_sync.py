"""The daily sync, on a sheet in memory: what it writes, what it never writes, and that twice is once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from connectkit.config.config import Config, Me
from connectkit.errors import GuardTripped, HeaderError
from connectkit.model import AppendRow, Formula, RawTab, SetCell, Workbook
from connectkit.stores.memory import MemoryStore
from connectkit.sync import look
from tests.book import PLAIN, TODAY, book, counter, run, table


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def by_name(store: MemoryStore, title: str = "Contacts") -> dict[object, dict[str, object]]:
    return {row.get("Name"): dict(row) for row in table(store, title)}


def test_three_columns_under_other_words_and_in_any_order_are_enough() -> None:
    store = MemoryStore(
        book(
            ["My people", None, None],
            [],
            ["Shoe size", "Comments", "Last spoke", "Full name"],
            [38, "Sails at Cascais", ago(200), "Ana Lima"],
            title="People",
        )
    )

    report = run(store)

    assert [(row.name, row.state) for row in report.due] == [("Ana Lima", "late")]
    assert (
        report.due[0].why
        == "active, last contact 7 May, wanted every 4 months, 77 days past, late since 7 Nov"
    )
    [draft] = table(store, "Drafts")
    assert draft["Name"] == "Ana Lima"
    assert draft["Message"] == "Hello Ana,\n\nSails at Cascais [[your line]]"
    assert draft["Why now"] == "Last in touch in May; you wanted every 4 months (active)"


def test_a_second_sync_on_the_same_day_plans_nothing() -> None:
    store = MemoryStore(
        book(
            ["Name", "Last contact", "Notes", "Tier", "Log", "Birthday"],
            [
                "Ana",
                ago(200),
                "x",
                "core",
                "call yesterday: she moves; promise: send the deck by Fri",
                "29 Nov",
            ],
            ["Ben", "3 weeks ago", "y", "inner", None, None],
            ["Cy", "?", "z", "VIP", "??", None],
            ["Di", None, None, None, None, None],
        )
    )

    first = run(store)
    before = store.workbook
    second = run(store)

    assert first.plan
    assert second.plan.changes == ()
    assert store.workbook == before
    assert store.requests.write == 1


def test_a_dry_run_reports_the_same_and_writes_nothing() -> None:
    store = MemoryStore(book(["Name", "Last contact", "Notes"], ["Ana", ago(300), "x"]))

    dry = run(store, dry_run=True)
    wet = run(store)

    assert store.requests.write == 1
    assert dry.due[0]._replace(id="") == wet.due[0]._replace(id="")
    assert [one.name for one in dry.drafted] == [one.name for one in wet.drafted] == ["Ana"]


def test_a_sent_draft_is_logged_once_and_moves_last_contact_forward() -> None:
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Channel"], ["Ana", ago(300), "x", "email"]))
    run(store)
    _set(store, "Drafts", 2, "Status", "Sent")
    _set(store, "Drafts", 2, "Message", "Dear Ana,\n\nhow did the move to Porto go for you?\n")

    report = run(store, today=TODAY + timedelta(1))
    again = run(store, today=TODAY + timedelta(1))

    assert [(one.name, one.kind, one.source) for one in report.logged] == [("Ana", "email", "draft")]
    [entry] = table(store, "Log")
    assert entry["Summary"] == "how did the move to Porto go for you?"
    assert entry["Date"] == TODAY + timedelta(1)
    assert by_name(store)["Ana"]["Last contact"] == TODAY + timedelta(1)
    assert table(store, "Drafts")[0]["Logged"] == TODAY + timedelta(1)
    assert again.plan.changes == ()
    assert report.notes == (
        f"Contacts, Ana: Last contact moved forward from {ago(300)} to {TODAY + timedelta(1)}.",
    )


def test_a_copied_draft_is_one_draft_logged_once_and_both_rows_are_told() -> None:
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Tier"], ["Ana", ago(90), "x", "core"]))
    run(store)
    rows = next(tab for tab in store.workbook.tabs if tab.title == "Drafts").rows
    rows.append(list(rows[-1]))
    for number in (len(rows) - 1, len(rows)):
        _set(store, "Drafts", number, "Status", "Sent")

    report = run(store)

    assert [one.name for one in report.logged] == ["Ana"]
    told = (
        "row 2 (Ana) and row 3 (Ana) carry the same hidden ID, as a copied row does. They are one draft, which is "
        "logged once: delete the copy, and write another message into the Log."
    )
    assert [(one.tab, one.row, one.message) for one in report.problems] == [
        ("Drafts", 2, told),
        ("Drafts", 3, told),
    ]
    assert len(table(store, "Log")) == 1
    assert run(store).plan.changes == ()


def test_a_copied_entry_and_a_copied_promise_count_once_where_they_say_the_same() -> None:
    logged = ["Date", "Name", "Kind", "Direction", "Summary", "Source", "ID", "Contact ID"]
    promised = ["What", "Who", "By", "Due", "Done", "Age", "Made", "Drafted", "ID", "Contact ID"]
    entry = [ago(3), "Ana", "call", "gave", "a lift", "log", "lk-000001", None]
    promise = ["the deck", "Ana", "me", ago(1), None, None, None, None, "pk-000001", None]
    view = look(
        book(
            ["Name", "Last contact", "Notes"],
            ["Ana", ago(9), "x"],
            Log=[logged, entry, list(entry), [ago(2), *entry[1:]]],
            Promises=[promised, promise, list(promise), ["the slides", *promise[1:]]],
        ),
        Config(),
        today=TODAY,
        new_id=counter(),
        templates=PLAIN,
    )

    assert [one.day for one in view.absorbed.interactions[2]] == [ago(3), ago(2)]
    assert [one.record["what"] for one in view.absorbed.promises] == ["the deck", "the slides"]
    assert [(one.tab, one.row) for one in view.tables.problems] == [
        (tab, row) for tab in ("Log", "Promises") for row in (2, 3, 4)
    ]


@pytest.mark.parametrize("status", ["Skip", "Later", "To do", "delete"])
def test_a_draft_put_aside_or_deleted_is_not_made_again_for_the_same_due_day(status: str) -> None:
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Tier"], ["Ana", ago(100), "x", "core"]))
    run(store)
    if status == "delete":
        raw = next(tab for tab in store.workbook.tabs if tab.title == "Drafts")
        del raw.rows[1]
    else:
        _set(store, "Drafts", 2, "Status", status)

    for day in range(1, 20):
        report = run(store, today=TODAY + timedelta(day))
        assert report.drafted == (), f"drafted again on day {day}"


def test_a_skipped_person_comes_up_again_one_cycle_later() -> None:
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Tier"], ["Ana", ago(70), "x", "core"]))
    run(store)
    _set(store, "Drafts", 2, "Status", "Skip")
    run(store, today=TODAY + timedelta(1))

    quiet = run(store, today=TODAY + timedelta(58), force=True)
    later = run(store, today=TODAY + timedelta(63), force=True)

    assert quiet.drafted == ()
    assert [one.name for one in later.drafted] == ["Ana"]


def test_the_budget_holds_over_all_runs_of_a_week_and_the_rest_wait() -> None:
    rows = [[f"Person {n}", ago(200 + n), "x", "core"] for n in range(10)]
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Tier"], *rows))
    monday = date(2026, 11, 23)

    reports = [run(store, today=monday + timedelta(day)) for day in range(7)]

    assert [len(report.drafted) for report in reports] == [2, 0, 0, 0, 0, 0, 0]
    assert reports[0].waiting == 8
    assert len(run(store, today=monday + timedelta(7)).drafted) == 2


def test_deleting_the_drafts_of_a_week_brings_no_further_ones_before_the_next() -> None:
    rows = [[f"Person {n}", ago(200 + n), "x", "core"] for n in range(6)]
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Tier"], *rows))
    monday = date(2026, 11, 23)
    first = [one.name for one in run(store, today=monday).drafted]

    drafts = next(tab for tab in store.workbook.tabs if tab.title == "Drafts")
    del drafts.rows[1:]

    assert [run(store, today=monday + timedelta(day)).drafted for day in range(3)] == [(), (), ()]
    later = [one.name for one in run(store, today=monday + timedelta(7)).drafted]
    assert len(first) == len(later) == 2
    assert not set(first) & set(later)


def test_weak_ties_get_one_draft_in_four() -> None:
    rows = [[f"Core {n}", ago(200 + n), "x", "core"] for n in range(12)] + [["Weak", ago(190), "x", "weak"]]
    store = MemoryStore(
        book(["Name", "Last contact", "Notes", "Tier"], *rows, ["Fresh", ago(1), "x", "core"])
    )

    names = [one.name for week in range(2) for one in run(store, today=TODAY + timedelta(7 * week)).drafted]

    assert names[3] == "Weak"


def test_after_a_quiet_month_the_queue_restarts_with_the_two_closest() -> None:
    store = MemoryStore(
        book(
            ["Name", "Last contact", "Notes", "Tier"],
            ["Far", ago(900), "x", "weak"],
            ["Mid", ago(500), "x", "active"],
            ["Near", ago(100), "x", "inner"],
            ["Close", ago(100), "x", "core"],
        )
    )

    report = run(store, Config(per_week=5))

    assert report.restart
    assert [(one.name, one.reason) for one in report.drafted] == [("Near", "restart"), ("Close", "restart")]


def test_nobody_paused_faded_or_snoozed_is_drafted_or_dropped() -> None:
    store = MemoryStore(
        book(
            ["Name", "Last contact", "Notes", "State", "Snooze until", "Tier"],
            ["Pat", ago(400), "x", "pause", None, "core"],
            ["Fay", ago(400), "x", "fade", None, "core"],
            ["Sno", ago(400), "x", None, TODAY, "core"],
            ["Una", "n/a", "x", None, None, "core"],
        )
    )

    report = run(store)

    assert report.drafted == ()
    assert {row.name: row.state for row in report.due} == {
        "Pat": "paused", "Fay": "fade", "Sno": "snoozed", "Una": "unreadable",
    }  # fmt: skip
    assert run(store, today=TODAY + timedelta(1)).drafted[0].name == "Sno"


def test_a_due_promise_comes_first_and_gets_the_first_draft() -> None:
    store = MemoryStore(
        book(
            ["Name", "Last contact", "Notes", "Tier"],
            ["Ana", ago(400), "x", "inner"],
            ["Ben", ago(1), "y", "weak"],
            Promises=[
                ["What", "Who", "By", "Due", "Done", "Age", "Made", "Drafted", "ID", "Contact ID"],
                ["send the deck", "Ben", "me", ago(2)],
            ],
        )
    )

    report = run(store)

    assert [row.name for row in report.due] == ["Ben", "Ana"]
    assert [(one.name, one.reason) for one in report.drafted] == [("Ben", "promise"), ("Ana", "reconnect")]
    assert table(store, "Due")[0]["Why"] == "you promised: send the deck (due 21 Nov, 2 days past)"


def test_text_stays_text_in_every_tab() -> None:
    evil = '=HYPERLINK("http://evil.example","x")'
    store = MemoryStore(
        book(["Name", "Last contact", "Notes"], [evil, ago(400), "+49 1"], ["-1", ago(399), "@x\x01"])
    )

    run(store)

    for tab in store.workbook.tabs:
        for row in tab.rows:
            assert not any(isinstance(cell, Formula) for cell in row)
    assert {row["Name"] for row in table(store, "Drafts")} == {evil, "-1"}


def test_a_formula_in_a_users_cell_is_read_and_never_overwritten() -> None:
    formula = Formula("=TODAY()-300", ago(300))
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Log"], ["Ana", formula, "x", "today"]))

    report = run(store)

    assert report.due == ()
    assert _cell(store, "Contacts", 2, "Last contact") == formula
    assert table(store, "Log")[0]["Name"] == "Ana"


def test_a_users_own_status_and_id_columns_are_left_alone() -> None:
    store = MemoryStore(
        book(
            ["ID", "Name", "Last contact", "Notes", "Status"],
            [7, "Ana", ago(300), "x", "client"],
            [8, "Ben", ago(2), "y", "lead"],
        )
    )

    run(store)
    second = run(store)

    assert [(row["ID"], row["Status"], row["Status (connectkit)"]) for row in table(store, "Contacts")] == [
        (7, "client", "late"), (8, "lead", "ok"),
    ]  # fmt: skip
    assert second.plan.changes == ()


def test_a_users_own_due_and_log_tabs_are_left_alone() -> None:
    mine = [["What", "Paid"], ["rent", 900]]
    diary = [["Day", "Entry"], ["Monday", "rain"]]
    store = MemoryStore(book(["Name", "Last contact", "Notes"], ["Ana", ago(300), "x"], Due=mine, Log=diary))

    run(store)
    again = run(store)

    assert next(t for t in store.workbook.tabs if t.title == "Due").rows == mine
    assert next(t for t in store.workbook.tabs if t.title == "Log").rows == diary
    assert {"Due (connectkit)", "Log (connectkit)"} <= {t.title for t in store.workbook.tabs}
    assert again.plan.changes == ()


def test_what_cannot_be_read_is_listed_with_its_cell_and_nobody_is_dropped() -> None:
    store = MemoryStore(
        book(
            ["Name", "Last contact", "Notes", "Tier", "Every"],
            ["Ana", "?", "x", "core", None],
            ["Ben", TODAY + timedelta(40), "x", "VIP", None],
            ["Cy", "3/4/2026", "x", "core", "often"],
            [None, ago(3), "who is this", None, None],
            ["Total", 3, None, None, None],
        )
    )

    report = run(store)

    assert [(one.cell, one.message) for one in report.problems] == [
        ("B2", "“?” is not a date: leave the cell empty if you do not know the day."),
        ("B3", "“2027-01-02” lies in the future, so it is no last contact: correct it, or use Next touch."),
        ("D3", "“VIP” is no tier of yours (inner, core, active, weak); counted as active."),
        ("B4", "“3/4/2026” is ambiguous (3 April or 4 March 2026): write it as 2026-04-03."),
        ("E4", "“often” is no rhythm: write 6 weeks, 3 months or 90 (days)."),
        ("A5", "Row 5 has no name, so it is nobody's. Give it a name or empty it."),
    ]
    assert {row.name: row.state for row in report.due} == {
        "Ana": "unreadable",
        "Ben": "unreadable",
        "Cy": "unreadable",
    }
    assert report.contacts == 3
    assert len(table(store, "Problems")) == 6


def test_a_row_of_totals_is_nobody_and_no_problem() -> None:
    store = MemoryStore(
        book(
            ["Name", "Last contact", "Notes", "Tier"], ["Ana", ago(3), "x", "core"], ["Total", 1, None, None]
        )
    )

    report = run(store)

    assert (report.contacts, report.problems) == (1, ())
    assert not any(tab.title == "Problems" for tab in store.workbook.tabs)


def test_the_drafts_of_a_sheet_without_ids_are_the_same_whatever_ids_it_will_get() -> None:
    def drafted(first: int) -> list[str]:
        store = MemoryStore(
            book(
                ["Name", "Last contact", "Notes"],
                *([name, ago(400), "x"] for name in ("Ana Lima", "Ben Ray")),
            )
        )
        numbers = iter(range(first, 1_000_000))
        report = run(store, new_id=lambda: f"{next(numbers):06d}", templates=variants)
        return [one.template for one in report.drafted]

    variants = [replace(PLAIN[at % 3], name=f"variant-{at}") for at in range(9)]

    assert len({tuple(drafted(first)) for first in range(0, 20_000, 1000)}) == 1


def test_two_people_of_one_name_stay_two() -> None:
    store = MemoryStore(
        book(
            ["Name", "Last contact", "Notes", "Tier"],
            ["Ana", ago(100), "from Porto", "core"],
            ["Ana", ago(90), "from Lima", "core"],
        )
    )
    run(store)
    lima = next(r for r in range(2, 4) if "Lima" in str(_cell(store, "Drafts", r, "Message")))
    _set(store, "Drafts", lima, "Status", "Sent")

    run(store, today=TODAY + timedelta(1))

    assert [row["Last contact"] for row in table(store, "Contacts")] == [ago(100), TODAY + timedelta(1)]


def test_a_typed_log_row_counts_the_same_day() -> None:
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Tier"], ["Ana", ago(100), "x", "core"]))
    run(store)
    log = next(tab for tab in store.workbook.tabs if tab.title == "Log")
    log.rows.append([TODAY, "ana", "call", None, "a long talk"])

    report = run(store)

    assert by_name(store)["Ana"]["Last contact"] == TODAY
    assert report.due == ()
    assert table(store, "Log")[0]["Contact ID"] == _cell(store, "Contacts", 2, "ID")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [["Name", "Last contact", "Name", "Notes"]],
            "The header “Name” stands twice in the tab Contacts: in A1 and C1.",
        ),
        (
            [["Name", "Last contact", "Phone"]],
            "The tab Contacts has no “Notes” column; its headers in row 1 are “Name”, “Last contact”, “Phone”.",
        ),
        (
            [["Stock", "Price"], ["a", 1]],
            "people has no tab with the columns Name, Last contact and Notes in its first 20 rows; its tabs are “Contacts”.",
        ),
    ],
)
def test_a_missing_or_doubled_header_refuses_before_any_write(rows: list[list[str]], message: str) -> None:
    store = MemoryStore(book(*rows))

    with pytest.raises(HeaderError) as refusal:
        run(store)

    assert refusal.value.message == message
    assert store.requests.write == 0


def test_a_sheet_half_gone_is_refused_even_on_a_new_machine() -> None:
    rows = [[f"Person {n}", ago(n), "x"] for n in range(9)]
    store = MemoryStore(book(["Name", "Last contact", "Notes"], *rows))
    run(store)
    contacts = next(tab for tab in store.workbook.tabs if tab.title == "Contacts")
    del contacts.rows[5:]

    with pytest.raises(GuardTripped) as refusal:
        run(store)

    assert refusal.value.message == "The last run saw 9 contacts, this one sees 4."
    assert run(store, force=True).contacts == 4


def test_a_date_column_that_changed_its_meaning_is_refused_but_time_passing_is_not() -> None:
    rows = [[f"Person {n}", ago(n), "x"] for n in range(8)]
    store = MemoryStore(book(["Name", "Last contact", "Notes"], *rows))
    run(store)
    for row in range(2, 10):
        _set(store, "Contacts", row, "Last contact", ago(400))
    with pytest.raises(GuardTripped) as refusal:
        run(store)
    assert refusal.value.message == (
        "8 of 8 contacts became overdue at once although their Next due lay ahead, as when a date column changes its format."
    )

    for row in range(2, 10):
        _set(store, "Contacts", row, "Last contact", ago(row - 2))
    assert run(store, today=TODAY + timedelta(200)).contacts == 8


def test_ids_torn_from_their_people_by_a_partial_sort_are_healed() -> None:
    rows = [
        ["Cy", ago(80), "c", "core", None],
        ["Ana", ago(70), "a", "core", None],
        ["Ben", ago(5), "b", "core", None],
    ]
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Tier", "Log"], *rows))
    run(store)
    contacts = next(tab for tab in store.workbook.tabs if tab.title == "Contacts")
    ids = {row[0]: row[-1] for row in contacts.rows[1:]}
    mine = sorted((row[:5] for row in contacts.rows[1:]), key=lambda row: str(row[0]))
    for at, cells in enumerate(mine, start=1):
        contacts.rows[at][:5] = cells
    _set(store, "Drafts", 2, "Status", "Sent")
    sent = _cell(store, "Drafts", 2, "Name")

    report = run(store)

    assert {row[0]: row[-1] for row in contacts_of(store).rows[1:]} == ids
    assert by_name(store)[sent]["Last contact"] == TODAY
    assert [one.name for one in report.logged] == [sent]
    assert run(store).plan.changes == ()


def test_a_copied_row_is_reported_by_number_and_name_and_neither_is_changed() -> None:
    store = MemoryStore(
        book(["Name", "Last contact", "Notes", "Log"], ["Ana", ago(3), "a", None], ["Ben", ago(5), "b", None])
    )
    run(store)
    contacts = contacts_of(store)
    contacts.rows.append(list(contacts.rows[1]))
    contacts.rows[1][3] = "today"
    before = [list(row) for row in contacts.rows]

    report = run(store)

    assert contacts_of(store).rows == before
    assert [one.message for one in report.problems] == [
        "row 2 (Ana) and row 4 (Ana) carry the same hidden ID, as a copied row does. Neither was changed: empty the ID "
        "cell of the newer one (unhide the last column), then it becomes a person of its own."
    ] * 2  # fmt: skip


def test_a_renamed_person_stays_the_same_person() -> None:
    store = MemoryStore(
        book(["Name", "Last contact", "Notes"], ["Ana Lima", ago(3), "a"], ["Ben", ago(5), "b"])
    )
    run(store)
    before = _cell(store, "Contacts", 2, "ID")
    _set(store, "Contacts", 2, "Name", "Ana Costa")

    report = run(store)

    assert _cell(store, "Contacts", 2, "ID") == before
    assert report.problems == ()


def test_rows_that_move_while_the_sync_runs_get_nothing_that_is_not_theirs() -> None:
    rows = [
        ["Cy", ago(80), "c", "core", "today"],
        ["Ana", ago(70), "a", "inner", None],
        ["Ben", ago(5), "b", "weak", None],
    ]
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Tier", "Log"], *rows))
    run(store)
    _set(store, "Contacts", 3, "Log", "yesterday")

    def sort(racing: MemoryStore) -> None:
        contacts_of(racing).rows[1:] = sorted(contacts_of(racing).rows[1:], key=lambda row: str(row[0]))

    store.before_write = sort
    report = run(store, today=TODAY + timedelta(1))

    assert report.surprises
    after = by_name(store)
    assert after["Ana"]["Last contact"] == TODAY
    assert "Log" not in after["Ana"]
    assert after["Ben"]["Last contact"] == ago(5)
    assert after["Cy"]["Last contact"] == TODAY
    assert [row["Name"] for row in table(store, "Log")] == ["Cy", "Ana"]
    assert run(store, today=TODAY + timedelta(1)).plan.changes == ()


def test_an_inbox_edited_while_the_sync_runs_keeps_the_newer_text_and_is_logged_once() -> None:
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Log"], ["Ana", ago(80), "a", "today"]))

    store.before_write = lambda racing: _set(racing, "Contacts", 2, "Log", "today: lunch, she hires")
    report = run(store)
    assert _cell(store, "Contacts", 2, "Log") == "today: lunch, she hires"
    assert "Contacts, Ana: Log was changed while the sync ran; the newer text was kept." in report.surprises
    run(store)

    assert [row.get("Summary") for row in table(store, "Log") if row] == ["lunch, she hires"]
    assert run(store).plan.changes == ()


def test_a_plan_never_names_a_cell_of_the_users_but_the_three_it_may() -> None:
    store = MemoryStore(
        book(["Name", "Last contact", "Notes", "Tier", "Log"], ["Ana", "yesterday", "x", "core", "call -3d: y"], ["Ben", ago(99), "x", "inner", None])
    )  # fmt: skip

    report = run(store, Config(me=Me("Kim")))

    allowed = {"last_contact", "log", "status", "next_due", "added", "drafted_for", "id"}
    assert {
        one.column for one in report.plan.changes if isinstance(one, SetCell) and one.tab == "contacts"
    } <= allowed
    assert not any(isinstance(one, AppendRow) and one.tab == "contacts" for one in report.plan.changes)


def test_ten_thousand_contacts_on_a_new_sheet_are_all_given_an_id() -> None:
    rows = [[f"P {n}", ago(n % 900), "x"] for n in range(10_000)]
    store = MemoryStore(book(["Name", "Last contact", "Notes"], *rows))

    run(store, new_id=counter())

    assert len({row["ID"] for row in table(store, "Contacts")}) == 10_000


def contacts_of(store: MemoryStore) -> RawTab:
    return next(tab for tab in store.workbook.tabs if tab.title == "Contacts")


def _place(workbook: Workbook, title: str, header: str) -> tuple[RawTab, int]:
    raw = next(tab for tab in workbook.tabs if tab.title == title)
    row = next(row for row in raw.rows if header in row)
    return raw, row.index(header)


def _set(store: MemoryStore, title: str, row: int, header: str, value: object) -> None:
    raw, at = _place(store.workbook, title, header)
    cells = raw.rows[row - 1]
    cells.extend([None] * (at + 1 - len(cells)))
    cells[at] = value  # type: ignore[call-overload]


def _cell(store: MemoryStore, title: str, row: int, header: str) -> object:
    raw, at = _place(store.workbook, title, header)
    cells = raw.rows[row - 1]
    return cells[at] if at < len(cells) else None


def test_a_draft_put_off_comes_back_to_due_after_two_weeks() -> None:
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Tier"], ["Ana", ago(70), "x", "core"]))
    run(store)
    _set(store, "Drafts", 2, "Status", "Later")

    shown = {}
    for day in (0, 13, 14):
        run(store, today=TODAY + timedelta(day))
        shown[day] = [str(one["Why"]) for one in table(store, "Due") if one.get("What") == "this week"]

    assert shown[0] == shown[13] == []
    assert shown[14] == ["put off on 23 Nov: Last in touch in September; you wanted every 2 months (core)"]


@pytest.mark.parametrize("state", ["pause", "fade"])
def test_the_waiting_draft_of_somebody_left_in_peace_is_not_this_weeks(state: str) -> None:
    store = MemoryStore(
        book(["Name", "Last contact", "Notes", "Tier", "State"], ["Ana", ago(70), "x", "core", None])
    )
    run(store)
    _set(store, "Contacts", 2, "State", state)
    run(store, today=TODAY + timedelta(1))

    assert [one["What"] for one in table(store, "Due") if "What" in one] == ["in all"]


def test_a_next_touch_that_was_skipped_is_not_proposed_day_after_day() -> None:
    header = ["Name", "Last contact", "Notes", "Tier", "Next touch"]
    store = MemoryStore(book(header, ["Ana", ago(30), "x", "core", TODAY]))
    run(store)
    _set(store, "Drafts", 2, "Status", "Skip")

    proposed = [day for day in range(1, 70) if run(store, today=TODAY + timedelta(day), force=True).drafted]

    assert proposed == [62]


def test_a_skipped_promise_leaves_the_turn_of_its_person_as_it_is() -> None:
    header = ["What", "Who", "By", "Due", "Done", "Age", "Made", "Drafted", "ID", "Contact ID"]
    promise = [header, ["a list", "Ana", "me", TODAY]]
    store = MemoryStore(
        book(["Name", "Last contact", "Notes", "Tier"], ["Ana", ago(59), "x", "core"], Promises=promise)
    )
    run(store)
    _set(store, "Drafts", 2, "Status", "Skip")
    _set(store, "Promises", 2, "Done", TODAY)

    later = run(store, Config(quiet_days=3650), today=TODAY + timedelta(7))

    assert [(one.name, one.reason) for one in later.drafted] == [("Ana", "reconnect")]


def test_a_draft_deleted_late_is_not_made_again_for_a_whole_round() -> None:
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Tier"], ["Ana", ago(170), "x", "core"]))
    run(store)
    raw = next(tab for tab in store.workbook.tabs if tab.title == "Drafts")
    del raw.rows[1]

    proposed = [day for day in range(1, 70) if run(store, today=TODAY + timedelta(day), force=True).drafted]

    assert proposed[0] in range(59, 63)


@pytest.mark.parametrize(
    ("message", "summary"),
    [
        ("To say rather than write:\n\n- Begin with them: the lease is signed\n- Then listen", "Begin with them: the lease is signed"),
        ("A card, by hand:\n\nDear Ana,\n\nthe swifts are back under the roof.\n\nMax", "the swifts are back under the roof."),
        ("Hi Ana,\n\nHow is it going at North?", "How is it going at North?"),
        ("Hi Ana, the proof came out well.\n\nHow is it with you?", "Hi Ana, the proof came out well."),
        ("Hello Ana,", "Hello Ana,"),
    ],
)  # fmt: skip
def test_the_log_keeps_the_first_line_that_says_something(message: str, summary: str) -> None:
    store = MemoryStore(book(["Name", "Last contact", "Notes", "Tier"], ["Ana", ago(70), "x", "core"]))
    run(store)
    _set(store, "Drafts", 2, "Message", message)
    _set(store, "Drafts", 2, "Status", "Sent")
    run(store, today=TODAY + timedelta(1))

    assert [one["Summary"] for one in table(store, "Log")] == [summary]
