"""A Google Sheet as the settings name it, and what init and doctor should say about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from connectkit.config.config import GoogleSettings
from connectkit.errors import ConnectkitError
from connectkit.journal.paths import is_private
from connectkit.store import Store
from connectkit.stores import base
from connectkit.stores.base import OK, WARN, Check, Opening, failed
from connectkit.stores.google.address import extract_id


class Home(base.Home):
    """The Google Sheet of one ``google`` section."""

    def __init__(self, setting: GoogleSettings) -> None:
        self._setting = setting

    @property
    def location(self) -> str:
        """``google:`` and the spreadsheet's id."""
        return f"google:{extract_id(self._setting.sheet)}"

    @property
    def named(self) -> str:
        """The address or id, as it was written."""
        return self._setting.sheet

    def open(self, opening: Opening) -> Store:
        """The sheet; nobody is signed in yet."""
        from connectkit.stores.google.store import GoogleStore

        self._store = GoogleStore(
            self._setting,
            state=opening.state,
            tabs=opening.tabs,
            person=opening.person,
            again=opening.again,
            headers=opening.headers,
            pace=opening.pace,
        )
        return self._store

    def link(self) -> str:
        """The sheet in a browser."""
        return f"https://docs.google.com/spreadsheets/d/{extract_id(self._setting.sheet)}/edit"

    def advice(self) -> str:
        """Whom the sheet has to be shared with, where a service account signs in."""
        from connectkit.stores.google.auth import client_email

        if self._setting.credentials is None:
            return ""
        address = client_email(self._setting.credentials)
        return f"connectkit signs in as {address}; the sheet has to be shared with it, as Editor."

    def sign_in(self, state: Path) -> Iterator[Check]:
        """Key and token files: there, readable, and for nobody else to read."""
        from connectkit.stores.google.auth import TOKEN_FILE, client_email

        google = self._setting
        if google.credentials is not None:
            try:
                yield Check(OK, "sign-in", f"connectkit signs in as {client_email(google.credentials)}.")
            except ConnectkitError as error:
                yield failed("sign-in", error)
        for path in (google.credentials, google.oauth, state / TOKEN_FILE):
            if path is not None and path.exists():
                yield private(path)

    def try_writing(self) -> None:
        """AccessDenied if the sheet is shared for reading only; asked with a change that nothing can come of."""
        self._store.try_writing()

    def checks(self) -> Iterator[Check]:
        """Whether Google lets this account edit."""
        try:
            self.try_writing()
        except ConnectkitError as error:
            yield failed("editing", error)
            return
        yield Check(OK, "editing", f"Google does not keep {self._store.who} from editing.")

    def barred(self, titles: Mapping[str, str]) -> Iterator[Check]:
        """Protections over cells of the tabs that connectkit writes."""
        found = [titles[handle] for handle in self._store.barred if handle in titles]
        if found:
            yield Check(
                WARN, "protection", f"Protected ranges keep {self._store.who} out of cells in {', '.join(found)}; a write that meets one fails.",
                f"In the sheet, choose Data > Protect sheets and ranges and let {self._store.who} edit them.",
            )  # fmt: skip


def private(path: Path) -> Check:
    """A file with a secret is readable by its owner only."""
    if is_private(path):
        return Check(OK, "secret file", f"{path.name} can be read by you only.")
    return Check(
        WARN, "secret file", f"{path} can be read by other users of this machine.", f"Run: chmod 600 {path}"
    )
