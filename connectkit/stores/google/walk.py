"""The way to a Google Sheet, one step after the other: each page opened in its turn, each step tried before the next."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from connectkit.config.config import GoogleSettings
from connectkit.errors import ConfigError, ConnectkitError, UsageError
from connectkit.options import Settings
from connectkit.stores.base import Opening
from connectkit.stores.google.address import extract_id
from connectkit.stores.google.auth import client_email
from connectkit.stores.google.consent import open_page
from connectkit.stores.google.home import Home

NEW_PROJECT = "https://console.cloud.google.com/projectcreate"
SHEETS_API = "https://console.cloud.google.com/apis/library/sheets.googleapis.com"
ACCOUNTS = "https://console.cloud.google.com/iam-admin/serviceaccounts"
ADDRESS = "The address of your sheet (open it in the browser and copy the address)"
KEY = "service-account.json"
NAME = "connectkit"


def walk(
    settings: Settings, folder: Path, *, now: Callable[[], datetime], api_endpoint: str = ""
) -> tuple[str, Path]:
    """The address of the sheet and the key file, both tried: connectkit may read and write there.

    Raises:
        UsageError: nobody sits at a terminal.
        click.Abort: the person gave up.
    """
    if not settings.person:
        raise UsageError(
            "--google without an address asks you step by step, which needs a terminal.",
            "Write --google URL --credentials FILE; docs/google.md says where they come from.",
        )
    sheet = _asked(ADDRESS, _is_sheet, settings)
    key = folder / KEY
    if not key.exists():
        _make_key(settings, key)
    key = Path(_asked("The key file you downloaded", _is_key, settings, str(key))).expanduser()
    while True:
        try:
            _share(settings, GoogleSettings(sheet, credentials=key, api_endpoint=api_endpoint), now)
        except ConfigError as error:  # no sheet has this address
            settings.tell(f"{error.message} {error.hint}")
            sheet = _asked(ADDRESS, _is_sheet, settings)
        else:
            return sheet, key


def _asked(question: str, check: Callable[[str], None], settings: Settings, usual: str = "") -> str:
    """What is typed, once it is of use; what is wrong with it is said, and asked again."""
    while True:
        found: str = click.prompt(question, default=usual or None, err=True)
        try:
            check(found.strip())
            return found.strip()
        except ConnectkitError as error:
            settings.tell(f"{error.message} {error.hint}")


def _is_sheet(text: str) -> None:
    extract_id(text)


def _is_key(text: str) -> None:
    client_email(Path(text).expanduser())


def _make_key(settings: Settings, key: Path) -> None:
    """An account for the program and its key: made by gcloud where that is there, else page by page."""
    if shutil.which("gcloud") and _by_gcloud(settings, key):
        return
    settings.tell("connectkit needs an account of its own at Google. Three pages, some five minutes:")
    _page(settings, "1. Make a project. Any name will do.", NEW_PROJECT)
    _page(settings, "2. Switch the Google Sheets API on for it: Enable.", SHEETS_API)
    _page(
        settings,
        f"3. Create a service account, without any role. Open it: Keys > Add key > Create new key > JSON. Save the file as {key}.",
        ACCOUNTS,
    )


def _page(settings: Settings, text: str, address: str) -> None:
    settings.tell(f"\n{text}\n   {address}")
    open_page("", address)
    click.prompt("Done? Press Enter", default="", show_default=False, err=True)


def commands(project: str, key: Path) -> list[list[str]]:
    """What gcloud has to be told to make the account and its key."""
    account = f"{NAME}@{project}.iam.gserviceaccount.com"
    return [
        ["gcloud", "services", "enable", "sheets.googleapis.com", f"--project={project}"],
        ["gcloud", "iam", "service-accounts", "create", NAME, f"--project={project}"],
        ["gcloud", "iam", "service-accounts", "keys", "create", str(key), f"--iam-account={account}"],
    ]


def _by_gcloud(settings: Settings, key: Path) -> bool:
    """True where gcloud made the key; every command is shown first, and only run with consent."""
    project = click.prompt(
        "gcloud is here. The id of a project of yours that it may use (Enter: do it in the browser)",
        default="", show_default=False, err=True,
    ).strip()  # fmt: skip
    if not project:
        return False
    wanted = commands(project, key)
    settings.tell("\n".join(f"   {shlex.join(one)}" for one in wanted))
    if not click.confirm("Run these?", default=True, err=True):
        return False
    for one in wanted:
        # "create" fails where the account is there already; the key is what counts
        subprocess.run(one, check=False)  # noqa: S603 - a list of words, shown and agreed to
    if key.exists():
        key.chmod(0o600)
        return True
    settings.tell("gcloud made no key; a company may forbid that (see docs/google.md). On by hand:")
    return False


def _share(settings: Settings, google: GoogleSettings, now: Callable[[], datetime]) -> None:
    """Until connectkit may edit the sheet: what is missing is said, and tried again after Enter."""
    home = Home(google)
    settings.tell(f"\n{home.advice()}")
    while True:
        try:
            home.open(Opening(Path(), now)).read()
            home.try_writing()
            settings.tell("connectkit can read and edit the sheet.")
            return
        except ConfigError:
            raise
        except ConnectkitError as error:
            settings.tell(f"{error.message} {error.hint}")
            click.prompt("Press Enter to try again, Ctrl-C to stop", default="", show_default=False, err=True)
