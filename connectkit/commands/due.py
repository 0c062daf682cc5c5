"""``connectkit due``: who is due and why, without writing anything."""

from __future__ import annotations

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.sync import run
from connectkit.options import Settings
from connectkit.session import open_session


@click.command("due")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, today: str | None) -> None:
    """List who is due, in order, and why. Changes nothing.

    Promises come first; then everybody whose time has come, who comes soon, and how many are left in peace.
    """
    from connectkit.report import report_text, terminal

    with open_session(settings, "due", today=today) as session:
        report = run(session, dry_run=True, force=True)
    if settings.json:
        emit(report_text.to_json(report))
    else:
        terminal.show(report_text.due_lines(report, terminal.columns()))
