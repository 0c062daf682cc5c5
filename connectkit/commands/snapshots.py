"""``connectkit snapshots``: the last 30 states of the sheet as connectkit read them."""

from __future__ import annotations

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.options import Settings
from connectkit.session import open_session
from connectkit.text.say import count


@click.command("snapshots")
@pass_settings
def command(settings: Settings) -> None:
    """List the kept states of your sheet, newest first.

    Each sync keeps what it read, if it differs from the last one; the newest 30 stay. connectkit restore
    NUMBER --to FILE.xlsx writes one to a new workbook.
    """
    with open_session(settings, "snapshots") as session:
        found = session.journal.snapshots()
    if settings.json:
        listed = [
            {"snapshot": one.id, "taken": one.taken.isoformat(), "tabs": one.tabs, "rows": one.rows}
            for one in found
        ]
        emit({"schema": "connectkit.snapshots/1", "snapshots": listed})
        return
    if not found:
        click.echo("No state is kept yet; connectkit sync keeps one.")
    for one in found:
        tabs = count(one.tabs, "tab", "tabs")
        click.echo(f"{one.id:>5}  {one.taken:%Y-%m-%d %H:%M}  {tabs}, {one.rows} rows")
    if session.backups is not None and found:
        settings.say(f"Whole copies of the workbook as it was before each write: {session.backups}")
