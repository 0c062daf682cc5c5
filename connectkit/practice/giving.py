"""Give before you ask: a shelf of things to give, matched to people, and a kind word after two asks in a row.

Only ever totals of a month are counted, never what one person owes another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from connectkit.absorb.absorbed import Absorbed, Interaction
from connectkit.model import CellValue, Formula, SetCell
from connectkit.practice.base import Practice, Situation
from connectkit.practice.once import second_sides
from connectkit.practice.stems import stems
from connectkit.sheet.cells import as_text, to_cell_text
from connectkit.sheet.parse_rows import RecordReader
from connectkit.sheet.tables import Record, Sheet, Tables

NAMED = 5
"""So many people stand beside a thing on the shelf."""

_GONE = frozenset({"paused", "fade"})
_DUE = frozenset({"due", "late"})
_FIELDS = ("interests", "tags", "needs")


class Match(NamedTuple):
    """A person a thing could interest; ``word`` is the user's own word that says so."""

    row: int
    name: str
    weight: int
    word: str


class Helped(NamedTuple):
    """Who was given something in a month, and who was asked, a name for each time; totals, no accounts."""

    gave: tuple[str, ...]
    asked: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """``you helped 6 times and asked twice``."""
        return f"you helped {_times(len(self.gave))} and asked {_times(len(self.asked))}"


def helped(absorbed: Absorbed, names: Mapping[int, str], month: date) -> Helped:
    """What was given and asked in the calendar month of ``month``; ``names`` maps contact row to name."""
    here = [
        (names.get(row, ""), one)
        for row, known in absorbed.interactions.items()
        for one in known
        if (one.day.year, one.day.month) == (month.year, month.month)
    ]
    second = second_sides(here)
    every = [(one.day, name, one.direction.casefold()) for name, one in here if one not in second]
    every.sort()
    return Helped(
        tuple(name for _, name, direction in every if direction == "gave"),
        tuple(name for _, name, direction in every if direction == "asked"),
    )


def _times(number: int) -> str:
    return {0: "nobody", 1: "once", 2: "twice"}.get(number, f"{number} times")


def give(situation: Situation, practice: Practice) -> None:
    """Names beside everything on the shelf; for whoever is due, the thing that fits them, and the guard against asking.

    A person gets the same thing offered once. Where nothing fits somebody asked twice, the draft leaves the gap open.
    """
    shelf = _shelf(situation)
    matches = {
        record.row: _matches(record, situation) if _lasts(record, situation.today) else [] for record in shelf
    }
    for record in shelf:
        practice.changes += _cells(record, matches[record.row], situation)
    due = situation.decided[situation.decided["verdict"].isin(_DUE)]
    offered = _offered(situation.tables)
    for row in due["row"].tolist():
        contact = situation.identities.ids.get(row, "")
        told = asked_twice(situation.absorbed.interactions.get(row, ()))
        if told:
            former = practice.reasons.get(row)
            practice.reasons[row] = f"{former}; {told}" if former else told
        best = _best(shelf, matches, row, offered.get(contact, ()))
        if best is not None:
            practice.facts[row] = {
                **practice.facts.get(row, {}),
                **_fact(best, situation.tables.contacts.sheet, row),
            }
        elif told:
            practice.facts[row] = {**practice.facts.get(row, {}), "give": "", "give_link": ""}


def asked_twice(known: Iterable[Interaction]) -> str:
    """The guard's sentence where the last two entries with a direction are asks; else ``""``."""
    directions = [one.direction.casefold() for one in known if one.direction.casefold() in ("gave", "asked")]
    if directions[-2:] != ["asked", "asked"]:
        return ""
    return "you asked twice since you last gave" if "gave" in directions else "you asked the last two times"


def _shelf(situation: Situation) -> list[Record]:
    sheet = situation.tables.sheets.get("gives")
    reader = RecordReader(situation.tables.order, situation.today, situation.tables.problems)
    records = reader.read(sheet, dates=("until",), checked=("until",), lasting=True)
    return [record for record in records if record["title"] or record["link"]]


def _lasts(record: Record, today: date) -> bool:
    """Whether a thing can still be given; one whose Until can't be read waits until it can."""
    until = record.dates["until"]
    return "until" not in record.unread and (until is None or today <= until)


def _matches(record: Record, situation: Situation) -> list[Match]:
    """Everybody it could interest, the best first: their own interests, tags and needs before a word in the notes."""
    about = stems(record["topics"])
    wide = about | stems(record["title"])
    if not wide:
        return []
    found = []
    sheet, decided = situation.tables.contacts.sheet, situation.decided
    gone = set(decided.loc[decided["verdict"].isin(_GONE), "row"].tolist())
    for row, name, fields in _people(sheet, situation.tables.contacts.frame["name"].tolist()):
        if row in gone or row in situation.identities.frozen:
            continue
        near = wide & fields[0]
        far = about & fields[1] - near
        if near or far:
            word = _word(sheet, row, near or far)
            found.append(Match(row, name, 2 * len(near) + len(far), word))
    return sorted(found, key=lambda one: (-one.weight, one.name.casefold(), one.row))


def _people(
    sheet: Sheet, names: Sequence[str]
) -> Iterable[tuple[int, str, tuple[frozenset[str], frozenset[str]]]]:
    """Row, name, and the stems of what they care about and of the notes on them."""
    columns = [sheet.column(key) for key in (*_FIELDS, "notes")]
    for row, name, *cells in zip(sheet.numbers, names, *columns, strict=True):
        own, notes = " ".join(as_text(cell) for cell in cells[:-1] if cell), as_text(cells[-1])
        yield row, name, (stems(own), stems(notes))


def _word(sheet: Sheet, row: int, shared: frozenset[str]) -> str:
    """The first word of the user's about this person that made the match."""
    for key in (*_FIELDS, "notes"):
        for word in sheet.text(row, key).replace("/", " ").split():
            if stems(word) & shared:
                return word.strip(".,;:!?()“”\"'").casefold()
    return sorted(shared)[0]


def _cells(record: Record, matches: Sequence[Match], situation: Situation) -> list[SetCell]:
    sheet = situation.tables.sheets["gives"]
    text = ", ".join(f"{one.name} ({one.word})" for one in matches[:NAMED])
    wanted: list[tuple[str, CellValue]] = [("could_interest", to_cell_text(text) or None)]
    if not record["id"]:
        wanted.append(("id", f"gk-{situation.new_id()}"))
    cells = [(key, sheet.cell(record.row, key), after) for key, after in wanted]
    return [
        SetCell("gives", record.row, key, record["id"], "", before, after)
        for key, before, after in cells
        if not isinstance(before, Formula)
    ]


def _offered(tables: Tables) -> dict[str, list[str]]:
    """Contact ID to the messages drafted for them: what stands in one was offered."""
    found: dict[str, list[str]] = {}
    for record in tables.drafts:
        found.setdefault(record["contact_id"], []).append(
            f"{record['subject']}\n{record['message']}".casefold()
        )
    return found


def _best(
    shelf: Sequence[Record], matches: Mapping[int, Sequence[Match]], row: int, offered: Sequence[str]
) -> Record | None:
    """What fits this person best of what was not offered to them yet."""
    fitting = [
        (-one.weight, record.row, record)
        for record in shelf
        for one in matches[record.row]
        if one.row == row and not any(_what(record).casefold() in text for text in offered)
    ]
    return min(fitting, key=lambda one: one[:2])[2] if fitting else None


def _what(record: Record) -> str:
    return record["title"] or record["link"]


def _fact(record: Record, sheet: Sheet, row: int) -> dict[str, str]:
    """The gift as a draft may name it; the word only where the person's interests or needs say it, never a note."""
    about = stems(record["topics"]) | stems(record["title"])
    words = (
        word for key in ("interests", "needs") for word in sheet.text(row, key).replace("/", " ").split()
    )
    word = next((one.strip(".,;:!?()“”\"'") for one in words if stems(one) & about), "")
    link = record["link"] if record["title"] else ""
    return {"give": _what(record), "give_link": link, "give_word": word}
