"""Bytes of unknown age and origin as text that can stand in a sheet.

Exports come in UTF-8, UTF-16 with and without a mark, and the old code page of the PC that wrote them. A wrong
letter written to a sheet can't be undone, so the page is found out line by line, told where it was a guess, and the
replacement character is never written.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from connectkit.errors import ImportFailed
from connectkit.sheet.headers import is_known, known_as
from connectkit.text.plain import visible

CHUNK = 262_144
LONGEST_LINE = 16 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PAGES = {
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro", "sq"), "cp1250"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "sr"), "cp1251"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    "el": "cp1253", "tr": "cp1254", "he": "cp1255", "ar": "cp1256", "fa": "cp1256", "th": "cp874", "vi": "cp1258",
    "ja": "cp932", "ko": "cp949", "zh": "gb18030", "zh_tw": "cp950", "zh_hk": "cp950",
}  # fmt: skip
_NAMES = {
    "cp932": "Shift-JIS", "cp949": "Korean (949)", "gb18030": "GB 18030", "cp950": "Big5", "cp874": "Thai (874)",
}  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_RUNS = re.compile(rb"[\xc0-\xff]{3,}")
_HIGH = re.compile(rb"[\x80-\xff]")


def _as_question_mark(error: UnicodeError) -> tuple[str, int]:
    return "?", getattr(error, "end", 1)


codecs.register_error("connectkit-question", _as_question_mark)


@dataclass
class Decoder:
    """Turns bytes into text, line by line or piece by piece, and remembers what it had to assume.

    ``page`` is the code page for what is not UTF-8; ``""``: found out at the first such bytes. ``guessed`` is
    the page used, ``lost`` the number of pieces in which a letter could not be read.
    """

    page: str = ""
    locale: str = ""
    guessed: str = ""
    lost: int = 0
    _pages: dict[str, str] = field(default_factory=dict)

    def text(self, data: bytes) -> str:
        """The bytes as text: UTF-8 where they are, else the legacy page."""
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return self.legacy(data)

    def legacy(self, data: bytes) -> str:
        """Bytes that are not UTF-8."""
        page = self.page = self.page or page_of(data, self.locale)
        self.guessed = page
        try:
            return data.decode(page)
        except UnicodeDecodeError:
            self.lost += 1
            return data.decode(page, errors="connectkit-question")

    def learn(self, head: bytes) -> None:
        """Decides on the code page from more than one line, where these bytes are not all UTF-8."""
        whole = head[: head.rfind(b"\n") + 1] or head
        try:
            whole.decode("utf-8")
        except UnicodeDecodeError:
            self.page = self.page or page_of(whole, self.locale)

    def notes(self, name: str) -> Iterator[str]:
        """What the user should know about the letters of this file."""
        if self.guessed:
            shown = _NAMES.get(self.guessed, self.guessed.replace("cp", "Windows-"))
            yield (
                f"{name} is not all UTF-8; its other letters were read as {shown}. If names look wrong, "
                "say which encoding it is with --encoding."
            )
        if self.lost:
            yield f"{name} holds letters that could not be read in {self.lost} places; each stands as a question mark."


def page_of(data: bytes, locale: str) -> str:
    """The code page these bytes were most likely written in: what they show, then the locale's."""
    language = locale.replace("-", "_").casefold()
    by_locale = _PAGES.get(language) or _PAGES.get(language.split("_")[0])
    known = {
        page: _headers_known(data, page) for page in (by_locale or "cp1252", "cp1250", "cp1251", "cp1254")
    }
    most = max(known, key=lambda page: known[page])
    if by_locale or known[most] > next(iter(known.values())):
        return most
    try:
        if len(_KANA.findall(data.decode("cp932"))) >= 2:
            return "cp932"
    except UnicodeDecodeError:
        pass
    high = len(_HIGH.findall(data))
    if high >= 4 and sum(map(len, _RUNS.findall(data))) * 3 > high * 2:
        return "cp1251"
    return "cp1252"


def _headers_known(data: bytes, page: str) -> int:
    """How many headers of the first lines can be read in this code page: they say in which language the file is."""
    lines = split_lines(data[:8192].decode(page, errors="ignore"))[:20]
    rows = ([cell.strip('" ') for cell in re.split("[,;\t]", line)] for line in lines)
    return max((sum(is_known(known_as(cell)) for cell in row) for row in rows), default=0)


def encoding_of(head: bytes) -> tuple[str, int]:
    """The encoding the first bytes tell and the length of their mark; ``("", 0)`` for one byte a letter or UTF-8."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name, len(bom)
    sample = head[:4096]
    if len(sample) >= 4 and b"\0" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if odd > len(sample) // 5 and odd > 4 * even:
            return "utf-16-le", 0
        if even > len(sample) // 5 and even > 4 * odd:
            return "utf-16-be", 0
    return "", 0


def decode(data: bytes, decoder: Decoder) -> str:
    """A whole file, or its first bytes, as text."""
    name, mark = encoding_of(data)
    if name and name != "utf-8":
        return data[mark:].decode(name, errors="connectkit-question")
    return decoder.text(data[mark:])


def head_text(head: bytes) -> str:
    """The first bytes of a file as text, for recognising it; a letter cut at the end is left out."""
    name, mark = encoding_of(head)
    if name and name != "utf-8":
        return head[mark:].decode(name, errors="ignore")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(head[mark:])
    except UnicodeDecodeError:
        whole = head[: head.rfind(b"\n") + 1] or head
        return whole.decode(page_of(whole, ""), errors="ignore")


@dataclass
class TextFile:
    """A text file read line by line in bounded memory, whatever its encoding and line ends."""

    path: Path
    decoder: Decoder
    encoding: str = ""

    def lines(self) -> Iterator[tuple[str, int]]:
        """Each line with its line end, and how many bytes it took (for wide encodings: about).

        Raises:
            ImportFailed: the file can't be opened, or a line is longer than 16 MB.
        """
        try:
            with self.path.open("rb") as file:
                head = file.read(65_536)
                name, mark = encoding_of(head)
                file.seek(mark)
                self.decoder.learn(head)
                if self.encoding or (name and name != "utf-8"):
                    yield from self._wide(file, self.encoding or name)
                else:
                    for line in byte_lines(file, self.path.name):
                        yield self.decoder.text(line), len(line)
        except OSError as error:
            raise unreadable(self.path, error) from error

    def _wide(self, file: BinaryIO, encoding: str) -> Iterator[tuple[str, int]]:
        try:
            reader = codecs.getincrementaldecoder(encoding)(errors="connectkit-question")
        except LookupError:
            raise ImportFailed(
                f"“{encoding}” is no encoding.", "Write for example --encoding cp1252 or --encoding utf-16."
            ) from None
        width = 2 if "16" in encoding else 4 if "32" in encoding else 1
        rest = ""
        for chunk in iter(lambda: file.read(CHUNK), b""):
            pieces = split_lines(rest + reader.decode(chunk))
            rest = pieces.pop() if pieces else ""
            for piece in pieces:
                yield piece, width * len(piece)
        for piece in split_lines(rest + reader.decode(b"", final=True)):
            yield piece, width * len(piece)


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def split_lines(text: str) -> list[str]:
    """The lines of a text with their ends; only CR and LF end a line."""
    return _LINE.findall(text)


def byte_lines(file: BinaryIO, name: str) -> Iterator[bytes]:
    """The lines of an open file with their ends, which may be LF, CRLF or CR.

    Raises:
        ImportFailed: a line is longer than 16 MB, so the file is no text.
    """
    rest = b""
    for chunk in iter(lambda: file.read(CHUNK), b""):
        pieces = (rest + chunk).splitlines(keepends=True)
        rest = pieces.pop() if not pieces[-1].endswith(b"\n") else b""
        yield from pieces
        if len(rest) > LONGEST_LINE:
            raise ImportFailed(
                f"{name} has a line of more than 16 MB, so it is no text connectkit knows.",
                "See connectkit import --help for the kinds of files.",
            )
    yield from rest.splitlines(keepends=True)


def unreadable(path: Path, error: OSError) -> ImportFailed:
    """The sentence for a file the system does not hand out."""
    return ImportFailed(f"{path} can't be read ({error.strerror or error}).", "Look at its name and rights.")


def clean(text: str) -> str:
    """One value as it may stand in a sheet: trimmed, without direction marks and control characters, no U+FFFD."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = visible(text)
    if "\ufffd" in text:
        text = text.replace("\ufffd", "?")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()


def one_line(text: str) -> str:
    """One value on one line, blanks run together."""
    return " ".join(clean(text).split())


_GUARD = re.compile("'(?='*[=+\\-@\t\r\n＝＋－＠])| (?=[=+\\-@])")


def unguarded(text: str) -> str:
    """The value without the one apostrophe or blank that exporters set before ``= + - @``, ours included."""
    found = _GUARD.match(text)
    return text[1:] if found else text


def joined(parts: Iterable[str], mark: str = " ") -> str:
    """The parts that are not empty, joined."""
    return mark.join(part for part in parts if part)
