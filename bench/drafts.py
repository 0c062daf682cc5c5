"""Would one send it: a year of drafts on three networks, four seeds each, half of them sent, measured one by one.

    python -m bench.drafts [seeds] [--read N]

The networks: ``notes``, the example of the demo with its notes and a log; ``german``, three columns only, written to in
German; ``seeker``, somebody looking for a job. Prints for each what the drafts hold; ``--read`` prints N of them whole,
spread over the year, for reading aloud. Ends with 1 where a bound is broken.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from connectkit.config.config import Config, Me
from connectkit.drafts.compose import LONG, sentences, words
from connectkit.drafts.files import builtin_folder, load_templates
from connectkit.drafts.link import without_gaps
from connectkit.drafts.worn import WORN
from connectkit.model import CellValue, RawTab, Workbook
from connectkit.stores.memory import MemoryStore
from connectkit.sync import sync
from tests.book import counter
from tests.laws.practitioner import Practitioner, example_workbook

START = date(2026, 11, 23)
WEEKS = 52
NEAR = timedelta(weeks=4)
SHORTEST, LONGEST, BOILERPLATE = 10, 60, 15
FIRST = [
    "Jonas",
    "Lea",
    "Murat",
    "Elif",
    "Hanna",
    "Piotr",
    "Sabine",
    "Uwe",
    "Noor",
    "Timo",
    "Greta",
    "Yusuf",
    "Clara",
    "Anton",
    "Meike",
    "Paula",
]
LAST = [
    "Brandt",
    "Keller",
    "Demir",
    "Aydin",
    "Vogt",
    "Nowak",
    "Lorenz",
    "Petersen",
    "Haddad",
    "Kroll",
    "Sommer",
    "Kaya",
    "Wolff",
    "Reuter",
    "Janssen",
    "Beck",
]
TOLD = (
    "zieht um",
    "neue Stelle seit März",
    "baut ein Haus",
    "Marathon im Herbst",
    "",
    "Tochter kommt in die Schule",
    "sucht Wohnung",
    "",
)
LINES = (
    "how was the first week in the new office?",
    "did the boiler hold out?",
    "what came of the talk in Leeds?",
)
COMPANIES = (
    "Northwind Robotics",
    "Harbour Bank",
    "Meridian Health GmbH",
    "Studio Linde",
    "Oak & Pine",
    "freelance",
    "",
    "Lumen AG",
)
CITIES = ("Leeds", "Hamburg", "Lisbon, Portugal", "", "Toronto")
MET = ("at PyCon 2023", "through Ben", "", "shared a desk in 2019", "at a meetup in Leeds")


@dataclass(frozen=True)
class Made:
    """One draft of the year as it was made: the cells the recipient or the user reads."""

    day: date
    contact: str
    name: str
    when: str
    channel: str
    subject: str
    message: str
    ideas: str
    needs: str
    known: bool
    own_line: str
    template: str

    @property
    def sent_text(self) -> str:
        """What goes out where nobody fills the gap."""
        return without_gaps(self.message)


def people(dice: random.Random, kind: str) -> Workbook:
    """The sheet of a network before its first sync."""
    if kind == "notes":
        return example_workbook(START)[1]
    names = [f"{first} {last}" for first, last in zip(FIRST, LAST, strict=True)]
    names += ["Dr. Eva Lang", "Frau Schulz", "Klempner", "Familie Weber", "LENZ Karl", "Otto & Ida Falk"]
    days = [START - timedelta(dice.randint(20, 400)) for _ in names]
    if kind == "german":
        rows = [[name, day, dice.choice(TOLD)] for name, day in zip(names, days, strict=True)]
        return _book(["Name", "Letzter Kontakt", "Notizen"], rows)
    head = [
        "Name",
        "Last contact",
        "Notes",
        "Tier",
        "Company",
        "City",
        "Met",
        "Email",
        "Channel",
        "Log",
        "Next time",
    ]
    rows = []
    for name, day in zip(names, days, strict=True):
        tier = dice.choice(["core", "active", "weak", "weak"])
        channel = dice.choice(["email", "email", "LinkedIn", "WA", "call", "E-Mail", ""])
        mail = f"p{len(rows)}@example.com"
        rows.append(
            [
                name,
                day,
                "knows the hiring manager",
                tier,
                dice.choice(COMPANIES),
                dice.choice(CITIES),
                dice.choice(MET),
                mail,
                channel,
                None,
                None,
            ]
        )
    return _book(head, rows)


def _book(head: Sequence[str], rows: Sequence[Sequence[CellValue]]) -> Workbook:
    title = "Contacts"
    return Workbook((RawTab(title, title, [list(head), *(list(row) for row in rows)]),), name="network")


def year(kind: str, seed: int) -> list[Made]:
    """The drafts of a year of somebody who sends half of them."""
    dice = random.Random(f"{kind} {seed}")
    person = Practitioner(MemoryStore(people(dice, kind)), dice)
    config = Config(me=Me("Max Roth"), language="de" if kind == "german" else "en")
    templates, new_id = load_templates([builtin_folder()]), counter()
    made: dict[str, Made] = {}
    for week in range(WEEKS):
        for weekday in (0, 3):
            today = START + timedelta(weeks=week, days=weekday)
            sync(person.store, config, today=today, new_id=new_id, templates=templates, force=True)
            for row in person.rows("Drafts"):
                made.setdefault(row.text("ID"), _seen(person, row.cells, today))
        _live(person, dice, today, kind)
    return list(made.values())


def _seen(person: Practitioner, cells: dict[str, CellValue], today: date) -> Made:
    def text(header: str) -> str:
        return str(cells.get(header) or "")

    whose = next((one for one in person.rows("Contacts") if one.text("ID") == text("Contact ID")), None)
    last = whose.cells.get("Last contact") or whose.cells.get("Letzter Kontakt") if whose else None
    return Made(
        today, text("Contact ID"), text("Name"), text("Reason").split(" ")[0], text("Channel"), text("Subject"), text("Message"),
        text("Ideas"), text("Needs"), isinstance(last, date), text("Line"), text("Template"),
    )  # fmt: skip


def _live(person: Practitioner, dice: random.Random, today: date, kind: str) -> None:
    """Half of the drafts go out, some are skipped; now and then something is logged, or a line kept for next time."""
    for draft in list(person.rows("Drafts")):
        if draft.text("Status") in ("", "To do"):
            luck = dice.random()
            if luck < 0.6:
                person.put("Drafts", draft.number, "Status", "Sent" if luck < 0.5 else "Skip")
    if kind != "german":
        person.weekday(today)
        known = [
            one for one in person.rows("Contacts") if not one.text("Next time") and "Next time" in one.cells
        ]
        if known and dice.random() < 0.2:
            person.put("Contacts", dice.choice(known).number, "Next time", dice.choice(LINES))


def measure(drafts: Sequence[Made]) -> tuple[dict[str, str], list[str]]:
    """The figures of one year, and what breaks a bound, in sentences."""
    broken: list[str] = []
    own = [one for one in drafts if one.own_line]
    made = [one for one in drafts if not one.own_line]
    counts = [words(one.sent_text) for one in made]
    worn = [one for one in made if any(f" {phrase} " in f" {one.sent_text.casefold()} " for phrase in WORN)]
    known = [one for one in made if one.known or one.when not in ("reconnect", "weak-tie", "restart")]
    shared, long = _shared(made)
    gaps = [one.message.count("[[") for one in drafts]
    figures = {
        "drafts": str(len(drafts)),
        "a fact outside gaps, where one is known": f"{sum(_fact(one) for one in known)} of {len(known)}",
        "gaps per draft, at most": str(max(gaps, default=0)),
        "drafts without a gap": f"{sum(gap == 0 for gap in gaps)} of {len(drafts)}",
        "words outside gaps": f"{min(counts, default=0)} to {max(counts, default=0)}",
        "boilerplate words, mean and most": f"{sum(shared) / max(1, len(shared)):.1f}, {max(shared, default=0)}",
        "long sentences to two people within four weeks": str(len(long)),
        "lines for next time, word for word": f"{sum(one.own_line in one.message for one in own)} of {len(own)}",
        "worn phrases": str(len(worn)),
        "different messages": f"{len({one.message for one in drafts})} of {len(drafts)}",
    }
    for one in made:
        if not SHORTEST <= words(one.sent_text) <= LONGEST:
            broken.append(f"{one.name}, {one.when}: {words(one.sent_text)} words")
        if one.message.count("[[") > 1 or one.sent_text.count("?") > 1 or "[[" in one.subject:
            broken.append(f"{one.name}, {one.when}: gaps or questions")
    broken += [f"{one.name}, {one.when}: no fact" for one in known if not _fact(one)]
    broken += [f"twice: {text}" for text in long]
    broken += [
        f"{one.name}: boilerplate {count}"
        for one, count in zip(made, shared, strict=True)
        if count > BOILERPLATE
    ]
    broken += [f"{one.name}: the line was changed" for one in own if one.own_line not in one.message]
    return figures, broken


_DATED = re.compile(
    r"(?i)\b(?:january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember)\b"
)


def _fact(one: Made) -> bool:
    """Whether a sentence says something of this person: a month, or what the occasion is about."""
    gift = one.template.startswith("give")
    return (
        gift
        or bool(_DATED.search(one.sent_text))
        or one.when
        not in (
            "reconnect",
            "weak-tie",
            "restart",
            "first-hello",
        )
    )


def _shared(drafts: Sequence[Made]) -> tuple[list[int], list[str]]:
    """For each draft the words in sentences another person got within four weeks before; and the long ones of those."""
    counts, long = [], []
    for at, one in enumerate(drafts):
        before = [two for two in drafts[:at] if two.contact != one.contact and one.day - two.day < NEAR]
        theirs = Counter(text for two in before for text in sentences(two.sent_text))
        mine = [
            text for text in sentences(one.sent_text) if text in theirs and text not in ("max", "max roth")
        ]
        counts.append(sum(len(text.split()) for text in mine))
        long += [text for text in mine if len(text.split()) > LONG]
    return counts, long


def main() -> int:
    """Prints the figures; 1 where a bound is broken."""
    arguments = [one for one in sys.argv[1:] if not one.startswith("--")]
    seeds = int(arguments[0]) if arguments else 4
    read = int(arguments[1]) if "--read" in sys.argv else 0
    broken: list[str] = []
    for kind in ("notes", "german", "seeker"):
        years = [year(kind, seed) for seed in range(seeds)]
        print(f"{kind}, {seeds} years:")
        told = [measure(drafts) for drafts in years]
        for name in told[0][0]:
            print(f"  {name:<48} {' · '.join(figures[name] for figures, _ in told)}")
        broken += [f"{kind}, {sentence}" for _, found in told for sentence in found]
        if read:
            _print([replace(one) for drafts in years for one in drafts], read)
    print(f"bounds broken: {len(broken)}")
    for sentence in broken[:30]:
        print(f"  {sentence}")
    return int(bool(broken))


def _print(drafts: Sequence[Made], count: int) -> None:
    step = max(1, len(drafts) // count)
    for one in drafts[::step][:count]:
        print(
            f"\n--- {one.name}, {one.when}, {one.channel or 'no channel'}, {one.day} | {one.subject}\n{one.message}"
        )
        print(f"  Ideas: {' / '.join(one.ideas.splitlines())}\n  Needs: {one.needs}")


if __name__ == "__main__":
    sys.exit(main())
