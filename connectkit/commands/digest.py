"""``connectkit digest``: what comes to you, on the screen, as a page, or as a test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.sync import look_ahead
from connectkit.errors import UsageError
from connectkit.options import Settings
from connectkit.session import now, open_session

if TYPE_CHECKING:
    from connectkit.reach.digest import Digest

SCHEMA = "connectkit.digest/1"


@click.command("digest")
@click.option("--print", "show", is_flag=True, help="Print it; the default.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a page to FILE.")
@click.option("--test", is_flag=True, help="Send it to yourself now; does not count as today's.")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, show: bool, html: Path | None, test: bool, today: str | None) -> None:
    """Today's digest: this week's people, promises, meetings, birthdays, who waits; twelve lines at most.

    A sync sends it once a day where the settings name a mail server or a place to notify (digest:). It goes to you
    and to nobody else. Changes nothing in the sheet.
    """
    from connectkit.reach.deliver import addresses_in, digest_of, send
    from connectkit.reach.letter import letter
    from connectkit.reach.trouble import Trouble

    with open_session(settings, "digest", today=today) as session:
        view = look_ahead(session)
        config = session.config
        one = digest_of(view, config, Trouble(last_run=session.journal.last_success()))
    words = letter(one)
    if html is not None:
        _write(html, words.html)
        settings.say(f"The digest is in {html}.")
    if test:
        send(words, config, addresses_in(view), now=now())
        settings.say("The digest is on its way to you.")
    if settings.json:
        emit(to_json(one))
    elif show or (html is None and not test):
        click.echo(words.text, nl=False)


def to_json(one: Digest) -> dict[str, Any]:
    """The digest as plain data with the schema ``connectkit.digest/1``."""
    return {
        "schema": SCHEMA,
        "today": one.today.isoformat(),
        "subject": one.subject,
        "lines": [line._asdict() for line in one.lines],
        "link": one.link,
    }


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise UsageError(
            f"The digest can't be written to {path} ({error.strerror}).", "Name a file in a folder of yours."
        ) from error
