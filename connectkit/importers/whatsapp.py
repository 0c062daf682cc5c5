"""WhatsApp, “Export chat”: on which days somebody wrote, and who. The texts themselves are never kept.

The file is read twice: how its dates are written and who of its senders is the user can only be told from all of
it. A day on which somebody wrote is one exchange, however many lines it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from connectkit.errors import ImportFailed
from connectkit.importers import whatsappwords as words
from connectkit.importers.base import (
    CERTAIN,
    LIKELY,
    MAYBE,
    NO,
    Exchange,
    Item,
    Note,
    Options,
    Skipped,
    no_progress,
)
from connectkit.importers.text import (
    Decoder,
    clean,
    head_text,
    one_line,
    split_lines,
)
from connectkit.importers.whatsappfile import chat_lines
from connectkit.importers.whatsappstamps import Figures, Stamp, day_of, order_of, stamp_of
from connectkit.plaintext import fold, visible

_NUMBER = re.compile(r"\+?[\d\s().-]{7,}")
_QUOTED = re.compile('["“”„«»]')
_LONGEST_NAME = 80
_IN_ZIP = re.compile(rb"_chat\.txt|whatsapp[^\0]{1,80}\.txt", re.IGNORECASE)
_ASK_OWNER = "it can’t be told which of {} is you; set me: name in connectkit.yaml as the chat shows it"


@dataclass(frozen=True, slots=True)
class _Message:
    line: int
    figures: Figures
    sender: str  # "" for a line WhatsApp wrote
    text: str  # folded, for telling notices; never handed on


@dataclass
class _Chat:
    """What the first reading found: how dates are written, who wrote, whose chat it is."""

    name: str
    order: str = ""
    days: list[Figures] = field(default_factory=list)
    senders: dict[str, int] = field(default_factory=dict)
    separator: str = "/"
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
        """One exchange for each person, day and direction; what WhatsApp wrote itself is left out line by line.

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
        seen: set[tuple[object, ...]] = set()
        for message in _messages(path, options, decoder, watched=True):
            item, same = _item(message, chat, options)
            if same not in seen:
                if same is not None:
                    seen.add(same)
                yield item
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
        yield _message(number, stamp, shown[stamp.end :], known)


def _message(number: int, stamp: Stamp, rest: str, known: set[str]) -> _Message:
    name, colon, text = rest.partition(": ")
    if not colon and rest.endswith(":"):
        name, colon = rest[:-1], ":"
    if not colon:  # a text without a blank after the colon, from somebody who wrote before
        name, colon, text = rest.partition(":")
        colon = colon if name.strip() in known else ""
    name = one_line(name)
    if not colon or not name or len(name) > _LONGEST_NAME or _QUOTED.search(name):
        return _Message(number, stamp.figures, "", "")
    known.add(name)
    return _Message(number, stamp.figures, name, fold(text[: 4 * words.LONGEST_NOTICE]))


def _survey(path: Path, options: Options) -> _Chat:
    chat = _Chat(path.name)
    for message in _messages(path, options, Decoder(options.encoding, options.locale), watched=False):
        if not chat.days or chat.days[-1] != message.figures:
            chat.days.append(message.figures)
        if message.sender and not words.is_notice(message.text):
            chat.senders.setdefault(message.sender, message.line)
    if chat.days:
        hints = (options.date_order, options.locale)
        chat.order = order_of(chat.days, _separator(path, options), hints, options.today)
    return chat


def _separator(path: Path, options: Options) -> str:
    for line, _ in chat_lines(path, options, Decoder(options.encoding, options.locale)):
        stamp = stamp_of(visible(line).strip())
        if stamp is not None:
            return stamp.shape[1]
    return "/"


def _cast(chat: _Chat, path: Path, options: Options) -> None:
    """Decides who of the senders is the user and who is at the other side; ``owner`` stays None if nothing tells."""
    inside = path.parent.name if path.name == "_chat.txt" else path.name
    named = words.contact_in(inside)
    match = next((one for one in chat.senders if named and _same(one, named)), "")
    chat.owner = _owner(chat, options.owner_name, named, match)
    others = chat.others()
    if chat.owner is None and match and len(chat.senders) == 1:
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


def _same(sender: str, named: str) -> bool:
    """Whether a sender is the one in the file's name, where some letters can't stand."""
    one, other = (re.sub(r"[\W_]+", "", fold(text)) for text in (sender, named))
    return one == other


def _item(message: _Message, chat: _Chat, options: Options) -> tuple[Item, tuple[object, ...] | None]:
    """What one message comes to, and what makes another one the same; None: no other is the same."""
    where = f"{chat.name}:{message.line}"
    if not message.sender or words.is_notice(message.text):
        return Skipped(where, "a line of WhatsApp itself, not a message"), None
    if words.is_deleted(message.text):
        return Skipped(where, "the message was deleted"), None
    if words.is_missed(message.text):
        return Skipped(where, "a call that nobody took"), None
    day = day_of(message.figures, chat.order) if chat.order else None
    if day is None or day > options.today:
        return Skipped(where, _no_day(message.figures, chat, day)), (message.figures,)
    if chat.owner is None:
        shown = " and ".join(list(chat.senders)[:3])
        return Skipped(where, _ASK_OWNER.format(shown)), (day, message.sender)
    sent = message.sender == chat.owner
    if sent and not chat.partner:
        why = "written to a group, not to one person" if chat.group else "nobody else wrote in this chat"
        return Skipped(where, why), (day, "group")
    exchange = _exchange(
        chat.partner if sent else message.sender, day, sent=sent, call=words.is_call(message.text)
    )
    return _placed(exchange, where), (exchange.key,)


def _no_day(figures: Figures, chat: _Chat, day: date | None) -> str:
    shown = "/".join(map(str, figures))
    if day is not None:
        return f"its date, {day}, is in the future"
    if not chat.order:
        return f"“{shown}” may be day first or month first; set date_order in connectkit.yaml to dmy or mdy"
    return f"there is no day {shown}"


def _exchange(sender: str, day: date, *, sent: bool, call: bool) -> Exchange:
    shown = clean(sender).removeprefix("~").strip()
    number = shown if _NUMBER.fullmatch(shown) else ""
    direction = "sent" if sent else "received"
    kind = "call" if call else "message"
    who = re.sub(r"\D", "", number) or fold(shown)
    return Exchange(
        day,
        "" if number else shown,
        kind,
        f"whatsapp:{who}:{day}:{kind}:{direction}",
        phone=number,
        direction=direction,
    )


def _placed(exchange: Exchange, where: str) -> Exchange:
    return replace(exchange, where=where)


FORMAT = WhatsApp()
