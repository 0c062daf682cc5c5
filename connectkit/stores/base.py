"""What a kind of store offers beside reading and writing: its :class:`Home`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from connectkit.errors import ConnectkitError
from connectkit.store import Store

OK, WARN, FAIL = "ok", "warn", "fail"


class Check(NamedTuple):
    """One line of the doctor. ``code`` is the exit code a failure stands for."""

    level: str
    what: str
    meaning: str
    todo: str = ""
    code: int = 0


def at_once(_sort: str) -> None:
    """A request that nobody else's budget has to make room for."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the terminal: ``say`` shows them a text, ``line`` waits for what they type ("" when there is no more).

    ``browser`` is what Python's ``webbrowser`` calls theirs ("": the usual one); ``seconds`` is how long they have.
    """

    say: Callable[[str], None]
    line: Callable[[], str]
    browser: str = ""
    seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Opening:
    """What a store may need to know to be opened.

    Attributes:
        state: connectkit's own folder for this sheet.
        now: the clock, for names of backups.
        person: who can be asked to sign in; None where nobody sits there.
        again: the command that would ask them, were somebody there.
        force: go on although a program seems to hold the sheet.
        tabs, headers: the user's own titles, by tab key and column key.
        pace: called before each request over the network with "read" or "write"; returns when it may be sent.
    """

    state: Path
    now: Callable[[], datetime]
    person: Person | None = None
    again: str = "connectkit doctor"
    force: bool = False
    tabs: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    pace: Callable[[str], None] = at_once


class Home(Protocol):
    """Where one sheet lives, made from its setting. A new kind needs the first three; the rest have answers already."""

    @property
    def location(self) -> str:
        """The one name of the sheet on this machine, without opening it: journal, lock and messages use it."""

    @property
    def named(self) -> str:
        """The sheet as the settings name it."""

    def open(self, opening: Opening) -> Store:
        """The store; nothing is read yet."""

    def backups(self, state: Path) -> Path | None:  # noqa: ARG002 - for those that keep some
        """The folder with whole former states of the sheet; None where a store keeps none."""
        return None

    def advice(self) -> str:
        """What somebody who takes this sheet on has to do first, such as sharing it; "" if nothing."""
        return ""

    def link(self) -> str:
        """The address at which a browser opens the sheet; "" where none does."""
        return ""

    def sign_in(self, state: Path) -> Iterable[Check]:  # noqa: ARG002 - for those that sign in
        """What doctor says about keys and tokens, before the sheet is opened."""
        return ()

    def try_writing(self) -> None:
        """AccessDenied if the opened sheet may only be read."""
        return

    def checks(self) -> Iterable[Check]:
        """What doctor says about the opened sheet."""
        return ()

    def barred(self, titles: Mapping[str, str]) -> Iterable[Check]:  # noqa: ARG002 - for those with protections
        """What doctor says about cells of our tabs (handle to title) that may not be written, after a read."""
        return ()


def failed(what: str, error: ConnectkitError) -> Check:
    """A line of the doctor for something that ended in an error of ours."""
    return Check(FAIL, what, error.message, error.hint, error.exit_code)
