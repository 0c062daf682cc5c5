"""``connectkit start``: questions that fill the sheet of somebody who has no network yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.show import settled_look
from connectkit.errors import ConnectkitError
from connectkit.options import Settings
from connectkit.session import new_id, open_session, settings_of

if TYPE_CHECKING:
    from connectkit.queries.starting import Answer, Prompt

SCHEMA = "connectkit.start/1"


@click.command("start")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, today: str | None) -> None:
    """Fill an empty sheet: ten questions about people you know already.

    At a terminal it asks one by one and adds the people you name to Contacts, with a first hello spread over the
    coming weeks. Elsewhere it prints the questions. Nobody is written to.
    """
    from connectkit.queries.starting import PROMPTS

    if not settings.person:
        _print(settings)
        return
    settings_of(settings)  # what is wrong with the settings is told before anybody answers ten questions
    answers = ask(PROMPTS)
    if not answers:
        click.echo("Nobody was added. The questions will keep: connectkit start")
        return
    try:
        fresh, surprises = _add(settings, answers, today)
    except ConnectkitError:
        settings.warn("nothing was added. You named: " + "; ".join(one.name for one in answers) + ".")
        raise
    for line in told(answers, fresh):
        click.echo(line)
    for surprise in surprises:
        settings.warn(surprise)


def _add(
    settings: Settings, answers: Sequence[Answer], today: str | None
) -> tuple[list[Answer], tuple[str, ...]]:
    """Who was added, and what the write met."""
    from connectkit.queries.starting import plan_start
    from connectkit.write import apply

    with open_session(settings, "start", today=today, writes=True) as session:
        plan, fresh = plan_start(
            settled_look(session), answers, per_week=session.config.per_week, new_id=new_id
        )
        return fresh, apply(session.store, plan, session.journal, session.config) if plan else ()


def ask(prompts: Sequence[Prompt]) -> list[Answer]:
    """The people named at the terminal; an empty answer goes on to the next question, ``done`` ends."""
    from connectkit.queries.starting import read_answer

    click.echo(
        "Ten questions. A name is enough, a note may follow a comma, several people are parted by ;", err=True
    )
    click.echo("Enter goes on to the next question; done ends.", err=True)
    answers: list[Answer] = []
    for number, prompt in enumerate(prompts, start=1):
        text = click.prompt(
            f"\n{number:>2}. {prompt.question}\n   ",
            default="",
            show_default=False,
            prompt_suffix=" ",
            err=True,
        )
        if text.strip().casefold() in ("done", "quit", "exit"):
            break
        answers += read_answer(text, prompt)
    return answers


def told(answers: Sequence[Answer], fresh: Sequence[Answer]) -> list[str]:
    """What became of the answers, and what is next."""
    from connectkit.text.say import count

    lines = []
    if fresh:
        lines.append(
            f"{count(len(fresh), 'person was', 'people were')} added to Contacts: {', '.join(one.name for one in fresh)}."
        )
    left = len(answers) - len(fresh)
    if left:
        lines.append(
            f"{count(left, 'name was', 'names were')} there already, and left as it is."
            if left == 1
            else f"{left} names were there already, and left as they are."
        )
    if fresh:
        lines.append("Next: connectkit sync drafts the first hellos, a few each week.")
    return lines


def _print(settings: Settings) -> None:
    from connectkit.queries.starting import PROMPTS

    if settings.json:
        emit({"schema": SCHEMA, "questions": [one._asdict() for one in PROMPTS]})
        return
    click.echo("Whom do you know already? A row in Contacts for each who comes to mind is a beginning.")
    click.echo("")
    for number, prompt in enumerate(PROMPTS, start=1):
        click.echo(f"{number:>3}. {prompt.question}")
    click.echo("")
    click.echo("At a terminal, connectkit start asks them one by one and adds the people you name.")
