"""Takes in the Log inbox of Contacts: its text becomes Log and Promises rows in the write that empties the cell."""

from __future__ import annotations

from connectkit.absorb.absorbed import Intake, Interaction, Promise, short
from connectkit.absorb.language.read import PromiseEntry, read_inbox
from connectkit.absorb.promises import age_of
from connectkit.model import AppendRow, CellValue, Formula, SetCell, blank
from connectkit.sheet.cells import as_text, to_cell_text
from connectkit.sheet.ids import letters, sealed
from connectkit.sheet.tables import Record


def take_inbox(intake: Intake) -> None:
    """What can be read is filed; what can't stays in its cell and is listed."""
    contacts = intake.tables.contacts
    cells = contacts.sheet.column("log")
    for at, value in enumerate(cells if any(cells) else ()):
        if blank(value):
            continue
        row = contacts.sheet.numbers[at]
        if row in intake.people.frozen:
            continue
        if isinstance(value, Formula):
            _cannot(
                intake, row, "holds a formula, so it was not taken in. Write what happened as plain text."
            )
            continue
        _take_in(intake, row, value)


def _cannot(intake: Intake, row: int, why: str) -> None:
    sheet = intake.tables.contacts.sheet
    text = as_text(sheet.cell(row, "log"))
    intake.out.problems.append(sheet.problem(row, "log", f"“{text}” {why}"))


def _take_in(intake: Intake, row: int, value: CellValue) -> None:
    reading = read_inbox(value, today=intake.today, order=intake.tables.order)
    name, contact = intake.people.names[row], intake.people.ids[row]
    filed = [Interaction(row, e.day, e.kind, e.direction, e.summary, "inbox") for e in reading.entries]
    filed += [
        Interaction(row, i.day, "introduction", "gave", f"Introduced to {i.other}", "inbox")
        for i in reading.intros
    ]
    rows = [intake.log_row(name, one, _log_id(contact, one), contact) for one in filed]
    rows += [_promise_row(intake, contact, one) for one in reading.promises]
    rows = list({one.id: one for one in rows}.values())
    if reading.leftover:
        _cannot(
            intake,
            row,
            f"{reading.why or 'could not be read'}; it stays in the cell. Write for example: call 12 Nov: what you talked about.",
        )
    if not rows:
        return
    filing = tuple(map(sealed, rows))
    known = {record["id"] for record in (*intake.tables.log, *intake.tables.promises)}
    fresh = [one for one in rows if one.id not in known]
    intake.out.changes.extend(fresh)
    intake.out.already |= {one.id for one in rows} & known
    for one in filed:
        if _log_id(contact, one) not in known:
            intake.count(row, name, one, filing)
    left = reading.leftover or None
    cell = intake.tables.contacts.sheet.cell(row, "log")
    intake.out.changes.append(
        SetCell("contacts", row, "log", intake.people.anchor(row), name, cell, left, filing)
    )
    intake.out.notes.append(
        f"Contacts, {intake.people.labels[row]}: the Log cell “{short(as_text(cell))}” was filed in the Log tab."
    )


def _log_id(contact: str, one: Interaction) -> str:
    """The same words on the same day of the same person are the same entry, however often they are read."""
    return "lk-" + letters(contact, one.day.isoformat(), one.kind, one.direction, one.summary)


def _promise_row(intake: Intake, contact: str, promise: PromiseEntry) -> AppendRow:
    one = "pk-" + letters(contact, promise.what, promise.by, str(promise.due))
    name = intake.people.names[intake.people.by_id[contact]]
    values: dict[str, CellValue] = {
        "what": to_cell_text(promise.what), "who": name, "by": promise.by, "due": promise.due, "made": intake.today,
        "age": age_of(promise.due, intake.today, intake.today), "id": one, "contact_id": contact,
    }  # fmt: skip
    days = {"due": promise.due, "done": None, "made": intake.today, "drafted": None}
    record = Record(0, {k: as_text(v) for k, v in values.items()}, days)
    if one not in {known["id"] for known in intake.tables.promises}:
        intake.out.promises.append(Promise(record, intake.people.by_id.get(contact), one))
    return AppendRow("promises", one, values)
