"""The fake as tests hold it: make spreadsheets, play people, plan failures, look at what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tests.wire.answers import Json
from tests.wire.auth import SCOPE, write_json
from tests.wire.batch.base import Rules
from tests.wire.engine import Action, Engine, Logged, _Hook, _Rule
from tests.wire.faults import Fault
from tests.wire.http import HttpServer, InProcessAdapter
from tests.wire.locales import locale
from tests.wire.spelling import spelled
from tests.wire.state import EMPTY, Cell, Formula, Sheet, Spreadsheet, serial

if TYPE_CHECKING:
    import gspread

Grid = Sequence[Sequence[Any]]


@cache
def _style(kind: str, locale_name: str) -> Json:
    """One shared format per kind: cells are never changed in place."""
    pattern = locale(locale_name).pattern + (" h:mm:ss" if kind == "DATE_TIME" else "")
    return {"numberFormat": {"type": kind, "pattern": pattern}}


def cell_of(value: Any, locale_name: str = "en_US") -> Cell:
    """A Python value as a cell: dates become serial numbers with a date format, text with ``=`` a formula."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, Cell):
        return value
    if isinstance(value, datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return Cell(serial(value.date()) + seconds / 86400, _style("DATE_TIME", locale_name))
    if isinstance(value, date):
        return Cell(serial(value), _style("DATE", locale_name))
    if isinstance(value, str) and value.startswith("="):
        return Cell(Formula(spelled(value, locale_name)))
    return Cell(value)


class FakeSheets(Engine):
    """A Google Sheets with state, on loopback.

    ``with FakeSheets() as server:`` serves on ``server.url``; without ``with``, only :meth:`adapter` and
    :meth:`client` work, in the same process.
    """

    def __init__(self, rules: Rules | None = None, *, port: int = 0) -> None:
        super().__init__(rules or Rules())
        self._port = port
        self._server: HttpServer | None = None
        self.url = "http://127.0.0.1:0"
        self.token_uri = f"{self.url}/token"

    def __enter__(self) -> Self:
        self._server = HttpServer(self, self._port)
        self._server.start()
        self.url = self._server.url
        self.token_uri = f"{self.url}/token"
        return self

    def __exit__(self, *_: object) -> None:
        if self._server:
            self._server.stop()

    # Spreadsheets ---------------------------------------------------------------------------------------------

    def add_spreadsheet(
        self,
        tabs: Mapping[str, Grid] | None = None,
        *,
        spreadsheet_id: str = "1FakeSpreadsheetIdOfTheRightLength0123456789",
        title: str = "People",
        locale: str = "en_US",
        time_zone: str = "Etc/GMT",
    ) -> Spreadsheet:
        """A workbook of these tabs (title to rows of Python values), shared with our account as Editor.

        The first tab has sheetId 0, as in a new spreadsheet; every grid has at least 1000 rows and 26 columns.
        """
        book = Spreadsheet(spreadsheet_id, title, locale, time_zone)
        for index, (name, rows) in enumerate((tabs if tabs is not None else {"Sheet1": []}).items()):
            sheet = Sheet(0 if index == 0 else 1_000_000 + index * 7_919, name)
            for row, values in enumerate(rows):
                sheet.put(row, 0, *(cell_of(value, locale) for value in values))
            sheet.row_count = max(1000, len(rows))
            sheet.column_count = max(26, max(map(len, rows), default=0))
            book.sheets.append(sheet)
        self.books[spreadsheet_id] = book
        return book

    # Signing in -----------------------------------------------------------------------------------------------

    def write_service_account(self, path: Path, *, key: str = "good", email: str = "") -> Path:
        """A key file whose token endpoint is this fake; ``key="other"`` signs wrongly, ``email`` may be unknown."""
        return write_json(path, self.tokens.service_account(self.token_uri, key=key, email=email))

    def write_authorized_user(self, path: Path) -> Path:
        """The stored sign-in of a person, refreshed at this fake."""
        return write_json(path, self.tokens.authorized_user(self.token_uri))

    def token(self, scope: str = SCOPE) -> str:
        """A good access token."""
        return self.tokens.mint(scope)

    def expire_tokens(self) -> None:
        """Every token handed out so far is refused from now on."""
        self.tokens.valid.clear()

    def adapter(self) -> InProcessAdapter:
        """A requests adapter that needs no sockets: ``session.mount("https://", server.adapter())``."""
        return InProcessAdapter(self)

    def client(self, timeout: float | None = 5.0) -> gspread.Client:
        """A real gspread client, already signed in, that reaches this fake in-process under Google's own URLs."""
        import gspread
        from google.auth.transport.requests import AuthorizedSession
        from google.oauth2.credentials import Credentials

        credentials = Credentials(token=self.token())
        session = AuthorizedSession(credentials)
        session.mount("https://", self.adapter())
        client = gspread.Client(auth=credentials, session=session)
        client.http_client.set_timeout(timeout)
        return client

    # What goes wrong, and what people do meanwhile ------------------------------------------------------------

    def fail(self, fault: Fault, *, on: str = "any", times: int | None = 1, skip: int = 0) -> None:
        """Plans a failure.

        ``on``: any, read, write, token, or a method such as ``batchUpdate`` or ``spreadsheets.get``. The first
        ``skip`` such requests are spared, the next ``times`` fail (None: all).
        """
        self.rules_of_failure.append(_Rule(fault, on, times, skip))

    def before(self, n: int, action: Action) -> None:
        """Runs ``action`` just before the n-th request from now (1 is the next one)."""
        self.hooks["before"].append(_Hook(self.count + n, action))

    def after(self, n: int, action: Action) -> None:
        """Runs ``action`` just after the n-th request from now was answered."""
        self.hooks["after"].append(_Hook(self.count + n, action))

    between = after

    def before_apply(self, action: Action, n: int = 1) -> None:
        """Runs ``action`` the moment before the n-th batchUpdate from now is carried out: the race."""
        self.hooks["apply"].append(_Hook(self.batches + n, action))

    def release_held(self) -> None:
        """Lets all writes land that a ``late`` fault holds back."""
        with self.lock:
            self.held = [(0, call, response) for _, call, response in self.held]
            self._land_late()

    def enforce_quota(self, per_minute: int = 60) -> None:
        """429 for reads and writes above so many until :meth:`next_minute`."""
        self.quota = per_minute
        self.next_minute()

    def next_minute(self) -> None:
        """The quota is full again."""
        self.minute = {"read": 0, "write": 0}

    # What was asked -------------------------------------------------------------------------------------------

    @property
    def api_requests(self) -> list[Logged]:
        """The log without the token endpoint."""
        return [one for one in self.requests if one.name != "token"]

    def forget(self) -> None:
        """Empties the log and the counters, for counting one run."""
        self.requests.clear()
        self.reads = self.writes = 0

    def assert_clean(self) -> None:
        """Fails when something was asked that is not modelled, or that connectkit has sworn off."""
        found = [*self.unmodelled, *self.violations, *_unknown(self.api.unknown_functions)]
        assert not found, "\n".join(found)


def _unknown(functions: Iterable[str]) -> list[str]:
    return [
        f"tests/wire cannot compute {name}(): add it to functions.py, or give the cell what it shows."
        for name in sorted(functions)
    ]
