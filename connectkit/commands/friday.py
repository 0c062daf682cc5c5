"""``connectkit friday``: fifteen minutes for the people who matter, in a plain terminal."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.commands.sync import look_ahead
from connectkit.errors import UsageError
from connectkit.options import Settings
from connectkit.session import open_session

if TYPE_CHECKING:
    from connectkit.queries.friday import Friday
    from connectkit.report.page import Line, Page

SCHEMA = "connectkit.friday/1"
SUMMARY = "Fifteen minutes for people"
DESCRIPTION = (
    "connectkit friday shows it all:\n1. Promises that are due.\n2. One or two people: finish the draft, send it yourself.\n"
    "3. One thing to give.\n4. Log what happened."
)


@click.command("friday")
@click.option(
    "--ics",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a weekly calendar entry to FILE instead.",
)
@click.option(
    "--at",
    "clock",
    metavar="HH:MM",
    default="16:00",
    show_default=True,
    help="When the calendar entry begins.",
)
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, ics: Path | None, clock: str, today: str | None) -> None:
    """Fifteen minutes: promises due, one or two people, one thing to give, what to log. Then stop.

    Changes nothing. With --ics it writes a file that any calendar takes in: a quarter of an hour every Friday,
    without names in it.
    """
    from connectkit.queries.friday import session as friday_of
    from connectkit.report import terminal

    begin = read_clock(clock)
    with open_session(settings, "friday", today=today) as session:
        if ics is not None:
            _write(ics, session.day(), begin)
            settings.say(
                f"A quarter of an hour every Friday at {clock} is in {ics}: open it, and your calendar asks to add it."
            )
            return
        one = friday_of(look_ahead(session))
    if settings.json:
        emit(to_json(one))
    else:
        terminal.show(lines(one, terminal.columns()))


def read_clock(text: str) -> time:
    """A time of day as typed after ``--at``.

    Raises:
        UsageError: it is none.
    """
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text.strip())
    if found is None:
        raise UsageError(f"“{text}” is no time of day.", "Write it as 16:00.")
    return time(int(found[1]), int(found[2]))


def _write(path: Path, day: date, begin: time) -> None:
    from connectkit.report.calendar import weekly

    try:
        path.write_bytes(weekly(day, begin, summary=SUMMARY, description=DESCRIPTION, stamp=day))
    except OSError as error:
        raise UsageError(
            f"The calendar entry can't be written to {path} ({error.strerror}).",
            "Name a file in a folder of yours.",
        ) from error


def lines(one: Friday, columns: int) -> list[Line]:
    """The session as a page of text, in the order in which it is done."""
    from connectkit.due.tabs import say_promise
    from connectkit.report.page import Page
    from connectkit.text.say import count, long_date

    page = Page(columns)
    page.say(f"Fifteen minutes · {long_date(one.today)}", "bold")
    page.sentences("Meetings", one.meetings)
    page.title("1. Promises")
    for promise in one.promises:
        page.point(f"{promise.who}: {say_promise(promise, one.today)}")
    if not one.promises:
        page.say("None is due.", first="  ")
    page.title("2. One or two people")
    for person in one.people:
        page.point(f"{person.name}: {person.why}")
        where = "The draft waits in the tab Drafts" if person.waiting else "connectkit sync drafts it for you"
        page.inset(f"{where}; still needs: {person.needs}" if person.needs else f"{where}.")
    if not one.people:
        page.say("Nobody waits this week. Whom would you like to hear from?", first="  ", rest="  ")
    if one.more:
        page.inset(f"{count(one.more, 'more draft waits', 'more drafts wait')}; two are enough for today.")
    page.title("3. One thing to give")
    page.say(_gift(one), first="  ", rest="  ")
    _log(page, one)
    page.blank()
    page.say("That is all. Stop here; the rest keeps until next week.")
    page.say(
        "To have it in your calendar every Friday: connectkit friday --ics friday.ics, then open that file."
    )
    return page.lines


def _log(page: Page, one: Friday) -> None:
    """What stands in the Log of this week, and the line for next time."""
    page.title("4. Log what happened")
    logged = (
        f"This week stands in the Log: {', '.join(one.logged)}."
        if one.logged
        else "The Log holds nothing of this week yet."
    )
    page.say(logged, first="  ", rest="  ")
    if one.logged:
        line = (
            "What will you ask each of them next time? One line in their Next time becomes the next message."
        )
        page.say(line, first="  ", rest="  ")
    page.say(
        'Somebody else? Write into the Log column of their row, or: connectkit log NAME "call: what they said"',
        first="  ",
        rest="  ",
    )


def _gift(one: Friday) -> str:
    if one.gift is None:
        return "Your shelf is empty. An article, an event, a thank-you: write one into the tab Gives when you meet it."
    link = f" ({one.gift.link})" if one.gift.link and one.gift.link != one.gift.title else ""
    who = f" Could interest {one.gift.who}." if one.gift.who else " For whom?"
    return f"“{one.gift.title}”{link}.{who}"


def to_json(one: Friday) -> dict[str, Any]:
    """The session as plain data with the schema ``connectkit.friday/1``."""
    return {
        "schema": SCHEMA,
        "today": one.today.isoformat(),
        "meetings": list(one.meetings),
        "promises": [
            {**each._asdict(), "due": each.due.isoformat() if each.due else None} for each in one.promises
        ],
        "people": [each._asdict() for each in one.people],
        "more": one.more,
        "give": one.gift._asdict() if one.gift else None,
        "logged": list(one.logged),
    }
