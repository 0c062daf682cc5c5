"""Words as needs, offers and topics are compared: no everyday words, and ``branding`` beside ``brand designer``.

Small and plain on purpose: whatever it matches is shown to the user in the user's own words, so that a poor match is
seen at a glance.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from connectkit.text.lazy import pattern
from connectkit.text.plain import fold
from connectkit.text.words import synonyms


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
        "erinnen innen erin ungen ung ora oras ores trice trices teur teuse teurs isations izations isation ization ations ements ising izing ation ement ments ises izes ised ized ings ists ions ment "
        "ing ist ise ize ion ers ors ies er or ed es s y e"
    ),
    key=lambda ending: (-len(ending), ending),
)
_SHORTEST = 3
_FEMININE = 8  # shorter words that end in -in are no women: Berlin, cabin


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
    return _groups().get(_cut(word), _cut(word))


def _cut(word: str) -> str:
    if word.endswith("in") and len(word) >= _FEMININE:
        word = word[:-2]
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


@cache
def _groups() -> dict[str, str]:
    """Stem to the stem of the word that stands for its group."""
    return {_cut(word): _cut(group[0]) for group in synonyms() for word in group if " " not in word}


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Groups of several words, and the word that stands for them."""
    return tuple(
        (re.compile(rf"\b{re.escape(word)}\b"), group[0])
        for group in synonyms()
        for word in group
        if " " in word
    )


SOFT = frozenset(
    map(
        _cut,
        [
            "mentor",
            "mentors",
            "mentoring",
            "teacher",
            "teaching",
            "teach",
            "coach",
            "coaching",
            "trainer",
            "training",
            "tutor",
            "tutoring",
            "consultant",
            "consulting",
            "adviser",
            "advisor",
            "expert",
            "specialist",
            "designer",
            "lawyer",
            "agency",
            "studio",
            "lesson",
            "lessons",
            "course",
            "courses",
            "workshop",
            "workshops",
            "class",
            "classes",
            "service",
            "services",
            "director",
            "manager",
            "head",
            "lead",
            "officer",
            "writer",
            "berater",
            "beratung",
            "kurs",
            "unterricht",
            "lehrer",
        ],
    )
)
"""Stems that say what role somebody has, not in what: alone they make no match."""

_HEAVY = _set(
    "job jobs client clients customer customers employee employees partner partners internship intern position vacancy investor "
    "kunde kunden mitarbeiter stelle praktikum kundin praktikant cliente clientes emploi stage trabajo klanten klient"
)
_PREPOSITIONS = pattern(
    r"\b(?:for|of|in|on|with|about|into|from|at|to|who|that|fur|von|mit|zu|uber|bei|de|du|des|pour|en|para|di|per|con|voor|van|met|dla|do|em)\b"
)


class Part(NamedTuple):
    """One thing somebody needs or has: ``text`` as typed, its stems, those of its head (before a preposition), the head.

    ``core`` are the stems that say in what, without words for a role.
    """

    text: str
    stems: frozenset[str]
    front: frozenset[str]
    head: str

    @property
    def core(self) -> frozenset[str]:
        """What it is about, without words for a role; all of them where there are no others."""
        return (self.stems - SOFT) or self.stems


_PIECES = pattern(r"[;\n]|,(?!\d)|\s\|\s|\s/\s| und | and (?=an? )")


@lru_cache(maxsize=16384)
def parts(text: str, *, needed: bool = False) -> tuple[Part, ...]:
    """The things a cell lists; of what is ``needed``, words such as clients count, which nobody has on offer."""
    pieces = (piece.strip(" .") for piece in _PIECES.split(text))
    made = (_part(piece, needed=needed) for piece in pieces if piece)
    return tuple(one for one in made if one.stems)


def _part(text: str, *, needed: bool) -> Part:
    told = fold(text)
    capitals = frozenset(fold(word) for word in re.findall(r"\b[A-Z]{2}\b", text))
    for phrase, word in _phrases():
        told = phrase.sub(word, told)
    first = [
        one
        for one in (_in_order(piece, capitals, needed=needed) for piece in _PREPOSITIONS.split(told))
        if one
    ]
    every = [one for piece in first for one in piece]
    front = first[0] if first else []
    firm = [one for one in front if one not in SOFT] or front
    return Part(text, frozenset(every), frozenset(front), firm[-1] if firm else "")


def _in_order(text: str, capitals: frozenset[str], *, needed: bool) -> list[str]:
    """The stems of the telling words, in order; words of two letters only where they were typed in capitals."""
    found = []
    for word in re.findall(r"[^\W_]+", text):
        if word in _HEAVY:
            found += [f"={_cut(word)}"] if needed else []
        elif (
            distinctive(word.upper() if word in capitals else word)
            and word not in _STOP
            and not word.isdigit()
        ):
            found.append(stem(word))
    return found


def fits(need: Part, have: Part, *, offered: bool) -> frozenset[str]:
    """The stems that make a strong match, none where it is not strong.

    Strong is: two words shared (a role alone is none), the whole need covered by what is on offer, or all of what is on
    offer being the need's own thing. What somebody only cares about (not ``offered``) has to be the very need.
    """
    shared = need.stems & have.stems
    if not shared:
        return shared
    if len(shared) > 1 and shared - SOFT:
        return shared
    if not offered:
        return shared if need.core == have.core else frozenset()
    covered = need.core <= have.core and have.head in need.core
    own = have.core <= need.core and (need.front - SOFT or need.front) <= have.stems
    own |= (
        have.stems <= SOFT & need.front and need.front <= SOFT
    )  # a mentor in sales, and somebody is your mentor
    if not need.stems - SOFT:  # only a role is needed: the very role, at the end of theirs
        covered, own = need.stems == have.front, False
    return shared if covered or own else frozenset()
