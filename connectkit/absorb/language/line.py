"""One entry of the Log cell: what a single piece of text says happened.

One rule. An entry has at most one day, found anywhere in its text. It is a contact only if it says one: a kind, a
verb, a bare mark, a day alone; else it is a note, which moves nothing. A plan, a cancellation, a failed try and a day
that is not certain stay in the cell.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from connectkit.absorb.language.items import Entry, Item, NextEntry, Unread, When, still_to_come
from connectkit.absorb.language.promises import read_intro, read_promise
from connectkit.absorb.language.sentence import DAY, Clause, Contact, Sentence, days_alone, in_language
from connectkit.absorb.language.words import Vocabulary, everywhere, keyword, opener, vocabularies
from connectkit.sheet.cells import as_tick
from connectkit.text.plain import fold
from connectkit.text.words.days import all_words, day_words
from connectkit.text.written import EXAMPLE

_HEAD_LIMIT = 60  # characters; a longer beginning is a sentence, not "call 12 Nov:"
_BREAK = re.compile(r":(?!//)(?!(?<=[0-9]:)[0-9])|\s[-–—]+\s|—")
_EDGE = " ,-–—()"
_NO_NEWS = ("?", "", "...")

PLACE_IT = "seems to name a day that could not be placed: begin with it, as in call 12 Nov: what was said"
TWO_DAYS = "names more than one day: begin with the one it happened on, as in call 12 Nov: what was said"
QUESTION = Unread("is a question: leave the question mark out if it happened")
NOTHING = Unread("says nothing that could be filed")
PLANNED = Unread(
    "speaks of what is to come, so it is no contact yet: put promise: in front of it, or today: if you were in"
    " touch, or write the day into Next touch"
)
FAILED = Unread(
    "says that nobody was reached, so it is no contact: keep it in Notes, or write how you did reach them, as in"
    " voice note: what was said"
)
CANCELLED = Unread(
    "says that it did not take place, so it is no contact: keep it in Notes, or write note: in front of it"
)
_WRITTEN = frozenset(("email", "message", "letter", "voice note", "thank-you", "introduction"))


class Read(NamedTuple):
    """What a sentence says: a contact or a note, its day (None: none named), kind and direction."""

    contact: bool
    day: date | None
    kind: str
    direction: str = ""


def read_line(text: str, when: When, *, first: bool = True) -> list[Item] | Unread | None:
    """The items a piece of text states; None if it says no entry of its own and something stands before it."""
    if as_tick(text) or fold(text).strip(" .!") in everywhere("marks"):
        return [Entry(when.today, "", "", "")]
    opened = _read_opened(text, when)
    if opened is not None:
        return opened
    headed = _read_headed(text, when)
    if headed is not None:
        return headed
    said = _read_sentence(Sentence(text, when))
    if isinstance(said, Unread):
        return None if said is NOTHING and not first else said
    if not said.contact and not first:
        return None
    if not said.contact:
        return [Entry(said.day or when.today, "note", "", text)]
    return [Entry(said.day or when.today, said.kind, said.direction, _summary(Sentence(text, when)))]


def _read_opened(text: str, when: When) -> list[Item] | Unread | None:
    """A promise, an introduction or a line for next time; None for any other text."""
    folded = fold(text)
    told = opener("intro_of_me").match(folded)
    if told:
        return [Entry(when.today, "introduction", "", text)]
    their = opener("their_promise").match(folded)
    mine = None if their else opener("promise").match(folded)
    match = their or mine
    if match:
        return read_promise(_behind(text, match.end()), "them" if their else "me", when)
    ask = re.match(rf"(?:{'|'.join(everywhere('next_time'))}) ?:", folded)
    if ask:
        line = _behind(text, ask.end()).strip()
        return [NextEntry(line)] if any(char.isalnum() for char in line) else NOTHING
    intro = opener("intro", "intro_to").match(folded)
    rest = _behind(text, intro.end()) if intro else ""
    if intro and (rest.lstrip()[:1] in (":",) or rest.lstrip(" ")[:1].isupper() or not rest.strip()):
        return read_intro(rest, when)
    return None


def _behind(text: str, folded_end: int) -> str:
    """The text behind so many characters of its folded form; folding keeps the words, not the places."""
    for at in range(folded_end, len(text) + 1):
        if len(fold(text[:at]).rstrip()) >= folded_end:
            return text[at:]
    return text[folded_end:]


def _read_headed(text: str, when: When) -> list[Item] | Unread | None:
    """The documented form: "call 12 Nov: she starts"; None where what stands before the colon is no contact."""
    for match, _ in zip(_BREAK.finditer(text[: _HEAD_LIMIT + 4]), range(3), strict=False):
        head, rest = text[: match.start()].strip(), text[match.end() :].strip()
        if not head or not rest:
            continue
        sentence = Sentence(head, when)
        said = _plain_head(sentence) or _read_sentence(sentence)
        if isinstance(said, Unread):
            if said is NOTHING or not (sentence.days or _says_contact(sentence)):
                continue
            return said
        note = _is_note(sentence)
        if said.contact or note:
            return _entry(sentence, said._replace(kind="note") if note else said, rest)
    return None


def _plain_head(sentence: Sentence) -> Read | None:
    """A noun of contact and perhaps a day, as "voicemail 12 Nov", which is written so to be filed."""
    words = [word for clause in sentence.clauses for word in clause.words if word != DAY]
    found = keyword(" ".join(words))
    days = {one.reading.day for one in sentence.days}
    if found is None or len(days) > 1 or None in days:
        return None
    day = next(iter(days), None)
    return Read(True, day, found.kind) if not day or day <= sentence.when.today else None


def _is_note(sentence: Sentence) -> bool:
    """True for "note:" and "note 12 Nov:"."""
    words = [word for clause in sentence.clauses for word in clause.words if word != DAY]
    found = keyword(" ".join(words))
    return found is not None and found.kind == "note"


def _says_contact(sentence: Sentence) -> bool:
    return any(in_language(clause, one) for clause in sentence.clauses for one in sentence.languages)


def _entry(head: Sentence, said: Read, rest: str) -> list[Item] | Unread:
    """The entry of a head and what follows it. Without a day in the head, one behind it must be certain."""
    after = Sentence(rest, head.when)
    blocked = _blocked_rest(after, said)
    if blocked:
        return blocked
    day = said.day
    if day is None and said.kind != "note":
        behind = _day_behind(after)
        if isinstance(behind, Unread):
            return behind
        day = behind
    if not said.kind and not said.direction:
        told = _contact(after)
        if told and not isinstance(told, Unread):
            said = said._replace(kind=told[1].kind if told[1] else "note", direction=told[2])
    before = _summary(head, head=True)
    summary = f"{before}: {rest}" if before else rest
    return [Entry(day or head.when.today, said.kind, said.direction, summary)]


def _blocked_rest(after: Sentence, said: Read) -> Unread | None:
    """Why what follows the head says that nothing took place: it begins with a failure, a cancellation, a day ahead."""
    if said.kind == "note" or not after.clauses:
        return None
    text = after.clauses[0].text
    for one in after.languages:
        if said.kind in _WRITTEN and one.pending.match(text):
            return None
        if said.kind not in _WRITTEN and one.failed.match(text) and not said.direction:
            return FAILED
        if one.cancelled.match(text):
            return CANCELLED
        coming = one.coming.match(text)
        if coming and coming.end() == len(text):
            return PLANNED
    if _is_address(after.text):
        return NOTHING
    return None


def _is_address(text: str) -> bool:
    """True if the text is an address or a number: "email: ana@example.com" is no contact."""
    return bool(re.fullmatch(r"\S+@\S+\.\S+|\+?[0-9][0-9 ()/.-]{5,}", text.strip()))


def _day_behind(after: Sentence) -> date | Unread | None:
    """The day of a contact that its text names behind the colon: only if the text begins with it, or it is today."""
    days = [one for one in after.days if not _is_limit(after, one.first)]
    if not days or all(one.reading.day == after.when.today for one in days):
        return None
    begins = after.clauses[0]
    alone = days_alone(begins, after.languages)
    day = days[0].reading.day
    if day and day > after.when.today and begins.words[0] == DAY:
        return _ahead(after)
    found = {one.reading.day for one in days}
    if len(found) > 1:
        return Unread(TWO_DAYS)
    if not alone or day is None:
        return Unread(
            (days[0].reading.why and f"was not filed, because it {days[0].reading.why}") or PLACE_IT
        )
    return day if day <= after.when.today else _ahead(after)


def _is_limit(sentence: Sentence, first: int) -> bool:
    """True if "by", "until" or the like stands before the day: it is then not the day something happened on."""
    before = " " + " ".join(word.folded for word in sentence.words[max(0, first - 3) : first])
    return before.endswith(tuple(f" {phrase}" for phrase in all_words("by")))


def _ahead(sentence: Sentence) -> Unread:
    """What to say of a day to come: its date where a date was typed, else that it is a plan."""
    one = sentence.days[0]
    typed = " ".join(word.folded for word in sentence.words[one.first : one.end])
    months = day_words().months
    dated = re.search(r"[0-9][./-]", typed) or any(word.rstrip(".") in months for word in typed.split())
    day = one.reading.day
    return still_to_come(day, sentence.when) if dated and day else PLANNED


def _read_sentence(sentence: Sentence) -> Read | Unread:
    """What a sentence says, or why it stays."""
    if _says_nothing(sentence):
        return NOTHING
    found = _contact(sentence)
    if isinstance(found, Unread):
        return found
    if sentence.text.rstrip().endswith("?"):
        return QUESTION
    number, contact, direction = found if found else (0, None, "")
    day = _day_of(sentence, number if found else None)
    if isinstance(day, Unread):
        return day
    alone = bool(sentence.days) and all(days_alone(one, sentence.languages) for one in sentence.clauses)
    if not found and not alone:
        return Read(False, day if day and day <= sentence.when.today else None, "note")
    if day and day > sentence.when.today:
        return _ahead(sentence)
    if not day and found:
        vague = _vague(sentence, number)
        if vague:
            return vague
    kind = contact.kind if contact else ("note" if direction else "")
    return Read(True, day, kind, direction)


def _says_nothing(sentence: Sentence) -> bool:
    folded = fold(sentence.text).strip(" .?!-")
    return folded in everywhere("no_news") or (
        not any(char.isalpha() for char in folded) and not sentence.days
    )


def _contact(sentence: Sentence) -> tuple[int, Contact | None, str] | Unread | None:
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
    if contact and words.pending.search(text) and contact.kind in _WRITTEN:
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
        if contact and contact.kind in _WRITTEN and words.pending.search(clause.text):
            break
        for one in {id(each): each for each in (words, *sentence.languages)}.values():
            for pattern, why in ((one.failed, FAILED), (one.cancelled, CANCELLED)):
                match = pattern.search(clause.text)
                if match and clause.text.count(" ", 0, match.start()) <= 2 and contact:
                    return why
    return number, contact, direction


def _day_of(sentence: Sentence, number: int | None) -> date | Unread | None:
    """The one day the sentence names; None where it names none; why it is not certain."""
    for one in sentence.days:
        if one.reading.day is None:
            piece = sentence.text[sentence.words[one.first].start : sentence.words[one.end - 1].end].strip(
                _EDGE
            )
            return Unread(f"was not filed, because “{piece.rstrip(',:')}” {one.reading.why}")
    days = {one.reading.day for one in sentence.days if one.reading.day}
    if len(days) > 1:
        return Unread(TWO_DAYS)
    day = next(iter(days), None)
    if day is None or number is None or day == sentence.when.today:
        return day
    return day if _belongs(sentence, number) else Unread(PLACE_IT)


def _belongs(sentence: Sentence, number: int) -> bool:
    """True if the day stands in the contact's clause, begins or ends the text, or is a clause of its own."""
    for at, clause in enumerate(sentence.clauses):
        if DAY not in clause.words:
            continue
        if at == number or days_alone(clause, sentence.languages):
            if any(_is_limit(sentence, one.first) for one in sentence.days):
                return False
            continue
        behind = clause.words[clause.words.index(DAY) + 1 :]
        small = {word for one in sentence.languages for word in one.after}
        if clause.words[0] != DAY and not (clause.words[0] in all_words("on") and clause.words[1] == DAY):
            return False
        if behind and behind[0] not in small:
            return False
    return True


def _vague(sentence: Sentence, number: int) -> Unread | None:
    """Why a contact whose time is told only roughly stays: a month, a week and a weekend are no day."""
    clause = sentence.clauses[number]
    for text in (one.text for one in sentence.clauses):
        for one in sentence.languages:
            match = one.vague.search(text) or (_month().search(text)) or one.coming.search(text)
            if match and (text == clause.text or match[0] == text):
                return Unread(
                    f"was not filed, because “{match[0]}” has no day: write the whole date as {EXAMPLE}"
                )
    return None


def _month() -> re.Pattern[str]:
    months = "|".join(map(re.escape, sorted(day_words().months, key=len, reverse=True)))
    ins = "|".join(map(re.escape, all_words("in")))
    return re.compile(
        rf"(?<![^\W_])(?:(?:{ins}) (?:{months})(?: (?:de |del )?(?:19|20)[0-9]{{2}})?|(?:{months}) (?:de |del )?(?:19|20)[0-9]{{2}})(?![^\W_])"
    )


def _summary(sentence: Sentence, *, head: bool = False) -> str:
    """What was said: the text without the plain kind and day that begin it; words that tell more than a kind stay.

    A sentence that goes on without a pause behind a kind alone is kept whole; a head never is.
    """
    words = sentence.words
    starts = {one.first: one.end for one in sentence.days}
    at, telling, chosen, day, kinds = 0, [], "", False, 0
    while at < len(words):
        end = starts.get(at) or (starts.get(at + 1) if words[at].folded in all_words("on") else None)
        if end:
            at, day = end, True
            continue
        size, kind, tells = _plain_at(sentence, at)
        if not size:
            break
        if tells or (chosen and kind and kind != chosen):
            telling.append(sentence.text[words[at].start : words[at + size - 1].end].strip(_EDGE + ":.!?"))
        at, chosen, kinds = at + size, chosen or kind, kinds + 1
    rest = sentence.text[words[at].start :].strip(_EDGE) if at < len(words) else ""
    if rest and not head and not (at and (words[at - 1].stops or (kinds and day))):
        return sentence.text
    before = " ".join(telling)
    return f"{before}{' ' if head else ': '}{rest}" if before and rest else before or rest


def _plain_at(sentence: Sentence, at: int) -> tuple[int, str, bool]:
    """How many words from here are a plain word of contact, its kind, and whether it tells more than the kind."""
    for size in (3, 2, 1):
        phrase = " ".join(word.folded.rstrip(".") for word in sentence.words[at : at + size])
        found = keyword(phrase) if at + size <= len(sentence.words) else None
        if found:
            return size, found.kind, found.telling
    word = sentence.words[at].folded
    for one in vocabularies():
        if one.gave.fullmatch(word) or one.asked.fullmatch(word):
            return 1, "", False
        kind = next((kind for kind, pattern in one.verbs if pattern.fullmatch(word)), None)
        if kind:
            return 1, kind, False
    return 0, "", False
