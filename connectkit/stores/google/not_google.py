"""Whose answer it is: Google's own, or that of a proxy, a captive portal or a front end that stands in its place.

A status alone says nothing: a 403 is Google's word on the sheet only where it comes as Google's JSON error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests
from google.auth.transport.requests import AuthorizedSession, Request

QUOTA = 429


class NotGoogle(Exception):  # noqa: N818 - reads as what happened
    """Something else refused the request in Google's place; asking again at once would change nothing."""


class NotGoogleNow(requests.RequestException):
    """Something else answered with a passing failure (5xx) in Google's place."""


class SignInDown(requests.RequestException):
    """Google's sign-in service says that it is out of order; ``status`` is the HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


def session_for(credentials: Any) -> AuthorizedSession:
    """google-auth's session for these credentials, in which only Google's own answers count as answers."""
    signing_in = requests.Session()
    signing_in.mount("https://", requests.adapters.HTTPAdapter(max_retries=3))
    signing_in.hooks["response"].append(_judge_sign_in)
    session = AuthorizedSession(credentials, auth_request=Request(signing_in))
    session.hooks["response"].append(_judge)
    return session


def _judge(response: requests.Response, *_: object, **__: object) -> None:
    """Lets successes, redirects, the quota's 429 and Google's own errors through."""
    status = response.status_code
    if status < 400 or status == QUOTA:
        return
    error = _error(response)
    if not (isinstance(error, Mapping) and error.get("code") == status):
        raise _foreign(status)


def _judge_sign_in(response: requests.Response, *_: object, **__: object) -> None:
    """As ``_judge``, for the token endpoint, whose errors are words (OAuth) and which is reached by POST."""
    status = response.status_code
    if status < 400 or response.request.method != "POST":
        return
    error = _error(response)
    if not isinstance(error, str | Mapping):
        raise _foreign(status)
    if status >= 500 or isinstance(error, Mapping):
        raise SignInDown(status)


def _error(response: requests.Response) -> object:
    """What the answer calls its error; None where it is not a JSON object."""
    try:
        answer = response.json()
    except (ValueError, RecursionError):
        return None
    return answer.get("error") if isinstance(answer, dict) else None


def _foreign(status: int) -> Exception:
    text = f"The answer (HTTP {status}) was not one of Google's."
    return NotGoogleNow(text) if status >= 500 or status == 408 else NotGoogle(text)
