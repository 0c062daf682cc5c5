"""Message templates: found in folders, checked before they are used, rendered for one contact.

A template is a text file with a few lines of front matter between ``---``, then the message. It sees the plain
facts of :data:`NAMES` and nothing else of the sheet. Whatever is wrong with one is said with its file, its line and
the name that was meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from connectkit.drafts import sandbox
from connectkit.drafts.render import NAMES, Text, allowed, no_such_name, rendered
from connectkit.errors import TemplateError
from connectkit.schema import CHANNELS

__all__ = [
    "NAMES", "SUFFIX", "WHENS", "Template", "builtin_folder", "check", "facts_needed", "load_templates", "passed_over", "read_templates",
    "render",
]  # fmt: skip

SUFFIX = ".txt.j2"
_LOOKALIKES = {".txt", ".md", ".j2", ".jinja", ".jinja2"}

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
)
"""What a draft can be for."""

_KEYS = ("when", "channel", "language", "subject", "uses")
_NOT_FACTS = {"first_name", "name", "me", "me_first", "signed", "channel", "why", "tier"}
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

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels it is written for; empty for any."""
        return tuple(sandbox.parts(self.channel))


def builtin_folder() -> Path:
    """The folder of the templates that come with connectkit: in an installed package, or in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def load_templates(folders: Sequence[Path]) -> tuple[Template, ...]:
    """All ``*.txt.j2`` of the folders, by folder and then by name; later folders add to the former.

    Raises TemplateError for a folder that is missing, a file that can't be read as a template (file, line, name
    in the message), and a name that two files share.
    """
    templates, mistakes = read_templates(folders)
    if mistakes:
        raise mistakes[0]
    return templates


def read_templates(folders: Sequence[Path]) -> tuple[tuple[Template, ...], tuple[TemplateError, ...]]:
    """As :func:`load_templates`, without what can't be read; and what is wrong with each of those."""
    found: dict[str, Path] = {}
    templates: list[Template] = []
    mistakes: list[TemplateError] = []
    for folder in folders:
        if not folder.is_dir():
            mistakes.append(
                TemplateError(
                    f"There is no folder {folder} for templates.", "Put the right one into connectkit.yaml."
                )
            )
        for path in sorted(folder.glob("*" + SUFFIX)):
            try:
                template = _read(path)
            except TemplateError as error:
                mistakes.append(error)
                continue
            if template.name in found:
                both = f"{found[template.name]} and {path}"
                mistakes.append(
                    TemplateError(
                        f"Two templates are named “{template.name}”: {both}.", "Rename one of them."
                    )
                )
                continue
            found[template.name] = path
            templates.append(template)
    return tuple(templates), tuple(mistakes)


def passed_over(folders: Sequence[Path]) -> list[TemplateError]:
    """Files that look like templates and are not read as such, each with what to do."""
    return [
        TemplateError(
            f"{path.parent.name}/{path.name} is not read as a template, because its name does not end in {SUFFIX}.",
            f"If it is one, call it {path.name.split('.')[0]}{SUFFIX}.",
        )
        for folder in folders
        for path in sorted(folder.glob("*.*"))
        if path.suffix.casefold() in _LOOKALIKES and not path.name.endswith(SUFFIX) and path.is_file()
    ]


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
    for context in (_SAMPLE, {}):
        render(template, context)


def render(template: Template, context: Mapping[str, object]) -> tuple[str, str]:
    """Subject (one line) and message for one contact. Names the context lacks are blank; others are not seen.

    Raises TemplateError as :func:`check` does.
    """
    subject = rendered(Text(template.subject, template.source, template.subject_line), context)
    body = rendered(Text(template.body, template.source, template.body_line), context)
    return " ".join(subject.split()), _tidy(body)


def facts_needed(template: Template) -> frozenset[str]:
    """The facts a template is built on: those under ``uses``, and those its body shows whatever the facts are."""
    always = sandbox.shown_names(allowed(Text(template.body, template.source, template.body_line)))
    return (frozenset(template.uses) | always) - _NOT_FACTS


def _read(path: Path) -> Template:
    source = f"{path.parent.name}/{path.name}"
    lines = _lines(path, source)
    end = next((i for i, line in enumerate(lines) if i and line.strip() == "---"), 0)
    if not end or lines[0].strip() != "---":
        raise TemplateError(
            f"{source}, line 1: the lines that say what the template is for are missing.",
            "Begin the file with a line ---, a line such as when: reconnect, and a line ---.",
        )
    front, places = _front_matter(source, lines[1:end])
    body = "\n".join(lines[end + 1 :])
    if not body.strip():
        raise TemplateError(
            f"{source}, line {end + 1}: there is no message below.", "Write it under the second ---."
        )
    return Template(
        name=path.name.removesuffix(SUFFIX),
        when=front["when"],
        channel=front.get("channel", ""),
        language=front.get("language", "en").casefold(),
        subject=front.get("subject", ""),
        body=body,
        source=source,
        body_line=end + 2,
        subject_line=places.get("subject", 1),
        uses=tuple(sandbox.parts(front.get("uses", ""))),
    )


def _lines(path: Path, source: str) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise TemplateError(f"{source} is not a text in UTF-8.", "Save it again as UTF-8.") from error
    except OSError as error:
        raise TemplateError(
            f"{source} can't be read: {error.strerror}.", "Look at its permissions."
        ) from error


def _front_matter(source: str, lines: Sequence[str]) -> tuple[dict[str, str], dict[str, int]]:
    """The values of the front matter, and the line of the file each stands on."""
    front: dict[str, str] = {}
    places: dict[str, int] = {}
    for number, line in enumerate(lines, start=2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, colon, value = (piece.strip() for piece in line.partition(":"))
        if not colon:
            raise TemplateError(
                f"{source}, line {number}: “{key}” has no colon.", "Write it as when: reconnect."
            )
        _known("key", key, _KEYS, (source, number))
        if key in front:
            raise TemplateError(f"{source}, line {number}: “{key}” stands twice.", "Keep one of the two.")
        front[key], places[key] = value, number
    if "when" not in front:
        raise TemplateError(f"{source}, line 1: “when” is missing.", f"Add one of {', '.join(WHENS)}.")
    _known("occasion", front["when"], WHENS, (source, places["when"]))
    for channel in sandbox.parts(front.get("channel", "")):
        _known("channel", channel, CHANNELS, (source, places["channel"]))
    return front, places


def _known(kind: str, given: str, known: Sequence[str], place: tuple[str, int]) -> None:
    if given in known:
        return
    near = get_close_matches(given, known, n=1, cutoff=0.6)
    meant = f"; did you mean “{near[0]}”?" if near else "."
    source, line = place
    raise TemplateError(
        f"{source}, line {line}: there is no {kind} “{given}”{meant}", f"There are {', '.join(known)}."
    )


def _tidy(body: str) -> str:
    """The message without trailing blanks, and with at most one empty line between paragraphs."""
    kept: list[str] = []
    for line in (line.rstrip() for line in body.strip().splitlines()):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept)
