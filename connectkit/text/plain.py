"""Text as it was meant: without the invisible marks other programs leave, and folded for comparing words.

Address books wrap phone numbers in direction marks, chat exports put narrow blanks into dates; a reader that
compares such text letter by letter would find nothing in it.
"""

from __future__ import annotations

import unicodedata

from connectkit.text.lazy import pattern

_MARKS = (0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
_INVISIBLE: dict[int, str | None] = {**dict.fromkeys(_MARKS), 0x00A0: " ", 0x202F: " "}
_ASCII: dict[int, str] = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},  # full-width digits
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0xFF0D), "-"),
    **dict.fromkeys((0x2018, 0x2019, 0x00B4, 0x0060), "'"),
    0xFF0F: "/",
    0xFF0E: ".",
    0x0142: "l",  # the Polish l does not decompose
    0x00BA: "o",
    0x00AA: "a",
}
_BLANKS = pattern(r"\s+")


def visible(text: str) -> str:
    """The text without direction marks and other invisible characters; no-break blanks become plain ones.

    The zero-width joiner stays: it is part of emoji.
    """
    return text if text.isascii() else text.translate(_INVISIBLE)


def fold(text: str) -> str:
    """The text as words are compared: lower case, no accents, plain digits and dashes, single blanks, trimmed."""
    if text.isascii():
        return " ".join(text.lower().split())
    text = visible(text).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFD", text).translate(_ASCII)
        text = "".join(char for char in text if not unicodedata.combining(char))
    return _BLANKS.sub(" ", text).strip()


def words(line: str) -> tuple[str, ...]:
    """The words of a line: how tables of words stay readable."""
    return tuple(line.split())
