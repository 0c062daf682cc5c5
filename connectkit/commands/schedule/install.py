"""``connectkit schedule install``, ``status`` and ``remove``: the morning run puts itself in, and out again."""

from __future__ import annotations

import difflib
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.schedule import jobs, machine
from connectkit.config.config import Config
from connectkit.errors import UsageError
from connectkit.journal import paths
from connectkit.options import Settings
from connectkit.session import now, open_session, settings_of
from connectkit.stores.registry import home_of

_FOR = click.option("--for", "kind", default="auto", show_default=True, type=click.Choice(["auto", *machine.KINDS]), help="Which scheduler.")  # fmt: skip
_YES = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command("install")
@_FOR
@click.option(
    "--at", default="07:00", show_default=True, metavar="HH:MM", help="When, by this machine's own clock."
)
@_YES
@pass_settings
def install(settings: Settings, kind: str, at: str, yes: bool) -> None:
    """Let this machine run the sync every morning. Shows what will be written, then asks.

    --for auto takes systemd, cron, launchd or Windows' Task Scheduler, whichever is there. A missed morning is caught
    up. Nothing else in your crontab is touched, and the old one is kept.
    """
    config, state = _sheet(settings)
    _refuse_environment(config)
    kind = machine.find_kind() if kind == "auto" else kind
    job = _job(config, jobs.read_time(at))
    where = machine.scheduler(kind, job, state, home=Path.home())
    before, after = where.now(), where.wanted()
    if before == after:
        settings.say(f"The daily run stands in {kind} already. Nothing was changed.")
    else:
        _ask(settings, kind, before, after, yes=yes)
        _keep(state, kind, before)
        where.write(after)
        settings.say(f"{kind} runs connectkit every day at {job.at:%H:%M}. See: connectkit schedule status")
    if settings.json:
        emit(
            {
                "schema": "connectkit.schedule/1",
                "for": kind,
                "command": job.scheduled,
                "changed": before != after,
            }
        )


@click.command("remove")
@_FOR
@_YES
@pass_settings
def remove(settings: Settings, kind: str, yes: bool) -> None:
    """Take the daily run of this sheet out again. Shows what will change, then asks."""
    config, state = _sheet(settings)
    job = _job(config, jobs.read_time("07:00"))
    changed = []
    for one in _kinds(kind):
        where = machine.scheduler(one, job, state, home=Path.home())
        if not where.command():
            continue
        before, after = where.now(), where.without()
        _ask(settings, one, before, after, yes=yes)
        _keep(state, one, before)
        where.write(after)
        changed.append(one)
        settings.say(f"The daily run was taken out of {one}.")
    if not changed:
        settings.say("No daily run of this sheet is installed here.")
    if settings.json:
        emit({"schema": "connectkit.schedule/1", "removed": changed})


@click.command("status")
@_FOR
@pass_settings
def status(settings: Settings, kind: str) -> None:
    """Say whether the daily run is installed, when it last ended well, when it comes next, and what is missing."""
    config, state = _sheet(settings)
    with open_session(settings, "schedule") as session:
        last, today = session.journal.last_success(), session.day()
    job = _job(config, jobs.read_time("07:00"))
    found = [_status(one, job, state, today) for one in _kinds(kind)]
    found = [one for one in found if one]
    if settings.json:
        emit(
            {
                "schema": "connectkit.schedule/1",
                "last": last.isoformat() if last else None,
                "installed": found,
            }
        )
        return
    if not found:
        click.echo("No daily run of this sheet is installed here. connectkit schedule install puts one in.")
    for one in found:
        click.echo(f"Installed in {one['for']}; {one['next']}.")
        for path in one["missing"]:
            click.echo(f"  {path} does not exist any more: run connectkit schedule install again.")
    click.echo(
        f"The last run that ended well was on {last.isoformat()}." if last else "No run has ended well yet."
    )


def _status(kind: str, job: jobs.Job, state: Path, today: date) -> dict[str, Any]:
    words = machine.scheduler(kind, job, state, home=Path.home()).command()
    if not words:
        return {}
    named = [words[0], *(words[at + 1] for at, word in enumerate(words[:-1]) if word == "--config")]
    at = jobs.time_of(machine.scheduler(kind, job, state, home=Path.home()).now(), job)
    moment = now()
    day = today if at and moment.time() < at else today + timedelta(days=1)
    comes = f"the next run comes on {day.isoformat()} at {at:%H:%M}" if at else "it runs every day"
    return {
        "for": kind,
        "command": words,
        "next": comes,
        "missing": [one for one in named if not Path(one).exists()],
    }


def _kinds(kind: str) -> list[str]:
    """The schedulers to look into: the one named, or all that this machine can have."""
    if kind != "auto":
        return [kind]
    if sys.platform == "win32":
        return ["windows"]
    if sys.platform == "darwin":
        return ["launchd"]
    import shutil

    return [one for one, program in (("systemd", "systemctl"), ("cron", "crontab")) if shutil.which(program)]


def _sheet(settings: Settings) -> tuple[Config, Path]:
    """The settings with their file, and connectkit's own folder for the sheet."""
    config = settings_of(settings)
    if config.path is None:
        raise UsageError("There is no settings file to schedule.", "connectkit init makes one.")
    return config, paths.state_folder(home_of(config).location, config.state)


def _job(config: Config, at: Any) -> jobs.Job:
    path = config.path or Path()
    return jobs.Job(Path(sys.executable).absolute(), path.absolute(), at, config.timezone)


def _refuse_environment(config: Config) -> None:
    """A scheduler starts with an empty environment: what waits for a variable would fail every morning."""
    named = [one.password_env for one in config.sources]
    if config.digest is not None and config.digest.mail is not None:
        named.append(config.digest.mail.password_env)
    if config.digest is not None and config.digest.notify is not None:
        named.append(config.digest.notify.env)
    for name in filter(None, named):
        raise UsageError(
            f"A scheduled run does not see {name}, the environment variable your settings take a secret from.",
            "Put the secret into a file that only you can read, and name it with password_file (or notify: file).",
        )


def _ask(settings: Settings, kind: str, before: str, after: str, *, yes: bool) -> None:
    """Shows the change; goes on only with a yes."""
    diff = difflib.unified_diff(before.splitlines(), after.splitlines(), "now", "then", lineterm="", n=1)
    for line in diff:
        settings.say(line.encode("utf-8", "replace").decode("utf-8"))
    if yes:
        return
    if not settings.person:
        raise UsageError(
            f"Nobody is there to say yes to a change of {kind}; nothing was changed.",
            "Add --yes to go on without.",
        )
    if not click.confirm(f"Change {kind} so?", err=True):
        raise click.Abort


def _keep(state: Path, kind: str, before: str) -> None:
    """The state before, in connectkit's own folder."""
    if not before:
        return
    moment: datetime = now()
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = state / f"{kind}-{moment:%Y%m%d-%H%M%S}.txt"
    kept.write_bytes(before.encode("utf-8", "surrogateescape"))
