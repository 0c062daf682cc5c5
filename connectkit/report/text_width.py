"""Text as a terminal shows it: how wide it is, where it may be broken, and without what could steer the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_STEERS_TEXT = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")


def clean(text: str) -> str:
    """One line without control characters, escape sequences' first byte included, and without direction marks."""
    kept = (" " if _is_control(char) else char for char in text if char not in _STEERS_TEXT)
    return " ".join("".join(kept).split())


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs")


def width(text: str) -> int:
    """Columns a text takes: two for wide letters, none for combining marks."""
    return len(text) if text.isascii() else sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, columns: int) -> str:
    """The text filled with blanks to so many columns, or cut to them with an ellipsis."""
    if width(text) > columns:
        text = _cut(text, columns - 1) + "…"
    return text + " " * (columns - width(text))


def _cut(text: str, columns: int) -> str:
    used = 0
    for index, char in enumerate(text):
        used += _columns(char)
        if used > columns:
            return text[:index]
    return text


def wrap(text: str, columns: int, *, first: str = "", rest: str = "") -> Iterator[str]:
    """The text in lines of at most so many columns (a longer word stays whole), led by ``first``, then ``rest``."""
    line, bare = first, True
    for word in text.split():
        glue = "" if bare else " "
        if not bare and width(line) + len(glue) + width(word) > columns:
            yield line
            line, glue = rest, ""
        line, bare = line + glue + word, False
    yield line.rstrip()
