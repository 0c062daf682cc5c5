"""What of an entry's text is kept as what was said."""

from __future__ import annotations

from connectkit.absorb.language.sentence import Sentence
from connectkit.absorb.language.words import keyword, vocabularies
from connectkit.text.words.days import all_words

_EDGE = " ,-–—()"


def summary_of(sentence: Sentence, *, head: bool = False) -> str:
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
