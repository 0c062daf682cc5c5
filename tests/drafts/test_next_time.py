"""The user's own line is the next message, is used once, and no word of it is lost; sheets of a former version go on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectkit.config.config import Config, Me
from connectkit.drafts.files import builtin_folder, load_templates
from connectkit.model import AppendRow, CellValue, Plan, Seal, SetCell
from connectkit.plan import LawBroken, check_law
from connectkit.report.report import Report
from connectkit.stores.memory import MemoryStore
from connectkit.sync import sync
from tests.book import book, counter
from tests.test_sync import TODAY, _cell, _set, ago, table

NEW_ID = counter()
TEMPLATES = load_templates([builtin_folder()])
LINE = "how was the first month at the new job?"
HEAD = ["Name", "Last contact", "Notes", "Tier", "Email", "Channel", "Next time", "Log"]


def run(store: MemoryStore, days: int = 0) -> Report:
    """One sync, so many days later."""
    new_id, config = NEW_ID, Config(me=Me("Max Roth"))
    return sync(store, config, today=TODAY + timedelta(days), new_id=new_id, templates=TEMPLATES)


def typed() -> MemoryStore:
    """One person whose turn it is, and their line for next time, typed after the first sync."""
    store = MemoryStore(
        book(HEAD, ["Ana Lima", ago(10), "x", "core", "ana@example.com", "email", None, None])
    )
    run(store)
    _set(store, "Contacts", 2, "Last contact", ago(90))
    _set(store, "Contacts", 2, "Next time", LINE)
    return store


def test_the_line_is_the_message_word_for_word() -> None:
    store = typed()
    run(store, 1)
    (draft,) = table(store, "Drafts")
    assert draft["Message"] == f"Hi Ana,\n\n{LINE}\n\nMax"
    assert draft.get("Needs") is None
    assert _cell(store, "Contacts", 2, "Next time") == LINE


def test_when_it_is_sent_the_cell_is_emptied_and_the_text_stands_in_the_log() -> None:
    store = typed()
    run(store, 1)
    _set(store, "Drafts", 2, "Status", "Sent")
    report = run(store, 2)
    assert _cell(store, "Contacts", 2, "Next time") is None
    assert [one["Summary"] for one in table(store, "Log")] == [LINE]
    assert "Next time was used and emptied" in " ".join(report.notes)
    assert not run(store, 2).plan


def test_a_line_changed_after_the_draft_was_made_is_kept_for_the_next_one() -> None:
    store = typed()
    run(store, 1)
    _set(store, "Contacts", 2, "Next time", "and the flat?")
    _set(store, "Drafts", 2, "Status", "Sent")
    run(store, 2)
    assert _cell(store, "Contacts", 2, "Next time") == "and the flat?"


def test_a_message_that_was_rewritten_keeps_the_line_in_the_log() -> None:
    store = typed()
    run(store, 1)
    _set(store, "Drafts", 2, "Message", "Hi Ana,\n\nshall we walk on Sunday morning?\n\nMax")
    _set(store, "Drafts", 2, "Status", "Sent")
    run(store, 2)
    (entry,) = table(store, "Log")
    assert entry["Summary"] == f"shall we walk on Sunday morning? (your line: {LINE})"


def test_a_line_in_the_log_cell_joins_next_time_in_the_write_that_files_it() -> None:
    store = typed()
    _set(store, "Contacts", 2, "Log", "call today: starts a new job; next: how was the first week?")
    run(store, 1)
    assert _cell(store, "Contacts", 2, "Next time") == f"{LINE}\nhow was the first week?"
    assert _cell(store, "Contacts", 2, "Log") is None


def test_a_column_of_that_name_that_held_text_before_stays_the_users_own() -> None:
    row = ["Ana Lima", ago(90), "x", "core", "ana@example.com", "email", "private: her surgery", None]
    store = MemoryStore(book(HEAD, row))
    for days in range(3):
        run(store, days)
    assert all("surgery" not in str(one["Message"]) for one in table(store, "Drafts"))
    assert _cell(store, "Contacts", 2, "Next time") == "private: her surgery"
    assert "Next time (connectkit)" in [str(cell) for cell in store.workbook.tabs[0].rows[0]]


class TestLaw:
    """The line may only go where its text is kept."""

    def plan(
        self, summary: str, after: str | None, filing: tuple[Seal, ...] = (Seal("log", "lk-1", ""),)
    ) -> Plan:
        store = typed()
        layout = run(store, 1).plan.layout
        cell = SetCell("contacts", 2, "next_time", "ck-1", "Ana", LINE, after, filing)
        return Plan((cell, AppendRow("log", "lk-1", {"summary": summary, "id": "lk-1"})), layout, {})

    def test_it_may_be_emptied_where_the_log_holds_it(self) -> None:
        check_law(self.plan(f"{LINE}", None))

    @pytest.mark.parametrize(
        ("summary", "after", "filed"),
        [
            ("something else", None, True),
            (LINE, None, False),
            (LINE, "other words", True),
            (LINE, f"{LINE} more", False),
        ],
    )
    def test_it_may_not_go_otherwise(self, summary: str, after: str | None, filed: bool) -> None:
        with pytest.raises(LawBroken):
            check_law(self.plan(summary, after, (Seal("log", "lk-1", ""),) if filed else ()))


FORMER = [
    "Status", "Name", "Why now", "Last note", "Channel", "To", "Subject", "Message", "Needs", "Open", "Sent on", "Created", "Logged",
    "Reason", "Template", "Taken in", "ID", "Contact ID", "Ideas",
]  # fmt: skip


def test_a_drafts_tab_of_the_former_version_goes_on_without_losing_a_word() -> None:
    message = "Hi Ana,\n\nthinking back. [[say what; your note: her divorce]]\n\nMax"
    former: list[CellValue] = [
        "To do", "Ana Lima", "core, due", "her divorce", "email", "ana@example.com", "Hello", message, "Fill in: “say what”.", None, None,
        ago(3), None, "reconnect 2026-11-20", "reconnect-note", None, "dk-abcdefgh", "ck-abcdefgh", "my own idea",
    ]  # fmt: skip
    store = typed()
    for tab in store.workbook.tabs:
        if tab.title == "Drafts":
            tab.rows[:] = [list(FORMER), former]
    _set(store, "Contacts", 2, "ID", "ck-abcdefgh")
    run(store, 1)
    (row,) = [one for one in table(store, "Drafts") if one["ID"] == "dk-abcdefgh"]
    assert (row["Message"], row["Ideas"], row["Subject"]) == (message, "my own idea", "Hello")
    assert row["Needs"] == "There is a note in [[ ]]: put it into your own words, or take it out."
    assert "divorce" not in str(row["Open"])
    again = run(store, 1)
    assert not again.plan, again.plan.changes
