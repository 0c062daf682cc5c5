"""``connectkit sync``: the daily job."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.options import Settings
from connectkit.session import Session, new_id, open_session

if TYPE_CHECKING:
    from connectkit.model import Problem
    from connectkit.people.records import Exchange
    from connectkit.report.report import Report


@click.command("sync")
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@click.option("--force", is_flag=True, help="Go on although the numbers look like an accident.")
@pass_settings
def command(settings: Settings, dry_run: bool, today: str | None, force: bool) -> None:
    """Bring the sheet up to date: the daily job.

    Reads the sheet, takes in what you marked as sent and what you wrote into the Log column, works out who is
    due, drafts a note for one or two of them, and writes all of it back in one step. A second run on the same
    day changes nothing. Nothing is ever sent to anybody.
    """
    with open_session(settings, "sync", today=today, writes=not dry_run, force=force) as session:
        report = run(session, dry_run=dry_run, force=force)
    show_report(settings, report)
    if report.requests.write and session.backups is not None:
        settings.say(f"The workbook as it was before is kept in {session.backups}.")


def run(session: Session, *, dry_run: bool = False, force: bool = False) -> Report:
    """One sync, with its success noted for the scheduler and the next run's guard."""
    from connectkit.sync import sync

    exchanges, left_out = _sources(session)
    for note in left_out:
        session.settings.warn(note)
    templates = session.templates()
    report = sync(
        session.store,
        session.config,
        today=session.today,
        new_id=new_id,
        templates=templates,
        journal=session.journal,
        exchanges=exchanges,
        dry_run=dry_run,
        force=force,
    )
    report = replace(report, problems=(*report.problems, *_broken_templates(session)))
    if not dry_run:
        session.journal.succeeded(report.today, report.contacts)
        if session.config.sources:
            from connectkit.importers.standing.sources import settle

            settle(session.state)
    return report


def _broken_templates(session: Session) -> list[Problem]:
    """What is wrong with templates of the user's; a scheduled run, which shows no report, says it on stderr."""
    from connectkit.model import Problem

    rest = "Until then it is left out; connectkit templates check tells more."
    found = [Problem("Templates", "", 0, "", "", f"{one.message} {rest}") for one in session.left_out]
    for problem in found if session.settings.quiet else ():
        session.settings.warn(problem.message)
    return found


def _sources(session: Session) -> tuple[list[Exchange], list[str]]:
    """What the standing sources hold, and a sentence for each that could not be read; nothing where there are none."""
    if not session.config.sources:
        return [], []
    from connectkit.commands.import_ import options_for
    from connectkit.importers.standing.sources import read_sources

    options = options_for(session.config, session.day())
    return read_sources(session.config.sources, state=session.state, options=options)


def show_report(settings: Settings, report: Report) -> None:
    """The report on stdout: JSON, or text unless --quiet."""
    from connectkit.report import report_text, terminal

    if settings.json:
        emit(report_text.to_json(report))
    elif not settings.quiet:
        terminal.show(report_text.sync_lines(report, terminal.columns()))
