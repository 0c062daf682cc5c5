"""Message templates: found in folders, checked before they are used, rendered for one contact.

A template is a text file with a few lines of front matter between ``---``, then the message. It sees the plain
facts of :data:`NAMES` and nothing else of the sheet. Whatever is wrong with one is said with its file, its line and
the name that was meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from connectkit.drafts import sandbox
from connectkit.drafts.language import Language, names_in
from connectkit.drafts.render import NAMES, Text, allowed, no_such_name, rendered
from connectkit.errors import TemplateError

SUFFIX = ".txt.j2"

WHENS = (
    "reconnect",
    "weak-tie",
    "first-hello",
    "thank-you",
    "check-in",
    "promise",
    "their-promise",
    "birthday",
    "give",
    "opt-in",
    "introduction",
    "closing-loop",
    "follow-up",
    "restart",
    "nudge",
    "news",
)
"""What a draft can be for."""

_NOT_FACTS = {
    "first_name",
    "name",
    "me",
    "me_first",
    "signed",
    "channel",
    "why",
    "tier",
    "greeting",
    "opening",
    "question",
    "closing",
}
_SAMPLE: dict[str, str | int] = {**dict.fromkeys(NAMES, "Sample"), "days_since": 90}


@dataclass(frozen=True)
class Template:
    """One message template as read from its file, not yet checked.

    Attributes:
        name: the file's name without ``.txt.j2``; unique over all folders.
        when: what it is for, one of :data:`WHENS`.
        channel: the channels it is written for, separated by commas; ``""`` suits any.
        language: ``en``, ``de`` …
        subject: one line, may hold names; ``""`` for none.
        body: the message, with names.
        source: folder and file name, as errors show it.
        body_line: the line of the file on which the body begins.
        subject_line: the line of the file that holds the subject.
        uses: the facts it is built on; a contact without them gets another template first.
        closeness: ``inner``, ``known`` or ``hardly``, separated by commas; ``""`` suits all.
        sentences: the language a composed text takes its sentences from; None for a text written out.
        say, chat, close: the groups of sentences of a composed text; ``subject`` is one, too. gap: a kind of gap.
    """

    name: str
    when: str
    channel: str
    language: str
    subject: str
    body: str
    source: str
    body_line: int
    subject_line: int = 1
    uses: tuple[str, ...] = ()
    closeness: str = ""
    sentences: Language | None = None
    say: tuple[str, ...] = ()
    chat: tuple[str, ...] = ()
    close: str = ""
    gap: str = ""

    @cached_property
    def occasions(self) -> tuple[str, ...]:
        """What it is for: one or several of :data:`WHENS`."""
        return tuple(sandbox.parts(self.when))

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The channels it is written for; empty for any."""
        return tuple(sandbox.parts(self.channel))


def check(template: Template) -> None:
    """Returns when the template can be rendered for a contact with all facts and for one with none.

    Raises TemplateError with file, line and name: syntax, an unknown name (with the nearest known one), anything
    the sandbox does not allow (before any of it runs), a text or result that is too long.
    """
    for name in template.uses:
        if name not in NAMES:
            raise TemplateError(
                f"{template.source}, uses: {no_such_name(name)}", f"The names are {', '.join(NAMES)}."
            )
    if template.sentences is not None:
        _check_groups(template, template.sentences)
        return
    for context in (_SAMPLE, {}):
        render(template, context)


def _check_groups(template: Template, language: Language) -> None:
    for group in (*template.say, *template.chat, template.close, template.subject):
        if group and not language.sentences(group, formal=False):
            raise TemplateError(
                f"{language.source}: there are no sentences “{group}”.",
                "Add the group, as the other languages have it.",
            )
        for sentence in (*language.sentences(group, formal=False), *language.sentences(group, formal=True)):
            for name in sorted(names_in(sentence) - NAMES.keys()):
                raise TemplateError(
                    f"{language.source}, say.{group}: {no_such_name(name)}",
                    f"The names are {', '.join(NAMES)}.",
                )


def render(template: Template, context: Mapping[str, object]) -> tuple[str, str]:
    """Subject (one line) and message for one contact. Names the context lacks are blank; others are not seen.

    Raises TemplateError as :func:`check` does.
    """
    subject = rendered(Text(template.subject, template.source, template.subject_line), context)
    body = rendered(Text(template.body, template.source, template.body_line), context)
    return " ".join(subject.split()), _tidy(body)


def facts_needed(template: Template) -> frozenset[str]:
    """The facts a template is built on: those under ``uses``, and those its body shows whatever the facts are."""
    if template.sentences is not None:
        return frozenset(template.uses)
    always = sandbox.shown_names(allowed(Text(template.body, template.source, template.body_line)))
    return (frozenset(template.uses) | always) - _NOT_FACTS


def _tidy(body: str) -> str:
    """The message without trailing blanks, and with at most one empty line between paragraphs."""
    kept: list[str] = []
    for line in (line.rstrip() for line in body.strip().splitlines()):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept)
