"""Which column a header means: the one answer for the user's sheet and for every file that is imported.

A header is compared as ``schema.normal`` has it. One that is not known so is tried in plainer spellings: without
emoji and notes on its form (``📅 Last contact (yyyy-mm-dd)``), in words (``lastContact``), without the thing it is
about (``Person - Email - Work``); and the last day in touch has too many names for a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from connectkit.schema import CONTACTS, Column, Owner, normal
from connectkit.sheet.header_words import WORDS
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold

PARTS = frozenset(WORDS) - frozenset(CONTACTS.keys)
"""What headers of other programs tell that is no column of ours: parts of a name or a birthday, an ID, nothing."""


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(words).split())


_DIGITS = pattern(r"\d+")
_CAMEL = pattern(r"(?<=[a-z])(?=[A-Z])")
_FORM = pattern(
    r"\((?:[dmyjat]{1,4}[-./ ]?){2,4}\)|\((?:optional|required|if any|if known|date|text)\)", re.IGNORECASE
)
_MARKS = pattern(r"[^\w\s/&()'.,:*?-]+")
_ABOUT = pattern(
    r"^(?:person|people|contact|invitee|attendee|guest|participant|member|client|lead|buyer|registrant|customer|kontakt|personne|"
    r"persona|pessoa)(?:'s)? (?=.)"
)
_LAST = _folded(
    "last latest recent letzter letzte letztes letzten zuletzt dernier derniere ultimo ultima laatste laatst ostatni ostatnia "
    "senaste senast siste seneste son последний последняя letzte"
)
_CONTACT = _folded(
    "contact contacted contacts touch touched touchpoint touchbase spoke spoken talked talk talks interaction interacted met meeting "
    "met seen called call conversation communication reached chat chatted emailed messaged connected connection catchup correspondence "
    "outreach engagement kontakt kontaktiert gesprach gesprochen treffen getroffen gesehen anruf austausch rencontre echange appel "
    "contacto contato contatto conversacion conversa conversazione llamada encuentro incontro gesproken gezien contactmoment "
    "rozmowa spotkanie kontaktad samtal mote gorusme iletisim temas контакт встреча разговор mail email message text dm zoom coffee lunch dinner visit"
)
_FILLERS = _folded(
    "date day on of the a to with by me we i you them at in was time when most der die das am mit vom datum tag du de le la les date jour "
    "el fecha il data di da do dia met op van z dnia tarihi"
)


@lru_cache(maxsize=4096)
def known_as(header: object) -> str:
    """The header as headers are compared: in the plainest of its spellings that means something, else ``normal``."""
    text = str(header or "")
    first = normal(text)
    if len(text) > 100 or not first:
        return first
    return next((one for one in _spellings(text, first) if field_of(one)), first)


def _spellings(text: str, first: str) -> Iterator[str]:
    yield first
    bare = " ".join(_MARKS.sub(" ", _FORM.sub(" ", text)).split())
    yield normal(bare)
    yield normal(_CAMEL.sub(" ", bare))
    yield _ABOUT.sub("", normal(_CAMEL.sub(" ", bare)))


@lru_cache(maxsize=4096)
def field_of(one: str) -> str:
    """The column key or part a normalised header means; ``""`` for an unknown one."""
    found = _fields()
    return found.get(one) or found.get(generic(one), "") or ("last_contact" if _tells_last(one) else "")


def generic(one: str) -> str:
    """A normalised header with any number in it as ``n``."""
    return _DIGITS.sub("n", one)


def is_known(one: str) -> bool:
    """True for a normalised header that means something here."""
    return bool(one) and bool(field_of(one))


@cache
def names_of(key: str) -> tuple[str, ...]:
    """The normalised headers of a column or part, its title first, then in order of preference."""
    titles = [column.title for column in CONTACTS.columns if column.key == key]
    return tuple(
        dict.fromkeys(normal(one) for one in (*titles, *filter(None, WORDS.get(key, "").split("|"))))
    )


def rank(key: str, one: str) -> int:
    """How good a name a normalised header is for a column: 0 is best."""
    names = names_of(key)
    one = one if one in names else generic(one)
    return names.index(one) if one in names else len(names)


def aliases(column: Column) -> tuple[str, ...]:
    """Under which normalised headers a user's own column of Contacts is known, beside its title."""
    return names_of(column.key)[1:] if column in CONTACTS.columns else ()


@cache
def _fields() -> dict[str, str]:
    """Normalised header to what it means; titles of our own columns last, where nothing else claims the word."""
    found: dict[str, str] = {}
    for key in sorted(WORDS, key=lambda key: key not in ("first_name", "family_name")):
        for one in names_of(key) if key not in CONTACTS.keys else names_of(key)[1:]:
            found.setdefault(one, key)
    for column in CONTACTS.columns:
        if column.owner is Owner.USER:
            found.setdefault(normal(column.title), column.key)
    return found


def _tells_last(one: str) -> bool:
    """True for any wording of "when we were last in touch": a word for last, one for contact, and nothing else."""
    words = re.findall(r"\w+", fold(one))
    rest = [word for word in words if word not in _LAST and word not in _FILLERS]
    return any(word in _LAST for word in words) and bool(rest) and all(word in _CONTACT for word in rest)
