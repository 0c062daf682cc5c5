"""The changes of an import, collected: new rows, blank cells filled, Log rows, questions; columns the sheet lacks.

Everything becomes one plan, so that an import is one write and one run to take back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from connectkit.absorb.absorbed import Interaction, log_row, short
from connectkit.due.occasions import KNOWN
from connectkit.errors import ImportFailed
from connectkit.merging.news import NEWS, Changed, dump, shown, was
from connectkit.model import (
    AddColumns,
    AddTab,
    AppendRow,
    CellValue,
    Change,
    Formula,
    Layout,
    Permission,
    Plan,
    SetCell,
    TabLayout,
    blank,
)
from connectkit.people import person_cells
from connectkit.people.farewell import SOURCE
from connectkit.people.records import Exchange, Person
from connectkit.plan import check_law
from connectkit.schema import CONTACTS, DIRECTIONS
from connectkit.sheet.cells import as_text, to_cell_text
from connectkit.sheet.ids import mint
from connectkit.view import View

if TYPE_CHECKING:
    from connectkit.merging.result import Question

ORIGIN = "import"


@dataclass
class Draft:
    """One new row of Contacts in the making."""

    id: str
    name: str
    person: Person
    values: dict[str, CellValue]


@dataclass
class Writing:
    """Collects what an import writes. ``tag`` is set into the Tags of every new row."""

    view: View
    tag: str
    new_id: Callable[[], str]
    drafts: list[Draft] = field(default_factory=list)
    cells: dict[tuple[int, str], SetCell] = field(default_factory=dict)
    days: dict[int, date] = field(default_factory=dict)
    rows: list[AppendRow] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    unsaid: list[str] = field(default_factory=list)

    def add(self, person: Person, values: dict[str, CellValue]) -> Draft:
        """A new contact."""
        own = person.source_id if person.source_id.startswith("ck-") else ""
        if own in self.view.identities.ids.values():
            own = ""
        draft = Draft(own or mint("contacts", person.name, self.new_id), person.name, person, dict(values))
        self.drafts.append(draft)
        self.complete(draft, {}, person.last_contact)
        return draft

    def complete(self, draft: Draft, values: Mapping[str, CellValue], last: date | None) -> None:
        """What another person of the file who is the same brings: blank cells only, Last contact forward."""
        notes = [as_text(one.get("notes")) for one in (draft.values, values) if one.get("notes")]
        for key, value in values.items():
            draft.values.setdefault(key, value)
        if len(notes) == 2 and notes[1] not in notes[0]:
            draft.values["notes"] = "\n".join(notes)
        former = draft.values.get("last_contact")
        if last is not None and (not isinstance(former, date) or last > former):
            draft.values["last_contact"] = last

    def fill(self, row: int, values: Mapping[str, CellValue], last: date | None) -> list[tuple[str, str]]:
        """Blank cells of a contact get these values; gives the titles and values of those that do."""
        gains: list[tuple[str, str]] = []
        if row in self.view.identities.frozen:
            return gains
        for key, value in values.items():
            if key == "last_contact" and row in self.days:
                continue
            if key != "name" and blank(self.view.contacts.cell(row, key)) and (row, key) not in self.cells:
                self.cells[row, key] = self.view.cell(row, key, value, Permission.FILL)
                gains.append((CONTACTS.column(key).title, as_text(value)))
            elif key == "notes" and as_text(value) not in self.view.contacts.text(row, key):
                self.unsaid.append(
                    f"{self.view.names[row]}: the note of the file, “{short(as_text(value), 60)}”, was not taken, because the Notes hold something of yours."
                )
        if self._forward(row, last):
            gains.append((CONTACTS.column("last_contact").title, str(last)))
        if gains:
            self.known.add(row)
        return gains

    def _forward(self, row: int, last: date | None) -> bool:
        if last is None or last > self.view.today or self.view.tables.contacts.stays(row, last):
            return False
        if row in self.days and last <= self.days[row]:
            return False
        self.days[row] = last
        self.cells.pop((row, "last_contact"), None)  # a day says more than words that are none
        return True

    def log(self, one: Exchange, log_id: str, name: str, contact: str, source: str) -> None:
        """A row of the Log. Who wrote to whom stands with the source: Direction means gave and asked there."""
        own = one.direction in DIRECTIONS
        told = f"{source}, {one.direction}" if one.direction and not own else source
        row = Interaction(0, one.day, one.kind, one.direction if own else "", one.subject, told)
        self.rows.append(log_row(name, row, log_id, contact))

    def ask(self, question: Question, person: Person, contact: str, source: str, row: int) -> None:
        """A row of Matches. The contact gets its ID in the same write, so that the answer finds it."""
        values: dict[str, CellValue] = {
            "contact": question.contact,
            "other": to_cell_text(question.other),
            "why": question.why,
            "source": source,
            "record": person_cells.dump_person(person),
            "id": question.id,
            "contact_id": contact,
        }
        self.rows.append(AppendRow("matches", question.id, values))
        if row > 0:
            self.known.add(row)

    def ask_news(self, one: str, row: int, told: Changed, source: str) -> Question:
        """A row of Matches about what changed of a contact."""
        from connectkit.merging.result import Question

        question = Question(one, f"{self.view.names[row]} (row {row})", shown(told), NEWS)
        values: dict[str, CellValue] = {
            "contact": question.contact, "other": to_cell_text(question.other), "why": NEWS, "source": source, "record": dump(told),
            "id": one, "contact_id": self.view.identities.ids.get(row, ""),
        }  # fmt: skip
        self.rows.append(AppendRow("matches", one, values))
        self.known.add(row)
        return question

    def take_over(self, row: int, told: Changed, one: str) -> list[str]:
        """What the user said yes to: cells that still hold what was asked about change, and the Log keeps how it was."""
        stands = {
            key: pair for key, pair in told.items()
            if self.view.contacts.text(row, key) == pair[0] and not isinstance(self.view.contacts.cell(row, key), Formula)
        }  # fmt: skip
        for key, (_, new) in stands.items():
            self.cells[row, key] = self.view.cell(row, key, to_cell_text(new), Permission.ANSWER)
        if stands:
            contact, log_id = self.view.identities.ids[row], "lk-" + one.removeprefix("mk-")
            entry = Interaction(row, self.view.today, "note", "", was(stands, self.view.today), SOURCE)
            self.rows.append(log_row(self.view.names[row], entry, log_id, contact))
            self.known.add(row)
        return [CONTACTS.column(key).title for key in stands]

    def ask_pair(self, question: Question, row: int, other: int) -> None:
        """A row of Matches about two contacts; both get their IDs in the same write."""
        ids = self.view.identities.ids
        values: dict[str, CellValue] = {
            "contact": question.contact,
            "other": question.other,
            "why": question.why,
            "source": "Contacts",
            "record": ids.get(other, ""),
            "id": question.id,
            "contact_id": ids.get(row, ""),
        }
        self.rows.append(AppendRow("matches", question.id, values))
        self.known |= {row, other}

    def settle(self, row: int, key: str, after: CellValue) -> None:
        """A tool-owned cell of Matches is set."""
        sheet = self.view.tables.sheets["matches"]
        before = sheet.cell(row, key)
        self.cells[-row, key] = SetCell(
            "matches", row, key, sheet.text(row, "id"), sheet.text(row, "contact"), before, after
        )

    # -- the plan --------------------------------------------------------------------------------------------

    def changes(self) -> tuple[list[SetCell], list[AppendRow]]:
        """The cells that are set and the rows that are new, new contacts first."""
        moved = [self.view.cell(row, "last_contact", day) for row, day in self.days.items()]
        cells = [*self.cells.values(), *moved, *self._identities()]
        return cells, [*map(self._new_row, self.drafts), *self.rows]

    def plan(self) -> tuple[Plan, tuple[str, ...]]:
        """The plan, and the titles of columns it adds to the user's Contacts."""
        found = self.view.found
        cells, rows = self.changes()
        if not (rows or cells or self.view.repairs):
            return Plan(layout=found.complete, origin=ORIGIN), ()
        keys = {key for row in rows if row.tab == "contacts" for key in row.values}
        keys |= {one.column for one in cells if one.tab == "contacts"}
        layout, added = self._columns(keys)
        tabs: list[Change] = list(found.add_tabs)
        if any(one.tab == "matches" for one in self.rows) and "matches" not in found.layout:
            tabs.append(AddTab("matches", found.complete["matches"].title))
        changes = (*tabs, *added, *self.view.repairs, *cells, *rows)
        plan = Plan(changes, layout, self.view.choices, origin=ORIGIN, run_id=self.new_id())
        check_law(plan)
        ours = {key for key in keys if key not in found.complete["contacts"].columns}
        return plan, tuple(CONTACTS.column(key).title for key in CONTACTS.keys if key in ours)

    def _new_row(self, draft: Draft) -> AppendRow:
        values = dict(draft.values)
        columns = self.view.found.complete["contacts"].columns
        halves = {"first_name", "family_name"} & columns.keys()
        if "name" not in columns or ("name" in self._formulas and halves):
            values["first_name"], values["family_name"] = person_cells.split_name(draft.person)
        elif "name" in self._formulas:
            raise ImportFailed(
                f"The Name column of {self.view.contacts.layout.title} holds formulas, so {draft.name} can't be written into it.",
                "Add columns First name and Last name for the formula to read, or write names as plain text.",
            )
        if "name" not in columns or "name" in self._formulas:
            values.pop("name")
        values = {key: value for key, value in values.items() if key not in self._formulas}
        if self.tag and not (draft.person.source_id.startswith("ck-") and _batched(draft.person)):
            values["tags"] = ", ".join(filter(None, (as_text(values.get("tags")), self.tag)))
        values |= {"id": draft.id, "added": self.view.today, "occasions": f"{KNOWN} {self.view.today}"}
        clean = {key: value for key, value in values.items() if value not in ("", None)}
        return AppendRow("contacts", draft.id, clean)

    @cached_property
    def _formulas(self) -> frozenset[str]:
        """Columns that are computed: a formula in the header, in the first row, or in most rows. Nothing is written there."""
        sheet, found = self.view.contacts, set()
        for key, at in sheet.layout.columns.items():
            cells = sheet.column(key)
            many = sum(isinstance(one, Formula) for one in cells) * 2 > len(cells)
            first = isinstance(next(iter(cells), None), Formula)
            if first or many or isinstance(sheet.raw.cell(sheet.layout.header_row, at), Formula):
                found.add(key)
        return frozenset(found)

    def _identities(self) -> list[SetCell]:
        """The ID and the day first seen of contacts that are written about and have none in the sheet yet."""
        changes = []
        for row in sorted(self.known | set(self.days)):
            wanted = self.view.identities.ids.get(row)
            if wanted and as_text(self.view.contacts.cell(row, "id")) != wanted:
                changes.append(self.view.cell(row, "id", wanted))
                if blank(self.view.contacts.cell(row, "added")):
                    changes.append(self.view.cell(row, "added", self.view.today))
        return changes

    def _columns(self, keys: set[str]) -> tuple[Layout, list[Change]]:
        """The layout with columns for everything to be written, and the changes that add them."""
        found = self.view.found
        here: TabLayout = found.complete["contacts"]
        missing = [key for key in CONTACTS.keys if key in keys and key not in here.columns]
        places = {key: (here.width + 1 + at, CONTACTS.column(key).title) for at, key in enumerate(missing)}
        added: list[Change] = []
        joined = False
        for one in found.add_columns:
            if one.tab == "contacts" and places:
                one, joined = replace_columns(one, places), True
            added.append(one)
        if places and not joined:
            added.append(AddColumns("contacts", places))
        wider = here.with_columns({key: index for key, (index, _) in places.items()})
        return {**found.complete, "contacts": wider}, added


def _batched(person: Person) -> bool:
    """True for somebody who was imported before: the first batch stays the one that is told."""
    return any(tag.startswith("import:") for tag in person.tags)


def replace_columns(one: AddColumns, more: Mapping[str, tuple[int, str]]) -> AddColumns:
    """The same addition with more columns at its right."""
    return one._replace(columns={**one.columns, **more})
