"""Questions for somebody with no network yet: whom they know already, and the rows that follow from the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from connectkit.due.occasions import KNOWN
from connectkit.model import AppendRow, CellValue, Change, Plan
from connectkit.plan import check_law
from connectkit.sheet.cells import to_cell_text
from connectkit.sheet.ids import mint
from connectkit.text.plain import fold

if TYPE_CHECKING:
    from connectkit.view import View

ORIGIN = "start"


class Prompt(NamedTuple):
    """A question, and what the answers get as Met and as Tag."""

    question: str
    met: str
    tag: str


PROMPTS = (
    Prompt("Whom did you like to sit with at school or in your studies?", "Studied together", "classmate"),
    Prompt("Which teacher or trainer would still know your name?", "Taught me", "teacher"),
    Prompt("With whom did you enjoy working, in any job you had?", "Worked together", "colleague"),
    Prompt("Which boss or older colleague once stood up for you?", "Worked for them", "boss"),
    Prompt("Which customer, supplier or partner was always good to talk to?", "Met at work", "partner"),
    Prompt("Which neighbour do you meet often and hardly know?", "Neighbour", "neighbour"),
    Prompt(
        "Whom do you meet in a club, a team, a choir, at the school gate?",
        "Met in our free time",
        "free time",
    ),
    Prompt(
        "Which friend of a friend did you want to see again?", "Met through friends", "friend of a friend"
    ),
    Prompt(
        "Whose work do you follow, who would be glad to hear that it helped you?",
        "I follow their work",
        "admired",
    ),
    Prompt("Who helped you once and never heard how it turned out?", "Helped me once", "thanks owed"),
)

PER_WEEK = 2


class Answer(NamedTuple):
    """A person named in answer to a prompt, with a note if one was given."""

    name: str
    note: str
    prompt: Prompt


def read_answer(text: str, prompt: Prompt) -> list[Answer]:
    """The people in one answer: apart by semicolons, a note after a comma. ``Ana Lima, sails; Ben Ito``."""
    found = []
    for piece in text.split(";"):
        name, _, note = piece.strip().partition(",")
        name = " ".join(to_cell_text(name).split())
        if name:
            found.append(Answer(name, to_cell_text(note.strip()), prompt))
    return found


def known_already(names: Iterable[str]) -> set[str]:
    """Names as they are compared."""
    return {fold(name) for name in names}


def plan_start(
    view: View, answers: Sequence[Answer], *, per_week: int = PER_WEEK, new_id: Callable[[], str]
) -> tuple[Plan, list[Answer]]:
    """The plan that appends one contact for each person named who is not in the sheet yet, and who these are.

    Their first hellos are spread over the coming weeks, ``per_week`` each, so that nobody comes all at once. Columns
    the sheet lacks are left out; nothing that stands in it changes.
    """
    seen = known_already(view.tables.contacts.frame["name"].tolist())
    fresh = []
    for one in answers:
        if fold(one.name) not in seen:
            seen.add(fold(one.name))
            fresh.append(one)
    layout = view.found.complete["contacts"].columns
    rows = [
        _row(one, view.today + timedelta(weeks=at // max(1, per_week)), view.today, layout, new_id)
        for at, one in enumerate(fresh)
    ]
    changes: tuple[Change, ...] = (*view.found.add_tabs, *view.found.add_columns, *rows)
    plan = Plan(changes if rows else (), view.found.complete, view.plan.choices, ORIGIN, new_id())
    check_law(plan)
    return plan, fresh


def _row(
    one: Answer, hello: date, today: date, columns: Mapping[str, int], new_id: Callable[[], str]
) -> AppendRow:
    identity = mint("contacts", one.name, new_id)
    first, _, family = one.name.rpartition(" ")
    values: dict[str, CellValue] = {
        "name": one.name,
        "first_name": first or family,
        "family_name": family if first else "",
        "met": one.prompt.met,
        "tags": one.prompt.tag,
        "notes": one.note,
        "next_touch": hello,
        "added": today,
        "occasions": f"{KNOWN} {today}",
        "id": identity,
    }
    if "name" in columns:
        values = {key: value for key, value in values.items() if key not in ("first_name", "family_name")}
    if "met" not in columns:
        values["notes"] = "; ".join(part for part in (one.prompt.met, one.note) if part)
    kept = {key: value for key, value in values.items() if key in columns and value not in ("", None)}
    return AppendRow("contacts", identity, kept)
