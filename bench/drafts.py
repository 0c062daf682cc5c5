"""How personal a year of drafts is: renders one for 60 invented people and measures what they share.

    python bench/drafts.py [contacts] [seed]

Prints how alike the bodies of two people get (runs of five words, names left out), within four weeks and over the
year; how many stubs hold a fact of their person; how long they are; and the time one draft takes.
"""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise
from statistics import median
from time import perf_counter
from typing import NamedTuple

from connectkit.drafting import Occasion, Stub, draft, facts_of
from connectkit.naming import name_words
from connectkit.specific import distinctive
from connectkit.templating import builtin_folder, load_templates

WEEKS = 52
PER_WEEK = 2
FIRST = (
    "Ana",
    "Ben",
    "Chidi",
    "Dana",
    "Elif",
    "Farid",
    "Greta",
    "Hana",
    "Ines",
    "Jonas",
    "Kaya",
    "Lior",
    "Mina",
    "Noor",
    "Olu",
    "Pia",
    "Quinn",
    "Rosa",
    "Sami",
    "Tara",
)
LAST = (
    "Almeida",
    "Brandt",
    "Costa",
    "Demir",
    "Eze",
    "Fuchs",
    "Grau",
    "Haddad",
    "Ito",
    "Jansen",
    "Kaur",
    "Lindt",
    "Moss",
    "Nair",
    "Okafor",
    "Petrov",
)
FACTS: dict[str, list[str]] = {
    "company": [
        "Northwind Robotics",
        "Harbour Bank",
        "Studio Linde",
        "Meridian Health",
        "Oak & Pine",
        "freelance",
    ],
    "city": ["Lisbon", "Hamburg", "Toronto", "Nairobi", "Osaka", "Leeds"],
    "met": ["at PyCon 2023", "met through Ben", "shared a desk in 2019", "evening class in ceramics"],
    "interests": [
        "sailing, jazz",
        "2 kids, likes cycling",
        "old maps",
        "bread baking",
        "urban gardens",
        "chess",
    ],
    "needs": ["a freelance illustrator", "looking for a flat in Leeds", "advice on pricing", "a co-founder"],
    "last_note": [
        "new job in March",
        "moves to a bigger office, worried about the lease",
        "her son starts school",
        "wants to write a book about bridges",
        "asked about our hiring test",
        "knee surgery went well",
        "thinking about a sabbatical",
        "sent me the paper on tides",
    ],
}
SPOKEN = ("voice note", "phone")  # points to touch, never sent as they stand
CHANNELS = ["email"] * 6 + ["whatsapp"] * 2 + ["linkedin", "voice note", "meeting", "letter", "phone", ""]


class Drawn(NamedTuple):
    """One draft of the simulated year."""

    week: int
    name: str
    stub: Stub
    known: bool
    shown: bool


def contacts(count: int, dice: random.Random) -> Iterator[dict[str, str | int]]:
    """Invented people; each fact is known of about half of them, and one in six is a bare name."""
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    for number, name in enumerate(dice.sample(names, count)):
        known = {
            key: dice.choice(values) for key, values in FACTS.items() if number % 6 and dice.random() < 0.55
        }
        yield {
            "name": name,
            "me": "Max Roth",
            "seed": f"c{number:03}",
            "days_since": dice.randint(40, 400),
            **known,
        }


def year(count: int, dice: random.Random) -> list[Drawn]:
    """Two drafts a week in turn, most of them to reconnect, with the recent ones of others in sight."""
    templates = load_templates([builtin_folder()])
    people = list(contacts(count, dice))
    channel = {str(person["name"]): dice.choice(CHANNELS) for person in people}
    used: dict[str, list[str]] = defaultdict(list)
    drawn: list[Drawn] = []
    for turn in range(WEEKS * PER_WEEK):
        context = people[turn % count]
        name = str(context["name"])
        when = dice.choice(
            ["reconnect"] * 4 + ["weak-tie"] * 2 + ["check-in", "thank-you", "birthday", "give"]
        )
        occasion = Occasion(when, "due", context, channel[name])
        recent = [(one.name, one.stub.message) for one in drawn[-8:]]
        stub = draft(occasion, templates, language="en", used=used[name], recent=recent)
        used[name].append(stub.template)
        known = frozenset().union(*(distinctive(fact) for fact in facts_of(context)))
        shown = bool(known & set(re.findall(r"\w+", stub.message.casefold())))
        drawn.append(Drawn(turn // PER_WEEK, name, stub, bool(known), shown))
    return drawn


def likeness(left: Drawn, right: Drawn) -> float:
    """The share of five-word runs two bodies have in common, without the names."""
    one, two = (_runs(drawn) for drawn in (left, right))
    return len(one & two) / len(one | two) if one | two else 0.0


def _runs(drawn: Drawn) -> frozenset[tuple[str, ...]]:
    hidden = name_words(drawn.name)
    words = [word for word in re.findall(r"\w+", drawn.stub.message.casefold()) if word not in hidden]
    return frozenset(tuple(words[i : i + 5]) for i in range(len(words) - 4))


def main() -> None:
    """Prints the figures of one simulated year."""
    count, seed = (int(arg) for arg in (*sys.argv[1:], *("60", "1")[len(sys.argv) - 1 :]))
    started = perf_counter()
    drawn = year(count, random.Random(seed))
    spent = perf_counter() - started
    written = [one for one in drawn if one.stub.channel not in SPOKEN]
    pairs = [(one, two) for one, two in combinations(written, 2) if one.name != two.name]
    worst = max(pairs, key=lambda pair: likeness(*pair))
    near = max(
        (pair for pair in pairs if abs(pair[0].week - pair[1].week) < 4), key=lambda pair: likeness(*pair)
    )
    again = sum(1 for name in {d.name for d in drawn} for a, b in _following(drawn, name) if a == b)
    words = sorted(len(one.stub.message.split()) for one in drawn)
    emails = sorted(len(one.stub.message.split()) for one in drawn if one.stub.channel == "email")
    known = [one for one in drawn if one.known]
    print(
        f"drafts                          {len(drawn)} for {count} people, {spent * 1000 / len(drawn):.1f} ms each"
    )
    print(f"templates used                  {len({one.stub.template for one in drawn})}")
    print(f"same template twice in a row    {again}")
    print(
        f"most alike within four weeks    {likeness(*near):.2f}  {near[0].stub.template} / {near[1].stub.template}"
    )
    print(
        f"most alike over the year        {likeness(*worst):.2f}  {worst[0].stub.template} / {worst[1].stub.template}"
    )
    print(f"stubs with a fact of the person {sum(one.shown for one in drawn) / len(drawn):.0%}")
    print(f"  of those with any fact known  {sum(one.shown for one in known) / len(known):.0%}")
    print(
        f"stubs with a visible gap        {sum('[[' in one.stub.message for one in drawn) / len(drawn):.0%}"
    )
    print(f"words per stub                  {words[0]} to {words[-1]}, median {median(words):.0f}")
    print(f"words per e-mail                {emails[0]} to {emails[-1]}, median {median(emails):.0f}")


def _following(drawn: list[Drawn], name: str) -> list[tuple[str, str]]:
    templates = [one.stub.template for one in drawn if one.name == name]
    return list(pairwise(templates))


if __name__ == "__main__":
    main()
