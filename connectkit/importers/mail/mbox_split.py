"""A mailbox file cut into its mails, in pieces of a megabyte, whatever its size.

A line ``From `` begins a mail only where one can begin: with an address or a time in it, behind an empty line, and
with a header under it. So a sentence that begins with the word From does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

CHUNK = 1 << 20
MOST_HEADERS = 256 * 1024
PEEK = 4096
"""So much of a mail behind its headers is looked at, for telling answers to invitations."""

_SEPARATOR = re.compile(
    rb"From (?:-|[^\r\n]*@[^\r\n]*|MAILER-DAEMON[^\r\n]*|[^\r\n]*\d{1,2}:\d{2}[^\r\n]*)[ \t]*\r?\n"
    rb"(?=>?[A-Za-z][A-Za-z0-9-]*[ \t]*:|>From |(\r?\n))"
)
_STRONG = re.compile(rb"From (?:\d{10,}@xxx|[^\r\n]* [A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}[^\r\n]* \d{4}|-)")
_END = re.compile(rb"\r?\n\r?\n")
_OVERLAP = 4096


class RawMail(NamedTuple):
    """One mail: its number in the file from 1, its headers, and the first bytes of what follows them."""

    number: int
    head: bytes
    peek: bytes


def mails(file: BinaryIO) -> Iterator[tuple[RawMail, int]]:
    """Each mail of a mailbox, and how many bytes were read since the one before."""
    number = told = 0
    start: bytearray | None = None  # the beginning of the mail that is being read
    buffer, at, scan, final = (
        b"\n\n",
        2,
        0,
        False,
    )  # ``at``: what stands before it belongs to ``start`` already
    while not final:
        chunk = file.read(CHUNK)
        final = not chunk
        told += len(chunk)
        buffer += chunk.removeprefix(b"\xef\xbb\xbf") if buffer == b"\n\n" else chunk
        limit = len(buffer) if final else max(at, len(buffer) - _OVERLAP)
        for begin, end in _separators(buffer, scan, limit):
            if start is not None:
                _feed(start, buffer, at, begin)
                number += 1
                yield split_mail(number, bytes(start)), told
                told = 0
            start, at = bytearray(), end
        if start is not None:
            _feed(start, buffer, at, limit)
        cut = max(at, limit)
        kept = min(cut, 4)
        buffer, at, scan = buffer[cut - kept :], kept, kept - 1
    if start is not None:
        yield split_mail(number + 1, bytes(start)), told


def _separators(buffer: bytes, scan: int, limit: int) -> Iterator[tuple[int, int]]:
    """Where the lines that begin a mail stand."""
    while (newline := buffer.find(b"\nFrom ", scan, limit + 5)) >= 0:
        found = _SEPARATOR.match(buffer, newline + 1)
        scan = newline + 1
        if found is not None:
            empty = buffer[max(0, newline - 2) : newline + 1].endswith((b"\n\n", b"\n\r\n"))
            strong = _STRONG.match(found[0]) is not None
            if (empty and strong) or (found[1] is None and (empty or strong)):
                yield newline + 1, found.end()
                scan = found.end() - 1


def _feed(start: bytearray, buffer: bytes, at: int, end: int) -> None:
    room = MOST_HEADERS + PEEK - len(start)
    if room > 0:
        start += buffer[at : min(end, at + room)]


def split_mail(number: int, data: bytes) -> RawMail:
    """A mail's beginning as headers and what follows them."""
    data = data.lstrip(b"\r\n")
    found = _END.search(data)
    if found is None:
        return RawMail(number, data[:MOST_HEADERS], b"")
    return RawMail(number, data[: min(found.start(), MOST_HEADERS)], data[found.end() : found.end() + PEEK])
