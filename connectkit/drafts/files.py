"""Template files: found in folders and read, each mistake with its file and line. No sync reaches this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from connectkit.drafts import sandbox
from connectkit.drafts.language import TONES, Language
from connectkit.drafts.template import SUFFIX, WHENS, Template
from connectkit.errors import TemplateError
from connectkit.schema import CHANNELS

TEXTS = "texts.toml"
CLOSENESS = ("inner", "known", "hardly")
_LOOKALIKES = {".txt", ".md", ".j2", ".jinja", ".jinja2"}


_KEYS = ("when", "channel", "closeness", "language", "subject", "uses")


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
        try:
            templates += _composed(folder)
        except TemplateError as error:
            mistakes.append(error)
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
        closeness=front.get("closeness", ""),
    )


def _composed(folder: Path) -> list[Template]:
    """The texts of a folder that are put together from sentences, once for each language file beside them."""
    plan = folder / TEXTS
    if not plan.is_file():
        return []
    texts = _toml(plan)["text"]
    languages = [_language(path) for path in sorted(folder.glob("??.toml"))]
    return [_text(name, text, language) for language in languages for name, text in texts.items()]


def _text(name: str, text: Mapping[str, str], language: Language) -> Template:
    return Template(
        name=f"{name}.{language.code}",
        when=text["when"],
        channel=text.get("channel", ""),
        language=language.code,
        subject=text.get("subject", "subject"),
        body="",
        source=language.source,
        body_line=1,
        uses=tuple(text.get("needs", "").split()),
        closeness=text.get("closeness", ""),
        sentences=language,
        say=tuple(text["say"].split()),
        chat=tuple(text.get("chat", "").split()),
        close=text.get("close", ""),
        gap=text.get("gap", ""),
    )


def _language(path: Path) -> Language:
    read = _toml(path)
    say = {
        group: {tone: tuple(sentences.get(tone, ())) for tone in TONES}
        for group, sentences in read["say"].items()
    }
    return Language(
        path.stem,
        say,
        read["greeting"],
        read["days"],
        read["words"],
        read["gap"],
        f"{path.parent.name}/{path.name}",
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path.parent.name}/{path.name}: {error}.", "Put the line right.") from error


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
    for when in sandbox.parts(front["when"]):
        _known("occasion", when, WHENS, (source, places["when"]))
    for closeness in sandbox.parts(front.get("closeness", "")):
        _known("closeness", closeness, CLOSENESS, (source, places["closeness"]))
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
