"""Occasion and templates become a stub: a short message the user may send as it stands.

Which template is a decision, not a lottery: the occasion, the language, the channel and how close the two are come
first, a text of the user's own before the composed ones, then whether its facts are known, then variety. All of it
is decided by the arguments alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from connectkit.drafts.compose import CARD, CHAT, Composer, Said, compose, heard, key
from connectkit.drafts.greeting import Addressed, by_surname, greeting
from connectkit.drafts.language import Language
from connectkit.drafts.reach import address, reachable
from connectkit.drafts.render import NAMES, NO_NAME
from connectkit.drafts.template import Template, facts_needed, render
from connectkit.errors import TemplateError
from connectkit.text.names import first_name, read_name

__all__ = ["FALLBACKS", "Occasion", "Stub", "draft", "speaks"]

FALLBACKS: Mapping[str, tuple[str, ...]] = {
    "weak-tie": ("reconnect",),
    "restart": ("reconnect",),
    "first-hello": ("reconnect",),
    "check-in": ("reconnect",),
    "nudge": ("reconnect",),
    "news": ("reconnect",),
    "opt-in": ("introduction",),
    "follow-up": ("check-in",),
}
"""The occasions whose templates serve where an occasion has none of its own; all others refuse instead."""

_TOO_LIKE = 0.5
_SUBJECTS = ("email", "meeting", "")
_TEXT = ("email", "linkedin", "whatsapp", "telegram", "signal", "sms", "")
_ANY = ("letter", "phone", "voice note")
_SIGNED = ("email", "meeting", "letter", "linkedin", "")
_BY_FULL_NAME = ("first-hello", "weak-tie", "opt-in", "introduction", "closing-loop")
LINE = "next-time"
"""The name beside a draft that is a line of the user's own."""


@dataclass(frozen=True)
class Occasion:
    """Why one person gets a draft now.

    Attributes:
        when: one of ``template.WHENS``.
        why: the reason in words, for the row, not for the message.
        context: the facts, under the names of ``render.NAMES``; what is missing is blank. ``seed`` (the contact's
            ID) decides between sentences that serve equally well.
        channel: the person's own; ``""`` when unknown: then the first address there is decides.
        to: the addresses as the sheet has them, under ``email``, ``phone`` and ``linkedin``.
        closeness: ``inner``, ``known`` or ``hardly``.
        greeting: how the user wants them greeted; ``""``: computed from the name. formal: None where the name decides.
        line: what the user wants to say next, word for word; ``""`` where there is no such line.
    """

    when: str
    why: str
    context: Mapping[str, str | int]
    channel: str = ""
    to: Mapping[str, str] = field(default_factory=dict)
    closeness: str = "known"
    greeting: str = ""
    formal: bool | None = None
    line: str = ""


@dataclass(frozen=True)
class Stub:
    """A draft before it has a row: the template's name, its ``when``, the words and where they go."""

    template: str
    reason: str
    channel: str
    to: str
    subject: str
    message: str
    language: str = "en"


def language_of(templates: Sequence[Template], code: str) -> Language | None:
    """The sentences of a language, where any of the templates is composed in it."""
    wanted = code.casefold()[:2]
    return next((one.sentences for one in templates if one.sentences and one.sentences.code == wanted), None)


def speaks(templates: Sequence[Template], language: str) -> bool:
    """Whether there is any text in a language."""
    return any(_tongue(one) == language.casefold()[:2] for one in templates)


def draft(
    occasion: Occasion,
    templates: Sequence[Template],
    *,
    language: str,
    used: Sequence[str] = (),
    recent: Sequence[tuple[str, str]] = (),
    own: Sequence[str] = (),
) -> Stub:
    """The stub for one occasion, from the template that fits it best.

    ``used`` are the names of the templates this person was drafted from, newest last, and ``own`` the messages;
    ``recent`` the name and message of what other people got in the last four weeks. Raises TemplateError when no
    template serves the occasion, or the chosen one can't be rendered.
    """
    channel = occasion.channel or reachable(occasion.to)
    found = _candidates(occasion, channel, templates, language)
    spoken = language_of(templates, _tongue(found[0]))
    context = _facts(occasion, channel, spoken)
    said = Said(heard(text for _, text in recent), heard(own), len(used))
    situation = _Situation(context, said, spoken, _formal(occasion), used)
    choices = [_choice(template, situation) for template in _fresh(found, used)]
    template, subject, message = min(choices, key=lambda choice: choice.rank)[1:]
    return Stub(
        template=LINE if occasion.line else template.name,
        reason=occasion.when,
        channel=channel,
        to=address(channel, occasion.to),
        subject=subject if channel in _SUBJECTS else "",
        message=_with_line(occasion.line, context, channel) if occasion.line else message,
        language=_tongue(template),
    )


def _with_line(line: str, context: Mapping[str, str | int], channel: str) -> str:
    """Greeting, the user's line word for word, signature; for a call the line alone."""
    if channel in CARD:
        return line
    if channel in CHAT:
        return f"{context['greeting']}, {line}"
    return "\n\n".join(part for part in (f"{context['greeting']},", line, str(context["signed"])) if part)


def _formal(occasion: Occasion) -> bool:
    name, nickname = str(occasion.context.get("name", "")), str(occasion.context.get("nickname", ""))
    return by_surname(Addressed(name, occasion.greeting, nickname, formal=occasion.formal))


def _facts(occasion: Occasion, channel: str, language: Language | None) -> dict[str, str | int]:
    """The context as templates see it: every name present, and what follows from others filled in."""
    context: dict[str, str | int] = {**dict.fromkeys(NAMES, ""), **occasion.context}
    name, other, nickname = (str(context[key]) for key in ("name", "other_name", "first_name"))
    nickname = nickname or str(context["nickname"])
    context["first_name"] = nickname or first_name(name)
    context["other_first"] = context["other_first"] or first_name(other) or other
    context["channel"] = channel
    context["why"] = context["why"] or occasion.why
    me = str(context["me"])
    context["me_first"] = context["me_first"] or read_name(me).first or me
    signature = me if occasion.when in _BY_FULL_NAME else context["me_first"]
    context["signed"] = signature if channel in _SIGNED else ""
    both = other if occasion.when == "introduction" else ""
    company = str(occasion.context.get("company", ""))
    who = Addressed(name, occasion.greeting, nickname, company, occasion.formal, both)
    context["greeting"] = greeting(who, language)
    return context


def _candidates(
    occasion: Occasion, channel: str, templates: Sequence[Template], language: str
) -> list[Template]:
    """The templates for the occasion (or those that serve in its place), in the language (or English), for the channel."""
    wanted = language.casefold().split("-")[0].split("_")[0]
    for tongue in dict.fromkeys((wanted, "en")):
        for when in (occasion.when, *FALLBACKS.get(occasion.when, ())):
            spoken = [one for one in templates if when in one.occasions and _tongue(one) == tongue]
            suited = _suited(spoken, channel, occasion.closeness)
            if suited:
                return suited
    raise TemplateError(
        f"There is no template for “{occasion.when}”.",
        f"Add a file with the line “when: {occasion.when}” to your templates folder.",
    )


def _suited(templates: Sequence[Template], channel: str, closeness: str) -> list[Template]:
    """Those written for the channel (or for any) and for how close the two are; rather others than none."""
    suited = [one for one in templates if not one.channels or channel in one.channels] or list(templates)
    return [one for one in suited if not one.closeness or closeness in one.closeness] or suited


def _tongue(template: Template) -> str:
    return template.language.split("-")[0].split("_")[0]


def _fresh(templates: Sequence[Template], used: Sequence[str]) -> list[Template]:
    """All but the one of the user's that this person was drafted from last, unless it is the only one."""
    return [one for one in templates if one.sentences or not used or one.name != used[-1]] or list(templates)


class _Situation(NamedTuple):
    """What every candidate is rendered with; ``used`` are the templates this person had, newest last."""

    context: dict[str, str | int]
    said: Said
    language: Language | None
    formal: bool
    used: Sequence[str]


class _Choice(NamedTuple):
    """A rendered candidate; the lowest rank is taken."""

    rank: tuple[object, ...]
    template: Template
    subject: str
    message: str


def _choice(template: Template, now: _Situation) -> _Choice:
    """Ranked by: written for the channel, not too like what others get, all facts known, the user's own, unused, turn.

    What is spoken, written by hand or an invitation is never taken from a text for the screen to gain variety.
    """
    context = now.context
    if template.sentences is not None:
        subject, message = compose(template, context, now.said, formal=now.formal)
    else:
        named = {"first_name": context["first_name"] or NO_NAME}
        subject, message = render(template, {**context, **_blocks(now), **named})
    ages = {name: place for place, name in enumerate(now.used, start=1)}
    own = template.sentences is None
    alike = likeness(message, now.said.others) if own else 0.0
    rank = (
        str(context["channel"]) not in (template.channels or (*_TEXT, *(() if own else _ANY))),
        alike >= _TOO_LIKE,
        str(context["channel"]) not in template.channels and bool(template.channels),
        _lacking(template, context) > 0,
        not own,
        not template.uses,
        ages.get(template.name, 0) if own else 0,
        alike,
        _turn(str(context.get("seed", "") or context["name"]), template.name, len(now.used)),
    )
    return _Choice(rank, template, subject, message)


def _blocks(now: _Situation) -> dict[str, str | int]:
    """The building blocks a text of the user's own may use; blank where the language has no sentences."""
    if now.language is None:
        return {}
    composer = Composer(now.language, now.context, now.said, formal=now.formal)
    groups = {"opening": "opening", "question": "question", "closing": "call"}
    return {name: composer.sentence(group) for name, group in groups.items()}


def _lacking(template: Template, context: Mapping[str, str | int]) -> int:
    return sum(1 for name in facts_needed(template) if context[name] == "")


def likeness(message: str, others: frozenset[str]) -> float:
    """How much of the message stands in what others got, by runs of four words, in tenths: 0.0 nothing, 1.0 all."""
    mine = _runs(key(message))
    theirs = frozenset(run for one in others for run in _runs(one))
    return round(len(mine & theirs) / len(mine), 1) if mine else 0.0


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = text.split()
    return frozenset(tuple(words[at : at + 4]) for at in range(len(words) - 3))


def _turn(seed: str, template: str, round_: int) -> bytes:
    """An order of templates that differs from person to person and from draft to draft, and never by chance."""
    return blake2b(f"{seed}\n{round_}\n{template}".encode(), digest_size=8).digest()
