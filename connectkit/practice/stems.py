"""Words as needs, offers and topics are compared: no everyday words, and ``branding`` beside ``brand designer``.

Small and plain on purpose: whatever it matches is shown to the user in the user's own words, so that a poor match is
seen at a glance.
"""

from __future__ import annotations

from functools import lru_cache

from connectkit.drafts.needs import distinctive
from connectkit.text.plain import fold


def _set(words: str) -> frozenset[str]:
    """The words of a line, so that a list of words stays readable as one."""
    return frozenset(words.split())


_STOP = _set(
    "advice advise assist bit business businesses client clients companies company connect connection contact contacts "
    "customer customers employee employees experience experienced expert find finding firm firms fix free general good "
    "help helping helps idea ideas independent intro introduction introductions job knows learn little local looks more "
    "opinion own partner people person persons professional project projects question questions quick really reliable "
    "running search self somebody anybody anyone senior small specific start support task tasks teach tip tips topic topics understand various "
    "via whom big large young old early free full part side field area areas thing kind sort level world "
    "hilfe jemand jemanden jemandem kontakt kontakte leute person rat rund sucht suche suchen thema tipps unternehmen firma"
)
_ENDINGS = sorted(
    _set(
        "isations izations isation ization ations ements ising izing ation ement ments ises izes ised ized ings ists ions ment "
        "ing ist ise ize ion ers ors ies er or ed es s y e"
    ),
    key=lambda ending: (-len(ending), ending),
)
_SHORTEST = 3


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """What a text is about: the stems of its telling words; numbers alone say nothing."""
    if not text:
        return frozenset()
    words = (fold(word) for word in distinctive(text))
    return frozenset(stem(word) for word in words if word not in _STOP and not word.isdigit())


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """The part a word shares with its kin: designer, designers and designing are ``design``."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] else word
