"""Takes in the tab Promises: who it is about, how old, and what became of its draft.

A draft of the user's own promise that was sent keeps the promise: Done gets that day, in the write that logs the
draft. Skip leaves it open and quiet for a week. A reminder of somebody else's promise never marks it done; it is
quiet for two weeks after it was sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from connectkit.absorb.absorbed import Intake, Promise, Sent
from connectkit.absorb.language.items import PromiseEntry
from connectkit.absorb.reason import PROMISES, Reason, read_reason
from connectkit.model import AppendRow, CellValue, Formula, blank
from connectkit.sheet.cells import to_cell_text
from connectkit.sheet.ids import mint
from connectkit.sheet.tables import Record
from connectkit.text.dates import say
from connectkit.text.say import count

SKIPPED = timedelta(weeks=1)
"""So long a promise whose draft was skipped is not mentioned."""

REMINDED = timedelta(weeks=2)
"""So long after a reminder was sent a promise of theirs is not mentioned."""


class _About(NamedTuple):
    """One draft about a promise: what it was for, whose it is, what became of it, and since when."""

    reason: Reason
    contact: str
    status: str
    since: date


def take_promises(intake: Intake) -> None:
    """Every row gets its ID, its person and its age; what is open is known to the run, with how long it rests."""
    sheet = intake.tables.sheets.get("promises")
    if sheet is None:
        return
    drafts = list(_drafts(intake))
    told: set[tuple[str, ...]] = set()
    for record in intake.tables.promises:
        one = _identified(intake, record)
        done = not blank(sheet.cell(record.row, "done"))
        copied = (record["id"], record["what"], record["who"], str(record.dates["due"]))
        if not done and record["what"] and copied not in told:
            intake.out.promises.append(one._replace(rests=_rests(one, drafts)))
        told |= {copied} if record["id"] else set()
    for sent in intake.sent_promises:
        _keep(intake, sent)
    _ages(intake)


def _identified(intake: Intake, record: Record) -> Promise:
    """The row with its ID after this run, and its person."""
    row, identity = intake.people.whose(record, "who"), record["id"]
    if not identity:
        identity = mint("promises", record["who"], intake.new_id)
        intake.set_cell("promises", record, "id", identity)
    if row is not None:
        intake.follow("promises", record, row)
    elif not record["contact_id"]:
        sheet = intake.tables.sheets["promises"]
        intake.out.problems.append(sheet.problem(record.row, "who", intake.unknown(record["who"])))
    if record.dates["made"] is None:
        intake.set_cell("promises", record, "made", intake.today)
    return Promise(record, row, identity)


def _drafts(intake: Intake) -> Iterator[_About]:
    """The drafts about promises that were answered, with the day of the answer."""
    for record in intake.tables.drafts:
        reason = read_reason(record["reason"])
        status = record["status"].casefold()
        if reason.when in PROMISES and status in ("sent", "skip"):
            answered = record.dates["sent_on"] if status == "sent" else None
            since = min(answered or record.dates["logged"] or intake.today, intake.today)
            yield _About(reason, record["contact_id"], status, since)


def _rests(one: Promise, drafts: Sequence[_About]) -> date | None:
    """The last day on which nothing is said of this promise; None where it does not rest."""
    days = [
        each.since + (SKIPPED if each.status == "skip" else REMINDED) - timedelta(1)
        for each in drafts
        if about(each.reason, each.contact, one)
    ]
    return max(days, default=None)


def about(reason: Reason, contact: str, one: Promise) -> bool:
    """Whether a draft with this reason is about this promise; drafts of former versions know its due day only."""
    if (reason.when == "their-promise") != one.theirs:
        return False
    if reason.key:
        return reason.key == one.id
    return contact != "" and contact == one.record["contact_id"] and reason.day == one.due


def _keep(intake: Intake, sent: Sent) -> None:
    """Done gets the day on which the draft of the user's own promise was sent; only where one open row is meant."""
    reason = read_reason(sent.draft["reason"])
    meant = [one for one in intake.out.promises if about(reason, sent.draft["contact_id"], one)]
    if len(meant) > 1:
        meant = [one for one in meant if one.due == reason.day]
    if len(meant) != 1 or meant[0].theirs:
        return
    record = meant[0].record
    if not record.row or isinstance(intake.tables.sheets["promises"].cell(record.row, "done"), Formula):
        return
    intake.set_cell("promises", record, "done", sent.day, sent.filing)
    intake.out.promises.remove(meant[0])
    intake.out.notes.append(
        f"Promises, {record['who']}: “{record['what']}” is done since {say(sent.day, intake.today)}, because you sent its draft."
    )


def _ages(intake: Intake) -> None:
    """The words in Age: how far past the due day, else how long it has been open."""
    sheet = intake.tables.sheets["promises"]
    kept = {one.row for one in intake.out.changes if getattr(one, "column", "") == "done"}  # type: ignore[union-attr]
    for record in intake.tables.promises:
        done = record.row in kept or not blank(sheet.cell(record.row, "done"))
        age = (
            "done"
            if done
            else age_of(record.dates["due"], record.dates["made"] or intake.today, intake.today)
        )
        if record["age"] != age:
            intake.set_cell("promises", record, "age", age)


def promise_row(one: PromiseEntry, name: str, promise_id: str, contact: str, today: date) -> AppendRow:
    """The Promises row of a promise somebody noted today, under an ID of the caller's making."""
    values: dict[str, CellValue] = {
        "what": to_cell_text(one.what), "who": name, "by": one.by, "due": one.due, "made": today,
        "age": age_of(one.due, today, today), "id": promise_id, "contact_id": contact,
    }  # fmt: skip
    return AppendRow("promises", promise_id, values)


def age_of(due: date | None, made: date, today: date) -> str:
    """``4 days past`` once the due day is over; before it, how long the promise has stood: ``today``, ``3 days``."""
    past, stood = (today - due).days if due else 0, (today - made).days
    if past > 0:
        return f"{count(past, 'day', 'days')} past"
    return count(stood, "day", "days") if stood > 0 else "today"
