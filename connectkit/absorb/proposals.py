"""Takes in lines that an assistant proposed and the user has ticked, as if they had typed them themselves; no other."""

from __future__ import annotations

from connectkit.absorb.absorbed import Intake
from connectkit.absorb.inbox import file_reading
from connectkit.absorb.language.items import NextEntry
from connectkit.absorb.language.read import InboxReading, read_inbox
from connectkit.model import Filing, SetCell
from connectkit.sheet.cells import as_tick
from connectkit.sheet.parse_rows import RecordReader
from connectkit.sheet.tables import Record, Sheet


def take_proposals(intake: Intake) -> None:
    """Each ticked row once, with its text as it stands now."""
    sheet = intake.tables.sheets.get("proposals")
    if sheet is None:
        return
    seen: set[str] = set()
    for record in RecordReader(intake.tables.order, intake.today, []).read(
        sheet, dates=("taken",), checked=()
    ):
        ticked = as_tick(sheet.cell(record.row, "approve")) is True
        if not ticked or record.dates["taken"] or not record["id"] or record["id"] in seen:
            continue
        seen.add(record["id"])
        row = intake.people.by_id.get(record["contact_id"])
        why = _take(intake, sheet, record, row)
        if why:
            intake.out.problems.append(sheet.problem(record.row, "text", why))


def _take(intake: Intake, sheet: Sheet, record: Record, row: int | None) -> str:
    """Files one proposal; else why it was left where it is."""
    if row is None or row in intake.people.frozen:
        return f"{record['who']} can't be told for certain in Contacts, so this line was not taken in."
    if record["who"].casefold() != intake.people.names[row].casefold():
        # a sort of only some columns moves names and leaves IDs
        return f"This row names {record['who']}, but its hidden ID is {intake.people.names[row]}'s. Undo the sort."
    if record["what"] == "next_time":
        reading = InboxReading(nexts=(NextEntry(record["text"]),))
    else:
        reading = read_inbox(record["text"], today=intake.today, order=intake.tables.order)
    if reading.leftover:
        return f"“{reading.leftover}” {reading.why or 'could not be read'}; the line was not taken in."
    if reading.nexts and _written(intake, row):
        return ""
    filing = file_reading(intake, row, reading, "proposal")
    if filing:
        _taken(intake, sheet, record, filing)
    return ""


def _written(intake: Intake, row: int) -> bool:
    """True where this run writes into that Next time already: a second line waits for the next run."""
    cells = (one for one in intake.out.changes if isinstance(one, SetCell) and one.tab == "contacts")
    return any(one.row == row and one.column == "next_time" for one in cells)


def _taken(intake: Intake, sheet: Sheet, record: Record, filing: Filing) -> None:
    before = sheet.cell(record.row, "taken")
    intake.out.changes.append(
        SetCell("proposals", record.row, "taken", record["id"], record["who"], before, intake.today, filing)
    )
