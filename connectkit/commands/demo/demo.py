"""``connectkit demo``: a filled example in a new folder, and a real sync on it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.sync import run
from connectkit.config import file as config_file
from connectkit.errors import UsageError
from connectkit.options import Settings
from connectkit.session import read_day, session_for, today_in

if TYPE_CHECKING:
    from datetime import date

    from connectkit.report.report import Report

WORKBOOK = "network.xlsx"
STATE = ".connectkit"
MARK = "# Made by connectkit demo: an example you may change, break and delete."


@click.command("demo")
@click.argument("folder", required=False, default="connectkit-demo", type=click.Path(path_type=Path))
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, folder: Path, today: str | None) -> None:
    """Make an example in FOLDER (default: connectkit-demo) and run a real sync on it.

    Twenty-six invented people, with what real sheets have: notes, promises, a day nobody can read, two people
    of one name. Nothing outside the folder is touched, nothing is sent.
    """
    day = read_day(today) if today else today_in("")
    former = make(folder, day)
    config = config_file.load(folder / config_file.FILE_NAME)
    with session_for(config, settings, "demo", today=day, writes=True) as session:
        report = run(session)
    _show(settings, folder, report, former)


def make(folder: Path, today: date) -> Path | None:
    """The example in a folder; gives the new name of a former example's workbook, which is kept.

    Raises:
        UsageError: the folder holds something that demo did not make, or can't be written.
    """
    from connectkit.commands.demo.people import ME, example
    from connectkit.config.tiers import DEFAULT_TIERS
    from connectkit.stores.xlsx.tabs.fresh import new_workbook, standard_tabs

    config = folder / config_file.FILE_NAME
    if folder.exists() and not _is_demo(folder):
        raise UsageError(
            f"{folder} exists and was not made by connectkit demo, so it is left alone.",
            "Name a folder that does not exist yet: connectkit demo my-example",
        )
    choices = {"contacts.tier": tuple(tier.name for tier in DEFAULT_TIERS)}
    content = new_workbook(standard_tabs(example(today)), choices=choices)
    text = config_file.starter_config(WORKBOOK, extra=_EXTRA.format(me=ME, state=STATE))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        former = _out_of_the_way(folder / WORKBOOK)
        shutil.rmtree(folder / STATE, ignore_errors=True)
        config.write_text(f"{MARK}\n{text}", "utf-8")
        (folder / WORKBOOK).write_bytes(content)
    except OSError as error:
        raise UsageError(
            f"The example can't be written to {folder} ({error.strerror}).", "Name a folder of yours."
        ) from error
    return former


_EXTRA = """
# How drafts are signed.
me:
  name: {me}

# The example keeps its journal and backups beside it, so that deleting the folder leaves nothing behind.
state: {state}
"""


def _is_demo(folder: Path) -> bool:
    """True for a folder demo made, and for an empty one."""
    try:
        if not any(folder.iterdir()):
            return True
        with (folder / config_file.FILE_NAME).open(encoding="utf-8") as file:
            return file.readline().strip() == MARK
    except (OSError, UnicodeDecodeError):
        return False


def _out_of_the_way(workbook: Path) -> Path | None:
    """The former workbook under a new name: somebody may have played with it."""
    if not workbook.exists():
        return None
    number = 1
    while (aside := workbook.with_name(f"{workbook.stem}-{number}{workbook.suffix}")).exists():
        number += 1
    return workbook.rename(aside)


def _show(settings: Settings, folder: Path, report: Report, former: Path | None) -> None:
    from connectkit.report import report_text, terminal
    from connectkit.report.page import Page

    if settings.json:
        emit({**report_text.to_json(report), "folder": str(folder), "workbook": str(folder / WORKBOOK)})
        return
    page = Page(terminal.columns())
    page.say(f"An example network of {report.contacts} invented people is in {folder / WORKBOOK}.")
    if former is not None:
        page.say(f"The workbook of the former example is kept as {former.name}.")
    page.say("connectkit has read it, and this is what it found:")
    page.blank()
    page.lines += report_text.sync_lines(report, terminal.columns(), closing=False)
    page.blank()
    page.say(f"What to open next: {folder / WORKBOOK}, first the tab Due, then Drafts.", "bold")
    page.say(f"What to try next: mark a draft as Sent, save, close, then: cd {folder} && connectkit sync")
    page.say(
        "For your own people: connectkit init, or connectkit init --workbook FILE.xlsx for a sheet you have."
    )
    if not settings.quiet:
        terminal.show(page.lines)
