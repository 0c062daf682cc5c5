"""LinkedIn, messages.csv: who wrote to whom and when.

The file does not say whose it is, and its FOLDER says INBOX for sent mail too: direction comes from the sender
alone. So the file is read twice, first for who is in it, then for the messages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from connectkit.errors import ImportFailed
from connectkit.importers.base import CERTAIN, NO, Options
from connectkit.importers.moments import day_of_stamp
from connectkit.importers.tables.csv_file import CsvTable, Header, TableRow
from connectkit.importers.text import Decoder, TextFile, head_text, one_line, split_lines
from connectkit.people.records import Exchange, Item, Note, Skipped
from connectkit.text.plain import fold

_NEEDED = frozenset({"from", "to", "date"})
_TELLING = frozenset(
    {"conversation id", "conversation title", "sender profile url", "recipient profile urls"}
)
_OTHERS = ("guide_messages", "learning_role_play", "learning_coach")
_DRAFT = frozenset({"yes", "true", "1"})
_NOBODY = "linkedin member"
_ENOUGH = 0.8  # somebody in so many of the conversations is the owner where nobody is in all of them


def _header(lines: list[str]) -> Header | None:
    for index, line in enumerate(lines[:20]):
        for separator in (",", ";", "\t"):
            cells = tuple(one_line(cell.strip().strip('"')) for cell in line.split(separator))
            normal = tuple(cell.casefold() for cell in cells)
            if set(normal) >= _NEEDED and _TELLING & set(normal):
                return Header(cells, normal, index, separator)
    return None


@dataclass(frozen=True, slots=True)
class _Who:
    """Somebody in a conversation: the address tells people apart, the name where there is none."""

    name: str
    profile: str = ""

    @property
    def identity(self) -> str:
        return self.profile.casefold().rstrip("/") or fold(self.name)


@dataclass(frozen=True, slots=True)
class _Message:
    line: int
    conversation: str
    sender: _Who
    recipients: tuple[_Who, ...]
    date: str
    subject: str
    draft: bool
    sponsored: bool
    spam: bool


@dataclass
class _Cast:
    """Who is in the file, from its first reading."""

    conversations: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    shown: dict[str, str] = field(default_factory=dict)
    senders: set[str] = field(default_factory=set)
    profiles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    mine: set[str] = field(default_factory=set)

    def add(self, message: _Message) -> None:
        """One more message is known."""
        for who in (message.sender, *message.recipients):
            if who.name or who.profile:
                self.conversations[message.conversation].add(fold(who.name) or who.identity)
                self.shown.setdefault(fold(who.name), who.name)
            if who.profile:
                self.profiles[fold(who.name)].add(who.profile)
        self.senders.add(message.sender.name)

    def find_owner(self, options: Options) -> None:
        """Decides whose file it is; ``mine`` stays empty where that can't be told."""
        wanted = fold(options.owner_name)
        found = wanted if wanted and wanted in self.shown else self._everywhere() or self._alike(wanted)
        if found:
            self.mine = {found}

    def _alike(self, wanted: str) -> str:
        """The one name that holds the words of the user's, or is held by it."""
        words = set(wanted.split())
        fit = [
            one
            for one in self.shown
            if words and one and (words <= set(one.split()) or set(one.split()) <= words)
        ]
        return fit[0] if len(fit) == 1 else ""

    def _everywhere(self) -> str:
        counted = Counter(name for names in self.conversations.values() for name in names).most_common(2)
        if not counted or (len(counted) > 1 and counted[0][1] == counted[1][1]):
            return ""
        name, times = counted[0]
        return name if times >= _ENOUGH * len(self.conversations) else ""

    def is_owner(self, who: _Who) -> bool:
        """Whether this is the user. Names decide: the file often leaves out the address of its owner."""
        return fold(who.name) in self.mine

    def profile_of(self, who: _Who) -> str:
        """The address of somebody's page, also where this message leaves it out and no namesake makes it doubtful."""
        known = self.profiles.get(fold(who.name), set())
        return who.profile or (next(iter(known)) if len(known) == 1 else "")


@dataclass(frozen=True)
class _Table:
    """The messages of one file."""

    table: CsvTable
    name: str

    def messages(self, names: set[str], *, watched: bool) -> Iterator[_Message | Skipped]:
        """Every row; ``names`` are senders known so far, to tell a comma in a name from one between two."""
        for row in self.table.rows(watched=watched):
            yield self._message(row, names)

    def _message(self, row: TableRow, names: set[str]) -> _Message | Skipped:
        where = f"{self.name}:{row.line}"
        if row.broken:
            return Skipped(where, row.broken)
        cells = dict(zip(reversed(self.table.header.normal), reversed(_padded(row.cells, self)), strict=True))
        if (not cells.get("from", "") and not cells.get("to", "")) or len(row.cells) < 3:
            return Skipped(where, "the row names neither a sender nor a recipient")
        sender = _Who(one_line(cells["from"]), cells.get("sender profile url", "").strip())
        return _Message(
            row.line,
            cells.get("conversation id", "") or f"{cells['from']}|{cells['to']}",
            sender,
            _recipients(cells, names),
            cells["date"],
            one_line(cells.get("subject", "")),
            cells.get("is message draft", "").casefold() in _DRAFT,
            "sponsored" in cells.get("folder", "").casefold()
            or "sponsored" in cells.get("conversation title", "").casefold(),
            cells.get("folder", "").strip().casefold() == "spam",
        )


def _padded(cells: list[str], table: _Table) -> list[str]:
    width = len(table.table.header.normal)
    return (cells + [""] * width)[:width]


def _recipients(cells: Mapping[str, str], names: set[str]) -> tuple[_Who, ...]:
    """Who a message went to: as many as there are addresses, whatever commas their names hold."""
    shown = one_line(cells.get("to", ""))
    urls = [url.strip() for url in cells.get("recipient profile urls", "").split(",") if url.strip()]
    if len(urls) == 1 or (not urls and shown in names):
        return (_Who(shown, urls[0] if urls else ""),)
    parts = _split_names(shown, names, len(urls))
    if len(parts) == len(urls):
        return tuple(_Who(*pair) for pair in zip(parts, urls, strict=True))
    if urls:  # names that can't be told apart; the addresses can
        return tuple(_Who(url.rstrip("/").rsplit("/", 1)[-1], url) for url in urls)
    return tuple(_Who(part) for part in parts)


def _split_names(shown: str, names: set[str], wanted: int) -> list[str]:
    pieces = [piece.strip() for piece in shown.split(",") if piece.strip()]
    parts: list[str] = []
    while pieces:
        take = next((n for n in range(len(pieces), 1, -1) if ", ".join(pieces[:n]) in names), 1)
        parts.append(", ".join(pieces[:take]))
        pieces = pieces[take:]
    return parts if not wanted or len(parts) == wanted else []


class LinkedInMessages:
    """LinkedIn's messages.csv."""

    kind = "linkedin-messages"
    help = "LinkedIn: Settings, Data privacy, Get a copy of your data, messages.csv."

    def looks_like(self, head: bytes, name: str) -> int:
        """Its headers say it whatever the file is called."""
        del name
        return CERTAIN if _header(split_lines(head_text(head))[:20]) else NO

    def looks_like_folder(self, folder: Path) -> int:
        """It is one file."""
        del folder
        return NO

    def read(self, path: Path, options: Options) -> Iterator[Item]:
        """One exchange for each message and person.

        Raises:
            ImportFailed: the file can't be read or has no header of such a file.
        """
        table = _open(path, options)
        if any(path.name.casefold().startswith(one) for one in _OTHERS):
            for row in table.table.rows():
                yield Skipped(
                    f"{path.name}:{row.line}", "a conversation with LinkedIn’s own guide, not with a person"
                )
            return
        cast = _Cast()
        for one in table.messages(cast.senders, watched=False):
            if isinstance(one, _Message) and not one.draft:
                cast.add(one)
        cast.find_owner(options)
        for one in table.messages(cast.senders, watched=True):
            yield from [one] if isinstance(one, Skipped) else _items(one, cast, table.name, options)
        for note in table.table.notes():
            yield Note(note)


def _open(path: Path, options: Options) -> _Table:
    start: list[str] = []
    for line, _ in TextFile(path, Decoder(options.encoding, options.locale), options.encoding).lines():
        start.append(line)
        if len(start) >= 20:
            break
    header = _header(start)
    if header is None:
        raise ImportFailed(
            f"{path.name} has no row with the headers FROM, TO and DATE, so it is not LinkedIn’s messages.csv.",
            "Ask LinkedIn for a copy of your data and import the messages.csv in it.",
        )
    return _Table(CsvTable(path, options, header, Decoder(options.encoding, options.locale)), path.name)


def _items(message: _Message, cast: _Cast, name: str, options: Options) -> Iterator[Item]:
    where = f"{name}:{message.line}"
    why = _left_out(message, cast)
    day = day_of_stamp(message.date, options)
    if not why and isinstance(day, str):
        why = day
    if not why and isinstance(day, date) and day > options.today:
        why = f"its date, {day}, is in the future"
    if why or not isinstance(day, date):
        yield Skipped(where, why)
        return
    sent = cast.is_owner(message.sender)
    people = [who for who in message.recipients if not cast.is_owner(who)] if sent else [message.sender]
    if len(people) > options.max_attendees:
        yield Skipped(where, f"it went to {len(people)} people")
        return
    for who in people or ():
        if fold(who.name) in ("", _NOBODY) and not who.profile:
            yield Skipped(where, "the other account was closed: it has no name")
            continue
        profile = cast.profile_of(who)
        identity = profile.casefold().rstrip("/") or fold(who.name)
        yield Exchange(
            day=day,
            name=who.name,
            kind="message",
            key=f"linkedin:{message.conversation}:{message.date.strip().removesuffix('UTC').strip()}:{'sent' if sent else 'received'}:{identity}",
            profile=profile,
            direction="sent" if sent else "received",
            subject=message.subject if options.keep_subject else "",
            where=where,
        )
    if not people:
        yield Skipped(where, "a note to yourself")


def _left_out(message: _Message, cast: _Cast) -> str:
    if message.draft:
        return "a draft that was never sent"
    if not cast.mine:
        shown = sorted({who.name for who in (message.sender, *message.recipients) if who.name})
        return f"it can’t be told which of {' and '.join(shown[:3])} is you; set me: name in connectkit.yaml"
    if cast.is_owner(message.sender):
        return ""
    if message.spam:
        return "it is spam"
    if message.sponsored:
        return "an advertisement (sponsored message)"
    if fold(message.sender.name) == _NOBODY or (not message.sender.profile and cast.profiles):
        return "sent by an advertiser or a closed account: the sender has no profile"
    return ""


FORMAT = LinkedInMessages()
