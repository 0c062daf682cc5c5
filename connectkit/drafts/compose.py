"""A message put together from sentences: each true of this person, none that somebody else got in the last weeks.

The order of choice within a group: what others did not get lately, what this person did not have before, what says
most of this person, then a turn that differs from person to person and never by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

from connectkit.drafts.language import Language, filled, names_in
from connectkit.drafts.template import Template

LONG = 5
"""A sentence of more words than this goes to one person only within four weeks."""
SHORTEST = 10
"""A message of fewer words than this gets one sentence more, where there is one."""

CHAT = frozenset({"whatsapp", "telegram", "signal", "sms", "voice note"})
CARD = frozenset({"phone"})
_FAINT = frozenset(
    {"last_touch", "last_touch_of", "my_last", "my_last_of", "first_name", "name", "me", "me_first"}
)
"""Names that say little of this person alone."""
_PROPER = (
    "name",
    "other_name",
    "other_first",
    "me",
    "company",
    "city",
    "give",
    "my_last_of",
    "last_touch_of",
)


@dataclass(frozen=True)
class Said:
    """What was said before: ``others`` are sentences that other people got in the last four weeks, ``own`` this person's."""

    others: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    round: int = 0


@dataclass
class Composer:
    """Chooses the sentences of one message; of questions it takes one, for a message is no questionnaire."""

    language: Language
    context: Mapping[str, str | int]
    said: Said
    formal: bool = False
    taken: set[str] = field(default_factory=set)
    asked: bool = False

    def sentence(self, group: str) -> str:
        """The sentence of a group that fits best; ``""`` where none may be said."""
        fitting = [
            (one, filled(one, self.context))
            for one in self.language.sentences(group, formal=self.formal)
            if all(str(self.context.get(name, "")).strip() for name in names_in(one))
        ]
        if self.asked:
            fitting = [one for one in fitting if "?" not in one[1]]
        free = [
            (raw, text)
            for raw, text in fitting
            if not self._others_have(text) and key(text) not in self.taken
        ]
        if not free:
            return ""
        _, chosen = min(free, key=lambda one: self._rank(group, *one))
        self.taken.add(key(chosen))
        self.asked = self.asked or "?" in chosen
        return chosen

    def _others_have(self, text: str) -> bool:
        return any(one in self.said.others for one in sentences(text) if len(one.split()) > LONG)

    def _rank(self, group: str, raw: str, text: str) -> tuple[object, ...]:
        names = names_in(raw)
        specific = sum(1 if name in _FAINT else 3 for name in names)
        turn = blake2b(
            f"{self.context.get('seed', '')}\n{self.said.round}\n{group}\n{raw}".encode(), digest_size=8
        )
        return (key(text) in self.said.own, -specific, key(text) in self.said.others, turn.digest())


def compose(
    template: Template, context: Mapping[str, str | int], said: Said, *, formal: bool
) -> tuple[str, str]:
    """Subject and message of a composed template for one contact."""
    language = template.sentences
    if language is None:
        raise ValueError(f"{template.name} is not composed")
    composer = Composer(language, context, said, formal=formal)
    channel = str(context.get("channel", ""))
    groups = template.chat if channel in CHAT and template.chat else template.say
    parts = [text for group in groups if (text := composer.sentence(group))]
    gap = language.gap.get(template.gap, "") if template.gap else ""
    if channel in CARD:
        message = _card(composer, template, parts)
    elif channel in CHAT:
        message = _chat(composer, template, parts, gap)
    else:
        message = _letter(composer, template, parts, gap)
    return Composer(language, context, Said(round=said.round), formal=formal).sentence(
        template.subject
    ), message


def _letter(composer: Composer, template: Template, parts: list[str], gap: str) -> str:
    """Greeting, what is said, a close, the gap, the signature; each a paragraph."""
    context, lower = composer.context, composer.language.days.get("lower_after_greeting") == "yes"
    close = composer.sentence(template.close) if template.close else ""
    body = " ".join(parts)
    body = _lowered(body, context) if lower else body
    short = words(body) + words(close) + words(str(context["greeting"])) < SHORTEST
    if short and not close:
        close = composer.sentence("help" if "help" not in template.say else "short")
    paragraphs = [f"{context['greeting']},", body, close, gap, str(context.get("signed", ""))]
    return "\n\n".join(part for part in paragraphs if part)


def _chat(composer: Composer, template: Template, parts: list[str], gap: str) -> str:
    """Two sentences, the first with the greeting in it."""
    text = " ".join(parts[:2])
    groups = template.chat or template.say
    if words(text) + words(str(composer.context["greeting"])) < SHORTEST:
        more = composer.sentence(groups[-1]) or composer.sentence("help")
        text = f"{text} {more}".strip()
    message = f"{composer.context['greeting']}, {_lowered(text, composer.context)}"
    return f"{message}\n\n{gap}" if gap else message


def _card(composer: Composer, template: Template, parts: list[str]) -> str:
    """Three points for a call."""
    more = (
        group
        for group in (template.close, "help", "question")
        if group not in ("call", "short", "giftlink", *template.say)
    )
    points = parts[:3]
    for group in more:
        if len(points) < 3 and group and not (group == "question" and any("?" in one for one in points)):
            points += [text for text in [composer.sentence(group)] if text]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(points, start=1))


def _lowered(text: str, context: Mapping[str, str | int]) -> str:
    """Going on after a greeting and a comma: a small letter, but for I and for names."""
    first = re.split(r"[\s:(]", text, maxsplit=1)[0]
    names = {str(context.get(name, "")).split(" ")[0] for name in _PROPER}
    keeps = first in names or first == "I" or first.startswith(("I'", "I’"))
    return text if keeps else text[:1].lower() + text[1:]


def words(text: str) -> int:
    """How many words a text has."""
    return len(re.findall(r"[^\W_]+(?:['’.@/-][^\W_]+)*", text))


def sentences(text: str) -> list[str]:
    """The sentences of a message as they are compared: small letters, no marks, no numbers of points."""
    plain = re.sub(r"(?m)^\s*\d\.\s", "", text)
    pieces = re.split(r"(?<=[.!?])\s+|\n+|(?<=,)\s*\n", plain)
    return [found for piece in pieces if (found := key(piece))]


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """A sentence as sentences are compared."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def heard(messages: Iterable[str]) -> frozenset[str]:
    """All sentences of some messages."""
    return frozenset(one for message in messages for one in sentences(message))
