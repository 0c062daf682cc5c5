"""Takes in what the user chose in Introductions: the day of Ask both, and an introduction made, logged for both once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from connectkit.absorb.absorbed import Intake, Interaction, People, log_row
from connectkit.model import CellValue, Filing, Formula, SetCell
from connectkit.schema import INTRO_STATUS
from connectkit.sheet.ids import sealed
from connectkit.sheet.parse_rows import RecordReader
from connectkit.sheet.tables import Record, Sheet, Tables

DAYS = ("suggested", "since", "asked_a", "asked_b", "introduced", "made", "closed")
"""The hidden cells that remember how far an introduction has come."""

ASK, MADE, NEVER = (word.casefold() for word in INTRO_STATUS)


class Pair(NamedTuple):
    """One row of Introductions, with the contact rows of both people; ``torn`` where a name is not its ID's."""

    record: Record
    a: int
    b: int
    torn: str = ""

    @property
    def id(self) -> str:
        """The ID of the pair."""
        return self.record["id"]

    @property
    def status(self) -> str:
        """The user's choice, in small letters."""
        return self.record["status"].casefold()

    def cell(self, sheet: Sheet, key: str, after: CellValue) -> SetCell:
        """One cell of the row gets a value."""
        before = sheet.cell(self.record.row, key)
        return SetCell("introductions", self.record.row, key, self.id, self.record["a"], before, after)


def pairs(tables: Tables, people: People, today: date) -> Iterator[Pair]:
    """The rows both of whose people are in Contacts, each row once; a row without its IDs is nobody's."""
    records = RecordReader(tables.order, today, []).read(
        tables.sheets.get("introductions"), dates=DAYS, checked=()
    )
    seen: set[str] = set()
    for record in records:
        a, b = (people.by_id.get(record[key]) for key in ("a_id", "b_id"))
        if record["id"] in seen or not record["id"] or a is None or b is None or {a, b} & people.frozen:
            continue
        seen.add(record["id"])
        yield Pair(record, a, b, _torn(record, (a, b), people))


def _torn(record: Record, rows: tuple[int, int], people: People) -> str:
    """The column key of a name that is another contact's than its hidden ID, as after a sort of only some columns."""
    for key, row in zip(("a", "b"), rows, strict=True):
        told = record[key].casefold()
        others = people.by_name.get(told) or [
            at for at, one in people.labels.items() if one.casefold() == told
        ]
        if others and row not in others:
            return key
    return ""


def take_introductions(intake: Intake) -> None:
    """What the user chose since the last run; names follow their contacts."""
    sheet = intake.tables.sheets.get("introductions")
    if sheet is None:
        return
    filed = {record["id"] for record in intake.tables.log}
    for pair in pairs(intake.tables, intake.people, intake.today):
        if pair.torn:
            _say_torn(intake, sheet, pair)
            continue
        for key, row in (("a", pair.a), ("b", pair.b)):
            _set(intake, pair.cell(sheet, key, intake.people.labels[row]))
        if pair.status not in ("", ASK, MADE, NEVER):
            message = f"“{pair.record['status']}” is no status: choose {', '.join(INTRO_STATUS[:-1])} or {INTRO_STATUS[-1]}."
            intake.out.problems.append(sheet.problem(pair.record.row, "status", message))
        if pair.status == ASK and pair.record.dates["since"] is None:
            _set(intake, pair.cell(sheet, "since", intake.today))
        day = _made_on(intake, pair)
        if day is not None and pair.record.dates["made"] is None:
            _file(intake, sheet, pair, (day, filed))


def _set(intake: Intake, change: SetCell) -> None:
    if not isinstance(change.before, Formula):
        intake.out.changes.append(change)


def _say_torn(intake: Intake, sheet: Sheet, pair: Pair) -> None:
    owner = intake.people.names[pair.a if pair.torn == "a" else pair.b]
    intake.out.problems.append(
        sheet.problem(
            pair.record.row, pair.torn, f"This row names {pair.record[pair.torn]}, but its hidden ID is {owner}'s, as after a "
            "sort of only some columns. Nothing was done for it: undo the sort."
        )
    )  # fmt: skip


def _made_on(intake: Intake, pair: Pair) -> date | None:
    """The day the introduction was made: the user says so, or its draft is marked Sent."""
    if pair.status == MADE:
        return intake.today
    days = [
        min(one.dates["sent_on"] or intake.today, intake.today)
        for one in intake.tables.drafts
        if one["reason"].startswith(f"introduction {pair.id} ") and one["status"].casefold() == "sent"
    ]
    return min(days, default=None) if pair.status == ASK else None


def _is_in_the_mail(intake: Intake, pair: Pair) -> bool:
    """Whether the mail that made the introduction was sent: it is A's row of the Log."""
    return any(
        one["reason"].startswith(f"introduction {pair.id} ")
        and one["status"].casefold() == "sent"
        and one["id"]
        for one in intake.tables.drafts
    )


def _file(intake: Intake, sheet: Sheet, pair: Pair, told: tuple[date, set[str]]) -> None:
    """A Log row for each of the two, under an ID made from the pair's, so that it can't be filed twice."""
    day, filed = told
    filing: Filing = ()
    for side, row, other in (("a", pair.a, pair.b), ("b", pair.b, pair.a)):
        log_id = f"lk-{pair.id.removeprefix('ik-')}{side}"
        if log_id in filed or (side == "a" and _is_in_the_mail(intake, pair)):
            continue
        name = intake.people.names[row]
        summary = f"Introduced to {intake.people.names[other]}"
        given = "gave" if side == "a" else ""  # one introduction is one gift
        one = Interaction(row, day, "introduction", given, summary, "introductions")
        contact = intake.people.ids[row]
        entry = log_row(name, one, log_id, contact)
        filing = (*filing, sealed(entry))
        intake.out.changes.append(entry)
        intake.count(row, name, one, (sealed(entry),))
    intake.out.changes.append(pair.cell(sheet, "made", day)._replace(filing=filing))
