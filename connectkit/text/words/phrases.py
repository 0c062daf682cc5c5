"""Phrases of the word files as patterns: ``word*`` is any ending, ``~`` up to three words between."""

from __future__ import annotations

import re
from collections.abc import Iterable

from connectkit.text.lazy import pattern

WORD = r"[^\W_]"
_GAP = r"(?:[^\s,.;:!?]+ ){0,3}"
NOTHING = pattern(r"(?!)")


def phrases(lines: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds any of these folded phrases as whole words; finds nothing where there are none."""
    found = [_pattern(line) for line in lines]
    if not found:
        return NOTHING
    return re.compile(rf"(?<!{WORD})(?:{'|'.join(found)})(?!{WORD})")


def _pattern(phrase: str) -> str:
    parts = []
    for word in phrase.removesuffix(" ?*").split(" "):
        if word == "~":
            parts.append(_GAP)
        else:
            parts.append((rf"{WORD}+" if word == "*" else word.replace("*", rf"{WORD}*")) + " ")
    return "".join(parts).removesuffix(" ")
