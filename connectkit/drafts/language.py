"""What connectkit can say in one language: its sentences by group, its greetings, how it says a month.

A sentence is taken only where every name in it is known. Which sentences make which message stands in
``templates/texts.toml``; the sentences in a file a language beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from connectkit.text.lazy import pattern
from connectkit.text.names import Called

TONES = ("any", "close", "formal")
"""Whom a sentence is for: everybody, those called by their first name, all others."""

_NAME = pattern(r"\{\{\s*(\w+)\s*\}\}")
_LONG_AGO_MONTHS = 9


@dataclass(frozen=True, eq=False)
class Language:
    """One language file.

    Attributes:
        code: ``en``, ``de`` …
        say: group to tone to sentences.
        greeting: ``close``, ``formal``, ``nobody`` and ``both``.
        days: ``months`` and how a month and a day are said.
        words: words by which a fact is known to be in this language.
        gap: the gaps a message may hold, by kind.
        source: folder and file name, as errors show it.
    """

    code: str
    say: Mapping[str, Mapping[str, tuple[str, ...]]]
    greeting: Mapping[str, str]
    days: Mapping[str, str]
    words: Mapping[str, str]
    gap: Mapping[str, str]
    source: str

    def sentences(self, group: str, *, formal: bool) -> tuple[str, ...]:
        """The sentences of a group for a tone; ``()`` where there is no such group."""
        found = self.say.get(group, {})
        return found.get("any", ()) + found.get("formal" if formal else "close", ())

    def greet(self, called: Called, *, formal: bool) -> str:
        """How a person is greeted: ``Hi Ana``, ``Dear Dr. Weber``, or by nothing where the name says nothing."""
        if not called.name:
            return self.greeting["nobody"]
        return self.greeting["formal" if formal else "close"].format(name=called.name)

    def month(self, day: date, today: date) -> str:
        """``in August``, and the year where the month alone could be taken for another one."""
        apart = (today.year - day.year) * 12 + today.month - day.month
        key = "month" if 0 <= apart < _LONG_AGO_MONTHS or day.year == today.year else "month_of_year"
        return self._said(key, day)

    def month_name(self, day: date, today: date) -> str:
        """The month without the word before it, for ``date de mai``: ``mai``, ``mai 2024``."""
        whole = self.month(day, today)
        return whole.partition(" ")[2]

    def day(self, day: date) -> str:
        """``on 24 November``."""
        return self._said("day", day)

    def _said(self, key: str, day: date) -> str:
        name = self.days["months"].split()[day.month - 1]
        return self.days[key].format(month=name, year=day.year, day=day.day)

    def has(self, key: str, word: str) -> bool:
        """Whether a list of words of this language holds the word."""
        return word.casefold() in self.words.get(key, "").split()


@lru_cache(maxsize=4096)
def names_in(sentence: str) -> frozenset[str]:
    """The names a sentence needs."""
    return frozenset(_NAME.findall(sentence))


def filled(sentence: str, context: Mapping[str, object]) -> str:
    """The sentence with its facts; brackets of a fact never pass for a gap."""
    return _NAME.sub(lambda found: _plain(context.get(found[1], "")), sentence)


def _plain(value: object) -> str:
    return " ".join(str(value).split()).replace("[[", "[").replace("]]", "]")
