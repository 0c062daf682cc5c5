"""The pieces of a name cell: its words without decoration, which side of a comma the first name stands, titles."""

from __future__ import annotations

import unicodedata

from connectkit.text import name_words as words


def titles(parts: list[str]) -> tuple[list[str], list[str]]:
    """The titles at the front, and the name behind them."""
    known = words.HONORIFICS | words.DEGREES | words.OFFICES | words.WITH_GIVEN | words.SILENT
    at = 0
    while at < len(parts) and bare(parts[at]) in known and (at or bare(parts[0]) not in words.SILENT):
        at += 1
    return parts[:at], parts[at:]


def given_first(plain: str, company: str) -> tuple[str, bool]:
    """``"Lima, Ana"`` as ``"Ana Lima"``, and whether the comma said so; what is no name is dropped."""
    pieces = [piece.strip() for piece in plain.split(",")]
    pieces = [
        piece
        for piece in pieces
        if piece and piece.casefold() != company.strip().casefold() and not all(bare(word) in words.CREDENTIALS for word in piece.split())
    ]  # fmt: skip
    if not pieces:
        return "", False
    kept = [word for i, word in enumerate(pieces[0].split()) if not i or bare(word) not in words.CREDENTIALS]
    if len(pieces) > 1 and _turned(kept, pieces[1]):
        return f"{pieces[1]} {' '.join(kept)}", True
    return " ".join(kept), False


def _turned(before: list[str], after: str) -> bool:
    """Whether the comma divides family name and first name, and not a name and a firm, a place or a role."""
    names = after.split()
    if any(bare(word) in words.COMPANY | words.ROLES for word in names) or not names[0][:1].isalpha():
        return False
    surnames = [word for word in before if word.casefold() not in words.PARTICLES]
    if len(surnames) == 1:
        return True
    rest = titles(names)[1]
    given = (rest or names)[0].casefold() in words.GIVEN
    return given or (before[0].casefold() not in words.GIVEN and len(rest) <= 2 and len(surnames) <= 2)


def firm(text: str) -> bool:
    return any(bare(word) in words.COMPANY for word in text.split())


def letters(text: str) -> str:
    """The text without emoji, symbols and invisible marks; what joins or abbreviates names stays."""
    kept = (char if unicodedata.category(char)[0] in "LMN" or char in " .,'’-&+_/" else " " for char in text)
    return " ".join("".join(kept).replace("/", " / ").replace("&", " & ").replace("+", " + ").split())


def bare(word: str) -> str:
    return word.casefold().strip(".,")


def as_typed(parts: list[str]) -> str:
    """Titles and whole names as they stand, with a capital at the front."""
    return " ".join(
        word[:1].upper() + word[1:] if word.casefold() not in words.JOINERS else word for word in parts
    )


def proper(word: str) -> str:
    """The word with a capital when it was typed all small or all large; anything in between is the person's own."""
    if "." in word:
        return word.upper() if len(word) < 6 else word
    if word.islower() or (word.isupper() and len(word) > 2):
        return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
    return word
