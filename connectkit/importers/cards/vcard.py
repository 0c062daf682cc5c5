"""vCard, of every version and producer: one file, many cards, or a folder of files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from connectkit.errors import ImportFailed
from connectkit.importers.base import CERTAIN, NO, Options
from connectkit.importers.cards.vcard_lines import Card, Property, Seen, cards, split_at, unescape
from connectkit.importers.cards.vcard_rest import android_nickname, asides, groups, member, not_taken
from connectkit.importers.fields import Days, Doubts, emails, family_first, full_name, labels, own_person
from connectkit.importers.text import Decoder, head_text, one_line, unreadable
from connectkit.people import person_cells
from connectkit.people.records import OWN_PREFIX, Item, Note, Person, Skipped

_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?|--(\d{2})-?(\d{2})(?:T.*)?")
_BEGIN = re.compile(r"^[ \t\ufeff]*BEGIN[ \t]*:[ \t]*VCARD", re.IGNORECASE | re.MULTILINE)
_NO_NUMBER = frozenset(
    {"FAX", "PAGER", "WORKFAX", "HOMEFAX", "FAXHOME", "FAXWORK", "TTY", "TELEX", "BBS", "MODEM"}
)
_KINDS = {
    "GROUP": "a list of contacts, not a person",
    "LOCATION": "a place, not a person",
    "RESOURCE": "a room or a thing",
}


@dataclass(frozen=True)
class VCardFormat:
    """Cards with BEGIN:VCARD and END:VCARD."""

    kind: str = "vcard"
    help: str = (
        "vCard (.vcf) of iPhone, Android, Google, Outlook, Thunderbird …: one file, or a folder of files."
    )

    def looks_like(self, head: bytes, name: str) -> int:  # noqa: ARG002 - the protocol's signature
        """By its first card, before which a few lines of other things may stand, but no table and no JSON."""
        text = head_text(head)[:8192]
        found = _BEGIN.search(text)
        if found is None or "BEGIN:VCALENDAR" in text.upper() or re.search("[,;\t{]", text[: found.start()]):
            return NO
        return CERTAIN

    def looks_like_folder(self, folder: Path) -> int:
        """By the names of the files in it."""
        return CERTAIN if next(_files(folder), None) is not None else NO

    def read(self, path: Path, options: Options) -> Iterator[Item]:
        """Every card, in the file's order."""
        doubts = Doubts()
        days = Days(options, doubts)
        if not path.is_dir():
            yield from self._file(path, days)
        else:
            for one in sorted(_files(path)):
                try:
                    yield from self._file(one, days)
                except ImportFailed as error:
                    yield Skipped(one.name, error.message.rstrip("."))
        yield from doubts.notes()

    def _file(self, path: Path, days: Days) -> Iterator[Item]:
        decoder = Decoder(days.options.encoding, days.options.locale)
        seen, told = Seen(), 0
        left: dict[str, None] = {}
        try:
            lists = groups(path, days.options.encoding, days.options.locale)
            for card in cards(path, decoder, seen):
                days.options.progress(seen.size - told)
                told = seen.size
                where = f"{path.name}:{card.line}"
                if not card.whole:
                    days.doubts.add("A card has no end, so what follows may be missing", where)
                person = person_of(card, where, days)
                if isinstance(person, Person):
                    left |= dict.fromkeys(not_taken(card))
                    person = _listed(person, lists)
                yield person
        except OSError as error:
            raise unreadable(path, error) from error
        yield from (Note(text) for text in decoder.notes(path.name))
        if left:
            yield Note(f"Not taken of {path.name}: {', '.join(left)}.")


FORMAT = VCardFormat()


def _files(folder: Path) -> Iterator[Path]:
    return (one for one in folder.rglob("*") if one.suffix.casefold() in (".vcf", ".vcard") and one.is_file())


def _listed(person: Person, lists: Mapping[str, list[str]]) -> Person:
    """The person with the lists it is a member of as tags."""
    keys = (member(person.source_id), *map(member, person.emails))
    names = [name.replace(",", " ") for key in keys for name in lists.get(key, ())]
    return replace(person, tags=tuple(dict.fromkeys((*person.tags, *names)))) if names else person


def person_of(card: Card, where: str, days: Days) -> Person | Skipped:
    """The person on a card; Skipped where it is a list or says nothing to know anybody by."""
    kind = _text(card, "KIND") or _text(card, "X-ADDRESSBOOKSERVER-KIND")
    if kind.upper() in _KINDS:
        return Skipped(where, _KINDS[kind.upper()])
    own = _own(card)
    addresses, numbers = _emails(card, ours=bool(own)), _phones(card, ours=bool(own))
    for text in () if own else _unusable(card):
        days.doubts.add(
            "A phone number such as {} has too few digits or is a fax, and was left out", where, text
        )
    company = next((part for one in card.all("ORG") if (part := one_line(one.parts()[0]))), "")
    name = _name(card, company) or next(iter(addresses or numbers), "")
    if not name:
        return Skipped(where, "no name, address or number")
    parts = card.first("N")
    nickname = ", ".join(one_line(one) for line in card.all("NICKNAME") for one in _list(line) if one.strip())
    nickname = nickname or android_nickname(card)
    found = Person(
        name=name,
        emails=addresses,
        phones=numbers,
        company=company,
        title=_text(card, "TITLE") or _text(card, "ROLE"),
        birthday=_birthday(card, where, days),
        tags=tuple(_list(card.all("CATEGORIES")[0])) if own and card.all("CATEGORIES") else _tags(card),
        notes="\n".join(dict.fromkeys((*(() if own else asides(card)), *_texts(card, "NOTE")))),
        interests=", ".join(dict.fromkeys((*_texts(card, "HOBBY"), *_texts(card, "INTEREST")))),
        profile=_profile(card),
        city=next((city for one in card.all("ADR") if (city := _part(one, 3))), ""),
        source_id=own.get("id", "") or _text(card, "UID"),
        where=where,
        given=_part(parts, 1) if parts else "",
        family=_part(parts, 0) if parts else "",
        more=(("nickname", nickname),) if nickname and (own or nickname != name) else (),
    )
    if not own:
        return found
    ours = own_person({**person_cells.texts_of(found), **own}, where, days)
    return replace(ours, source_id=found.source_id, given=found.given, family=found.family)


def _texts(card: Card, name: str) -> list[str]:
    return [text for one in card.all(name) if (text := one.text())]


def _tags(card: Card) -> tuple[str, ...]:
    return labels((one for line in card.all("CATEGORIES") for one in _list(line)), "")


def _own(card: Card) -> dict[str, str]:
    return {
        one.name.removeprefix(OWN_PREFIX).casefold().replace("-", "_"): one.text()
        for one in card.properties
        if one.name.startswith(OWN_PREFIX)
    }


def _text(card: Card, name: str) -> str:
    found = card.first(name)
    return one_line(found.text()) if found else ""


def _part(one: Property, at: int) -> str:
    parts = one.parts()
    return one_line(parts[at]) if len(parts) > at else ""


def _list(one: Property) -> list[str]:
    return [unescape(piece) for piece in split_at(one.value, ",")]


def _name(card: Card, company: str) -> str:
    """FN, else the parts of N in the order they are spoken, else nickname, else company."""
    whole = _text(card, "FN")
    parts = card.first("N")
    if parts and whole == full_name(_part(parts, 1), _part(parts, 0)):
        whole = family_first(_part(parts, 1), _part(parts, 0)) or whole
    if whole:
        return whole
    for one in card.all("N"):
        family, given, additional, prefix, suffix = ([*one.parts(), "", "", "", "", ""])[:5]
        eastern = family_first(given, family)
        if eastern:
            return eastern
        spoken = full_name(*(part.replace(",", " ") for part in (prefix, given, additional, family, suffix)))
        if spoken:
            return spoken
    nickname = card.first("NICKNAME")
    return (one_line(_list(nickname)[0]) if nickname else "") or company


def _emails(card: Card, *, ours: bool) -> tuple[str, ...]:
    if ours:
        return tuple(one.text() for one in card.all("EMAIL"))
    return emails(one.text() for one in sorted(card.all("EMAIL"), key=_preference))


def _preference(one: Property) -> int:
    """PREF=1 first, then TYPE=PREF, then all others as they stand."""
    if "PREF" in one.types():
        return 1
    numbers = [int(word) for word in one.params.get("PREF", ()) if word.isdigit()]
    return min(numbers, default=1_000)


def _phones(card: Card, *, ours: bool) -> tuple[str, ...]:
    if ours:
        return tuple(one.text() for one in card.all("TEL"))
    found: dict[str, str] = {}
    for one in card.all("TEL"):
        number = re.sub("^tel:", "", one_line(one.text()), flags=re.IGNORECASE)
        digits = re.sub("[^0-9+]", "", number)
        if len(digits) >= 3 and not one.types() & _NO_NUMBER:
            found.setdefault(digits, number)
    return tuple(found.values())


def _unusable(card: Card) -> Iterator[str]:
    """Numbers that are none, and numbers of a fax or pager."""
    for one in card.all("TEL"):
        text = one_line(one.text())
        if text and (len(re.sub("[^0-9]", "", text)) < 3 or one.types() & _NO_NUMBER):
            yield text


def _birthday(card: Card, where: str, days: Days) -> str:
    """The first BDAY that names a day; Apple's stand-in year is no year."""
    for one in card.all("BDAY"):
        text = one.text()
        found = _DAY.fullmatch(text)
        if found is not None and found[4]:
            text = f"--{found[4]}-{found[5]}"
        elif found is not None:
            no_year = found[1] in one.params.get("X-APPLE-OMIT-YEAR", ())
            text = f"--{found[2]}-{found[3]}" if no_year else f"{found[1]}-{found[2]}-{found[3]}"
        birthday = days.birthday(text, "", where)
        if birthday:
            return birthday
    return ""


def _profile(card: Card) -> str:
    for one in card.all("X-SOCIALPROFILE"):
        if "LINKEDIN" in one.types() and one.text():
            return one.text()
    for name in ("URL", "X-SOCIALPROFILE", "SOCIALPROFILE"):
        for one in card.all(name):
            if "linkedin." in one.value.casefold():
                return one.text()
    return ""
