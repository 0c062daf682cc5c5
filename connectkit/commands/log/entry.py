"""One interaction told on the command line, as the changes that file it: Log rows, promises, Last contact forward."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from connectkit.absorb.absorbed import LoggedRow, People, is_note, log_row
from connectkit.absorb.inbox import line_for_next_time, single_names, told_of
from connectkit.absorb.language.read import InboxReading
from connectkit.absorb.promises import promise_row
from connectkit.errors import Refused, UsageError
from connectkit.model import AppendRow, Change, Plan, SetCell
from connectkit.people.find import Candidate
from connectkit.plan import check_law
from connectkit.sheet.ids import mint, sealed

if TYPE_CHECKING:
    from connectkit.view import View

SOURCE = "log command"


def plan_entry(
    view: View, who: Candidate, reading: InboxReading, *, new_id: Callable[[], str]
) -> tuple[Plan, list[LoggedRow]]:
    """The plan that files what was read for one contact, and the interactions for the report.

    Raises:
        Refused: the row's ID stands twice in the sheet, so it is not certain whose it is.
        UsageError: the text says nothing that can be filed.
    """
    row, name = who.row, who.name
    contact = view.identities.ids.get(row, "")
    if row in view.identities.frozen or not contact:
        raise Refused(
            f"The row of {name} can't be told apart from another: its hidden ID stands twice.",
            "Run connectkit sync; the tab Problems says which rows, and what to do.",
        )
    people = People(view.tables, view.identities)
    told = list(
        told_of(
            reading,
            row,
            name,
            single_names(people),
            view.today,
            SOURCE,
            keeps_lines=view.contacts.has("next_time"),
        )
    )
    logs = [
        log_row(people.names[one.row], one, mint("log", people.names[one.row], new_id), people.ids[one.row])
        for one in told
    ]
    promised = _promised(reading, name, contact, view.today, new_id)
    rows = [*logs, *promised]
    if not rows:
        raise UsageError("The text says nothing to note.", 'Write for example "call: she starts a new job".')
    filing = tuple(map(sealed, rows))
    changes: list[Change] = [*view.found.add_tabs, *view.found.add_columns]
    for at in dict.fromkeys((row, *(one.row for one in told))):
        changes += _identity(view, at)
        days = [one.day for one in told if one.row == at and not one.is_note]
        changes += [one._replace(filing=filing) for one in _forward(view, at, people.names[at], days)]
    changes += line_for_next_time(view.contacts, row, name, [one.text for one in reading.nexts], filing)
    changes += rows
    plan = Plan(tuple(changes), view.found.complete, view.plan.choices, origin="log", run_id=new_id())
    check_law(plan)
    return plan, [_told(one) for one in logs]


def _promised(
    reading: InboxReading, name: str, contact: str, today: date, new_id: Callable[[], str]
) -> list[AppendRow]:
    return [
        promise_row(one, name, mint("promises", name, new_id), contact, today) for one in reading.promises
    ]


def _identity(view: View, row: int) -> Iterator[SetCell]:
    """The contact's ID and the day first seen, where a first sync has not written them yet."""
    for change in view.plan.cells:
        if change.tab == "contacts" and change.row == row and change.column in ("id", "added"):
            yield change


def _forward(view: View, row: int, name: str, days: list[date]) -> Iterator[SetCell]:
    """Last contact, where the latest of these days (none lies in the future) is later than what stands there."""
    contacts = view.tables.contacts
    if days and not contacts.stays(row, max(days)):
        identity, cell = contacts.sheet.text(row, "id"), contacts.sheet.cell(row, "last_contact")
        yield SetCell("contacts", row, "last_contact", identity, name, cell, max(days))


def why_not_moved(view: View, who: Candidate, day: date) -> str:
    """Why Last contact was left as it is when an interaction of this day was filed."""
    contacts = view.tables.contacts
    stays = contacts.stays(who.row, day)
    if stays == "formula":
        return "Last contact stays as it is, because the cell holds a formula."
    if stays == "unreadable":
        text = f"“{contacts.sheet.text(who.row, 'last_contact')}”"
        return f"Last contact stays {text}, because no day could be read from it: write a day there, or empty the cell."
    now = contacts.last[who.row][0]
    return f"Last contact is {now} already." if now == day else f"Last contact stays {now}, which is later."


def days_met(plan: Plan, name: str) -> list[date]:
    """The days of the contacts with this person that the plan files; notes are none."""
    rows = [one.values for one in plan.appended if one.tab == "log" and one.values["name"] == name]
    kinds = [(values["date"], str(values["kind"] or ""), str(values["direction"] or "")) for values in rows]
    return [day for day, kind, direction in kinds if isinstance(day, date) and not is_note(kind, direction)]


def _told(row: AppendRow) -> LoggedRow:
    day = row.values["date"]
    assert isinstance(day, date)  # noqa: S101 - made so above
    return LoggedRow(str(row.values["name"]), day, str(row.values["kind"] or ""), SOURCE)
