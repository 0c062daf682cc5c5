"""By what one person can be known again: addresses, numbers, profiles and names, each in one spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from connectkit.text.plain import fold, words

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
    def own_id(self) -> str:
        """The contact's ID, where an export of ours tells it; ``""`` for the record of any other program."""
        return self.source_id if self.source_id.startswith("ck-") else ""

    @property
    def any(self) -> bool:
        """True where there is more than a name and a company."""
        return bool(self.emails or self.phones or self.profile)

    def joined(self, other: Keys) -> Keys:
        """The keys of one person of whom two lists tell; of single ones, and of the names, the other's count."""
        return Keys(
            other.name, other.emails | self.emails, other.phones | self.phones, other.profile or self.profile,
            other.company or self.company, other.source_id or self.source_id,
        )  # fmt: skip

    def within(self, other: Keys) -> bool:
        """True where the other has every key there is here."""
        return (
            self.emails <= other.emails
            and self.phones <= other.phones
            and self.profile in ("", other.profile)
            and self.company in ("", other.company)
        )


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
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
    except ValueError:  # no address at all: then it is only ever the same as itself
        return text.casefold()
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
    found: list[str] = re.findall(r"[^\W_]+", plain.replace(".", "").replace("'", ""))
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


def same_name(one: str, other: str) -> bool:
    """True where two names are spellings of one: more words or fewer, a nickname; no new family name."""
    a, b = name_words(one), name_words(other)
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    return bool(set(a[1:]) & set(b[1:])) and _same_given(a[0], b[0])


def _same_given(one: str, other: str) -> bool:
    if one == other or one.startswith(other) or other.startswith(one):
        return True
    if _SHORT.get(one, set()) & _SHORT.get(other, set()):
        return True
    return SequenceMatcher(None, one, other).ratio() > 0.8


def strong_keys(keys: Keys) -> Iterable[tuple[str, object]]:
    """The keys that belong to one person, as a rule: address, number, profile, the record's own ID."""
    yield from (("email", one) for one in keys.emails)
    yield from (("phone", one) for one in keys.phones)
    if keys.profile:
        yield ("profile", keys.profile)
    if keys.source_id:
        yield ("source", keys.source_id)
