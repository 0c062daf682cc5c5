"""Somebody who keeps the sheet of the example for a year and follows its prompts half the time.

Everything the person does is typed into the mirror of a store: marks of drafts, a word in the Log inbox, a new row. What
they do is decided by dice that are given, what they react to only by what the sheet shows.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from connectkit.commands.demo.people import example
from connectkit.model import CellValue, RawTab, Workbook
from connectkit.stores.memory import MemoryStore
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.store import read_tabs
from connectkit.stores.xlsx.tabs.fresh import new_workbook, standard_tabs

TIERS = ("inner", "core", "active", "weak")
NEW_PEOPLE = (
    ("Lena Hartwig", "core", "Runs the reading group; writes about bridges."),
    ("Samuel Mbeki", "weak", "Builds school libraries from old ship containers."),
    ("Aiko Mori", "", "Asked how we plan interviews; collects fountain pens."),
    ("Pawel Nowak", "weak", "Restores tramways in Gdansk."),
    ("Grace Tan", "active", "Leads a choir of 80; looking for a sound engineer."),
    ("Iris Vogel", "weak", "Translates user manuals, hates passive voice."),
)
SAID = (
    "call: talked about {topic}",
    "met Tue: {topic}, over lunch",
    "today",
    "-2d",
    "email 3 days ago: {topic}",
    "gave: an article about {topic}",
    "asked: whether {topic} would suit me",
    "promise: send the notes on {topic} by Fri",
    "call: {topic}; promise: send the photo of {topic}",
    "they promise: the address for {topic} by next Friday",
)
TOPICS = tuple(
    f"{what} {where}"
    for what in ("the tide tables", "a new studio", "the second draft", "a course", "night trains", "the garden wall", "old maps", "a choir", "the lease")
    for where in ("in Leeds", "for the museum", "with the neighbours", "before summer", "after the move", "on the coast", "for beginners")
)  # fmt: skip


class Seen(NamedTuple):
    """A row as the person sees it: its number, and header to value."""

    number: int
    cells: dict[str, CellValue]

    def text(self, header: str) -> str:
        """A cell as text, ``""`` when blank."""
        value = self.cells.get(header)
        return "" if value is None else str(value)

    def day(self, header: str) -> date | None:
        """A cell as a day, None when it holds none."""
        value = self.cells.get(header)
        return value if isinstance(value, date) else None


def plain(name: str) -> str:
    """A name of Due without what tells namesakes apart: ``Daniel Kim (Rivet Robotics)``."""
    return name.partition(" (")[0]


def example_workbook(today: date) -> tuple[bytes, Workbook]:
    """The demo's workbook before its first sync: as a file, and as stores in memory hold it."""
    content = new_workbook(standard_tabs(example(today)), choices={"contacts.tier": TIERS})
    tabs = tuple(RawTab(raw.title, raw.title, raw.rows) for raw in read_tabs(Package.from_bytes(content)))
    return content, Workbook(tabs, name="network")


class Practitioner:
    """The person, and the counts of what they did. ``follows`` is how often they do what the sheet proposes."""

    def __init__(self, store: MemoryStore, dice: random.Random, *, follows: float = 0.5) -> None:
        self.store, self.dice, self.follows = store, dice, follows
        self.did: Counter[str] = Counter()
        self.newcomers = list(NEW_PEOPLE)
        self.topics: list[str] = []

    # the sheet

    def raw(self, title: str) -> RawTab | None:
        """The tab of this title."""
        return next((tab for tab in self.store.workbook.tabs if tab.title == title), None)

    def rows(self, title: str) -> Iterator[Seen]:
        """The rows below the header that hold anything."""
        raw = self.raw(title)
        if raw is None:
            return
        at = next(i for i, row in enumerate(raw.rows) if sum(isinstance(cell, str) for cell in row) > 1)
        header = [str(cell) for cell in raw.rows[at]]
        for number, row in enumerate(raw.rows[at + 1 :], at + 2):
            if any(cell not in (None, "") for cell in row):
                yield Seen(number, dict(zip(header, [*row, *[None] * len(header)], strict=False)))

    def put(self, title: str, number: int, header: str, value: CellValue) -> None:
        """Types into one cell."""
        raw = self.raw(title)
        assert raw is not None
        place = next(row for row in raw.rows if header in row).index(header)
        while len(raw.rows) < number:
            raw.rows.append([])
        cells = raw.rows[number - 1]
        cells.extend([None] * (place + 1 - len(cells)))
        cells[place] = value

    def some(self, chance: float) -> bool:
        """True so often."""
        return self.dice.random() < chance

    # what a week brings

    def friday(self, today: date) -> None:
        """The quarter of an hour: what Due proposes, promises, introductions, a look at old drafts."""
        proposed = {plain(one.text("Name")) for one in self.rows("Due") if one.text("What") == "this week"}
        for draft in [one for one in self.rows("Drafts") if one.text("Status") in ("", "To do", "Later")]:
            if draft.text("Name") in proposed and self.some(self.follows):
                self._answer(draft)
            elif self.some(0.1) and today - (draft.day("Created") or today) > timedelta(7):
                self._forget(draft)
        self._promises(today)
        for pair in self.rows("Introductions"):
            if not pair.text("Status") and self.some(self.follows / 2):
                self._mark("Introductions", pair, "Ask both" if self.some(0.6) else "Not these two")

    def _answer(self, draft: Seen) -> None:
        luck = self.dice.random()
        if luck < 0.8:
            text = re.sub(r"\[\[.*?\]\]", lambda _: self._words(), draft.text("Message"), flags=re.DOTALL)
            self.put("Drafts", draft.number, "Message", text)
            self._mark("Drafts", draft, "Sent")
        else:
            self._mark("Drafts", draft, "Skip" if luck < 0.9 else "Later")

    def _words(self) -> str:
        return f"{self.dice.choice(TOPICS)}, thought number {self.dice.randrange(10_000)}"

    def _topic(self) -> str:
        """Each is talked about once before any comes up again."""
        self.topics = self.topics or self.dice.sample(TOPICS, len(TOPICS))
        return self.topics.pop()

    def _mark(self, title: str, row: Seen, status: str) -> None:
        self.put(title, row.number, "Status", status)
        self.did[status] += 1

    def _forget(self, draft: Seen) -> None:
        """Deletes the row of an old draft."""
        raw = self.raw("Drafts")
        assert raw is not None
        raw.rows[draft.number - 1] = []
        self.did["drafts deleted"] += 1

    def _promises(self, today: date) -> None:
        for one in self.rows("Promises"):
            due = one.day("Due") or today
            if not one.text("Done") and due <= today + timedelta(3) and self.some(self.follows):
                self.put("Promises", one.number, "Done", today)
                self.did["promises kept"] += 1

    def weekday(self, today: date) -> None:
        """Now and then a word in the inbox, a new face."""
        people = [one for one in self.rows("Contacts") if not one.text("State") and not one.text("Log")]
        if self.some(0.25):
            one = self.dice.choice(people)
            said = self.dice.choice(SAID).format(topic=self._topic())
            self.put("Contacts", one.number, "Log", said)
            self.did["inbox cells"] += 1
        if self.newcomers and self.some(0.03):
            self._meet(today)

    def _meet(self, today: date) -> None:
        name, tier, notes = self.newcomers.pop(0)
        number = max(one.number for one in self.rows("Contacts")) + 1
        typed = {"Name": name, "Tier": tier, "Notes": notes, "Last contact": today, "Channel": "email"}
        for header, value in typed.items():
            self.put("Contacts", number, header, value or None)
        said = f"met {today.isoformat()}: coffee, about {self._topic()}"
        self.put("Contacts", number, "Log", said if self.some(0.5) else None)
        self.did["new people"] += 1

    def state(self, tier: str, state: str | None, *, among: str = "") -> None:
        """Pauses, lets fade or takes back one of a tier; ``among`` is the state they are in now."""
        people = [
            one for one in self.rows("Contacts") if (one.text("Tier"), one.text("State")) == (tier, among)
        ]
        waiting = {
            one.text("Contact ID") for one in self.rows("Drafts") if one.text("Status") in ("", "To do")
        }
        drafted = [one for one in people if one.text("ID") in waiting]  # the hardest case: a draft lies there
        if people:
            self.put("Contacts", self.dice.choice(drafted or people).number, "State", state)
            self.did[state or "taken back"] += 1

    def snooze(self, until: date) -> None:
        """Somebody asked for quiet."""
        people = [
            one for one in self.rows("Contacts") if one.text("Tier") == "active" and not one.text("State")
        ]
        self.put("Contacts", self.dice.choice(people).number, "Snooze until", until)
        self.did["snoozed"] += 1
