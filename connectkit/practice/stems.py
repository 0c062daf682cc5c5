"""Words as needs, offers and topics are compared: no everyday words, and ``branding`` beside ``brand designer``.

Small and plain on purpose: whatever it matches is shown to the user in the user's own words, so that a poor match is
seen at a glance.
"""

from __future__ import annotations

import re
from functools import lru_cache

from connectkit.text.lazy import pattern
from connectkit.text.plain import fold


def _set(words: str) -> frozenset[str]:
    """The words of a line, so that a list of words stays readable as one."""
    return frozenset(words.split())


_COMMON = _set(
    "about after again also always another because been before being best between both call called came coffee come "
    "could days dear does done during each early ever every first from gave give glad going good great have hear "
    "hello here hope into interested interests just keen know last late later lately like likes lives long look "
    "looking loves made make many maybe meet meeting message month months more most much need needs never news next "
    "nice note notes only other over people please really remember said same share should since some someone "
    "something soon started still such take talk talked team than thank thanks that their them then there these they "
    "thing things think this those time times today together told took very want wanted wants week weeks well went "
    "were what when where which while will wish with work working works would year years your yours and are but can "
    "did for get got had has her him his how its let may met new not now off old one our out own said see she the "
    "too two use was way who why you yes "
    "aber alle alles auch auf aus bald bei beim beste dann dass das dein deine dem den der des dich die dir doch du "
    "durch eine einem einen einer ein euch für ganz gern gerne gut haben hallo hat hatte ich ihm ihn ihr immer ins "
    "ist jetzt jahr jahre kann kein keine letzte liebe liebe lieber mal mehr mein meine melden mich mir mit mich "
    "monat monate nach nicht noch nur oder ohne schon sehr seit sich sie sind soll treffen über und uns vom von vor "
    "war waren was weil wenn wer wie wieder will wir wird woche wochen würde zeit zum zur zwischen"
)
_UNSPACED = pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
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


def distinctive(text: str) -> frozenset[str]:
    """The words of a fact that can be about one person only: no everyday words, in small letters."""
    words = {
        word for word in re.findall(r"[^\W_]+", text) if len(word) > 2 or _capitals(word) or word.isdigit()
    }
    found = {word.casefold() for word in words} - _COMMON
    for run in _UNSPACED.findall(text):
        found |= {run[i : i + 2] for i in range(len(run) - 1)}
    return frozenset(found)


def _capitals(word: str) -> bool:
    return len(word) == 2 and word.isupper()
