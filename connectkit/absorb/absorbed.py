"""What the user did since the last run, collected: interactions, the changes that file them, who is who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from connectkit.config.config import Config
from connectkit.model import AppendRow, CellValue, Change, Filing, Problem, SetCell
from connectkit.people.records import Meeting
from connectkit.sheet.cells import as_text, last_line, to_cell_text
from connectkit.sheet.identity import Identities
from connectkit.sheet.labels import labels
from connectkit.sheet.tables import Record, Tables


class Interaction(NamedTuple):
    """One dated exchange with one contact. ``row`` is the contact's row number."""

    row: int
    day: date
    kind: str
    direction: str
    summary: str
    source: str

    @property
    def is_note(self) -> bool:
        """True for what was noted about a person without being in touch: it moves nothing and counts for nothing."""
        return is_note(self.kind, self.direction)


def is_note(kind: str, direction: str) -> bool:
    """True for a Log row that is no contact: kind note, nothing given and nothing asked."""
    return kind.strip().casefold() == "note" and not direction.strip()


class People:
    """Finds a contact's row by ID or by name; rows that must not be touched are never found.

    ``ids`` are the IDs after this run.
    """

    def __init__(self, tables: Tables, identities: Identities) -> None:
        frame = tables.contacts.frame
        self.names: dict[int, str] = dict(zip(frame["row"].tolist(), frame["name"].tolist(), strict=True))
        self.ids = identities.ids
        self.frozen = identities.frozen
        self._sheet = tables.contacts.sheet
        self._tables = tables

    @cached_property
    def by_id(self) -> dict[str, int]:
        """ID to row number."""
        return {one: row for row, one in self.ids.items()}

    @cached_property
    def labels(self) -> dict[int, str]:
        """What a sentence calls each row: the name, and what tells namesakes apart."""
        return labels(self._tables)

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """Casefolded name to the rows that carry it."""
        found: dict[str, list[int]] = defaultdict(list)
        for row, name in self.names.items():
            found[name.casefold()].append(row)
        return found

    def anchor(self, row: int) -> str:
        """The ID that stands in the sheet now, by which a write knows the row; "" for a new row."""
        return as_text(self._sheet.cell(row, "id"))

    def whose(self, record: Record, key: str = "name") -> int | None:
        """The contact a Log or Promises row is about: its name where that is one person's, else its Contact ID."""
        rows = self.by_name.get(record[key].casefold(), [])
        by_id = self.by_id.get(record["contact_id"])
        row = rows[0] if len(rows) == 1 else by_id
        if len(rows) > 1 and by_id not in rows:
            row = None
        return None if row is None or row in self.frozen else row


OPEN_PROMISE_DAYS = 7
"""A promise without a due day comes up after a week."""

THEIR_GRACE = 3
"""Days after its due day before a promise made to the user becomes a kind reminder."""


class Promise(NamedTuple):
    """An open promise: its row in Promises, its contact's row (None: nobody in Contacts), its ID after this run.

    ``rests`` is the last day on which nothing is said of it.
    """

    record: Record
    row: int | None
    id: str
    rests: date | None = None

    @property
    def theirs(self) -> bool:
        """True where somebody else promised it."""
        return self.record["by"].casefold() == "them"

    @property
    def due(self) -> date | None:
        """The day it is due."""
        return promise_due(self.record)

    def is_due(self, today: date) -> bool:
        """True from the due day on, three days later for what others promised; not while it rests."""
        grace = timedelta(THEIR_GRACE if self.theirs else 0)
        awake = self.rests is None or self.rests < today
        return awake and self.due is not None and self.due + grace <= today


def promise_due(record: Record) -> date | None:
    """The day a promise is due; one without a day comes up a week after it was first seen.

    None where Due holds what is no day: any other day would be made up.
    """
    if "due" in record.unread:
        return None
    made = record.dates["made"]
    return record.dates["due"] or (made + timedelta(days=OPEN_PROMISE_DAYS) if made else None)


class Sent(NamedTuple):
    """A draft whose Sent is taken in by this run: the day it went out, and its Log row."""

    draft: Record
    day: date
    filing: Filing


@dataclass
class Absorbed:
    """What the run takes in.

    Attributes:
        changes: the cells and rows this needs.
        interactions: old and new, newest last per contact, by contact row. remarks: likewise the notes, which are
            no contact.
        logged: what is new, for the report.
        open_drafts: contact IDs with a draft waiting to be sent.
        rested: contact row to the day a draft of the rhythm was skipped. later: contact row to the last resting day.
        back: IDs of drafts marked Later whose rest is over. over: IDs of open drafts whose occasion has passed.
        lying: how many drafts wait with the text they were made with.
        promises: open promises.
        already: IDs of rows that stood there before: an inbox text read a second time.
        ahead: contact row to the meeting of the next two days with them; nobody is drafted before it is over.
        notes: one sentence per cell of the user's that is touched.
    """

    changes: list[Change] = field(default_factory=list)
    interactions: dict[int, list[Interaction]] = field(default_factory=lambda: defaultdict(list))
    remarks: dict[int, list[Interaction]] = field(default_factory=lambda: defaultdict(list))
    logged: list[LoggedRow] = field(default_factory=list)
    open_drafts: set[str] = field(default_factory=set)
    rested: dict[int, date] = field(default_factory=dict)
    later: dict[int, date] = field(default_factory=dict)
    back: set[str] = field(default_factory=set)
    over: set[str] = field(default_factory=set)
    lying: int = 0
    promises: list[Promise] = field(default_factory=list)
    ahead: dict[int, Meeting] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    already: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def keep(self, one: Interaction) -> None:
        """A contact is an interaction of its row; a note is a remark."""
        (self.remarks if one.is_note else self.interactions)[one.row].append(one)

    def told_of(self, row: int) -> list[Interaction]:
        """Everything the Log tells of a contact's row, notes too, the oldest first."""
        return sorted((*self.interactions.get(row, ()), *self.remarks.get(row, ())), key=lambda one: one.day)


def log_row(name: str, one: Interaction, log_id: str, contact: str) -> AppendRow:
    """The Log row of one interaction."""
    values: dict[str, CellValue] = {
        "date": one.day, "name": name, "kind": one.kind or None, "direction": one.direction or None,
        "summary": to_cell_text(one.summary) or None, "source": one.source, "id": log_id, "contact_id": contact,
    }  # fmt: skip
    return AppendRow("log", log_id, values)


class Intake:
    """The run's collecting basket: what the modules that take things in share."""

    def __init__(
        self, tables: Tables, identities: Identities, config: Config, today: date, new_id: Callable[[], str]
    ) -> None:
        self.tables, self.config, self.today, self.new_id = tables, config, today, new_id
        self.people = People(tables, identities)
        self.out = Absorbed()
        self.sent_promises: list[Sent] = []
        self.forward: dict[int, tuple[date, Filing]] = {}
        """Contact row to the day to move to, and the Log row it comes from."""

    def move_forward(self, row: int, day: date, filing: Filing = ()) -> None:
        """Last contact of this row may move to this day; the latest wins."""
        if day <= self.today and (row not in self.forward or day > self.forward[row][0]):
            self.forward[row] = (day, filing)

    def know(self, row: int, day: date, record: Record) -> None:
        """An interaction that stands in the Log already."""
        one = Interaction(row, day, record["kind"], record["direction"], record["summary"], record["source"])
        self.out.keep(one)

    def set_cell(self, tab: str, record: Record, key: str, after: CellValue, filing: Filing = ()) -> None:
        """One cell of a record gets a value."""
        sheet = self.tables.sheets[tab]
        name = record["who"] if tab == "promises" else record["name"]
        before = sheet.cell(record.row, key)
        self.out.changes.append(SetCell(tab, record.row, key, record["id"], name, before, after, filing))

    def follow(self, tab: str, record: Record, row: int) -> None:
        """The hidden Contact ID follows the name."""
        if record["contact_id"] != self.people.ids[row]:
            self.set_cell(tab, record, "contact_id", self.people.ids[row])

    def unknown(self, name: str) -> str:
        """Why a name is no contact, and what to do."""
        if not name:
            return "This row names nobody. Write the contact's name as it stands in Contacts."
        if len(self.people.by_name.get(name.casefold(), [])) > 1:
            return f"Two contacts are called {name}, and the row does not say which. Make one name longer in Contacts and here."
        return f"Nobody in Contacts is called “{name}”. Write the name as it stands there, or add the person."

    def count(self, row: int | None, name: str, one: Interaction, filing: Filing) -> None:
        """A newly filed interaction: reported, known to the run, Last contact forward."""
        self.report(name, one.day, one.kind, one.source)
        if row is not None:
            self.out.keep(one)
            if not one.is_note:
                self.move_forward(row, one.day, filing)

    def report(self, name: str, day: date, kind: str, source: str) -> None:
        """A line for the report."""
        self.out.logged.append(LoggedRow(name, day, kind, source))


def short(text: str, limit: int = 80) -> str:
    """The text on one line, cut with an ellipsis."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def contact_days(interactions: Mapping[int, Iterable[Interaction]]) -> dict[int, date]:
    """The latest day of interaction per contact row."""
    return {row: max(one.day for one in known) for row, known in interactions.items()}


class LoggedRow(NamedTuple):
    """One interaction taken into the Log. ``source`` is draft, inbox, log command or import."""

    name: str
    date: date
    kind: str
    source: str


def last_note(tables: Tables, absorbed: Absorbed, row: int) -> str:
    """The newest thing noted about a person: the latest Log summary of theirs, else the last line of Notes."""
    for one in reversed(absorbed.told_of(row)):
        if one.summary and one.source != "draft" and one.kind != "introduction":
            return " ".join(one.summary.split())
    return last_line(as_text(tables.contacts.sheet.cell(row, "notes")))
