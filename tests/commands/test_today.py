"""The tab Today: a tick belongs to its person, whatever the list says by the time it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.commands.conftest import Place
from tests.wire import FakeSheets, Spreadsheet
from tests.wire.server import cell_of

SHEET = "1FakeSpreadsheetIdOfTheRightLength0123456789"
HEADER = ["Name", "Last contact", "Notes", "Tier", "Channel", "Mine"]
PEOPLE: list[list[Any]] = [
    HEADER,
    ["Ada Lovelace", date(2026, 3, 1), "loom", "inner", "phone", "a"],
    ["Ben Ortiz", date(2026, 6, 1), "job", "core", "", "b"],
    ["Cleo Vance", date(2026, 11, 20), "boat", "inner", "", "c"],
]
MONDAY, TUESDAY = "2026-11-23", "2026-11-24"


class Phone:
    """The sheet in somebody's hand, and the computer that syncs it."""

    def __init__(self, place: Place, server: FakeSheets) -> None:
        self.place, self.server = place, server
        self.book: Spreadsheet = server.add_spreadsheet({"People": PEOPLE})
        server.write_service_account(place.folder / "key.json")
        place.run(
            "init", "--google", SHEET, "--credentials", "key.json", "--api-endpoint", server.url, "--yes"
        )

    def sync(self, day: str) -> dict[str, Any]:
        return self.place.json("sync", "--today", day)

    def lines(self) -> list[str]:
        """What the phone shows, with [x] or [ ] where there is a box."""
        sheet = self.book.sheet("Today")
        shown = []
        for row in range(2, sheet.last_row):
            box, line = sheet.cell(row, 0), sheet.cell(row, 1).value
            ticked = "[x] " if box.value is not None else "[ ] "
            shown.append((ticked if box.validation else "") + str(line or ""))
        return shown

    def tap(self, name: str) -> None:
        """One tap on the box beside a name: it holds what its rule says, as in the app."""
        sheet = self.book.sheet("Today")
        row = next(n for n in range(2, sheet.last_row) if name in str(sheet.cell(n, 1).value))
        (value,) = (sheet.cell(row, 0).validation or {})["condition"]["values"]
        old = sheet.cell(row, 0)
        sheet.put(row, 0, old._replace(value=None if old.value else value["userEnteredValue"]))

    def log(self) -> list[tuple[str, str, str]]:
        header, *rows = self.book.sheet("Log").values()
        at = [header.index(key) for key in ("Name", "Kind")]
        days = [row[header.index("Date")] for row in rows]
        names = [tuple(row[i] for i in at) for row in rows]
        return sorted(
            (str(date.fromordinal(693594 + int(day))), *map(str, name))
            for day, name in zip(days, names, strict=True)
        )  # type: ignore[misc]


@pytest.fixture
def phone(place: Place) -> Iterator[Phone]:
    with FakeSheets() as server:
        yield Phone(place, server)
        server.assert_clean()


def test_the_list_stands_first_and_the_users_first_tab_keeps_its_gid(phone: Phone) -> None:
    phone.sync(MONDAY)
    assert [(one.title, one.sheet_id) for one in phone.book.sheets][1] == ("People", 0)
    assert phone.book.sheets[0].title == "Today"
    assert phone.lines() == [
        "Monday, 23 November 2026",
        "[ ] Ada Lovelace · late, due since 1 Apr · last 1 Mar",
        "[ ] Ben Ortiz · late, due since 1 Aug · last 1 Jun",
    ]
    assert phone.sync(MONDAY)["requests"] == {"read": 2, "write": 0}


def test_a_tap_is_filed_once_on_the_day_of_its_list_and_taken_off(phone: Phone) -> None:
    phone.sync(MONDAY)
    phone.tap("Ada")
    report = phone.sync("2026-11-25")
    assert phone.log() == [(MONDAY, "Ada Lovelace", "call")]
    assert [one["name"] for one in report["logged"]] == ["Ada Lovelace"]
    assert phone.lines() == [
        "Wednesday, 25 November 2026",
        "[ ] Ben Ortiz · late, due since 1 Aug · last 1 Jun",
    ]
    assert phone.place.json("show", "ada", "--today", TUESDAY)["last_contact"] == MONDAY
    phone.sync("2026-11-25")
    assert len(phone.log()) == 1


def test_a_tap_while_the_list_is_rewritten_stays_its_persons(phone: Phone) -> None:
    phone.sync(MONDAY)
    people = phone.book.sheet("People")
    people.put(1, 1, cell_of(date(2026, 11, 22)))  # Ada is off the list: Ben moves up to her line
    phone.server.before_apply(lambda: phone.tap("Ada"))
    phone.sync(TUESDAY)
    assert phone.lines() == [
        "Tuesday, 24 November 2026",
        "[x] Ben Ortiz · late, due since 1 Aug · last 1 Jun",
    ]
    assert phone.log() == []
    phone.sync(TUESDAY)
    assert phone.log() == [(MONDAY, "Ada Lovelace", "call")]
    assert phone.lines()[1:] == ["[ ] Ben Ortiz · late, due since 1 Aug · last 1 Jun"]


def test_a_tick_taken_back_in_the_moment_of_the_write_is_not_filed(phone: Phone) -> None:
    phone.sync(MONDAY)
    phone.tap("Ben")
    phone.server.before_apply(lambda: phone.tap("Ben"))
    phone.sync(TUESDAY)
    phone.sync(TUESDAY)
    assert phone.log() == []
    assert [line[:7] for line in phone.lines()[1:]] == ["[ ] Ada", "[ ] Ben"]


def test_a_draft_sent_and_ticked_is_one_contact(phone: Phone) -> None:
    phone.sync(MONDAY)
    drafts = phone.book.sheet("Drafts")
    row = next(n for n, one in enumerate(drafts.values()) if "Ada Lovelace" in one)
    drafts.put(row, 0, cell_of("Sent"))
    phone.tap("Ada")
    phone.sync(MONDAY)
    assert [one[:2] for one in phone.log()] == [(MONDAY, "Ada Lovelace")]


def test_what_is_no_tick_of_the_list_stays_and_is_told(phone: Phone) -> None:
    phone.sync(MONDAY)
    sheet = phone.book.sheet("Today")
    sheet.put(3, 0, sheet.cell(3, 0)._replace(value="yes, on Friday"))
    problems = phone.sync(MONDAY)["problems"]
    assert [(one["tab"], one["cell"]) for one in problems] == [("Today", "A4")]
    assert "is no tick of this list" in problems[0]["message"]
    assert sheet.cell(3, 0).value == "yes, on Friday"
    assert json.dumps(phone.log()) == "[]"
