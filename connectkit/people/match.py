"""Who is who across two lists of people: by address, number, profile, then name and company; doubt is told, never guessed.

Namesakes are common and families share addresses and numbers, so one shared key is not always one person: where keys
or names speak against it, the answer is "maybe" and a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from connectkit.people.keys import SHARED, Keys, alike, name_key, name_words, same_name, strong_keys

CROWD = 4
"""A number or address of more people than this is a switchboard's: only a whole name tells who is meant."""

Key = tuple[str, object]
"""A key and its kind, as :func:`strong_keys` gives them."""

Ref = int
"""Whom a key belongs to: a row number of Contacts, or minus the place in the file for somebody new."""


class Match(NamedTuple):
    """What was found. ``ref`` is None for somebody new; ``why`` says by what, or what speaks for and against.

    ``by_name``: a name is all, and another of this name in the same file would be as good.
    """

    verdict: Literal["same", "maybe", "new"]
    ref: Ref | None
    why: str
    by_name: bool = False


CHANGED_JOBS = "the same name at another company, and nothing else against it: changed jobs?"
"""Why a namesake is asked about; yes takes the new company over, too."""

NEW = Match("new", None, "")


@dataclass
class Index:
    """People to be found again. ``find`` answers for one person; ``add`` makes one more findable."""

    known: dict[Ref, Keys] = field(default_factory=dict)
    _by: dict[Key, dict[Ref, None]] = field(default_factory=lambda: defaultdict(dict))
    _without: frozenset[Ref] = frozenset()
    crowded: frozenset[Key] = frozenset()

    def add(self, ref: Ref, keys: Keys) -> None:
        """One more person; keys of somebody known already are joined to theirs."""
        former = self.known.get(ref)
        known = keys if former is None else keys.joined(former)
        for key in (("name", name_key(known.name)), *strong_keys(keys)):
            self._by[key][ref] = None
        self.known[ref] = known

    def _other_rows(self, keys: Keys) -> frozenset[Ref]:
        """Namesakes of the same file who were rows of their own in the sheet it was taken from."""
        if not keys.own_id:
            return frozenset()
        near = {
            ref
            for key in (("name", name_key(keys.name)), *strong_keys(keys))
            for ref in self._by.get(key, {})
        }
        return frozenset(ref for ref in near if ref < 0 and _other_row(keys, self.known[ref]))

    def _refs(self, kind: str, values: Iterable[object]) -> list[Ref]:
        found = {ref for value in values for ref in self._by.get((kind, value), {})}
        return sorted(found - self._without, key=lambda ref: (ref < 0, abs(ref)))

    def _sharing(self, kind: str, values: Iterable[object], name: str) -> list[Ref]:
        """Who has one of these addresses or numbers; of a crowd behind one only those of the same name."""
        found: set[Ref] = set()
        namesakes = self._by.get(("name", name_key(name)), {})
        for value in values:
            refs = self._by.get((kind, value), {})
            crowd = (kind, value) in self.crowded or len(refs) > CROWD
            found |= namesakes.keys() & refs.keys() if crowd else set(refs)
        return sorted(found - self._without, key=lambda ref: (ref < 0, abs(ref)))

    def find(self, keys: Keys, without: frozenset[Ref] = frozenset()) -> Match:
        """Who this is; those in ``without`` are known not to be.

        What makes one kind of key doubtful never stands against another that is certain. Whoever comes first in the
        sheet, then in the file, comes first here, in whatever order they were added.
        """
        self._without = without | self._other_rows(keys)
        doubt: Match | None = None
        for by in (self._by_record, self._by_all, self._by_address, self._by_number):
            match = by(keys)
            if match is not None and match.verdict == "same":
                return match
            doubt = doubt or match
        return doubt or self._by_name(keys) or NEW

    def _by_record(self, keys: Keys) -> Match | None:
        refs = self._refs("source", [keys.source_id] if keys.source_id else [])
        return Match("same", refs[0], "the same record") if refs else None

    def _by_all(self, keys: Keys) -> Match | None:
        """By everything: the one namesake of whom all is known that the record says, and nothing that it leaves out
        where a name is all it says."""
        refs = [ref for ref in self._refs("name", [name_key(keys.name)]) if keys.within(self.known[ref])]
        if not keys.any:
            refs = [
                ref for ref in refs if not self.known[ref].any and self.known[ref].company == keys.company
            ]
        if len(refs) != 1:
            return None
        return Match("same", refs[0], self._by_what(keys, self.known[refs[0]]), by_name=not keys.any)

    def _by_what(self, keys: Keys, other: Keys) -> str:
        if keys.emails & other.emails:
            return "e-mail"
        if keys.profile and keys.profile == other.profile:
            return "profile"
        if keys.any:
            return "phone"
        return "name and company" if keys.company else "name, and nothing speaks against it"

    def _by_address(self, keys: Keys) -> Match | None:
        """By e-mail and profile, unless the profiles or the names speak against it."""
        refs = self._refs("profile", [keys.profile] if keys.profile else [])
        mails = self._sharing("email", keys.emails, keys.name)
        refs = list(dict.fromkeys([*refs, *mails]))
        if not refs:
            return None
        fitting = [ref for ref in refs if name_key(self.known[ref].name) == name_key(keys.name)]
        if len(refs) > 1 and len(fitting) != 1:
            return Match(
                "maybe", (fitting or refs)[0], "several of your contacts share their address or profile"
            )
        ref = fitting[0] if fitting else refs[0]
        other = self.known[ref]
        if keys.profile and other.profile and keys.profile != other.profile:
            return Match("maybe", ref, "the same e-mail address, but different profiles")
        if keys.profile and keys.profile == other.profile:
            return Match("same", ref, "profile")
        if fitting or _may_be(keys, other):
            return Match("same", ref, "e-mail")
        return Match("maybe", ref, "the same e-mail address, but different names")

    def _by_number(self, keys: Keys) -> Match | None:
        """By phone, where the names fit; a number shared by people of other names says nothing."""
        refs = self._sharing("phone", keys.phones, keys.name)
        names = {ref: self.known[ref].name for ref in refs}
        exact = [ref for ref in refs if name_key(names[ref]) == name_key(keys.name)]
        fitting = exact or [ref for ref in refs if same_name(names[ref], keys.name)]
        if len(fitting) == 1 and not _other_profile(keys, self.known[fitting[0]]):
            return Match("same", fitting[0], "phone")
        if fitting:
            return Match("maybe", fitting[0], "the same phone number, and more than one may be meant")
        near = [
            ref for ref in refs if single(names[ref]) or single(keys.name) or alike(names[ref], keys.name)
        ]
        return Match("maybe", near[0], "the same phone number, but different names") if near else None

    def _by_name(self, keys: Keys) -> Match | None:
        """By name and company; a name alone is a question, unless there is nothing to tell the two apart."""
        named = self._refs("name", [name_key(keys.name)])
        refs = [ref for ref in named if not _other_profile(keys, self.known[ref])]
        open_refs = [ref for ref in refs if not apart(keys, self.known[ref])]
        same_company = [ref for ref in refs if keys.company and self.known[ref].company == keys.company]
        certain = [ref for ref in same_company if ref in open_refs]
        if len(certain) == 1:
            return Match("same", certain[0], "name and company", by_name=True)
        if len(open_refs) == 1 and len(refs) == 1 and not keys.any:
            other = self.known[open_refs[0]]
            if not (keys.company and other.company):
                return Match("same", open_refs[0], "name, and nothing speaks against it", by_name=True)
        if open_refs:
            several = (
                f"{len(open_refs)} of your contacts have this name" if len(open_refs) > 1 else "the same name"
            )
            return Match("maybe", (certain or open_refs)[0], f"{several}, and nothing else to know them by")
        if same_company:
            return Match(
                "maybe", same_company[0], "the same name and company, but different addresses or numbers"
            )
        moved = [
            ref for ref in refs if ref > 0 and not other_keys(keys, self.known[ref]) and not same_company
        ]
        if moved and not single(keys.name):
            return Match("maybe", moved[0], CHANGED_JOBS)
        doubted = [ref for ref in refs if not single(keys.name) and not other_company(keys, self.known[ref])]
        return (
            Match("maybe", doubted[0], "the same name, but different addresses or numbers")
            if doubted
            else None
        )


def one_person(one: Keys, other: Keys) -> bool:
    """True where a common key and the names say that two records are one person's; never where profiles differ."""
    if _other_profile(one, other) or _other_row(one, other):
        return False
    if one.profile and one.profile == other.profile:
        return True
    if one.source_id and one.source_id == other.source_id:
        return True
    if one.emails & other.emails and (name_key(one.name) == name_key(other.name) or _may_be(one, other)):
        return True
    return bool(one.phones & other.phones) and same_name(one.name, other.name)


def _may_be(one: Keys, other: Keys) -> bool:
    """True where the names of two with a common address may be one person's, and it is no address of a place."""
    shared = one.emails & other.emails
    if all(address.partition("@")[0] in SHARED for address in shared):
        return False
    placeholder = "@" in one.name or "@" in other.name
    return placeholder or single(one.name) or single(other.name) or alike(one.name, other.name)


def single(name: str) -> bool:
    """True for a name of one word."""
    return len(name_words(name)) == 1


def _other_row(one: Keys, other: Keys) -> bool:
    """True for two rows of one sheet, as an export of ours has them: the user keeps them apart."""
    return bool(one.own_id and other.own_id and one.own_id != other.own_id)


def _other_profile(one: Keys, other: Keys) -> bool:
    return bool(one.profile and other.profile and one.profile != other.profile)


def other_company(one: Keys, other: Keys) -> bool:
    """True where two work for different companies; a company that is not known speaks against nothing."""
    return bool(one.company and other.company and one.company != other.company)


def apart(one: Keys, other: Keys) -> bool:
    """True where two namesakes have keys of one kind that differ, or work for different companies."""
    return other_keys(one, other) or other_company(one, other)


def other_keys(one: Keys, other: Keys) -> bool:
    """True where two have keys of one kind, and none of that kind in common."""
    if _other_profile(one, other):
        return True
    pairs: Sequence[tuple[frozenset[str], frozenset[str]]] = (
        (one.emails, other.emails),
        (one.phones, other.phones),
    )
    return any(a and b and not a & b for a, b in pairs)
