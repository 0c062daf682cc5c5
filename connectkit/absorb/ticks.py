"""Takes in the ticks of the tab Today: each is filed once, for its person and for the day its list was of.

A ticked box holds its mark, the person's ID and the day. So a tick stays theirs, whatever stands beside it by then.
"""

from __future__ import annotations

import hashlib
from datetime import date

from connectkit.absorb.absorbed import Intake, Interaction, log_row, short
from connectkit.absorb.drafts import CHANNEL_KINDS
from connectkit.model import AppendRow, CellValue, Filing, Seal, SetCell, blank
from connectkit.sheet.cells import as_text, as_tick
from connectkit.sheet.ids import ALPHABET, sealed
from connectkit.sheet.tables import Sheet
from connectkit.text.lazy import pattern

_MARK = pattern(r"(\S+) (\d{4}-\d\d-\d\d)")


def mark_of(contact: str, day: date) -> str:
    """What a ticked box holds."""
    return f"{contact} {day.isoformat()}"


def take_ticks(intake: Intake) -> None:
    """Every tick becomes a Log row, in the write that unticks it; what can't be filed stays and is listed."""
    sheet = intake.tables.sheets.get("today")
    if sheet is None:
        return
    for number in range(sheet.layout.header_row + 1, len(sheet.raw.rows) + 1):
        value = sheet.cell(number, "done")
        if not blank(value) and value is not False:
            _take(intake, sheet, number, value)


def _take(intake: Intake, sheet: Sheet, number: int, value: CellValue) -> None:
    # A program that puts TRUE into a box instead of what the box says means the row beside it.
    mark = sheet.text(number, "mark") if as_tick(value) else as_text(value)
    found = _MARK.fullmatch(mark)
    row = intake.people.by_id.get(found[1]) if found else None
    day = _day(found[2]) if found else None
    if row is None or day is None or day > intake.today or row in intake.people.frozen:
        intake.out.problems.append(sheet.problem(number, "done", _why_not(mark, found is not None)))
        return
    filing = _filed(intake, row, day) or _file(intake, row, day)
    intake.out.changes.append(SetCell("today", number, "done", "", "", value, None, filing))
    intake.out.notes.append(
        f"Today, {intake.people.labels[row]}: the tick of {day.isoformat()} was filed in the Log tab."
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _why_not(mark: str, is_mark: bool) -> str:
    if is_mark:
        return "This tick is of somebody whose row in Contacts is gone or stands twice. Write in the Log tab whom you were in touch with, and empty the box."
    return f"“{short(mark)}” is no tick of this list. Write in the Log tab whom you were in touch with, and empty the box."


def _filed(intake: Intake, row: int, day: date) -> Filing:
    """The Log row that tells of this person on this day already, such as that of a draft sent; empty if there is none."""
    contact = intake.people.ids[row]
    for record in intake.tables.log:
        if record["id"] and record["contact_id"] == contact and record.dates["date"] == day:
            intake.out.already.add(record["id"])
            return (Seal("log", record["id"], ""),)
    added = [one for one in intake.out.changes if isinstance(one, AppendRow) and one.tab == "log"]
    same_day = [one for one in added if (one.values["contact_id"], one.values["date"]) == (contact, day)]
    return (sealed(same_day[0]),) if same_day else ()


def _file(intake: Intake, row: int, day: date) -> Filing:
    contact, name = intake.people.ids[row], intake.people.names[row]
    channel = intake.tables.contacts.sheet.text(row, "channel").casefold()
    one = Interaction(row, day, CHANNEL_KINDS.get(channel, "message"), "", "", "today")
    entry = log_row(name, one, f"lk-{_letters(contact, day)}", contact)
    filing = (sealed(entry),)
    intake.out.changes.append(entry)
    intake.count(row, name, one, filing)
    return filing


def _letters(contact: str, day: date) -> str:
    """One contact's tick of one day is one entry, however often it is read."""
    digest = hashlib.sha256(f"today\x1f{contact}\x1f{day.isoformat()}".encode()).digest()
    return "".join(ALPHABET[byte % 32] for byte in digest[:12])
