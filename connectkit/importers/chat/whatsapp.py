"""WhatsApp, “Export chat”: on which days somebody wrote, and who. The texts themselves are never kept.

The file is read twice: how its dates are written and who of its senders is the user can only be told from all of
it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from connectkit.errors import ImportFailed
from connectkit.importers.base import CERTAIN, LIKELY, MAYBE, NO, Options, no_progress
from connectkit.importers.chat import whatsapp_words as words
from connectkit.importers.chat.whatsapp_file import chat_lines
from connectkit.importers.chat.whatsapp_stamps import Figures, Stamp, day_of, order_of, stamp_of
from connectkit.importers.text import (
    Decoder,
    clean,
    head_text,
    one_line,
    split_lines,
)
from connectkit.people.records import Exchange, Item, Note, Skipped
from connectkit.text.plain import fold, visible

_NUMBER = re.compile(r"\+?[\d\s().-]{7,}")
_QUOTED = re.compile('["“”„«»]')
_MARKED = re.compile("^[^\\[]*\\[[^\\]]*\\] [^\u200e].*?: \u200e")
_NOBODY = frozenset(
    {"system", "system message", "whatsapp", "systeme", "sistema", "systeem", "система", "系统", "システム"}
)
"""Names under which a chat speaks of itself."""

_LONGEST_NAME = 80
_IN_ZIP = re.compile(rb"_chat\.txt|whatsapp[^\0]{1,80}\.txt", re.IGNORECASE)
_TO_MANY = "written to a group, not to one person"
_ASK_OWNER = "it can’t be told which of {} is you; set me: name in connectkit.yaml as the chat shows it"


@dataclass(frozen=True, slots=True)
class _Message:
    line: int
    figures: Figures
    sender: str  # "" for a line WhatsApp wrote
    text: str  # folded, for telling notices; never handed on
    separator: str = ""
    marked: bool = False  # the text begins with the mark iPhones set before what WhatsApp or a picture says


@dataclass
class _Chat:
    """What the first reading found: how dates are written, who wrote, whose chat it is."""

    name: str
    order: str = ""
    days: list[Figures] = field(default_factory=list)
    senders: dict[str, int] = field(default_factory=dict)
    owner: str | None = None
    partner: str = ""
    group: bool = False

    def others(self) -> list[str]:
        """All who wrote but the user."""
        return [one for one in self.senders if one != self.owner]


class WhatsApp:
    """One exported chat, as text or zipped."""

    kind = "whatsapp"
    help = "WhatsApp: a chat, More, Export chat (.txt or .zip, media not needed)."

    def looks_like(self, head: bytes, name: str) -> int:
        """Lines that begin with its stamps; a zip that begins with such a chat."""
        if head.startswith(b"PK\x03\x04"):
            return CERTAIN if _IN_ZIP.search(head) else NO
        if b"\0" in head[:2000] and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return NO
        lines = split_lines(head_text(head))[:200]
        stamped = sum(stamp_of(visible(line)) is not None for line in lines)
        if not stamped:
            return NO
        named = (
            bool(words.contact_in(name)) or "whatsapp" in name.casefold() or name.casefold() == "_chat.txt"
        )
        if named:
            return CERTAIN
        return LIKELY if stamp_of(visible(lines[0])) or stamped > 2 else MAYBE

    def looks_like_folder(self, folder: Path) -> int:
        """An unpacked export: its chat beside its media."""
        return LIKELY if (folder / "_chat.txt").is_file() else NO

    def read(self, path: Path, options: Options) -> Iterator[Item]:
        """One exchange for each message; what WhatsApp wrote itself is left out line by line.

        Raises:
            ImportFailed: the file can't be read, or no line of it begins with a stamp.
        """
        path = path / "_chat.txt" if path.is_dir() else path
        decoder = Decoder(options.encoding, options.locale)
        chat = _survey(path, options)
        if not chat.days:
            raise ImportFailed(
                f"{path.name} has no line that begins with a date and a time as WhatsApp writes them, such as "
                "31/12/2026, 22:35 - Name: or [31.12.26, 22:35:05] Name:.",
                "In WhatsApp open the chat, choose More, Export chat, Without media.",
            )
        _cast(chat, path, options)
        if not chat.order:
            yield Note(
                f"The dates in {path.name} may be day first or month first and nothing in it decides; "
                "set date_order in connectkit.yaml to dmy or mdy."
            )
        for message in _messages(path, options, decoder, watched=True):
            yield _item(message, chat, options)
        for note in decoder.notes(path.name):
            yield Note(note)


def _messages(path: Path, options: Options, decoder: Decoder, *, watched: bool) -> Iterator[_Message]:
    """Every line that begins a message; the lines that go on are passed over."""
    shape = None
    known: set[str] = set()
    tell = options.progress if watched else no_progress
    for number, (line, size) in enumerate(chat_lines(path, options, decoder), 1):
        tell(size)
        shown = visible(line).strip()
        stamp = stamp_of(shown)
        if stamp is None or (shape is not None and stamp.shape != shape):
            continue
        shape = shape or stamp.shape
        marked = shape[0] == "[" and _MARKED.search(line) is not None
        yield _message(number, stamp, shown[stamp.end :], known, marked=marked)


def _message(number: int, stamp: Stamp, rest: str, known: set[str], *, marked: bool) -> _Message:
    name, colon, text = rest.partition(": ")
    if not colon and rest.endswith(":"):
        name, colon = rest[:-1], ":"
    if not colon:  # a text without a blank after the colon, from somebody who wrote before
        name, colon, text = rest.partition(":")
        colon = colon if name.strip() in known else ""
    name = one_line(name)
    if not colon or not name or len(name) > _LONGEST_NAME or _QUOTED.search(name) or fold(name) in _NOBODY:
        return _Message(number, stamp.figures, "", "", stamp.shape[1])
    known.add(name)
    text = fold(text[: 4 * words.LONGEST_NOTICE])
    if marked and (text.startswith(f"{fold(name)} ") or words.is_service(text)):
        return _Message(number, stamp.figures, "", "", stamp.shape[1])
    return _Message(number, stamp.figures, name, text, stamp.shape[1], marked)


def _survey(path: Path, options: Options) -> _Chat:
    chat = _Chat(path.name)
    told: dict[str, int] = {}  # sender to the first line, also of those that only WhatsApp speaks for
    title = separator = ""
    for message in _messages(path, options, Decoder(options.encoding, options.locale), watched=False):
        separator = separator or message.separator
        if not chat.days or chat.days[-1] != message.figures:
            chat.days.append(message.figures)
        if message.sender and words.is_notice(message.text):
            title = title or message.sender
        elif message.sender:
            told.setdefault(message.sender, message.line)
            if not message.marked:
                chat.senders.setdefault(message.sender, message.line)
    if len(told) > 2 and title not in chat.senders:
        told.pop(title, None)  # the name of a group, under which WhatsApp tells who came and went
    chat.senders = told
    if chat.days:
        hints = (options.date_order, options.locale)
        chat.order = order_of(chat.days, separator, hints, options.today)
    return chat


def _cast(chat: _Chat, path: Path, options: Options) -> None:
    """Decides who of the senders is the user and who is at the other side; ``owner`` stays None if nothing tells."""
    inside = path.parent.name if path.name == "_chat.txt" else path.name
    named = words.contact_in(inside)
    match = next((one for one in chat.senders if named and _same(one, named)), "")
    chat.owner = _owner(chat, options.owner_name, named, match)
    others = chat.others()
    if chat.owner is None and len(chat.senders) == 1 and (match or _stranger(chat, options.owner_name)):
        chat.owner = ""  # the user never wrote
    if chat.owner is None:
        return
    chat.group = len(others) > 1 or bool(named and others and not match)
    if not chat.group:
        chat.partner = others[0] if others else named


def _owner(chat: _Chat, wanted: str, named: str, match: str) -> str | None:
    for one in chat.senders:
        if (wanted and fold(one) == fold(wanted)) or words.is_you(one):
            return one
    if match and len(chat.senders) == 2:
        return next(one for one in chat.senders if one != match)
    parts = set(fold(wanted).split())
    alike = [one for one in chat.senders if parts and set(fold(one).split()) <= parts and one != match]
    if len(alike) == 1:
        return alike[0]
    if named and not match and len(chat.senders) == 1:
        return next(iter(chat.senders))
    return None


def _stranger(chat: _Chat, wanted: str) -> bool:
    """Whether the only sender shares no word with the user's name."""
    parts = set(fold(wanted).split())
    return bool(parts) and not parts & set(fold(next(iter(chat.senders))).split())


def _same(sender: str, named: str) -> bool:
    """Whether a sender is the one in the file's name, where some letters can't stand."""
    one, other = (re.sub(r"[\W_]+", "", fold(text)) for text in (sender, named))
    return one == other


def _item(message: _Message, chat: _Chat, options: Options) -> Item:
    """What one message comes to."""
    where = f"{chat.name}:{message.line}"
    day = day_of(message.figures, chat.order) if chat.order else None
    if why := _left_out(message, chat) or _no_day(message.figures, chat, day, options):
        return Skipped(where, why)
    if chat.owner is None:
        return Skipped(where, _ASK_OWNER.format(" and ".join(list(chat.senders)[:3])))
    sent = message.sender == chat.owner
    if sent and not chat.partner:
        return Skipped(where, _TO_MANY if chat.group else "nobody else wrote in this chat")
    assert day is not None  # noqa: S101 - a message without a day was left out above
    other = chat.partner if sent else message.sender
    return _exchange(other, day, where, sent=sent, call=words.is_call(message.text))


def _left_out(message: _Message, chat: _Chat) -> str:
    """Why a line is no message of a person; ``""`` for one that is."""
    if not message.sender or words.is_notice(message.text) or message.sender not in chat.senders:
        return "a line of WhatsApp itself, not a message"
    if words.is_deleted(message.text):
        return "the message was deleted"
    return "a call that nobody took" if words.is_missed(message.text) else ""


def _no_day(figures: Figures, chat: _Chat, day: date | None, options: Options) -> str:
    shown = "/".join(map(str, figures))
    if day is not None:
        return f"its date, {day}, is in the future" if day > options.today else ""
    if not chat.order:
        return f"“{shown}” may be day first or month first; set date_order in connectkit.yaml to dmy or mdy"
    return f"there is no day {shown}"


def _exchange(sender: str, day: date, where: str, *, sent: bool, call: bool) -> Exchange:
    shown = clean(sender).removeprefix("~").strip()
    number = shown if _NUMBER.fullmatch(shown) else ""
    direction = "sent" if sent else "received"
    kind = "call" if call else "message"
    who = re.sub(r"\D", "", number) or fold(shown)
    key = sys.intern(f"whatsapp:{who}:{day}:{kind}:{direction}")
    return Exchange(day, "" if number else shown, kind, key, phone=number, direction=direction, where=where)


FORMAT = WhatsApp()
