"""People who may stand in Contacts twice, found by the same rules that match an import, and by names nearly alike."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from difflib import SequenceMatcher
from typing import NamedTuple

from connectkit.people import person_cells
from connectkit.people.keys import Keys, name_key, name_words, same_name
from connectkit.people.match import CROWD, Index, apart, other_company, other_keys, single
from connectkit.view import View

NEAR = 0.88
"""So alike are names that differ by a letter or two."""

AT_ONCE = 200
"""Of so many with a name and a company in common each is held against each; of more only the first."""


class Double(NamedTuple):
    """Two rows of Contacts that may be one person; the upper row first."""

    id: str
    row: int
    other: int
    why: str


def doubles(view: View, *, region: str = "") -> list[Double]:
    """All likely doubles, from the top of the sheet; namesakes whose keys and companies both differ are none."""
    index = Index()
    keys = {
        row: person_cells.keys_of_row(view.contacts, row, name, region) for row, name in view.names.items()
    }
    found: list[Double] = []
    for row, one in keys.items():
        match = index.find(one)
        if match.ref is not None and row not in view.identities.frozen:
            found.append(_double(view, match.ref, row, match.why))
        index.add(row, one)
    asked = {one.other for one in found}
    found += [one for one in _elsewhere(view, keys) if one.other not in asked]
    pairs = {(one.row, one.other) for one in found}
    for more in (_numbers(view, keys), _nearly(view, keys)):
        found += [one for one in more if (one.row, one.other) not in pairs]
        pairs |= {(one.row, one.other) for one in more}
    return sorted(found, key=lambda one: (one.row, one.other))


def _double(view: View, row: int, other: int, why: str) -> Double:
    ids = sorted((view.identities.ids.get(row, ""), view.identities.ids.get(other, "")))
    return Double(f"mk-{hashlib.sha256('|'.join(ids).encode()).hexdigest()[:12]}", row, other, why)


def _elsewhere(view: View, keys: dict[int, Keys]) -> list[Double]:
    """Namesakes of whom only the company differs: people change their work. Each is held against the rows above."""
    named: dict[tuple[str, ...], list[int]] = defaultdict(list)
    found: list[Double] = []
    for row, one in keys.items():
        above = named[name_key(one.name)]
        meant = [
            other
            for other in above[:AT_ONCE]
            if other_company(one, keys[other]) and not other_keys(one, keys[other])
        ]
        if meant and not single(one.name) and row not in view.identities.frozen:
            found.append(_double(view, meant[0], row, "the same name, but different companies"))
        above.append(row)
    return found


def _numbers(view: View, keys: dict[int, Keys]) -> list[Double]:
    """Two names of whom one number is told; a number of more people is a switchboard's."""
    held: dict[str, list[int]] = defaultdict(list)
    for row, one in keys.items():
        for number in one.phones:
            held[number].append(row)
    pairs = dict.fromkeys(
        (rows[0], other) for rows in held.values() if len(rows) <= CROWD for other in rows[1:]
    )
    return [
        _double(view, *pair, "the same phone number")
        for pair in pairs
        if pair[1] not in view.identities.frozen
    ]


def _nearly(view: View, keys: dict[int, Keys]) -> list[Double]:
    """Names that differ by a letter or two, in one company or without anything that tells them apart."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, one in keys.items():
        words = name_words(one.name)
        if len(words) > 1:
            for company in dict.fromkeys((one.company, "")):
                groups[words[-1], "", company].append(row)
                groups[words[0], "given", company].append(row)
    found: dict[tuple[int, int], Double] = {}
    for (*_, company), rows in groups.items():
        blank = [row for row in rows if not keys[row].company]
        some = rows[:AT_ONCE] if company else blank[:AT_ONCE]
        for row in some:
            for other in rows[:AT_ONCE]:
                pair = (min(row, other), max(row, other))
                if row != other and pair not in found and _may_be_one(keys[row], keys[other]):
                    found[pair] = _double(view, *pair, "names that are nearly the same")
    return list(found.values())


def _may_be_one(one: Keys, other: Keys) -> bool:
    """True for names a slip of the pen apart, where no key speaks against it; a slip rarely hits a word's first letter."""
    mine, theirs = name_words(one.name), name_words(other.name)
    a, b = " ".join(mine), " ".join(theirs)
    if a == b or apart(one, other) or (one.profile and other.profile) or (one.emails and other.emails):
        return False
    if len(mine) > 1 and len(theirs) > 1 and mine[-1] == theirs[-1] and same_name(one.name, other.name):
        return True
    if [word[0] for word in mine] != [word[0] for word in theirs]:
        return False
    return SequenceMatcher(None, a, b).ratio() >= NEAR
