"""A year of syncs on the sheet of a :class:`~tests.laws.practitioner.Practitioner`, watched from outside.

What is checked is read from the sheet after every sync, with arithmetic of its own: who is late, what was promised,
who wants peace. ``broken`` holds a sentence for everything that should not have happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from connectkit.config.config import Config
from connectkit.config.tiers import DEFAULT_TIERS, Tier
from connectkit.drafts.template import Template
from connectkit.sync import sync
from connectkit.text.dates import read_date
from connectkit.text.spans import add_span
from tests.book import counter
from tests.laws.practitioner import Practitioner, Seen, plain

RHYTHM = ("reconnect", "weak-tie", "first-hello", "restart")
NAGS = ("this week", "late", "due", "first hello", "soon", "drifting")
CLOSE = ("inner", "core")
WEEK = timedelta(7)


class Made(NamedTuple):
    """A draft on the day it appeared. ``share`` is how much of the cadence was used then, by our own sum."""

    day: date
    contact: str
    name: str
    tier: str
    reason: str
    message: str
    share: float

    @property
    def when(self) -> str:
        """The situation."""
        return self.reason.split()[0]

    @property
    def is_occasion(self) -> bool:
        """Whether neither somebody's turn nor a promise is the reason."""
        return self.when not in (*RHYTHM, "promise", "their-promise")


class Late(NamedTuple):
    """A close tie past its latest day; ``days`` past it. ``why`` is ``waiting`` (a draft lies there), ``put aside`` (the person deleted it) or ``no slot``."""

    day: date
    contact: str
    name: str
    days: int
    why: str
    share: float
    tier: str = ""


class Year:
    """The simulation. ``every`` names the weekdays (0 Monday) on which a sync runs."""

    def __init__(
        self,
        person: Practitioner,
        templates: Sequence[Template],
        *,
        start: date,
        every: Iterable[int] = range(5),
        run: Callable[..., object] | None = None,
    ) -> None:
        self.person, self.templates, self.today = person, templates, start
        self.start, self.every, self.new_id = start, set(every), counter()
        self.run_end = run or (lambda: None)
        self.config = Config()
        self.made: dict[str, Made] = {}
        self.late: list[Late] = []
        self.left: dict[str, date] = {}
        self.quiet: set[str] = set()
        self.gone: dict[str, date] = {}
        self.broken: list[str] = []
        self.syncs = 0
        self.problems: Counter[str] = Counter()

    def live(self, weeks: int) -> None:
        """So many weeks, day by day."""
        last = self.start + weeks * WEEK
        while self.today < last:
            if self.today.weekday() in self.every:
                self.sync()
            self._person()
            self.today += timedelta(1)
        self.sync()

    def _person(self) -> None:
        person, week = self.person, (self.today - self.start).days // 7
        if self.today.weekday() == 4:
            person.friday(self.today)
            if week in (8, 30):
                person.state("core" if week == 8 else "active", "pause")
            elif week == 20:
                person.state("core", None, among="pause")
            elif week in (14, 33):
                person.state("weak" if week == 14 else "active", "fade")
            elif week == 25:
                person.snooze(self.today + 4 * WEEK)
        elif self.today.weekday() < 4:
            person.weekday(self.today)

    def sync(self) -> None:
        """One sync, and a look at the sheet; once in a while a second one, which must find nothing to do."""
        for again in (False, True):
            if again and self.syncs % 10:
                break
            report = sync(
                self.person.store, self.config, today=self.today, new_id=self.new_id, templates=self.templates
            )
            self.run_end()
            self._expect(
                not (again and report.plan), f"a second sync on the same day wrote {report.plan.changes}"
            )
        self.syncs += 1
        self.problems += Counter(f"{one.tab}: {one.message}" for one in report.problems)
        self._look()

    def _expect(self, true: object, sentence: str) -> None:
        if not true:
            self.broken.append(f"{self.today}: {sentence}")

    # what the sheet shows

    def _look(self) -> None:
        contacts = {one.text("ID"): one for one in self.person.rows("Contacts")}
        drafts = {one.text("ID"): one for one in self.person.rows("Drafts")}
        touched = self._touched(contacts)
        skipped = self._skipped(drafts.values())
        open_ = {d.text("Contact ID") for d in drafts.values() if d.text("Status") in ("", "To do", "Later")}
        new = [one for key, one in drafts.items() if key not in self.made]
        fresh = [self._note(one, contacts, touched, skipped) for one in new]
        for key in self.made:
            if key not in drafts:
                self.gone.setdefault(key, self.today)
        self._once(fresh)
        self._shown(contacts, drafts.values())
        self._not_at_once(contacts, fresh, skipped)
        self._budget()
        self._half(fresh)
        self._kept(drafts.values())
        self._peace(contacts, fresh)
        self._promises_first(contacts, fresh, open_)
        self._lateness(contacts, touched, skipped, open_)

    def _touched(self, contacts: dict[str, Seen]) -> dict[str, date]:
        """Contact ID to the last day in touch, by Last contact and Log."""
        days = {}
        for key, one in contacts.items():
            cell = one.cells.get("Last contact")
            day = cell if isinstance(cell, date) else read_date(str(cell or ""), today=self.today).day
            if day is not None and day <= self.today:
                days[key] = day
        for row in self.person.rows("Log"):
            key, day = row.text("Contact ID"), row.day("Date")
            if key in contacts and day and day <= self.today:
                days[key] = max(day, days.get(key, day))
        return days

    def _skipped(self, drafts: Iterable[Seen]) -> dict[str, date]:
        """Contact ID to the day the person last skipped a draft of the rhythm."""
        found: dict[str, date] = {}
        for one in drafts:
            if one.text("Status") == "Skip" and one.text("Reason").split()[0] in RHYTHM:
                key = one.text("Contact ID")
                found[key] = max(one.day("Logged") or date.min, found.get(key, date.min))
        return found

    def _tier(self, one: Seen) -> Tier:
        return next((tier for tier in DEFAULT_TIERS if tier.name == one.text("Tier")), DEFAULT_TIERS[2])

    def _share(self, one: Seen, base: date | None) -> float:
        if base is None:
            return 1.0
        touch = one.day("Next touch")
        aim = touch if touch and touch > base else add_span(base, self._tier(one).aim)
        return (self.today - base).days / max(1, (aim - base).days)

    def _note(
        self, one: Seen, contacts: dict[str, Seen], touched: dict[str, date], skipped: dict[str, date]
    ) -> Made:
        key = one.text("Contact ID")
        whose = contacts[key]
        base = max((d for d in (touched.get(key), skipped.get(key)) if d), default=None)
        made = Made(
            self.today, key, one.text("Name"), self._tier(whose).name, one.text("Reason"), one.text("Message"),
            self._share(whose, base),
        )  # fmt: skip
        self.made[one.text("ID")] = made
        return made

    # the laws

    def _once(self, fresh: Sequence[Made]) -> None:
        before = Counter((one.contact, one.reason) for one in self.made.values())
        for one in fresh:
            self._expect(
                before[one.contact, one.reason] == 1, f"{one.name} was drafted twice for {one.reason}"
            )

    def _shown(self, contacts: dict[str, Seen], drafts: Iterable[Seen]) -> None:
        """Every draft that waits, and every one put off whose two weeks are over, stands in Due."""
        shown = {
            plain(one.text("Name")) for one in self.person.rows("Due") if one.text("What") == "this week"
        }
        for one in drafts:
            whose = contacts[one.text("Contact ID")]
            over = (one.day("Logged") or self.today) + timedelta(self.config.later_days) <= self.today
            waits = one.text("Status") in ("", "To do") or (one.text("Status") == "Later" and over)
            rests = whose.text("Status") in ("paused", "fade", "snoozed") or self._is_old(one)
            self._expect(
                not waits or rests or one.text("Name") in shown,
                f"the draft for {one.text('Name')} waits unseen",
            )

    def _is_old(self, draft: Seen) -> bool:
        """Whether a draft lay so long that it may be over: three weeks and more."""
        return (draft.day("Created") or self.today) + 3 * WEEK < self.today

    def _not_at_once(
        self, contacts: dict[str, Seen], fresh: Iterable[Made], skipped: dict[str, date]
    ) -> None:
        """Whoever was skipped comes up again a round later, not before."""
        for one in fresh:
            since = skipped.get(one.contact)
            if since is None or one.when not in RHYTHM or contacts[one.contact].text("Every"):
                continue
            early = self.today < add_span(since, self._tier(contacts[one.contact]).aim)
            self._expect(not early, f"{one.name} is proposed again too soon, skipped on {since}")

    def weeks(self) -> Counter[tuple[int, int]]:
        """ISO week to the drafts made in it."""
        return Counter(one.day.isocalendar()[:2] for one in self.made.values())

    def _budget(self) -> None:
        count = self.weeks()[self.today.isocalendar()[:2]]
        self._expect(count <= self.config.per_week, f"{count} drafts in one week")

    def _half(self, fresh: Iterable[Made]) -> None:
        """Occasions have at most half of the slots of the four weeks that end with today."""
        if any(one.is_occasion for one in fresh):
            since = self.today - 4 * WEEK
            count = sum(one.is_occasion and one.day > since for one in self.made.values())
            most = 2 * self.config.per_week
            self._expect(count <= most, f"{count} of {2 * most} slots of four weeks went to occasions")

    def _kept(self, drafts: Iterable[Seen]) -> None:
        """The promise whose draft was sent is done, and nothing of it stands in Due."""
        done = {one.text("ID") for one in self.person.rows("Promises") if one.text("Done")}
        there = {one.text("ID") for one in self.person.rows("Promises")}
        for one in drafts:
            when, _, rest = one.text("Reason").partition(" ")
            promise = rest.partition(" ")[0]
            sent = when == "promise" and one.text("Taken in") == "Sent" and promise in there
            self._expect(
                not sent or promise in done, f"the promise of {one.text('Name')} was sent and is still open"
            )

    def _peace(self, contacts: dict[str, Seen], fresh: Sequence[Made]) -> None:
        quiet = {key for key, one in contacts.items() if one.text("State")}
        for one in fresh:
            self._expect(one.contact not in quiet, f"a draft for {one.name}, who wants peace")
        names = Counter(one.text("Name") for one in contacts.values())
        left = {contacts[key].text("Name") for key in quiet if names[contacts[key].text("Name")] == 1}
        for line in self.person.rows("Due"):
            nag = line.text("What") in NAGS and line.text("Name") in left
            self._expect(not nag, f"Due says “{line.text('What')}” of {line.text('Name')}, who wants peace")

    def _promises_first(self, contacts: dict[str, Seen], fresh: Sequence[Made], open_: set[str]) -> None:
        others = [one for one in fresh if one.when not in ("promise", "their-promise")]
        for one in self.person.rows("Promises") if others else ():
            due = one.day("Due") or (one.day("Made") or self.today) + WEEK
            grace = timedelta(3 if one.text("By") == "them" else 0)
            drafted = one.day("Drafted")
            whose = contacts.get(one.text("Contact ID"))
            if one.text("Done") or due + grace > self.today or (drafted and drafted >= due) or whose is None:
                continue
            rests = whose.text("State") or (whose.day("Snooze until") or self.today) > self.today
            if not rests and one.text("Contact ID") not in open_:
                self._expect(
                    False, f"{others[0].name} ({others[0].reason}) before the promise to {one.text('Who')}"
                )

    def _rests(self, contacts: dict[str, Seen]) -> set[str]:
        """Contact IDs that rest by the person's wish; ``left`` remembers the last day of a rest that is over."""
        rests = {
            key
            for key, one in contacts.items()
            if one.text("State") or (one.day("Snooze until") or date.min) >= self.today
        }
        self.left |= dict.fromkeys(rests, self.today)
        self.quiet |= rests
        return rests

    def _lateness(
        self, contacts: dict[str, Seen], touched: dict[str, date], skipped: dict[str, date], open_: set[str]
    ) -> None:
        rests = self._rests(contacts)
        for key, one in contacts.items():
            base = max((d for d in (touched.get(key), skipped.get(key)) if d), default=None)
            if one.text("Tier") not in CLOSE or key in rests or base is None or one.text("Every"):
                continue
            latest = max(add_span(base, self._tier(one).latest), self.left.get(key, self.start))
            days = (self.today - latest).days
            if days > 0:
                deleted = any(
                    self.made[i].contact == key and self.made[i].when in RHYTHM and day >= base
                    for i, day in self.gone.items()
                )
                why = "waiting" if key in open_ else "put aside" if deleted else "no slot"
                self.late.append(
                    Late(
                        self.today, key, one.text("Name"), days, why, self._share(one, base), one.text("Tier")
                    )
                )
