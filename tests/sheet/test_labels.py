"""Two people of one name are told apart wherever a text names several."""

from __future__ import annotations

from datetime import timedelta

from connectkit.config.config import Config
from connectkit.sheet.labels import labels
from connectkit.stores.memory import MemoryStore
from connectkit.sync import look
from tests.book import PLAIN, TODAY, book, counter, run, table

HEADER = ["Name", "Last contact", "Notes", "Company", "City", "Needs", "Offers"]


def test_namesakes_are_told_by_company_else_city_else_row_number_and_others_by_name_alone() -> None:
    people = [
        ["Ana Lima", None, "", "Acme", "Porto"],
        ["Dan Kim", None, "", "Acme, Inc.", "Porto"],
        ["Dan Kim", None, "", "Acme, Inc.", "Leeds"],
        ["Dan Kim", None, "", "Globex", "Leeds"],
        ["Eva Sol", None, "", "", ""],
        ["eva sol", None, "", "", ""],
    ]
    view = look(book(HEADER, *people), Config(), today=TODAY, new_id=counter(), templates=PLAIN)
    assert list(labels(view.tables).values()) == [
        "Ana Lima",
        "Dan Kim (Porto)",
        "Dan Kim (row 4)",
        "Dan Kim (Globex)",
        "Eva Sol (row 6)",
        "eva sol (row 7)",
    ]


def test_due_introductions_and_notes_tell_namesakes_apart_and_a_second_sync_changes_nothing() -> None:
    long_ago = TODAY - timedelta(130)
    store = MemoryStore(
        book(
            HEADER,
            ["Dan Kim", long_ago, "", "Acme", "", "a brand designer"],
            ["Dan Kim", "yesterday", "", "Globex"],
            ["Ben Ray", long_ago, "", "", "", "", "brand designer"],
        )
    )
    report = run(store)
    assert [
        row["Name"] for row in table(store, "Due") if row.get("Name") in ("Dan Kim (Acme)", "Dan Kim")
    ] == ["Dan Kim (Acme)"]
    assert [(row["A"], row["B"]) for row in table(store, "Introductions")] == [("Dan Kim (Acme)", "Ben Ray")]
    assert [note.partition(":")[0] for note in report.notes] == ["Contacts, Dan Kim (Globex)"]
    assert run(store).plan.changes == ()
