"""connectkit.yaml to a frozen :class:`Config`; every mistake in it is named at once, with its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from connectkit.config.config import Config, Me
from connectkit.config.reach import to_owner
from connectkit.config.spec import At, nearest, read_section, settings_of
from connectkit.config.tiers import DEFAULT_TIERS, Tier
from connectkit.config.yaml_lines import Mistake, Reading, read_yaml
from connectkit.errors import ConfigError

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
        raise error(reading.mistakes, path.name if path is not None else FILE_NAME)
    return config


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"There is no file {path}.", "Make one with: connectkit init") from None
    except IsADirectoryError:
        raise ConfigError(f"{path} is a folder, not a settings file.", "Name the file in it.") from None
    except OSError as failure:
        reason = failure.strerror or "unknown reason"
        raise ConfigError(
            f"{path} can't be read ({reason}).", "Check the permissions of the file and its folder."
        ) from failure


def error(mistakes: Iterable[Mistake], name: str) -> ConfigError:
    """Every mistake of a file as one error, in the order of its lines."""
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
    base = path.parent if path is not None else Path()
    return checked(data, At((), reading, lambda text: base / Path(text).expanduser()), path)


def checked(data: Mapping[str, object], at: At, path: Path | None) -> Config | None:
    """The settings that a section holds, or None with its mistakes named through ``at``."""
    before = len(at.reading.mistakes)
    found = read_section(settings_of(Config), data, at) or {}
    _one_sheet(data, at)
    to_owner(found.get("digest"), (found.get("me") or Me()).emails, at.under("digest"))
    known = found.get("tiers") or DEFAULT_TIERS
    found |= {key: _tier_name(key, found.get(key), known, at) for key in ("default_tier", "weak_tier")}
    return None if at.reading.mistakes[before:] else Config(path=path, **found)


def _one_sheet(data: Mapping[str, object], at: At) -> None:
    named = [key for key, one in settings_of(Config).items() if one.store and data.get(key) is not None]
    for key in named[1:]:
        at.under(key).wrong(
            f"{named[0]} and {key} are both set; keep the sheet you want and delete the other"
        )


def _tier_name(key: str, named: str | None, tiers: tuple[Tier, ...], at: At) -> str:
    """The tier the file names; else the usual one; else the last, which is the loosest."""
    by_name = {tier.name.casefold(): tier.name for tier in tiers}
    if named is not None and named.casefold() not in by_name:
        at.under(key).wrong(f'{key}: there is no tier "{named}"{nearest(named, by_name.values())}')
    usual = settings_of(Config)[key].default
    return by_name.get((named or usual).casefold(), tiers[-1].name)


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
