"""A formula that was copied some columns to the right, as it stood before.

Copying a formula moves its relative references along; to put a user's formula back exactly, they have to be
moved back. Text in quotes, sheet names and table references are no cell references.
"""

from __future__ import annotations

import re

from connectkit.model import column_letter
from connectkit.text.lazy import pattern

_TOKEN = pattern(
    r"""
      "(?:[^"]|"")*"            # text
    | '(?:[^']|'')*'            # a quoted sheet name
    | \[[^\]]*\]                # a column of a table
    | (?<![\w.$])(?P<ref>
          (?:\$?[A-Za-z]{1,3}\$?\d+)(?::(?:\$?[A-Za-z]{1,3}\$?\d*))?   # A1, A1:B2, A1:B
        | (?:\$?[A-Za-z]{1,3}):(?:\$?[A-Za-z]{1,3})\d*                 # A:B
      )(?![\w.(!\[])
    """,
    re.VERBOSE,
)
_COLUMN = pattern(r"(\$?)([A-Za-z]{1,3})(?=\$?\d|:|$)")


def shifted(formula: str, columns: int) -> str:
    """The formula with every relative column reference moved right by ``columns`` (left when negative).

    A reference that would leave the sheet on the left becomes ``#REF!``, as in the spreadsheet.
    """
    if not columns or not formula.startswith("="):
        return formula
    return _TOKEN.sub(lambda found: _moved(found, columns) if found["ref"] else found[0], formula)


def _moved(found: re.Match[str], columns: int) -> str:
    pieces = _COLUMN.sub(lambda part: part[1] + _letters(part, columns), found[0])
    return "#REF!" if "?" in pieces else pieces


def _letters(part: re.Match[str], columns: int) -> str:
    if part[1]:
        return part[2]
    index = 0
    for letter in part[2].upper():
        index = index * 26 + ord(letter) - 64
    return column_letter(index + columns) if index + columns > 0 else "?"
