"""What every sync reads for interactions and never writes: calendars, mail folders, mailboxes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from connectkit.config.spec import (
    REQUIRED,
    At,
    Section,
    checked,
    many,
    place,
    setting,
    text,
    whole,
    word,
    yes_no,
)

_WEB = r"https://|http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:[/?]|$)"


def is_web(place: str) -> bool:
    """Whether a source is fetched from the web: https, or http where the server is this computer itself."""
    return re.match(_WEB, place) is not None


@dataclass(frozen=True, slots=True)
class Source:
    """Something every sync reads for interactions, and never writes: a calendar, a Maildir, a mailbox.

    Attributes:
        kind: ``calendar``, ``maildir`` or ``imap``.
        place: a file or folder, an https address, or the host of a mailbox.
        folders: the folders of a mailbox.
        password_env, password_file: where the password is; neither: the system's keyring.
    """

    kind: str
    place: str
    user: str = ""
    folders: tuple[str, ...] = ()
    port: int = 0
    tls: bool = True
    password_env: str = ""
    password_file: Path | None = None


def _only_https(place: str) -> None:
    if place.casefold().startswith("http:") and not is_web(place):
        raise ValueError("an address has to begin with https://")


def _mailbox(written: _Imap, _at: At) -> Source:
    return Source(
        "imap", written.host, written.user, written.folder, written.port, written.tls,
        written.password_env, written.password_file,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Imap:
    host: str = setting(REQUIRED, word, "the mail server", "imap.example.com")
    user: str = setting(REQUIRED, word, "how you sign in there", "alex@example.com")
    folder: tuple[str, ...] = setting(("INBOX",), many(word), "the folders to read", "[INBOX, Sent]")
    password_env: str = setting("", text, "the environment variable that holds the password", "MAIL_PASSWORD")
    password_file: Path | None = setting(None, place, "or a file with it that only you can read; neither: the system's keyring", "mail-password")  # fmt: skip
    port: int = setting(993, whole(0, 65535), "the server's port")
    tls: bool = setting(True, yes_no, "false only for a server on this computer")


@dataclass(frozen=True, slots=True)
class _Entry:
    calendar: str | None = setting(None, checked(word, _only_https), "a file, or the secret https address of a calendar in iCal format", "calendar.ics")  # fmt: skip
    maildir: Path | None = setting(None, place, "a folder of mail", "~/Mail")
    imap: Source | None = setting(None, Section(_Imap, then=_mailbox), "a mailbox")


def _source(entry: _Entry, at: At) -> Source | None:
    given = [one for one in (entry.imap, entry.maildir, entry.calendar) if one is not None]
    if len(given) != 1:
        at.wrong(f"{at.key}: an entry of sources is one of calendar, maildir and imap")
        return None
    if entry.imap is not None:
        return entry.imap
    return Source("maildir", str(entry.maildir)) if entry.maildir else _calendar(entry.calendar or "", at)


def _calendar(place: str, at: At) -> Source:
    place = re.sub(r"^webcal://", "https://", place, flags=re.IGNORECASE)
    place = re.sub(r"^https?:", lambda found: found[0].casefold(), place, flags=re.IGNORECASE)
    return Source("calendar", place if is_web(place) else str(at.locate(place)))


source = Section(_Entry, then=_source)
"""The kind of one entry of the setting ``sources``."""
