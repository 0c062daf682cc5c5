"""What comes to the user: the settings ``digest`` and ``feed``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from connectkit.config.spec import (
    REQUIRED,
    At,
    OrYesNo,
    Section,
    like,
    many,
    one_of,
    place,
    setting,
    text,
    whole,
    word,
    yes_no,
)

_LOCAL = ("localhost", "127.0.0.1", "::1")


# fmt: off
@dataclass(frozen=True, slots=True)
class DigestMail:
    """The mail server that takes the digest; ``from_`` empty: the owner's own address."""

    host: str = setting(REQUIRED, word, "the server that sends your mail", "smtp.example.com")
    port: int = setting(587, whole(1, 65535), "its port")
    user: str = setting("", text, "how you sign in there", "alex@example.com")
    password_env: str = setting("", text, "the environment variable that holds the password", "MAIL_PASSWORD")
    password_file: Path | None = setting(None, place, "or a file with it that only you can read; neither: the system's keyring", "mail-password")
    tls: str = setting("starttls", one_of("starttls", "tls", "none"), "starttls, tls, or none, which is only for a server on this computer")
    ssl_cafile: Path | None = setting(None, place, "the certificates to trust, where the server has one of its own", "ca.pem")
    from_: str = setting("", text, "the sender; else your own address", "alex@example.com")


@dataclass(frozen=True, slots=True)
class DigestNotify:
    """Where apprise finds its addresses, one a line: a file, or an environment variable."""

    file: Path | None = setting(None, place, "a file with one address of apprise a line, which only you can read", "notify.txt")
    env: str = setting("", text, "or an environment variable that holds them", "CONNECTKIT_NOTIFY")


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest: by which way, when, about what. ``to`` empty: the first of ``me: emails``."""

    mail: DigestMail | None = setting(None, Section(DigestMail), "by mail, to one of `me: emails` and to nobody else")
    notify: DigestNotify | None = setting(None, Section(DigestNotify), "by notice, to the places you name (apprise)")
    to: str = setting("", text, "which of `me: emails` gets it; else the first", "alex@example.com")
    when: str = setting("daily", one_of("daily", "weekdays", "friday"), "daily, weekdays or friday")
    what: tuple[str, ...] = setting(("today", "promises", "meetings", "birthdays", "waiting"), many(one_of("today", "promises", "meetings", "birthdays", "waiting")), "what it tells", "[today, promises, meetings, birthdays, waiting]")
    notes: bool = setting(True, yes_no, "false leaves out what you noted about people")


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar file that your calendar program reads."""

    file: Path = setting(REQUIRED, place, "where it is written", "~/Dropbox/people.ics")
    what: tuple[str, ...] = setting(("due", "promises", "birthdays"), many(one_of("due", "promises", "birthdays")), "what it holds", "[due, promises, birthdays]")
    names: str = setting("true", OrYesNo(one_of("true", "initials", "none"), "true", "none"), "true, initials or none, which leaves out what was promised, too")
    alarm: str = setting("none", like(r"none|([01]\d|2[0-3]):[0-5]\d", 'none or "09:00"'), 'a reminder at this time of the day ("09:00"), or none')
# fmt: on


def _digest(made: Digest, at: At) -> Digest | None:
    """The digest, if what it says fits together."""
    if made.mail is not None and made.mail.tls == "none" and made.mail.host not in _LOCAL:
        here = at.under("mail").under("tls")
        here.wrong(f"{here.key}: none is only for a mail server on this computer; use starttls or tls")
        return None
    if made.notify is not None and made.notify.file is None and not made.notify.env:
        here = at.under("notify")
        here.wrong(f"{here.key} needs file or env, where the addresses are")
        return None
    return made


digest = Section(Digest, then=_digest)
feed = Section(Feed)


def to_owner(made: Digest | None, emails: Iterable[str], at: At) -> None:
    """The digest's mail goes to one of the owner's addresses, or the settings are refused."""
    emails = list(emails)
    if made is None or made.mail is None:
        return
    if not emails:
        at.wrong(f"{at.key}: the digest goes to nobody but you; write your own address under me: emails")
    elif made.to and made.to.casefold() not in {one.casefold() for one in emails}:
        here = at.under("to")
        here.wrong(f"{here.key}: the digest goes to nobody but you, and {made.to} is not one of me: emails")
