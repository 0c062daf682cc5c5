"""``connectkit restore SNAPSHOT --to FILE.xlsx``: a kept state as a new workbook; never over the user's sheet."""

from __future__ import annotations

from pathlib import Path

import click

from connectkit.commands.common import emit, pass_settings, save_new
from connectkit.errors import UsageError
from connectkit.options import Settings
from connectkit.session import open_session


@click.command("restore")
@click.argument("snapshot", type=int)
@click.option("--to", "target", required=True, type=click.Path(path_type=Path), metavar="FILE.xlsx", help="The new workbook; it must not exist yet.")  # fmt: skip
@pass_settings
def command(settings: Settings, snapshot: int, target: Path) -> None:
    """Write a kept state of your sheet to a new workbook.

    SNAPSHOT is a number from connectkit snapshots. Your sheet itself is not touched: open the new workbook and
    copy from it what you miss.
    """
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"{target} does not end in .xlsx.", "Write for example --to before.xlsx.")
    from connectkit.stores.xlsx.tabs.plain import as_xlsx

    with open_session(settings, "restore") as session:
        workbook = session.journal.load_snapshot(snapshot)
    save_new(target, as_xlsx(workbook))
    if settings.json:
        emit({"schema": "connectkit.restore/1", "snapshot": snapshot, "file": str(target)})
    else:
        click.echo(f"Snapshot {snapshot} is in {target}. Your sheet was not touched.")
