"""The digest: at most twelve lines of what matters today, from the sheet as a sync understood it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from connectkit.absorb.absorbed import short
from connectkit.due import tabs as due_tabs
from connectkit.queries.friday import AT_ONCE, session
from connectkit.reach.trouble import Trouble
from connectkit.report.text_width import clean
from connectkit.text.say import count

if TYPE_CHECKING:
    from connectkit.view import View

MOST = 12
WHAT = ("today", "promises", "meetings", "birthdays", "waiting")
BIRTHDAYS_AHEAD = timedelta(days=7)
_EACH = 3
_LONGEST = 240
FRIDAY = 4


class Line(NamedTuple):
    """One line: what it is about (a key of :data:`TITLES`), who, and the words."""

    kind: str
    who: str
    text: str


TITLES = {
    "meeting": "Meetings",
    "person": "This week",
    "promise": "Promises",
    "birthday": "Birthdays",
    "waiting": "Waiting",
    "wrong": "To put right",
}
"""The kinds of lines, in the order in which they stand."""


class Digest(NamedTuple):
    """One digest. ``subject`` names nobody; ``link`` opens the sheet, ``book`` is its name; no lines: nothing to say."""

    today: date
    subject: str
    lines: tuple[Line, ...]
    book: str
    link: str = ""


def digest(
    view: View,
    *,
    what: Iterable[str] = WHAT,
    notes: bool = True,
    trouble: Trouble = Trouble(),  # noqa: B008 - a NamedTuple is never changed
    link: str = "",
) -> Digest:
    """The digest for the day of the view. ``notes`` False leaves out what was noted about people."""
    wanted = set(what)
    lines = [
        *(_meetings(view, notes=notes) if "meetings" in wanted else ()),
        *(_people(view, notes=notes) if "today" in wanted else ()),
        *(_promises(view) if "promises" in wanted else ()),
        *(_birthdays(view, said="today" in wanted) if "birthdays" in wanted else ()),
        *_wrong(view, trouble),
    ]
    if "waiting" in wanted and view.choice.waiting:
        lines.append(Line("waiting", "", _waits(view.choice.waiting)))
    every = [one._replace(who=clean(one.who), text=short(clean(one.text), _LONGEST)) for one in lines]
    every.sort(key=lambda one: list(TITLES).index(one.kind))
    shown = tuple(_at_most(every))
    return Digest(
        view.today, _subject(view.today, shown), shown, clean(view.workbook.name or "your sheet"), link
    )


def says_something(one: Digest) -> bool:
    """False where only a number of people waits: no reason for a mail."""
    return any(line.kind != "waiting" for line in one.lines)


def _at_most(lines: list[Line]) -> list[Line]:
    """At most :data:`MOST` lines; what went wrong and who waits is never what is left out."""
    tail = [one for one in lines if one.kind in ("waiting", "wrong")][:MOST]
    head = [one for one in lines if one.kind not in ("waiting", "wrong")]
    return [*head[: MOST - len(tail)], *tail]


def _meetings(view: View, *, notes: bool) -> Iterator[Line]:
    """Whom one meets today and tomorrow, with what to bring along."""
    for what, name, _, _, _, told, note in view.practice.lines:
        if what == "meeting" and str(told).startswith(("today", "tomorrow")):
            more = f"; last note: {note}" if note and notes else ""
            yield Line("meeting", str(name), _sentence(f"{told}{more}"))


def _people(view: View, *, notes: bool) -> Iterator[Line]:
    """The one or two people of the week, with why and the last note."""
    noted = {row.name: row.last_note for row in view.listed.values()}
    for one in session(view).people[:AT_ONCE]:
        note = noted.get(one.name, "") if notes else ""
        yield Line("person", one.name, f"{_sentence(one.why)}{f' Last note: {note}' if note else ''}")


def _promises(view: View) -> Iterator[Line]:
    """Promises that are due and of which the week's people do not speak already."""
    said = [one.why for one in session(view).people]
    due = [
        one
        for one in due_tabs.promises_due(view.absorbed, view.today)
        if not any(one.what and one.what in why for why in said)
    ]
    for one in due[:_EACH]:
        yield Line("promise", one.who, _sentence(due_tabs.say_promise(one, view.today)))
    if len(due) > _EACH:
        yield Line("promise", "", f"and {count(len(due) - _EACH, 'more promise', 'more promises')}.")


def _birthdays(view: View, *, said: bool) -> Iterator[Line]:
    """Birthdays of the next days; with ``said`` those that this week's lines do not tell already."""
    told = {(one.name, one.why) for one in session(view).people[:AT_ONCE]} if said else set()
    near = [
        (day, name)
        for day, name, _ in due_tabs.upcoming_birthdays(view.tables, today=view.today)
        if day <= view.today + BIRTHDAYS_AHEAD and (name, due_tabs.say_birthday(day, view.today)) not in told
    ]
    for day, name in near[:_EACH]:
        yield Line("birthday", name, _sentence(due_tabs.say_birthday(day, view.today)))
    if len(near) > _EACH:
        yield Line(
            "birthday", "", f"and {count(len(near) - _EACH, 'more birthday', 'more birthdays')} this week."
        )


def _wrong(view: View, trouble: Trouble) -> Iterator[Line]:
    """What went wrong in this run, cells that could not be read, and days without a run."""
    if trouble.last_run is not None and (view.today - trouble.last_run).days > 1:
        days = count((view.today - trouble.last_run).days, "day", "days")
        yield Line("wrong", "", f"The last run that ended well was {days} ago.")
    for sentence in trouble.sentences[:_EACH]:
        yield Line("wrong", "", sentence)
    found = sum(bool(one.cell) for one in view.tables.problems)
    if found:
        yield Line("wrong", "", f"{count(found, 'cell', 'cells')} could not be read: see the tab Problems.")


def _waits(number: int) -> str:
    return f"{count(number, 'person waits', 'people wait')} for a later week. That is fine."


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _subject(today: date, lines: Iterable[Line]) -> str:
    """``People, Mon 23 Nov: 2 to write to, 1 promise``; a subject is seen over shoulders, so it names nobody."""
    kinds = [one.kind for one in lines if one.who or one.kind == "wrong"]
    words = [
        ("meeting", "meeting", "meetings"),
        ("person", "to write to", "to write to"),
        ("promise", "promise", "promises"),
        ("birthday", "birthday", "birthdays"),
        ("wrong", "thing to put right", "things to put right"),
    ]
    told = [count(kinds.count(kind), one, many) for kind, one, many in words if kind in kinds]
    day = f"{_DAYS[today.weekday()]} {today.day} {_MONTHS[today.month - 1]}"
    return f"People, {day}: {', '.join(told) or 'nothing today'}"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
