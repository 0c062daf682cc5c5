"""The one day of an entry: which it is, whether it is certain, whether it lies ahead."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from connectkit.absorb.language.items import Unread, still_to_come
from connectkit.absorb.language.reasons import PLACE_IT, PLANNED, TWO_DAYS
from connectkit.absorb.language.sentence import DAY, Sentence, days_alone
from connectkit.text.words.days import all_words, day_words
from connectkit.text.written import EXAMPLE


def day_of(sentence: Sentence, number: int | None) -> date | Unread | None:
    """The one day the sentence names; None where it names none; why it is not certain."""
    for one in sentence.days:
        if one.reading.day is None:
            piece = sentence.text[sentence.words[one.first].start : sentence.words[one.end - 1].end].strip(
                " ,-–—()"
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
            if any(is_limit(sentence, one.first) for one in sentence.days):
                return False
            continue
        behind = clause.words[clause.words.index(DAY) + 1 :]
        small = {word for one in sentence.languages for word in one.after}
        if clause.words[0] != DAY and not (clause.words[0] in all_words("on") and clause.words[1] == DAY):
            return False
        if behind and behind[0] not in small:
            return False
    return True


def vague_time(sentence: Sentence, number: int) -> Unread | None:
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


@cache
def _month() -> re.Pattern[str]:
    months = "|".join(map(re.escape, sorted(day_words().months, key=len, reverse=True)))
    ins = "|".join(map(re.escape, all_words("in")))
    return re.compile(
        rf"(?<![^\W_])(?:(?:{ins}) (?:{months})(?: (?:de |del )?(?:19|20)[0-9]{{2}})?|(?:{months}) (?:de |del )?(?:19|20)[0-9]{{2}})(?![^\W_])"
    )


def is_limit(sentence: Sentence, first: int) -> bool:
    """True if "by", "until" or the like stands before the day: it is then not the day something happened on."""
    before = " " + " ".join(word.folded for word in sentence.words[max(0, first - 3) : first])
    return before.endswith(tuple(f" {phrase}" for phrase in all_words("by")))


def ahead(sentence: Sentence) -> Unread:
    """What to say of a day to come: its date where a date was typed, else that it is a plan."""
    one = sentence.days[0]
    typed = " ".join(word.folded for word in sentence.words[one.first : one.end])
    months = day_words().months
    dated = re.search(r"[0-9][./-]", typed) or any(word.rstrip(".") in months for word in typed.split())
    day = one.reading.day
    return still_to_come(day, sentence.when) if dated and day else PLANNED
