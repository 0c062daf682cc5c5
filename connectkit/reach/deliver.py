"""When a digest goes out, to where, and what happens when it can't. A failure is told and never ends a sync."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from connectkit.config.config import Config
from connectkit.config.reach import Digest as Wishes
from connectkit.config.reach import DigestMail, DigestNotify
from connectkit.config.sources import Source
from connectkit.errors import ConnectkitError, UsageError
from connectkit.importers.standing.imap import password_of
from connectkit.journal.paths import is_private
from connectkit.reach import mail, memory
from connectkit.reach.digest import FRIDAY, Digest, digest, says_something
from connectkit.reach.letter import Letter, letter
from connectkit.reach.notify import notify
from connectkit.reach.trouble import Trouble
from connectkit.sheet.cells import as_text
from connectkit.stores.registry import home_of

if TYPE_CHECKING:
    from connectkit.view import View

_ADDRESSES = re.compile(r"[^\s<>,;:()\"'|/]+@[^\s<>,;:()\"'|/]+")
SATURDAY = 5


def digest_of(view: View, config: Config, trouble: Trouble) -> Digest:
    """The digest as the settings want it."""
    wishes = config.digest or Wishes()
    return digest(view, what=wishes.what, notes=wishes.notes, trouble=trouble, link=home_of(config).link())


def is_day(when: str, today: date) -> bool:
    """Whether a digest is wanted on this day."""
    return {"daily": True, "weekdays": today.weekday() < SATURDAY, "friday": today.weekday() == FRIDAY}[when]


def after_sync(view: View, config: Config, state: Path, trouble: Trouble, *, now: datetime) -> str:
    """Sends the digest by every way where today's is missing; "" or a sentence about why it did not go out."""
    wishes, known = config.digest, memory.load(state)
    if wishes is None or not is_day(wishes.when, view.today):
        return ""
    missing = [way for way in ways(wishes) if not known.has(way, view.today)]
    one = digest_of(view, config, trouble) if missing else None
    if one is None or not (says_something(one) or view.today.weekday() == FRIDAY):
        return ""
    words, contacts, said = letter(one), addresses_in(view), ""
    for way in missing:
        try:
            WAYS[way](words, config, contacts, now)
            known = known.with_sent(way, view.today)
        except ConnectkitError as error:
            said, why = f"The digest was not sent: {error.message} {error.hint}".strip(), error.message
            known = replace(known, error=why)
        except Exception as error:  # noqa: BLE001 - whatever a mail library stumbles over, the sync is done and stays done
            said = f"The digest was not sent ({type(error).__name__}); the next run tries again."
            known = replace(known, error=type(error).__name__)
    known = replace(known, failures=known.failures + 1) if said else replace(known, failures=0, error="")
    memory.save(state, known)
    return said


def ways(wishes: Wishes | None) -> list[str]:
    """The ways the settings name: mail, notify."""
    return [way for way in WAYS if wishes is not None and getattr(wishes, way) is not None]


def send(one: Letter, config: Config, contacts: frozenset[str], *, now: datetime) -> None:
    """The letter by every way the settings name.

    Raises:
        ConnectkitError: it did not go out: no settings, an address of a contact, a server that refuses.
    """
    named = ways(config.digest)
    if not named:
        raise UsageError(
            "The settings name no way to send the digest.",
            "Add digest: mail or digest: notify to connectkit.yaml.",
        )
    for way in named:
        WAYS[way](one, config, contacts, now)


def _by_mail(one: Letter, config: Config, contacts: frozenset[str], now: datetime) -> None:
    if config.digest is not None and config.digest.mail is not None:
        to = owner_of(config, contacts)
        post = _post(config.digest.mail, to)
        mail.send(mail.Words(*one), post, to=to, owner=config.me.emails, now=now)


def _by_notice(one: Letter, config: Config, contacts: frozenset[str], now: datetime) -> None:
    del contacts, now
    if config.digest is not None and config.digest.notify is not None:
        notify(one.subject, one.text, _places(config.digest.notify))


WAYS: dict[str, Callable[[Letter, Config, frozenset[str], datetime], None]] = {
    "mail": _by_mail,
    "notify": _by_notice,
}
"""The ways a digest can go. A new one is one line here and one in the settings."""


def owner_of(config: Config, contacts: frozenset[str]) -> str:
    """The owner's address the digest goes to.

    Raises:
        UsageError: there is none, or it stands in Contacts.
    """
    to = (config.digest.to if config.digest else "") or next(iter(config.me.emails), "")
    if not to:
        raise UsageError(
            "The digest goes to nobody but you, and your address is not known.",
            "Write it under me: emails in connectkit.yaml.",
        )
    if to.casefold() in contacts:
        raise UsageError(
            f"{to} stands in Contacts, and connectkit writes to nobody who does.",
            "Take your own row out of Contacts, or name another address of yours under digest: to.",
        )
    return to


def addresses_in(view: View) -> frozenset[str]:
    """Every mail address in Contacts, whatever else stands in its cell."""
    cells = view.tables.contacts.sheet.column("email")
    return frozenset(one.casefold() for cell in cells if cell for one in _ADDRESSES.findall(as_text(cell)))


def _post(wishes: DigestMail, to: str) -> mail.Post:
    password = _password(wishes) if wishes.user else ""
    sender = wishes.from_ or to
    return mail.Post(wishes.host, wishes.port, sender, wishes.user, password, wishes.tls, wishes.ssl_cafile)


def _password(wishes: DigestMail) -> str:
    where = Source(
        "smtp", wishes.host, wishes.user, password_env=wishes.password_env, password_file=wishes.password_file
    )
    try:
        return password_of(where)
    except UsageError as error:
        said = error.message[:1].upper() + error.message[1:]
        raise UsageError(
            f"The mail server {wishes.host} wants a password. {said}",
            "Name password_env or password_file under digest: mail, or store it with keyring.",
        ) from None


def _places(wishes: DigestNotify) -> list[str]:
    """The addresses of apprise, one a line; a # begins a remark."""
    text = os.environ.get(wishes.env, "") if wishes.env else _private_text(wishes.file or Path())
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _private_text(path: Path) -> str:
    try:
        if not is_private(path):
            raise UsageError(f"Others can read {path.name}, which holds secrets.", f"chmod 600 {path.name}")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            f"{path.name} can’t be read.", "Look at digest: notify: file in connectkit.yaml."
        ) from None
