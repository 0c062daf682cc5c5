"""Reads a City cell, and says whether two places are the same, may be, or are not.

``Lisbon / Porto`` are two places, ``London, Ontario`` is another than ``London, UK``, Munich is München. A bare name
that is well known means the region the table gives it, but only until somebody writes another: then it may be either.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from connectkit.text.lazy import pattern
from connectkit.text.plain import fold

Verdict = Literal["yes", "maybe", "no"]
Regions = frozenset[str]

_APART = pattern(r"[;/|\n]")
_AND = pattern(r"\s+(?:&|\+|and|und|et|y|e)\s+", re.IGNORECASE)
_BRACKET = pattern(r"[(\[]([^)\]]*)[)\]]")
_AROUND = pattern(r"^(?:greater|metro|metropolitan) | (?:bay area|(?:metro(?:politan)? )?(?:area|region))$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
_SHORT = {"saint": "st", "sankt": "st", "ft": "fort", "mt": "mount"}
_CODE = 3
"""Letters of the longest code of a region; such a word counts without a comma only in capitals (``Austin TX``)."""


class Place(NamedTuple):
    """One place as written.

    ``keys`` are its name as names are compared, in each of its spellings; ``region`` the narrowest region written, as
    the regions it could mean; ``usual`` the one a bare name means; ``unknown`` words after the comma that are none of
    the regions known. ``also``: a city that stands after the comma, where a region was expected.
    """

    text: str
    keys: frozenset[str]
    region: Regions = frozenset()
    usual: Regions = frozenset()
    unknown: str = ""
    also: frozenset[str] = frozenset()

    @property
    def where(self) -> Regions:
        """The region written, else the usual one; empty where neither is known."""
        return self.region or self.usual


@lru_cache(maxsize=20_000)
def read_places(text: str) -> tuple[Place, ...]:
    """The places a City cell names, in order; none for an empty cell."""
    if _city(text):
        return (_read(text.strip()),)
    pieces = (piece.strip() for piece in _APART.split(text))
    return tuple(_read(one) for piece in pieces for one in _both(piece) if _key(one))


def compare(asked: Place, there: Place) -> Verdict:
    """Whether somebody whose City cell names ``there`` is where ``asked`` says."""
    if _is_region(asked):
        inside = _closure(there.where) | (there.keys & asked.keys)
        return "yes" if inside & (_meant(asked) | asked.keys) else "no"
    if not asked.keys & there.keys:
        return "maybe" if asked.keys & there.also else "no"
    if not asked.where and not there.where:
        return "maybe" if asked.unknown and there.unknown and asked.unknown != there.unknown else "yes"
    if not asked.where:
        return "yes"
    if not there.where:
        return "maybe"
    if _related(asked.where, there.where):
        return "yes"
    return "no" if asked.region and there.region else "maybe"


def is_in(asked: Iterable[Place], cell: str) -> Verdict:
    """The best verdict between any place asked for and any place of a City cell."""
    verdicts = {compare(one, other) for one in asked for other in read_places(cell)}
    return "yes" if "yes" in verdicts else "maybe" if "maybe" in verdicts else "no"


@lru_cache(maxsize=20_000)
def spellings(cell: str) -> str:
    """Every name of the cities a cell names, for looking words up in: ``münchen munich monaco di baviera …``."""
    known = [_city(place.text.split(",")[0]) for place in read_places(cell)]
    return " ".join(name for city in known if city for name in city.names)


def _read(text: str) -> Place:
    """One piece of a cell."""
    inside = _BRACKET.findall(text)
    name, *rest = [part.strip() for part in _BRACKET.sub(" ", text).split(",")]
    name, after = _parted(name)
    parts = [part for part in (*after, *rest, *inside) if _key(part)]
    known = [regions for part in parts if (regions := _regions().get(_key(part)))]
    unknown = [_key(part) for part in parts if _key(part) not in _regions()]
    city = _city(name)
    usual = _regions().get(city.region, frozenset()) & {city.region} if city else frozenset()
    also = [_keys(part) for part in parts if _key(part) not in _regions() and _city(part)]
    return Place(
        text,
        frozenset({city.key}) if city else _keys(name),
        known[0] if known else frozenset(),
        frozenset(usual),
        " ".join(unknown),
        frozenset().union(*also),
    )


def _both(piece: str) -> list[str]:
    """``Berlin and Lisbon`` in two, where both are cities; ``Tyne and Wear`` stays one."""
    parts = _AND.split(piece)
    return parts if len(parts) > 1 and all(_city(part.split(",")[0]) for part in parts) else [piece]


def _parted(name: str) -> tuple[str, list[str]]:
    """A name without a comma and the region at its end: ``Austin TX``, ``Albany New York``."""
    words = name.split()
    if _city(name):
        return name, []
    for count in (3, 2, 1):
        tail = " ".join(words[-count:])
        if len(words) > count and _key(tail) in _regions() and (len(tail) > _CODE or tail.isupper()):
            return " ".join(words[:-count]), [tail]
    return name, []


def _is_region(asked: Place) -> bool:
    return bool(_meant(asked)) and not asked.region and not _city(asked.text)


def _meant(asked: Place) -> Regions:
    return frozenset().union(*(_regions().get(key, frozenset()) for key in asked.keys))


def _related(one: Regions, other: Regions) -> bool:
    return any(a in _closure({b}) or b in _closure({a}) for a in one for b in other)


def _closure(regions: Iterable[str]) -> Regions:
    """The regions and what they are parts of."""
    found = set(regions)
    return frozenset(found | {_parents()[one] for one in found if one in _parents()})


@lru_cache(maxsize=20_000)
def _key(text: str) -> str:
    """A name as names are compared: folded, no signs, no postal code, no ``greater … area``."""
    words = [
        word for word in fold(text).replace(".", "").replace("'", "").split() if not re.search(r"\d", word)
    ]
    plain = " ".join(re.sub(r"[^\w]+", " ", " ".join(words)).split())
    plain = _AROUND.sub("", plain)
    return " ".join(_SHORT.get(word, word) for word in plain.split())


def _keys(text: str) -> frozenset[str]:
    """Both ways to write an umlaut: ``wurzburg`` and ``wuerzburg``; and the same city's usual name."""
    city = _city(text)
    return (
        frozenset({city.key}) if city else frozenset({_key(text), _key(text.casefold().translate(_UMLAUTS))})
    )


class City(NamedTuple):
    """A city of the table: its usual name as a key, every name as written, what a bare name means."""

    key: str
    names: tuple[str, ...]
    region: str


def _city(text: str) -> City | None:
    """The city of the table, also where a district follows: ``Berlin-Kreuzberg``, ``Munich Schwabing``."""
    key = _key(text)
    return _cities().get(key) or (_cities().get(_key(text.split("-")[0])) if "-" in text else None)


def _lines(name: str) -> Iterator[tuple[str, list[str]]]:
    data = pkgutil.get_data(__package__ or "", name) or b""
    for line in data.decode().splitlines():
        if line and not line.startswith("#"):
            head, _, rest = line.partition(" = ")
            yield head.strip(), [one.strip() for one in rest.split(",") if one.strip()]


@cache
def _cities() -> dict[str, City]:
    found: dict[str, City] = {}
    for head, others in _lines("cities.txt"):
        region, _, usual = (part.strip() for part in head.partition("|"))
        city = City(_key(usual), (usual, *others), region)
        for name in city.names:
            for key in (_key(name), _key(name.casefold().translate(_UMLAUTS))):
                found.setdefault(key, city)
    return found


@cache
def _regions() -> dict[str, Regions]:
    """Every name and code to the regions it could mean: ``CA`` is California and Canada."""
    found: dict[str, Regions] = {}
    for head, others in _lines("regions.txt"):
        name = _name_of(head)
        for one in (name, *others):
            found[_key(one)] = found.get(_key(one), frozenset()) | {name}
    return found


@cache
def _parents() -> dict[str, str]:
    heads = [head for head, _ in _lines("regions.txt")]
    return {_name_of(head): head.partition("(")[2].rstrip(")") for head in heads if "(" in head}


def _name_of(head: str) -> str:
    return head.partition("(")[0].strip()
