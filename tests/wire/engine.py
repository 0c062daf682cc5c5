"""What happens to one HTTP request: log, faults, sign-in, the answer; the same for sockets and in-process."""

from __future__ import annotations

import gc
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from tests.wire import answers
from tests.wire.answers import ApiError, NotModelled
from tests.wire.api import Api, Call, call_of
from tests.wire.auth import SCOPE, Tokens
from tests.wire.batch.base import Rules
from tests.wire.faults import Fault
from tests.wire.state import Spreadsheet
from tests.wire.strict import violations_of

Action = Callable[[], object]
_JSON = {"Content-Type": "application/json; charset=UTF-8"}


class Reply(NamedTuple):
    """An answer, or the lack of one: ``effect`` is answer, reset or hang."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = _JSON
    effect: str = "answer"
    seconds: float = 0.0


@dataclass
class Logged:
    """One request as it came in.

    ``name`` is the method (``spreadsheets.get``, ``token``); status 0 means no answer; ``size`` is the body's in
    bytes, of which Google recommends 2 MB at most.
    """

    method: str
    path: str
    query: Mapping[str, list[str]]
    body: Any
    name: str = ""
    kinds: tuple[str, ...] = ()
    status: int = 0
    fault: str = ""
    size: int = 0


def _refuse(constant: str) -> Any:
    """JSON has no NaN and no Infinity, though Python writes them."""
    raise ValueError(constant)


@dataclass
class _Rule:
    fault: Fault
    on: str
    times: int | None
    skip: int

    def meets(self, name: str, is_read: bool) -> bool:
        """True when the request is of the sort this rule waits for."""
        if name == "token" or self.on == "token":
            return name == self.on
        sort = "read" if is_read else "write"
        return self.on in ("any", sort, name, name.rsplit(".", 1)[-1])


@dataclass
class _Hook:
    due: int
    action: Action


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Holds back the garbage collector, which doubles the time of a read of many thousand rows."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass
class Engine:
    """The state of one fake, without any network.

    Attributes:
        reads, writes: requests as Google's quotas count them.
        busy: seconds of computing spent in the fake, for benches to subtract.
        violations: what connectkit asked for although it has sworn it off (``strict_product``).
        unmodelled: what was asked and this fake does not know.
        late_results: how held writes ended: ``applied``, or the API's refusal.
    """

    rules: Rules = field(default_factory=Rules)
    books: dict[str, Spreadsheet] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self.tokens = Tokens(self.rules.robot, self.rules.project)
        self.token_uri = ""
        self.requests: list[Logged] = []
        self.violations: list[str] = []
        self.unmodelled: list[str] = []
        self.late_results: list[str] = []
        self.strict_product = True
        self.busy = 0.0
        self.reads = self.writes = self.count = self.batches = 0
        self.quota: int | None = None
        self.minute = {"read": 0, "write": 0}
        self.api = Api(self.books, self.rules)
        self.api.before_apply = self._before_apply
        self.rules_of_failure: list[_Rule] = []
        self.held: list[tuple[int, Call, str]] = []
        self.hooks: dict[str, list[_Hook]] = {"before": [], "after": [], "apply": []}

    def handle(self, verb: str, target: str, headers: Mapping[str, str], raw: bytes) -> Reply:
        """The answer to one request."""
        with self.lock, _undisturbed():
            started = time.thread_time()
            try:
                return self._handle(verb, target, headers, raw)
            finally:
                self.busy += time.thread_time() - started

    def _handle(self, verb: str, target: str, headers: Mapping[str, str], raw: bytes) -> Reply:
        parts = urlsplit(target)
        if parts.path == "/token":
            return self._token(raw)
        self.count += 1
        self._run("before", self.count)
        self._land_late()
        logged = Logged(verb, parts.path, parse_qs(parts.query, keep_blank_values=True), None, size=len(raw))
        self.requests.append(logged)
        reply = self._api(logged, headers, raw)
        logged.status = 0 if reply.effect != "answer" else reply.status
        self._run("after", self.count)
        return reply

    def _token(self, raw: bytes) -> Reply:
        logged = Logged("POST", "/token", {}, None, "token")
        self.requests.append(logged)
        fault = self._fault("token", False)
        if fault and fault.status:
            logged.status, logged.fault = fault.status, fault.name
            return Reply(fault.status, fault.body, {**_JSON, **fault.headers})
        if fault and fault.effect != "answer":
            return Reply(0, effect=fault.effect)
        logged.status, document = self.tokens.answer(raw, self.token_uri)
        return Reply(logged.status, json.dumps(document).encode())

    def _api(self, logged: Logged, headers: Mapping[str, str], raw: bytes) -> Reply:
        try:
            logged.body = json.loads(raw, parse_constant=_refuse) if raw else None
            call, method = call_of(logged.method, logged.path, dict(logged.query), logged.body)
            logged.name, logged.kinds = call.name, tuple(call.kinds)
            self._meter(call)
            fault = self._fault(call.name, call.is_read)
            if fault is None:
                return self._carried_out(call, method.response, headers)
            logged.fault = fault.name
            return self._failed(fault, call, method.response, headers)
        except ApiError as error:
            if isinstance(error, NotModelled):
                self.unmodelled.append(error.message)
            return Reply(error.code, error.body)
        except ValueError:
            return Reply(
                400, answers.invalid("Invalid JSON payload received. Unexpected end of string.").body
            )

    def _meter(self, call: Call) -> None:
        sort = "read" if call.is_read else "write"
        self.reads += call.is_read
        self.writes += not call.is_read
        self.minute[sort] += 1
        if self.quota is not None and self.minute[sort] > self.quota:
            raise answers.over_quota(sort, self.rules.project, self.quota)

    def _carried_out(self, call: Call, response: str, headers: Mapping[str, str]) -> Reply:
        """The real answer."""
        self._signed_in(headers)
        if self.strict_product:
            book = self.books.get(call.path.get("spreadsheetId", ""))
            for kind, told in violations_of(call, book):
                self.violations.append(told)
                if kind == "refuse":
                    raise answers.invalid(told)
        return Reply(200, json.dumps(self.api.answer(call, response), ensure_ascii=False).encode())

    def _signed_in(self, headers: Mapping[str, str]) -> None:
        sent = headers.get("Authorization") or headers.get("authorization") or ""
        if not sent:
            raise answers.bad_token("CREDENTIALS_MISSING")
        scope = self.tokens.valid.get(sent.removeprefix("Bearer "))
        if scope is None:
            raise answers.bad_token()
        if scope and not any(one in (SCOPE, SCOPE.replace("spreadsheets", "drive")) for one in scope.split()):
            raise answers.scope_missing()

    def _failed(self, fault: Fault, call: Call, response: str, headers: Mapping[str, str]) -> Reply:
        real = Reply(0)
        if fault.applied:
            real = self._carried_out(call, response, headers)
        elif fault.late and not call.is_read:
            self.held.append((self.count + fault.late, call, response))
        if fault.effect != "answer":
            return Reply(0, effect=fault.effect)
        if fault.status:
            return Reply(fault.status, fault.body, {**_JSON, **fault.headers})
        return real._replace(body=real.body[: int(len(real.body) * fault.keep)], seconds=fault.seconds)

    def _fault(self, name: str, is_read: bool) -> Fault | None:
        for rule in self.rules_of_failure:
            if not rule.meets(name, is_read):
                continue
            if rule.skip:
                rule.skip -= 1
                continue
            if rule.times is not None:
                rule.times -= 1
                if not rule.times:
                    self.rules_of_failure.remove(rule)
            return rule.fault
        return None

    def _land_late(self) -> None:
        """Writes whose answer was lost arrive now; what the API would refuse by now is dropped."""
        due = [one for one in self.held if one[0] <= self.count]
        self.held = [one for one in self.held if one[0] > self.count]
        for _, call, response in due:
            try:
                self.api.answer(call, response)
                self.late_results.append("applied")
            except ApiError as error:
                self.late_results.append(error.message)

    def _before_apply(self, call: Call) -> None:
        if call.name == "spreadsheets.batchUpdate":
            self.batches += 1
            self._run("apply", self.batches)

    def _run(self, when: str, number: int) -> None:
        due = [hook for hook in self.hooks[when] if hook.due == number]
        self.hooks[when] = [hook for hook in self.hooks[when] if hook.due != number]
        for hook in due:
            hook.action()
