"""``connectkit find WORDS``: everybody in whose row or Log the words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.show import look_at
from connectkit.options import Settings
from connectkit.session import open_session

if TYPE_CHECKING:
    from connectkit.queries.find import Found, Match
    from connectkit.report.page import Line

SCHEMA = "connectkit.find/1"
SHOWN = 20


@click.command("find")
@click.argument("words", nargs=-1, required=True)
@click.option("--all", "every", is_flag=True, help="Show everybody found, not only the first twenty.")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, words: tuple[str, ...], every: bool, today: str | None) -> None:
    """Find people by any words: name, company, title, city, tags, interests, notes, Log.

    Every word has to stand somewhere; its beginning is enough, and one typo in a long word is forgiven. city:leeds,
    state:late, tag:product and the like look into one column only. Changes nothing.
    """
    from connectkit.queries.find import find, read_query
    from connectkit.report import terminal

    query = read_query(words)
    with open_session(settings, "find", today=today) as session:
        found = find(look_at(session), query, None if every or settings.json else SHOWN)
    if settings.json:
        emit({"schema": SCHEMA, "wanted": list(words), "people": [_to_json(one) for one in found.people]})
    else:
        terminal.show(lines(" ".join(words), found, terminal.columns()))


def _to_json(one: Match) -> dict[str, object]:
    return {**one._asdict(), "hits": [hit._asdict() for hit in one.hits]}


def lines(wanted: str, found: Found, columns: int) -> list[Line]:
    """The people found as a page of text."""
    from connectkit.report.page import Page
    from connectkit.text.say import count

    page = Page(columns)
    if not found.people:
        page.say(f"Nobody in your sheet fits: {wanted}", "bold")
        page.say("Every word has to stand somewhere in their row or Log. Try fewer words.")
        return page.lines
    page.say(f"{count(len(found.people) + found.more, 'person fits', 'people fit')}: {wanted}", "bold")
    for one in found.people:
        state = "no contact yet" if one.state == "never" else one.state
        page.point(
            f"{one.name} ({one.tier}, {state})" + (": spelled a little differently" if one.typo else "")
        )
        for hit in one.hits:
            page.inset(f"{hit.where}: {hit.text}")
    if found.more:
        page.say(f"… and {found.more:,} more: the same command with --all.", first="  ")
    return page.lines
