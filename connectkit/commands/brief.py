"""``connectkit brief [NAME]``: one page before you meet somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.show import candidates
from connectkit.commands.sync import look_ahead
from connectkit.options import Settings
from connectkit.session import open_session

if TYPE_CHECKING:
    from connectkit.queries.brief import Brief
    from connectkit.report.page import Line

SCHEMA = "connectkit.brief/1"


@click.command("brief")
@click.argument("name", required=False)
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, name: str | None, today: str | None) -> None:
    """One page before a meeting: promises, last notes, what to give, your own line for next time.

    Without NAME everybody of your sheet you meet in the next two days, by the calendars named under sources. Changes
    nothing, asks no server.
    """
    from connectkit.people.find import pick
    from connectkit.queries.brief import brief_of, coming
    from connectkit.report import terminal

    with open_session(settings, "brief", today=today) as session:
        view = look_ahead(session)
    rows = [pick(candidates(view), name).row] if name else coming(view)
    found = [brief_of(view, row) for row in rows]
    if settings.json:
        emit({"schema": SCHEMA, "people": [_to_json(one) for one in found]})
    elif found:
        for one in found:
            terminal.show(lines(one, terminal.columns()))
    else:
        settings.say(
            "You meet nobody of your sheet in the next two days. connectkit brief NAME prints anybody's page."
        )


def _to_json(one: Brief) -> dict[str, Any]:
    lists = {key: list(getattr(one, key)) for key in ("promises", "gives", "events")}
    return {**one._asdict(), **lists, "facts": dict(one.facts)}


def lines(one: Brief, columns: int) -> list[Line]:
    """One person's page as text."""
    from connectkit.report.page import Page

    page = Page(columns)
    title = f": {one.title}" if one.title else ""
    page.say(f"{one.name} · {one.when}{title}" if one.when else one.name, "bold")
    if one.why:
        page.say(f"{one.why[:1].upper()}{one.why[1:]}.")
    if one.next_time:
        page.title("You wanted to say")
        page.point(one.next_time)
    page.sentences("Promises", one.promises)
    page.sentences("Could give", one.gives)
    page.sentences("Last note", [one.note] if one.note else [])
    page.sentences("What was", one.events)
    page.facts("What you know", one.facts)
    page.blank()
    return page.lines
