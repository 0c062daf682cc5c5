"""One entry of the Log cell: what a single piece of text says happened.

One rule. An entry has at most one day, found anywhere in its text. It is a contact only if it says one: a kind, a
verb, a bare mark, a day alone; else it is a note, which moves nothing. A plan, a cancellation, a failed try and a day
that is not certain stay in the cell.
"""

from __future__ import annotations

import re
from datetime import date

from connectkit.absorb.language.day import ahead, is_limit
from connectkit.absorb.language.items import Entry, Item, NextEntry, Unread, When
from connectkit.absorb.language.promises import read_intro, read_promise
from connectkit.absorb.language.reasons import CANCELLED, FAILED, NOTHING, PLACE_IT, PLANNED, TWO_DAYS
from connectkit.absorb.language.sentence import DAY, Sentence, days_alone, in_language
from connectkit.absorb.language.summary import summary_of
from connectkit.absorb.language.verdict import WRITTEN, Read, find_contact, judge
from connectkit.absorb.language.words import everywhere, keyword, opener
from connectkit.sheet.cells import as_tick
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold

_HEAD_LIMIT = 60  # characters; a longer beginning is a sentence, not "call 12 Nov:"
_BREAK = pattern(r":(?!//)(?!(?<=[0-9]:)[0-9])|\s[-–—]+\s|—")


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
    said = judge(Sentence(text, when))
    if isinstance(said, Unread):
        return None if said is NOTHING and not first else said
    if not said.contact and not first:
        return None
    if not said.contact:
        return [Entry(said.day or when.today, "note", "", text)]
    return [Entry(said.day or when.today, said.kind, said.direction, summary_of(Sentence(text, when)))]


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
        said = _plain_head(sentence) or judge(sentence)
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
        told = find_contact(after)
        if told and not isinstance(told, Unread):
            said = said._replace(kind=told[1].kind if told[1] else "note", direction=told[2])
    before = summary_of(head, head=True)
    summary = f"{before}: {rest}" if before else rest
    return [Entry(day or head.when.today, said.kind, said.direction, summary)]


def _blocked_rest(after: Sentence, said: Read) -> Unread | None:
    """Why what follows the head says that nothing took place: it begins with a failure, a cancellation, a day ahead."""
    if said.kind == "note" or not after.clauses:
        return None
    text = after.clauses[0].text
    for one in after.languages:
        if said.kind in WRITTEN and one.pending.match(text):
            return None
        if said.kind not in WRITTEN and one.failed.match(text) and not said.direction:
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
    days = [one for one in after.days if not is_limit(after, one.first)]
    if not days or all(one.reading.day == after.when.today for one in days):
        return None
    begins = after.clauses[0]
    alone = days_alone(begins, after.languages)
    day = days[0].reading.day
    if day and day > after.when.today and begins.words[0] == DAY:
        return ahead(after)
    found = {one.reading.day for one in days}
    if len(found) > 1:
        return Unread(TWO_DAYS)
    if not alone or day is None:
        return Unread(
            (days[0].reading.why and f"was not filed, because it {days[0].reading.why}") or PLACE_IT
        )
    return day if day <= after.when.today else ahead(after)
