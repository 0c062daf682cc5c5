"""How well doubles are told from namesakes: invented people of whom it is known who is who.

    python -m bench.doubles [PEOPLE] [SEED]

Prints, for an import into a sheet and for ``connectkit duplicates`` in one sheet, by the kind of double or namesake:
how many there were, were taken for one person, were asked about, were left apart; then precision and recall, of what
was decided without asking and with the questions. Names are drawn so that namesakes are as common as in a small town.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from connectkit.config.config import Config
from connectkit.merging.doubles import doubles
from connectkit.merging.merge import plan_import
from connectkit.merging.result import Batch
from connectkit.model import RawTab, Workbook
from connectkit.people.records import Person
from connectkit.view import View, open_view

TODAY = date(2026, 11, 23)
GIVEN = "Robert Elizabeth William Katherine Thomas Margaret Michael Ana Jörg Zoë José Mei Daniel Alexandra Peter Eva".split()  # noqa: SIM905
SHORT = {"Robert": "Bob", "Elizabeth": "Liz", "William": "Bill", "Katherine": "Kate", "Thomas": "Tom", "Margaret": "Meg",
         "Michael": "Mike", "Daniel": "Dan", "Alexandra": "Sasha", "Peter": "Pete"}  # fmt: skip
BEFORE = "Ander Berg Carl Dal Eklund Fern Gold Hart Iver Jans Kess Lund Moor North Oster Pold Quist Rosen Stein Tor".split()  # noqa: SIM905
AFTER = ["son", "mann", "berg", "ley", "ström", "ton", "er", "field"]

Change = Callable[[Person, random.Random], Person]


def _typo(name: str, dice: random.Random) -> str:
    at = dice.randrange(2, len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _phone(one: Person) -> str:
    return one.phones[0].replace("+", "00").replace(" ", "")


DOUBLES: dict[str, Change] = {
    "same address, other case, title": lambda one, _: replace(
        one, name=f"Dr. {one.name}", emails=(one.emails[0].upper(),), phones=(), profile=""
    ),
    "same address, nickname": lambda one, _: replace(
        one,
        name=" ".join([SHORT.get(one.name.split()[0], one.name.split()[0]), one.name.split()[1]]),
        phones=(),
        profile="",
        company="",
    ),
    "same number in another spelling": lambda one, _: replace(
        one, emails=(), phones=(_phone(one),), profile="", company=""
    ),
    "same profile in another spelling": lambda one, _: replace(
        one, emails=(), phones=(), profile=one.profile.replace("www.", "de.") + "/?trk=x"
    ),
    "last name first, same company": lambda one, _: replace(
        one, name=", ".join(reversed(one.name.split())), emails=(), phones=(), profile="", company=f"{one.company} Ltd"
    ),
    "same name, no key in common": lambda one, dice: replace(
        one, emails=(), phones=(f"+44 77 {dice.randrange(10**8):08d}",), profile="", company=""
    ),
    "two letters swapped, same company": lambda one, dice: replace(
        one, name=_typo(one.name, dice), emails=(), phones=(), profile=""
    ),
    "new address, same name and company": lambda one, dice: replace(
        one, emails=(f"new{dice.random()}@example.org",), phones=(), profile=""
    ),
}  # fmt: skip
"""Kind to how the second record of one person is made of the first."""

NAMESAKES: dict[str, Change] = {
    "namesake with keys of their own": lambda one, dice: replace(
        one,
        emails=(f"x{dice.random()}@example.net",),
        phones=(f"+1 555 {dice.randrange(10**7):07d}",),
        profile=f"https://www.linkedin.com/in/x{dice.random()}",
        company=f"Other {dice.randrange(400)}",
    ),
    "namesake with another profile, same company": lambda one, dice: replace(
        one, emails=(), phones=(), profile=f"https://www.linkedin.com/in/y{dice.random()}"
    ),
    "family at one address": lambda one, _: replace(
        one, name=f"Ursula {one.name.split()[1]}", phones=(), profile="", company=""
    ),
    "colleague behind one number": lambda one, dice: replace(
        one, name=f"Olaf {dice.choice(BEFORE)}by", emails=(), profile=""
    ),
}  # fmt: skip
"""Kind to how somebody else is made who might be mistaken for the first."""


@dataclass
class Town:
    """Everybody's first record, and second records: the kind, whose it looks like, and whether it is theirs."""

    first: list[Person]
    second: list[tuple[str, int, bool, Person]]


def town(count: int, seed: int) -> Town:
    """So many people; every second one has a double or somebody like them."""
    dice = random.Random(seed)
    people = [
        Person(
            f"{dice.choice(GIVEN)} {dice.choice(BEFORE)}{dice.choice(AFTER)}",
            emails=(f"p{at}@example.com",),
            phones=(f"+49 30 {at:07d}",),
            profile=f"https://www.linkedin.com/in/p-{at}",
            company=f"Firm {at % 300}",
        )
        for at in range(count)
    ]
    kinds = [(kind, True, make) for kind, make in DOUBLES.items()]
    kinds += [(kind, False, make) for kind, make in NAMESAKES.items()]
    second: list[tuple[str, int, bool, Person]] = []
    for at, (kind, same, make) in zip(range(0, count, 2), itertools.cycle(kinds), strict=False):
        second.append((kind, at, same, replace(make(people[at], dice), where=str(len(second)))))
    return Town(people, second)


def sheet(people: list[Person]) -> View:
    """A sheet with these people from row 2."""
    header = ["Name", "Last contact", "Notes", "Email", "Phone", "LinkedIn", "Company"]
    rows = [
        [one.name, None, "", "; ".join(one.emails), "; ".join(one.phones), one.profile, one.company]
        for one in people
    ]
    numbers = itertools.count()
    tab = RawTab("Contacts", "Contacts", [list(header), *map(list, rows)])
    return open_view(Workbook((tab,)), Config(), today=TODAY, new_id=lambda: f"{next(numbers):06d}")


def imported(people: Town) -> dict[str, Counter[str]]:
    """What an import of the second records makes of them, by kind."""
    view = sheet(people.first)
    numbers = itertools.count()
    batch = Batch("bench", "bench", TODAY)
    merge = plan_import(
        view, [one for *_, one in people.second], batch, new_id=lambda: f"n{next(numbers):06d}"
    )
    verdicts = {one.person.where: one.verdict for one in merge.people}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, _, _, one in people.second:
        found[kind][{"matched": "one", "question": "asked", "new": "apart"}[verdicts[one.where]]] += 1
    return found


def listed(people: Town) -> tuple[dict[str, Counter[str]], int]:
    """What ``connectkit duplicates`` asks about where all stand in one sheet; and how many pairs nobody planted."""
    rows = [*people.first, *(one for *_, one in people.second)]
    pairs = {(one.row, one.other) for one in doubles(sheet(rows))}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for number, (kind, at, _, _) in enumerate(people.second):
        pair = (at + 2, len(people.first) + number + 2)
        found[kind]["asked" if pair in pairs else "apart"] += 1
        pairs.discard(pair)
    return found, len(pairs)


def show(title: str, found: dict[str, Counter[str]], others: int = 0) -> None:
    """One line a kind, then precision and recall."""
    print(f"\n{title}")
    print(f"  {'':46}{'were':>6}{'one':>6}{'asked':>7}{'apart':>7}")
    for kind in (*DOUBLES, *NAMESAKES):
        if kind == next(iter(NAMESAKES)):
            print("  somebody else:")
        counts = found[kind]
        print(f"  {kind:46}{counts.total():6}{counts['one']:6}{counts['asked']:7}{counts['apart']:7}")
    real = sum(found[kind].total() for kind in DOUBLES)
    for name, verdicts in (("decided", ("one",)), ("decided or asked", ("one", "asked"))):
        right = sum(found[kind][verdict] for kind in DOUBLES for verdict in verdicts)
        wrong = sum(found[kind][verdict] for kind in NAMESAKES for verdict in verdicts)
        wrong += others if "asked" in verdicts else 0
        if right or wrong:
            print(f"  {name}: precision {right / (right + wrong):.3f}, recall {right / real:.3f}")
    if others:
        print(f"  pairs asked about besides: {others}")


def main() -> None:
    """The figures for one town."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 6000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    people = town(count, seed)
    names = Counter(one.name for one in people.first)
    shared = sum(count for count in names.values() if count > 1)
    print(f"{count} people, {shared} of them with a namesake; {len(people.second)} second records")
    show("connectkit import", imported(people))
    show("connectkit duplicates", *listed(people))


if __name__ == "__main__":
    main()
