"""Three weeks of syncs of a Google Sheet, each on a machine that knows nothing of the one before."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from google.oauth2.credentials import Credentials

from connectkit.config.config import Config, GoogleSettings
from connectkit.drafts.files import builtin_folder, load_templates
from connectkit.model import Formula
from connectkit.stores.google.http import Api, Patience, SheetsClient
from connectkit.stores.google.store import GoogleStore
from connectkit.sync import sync
from tests.wire import FakeSheets, serial
from tests.wire.http import InProcessAdapter
from tests.wire.server import cell_of

SHEET = "1FakeSpreadsheetIdOfTheRightLength0123456789"
MONDAY = date(2026, 11, 2)
HEADER = ["Name", "Last contact", "Notes", "Tier", "Email", "Log"]
PEOPLE: list[list[Any]] = [
    [f"Person {n}", MONDAY - timedelta(30 + 23 * n), f"note {n}", ("inner", "core", "active", "weak")[n % 4], f"p{n}@example.org", None]
    for n in range(12)
]  # fmt: skip


class NewMachines:
    """The sheet, its user, and a new store with an empty memory for each sync."""

    def __init__(self) -> None:
        self.server = FakeSheets()
        self.book = self.server.add_spreadsheet({"People": [HEADER, *PEOPLE]})
        self.numbers: Iterator[int] = iter(range(10**6))
        self.templates = load_templates([builtin_folder()])
        self.surprises: list[str] = []
        self.drafted: Counter[tuple[int, int]] = Counter()

    def store(self) -> GoogleStore:
        client = SheetsClient(Credentials(self.server.token()), timeout=(5, 30))  # type: ignore[no-untyped-call]
        client.session.mount("https://", InProcessAdapter(self.server))
        store = GoogleStore(GoogleSettings(SHEET), state=None)  # type: ignore[arg-type]
        store._connected = Api(client, SHEET, store.requests, Patience())
        return store

    def sync(self, today: date) -> GoogleStore:
        store = self.store()
        report = sync(
            store, Config(), today=today, new_id=lambda: f"{next(self.numbers):07d}", templates=self.templates
        )
        self.surprises += report.surprises
        self.drafted[today.isocalendar()[:2]] += len(report.drafted)
        return store

    def rows(self, tab: str) -> list[dict[str, Any]]:
        header, *rows = self.book.sheet(tab).values()
        return [dict(zip(map(str, header), [*row, *[None] * len(header)], strict=False)) for row in rows]

    def types(self, tab: str, row: int, column: str, value: Any) -> None:
        sheet = self.book.sheet(tab)
        sheet.put(row, sheet.values()[0].index(column), cell_of(value))


def test_three_weeks_on_new_machines_lose_nothing_double_nothing_and_keep_the_budget() -> None:
    world = NewMachines()
    typed: dict[str, str] = {}
    for number in range(21):
        today = MONDAY + timedelta(number)
        world.sync(today)
        assert world.sync(today).requests.write == 0  # a second machine on the same day has nothing to write
        if number % 3 == 1:
            row = 1 + number % len(PEOPLE)
            world.types("People", row, "Log", f"call: word{number}")
            typed[f"word{number}"] = f"Person {row - 1}"
        waiting = [n for n, one in enumerate(world.rows("Drafts"), 1) if one["Status"] == "To do"]
        if number % 4 == 2 and waiting:
            world.types("Drafts", waiting[0], "Status", "Sent")
    world.sync(MONDAY + timedelta(21))

    people = {one["Name"]: one for one in world.rows("People")}
    assert [people[one[0]]["Notes"] for one in PEOPLE] == [one[2] for one in PEOPLE]
    assert [people[one[0]]["Email"] for one in PEOPLE] == [one[4] for one in PEOPLE]
    log = world.rows("Log")
    assert {one["Summary"]: one["Name"] for one in log if str(one["Summary"]).startswith("word")} == typed
    sent = [one for one in world.rows("Drafts") if one["Status"] == "Sent"]
    assert sent
    assert len(log) == len(typed) + len(sent)
    for tab, key in (("People", "ID"), ("Drafts", "ID"), ("Log", "ID")):
        ids = [one[key] for one in world.rows(tab)]
        assert len(set(ids)) == len(ids) > 0
    assert max(world.drafted.values()) <= 2
    assert world.surprises == []
    drafts = Counter(one["Name"] for one in world.rows("Drafts"))
    assert max(drafts.values()) == 1
    drafts_tab = world.store().read().tabs
    opened = [
        cell.value
        for tab in drafts_tab
        if tab.title == "Drafts"
        for row in tab.rows
        for cell in row
        if isinstance(cell, Formula)
    ]
    assert set(opened) == {"Open in Gmail"}
    world.server.assert_clean()


@pytest.mark.parametrize("seed", range(4))
def test_no_tick_is_lost_or_given_to_another_whenever_it_is_made(seed: int) -> None:
    dice, world = random.Random(seed), NewMachines()
    ticked: set[tuple[str, int]] = set()  # whom, and the day of the list

    def tap() -> None:
        """One tap on any box that is not ticked."""
        sheet = next((one for one in world.book.sheets if one.title == "Today"), None)
        free = (
            [
                n
                for n in range(2, sheet.last_row)
                if sheet.cell(n, 0).validation and sheet.cell(n, 0).value is None
            ]
            if sheet
            else []
        )
        if sheet and free:
            row = dice.choice(free)
            box = sheet.cell(row, 0)
            assert box.validation is not None
            (mark,) = (one["userEnteredValue"] for one in box.validation["condition"]["values"])
            sheet.put(row, 0, box._replace(value=mark))
            contact, _, day = mark.partition(" ")
            name = next(one["Name"] for one in world.rows("People") if one["ID"] == contact)
            ticked.add((str(name), serial(date.fromisoformat(day))))

    for number in range(8):
        for when in (
            world.server.before_apply,
            lambda act: world.server.before(1, act),
            lambda act: world.server.after(2, act),
        ):
            if dice.random() < 0.5:
                when(tap)
        if dice.random() < 0.4:
            world.types(
                "People", 1 + dice.randrange(len(PEOPLE)), "Last contact", MONDAY + timedelta(number - 3)
            )
        world.sync(MONDAY + timedelta(number))
        tap()
    for _ in range(2):
        world.sync(MONDAY + timedelta(8))
    filed = [(str(one["Name"]), int(one["Date"])) for one in world.rows("Log") if one["Source"] == "today"]
    assert len(set(filed)) == len(filed)
    # one whose tick came on a day that the Log tells of already is not filed twice
    assert set(filed) == ticked
    assert len(ticked) > 5
    world.server.assert_clean()
