"""Whom the user has not met: only they get a first hello that introduces the user; everybody else is known."""

from __future__ import annotations

import re

from connectkit.sheet.tables import Sheet
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold

_NOT_MET = pattern(
    r"\b(?:not (?:yet )?met|never met|(?:have|has|did) ?n[o']?t (?:yet )?(?:met|meet)|yet to meet|unmet|don'?t know (?:each other|them|her|him)"
    r"|(?:noch )?nie (?:getroffen|begegnet|gesehen)|noch nicht (?:getroffen|kennengelernt|begegnet)|kennen uns (?:noch )?nicht"
    r"|(?:pas encore|jamais) rencontre|(?:todavia no|aun no|nunca) (?:nos )?(?:conocemos|conocid[oa]|hemos conocido)"
    r"|(?:non ancora|mai) incontrat[oaie]|non ci conosciamo|(?:nog niet|nooit) ontmoet|(?:jeszcze )?nie (?:poznalismy|spotkalismy|znamy) sie"
    r"|ainda nao (?:nos )?(?:conhecemos|encontramos)|nunca (?:nos )?(?:encontramos|conhecemos))"
)


def not_met(sheet: Sheet, row: int, tag: str) -> bool:
    """True where Met says that the two have not met, or a tag does: ``tag`` is the user's word for it, "" for none."""
    tags = {fold(one).strip() for one in re.split(r"[,;]", sheet.text(row, "tags"))}
    return bool(_NOT_MET.search(fold(sheet.text(row, "met")))) or (tag != "" and fold(tag) in tags)
