"""``connectkit duplicates``: people who may stand in the sheet twice, as questions in the Matches tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.options import Settings
from connectkit.session import Session, new_id, open_session

if TYPE_CHECKING:
    from connectkit.merging.doubles import Double
    from connectkit.model import Plan
    from connectkit.view import View


@click.command("duplicates")
@click.option(
    "--apply", is_flag=True, help="Write the questions to the tab Matches, and take in the answers there."
)
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, apply: bool, today: str | None) -> None:
    """List people who may stand in your sheet twice.

    With --apply each pair becomes a question in the tab Matches: same person, yes or no? A yes fills what is blank
    in the upper row from the lower one and deletes nothing; the lower row is yours to delete. A no is remembered.
    """
    with open_session(settings, "duplicates", today=today, writes=apply) as session:
        view = _view(session)
        found, plan, said = _look(view)
        surprises: tuple[str, ...] = ()
        if apply and plan:
            from connectkit.write import apply as write

            session.journal.snapshot(view.workbook)
            surprises = write(session.store, plan, session.journal, session.config)
    if settings.json:
        emit(_to_json(view, found, plan, said if apply else [], applied=apply))
    elif not settings.quiet:
        _show(view, found, plan, said, applied=apply)
    for surprise in surprises:
        settings.warn(surprise)


def _view(session: Session) -> View:
    from connectkit.view import open_view

    workbook = session.store.read()
    day = session.day(workbook.timezone)
    return open_view(workbook, session.config, today=day, new_id=new_id, known=session.journal.known_names())


def _look(view: View) -> tuple[list[Double], Plan, list[str]]:
    """The doubles that were not answered, the plan that asks and takes in answers, and what the answers do."""
    from connectkit.merging.answers import asked, take_answers
    from connectkit.merging.doubles import doubles
    from connectkit.merging.result import Question
    from connectkit.merging.writing import Writing
    from connectkit.people import person_cells

    region = person_cells.region_of(view.config.locale or view.workbook.locale)
    standing = {one.id: one for one in asked(view)}
    writing = Writing(view, "", new_id)
    said = take_answers(view, writing)
    found = [
        one for one in doubles(view, region=region) if one.id not in standing or not standing[one.id].answer
    ]
    for one in found:
        if one.id not in standing:
            upper, lower = (f"{view.names[row]} (row {row})" for row in (one.row, one.other))
            writing.ask_pair(Question(one.id, upper, lower, one.why), one.row, one.other)
    return found, writing.plan()[0], said


def _to_json(
    view: View, found: list[Double], plan: Plan, said: list[str], *, applied: bool
) -> dict[str, Any]:
    return {
        "schema": "connectkit.duplicates/1",
        "doubles": [
            {
                "name": view.names[one.row],
                "row": one.row,
                "other": view.names[one.other],
                "other_row": one.other,
                "why": one.why,
            }
            for one in found
        ],
        "taken": said,
        "applied": applied,
        "run": plan.run_id if applied and plan else None,
    }


def _show(view: View, found: list[Double], plan: Plan, said: list[str], *, applied: bool) -> None:
    from connectkit.report import terminal
    from connectkit.report.page import Page
    from connectkit.text.say import count

    page = Page(terminal.columns())
    page.say(
        f"{count(len(found), 'likely double', 'likely doubles')} among {count(len(view.names), 'person', 'people')}",
        "bold",
    )
    for one in found:
        page.point(
            f"{view.names[one.row]} (row {one.row}) and {view.names[one.other]} (row {one.other}): {one.why}"
        )
    page.sentences("Answers taken in" if applied else "Answers that would be taken in", said)
    page.blank()
    if not plan:
        page.say(
            "There is nothing to write."
            if not found
            else "They stand in the tab Matches: answer yes or no there."
        )
    elif applied:
        page.say("Answer yes or no in the tab Matches; the next sync takes it in.")
    else:
        page.say("Nothing was written. To ask about them in the tab Matches: connectkit duplicates --apply")
    terminal.show(page.lines)
