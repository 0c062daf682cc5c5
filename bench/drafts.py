"""How personal a year of drafts is: renders one for 60 invented people and measures what they share.

    python -m bench.drafts [contacts] [seed]

First the example of ``connectkit demo`` over a simulated year (``bench/year.py``), in English and in German; then 60
invented people, one in six a bare name. Prints how alike the bodies of two people get (the share of five-word runs they
have in common, names left out), within four weeks and over the year; how many stubs hold a fact of their person; how
long they are; and the time one draft takes. Ends with 1 where the example breaks a bound: two people never share more
than ``NEAR`` within four weeks or ``EVER`` over the year, and every stub holds a fact.
"""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from statistics import median
from time import perf_counter
from typing import NamedTuple

from connectkit.config.config import Me
from connectkit.drafts.choose_template import Occasion, Stub, draft, facts_of
from connectkit.drafts.files import builtin_folder, load_templates
from connectkit.drafts.needs import distinctive
from connectkit.drafts.row import FACTS as FACTS_OF_A_ROW
from connectkit.stores.memory import MemoryStore
from connectkit.text.names import name_words
from tests.laws.practitioner import Practitioner, example_workbook
from tests.laws.year import Year

NEAR = 0.65
EVER = 0.8
WEEKS = 52
PER_WEEK = 2
FIRST = "Ana Ben Chidi Dana Elif Farid Greta Hana Ines Jonas Kaya Lior Mina Noor Olu Pia Quinn Rosa Sami Tara"
LAST = "Almeida Brandt Costa Demir Eze Fuchs Grau Haddad Ito Jansen Kaur Lindt Moss Nair Okafor Petrov"
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
    names = [f"{first} {last}" for first in FIRST.split() for last in LAST.split()]
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


def example(language: str) -> list[Drawn]:
    """The drafts of a simulated year on the example, the first wording of each."""
    start = date(2026, 11, 23)
    person = Practitioner(MemoryStore(example_workbook(start)[1]), random.Random(1))
    simulated = Year(person, load_templates([builtin_folder()]), start=start, every=(0,))
    simulated.config = replace(simulated.config, language=language, me=Me("Alex Moreau"))
    simulated.live(WEEKS)
    told: dict[str, list[str]] = defaultdict(list)
    for row in person.rows("Contacts"):
        told[row.text("ID")] += [row.text(key.capitalize()) for key in (*FACTS_OF_A_ROW, "notes")]
    for tab, columns in {"Log": ["Summary"], "Promises": ["What"], "Drafts": ["Why now"]}.items():
        for row in person.rows(tab):
            told[row.text("Contact ID")] += [row.text(column) for column in columns]
    drawn = []
    for key, made in simulated.made.items():
        known = frozenset().union(*map(distinctive, told[made.contact])) - name_words(made.name)
        channel, template = next(
            (
                (row.text("Channel"), row.text("Template"))
                for row in person.rows("Drafts")
                if row.text("ID") == key
            ),
            ("", ""),
        )
        shown = bool(known & set(re.findall(r"\w+", made.message.casefold())))
        stub = Stub(template, made.when, channel, "", "", made.message, "")
        drawn.append(
            Drawn((made.day - start).days // 7, f"{made.name} {made.contact}", stub, bool(known), shown)
        )
    return drawn


def bounds(drawn: list[Drawn], label: str) -> bool:
    """Prints how the example stands; True where a bound is broken."""
    written = [one for one in drawn if one.stub.channel not in SPOKEN]
    pairs = [(likeness(a, b), a, b) for a, b in combinations(written, 2) if a.name != b.name]
    ever = max(pairs, key=lambda pair: pair[0])
    near = max((pair for pair in pairs if abs(pair[1].week - pair[2].week) < 4), key=lambda pair: pair[0])
    bare = [one for one in drawn if not one.shown]
    print(
        f"the example, a year, {label}:     {len(drawn)} drafts, {len({one.stub.template for one in drawn})} templates"
    )
    print(
        f"most alike within four weeks    {near[0]:.2f} (bound {NEAR})  {near[1].stub.template} / {near[2].stub.template}"
    )
    print(
        f"most alike over the year        {ever[0]:.2f} (bound {EVER})  {ever[1].stub.template} / {ever[2].stub.template}"
    )
    print(f"stubs with a fact of the person {len(drawn) - len(bare)} of {len(drawn)}")
    for one in bare:
        print(f"  without: {one.name}, {one.stub.template}")
    return near[0] > NEAR or ever[0] > EVER or bool(bare)


def likeness(left: Drawn, right: Drawn) -> float:
    """The share of five-word runs two bodies have in common, without the names."""
    one, two = (_runs(drawn) for drawn in (left, right))
    return len(one & two) / len(one | two) if one | two else 0.0


def _runs(drawn: Drawn) -> frozenset[tuple[str, ...]]:
    hidden = name_words(drawn.name)
    words = [word for word in re.findall(r"\w+", drawn.stub.message.casefold()) if word not in hidden]
    return frozenset(tuple(words[i : i + 5]) for i in range(len(words) - 4))


def main() -> int:
    """Prints the figures; 1 where the example breaks a bound."""
    broken = [bounds(example(language), language) for language in ("en", "de")]
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
    print("invented people:")
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
    return int(any(broken))


def _following(drawn: list[Drawn], name: str) -> list[tuple[str, str]]:
    templates = [one.stub.template for one in drawn if one.name == name]
    return list(pairwise(templates))


if __name__ == "__main__":
    sys.exit(main())
