"""What to call a person, from whatever stands in a name cell.

A wrong first name spoils a message more surely than anything else in it, so nothing is guessed: titles, credentials
and decoration are dropped, and where the parts of a name can't be told apart the first word stays whole.
"""

from __future__ import annotations

import re
import unicodedata


def _set(words: str) -> frozenset[str]:
    """The words of a line, so that a list of words stays readable as one."""
    return frozenset(words.split())


_TITLES = _set(
    "dr prof professor mr mrs ms mx miss sir dame rev hon herr frau dipl-ing dipl ing mag med lic sra srta mme mlle "
    "monsieur madame signor signora eng capt col maj lt"
)
_CREDENTIALS = _set(
    "phd ph.d md m.d mba msc m.sc bsc b.sc ma m.a ba b.a jd j.d llm ll.m esq cpa cfa pmp pe rn dds dvm edd mph mfa "
    "ceng fca acca shrm-cp sphr csm cissp jr sr ii iii iv frcs fracp mbbs dphil dba"
)
_COMPANY = _set(
    "gmbh inc ltd llc ag plc corp co kg ug sarl bv nv srl spa pty limited company studio agency group foundation "
    "university institute bakery partners consulting solutions e.v ev verein association team"
)
_PARTICLES = _set("van von de der den del della di da dos du la le el al bin ibn ter ten zu zum")
_JOINERS = frozenset({"&", "+", "and", "und", "y", "et"})
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def first_name(text: str) -> str:
    """What to call the person: ``"Dr. Ana Lima"``, ``"Lima, Ana"`` and ``"Ana Lima, PhD 🚀"`` all give ``"Ana"``.

    A title before a single name stays (``"Frau Lima"``), a couple stays a couple (``"Ana & Ben"``), a company and a
    name in Chinese, Japanese or Korean script stay whole. ``""`` for a cell without letters.
    """
    plain = _letters(re.sub(r"\([^)]*\)", " ", text.split("\n")[0]))
    if "@" in plain:
        return next((_proper(word) for word in re.split(r"[^\w'’]|[\d_]", plain) if word), "")
    cleaned = _given_first(plain)
    words = cleaned.split()
    if not any(char.isalnum() for char in cleaned):
        return ""
    if _UNSPACED.search(cleaned) or any(_bare(word) in _COMPANY for word in words[1:]):
        return cleaned
    return _called(words)


def name_words(name: str) -> frozenset[str]:
    """The words of a name as texts are compared: casefolded, without marks."""
    return frozenset(re.findall(r"[^\W\d_]+", name.casefold()))


def _called(words: list[str]) -> str:
    rest = list(words)
    while len(rest) > 1 and _bare(rest[0]) in _TITLES:
        rest.pop(0)
    if len(rest) == 1 and len(words) > 1:
        return " ".join(words)
    if len(rest) > 2 and rest[1].casefold() in _JOINERS:
        return f"{_proper(rest[0])} {rest[1]} {_proper(rest[2])}"
    if len(rest) > 2 and re.fullmatch(r"\w\.", rest[0]):
        return _proper(rest[1])
    return " ".join(rest) if re.fullmatch(r"\w\.?", rest[0]) else _proper(rest[0])


def _given_first(plain: str) -> str:
    """``"Lima, Ana"`` as ``"Ana Lima"``; what follows the comma is dropped when it is no given name."""
    pieces = [piece.strip() for piece in plain.split(",")]
    pieces = [
        piece for piece in pieces if piece and not all(_bare(word) in _CREDENTIALS for word in piece.split())
    ]
    if not pieces:
        return ""
    words = [word for i, word in enumerate(pieces[0].split()) if not i or _bare(word) not in _CREDENTIALS]
    surname = len([word for word in words if word.casefold() not in _PARTICLES]) == 1
    if surname and len(pieces) > 1 and not any(_bare(word) in _COMPANY for word in pieces[1].split()):
        return f"{pieces[1]} {' '.join(words)}"
    return " ".join(words)


def _letters(text: str) -> str:
    """The text without emoji, symbols and invisible marks; what joins or abbreviates names stays."""
    kept = (char if unicodedata.category(char)[0] in "LMN" or char in " .,'’-&+@_" else " " for char in text)
    return " ".join("".join(kept).split())


def _bare(word: str) -> str:
    return word.casefold().strip(".")


def _proper(word: str) -> str:
    """The word with a capital when it was typed all small or all large; anything in between is the person's own."""
    if word.islower() or (word.isupper() and len(word) > 2):
        return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
    return word
