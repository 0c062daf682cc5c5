"""fleet.yaml to the sheets it names, each with settings of its own; every mistake is named with its line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectkit.config import file as config_file
from connectkit.config.config import Config, Me
from connectkit.config.spec import At, place, read_section, setting, settings_of, text, whole
from connectkit.config.yaml_lines import Mistake, Reading, read_yaml
from connectkit.errors import ConfigError, ConnectkitError, UsageError
from connectkit.stores.registry import home_of

FILE_NAME = "fleet.yaml"
_OF_GOOGLE = ("sheet", "credentials", "oauth", "api_endpoint")


@dataclass(frozen=True)
class Sheet:
    """One sheet of the fleet: its name in reports, its settings, and its one name on this machine."""

    name: str
    config: Config
    location: str

    @property
    def key(self) -> str:
        """Who signs in: sheets with the same key share a budget of requests. Empty where nobody does."""
        google = getattr(self.config, "google", None)
        return str(google.credentials or google.oauth or "default") if google is not None else ""


def _anything(value: Any, _at: At) -> Any:
    return value


def _list(value: Any, at: At) -> Any:
    if isinstance(value, list):
        return value
    at.wrong(f"{at.key} has to be a list of sheets, each with a name")
    return None


# fmt: off
@dataclass(frozen=True)
class FleetFile:
    """What fleet.yaml may say."""

    defaults: dict[str, Any] = setting({}, _anything, "settings of all sheets: any key of connectkit.yaml, and the keys of `google` beside them")
    sheets: tuple[Any, ...] = setting((), _list, "the sheets: each a `name`, a `sheet` (address or id) or a `workbook`, and what differs from `defaults`")
    folder: Path | None = setting(None, place, "or a folder with one connectkit.yaml a sheet, under any name that ends in .yaml")
    reads_per_minute: int = setting(60, whole(1, 100_000), "requests that read, for each sign-in; Google allows 60")
    writes_per_minute: int = setting(60, whole(1, 100_000), "requests that write, for each sign-in; Google allows 60")
    redis: str = setting("redis://localhost:6379/0", text, "where workers on several machines meet")
    redelivery: int = setting(600, whole(5, 3600), "seconds after which the task of a worker that died is given to another; longer than a sync takes")
# fmt: on


@dataclass(frozen=True)
class Fleet:
    """The sheets, and what they share."""

    path: Path
    sheets: tuple[Sheet, ...]
    says: FleetFile

    def named(self, name: str) -> Sheet:
        """The sheet of this name. UsageError if there is none."""
        for one in self.sheets:
            if one.name == name:
                return one
        raise UsageError(
            f"There is no sheet “{name}” in {self.path.name}.", "connectkit fleet status lists them."
        )


def load(path: Path) -> Fleet:
    """The fleet of a file.

    Raises:
        ConfigError: the file can't be read or holds mistakes; a sheet or a name stands twice.
    """
    if not path.is_file():
        raise ConfigError(f"There is no file {path}.", "Name it with --fleet FILE; docs/fleet.md shows one.")
    reading = read_yaml(path.read_bytes())
    data = reading.data if isinstance(reading.data, dict) else {}
    at = At((), reading, lambda typed: path.parent / Path(typed).expanduser())
    found = read_section(settings_of(FleetFile), data, at) or {}
    sheets = [*_listed(found, at, path), *_in_folder(found.get("folder"))]
    if not sheets and not reading.mistakes:
        reading.mistakes.append(Mistake(0, 0, "no sheet is named; write some under sheets, or name a folder"))
    _once_each(sheets, reading)
    if reading.mistakes:
        raise config_file.error(reading.mistakes, path.name)
    return Fleet(path, tuple(sheets), FleetFile(**found))


def _listed(found: dict[str, Any], at: At, path: Path) -> Iterator[Sheet]:
    defaults = found.get("defaults") or {}
    for index, entry in enumerate(found.get("sheets") or ()):
        here = at.under("sheets").under(index)
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
            here.wrong(f"entry {index + 1} of sheets has no name")
            continue
        config = config_file.checked({**_settings(defaults, entry)}, here, path)
        if config is not None:
            yield from _sheet(entry["name"].strip(), config, here)


def _settings(defaults: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    """The settings of one sheet: its own over the defaults, the keys of ``google`` and the owner put in their sections."""
    data = {**defaults, **entry}
    data.pop("name", None)
    moved = {key: data.pop(key) for key in _OF_GOOGLE if key in data}
    if "sheet" in moved:
        data["google"] = moved
    if "owner" in data and "owner" in settings_of(Me):
        me = data.get("me")
        data["me"] = {
            **(me if isinstance(me, dict) else {"name": me} if me else {}),
            "owner": data.pop("owner"),
        }
    return data


def _in_folder(folder: Path | None) -> Iterator[Sheet]:
    if folder is None:
        return
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not files:
        raise ConfigError(
            f"The folder {folder} holds no settings.", "Put one connectkit.yaml a sheet into it."
        )
    for one in files:
        config = config_file.load(one)
        yield Sheet(one.stem, config, home_of(config).location)


def _sheet(name: str, config: Config, at: At) -> Iterator[Sheet]:
    try:
        yield Sheet(name, config, home_of(config).location)
    except ConfigError as error:
        at.wrong(f"{name}: {error.message.rstrip('.')}")
    except ConnectkitError:
        at.wrong(f"{name} names no sheet; add sheet: with its address, or workbook:")


def _once_each(sheets: list[Sheet], reading: Reading) -> None:
    for name, times in Counter(one.name for one in sheets).items():
        if times > 1:
            reading.mistakes.append(
                Mistake(0, 0, f'the name "{name}" stands {times} times; names have to differ')
            )
    places: dict[str, str] = {}
    for one in sheets:
        first = places.setdefault(one.location, one.name)
        if first != one.name:
            reading.mistakes.append(Mistake(0, 0, f"{first} and {one.name} are the same sheet; keep one"))


def shard(sheets: tuple[Sheet, ...], index: int, count: int) -> tuple[Sheet, ...]:
    """The part of the sheets that one of ``count`` runs serves; the same sheets for the same numbers, in any order."""

    def part(one: Sheet) -> int:
        return int.from_bytes(hashlib.sha256(one.location.encode()).digest()[:8]) % count

    return tuple(one for one in sheets if part(one) == index)
