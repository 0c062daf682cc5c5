"""Single values of an address book as connectkit keeps them: addresses, numbers, birthdays, days, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from connectkit.importers.base import Options
from connectkit.importers.text import one_line
from connectkit.people.person_cells import person_of_texts
from connectkit.people.records import Note, Person
from connectkit.sheet.cells import split_values
from connectkit.text.dates import birthday_text, read_birthday, read_date
from connectkit.text.locales import locale_order
from connectkit.text.plain import fold

NOTHING = frozenset(
    {"n/a", "na", "-", "--", "?", "tbd", "none", "null", "#n/a", "#ref!", "#name?", "nan", "unknown", "."}
)
"""What people and programs write where they know nothing."""

_SYSTEM = frozenset({"mycontacts", "starred", "*"})
_ADDRESS = re.compile(r"[^\s<>\"',;:()\[\]\\/|]+@[^\s<>\"',;:()\[\]\\/|]+")
_TEL = re.compile(r"^tel:", re.IGNORECASE)
_LOST = re.compile(r"[0-9](?:[.,][0-9]+)?e\+[0-9]+", re.IGNORECASE)
_NO_BIRTHDAY = re.compile(r"[0\s./-]+")


def told(text: str) -> str:
    """The value, or ``""`` where it only says that nothing is known."""
    return "" if text.casefold() in NOTHING else text


def emails(values: Iterable[str]) -> tuple[str, ...]:
    """All addresses in these values, in order, none twice whatever its case; Exchange paths are none."""
    found: dict[str, str] = {}
    for value in values:
        if "@" not in value or value.casefold().startswith("/o="):
            continue
        for address in _ADDRESS.findall(re.sub("^mailto:", "", value, flags=re.IGNORECASE)):
            found.setdefault(address.casefold().strip("."), address.strip("."))
    return tuple(found.values())


def phones(values: Iterable[str]) -> tuple[str, ...]:
    """All numbers in these values as written, in order, none twice; what holds fewer than three digits is none."""
    found: dict[str, str] = {}
    for value in values:
        for piece in split_values(value):
            number = one_line(_TEL.sub("", piece)).removesuffix(".0")
            digits = re.sub("[^0-9+]", "", number)
            if len(digits) >= 3 and not _LOST.fullmatch(number):
                found.setdefault(digits, number)
    return tuple(found.values())


def is_lost_number(text: str) -> bool:
    """True for a phone number that a spreadsheet turned into ``4.4E+11``: its digits are gone."""
    return bool(_LOST.fullmatch(text.strip()))


def labels(values: Iterable[str], separators: str = ",;") -> tuple[str, ...]:
    """The user's own labels in these values: system labels (``* myContacts``) left out, none twice."""
    found: dict[str, str] = {}
    for value in values:
        for piece in re.split(rf":::|[{separators}]|\n" if separators else ":::|\n", value):
            label = one_line(piece)
            if label and not label.startswith("* ") and label.casefold().replace(" ", "") not in _SYSTEM:
                found.setdefault(label.casefold(), label)
    return tuple(found.values())


@dataclass
class Doubts:
    """What could not be read in many rows, told once with an example and the first places."""

    found: dict[str, tuple[str, list[str]]] = field(default_factory=dict)

    def add(self, what: str, where: str, example: str = "") -> None:
        """One more place with this trouble; ``{}`` in ``what`` stands for the first example."""
        self.found.setdefault(what, (example, []))[1].append(where)

    def notes(self) -> Iterable[Note]:
        """One sentence per trouble."""
        for what, (example, places) in self.found.items():
            more = f" and {len(places) - 3} more" if len(places) > 3 else ""
            yield Note(f"{what.replace('{}', f'“{example[:30]}”')} ({', '.join(places[:3])}{more}).")


AMBIGUOUS = (
    "A last contact such as {} may mean two days and was left empty; --date-order dmy or --date-order mdy says how the "
    "file writes them"
)


@dataclass(frozen=True)
class Days:
    """Reads one file's dates: the order of d/m/y was found out once for each column."""

    options: Options
    doubts: Doubts

    def order(self, column_order: str) -> str:
        """The order of a column: as the user said, as the column shows, as the locale has it; else ``""``."""
        if self.options.date_order:
            return self.options.date_order
        if column_order and column_order != "mixed":
            return column_order
        return "" if column_order == "mixed" else locale_order(self.options.locale)

    def birthday(self, text: str, order: str, where: str) -> str:
        """A birthday, in any spelling address books have."""
        text = told(text)
        if not text or _NO_BIRTHDAY.fullmatch(text):
            return ""
        found = birthday_text(read_birthday(text, order=order))
        if not found:
            self.doubts.add("A birthday such as {} can't be read and was left empty", where, text)
        elif not found.startswith("--") and date.fromisoformat(found) > self.options.today:
            self.doubts.add("A birthday such as {} lies in the future and was left empty", where, text)
            return ""
        return found

    def any_day(self, text: str, order: str) -> date | None:
        """A day, past or to come; None where none can be read for certain."""
        return read_date(text, today=self.options.today, order=order).day

    def past(self, text: str, order: str, where: str) -> date | None:
        """A day of contact: never in the future, never guessed."""
        text = told(text)
        if not text:
            return None
        reading = read_date(text, today=self.options.today, order=order)
        if reading.day is None:
            if "ambiguous" in (reading.why or ""):
                self.doubts.add(AMBIGUOUS, where, text)
            elif reading.why:
                self.doubts.add(
                    "A last contact such as {} is no date that can be read; it was left empty", where, text
                )
            return None
        if reading.day > self.options.today:
            self.doubts.add("A last contact such as {} lies in the future; it was left empty", where, text)
            return None
        return reading.day

    def kept(self, text: str, order: str, where: str) -> tuple[date | None, str]:
        """Last contact in a file of ours: a day in the past, or what else stands there, which goes along and is told."""
        day = read_date(text, today=self.options.today, order=order).day
        if day is not None and day <= self.options.today:
            return day, ""
        if text:
            self.doubts.add(
                "A last contact such as {} is no day in the past; it is kept as it stands", where, text
            )
        return None, text


def own_person(
    texts: Mapping[str, str], where: str, days: Days, orders: Mapping[str, str] = MappingProxyType({})
) -> Person:
    """The person of an export of ours: every column as it stood. ``orders`` say how a column writes its days."""
    last, kept = days.kept(texts.get("last_contact", ""), orders.get("last_contact", ""), where)
    birthday = days.birthday(texts.get("birthday", ""), orders.get("birthday", ""), where)
    return person_of_texts({**texts, "last_contact": kept, "birthday": birthday}, last=last, where=where)


def full_name(*parts: str) -> str:
    """The parts of a name that are there, on one line."""
    return " ".join(" ".join(parts).split())


_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_KANA = re.compile(r"[\u3040-\u30ff]")


def family_first(given: str, family: str, *, always: bool = False) -> str:
    """The name as it is spoken where the family comes first, by script (``김지훈``) or because ``always``; else ``""``."""
    if not (given and family):
        return ""
    if _EASTERN.fullmatch(given) and _EASTERN.fullmatch(family):
        return f"{family} {given}" if _KANA.search(family + given) else family + given
    return f"{family} {given}" if always else ""


def is_same_word(one: str, other: str) -> bool:
    """True where two texts are the same but for case and accents."""
    return fold(one) == fold(other)
