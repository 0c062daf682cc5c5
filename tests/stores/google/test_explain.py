"""Failures that never reach Google's API are explained as well; loading the package costs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest
import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError

from connectkit.errors import AccessDenied, ConnectkitError, StoreUnavailable
from connectkit.stores.google.explain import Account, explain

OWN = Account("own account", again="Sign in again.")


@pytest.mark.parametrize(
    ("failure", "kind", "message", "hint"),
    [
        (
            requests.exceptions.SSLError("bad"),
            StoreUnavailable,
            "The connection to Google is not trusted: its certificate does not check out.",
            "A proxy or virus scanner may sit in between; check the computer's clock, too.",
        ),
        (
            requests.ReadTimeout(),
            StoreUnavailable,
            "Google Sheets did not answer in time.",
            "Try again later.",
        ),
        (
            TransportError("no route"),
            StoreUnavailable,
            "Google Sheets can't be reached.",
            "Check the network connection and try again.",
        ),
        (
            RefreshError("internal_failure", retryable=True),
            StoreUnavailable,
            "Google's sign-in service did not answer properly: internal_failure",
            "Try again in a few minutes.",
        ),
        (
            RefreshError("unauthorized_client: Unauthorized", {"access_token": "ya29.secret"}),
            AccessDenied,
            "Google refuses the sign-in: unauthorized_client: Unauthorized",
            "Sign in again.",
        ),
        (
            GoogleAuthError("no reason"),
            AccessDenied,
            "Signing in to Google failed: no reason",
            "Sign in again.",
        ),
    ],
)
def test_a_failure_on_the_way_is_told_apart(
    failure: Exception, kind: type[ConnectkitError], message: str, hint: str
) -> None:
    error = explain(failure, account=OWN, sheet="1x")
    assert (type(error), error.message, error.hint) == (kind, message, hint)


def test_the_id_of_a_sheet_is_found_without_loading_a_google_library() -> None:
    code = "import sys, connectkit.stores.google; print({'gspread', 'google.auth', 'requests'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"
