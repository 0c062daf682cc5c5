"""What may be said of a person to that person: facts of the sheet that are public, short and plainly readable.

Notes, interests and what the Log holds are the user's own and never come through here; they stand in Ideas. A fact
that can't be read for certain is no fact: the sentence that needs it is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from connectkit.drafts.language import Language
from connectkit.text.lazy import pattern

STALE = 365
"""Days since the last contact after which an employer or a city is asked about, not taken for granted."""

_NO_EMPLOYER = frozenset(
    [
        "freelance",
        "freelancer",
        "self-employed",
        "self",
        "independent",
        "retired",
        "student",
        "n/a",
        "na",
        "none",
        "-",
        "unemployed",
        "selbstständig",
        "selbständig",
        "freiberuflich",
        "privat",
        "private",
        "rentner",
        "rentnerin",
        "studentin",
        "arbeitslos",
        "indépendant",
        "retraité",
        "autónomo",
        "jubilado",
        "various",
        "sabbatical",
        "startup",
        "start-up",
        "consultant",
        "consulting",
        "stealth",
        "confidential",
        "unknown",
        "tbd",
        "own",
        "home",
    ]
)
_NO_NAME = pattern(
    r"[?!()\[\]{}=;|<>@\d]{2,}|[?!;|<>@]|\b(?:ex|former|formerly|until|since|was|left|between|looking|laid|fired|maybe|ehemals|früher|bis|seit"
    r"|war|vielleicht|sucht|ancien|ancienne|depuis|antes|desde|her|his|their|mum|dad|self)\b",
    re.IGNORECASE,
)
_LEGAL = pattern(
    r"[,\s]+(?:gmbh(?:\s*&\s*co\.?\s*kgaa?)?|ag|kg|ug|ohg|gbr|se|inc\.?|ltd\.?|llc|llp|plc|corp\.?|co\.|s\.?a\.?s?|s\.?l\.?|sarl|b\.?v\.?|n\.?v\.?|srl|s\.?p\.?a\.?|pty|e\.?\s?v\.?)\.?\s*$",
    re.IGNORECASE,
)
_LONGEST = 40
_WANTS = pattern(
    r"^(?:is |are )?(?:needs?|wants?|seeks?|(?:looking|searching) for|in need of|sucht|braucht|cherche|busca|offers?|knows about|bietet)[: ]\s*",
    re.IGNORECASE,
)
_ABOUT_SOMEBODY = pattern(
    r"(?i)\b(?:he|she|him|her|his|hers|they|them|their|i|my|er|sie|ihm|ihn|ihre?[nmrs]?|seine?[nmrs]?|ich|mein|il|elle|son|sa|ses|su|sus|él|ella)\b|[?!]"
)
_WORD_LIMIT = 12


class LastContact(NamedTuple):
    """The last contact: its day, its kind (``""`` when unknown), and whether it was a text of the user's own."""

    day: date
    kind: str = ""
    mine: bool = False


def public_name(text: str) -> str:
    """A company or a city as it is said: without its legal form; ``""`` where the cell holds a remark or several."""
    found = _LEGAL.sub("", _LEGAL.sub("", " ".join(text.split()))).strip(" .,")
    bare = found.casefold()
    if not found or len(found) > _LONGEST or bare in _NO_EMPLOYER or _NO_NAME.search(found):
        return ""
    if "/" in found or found.casefold().startswith(("freelance", "self-", "http", "www.")):
        return ""
    return found if found[0].isupper() or found[0].isdigit() or any(char.isupper() for char in found) else ""


def place(text: str) -> str:
    """A city as it is said: ``"Lisbon, Portugal"`` is Lisbon; ``""`` for two cities or a remark."""
    first = text.split(",")[0]
    return "" if re.search(r"\b(?:and|und|y|et|or|oder|&)\b", first) or "&" in first else public_name(first)


def phrase(text: str) -> str:
    """A need or an offer as it can be said to the person; ``""`` where it is a note about somebody."""
    found = _WANTS.sub("", " ".join(re.split(r"[;\n]", text)[0].split())).strip(" .,:")
    short = len(found.split()) <= _WORD_LIMIT and not _ABOUT_SOMEBODY.search(found)
    return found if found and short else ""


def met_phrase(text: str, language: Language) -> str:
    """``at PyCon 2023``: how the two met, where the cell says it with a preposition of this language."""
    found = re.sub(r"(?i)^(?:we )?(?:met|kennengelernt)[: ]\s*", "", " ".join(text.split())).strip(" .,")
    known = language.has("before_place", found.split(" ")[0]) if found else False
    said = known and len(found.split()) <= 7 and not _ABOUT_SOMEBODY.search(found) and "," not in found
    return found[:1].lower() + found[1:] if said else ""


def promise_thing(text: str, language: Language) -> str:
    """The thing a promise names, in this language: ``send her the deck`` is ``the deck``; ``""`` for any other promise."""
    parts = _task(text)
    if parts and language.has("verbs", parts[0]) and parts[0].casefold() in _HANDING_OVER:
        parts = parts[1:]
        if parts and language.has("to_them", parts[0]):
            parts = parts[1:]
    elif len(parts) > 1 and parts[-1].casefold() in _HANDING_OVER and language.has("verbs", parts[-1]):
        parts = parts[1:-1] if language.has("to_them", parts[0]) else parts[:-1]
    named = bool(parts) and language.has("articles", parts[0]) and len(parts) > 1
    verb = any(language.has("verbs", part) for part in parts[-1:])
    return " ".join(parts) if named and not verb and _sayable(parts, language) else ""


def promise_do(text: str, language: Language, *, formal: bool) -> str:
    """What a promise says is to be done, as it follows “I said I would”: ``send you the deck``; else ``""``."""
    parts = _task(text)
    if not parts:
        return ""
    last = (
        language.words.get("to_them")
        and not language.has("verbs", parts[0])
        and language.has("verbs", parts[-1])
    )
    if not last and not language.has("verbs", parts[0]):
        return ""
    you = language.words.get("you_formal", "") if formal else language.words.get("you", "")
    at = 0 if last else 1
    if len(parts) > at and language.has("to_them", parts[at]):
        parts = parts[:at] + ([] if last else [you or language.words.get("you", "")]) + parts[at + 1 :]
    if not _sayable([part for part in parts if part != you], language):
        return ""
    said = " ".join(parts)
    said = said if last else said[:1].lower() + said[1:]
    before = language.words.get("before_infinitive", "")
    if before and said[0] in "aeiouyéèêhâî":
        return language.words["before_infinitive_vowel"] + said
    return f"{before} {said}".strip()


_HANDING_OVER = frozenset(
    [
        "send",
        "share",
        "give",
        "forward",
        "pass",
        "bring",
        "lend",
        "mail",
        "email",
        "schicken",
        "senden",
        "geben",
        "weiterleiten",
        "mitbringen",
        "leihen",
        "bringen",
        "envoyer",
        "donner",
        "transmettre",
        "apporter",
        "prêter",
        "partager",
        "enviar",
        "mandar",
        "dar",
        "pasar",
        "traer",
        "prestar",
        "compartir",
    ]
)


def _task(text: str) -> list[str]:
    parts = " ".join(text.split()).strip(" .,;:").split(" ")
    return parts if len(parts) <= _WORD_LIMIT and parts != [""] else []


def _sayable(parts: list[str], language: Language) -> bool:
    """Whether nothing here speaks about a person: what is left over of a note to oneself is not said to them."""
    return not any(
        language.has("of_others", part) or language.has("to_them", part) for part in parts
    ) and not re.search(r"[?!\[\]]", " ".join(parts))


_KINDS: Mapping[str, str] = {"call": "call", "meeting": "meeting", "email": "mail", "message": "message"}


def contact_facts(last: LastContact | None, language: Language, today: date) -> dict[str, str | int]:
    """The month of the last contact, under the name of its kind and as ``last_touch``; nothing where there is none."""
    if last is None or last.day > today:
        return {}
    said, alone = language.month(last.day, today), language.month_name(last.day, today)
    facts: dict[str, str | int] = {"days_since": (today - last.day).days}
    if last.mine:
        # what was sent is no proof that the two were in touch
        return {**facts, "my_last": said, "my_last_of": alone}
    facts |= {"last_touch": said, "last_touch_of": alone}
    kind = _KINDS.get(last.kind.casefold())
    return {**facts, f"last_{kind}": said, f"last_{kind}_of": alone} if kind else facts


def person_facts(
    texts: Mapping[str, str], last: LastContact | None, language: Language, today: date
) -> dict[str, str | int]:
    """What the columns of a contact say that may be said to them; ``texts`` maps column key to cell."""
    company, city = public_name(texts.get("company", "")), place(texts.get("city", ""))
    old = last is not None and (today - last.day).days > STALE
    title = phrase(texts.get("title", ""))
    facts: dict[str, str | int] = {
        "company_then" if old else "company": company,
        "city_then" if old else "city": city,
        "met": met_phrase(texts.get("met", ""), language),
        "about": ", ".join(part for part in (title, company) if part),
        "own_need": phrase(texts.get("needs", "")),
        "own_offer": phrase(texts.get("offers", "")),
    }
    return {key: value for key, value in facts.items() if value}
