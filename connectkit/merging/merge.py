"""What an import does to the sheet: who is new, who is known and gains what, which interactions join the Log.

Pure. Existing cells are filled only where they are blank, Last contact moves only forward, a doubt becomes a question
in the Matches tab; and whatever was read is new, matched or skipped with a reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from connectkit.merging.persons import Entry, Unit, resolve
from connectkit.merging.result import Batch, Merge, Told
from connectkit.merging.settle import ASKED, NEW, Matching, Outcome
from connectkit.merging.writing import Writing
from connectkit.people import person_cells
from connectkit.people.keys import email_key, name_key, phone_key, profile_key
from connectkit.people.records import Exchange, Item, Person, Skipped, log_id_of
from connectkit.text.lazy import pattern
from connectkit.view import View

_MACHINE = pattern(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster|bounces?|notifications?)(?:[-_.+].*)?@",
    re.IGNORECASE,
)


def plan_import(view: View, items: Iterable[Item], batch: Batch, *, new_id: Callable[[], str]) -> Merge:
    """What these records would change; nothing is written."""
    merger = _Merger(view, batch, new_id)
    exchanges: dict[object, list[Exchange]] = defaultdict(list)
    for item in items:
        if isinstance(item, Person):
            merger.person(item)
        elif isinstance(item, Exchange):
            exchanges[_identity(item, batch.region)].append(item)
        elif isinstance(item, Skipped):
            merger.skipped.append(item)
        else:
            merger.notes.append(item.text)
    for group in exchanges.values():
        merger.exchanges(group)
    return merger.result()


def _identity(one: Exchange, region: str) -> object:
    """By what exchanges are held together before they are matched to anybody."""
    if one.contact:
        return ("contact", one.contact)
    if one.email:
        return ("email", email_key(one.email))
    number = phone_key(one.phone, region)
    if number or one.profile:
        return ("phone", number) if number else ("profile", profile_key(one.profile))
    return ("name", name_key(one.name))


@dataclass
class _Merger:
    view: View
    batch: Batch
    new_id: Callable[[], str]
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    seen: list[Exchange] = field(default_factory=list)
    new: int = 0
    matched: int = 0
    logged: int = 0

    @cached_property
    def log_ids(self) -> set[str]:
        """The IDs of the Log."""
        return {record["id"] for record in self.view.tables.log}

    # -- what was read ---------------------------------------------------------------------------------------

    def person(self, person: Person) -> None:
        """One record of a person."""
        why = self._nobody(person)
        if why:
            self.skipped.append(Skipped(person.where, why))
        else:
            self.entries.append((_reachable(person), ()))

    def exchanges(self, group: list[Exchange]) -> None:
        """All exchanges of one identity."""
        person = person_cells.person_of_exchanges(group)
        why = self._nobody(person)
        if why:
            self.skipped += [Skipped(one.where, why) for one in group]
        else:
            self.entries.append((_reachable(person), tuple(group)))

    def _nobody(self, person: Person) -> str:
        """Why a record is no contact; ``""`` for one that may be."""
        if not person.name:
            return "no name, address or number"
        mails = {email_key(one) for one in person.emails}
        if mails & self.batch.owner_emails:
            return "this is you"
        if person.emails and not person.phones and all(_MACHINE.match(one) for one in person.emails):
            return f"{person.emails[0]} is an address nobody reads"
        return ""

    # -- what becomes of it ----------------------------------------------------------------------------------

    def result(self) -> Merge:
        """Everything, as one plan."""
        writing = Writing(self.view, self.batch.tag if self.batch.tagged else "", self.new_id)
        matching = Matching(self.view, self.batch, writing)
        for unit, outcome in matching.settle(resolve(self.entries, self.batch.region)):
            self._tell(unit, outcome)
            self._log(matching, unit, outcome)
        plan, columns = writing.plan()
        return Merge(
            self.batch.kind, plan, tuple(self.told), tuple(self.seen), self.new, self.matched, tuple(self.skipped),
            tuple(dict.fromkeys((*self.notes, *writing.unsaid))), tuple(matching.questions.values()), self.logged, columns,
        )  # fmt: skip

    def _tell(self, unit: Unit, outcome: Outcome) -> None:
        """What became of each record of a person; somebody only exchanges tell of is told once, if new or doubtful."""
        why = _why_not(outcome, unit.person.name)
        if why:
            left_out = [one.where for one in unit.records] + [one.where for one in unit.exchanges]
            self.skipped += [Skipped(where, why) for where in left_out]
        if outcome.verdict == NEW or (outcome.verdict == ASKED and not unit.records):
            self.told.append(Told(unit.person, outcome.verdict, outcome.into, outcome.why))
            self.new += bool(unit.records)
            others, into, by = unit.records[1:], unit.person.name, "another record of this file"
        else:
            others, into, by = unit.records, outcome.into, outcome.why
        verdict = "matched" if outcome.verdict == NEW else outcome.verdict
        if verdict is None:
            return
        for at, one in enumerate(others):
            gains = outcome.gains if at == 0 and verdict == "matched" else ()
            self.told.append(Told(one, verdict, into, by, gains))
            self.matched += verdict == "matched"

    def _log(self, matching: Matching, unit: Unit, outcome: Outcome) -> None:
        """The exchanges of a person join the Log, each once."""
        ref = outcome.ref
        if ref is None or not unit.exchanges or outcome.verdict == ASKED:
            return
        contact, name = matching.id_of(ref), matching.name_of(ref)
        if not contact or ref in self.view.identities.frozen:
            why = f"the row of {name} can't be told apart; see the tab Problems"
            self.skipped += [Skipped(one.where, why) for one in unit.exchanges]
            return
        written: set[str] = set()
        for one in sorted(unit.exchanges, key=lambda one: (one.day, one.key)):
            log_id = log_id_of(one, contact)
            self.seen.append(one)
            if log_id in self.log_ids:
                self.matched += 1
                continue
            self.new += 1
            if log_id not in written:
                written.add(log_id)
                self.logged += 1
                matching.writing.log(one, log_id, name, contact, one.source or self.batch.source)
        self.log_ids |= written
        if written:
            matching.in_touch(ref)


def _reachable(person: Person) -> Person:
    return replace(person, emails=tuple(one for one in person.emails if not _MACHINE.match(one)))


def _why_not(outcome: Outcome, name: str) -> str:
    """Why a person's records are left out; ``""`` where they are not."""
    if outcome.verdict == ASKED:
        return f"may be {outcome.into}: {outcome.why}. Answer in the tab Matches"
    return f"{name} is not in your sheet" if outcome.verdict is None else ""
