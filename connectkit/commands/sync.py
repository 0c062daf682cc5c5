"""``connectkit sync``: the daily job."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.journal import paths
from connectkit.options import Settings
from connectkit.reach.trouble import Trouble
from connectkit.session import Session, new_id, now, open_session, settings_of

if TYPE_CHECKING:
    from datetime import date

    from connectkit.model import Problem
    from connectkit.people.records import Exchange, Meeting
    from connectkit.report.report import Report
    from connectkit.view import View

ZONES = timedelta(days=1)
"""A sheet's own time zone may be this far ahead of the computer's."""


@click.command("sync")
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@click.option("--force", is_flag=True, help="Go on although the numbers look like an accident.")
@click.option("--if-missing", is_flag=True, help="Do nothing where today has had its run.")
@click.option("--scheduled", is_flag=True, help="What is said goes to a log that doctor reads.")
@click.option("--all", "whole", is_flag=True, help="Show every line of a long report.")
@pass_settings
def command(
    settings: Settings,
    dry_run: bool,
    today: str | None,
    force: bool,
    if_missing: bool,
    scheduled: bool,
    whole: bool,
) -> None:
    """Bring the sheet up to date: the daily job.

    Reads the sheet, takes in what you marked as sent and what you wrote into the Log column, works out who is
    due, drafts a note for one or two of them, and writes all of it back in one step. A second run on the same
    day changes nothing. Nothing is ever sent to anybody.
    """
    if if_missing and _had_its_run(settings, today):
        return
    if scheduled:
        settings.quiet = True
        _into_log(settings)
    with open_session(settings, "sync", today=today, writes=not dry_run, force=force) as session:
        report = run(session, dry_run=dry_run, force=force)
    show_report(settings, report, whole=whole)
    if report.requests.write and session.backups is not None:
        settings.say(f"The workbook as it was before is kept in {session.backups}.")


def _had_its_run(settings: Settings, today: str | None) -> bool:
    """Whether a sync has ended well today, by the journal; the sheet is not opened."""
    with open_session(settings, "sync", today=today) as session:
        last = session.journal.last_success()
        return last is not None and session.day() <= last <= session.day() + ZONES


def _into_log(settings: Settings) -> None:
    """From here on all that is said goes to the log of this sheet."""
    from connectkit.journal.run_log import into
    from connectkit.stores.registry import home_of

    config = settings_of(settings)
    into(paths.state_folder(home_of(config).location, config.state), now())


def run(session: Session, *, dry_run: bool = False, force: bool = False) -> Report:
    """One sync, with its success noted for the scheduler and the next run's guard."""
    from connectkit.sync import sync

    ahead: list[Meeting] = []
    exchanges, left_out = _sources(session, ahead)
    for note in left_out:
        session.settings.warn(note)
    templates = session.templates()
    last_run = session.journal.last_success()
    views: list[View] = []
    report = sync(
        session.store,
        session.config,
        today=session.today,
        new_id=new_id,
        templates=templates,
        journal=session.journal,
        exchanges=exchanges,
        ahead=ahead,
        dry_run=dry_run,
        force=force,
        seen=views.append,
    )
    report = replace(
        report,
        problems=(*_ahead_of_time(last_run, report.today), *_broken_templates(session), *report.problems),
    )
    if not dry_run:
        session.journal.succeeded(report.today, report.contacts)
        if session.config.sources:
            from connectkit.importers.standing.sources import settle

            settle(session.state)
        report = _tell_owner(session, report, views[-1], Trouble((*left_out, *report.surprises), last_run))
    return report


def _ahead_of_time(last_run: date | None, today: date) -> list[Problem]:
    """A sync on a day that has not come: a clock was ahead, or ``--today`` was; what it wrote may bear that day."""
    from connectkit.model import Problem
    from connectkit.text.say import long_date

    if last_run is None or last_run <= today + ZONES:
        return []
    message = (
        f"The last sync took the day for {long_date(last_run)}, and this one for {long_date(today)}. One of the two clocks was "
        "wrong, or --today was used: look through what was filed with a day that is not true (connectkit history), and undo it."
    )
    return [Problem("Clock", "", 0, "", "", message)]


def _tell_owner(session: Session, report: Report, view: View, trouble: Trouble) -> Report:
    """What comes to the user after a sync; what fails of it is one more sentence of the report."""
    said: list[str] = []
    if session.config.feed is not None:
        from connectkit.reach.feed_file import write_feed

        said.append(write_feed(view, session.config.feed))
    if session.config.digest is not None:
        from connectkit.reach.deliver import after_sync

        trouble = trouble._replace(sentences=(*trouble.sentences, *filter(None, said)))
        said.append(after_sync(view, session.config, session.state, trouble, now=now()))
    told = tuple(filter(None, said))
    for sentence in told if session.settings.quiet else ():
        session.settings.warn(sentence)
    return replace(report, notes=(*told, *report.notes)) if told else report


def _broken_templates(session: Session) -> list[Problem]:
    """What is wrong with templates of the user's; a scheduled run, which shows no report, says it on stderr."""
    from connectkit.model import Problem

    rest = "Until then it is left out; connectkit templates check tells more."
    found = [Problem("Templates", "", 0, "", "", f"{one.message} {rest}") for one in session.left_out]
    for problem in found if session.settings.quiet else ():
        session.settings.warn(problem.message)
    return found


def _sources(session: Session, ahead: list[Meeting]) -> tuple[list[Exchange], list[str]]:
    """What the standing sources hold, and a sentence for each that could not be read; nothing where there are none."""
    if not session.config.sources:
        return [], []
    from connectkit.commands.import_ import options_for
    from connectkit.importers.standing.sources import read_sources

    options = options_for(session.config, session.day())
    return read_sources(session.config.sources, state=session.state, options=options, ahead=ahead)


def look_ahead(session: Session) -> View:
    """The sheet as a sync would see it now, the calendars of the settings looked into; nothing is written."""
    from connectkit.sync import look

    ahead: list[Meeting] = []
    exchanges, left_out = _sources(session, ahead)
    for note in left_out:
        session.settings.warn(note)
    workbook = session.store.read()
    return look(
        workbook,
        session.config,
        today=session.day(workbook.timezone),
        new_id=new_id,
        templates=session.templates(),
        known=session.journal.known_names(),
        exchanges=exchanges,
        ahead=ahead,
    )


def show_report(settings: Settings, report: Report, *, whole: bool = False) -> None:
    """The report on stdout: JSON, or text unless --quiet."""
    from connectkit.report import report_text, terminal

    if settings.json:
        emit(report_text.to_json(report))
    elif not settings.quiet:
        terminal.show(report_text.sync_lines(report, terminal.columns(), whole=whole))
