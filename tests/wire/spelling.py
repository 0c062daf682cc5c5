"""How a spreadsheet spells a formula it was given: it keeps the formula parsed, and gives it back in its own way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from tests.wire.locales import locale

_PIECE = re.compile(
    r"""(?P<text>"(?:[^"]|"")*") | (?P<name>'(?:[^']|'')*'|\[[^\]]*\]|[^\W\d][\w.]*!) | (?P<call>[^\W\d][\w.]*)(?=\s*\() |
    (?P<cell>\$?[A-Za-z]{1,3}(?:\$?\d+)?(?![\w.$])) | (?P<word>[$A-Za-z_][\w.$]*) | (?P<number>\d+(?:[.,]\d+)?) | (?P<mark>[{}();,\\]) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


@lru_cache(maxsize=65536)
def spelled(text: str, name: str, given: str = "") -> str:
    """The formula as the locale ``name`` spells it: functions and cells in capitals, its own separators.

    ``given`` is the locale it was typed under, where another one (a changed setting); ``;`` is read in every locale.
    """
    comma, before = locale(name).decimal == ",", locale(given or name).decimal == ","
    inside: list[str] = []
    return "".join(_piece(found, inside, comma, before) for found in _PIECE.finditer(text))


def _piece(found: re.Match[str], inside: list[str], comma: bool, before: bool) -> str:
    piece, kind = found[0], found.lastgroup
    if kind in ("call", "cell"):
        return piece.upper()
    if kind == "number" and (before or "." in piece):
        return piece.replace(",", ".").replace(".", "," if comma else ".")
    if kind == "number":  # 1,2 without a decimal comma: two numbers
        return piece.replace(",", _separator(",", inside, comma))
    if kind == "mark" and piece in "({":
        inside.append(piece)
    elif kind == "mark" and piece in ")}":
        inside[-1:] = []
    elif kind == "mark" and not (piece == "," and before):
        return _separator(piece, inside, comma)
    return piece


def _separator(mark: str, inside: list[str], comma: bool) -> str:
    if inside and inside[-1] == "{":
        return ";" if mark == ";" else "\\" if comma else ","
    return ";" if comma else ","


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The formula with its functions called otherwise, as an account may be told to show them."""
    return _PIECE.sub(
        lambda found: names.get(found[0].upper(), found[0]) if found.lastgroup == "call" else found[0], text
    )
