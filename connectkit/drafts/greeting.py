"""How a person is greeted: as the user wants it, else by a careful reading of the name, else by nothing."""

from __future__ import annotations

from typing import NamedTuple

from connectkit.drafts.language import Language
from connectkit.text.names import read_name


class Addressed(NamedTuple):
    """Who is greeted. ``own`` is the user's greeting, ``nickname`` what they are called; both may be blank.

    ``formal``: None where only the name says it. ``other`` is the second person of an introduction.
    """

    name: str
    own: str = ""
    nickname: str = ""
    company: str = ""
    formal: bool | None = None
    other: str = ""


def is_formal(who: Addressed) -> bool:
    """Whether they are addressed formally: as the setting says, else where their name holds a title."""
    return read_name(who.name).formal if who.formal is None else who.formal


def by_surname(who: Addressed) -> bool:
    """Whether what follows the greeting is formal: also where the row is a firm, a role or more than one person."""
    called = read_name(who.name, company=who.company)
    one_person = bool(who.own or who.nickname or called.name) and not called.several
    return is_formal(who) or not one_person


def greeting(who: Addressed, language: Language | None) -> str:
    """``Hi Ana``, ``Dear Dr. Weber``, ``Hello``; both of an introduction. Without its comma."""
    if who.own.strip():
        return who.own.strip().rstrip(",")
    one = _greet(who, language)
    if not who.other:
        return one
    second = _greet(who._replace(name=who.other, nickname="", company=""), language)
    both = language.greeting["both"] if language else "{one}, {other}"
    return both.format(one=one, other=second[:1].lower() + second[1:])


def _greet(who: Addressed, language: Language | None) -> str:
    called = read_name(who.name, company=who.company)
    if who.nickname:
        called = called._replace(name=who.nickname)
    elif is_formal(who) and not called.formal and called.first and called.first == called.name:
        called = called._replace(name=" ".join(who.name.split("\n")[0].split()))
    if language is None:
        return f"Hi {called.name}" if called.name else "Hello"
    return language.greet(called, formal=is_formal(who))
