"""``connectkit fleet``: many sheets, from one process or from workers behind a queue."""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.errors import UsageError
from connectkit.options import Settings

if TYPE_CHECKING:
    from connectkit.fleet.run import Outcome
    from connectkit.fleet.sheets import Fleet

_FILE = click.option(
    "--fleet", "file", type=click.Path(path_type=Path), default="fleet.yaml", show_default=True, metavar="FILE",
    help="The sheets and what they share.",
)  # fmt: skip


@click.group("fleet")
def command() -> None:
    """Serve many sheets: an assistant's, an agency's, a team's. docs/fleet.md shows how."""


@command.command("run")
@_FILE
@click.option("--shard", default="", metavar="I/N|auto", help="Serve only one of N parts, counted from 0; auto asks Kubernetes or Cloud Run.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 64), default=4, show_default=True, help="Sheets at a time.")
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE.jsonl", help="One line of JSON a sheet."
)
@click.option("--again", is_flag=True, help="Also the sheets that had their success today.")
@pass_settings
def run(settings: Settings, file: Path, shard: str, workers: int, report: Path | None, again: bool) -> int:
    """Sync every sheet that had no success today. The exit code is 1 if any failed."""
    from connectkit.fleet import sheets as fleet_sheets
    from connectkit.fleet.run import serve_all

    fleet, budget = _opened(file)
    chosen = fleet_sheets.shard(fleet.sheets, *part(shard, os.environ)) if shard else fleet.sheets
    quietly = Settings(state=settings.state, quiet=True)
    found = serve_all(chosen, quietly, budget.pace, workers=workers, again=again)
    outcomes = sorted(_watched(settings, found, len(chosen), report), key=lambda one: one.name)
    _show(settings, "connectkit.fleet-run/1", outcomes)
    return int(any(one.code for one in outcomes))


@command.command("doctor")
@_FILE
@click.option("--workers", type=click.IntRange(1, 64), default=4, show_default=True, help="Sheets at a time.")
@pass_settings
def doctor(settings: Settings, file: Path, workers: int) -> int:
    """Try sign-in, reading, headers and the right to write for every sheet. Changes nothing."""
    from concurrent.futures import ThreadPoolExecutor

    from connectkit.fleet.run import examine

    fleet, budget = _opened(file)
    quietly = Settings(state=settings.state, quiet=True)
    with ThreadPoolExecutor(workers) as pool:
        found = pool.map(lambda one: examine(one, quietly, budget.pace(one.key)), fleet.sheets)
        outcomes = list(_watched(settings, found, len(fleet.sheets), None))
    _show(settings, "connectkit.fleet-doctor/1", outcomes)
    return int(any(one.code for one in outcomes))


@command.command("status")
@_FILE
@pass_settings
def status(settings: Settings, file: Path) -> None:
    """Each sheet's last success, by its journal on this machine. Asks nobody."""
    from connectkit.fleet.run import is_done, last_success
    from connectkit.fleet.sheets import load

    listed = [(one.name, last_success(one), is_done(one)) for one in load(file).sheets]
    if settings.json:
        rows = [
            {"name": name, "last_success": last.isoformat() if last else "", "today": today}
            for name, last, today in listed
        ]
        emit({"schema": "connectkit.fleet-status/1", "sheets": rows})
        return
    for name, last, today in listed:
        click.echo(f"{name}: {'done today' if today else f'last on {last}' if last else 'never'}")
    click.echo(f"{sum(today for *_, today in listed)} of {len(listed)} done today.")


@command.command("enqueue")
@_FILE
@pass_settings
def enqueue(settings: Settings, file: Path) -> None:
    """Give the workers every sheet that had no success today, now."""
    os.environ["CONNECTKIT_FLEET"] = str(file.absolute())
    with _extra():
        from connectkit.fleet import queue
    from redis.exceptions import RedisError

    try:
        sent = queue.enqueue()
    except RedisError as error:
        raise UsageError(
            f"Redis can't be reached at {queue.fleet().says.redis} ({' '.join(str(error).split())[:200]}).",
            f"Start it, or name another with redis: in {file}.",
        ) from error
    if settings.json:
        emit({"schema": "connectkit.fleet-enqueue/1", "enqueued": sent})
    else:
        click.echo(f"{len(sent)} of {len(queue.fleet().sheets)} sheets enqueued.")


def _opened(file: Path) -> tuple[Fleet, Any]:
    from connectkit.fleet.budget import Budget
    from connectkit.fleet.sheets import load

    fleet = load(file)
    with _extra():
        return fleet, Budget(fleet)


@contextlib.contextmanager
def _extra() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as missing:
        raise UsageError(
            f"connectkit fleet needs {missing.name}, which is not installed.",
            "Run: pip install 'connectkit[fleet]'",
        ) from missing


def part(shard: str, environment: Any) -> tuple[int, int]:
    """Which of how many parts: ``2/8``, or ``auto`` from the environment of an Indexed Job or a Cloud Run Job.

    Raises:
        UsageError: it is neither, or the environment does not say it.
    """
    named = shard.split("/")
    if shard == "auto":
        named = [environment.get("CLOUD_RUN_TASK_INDEX", ""), environment.get("CLOUD_RUN_TASK_COUNT", "")]
        if not named[0]:
            named = [environment.get("JOB_COMPLETION_INDEX", ""), environment.get("FLEET_SHARDS", "")]
        if not all(named):
            raise UsageError(
                "--shard auto finds no part in the environment.",
                "Cloud Run Jobs say it by themselves; in a Kubernetes Indexed Job set FLEET_SHARDS to its completions.",
            )
    if len(named) == 2 and all(one.isdecimal() for one in named) and int(named[0]) < int(named[1]):
        return int(named[0]), int(named[1])
    raise UsageError(f"--shard {'/'.join(named)} is no part.", "Write for example --shard 0/4 … --shard 3/4.")


def _watched(
    settings: Settings, found: Iterable[Outcome], total: int, report: Path | None
) -> Iterator[Outcome]:
    """The outcomes as they come, with a bar for somebody who watches and a line each in the report."""
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(report.open("w", encoding="utf-8")) if report is not None else None
        if settings.person and not settings.quiet:
            from rich.console import Console
            from rich.progress import track

            found = track(found, "Sheets", total=total, console=Console(stderr=True))
        for one in found:
            if out is not None:
                out.write(json.dumps(one.to_json(), ensure_ascii=False) + "\n")
                out.flush()
            yield one


def _show(settings: Settings, schema: str, outcomes: list[Outcome]) -> None:
    if settings.json:
        emit({"schema": schema, "sheets": [one.to_json() for one in outcomes]})
        return
    from connectkit.report import terminal
    from connectkit.report.page import Page

    page = Page(terminal.columns())
    for one in outcomes:
        if not settings.quiet or one.code:
            page.say(f"{one.name}: {one.done}", "" if one.code == 0 else "bold red")
        if one.code:
            page.inset(f"{one.message} (exit code {one.code})")
            page.say(one.hint, first="    → ", rest="      ")
    counted = Counter(one.done for one in outcomes)
    page.say(
        f"{len(outcomes)} sheets: {', '.join(f'{times} {done}' for done, times in sorted(counted.items())) or 'none'}."
    )
    terminal.show(page.lines)
