"""The Log cell's words of each language, made of the word files when a cell first needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from connectkit.text.words import Language, languages
from connectkit.text.words.phrases import WORD, phrases

LONGEST_KEYWORD = 3  # words


class Keyword(NamedTuple):
    """What a noun of contact says: its kind, and whether it tells more than the kind does (lunch, WhatsApp) and so
    stays in the summary."""

    kind: str
    telling: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """One language's words for the Log cell.

    Attributes:
        code: the language.
        known: every single word of it here, for telling which language a text is in; days: those for days.
        kinds: nouns of contact.
        verbs, weak: what tells of a contact by itself, and only beside a person or a kind; each with its kind.
        light: words that may stand in front of a contact: I, had, a, long, with her.
        subject: I and we. me: those and what may stand beside them: I have.
        they, persons, to_me, before, after, had, with_, not_: sets of words, as the files explain.
    """

    code: str
    known: frozenset[str]
    days: frozenset[str]
    kinds: dict[str, Keyword]
    verbs: tuple[tuple[str, re.Pattern[str]], ...]
    weak: tuple[tuple[str, re.Pattern[str]], ...]
    light: frozenset[str]
    me: frozenset[str]
    subject: frozenset[str]
    they: frozenset[str]
    persons: frozenset[str]
    to_me: frozenset[str]
    after: frozenset[str]
    had: frozenset[str]
    with_: frozenset[str]
    things: frozenset[str]
    counts: frozenset[str]
    not_: frozenset[str]
    infinitives: re.Pattern[str]
    gave: re.Pattern[str]
    asked: re.Pattern[str]
    facts: re.Pattern[str]
    vague: re.Pattern[str]
    coming: re.Pattern[str]
    plan: re.Pattern[str]
    cancelled: re.Pattern[str]
    cancelled_alone: frozenset[str]
    failed: re.Pattern[str]
    failed_alone: frozenset[str]
    pending: re.Pattern[str]


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    """The languages whose file has words for the Log cell."""
    return tuple(_vocabulary(language) for language in languages() if "log" in language.tables)


def _vocabulary(language: Language) -> Vocabulary:
    def line(key: str) -> tuple[str, ...]:
        return language.words("log", key)

    def single(*keys: str) -> frozenset[str]:
        return frozenset(word for key in keys for phrase in line(key) for word in phrase.split(" "))

    def pattern(key: str) -> re.Pattern[str]:
        return phrases(line(key))

    kinds = dict(_kinds(language))
    common = single("common", "me", "they", "persons", "to_me", "had", "before", "after", "not")
    return Vocabulary(
        code=language.code,
        known=common | {word for kind in kinds for word in kind.split(" ")},
        days=frozenset(_days(language)),
        kinds=kinds,
        verbs=tuple(_verbs(language, "verbs")),
        weak=tuple(_verbs(language, "weak")),
        light=single("me", "subject", "before", "persons"),
        me=single("me"),
        subject=frozenset(line("subject")),
        they=single("they"),
        persons=single("persons"),
        to_me=frozenset(line("to_me")),
        after=frozenset(line("after")),
        had=single("had"),
        with_=frozenset(language.words("days", "with")),
        things=frozenset(line("things")),
        counts=frozenset(line("counts")),
        not_=frozenset(line("not")),
        infinitives=pattern("infinitives"),
        gave=pattern("gave"),
        asked=pattern("asked"),
        facts=pattern("facts"),
        vague=pattern("vague"),
        coming=pattern("coming"),
        plan=pattern("plan"),
        cancelled=pattern("cancelled"),
        cancelled_alone=frozenset(line("cancelled_alone")),
        failed=pattern("failed"),
        failed_alone=frozenset(line("failed_alone")),
        pending=pattern("pending"),
    )


def _days(language: Language) -> Iterator[str]:
    for key in ("today", "yesterday", "before_yesterday", "tomorrow", "ago", "ago_before"):
        for phrase in language.words("days", key):
            yield from phrase.split(" ")
    for key in ("months", "weekdays"):
        for line in language.rows("days", key):
            yield from line
    for _, units in language.table("days", "units"):
        yield from units


def _kinds(language: Language) -> Iterator[tuple[str, Keyword]]:
    for telling, table in enumerate(("kinds", "telling")):
        for kind, words in language.table("log", table):
            for word in words:
                yield word, Keyword(kind_of(kind), bool(telling))


def _verbs(language: Language, table: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for kind, words in language.table("log", table):
        yield kind_of(kind), phrases(words)


def kind_of(key: str) -> str:
    """The kind as the Log tab writes it, of its key in a word file; "touch" is contact of no kind."""
    return {"touch": "", "voice_note": "voice note", "thank_you": "thank-you"}.get(key, key)


@cache
def everywhere(key: str) -> tuple[str, ...]:
    """The words of one line of [log] in every language, the longest first."""
    found = {word for language in languages() for word in language.words("log", key)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def keyword(phrase: str) -> Keyword | None:
    """What a folded word or phrase says as a noun of contact, in any language; None if it is none."""
    return next((one.kinds[phrase] for one in _by_weight() if phrase in one.kinds), None)


@cache
def _by_weight() -> tuple[Vocabulary, ...]:
    """English first: its words are the documented ones."""
    return tuple(sorted(vocabularies(), key=lambda one: one.code != "en"))


@cache
def opener(key: str, behind: str = "") -> re.Pattern[str]:
    """What begins an entry of its own in any language: the phrases of a line, then a colon, a joining word or a blank."""
    joined = "|".join(re.escape(word) for word in everywhere(behind)) if behind else ""
    joint = rf"(?: (?:{joined}))?" if joined else ""
    return re.compile(rf"(?:{'|'.join(everywhere(key))}){joint}(?!{WORD})", re.IGNORECASE)


def votes(words: Sequence[str]) -> list[Vocabulary]:
    """The languages a text may be in: those that know most of its words; all of them where none knows any."""
    text = " ".join(words)
    counted = [(_known(words, text, one), one) for one in _by_weight()]
    most = max(number for number, _ in counted)
    return [one for number, one in counted if number == most]


def _known(words: Sequence[str], text: str, one: Vocabulary) -> int:
    """How many words of a text the language knows, its verbs of contact counted twice."""
    verbs = sum(1 for _, pattern in (*one.verbs, *one.weak) for _ in pattern.finditer(text))
    return sum(word in one.known or word in one.days for word in words) + 2 * verbs
