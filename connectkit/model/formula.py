"""When two formulas are the same: Google Sheets keeps a formula parsed and gives it back in the sheet's own spelling.

What was sent with ``;`` comes back with ``,`` wherever a decimal point is written, functions in capitals, and in some
accounts under their local names. So formulas are compared by their tokens, never by their text.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PIECE = re.compile(
    r"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<tab>'(?:[^']|'')*')(?=!)
    | (?P<call>[^\W\d][\w.]*)(?=\s*\()
    | (?P<word>[$\w][\w.$]*)
    | (?P<space>\s+)
    | (?P<sign><>|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ENDS = {"(": ")", "{": "}"}

# What the functions of the formulas connectkit writes (drafts/link.py) are called in German, French, Spanish, Italian,
# Dutch and Portuguese.
_LOCAL = {
    "IF": "WENN SI SE ALS",
    "HYPERLINK": "LIEN_HYPERTEXTE HIPERVINCULO COLLEG.IPERTESTUALE HIPERLINK HIPERLIGAÇÃO",
    "ISNUMBER": "ISTZAHL ESTNUM ESNUMERO VAL.NUMERO ISGETAL ÉNÚM É.NÚM",
    "FIND": "FINDEN TROUVE ENCONTRAR TROVA VIND.ALLES PROCURAR LOCALIZAR",
    "SUBSTITUTE": "WECHSELN SUBSTITUE SUSTITUIR SOSTITUISCI SUBSTITUEREN SUBSTITUIR",
    "ENCODEURL": "URLCODIEREN URLENCODAGE URLCODIF CODIFICA.URL URL.CODEREN CODIFURL",
    "LEN": "LÄNGE NBCAR LARGO LUNGHEZZA LENGTE NÚM.CARACT NÚM.CARAT",
    "LEFT": "LINKS GAUCHE IZQUIERDA SINISTRA ESQUERDA",
    "INDEX": "INDICE ÍNDICE",
    "ROW": "ZEILE LIGNE FILA RIF.RIGA RIJ LIN",
}
_ENGLISH = {own: name for name, local in _LOCAL.items() for own in local.split()}


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[tuple[str, str], ...]:
    """A formula as (kind, token), equal for all spellings of it; text in quotes counts to the letter.

    Without the locale one thing stays open: where no ``;`` stands, ``1,5`` is taken for two arguments.
    """
    pieces = [(str(found.lastgroup), found[0]) for found in _PIECE.finditer(text)]
    pieces = [piece for piece in pieces if piece[0] != "space"]
    inside = _enclosing(pieces)
    comma = any(
        piece == ("sign", ";") and around != "{" for piece, around in zip(pieces, inside, strict=True)
    )
    plain = [_token(*piece, around) for piece, around in zip(pieces, inside, strict=True)]
    return tuple(_with_decimals(plain, pieces) if comma else plain)


def _enclosing(pieces: list[tuple[str, str]]) -> list[str]:
    """The innermost open bracket at each piece: ``(``, ``{`` or none."""
    around, open_ = [], [""]
    for kind, piece in pieces:
        around.append(open_[-1])
        if kind == "sign" and piece in _ENDS:
            open_.append(piece)
        elif kind == "sign" and piece == _ENDS.get(open_[-1]):
            open_.pop()
    return around


def _token(kind: str, piece: str, around: str) -> tuple[str, str]:
    if kind == "text":
        return kind, piece
    if kind == "tab":
        return "word", piece[1:-1].replace("''", "'").upper()
    if kind == "call":
        return kind, _ENGLISH.get(piece.upper(), piece.upper())
    if piece in (",", ";", "\\"):
        return kind, ";" if around != "{" or piece == ";" else ","
    return kind, piece.upper()


def _with_decimals(plain: list[tuple[str, str]], pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Where ``;`` separates, a comma between digits is a decimal one."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(plain):
        three = pieces[at : at + 3]
        if len(three) == 3 and three[1][1] == "," and three[0][1].isdigit() and three[2][1].isdigit():
            found.append(("word", f"{three[0][1]}.{three[2][1]}"))
            at += 3
        else:
            found.append(plain[at])
            at += 1
    return found
