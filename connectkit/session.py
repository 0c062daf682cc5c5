"""Opens what a command needs, in order: settings, sheet, journal, lock, clock and dice.

The only place that asks the wall clock and the system's dice; everything below gets them as arguments.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from connectkit.config import file as config_file
from connectkit.config.config import Config
from connectkit.errors import TemplateError, UsageError
from connectkit.journal import paths
from connectkit.options import Settings
from connectkit.stores.base import Opening, Person, at_once
from connectkit.stores.registry import home_of
from connectkit.text.clock import now_in
from connectkit.text.say import count

if TYPE_CHECKING:
    from connectkit.drafts.template import Template
    from connectkit.journal.journal import Journal
    from connectkit.store import Store
    from connectkit.stores.base import Home

NO_SETTINGS = "There is no connectkit.yaml here, and none in your config folder."
FIRST_STEPS = (
    "Make one with connectkit init, see an example with connectkit demo, or name one with --config FILE."
)


@dataclass
class Session:
    """One command's view of one sheet."""

    config: Config
    home: Home
    store: Store
    journal: Journal
    state: Path
    today: date | Callable[[str], date]
    settings: Settings
    left_out: list[TemplateError] = field(default_factory=list)

    @property
    def backups(self) -> Path | None:
        """The folder in which whole former states of the sheet are kept; None where its store keeps none."""
        folder = self.home.backups(self.state)
        return folder.absolute() if folder is not None else None

    def day(self, zone: str = "") -> date:
        """Today, in the sheet's zone where it has one."""
        return self.today if isinstance(self.today, date) else self.today(zone or self.config.timezone)

    def templates(self) -> tuple[Template, ...]:
        """The templates that come with connectkit and the user's own in which nothing is wrong.

        A template of the user's with a mistake is left out, and the mistake noted in ``left_out``.
        """
        from connectkit.drafts.files import builtin_folder, load_templates, read_templates
        from connectkit.drafts.template import check

        ours = load_templates([builtin_folder()])
        if not self.config.templates:
            return ours
        found, mistakes = read_templates([builtin_folder(), *self.config.templates])
        self.left_out, good = list(mistakes), list(ours)
        for one in found[len(ours) :]:
            try:
                check(one)
                good.append(one)
            except TemplateError as error:
                self.left_out.append(error)
        return tuple(good)


def new_id() -> str:
    """Ten random letters and digits."""
    from connectkit.sheet.ids import ALPHABET

    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def now() -> datetime:
    """The present moment, with the system's offset."""
    return datetime.now().astimezone()


def today_in(zone: str) -> date:
    """The day it is in a zone named as a sheet names it; in the system's where the name is empty or unknown."""
    return now_in(zone).date()


def read_day(text: str) -> date:
    """A day from the command line: ISO, or as people type it. UsageError, in words, if it is none."""
    from connectkit.text.dates import read_date

    reading = read_date(text, today=today_in(""), order="")
    if reading.day is None:
        raise UsageError(f"“{text}” {reading.why}.", "Write the day as 2026-11-23.")
    return reading.day


def settings_of(settings: Settings) -> Config:
    """The settings this run uses, with ``--state`` over what the file says.

    Raises:
        UsageError: there is no settings file, or it names no sheet.
        ConfigError: the file holds mistakes.
    """
    from dataclasses import replace

    path = config_file.find(settings.config)
    if path is None:
        raise UsageError(NO_SETTINGS, FIRST_STEPS)
    config = config_file.load(path)
    home_of(config)
    return replace(config, state=settings.state) if settings.state is not None else config


@contextlib.contextmanager
def open_session(
    settings: Settings, command: str, *, today: str | None = None, writes: bool = False, force: bool = False
) -> Iterator[Session]:
    """A session, locked against other runs while the block runs if it ``writes``.

    ``today`` is a day as typed after ``--today``; None is the clock's, in the sheet's own zone.
    """
    config = settings_of(settings)
    day: date | Callable[[str], date] = read_day(today) if today else today_in
    with session_for(config, settings, command, today=day, writes=writes, force=force) as session:
        yield session


@contextlib.contextmanager
def session_for(
    config: Config,
    settings: Settings,
    command: str,
    *,
    today: date | Callable[[str], date] = today_in,
    writes: bool = False,
    force: bool = False,
    pace: Callable[[str], None] = at_once,
) -> Iterator[Session]:
    """As :func:`open_session`, for settings that were read already; ``pace`` as in ``Opening``."""
    from connectkit.journal.journal import Journal

    home = home_of(config)
    made = paths.missing(home.location, config.state)
    state = paths.state_folder(home.location, config.state)
    person = Person(settings.tell, settings.line) if settings.person else None
    store = home.open(Opening(state, now, person, settings.again, force, config.tabs, config.headers, pace))
    journal = Journal(state / paths.JOURNAL, now=now, warn=settings.warn)
    session = Session(config, home, store, journal, state, today, settings)
    try:
        if not writes:
            yield session
            return
        with _locked(state, settings, command):
            began = now().replace(microsecond=0)  # the journal's stamps are no finer
            try:
                yield session
            except KeyboardInterrupt:
                settings.warn(interrupted(journal, began))
                raise
            finally:
                if made and journal.is_empty():
                    # Still locked: nobody else can be about to use what is taken away here.
                    paths.empty(state)
    finally:
        paths.remove_if_empty(made)


def interrupted(journal: Journal, began: datetime) -> str:
    """What had been written when the user stopped a run that ``began`` then."""
    runs = [one for one in journal.runs(1) if one.started >= began] if journal.path.exists() else []
    if not runs:
        return "Stopped. Nothing was written."
    if runs[0].status == "applied":
        done = count(runs[0].changes, "change was", "changes were")
        return f"Stopped. Before that {done} written: connectkit history shows them, connectkit undo takes them back."
    return "Stopped while it wrote, so part of it may stand in the sheet: run connectkit sync, it finds out and goes on from there."


@contextlib.contextmanager
def _locked(state: Path, settings: Settings, command: str) -> Iterator[None]:
    from connectkit.journal import lock

    path = state / paths.LOCK
    wait = lock.PATIENCE if settings.person else 0.0
    if wait and lock.is_held(path):
        settings.say(f"Another run is working on this sheet ({lock.holder(path) or 'unknown'}); waiting …")
    with lock.hold(path, command=command, now=now(), wait=wait) as former:
        if former is not None:
            settings.say(
                f"An earlier run did not end by itself: {former}. This run goes on from what the sheet holds."
            )
        yield
