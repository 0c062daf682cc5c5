"""Takes in what the user did: drafts marked Sent, the Log inbox, rows typed into Log and Promises.

Every interaction becomes exactly one Log row. A draft's Log row has an ID made from the draft's own, so that it
can't be filed twice whatever happens to the marks; the inbox is emptied in the same atomic write that files it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from connectkit.absorb.absorbed import Absorbed, Intake, is_note
from connectkit.absorb.drafts import take_drafts
from connectkit.absorb.inbox import take_inbox
from connectkit.absorb.introductions import take_introductions
from connectkit.absorb.promises import take_promises
from connectkit.absorb.proposals import take_proposals
from connectkit.absorb.sources import meet_ahead, take_exchanges
from connectkit.absorb.ticks import take_ticks
from connectkit.config.config import Config
from connectkit.model import CellValue, SetCell, blank
from connectkit.people.records import Exchange, Meeting
from connectkit.sheet.cells import as_text
from connectkit.sheet.copies import copies
from connectkit.sheet.identity import Identities
from connectkit.sheet.ids import mint
from connectkit.sheet.tables import Record, Tables
from connectkit.text.dates import say


def absorb(
    tables: Tables,
    identities: Identities,
    config: Config,
    *,
    today: date,
    new_id: Callable[[], str],
    exchanges: Sequence[Exchange] = (),
    ahead: Sequence[Meeting] = (),
) -> Absorbed:
    """Everything the user did since the last run, as interactions and the changes that file them.

    ``exchanges`` are what standing sources hold, ``ahead`` the meetings to come.
    """
    intake = Intake(tables, identities, config, today, new_id)
    intake.out.problems += copies(tables)
    for row, day in tables.contacts.relative.items():
        intake.move_forward(row, day)
    _log_rows(intake)
    take_drafts(intake)
    take_inbox(intake)
    take_proposals(intake)
    take_ticks(intake)
    take_introductions(intake)
    take_exchanges(intake, exchanges)
    meet_ahead(intake, ahead)
    take_promises(intake)
    _last_contact(intake)
    for known in intake.out.interactions.values():
        known.sort(key=lambda one: one.day)
    return intake.out


def _log_rows(intake: Intake) -> None:
    """Rows typed by the user get their IDs; every past row counts as an interaction."""
    sheet = intake.tables.sheets.get("log")
    told: set[tuple[str, int, date]] = set()
    for record in intake.tables.log:
        row = intake.people.whose(record)
        day = record.dates["date"]
        fresh = not record["id"]
        if fresh:
            intake.set_cell("log", record, "id", mint("log", record["name"], intake.new_id))
            if record.meant:
                intake.set_cell("log", record, "meant", record.meant)
        if row is not None:
            intake.follow("log", record, row)
            if day is not None and day <= intake.today and (record["id"], row, day) not in told:
                told |= {(record["id"], row, day)} if record["id"] else set()
                intake.know(row, day, record)
                if fresh and not is_note(record["kind"], record["direction"]):
                    intake.move_forward(row, day)
                if fresh:
                    intake.report(intake.people.names[row], day, record["kind"], "log")
        if sheet is not None and (fresh or row is None):
            _question(intake, record, row, day)


def _question(intake: Intake, record: Record, row: int | None, day: date | None) -> None:
    sheet = intake.tables.sheets["log"]
    if day is None and blank(sheet.cell(record.row, "date")):
        intake.out.problems.append(
            sheet.problem(record.row, "date", "This entry has no date, so it does not count. Add the day.")
        )
    if row is None and not record["contact_id"]:
        intake.out.problems.append(sheet.problem(record.row, "name", intake.unknown(record["name"])))


def _last_contact(intake: Intake) -> None:
    if not intake.forward:
        return
    contacts = intake.tables.contacts
    for row, (day, filing) in intake.forward.items():
        cell = contacts.sheet.cell(row, "last_contact")
        word = row in contacts.relative
        stays = contacts.stays(row, day)
        if row in intake.people.frozen or stays == "formula":
            continue
        if stays == "unreadable":
            intake.out.notes.append(_stays(intake.people.labels[row], cell))
            continue
        if word or not stays:
            change = SetCell(
                "contacts",
                row,
                "last_contact",
                intake.people.anchor(row),
                intake.people.names[row],
                cell,
                day,
                filing,
            )
            intake.out.changes.append(change)
            intake.out.notes.append(_moved(intake.people.labels[row], cell, day, intake.today, word=word))


def _stays(name: str, cell: CellValue) -> str:
    return (
        f"Contacts, {name}: Last contact stays “{as_text(cell)}”, because no day could be read from it; "
        "the Log counts until you write a day there or empty the cell."
    )


def _moved(name: str, before: CellValue, day: date, today: date, *, word: bool) -> str:
    if word:
        return f"Contacts, {name}: Last contact “{as_text(before)}” was replaced by the day it meant, {say(day, today)}."
    was = f" from {as_text(before)}" if not blank(before) else ""
    return f"Contacts, {name}: Last contact moved forward{was} to {day.isoformat()}."
