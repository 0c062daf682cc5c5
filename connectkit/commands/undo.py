"""``connectkit undo [RUN]``: takes a run back, as far as its cells still hold what connectkit wrote."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.history import change_json, line_of, summary_of
from connectkit.errors import UsageError
from connectkit.options import Settings
from connectkit.session import Session, new_id, open_session

if TYPE_CHECKING:
    from connectkit.journal.rows import Run
    from connectkit.repair.undo import Undo


@click.command("undo")
@click.argument("run", required=False)
@click.option("--dry-run", is_flag=True, help="Show what would be taken back; write nothing.")
@pass_settings
def command(settings: Settings, run: str | None, dry_run: bool) -> None:
    """Take back what a run changed: the last one, or RUN from connectkit history.

    Only cells that still hold what connectkit wrote are put back. What you have changed since stays yours and
    is listed. No row is deleted. An undo is a run of its own: connectkit undo takes that back too.
    """
    with open_session(settings, "undo", writes=not dry_run) as session:
        target = _target(session, run)
        undo = _plan(session, target, dry_run=dry_run)
        surprises: tuple[str, ...] = ()
        if undo.plan and not dry_run:
            from connectkit.write import apply

            surprises = apply(session.store, undo.plan, session.journal, session.config)
    if settings.json:
        emit(_to_json(target, undo, surprises, dry_run=dry_run))
    else:
        _show(target, undo, surprises, dry_run=dry_run)


def _target(session: Session, wanted: str | None) -> Run:
    """The run to take back. UsageError if there is none."""
    if wanted:
        return session.journal.run(wanted)
    runs = session.journal.runs(1)
    if not runs:
        raise UsageError(
            "There is no run to take back.", "connectkit has not changed this sheet from this machine."
        )
    return runs[0]


def _plan(session: Session, run: Run, *, dry_run: bool) -> Undo:
    from connectkit.repair.undo import plan_undo
    from connectkit.write import settled

    read = (
        session.store.read() if dry_run else settled(session.store, session.journal, session.config, new_id())
    )
    undo = plan_undo(read, session.config, session.journal.changes(run.run_id))
    return replace(undo, plan=replace(undo.plan, origin="undo", run_id=new_id()))


def _to_json(run: Run, undo: Undo, surprises: tuple[str, ...], *, dry_run: bool) -> dict[str, Any]:
    return {
        "schema": "connectkit.undo/1",
        "undone": run.run_id,
        "run": undo.plan.run_id if undo.plan and not dry_run else None,
        "changes": [change_json(change) for change in undo.plan.changes],
        "kept": list(undo.kept),
        "surprises": list(surprises),
        "dry_run": dry_run,
    }


def _show(run: Run, undo: Undo, surprises: tuple[str, ...], *, dry_run: bool) -> None:
    from connectkit.report import terminal
    from connectkit.report.page import Page
    from connectkit.text.say import count

    page = Page(terminal.columns())
    what = f"{run.origin} {run.run_id} of {run.started:%Y-%m-%d %H:%M}"
    page.say(f"{'Would take back' if dry_run else 'Took back'} {what}", "bold")
    many = len(undo.plan.changes) > 30
    for line in summary_of(undo.plan.changes) if many else map(line_of, undo.plan.changes):
        page.point(line)
    page.sentences("Left as it is, because it is yours by now", undo.kept)
    page.sentences("The sheet changed while connectkit wrote", surprises)
    page.blank()
    if not undo.plan:
        page.say("Nothing is left to take back.")
    elif dry_run:
        page.say(
            f"Nothing was written (dry run); it would be {count(len(undo.plan.changes), 'change', 'changes')}."
        )
    else:
        page.say("connectkit undo brings it back again. The next sync would write much of it anew.")
    terminal.show(page.lines)
