"""One template text and the facts of one contact become the words of a draft, or an error that names the line.

Between ``template.py``, which knows files, and ``sandbox.py``, which knows what is allowed.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

import jinja2
from jinja2 import nodes

from connectkit.drafts import sandbox
from connectkit.errors import TemplateError
from connectkit.schema import CONTACTS, Owner
from connectkit.text.lazy import pattern

NAMES: dict[str, str] = {
    "first_name": "what you call them",
    "name": "the whole name",
    "company": "where they work",
    "title": "what they do there",
    "city": "where they live",
    "met": "how, where or through whom you met",
    "role": "how they support your goals",
    "tags": "your own words for them",
    "interests": "what they care about",
    "offers": "what they can help others with",
    "needs": "what they are looking for",
    "birthday": "their birthday, in words",
    "tier": "how close they are",
    "channel": "how the message goes",
    "why": "why now, in words",
    "last_note": "the last thing you noted",
    "last_kind": "what the last contact was: call, meeting …",
    "last_contact": "the last day in touch, in words",
    "days_since": "days since the last contact, a number; blank when never",
    "promise": "what was promised",
    "promise_due": "by when, in words",
    "give": "something you could give them",
    "give_link": "where it is",
    "other_name": "the other person of an introduction",
    "other_first": "what you call the other person",
    "other_offers": "what the other can help with",
    "other_needs": "what the other is looking for",
    "about": "what they do and where, in words for others",
    "other_about": "the same of the other person",
    "own_need": "what they are looking for, where it can be said to them",
    "own_offer": "what they know about, where it can be said to them",
    "in_need": "yes where they are the one in need of an introduction, else blank",
    "company_then": "where they worked, where that was noted more than a year ago",
    "city_then": "where they lived, where that was noted more than a year ago",
    "give_word": "the word of their interests that the gift goes with",
    "promise_thing": "what was promised, where it is a thing: the deck",
    "promise_do": "what was promised, where it is something to do: send you the deck",
    "last_touch": "the month of the last contact: in August",
    "last_call": "the same, where it was a call",
    "last_meeting": "the same, where it was a meeting",
    "last_mail": "the same, where it was a mail",
    "last_message": "the same, where it was a message",
    "my_last": "the same, where it was a text of yours from the tab Drafts",
    "last_touch_of": "the month alone, for languages that need it: August",
    "last_call_of": "the same, where it was a call",
    "last_meeting_of": "the same, where it was a meeting",
    "last_mail_of": "the same, where it was a mail",
    "last_message_of": "the same, where it was a message",
    "my_last_of": "the same, where it was a text of yours",
    "met_day": "the day you met: on 24 November",
    "met_month": "the month you first met: in August",
    "met_month_of": "the month alone",
    "intro_month": "the month of an introduction",
    "news_company": "the new employer",
    "news_title": "the new role",
    "greeting": "how they are greeted: Hi Ana",
    "opening": "a sentence on your last contact, true of this person",
    "question": "one easy question",
    "closing": "a last sentence that fits the channel",
    "trip": "the city of theirs you will be in soon (tab Trips)",
    "trip_days": "when, in words: 3 to 6 Dec",
    "me": "your name",
    "me_first": "your first name",
    "signed": "your name where a message is signed (email, LinkedIn, letter, meeting), else blank",
}
_KEPT = frozenset(
    [
        "name",
        "first_name",
        "family_name",
        "notes",
        "log",
        "email",
        "phone",
        "linkedin",
        "tier",
        "last_contact",
        "birthday",
        "channel",
        "state",
        "every",
        "next_touch",
        "snooze_until",
        "would_take_call",
        "next_time",
        "greeting",
        "language",
    ]
)
"""Columns a message never shows as they stand."""
FACTS = tuple(
    column.key for column in CONTACTS.columns if column.owner is Owner.USER and column.key not in _KEPT
)
"""The contact's columns a template may see; the notes only by their last line."""
NAMES |= {key: CONTACTS.column(key).help for key in FACTS if key not in NAMES}
"""Every name a template may use, and what it stands for. All are always present; blank is ``""``."""

_ALONE = pattern(r"^([ \t]*\{%(?:(?!%\}).)*%\})[ \t]*\n", re.MULTILINE)
_RAW = pattern(r"\{%[-+]?\s*raw\b")

NO_NAME = "[[name]]"
"""What stands for a name that can't be read: the one gap a fact may be."""

HINT = "`connectkit templates check` reads all templates and says what is wrong with them."


class Text(NamedTuple):
    """A template text and where it stands: errors count lines from ``line`` of the file ``source``."""

    text: str
    source: str
    line: int

    def wrong(self, line: int, what: str, hint: str = HINT) -> TemplateError:
        """The error at a line of the text, counted from 1: ``templates/x.txt.j2, line 4: …``."""
        return TemplateError(f"{self.source}, line {self.line + line - 1}: {what}", hint)


def rendered(text: Text, context: Mapping[str, object]) -> str:
    """The text with the facts of the context in it; names it lacks are blank, names of its own are not seen.

    Raises TemplateError with source and line for anything the sandbox refuses, before any of it runs.
    """
    compiled = _compiled(text)
    values = {name: _value(context.get(name, "")) for name in NAMES}
    pieces: list[str] = []
    size = 0
    try:
        for piece in compiled.generate(values):
            size += len(piece)
            if size > sandbox.MAX_OUTPUT:
                raise text.wrong(1, f"the message grows longer than {sandbox.MAX_OUTPUT:,} characters.")
            pieces.append(piece)
    except (
        jinja2.TemplateError,
        TypeError,
        ValueError,
        ArithmeticError,
        AttributeError,
        RecursionError,
    ) as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno or 1 for frame in frames if frame.filename == "<template>"]
        raise text.wrong(lines[-1] if lines else 1, _plain(error)) from None
    return "".join(pieces)


@lru_cache(maxsize=512)
def allowed(text: Text) -> nodes.Template:
    """The syntax tree of a text that may be rendered; raises TemplateError for any other. Nothing is run."""
    if len(text.text) > sandbox.MAX_SOURCE:
        raise text.wrong(1, f"the text is longer than {sandbox.MAX_SOURCE:,} characters.", "Shorten it.")
    try:
        tree = _environment().parse(_source(text.text))
    except jinja2.TemplateSyntaxError as error:
        raise text.wrong(error.lineno, (error.message or "it can't be read").rstrip(".") + ".") from None
    except (RecursionError, MemoryError, ValueError, OverflowError):
        raise text.wrong(1, "the text nests too deeply, or holds a number that is too large.") from None
    refused = sandbox.offence(tree, NAMES)
    if refused:
        raise text.wrong(refused.line, f"it {refused.what}.")
    unknown = sandbox.unknown_name(tree, NAMES)
    if unknown:
        raise text.wrong(unknown.line, no_such_name(unknown.name), f"The names are {', '.join(NAMES)}.")
    return tree


def no_such_name(name: str) -> str:
    """The sentence on a name that no template has, with the nearest one that exists."""
    near = get_close_matches(name, NAMES, n=1, cutoff=0.5)
    return f"there is no '{name}'" + (f"; did you mean '{near[0]}'?" if near else ".")


def _source(text: str) -> str:
    """The text in which a tag alone on its line takes the line with it, while line numbers stay the same."""
    return text if _RAW.search(text) else _ALONE.sub(r"\1{#\n#}", text)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return sandbox.environment()


@lru_cache(maxsize=512)
def _compiled(text: Text) -> jinja2.Template:
    allowed(text)
    try:
        return _environment().from_string(_source(text.text))
    except (RecursionError, MemoryError, SyntaxError) as error:
        raise text.wrong(1, "the text nests too deeply.") from error


def _plain(error: Exception) -> str:
    """A failure while rendering, said of the template."""
    if isinstance(error, TypeError):
        return "a word is compared with a number; ask “is number” first."
    return (str(error).rstrip(".") or type(error).__name__) + "."


def _value(value: object) -> str | int:
    """A fact as templates see it: capped, and without the brackets that mark what only the user can write."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = "" if value is None else str(value).strip()
    if text == NO_NAME:
        return text
    return text[: sandbox.MAX_VALUE].replace("[[", "[").replace("]]", "]")
