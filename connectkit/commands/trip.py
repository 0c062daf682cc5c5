"""``connectkit trip CITY``: who is there, and whom to see first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.show import look_at
from connectkit.errors import UsageError
from connectkit.options import Settings
from connectkit.session import open_session, read_day

if TYPE_CHECKING:
    from connectkit.queries.trip import Stay, Trip
    from connectkit.report.page import Line, Page

SCHEMA = "connectkit.trip/1"


@click.command("trip")
@click.argument("city")
@click.option("--from", "first", metavar="DATE", help="The first day there.")
@click.option("--to", "last", metavar="DATE", help="The last day there.")
@click.option(
    "--ics",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the trip with its names to a calendar file.",
)
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(
    settings: Settings, city: str, first: str | None, last: str | None, ics: Path | None, today: str | None
) -> None:
    """Who lives in a city: those who are late first, then whom you have not met in person longest.

    Several cities in one cell are parted by / or ;, what follows a comma is the region (London, Ontario). Munich and
    München are one city. Changes nothing, asks no map.
    """
    from connectkit.queries.trip import trip
    from connectkit.report import terminal
    from connectkit.text.places.places import read_places

    if not read_places(city):
        raise UsageError("No city was given.", "Name one, for example: connectkit trip Lisbon")
    days = _days(first, last, needed=ics is not None)
    with open_session(settings, "trip", today=today) as session:
        view = look_at(session)
    one = trip(view, city, *days)
    if ics is not None:
        _write(ics, one, view.today)
        settings.say(f"The trip is in {ics}, with the names of whom to see there.")
    if settings.json:
        emit(to_json(one))
    elif ics is None:
        terminal.show(lines(one, view.today, terminal.columns()))


def _days(first: str | None, last: str | None, *, needed: bool) -> tuple[date | None, date | None]:
    begin = read_day(first) if first else None
    end = read_day(last) if last else begin
    if begin is None and (end or needed):
        raise UsageError("The trip has no first day.", "Add --from, for example: --from 2026-12-03")
    if begin and end and end < begin:
        raise UsageError("The trip ends before it begins.", "Put --from and --to right.")
    return begin, end


def lines(one: Trip, today: date, columns: int) -> list[Line]:
    """The trip as a page of text."""
    from connectkit.practice.trips import say_days
    from connectkit.report.page import Page
    from connectkit.text.say import count

    page = Page(columns)
    when = f", {say_days(one.first, one.last or one.first, today)}" if one.first else ""
    if not one.people and not one.perhaps:
        page.say(f"Nobody in your sheet is in {one.city}{when}.", "bold")
        page.say("Write where people live into the column City; several cities are parted by a semicolon.")
        return page.lines
    page.say(f"{one.city}{when}: {count(len(one.people), 'person', 'people')}", "bold")
    for stay in one.people:
        _stay(page, stay, today)
    if one.perhaps:
        page.title("Perhaps: their City may mean another place of that name")
    for stay in one.perhaps:
        _stay(page, stay, today)
    return page.lines


def _stay(page: Page, one: Stay, today: date) -> None:
    from connectkit.text.dates import say

    state = "no contact yet" if one.state == "never" else one.state
    met = f"last met {say(one.met, today)}" if one.met else "no meeting in your Log"
    page.point(f"{one.name} ({one.tier}, {state}), {one.city}: {met}")
    for text in (one.last_note, *one.promises, *(f"could give: {title}" for title in one.gives)):
        if text:
            page.inset(text)


def to_json(one: Trip) -> dict[str, Any]:
    """The trip as plain data with the schema ``connectkit.trip/1``."""
    return {
        "schema": SCHEMA,
        "city": one.city,
        "from": one.first.isoformat() if one.first else None,
        "to": one.last.isoformat() if one.last else None,
        "people": [_person(stay) for stay in one.people],
        "perhaps": [_person(stay) for stay in one.perhaps],
    }


def _person(one: Stay) -> dict[str, Any]:
    return {
        **one._asdict(),
        "met": one.met.isoformat() if one.met else None,
        "promises": list(one.promises),
        "gives": list(one.gives),
    }


def _write(path: Path, one: Trip, today: date) -> None:
    from connectkit.report.calendar import whole_days
    from connectkit.text.say import count

    if one.first is None:
        return
    names = "\n".join(stay.name for stay in one.people) or "Nobody in your sheet is there."
    summary = f"{one.city}: {count(len(one.people), 'person', 'people')} to see"
    data = whole_days(one.first, one.last or one.first, summary=summary, description=names, stamp=today)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(
            f"The trip can't be written to {path} ({error.strerror}).", "Name a file in a folder of yours."
        ) from error
