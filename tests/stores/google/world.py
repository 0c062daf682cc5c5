"""A Google Sheet on loopback, a store that reaches it as in life, and a person who edits it meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectkit.config.config import GoogleSettings
from connectkit.model import AfterImage, CellValue, Change, Plan, SetCell, TabLayout
from connectkit.stores.google.auth import TOKEN_FILE
from connectkit.stores.google.http import Patience
from connectkit.stores.google.store import GoogleStore
from tests.wire import FakeSheets, Spreadsheet
from tests.wire.auth import write_json
from tests.wire.dresser import Dresser
from tests.wire.server import cell_of

SHEET = "1FakeSpreadsheetIdOfTheRightLength0123456789"
ROBOT = "robot@project.iam.gserviceaccount.com"
HEADER = ["Name", "Last contact", "Notes", "Log", "Status", "ID"]
COLUMNS = {"name": 1, "last_contact": 2, "notes": 3, "log": 4, "status": 5, "id": 6}


@dataclass
class Clock:
    """Time that passes only by sleeping; ``slept`` are the pauses in seconds. Dice always fall on the upper end.

    ``read_timeout`` is in real seconds; only a test that lets the server hang makes it short.
    """

    now: float = 0.0
    slept: list[float] = field(default_factory=list)
    read_timeout: float = 30.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def patience(self) -> Patience:
        return Patience(
            timeout=(5, self.read_timeout),
            clock=lambda: self.now,
            sleep=self.sleep,
            between=lambda _low, high: high,
        )


@dataclass
class World(AbstractContextManager["World"]):
    """``with World(folder, tabs) as world:`` serves the spreadsheet and gives a store for it.

    With ``robot`` the store signs in with a service account's key, else as a person who has signed in before (no key
    to load, hence faster).
    """

    folder: Path
    tabs: Mapping[str, Sequence[Sequence[Any]]]
    locale: str = "en_US"
    robot: bool = False
    server: FakeSheets = field(default_factory=FakeSheets)
    clock: Clock = field(default_factory=Clock)

    def __enter__(self) -> World:
        self.server.__enter__()
        self.book: Spreadsheet = self.server.add_spreadsheet(self.tabs, locale=self.locale)
        self.person = Dresser(self.server, SHEET)
        self.store = self.new_store()
        return self

    def __exit__(self, *stop: object) -> None:
        self.server.__exit__(*stop)

    def new_store(self, sheet: str = SHEET, *, key: str = "good", email: str = "") -> GoogleStore:
        state = self.folder / "state"
        if self.robot:
            path = self.server.write_service_account(self.folder / "key.json", key=key, email=email)
            settings = GoogleSettings(sheet, credentials=path, api_endpoint=self.server.url)
        else:
            client = write_json(self.folder / "client.json", {"installed": {}})
            state.mkdir(exist_ok=True)
            self.server.write_authorized_user(state / TOKEN_FILE)
            settings = GoogleSettings(sheet, oauth=client, api_endpoint=self.server.url)
        return GoogleStore(settings, state=state, patience=self.clock.patience())

    def types(self, tab: str, row: int, column: int, value: Any) -> None:
        """A person types into a cell (row number and column index from 1)."""
        self.book.sheet(tab).put(row - 1, column - 1, cell_of(value, self.locale))

    def values(self, tab: str) -> list[list[Any]]:
        return self.book.sheet(tab).values()

    def row(self, tab: str, row: int) -> list[Any]:
        return self.values(tab)[row - 1]


def layout(handle: str = "0", title: str = "Contacts", *, last_row: int = 4, **more: int) -> TabLayout:
    columns = {**COLUMNS, **more}
    return TabLayout("contacts", handle, title, 1, columns, last_row, max(columns.values()))


def plan(*changes: Change, run: str = "run-1", **layouts: TabLayout) -> Plan:
    return Plan(changes, {"contacts": layout(), **layouts}, run_id=run)


def set_cell(row: int, column: str, before: CellValue, after: CellValue, one: str, name: str) -> SetCell:
    return SetCell("contacts", row, column, one, name, before, after)


def met(image: AfterImage) -> list[tuple[int, str, str, str, CellValue]]:
    """The after-image in short: row, column, whose row it was, what stood there."""
    return [(one.change.row, one.change.column, one.id, one.name, one.was) for one in image.landed]
