"""A Google with many sheets and several service accounts: each account has its own quota, each sheet its own shares."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tests.wire import FakeSheets, answers
from tests.wire.api import Call

HEADER = ["Name", "Last contact", "Notes"]
DAY = date(2026, 1, 5)


def robot(number: int) -> str:
    return f"robot{number}@project.iam.gserviceaccount.com"


class Cloud(FakeSheets):
    """``minute`` is the length of the quota's minute in seconds; ``refused`` and ``wrote`` the moments of
    answers 429 and of writes let through, in seconds."""

    def __init__(self, *, keys: int = 2, quota: int = 60, minute: float = 60.0) -> None:
        super().__init__()
        self.tokens.accounts |= {robot(number) for number in range(keys)}
        self.per_minute, self.length = quota, minute
        self.used: Counter[tuple[str, str, int]] = Counter()
        self.refused: list[float] = []
        self.wrote: list[float] = []
        self.unshared: set[str] = set()
        self.owners: dict[str, str] = {}
        self.begun = time.monotonic()
        minted = self.tokens._asserted

        def asserted(assertion: str, token_uri: str) -> str:
            self._signing = re.search(r"robot\d+", self.tokens_of(assertion))[0]  # type: ignore[index]
            return minted(assertion, token_uri)

        self.tokens._asserted = asserted  # type: ignore[method-assign]
        mint = self.tokens.mint

        def remember(scope: str = "") -> str:
            token = mint(scope)
            self.owners[token] = getattr(self, "_signing", "")
            return token

        self.tokens.mint = remember  # type: ignore[method-assign]

    @staticmethod
    def tokens_of(assertion: str) -> str:
        from tests.wire.auth import _decoded

        return _decoded(assertion.split(".")[1]).decode()

    def sheets(self, number: int, people: int = 3) -> list[str]:
        """So many spreadsheets of a few people each; their ids."""
        ids = [f"1Sheet{one:03d}OfTheFleetWithAnIdOfTheRightLength00" for one in range(number)]
        for one in ids:
            rows = [[f"Person {one[6:9]} {chr(65 + n)}lan", DAY, "likes looms"] for n in range(people)]
            self.add_spreadsheet({"People": [HEADER, *rows]}, spreadsheet_id=one, title=f"Sheet {one[6:9]}")
        return ids

    def key(self, folder: Path, number: int) -> Path:
        """The key file of one account."""
        return self.write_service_account(folder / f"key{number}.json", email=robot(number))

    def _handle(self, verb: str, target: str, headers: Mapping[str, str], raw: bytes) -> Any:
        sent = headers.get("Authorization") or headers.get("authorization") or ""
        self._account = self.owners.get(sent.removeprefix("Bearer "), "")
        return super()._handle(verb, target, headers, raw)

    def _meter(self, call: Call) -> None:
        super()._meter(call)
        sort = "read" if call.is_read else "write"
        now = time.monotonic() - self.begun
        minute = (self._account, sort, int(now / self.length))
        self.used[minute] += 1
        if self.used[minute] > self.per_minute:
            self.refused.append(now)
            raise answers.over_quota(sort, self.rules.project, self.per_minute)
        if call.path.get("spreadsheetId", "") in self.unshared:
            raise answers.not_shared()
        if sort == "write":
            self.wrote.append(now)
