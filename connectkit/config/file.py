"""connectkit.yaml to a frozen :class:`Config`; every mistake in it is named at once, with its line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connectkit.config.config import DEFAULT_TIERS, Config, Tier
from connectkit.config.yaml_lines import Mistake, Reading, Where, already_named, read_yaml
from connectkit.errors import ConfigError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

FILE_NAME = "connectkit.yaml"
SHOWN, LONGEST = 30, 300
"""So many mistakes are listed, each in so many characters: a file of another kind would fill the screen."""

_HINT = "Put it right in an editor; config.example.yaml shows every key, and connectkit doctor checks again."


def find(explicit: Path | None = None, folder: Path | None = None) -> Path | None:
    """The settings file to use: the one named, else ./connectkit.yaml, else the one in the user's config folder.

    Raises:
        ConfigError: the file that was named does not exist.
    """
    if explicit is not None:
        named = explicit / FILE_NAME if explicit.is_dir() else explicit
        if not named.exists():
            raise ConfigError(
                f"There is no file {named}.", "Check --config, or make one with: connectkit init"
            )
        return named
    here = (folder or Path()) / FILE_NAME
    if here.exists():
        return here
    import platformdirs

    usual = platformdirs.user_config_path("connectkit", appauthor=False) / FILE_NAME
    return usual if usual.exists() else None


def load(path: Path) -> Config:
    """The settings in a file. Relative paths in it start at the file's own folder; an empty file is all defaults.

    Raises:
        ConfigError: the file can't be read, or holds mistakes: all of them, each with line and key.
    """
    return parse(_read(path), path)


def parse(raw: bytes, path: Path | None = None) -> Config:
    """As :func:`load`, from bytes; ``path`` is what relative paths and messages refer to."""
    reading = read_yaml(raw)
    config = None if reading.mistakes and reading.data is None else _check(reading, path)
    if reading.mistakes or config is None:
        raise _error(reading.mistakes, path.name if path is not None else FILE_NAME)
    return config


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"There is no file {path}.", "Make one with: connectkit init") from None
    except IsADirectoryError:
        raise ConfigError(f"{path} is a folder, not a settings file.", "Name the file in it.") from None
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise ConfigError(
            f"{path} can't be read ({reason}).", "Check the permissions of the file and its folder."
        ) from error


def _error(mistakes: Iterable[Mistake], name: str) -> ConfigError:
    listed_once = sorted(set(mistakes))
    lines = [_sentence(one) for one in listed_once]
    if len(lines) == 1:
        return ConfigError(f"{name}{', ' if listed_once[0].line else ': '}{lines[0]}", _HINT)
    listed = "".join(f"\n  {line}" for line in lines[:SHOWN])
    listed += f"\n  and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return ConfigError(f"{name} has {len(lines)} mistakes:{listed}", _HINT)


def _sentence(mistake: Mistake) -> str:
    text = mistake.message if len(mistake.message) <= LONGEST else f"{mistake.message[:LONGEST]} …"
    text = text if text.endswith("?") else f"{text}."
    return f"line {mistake.line}: {text}" if mistake.line else text


def _check(reading: Reading, path: Path | None) -> Config | None:
    """The settings, or None with the mistakes added to ``reading``."""
    data = {} if reading.data is None else reading.data
    if not isinstance(data, dict):
        reading.mistakes.append(
            Mistake(1, 1, "the file has to be a list of keys such as workbook: people.xlsx")
        )
        return None
    from pydantic import ValidationError

    from connectkit.config.spec import File

    data = _without_blanks(data)
    tiers = _tiers(data.get("tiers"), reading)
    _cross_check(data, tiers, reading)
    try:
        file = File.model_validate({key: value for key, value in data.items() if key != "tiers"})
    except ValidationError as error:
        _add(error.errors(), (), reading)
        return None
    return None if reading.mistakes else file.to_config(path, tiers)


def _without_blanks(data: dict[str, Any]) -> dict[str, Any]:
    """The data without keys that were left empty: an empty value means the default."""
    return {
        key: _without_blanks(value) if isinstance(value, dict) else value
        for key, value in data.items()
        if value is not None
    }


def _tiers(raw: Any, reading: Reading) -> tuple[Tier, ...]:
    if raw is None:
        return DEFAULT_TIERS
    if not isinstance(raw, dict) or not raw:
        _wrong(
            reading, ("tiers",), "tiers has to be a list of names with their rhythm, such as core: 2-3 months"
        )
        return DEFAULT_TIERS
    found: dict[str, Tier] = {}
    for name, value in raw.items():
        if name.casefold() in found:
            _wrong(reading, ("tiers", name), f'the tier "{name}" stands here twice; keep one')
        tier = _tier(name, value, reading)
        if tier is not None:
            found[name.casefold()] = tier
    return tuple(found.values()) or DEFAULT_TIERS


def _tier(name: str, value: Any, reading: Reading) -> Tier | None:
    from pydantic import ValidationError

    from connectkit.config.spec import TierFile, read_length, read_rhythm

    where: Where = ("tiers", name)
    try:
        if isinstance(value, dict):
            written = TierFile.model_validate(value)
            return Tier(name, read_length(written.aim), read_length(written.latest))
        if isinstance(value, str):
            return None if already_named(value) else Tier(name, *read_rhythm(value))
        _wrong(reading, where, f"the tier {name} needs a length of time, such as {name}: 2-3 months")
    except ValidationError as error:
        _add(error.errors(), where, reading)
    except ValueError as error:
        _wrong(reading, where, f"the tier {name}: {error}")
    return None


def _cross_check(data: Mapping[str, Any], tiers: tuple[Tier, ...], reading: Reading) -> None:
    if "workbook" in data and "google" in data:
        _wrong(
            reading,
            ("google",),
            "workbook and google are both set; keep the sheet you want and delete the other",
        )
    names = [tier.name for tier in tiers]
    for key in ("default_tier", "weak_tier"):
        named = data.get(key)
        if isinstance(named, str) and named.strip().casefold() not in [name.casefold() for name in names]:
            _wrong(reading, (key,), f'{key}: there is no tier "{named}"{_nearest(named, names)}')
    from connectkit.config.spec import KNOWN

    for section in ("headers", "tabs"):
        inside = data.get(section)
        for key in inside if isinstance(inside, dict) else ():
            if key not in KNOWN[(section,)]:
                _wrong(
                    reading,
                    (section, key),
                    f'unknown key "{section}.{key}"{_nearest(key, KNOWN[(section,)])}',
                )


def _wrong(reading: Reading, where: Where, message: str) -> None:
    reading.mistakes.append(Mistake(*reading.place(where), message))


def _add(errors: Iterable[ErrorDetails], prefix: Where, reading: Reading) -> None:
    for error in errors:
        where: Where = (*prefix, *error["loc"])
        if not already_named(error["input"]):
            _wrong(reading, where, _in_words(error, where, reading))


def _in_words(error: ErrorDetails, where: Where, reading: Reading) -> str:
    """One pydantic error as a sentence about a key."""
    key = ".".join(str(part) for part in where)
    typed = reading.typed.get(where, "")
    context = error.get("ctx", {})
    given = f' (not "{typed}")' if typed else ""
    match error["type"]:
        case "extra_forbidden":
            return f'unknown key "{key}"{_nearest(str(where[-1]), _siblings(where))}'
        case "missing":
            return f'"{key}" is missing'
        case "value_error":
            return f"{key}: {context.get('error', error['msg'])}"
        case "string_type":
            return f'{key} has to be text; quote it: "{typed}"' if typed else f"{key} has to be text"
        case "int_type" | "int_from_float":
            return f"{key} has to be a whole number{given}"
        case "literal_error":
            return f"{key} has to be one of {_choices(str(context['expected']))}{given}"
        case "greater_than_equal":
            return f"{key} has to be at least {context['ge']}{given}"
        case "less_than_equal":
            return f"{key} has to be at most {context['le']}{given}"
        case "string_too_short":
            return f"{key} is empty; give it a value, or delete the line"
        case "string_pattern_mismatch":
            return f"{key} has to look like en or de_DE{given}"
        case "list_type":
            return f"{key} has to be a list{given}"
        case _:
            return f"{key} has to be a section, with its own keys indented below it{given}"


def _choices(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", ", ").removeprefix(", ")


def _siblings(where: Where) -> tuple[str, ...]:
    from connectkit.config.spec import KNOWN

    parent = tuple("*" if isinstance(part, int) else str(part) for part in where[:-1])
    return KNOWN.get(parent) or KNOWN.get((*parent[:-1], "*"), ())


def _nearest(word: str, known: Iterable[str]) -> str:
    known = list(known)
    found = difflib.get_close_matches(word.casefold().replace(" ", "_"), known, n=1, cutoff=0.5)
    return f'; did you mean "{found[0]}"?' if found else f"; known are {', '.join(known)}"


def starter_config(
    workbook: str | None = None, *, google: Mapping[str, str] | None = None, extra: str = ""
) -> str:
    """The text of a small commented connectkit.yaml for a new workbook or a Google Sheet.

    ``google`` maps ``sheet`` and ``credentials`` or ``oauth`` to their values; ``extra`` are further lines, in
    place of the hint how to sign drafts.
    """
    lines = ["# Settings of connectkit. Every key is explained in config.example.yaml.", ""]
    if workbook is not None:
        lines += ["# The workbook, seen from this file's folder.", f"workbook: {quoted(workbook)}", ""]
    if google:
        lines += ["# The Google Sheet, and the key connectkit signs in with.", "google:"]
        lines += [*(f"  {key}: {quoted(value)}" for key, value in google.items()), ""]
    lines += [*_STARTER.splitlines(), "", *(extra or _SIGN).strip().splitlines()]
    return "\n".join(lines) + "\n"


_SIGN = """
# How drafts are signed; take the # away.
# me:
#   name: Your name
"""

_STARTER = """\
# How often for whom: the first figure is the aim, after the second a contact is late.
tiers:
  inner: 1-2 months
  core: 2-3 months
  active: 4-6 months
  weak: 6-12 months

# New drafts a week. The others wait, without any harm.
per_week: 2
"""


def quoted(text: str) -> str:
    """Text as YAML takes it whatever it holds."""
    import json

    return json.dumps(text, ensure_ascii=False)
