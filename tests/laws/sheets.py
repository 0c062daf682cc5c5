"""A Google Sheet that a :class:`tests.world.World` can live in: its person edits the fake sheet, its syncs go over the wire.

``GoogleSheet.workbook`` mirrors the fake: what the person does to the mirror is pushed cell by cell, and what stands
in the sheet is pulled after every request that could have changed it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from connectkit.config.config import GoogleSettings
from connectkit.model import AfterImage, CellValue, Formula, Plan, RawTab, Requests, Row, Workbook
from connectkit.stores.google.http import Api, SheetsClient
from connectkit.stores.google.store import GoogleStore
from tests.stores.google.world import SHEET, Clock
from tests.wire import Cell, FakeSheets, Fault, Person, Sheet, faults
from tests.wire import Formula as Typed
from tests.wire.server import cell_of
from tests.wire.state import from_serial, letters
from tests.world import USER, FaultyStore, Hands, Killed, World

WIRE: dict[str, Fault] = {
    "quota": faults.quota(),
    "quota until then": faults.quota(retry_after=7),
    "500": faults.internal(),
    "500 after": faults.internal(applied=True),
    "503": faults.unavailable(),
    "503 after": faults.unavailable(applied=True),
    "html": faults.html(),
    "html after": faults.html(504, applied=True),
    "reset": faults.reset(),
    "reset after": faults.reset(applied=True),
    "timeout": faults.hang(),
    "timeout after": faults.hang(applied=True),
    "late": faults.late(1, effect="reset"),
    "very late": faults.late(4),
    "later than the run": faults.late(40, effect="answer"),
    "truncated": faults.truncated(),
    "cut short": faults.truncated(0.98),
    "empty": faults.empty(),
    "expired": faults.expired_token(),
}
"""What can go wrong with one request."""

ENDS = ("killed before", "killed after", "outage")
"""What ends a run at one request: the program dies before or after it, or nothing answers any more from then on."""

TROUBLES = (*WIRE, *ENDS)


class GoogleSheet(FaultyStore):
    """A spreadsheet on the fake, read and written by the real store, a new one for every run.

    ``faults`` of a sync are strings ``"<request> <trouble>"``, the requests of the run counted from 1; ``moment`` is
    when the person races: before the n-th request, or (0) inside the write itself.
    """

    def __init__(self, workbook: Workbook, *, title: str = "People") -> None:
        super().__init__(workbook)
        self.server = FakeSheets()
        rows = {raw.title: raw.rows for raw in workbook.tabs}
        self.book = self.server.add_spreadsheet(rows, title=title)
        self.person = Person(self.server, SHEET)
        self.clock = Clock()
        self.moment = 0
        self.store: GoogleStore | None = None
        self.end()

    @property
    def location(self) -> str:
        """As the real store's."""
        return f"google:{SHEET}"

    def open(self) -> GoogleStore:
        """A new store, signed in, that reaches the fake without sockets."""
        from google.oauth2.credentials import Credentials

        credentials = Credentials(
            self.server.token(),
            refresh_token=self.server.tokens.authorized_user(self.server.token_uri)["refresh_token"],
            token_uri=self.server.token_uri,
            client_id="client",
            client_secret="secret",
        )
        patience = self.clock.patience()
        client = SheetsClient(credentials, timeout=patience.timeout)
        client.session.mount("https://", self.server.adapter())
        client.session._auth_request.session.mount("http://", self.server.adapter())
        store = GoogleStore(GoogleSettings(SHEET), state=Path("nowhere"), patience=patience)
        store._connected = Api(client, SHEET, store.requests, patience)
        return store

    def read(self) -> Workbook:
        """A run begins: what the person did is in the sheet, the troubles of this run are planned."""
        self.push()
        if self.store is None:
            self.store = self.open()
            self._plan_troubles()
        try:
            return self.store.read()
        finally:
            self.requests = self.store.requests
            self.pull()

    def write(self, plan: Plan) -> AfterImage:
        """The real store's write."""
        assert self.store is not None
        try:
            self.image = self.store.write(plan)
            return self.image
        finally:
            self.requests = self.store.requests
            self.pull()

    def end(self) -> None:
        """The run is over: nothing that was planned for it happens any more; a late write may still land."""
        self.server.rules_of_failure.clear()
        for hooks in self.server.hooks.values():
            hooks.clear()
        self.store = None
        self.requests = Requests()
        self._cut_ends()
        self.pull()

    def _cut_ends(self) -> None:
        """The person deletes the empty rows below: a thousand rows of formats a tab would make every run slow."""
        for sheet in self.book.sheets:
            del sheet.rows[sheet.last_row + 2 :]
            sheet.row_count = sheet.last_row + 4

    def _plan_troubles(self) -> None:
        for fault in filter(None, self.faults):
            number, trouble = fault.split(" ", 1)
            self._plan(int(number), trouble)
        for later, act in enumerate(self.planned()):
            race = partial(self._hands, act)
            if later or self.moment:
                self.server.before((self.moment or 3) + later, race)
            else:
                self.server.before_apply(race)

    def _plan(self, number: int, trouble: str) -> None:
        if trouble == "killed before":
            self.server.before(number, _die)
        elif trouble == "killed after":
            self.server.after(number, _die)
        elif trouble == "outage":
            self.server.fail(faults.unavailable(), skip=number - 1, times=None)
        elif trouble == "expired":
            self.server.before(number, self.server.expire_tokens)
        else:
            self.server.fail(WIRE[trouble], skip=number - 1)

    def _hands(self, hands: Callable[[], None]) -> None:
        self.pull()
        hands()
        self.push()

    # the mirror

    def pull(self) -> None:
        """The mirror shows what stands in the sheet."""
        tabs = [
            RawTab(sheet.title, sheet.title, _rows(sheet))
            for sheet in self.book.sheets
            if not sheet.title.startswith("connectkit")
        ]
        self.workbook = replace(self.workbook, tabs=tuple(tabs))
        self._pulled = {raw.title: [list(row) for row in raw.rows] for raw in tabs}

    def push(self) -> None:
        """What the person did to the mirror stands in the sheet; formats stay where they are."""
        for raw in self.workbook.tabs:
            sheet, was = self.book.sheet(raw.title), self._pulled[raw.title]
            sheet.row_count = max(sheet.row_count, len(raw.rows))
            sheet.column_count = max(sheet.column_count, *map(len, raw.rows))
            for row in range(max(len(raw.rows), len(was))):
                _put(sheet, row, _at(raw.rows, row), _at(was, row))
            self._pulled[raw.title] = [list(row) for row in raw.rows]


def _at(rows: list[Row], row: int) -> Row:
    return rows[row] if row < len(rows) else []


def _put(sheet: Sheet, row: int, now: Row, was: Row) -> None:
    for column in range(max(len(now), len(was))):
        value = now[column] if column < len(now) else None
        if value != (was[column] if column < len(was) else None):
            typed = cell_of(value.text if isinstance(value, Formula) else value)
            old = sheet.cell(row, column)
            sheet.put(
                row, column, old._replace(value=typed.value, format=typed.format or old.format, shows=None)
            )


def _rows(sheet: Sheet) -> list[Row]:
    rows = [[_value(cell) for cell in row] for row in sheet.rows[: sheet.last_row]]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return rows


def _value(cell: Cell) -> CellValue:
    value = cell.value
    kind = ((cell.format or {}).get("numberFormat") or {}).get("type")
    if isinstance(value, Typed):
        return Formula(str(value))
    if isinstance(value, int | float) and not isinstance(value, bool) and kind == "DATE":
        return from_serial(value)
    assert value is None or isinstance(value, bool | int | float | str)
    return value


def _die() -> None:
    raise Killed


class GoogleWorld(World):
    """A person and syncs on a Google Sheet. Rows and columns are moved with the person's own hands where there are some."""

    store: GoogleSheet

    def __init__(self) -> None:
        super().__init__()
        self.store = GoogleSheet(self.store.workbook)

    def sync(self, fault: str = "", hands: Hands = (), moment: int = 0, *then: Hands) -> Any:  # type: ignore[override]
        """As the base's; the run's troubles end with it. ``moment`` is that of ``hands``; ``then`` follow request by request."""
        self.store.moment = moment
        self.counts["faults"] += bool(fault)
        self.store.store = None
        report = None
        try:
            report = super().sync(fault, hands, *then)
        finally:
            self.store.end()
            self.store.server.assert_clean()
        return report

    def check(self) -> None:
        """The laws, of the sheet as it stands."""
        self.store.pull()
        super().check()

    def _number(self, row: Row) -> int:
        return next(n for n, one in enumerate(self.rows, 1) if one is row)

    def _drop(self, row: Row) -> None:
        number = self._number(row)
        self.store.push()
        self.store.person.delete_row("Contacts", number)
        self.store.pull()

    def insert(self, a: int, b: int) -> None:
        """Inserts an empty row."""
        self.store.push()
        self.store.person.insert_row("Contacts", 2 + a % len(self.rows))
        self.store.pull()

    def move(self, a: int, b: int) -> None:
        """Drags a person's row elsewhere."""
        row = self.pick(a)
        if row is not None:
            number = self._number(row)
            self.store.push()
            self.store.person.move_row("Contacts", number, 2 + b % len(self.rows))
            self.store.pull()

    def add_column(self, a: int, b: int) -> None:
        """Inserts a column of the person's own anywhere."""
        self.store.push()
        self.store.person.insert_column("Contacts", letters(a % len(self.rows[0])), f"Own {self.tokens}")
        self.tokens += 1
        self.store.pull()

    def move_column(self, a: int, b: int) -> None:
        """Drags one of the person's own columns elsewhere."""
        place, to = self.at(USER[a % len(USER)]), b % len(self.rows[0])
        self.store.push()
        self.store.person.move_column("Contacts", letters(place), letters(to))
        self.store.pull()

    def sort(self, a: int, b: int) -> None:
        """Sorts whole rows by any column, with the spreadsheet's own sort."""
        self._sort("Contacts", a % len(self.rows[0]), b % 2 > 0)

    def sort_drafts(self, a: int, b: int) -> None:
        """Sorts whole rows of Drafts."""
        raw = self.tab("Drafts")
        if raw is not None:
            self._sort("Drafts", a % len(raw.rows[0]), False)

    def _sort(self, title: str, column: int, descending: bool) -> None:
        self.store.push()
        self.store.person.sort(title, letters(column), descending=descending)
        self.store.pull()


GoogleWorld.ACTIONS = tuple(getattr(GoogleWorld, action.__name__) for action in World.ACTIONS)  # type: ignore[assignment]
