"""Finds the persons of a file in the sheet, and fills, adds or asks, until nothing more is found.

What one person brings may tell who another is. So all are matched again and again, each round against the sheet as it
would be after the last one, until a round finds everybody where the last one did. Only then anything is written: the
same file read once more then finds everybody where this time left them, because that is how the last round was read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Final

from connectkit.merging.answers import YES, Asked, asked
from connectkit.merging.news import AT_ONCE, changed, news_id, shown
from connectkit.merging.persons import Unit, crowded, namesakes, strength
from connectkit.merging.result import Batch, Question, Verdict
from connectkit.merging.writing import Draft, Writing
from connectkit.model import blank
from connectkit.people import person_cells
from connectkit.people.keys import Keys, name_key
from connectkit.people.match import Index, Key, Match, apart
from connectkit.people.records import Person, _digest
from connectkit.view import View

NEW: Final = "new"
MATCHED: Final = "matched"
ASKED: Final = "question"

_ROUNDS = 12
"""So many rounds are allowed until one finds everybody where the last one did; two or three are usual."""


_Cells = dict[int, dict[str, str]]
"""Row number, or minus the place in the file, to texts by column."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one person. No ``verdict``: nobody of the sheet, and nobody is to be added."""

    verdict: Verdict | None
    ref: int | None
    into: str = ""
    why: str = ""
    gains: tuple[tuple[str, str], ...] = ()


@dataclass
class Matching:
    """The persons of one file against one sheet. ``settle`` does it all; questions are written at its end."""

    view: View
    batch: Batch
    writing: Writing
    index: Index = field(default_factory=Index)
    added: dict[int, Draft] = field(default_factory=dict)
    matches: dict[int, Match] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    crowded: frozenset[Key] = frozenset()
    named: dict[tuple[str, ...], list[Unit]] = field(default_factory=lambda: defaultdict(list))

    @cached_property
    def answers(self) -> dict[str, Asked]:
        """Question ID to its row in the Matches tab."""
        return {one.id: one for one in asked(self.view)}

    def settle(self, units: Sequence[Unit]) -> list[tuple[Unit, Outcome]]:
        """Every person and what became of them, in the file's order."""
        self.crowded = crowded(units)
        for unit in units:
            if unit.records:
                self.named[name_key(unit.keys.name)].append(unit)
        classes: dict[int, list[Unit]] = defaultdict(list)
        for unit in units:
            classes[strength(unit.keys)].append(unit)
        former: Mapping[int, tuple[str, int | None]] = {}
        for _ in range(_ROUNDS):
            self.index = self._index(units)
            for one in sorted(classes):
                self._round(classes[one])
            now: Mapping[int, tuple[str, int | None]] = {
                place: match[:2] for place, match in self.matches.items()
            }
            if now == former:
                break
            former = now
        return self._write(units)

    def _index(self, units: Sequence[Unit]) -> Index:
        """Everybody as the sheet would have them after the last round."""
        index = Index(crowded=self.crowded)
        rows, drafts = self._gained(units)
        for row, name in self.view.names.items():
            cells = {key: self.view.contacts.text(row, key) for key in person_cells.KEYED}
            for key, text in rows.get(row, {}).items():
                cells[key] = cells[key] if self._full(row, key) else text
            keys = person_cells.keys_of_cells(cells, name, self.batch.region)
            index.add(row, replace(keys, source_id=self.id_of(row)))
        for unit in units:
            if -unit.place in drafts:
                keys = person_cells.keys_of_cells(drafts[-unit.place], unit.person.name, self.batch.region)
                index.add(-unit.place, replace(keys, source_id=unit.keys.own_id))
        return index

    def _gained(self, units: Sequence[Unit]) -> tuple[_Cells, _Cells]:
        """What the last round would write of what people are known by, into rows and into drafts of new ones."""
        rows: _Cells = defaultdict(dict)
        drafts: _Cells = {}
        cells = {
            unit.place: person_cells.keyed_cells(unit.person) for unit in units if unit.place in self.matches
        }
        for place in cells:
            if self.matches[place].ref == -place:
                drafts[-place] = dict(cells[place])
        for place, told in cells.items():
            verdict, ref = self.matches[place][:2]
            if verdict == "same" and ref is not None and not (ref < 0 and ref not in drafts):
                into = rows[ref] if ref > 0 else drafts[ref]
                for key, text in told.items():
                    into.setdefault(key, text)
        return rows, drafts

    def _full(self, row: int, key: str) -> bool:
        return row in self.view.identities.frozen or not blank(self.view.contacts.cell(row, key))

    def _round(self, units: Sequence[Unit]) -> None:
        """First those who are certain, then those a name alone decides, then the new and the doubtful."""
        left = []
        for unit in units:
            match = self._find(unit)
            if match.verdict == "same" and not match.by_name:
                self._note(unit, match)
            else:
                left.append(unit)
        contested = self._contested(left)
        for unit in left:
            match = self._find(unit)
            if match.by_name and (match.ref in contested or self._is_rival(unit, match)):
                why = "more than one in this file may be meant by that name"
                match = self._answered(unit, Match("maybe", match.ref, why))
            if match.verdict == "new" and self._may_be_added(unit):
                match = Match("same", -unit.place, "")
            self._note(unit, match)

    def _is_rival(self, unit: Unit, match: Match) -> bool:
        """True where a name alone would make two records of one file one person.

        The first of them may be whom the sheet has only where the others, and not this one, were asked about before.
        """
        same = self.named[name_key(unit.keys.name)]
        if len(same) < 2 or not unit.records or match.ref in (None, -unit.place):
            return False
        if match.why == "name and company":
            return False
        asked = [set(self._question_ids(one, match.ref)) & self.answers.keys() for one in same]
        return match.ref < 0 or unit is not same[0] or bool(asked[0]) or not any(asked[1:])

    def _may_be_added(self, unit: Unit) -> bool:
        return not (self.batch.known_only or (self.batch.listed_only and not unit.records))

    def _note(self, unit: Unit, match: Match) -> None:
        self.matches[unit.place] = match
        if match.verdict == "same" and match.ref is not None:
            self.index.add(match.ref, unit.keys)

    def _contested(self, units: Sequence[Unit]) -> set[int]:
        """Whom several want for themselves by name alone who can't be one person."""
        claims: dict[int, list[Keys]] = defaultdict(list)
        for same in namesakes(units):
            for unit in same:
                match = self._find(unit)
                if match.by_name and match.ref is not None:
                    claims[match.ref].append(unit.keys)
        return {
            ref for ref, keys in claims.items() if any(apart(*pair) for pair in combinations(keys[:50], 2))
        }

    def _find(self, unit: Unit) -> Match:
        match = self.index.find(unit.keys)
        return self._answered(unit, match) if match.verdict == "maybe" else match

    # -- outcomes --------------------------------------------------------------------------------------------

    def _write(self, units: Sequence[Unit]) -> list[tuple[Unit, Outcome]]:
        """What the last round found, written: the new first, so that the others can add to them."""
        for unit in units:
            if self.matches[unit.place].ref == -unit.place:
                cells = person_cells.cells_of(unit.person, self.view.config)
                self.added[-unit.place] = self.writing.add(unit.person, cells)
        told = [(unit, self._outcome(unit, self.matches[unit.place])) for unit in units]
        for unit, outcome in told:
            if outcome.verdict == ASKED:
                self._ask(unit, outcome)
        self._ask_news(told)
        for one in sorted(self.used):
            self.writing.settle(self.answers[one].row, "taken", self.view.today)
            self.writing.settle(self.answers[one].row, "record", None)
        return told

    def _ask_news(self, told: Sequence[tuple[Unit, Outcome]]) -> None:
        """What the file says otherwise of people the sheet knows: one question a person, ten at once, the rest listed."""
        waiting: list[str] = []
        for unit, outcome in told:
            row = outcome.ref or 0
            if outcome.verdict != MATCHED or row <= 0 or not unit.records or unit.keys.own_id:
                continue
            found = changed(self.view, row, unit.person)
            one = news_id(self.id_of(row), found)
            if (
                not found
                or not self.id_of(row)
                or row in self.view.identities.frozen
                or one in self.answers
                or one in self.questions
            ):
                continue
            if len(waiting) < AT_ONCE:
                self.questions[one] = self.writing.ask_news(one, row, found, self.batch.source)
            waiting.append(f"{self.view.names[row]}: {shown(found)}")
        if len(waiting) > AT_ONCE:
            self.writing.unsaid.append(
                f"{len(waiting) - AT_ONCE} more people changed and will be asked about next time: {' · '.join(waiting[AT_ONCE:])}."
            )

    def _outcome(self, unit: Unit, match: Match) -> Outcome:
        if match.ref is None:
            return Outcome(None, None)
        if match.ref == -unit.place:
            return Outcome(NEW, match.ref)
        name = self.name_of(match.ref)
        if match.verdict == "maybe":
            place = f"row {match.ref}" if match.ref > 0 else "new in this file"
            return Outcome(ASKED, match.ref, f"{name} ({place})", match.why)
        return Outcome(MATCHED, match.ref, name, match.why, self._fill(match.ref, unit.person))

    def _fill(self, ref: int, person: Person) -> tuple[tuple[str, str], ...]:
        cells = person_cells.cells_of(person, self.view.config)
        if ref in self.added:
            self.writing.complete(self.added[ref], cells, person.last_contact)
            return ()
        return tuple(self.writing.fill(ref, cells, person.last_contact))

    def in_touch(self, ref: int) -> None:
        """A contact gets Log rows, and with them an ID, even where nothing else of theirs changes."""
        if ref not in self.added:
            self.writing.known.add(ref)

    def name_of(self, ref: int) -> str:
        """The name as the sheet has it, or will have it."""
        return self.added[ref].name if ref in self.added else self.view.names[ref]

    def id_of(self, ref: int) -> str:
        """The contact's ID, minted by now for rows without one; ``""`` for rows that can't be told apart."""
        return self.added[ref].id if ref in self.added else self.view.identities.ids.get(ref, "")

    # -- doubts ----------------------------------------------------------------------------------------------

    def _question_ids(self, unit: Unit, ref: int) -> list[str]:
        """The IDs a question about this person may have: one a record, so that an updated file asks nothing twice."""
        people = unit.records or (unit.person,)
        return list(
            dict.fromkeys(question_id(person, self.id_of(ref), self.batch.region) for person in people)
        )

    def _answered(self, unit: Unit, match: Match) -> Match:
        """The user's answers in place of doubts, as far as there are any; an answer is taken in as it is used."""
        others: set[int] = set()
        while match.verdict == "maybe" and match.ref in self.view.names and match.ref is not None:
            standing = (self.answers.get(one) for one in self._question_ids(unit, match.ref))
            one = next((one for one in standing if one is not None and one.answer), None)
            if one is None:
                return match
            if not one.taken:
                self.used.add(one.id)
            if one.answer == YES:
                return Match("same", match.ref, "you said so")
            others.add(match.ref)
            match = self.index.find(unit.keys, frozenset(others))
        return match

    def _ask(self, unit: Unit, outcome: Outcome) -> None:
        assert outcome.ref is not None  # noqa: S101 - a doubt is about somebody
        ids = self._question_ids(unit, outcome.ref)
        if not self.id_of(outcome.ref) or any(one in self.answers or one in self.questions for one in ids):
            return
        question = Question(ids[0], outcome.into, person_cells.shown(unit.person), outcome.why)
        self.questions[ids[0]] = question
        self.writing.ask(question, unit.person, self.id_of(outcome.ref), self.batch.source, outcome.ref)


def question_id(person: Person, contact: str, region: str) -> str:
    """The ID of the question whether this record is that contact: the same at every reading."""
    keys = person_cells.keys_of_person(person, region)
    known_by = sorted(keys.emails) or sorted(keys.phones) or [keys.profile or keys.company]
    return f"mk-{_digest(contact, *keys.name.casefold().split(), *known_by[:1])[:12]}"
