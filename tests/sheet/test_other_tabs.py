"""Which tab is Promises, Log, Drafts …: the settings, connectkit's marks, then the documented headers."""

from __future__ import annotations

from typing import Any

import pytest

from connectkit.config.config import Config
from connectkit.model import CellValue
from connectkit.schema import TABS, Owner, tab
from connectkit.sheet.locate import locate
from connectkit.stores.memory import MemoryStore
from tests.book import TODAY, book, run, table
from tests.practice.sheets import ago

PEOPLE = (["Name", "Last contact", "Notes"], ["Ben Ito", ago(3), ""])
MADE_BY_HAND = [one for one in TABS[1:] if one.owner is Owner.USER and not one.only_if_rows]


@pytest.mark.parametrize("key", [one.key for one in MADE_BY_HAND])
def test_a_tab_kept_under_the_documented_headers_is_that_tab(key: str) -> None:
    one = tab(key)
    typed = [column.title for column in one.columns if column.owner is Owner.USER]
    seen = [column.title for column in one.columns if not column.hidden]
    for headers in (typed, seen, list(reversed(typed))):
        found = locate(book(*PEOPLE, **{one.title: [["My list"], headers]}), Config())
        assert found.layout[key].title == one.title
        assert key not in {add.tab for add in found.add_tabs}
        assert found.namesakes == ()
        assert not any(
            "(connectkit)" in title for add in found.add_columns for _, title in add.columns.values()
        )


@pytest.mark.parametrize("key", [one.key for one in MADE_BY_HAND if one.offer.value == "adopt"])
def test_a_tab_with_other_headers_stays_the_users_and_is_told_once(key: str) -> None:
    one = tab(key)
    store = MemoryStore(book(*PEOPLE, **{one.title: [["Topic", "Remark"], ["tea", "green"]]}))
    first, second = run(store), run(store)
    told = [note for note in first.notes if note.startswith(f"Your tab {one.title} stays yours alone")]
    assert len(told) == 1
    assert "it lacks the headers" in told[0]
    assert not any(note.startswith("Your tab") for note in second.notes)
    assert table(store, one.title) == [{"Topic": "tea", "Remark": "green"}]
    assert f"{one.title} (connectkit)" in [raw.title for raw in store.workbook.tabs]


def test_the_settings_say_which_tab_it_is() -> None:
    own: list[list[CellValue]] = [["What", "Who", "By", "Due", "Done"], ["the deck", "Ben Ito", "me", ago(2)]]
    workbook = book(*PEOPLE, Zusagen=own, Promises=[["What", "Who", "By", "Due", "Done"]])
    store = MemoryStore(workbook)
    run(store, Config(tabs={"promises": "Zusagen"}))
    assert table(store, "Zusagen")[0]["Age"] == "2 days past"
    assert len(next(raw for raw in store.workbook.tabs if raw.title == "Promises").rows) == 1


def test_connectkits_own_tab_of_an_older_version_goes_on_being_it() -> None:
    marks = [column.title for column in tab("promises").columns]
    older: list[list[Any]] = [
        marks,
        ["the deck", "Ben Ito", "me", ago(2), None, "2 days", ago(9), None, "pk-000001", ""],
    ]
    workbook = book(
        *PEOPLE, Promises=[["What", "Who", "By", "Due", "Done"]], **{"Promises (connectkit)": older}
    )
    found = locate(workbook, Config())
    assert found.layout["promises"].title == "Promises (connectkit)"


def test_what_stands_in_a_column_of_the_users_called_age_is_theirs() -> None:
    own: list[list[CellValue]] = [
        ["What", "Who", "By", "Due", "Done", "Age"],
        ["the deck", "Ben Ito", "me", ago(2), None, "old"],
    ]
    store = MemoryStore(book(*PEOPLE, Promises=own))
    run(store)
    assert table(store, "Promises")[0]["Age"] == "old"
    assert table(store, "Promises")[0]["Age (connectkit)"] == "2 days past"


def test_a_log_kept_by_hand_moves_last_contact() -> None:
    own: list[list[CellValue]] = [
        ["Date", "Name", "Kind", "Direction", "Summary", "Source"],
        [ago(1), "Ben Ito", "call", None, "tea"],
    ]
    store = MemoryStore(book(*PEOPLE, Log=own))
    run(store)
    assert table(store, "Contacts")[0]["Last contact"] == ago(1)
    assert ago(1) < TODAY
