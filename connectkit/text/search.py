"""Looks words up as people type them: the beginning of a word is enough, one typo is forgiven. All texts are folded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from connectkit.text.lazy import pattern

_NO_BLANKS = pattern("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
SIGNS = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum()) + "“”„’‘…–—·•"
"""What stands around words."""


def starts(word: str) -> re.Pattern[str]:
    """Where a word begins with these letters; anywhere, in scripts that put no blanks between words."""
    begin = "" if _NO_BLANKS.search(word) else r"(?<![^\W_])"
    return re.compile(begin + re.escape(word))


def near(word: str, vocabulary: Mapping[str, str]) -> set[str]:
    """The words of the sheet that begin with this one but for one letter wrong, missing, too many or swapped."""
    half = len(word) // 2
    parts = word[:half], word[half:], word[: half - 1] + word[half] + word[half - 1]
    return {
        one
        for one, told in vocabulary.items()
        if any(part in told for part in parts) and _one_typo(word, told.strip(SIGNS))
    }


def _one_typo(word: str, other: str) -> bool:
    """True where ``other`` begins with ``word``, one edit apart."""
    for at, letter in enumerate(word):
        if at < len(other) and other[at] == letter:
            continue
        rest = other[at:]
        return (
            rest[1:].startswith(word[at + 1 :])  # another letter
            or rest.startswith(word[at + 1 :])  # one too many was typed
            or rest[1:].startswith(word[at:])  # one was left out
            or (rest[:2] == word[at : at + 2][::-1] != "" and rest[2:].startswith(word[at + 2 :]))
        )
    return False
