"""Google's failures in the user's words: what is wrong, and the one thing to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from gspread.exceptions import APIError

from connectkit.errors import (
    AccessDenied,
    ConfigError,
    ConnectkitError,
    Refused,
    StoreUnavailable,
    WorkbookRefused,
)
from connectkit.stores.google.not_google import NotGoogle, NotGoogleNow, SignInDown
from connectkit.text.lazy import pattern

MAX_REASON = 300  # more is no reason, but a page
ENABLE_API = "https://console.cloud.google.com/apis/library/sheets.googleapis.com"
_LINK = pattern(r"https://\S+?(?=[\s,]|\.?$|\.\s)")


@dataclass(frozen=True)
class Account:
    """Who connectkit is at Google. ``email`` is empty where it is not known (a person's own sign-in).

    ``again`` says how this kind of account signs in anew.
    """

    kind: str
    email: str = ""
    again: str = ""

    @property
    def who(self) -> str:
        """The account in a sentence."""
        return self.email or "the Google account connectkit is signed in with"


def explain(
    failure: BaseException, *, account: Account, sheet: str, writing: bool = False
) -> ConnectkitError:
    """The connectkit error that says what this failure of a request means."""
    if isinstance(failure, APIError):
        return _api(failure, account, sheet, writing)
    if isinstance(failure, TransportError):
        inner = failure.__cause__ or next(iter(failure.args), None)
        return _unreachable(inner if isinstance(inner, requests.RequestException) else failure)
    if isinstance(failure, RefreshError):
        return _sign_in(failure, account)
    if isinstance(failure, GoogleAuthError):
        return AccessDenied(f"Signing in to Google failed: {_plain(failure)}", account.again)
    return _unreachable(failure)


def _api(failure: APIError, account: Account, sheet: str, writing: bool) -> ConnectkitError:
    status = failure.response.status_code
    if status == 400 and failure.error.get("code") != status:
        return _no_answer()
    if status == 401:
        return AccessDenied("Google no longer accepts this sign-in.", account.again)
    if status == 403:
        return _forbidden(failure, account, writing)
    if status == 404:
        return ConfigError(
            f"There is no Google Sheet with the id {sheet}.",
            "Open the sheet in a browser and copy its address into google.sheet; a deleted sheet is in Drive's bin.",
        )
    if status == 429:
        return StoreUnavailable(
            "Google's limit of requests per minute is used up, and it did not come back in time.",
            "Try again in a few minutes. Runs that share one service account share its limit.",
        )
    if status == 400:
        return _invalid(failure, account)
    return StoreUnavailable(
        f"Google Sheets is out of order at the moment (HTTP {status}).",
        "Nothing is wrong on your side: try again later.",
    )


def _forbidden(failure: APIError, account: Account, writing: bool) -> ConnectkitError:
    reasons = {str(detail.get("reason")) for detail in _details(failure)}
    text = str(failure.error.get("message", ""))
    if "SERVICE_DISABLED" in reasons or "accessNotConfigured" in reasons:
        return AccessDenied(
            "The Google Sheets API is switched off in the project this sign-in belongs to.",
            f"Open {_activation_link(failure, text)} , press Enable, wait a minute and try again.",
        )
    if "ACCESS_TOKEN_SCOPE_INSUFFICIENT" in reasons or "insufficient authentication scopes" in text:
        return AccessDenied(
            "This sign-in was not given access to your spreadsheets.",
            "Create a new JSON key for the service account and put it where google.credentials points to."
            if account.kind == "service account"
            else f"{account.again} Allow access to Google Sheets when you are asked.",
        )
    if "protected cell or object" in text:
        return protected(account)
    if writing:
        return AccessDenied(
            f"The sheet is shared with {account.who}, but not for editing.",
            f"Open the sheet, press Share and make {account.who} an Editor.",
        )
    return AccessDenied(
        f"The sheet is not shared with {account.who}.",
        f"Open the sheet, press Share, add {account.who} as an Editor and try again.",
    )


def protected(account: Account, where: str = "") -> AccessDenied:
    """The error for a write that a hard protection refused; ``where`` names the tabs that have one, if known."""
    named = f" (protected: {where})" if where else ""
    return AccessDenied(
        f"A protected range keeps {account.who} from writing{named}; nothing was written.",
        f"In the sheet, choose Data > Protect sheets and ranges and let {account.who} edit it.",
    )


def _invalid(failure: APIError, account: Account) -> ConnectkitError:
    text = str(failure.error.get("message", "")).strip()
    if "protected cell or object" in text:
        return protected(account)
    if failure.error.get("status") == "FAILED_PRECONDITION":
        return WorkbookRefused(
            "This is an Excel file shown in Google Sheets, not a Google Sheet; its cells can't be reached.",
            "In the sheet's menu choose File > Save as Google Sheets, and put the new sheet's address into google.sheet.",
        )
    if "10000000" in text:
        return Refused(
            "The write would take the spreadsheet over Google's limit of 10 million cells; nothing was written.",
            "Delete empty rows and columns at the end of large tabs, then run the sync again.",
        )
    return ConnectkitError(f"Google refused the request: {text}", "Please report this, with the text above.")


def _sign_in(failure: RefreshError, account: Account) -> ConnectkitError:
    text = _plain(failure)
    low = text.casefold()
    if "reasonable timeframe" in low or "short-lived" in low:
        return AccessDenied(
            "This computer's clock is wrong, so Google refuses the sign-in.", "Set the clock and try again."
        )
    if "invalid jwt signature" in low or "invalid_grant: invalid signature" in low:
        return AccessDenied(
            f"The key of {account.who} was deleted or replaced.",
            "Create a new JSON key for the service account and put it where google.credentials points to.",
        )
    if "account not found" in low:
        return AccessDenied(
            f"The service account {account.who} no longer exists.", "Create a service account and a key anew."
        )
    if "expired or revoked" in low:
        return AccessDenied(
            "Your sign-in to Google has expired or was withdrawn.",
            f"{account.again} If it happens every week: while the consent screen's publishing status is Testing, "
            "Google ends sign-ins after 7 days; set it to In production.",
        )
    if getattr(failure, "retryable", False):
        return StoreUnavailable(
            f"Google's sign-in service did not answer properly: {text}", "Try again in a few minutes."
        )
    return AccessDenied(f"Google refuses the sign-in: {text}", account.again)


def _unreachable(failure: BaseException) -> ConnectkitError:
    if isinstance(failure, requests.exceptions.SSLError):
        return StoreUnavailable(
            "The connection to Google is not trusted: its certificate does not check out.",
            "A proxy or virus scanner may sit in between; check the computer's clock, too.",
        )
    if isinstance(failure, requests.Timeout):
        return StoreUnavailable("Google Sheets did not answer in time.", "Try again later.")
    if isinstance(failure, SignInDown):
        return StoreUnavailable(
            f"Google's sign-in service is out of order at the moment (HTTP {failure.status}).",
            "Nothing is wrong on your side: try again later.",
        )
    foreign = isinstance(failure, requests.exceptions.JSONDecodeError | NotGoogle | NotGoogleNow)
    if foreign or type(failure) is requests.RequestException:
        return _no_answer()
    return StoreUnavailable("Google Sheets can't be reached.", "Check the network connection and try again.")


def _details(failure: APIError) -> Iterator[Mapping[str, Any]]:
    for key in ("details", "errors"):
        yield from _mappings(failure.error.get(key))


def _mappings(value: object) -> Iterator[Mapping[str, Any]]:
    """The mappings in a list; nothing where something in between answered in a shape of its own."""
    yield from (part for part in (value if isinstance(value, list) else ()) if isinstance(part, Mapping))


def _activation_link(failure: APIError, text: str) -> str:
    for detail in _details(failure):
        for link in _mappings(detail.get("links")):
            if "/apis/" in str(link.get("url")):
                return str(link["url"])
        for told in _mappings([detail.get("metadata")]):
            if url := told.get("activationUrl"):
                return str(url)
    found = _LINK.search(text)
    return found[0] if found else ENABLE_API


def _no_answer() -> StoreUnavailable:
    return StoreUnavailable(
        "What came back is not an answer of Google Sheets.",
        "A proxy or the sign-in page of a network may sit in between; try again later.",
    )


def not_understood(*, writing: bool) -> StoreUnavailable:
    """The error for an answer that is JSON, but not of the shape Google documents."""
    hint = "Run the sync again. If it stays so, a proxy may sit in between, or Google has changed: please report it."
    if writing:
        return StoreUnavailable(
            "Google's answer to the write was not to be understood, so what it met is not known yet.",
            f"{hint} The next sync looks at what stands in the sheet.",
        )
    return StoreUnavailable("Google's answer was not to be understood; nothing was written.", hint)


def _plain(failure: BaseException) -> str:
    """The failure's own words, without the answer's body that google-auth puts behind them, or in their place."""
    text = str(failure.args[0]) if failure.args else type(failure).__name__
    return "it gave no reason" if len(text) > MAX_REASON or set(text) & set("<{\n") else text
