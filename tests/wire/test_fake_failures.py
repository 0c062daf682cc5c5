"""Failures reach the real gspread and google-auth as Google's do, over a socket as well as in-process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import AuthorizedSession
from google.oauth2 import credentials, service_account
from gspread.exceptions import APIError

from tests.wire import FakeSheets, Fault, Person, Spreadsheet, faults
from tests.wire.auth import SCOPE

APPEND = {
    "appendCells": {
        "sheetId": 0,
        "rows": [{"values": [{"userEnteredValue": {"stringValue": "new"}}]}],
        "fields": "userEnteredValue",
    }
}


@pytest.fixture
def server() -> Iterator[FakeSheets]:
    with FakeSheets() as server:
        yield server


@pytest.fixture
def book(server: FakeSheets) -> Spreadsheet:
    return server.add_spreadsheet({"Log": [["Date"]]})


def socket_client(server: FakeSheets, timeout: float = 5.0) -> gspread.Client:
    """gspread over real HTTP: Google's URLs are rewritten to the fake's."""

    class Rewriting(gspread.HTTPClient):
        def request(self, method: str, endpoint: str, **more: Any) -> Any:  # type: ignore[override]
            return super().request(
                method, endpoint.replace("https://sheets.googleapis.com", server.url), **more
            )

    signed_in = credentials.Credentials(token=server.token())
    client = gspread.Client(auth=signed_in, session=AuthorizedSession(signed_in), http_client=Rewriting)
    client.set_timeout(timeout)
    return client


@pytest.fixture(params=["socket", "in-process"])
def client(server: FakeSheets, request: pytest.FixtureRequest) -> gspread.Client:
    return socket_client(server, 0.2) if request.param == "socket" else server.client(0.2)


_STORED = ("refresh_token", "token_uri", "client_id", "client_secret", "scopes")
"""google-auth reads all of these from a stored sign-in but the token endpoint, which it takes for Google's own."""


def rows(book: Spreadsheet) -> list[Any]:
    return [row[0] for row in book.sheet("Log").values()]


def write(client: gspread.Client, book: Spreadsheet) -> Any:
    return client.http_client.batch_update(book.spreadsheet_id, {"requests": [APPEND]})


def test_both_ways_give_the_same_answer(server: FakeSheets, book: Spreadsheet) -> None:
    answers = [
        each.http_client.fetch_sheet_metadata(book.spreadsheet_id, {"includeGridData": "true"})
        for each in (socket_client(server), server.client())
    ]

    assert answers[0] == answers[1]
    assert server.reads == 2


@pytest.mark.parametrize(
    ("fault", "code", "applied"),
    [
        (faults.quota("write"), 429, False),
        (faults.internal(), 500, False),
        (faults.unavailable(), 503, False),
        (faults.unavailable(applied=True), 503, True),
        (faults.html(), -1, False),
        (faults.not_shared(), 403, False),
        (faults.expired_token(), 401, False),
    ],
    ids=lambda value: f"{value.name}{'-applied' * value.applied}" if isinstance(value, Fault) else None,
)
def test_an_error_answer_may_hide_a_write(
    server: FakeSheets, client: gspread.Client, book: Spreadsheet, fault: Fault, code: int, applied: bool
) -> None:
    server.fail(fault, on="batchUpdate")

    with pytest.raises((APIError, RefreshError)) as error:
        write(client, book)

    assert getattr(error.value, "code", 401) == code
    assert rows(book) == (["Date", "new"] if applied else ["Date"])
    assert server.api_requests[-1].fault == fault.name


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize(
    ("make", "error"), [(faults.reset, requests.ConnectionError), (faults.hang, requests.ReadTimeout)]
)
def test_a_lost_answer_may_hide_a_write(
    server: FakeSheets,
    client: gspread.Client,
    book: Spreadsheet,
    make: Any,
    error: type[Exception],
    applied: bool,
) -> None:
    server.fail(make(applied=applied), on="write")

    with pytest.raises(error):
        write(client, book)

    assert rows(book) == (["Date", "new"] if applied else ["Date"])


@pytest.mark.parametrize("fault", [faults.truncated(), faults.empty()], ids=["truncated", "empty"])
def test_an_answer_may_be_no_json(
    server: FakeSheets, client: gspread.Client, book: Spreadsheet, fault: Fault
) -> None:
    server.fail(fault)

    with pytest.raises(requests.exceptions.JSONDecodeError):
        client.http_client.fetch_sheet_metadata(book.spreadsheet_id)


def test_a_write_may_land_after_the_next_one(
    server: FakeSheets, client: gspread.Client, book: Spreadsheet
) -> None:
    server.fail(faults.late(2), on="batchUpdate")

    with pytest.raises(requests.ReadTimeout):
        write(client, book)
    client.http_client.values_get(book.spreadsheet_id, "Log")
    assert rows(book) == ["Date"]
    client.http_client.values_get(book.spreadsheet_id, "Log")

    assert (rows(book), server.late_results) == (["Date", "new"], ["applied"])


def test_a_late_write_that_no_longer_fits_is_dropped_whole(server: FakeSheets, book: Spreadsheet) -> None:
    client = server.client()
    token = {"addNamedRange": {"namedRange": {"name": "ck_1", "range": {"sheetId": 0}}}}
    body = {"requests": [APPEND, token]}
    server.fail(faults.late(9), on="batchUpdate")
    with pytest.raises(requests.ReadTimeout):
        client.http_client.batch_update(book.spreadsheet_id, body)
    client.http_client.batch_update(book.spreadsheet_id, body)

    server.release_held()

    assert rows(book) == ["Date", "new"]
    assert server.late_results == [
        "Invalid requests[1].addNamedRange: A named range with the name ck_1 already exists."
    ]


def test_a_client_without_a_timeout_would_hang_forever(server: FakeSheets, book: Spreadsheet) -> None:
    server.fail(faults.hang())

    with pytest.raises(AssertionError, match=r"The client set no timeout: it would hang forever\."):
        server.client(timeout=None).http_client.fetch_sheet_metadata(book.spreadsheet_id)


def test_a_429_may_say_when_to_come_back(
    server: FakeSheets, client: gspread.Client, book: Spreadsheet
) -> None:
    server.fail(faults.quota("write", retry_after=30), on="write")

    with pytest.raises(APIError) as error:
        write(client, book)

    assert error.value.response.headers["retry-after"] == "30"


def test_a_fault_may_spare_the_first_and_hit_forever(server: FakeSheets, book: Spreadsheet) -> None:
    client = server.client()
    server.fail(faults.internal(), on="read", skip=1, times=None)
    client.http_client.values_get(book.spreadsheet_id, "Log")

    for _ in range(3):
        with pytest.raises(APIError):
            client.http_client.values_get(book.spreadsheet_id, "Log")
    assert [one.status for one in server.api_requests] == [200, 500, 500, 500]


def test_someone_acts_between_two_requests(server: FakeSheets, book: Spreadsheet) -> None:
    client, person = server.client(), Person(server, book.spreadsheet_id)
    server.before(1, lambda: person.type("Log", "A2", "before the first"))
    server.between(1, lambda: person.type("Log", "A2", "between"))

    seen = [client.http_client.values_get(book.spreadsheet_id, "Log")["values"][1] for _ in range(2)]

    assert seen == [["before the first"], ["between"]]


def test_the_quota_names_its_limit_and_the_next_minute_is_free(server: FakeSheets, book: Spreadsheet) -> None:
    client = server.client()
    server.enforce_quota(1)
    client.http_client.fetch_sheet_metadata(book.spreadsheet_id)

    with pytest.raises(APIError) as error:
        client.http_client.fetch_sheet_metadata(book.spreadsheet_id)
    info = error.value.response.json()["error"]["details"][0]
    assert (error.value.code, info["reason"], info["metadata"]["quota_limit"]) == (
        429,
        "RATE_LIMIT_EXCEEDED",
        "ReadRequestsPerMinutePerUser",
    )

    server.next_minute()
    client.http_client.fetch_sheet_metadata(book.spreadsheet_id)


def service_session(server: FakeSheets, path: Path, **file: str) -> requests.Session:
    """A session that signs in with a key file; nothing is asked of the real Google besides."""
    key = server.write_service_account(path / "key.json", **file)
    made = service_account.Credentials.from_service_account_file(str(key), scopes=[SCOPE])
    made.refresh(_requests())
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {made.token}"
    return session


def _requests() -> Any:
    from google.auth.transport.requests import Request

    return Request()


def test_a_key_file_signs_in(server: FakeSheets, book: Spreadsheet, tmp_path: Path) -> None:
    session = service_session(server, tmp_path)

    got = session.get(
        f"{server.url}/v4/spreadsheets/{book.spreadsheet_id}?fields=properties.title", timeout=5
    )

    assert got.json() == {"properties": {"title": "People"}}


@pytest.mark.parametrize(
    ("file", "skew", "words"),
    [
        ({"key": "other"}, 0, r"Invalid JWT Signature\."),
        ({"email": "gone@example.com"}, 0, "account not found"),
        ({}, 86_400, "short-lived token"),
    ],
)
def test_a_key_file_that_google_refuses(
    server: FakeSheets, tmp_path: Path, file: dict[str, str], skew: int, words: str
) -> None:
    server.tokens.clock_skew = skew

    with pytest.raises(RefreshError, match=words):
        service_session(server, tmp_path, **file)


def test_a_person_s_sign_in_is_refreshed_until_it_is_revoked(
    server: FakeSheets, book: Spreadsheet, tmp_path: Path
) -> None:
    info = json.loads(server.write_authorized_user(tmp_path / "user.json").read_text())
    stored = credentials.Credentials(**{name: info[name] for name in _STORED}, token=None)
    session = AuthorizedSession(stored)
    url = f"{server.url}/v4/spreadsheets/{book.spreadsheet_id}?fields=spreadsheetId"
    assert session.get(url, timeout=5).status_code == 200

    server.expire_tokens()
    assert session.get(url, timeout=5).status_code == 200
    assert [one.status for one in server.requests] == [200, 200, 401, 200, 200]

    server.expire_tokens()
    server.tokens.refresh_tokens.clear()
    with pytest.raises(RefreshError, match="expired or revoked"):
        session.get(url, timeout=5)
