"""IDs of rows: how they are minted, what they begin with, and the mark of what a row held when it was filed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from zlib import crc32

from connectkit import schema
from connectkit.model import AppendRow, CellValue, Seal, blank
from connectkit.sheet.cells import as_text

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""No i, l, o and u: an ID may have to be read out or copied by hand."""

KINDS = {"contacts": "ck", "drafts": "dk", "log": "lk", "promises": "pk", "proposals": "qk"}
_PAIRS = [a + b for a in ALPHABET for b in ALPHABET]


def seal(tab: str, one: str, values: Mapping[str, CellValue]) -> Seal:
    """The mark of a row of this tab and this ID: a hash of what it holds in the user's own columns."""
    theirs = {column.key for column in schema.tab(tab).columns if column.owner is schema.Owner.USER}
    told = "\x1f".join(
        f"{key}={as_text(value)}"
        for key, value in sorted(values.items())
        if key in theirs and not blank(value)
    )
    return Seal(tab, one, hashlib.sha256(told.encode()).hexdigest()[:12])


def sealed(row: AppendRow) -> Seal:
    """The mark of a row that is about to be appended."""
    return seal(row.tab, row.id, row.values)


def check_of(name: str) -> str:
    """Four letters that depend on the name alone."""
    code = crc32(name.encode("utf-8", "surrogatepass"))
    return _PAIRS[code & 1023] + _PAIRS[code >> 10 & 1023]


def mint(tab: str, name: str, new_id: Callable[[], str]) -> str:
    """A new ID for a row of this tab."""
    return (
        f"{KINDS.get(tab, 'xk')}-{new_id()}-{check_of(name)}"
        if tab == "contacts"
        else f"{KINDS.get(tab, 'xk')}-{new_id()}"
    )


def letters(*parts: str) -> str:
    """Twelve letters that depend on the texts alone: the ID of what is the same however often it is read."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).digest()
    return "".join(ALPHABET[byte % 32] for byte in digest[:12])
