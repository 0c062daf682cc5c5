"""Keeps every ID with its person.

An ID is ``ck-RANDOM-CHECK``; CHECK is four letters made from the name at minting. It identifies nobody; it lets
a run see that names and IDs were sorted apart (a partial sort), even on a new machine without a journal.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from connectkit.model import Problem
from connectkit.sheet.ids import ALPHABET, check_of, mint
from connectkit.sheet.tables import Contacts, Record
from connectkit.text.lazy import pattern

_CHECKED = pattern(r"ck-[0-9a-z]+-([0-9a-z]{4})")


@dataclass
class Identities:
    """Who is who in this run.

    ``ids`` maps row number to the ID that belongs there (healed, minted or as it stands). ``healed`` maps row
    number to the row number its tool-owned hidden cells must come from. ``frozen`` are row numbers that must
    not be touched at all (copied IDs, torn rows that could not be healed).
    """

    ids: dict[int, str] = field(default_factory=dict)
    healed: dict[int, int] = field(default_factory=dict)
    frozen: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def identify(
    contacts: Contacts, witnesses: Iterable[Record], known: Mapping[str, str], new_id: Callable[[], str]
) -> Identities:
    """Every contact row's ID: copied ones reported, torn ones healed where that is unique, new ones minted.

    ``witnesses`` are rows of Drafts and Log, which hold an ID beside a name; ``known`` is the journal's
    memory of ID to name (empty on a new machine).
    """
    witnesses = list(witnesses)
    result = Identities()
    rows = contacts.frame["row"].tolist()
    names = contacts.frame["name"].tolist()
    current = contacts.frame["id"].tolist()
    memory = _Memory(witnesses, known)
    if len(set(current)) != len(current):
        strangers = _strangers(witnesses, names, current, memory)
        result.ids |= {rows[at]: one for at, one in strangers.items()}
        _report_copies(
            contacts, rows, names, ["" if at in strangers else one for at, one in enumerate(current)], result
        )
    _heal(contacts, rows, names, current, (witnesses, memory), result)
    if not result.frozen and not result.ids and "" not in current:
        result.ids = dict(zip(rows, current, strict=True))
        return result
    orphans = _orphans(witnesses, {*current, *result.ids.values()}, Counter(names))
    for row, name, now in zip(rows, names, current, strict=True):
        if row in result.frozen or row in result.ids:
            continue
        result.ids[row] = now or orphans.get(name.casefold()) or mint("contacts", name, new_id)
    return result


def _orphans(witnesses: Iterable[Record], present: set[str], names: Counter[str]) -> dict[str, str]:
    """Names to IDs that stand in Drafts or Log but beside nobody: a person who lost theirs gets it back.

    So a row whose ID cell was emptied, or whose new ID never reached it, keeps its history. Only where name and
    ID belong together one to one.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for record in witnesses:
        one, name = record["contact_id"], record["name"]
        if one.startswith("ck-") and one not in present and names[name] == 1:
            found[name.casefold()].add(one)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _strangers(
    witnesses: Iterable[Record], names: list[str], ids: list[str], memory: _Memory
) -> dict[int, str]:
    """Places beside somebody else's ID whose own stands in Drafts or Log and beside nobody: not a copied row.

    So it looks after a run that put torn IDs in order was cut off in the middle.
    """
    counts = Counter(ids)
    orphans = _orphans(witnesses, set(ids), Counter(names))
    doubled = [
        at for at, one in enumerate(ids) if one and counts[one] > 1 and not memory.fits(one, names[at])
    ]
    found = {at: orphans.get(names[at].casefold(), "") for at in doubled}
    return {at: one for at, one in found.items() if one and memory.fits(one, names[at])}


def _report_copies(
    contacts: Contacts, rows: list[int], names: list[str], ids: list[str], result: Identities
) -> None:
    counts = Counter(one for one in ids if one)
    places: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(ids):
        if one and counts[one] > 1:
            places[one].append(at)
    for group in places.values():
        listed = " and ".join(f"row {rows[at]} ({names[at]})" for at in group)
        for at in group:
            result.frozen.add(rows[at])
            result.problems.append(
                contacts.sheet.problem(
                    rows[at], "id", f"{listed} carry the same hidden ID, as a copied row does. Neither was changed: "
                    "empty the ID cell of the newer one (unhide the last column), then it becomes a person of its own."
                )
            )  # fmt: skip


class _Memory:
    """What names are known for an ID: those seen beside it elsewhere, and the check letters it carries."""

    def __init__(self, witnesses: Iterable[Record], known: Mapping[str, str]) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)
        for one, name in known.items():
            self._names[one].add(name.casefold())
        for record in witnesses:
            if record["contact_id"] and record["name"]:
                self._names[record["contact_id"]].add(record["name"].casefold())

    def fits(self, one: str, name: str) -> bool:
        """True where this name may stand beside this ID; an ID nothing is known of fits every name."""
        names = self._names.get(one, ())
        carries = _CHECKED.fullmatch(one)
        if carries is None:
            return not names or name.casefold() in names
        return name.casefold() in names or carries[1] == check_of(name)

    def index(self, ids: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
        """Places by every name (or check letters) under which their ID is known."""
        places: dict[str, list[int]] = defaultdict(list)
        for at, one in ids:
            carries = _CHECKED.fullmatch(one)
            for key in {*self._names.get(one, ()), *(["#" + carries[1]] if carries else [])}:
                places[key].append(at)
        return places


def _fitting(index: Mapping[str, list[int]], name: str, own: int) -> list[int]:
    found = {*index.get(name.casefold(), ()), *index.get("#" + check_of(name), ())}
    return sorted(found - {own})


def _heal(
    contacts: Contacts,
    rows: list[int],
    names: list[str],
    ids: list[str],
    known: tuple[Sequence[Record], _Memory],
    result: Identities,
) -> None:
    """IDs whose names changed places follow their names; where that is not unique the rows are left alone.

    A name that fits no other row's ID is a person who was renamed, or whose own ID stands in Drafts or Log and beside
    nobody. Only strangers are looked at, so a sheet in order costs one hash a row.
    """
    witnesses, memory = known
    suspects = _suspects(ids, names)
    settled = result.frozen | set(result.ids)
    apart = [at for at in suspects if rows[at] not in settled and not memory.fits(ids[at], names[at])]
    if not apart:
        return
    index = memory.index((at, ids[at]) for at in apart)
    torn_apart = set(apart)
    owners = {at: _fitting(index, names[at], at) for at, one in enumerate(ids) if not one or at in torn_apart}
    owners = {at: fitting for at, fitting in owners.items() if fitting}
    claimed = Counter(other for fitting in owners.values() for other in fitting)
    orphans = _orphans(witnesses, {*ids, *result.ids.values()}, Counter(names)) if claimed else {}
    lost = {
        at: orphans[names[at].casefold()]
        for at in set(claimed) - set(owners)
        if names[at].casefold() in orphans
    }
    for at in sorted(set(owners) | set(claimed)):
        fitting = owners.get(at, [])
        if at in lost and claimed[at] == 1 and memory.fits(lost[at], names[at]):
            result.ids[rows[at]] = lost[at]
        elif ids[at] and len(fitting) == 1 and claimed[fitting[0]] == 1 and _closed(at, owners, set(lost)):
            result.ids[rows[at]] = ids[fitting[0]]
            result.healed[rows[at]] = rows[fitting[0]]
        else:
            result.frozen.add(rows[at])
            result.problems.append(_torn(contacts, names[at], rows[at]))


def _torn(contacts: Contacts, name: str, row: int) -> Problem:
    return contacts.sheet.problem(
        row,
        "id",
        f"{name} in row {row} stands beside the hidden ID of somebody else, as after a sort of only some columns, and who "
        "is who can't be told. The row was not changed: undo the sort, or empty its ID cell.",
    )


def _suspects(ids: Sequence[str], names: Sequence[str]) -> list[int]:
    """Places whose ID does not carry the check letters of the name beside it; at once where all IDs are alike."""
    lengths = set(map(len, ids))
    if len(lengths) != 1 or min(lengths) < 8 or not all(map(str.isascii, ids)):
        return [at for at, one in enumerate(ids) if one and one[-4:] != check_of(names[at])]
    letters = np.array(ids).view(np.uint32).reshape(len(ids), -1)[:, -4:]
    if not all(map(str.isprintable, names)):
        return [at for at, one in enumerate(ids) if one[-4:] != check_of(names[at])]
    codes = np.array(list(map(crc32, map(str.encode, names))), dtype=np.int64)
    wanted = np.stack([codes >> 5, codes, codes >> 15, codes >> 10], axis=1) & 31
    return [int(at) for at in np.flatnonzero((_LETTERS[wanted] != letters).any(axis=1))]


_LETTERS = np.array([ord(letter) for letter in ALPHABET], dtype=np.uint32)


def _closed(start: int, owners: Mapping[int, list[int]], lost: Set[int]) -> bool:
    """True where following names to IDs comes back to the start, or to one whose ID is known: not to a row that lost its own."""
    at, seen = start, set()
    while at not in seen:
        if at in lost:
            return True
        seen.add(at)
        if len(owners.get(at, [])) != 1:
            return False
        at = owners[at][0]
    return at == start
