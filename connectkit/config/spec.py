"""What a setting is made of: one line with its default, the kind of its value, and its words in the docs.

A *kind* reads one value of connectkit.yaml: it gives the value as the program wants it, or names what is wrong
with it (at its line, through :class:`At`) and gives None. ``config.py`` is the table that is written with these.
"""

from __future__ import annotations

import dataclasses
import difflib
import keyword
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from connectkit.config.yaml_lines import Mistake, Reading, Where, YesNo, already_named


@dataclass(frozen=True, slots=True)
class At:
    """Where a value stands, where its mistakes go, and how a path in it is meant (relative to the file's folder)."""

    where: Where
    reading: Reading
    locate: Callable[[str], Path]

    @property
    def key(self) -> str:
        """The way to the value, as messages name it: ``me.emails.0``."""
        return ".".join(str(part) for part in self.where)

    @property
    def given(self) -> str:
        """What was typed, as messages end with it: `` (not "two")``; nothing for a list or a section."""
        typed = self.reading.typed.get(self.where, "")
        return f' (not "{typed}")' if typed else ""

    def under(self, part: str | int) -> At:
        """The place of one part of this value."""
        return At((*self.where, part), self.reading, self.locate)

    def wrong(self, message: str) -> None:
        """Names one mistake of this value."""
        self.reading.mistakes.append(Mistake(*self.reading.place(self.where), message))


Kind = Callable[[Any, At], Any]


def take(kind: Kind, value: Any, at: At) -> Any:
    """The value as this kind reads it; None where a mistake was named, now or while the YAML was read."""
    if already_named(value):
        return None
    if isinstance(value, YesNo) and kind is not yes_no and not isinstance(kind, OrYesNo):
        at.wrong(f'{at.key}: {value} is a yes or no in YAML, not text; quote it: "{value}"')
        return None
    return kind(value, at)


# ---- kinds -----------------------------------------------------------------------------------------------


def text(value: Any, at: At) -> str | None:
    """Text, without outer blanks."""
    if isinstance(value, str):
        return value.strip()
    typed = at.reading.typed.get(at.where, "")
    at.wrong(f'{at.key} has to be text; quote it: "{typed}"' if typed else f"{at.key} has to be text")
    return None


def word(value: Any, at: At) -> str | None:
    """Text that is not empty."""
    found = text(value, at)
    if found == "":
        at.wrong(f"{at.key} is empty; give it a value, or delete the line")
    return found or None


def place(value: Any, at: At) -> Path | None:
    """A file or folder, seen from the folder of the settings file."""
    found = word(value, at)
    return at.locate(found) if found else None


def yes_no(value: Any, at: At) -> bool | None:
    """true or false."""
    if isinstance(value, YesNo):
        return value.meant
    at.wrong(f"{at.key} has to be true or false{at.given}")
    return None


@dataclass(frozen=True, slots=True)
class OrYesNo:
    """A value of another kind, or true and false for two of its words."""

    kind: Kind
    yes: str
    no: str

    def __call__(self, value: Any, at: At) -> Any:
        """The word."""
        return self.kind((self.yes if value.meant else self.no) if isinstance(value, YesNo) else value, at)


def whole(low: int, high: int) -> Kind:
    """A whole number within limits."""

    def read(value: Any, at: At) -> int | None:
        if type(value) is not int:
            at.wrong(f"{at.key} has to be a whole number{at.given}")
        elif value < low:
            at.wrong(f"{at.key} has to be at least {low}{at.given}")
        elif value > high:
            at.wrong(f"{at.key} has to be at most {high}{at.given}")
        else:
            return value
        return None

    return read


def one_of(*words: str) -> Kind:
    """One of a few words."""

    def read(value: Any, at: At) -> str | None:
        if value in words:
            return str(value)
        at.wrong(f"{at.key} has to be one of {', '.join(filter(None, words))}{at.given}")
        return None

    return read


def like(pattern: str, example: str) -> Kind:
    """Text of a certain form."""

    def read(value: Any, at: At) -> str | None:
        found = text(value, at)
        if found is not None and not re.fullmatch(pattern, found):
            at.wrong(f"{at.key} has to look like {example}{at.given}")
        return found

    return read


def checked(kind: Kind, check: Callable[[Any], object]) -> Kind:
    """A value of another kind that also passes ``check``, which raises ValueError in words."""

    def read(value: Any, at: At) -> Any:
        found = kind(value, at)
        try:
            if found is not None:
                check(found)
        except ValueError as error:
            at.wrong(f"{at.key}: {error}")
        return found

    return read


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of values of one kind, also where there is only one."""

    kind: Kind

    def __call__(self, value: Any, at: At) -> tuple[Any, ...] | None:
        """Every value of the list."""
        if not isinstance(value, list):
            at.wrong(f"{at.key} has to be a list{at.given}")
            return None
        return tuple(take(self.kind, item, at.under(index)) for index, item in enumerate(value))


def many(kind: Kind) -> Kind:
    """As :class:`Listed`, where a value that stands alone is a list of one."""
    listed = Listed(kind)
    return lambda value, at: (take(kind, value, at),) if isinstance(value, str) else listed(value, at)


def by_key(kind: Kind, keys: Callable[[], Iterable[str]]) -> Kind:
    """A section of values of one kind under keys that the program knows."""

    def read(value: Any, at: At) -> dict[str, Any] | None:
        return _each(dict.fromkeys(keys(), kind), value, at)

    return read


class Section:
    """A section with settings of its own, which becomes an instance of ``made_of``; ``alone`` is its only needed key."""

    def __init__(self, made_of: type, *, alone: str = "", then: Kind | None = None) -> None:
        self.made_of, self.alone, self.then = made_of, alone, then

    def __call__(self, value: Any, at: At) -> Any:
        """The section as its dataclass (or what ``then`` makes of it)."""
        if self.alone and isinstance(value, str):
            value = {self.alone: value}
        before = len(at.reading.mistakes)
        found = read_section(settings_of(self.made_of), value, at)
        if found is None or len(at.reading.mistakes) > before:
            return None
        made = self.made_of(**{field_of(key): one for key, one in found.items()})
        return self.then(made, at) if self.then is not None else made


def read_section(lines: Mapping[str, Setting], value: Any, at: At) -> dict[str, Any] | None:
    """What a section says, key by key, as each setting reads it; None if it is no section."""
    found = _each({key: one.kind for key, one in lines.items()}, value, at)
    for key in [key for key, one in lines.items() if one.default is REQUIRED] if found is not None else ():
        if value.get(key) is None:
            here = at.under(key)
            here.wrong(f'"{here.key}" is missing')
    return found


def _each(kinds: Mapping[str, Kind], value: Any, at: At) -> dict[str, Any] | None:
    """Every value of a section as its kind reads it. A key without a value counts as not there."""
    if not isinstance(value, dict):
        at.wrong(f"{at.key} has to be a section, with its own keys indented below it{at.given}")
        return None
    found = {}
    for key, item in value.items():
        if item is None:
            continue
        here = at.under(key)
        if key in kinds:
            found[key] = take(kinds[key], item, here)
        else:
            here.wrong(f'unknown key "{here.key}"{nearest(key, kinds)}')
    return found


def nearest(typed: str, known: Iterable[str]) -> str:
    """How a message about an unknown word ends: the nearest known one, else all of them."""
    known = list(known)
    found = difflib.get_close_matches(typed.casefold().replace(" ", "_"), known, n=1, cutoff=0.5)
    return f'; did you mean "{found[0]}"?' if found else f"; known are {', '.join(known)}"


# ---- one line of the table -------------------------------------------------------------------------------


REQUIRED = dataclasses.MISSING


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of connectkit.yaml.

    Attributes:
        default: what holds where the file says nothing; REQUIRED if it must say something.
        kind: reads and checks the value.
        help: what it says, for the settings table and config.example.yaml.
        example: its value in config.example.yaml, as YAML; "" is the default. A section shows its own settings.
        group: a heading of config.example.yaml that begins with this key.
        off: the example shows the key with a # before it.
        store: for a key that says where the sheet is: the package in ``connectkit/stores`` that opens it.
    """

    key: str
    default: Any
    kind: Kind
    help: str
    example: str = ""
    group: str = ""
    off: bool = False
    store: str = ""


def setting(default: Any, kind: Kind, help: str, example: str = "", **more: Any) -> Any:
    """A field of a settings dataclass: see :class:`Setting` for what ``more`` may say."""
    metadata = {"setting": {"default": default, "kind": kind, "help": help, "example": example, **more}}
    if isinstance(default, dict):
        return dataclasses.field(default_factory=lambda: dict(default), metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


@lru_cache(maxsize=32)
def settings_of(table: type[Any]) -> Mapping[str, Setting]:
    """The settings of a dataclass by key, in its order; fields of other make are left out."""
    return {one.key: one for one in _lines(table)}


def field_of(key: str) -> str:
    """The field of a key; a key that is a word of Python has an underscore after it: ``from_``."""
    return f"{key}_" if keyword.iskeyword(key) else key


def _lines(table: type) -> Iterator[Setting]:
    for one in dataclasses.fields(table):
        if "setting" in one.metadata:
            yield Setting(one.name.removesuffix("_"), **one.metadata["setting"])
