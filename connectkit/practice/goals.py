"""Goals with a number and a period, and how far they have come, counted from Met, Added and the Log.

A person counts for a goal when they match its Counting words and became known in its period: on the day in Met, else
the first sign of a row that was added after connectkit first saw the sheet. Who was there from the beginning, without
a day in Met, is an old tie and counts for no period that has a first day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from connectkit.absorb.absorbed import Absorbed
from connectkit.model import CellValue, Formula, SetCell, blank, shown
from connectkit.practice.base import Practice, Situation
from connectkit.practice.once import second_sides
from connectkit.practice.rhythm import first_known
from connectkit.schema import DIRECTIONS, KINDS
from connectkit.sheet.cells import as_text
from connectkit.sheet.ids import mint
from connectkit.sheet.labels import labels
from connectkit.sheet.parse_rows import RecordReader
from connectkit.sheet.tables import Record, Sheet, Tables
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold

COLUMNS = {
    "role": ("role",),
    "tag": ("tags",),
    "tags": ("tags",),
    "title": ("title",),
    "company": ("company",),
    "city": ("city",),
    "interest": ("interests",),
    "interests": ("interests",),
    "tier": ("tier",),
}
"""What may stand before a colon, and the columns it looks into; without one, :data:`ANYWHERE`."""

ANYWHERE = ("role", "tags", "title", "interests")

_COLON = pattern(r"\s*([a-z]+)\s*[:=]\s*(.+)")


class Goal(NamedTuple):
    """One row of Goals. ``first`` and ``last`` are None where the period is open."""

    row: int
    id: str
    text: str
    wanted: int
    counting: str
    first: date | None
    last: date | None


class Progress(NamedTuple):
    """A goal, how far it has come, and the names (or days) behind the number."""

    goal: Goal
    so_far: int
    names: tuple[str, ...]

    @property
    def left(self) -> int:
        """How many are still wanted; 0 when it is reached."""
        return max(0, self.goal.wanted - self.so_far)

    def say(self) -> str:
        """``Three people in product: 1 of 3 so far (Ana Lima)``."""
        who = f" ({', '.join(self.names)})" if self.names else ""
        return f"{self.goal.text}: {self.so_far} of {self.goal.wanted}{' so far' if self.left else ', done'}{who}"


def read_goals(tables: Tables, today: date, *, tell: bool = False) -> list[Goal]:
    """The goals that can be counted; with ``tell``, what is missing in the others becomes a problem."""
    sheet = tables.sheets.get("goals")
    if sheet is None:
        return []
    problems = tables.problems if tell else []
    records = RecordReader(tables.order, today, problems).read(
        sheet, dates=("from", "to"), checked=("from", "to")
    )
    found = []
    for record in records:
        missing = _missing(sheet, record)
        if missing is None:
            text = " ".join((record["goal"] or record["counting"]).split())
            number = _number(sheet, record) or 0
            found.append(
                Goal(
                    record.row,
                    record["id"],
                    text,
                    number,
                    record["counting"],
                    record.dates["from"],
                    record.dates["to"],
                )
            )
        elif tell:
            problems.append(sheet.problem(record.row, *missing))
    return found


def _missing(sheet: Sheet, record: Record) -> tuple[str, str] | None:
    """Which column lacks what a goal needs, and what to do."""
    if _number(sheet, record) is None:
        return "count", "A goal needs a number: write how many into Count, for example 3."
    if not record["counting"]:
        return (
            "counting",
            "Say who counts for this goal: a role, tag or title (mentor; tag: product), or gave.",
        )
    for key in ("from", "to"):
        if record.dates[key] is None and not blank(sheet.cell(record.row, key)):
            return key, "This goal is not counted until its day can be read."
    first, last = record.dates["from"], record.dates["to"]
    if first and last and last < first:
        return "to", "This goal ends before it begins: put From and To right."
    return None


def _number(sheet: Sheet, record: Record) -> int | None:
    value = shown(sheet.cell(record.row, "count"))
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    whole = (
        isinstance(value, int | float) and not isinstance(value, bool) and value > 0 and value == int(value)
    )
    return int(value) if whole and isinstance(value, int | float) else None


def progress(goal: Goal, tables: Tables, absorbed: Absorbed, today: date) -> Progress:
    """How far a goal has come by today."""
    last = min(goal.last or today, today)
    events = log_words(goal.counting)
    if events:
        names = _names(tables)
        every = [(names[row], one) for row, known in absorbed.interactions.items() for one in known]
        second = second_sides(every)
        met = [
            (one.day, name)
            for name, one in every
            if one not in second
            and {one.kind.casefold(), one.direction.casefold()} & events
            and (goal.first or one.day) <= one.day <= last
        ]
        return Progress(goal, len(met), tuple(dict.fromkeys(name for _, name in sorted(met))))
    rows = _matching(goal.counting, tables)
    known = first_known(tables, absorbed, today)
    names = _names(tables)
    counted = [row for row in rows if _within(known.get(row), goal.first, last)]
    return Progress(goal, len(counted), tuple(names[row] for row in counted))


def _within(day: date | None, first: date | None, last: date) -> bool:
    """True for a day in the period; an unknown day lies before every period that has a beginning."""
    if day is None:
        return first is None
    return (first or day) <= day <= last


def log_words(counting: str) -> set[str]:
    """The directions and kinds of the Log a goal counts (``gave``, ``introductions``); empty where it counts people."""
    words = {fold(part) for part in re.split(r"[,;]| or ", counting)}
    known = {*DIRECTIONS, *KINDS}
    found = {word if word in known else word.removesuffix("s") for word in words}
    return found if found <= known else set()


def _matching(counting: str, tables: Tables) -> list[int]:
    """Rows of the people who match: any of the words between commas, all of those joined by ``and`` or ``+``."""
    sheet = tables.contacts.sheet
    alternatives = [
        [_asked(part) for part in re.split(r"\+| and ", fold(choice)) if part.strip()]
        for choice in re.split(r"[,;]| or ", counting)
        if choice.strip()
    ]
    keys = {key for parts in alternatives for columns, _ in parts for key in columns}
    texts = {key: list(tables.contacts.frame["tier"]) if key == "tier" else sheet.column(key) for key in keys}
    return [
        row
        for at, row in enumerate(sheet.numbers)
        if any(
            all(any(_says(texts[key][at], word) for key in columns) for columns, word in parts)
            for parts in alternatives
        )
    ]


def _asked(part: str) -> tuple[tuple[str, ...], str]:
    found = _COLON.fullmatch(part)
    if found and found[1] in COLUMNS:
        return COLUMNS[found[1]], found[2].strip()
    return ANYWHERE, part.strip()


def _says(value: CellValue, word: str) -> bool:
    """True where the cell holds all the words, as whole words (a plural s aside)."""
    have = {one.removesuffix("s") for one in re.findall(r"\w+", fold(as_text(value)))}
    return all(one.removesuffix("s") in have for one in re.findall(r"\w+", word))


def _names(tables: Tables) -> Mapping[int, str]:
    return labels(tables)


def all_progress(tables: Tables, absorbed: Absorbed, today: date) -> tuple[Progress, ...]:
    """Every goal that can be counted, with its progress, in the order of the tab."""
    return tuple(progress(one, tables, absorbed, today) for one in read_goals(tables, today))


def goals(situation: Situation, practice: Practice) -> None:
    """``So far`` and ``Left`` of every goal, and the hidden ID of a new one."""
    tables, absorbed, today = situation.tables, situation.absorbed, situation.today
    sheet = tables.sheets.get("goals")
    if sheet is None:
        return
    found = {one.row: progress(one, tables, absorbed, today) for one in read_goals(tables, today, tell=True)}
    for row in sheet.numbers:
        identity = sheet.text(row, "id")
        wanted: dict[str, CellValue] = {"so_far": None, "left": None}
        if row in found:
            wanted = {"so_far": found[row].so_far, "left": found[row].left}
        if not identity and any(not blank(sheet.cell(row, key)) for key in ("goal", "count", "counting")):
            wanted["id"] = mint("goals", "", situation.new_id)
        practice.changes += _cells(sheet, row, identity, wanted)


def _cells(sheet: Sheet, row: int, identity: str, wanted: Mapping[str, CellValue]) -> Sequence[SetCell]:
    return [
        SetCell("goals", row, key, identity, "", sheet.cell(row, key), after)
        for key, after in wanted.items()
        if not isinstance(sheet.cell(row, key), Formula)
    ]
