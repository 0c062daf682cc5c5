"""Mailboxes: .mbox of any size, Maildir folders, single .eml files. Only headers are read.

A mail says on its own who wrote it to whom and when. Whether it was sent or received depends on the user's own
addresses: from the settings, else from the mails themselves, else it is not guessed.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

from connectkit.errors import ImportFailed
from connectkit.importers.base import CERTAIN, LIKELY, NO, Options
from connectkit.importers.mail import mail_rules
from connectkit.importers.mail.mail_headers import (
    Headers,
    addresses,
    decoded,
    moment,
    raw,
    received,
    split_headers,
)
from connectkit.importers.mail.mbox_split import MOST_HEADERS, PEEK, RawMail, mails, split_mail
from connectkit.importers.moments import EARLIEST, local_day
from connectkit.importers.text import unreadable
from connectkit.people.records import Exchange, Item, Note, Skipped

_USUAL = frozenset(
    {
        "from",
        "to",
        "date",
        "subject",
        "received",
        "message-id",
        "mime-version",
        "return-path",
        "delivered-to",
        "cc",
    }
)
_MARK = re.compile(rb"From (?![ \t]*:)")
_EARLIER, _LATER = timedelta(days=30), timedelta(days=2)
_SAMPLE = 500  # so many mails tell whose mailbox it is


@dataclass(frozen=True, slots=True)
class Place:
    """A mail, where it stands, and what its folder or flags say about it."""

    mail: RawMail
    where: str
    why: str = ""
    sent: bool = False


class Mailbox:
    """Mail in files."""

    kind = "mbox"
    help = "Mail: .mbox (Gmail Takeout, Thunderbird, Apple Mail), Maildir folders, .eml files."

    def looks_like(self, head: bytes, name: str) -> int:
        """A line ``From `` above headers, or headers alone."""
        head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
        if _MARK.match(head):
            head = head.partition(b"\n")[2]
            known = _USUAL & set(split_headers(split_mail(1, head).head))
            return CERTAIN if len(known) >= 2 else LIKELY if known or name.endswith(".mbox") else NO
        known = _USUAL & set(split_headers(split_mail(1, head).head))
        if not {"from", "date", "received"} & known or head.startswith((b"BEGIN:", b"{", b"<")):
            return NO
        return CERTAIN if name.casefold().endswith((".eml", ".mbox")) else LIKELY if len(known) >= 3 else NO

    def looks_like_folder(self, folder: Path) -> int:
        """A Maildir, Apple’s folder around an mbox, or a folder with .eml files."""
        if any((folder / one).is_dir() for one in ("cur", "new")) or (folder / "mbox").is_file():
            return CERTAIN
        return LIKELY if next(folder.rglob("*.eml"), None) is not None else NO

    def read(self, path: Path, options: Options) -> Iterator[Item]:
        """One exchange for each mail and person.

        Raises:
            ImportFailed: the file or folder can't be read, or holds no mail.
        """
        mine = {one.casefold() for one in options.owner_emails} or _owner(path, options)
        found = False
        for place in places(path, options):
            found = True
            yield from items(place, mine, options)
        if not found:
            raise ImportFailed(
                f"{path.name} holds no mail: no line “From ” with headers below it, and no headers at its beginning.",
                "Import an .mbox file, a Maildir folder (with cur and new in it), or .eml files.",
            )
        if not mine:
            yield Note(
                f"Your own addresses are not known, so only mails that certainly came to you from {path.name} were taken. "
                "Set me: emails in connectkit.yaml."
            )
        elif not options.owner_emails:
            yield Note(
                f"{', '.join(sorted(mine))} was taken for your own address; me: emails in connectkit.yaml says it for sure."
            )


def _owner(path: Path, options: Options) -> set[str]:
    """The address that nearly every one of the first mails is from or to; empty where none stands out."""
    counted: Counter[str] = Counter()
    delivered: Counter[str] = Counter()
    total = 0
    quiet = Options(options.today)
    for place in islice(places(path, quiet), _SAMPLE):
        headers = split_headers(place.mail.head)
        total += 1
        delivered.update({address.casefold() for _, address in addresses(raw(headers, "delivered-to"))})
        counted.update(
            {address.casefold() for name in ("from", "to", "cc") for _, address in _all(headers, name)}
        )
    if delivered:
        return {delivered.most_common(1)[0][0]}
    two = counted.most_common(2)
    if total < 3 or not two or two[0][1] < 0.8 * total or (len(two) > 1 and two[1][1] == two[0][1]):
        return set()
    return {two[0][0]}


def places(path: Path, options: Options) -> Iterator[Place]:
    """Every mail in a file or folder, in its order. Raises ImportFailed for what can't be read."""
    try:
        if path.is_dir():
            yield from _in_folder(path, options)
        elif _is_mbox(path):
            yield from _in_file(path, options)
        else:
            yield _single(path, options)
    except OSError as error:
        raise unreadable(path, error) from error


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return _MARK.match(head) is not None or not _USUAL & set(split_headers(split_mail(1, head).head))


def _in_file(path: Path, options: Options) -> Iterator[Place]:
    name = (path.parent if path.name == "mbox" else path).name.removesuffix(".mbox")
    why, sent = mail_rules.folder_says(name), mail_rules.is_sent_folder(name)
    with path.open("rb") as file:
        for mail, size in mails(file):
            options.progress(size)
            yield Place(mail, f"{path.name}:mail {mail.number}", f"it is {why}" if why else "", sent)


def _single(path: Path, options: Options, why: str = "", *, sent: bool = False) -> Place:
    with path.open("rb") as file:
        data = file.read(MOST_HEADERS + PEEK)
    options.progress(path.stat().st_size)
    return Place(split_mail(1, data.removeprefix(b"\xef\xbb\xbf")), path.name, why, sent)


def _in_folder(folder: Path, options: Options) -> Iterator[Place]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        if path.parent.name in ("cur", "new"):
            yield place_of(path, folder, options)
        elif path.suffix.casefold() == ".eml":
            why = mail_rules.folder_says(path.parent.name) if path.parent != folder else ""
            sent = mail_rules.is_sent_folder(path.parent.name)
            yield _single(path, options, f"it is {why}" if why else "", sent=sent)
        elif path.parent.name != "tmp" and (path.name == "mbox" or path.suffix.casefold() == ".mbox"):
            yield from _in_file(path, options)


def place_of(path: Path, folder: Path, options: Options) -> Place:
    """One mail of a Maildir, with what its flags and its folder inside ``folder`` say of it."""
    flags, maildir = _flags(path.name), path.parent.parent
    why = mail_rules.folder_says(maildir.name.lstrip(".")) if maildir != folder else ""
    why = why or ("a draft" if "D" in flags else "in the bin" if "T" in flags else "")
    sent = mail_rules.is_sent_folder(maildir.name.lstrip("."))
    return _single(path, options, f"it is {why}" if why else "", sent=sent)


def _flags(name: str) -> str:
    for mark in (":2,", "!2,", ";2,"):
        if mark in name:
            return name.rpartition(mark)[2]
    return ""


def items(place: Place, mine: set[str], options: Options) -> Iterator[Item]:
    """What one mail comes to: an exchange for each person in it, or why it is none.

    ``mine`` are the user's own addresses; one that a mail among those sent came from joins them.
    """
    headers = split_headers(place.mail.head)
    sender = next(iter(_all(headers, "from")), None)  # Reply-To may be a list or an assistant
    if sender is not None and (place.sent or mail_rules.labelled_sent(headers)):
        mine.add(sender[1].casefold())
    sent = sender is not None and sender[1].casefold() in mine
    why = place.why or mail_rules.marked(headers) or _no_person(headers, place.mail.peek, sender)
    if not why and not mine and not _arrived(headers):
        why = "it can’t be told whether you sent or received it; set me: emails in connectkit.yaml"
    day = _day(headers, options)
    if why or sender is None or isinstance(day, str):
        yield Skipped(place.where, why or str(day))
        return
    people = [one for name in ("to", "cc") for one in _all(headers, name)]
    others = list(
        {
            address.casefold(): (name, address) for name, address in people if address.casefold() not in mine
        }.values()
    )
    if len(others) > options.max_attendees:
        yield Skipped(place.where, f"it went to {len(others)} people")
        return
    reached = [one for one in others if not mail_rules.is_robot(one[1])] if sent else [sender]
    if not reached:
        yield Skipped(place.where, "sent to yourself or to no address of a person")
    for name, address in reached:
        yield _exchange((name, address), day, headers, place.where, sent=sent, options=options)


def _exchange(
    person: tuple[str, str], day: date, headers: Headers, where: str, *, sent: bool, options: Options
) -> Exchange:
    names = ("message-id", "date", "from") if "message-id" in headers else ("subject", "to", "date", "from")
    told = "\0".join(raw(headers, name) for name in names)
    digest = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:24]
    return Exchange(
        day=day,
        name=person[0],
        kind="email",
        key=f"mail:{digest}:{person[1].casefold()}",
        email=person[1],
        direction="sent" if sent else "received",
        subject=decoded(raw(headers, "subject")) if options.keep_subject else "",
        where=where,
    )


def _all(headers: Headers, name: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for value in headers.get(name, []):
        found += addresses(raw({"it": [value]}, "it"))
    return found


def _arrived(headers: Headers) -> bool:
    return any(name in headers for name in ("received", "delivered-to", "x-original-to"))


def _no_person(headers: Headers, peek: bytes, sender: tuple[str, str] | None) -> str:
    if sender is None:
        return "no address stands in From" if headers else "it has no headers"
    if mail_rules.answers_invitation(headers, peek):
        return "it is an answer to an invitation"
    if mail_rules.is_robot(sender[1]):
        return f"{sender[1]} is no person’s address"
    return mail_rules.automatic(headers)


def _day(headers: Headers, options: Options) -> date | str:
    """The day of the mail where the user lives, or why it has none that can be trusted."""
    written = headers.get("date", [])
    if not any(map(bytes.strip, written)):
        return "it has no date"
    stamps = [stamp for value in written if (stamp := moment(raw({"it": [value]}, "it"))) is not None]
    if not stamps:
        return f"the date “{decoded(raw(headers, 'date'))[:60]}” can’t be read"
    arrived = received(headers)
    reasons = [_doubt(stamp, arrived, options) for stamp in stamps]
    for stamp, why in zip(stamps, reasons, strict=True):
        if not why:
            return local_day(stamp, options)
    return reasons[0]


def _doubt(stamp: datetime, arrived: datetime | None, options: Options) -> str:
    if not EARLIEST <= stamp.year < 9999:
        return f"its date, {stamp:%Y-%m-%d}, can’t be right"
    day = local_day(stamp, options)
    if day > options.today:
        return f"its date, {day}, is in the future"
    if arrived is not None and EARLIEST <= arrived.year < 9999 and not -_EARLIER <= stamp - arrived <= _LATER:
        return f"its date, {day}, does not fit the day it arrived, {local_day(arrived, options)}"
    return ""


FORMAT = Mailbox()
