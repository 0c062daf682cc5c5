"""Takes in the answers of the Matches tab: yes fills what is blank, no adds the other as a person of their own.

Both rows of a double stay: connectkit deletes nobody. A question that was answered is never asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from connectkit.merging import news
from connectkit.merging.writing import Writing
from connectkit.model import Change, Problem, SetCell, blank
from connectkit.people import person_cells
from connectkit.people.match import CHANGED_JOBS
from connectkit.text.answers import read_yes
from connectkit.view import View

YES, NO = "y", "n"
_TOLD = {True: YES, False: NO, None: ""}


class Asked(NamedTuple):
    """One row of Matches: its number, its ID, whom it is about, what the file said of the other, and the answer."""

    row: int
    id: str
    contact_id: str
    record: str
    answer: str
    taken: bool
    contact: str
    other: str
    why: str = ""


def asked(view: View) -> Iterator[Asked]:
    """All questions that stand in the sheet."""
    sheet = view.tables.sheets.get("matches")
    for row in sheet.numbers if sheet is not None else ():
        assert sheet is not None  # noqa: S101 - see above
        answer = _TOLD[read_yes(sheet.text(row, "answer"))]
        taken = not blank(sheet.cell(row, "taken"))
        one, contact, record, name, other = (
            sheet.text(row, key) for key in ("id", "contact_id", "record", "contact", "other")
        )
        yield Asked(row, one, contact, record, answer, taken, name, other, sheet.text(row, "why"))


def _unclear(view: View) -> Iterator[Problem]:
    """Answers that are neither yes nor no."""
    for one in asked(view):
        sheet = view.tables.sheets["matches"]
        if not (one.answer or one.taken or blank(sheet.cell(one.row, "answer"))):
            told = f"“{sheet.text(one.row, 'answer')}” is no answer, so nothing was done: write yes or no."
            yield sheet.problem(one.row, "answer", told)


def take_answers(view: View, writing: Writing, *, leave: Collection[int] = ()) -> list[str]:
    """Notes what the answers that were not yet taken in change; gives one sentence each. Rows to ``leave`` wait."""
    rows = {one: row for row, one in view.identities.ids.items() if row not in view.identities.frozen}
    said: list[str] = []
    for one in asked(view):
        row = rows.get(one.contact_id)
        if not one.answer or one.taken or row is None or row in leave:
            continue
        told = (
            _pair(view, writing, rows, one, row)
            if one.record.startswith("ck-")
            else _record(view, writing, one, row)
        )
        if told:
            said.append(told)
            writing.settle(one.row, "taken", view.today)
            if one.record and not one.record.startswith("ck-"):
                writing.settle(one.row, "record", None)
    return said


def _record(view: View, writing: Writing, one: Asked, row: int) -> str:
    """Somebody of a file: the contact gains, or they become a contact."""
    told = news.load(one.record)
    if told:
        titles = writing.take_over(row, told, one.id) if one.answer == YES else []
        kept = "stays as it was" if one.answer == NO else "was changed by you meanwhile and stays"
        name = view.names[row]
        return f"Matches: {', '.join(titles)} of {name} taken over." if titles else f"Matches: {name} {kept}."
    person = person_cells.load_person(one.record)
    if person is None:
        return ""
    cells = person_cells.cells_of(person, view.config)
    if one.answer == NO:
        writing.add(person, cells)
        return f"Matches: {person.name} is somebody else, and was added."
    gained = [title for title, _ in writing.fill(row, cells, person.last_contact)]
    if one.why == CHANGED_JOBS:
        gained += writing.take_over(row, news.changed(view, row, person), one.id)
    return f"Matches: {person.name} is {view.names[row]}, who gained {', '.join(gained) or 'nothing new'}."


def _pair(view: View, writing: Writing, rows: dict[str, int], one: Asked, row: int) -> str:
    """Two contacts: the first gains what only the second has."""
    other = rows.get(one.record)
    if other is None:
        return f"Matches: {one.other} is no longer in Contacts."
    if one.answer == NO:
        return (
            f"Matches: {view.names[row]} (row {row}) and {view.names[other]} (row {other}) stay two people."
        )
    order = view.tables.order
    person = person_cells.person_of_row(
        view.contacts, other, view.names[other], order=order, today=view.today
    )
    gains = writing.fill(row, person_cells.cells_of(person, view.config), person.last_contact)
    titles = ", ".join(title for title, _ in gains) or "nothing new"
    return f"Matches: {view.names[row]} (row {row}) gained {titles}; row {other} is yours to delete."


def answer_changes(
    view: View, taken: list[Change], *, new_id: Callable[[], str]
) -> tuple[list[Change], list[str]]:
    """What a sync writes for new answers, beside the changes it has ``taken`` already; nothing where there are none."""
    view.tables.problems += _unclear(view)
    if not any(one.answer and not one.taken for one in asked(view)):
        return [], []
    busy = {
        one.row
        for one in taken
        if isinstance(one, SetCell) and one.tab == "contacts" and one.column == "last_contact"
    }
    writing = Writing(view, "", new_id)
    said = take_answers(view, writing, leave=busy)
    columns = view.found.complete["contacts"].columns
    cells, rows = writing.changes()
    changes: list[Change] = [cell for cell in cells if cell.column in view.found.complete[cell.tab].columns]
    for row in rows:
        values = {key: value for key, value in row.values.items() if row.tab != "contacts" or key in columns}
        changes.append(row._replace(values=values))
    return changes, said
