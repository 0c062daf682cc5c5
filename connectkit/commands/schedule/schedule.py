"""``connectkit schedule``: the daily sync from here, or the entry that makes your system start it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from types import FrameType

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.schedule import install, jobs
from connectkit.commands.sync import run as sync_once
from connectkit.commands.sync import show_report
from connectkit.config.config import Config
from connectkit.errors import ConnectkitError, UsageError
from connectkit.options import Settings
from connectkit.session import open_session, settings_of
from connectkit.text.clock import now_in

_AT = click.option("--at", default="07:00", show_default=True, metavar="HH:MM", help="When, in the sheet's time zone.")  # fmt: skip


@click.group("schedule")
def command() -> None:
    """Run the sync once a day, from here or from your system's own scheduler."""


for _one in (install.install, install.status, install.remove):
    command.add_command(_one)


@command.command("print")
@click.option("--for", "kind", required=True, type=click.Choice(["cron", "systemd", "launchd", "windows"]), help="Which scheduler.")  # fmt: skip
@_AT
@pass_settings
def print_entry(settings: Settings, kind: str, at: str) -> None:
    """Print the entry for your system's scheduler, with absolute paths, ready to paste. Installs nothing."""
    config = settings_of(settings)
    if config.path is None:
        raise UsageError("There is no settings file to schedule.", "connectkit init makes one.")
    job = jobs.Job(
        Path(sys.executable).absolute(), config.path.absolute(), jobs.read_time(at), config.timezone
    )
    text = jobs.entry(job, kind)
    if settings.json:
        emit({"schema": "connectkit.schedule/1", "for": kind, "command": job.command, "entry": text})
    else:
        click.echo(text, nl=False)


@command.command("run")
@_AT
@pass_settings
def run(settings: Settings, at: str) -> None:
    """Stay here and run the sync once a day; stop with Ctrl-C.

    Runs at once if today's run is missing. A failed run is tried again every ten minutes.
    """
    when = jobs.read_time(at)
    config = settings_of(settings)
    settings.say(f"connectkit runs every day at {when:%H:%M}. Ctrl-C stops it.")
    stop = threading.Event()
    _stop_on_signals(stop)
    keep_running(Daily(settings, config, when), stop)
    settings.say("connectkit stopped.")


def _stop_on_signals(stop: threading.Event) -> None:
    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)


class Daily:
    """Decides every minute whether the day's run is due, and does it; an error is told and tried again later."""

    def __init__(
        self,
        settings: Settings,
        config: Config,
        at: time,
        *,
        now: Callable[..., datetime] = now_in,
        job: Callable[[], None] | None = None,
    ) -> None:
        self.settings = settings
        self.config = config
        self.at = at
        self.now = now
        self.job = job or self._sync
        self.zone = config.timezone
        self.last_try: datetime | None = None
        self.last_success: date | None = None
        self.asked = False

    def tick(self) -> None:
        """One look at the clock; never raises."""
        now = self.now(self.zone)
        if not self.asked:
            self.asked = True
            self.last_success = self._last_success()
        if not jobs.is_due(now, self.at, self.last_success, self.last_try):
            return
        self.last_try = now
        try:
            self.job()
        except ConnectkitError as error:
            self.settings.warn(f"{now:%Y-%m-%d %H:%M}  {error.message} {error.hint}".strip())
        except Exception as error:  # noqa: BLE001 - one bad day must not end all days to come
            self.settings.warn(f"{now:%Y-%m-%d %H:%M}  {type(error).__name__}: {error}")
        else:
            self.last_success = self.now(self.zone).date()

    def _sync(self) -> None:
        with open_session(self.settings, "sync", writes=True) as session:
            session.today = self._today
            report = sync_once(session)
        show_report(self.settings, report)

    def _today(self, zone: str) -> date:
        """Today in the sheet's zone, which from then on also decides when the next run is due."""
        self.zone = zone or self.config.timezone
        return self.now(self.zone).date()

    def _last_success(self) -> date | None:
        try:
            with open_session(self.settings, "schedule") as session:
                return session.journal.last_success()
        except ConnectkitError:
            return None


def keep_running(daily: Daily, stop: threading.Event) -> None:
    """Ticks once a minute until ``stop`` is set."""
    import schedule

    scheduler = schedule.Scheduler()
    scheduler.every(1).minutes.do(daily.tick)
    daily.tick()
    while not stop.is_set():
        scheduler.run_pending()
        stop.wait(min(max(scheduler.idle_seconds or 0.0, 0.2), 60.0))
