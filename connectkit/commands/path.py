"""``connectkit path WHO``: which of your people could introduce you, and what to give first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.show import look_at
from connectkit.errors import UsageError
from connectkit.options import Settings
from connectkit.session import open_session

if TYPE_CHECKING:
    from connectkit.queries.path import Step
    from connectkit.report.page import Line

SCHEMA = "connectkit.path/1"
TITLES = {
    "is": "In your sheet",
    "inside": "There, or of that kind",
    "introduced": "Introduced you to one of them",
    "mentions": "It stands in what you noted about",
}


@click.command("path")
@click.argument("who")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, who: str, today: str | None) -> None:
    """Find who could introduce you to a company, a person or a trade.

    Looks only at your own people: company, title, tags, Met, Notes and the Log, and who introduced whom. Changes
    nothing, asks nobody.
    """
    from connectkit.queries.path import find
    from connectkit.report import terminal

    if not any(char.isalnum() for char in who):
        raise UsageError(
            "No name was given.", "Name a company or a person, for example: connectkit path Acme"
        )
    with open_session(settings, "path", today=today) as session:
        steps = find(look_at(session), who)
    if settings.json:
        emit({"schema": SCHEMA, "wanted": who, "people": [one._asdict() for one in steps]})
    else:
        terminal.show(lines(who, steps, terminal.columns()))


def lines(who: str, steps: tuple[Step, ...], columns: int) -> list[Line]:
    """The ways as a page of text."""
    from connectkit.report.page import Page

    page = Page(columns)
    if not steps:
        page.say(f"Nothing in your sheet leads to {who} yet.", "bold")
        page.say(
            "Ask somebody close whom they know there, or note companies and how you met; then it can be found."
        )
        return page.lines
    page.say(f"Who could introduce you: {who}", "bold")
    for kind, title in TITLES.items():
        found = [one for one in steps if one.kind == kind]
        if found:
            page.title(title)
        for one in found:
            page.point(
                f"{one.name} ({one.tier}, {'no contact yet' if one.state == 'never' else one.state}): {one.why}"
            )
            if one.through:
                page.inset(f"you met through {one.through}")
            page.inset(one.give_first)
    return page.lines
