"""Signing in to Google: a service account's key, a person's own account, or the machine's default credentials.

Only the right to spreadsheets is asked for. No key, token or secret ever enters a message.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import google.auth
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError
from google.oauth2.credentials import Credentials as UserCredentials
from google.oauth2.service_account import Credentials as ServiceAccount

from connectkit.config.config import GoogleSettings
from connectkit.errors import AccessDenied, ConfigError
from connectkit.stores.base import Person
from connectkit.stores.google.explain import Account

SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
TOKEN_FILE = "google-token.json"  # noqa: S105 - a file's name, not a secret


def sign_in(
    settings: GoogleSettings, state: Path, *, person: Person | None = None, again: str = "connectkit doctor"
) -> tuple[Any, Account]:
    """Credentials for spreadsheets, and whose they are.

    ``person`` may be asked to allow access; None means nobody is there to ask, and ``again`` is the command that would.

    Raises:
        ConfigError: the key or client file is missing or is not what it should be.
        AccessDenied: nobody is signed in.
    """
    if settings.credentials is not None:
        credentials, account = _service_account(settings.credentials, own=bool(settings.api_endpoint))
    elif settings.oauth is not None:
        credentials, account = _own_account(settings.oauth, state, person, again)
    else:
        credentials, account = _machine_default()
    # google-auth would ask another Google host about regions, in a thread of its own: noise for a firewall.
    credentials._is_regional_access_boundary_lookup_required = lambda: False
    return credentials, account


def client_email(path: Path) -> str:
    """The address to share the sheet with, from a service account's key file.

    Raises:
        ConfigError: the file is missing or is not such a key.
    """
    return str(_key(path)["client_email"])


def _service_account(path: Path, *, own: bool) -> tuple[Any, Account]:
    key = _key(path)
    if not (own or _at_google(str(key.get("token_uri", "")))):
        raise ConfigError(
            f"The key file {path} does not sign in at Google: its token_uri is no https address of googleapis.com.",
            "The file was changed: download a new JSON key for the service account.",
        )
    try:
        credentials = ServiceAccount.from_service_account_info(key, scopes=SCOPES)
    except (ValueError, GoogleAuthError) as broken:
        raise ConfigError(
            f"The private key in {path} can't be read.",
            "The file was cut off or changed: download a new JSON key for the service account.",
        ) from broken
    return credentials, Account(
        "service account",
        key["client_email"],
        "Check that the key in google.credentials has not been deleted.",
    )


def _at_google(address: str) -> bool:
    """True for an https address of one of Google's hosts, where alone a key may be used."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and (host.endswith(".googleapis.com") or host == "accounts.google.com")


def _key(path: Path) -> Mapping[str, str]:
    key = _json(path, "google.credentials")
    if key.get("type") == "service_account" and key.get("client_email") and key.get("private_key"):
        return key
    if "installed" in key or "web" in key:
        raise ConfigError(
            f"{path} is an OAuth client, not a service account's key.",
            "Name it under google.oauth instead of google.credentials.",
        )
    raise ConfigError(
        f"{path} is not a service account's key.",
        "In the Google Cloud console: IAM > Service accounts > your account > Keys > Add key > JSON.",
    )


def _json(path: Path, setting: str) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise ConfigError(
            f"{setting} points to {path}, which can't be read.", "Correct the path, or put the file there."
        ) from missing
    except ValueError as broken:
        raise ConfigError(
            f"{path} is not JSON.", "The file was cut off or is another file: download it again."
        ) from broken
    if not isinstance(content, dict):
        raise ConfigError(
            f"{path} is not a file of credentials.", "Download it again from the Google Cloud console."
        )
    return content


def _own_account(client: Path, state: Path, person: Person | None, again: str) -> tuple[Any, Account]:
    secret = _json(client, "google.oauth")
    if "installed" not in secret:
        raise ConfigError(
            f"{client} is not an OAuth client of the type Desktop app.",
            "In the Google Cloud console: Credentials > Create credentials > OAuth client ID > Desktop app.",
        )
    token = state / TOKEN_FILE
    account = Account(
        "own account", again=f"Delete {token} and run `connectkit doctor` in a terminal to sign in again."
    )
    if token.exists():
        return _stored(token), account
    if person is None:
        raise AccessDenied(
            "connectkit is not signed in to Google yet.",
            f"Run this in a terminal, where it shows an address at which you allow access: {again}",
        )
    from connectkit.stores.google.consent import allow

    try:
        credentials = allow(secret, SCOPES, person)
    except (KeyError, ValueError) as broken:
        raise ConfigError(
            f"{client} is no whole OAuth client.", "Download it again from the Google Cloud console."
        ) from broken
    _keep(token, credentials.to_json())
    return credentials, account


def _stored(token: Path) -> Any:
    kept = _json(token, "The stored sign-in")
    try:
        return UserCredentials(
            None,
            refresh_token=kept["refresh_token"],
            token_uri=kept["token_uri"],
            client_id=kept["client_id"],
            client_secret=kept["client_secret"],
            scopes=SCOPES,
        )
    except KeyError as broken:
        raise ConfigError(
            f"The stored sign-in {token} is damaged.", "Delete it and sign in again."
        ) from broken


def _keep(path: Path, text: str) -> None:
    """The file holds a sign-in and was never readable by others; one that another run kept meanwhile stays."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    except OSError as closed:
        raise ConfigError(
            f"The sign-in can't be kept in {path.parent}: {closed.strerror}.", "Choose another state folder."
        ) from closed
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _machine_default() -> tuple[Any, Account]:
    try:
        credentials, _project = google.auth.default(scopes=SCOPES)
    except DefaultCredentialsError as missing:
        raise AccessDenied(
            "No Google sign-in was found.",
            "Set google.credentials to a service account's key file, or google.oauth to an OAuth client file.",
        ) from missing
    email = getattr(credentials, "service_account_email", "") or ""
    return credentials, Account(
        "default",
        "" if email == "default" else email,
        "Run `gcloud auth application-default login --scopes="
        "https://www.googleapis.com/auth/spreadsheets,https://www.googleapis.com/auth/cloud-platform`.",
    )
