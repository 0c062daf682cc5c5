"""What can go wrong between a client and Google, as values a test hands to ``FakeSheets.fail``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.wire import answers
from tests.wire.answers import ApiError
from tests.wire.auth import INVALID_GRANT


@dataclass(frozen=True)
class Fault:
    """One failure.

    Attributes:
        name: what it is, for the log.
        status, body, headers: the answer; status 0 lets the real answer through.
        applied: the request is carried out all the same.
        effect: ``answer``, ``reset`` (the connection breaks) or ``hang`` (no answer until the client gives up).
        late: the write is carried out just before the so-many-th request after this one.
        keep: the share of the real answer's bytes that arrive.
        seconds: how long the answer takes.
    """

    name: str
    status: int = 0
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    applied: bool = False
    effect: str = "answer"
    late: int = 0
    keep: float = 1.0
    seconds: float = 0.0


def _error(
    name: str, error: ApiError, *, applied: bool = False, headers: Mapping[str, str] | None = None
) -> Fault:
    return Fault(name, error.code, error.body, headers or {}, applied)


def quota(kind: str = "write", retry_after: int | None = None, project: str = "123456789012") -> Fault:
    """429 for ``read`` or ``write`` requests, with or without a Retry-After header."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return _error("quota", answers.over_quota(kind, project), headers=headers)


def internal(*, applied: bool = False) -> Fault:
    """500."""
    return _error("internal", answers.internal(), applied=applied)


def unavailable(*, applied: bool = False) -> Fault:
    """503, before the write or (``applied``) after it."""
    return _error("unavailable", answers.unavailable(), applied=applied)


def html(status: int = 502, *, applied: bool = False) -> Fault:
    """A front end's HTML page instead of JSON."""
    return Fault("html", status, answers.HTML_502, {"Content-Type": "text/html; charset=UTF-8"}, applied)


def reset(*, applied: bool = False) -> Fault:
    """The connection breaks without an answer."""
    return Fault("reset", effect="reset", applied=applied)


def hang(*, applied: bool = False) -> Fault:
    """No answer ever: the client's read timeout ends it."""
    return Fault("hang", effect="hang", applied=applied)


def late(requests: int = 1, *, effect: str = "hang") -> Fault:
    """The answer is lost, and the write lands just before the so-many-th request from then on."""
    if effect == "answer":
        error = answers.unavailable()
        return Fault("late", error.code, error.body, late=requests)
    return Fault("late", effect=effect, late=requests)


def truncated(keep: float = 0.5) -> Fault:
    """200, but only the first part of the document (applied)."""
    return Fault("truncated", applied=True, keep=keep)


def empty() -> Fault:
    """200 without a body (applied)."""
    return Fault("empty", applied=True, keep=0.0)


def slow(seconds: float) -> Fault:
    """The real answer, late."""
    return Fault("slow", applied=True, seconds=seconds)


def expired_token() -> Fault:
    """401, as when the access token's hour is over."""
    return _error("expired_token", answers.bad_token())


def not_shared() -> Fault:
    """403: the spreadsheet is not shared with the account."""
    return _error("not_shared", answers.not_shared())


def api_disabled(project: str = "123456789012") -> Fault:
    """403: the Sheets API is off in the key's project."""
    return _error("api_disabled", answers.api_disabled(project))


def scope_missing() -> Fault:
    """403: the token lacks the spreadsheets scope."""
    return _error("scope_missing", answers.scope_missing())


def not_found() -> Fault:
    """404."""
    return _error("not_found", answers.not_found())


def excel_file() -> Fault:
    """400 FAILED_PRECONDITION: an .xlsx opened in Sheets."""
    return _error("excel_file", answers.excel_file())


def cell_limit() -> Fault:
    """400: the workbook is full."""
    text = "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
    return _error("cell_limit", answers.invalid(f"Invalid requests[0].appendCells: {text}"))


def protected() -> Fault:
    """400: a hard protection, whatever the state says."""
    return _error("protected", answers.protected())


def invalid_grant(sort: str = "signature") -> Fault:
    """400 of the token endpoint; ``sort`` is signature, account, clock or revoked. Use with ``on="token"``."""
    body = json.dumps({"error": "invalid_grant", "error_description": INVALID_GRANT[sort]}).encode()
    return Fault("invalid_grant", 400, body)
