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
    from connectkit.session import Session
    from connectkit.stores.base import Check

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
    from connectkit.commands.doctor.checks import check_config
    from connectkit.session import open_session
    from connectkit.stores.base import failed

    try:
        with open_session(settings, "doctor") as session:
            yield check_config(session.config, session.home.named)
            yield from _machine(session)
            yield from _sheet(session)
    except ConnectkitError as error:
        yield failed("settings", error)


def _machine(session: Session) -> Iterator[Check]:
    from connectkit.commands.doctor import checks

    yield from session.home.sign_in(session.state)
    yield from checks.check_state(session.state)
    yield checks.check_lock(session.state)
    yield checks.check_journal(session.state)
    yield checks.check_last_run(session.journal.last_success(), session.day())
    yield from checks.check_scheduled(session.state)
    yield from checks.check_digest(session.config, session.state)
    yield checks.check_schedule(Path.home(), checks.read_crontab)


def _sheet(session: Session) -> Iterator[Check]:
    """What one read of the sheet shows; a sheet that can't be read, or parsed, is one failed line."""
    from connectkit.commands.doctor import sheet_checks
    from connectkit.commands.show import view_of
    from connectkit.stores.base import OK, Check, failed

    try:
        workbook = session.store.read()
    except ConnectkitError as error:
        yield failed("sheet", error)
        return
    yield Check(OK, "sheet", f"{workbook.name or 'The sheet'} can be read.")
    yield from session.home.checks()
    yield sheet_checks.check_zone(session.config, workbook, session.day(workbook.timezone))
    yield sheet_checks.check_locale(session.config, workbook)
    try:
        view = view_of(session, workbook)
    except ConnectkitError as error:
        yield failed("tabs and headers", error)
        return
    yield from session.home.barred({one.handle: one.title for one in view.found.layout.values()})
    yield from sheet_checks.check_view(view)
    yield from sheet_checks.check_formulas(workbook, sheet_checks.user_tabs(view))


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
