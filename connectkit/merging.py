"""Finds the persons of a file in the sheet, and fills, adds or asks, until nothing more is found.

What one person brings may tell who another is. So all are matched again against the sheet as it would be, as long as
that changes anything; then the same file read once more finds everybody where this time left them.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Final

from connectkit import mergecells
from connectkit.answers import YES, Asked, asked
from connectkit.desk import Desk
from connectkit.importers.base import Exchange, Person
from connectkit.keys import Keys, name_key, strong_keys
from connectkit.matching import CROWD, Index, Key, Match, apart
from connectkit.mergeplan import Draft, Writing
from connectkit.mergeresult import Batch, Question, Verdict
from connectkit.resolve import Unit

NEW: Final = "new"
MATCHED: Final = "matched"
ASKED: Final = "question"

_ROUNDS = 12
"""Each round needs a cell or a row more than the last; this many were never seen."""


@dataclass(slots=True)
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

    desk: Desk
    batch: Batch
    writing: Writing
    index: Index = field(default_factory=Index)
    added: dict[int, Draft] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    crowded: frozenset[Key] = frozenset()
    changed: bool = False

    @cached_property
    def answers(self) -> dict[str, Asked]:
        """Question ID to its row in the Matches tab."""
        return {one.id: one for one in asked(self.desk)}

    def settle(self, units: Sequence[Unit]) -> Iterable[tuple[Unit, Outcome]]:
        """Every person and what became of them, in the file's order."""
        classes: dict[int, list[Unit]] = defaultdict(list)
        for unit in units:
            classes[_strength(unit.keys)].append(unit)
        self.crowded = _crowded(units)
        for _ in range(_ROUNDS):
            self.index, self.changed = self._index(), False
            for strength in sorted(classes):
                self._round(classes[strength])
            if not self.changed:
                break
        for unit in units:
            outcome = self.outcomes[unit.place]
            if outcome.verdict == ASKED:
                self._ask(unit, outcome)
        return [(unit, self.outcomes[unit.place]) for unit in units]

    def _index(self) -> Index:
        """Everybody as the sheet would have them now."""
        index = Index(crowded=self.crowded)
        for row, name in self.desk.names.items():
            index.add(row, self.writing.keys(row, name, self.batch.region))
        for place, draft in self.added.items():
            index.add(place, mergecells.keys_of_cells(draft.values, draft.name, self.batch.region))
        return index

    def _round(self, units: Sequence[Unit]) -> None:
        """First those who are certain, then those a name alone decides, then the new and the doubtful."""
        left = []
        for unit in units:
            match = self._find(unit)
            if match.verdict == "same" and not match.by_name:
                self._same(unit, match)
            else:
                left.append(unit)
        contested = self._contested(left)
        for unit in left:
            match = self._find(unit)
            if match.by_name and match.ref in contested:
                why = "more than one in this file may be meant by that name"
                match = self._answered(unit, Match("maybe", match.ref, why))
            if match.verdict == "same":
                self._same(unit, match)
            elif match.verdict == "maybe" and match.ref is not None:
                self._doubt(unit, match)
            else:
                self._new(unit)

    def _contested(self, units: Sequence[Unit]) -> set[int]:
        """Whom several want for themselves by name alone who can't be one person."""
        claims: dict[int, list[Keys]] = defaultdict(list)
        for same in _namesakes(units):
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

    def _same(self, unit: Unit, match: Match) -> None:
        assert match.ref is not None  # noqa: S101 - somebody was found
        self.index.add(match.ref, unit.keys)
        gains = self._fill(match.ref, unit.person)
        former = self.outcomes.get(unit.place)
        if former is not None and former.verdict in (NEW, MATCHED):
            former.gains += gains
            return
        self.outcomes[unit.place] = Outcome(MATCHED, match.ref, self.name_of(match.ref), match.why, gains)

    def _doubt(self, unit: Unit, match: Match) -> None:
        assert match.ref is not None  # noqa: S101 - a doubt is about somebody
        former = self.outcomes.get(unit.place)
        if former is not None and former.verdict in (NEW, MATCHED):
            return
        place = f"row {match.ref}" if match.ref > 0 else "new in this file"
        self.outcomes[unit.place] = Outcome(
            ASKED, match.ref, f"{self.name_of(match.ref)} ({place})", match.why
        )

    def _new(self, unit: Unit) -> None:
        former = self.outcomes.get(unit.place)
        if former is not None and former.verdict in (NEW, MATCHED):
            return
        if self.batch.known_only:
            self.outcomes[unit.place] = Outcome(None, None)
            return
        ref = -unit.place
        self.added[ref] = self.writing.add(
            unit.person, mergecells.cells_of(unit.person, self.desk.config), place=unit.place
        )
        self.index.add(ref, unit.keys)
        self.changed = True
        self.outcomes[unit.place] = Outcome(NEW, ref)

    def _fill(self, ref: int, person: Person) -> tuple[tuple[str, str], ...]:
        cells = mergecells.cells_of(person, self.desk.config)
        if ref in self.added:
            self.changed |= self.writing.complete(self.added[ref], cells, person.last_contact)
            return ()
        gains = self.writing.fill(ref, cells, person.last_contact)
        self.changed |= bool(gains)
        return tuple(gains)

    def in_touch(self, ref: int) -> None:
        """A contact gets Log rows, and with them an ID, even where nothing else of theirs changes."""
        if ref not in self.added:
            self.writing.known.add(ref)

    def name_of(self, ref: int) -> str:
        """The name as the sheet has it, or will have it."""
        return self.added[ref].name if ref in self.added else self.desk.names[ref]

    def id_of(self, ref: int) -> str:
        """The contact's ID, minted by now for rows without one; ``""`` for rows that can't be told apart."""
        return self.added[ref].id if ref in self.added else self.desk.identities.ids.get(ref, "")

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
        while match.verdict == "maybe" and match.ref in self.desk.names and match.ref is not None:
            standing = (self.answers.get(one) for one in self._question_ids(unit, match.ref))
            one = next((one for one in standing if one is not None and one.answer), None)
            if one is None:
                return match
            if not one.taken and one.id not in self.used:
                self.used.add(one.id)
                self.writing.settle(one.row, "taken", self.desk.today)
                self.writing.settle(one.row, "record", None)
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
        question = Question(ids[0], outcome.into, mergecells.shown(unit.person), outcome.why)
        self.questions[ids[0]] = question
        self.writing.ask(question, unit.person, self.id_of(outcome.ref), self.batch.source, outcome.ref)


def _strength(keys: Keys) -> int:
    """Who can be known by more than a name comes first, a bare name last: 0, 1, 2."""
    return 0 if keys.any or keys.source_id else 1 if keys.company else 2


def _namesakes(units: Sequence[Unit]) -> Iterable[list[Unit]]:
    """Those of one name, where there is more than one."""
    named: dict[tuple[str, ...], list[Unit]] = defaultdict(list)
    for unit in units:
        named[name_key(unit.keys.name)].append(unit)
    return (same for same in named.values() if len(same) > 1)


def _crowded(units: Sequence[Unit]) -> frozenset[Key]:
    """Addresses and numbers of so many in the file that they are nobody's own."""
    held = Counter(key for unit in units for key in strong_keys(unit.keys))
    return frozenset(key for key, count in held.items() if count > CROWD)


def question_id(person: Person, contact: str, region: str) -> str:
    """The ID of the question whether this record is that contact: the same at every reading."""
    keys = mergecells.keys_of_person(person, region)
    known_by = sorted(keys.emails) or sorted(keys.phones) or [keys.profile or keys.company]
    return f"mk-{_digest(contact, *keys.name.casefold().split(), *known_by[:1])[:12]}"


def log_id_of(one: Exchange, contact: str) -> str:
    """The Log ID of an exchange: the same at every reading; mails and messages of one day are one entry."""
    if one.key.startswith("lk-"):
        return one.key
    what = one.key if one.kind not in ("email", "message") else ""
    return f"lk-{_digest(contact, one.day.isoformat(), one.kind, what)[:16]}"


def _digest(*told: str) -> str:
    return hashlib.sha256("\x1f".join(told).encode("utf-8", "replace")).hexdigest()
