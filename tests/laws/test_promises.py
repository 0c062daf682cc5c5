"""Promises kept one by one: each of these fails when the bug it is about is planted (``bench/mutants.py``)."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectkit.config.config import Config
from connectkit.errors import StoreUnavailable, WorkbookRefused
from connectkit.journal.journal import Journal
from connectkit.model import AppendRow, CellValue, Change, Formula, Plan, Seal, SetCell, Workbook
from connectkit.plan import LawBroken, assemble, check_law
from connectkit.repair.undo import plan_undo
from connectkit.schema import Owner, tab
from connectkit.sheet.cells import same
from connectkit.sheet.locate import locate
from connectkit.store import NoMemory
from connectkit.stores.memory import MemoryStore
from connectkit.stores.xlsx.edit import apply as applying
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.package.raw_zip import pack
from connectkit.stores.xlsx.read.snapshot import Snapshot
from connectkit.stores.xlsx.save.backups import Backups
from connectkit.stores.xlsx.save.exchange import exchange
from connectkit.stores.xlsx.save.save import place
from connectkit.stores.xlsx.store import XlsxStore
from connectkit.sync import apply, sync
from tests.book import PLAIN, TODAY, book, counter, run, table
from tests.laws.files import XlsxWorld
from tests.world import FaultyStore, Killed

DAY = timedelta(1)
INBOX = "Log (connectkit)"
"""Its own title: a column headed Log may be a diary on a sheet connectkit has not seen before."""

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


def people(*rows: list[CellValue], **tabs: list[list[CellValue]]) -> MemoryStore:
    """A sheet of contacts with the columns these laws are about."""
    return MemoryStore(book(["Name", "Last contact", "Notes", "Tier", INBOX, "Snooze until"], *rows, **tabs))


def cell(store: MemoryStore, title: str, row: int, header: str) -> CellValue:
    """One cell below a header."""
    raw = next(raw for raw in store.workbook.tabs if raw.title == title)
    return raw.cell(row, raw.rows[0].index(header) + 1)


def put(store: MemoryStore, title: str, row: int, header: str, value: CellValue) -> None:
    """A person types into one cell below a header."""
    raw = next(raw for raw in store.workbook.tabs if raw.title == title)
    at = raw.rows[0].index(header)
    raw.rows[row - 1].extend([None] * (at + 1 - len(raw.rows[row - 1])))
    raw.rows[row - 1][at] = value


# -- the ownership law -------------------------------------------------------------------------------------


def change(column: str, before: CellValue, after: CellValue, *filed: str) -> SetCell:
    filing = tuple(Seal("log", one, "") for one in filed)
    return SetCell("contacts", 2, column, "ck-1", "Ana", before, after, filing)


@pytest.mark.parametrize(
    "unlawful",
    [
        change("notes", "mine", "theirs"),
        change("name", None, "Ana"),
        change("last_contact", date(2026, 11, 20), date(2026, 11, 19)),
        change("last_contact", datetime(2026, 11, 20, 12), date(2026, 11, 20)),
        change("last_contact", date(2026, 11, 20), None),
        change("last_contact", "yesterday", "2026-11-20"),
        change("last_contact", Formula("=TODAY()"), date(2026, 11, 20)),
        change("log", "call: x", None),
        change("log", "call: x", None, "lk-not-filed"),
        change("log", "call: x", "something longer than it was", "lk-1"),
        change("status", Formula("=1+1"), "ok"),
    ],
    ids=lambda one: f"{one.column} {one.before!r} to {one.after!r}",
)
def test_no_plan_writes_what_only_the_user_may_write(unlawful: SetCell) -> None:
    found = locate(people(["Ana", None, "x"]).workbook, Config())
    filed = AppendRow("log", "lk-1", {"id": "lk-1"})
    with pytest.raises(LawBroken):
        assemble(found, [unlawful, filed], [], {})
    with pytest.raises(LawBroken):
        check_law(Plan((unlawful, filed), found.complete))


def test_a_formula_the_user_put_into_one_of_our_cells_stays() -> None:
    store = people(["Ana", TODAY - 300 * DAY, "x"], ["Ben", TODAY - 300 * DAY, "y"])
    run(store)
    put(store, "Contacts", 2, "Status", Formula('=IF(1,"my own","")', "my own"))

    run(store)
    later = run(store, today=TODAY + 40 * DAY, force=True)

    assert cell(store, "Contacts", 2, "Status") == Formula('=IF(1,"my own","")')
    assert later.plan


# -- once and only once ------------------------------------------------------------------------------------


def test_two_calls_on_one_day_are_two_interactions() -> None:
    store = people(["Ana", None, "x", None, "call yesterday: the loom; call yesterday: the boat"])

    run(store)

    assert [row["Summary"] for row in table(store, "Log")] == ["the loom", "the boat"]


def test_an_inbox_text_that_was_filed_before_is_not_filed_again() -> None:
    store = people(["Ana", None, "x", None, "call 20 Nov 2026: the loom; promise: send thread by 4 Dec"])
    run(store)
    put(store, "Contacts", 2, INBOX, "call 20 Nov 2026: the loom; promise: send thread by 4 Dec")

    run(store)

    assert [row["Summary"] for row in table(store, "Log")] == ["the loom"]
    assert [row["What"] for row in table(store, "Promises")] == ["send thread"]
    assert cell(store, "Contacts", 2, INBOX) is None


def test_a_sent_draft_whose_marks_are_gone_is_not_logged_again() -> None:
    store = people(["Ana", TODAY - 300 * DAY, "x"])
    run(store)
    put(store, "Drafts", 2, "Status", "Sent")
    run(store)
    for header in ("Logged", "Taken in"):
        assert cell(store, "Drafts", 2, header)
        put(store, "Drafts", 2, header, None)

    run(store)

    assert len(table(store, "Log")) == 1


def test_what_can_not_be_read_in_the_inbox_stays_there() -> None:
    store = people(["Ana", None, "x", None, "call yesterday: the loom\ncall 31 Feb: the boat"])

    report = run(store)

    assert [row["Summary"] for row in table(store, "Log")] == ["the loom"]
    assert cell(store, "Contacts", 2, INBOX) == "call 31 Feb: the boat"
    assert "E2" in [one.cell for one in report.problems]


def test_a_sent_draft_whose_log_row_the_user_deleted_is_not_logged_again() -> None:
    store = people(["Ana", TODAY - 300 * DAY, "x"])
    run(store)
    put(store, "Drafts", 2, "Status", "Sent")
    run(store)
    log = next(raw for raw in store.workbook.tabs if raw.title == "Log")
    assert len(log.rows) == 2
    del log.rows[1]

    run(store)

    assert table(store, "Log") == []


@pytest.mark.parametrize("snooze", [TODAY, TODAY + 30 * DAY])
def test_somebody_snoozed_gets_no_draft_even_for_a_promise(snooze: date) -> None:
    promises: list[list[CellValue]] = [
        ["What", "Who", "By", "Due", "Done", "Age", "Made", "Drafted", "ID", "Contact ID"],
        ["send the deck", "Ana", "me", TODAY - 9 * DAY],
    ]
    store = people(["Ana", TODAY - 300 * DAY, "x", None, None, snooze], Promises=promises)

    assert run(store).drafted == ()
    assert [one.name for one in run(store, today=snooze + DAY).drafted] == ["Ana"]


def test_a_person_whose_id_was_lost_gets_it_back_from_their_history() -> None:
    store = people(["Ana", TODAY - 300 * DAY, "x"], ["Ben", TODAY - DAY, "y"])
    run(store)
    former = cell(store, "Contacts", 2, "ID")
    put(store, "Contacts", 2, "ID", None)

    run(store)

    assert cell(store, "Contacts", 2, "ID") == former


def test_an_entry_for_a_day_to_come_is_no_interaction_before_that_day() -> None:
    store = people(["Ana", TODAY - 300 * DAY, "x"])
    run(store)
    log = next(raw for raw in store.workbook.tabs if raw.title == "Log")
    log.rows.append([TODAY + 5 * DAY, "Ana", "call", None, "the loom"])

    report = run(store)

    assert report.logged == ()
    assert cell(store, "Contacts", 2, "Last contact") == TODAY - 300 * DAY
    assert [(row.name, row.state) for row in report.due] == [("Ana", "late")]


# -- runs that are disturbed -------------------------------------------------------------------------------


def test_a_file_saved_while_the_sync_worked_on_it_is_read_anew_and_synced() -> None:
    world = XlsxWorld()
    edit_notes = (0, 1, 7)

    report = world.sync(hands=(edit_notes,))

    assert report is not None
    assert report.plan
    world.check()


def test_a_run_whose_answer_was_lost_stands_in_the_history_with_all_its_changes(tmp_path: Path) -> None:
    store = FaultyStore(people(["Ana", TODAY - 300 * DAY, "x"]).workbook)
    store.faults = ["lost after"]
    journal = Journal(tmp_path / "journal.sqlite", now=lambda: NOW, warn=pytest.fail)

    with pytest.raises(StoreUnavailable):
        sync(store, Config(), today=TODAY, new_id=counter(), templates=PLAIN, journal=journal)

    (kept,) = journal.runs()
    assert kept.status == "unknown"
    assert [type(one) for one in journal.changes(kept.run_id)].count(AppendRow) == 1


def test_a_new_file_is_on_the_disk_before_it_takes_its_place_and_its_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(b"old")
    synced: list[int | str] = []
    to_disk = os.fsync

    def watched(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        to_disk(handle)

    def swap(one: Path, other: Path) -> bool:
        synced.extend([f"{one.stat().st_ino} takes its place"])
        return exchange(one, other)

    monkeypatch.setattr(os, "fsync", watched)
    assert place(Snapshot.take(path), b"new", Backups(tmp_path / "backups", path, now=lambda: NOW), swap=swap)

    new = path.stat().st_ino
    swapped = synced.index(f"{new} takes its place")
    assert new in synced[:swapped]
    assert tmp_path.stat().st_ino in synced[swapped:]


def test_a_save_that_would_do_more_than_planned_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = XlsxWorld()
    path = tmp_path / "people.xlsx"
    path.write_bytes(world.store.path.read_bytes())
    original = applying.apply

    def careless(package: Package, plan: Plan, workbook: Workbook) -> None:
        original(package, plan, workbook)
        package._members["docProps/app.xml"] = pack("docProps/app.xml", b"<Properties/>")

    monkeypatch.setattr(applying, "apply", careless)
    before = path.read_bytes()
    store = XlsxStore(path, backups=tmp_path / "backups", now=lambda: NOW)

    with pytest.raises(WorkbookRefused):
        sync(store, Config(), today=TODAY, new_id=counter(), templates=PLAIN)
    assert path.read_bytes() == before


def died(store: FaultyStore) -> None:
    """A sync that is the program's last act: written, and nothing of it verified."""
    store.faults = ["killed after"]
    with pytest.raises(Killed):
        run(store)


def test_what_the_user_typed_after_a_run_that_died_is_not_put_back() -> None:
    store = FaultyStore(
        people(
            ["Ana", TODAY - DAY, "x"], ["Eva", TODAY - 200 * DAY, "y"], ["Dov", TODAY - 100 * DAY, "z"]
        ).workbook
    )
    run(store)
    next(raw for raw in store.workbook.tabs if raw.title == "Log").rows.append(
        [TODAY - 3 * DAY, "Eva", "call"]
    )

    def hands(sheet: MemoryStore) -> None:
        del next(raw for raw in sheet.workbook.tabs if raw.title == "Contacts").rows[1]

    store.before_write = hands
    died(store)
    assert cell(store, "Contacts", 3, "Last contact") == TODAY - 3 * DAY, "Eva's date is on Dov's row"
    put(store, "Contacts", 3, "Last contact", TODAY - 7 * DAY)

    run(store)

    assert cell(store, "Contacts", 3, "Last contact") == TODAY - 7 * DAY


@pytest.mark.parametrize("touched", [False, True])
def test_a_log_row_of_a_run_that_died_goes_with_its_text_unless_the_user_has_worked_on_it(
    touched: bool,
) -> None:
    store = FaultyStore(people(["Ana", TODAY - 100 * DAY, "x"]).workbook)
    run(store)
    put(store, "Contacts", 2, INBOX, "call yesterday: the loom")
    store.before_write = lambda sheet: put(sheet, "Contacts", 2, INBOX, "met yesterday: the boat")
    died(store)
    if touched:
        put(store, "Log", 2, "Summary", "the loom, and how it works")

    run(store)
    run(store)

    mine = ["the loom, and how it works"] if touched else []
    assert [row["Summary"] for row in table(store, "Log") if row] == [*mine, "the boat"]
    assert cell(store, "Contacts", 2, INBOX) is None


# -- undo (L6) ---------------------------------------------------------------------------------------------

EDITS = st.lists(
    st.tuples(st.sampled_from(["Contacts", "Drafts", "Log"]), st.integers(0, 30), st.integers(0, 30), st.integers(0, 99)),
    max_size=5,
)  # fmt: skip


OURS = {"Contacts": {"ID", "Name"}} | {
    key.title(): {column.title for column in tab(key).columns if column.owner is Owner.TOOL}
    for key in ("drafts", "log")
}
"""Where an edit is nobody's: in a new row only the user's columns tell whether they have worked on it."""


def grown() -> tuple[MemoryStore, Workbook, tuple[Change, ...]]:
    """A sheet after a busy second sync, what it held before, and that sync's changes."""
    store = people(
        ["Ana", TODAY - 300 * DAY, "x", "core", None],
        ["Ben", "3 weeks ago", "y", "inner", None],
        ["Cleo", TODAY - 90 * DAY, "z", "weak", None],
    )
    run(store, Config(per_week=1))
    put(store, "Drafts", 2, "Status", "Sent")
    put(store, "Contacts", 3, INBOX, "call yesterday: the loom; promise: send the deck by Fri")
    before = store.read()
    report = run(store, Config(per_week=4), today=TODAY + DAY)
    assert report.plan
    return store, before, report.plan.changes


def undone(store: MemoryStore, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes that took the run back."""
    plan = plan_undo(store.read(), Config(), changes).plan
    if plan:
        apply(store, plan, NoMemory())
    return plan.changes


def cells_of(workbook: Workbook) -> dict[tuple[str, int, int], CellValue]:
    """Every cell with content."""
    return {
        (raw.title, row, column): value
        for raw in workbook.tabs
        for row, cells in enumerate(raw.rows)
        for column, value in enumerate(cells)
        if value not in (None, "")
    }


@settings(max_examples=60)
@given(EDITS, st.booleans())
def test_undo_restores_what_the_run_wrote_and_leaves_every_cell_and_row_the_user_worked_on(
    edits: list[tuple[str, int, int, int]], moved: bool
) -> None:
    store, before, changes = grown()
    after = cells_of(store.workbook)
    mine: dict[tuple[str, int, int], CellValue] = {}
    for title, row, column, word in edits:
        raw = next(raw for raw in store.workbook.tabs if raw.title == title)
        if len(raw.rows) > 1:
            at = 1 + row % (len(raw.rows) - 1), column % len(raw.rows[0])
            raw.rows[at[0]].extend([None] * (at[1] + 1 - len(raw.rows[at[0]])))
            if raw.rows[0][at[1]] not in OURS[title]:
                raw.rows[at[0]][at[1]] = mine[title, *at] = f"mine {word}"
    if moved:
        contacts = next(raw for raw in store.workbook.tabs if raw.title == "Contacts").rows
        contacts.append([])
        contacts.insert(1, contacts.pop(3))
    undone(store, changes)
    if moved:
        contacts = next(raw for raw in store.workbook.tabs if raw.title == "Contacts").rows
        contacts.insert(3, contacts.pop(1))

    now, was = cells_of(store.workbook), cells_of(before)
    touched_rows = {(title, row) for title, row, _ in mine}
    new_rows = {spot[:2] for spot in after if spot[0] in ("Drafts", "Log")} - {spot[:2] for spot in was}
    for spot in {*now, *was, *after}:
        if spot[0] not in ("Contacts", "Drafts", "Log"):
            continue
        kept_row = spot[:2] in touched_rows & new_rows
        wanted = mine.get(spot, after.get(spot) if kept_row else was.get(spot))
        assert same(now.get(spot), wanted), spot


def test_undo_can_be_undone_and_a_row_the_user_worked_on_is_told() -> None:
    store, before, changes = grown()
    after = store.read()
    back = undone(store, changes)
    assert cells_of(store.workbook) == cells_of(before) | {
        place: value
        for place, value in cells_of(store.workbook).items()
        if place[0] not in ("Contacts", "Drafts", "Log")
    }
    undone(store, back)
    kept = ("Contacts", "Drafts", "Log", "Promises")
    assert {p: v for p, v in cells_of(store.workbook).items() if p[0] in kept} == {
        p: v for p, v in cells_of(after).items() if p[0] in kept
    }
    put(store, "Log", 3, "Summary", "more of it")

    told = plan_undo(store.read(), Config(), changes).kept

    assert told == ("Log, Ben: the row was edited since, so it stays.",)


def test_a_date_that_went_astray_is_not_what_a_row_gets_back_when_its_inbox_changed_too() -> None:
    store = people(
        ["Ana", TODAY - DAY, "x"],
        ["Eva", TODAY - 200 * DAY, "y"],
        ["Dov", TODAY - 100 * DAY, "z"],
        ["Cleo", TODAY - DAY, "w"],
    )
    run(store)
    log = next(raw for raw in store.workbook.tabs if raw.title == "Log")
    log.rows.append([TODAY - 3 * DAY, "Eva", "call"])
    put(store, "Contacts", 4, INBOX, "call yesterday: the loom")

    def hands(sheet: MemoryStore) -> None:
        """Ana's row is deleted, so that Eva's date lands on Dov, whose inbox gets another text."""
        del next(raw for raw in sheet.workbook.tabs if raw.title == "Contacts").rows[1]
        put(sheet, "Contacts", 3, INBOX, "met yesterday: the boat")

    store.before_write = hands
    run(store)

    dates = {row["Name"]: row["Last contact"] for row in table(store, "Contacts")}
    assert dates == {"Eva": TODAY - 3 * DAY, "Dov": TODAY - 100 * DAY, "Cleo": TODAY - DAY}
    assert cell(store, "Contacts", 3, INBOX) == "met yesterday: the boat"
    run(store)
    assert [row.get("Summary") for row in table(store, "Log")][-1] == "the boat"
    assert cell(store, "Contacts", 3, "Last contact") == TODAY - DAY


def test_a_repair_that_is_raced_in_its_turn_is_put_right_too() -> None:
    store = people(
        ["Ana", TODAY - DAY, "x"],
        ["Eva", TODAY - 200 * DAY, "y"],
        ["Dov", TODAY - 100 * DAY, "z"],
        ["Cleo", TODAY - 5 * DAY, "w"],
    )
    run(store)
    next(raw for raw in store.workbook.tabs if raw.title == "Log").rows.append(
        [TODAY - 3 * DAY, "Eva", "call"]
    )

    def rows(sheet: MemoryStore) -> list[list[CellValue]]:
        return next(raw for raw in sheet.workbook.tabs if raw.title == "Contacts").rows

    def first(sheet: MemoryStore) -> None:
        del rows(sheet)[1]
        sheet.before_write = second

    def second(sheet: MemoryStore) -> None:
        rows(sheet).insert(1, [])

    store.before_write = first
    run(store)

    dates = {row.get("Name"): row.get("Last contact") for row in table(store, "Contacts") if row}
    assert dates == {"Eva": TODAY - 3 * DAY, "Dov": TODAY - 100 * DAY, "Cleo": TODAY - 5 * DAY}
