"""vCard files as cards of properties: bytes first, so that one odd card never costs another.

Line ends, folds inside a letter, quoted-printable breaks and photos of a thousand lines are dealt with before a
single byte becomes text; only then are charsets applied, property by property.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from connectkit.importers.text import CHUNK, Decoder, clean, encoding_of

_BEGIN, _END = b"BEGIN:VCARD", b"END:VCARD"
_PROPERTY = re.compile(rb"(?:[A-Za-z0-9_-]+\.)?[A-Za-z][A-Za-z0-9_-]*[;:]")
_LINE = re.compile(
    rb"(?:([A-Za-z0-9_-]+)\.)?([A-Za-z][A-Za-z0-9_-]*)((?:;(?:[^\":;]|\"[^\"]*\")*)*):(.*)", re.DOTALL
)
_QUOTED_PRINTABLE = re.compile(rb"^[^:]*;\s*(?:ENCODING=)?QUOTED-PRINTABLE", re.IGNORECASE)
_BULKY = frozenset(
    {b"PHOTO", b"LOGO", b"SOUND", b"KEY", b"AGENT", b"LABEL", b"X-MS-OL-DESIGN", b"X-MS-CARDPICTURE"}
)
_LONG = frozenset({b"NOTE", b"ADR", b"LABEL"})
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card: its name in capitals, its parameters (``TYPE`` → {"HOME"}) and its raw value."""

    name: str
    params: dict[str, set[str]]
    value: str
    group: str = ""

    def types(self) -> set[str]:
        """The words of TYPE, bare ones included, in capitals."""
        return self.params.get("TYPE", set()) | self.params.get("", set())

    def text(self) -> str:
        """The whole value, escapes undone."""
        return clean(unescape(self.value))

    def parts(self) -> list[str]:
        """The value split at its unescaped semicolons."""
        return [clean(unescape(part)) for part in split_at(self.value, ";")]


@dataclass
class Card:
    """One card: the line it begins in and its properties. ``whole`` is False where its END is missing."""

    line: int
    properties: list[Property] = field(default_factory=list)
    whole: bool = True

    def first(self, name: str) -> Property | None:
        """The first property of a name that is not empty."""
        return next((one for one in self.all(name) if one.value.strip(" ;")), None)

    def all(self, name: str) -> list[Property]:
        """All properties of a name."""
        return [one for one in self.properties if one.name == name]


def unescape(text: str) -> str:
    r"""The text behind ``\n``, ``\,``, ``\;``, ``\:`` and ``\\``."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def split_at(text: str, mark: str) -> list[str]:
    """The text split where the mark is not escaped."""
    if "\\" not in text:
        return text.split(mark)
    pieces, start, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == mark:
            pieces.append(text[start:at])
            start = at + 1
        at += 1
    return [*pieces, text[start:]]


def cards(path: Path, decoder: Decoder, seen: Seen | None = None) -> Iterator[Card]:
    """The cards of a file one by one, each with what could be read of it."""
    raw: list[bytes] = []
    start, depth = 0, 0
    skipping = False
    for number, line in enumerate(_lines(path, seen or Seen()), start=1):
        mark = line.strip().upper()
        if mark.startswith(_BEGIN):
            if depth and not _is_agent(raw):
                yield _card(raw, start, decoder, whole=False)
                depth = 0
            depth += 1
            if depth == 1:
                raw, start = [], number
            skipping = False
        elif mark == _END:
            depth = max(0, depth - 1)
            if depth == 0 and start:
                yield _card(raw, start, decoder, whole=True)
                raw, start = [], 0
        elif depth == 1:
            if _PROPERTY.match(line):
                skipping = _name(line) in _BULKY and not _QUOTED_PRINTABLE.match(line)
                raw.append(line[:64] if skipping else line)
            elif not skipping:
                raw.append(line)
    if depth and start:
        yield _card(raw, start, decoder, whole=False)


@dataclass
class Seen:
    """How many bytes of the file were read."""

    size: int = 0


def _name(line: bytes) -> bytes:
    return re.split(rb"[;:]", line, maxsplit=1)[0].rpartition(b".")[2].upper()


def _is_agent(raw: list[bytes]) -> bool:
    return bool(raw) and _name(raw[-1]) == b"AGENT"


def _lines(path: Path, seen: Seen) -> Iterator[bytes]:
    """Physical lines without their ends (CR, LF, CRLF, CRCRLF), as UTF-8 or the card's own charset."""
    with path.open("rb") as file:
        head = file.read(65_536)
        file.seek(0)
        name, mark = encoding_of(head)
        if name and name != "utf-8":
            text = file.read()[mark:].decode(name, errors="connectkit-question")
            seen.size = len(text)
            yield from re.split(rb"\r*\n|\r", text.encode("utf-8", "surrogatepass"))
            return
        file.seek(mark)
        end = b"\n" if b"\n" in head or b"\r" not in head else b"\r"
        rest = b""
        for chunk in iter(lambda: file.read(CHUNK), b""):
            seen.size += len(chunk)
            pieces = (rest + chunk).split(end)
            rest = pieces.pop()
            for piece in pieces:
                yield piece.rstrip(b"\r")
        if rest:
            yield rest.rstrip(b"\r")


def _card(raw: Iterable[bytes], start: int, decoder: Decoder, *, whole: bool) -> Card:
    card = Card(start, whole=whole)
    for line in _unfolded(raw):
        one = _property(line, decoder)
        if one is not None:
            card.properties.append(one)
    return card


def _unfolded(raw: Iterable[bytes]) -> Iterator[bytes]:
    """Whole properties: folds joined as bytes, soft breaks of quoted-printable taken out."""
    current: list[bytes] = []
    soft = quoted = False
    for line in _cut_at_cr(raw):
        if soft:
            line = line[1:] if line[:1] in (b" ", b"\t") else line
            current[-1] = current[-1][:-1]
            current.append(line)
        elif line[:1] in (b" ", b"\t") and current:
            current.append(line[1:])
        elif _PROPERTY.match(line):
            if current:
                yield b"".join(current)
            current, quoted = [line], bool(_QUOTED_PRINTABLE.match(line))
        elif current and line and (line.startswith(b"\r") or _name(current[0]) in _LONG):
            current.append(b"\n" + line.lstrip(b"\r"))
        soft = quoted and bool(current) and current[-1].endswith(b"=")
    if current:
        yield b"".join(current)


def _cut_at_cr(raw: Iterable[bytes]) -> Iterator[bytes]:
    """Lines cut at a bare CR; a piece that begins no property keeps the CR in front, as part of a value."""
    for line in raw:
        if b"\r" not in line:
            yield line
            continue
        first, *more = line.split(b"\r")
        yield first
        for piece in more:
            yield piece if _PROPERTY.match(piece) or piece[:1] in (b" ", b"\t") else b"\r" + piece


def _property(line: bytes, decoder: Decoder) -> Property | None:
    found = _LINE.match(line)
    if found is None:
        head, colon, value = line.partition(b":")
        if not colon:
            return None
        group, name, params = b"", head.split(b";")[0].rpartition(b".")[2], b""
    else:
        group, name, params, value = (piece or b"" for piece in found.groups())
    options = _params(decoder.text(params))
    return Property(
        name.decode("ascii", "ignore").upper(),
        options,
        _decoded(value, options, decoder),
        group.decode().casefold(),
    )


def _params(text: str) -> dict[str, set[str]]:
    options: dict[str, set[str]] = {}
    for piece in re.findall(r';((?:[^";]|"[^"]*")*)', text):
        key, equals, value = piece.partition("=")
        words = (
            {word.strip().strip('"').upper() for word in value.strip().strip('"').split(",")}
            if equals
            else {key.strip().upper()}
        )
        options.setdefault(key.strip().upper() if equals else "", set()).update(words - {""})
    return options


def _decoded(value: bytes, options: dict[str, set[str]], decoder: Decoder) -> str:
    encodings = options.get("ENCODING", set()) | options.get("", set())
    if "QUOTED-PRINTABLE" in encodings:
        value = quopri.decodestring(value)
    for charset in options.get("CHARSET", ()):
        try:
            return value.decode(charset)
        except (LookupError, UnicodeDecodeError):
            break
    return decoder.text(value)
