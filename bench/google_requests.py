"""What a sync asks of Google Sheets, beside the usual ways to write to a sheet from Python, on the same fake.

    python -m bench.google_requests [COUNT ...]

For each number of contacts: requests, bytes sent and bytes received of

- connectkit, the first sync (adds its columns and tabs, gives every row an ID), one the next morning, after the
  person wrote into the Log cells of three contacts, and one that finds nothing to do;
- cell by cell: ``open_by_key``, ``worksheet``, ``get_all_records``, then ``update_cell`` for each cell that
  connectkit's sync of that morning changed. Only the first 25 are really sent; the rest are counted as those were;
- whole sheet: every tab that morning's sync changed is read into a DataFrame and written back whole, as
  gspread-dataframe's ``get_as_dataframe`` and ``set_with_dataframe`` do (one ``values`` read, one resize, one
  ``values`` update). The idiom is written out here; gspread-dataframe itself is not needed.

Bytes are those of the JSON; behind them, what is received when it is packed as Google packs it (gzip).

Then the CPU of that morning's sync, without the fake's own share, beside decoding the very JSON it read and building
a DataFrame of the contacts from it.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from google.oauth2.credentials import Credentials

from bench.core import TODAY, contacts
from connectkit.config.config import Config, GoogleSettings
from connectkit.drafts.files import builtin_folder, load_templates
from connectkit.model import AddTab, AppendRow, Plan, ReplaceRows, SetCell
from connectkit.stores.google.http import Api, Patience, SheetsClient
from connectkit.stores.google.store import GoogleStore
from connectkit.sync import sync
from tests.wire import FakeSheets
from tests.wire.http import InProcessAdapter
from tests.wire.server import cell_of

SHEET = "1FakeSpreadsheetIdOfTheRightLength0123456789"
SENT_FOR_REAL = 25


@dataclass
class Wire(InProcessAdapter):
    """The fake behind requests, without sockets; counts what passes."""

    server: FakeSheets
    requests: int = 0
    sent: int = 0
    received: int = 0
    answers: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(self.server)

    def send(self, request: Any, *args: Any, **named: Any) -> Any:
        """As the adapter's; each request and its answer are counted."""
        response = super().send(request, *args, **named)
        body = request.body or b""
        self.requests += 1
        self.sent += len(request.url) + len(body)
        self.received += len(response.content)
        self.answers.append(response.content)
        return response


@dataclass
class Watched:
    """connectkit's store, with the plans it was given."""

    store: GoogleStore
    plans: list[Plan] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def write(self, plan: Plan) -> Any:
        """As the store's."""
        self.plans.append(plan)
        return self.store.write(plan)


def our_store(server: FakeSheets) -> tuple[Watched, Wire]:
    """A new store, signed in, and the wire it is on."""
    wire, patience = Wire(server), Patience()
    client = SheetsClient(Credentials(server.token()), timeout=patience.timeout)  # type: ignore[no-untyped-call]
    client.session.mount("https://", wire)
    store = GoogleStore(GoogleSettings(SHEET), state=Path("nowhere"))
    store._connected = Api(client, SHEET, store.requests, patience)
    return Watched(store), wire


Counts = tuple[float, float, float, float]


def counts(wire: Wire) -> Counts:
    """Requests, bytes sent, bytes received, the latter packed."""
    packed = sum(len(gzip.compress(answer, 6)) for answer in wire.answers)
    return wire.requests, wire.sent, wire.received, packed


def line(count: int, what: str, counted: Counts, note: str = "") -> None:
    """One row of the table."""
    requests, sent, received, packed = counted
    sizes = f"{sent / 1e3:>10,.1f} {received / 1e3:>12,.1f} {packed / 1e3:>10,.1f}"
    print(f"{count:>8} {what:28} {requests:>8.0f} {sizes}  {note}", flush=True)


def cells_of(plan: Plan) -> int:
    """How many cells a plan writes."""
    set_ = sum(isinstance(change, SetCell) for change in plan.changes)
    rows = sum(len(change.values) for change in plan.changes if isinstance(change, AppendRow))
    blocks = sum(
        len(row) for change in plan.changes if isinstance(change, ReplaceRows) for row in change.rows
    )
    return set_ + rows + blocks


def cell_by_cell(server: FakeSheets, cells: int, count: int) -> None:
    """The usual idiom, for so many changed cells."""
    client, wire = server.client(), Wire(server)
    client.http_client.session.mount("https://", wire)
    sheet = client.open_by_key(SHEET).worksheet("Contacts")
    sheet.get_all_records()
    before = counts(wire)
    really = min(cells, SENT_FOR_REAL)
    for n in range(really):
        sheet.update_cell(2 + n, 4, f"note {n}")
    more = cells / really
    all_of_them = tuple(was + (now - was) * more for was, now in zip(before, counts(wire), strict=True))
    line(count, "cell by cell", all_of_them, f"{cells} cells, {really} of them really sent")


def bare_values(server: FakeSheets) -> Counts:
    """The values alone of every tab that connectkit reads, in one request."""
    client, wire = server.client(), Wire(server)
    client.http_client.session.mount("https://", wire)
    titles = [sheet.title for sheet in server.books[SHEET].sheets if not sheet.properties.get("hidden")]
    client.http_client.values_batch_get(SHEET, titles, params={"valueRenderOption": "UNFORMATTED_VALUE"})
    return counts(wire)


def whole_sheet(server: FakeSheets, titles: list[str], count: int) -> None:
    """Every tab read into a DataFrame and written back whole."""
    client, wire = server.client(), Wire(server)
    client.http_client.session.mount("https://", wire)
    book = client.open_by_key(SHEET)
    for title in titles:
        sheet = book.worksheet(title)
        values = sheet.get_all_values()
        frame = pd.DataFrame(values[1:], columns=values[0])
        sheet.resize(rows=len(frame) + 1, cols=len(frame.columns))
        sheet.update(
            [list(frame.columns), *frame.to_numpy().tolist()], "A1", value_input_option="USER_ENTERED"
        )
    line(count, "whole sheet", counts(wire), f"{len(titles)} tabs")


def cpu(action: Callable[[], object], server: FakeSheets) -> float:
    """Seconds of CPU without the fake's own."""
    start, busy = time.process_time(), server.busy
    action()
    return time.process_time() - start - (server.busy - busy)


def floor(answers: list[bytes]) -> pd.DataFrame:
    """The JSON that was read, decoded, and its largest tab as a DataFrame."""
    tabs = [sheet for answer in answers for sheet in json.loads(answer).get("sheets", ())]
    grids = [grid for tab in tabs for grid in tab.get("data", ()) if grid.get("rowData")]
    rows = max((grid["rowData"] for grid in grids), key=len)
    values = [[_value(cell) for cell in row.get("values", ())] for row in rows]
    return pd.DataFrame(values[1:])


def _value(cell: dict[str, Any]) -> Any:
    return next(iter(cell.get("effectiveValue", cell.get("userEnteredValue", {})).values()), None)


def logs(server: FakeSheets) -> None:
    """The person writes into three cells of the Log column."""
    sheet = server.books[SHEET].sheet("Contacts")
    for row in (11, 12, 13):
        sheet.put(row, 4, cell_of("call: starts a new job in spring"))


def runs(count: int) -> str:
    """Prints the rows for one size; the line about CPU."""
    server = FakeSheets()
    server.add_spreadsheet({tab.title: tab.rows for tab in contacts(count).tabs})
    templates = load_templates([builtin_folder()])
    numbers = iter(range(10**9))

    def run(day: int) -> tuple[Watched, Wire, float]:
        store, wire = our_store(server)
        spent = cpu(
            lambda: sync(
                store, Config(), today=TODAY + timedelta(day), new_id=lambda: f"{next(numbers):07d}", templates=templates, force=True
            ),
            server,
        )  # fmt: skip
        return store, wire, spent

    seen = {}
    for day, what in enumerate(("the first sync", "the next morning", "nothing to do")):
        if day == 1:
            logs(server)
        store, wire, spent = seen[what] = run(min(day, 1))
        told = f"{store.requests.read} reads, {store.requests.write} writes"
        line(count, f"connectkit, {what}", counts(wire), told)
    store, wire, spent = seen["the next morning"]
    plan = store.plans[0]
    server.strict_product = False  # the other ways use what connectkit has sworn off
    cell_by_cell(server, cells_of(plan), count)
    line(count, "the floor: values.batchGet", bare_values(server))
    touched = {change.tab for change in plan.changes if not isinstance(change, AddTab)}
    whole_sheet(server, [plan.layout[key].title for key in touched], count)
    read = wire.answers[: store.requests.read]
    low = min(cpu(lambda: floor(read), server) for _ in range(3))
    for day in (2, 3):
        logs(server)
        spent = min(spent, run(day)[2])
    return f"{count:>8} floor {low * 1e3:>8.0f} ms  sync {spent * 1e3:>8.0f} ms  ratio {spent / low:.2f}"


def main() -> None:
    """Prints both tables."""
    print(f"{'contacts':>8} {'':28} {'requests':>8} {'kB sent':>10} {'kB received':>12} {'packed':>10}")
    spent = [runs(count) for count in [int(word) for word in sys.argv[1:]] or [100, 1_000, 10_000, 50_000]]
    print("\nCPU of a morning's sync, beside decoding the JSON it read and building a DataFrame of it")
    print("\n".join(spent))


if __name__ == "__main__":
    main()
