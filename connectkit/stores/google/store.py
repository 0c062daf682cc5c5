"""A Google Sheet as a store: two reads at most, one write, and always an answer to what the write met.

The write carries a once-only token, a named range that replaces the former write's: repeated, or landing late on a
newer state, it fails as a whole. So a write whose answer was lost can be looked for, and sent again, without harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from google.auth.exceptions import GoogleAuthError
from gspread.exceptions import APIError

from connectkit.config.config import GoogleSettings
from connectkit.errors import StoreUnavailable
from connectkit.model import AfterImage, Plan, Requests, Workbook
from connectkit.stores.base import Person, at_once
from connectkit.stores.google import after_image as image
from connectkit.stores.google.address import extract_id
from connectkit.stores.google.auth import sign_in
from connectkit.stores.google.chips import NAME_FIELDS, email_headers, name_them
from connectkit.stores.google.explain import Account, explain, not_understood, protected
from connectkit.stores.google.grid import Cell, sparse
from connectkit.stores.google.hidden_tab import MARK, SENTENCE, read_notes
from connectkit.stores.google.http import Api, Deadline, Lost, OutOfPatience, Patience, SheetsClient
from connectkit.stores.google.not_google import NotGoogle
from connectkit.stores.google.read import (
    BACK_FIELDS,
    CELL_FIELDS,
    OVERVIEW_FIELDS,
    TOKEN_FIELDS,
    Snapshot,
    candidates,
    cell_at,
    overview,
    read_tabs,
    unnamed_chips,
    workbook,
)
from connectkit.stores.google.requests import ANSWER_FIELDS, Batch, build

AGAIN = "Run the sync again."
NOTHING = {"requests": [{"deleteNamedRange": {"namedRangeId": "connectkit.nothing"}}]}
"""A write that can't be carried out: whoever may edit is told that there is nothing of this name, a viewer is refused."""


class GoogleStore:
    """The Google Sheet of the settings. ``tabs`` are the user's own titles by tab key; ``person``, ``again`` as in ``auth.sign_in``."""

    def __init__(
        self,
        settings: GoogleSettings,
        *,
        state: Path,
        tabs: Mapping[str, str] | None = None,
        patience: Patience | None = None,
        person: Person | None = None,
        again: str = "connectkit doctor",
        headers: Mapping[str, str] | None = None,
        pace: Callable[[str], None] = at_once,
    ) -> None:
        self.requests = Requests()
        self._settings = settings
        self._sheet = extract_id(settings.sheet)
        self._state, self._person, self._again = state, person, again
        self._pace = pace
        self._tabs, self._headers = dict(tabs or {}), dict(headers or {})
        self._patience = patience or Patience()
        self._account = Account("")
        self._connected: Api | None = None
        self._snapshot: Snapshot | None = None

    @property
    def location(self) -> str:
        """``google:`` and the spreadsheet's id."""
        return f"google:{self._sheet}"

    def read(self) -> Workbook:
        """The workbook as it is now: the tabs that are or may be connectkit's.

        Raises:
            ConfigError: no sheet has this id, or the key file is not one.
            StoreUnavailable: out of reach, or over the quota for longer than the run may wait.
            AccessDenied: not shared, not signed in, the API switched off.
            WorkbookRefused: an Excel file shown in Google Sheets.
        """
        with _understood(), self._explained():
            deadline = self._patience.start()
            first = self._api.look(OVERVIEW_FIELDS, deadline)
            snapshot = overview(first)
            asked = candidates(snapshot, self._tabs)
            filters = [{"gridRange": {"sheetId": sheet.id}} for sheet in asked]
            if snapshot.notes:
                filters.append({"gridRange": {"sheetId": snapshot.notes[0]}})
            second = self._cells(filters, deadline) if filters else {}
            present = {each["properties"].get("sheetId", 0) for each in second.get("sheets", ())}
            if not asked or not all(sheet.id in present for sheet in asked):
                raise StoreUnavailable(
                    "Google sent the spreadsheet without its cells; nothing was done.", AGAIN
                )
            self._name_chips(second, deadline)
            tabs, details = read_tabs(snapshot, second, asked, email_headers(self._headers))
            noted = _noted(snapshot, second)
            place = snapshot.notes if noted else None
            former = {tab.handle: tab for tab in tabs}
            self._snapshot = Snapshot(snapshot.sheets, snapshot.tokens, place, details, former)
            return workbook(first, second, tabs, _unfinished(noted, place))

    def write(self, plan: Plan) -> AfterImage:
        """Everything in the plan is in the sheet, or nothing is; the answer says what each cell held before.

        Raises:
            StoreUnavailable: not written, or not known to be written; the next run finds out.
            AccessDenied: the account may read but not write, or a protected range is in the way.
            Refused: the write is more than the spreadsheet can hold.
        """
        if not plan:
            return AfterImage(run_id=plan.run_id)
        if self._snapshot is None:
            self.read()
        assert self._snapshot is not None  # noqa: S101 - read() has set it
        batch = build(plan, self._snapshot)
        with _understood(writing=True), self._explained(writing=True):
            seen = self._deliver(batch, self._snapshot)
            self._snapshot = batch.after
            return image.after_image(batch.notes, seen, batch.id_columns, plan)

    def try_writing(self) -> None:
        """Asks for a change that nothing can come of, to learn whether this account may edit the sheet.

        Raises:
            AccessDenied: it may read only.
            StoreUnavailable: out of reach, or no answer of Google's.
        """
        with _understood(), self._explained(writing=True):
            try:
                self._api.write(NOTHING, "replies", self._patience.start())
            except APIError as refused:
                if refused.response.status_code != 400:
                    raise

    @property
    def barred(self) -> tuple[str, ...]:
        """The handles of the tabs in which, at the last read, a protection kept this account out of some cells."""
        sheets = self._snapshot.sheets if self._snapshot else ()
        return tuple(str(sheet.id) for sheet in sheets if sheet.barred)

    @property
    def who(self) -> str:
        """The account that reads and writes, in a sentence."""
        return self._account.who

    @property
    def _api(self) -> Api:
        if self._connected is None:
            credentials, self._account = sign_in(
                self._settings, self._state, person=self._person, again=self._again
            )
            timeout, endpoint = self._patience.timeout, self._settings.api_endpoint
            client = SheetsClient(credentials, timeout=timeout, endpoint=endpoint)
            self._connected = Api(client, self._sheet, self.requests, self._patience, self._pace)
        return self._connected

    def _cells(self, filters: list[dict[str, Any]], deadline: Deadline) -> dict[str, Any]:
        try:
            return self._api.cells(filters, CELL_FIELDS, deadline)
        except APIError as refused:
            if refused.response.status_code != 400:
                raise
            raise StoreUnavailable("Tabs were added or removed while the sheet was read.", AGAIN) from refused

    def _name_chips(self, answer: Mapping[str, Any], deadline: Deadline) -> None:
        """A third read, only where people's chips stand in the sheet as mere placeholders: the names they show."""
        chips = unnamed_chips(answer)
        if chips:
            columns = sorted({(sheet, i) for sheet, _row, i in chips})
            filters = [
                {"gridRange": {"sheetId": sheet, "startColumnIndex": i - 1, "endColumnIndex": i}}
                for sheet, i in columns
            ]
            looked = sparse(self._api.cells(filters, NAME_FIELDS, deadline)["sheets"])
            name_them(
                chips, {(sheet, *at): cell for sheet, cells in looked.items() for at, cell in cells.items()}
            )

    def _deliver(self, batch: Batch, before: Snapshot) -> image.Seen:
        """What the write met. A lost answer is looked for by the token before anything is sent again."""
        deadline = self._patience.start()
        lost: Lost | None = None
        while True:
            try:
                answer = self._api.write(batch.body, ANSWER_FIELDS, deadline)
                if "updatedSpreadsheet" not in answer:
                    return self._look_back(batch, deadline)
                return self._seen(batch, answer["updatedSpreadsheet"], at_once=True)
            except Lost as failure:
                lost = failure
                with self._unknown_after(lost):
                    deadline.wait(failure)
                    if self._has_landed(batch, before, deadline):
                        return self._look_back(batch, deadline)
            except APIError as refused:
                if refused.response.status_code != 400:
                    raise
                with self._unknown_after(lost):
                    if self._has_landed(batch, before, deadline, refused):
                        return self._look_back(batch, deadline)
                raise

    def _has_landed(
        self, batch: Batch, before: Snapshot, deadline: Deadline, refused: APIError | None = None
    ) -> bool:
        """True when the token says so; False when the sheet's frame is as it was.

        Raises:
            StoreUnavailable: another run wrote, or tabs, rows or columns came or went while this one was refused.
            AccessDenied: the write was refused and a protected range is in the way.
        """
        now = overview(self._api.look(TOKEN_FIELDS, deadline))
        if batch.token in now.tokens:
            return True
        if set(now.tokens) != set(before.tokens):
            raise StoreUnavailable(
                "Another connectkit run wrote to this sheet in the meantime; nothing was written by this one.",
                AGAIN,
            )
        if refused is not None:
            self._blame(before, now)
        return False

    def _blame(self, before: Snapshot, now: Snapshot) -> None:
        frames = [
            {(one.id, one.title, one.rows, one.columns) for one in each.sheets} for each in (before, now)
        ]
        if frames[0] != frames[1]:
            raise StoreUnavailable(
                "Tabs, rows or columns were added, removed or renamed while the sync ran; nothing was written.",
                AGAIN,
            )
        barred = [sheet.title for sheet in now.sheets if sheet.barred]
        if barred:
            raise protected(self._account, ", ".join(barred))

    def _look_back(self, batch: Batch, deadline: Deadline) -> image.Seen:
        """What a write met whose answer was lost: its copies are in the hidden tab, the live cells are of now."""
        filters = [{"gridRange": area} for area in batch.areas]
        return self._seen(batch, self._api.cells(filters, BACK_FIELDS, deadline), at_once=False)

    def _seen(self, batch: Batch, answer: Mapping[str, Any], *, at_once: bool) -> image.Seen:
        cells = sparse(answer["sheets"])
        place = batch.after.notes[0] if batch.after.notes else -1
        return image.Seen(cells[place], cells, at_once, batch.after.former)

    @contextmanager
    def _unknown_after(self, lost: Lost | None) -> Iterator[None]:
        """Failures in here leave open whether the write arrived, once an answer was lost."""
        try:
            yield
        except (OutOfPatience, requests.RequestException, GoogleAuthError, APIError, NotGoogle) as failure:
            if lost is None:
                raise
            raise StoreUnavailable(
                "Google did not say whether the write arrived.",
                "Run the sync again later: it finds out, and finishes what is unfinished.",
            ) from failure

    @contextmanager
    def _explained(self, *, writing: bool = False) -> Iterator[None]:
        try:
            yield
        except (
            OutOfPatience,
            Lost,
            APIError,
            requests.RequestException,
            GoogleAuthError,
            NotGoogle,
        ) as failure:
            cause = failure.__cause__ if isinstance(failure, OutOfPatience | Lost) else failure
            raise explain(
                cause or failure, account=self._account, sheet=self._sheet, writing=writing
            ) from failure


@contextmanager
def _understood(*, writing: bool = False) -> Iterator[None]:
    """What lacks parts or has others than promised is an answer not understood: the sheet is as safe as before."""
    try:
        yield
    except (LookupError, TypeError, AttributeError, ValueError, ArithmeticError, RecursionError) as strange:
        raise not_understood(writing=writing) from strange


Cells = Mapping[Cell, Mapping[str, Any]]


def _noted(snapshot: Snapshot, answer: Mapping[str, Any]) -> Cells | None:
    """The hidden tab's cells; None unless it begins with the notes' own sentence, for it will be emptied and reused."""
    if snapshot.notes is None:
        return None
    place, column = snapshot.notes
    sheets = (one for one in answer.get("sheets", ()) if one["properties"].get("sheetId", 0) == place)
    cells = sparse(sheets).get(place, {})
    return cells if cell_at(cells, 1, column) == SENTENCE else None


def _unfinished(cells: Cells | None, place: tuple[int, int] | None) -> AfterImage | None:
    """What the last write met, from its notes."""
    if cells is None or place is None:
        return None
    column = place[1]
    texts = [cell_at(cells, row, column) for row, at in sorted(cells) if at == column]
    notes = read_notes([text for text in texts if isinstance(text, str) and text.startswith(MARK)], column)
    return image.unfinished(notes, cells) if notes else None
