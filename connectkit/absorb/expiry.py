"""When a draft that lies open is over: its occasion has passed, so that it must not keep anybody from coming up again.

A draft nobody touched gets the Status Expired; one with words of the user's stays as it is and no longer counts as open.
"""

from __future__ import annotations

from datetime import date, timedelta

from connectkit.absorb.absorbed import Intake
from connectkit.absorb.reason import PROMISES, RHYTHM, read_reason
from connectkit.model import Formula, blank
from connectkit.sheet.draft_status import EXPIRED, untouched
from connectkit.sheet.tables import Record
from connectkit.text.span import Span
from connectkit.text.spans import add_span

LASTS = {"thank-you": timedelta(weeks=3), "birthday": timedelta(weeks=1), "news": timedelta(weeks=3)}
"""How long after its day an occasion lasts."""

OTHERS = timedelta(weeks=8)
"""How long any other draft of an occasion stays, after its day or the day it was made: an introduction, a check-in."""

RETURNED = timedelta(weeks=4)
"""So long a draft that was put off lies after it came back."""


def last_day(record: Record, aim: Span, later_days: int, today: date) -> date:
    """The last day on which an open draft counts; ``aim`` is how often contact is wanted with this person."""
    reason = read_reason(record["reason"])
    made = record.dates["created"] or reason.day or today
    if record["status"].casefold() == "later":
        return (record.dates["logged"] or today) + timedelta(later_days) + RETURNED
    due = reason.day or made
    if reason.when in LASTS:
        return due + LASTS[reason.when]
    if reason.when in RHYTHM:
        return add_span(max(due, made), aim)
    return max(due, made) + OTHERS


def retire(intake: Intake, record: Record, row: int | None) -> bool:
    """Whether an open draft is over; told in its Status where the text is still ours."""
    over = last_day(record, _aim(intake, row), intake.config.later_days, intake.today) < intake.today
    if not over and not _promise_is_kept(intake, record):
        return False
    intake.out.over.add(record["id"])
    cell = intake.tables.sheets["drafts"].cell(record.row, "status")
    if untouched(record) and record["id"] and not isinstance(cell, Formula):
        intake.set_cell("drafts", record, "status", EXPIRED)
        intake.out.notes.append(
            f"Drafts, {record['name']}: the draft of {record.dates['created'] or intake.today} is over and was not touched, so its Status is {EXPIRED}."
        )
    return True


def _aim(intake: Intake, row: int | None) -> Span:
    frame = intake.tables.contacts.frame
    some = frame.loc[(frame["row"] == row).to_numpy(), ["aim_months", "aim_days"]].to_numpy()
    return Span(int(some[0][0]), int(some[0][1])) if len(some) else intake.config.tiers[-1].aim


def _promise_is_kept(intake: Intake, record: Record) -> bool:
    """True for the draft of a promise that is done, or whose row is gone."""
    reason, sheet = read_reason(record["reason"]), intake.tables.sheets.get("promises")
    if reason.when not in PROMISES or not reason.key or sheet is None:
        return False
    rows = [one.row for one in intake.tables.promises if one["id"] == reason.key]
    return all(not blank(sheet.cell(row, "done")) for row in rows)
