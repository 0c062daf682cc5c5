"""A mailbox on a mail server, read-only: the headers of what is new since the last time, never a text.

The folder is opened with EXAMINE and headers are fetched with PEEK, so that nothing changes there, not even what
counts as unread.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from connectkit.config.sources import Source
from connectkit.errors import AccessDenied, StoreUnavailable, UsageError
from connectkit.importers.base import Options
from connectkit.journal.paths import is_private
from connectkit.people.records import Exchange
from connectkit.text.say import MONTHS

SECONDS = 120.0
"""So long one sync looks into one mailbox; the next goes on where this one stopped."""

_STALL = 30
_BATCH = 200
_LARGEST = 256 * 1024
_LOCAL = ("127.0.0.1", "::1", "localhost")
_REPLY = re.compile(rb'"METHOD" "(?:REPLY|COUNTER)"', re.IGNORECASE)


def read_mailbox(
    source: Source, memory: dict[str, Any], options: Options, *, since: date
) -> tuple[list[Exchange], dict[str, Any]]:
    """The interactions in the folders' mails that were not read before, and what to remember.

    Raises:
        UsageError: no password is to be had, or imap-tools is not installed.
        AccessDenied: the server refuses user or password.
        StoreUnavailable: the server can't be reached, or breaks off.
    """
    try:
        from imap_tools import MailboxLoginError
        from imap_tools.errors import ImapToolsError
    except ImportError:
        raise UsageError("imap-tools is not installed.", "pip install “connectkit[mail]”") from None
    password = password_of(source)
    try:
        box = _connect(source)
        try:
            box.login(source.user, password, initial_folder=None)
            return _folders(box, source, memory, options, since)
        finally:
            _leave(box)
    except MailboxLoginError:
        raise AccessDenied(
            "the server refuses the user or the password.",
            "Many servers want a password made for programs (app password).",
        ) from None
    except (OSError, ImapToolsError, _protocol_error()) as error:
        raise StoreUnavailable(f"the server can’t be read ({type(error).__name__}).") from None


def _protocol_error() -> type[Exception]:
    import imaplib

    return imaplib.IMAP4.error


def _connect(source: Source) -> Any:
    from imap_tools import MailBox, MailBoxUnencrypted

    if source.tls:
        return MailBox(source.place, source.port, timeout=_STALL)
    if source.place not in _LOCAL:
        raise UsageError("without tls a mailbox is only read from this computer.", "Delete tls: false.")
    return MailBoxUnencrypted(source.place, source.port, timeout=_STALL)


def _leave(box: Any) -> None:
    from contextlib import suppress

    with suppress(Exception):  # the server may be gone; what was read is read
        box.logout()
    with suppress(Exception):
        box.client.shutdown()


def password_of(source: Source) -> str:
    """The password from the environment, a file only its owner can read, or the system's keyring."""
    if source.password_env:
        found = os.environ.get(source.password_env, "")
        if not found:
            raise UsageError(
                f"the environment has no {source.password_env}.", "Set it, or name a password_file."
            )
        return found
    if source.password_file is not None:
        return _from_file(source.password_file)
    try:
        import keyring

        found = keyring.get_password("connectkit", f"{source.user}@{source.place}") or ""
    except Exception:  # noqa: BLE001 - a machine without a keyring has none of ours
        found = ""
    if not found:
        raise UsageError(
            "it has no password.", "Name password_env or password_file under sources in connectkit.yaml."
        )
    return found


def _from_file(path: Path) -> str:
    try:
        if not is_private(path):
            raise UsageError(f"others can read {path.name}.", f"chmod 600 {path.name}")
        return path.read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{path.name} can’t be read.", "Look at password_file in connectkit.yaml.") from None


def _folders(
    box: Any, source: Source, memory: dict[str, Any], options: Options, since: date
) -> tuple[list[Exchange], dict[str, Any]]:
    found: list[Exchange] = []
    told: dict[str, Any] = dict(memory)
    until = time.monotonic() + SECONDS
    for folder in source.folders:
        _open(box, folder)
        validity = _validity(box)
        known = told.get(folder)
        last = int(known[1]) if isinstance(known, list) and known[0] == validity and validity else 0
        criteria = (
            f"UID {last + 1}:*" if last else f"SINCE {since.day}-{MONTHS[since.month - 1][:3]}-{since.year}"
        )
        uids = sorted(uid for uid in map(int, box.uids(criteria)) if uid > last)
        for start in range(0, len(uids), _BATCH):
            if time.monotonic() > until:
                break
            batch = uids[start : start + _BATCH]
            for head, answer in _heads(box, batch):
                found += _exchanges(head, folder, options, answer=answer)
            last = batch[-1]
        told[folder] = [validity, last]
    return found, told


def _open(box: Any, folder: str) -> None:
    from imap_tools.errors import MailboxFolderSelectError

    try:
        box.folder.set(folder, readonly=True)
    except MailboxFolderSelectError:
        raise UsageError(
            f"it has no folder “{folder}”.", "Look at folder under sources in connectkit.yaml."
        ) from None


def _validity(box: Any) -> str:
    told = box.client.response("UIDVALIDITY")[1]
    return told[0].decode("ascii", "replace") if told and told[0] else ""


def _heads(box: Any, uids: list[int]) -> Iterator[tuple[bytes, bool]]:
    """The headers of these mails, and whether each is an answer to an invitation."""
    what = f"(UID BODYSTRUCTURE BODY.PEEK[HEADER]<0.{_LARGEST}>)"
    _, parts = box.client.uid("FETCH", ",".join(map(str, uids)), what)
    for at, part in enumerate(parts or ()):
        if isinstance(part, tuple):
            behind = parts[at + 1] if at + 1 < len(parts) and isinstance(parts[at + 1], bytes) else b""
            yield part[1], _REPLY.search(part[0] + behind) is not None


def _exchanges(head: bytes, folder: str, options: Options, *, answer: bool) -> Iterator[Exchange]:
    from connectkit.importers.mail import mail_rules
    from connectkit.importers.mail.mbox import Place, items
    from connectkit.importers.mail.mbox_split import split_mail

    why = mail_rules.folder_says(folder) or ("an answer to an invitation" if answer else "")
    place = Place(split_mail(1, head + b"\r\n\r\n"), folder, why, mail_rules.is_sent_folder(folder))
    for one in items(place, set(options.owner_emails), options):
        if isinstance(one, Exchange):
            yield one
