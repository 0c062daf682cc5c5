"""What the tool-owned tabs Due and Problems hold: the morning's reading, each line with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date, timedelta

from connectkit.absorb.absorbed import Absorbed, Promise
from connectkit.absorb.promises import about
from connectkit.absorb.reason import PROMISES, RHYTHM, read_reason
from connectkit.absorb.ticks import mark_of
from connectkit.due.candidate import QUIET
from connectkit.due.choose import Choice
from connectkit.due.lines import DueRow, PromiseDue
from connectkit.model import CellValue, Problem, blank
from connectkit.sheet.labels import labels
from connectkit.sheet.tables import Record, Tables
from connectkit.text.dates import read_birthday, say
from connectkit.text.say import count, long_date

TODAY_LINES = 6
AHEAD = timedelta(days=14)
"""Birthdays and people who become due are shown two weeks ahead."""


def label(row: DueRow) -> str:
    """What a line of Due says of the person's state; without contact it says whether the two have met."""
    if row.state != "never":
        return row.state
    return "first hello" if row.hello else "no contact"


Rows = tuple[tuple[CellValue, ...], ...]


def promises_due(absorbed: Absorbed, today: date) -> tuple[PromiseDue, ...]:
    """Promises that are due, the user's own first, the oldest first."""
    found = [_promise_line(one, today) for one in absorbed.promises if one.is_due(today)]
    return tuple(sorted(found, key=_by_weight))


def _promise_line(one: Promise, today: date) -> PromiseDue:
    past = (today - one.due).days if one.due else 0
    return PromiseDue(one.record["what"], one.record["who"], "them" if one.theirs else "me", one.due, past)


def _by_weight(one: PromiseDue) -> tuple[bool, int, str]:
    return one.by != "me", -one.days_overdue, one.who.casefold()


def say_promise(one: PromiseDue, today: date) -> str:
    """The promise in words: who owes what since when."""
    past = "today" if one.days_overdue == 0 else f"{count(one.days_overdue, 'day', 'days')} past"
    when = f"due {say(one.due, today)}, {past}" if one.due and one.days_overdue else "due today"
    return f"{'they' if one.by == 'them' else 'you'} promised: {one.what} ({when})"


def due_tab(
    rows: Iterable[DueRow],
    tables: Tables,
    absorbed: Absorbed,
    choice: Choice,
    new: Mapping[str, str],
    lines: Iterable[tuple[CellValue, ...]] = (),
    *,
    today: date,
) -> Rows:
    """The Due tab: meetings, promises, this week's people, everyone due and late in order, the two weeks ahead, the rest.

    ``new`` maps the contact ID of each new draft to why it was made.
    """
    rows = list(rows)
    picks = {**_picks(tables, absorbed, today), **new}
    week = [row for row in rows if row.id in picks and row.state not in QUIET]
    said = _drafted_promises(tables, absorbed, choice, {row.id for row in week})
    picks |= {contact: say_promise(_promise_line(one, today), today) for contact, one in said.items()}
    alone = [
        _promise_line(one, today)
        for one in absorbed.promises
        if one.is_due(today) and one not in said.values()
    ]
    lines = list(lines)
    table = [one for one in lines if one[0] == "meeting"]
    table += [
        ("promise", one.who, "", None, one.due, say_promise(one, today), "")
        for one in sorted(alone, key=_by_weight)
    ]
    table += [one for one in lines if one[0] != "meeting"]
    table += [_line("this week", row, picks[row.id] or row.why) for row in week]
    rest = [row for row in rows if row.id not in picks]
    for states in (("late", "due"), ("never",), ("unreadable",)):
        table += [_line(label(row), row, row.why) for row in rest if row.state in states and _now(row, today)]
    birthdays = [(day, name) for day, name, _ in upcoming_birthdays(tables, today=today)]
    table += [("birthday", name, "", None, day, say_birthday(day, today), "") for day, name in birthdays]
    soon = [row for row in rest if row.state == "soon" and row.next_due and row.next_due <= today + AHEAD]
    table += [
        _line("soon", row, row.why) for row in sorted(soon, key=lambda r: (r.next_due or today, r.name))
    ]
    every = count(len(tables.contacts.frame), "contact", "contacts")
    table.append(("in all", every, "", None, None, _waiting(choice), ""))
    return tuple(tuple(_safe(value) for value in line) for line in table)


def _drafted_promises(
    tables: Tables, absorbed: Absorbed, choice: Choice, shown: Set[str]
) -> dict[str, Promise]:
    """Contact ID to the promise that this week's draft speaks of: said once is enough."""
    drafts = [(one["contact_id"], read_reason(one["reason"])) for one in waiting(tables, absorbed)]
    drafts += [(one.contact_id, read_reason(one.reason)) for one in choice.picks]
    return {
        contact: one
        for contact, reason in drafts
        if contact in shown and reason.when in PROMISES
        for one in absorbed.promises
        if about(reason, contact, one)
    }


def waiting(tables: Tables, absorbed: Absorbed) -> list[Record]:
    """Drafts to finish: neither sent nor put aside, or put off by Later and back again."""
    return [
        one
        for one in tables.drafts
        if one["contact_id"]
        and (one["status"].casefold() in ("", "to do") or one["id"] in absorbed.back)
        and one["id"] not in absorbed.over
    ]


def why_waiting(record: Record, today: date) -> str:
    """Why a waiting draft was made, and that it was put off."""
    put_off = record.dates["logged"] if record["status"].casefold() == "later" else None
    return f"put off on {say(put_off, today)}: {record['why_now']}" if put_off else record["why_now"]


def _picks(tables: Tables, absorbed: Absorbed, today: date) -> dict[str, str]:
    """Contact ID to why, for everybody with a draft waiting."""
    return {one["contact_id"]: why_waiting(one, today) for one in waiting(tables, absorbed)}


def _now(row: DueRow, today: date) -> bool:
    return row.state != "never" or row.next_due is None or row.next_due <= today


def _safe(value: CellValue) -> CellValue:
    return None if blank(value) else value


def _line(label: str, row: DueRow, why: str) -> tuple[CellValue, ...]:
    return (label, row.label or row.name, row.tier, row.last_contact, row.next_due, why, row.last_note)


def _waiting(choice: Choice) -> str:
    start = "A quiet month lies behind you: start small, with the closest. " if choice.restart else ""
    if not choice.waiting:
        return start + "Nobody else waits."
    who = count(choice.waiting, "person waits", "people wait")
    return f"{start}{who} for a later week. That is fine."


def say_birthday(day: date, today: date) -> str:
    days = (day - today).days
    return (
        "birthday today"
        if days == 0
        else "birthday tomorrow"
        if days == 1
        else f"birthday on {say(day, today)}, in {days} days"
    )


def upcoming_birthdays(tables: Tables, *, today: date) -> list[tuple[date, str, int]]:
    """Birthdays in the next two weeks: day, name, row number. 29 February is kept on 28 February in other years."""
    sheet = tables.contacts.sheet
    names = labels(tables).values()
    found: list[tuple[date, str, int]] = []
    if not any(sheet.column("birthday")):
        return found
    for row, name, value, state in zip(
        sheet.numbers, names, sheet.column("birthday"), tables.contacts.frame["state"].tolist(), strict=True
    ):
        if blank(value) or state:
            continue
        read = read_birthday(value, order=tables.order)
        day = next_birthday(read, today) if read else None
        if day is not None and day <= today + AHEAD:
            found.append((day, name, row))
    return sorted(found)


def next_birthday(birthday: tuple[int | None, int, int], today: date) -> date | None:
    """The next such day from today on; 29 February is kept on 28 February in other years."""
    _, month, day = birthday
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            found = date(year, 2, 28)
        if found >= today:
            return found
    return None


def problem_rows(problems: Iterable[Problem]) -> Rows:
    """The Problems tab: tab, cell, what was read, what to do."""
    return tuple(tuple(_safe(v) for v in (one.tab, one.cell, one.value, one.message)) for one in problems)


def today_tab(rows: Iterable[DueRow], tables: Tables, new: Set[str], *, today: date) -> Rows:
    """The Today tab: the day, then at most six people, those with a message waiting first. Empty where nobody is due.

    ``new`` are the contact IDs of new drafts.
    """
    waiting = {one["contact_id"]: one for one in tables.drafts if one["status"].casefold() in ("", "to do")}
    asked = [row for row in rows if row.id and (row.id in new or _asked_for(row, waiting.get(row.id)))]
    asked.sort(key=lambda row: row.id not in new | waiting.keys())
    lines = [(None, _today_line(row, today), mark_of(row.id, today)) for row in asked[:TODAY_LINES]]
    return ((None, long_date(today), None), *lines) if lines else ()


def _asked_for(row: DueRow, draft: Record | None) -> bool:
    """True where it is the person's turn, or a message for a day of theirs waits since before they were in touch."""
    if row.state in QUIET or row.state in ("late", "due", "never"):
        return row.state not in QUIET
    if draft is None or draft["reason"].partition(" ")[0] in RHYTHM:
        return False
    created = draft.dates["created"]
    return row.last_contact is None or created is None or row.last_contact < created


def _today_line(row: DueRow, today: date) -> str:
    """Who and why, short enough for a phone."""
    state = {"late": "late, ", "due": ""}.get(row.state)
    if state is not None and row.next_due:
        why = f"{state}due since {say(row.next_due, today)}"
    else:
        why = "first hello" if row.state == "never" else "a message waits"
    last = f"last {say(row.last_contact, today)}" if row.last_contact else ""
    return " · ".join(part for part in (row.label or row.name, why, last) if part)
