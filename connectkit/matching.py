"""Who is who across two lists of people: by address, number, profile, then name and company; doubt is told, never guessed.

Namesakes are common and families share addresses and numbers, so one shared key is not always one person: where keys
or names speak against it, the answer is "maybe" and a person decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from connectkit.datewords import words
from connectkit.plaintext import fold

SHARED = frozenset(
    words(
        "info office contact hello sales support admin mail kontakt team service hallo post welcome enquiries inquiries "
        "reception empfang help marketing hr jobs press presse billing accounts"
    )
)
"""Local parts of addresses that belong to a place, not to a person."""

_TITLES = frozenset(
    words("dr prof professor mr mrs ms mx miss sir herr frau ing dipl mag mme mlle sr sra jr ii iii iv")
    + words("phd mba msc bsc md pmp cpa cfa")
)
_NICKNAMES = (
    "robert bob rob bobby robbie", "william bill will billy willie", "richard rick dick ricky", "james jim jimmy jamie",
    "john johnny jack", "michael mike mick mickey", "elizabeth liz beth betty lisa eliza", "katherine kate kathy katie cathy catherine",
    "margaret maggie peggy meg", "edward ed eddie ted", "thomas tom tommy", "joseph joe joey", "charles charlie chuck",
    "alexander alex sasha xander", "alexandra alex sandra sasha", "christopher chris kit", "christina chris tina", "daniel dan danny",
    "david dave davy", "andrew andy drew", "anthony tony", "matthew matt", "patrick pat paddy", "patricia pat tricia patty",
    "samuel sam", "samantha sam", "steven stephen steve", "susan sue susie", "jennifer jen jenny", "nicholas nick", "peter pete",
    "gregory greg", "jeffrey jeff geoffrey geoff", "lawrence larry", "ronald ron", "donald don", "kenneth ken", "rebecca becky",
    "deborah debbie deb", "barbara barb", "victoria vicky tori", "jonathan jon", "benjamin ben", "jose pepe", "francisco paco",
    "johannes hannes hans jo", "friedrich fritz", "giuseppe beppe", "francesca franca", "ekaterina katya", "dmitri dima", "mikhail misha",
)  # fmt: skip
_SHORT = {
    word: {at for at, line in enumerate(_NICKNAMES) if word in line.split()}
    for line in _NICKNAMES
    for word in line.split()
}

Ref = int
"""Whom a key belongs to: a row number of Contacts, or a negative number for somebody new in the file."""


class Match(NamedTuple):
    """What was found. ``ref`` is None for somebody new; ``why`` says by what, or what speaks for and against."""

    verdict: Literal["same", "maybe", "new"]
    ref: Ref | None
    why: str


NEW = Match("new", None, "")


@dataclass(frozen=True, slots=True)
class Keys:
    """By what one person can be known again, each in one spelling."""

    name: str
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    profile: str = ""
    company: str = ""
    source_id: str = ""

    @property
    def any(self) -> bool:
        """True where there is more than a name and a company."""
        return bool(self.emails or self.phones or self.profile)


def keys_of(
    name: str, emails: Iterable[str], phones: Iterable[str], *, region: str = "", profile: str = "", company: str = "",
    source_id: str = ""
) -> Keys:  # fmt: skip
    """The keys of one person, from values as they were written."""
    return Keys(
        name,
        frozenset(map(email_key, emails)),
        frozenset(filter(None, (phone_key(number, region) for number in phones))),
        profile_key(profile),
        company_key(company),
        source_id,
    )


def email_key(address: str) -> str:
    """One spelling of an address: case does not count."""
    return address.strip().casefold().replace("@googlemail.com", "@gmail.com")


@lru_cache(maxsize=65_536)
def phone_key(number: str, region: str = "") -> str:
    """One spelling of a number: E.164 where the country is known, else its digits; ``""`` for one too short to tell."""
    text = re.split(r"(?:;ext=|\bext\b|\bx(?=\d))", number.casefold())[0]
    digits = re.sub(r"[^0-9]", "", text.replace("(0)", ""))
    if len(digits) < 7:
        return ""
    if text.strip().startswith("+") or digits.startswith("00"):
        return "+" + digits.removeprefix("00")
    return _in_country(text, region) if region else digits


def _in_country(text: str, region: str) -> str:
    try:
        import phonenumbers
    except ImportError:
        return re.sub(r"[^0-9]", "", text)
    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return re.sub(r"[^0-9]", "", text)
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def profile_key(address: str) -> str:
    """One spelling of a profile's address: scheme, country host, query and closing slash do not count."""
    text = address.strip()
    if not text:
        return ""
    parts = urlsplit(text if "//" in text else f"//{text}")
    host = (parts.netloc or "").casefold().removeprefix("www.")
    if host.endswith(".linkedin.com"):
        host = "linkedin.com"
    return f"{host}{unquote(parts.path).rstrip('/').casefold()}"


def company_key(company: str) -> str:
    """One spelling of a company: legal forms and punctuation do not count."""
    words = re.sub(r"[^\w\s&]", " ", fold(company)).split()
    return " ".join(
        word
        for word in words
        if word not in ("inc", "ltd", "llc", "gmbh", "ag", "co", "corp", "sa", "bv", "plc")
    )


@lru_cache(maxsize=65_536)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without titles, credentials, brackets and decoration, folded, in their order."""
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", fold(name))
    found: list[str] = re.findall(r"[^\W\d_]+", plain.replace(".", "").replace("'", ""))
    kept = tuple(word for word in found if word not in _TITLES)
    return kept or tuple(found) or (fold(name),)


def name_key(name: str) -> tuple[str, ...]:
    """One spelling of a name: ``Lima, Ana`` and ``Dr. Ana Lima`` are ``Ana Lima``."""
    return tuple(sorted(name_words(name)))


def alike(one: str, other: str) -> bool:
    """True where two names may well be one person's: the same words, more of them, a nickname, a new family name."""
    a, b = name_words(one), name_words(other)
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    if len(a) == 1 or len(b) == 1:
        return _same_given(a[0], b[0])
    if len(set(a) & set(b)) >= 2 or _same_given(a[0], b[0]):
        return bool(set(a) & set(b)) or a[0] == b[0]
    return False


def _same_given(one: str, other: str) -> bool:
    if one == other or one.startswith(other) or other.startswith(one):
        return True
    if _SHORT.get(one, set()) & _SHORT.get(other, set()):
        return True
    return SequenceMatcher(None, one, other).ratio() > 0.8


@dataclass
class Index:
    """People to be found again. ``find`` answers for one person; ``add`` makes one more findable."""

    known: dict[Ref, Keys] = field(default_factory=dict)
    _by: dict[tuple[str, object], list[Ref]] = field(default_factory=lambda: defaultdict(list))
    _without: frozenset[Ref] = frozenset()

    def add(self, ref: Ref, keys: Keys) -> None:
        """One more person; keys of somebody known already are joined to theirs."""
        former = self.known.get(ref)
        for key in _entries(keys):
            if ref not in self._by[key]:
                self._by[key].append(ref)
        if former is not None:
            keys = Keys(
                former.name, former.emails | keys.emails, former.phones | keys.phones, former.profile or keys.profile,
                former.company or keys.company, former.source_id or keys.source_id,
            )  # fmt: skip
        self.known[ref] = keys

    def _refs(self, kind: str, values: Iterable[object]) -> list[Ref]:
        found = (ref for value in values for ref in self._by.get((kind, value), ()))
        return [ref for ref in dict.fromkeys(found) if ref not in self._without]

    def find(self, keys: Keys, without: frozenset[Ref] = frozenset()) -> Match:
        """Who this is; those in ``without`` are known not to be."""
        self._without = without
        for by in (self._by_record, self._by_address, self._by_number, self._by_name):
            match = by(keys)
            if match is not None:
                return match
        return NEW

    def _by_record(self, keys: Keys) -> Match | None:
        refs = self._refs("source", [keys.source_id] if keys.source_id else [])
        return Match("same", refs[0], "the same record") if refs else None

    def _by_address(self, keys: Keys) -> Match | None:
        """By e-mail and profile, unless the profiles or the names speak against it."""
        refs = self._refs("profile", [keys.profile] if keys.profile else [])
        mails = self._refs("email", keys.emails)
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
        by = "e-mail" if keys.emails & other.emails else "profile"
        if by == "profile" or fitting or self._may_be(keys, other):
            return Match("same", ref, by)
        return Match("maybe", ref, "the same e-mail address, but different names")

    def _may_be(self, keys: Keys, other: Keys) -> bool:
        shared = keys.emails & other.emails
        if all(address.partition("@")[0] in SHARED for address in shared):
            return False
        placeholder = "@" in keys.name or "@" in other.name
        single = 1 in (len(name_words(keys.name)), len(name_words(other.name)))
        return placeholder or single or alike(keys.name, other.name)

    def _by_number(self, keys: Keys) -> Match | None:
        """By phone, where the names fit; a number shared by people of other names says nothing."""
        refs = self._refs("phone", keys.phones)
        exact = [ref for ref in refs if name_key(self.known[ref].name) == name_key(keys.name)]
        fitting = exact or [ref for ref in refs if alike(self.known[ref].name, keys.name)]
        if len(fitting) == 1 and not _other_profile(keys, self.known[fitting[0]]):
            return Match("same", fitting[0], "phone")
        if fitting:
            return Match("maybe", fitting[0], "the same phone number, and more than one may be meant")
        single = [
            ref for ref in refs if 1 in (len(name_words(self.known[ref].name)), len(name_words(keys.name)))
        ]
        return Match("maybe", single[0], "the same phone number, but different names") if single else None

    def _by_name(self, keys: Keys) -> Match | None:
        """By name and company; a name alone is a question, unless there is nothing to tell the two apart."""
        named = self._refs("name", [name_key(keys.name)])
        refs = [ref for ref in named if not _other_profile(keys, self.known[ref])]
        open_refs = [ref for ref in refs if not _apart(keys, self.known[ref])]
        same_company = [ref for ref in refs if keys.company and self.known[ref].company == keys.company]
        certain = [ref for ref in same_company if ref in open_refs]
        if len(certain) == 1:
            return Match("same", certain[0], "name and company")
        if len(open_refs) == 1 and len(refs) == 1 and not keys.any:
            other = self.known[open_refs[0]]
            if not (keys.company and other.company):
                return Match("same", open_refs[0], "name, and nothing speaks against it")
        if open_refs:
            several = (
                f"{len(open_refs)} of your contacts have this name" if len(open_refs) > 1 else "the same name"
            )
            return Match("maybe", (certain or open_refs)[0], f"{several}, and nothing else to know them by")
        if same_company:
            return Match(
                "maybe", same_company[0], "the same name and company, but different addresses or numbers"
            )
        return None


def _entries(keys: Keys) -> Iterable[tuple[str, object]]:
    yield ("name", name_key(keys.name))
    yield from (("email", one) for one in keys.emails)
    yield from (("phone", one) for one in keys.phones)
    if keys.profile:
        yield ("profile", keys.profile)
    if keys.source_id:
        yield ("source", keys.source_id)


def _other_profile(one: Keys, other: Keys) -> bool:
    return bool(one.profile and other.profile and one.profile != other.profile)


def _apart(one: Keys, other: Keys) -> bool:
    """True where two namesakes have keys of one kind that differ, or work for different companies."""
    if _other_profile(one, other):
        return True
    pairs: Sequence[tuple[frozenset[str], frozenset[str]]] = (
        (one.emails, other.emails),
        (one.phones, other.phones),
    )
    if any(a and b and not a & b for a, b in pairs):
        return True
    return bool(one.company and other.company and one.company != other.company)
