"""What a sentence of the Log cell says: a contact or a note, or why it stays: one rule for every language."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from connectkit.absorb.language.day import ahead, day_of, vague_time
from connectkit.absorb.language.items import Unread
from connectkit.absorb.language.reasons import CANCELLED, FAILED, NOTHING, PLANNED, QUESTION
from connectkit.absorb.language.sentence import DAY, Clause, Contact, Sentence, days_alone, in_language
from connectkit.absorb.language.words import Vocabulary, everywhere
from connectkit.text.plain import fold

WRITTEN = frozenset(("email", "message", "letter", "voice note", "thank-you", "introduction"))
"""Kinds that have reached somebody though no answer came yet."""


class Read(NamedTuple):
    """What a sentence says: a contact or a note, its day (None: none named), kind and direction."""

    contact: bool
    day: date | None
    kind: str
    direction: str = ""


def judge(sentence: Sentence) -> Read | Unread:
    """What a sentence says, or why it stays."""
    if _says_nothing(sentence):
        return NOTHING
    found = find_contact(sentence)
    if isinstance(found, Unread):
        return found
    if sentence.text.rstrip().endswith("?"):
        return QUESTION
    number, contact, direction = found if found else (0, None, "")
    day = day_of(sentence, number if found else None)
    if isinstance(day, Unread):
        return day
    alone = bool(sentence.days) and all(days_alone(one, sentence.languages) for one in sentence.clauses)
    if not found and not alone:
        return Read(False, day if day and day <= sentence.when.today else None, "note")
    if day and day > sentence.when.today:
        return ahead(sentence)
    if not day and found:
        vague = vague_time(sentence, number)
        if vague:
            return vague
    kind = contact.kind if contact else ("note" if direction else "")
    return Read(True, day, kind, direction)


def _says_nothing(sentence: Sentence) -> bool:
    folded = fold(sentence.text).strip(" .?!-")
    return folded in everywhere("no_news") or (
        not any(char.isalpha() for char in folded) and not sentence.days
    )


def find_contact(sentence: Sentence) -> tuple[int, Contact | None, str] | Unread | None:
    """The first clause that tells of a contact, with its direction; why it is none; None where none is told of."""
    for number, clause in enumerate(sentence.clauses):
        for one in sentence.languages:
            blocked = _blocked(clause, one)
            if blocked:
                return blocked
        for one in sentence.languages:
            direction = _direction(clause, one)
            contact = in_language(clause, one)
            if contact or direction:
                return _unless_undone(sentence, number, contact, direction, one)
    return None


def _direction(clause: Clause, words: Vocabulary) -> str:
    """ "gave" or "asked" where the clause says that I did."""
    for name, pattern in (("gave", words.gave), ("asked", words.asked)):
        match = pattern.search(clause.text)
        if match is None or words.facts.match(clause.text):
            continue
        first = clause.text.count(" ", 0, match.start())
        before = clause.words[:first]
        if (
            words.code == "en"
            and not set(before) <= {"i", "we", "also", "just", "and", DAY, "today"}
            and before[-1:] != ("email",)
        ):
            continue
        if not set(before) & words.they - words.me and not set(before) & words.not_:
            return name
    return ""


def _blocked(clause: Clause, words: Vocabulary) -> Unread | None:
    """Why this clause says that no contact took place: a cancellation, a failed try, a plan."""
    text = clause.text
    contact = in_language(clause, words)
    if contact and words.pending.search(text) and contact.kind in WRITTEN:
        return None
    if words.cancelled.search(text) or text in words.cancelled_alone:
        return CANCELLED
    if (
        words.failed.search(text)
        or text in words.failed_alone
        or (contact and _denied(clause, contact, words))
    ):
        return FAILED
    return PLANNED if _is_plan(clause, contact, words) else None


def _denied(clause: Clause, contact: Contact, words: Vocabulary) -> bool:
    near = (*clause.words[: contact.first], *clause.words[contact.end : contact.end + 1])
    return bool(set(near) & words.not_)


def _is_plan(clause: Clause, contact: Contact | None, words: Vocabulary) -> bool:
    text = clause.text
    start = 0
    while start < len(clause.words) and (clause.words[start] in words.me or clause.words[start] == DAY):
        start += 1
    if any(words.plan.match(" ".join(clause.words[at:])) for at in {0, start} if at < len(clause.words)):
        return not (contact and contact.told and contact.first <= start + 1)
    plan = words.plan.search(text)
    if plan and not (contact and contact.told):
        behind = text[plan.end() :]
        if contact or words.infinitives.search(behind) or any(word in words.kinds for word in behind.split()):
            return True
    coming = words.coming.search(text)
    if coming and not coming.start() and any(word in words.kinds for word in text[coming.end() :].split()):
        return True
    if coming and ((contact and not contact.told) or (not contact and words.infinitives.search(text))):
        return True
    return not contact and _is_errand(clause, words)


def _is_errand(clause: Clause, words: Vocabulary) -> bool:
    """True for "call her", "write to Ben", "anrufen": something to do."""
    first = next((at for at, word in enumerate(clause.words) if word != DAY), 0)
    rest = " ".join(clause.words[first:])
    match = words.infinitives.match(rest)
    if words.code != "en":
        found = words.infinitives.search(clause.text)
        return bool(found) and not any(word in words.they for word in clause.words[:1])
    if match is None:
        return False
    end = first + 1 + match[0].count(" ")
    if end == len(clause.words):
        return True
    noun = words.kinds.get(match[0])
    following = clause.words[end]
    return noun is None or following in words.persons or following == "back" or clause.names[end]


def _unless_undone(
    sentence: Sentence, number: int, contact: Contact | None, direction: str, words: Vocabulary
) -> tuple[int, Contact | None, str] | Unread:
    """The contact, unless a later clause begins with saying that it failed or was called off."""
    for clause in sentence.clauses[number + 1 :]:
        if contact and contact.kind in WRITTEN and words.pending.search(clause.text):
            break
        for one in {id(each): each for each in (words, *sentence.languages)}.values():
            for pattern, why in ((one.failed, FAILED), (one.cancelled, CANCELLED)):
                match = pattern.search(clause.text)
                if match and clause.text.count(" ", 0, match.start()) <= 2 and contact:
                    return why
    return number, contact, direction
