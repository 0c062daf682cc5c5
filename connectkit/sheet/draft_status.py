"""A draft's text as it was made: by its mark a text nobody touched is known again, and may expire."""

from __future__ import annotations

import hashlib

from connectkit.sheet.tables import Record

EXPIRED = "Expired"
"""The Status of a draft whose occasion passed and that nobody touched."""


def written(subject: str, message: str) -> str:
    """The mark of a draft's text as it was made, by which a text nobody touched is known again."""
    words = " ".join(f"{subject}\n{message}".split())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


def untouched(record: Record) -> bool:
    """Whether the text is still the one that was drafted; False for drafts made before this was remembered."""
    return record["written"] == written(record["subject"], record["message"])
