"""What to call a person, from whatever stands in a name cell.

A wrong first name spoils a message more surely than anything else in it, so nothing is guessed: a first name is
said only where it is plainly one; titles are kept; where the parts of a name can't be told apart the whole name is
said; a firm, a role or a number is called by nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from connectkit.text import name_words as words
from connectkit.text.lazy import pattern
from connectkit.text.name_parts import as_typed, bare, firm, given_first, letters, proper, titles

_UNSPACED = pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NICKNAME = pattern(r"(?<=\s)[\"“„«'‘]\s?(\w[\w'’-]*)\s?[\"”“»'’](?=\s)")
_PARENTHESIS = pattern(r"\(([^)]*)\)|\[([^\]]*)\]")
_INITIALS = pattern(r"(?:\w\.){1,4}|\w(?:\.\w)*\.?")
_ASIDE = pattern(r"\s+(?:[-–—|•·]\s+|(?:from|at|c/o|aka|via|vom|von der|bei|chez)\s+).*$", re.IGNORECASE)


class Called(NamedTuple):
    """How a person may be addressed: what is said after “Hi”, and whether they are addressed formally.

    ``name`` is ``""`` where the cell holds nothing that could be said to them. ``first`` is the first name where the
    cell plainly holds one. ``several``: the row stands for more than one person.
    """

    name: str
    first: str = ""
    formal: bool = False
    several: bool = False


NOTHING = Called("")


def first_name(text: str) -> str:
    """What to call the person, in the least words; ``""`` where the cell holds nothing to call anybody by."""
    return read_name(text).name


@lru_cache(maxsize=4096)
def read_name(text: str, *, company: str = "") -> Called:
    """How the person of a name cell is addressed.

    ``"Ana Lima"``, ``"Lima, Ana"`` and ``"LIMA Ana"`` give ``Ana``; ``"Dr. Ana Lima"`` gives ``Dr. Lima``, formally;
    ``"Ana & Ben Lima"`` both; a company (also the one of the row, ``company``), a role or a number nothing.
    """
    line = text.split("\n")[0].strip()
    if company.strip() and line.casefold() == company.strip().casefold():
        return NOTHING
    if "@" in line:
        return _of_address(line)
    nickname = _nickname(line)
    if nickname:
        return Called(nickname, nickname)
    plain = letters(_ASIDE.sub("", _PARENTHESIS.sub(" ", line)))
    if not any(char.isalpha() for char in plain) or any(
        len(part) > 3 and part.isdigit() for part in plain.split()
    ):
        return NOTHING
    if _UNSPACED.search(plain):
        return NOTHING if firm(plain) else Called(plain, plain)
    return _of_person(_of_relation(plain), company)


def name_words(name: str) -> frozenset[str]:
    """The words of a name as texts are compared: casefolded, without marks."""
    return frozenset(re.findall(r"[^\W\d_]+", name.casefold()))


def formal_words(greeting: str) -> bool:
    """Whether a greeting of the user's own addresses somebody formally: ``Dear Dr. Weber``, ``Hallo Frau Schulz``."""
    return any(bare(word) in words.HONORIFICS | words.DEGREES for word in greeting.split())


def _of_address(text: str) -> Called:
    """An e-mail address or a handle holds a first name only where its first part is a usual one."""
    before = text.split("@")[0].strip() or text.strip("@ ")
    pieces = [piece for piece in re.split(r"[^\w'’]|[\d_]", before) if piece]
    known = pieces and pieces[0].casefold() in words.GIVEN
    return Called(proper(pieces[0]), proper(pieces[0])) if known else NOTHING


def _nickname(line: str) -> str:
    """What somebody is called by, where it stands within the name: ``Robert “Bob” Hale``, ``Samantha (Sam) Roe``."""
    quoted = _NICKNAME.search(line)
    if quoted:
        return proper(quoted[1])
    inside = re.fullmatch(r"(\w[\w'’-]+)\s+\((\w[\w'’-]+)\)\s+\w.*", line)
    return inside[2] if inside and len(inside[2]) < len(inside[1]) and inside[2][0].isupper() else ""


def _of_relation(plain: str) -> str:
    """``Mum's friend Carol`` is Carol, and nothing else of it is hers."""
    found = re.fullmatch(r"(?:\w+(?: \w+)?['’]s?|my|our) (\w+)(?: (\w[\w'’-]+))?", plain, re.IGNORECASE)
    if found is None or found[1].casefold() not in words.RELATION:
        return plain
    return found[2] if found[2] and found[2][0].isupper() else ""


def _of_person(plain: str, company: str) -> Called:
    cleaned, family_last = given_first(plain, company)
    parts = _within(cleaned.split())
    if not parts or firm(cleaned):
        return NOTHING
    title, rest = titles(parts)
    joined = [at for at, word in enumerate(rest) if word.casefold() in words.JOINERS]
    if joined and bool(not title) <= joined[0] < len(rest) - 1:
        return _several(parts, title, rest, joined[0])
    if bare(parts[0]) in words.KIN:
        return Called(as_typed(parts[: 1 + (len(parts) > 1)]), as_typed(parts))
    if title:
        return _titled(title, rest, parts)
    if any(bare(word) in words.ROLES for word in parts) or parts[0].casefold() in (
        "the",
        "die",
        "my",
        "our",
        "les",
        "los",
        "las",
    ):
        return _of_role(parts)
    return _plain_name(rest, family_last=family_last)


def _within(parts: list[str]) -> list[str]:
    """The words without marks, and without what joins nothing at either end."""
    kept = [word for word in parts if any(char.isalnum() for char in word) or word in words.JOINERS]
    while kept and kept[0].casefold() in words.JOINERS:
        kept.pop(0)
    while kept and kept[-1].casefold() in words.JOINERS:
        kept.pop()
    return kept


def _of_role(parts: list[str]) -> Called:
    """A role is no name, but a title within it begins one (``Zahnarzt Dr. Müller``), and ``Jo the plumber`` is Jo."""
    for at, word in enumerate(parts[1:], start=1):
        if bare(word) in words.HONORIFICS | words.DEGREES:
            title, rest = titles(parts[at:])
            return _titled(title, rest, parts[at:])
    named = len(parts) > 2 and parts[1].casefold() == "the" and bare(parts[0]) not in words.ROLES
    return Called(proper(parts[0]), proper(parts[0])) if named else NOTHING


def _titled(title: list[str], rest: list[str], parts: list[str]) -> Called:
    """``Dr. Weber``, ``Frau Dr. Vogt``, ``Sir Ken``: the titles that are said, and the name they go with."""
    said = [word for word in title if bare(word) not in words.SILENT]
    names = [word for word in rest if bare(word) not in words.CREDENTIALS]
    if not names:
        return NOTHING
    if bare(said[-1]) in words.WITH_GIVEN:
        return Called(f"{as_typed(said[-1:])} {proper(names[0])}", proper(names[0]), formal=True)
    if bare(said[0]) in words.OFFICES and len(names) == 1 and bare(said[0]) == "coach":
        return Called(as_typed(parts), "", formal=False)
    degrees = [word for word in said if bare(word) in words.DEGREES]
    kept = [word for word in said if bare(word) not in words.DEGREES] + degrees[:1]
    first = proper(names[0]) if len(names) > 1 else ""
    return Called(f"{as_typed(kept)} {_family(names)}", first, formal=True)


def _family(names: list[str]) -> str:
    """The family name of a name whose first name stands first, its particles included."""
    if len(names) == 1:
        return proper(names[0])
    at = len(names) - 1
    while at > 1 and names[at - 1].casefold() in words.PARTICLES:
        at -= 1
    if (
        len(names) == 3
        and at == 2
        and names[0].casefold() in words.GIVEN
        and names[1].casefold() in words.FAMILY
    ):
        at = 1  # two family names, as in Spanish
    return " ".join(word if word.casefold() in words.PARTICLES else proper(word) for word in names[at:])


def _several(parts: list[str], title: list[str], rest: list[str], at: int) -> Called:
    """A couple is greeted by both names, or with their titles; anything else of the kind by nothing."""
    left, right, joiner = rest[:at], rest[at + 1 :], rest[at]
    joiner = "and" if joiner in ("And", "/", "+") else joiner.casefold()
    right_title, name = titles(right)
    if title and not left and right_title and name:
        both = f"{as_typed(title)} {joiner} {as_typed(right_title)} {_family(name)}"
        return Called(both, formal=True, several=True)
    if title or right_title:
        return Called(as_typed(parts), formal=True, several=True)
    if len(left) > 2 or bare(right[0]) in words.ROLES:
        person = bare(right[0]) in words.ROLES and left[0].casefold() in words.GIVEN
        return Called(proper(left[0]), proper(left[0])) if person else NOTHING
    known = [side[0].casefold() in words.GIVEN for side in (left, right)]
    if "/" in parts and not all(known):
        return Called(proper(left[0]), proper(left[0])) if known[0] else NOTHING
    if not any(known) and len(parts) < 4:
        return NOTHING
    return Called(f"{proper(left[0])} {joiner} {proper(right[0])}", several=True)


def _plain_name(parts: list[str], *, family_last: bool) -> Called:
    """A name without titles: its first name where the form or the usual order shows which that is, else all of it."""
    if not parts:
        return NOTHING
    whole = " ".join(proper(word) for word in parts)
    capitals = [word for word in parts if word.isupper() and "." not in word]
    shown = [word for word in parts if word not in capitals]
    if shown and not family_last and parts[0] in capitals and max(map(len, capitals)) > 2:
        given = [word for word in shown if word.casefold() not in words.PARTICLES]
        if len(given) == 1:
            return Called(proper(given[0]), proper(given[0]))
        return Called(whole)
    first, last = parts[0], parts[-1]
    if not family_last and _family_first(parts):
        return Called(whole)
    if _patronymic(last) and len(parts) == 3:
        return Called(proper(parts[1]), proper(parts[1]))
    if len(parts) == 1:
        known = first.casefold() in words.FAMILY or any(char.isdigit() for char in first)
        return NOTHING if known else Called(proper(first), proper(first))
    if first.casefold() in ("abd", "abdul", "abdel", "abu", "umm", "bint"):
        return Called(whole)
    if _INITIALS.fullmatch(first):
        return _initials(parts, whole)
    if any(char.isdigit() for char in first):
        return NOTHING
    return Called(proper(first), proper(first))


def _initials(parts: list[str], whole: str) -> Called:
    """``J. Robert Hale`` is Robert; ``J.P. Moss`` J.P.; of other initials the whole name is said."""
    first = parts[0]
    if re.fullmatch(r"(?:\w\.){2,}|\w\.\w", first):
        return Called(first.upper(), first.upper())
    second = parts[1]
    if len(parts) > 2 and not _INITIALS.fullmatch(second) and second.casefold() not in words.PARTICLES:
        return Called(proper(second), proper(second))
    return Called(whole)


def _family_first(parts: list[str]) -> bool:
    """Whether the family name stands first, by the usage of its language; what is a first name as well stays one."""
    if len(parts) < 2 or parts[0].casefold() not in words.FAMILY_FIRST:
        return bool(
            re.fullmatch(r"[A-Z]\w+", parts[0])
            and len(parts) == 2
            and re.fullmatch(r"[A-Z]\w+-[a-z]+", parts[1])
        )
    return True


def _patronymic(word: str) -> bool:
    return bool(re.search(r"(?:вич|вна|ична|ovich|evich|ovna|evna)$", word.casefold()))
