"""``connectkit due``: who is due and why, without writing anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from connectkit.commands.common import emit, pass_settings, save_page
from connectkit.commands.sync import run
from connectkit.options import Settings
from connectkit.session import Session, open_session

if TYPE_CHECKING:
    from datetime import date


@click.command("due")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write it as one HTML page.")
@pass_settings
def command(settings: Settings, today: str | None, html: Path | None) -> None:
    """List who is due, in order, and why. Changes nothing.

    Promises come first; then everybody whose time has come, who comes soon, and how many are left in peace.
    The page --html writes is for the phone: put it into a synced folder, and each message that waits is one tap away.
    It is one file without scripts that loads nothing; it holds names and notes from your sheet.
    """
    from connectkit.report import report_text, terminal

    with open_session(settings, "due", today=today) as session:
        if html is not None:
            day = _save(session, html)
            settings.say(f"The list of {day.isoformat()} is in {html}.")
            return
        report = run(session, dry_run=True, force=True)
    if settings.json:
        emit(report_text.to_json(report))
    else:
        terminal.show(report_text.due_lines(report, terminal.columns()))


def _save(session: Session, html: Path) -> date:
    """Writes the page; the day it is of."""
    from connectkit.commands.show import look_at
    from connectkit.report.due_page import to_html

    view = look_at(session)
    save_page(html, to_html(view, mail=session.config.mail))
    return view.today
