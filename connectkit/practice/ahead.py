"""A meeting of the next two days with somebody of the sheet: on top of Due, with what to bring along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from connectkit.absorb.absorbed import Promise, last_note
from connectkit.people.records import Meeting
from connectkit.practice.base import Practice, Situation
from connectkit.sheet.labels import labels
from connectkit.sheet.tables import day_of
from connectkit.text.dates import say
from connectkit.text.say import WEEKDAYS, count


def meet(situation: Situation, practice: Practice) -> None:
    """A line for each person one is about to meet; there is no draft for them until the meeting is over."""
    called, decided = labels(situation.tables), situation.decided
    last = dict(zip(decided["row"].tolist(), decided["last"].tolist(), strict=True))
    tiers = dict(zip(decided["row"].tolist(), decided["tier"].tolist(), strict=True))
    ahead = sorted(situation.absorbed.ahead.items(), key=lambda item: (item[1].start, item[0]))
    for row, meeting in ahead:
        give = str(practice.facts.get(row, {}).get("give", ""))
        told = brief(situation, row, meeting, give)
        note = last_note(situation.tables, situation.absorbed, row)
        practice.lines.append(("meeting", called[row], tiers[row], day_of(last[row]), None, told, note))


def brief(situation: Situation, row: int, meeting: Meeting, give: str = "", *, note: str = "") -> str:
    """``tomorrow 10:00: you promised the deck (9 days); could give …; Next time: …``."""
    pieces = [
        *_promises(situation, row),
        f"last note: {note}" if note else "",
        f"could give: {give}" if give else "",
    ]
    own = situation.tables.contacts.sheet.text(row, "next_time")
    pieces.append(f"Next time: {own}" if own else "")
    when = say_when(meeting, situation.today)
    told = "; ".join(piece for piece in pieces if piece)
    return f"{when}: {told}" if told else when


def say_when(meeting: Meeting, today: date) -> str:
    """``tomorrow 10:00``, ``Wednesday 10:00``."""
    days = (meeting.start.date() - today).days
    day = {0: "today", 1: "tomorrow"}.get(days, WEEKDAYS[meeting.start.weekday()])
    return f"{day} {meeting.start:%H:%M}"


def _promises(situation: Situation, row: int) -> Iterator[str]:
    for one in situation.absorbed.promises:
        if one.row == row:
            yield say_promise(one, situation.today)


def say_promise(one: Promise, today: date) -> str:
    """``you promised the deck (9 days)``: how long ago, else by when."""
    who = "they promised" if one.theirs else "you promised"
    made, due = one.record.dates["made"], one.record.dates["due"]
    if made is not None and made < today:
        return f"{who}: {one.record['what']} ({count((today - made).days, 'day', 'days')})"
    return f"{who}: {one.record['what']}" + (f" (by {say(due, today)})" if due else "")
