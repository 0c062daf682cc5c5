"""What an import does to the sheet: who is new, who is known and gains what, which interactions join the Log.

Pure. Existing cells are filled only where they are blank, Last contact moves only forward, a doubt becomes a question
in the Matches tab; and whatever was read is new, matched or skipped with a reason.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from connectkit import mergecells
from connectkit.answers import YES, Asked, asked
from connectkit.desk import Desk
from connectkit.importers.base import Exchange, Item, Person, Skipped
from connectkit.matching import Index, Keys, Match, email_key, name_key, phone_key, profile_key
from connectkit.mergeplan import Draft, Writing
from connectkit.mergeresult import Batch, Merge, Question, Told

_MACHINE = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster|bounces?|notifications?)(?:[-_.+].*)?@",
    re.IGNORECASE,
)


def plan_import(desk: Desk, items: Iterable[Item], batch: Batch, *, new_id: Callable[[], str]) -> Merge:
    """What these records would change; nothing is written."""
    merger = _Merger(desk, batch, new_id)
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
    if one.email:
        return ("email", email_key(one.email))
    number = phone_key(one.phone, region)
    if number or one.profile:
        return ("phone", number) if number else ("profile", profile_key(one.profile))
    return ("name", name_key(one.name))


@dataclass
class _Merger:
    desk: Desk
    batch: Batch
    new_id: Callable[[], str]
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    seen: list[Exchange] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    new: int = 0
    matched: int = 0
    logged: int = 0

    def __post_init__(self) -> None:
        self.writing = Writing(self.desk, self.batch.tag if self.batch.tagged else "", self.new_id)
        self.index = Index()
        self.added: dict[int, Draft] = {}
        for row, name in self.desk.names.items():
            self.index.add(row, mergecells.keys_of_row(self.desk.contacts, row, name, self.batch.region))

    @cached_property
    def answers(self) -> dict[str, Asked]:
        """Question ID to its row in the Matches tab."""
        return {one.id: one for one in asked(self.desk)}

    @cached_property
    def log_ids(self) -> set[str]:
        """The IDs of the Log."""
        return {record["id"] for record in self.desk.tables.log}

    # -- people ----------------------------------------------------------------------------------------------

    def person(self, person: Person) -> None:
        """One record of a person."""
        why = self._nobody(person)
        if why:
            self.skipped.append(Skipped(person.where, why))
            return
        person = replace(person, emails=tuple(one for one in person.emails if not _MACHINE.match(one)))
        ref, told = self._settle(person)
        self.told.append(told)
        if told.verdict == "question":
            self.skipped.append(
                Skipped(person.where, f"may be {told.into}: {told.why}. Answer in the tab Matches")
            )
        elif ref is not None and told.verdict == "new":
            self.new += 1
        else:
            self.matched += 1

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

    def _settle(self, person: Person) -> tuple[int | None, Told]:
        """Finds the person, and notes what the sheet gains."""
        keys = mergecells.keys_of_person(person, self.batch.region)
        match = self.index.find(keys)
        if match.verdict == "maybe":
            match = self._answered(person, keys, match)
        if match.verdict == "maybe" and match.ref is not None:
            return None, self._ask(person, match)
        if match.ref is None:
            ref = -1 - len(self.added)
            self.added[ref] = self.writing.add(person, mergecells.cells_of(person, self.desk.config))
            self.index.add(ref, keys)
            return ref, Told(person, "new", "", "")
        self.index.add(match.ref, replace(keys, name=self.index.known[match.ref].name))
        gains = self._fill(match.ref, person)
        return match.ref, Told(person, "matched", self._name(match.ref), match.why, tuple(gains))

    def _fill(self, ref: int, person: Person) -> list[tuple[str, str]]:
        cells = mergecells.cells_of(person, self.desk.config)
        if ref in self.added:
            self.writing.complete(self.added[ref], cells, person.last_contact)
            return []
        return self.writing.fill(ref, cells, person.last_contact)

    def _name(self, ref: int) -> str:
        return self.added[ref].name if ref in self.added else self.desk.names[ref]

    def _id(self, ref: int) -> str:
        return self.added[ref].id if ref in self.added else self.desk.identities.ids.get(ref, "")

    # -- doubts ----------------------------------------------------------------------------------------------

    def _question_id(self, person: Person, ref: int) -> str:
        keys = mergecells.keys_of_person(person, self.batch.region)
        known_by = sorted(keys.emails) or sorted(keys.phones) or [keys.profile]
        told = "\x1f".join((self._id(ref), *keys.name.casefold().split(), *known_by[:1]))
        return f"mk-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:12]}"

    def _answered(self, person: Person, keys: Keys, match: Match) -> Match:
        """The user's answers in place of doubts, as far as there are any; an answer is taken in as it is used."""
        others: set[int] = set()
        while match.verdict == "maybe" and match.ref in self.desk.names and match.ref is not None:
            one = self.answers.get(self._question_id(person, match.ref))
            if one is None or not one.answer:
                return match
            if not one.taken and one.id not in self.used:
                self.used.add(one.id)
                self.writing.settle(one.row, "taken", self.desk.today)
                self.writing.settle(one.row, "record", None)
            if one.answer == YES:
                return Match("same", match.ref, "you said so")
            others.add(match.ref)
            match = self.index.find(keys, frozenset(others))
        return match

    def _ask(self, person: Person, match: Match) -> Told:
        assert match.ref is not None  # noqa: S101 - a doubt is about somebody
        one = self._question_id(person, match.ref)
        name = self._name(match.ref)
        place = f"row {match.ref}" if match.ref > 0 else "new in this file"
        contact = f"{name} ({place})"
        if one not in self.questions and one not in self.answers and self._id(match.ref):
            self.questions[one] = Question(one, contact, mergecells.shown(person), match.why)
            self.writing.ask(self.questions[one], person, self._id(match.ref), self.batch.source, match.ref)
        return Told(person, "question", contact, match.why)

    # -- interactions ----------------------------------------------------------------------------------------

    def exchanges(self, group: Sequence[Exchange]) -> None:
        """All exchanges of one identity: with a contact, with somebody new, or with nobody."""
        person = mergecells.person_of_exchanges(group)
        why = self._nobody(person)
        ref, told = (None, None) if why else self._place(person)
        if ref is None:
            if told is not None and told.verdict == "question":
                self.told.append(told)
                why = f"may be {told.into}: {told.why}. Answer in the tab Matches"
            reason = why or f"{person.name} is not in your sheet"
            self.skipped += [Skipped(one.where, reason) for one in group]
            return
        if told is not None and told.verdict == "new":
            self.told.append(told)
        self._log(ref, group)

    def _place(self, person: Person) -> tuple[int | None, Told | None]:
        if self.batch.known_only:
            match = self.index.find(mergecells.keys_of_person(person, self.batch.region))
            return (match.ref, None) if match.verdict == "same" else (None, None)
        known = replace(person, emails=tuple(one for one in person.emails if not _MACHINE.match(one)))
        return self._settle(known)

    def _log(self, ref: int, group: Sequence[Exchange]) -> None:
        contact, name = self._id(ref), self._name(ref)
        if not contact or ref in self.desk.identities.frozen:
            self.skipped += [
                Skipped(one.where, f"the row of {name} can't be told apart; see the tab Problems")
                for one in group
            ]
            return
        written: set[str] = set()
        for one in sorted(group, key=lambda one: (one.day, one.key)):
            log_id = log_id_of(one, contact)
            self.seen.append(one)
            if log_id in self.log_ids:
                self.matched += 1
                continue
            self.new += 1
            if log_id not in written:
                written.add(log_id)
                self.logged += 1
                self.writing.log(one, log_id, name, contact, self.batch.source)
        self.log_ids |= written
        if written:
            latest = max(one.day for one in group)
            if ref in self.added:
                self.writing.complete(self.added[ref], {}, latest)
            else:
                self.writing.fill(ref, {}, latest, identify=True)

    def result(self) -> Merge:
        """Everything, as one plan."""
        plan, columns = self.writing.plan()
        return Merge(
            self.batch.kind, plan, tuple(self.told), tuple(self.seen), self.new, self.matched, tuple(self.skipped),
            tuple(dict.fromkeys(self.notes)), tuple(self.questions.values()), self.logged, columns,
        )  # fmt: skip


def log_id_of(one: Exchange, contact: str) -> str:
    """The Log ID of an exchange: the same at every reading; mails and messages of one day are one entry."""
    if one.key.startswith("lk-"):
        return one.key
    what = one.key if one.kind not in ("email", "message") else ""
    told = "\x1f".join((contact, one.day.isoformat(), one.kind, what))
    return f"lk-{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:16]}"
