"""The wire to Google Sheets: gspread's client with timeouts, counted requests and patience that ends.

Reads are repeated after any passing failure. A write is repeated only where it certainly was not carried out
(429); every other lost answer is :class:`Lost`, for the store to find out what happened.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from google.auth.exceptions import TransportError
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEETS_API_V4_BASE_URL

from connectkit.errors import ConfigError
from connectkit.model import Requests
from connectkit.stores.base import at_once
from connectkit.stores.google.not_google import NotGoogle, session_for

PASSING = frozenset({408, 500, 502, 503, 504})
REPEATABLE = (requests.RequestException, TransportError)
_STRANGE = (LookupError, TypeError, AttributeError)
_NO_ADDRESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
)


class Lost(Exception):  # noqa: N818 - reads as what happened
    """The request left, but no usable answer came back: it may or may not have been carried out."""


class OutOfPatience(Exception):  # noqa: N818 - reads as what happened
    """Trying again would take longer than the run may wait; the last failure is the cause."""


@dataclass(frozen=True)
class Patience:
    """How long one read or write may take in all, in seconds, and the clock and dice it goes by.

    ``timeout`` is for a single request: seconds to connect, seconds between two pieces of the answer.
    """

    limit: float = 240.0
    timeout: tuple[float, float] = (10, 120)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    between: Callable[[float, float], float] = random.uniform

    def start(self) -> Deadline:
        """A deadline that runs from now."""
        return Deadline(self, self.clock() + self.limit)


@dataclass
class Deadline:
    """The end of one operation's patience; ``tries`` counts its waits, each longer than the one before."""

    patience: Patience
    end: float
    tries: int = 0

    def wait(self, why: Exception, *, seconds: float | None = None) -> None:
        """Returns after a pause (1, 2, 4 … 64 s with jitter, or the seconds asked for).

        Raises:
            OutOfPatience: the pause would pass the deadline.
        """
        longest = float(min(2**self.tries, 64))
        pause = self.patience.between(longest / 2, longest) if seconds is None else seconds
        self.tries += 1
        if self.patience.clock() + pause > self.end:
            raise OutOfPatience from why
        self.patience.sleep(pause)


class SheetsClient(HTTPClient):
    """gspread's HTTP client that never waits for ever, and that an endpoint of one's own can stand in for."""

    def __init__(self, credentials: Any, *, timeout: tuple[float, float], endpoint: str = "") -> None:
        super().__init__(credentials, session_for(credentials))
        self.set_timeout(timeout)
        self.session.headers["User-Agent"] = (
            "connectkit (gzip)"  # Google compresses only for agents that say so
        )
        self._base = endpoint.rstrip("/")

    def request(self, method: str, endpoint: str, *rest: Any, **parameters: Any) -> requests.Response:
        """The response, if its status is a success; gspread's APIError for any other.

        Raises:
            ConfigError: the endpoint of the configuration is no address.
        """
        url = endpoint
        if self._base:
            url = endpoint.replace(SPREADSHEETS_API_V4_BASE_URL, f"{self._base}/v4/spreadsheets", 1)
        try:
            return super().request(method, url, *rest, **parameters)
        except _STRANGE as strange:
            # gspread reads the parts of an error without asking whether they are there.
            raise requests.RequestException("The error was not one of Google's.") from strange
        except _NO_ADDRESS as wrong:
            raise ConfigError(
                f"google.api_endpoint is not an address: {self._base}", "Leave it out to reach Google itself."
            ) from wrong


@dataclass
class Api:
    """The three calls connectkit makes, for one spreadsheet. ``counted`` grows by every request that is sent, after
    ``pace`` has let it go."""

    client: SheetsClient
    sheet: str
    counted: Requests
    patience: Patience = field(default_factory=Patience)
    pace: Callable[[str], None] = at_once

    def look(self, fields: str, deadline: Deadline) -> dict[str, Any]:
        """The spreadsheet without its cells (spreadsheets.get under a field mask)."""
        return self._read("get", "", fields, None, deadline)

    def cells(self, filters: list[dict[str, Any]], fields: str, deadline: Deadline) -> dict[str, Any]:
        """The cells of the ranges asked for (spreadsheets.getByDataFilter under a field mask)."""
        return self._read("post", ":getByDataFilter", fields, {"dataFilters": filters}, deadline)

    def write(self, body: Mapping[str, Any], fields: str, deadline: Deadline) -> dict[str, Any]:
        """The answer to one spreadsheets.batchUpdate.

        Raises:
            Lost: it may or may not have been carried out.
            APIError: it was refused.
            OutOfPatience: the quota did not come back in time.
        """
        while True:
            self.pace("write")
            self.counted.write += 1
            try:
                return self._send("post", ":batchUpdate", fields, body)
            except APIError as refused:
                status = refused.response.status_code
                if status == 429:
                    deadline.wait(refused, seconds=_next_minute(refused, self.patience))
                elif status in PASSING:
                    raise Lost from refused
                else:
                    raise
            except (*REPEATABLE, NotGoogle) as failure:
                raise Lost from failure

    def _read(
        self, method: str, call: str, fields: str, body: Mapping[str, Any] | None, deadline: Deadline
    ) -> dict[str, Any]:
        while True:
            self.pace("read")
            self.counted.read += 1
            try:
                return self._send(method, call, fields, body)
            except APIError as refused:
                status = refused.response.status_code
                if status == 429:
                    deadline.wait(refused, seconds=_next_minute(refused, self.patience))
                elif status in PASSING:
                    deadline.wait(refused)
                else:
                    raise
            except REPEATABLE as failure:
                deadline.wait(failure)

    def _send(self, method: str, call: str, fields: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        url = f"{SPREADSHEETS_API_V4_BASE_URL}/{self.sheet}{call}"
        response = self.client.request(
            method, url, params={"fields": fields, "prettyPrint": "false"}, json=body
        )
        try:
            answer = response.json()
        except RecursionError as nested:
            raise requests.RequestException("The answer nests without end.") from nested
        if not isinstance(answer, dict) or not answer:
            raise requests.RequestException("The answer was empty.")
        return answer


def _next_minute(refused: APIError, patience: Patience) -> float:
    """Seconds until the quota is back: what the server says, else a little scattered over the next minute."""
    said = refused.response.headers.get("Retry-After", "")
    return float(said) if said.isdigit() else patience.between(20, 65)
