"""A person and a sync on one sheet, and a model of what the person wrote: the last value of every cell, nothing cleverer.

The person's rows carry a mark in a column connectkit does not know, so the model finds them wherever they went.
Every action takes any whole numbers and does something with them: nothing is thrown away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from connectkit.config.config import Config
from connectkit.errors import ConnectkitError, Refused, StoreUnavailable
from connectkit.model import AfterImage, CellValue, Plan, RawTab, Row, Workbook, blank
from connectkit.report.report import Report
from connectkit.stores.memory import MemoryStore
from connectkit.sync import sync
from tests.book import PLAIN, TODAY, book, counter

USER = ("Name", "Last contact", "Notes", "Tier", "State", "Snooze until", "Log", "Mine")
TIERS = ("inner", "core", "active", "weak", "")
RENAMED = {"Notes": "Comments", "Tier": "Circle"}
FIRST = ("Ana", "Ben", "Cleo", "Dov", "Eva", "Finn", "Gus", "Hana", "Ivo", "Jin", "Kai", "Lea")


Hands = tuple[tuple[int, int, int], ...]
"""What somebody does at one moment: actions by number, each with two numbers to choose by."""


def _rest() -> None:
    """Nobody does anything."""


class Killed(BaseException):
    """The program dies here."""


class FaultyStore(MemoryStore):
    """A sheet whose writes can be raced, fail before or after they are applied, or be the program's last act."""

    def __init__(self, workbook: Workbook) -> None:
        super().__init__(workbook)
        self.faults: list[str] = []
        self.image: AfterImage | None = None
        self.between: list[Callable[[], None]] = []

    def read(self) -> Workbook:
        """The sheet now, with what the last write met, as a hidden tab would keep it."""
        self.disturb()
        return replace(super().read(), unfinished=self.image)

    def planned(self) -> list[Callable[[], None]]:
        """What somebody does from the first write on, for stores that know their moments better."""
        acts, self.between = self.between[1:], []
        return acts

    def disturb(self) -> None:
        """What somebody does before this request."""
        if self.between:
            self.between.pop(0)()

    def write(self, plan: Plan) -> AfterImage:
        """Applied or not, answered or not, as the next fault says."""
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "lost before":
            raise StoreUnavailable("The sheet did not answer.", "Try again.")
        if fault == "killed before":
            raise Killed
        self.disturb()
        self.image = super().write(plan)
        if fault == "lost after":
            raise StoreUnavailable("The sheet did not answer.", "Try again.")
        if fault == "killed after":
            raise Killed
        return self.image


class World:
    """The sheet, the person's memory of it, and the laws that must hold after every sync."""

    def __init__(self, store: FaultyStore | None = None) -> None:
        people: list[Row] = [
            [name, TODAY - timedelta(40 + 37 * n), f"note {n}", TIERS[n % 4], None, None, None, f"mark {n}"]
            for n, name in enumerate(FIRST[:5])
        ]
        self.store = store or FaultyStore(book(list(USER), *people))
        self.model: dict[str, dict[str, CellValue]] = {}
        for row in people:
            self.model[str(row[7])] = dict(zip(USER[:7], row[:7], strict=True))
        self.today = TODAY
        self.new_id = counter()
        self.tokens = 5
        self.edited: dict[str, str] = {}  # draft message -> name beside it
        self.typed: dict[str, str] = {}  # inbox or log word -> mark of the person
        self.sent: dict[str, str] = {}  # draft id -> contact id
        self.made: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.copies: set[str] = set()  # rows that began with what another's interactions had moved
        self.died = False
        self.lost: list[str] | None = None  # a list: what broke is noted there, and the history goes on

    # the person's hands

    def tab(self, title: str) -> RawTab | None:
        """One tab as it is now, or None."""
        return next((raw for raw in self.store.workbook.tabs if raw.title == title), None)

    @property
    def rows(self) -> list[Row]:
        """All rows of Contacts, the header first."""
        raw = self.tab("Contacts")
        assert raw is not None
        return raw.rows

    def at(self, header: str, rows: list[Row] | None = None) -> int:
        """The place of a header, from 0."""
        headers = (rows or self.rows)[0]
        return headers.index(header if header in headers else RENAMED.get(header, header))

    def people(self) -> list[Row]:
        """The person's rows, wherever they are."""
        mine = self.at("Mine")
        return [row for row in self.rows[1:] if len(row) > mine and row[mine]]

    def pick(self, number: int) -> Row | None:
        """One of the person's rows, whatever the number."""
        people = self.people()
        return people[number % len(people)] if people else None

    def put(self, row: Row, header: str, value: CellValue) -> None:
        """Types into one cell of a contact, and remembers it."""
        place = self.at(header)
        row.extend([None] * (place + 1 - len(row)))
        row[place] = value
        self.model[str(row[self.at("Mine")])][header] = value

    def edit(self, a: int, b: int) -> None:
        """Types into Name, Notes, Tier, State, Snooze until or Last contact."""
        row = self.pick(a)
        if row is None:
            return
        values: list[tuple[str, CellValue]] = [
            ("Notes", f"words {b}"),
            ("Tier", TIERS[b % 5]),
            ("Last contact", self.today - timedelta(b % 300)),
            ("Last contact", ("yesterday", "?", "3 weeks ago", None)[b % 4]),
            ("State", ("pause", "fade", None)[b % 3]),
            ("Snooze until", self.today + timedelta(b % 20)),
            ("Name", f"{FIRST[b % len(FIRST)]} {b % 97}"),
        ]
        self.put(row, *values[b % len(values)])

    def type_inbox(self, a: int, b: int) -> None:
        """Writes what happened into the Log cell, one word of it never used before."""
        row = self.pick(a)
        if row is None:
            return
        word = f"w{self.tokens}x"
        self.tokens += 1
        self._forget_inbox(row)
        text = (
            f"today: {word}",
            f"call -2d: {word}",
            f"met yesterday: {word}; promise: send {word}p by Fri",
        )[b % 3]
        self.put(row, "Log", text)
        self.typed[word] = str(row[self.at("Mine")])

    def _forget_inbox(self, row: Row) -> None:
        """Words overwritten before any sync took them in need not be filed."""
        before = str(row[self.at("Log")] if len(row) > self.at("Log") else "")
        for word in [word for word in self.typed if word in before]:
            del self.typed[word]

    def add(self, a: int, b: int) -> None:
        """Adds a person at the end."""
        mark = f"mark {self.tokens}"
        row: Row = [None] * len(self.rows[0])
        self.tokens += 1
        self.rows.append(row)
        row[self.at("Mine")] = mark
        self.model[mark] = dict.fromkeys(USER[:7])
        self.put(row, "Name", f"{FIRST[a % len(FIRST)]} {100 + self.tokens}")
        self.put(row, "Last contact", self.today - timedelta(b % 500))

    def insert(self, a: int, b: int) -> None:
        """Inserts an empty row."""
        self.rows.insert(1 + a % len(self.rows), [])

    def delete(self, a: int, b: int) -> None:
        """Deletes a person."""
        row = self.pick(a)
        if row is None or len(self.people()) < 3:
            return
        mark = str(row[self.at("Mine")])
        self._drop(row)
        del self.model[mark]
        self.typed = {word: whose for word, whose in self.typed.items() if whose != mark}

    def _drop(self, row: Row) -> None:
        self.rows[:] = [one for one in self.rows if one is not row]

    def move(self, a: int, b: int) -> None:
        """Cuts a person's row and pastes it elsewhere."""
        row = self.pick(a)
        if row is not None:
            self._drop(row)
            self.rows.insert(1 + b % len(self.rows), row)

    def copy(self, a: int, b: int) -> None:
        """Copies a row, hidden cells and all, and marks the copy as its own."""
        row = self.pick(a)
        if row is None:
            return
        mark = f"mark {self.tokens}"
        self.tokens += 1
        self.copies.add(mark)
        twin = list(row)
        twin[self.at("Mine")] = mark
        self.model[mark] = dict(self.model[str(row[self.at("Mine")])])
        self.rows.append(twin)
        self.put(twin, "Log", None)
        place = self.rows[0].index("ID") if "ID" in self.rows[0] else None
        if b % 2 and place is not None and len(twin) > place:
            twin[place] = None
        if (
            place is None or len(twin) <= place or not twin[place]
        ):  # two new rows of one name can't be told apart
            self.put(twin, "Name", f"Copy {self.tokens}")

    def sort(self, a: int, b: int) -> None:
        """Sorts whole rows by any column."""
        place = a % len(self.rows[0])
        self.rows[1:] = sorted(
            self.rows[1:], key=lambda row: str(row[place]) if len(row) > place else "~", reverse=b % 2 > 0
        )

    def tear(self, a: int, b: int) -> None:
        """Sorts only the person's own columns, as a filter that covers no others does.

        Between a run that died and the next one, values may stand on wrong rows; who is who after a partial sort
        on top of that can't be known by anybody, so then it is a whole sort.
        """
        if self.died:
            self.sort(a, b)
            return
        places = [self.at(header) for header in USER]
        for row in self.rows[1:]:
            row.extend([None] * (max(places) + 1 - len(row)))
        cells = [[row[place] for place in places] for row in self.rows[1:]]
        cells.sort(key=lambda one: str(one[a % 3]), reverse=b % 2 > 0)
        for row, mine in zip(self.rows[1:], cells, strict=True):
            for place, value in zip(places, mine, strict=True):
                row[place] = value

    def rename_header(self, a: int, b: int) -> None:
        """Calls Notes or Last contact by another usual word, or back."""
        for one, other in list(RENAMED.items())[a % 2 : a % 2 + 1]:
            header = self.rows[0]
            if one in header:
                header[header.index(one)] = other
            elif other in header:
                header[header.index(other)] = one

    def add_column(self, a: int, b: int) -> None:
        """Inserts a column of the person's own anywhere."""
        place = a % (len(self.rows[0]) + 1)
        for number, row in enumerate(self.rows):
            if len(row) >= place:
                row.insert(place, f"Own {self.tokens}" if number == 0 else None)
        self.tokens += 1

    def move_column(self, a: int, b: int) -> None:
        """Drags one of the person's own columns elsewhere."""
        place, to = self.at(USER[a % len(USER)]), b % len(self.rows[0])
        width = len(self.rows[0])
        for row in self.rows:
            row.extend([None] * (width - len(row)))
            row.insert(to, row.pop(place))

    def drafts(self) -> list[dict[str, CellValue]]:
        """Drafts as dictionaries; blank rows left out."""
        raw = self.tab("Drafts")
        if raw is None:
            return []
        header = [str(cell) for cell in raw.rows[0]]
        return [
            dict(zip(header, row + [None] * len(header), strict=False)) | {"row": n}
            for n, row in enumerate(raw.rows[1:], 1)
            if any(row)
        ]

    def _draft_cell(self, place: object, header: str, value: CellValue) -> None:
        raw = self.tab("Drafts")
        assert raw is not None
        row = raw.rows[int(str(place))]
        at = raw.rows[0].index(header)
        row.extend([None] * (at + 1 - len(row)))
        row[at] = value

    def mark_draft(self, a: int, b: int) -> None:
        """Chooses a Status for a draft."""
        drafts = self.drafts()
        if not drafts:
            return
        one = drafts[a % len(drafts)]
        status = ("Sent", "Skip", "Later", "To do", "Sent")[b % 5]
        self._draft_cell(one["row"], "Status", status)
        if status == "Sent":
            self.sent.setdefault(str(one["ID"]), str(one["Contact ID"]))
        elif one.get("Taken in") != "Sent":
            self.sent.pop(str(one["ID"]), None)

    def edit_draft(self, a: int, b: int) -> None:
        """Writes another message into a draft."""
        drafts = self.drafts()
        if not drafts:
            return
        one = drafts[a % len(drafts)]
        text = f"my own words, number {self.tokens}"
        self.tokens += 1
        self.edited.pop(str(one["Message"]), None)
        self._draft_cell(one["row"], "Message", text)
        self.edited[text] = str(one["Name"])

    def delete_draft(self, a: int, b: int) -> None:
        """Deletes a draft's row."""
        drafts = self.drafts()
        raw = self.tab("Drafts")
        if not drafts or raw is None:
            return
        one = drafts[a % len(drafts)]
        del raw.rows[int(str(one["row"]))]
        self.edited.pop(str(one["Message"]), None)
        if one.get("Taken in") != "Sent":
            self.sent.pop(str(one["ID"]), None)

    def sort_drafts(self, a: int, b: int) -> None:
        """Sorts whole rows of Drafts."""
        raw = self.tab("Drafts")
        if raw is not None:
            place = a % len(raw.rows[0])
            raw.rows[1:] = sorted(raw.rows[1:], key=lambda row: str(row[place]) if len(row) > place else "~")

    def sort_log(self, a: int, b: int) -> None:
        """Sorts whole rows of the Log."""
        raw = self.tab("Log")
        if raw is not None:
            raw.rows[1:] = sorted(raw.rows[1:], key=lambda row: str(row[: 1 + a % 4]))

    def wait(self, a: int, b: int) -> None:
        """Days pass, now and then many; once in a while the clock goes back a day, as after a flight."""
        self.today += timedelta(-1 if a % 11 == 10 else (1, 1, 2, 7, 31)[b % 5])

    ACTIONS = (
        edit, edit, edit, type_inbox, type_inbox, add, insert, delete, move, copy, sort, tear, rename_header, add_column,
        mark_draft, mark_draft, edit_draft, delete_draft, sort_drafts, sort_log, wait, wait,
    )  # fmt: skip

    WILD = ("add_column", "move_column", "rename_header", "move_column", "add_column", "sort")
    """What a person does to columns and rows while a sync is under way; numbers beyond ``ACTIONS``."""

    def act(self, number: int, a: int, b: int) -> None:
        """One thing a person does."""
        action: Callable[[World, int, int], None] = self.ACTIONS[number % len(self.ACTIONS)]
        self.counts[action.__name__] += 1
        action(self, a, b)

    # the sync

    def sync(self, fault: str = "", hands: Hands = (), *then: Hands) -> Report | None:
        """One sync, perhaps raced, perhaps failing; then the laws.

        ``hands`` act between its first read and its first write, each of ``then`` before one further request.
        """
        self.store.faults = fault.split(",")
        if hands or then:
            acts = [partial(self._race, one) if one else _rest for one in ((), hands, *then)]
            self.store.between = acts
        self.counts["syncs"] += 1
        report = None
        try:
            report = sync(
                self.store,
                Config(per_week=3),
                today=self.today,
                new_id=self.new_id,
                templates=PLAIN,
                force=True,
            )
        except StoreUnavailable:
            self.counts["lost answers"] += 1
        except Killed:
            self.counts["kills"] += 1
        except Refused:
            self.counts["refusals"] += 1
        except ConnectkitError as error:
            raise AssertionError(f"a sync ended in {error.message}") from error
        self.store.between = []
        self.store.faults = []
        self.died = report is None
        if report is not None:  # a run that died may leave a value astray: the next one must put it right
            self.check()
        return report

    def _race(self, hands: Hands) -> None:
        self.counts["races"] += 1
        for number, a, b in hands:
            if number >= len(self.ACTIONS):
                wild = getattr(self, self.WILD[(number - len(self.ACTIONS)) % len(self.WILD)])
                self.counts[wild.__name__] += 1
                wild(a, b)
                continue
            if Counter(str(row[self.at("Mine")]) for row in self.people()) != Counter(list(self.model)):
                continue  # a write met a moved column: until it is put right, nobody knows whose row is whose
            name = self.ACTIONS[number % len(self.ACTIONS)].__name__
            if name not in ("wait", "rename_header", "add_column", "tear"):
                self.act(number, a, b)

    def settle(self) -> None:
        """Undisturbed syncs until one plans nothing."""
        for _ in range(4):
            report = self.sync()
            if report is not None and not report.plan:
                break
        else:
            raise AssertionError(f"syncs go on writing: {report.plan.changes if report else 'refused'}")
        self.check()

    # the laws

    def check(self) -> None:
        """L1 for contacts and drafts, L2 and L3, after a sync that came to its end."""
        for law in (self._check_cells, self._check_edits, self._check_log, self._check_drafts):
            self._keep(law)

    def _keep(self, law: Callable[[], None]) -> None:
        """The law holds; where the world keeps a list, its breach is noted in there instead."""
        try:
            law()
        except AssertionError as broken:
            if self.lost is None:
                raise
            self.lost.append(str(broken))

    def _check_cells(self) -> None:
        header = self.rows[0]
        found = Counter(str(row[self.at("Mine")]) for row in self.people())
        if self.lost is not None:
            self._forget_lost_rows(found)
        assert found == Counter(list(self.model)), f"rows lost or doubled: {found}"
        for row in self.people():
            mark = str(row[self.at("Mine")])
            for key, value in self.model[mark].items():
                place = header.index(key if key in header else RENAMED[key])
                now = row[place] if len(row) > place else None
                if not (now == value or (blank(now) and blank(value))):
                    self._keep(partial(self._check_exception, mark, key, value, now))
                    self.model[mark][key] = now

    def _forget_lost_rows(self, found: Counter[str]) -> None:
        """Notes every cell of a row that is gone, and every row that came back or stands twice, once."""
        assert self.lost is not None
        for mark in [one for one in self.model if one not in found]:
            self.lost += [
                f"{mark}: {key} is gone" for key, value in self.model.pop(mark).items() if not blank(value)
            ]
        seen: set[str] = set()
        for row in self.people():
            mark = str(row[self.at("Mine")])
            if mark in seen or mark not in self.model:
                self.lost.append(f"{mark} stands twice, or came back after it was deleted")
                self._drop(row)
            seen.add(mark)

    def _check_exception(self, mark: str, key: str, wrote: CellValue, now: CellValue) -> None:
        """The three cells connectkit may touch: a date moved forward, a relative word replaced, an inbox emptied."""
        place = f"{mark}: {key} held {wrote!r}, holds {now!r}"
        if key == "Last contact":
            assert type(now) is date, place
            assert not isinstance(wrote, date) or now > wrote, place
            assert wrote != "?", place
            assert now <= self.today + timedelta(1), place
            if isinstance(wrote, date) and mark not in self.copies:
                assert now in self._days_logged(mark), (
                    f"{place}, and no interaction of theirs was on that day"
                )
        else:
            assert key == "Log", place
            assert blank(now), place
            words = [word for word, whose in self.typed.items() if whose == mark and word in str(wrote)]
            summaries = self._summaries()
            for word in words:
                assert sum(word + " " in text + " " for text in summaries) == 1, (
                    f"{word} of {place} is not in the Log once"
                )

    def _days_logged(self, mark: str) -> set[CellValue]:
        """The days of the Log rows that carry the ID of the person's row, or their name."""
        raw, mine = self.tab("Log"), self.at("Mine")
        row = next(row for row in self.people() if row[mine] == mark)
        one = row[self.at("ID")] if "ID" in self.rows[0] and len(row) > self.at("ID") else None
        if raw is None:
            return set()
        at = raw.rows[0].index("Contact ID")
        theirs = [entry for entry in raw.rows[1:] if one and len(entry) > at and entry[at] == one]
        named = [entry for entry in raw.rows[1:] if len(entry) > 1 and entry[1] == row[self.at("Name")]]
        return {entry[0] for entry in theirs + named}

    def _summaries(self) -> list[str]:
        raw = self.tab("Log")
        rows = [row for row in raw.rows[1:] if len(row) > 5 and row[5] != "draft"] if raw else []
        return [str(row[4]).replace(";", " ") for row in rows]

    def _check_edits(self) -> None:
        texts = {str(one["Message"]): str(one["Name"]) for one in self.drafts()}
        for text, name in self.edited.items():
            assert texts.get(text) == name, f"{text!r} for {name} is gone: {texts}"

    def _check_log(self) -> None:
        raw = self.tab("Log")
        if raw is None:
            return
        at = {str(cell): n for n, cell in enumerate(raw.rows[0])}
        ids = Counter(str(row[at["ID"]]) for row in raw.rows[1:] if len(row) > at["ID"] and row[at["ID"]])
        assert not [one for one, times in ids.items() if times > 1], "an interaction is logged twice"
        words = Counter(word for text in self._summaries() for word in self.typed if word + " " in text + " ")
        assert all(times == 1 for times in words.values()), f"words logged twice: {words}"

    def _check_drafts(self) -> None:
        reasons = Counter(
            (str(one["Contact ID"]), str(one["Reason"])) for one in self.drafts() if one.get("ID")
        )
        assert not [one for one, times in reasons.items() if times > 1], f"a draft was made twice: {reasons}"
        waiting = Counter(
            str(one["Contact ID"]) for one in self.drafts() if one["Status"] in (None, "To do", "Later")
        )
        assert all(times >= 1 for times in waiting.values())
