"""Who of one file is one person, before anybody is looked for in the sheet.

An address book says of one person in three records what a sheet keeps in one row, and only all three together say
who it is. So the records of a file are gathered first, and what is matched, filled and asked is the whole of them:
the order of the records decides nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from connectkit.people import person_cells
from connectkit.people.keys import Keys, email_key, name_key, phone_key, strong_keys
from connectkit.people.match import CROWD, Key, one_person
from connectkit.people.records import Exchange, Person


@dataclass(frozen=True, slots=True)
class Unit:
    """One person of a file: where its first record stood (from 1), its records, its exchanges, and all of it as one."""

    place: int
    records: tuple[Person, ...]
    exchanges: tuple[Exchange, ...]
    person: Person
    keys: Keys


Entry = tuple[Person, tuple[Exchange, ...]]
"""One record, or the one that stands for exchanges of one identity with those exchanges."""


def resolve(entries: Sequence[Entry], region: str) -> list[Unit]:
    """The persons of a file in its order. Namesakes without a common key stay apart."""
    keys = [person_cells.keys_of_person(person, region) for person, _ in entries]
    groups = _Groups(keys)
    for at in sorted(range(len(entries)), key=lambda at: _telling(keys[at])):
        groups.place(at)
    members: dict[int, list[int]] = defaultdict(list)
    for at in range(len(entries)):
        members[groups.root(at)].append(at)
    units = []
    for inside in members.values():
        people = [entries[at][0] for at in inside]
        person = joined(people, region)
        units.append(
            Unit(
                inside[0] + 1,
                tuple(entries[at][0] for at in inside if not entries[at][1]),
                tuple(one for at in inside for one in entries[at][1]),
                person,
                person_cells.keys_of_person(person, region),
            )
        )
    return units


def _telling(keys: Keys) -> tuple[bool, int]:
    """Records that say most come first, so that the others are held against all that is known."""
    return (not keys.profile, -len(keys.emails) - len(keys.phones))


class _Groups:
    """Records joined into groups: a forest of positions, each root with the keys of its whole group."""

    def __init__(self, keys: Sequence[Keys]) -> None:
        self.keys = list(keys)
        self.parents = list(range(len(keys)))
        self.by: dict[Key, list[int]] = defaultdict(list)
        self.named: dict[tuple[Key, tuple[str, ...]], list[int]] = defaultdict(list)

    def root(self, at: int) -> int:
        """The position that stands for the group of this one."""
        while self.parents[at] != at:
            self.parents[at] = at = self.parents[self.parents[at]]
        return at

    def place(self, at: int) -> None:
        """Joins a record to the groups it shares a key with, as far as they can all be one person."""
        keys = self.keys[at]
        entries = list(strong_keys(keys))
        near = dict.fromkeys(self.root(other) for entry in entries for other in self._near(entry, keys))
        groups = [one for one in near if one_person(keys, self.keys[one])]
        if not self._agree(groups):
            groups = [one for one in groups if name_key(self.keys[one].name) == name_key(keys.name)]
        if self._agree(groups):
            for one in groups:
                self.keys[one] = self.keys[at].joined(self.keys[one])
                self.parents[at] = one
                at = one
        for entry in entries:
            self.by[entry].append(at)
            self.named[entry, name_key(keys.name)].append(at)

    def _near(self, entry: Key, keys: Keys) -> Sequence[int]:
        """Who shares a key; of a crowd behind one address or number only those of the same name."""
        sharing = self.by[entry]
        return self.named[entry, name_key(keys.name)] if len(sharing) > CROWD else sharing

    def _agree(self, groups: Sequence[int]) -> bool:
        profiles = {self.keys[one].profile for one in groups} - {""}
        return len(profiles) < 2


def joined(people: Sequence[Person], region: str) -> Person:
    """All that records of one person say, as one record: lists are joined, of single values the first counts."""
    first = people[0]
    if len(people) == 1:
        return first
    named = next((one for one in people if "@" not in one.name), first)
    days = [one.last_contact for one in people if one.last_contact]
    more: dict[str, str] = {}
    for one in people:
        for key, text in one.more:
            more.setdefault(key, text)
    texts = ("company", "title", "profile", "city", "met", "interests", "tier", "source_id")
    return replace(
        first,
        name=named.name, given=named.given, family=named.family,
        emails=_once((mail for one in people for mail in one.emails), email_key),
        phones=_once((number for one in people for number in one.phones), lambda number: phone_key(number, region)),
        tags=_once((tag for one in people for tag in one.tags), str.casefold),
        notes="\n".join(_once((one.notes for one in people if one.notes), str.strip)),
        birthday=_birthday([one.birthday for one in people if one.birthday]),
        last_contact=max(days, default=None),
        cadence_days=next((one.cadence_days for one in people if one.cadence_days), None),
        paused=any(one.paused for one in people),
        more=tuple(more.items()),
        **{key: next((getattr(one, key) for one in people if getattr(one, key)), "") for key in texts},
    )  # fmt: skip


def _once(values: Iterable[str], key: Callable[[str], str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(key(value) or value, value)
    return tuple(found.values())


def _birthday(told: Sequence[str]) -> str:
    """The first one; the same day with a year says more."""
    first = told[0] if told else ""
    return next((one for one in told if first.startswith("--") and one.endswith(first[1:])), first)


def strength(keys: Keys) -> int:
    """Who can be known by more than a name comes first, a bare name last: 0, 1, 2."""
    return 0 if keys.any or keys.source_id else 1 if keys.company else 2


def namesakes(units: Sequence[Unit]) -> Iterable[list[Unit]]:
    """Those of one name, where there is more than one."""
    named: dict[tuple[str, ...], list[Unit]] = defaultdict(list)
    for unit in units:
        named[name_key(unit.keys.name)].append(unit)
    return (same for same in named.values() if len(same) > 1)


def crowded(units: Sequence[Unit]) -> frozenset[Key]:
    """Addresses and numbers of so many in the file that they are nobody's own."""
    held = Counter(key for unit in units for key in strong_keys(unit.keys))
    return frozenset(key for key, count in held.items() if count > CROWD)
