"""``connectkit log NAME "text"``: an interaction noted from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.show import candidates, settled_look
from connectkit.errors import UsageError
from connectkit.options import Settings
from connectkit.people.find import Candidate, pick
from connectkit.session import Session, new_id, open_session, read_day
from connectkit.text.lazy import pattern

if TYPE_CHECKING:
    from connectkit.absorb.absorbed import LoggedRow
    from connectkit.model import Plan


class _WithDays(click.Command):
    """Takes ``-3d`` for the day it is, where click would take it for an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click's; a blank in front, which every reader trims, keeps a distance from being an option."""
        return super().parse_args(ctx, [f" {one}" if _DISTANCE.match(one) else one for one in args])


_DISTANCE = pattern(r"-[0-9]")


@click.command("log", cls=_WithDays)
@click.argument("name")
@click.argument("text", required=False, default="")
@click.option("--on", metavar="DATE", help="The day it happened (default: today).")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, name: str, text: str, on: str | None, today: str | None) -> None:
    """Note that you were in touch with somebody.

    NAME is the name or a part of it, or the ID. TEXT is what you would write into the Log column:

    \b
      connectkit log priya "call: she starts a new job"
      connectkit log "Tom Ito" "gave: the article; promise: send the deck by Fri" --on 2026-11-20

    Adds a row to the Log tab and moves Last contact forward.
    """
    with open_session(settings, "log", today=today, writes=True) as session:
        who, plan, logged, surprises, stays = _file(session, name, text, on)
    if settings.json:
        emit(_to_json(who, plan, logged, surprises))
        return
    for line in _sentences(who, plan, logged, stays):
        click.echo(line)
    for surprise in surprises:
        settings.warn(surprise)


def _file(
    session: Session, name: str, text: str, on: str | None
) -> tuple[Candidate, Plan, list[LoggedRow], tuple[str, ...], str]:
    from connectkit.absorb.language.read import read_inbox
    from connectkit.commands.log.entry import days_met, plan_entry, why_not_moved
    from connectkit.write import apply

    view = settled_look(session)
    who = pick(candidates(view), name)
    day = read_day(on) if on else view.today
    if day > view.today:
        raise UsageError(
            f"{day.isoformat()} lies in the future.",
            "Note what happened; for a plan, use the Next touch column.",
        )
    reading = read_inbox(text.strip() or "today", today=day, order=view.tables.order)
    if reading.leftover:
        raise UsageError(
            f"“{reading.leftover}” {reading.why}.", "Nothing was written. See connectkit log --help."
        )
    plan, logged = plan_entry(view, who, reading, new_id=new_id)
    met = days_met(plan, who.name)
    stays = why_not_moved(view, who, max(met)) if met else ""
    return who, plan, logged, apply(session.store, plan, session.journal, session.config), stays


def _sentences(who: Candidate, plan: Plan, logged: list[LoggedRow], stays: str) -> list[str]:
    from connectkit.text.say import short_date

    lines = [f"Noted for {one.name}: {one.kind or 'in touch'}, {short_date(one.date)}." for one in logged]
    lines += [f"Noted a promise: {one.values['what']}." for one in plan.appended if one.tab == "promises"]
    moved = [one for one in plan.cells if one.column == "last_contact" and one.name == who.name]
    if moved:
        lines.append(f"Last contact is now {moved[0].after}.")
    elif logged:
        lines.append(stays or "A note is no contact, so Last contact stays as it is.")
    return lines


def _to_json(
    who: Candidate, plan: Plan, logged: list[LoggedRow], surprises: tuple[str, ...]
) -> dict[str, object]:
    return {
        "schema": "connectkit.log/1",
        "name": who.name,
        "logged": [{**one._asdict(), "date": one.date.isoformat()} for one in logged],
        "promises": [str(one.values["what"]) for one in plan.appended if one.tab == "promises"],
        "last_contact": next((str(one.after) for one in plan.cells if one.column == "last_contact"), None),
        "surprises": list(surprises),
        "run": plan.run_id,
    }
