"""``connectkit doctor``: is everything in order, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.errors import ConnectkitError
from connectkit.options import Settings

if TYPE_CHECKING:
    from connectkit.commands.doctor.checks import Check
    from connectkit.session import Session
    from connectkit.view import View

_STYLES = {"ok": "green", "warn": "yellow", "fail": "bold red"}


@click.command("doctor")
@pass_settings
def command(settings: Settings) -> int:
    """Check settings, sign-in, sheet, own folder and schedule. Changes nothing.

    Each line is ok, warn or fail, says what it means, and what to do. The exit code is 0 unless a line fails.
    """
    found = list(_checks(settings))
    if settings.json:
        lines = [
            {"level": one.level, "what": one.what, "meaning": one.meaning, "todo": one.todo} for one in found
        ]
        emit({"schema": "connectkit.doctor/1", "ok": not any(one.code for one in found), "checks": lines})
    else:
        _show(found)
    return next((one.code for one in found if one.code), 0)


def _checks(settings: Settings) -> Iterator[Check]:
    from connectkit.commands.doctor.checks import check_config, failed
    from connectkit.session import open_session

    try:
        with open_session(settings, "doctor") as session:
            yield check_config(session.config)
            yield from _machine(session)
            yield from _sheet(session)
    except ConnectkitError as error:
        yield failed("settings", error)


def _machine(session: Session) -> Iterator[Check]:
    from connectkit.commands.doctor import checks

    if session.config.google is not None:
        yield from checks.check_credentials(session.config.google, session.state)
    yield from checks.check_state(session.state)
    yield checks.check_lock(session.state)
    yield checks.check_journal(session.state)
    yield checks.check_last_run(session.journal.last_success(), session.day())
    yield checks.check_schedule(Path.home(), checks.read_crontab)


def _sheet(session: Session) -> Iterator[Check]:
    """What one read of the sheet shows; a sheet that can't be read, or parsed, is one failed line."""
    from connectkit.commands.doctor import checks, sheet_checks
    from connectkit.commands.show import view_of

    try:
        workbook = session.store.read()
    except ConnectkitError as error:
        yield checks.failed("sheet", error)
        return
    yield checks.Check(checks.OK, "sheet", f"{workbook.name or 'The sheet'} can be read.")
    if session.config.google is not None:
        yield from _editing(session)
    if session.config.workbook is not None:
        yield from sheet_checks.check_workbook(session.config.workbook)
    yield sheet_checks.check_zone(session.config, workbook, session.day(workbook.timezone))
    yield sheet_checks.check_locale(session.config, workbook)
    try:
        view = view_of(session, workbook)
    except ConnectkitError as error:
        yield checks.failed("tabs and headers", error)
        return
    if session.config.google is not None:
        yield from _protections(session, view)
    yield from sheet_checks.check_view(view)
    yield from sheet_checks.check_formulas(workbook, sheet_checks.user_tabs(view))


def _editing(session: Session) -> Iterator[Check]:
    """Whether Google lets this account edit; asked with a change that nothing can come of."""
    from connectkit.commands.doctor import checks
    from connectkit.stores.google.store import GoogleStore

    if isinstance(session.store, GoogleStore):
        try:
            session.store.try_writing()
        except ConnectkitError as error:
            yield checks.failed("editing", error)
            return
        yield checks.Check(checks.OK, "editing", f"Google does not keep {session.store.who} from editing.")


def _protections(session: Session, view: View) -> Iterator[Check]:
    """Protections over cells of the tabs that connectkit writes."""
    from connectkit.commands.doctor import checks
    from connectkit.stores.google.store import GoogleStore

    if isinstance(session.store, GoogleStore):
        ours = {one.handle: one.title for one in view.found.layout.values()}
        barred = [ours[handle] for handle in session.store.barred if handle in ours]
        if barred:
            yield checks.Check(
                checks.WARN, "protection", f"Protected ranges keep {session.store.who} out of cells in {', '.join(barred)}; a write that meets one fails.",
                f"In the sheet, choose Data > Protect sheets and ranges and let {session.store.who} edit them.",
            )  # fmt: skip


def _show(found: list[Check]) -> None:
    from connectkit.report import terminal
    from connectkit.report.page import Page
    from connectkit.text.say import count

    page = Page(terminal.columns())
    for one in found:
        page.say(f"{one.what}: {one.meaning}", _STYLES[one.level], f"{one.level:<5}", "     ")
        if one.todo:
            page.say(one.todo, first="     → ", rest="       ")
    page.blank()
    fails = sum(one.level == "fail" for one in found)
    warns = sum(one.level == "warn" for one in found)
    if fails or warns:
        page.say(f"{count(fails, 'failure', 'failures')}, {count(warns, 'warning', 'warnings')}.")
    else:
        page.say("Everything is in order.")
    terminal.show(page.lines)
