"""Occasion and templates become a stub: a short message the user finishes and sends.

Which template is a decision, not a lottery: the occasion, the language and the channel come first, then whether the
template's facts are known of this person, then variety, for the person (never the same template twice in a row) and
across people (least like what others were drafted lately). All of it is decided by the arguments alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from connectkit.drafts.link import email_address, international, linkedin_profile
from connectkit.drafts.needs import needs
from connectkit.drafts.render import NAMES, NO_NAME
from connectkit.drafts.template import Template, facts_needed, render
from connectkit.errors import TemplateError
from connectkit.text.names import first_name

__all__ = ["FALLBACKS", "Occasion", "Stub", "draft", "facts_of", "first_name"]

FALLBACKS: Mapping[str, tuple[str, ...]] = {
    "weak-tie": ("reconnect",),
    "restart": ("reconnect",),
    "first-hello": ("reconnect",),
    "check-in": ("reconnect",),
    "nudge": ("reconnect",),
    "opt-in": ("introduction",),
    "follow-up": ("check-in",),
}
"""The occasions whose templates serve where an occasion has none of its own; all others refuse instead."""

FACTS = (
    "last_note", "interests", "met", "company", "title", "city", "offers", "needs", "promise", "give", "other_name",
)  # fmt: skip
"""The names that say something of this person alone: what makes a message specific."""

_TOO_LIKE = 0.5
_SUBJECTS = ("email", "meeting", "")
_TEXT = ("email", "linkedin", "whatsapp", "")
_SIGNED = ("email", "meeting", "letter", "linkedin", "")
_BY_FULL_NAME = ("first-hello", "weak-tie", "opt-in", "introduction", "closing-loop")
_NO_EMPLOYER = frozenset(
    {
        "freelance",
        "freelancer",
        "self-employed",
        "self employed",
        "self",
        "independent",
        "retired",
        "student",
        "n/a",
    }
    | {"na", "none", "-", "unemployed", "between jobs", "selbstständig", "freiberuflich", "privat", "private"}
)


@dataclass(frozen=True)
class Occasion:
    """Why one person gets a draft now.

    Attributes:
        when: one of ``templating.WHENS``.
        why: the reason in words, for the row, not for the message.
        context: the facts, under the names of ``rendering.NAMES``; what is missing is blank. ``seed`` (the contact's
            ID) decides between templates that serve equally well.
        channel: the person's own; ``""`` when unknown: then the first address there is decides.
        to: the addresses as the sheet has them, under ``email``, ``phone`` and ``linkedin``.
    """

    when: str
    why: str
    context: Mapping[str, str | int]
    channel: str = ""
    to: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stub:
    """A draft before it has a row: the template's name, its ``when``, the words, and what they still need."""

    template: str
    reason: str
    channel: str
    to: str
    subject: str
    message: str
    needs: str


def draft(
    occasion: Occasion,
    templates: Sequence[Template],
    *,
    language: str,
    used: Sequence[str] = (),
    recent: Sequence[tuple[str, str]] = (),
) -> Stub:
    """The stub for one occasion, from the template that fits it best.

    ``used`` are the names of the templates this person was drafted from, newest last; ``recent`` the name and message
    of other people's recent drafts. Raises TemplateError when no template serves the occasion, or the chosen one
    can't be rendered.
    """
    channel = occasion.channel or _reachable(occasion.to)
    context = _facts(occasion, channel)
    candidates = _fresh(_candidates(occasion.when, channel, templates, language), used)
    choices = [_choice(template, context, used, recent) for template in candidates]
    template, subject, message = min(choices, key=lambda choice: choice.rank)[1:]
    subject = subject if channel in _SUBJECTS else ""
    name = str(context["name"])
    return Stub(
        template=template.name,
        reason=occasion.when,
        channel=channel,
        to=_address(channel, occasion.to),
        subject=subject,
        message=message,
        needs=needs(subject, message, facts=facts_of(context), recent=recent, name=name),
    )


def facts_of(context: Mapping[str, object]) -> tuple[str, ...]:
    """What a context says of this person alone, blank facts left out: what ``specific.needs`` looks for."""
    return tuple(str(context[name]) for name in FACTS if str(context.get(name, "")).strip())


def _facts(occasion: Occasion, channel: str) -> dict[str, str | int]:
    """The context as templates see it: every name present, and what follows from others filled in."""
    context: dict[str, str | int] = {**dict.fromkeys(NAMES, ""), **occasion.context}
    name, other = str(context["name"]), str(context["other_name"])
    context["first_name"] = context["first_name"] or context["nickname"] or first_name(name) or NO_NAME
    context["other_first"] = context["other_first"] or first_name(other) or other
    context["channel"] = channel
    context["why"] = context["why"] or occasion.why
    me = str(context["me"])
    context["me_first"] = context["me_first"] or first_name(me)
    signature = me if occasion.when in _BY_FULL_NAME else context["me_first"]
    context["signed"] = signature if channel in _SIGNED else ""
    if str(context["company"]).strip().casefold() in _NO_EMPLOYER:
        context["company"] = ""
    return context


def _candidates(when: str, channel: str, templates: Sequence[Template], language: str) -> list[Template]:
    """The templates for the occasion (or those that serve in its place), in the language (or English), for the channel."""
    wanted = language.casefold().split("-")[0].split("_")[0]
    for tongue in dict.fromkeys((wanted, "en")):
        for occasion in (when, *FALLBACKS.get(when, ())):
            spoken = [one for one in templates if one.when == occasion and _tongue(one) == tongue]
            suited = _suited(spoken, channel)
            if suited:
                return suited
    raise TemplateError(
        f"There is no template for “{when}”.",
        f"Add a file with the line “when: {when}” to your templates folder.",
    )


def _suited(templates: Sequence[Template], channel: str) -> list[Template]:
    """Those written for the channel or for any; where there are none, so that nobody goes without, all."""
    return [one for one in templates if not one.channels or channel in one.channels] or list(templates)


def _tongue(template: Template) -> str:
    return template.language.split("-")[0].split("_")[0]


def _fresh(templates: Sequence[Template], used: Sequence[str]) -> list[Template]:
    """All but the one this person was drafted from last, unless it is the only one."""
    return [one for one in templates if not used or one.name != used[-1]] or list(templates)


class _Choice(NamedTuple):
    """A rendered candidate; the lowest rank is taken."""

    rank: tuple[object, ...]
    template: Template
    subject: str
    message: str


def _choice(
    template: Template,
    context: Mapping[str, str | int],
    used: Sequence[str],
    recent: Sequence[tuple[str, str]],
) -> _Choice:
    """Ranked by: not too like what others get, written for the channel, new to this person, facts, longest unused, turn.

    What is spoken, written by hand or an invitation is never taken from a text for the screen to gain variety.
    """
    subject, message = render(template, context)
    alike = _likeness(message, recent)
    ages = {name: place for place, name in enumerate(used, start=1)}
    lacking = _fit(template, context)
    rank = (
        context["channel"] not in (*_TEXT, *template.channels),
        alike >= _TOO_LIKE,
        context["channel"] not in template.channels,
        lacking > 1,
        template.name in ages,
        lacking,
        ages.get(template.name, 0),
        alike,
        _turn(str(context.get("seed", "") or context["name"]), template.name, len(used)),
    )
    return _Choice(rank, template, subject, message)


def _fit(template: Template, context: Mapping[str, str | int]) -> int:
    """0: built on facts that are all known; 1: needs none; above: how many it lacks."""
    wanted = facts_needed(template)
    lacking = sum(1 for name in wanted if context[name] == "")
    return lacking + 1 if lacking or not wanted else 0


def _likeness(message: str, recent: Iterable[tuple[str, str]]) -> float:
    """How much of the message stands in some other recent one, in tenths: 0.0 nothing, 1.0 all of it."""
    mine = _runs(message)
    shares = (len(mine & _runs(text)) / len(mine) for _, text in recent if mine)
    return round(max(shares, default=0.0), 1)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = text.casefold().split()
    return frozenset(tuple(words[i : i + 4]) for i in range(len(words) - 3))


def _turn(seed: str, template: str, round_: int) -> bytes:
    """An order of templates that differs from person to person and from draft to draft, and never by chance."""
    return blake2b(f"{seed}\n{round_}\n{template}".encode(), digest_size=8).digest()


def _reachable(to: Mapping[str, str]) -> str:
    """The channel of the first address there is: e-mail, WhatsApp, LinkedIn, a call; ``""`` for none."""
    if email_address(to.get("email", "")):
        return "email"
    if international(to.get("phone", "")):
        return "whatsapp"
    if linkedin_profile(to.get("linkedin", "")):
        return "linkedin"
    return "phone" if to.get("phone", "").strip() else ""


def _address(channel: str, to: Mapping[str, str]) -> str:
    """Where the channel leads: one address, number or profile as links open it, else the cell's text; ``""`` if none."""
    email, phone, profile = (to.get(key, "").strip() for key in ("email", "phone", "linkedin"))
    mail, number, page = (
        email_address(email) or email,
        international(phone) or phone,
        linkedin_profile(profile) or profile,
    )
    found = {
        "email": mail,
        "whatsapp": number,
        "phone": number,
        "linkedin": page,
        "voice note": number or page,
        "meeting": mail or number or page,
    }
    return found.get(channel, "")
