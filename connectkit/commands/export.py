"""``connectkit export --to KIND``: all contacts, in a form that other programs and our own import read."""

from __future__ import annotations

from pathlib import Path

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.errors import UsageError
from connectkit.options import Settings
from connectkit.session import new_id, open_session


@click.command("export")
@click.option(
    "--to", "kind", type=click.Choice(["csv", "vcard", "json", "xlsx"]), required=True, help="What to write."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to; otherwise the text goes to the screen.",
)
@pass_settings
def command(settings: Settings, kind: str, out: Path | None) -> None:
    """Take your contacts out: as a table, vCard, JSON or a workbook.

    connectkit import reads each of them back without loss. JSON and the workbook also hold the Log. Changes
    nothing in your sheet; a file that exists already is never overwritten.
    """
    from connectkit.commands.common import save_new
    from connectkit.exporters.export import EXPORTERS, take
    from connectkit.view import open_view

    if kind == "xlsx" and out is None:
        raise UsageError(
            "A workbook can't be shown on the screen.",
            "Name a file: connectkit export --to xlsx --out people.xlsx",
        )
    if settings.json and out is None and kind != "json":
        raise UsageError("--json and --to go two ways.", "Write --to json, or name a file with --out.")
    with open_session(settings, "export") as session:
        workbook = session.store.read()
        view = open_view(workbook, session.config, today=session.day(workbook.timezone), new_id=new_id)
    taken = take(view)
    content = EXPORTERS[kind](taken)
    if out is None:
        click.echo(content.decode("utf-8-sig"), nl=False)
        return
    save_new(out, content)
    if settings.json:
        emit(
            {
                "schema": "connectkit.exported/1",
                "to": kind,
                "file": str(out),
                "contacts": len(taken.people),
                "interactions": len(taken.log),
            }
        )
    else:
        settings.say(f"{len(taken.people):,} contacts are in {out}.")
