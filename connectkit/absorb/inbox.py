"""Takes in the Log inbox of Contacts: its text becomes Log and Promises rows in the write that empties the cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from connectkit.absorb.absorbed import Intake, Interaction, People, Promise, log_row, short
from connectkit.absorb.language.read import InboxReading, PromiseEntry, read_inbox
from connectkit.absorb.promises import promise_row
from connectkit.model import AppendRow, CellValue, Filing, Formula, SetCell, blank
from connectkit.sheet.cells import as_text
from connectkit.sheet.ids import letters, sealed
from connectkit.sheet.tables import Record, Sheet

_EXAMPLE = "Write for example: call 12 Nov: what you talked about."


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
    if reading.leftover:
        _cannot(
            intake,
            row,
            f"{reading.why}; it stays in the cell." + ("" if ": " in reading.why else f" {_EXAMPLE}"),
        )
    filing = file_reading(intake, row, reading, "inbox")
    if filing:
        _empty(intake, row, reading.leftover, filing)


def file_reading(intake: Intake, row: int, reading: InboxReading, source: str) -> Filing:
    """Log and Promises rows of what a text about one contact said; the rows it needs, those filed before included."""
    people = intake.people
    keeps_lines = intake.tables.contacts.sheet.has("next_time")
    others = single_names(people)
    told = list(
        told_of(reading, row, people.names[row], others, intake.today, source, keeps_lines=keeps_lines)
    )
    logs = {_log_id(people.ids[one.row], one): one for one in told}
    rows = [log_row(people.names[one.row], one, key, people.ids[one.row]) for key, one in logs.items()]
    rows += list(
        {one.id: one for one in (_promise_row(intake, people.ids[row], p) for p in reading.promises)}.values()
    )
    filing = tuple(map(sealed, rows))
    known = {record["id"] for record in (*intake.tables.log, *intake.tables.promises)}
    intake.out.already |= {one.id for one in rows} & known
    known |= {one.id for one in intake.out.changes if isinstance(one, AppendRow)}
    fresh = [one for one in rows if one.id not in known]
    intake.out.changes.extend(fresh)
    for key, one in logs.items():
        if key not in known:
            intake.count(one.row, people.names[one.row], one, filing)
    _next_time(intake, row, [line.text for line in reading.nexts], filing)
    return filing


def _empty(intake: Intake, row: int, left: str, filing: Filing) -> None:
    """The cell keeps what was not read, in the write that files the rest."""
    cell = intake.tables.contacts.sheet.cell(row, "log")
    anchor, name = intake.people.anchor(row), intake.people.names[row]
    intake.out.changes.append(SetCell("contacts", row, "log", anchor, name, cell, left or None, filing))
    intake.out.notes.append(
        f"Contacts, {intake.people.labels[row]}: the Log cell “{short(as_text(cell))}” was filed in the Log tab."
    )


def _next_time(intake: Intake, row: int, lines: list[str], filing: Filing) -> None:
    """What the cell says to ask or say next joins the person's Next time, in the write that files it."""
    sheet = intake.tables.contacts.sheet
    intake.out.changes += line_for_next_time(sheet, row, intake.people.names[row], lines, filing)


def line_for_next_time(
    sheet: Sheet, row: int, name: str, lines: list[str], filing: Filing
) -> Iterator[SetCell]:
    """The person's Next time with these lines behind what stands there; nothing where there is no such cell."""
    cell = sheet.cell(row, "next_time")
    there = as_text(cell)
    fresh = [line for line in lines if line and line not in there]
    if fresh and sheet.has("next_time") and not isinstance(cell, Formula):
        after = "\n".join([there, *fresh] if there else fresh)
        yield SetCell("contacts", row, "next_time", sheet.text(row, "id"), name, cell, after, filing)


def single_names(people: People) -> dict[str, int]:
    """The rows of the names that are one person's, without those that must not be touched."""
    one = {name: rows[0] for name, rows in people.by_name.items() if len(rows) == 1}
    return {name: row for name, row in one.items() if row not in people.frozen}


def told_of(
    reading: InboxReading,
    row: int,
    name: str,
    others: Mapping[str, int],
    today: date,
    source: str,
    *,
    keeps_lines: bool,
) -> Iterator[Interaction]:
    """The interactions a reading tells of: its entries, and of an introduction one contact with each side.

    ``others`` maps the casefolded name of each contact that an introduction may name to its row. ``keeps_lines``:
    the sheet has a cell for what to say next time, so that a note of it is only needed where nothing else is filed.
    """
    for entry in reading.entries:
        yield Interaction(row, entry.day, entry.kind, entry.direction, entry.summary, source)
    for intro in reading.intros:
        yield Interaction(row, intro.day, "introduction", "gave", f"Introduced to {intro.other}", source)
        other = others.get(intro.other.casefold())
        if other is not None and other != row:
            yield Interaction(other, intro.day, "introduction", "gave", f"Introduced to {name}", source)
    alone = not (reading.entries or reading.intros or reading.promises)
    for line in reading.nexts if alone or not keeps_lines else ():
        yield Interaction(row, today, "note", "", f"For next time: {line.text}", source)


def _log_id(contact: str, one: Interaction) -> str:
    """The same words on the same day of the same person are the same entry, however often they are read."""
    return "lk-" + letters(contact, one.day.isoformat(), one.kind, one.direction, one.summary)


def _promise_row(intake: Intake, contact: str, promise: PromiseEntry) -> AppendRow:
    one = "pk-" + letters(contact, promise.what, promise.by, str(promise.due))
    name = intake.people.names[intake.people.by_id[contact]]
    row = promise_row(promise, name, one, contact, intake.today)
    days = {"due": promise.due, "done": None, "made": intake.today, "drafted": None}
    record = Record(0, {k: as_text(v) for k, v in row.values.items()}, days)
    if one not in {known["id"] for known in intake.tables.promises}:
        intake.out.promises.append(Promise(record, intake.people.by_id.get(contact), one))
    return row
