"""One sentence of the Log cell, taken apart: its clauses, the days it names, and the contact it tells of, if any."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from connectkit.absorb.language.items import When
from connectkit.absorb.language.words import LONGEST_KEYWORD, Keyword, Vocabulary, votes
from connectkit.text.days_in_text import DayFound, Word, find_days, words_of
from connectkit.text.words.days import all_words

DAY = "#"
"""Stands for a day among a clause's words."""
_BUT = frozenset(("but", "aber", "mais", "pero", "ma", "maar", "ale", "mas", "però"))
_AND = frozenset(("and", "&", "und", "et", "y", "e", "en", "i"))
_FAR = 5  # words between "had" and what was had


class Clause(NamedTuple):
    """The words of a clause, folded, a day being ``DAY``; ``names`` marks those typed with a capital, ``bare`` those
    that end in an e without an accent."""

    words: tuple[str, ...]
    names: tuple[bool, ...]
    bare: tuple[bool, ...]
    at: tuple[int, ...]  # the number of each word in the sentence

    @property
    def text(self) -> str:
        """The words as one string."""
        return " ".join(self.words)


class Contact(NamedTuple):
    """What tells of a contact: its kind ("" none), whether a verb in the past does, which words of the clause."""

    kind: str
    told: bool
    first: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A sentence as typed, with its words and days. ``near`` days are contact's: see ``written.Near``."""

    text: str
    when: When

    @cached_property
    def words(self) -> list[Word]:
        """Every word."""
        return words_of(self.text)

    @cached_property
    def languages(self) -> list[Vocabulary]:
        """The languages it may be in."""
        return votes([part for word in self.words for part in word.folded.split("/")])

    @cached_property
    def days(self) -> list[DayFound]:
        """The days it names; numbers that count something and words of another language are none."""
        found = find_days(self.text, today=self.when.today, order=self.when.order, words=self.words)
        return [one for one in found if not self._counts(one) and not self._is_common(one)]

    @cached_property
    def clauses(self) -> list[Clause]:
        """The sentence cut at its pauses and at "but"."""
        starts = {one.first: one for one in self.days}
        inside = {number for one in self.days for number in range(one.first + 1, one.end)}
        cut: list[list[int]] = [[]]
        for number, word in enumerate(self.words):
            if word.folded in _BUT and cut[-1]:
                cut.append([])
            if number not in inside and word.folded:
                cut[-1].append(number)
            if word.stops and not (number in inside and number + 1 in inside) and not self._goes_on(number):
                cut.append([])
        return [self._clause(numbers, starts) for numbers in cut if numbers]

    def _goes_on(self, number: int) -> bool:
        """True if a day that began goes on behind this word."""
        return any(one.first <= number < one.end - 1 for one in self.days)

    def _clause(self, numbers: list[int], starts: dict[int, DayFound]) -> Clause:
        words = tuple(
            DAY if number in starts else self.words[number].folded.rstrip(".") for number in numbers
        )
        names = tuple(
            number not in starts and self.text[self.words[number].start].isupper() for number in numbers
        )
        typed = (self.text[self.words[number].start : self.words[number].end] for number in numbers)
        bare = tuple(bool(re.search(r"[^éÉ]e[.,:;!?)]*$", one)) for one in typed)
        return Clause(words, names, bare, tuple(numbers))

    def _counts(self, day: DayFound) -> bool:
        """True if two numbers with a stroke are a score, a share or a stretch of time: 9/10 rating, 24/7."""
        piece = self.words[day.first].folded
        if day.end - day.first != 1 or not re.fullmatch(r"[0-9]{1,2}/[0-9]{1,2}", piece):
            return False
        if piece in ("24/7", "50/50", "1/1"):
            return True
        beside = {
            self.words[n].folded.rstrip(".") for n in (day.first - 1, day.end) if 0 <= n < len(self.words)
        }
        return any(beside & one.counts for one in self.languages)

    def _is_common(self, day: DayFound) -> bool:
        """True for a word that is a day in one language and anything in the one that is spoken: "hier", "sex"."""
        piece = self.words[day.first].folded
        if day.end - day.first != 1 or piece not in all_words("doubtful"):
            return False
        spoken = [one for one in self.languages if piece in one.known]
        return bool(spoken) and not any(piece in one.days for one in self.languages)


def in_language(clause: Clause, words: Vocabulary) -> Contact | None:
    """What tells of a contact in this clause, read in one language."""
    lead, others = _lead(clause, words)
    told = _told(clause, words, lead, others=others)
    if told and not told.kind:
        nouns = (words.kinds.get(word) for word in clause.words)
        return told._replace(kind=next((found.kind for found in nouns if found), ""))
    noun = _noun(clause, words, lead, others=others)
    return told or noun or _weak(clause, words, lead, others=others)


def _lead(clause: Clause, words: Vocabulary) -> tuple[int, bool]:
    """The place of the first word that says something, and whether somebody else is the one who did it."""
    at = _behind_us(clause, words)
    others, mine = False, at > 0
    ons = all_words("on")
    while at < len(clause.words):
        word = clause.words[at]
        if word in words.they and not mine and at + 1 < len(clause.words):
            others = others or word not in words.persons or not _tells(clause, words, at + 1)
        mine = mine or word in words.subject
        if word in words.with_ and at + 1 < len(clause.words):
            at = _behind_names(clause, words, at + 1)
            continue
        if word != DAY and not any(word in one for one in (words.light, words.they, words.not_, ons)):
            break
        at += 1
    return at, others and not mine


def _behind_us(clause: Clause, words: Vocabulary) -> int:
    """The place behind "Ana and I" at the clause's beginning; 0 where it does not begin so."""
    at = 0
    while at < len(clause.words) and clause.names[at]:
        at += 1
    ours = (
        clause.words[at : at + 1]
        and clause.words[at] in _AND
        and set(clause.words[at + 1 : at + 2]) & words.subject
    )
    return at + 2 if at and ours else 0


def _tells(clause: Clause, words: Vocabulary, at: int) -> bool:
    rest = " ".join(clause.words[at:])
    return any(pattern.match(rest) for _, pattern in words.verbs) or clause.words[at] in (*words.subject, DAY)


def _behind_names(clause: Clause, words: Vocabulary, at: int) -> int:
    """The place behind the names or pronouns that begin here: "with her", "mit Anna und Ben"."""
    while at < len(clause.words) and (
        (clause.names[at] and not _keyword_at(clause, words, at)[0])
        or clause.words[at] in words.persons
        or clause.words[at] in _AND
    ):
        at += 1
    return at


def _keyword_at(clause: Clause, words: Vocabulary, at: int) -> tuple[int, Keyword | None]:
    """How many words from here are a noun of contact, and what it says."""
    for size in range(min(LONGEST_KEYWORD, len(clause.words) - at), 0, -1):
        found = words.kinds.get(" ".join(clause.words[at : at + size]))
        if found:
            return size, found
    return 0, None


def _told(clause: Clause, words: Vocabulary, lead: int, *, others: bool) -> Contact | None:
    """A verb of contact in the past, of mine, or of theirs towards me."""
    for kind, first, end in _matches(clause, words.verbs):
        before = clause.words[first - 1] if first else ""
        named = first > 0 and all(
            name or word in _AND or word in words.light
            for name, word in zip(clause.names[:first], clause.words[:first], strict=True)
        )
        theirs = others or (first > lead and named and before not in words.subject and words.code == "en")
        mine = first <= lead or before in words.subject or words.code != "en" or named
        seen = kind == "meeting" and set(clause.words) & words.things and not set(clause.words) & words.with_
        present = (
            words.code == "fr" and clause.bare[end - 1] and before not in words.me and DAY not in clause.words
        )
        if mine and not seen and not present and (not theirs or _towards_me(clause, words, first, end)):
            return Contact(kind, True, first, end)
    return None


def _towards_me(clause: Clause, words: Vocabulary, first: int, end: int) -> bool:
    """True if what somebody else did was done with me: "she called", "he wrote me", not "she met her boss"."""
    if any(word in words.to_me for word in clause.words):
        return True
    between = clause.words[1:first] if words.code != "en" else ()
    quiet = all(word == DAY or word in words.light or word in words.not_ for word in between)
    following = clause.words[end] if end < len(clause.words) else ""
    return quiet and (not following or following == DAY or following in words.after)


def _matches(clause: Clause, verbs: tuple[tuple[str, re.Pattern[str]], ...]) -> list[tuple[str, int, int]]:
    """The kinds whose verbs stand in the clause, with their first word and the one behind, the first and longest first."""
    text = clause.text
    found = []
    for kind, pattern in verbs:
        for match in pattern.finditer(text):
            first = text.count(" ", 0, match.start())
            found.append((kind, first, first + 1 + match[0].count(" ")))
    return sorted(found, key=lambda one: (one[1], one[1] - one[2], not one[0]))


def _noun(clause: Clause, words: Vocabulary, lead: int, *, others: bool) -> Contact | None:
    """A noun of contact at the clause's beginning, or behind "had"."""
    if others and not any(word in words.had for word in clause.words[: lead + 1]):
        return None
    last = lead
    had = next((at for at, word in enumerate(clause.words[: lead + 1]) if word in words.had), None)
    if had is not None:
        last = max(lead, had + _FAR)
    for at in range(min(last + 1, len(clause.words))):
        size, found = _keyword_at(clause, words, at)
        if found and at + size <= len(clause.words) and _is_had(clause, words, at + size):
            return Contact(found.kind, False, at, at + size)
    return None


def _is_had(clause: Clause, words: Vocabulary, end: int) -> bool:
    """True if what follows the noun lets it be a contact: "coffee with", not "coffee shop" or "email address"."""
    if end == len(clause.words):
        return True
    following = clause.words[end]
    if following.isdecimal():  # "call 2 of 3"
        return set(clause.words[end + 1 : end + 2]) <= {"of", "von", "van", "de", "di", "z"}
    if following == DAY or following in words.after or _keyword_at(clause, words, end)[0]:
        return True
    rest = " ".join(clause.words[end:])
    return any(pattern.match(rest) for _, pattern in (*words.verbs, *words.weak)) or bool(
        words.failed.match(rest)
        or words.cancelled.match(rest)
        or words.plan.match(rest)
        or words.vague.match(rest)
        or words.coming.match(rest)
        or words.gave.match(rest)
        or words.asked.match(rest)
    )


def _weak(clause: Clause, words: Vocabulary, lead: int, *, others: bool) -> Contact | None:
    """A verb that is contact only beside a person: "saw her", "wrote to Ben", not "saw her post"."""
    for kind, first, end in _matches(clause, words.weak):
        if first <= lead and _beside_a_person(clause, words, kind, end, others=others):
            return Contact(kind, True, first, end)
    return None


def _beside_a_person(clause: Clause, words: Vocabulary, kind: str, end: int, *, others: bool) -> bool:
    rest = clause.words[end:]
    if set(rest[:4]) & words.things or (rest and rest[0].endswith("'s")):
        return False
    if others:
        return bool(rest) and rest[0] in words.to_me
    if not rest or rest[0] == DAY or rest[0] in words.after or rest[0] in words.to_me:
        return True
    if rest[0] in words.persons or clause.names[end]:
        behind = rest[1] if len(rest) > 1 else ""
        sent = kind == "message" and behind not in words.things
        return sent or not behind or behind == DAY or behind in words.after or behind in words.to_me
    return False


def days_alone(clause: Clause, languages: list[Vocabulary]) -> bool:
    """True if the clause is nothing but a day, with small words about it."""
    ons = all_words("on")
    small = {word for one in languages for word in (*one.light, *one.after)}
    return DAY in clause.words and all(word == DAY or word in ons or word in small for word in clause.words)
