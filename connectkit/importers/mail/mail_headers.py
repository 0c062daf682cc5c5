"""The headers of one mail, read from its bytes as mail really is.

The parser of the standard library stops at the first line that is no header and loses zones and addresses it does
not expect; here each header stands for itself, and only those that are asked for are decoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.errors import HeaderParseError
from email.header import decode_header

from connectkit.importers.text import one_line

Headers = dict[str, list[bytes]]

_FOLD = re.compile(rb"\r?\n[ \t]+|\r(?=[ \t])")
_NAME = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*")
_WORD = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=")
_PAGES = {
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "shift_jis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
}
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+")
_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: at for at, name in enumerate(_SHORT, 1)}
_ZONES = {"ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
          "pdt": -7, "cet": 1, "cest": 2, "met": 1, "mest": 2, "eet": 2, "eest": 3, "bst": 1, "jst": 9}  # fmt: skip
_CLOCK = r"(\d{1,2}) ?: ?(\d{2})(?: ?: ?(\d{2}))?"
_USUAL = re.compile(
    rf"(?:[^\W\d]+\.?,? ?)?(\d{{1,2}})[ -]([a-z]{{3}})[a-z]*\.?,?[ -](\d{{2,4}}),? {_CLOCK}(?: ?([ap]m))?(.*)"
)
_ASCTIME = re.compile(rf"(?:[a-z]+,? )?([a-z]{{3}})[a-z]*\.? (\d{{1,2}}),? (?:(\d{{4}}) )?{_CLOCK}(.*)")
_ISO = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}})[t ]{_CLOCK}(?:\.\d+)?(.*)")
_OFFSET = re.compile(r"(?:gmt|utc)?([+-])(\d{2}):?(\d{2})")


def split_headers(block: bytes) -> Headers:
    """The headers of a mail by casefolded name, each with its values unfolded; lines that are no header are lost."""
    found: Headers = {}
    for line in re.split(rb"\r?\n|\r", _FOLD.sub(b" ", block)):
        match = _NAME.match(line)
        if match is not None:
            found.setdefault(match[1].decode("ascii").casefold(), []).append(line[match.end() :].strip())
    return found


def raw(headers: Headers, name: str) -> str:
    """The first value of a header, its bytes as text: UTF-8, else letter for letter; ``""`` if it is missing."""
    values = headers.get(name)
    return _text(values[0]) if values else ""


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def decoded(text: str) -> str:
    """A header's text with its encoded words read, on one line; a word that can't be read stays as it is."""
    if "=?" not in text:
        return one_line(text)
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError):
        return one_line(text)
    return one_line("".join(_part(part, charset) for part, charset in parts))


def _part(part: str | bytes, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    name = (charset or "utf-8").casefold()
    for page in (_PAGES.get(name, name), "utf-8", "latin-1"):
        try:
            return part.decode(page)
        except (LookupError, UnicodeDecodeError):
            continue
    return ""


def addresses(text: str) -> Iterator[tuple[str, str]]:
    """Each (name, address) of a header; groups are opened, empty places and what holds no address left out."""
    for piece in _pieces(text):
        name, address = _one(piece)
        if not address and _WORD.search(piece):  # the whole "Name" <address> was put into an encoded word
            name, address = _one(decoded(piece))
        if address:
            name = decoded(name).strip("\"' ")
            yield ("" if name.casefold() == address.casefold() else name), address


def _pieces(text: str) -> Iterator[str]:
    """The text cut at commas, semicolons and group names that stand outside of quotes, brackets and comments."""
    piece: list[str] = []
    quoted = angle = False
    depth = 0
    letters = iter(text)
    for letter in letters:
        if letter == "\\":
            piece.append(letter + next(letters, ""))
            continue
        if letter == '"' and not depth:
            quoted = not quoted
        elif not quoted:
            depth = max(0, depth + (letter == "(") - (letter == ")"))
            angle = (angle or letter == "<") and letter != ">"
            if letter in ",;" and not depth and not angle:
                yield "".join(piece)
                piece.clear()
                continue
            if letter == ":" and not depth and not angle:
                piece.clear()
                continue
        piece.append(letter)
    yield "".join(piece)


_COMMENT = re.compile(r"\(((?:[^()\\]|\\.|\([^()]*\))*)\)")


def _one(piece: str) -> tuple[str, str]:
    """Name and address of one piece."""
    start, end = piece.rfind("<"), piece.rfind(">")
    if -1 < start < end:
        inside = _COMMENT.sub("", piece[start + 1 : end]).rsplit(":", 1)[-1]
        return _unquoted(_COMMENT.sub("", piece[:start])) or _said(piece[:start]), _checked(inside)
    return _said(piece), _checked(_COMMENT.sub("", piece))


def _said(piece: str) -> str:
    found = _COMMENT.search(piece)
    return found[1].strip() if found else ""


def _unquoted(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name.strip().strip('"')).strip()


def _checked(address: str) -> str:
    address = "".join(address.split()).strip("'\"").removeprefix("mailto:")
    return address if _ADDRESS.fullmatch(address) else ""


def moment(text: str) -> datetime | None:
    """The moment of a Date header, with its zone (UTC where the header has none or an unknown one); None if unreadable."""
    found = _fields(" ".join(_COMMENT.sub(" ", text).casefold().split()))
    if found is None:
        return None
    year, month, day, hour, minute, rest = found
    try:
        return datetime(year, month, day, hour, minute, tzinfo=_zone(rest))
    except (ValueError, OverflowError):
        return None


def _fields(text: str) -> tuple[int, int, int, int, int, str] | None:
    if found := _USUAL.fullmatch(text):
        month = _MONTHS.get(found[2], 0)
        hour = int(found[4]) % 12 + 12 * (found[7] == "pm") if found[7] else int(found[4])
        return _full_year(found[3]), month, int(found[1]), hour, int(found[5]), found[8]
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3]), int(found[4]), int(found[5]), found[7]
    if found := _ASCTIME.fullmatch(text):
        behind = re.search(r"\b(\d{4})$", found[7])
        year = found[3] or (behind[1] if behind else "0")
        rest = found[7][: behind.start()] if behind and not found[3] else found[7]
        return int(year), _MONTHS.get(found[1], 0), int(found[2]), int(found[4]), int(found[5]), rest
    return None


def _full_year(text: str) -> int:
    year = int(text)
    return year if len(text) > 3 else year + 1900 if year >= 50 else year + 2000


def _zone(rest: str) -> tzinfo:
    rest = rest.strip()
    found = _OFFSET.match(rest)
    if found is None:
        return timezone(timedelta(hours=_ZONES.get(rest.split(" ")[0], 0)))
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-offset if found[1] == "-" else offset) if offset < timedelta(hours=15) else UTC


def received(headers: Headers) -> datetime | None:
    """When the mail reached its last stop, as that computer says; None for one that never travelled."""
    for value in headers.get("received", []):
        found = moment(_text(value).rpartition(";")[2])
        if found is not None:
            return found
    return None
