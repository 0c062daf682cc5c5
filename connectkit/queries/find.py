"""Everybody in whose row or Log certain words stand, and where they stood.

A word counts where a word of the sheet begins with it; from five letters on one typo is forgiven, after everybody who
is found without. ``city:leeds``, ``state:late`` and ``tag:product`` narrow the search to one column.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from connectkit import schema
from connectkit.errors import UsageError
from connectkit.model import CellValue
from connectkit.sheet.cells import as_text
from connectkit.sheet.labels import labels
from connectkit.text.dates import say
from connectkit.text.lazy import pattern
from connectkit.text.places.places import is_in, read_places, spellings
from connectkit.text.plain import fold
from connectkit.text.search import SIGNS, near, starts

if TYPE_CHECKING:
    from connectkit.view import View

FIELDS = ("name", "company", "title", "city", "tags", "interests", "offers", "needs", "met", "role", "notes")
"""Where words are looked for, the surest first; then the Log."""  # fmt: skip

LOG = "Log"
STATES = ("ok", "soon", "due", "late", "never", "snoozed", "paused", "fade", "unreadable")
_STATE_WORDS = {"pause": "paused", "faded": "fade", "overdue": "late", "snooze": "snoozed"}
_FILTER = pattern(r"([^\W\d_]+(?:[ _][^\W\d_]+)*):(?!//)(.+)", re.DOTALL)
_TYPO_FROM = 5
_SNIPPET = 90


class Hit(NamedTuple):
    """Where a word stood: the column's title, or the Log with its day, and the text around it."""

    where: str
    text: str


class Match(NamedTuple):
    """One person found. ``typo``: at least one word was found only with a letter changed."""

    name: str
    id: str
    tier: str
    state: str
    typo: bool
    hits: tuple[Hit, ...]


class Query(NamedTuple):
    """What is looked for: folded words, and column key with the value after the colon."""

    words: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]


def read_query(parts: Iterable[str]) -> Query:
    """The words and filters of one command line.

    Raises:
        UsageError: nothing to look for, a filter there is none of, or a state there is none of.
    """
    words: list[str] = []
    filters: list[tuple[str, str]] = []
    for part in parts:
        for piece in [part] if _FILTER.fullmatch(part.strip()) else part.split():
            found = _FILTER.fullmatch(piece.strip())
            if found and found[2].strip():
                filters.append(_filter(found[1], found[2].strip()))
            else:
                words += re.findall(r"\w+", fold(piece))
    if not words and not filters:
        raise UsageError("No word was given.", "Name some, for example: connectkit find product city:leeds")
    return Query(tuple(dict.fromkeys(words)), tuple(filters))


class Found(NamedTuple):
    """The people found, in order, and how many more there are beyond the limit."""

    people: tuple[Match, ...]
    more: int


def find(view: View, query: Query, limit: int | None = None) -> Found:
    """Everybody who has all the words and fits all the filters.

    Those without a typo come first, then those whose name has the words, the closest tier, the name.
    """
    texts = _Texts(view)
    wanted = [_Word(word, texts) for word in query.words]
    places = [at for at in _fitting(view, query.filters) if all(word.stands(at) for word in wanted)]
    frame, numbers = view.tables.contacts.frame, view.tables.contacts.sheet.numbers
    ranks, tiers = frame["tier_rank"].tolist(), frame["tier"].tolist()
    typos = {at: any(word.typo(at) for word in wanted) for at in places}
    named = {at: all(word.pattern(at).search(fold(texts.names[at])) for word in wanted) for at in places}
    places.sort(key=lambda at: (typos[at], not named[at], ranks[at], texts.names[at].casefold(), at))
    shown = places[:limit]
    called, states, ids = labels(view.tables), states_of(view), view.identities.ids
    people = [
        Match(
            called[row],
            ids.get(row, ""),
            tiers[at],
            states[row],
            typos[at],
            texts.hits(at, wanted, query.filters),
        )
        for at in shown
        for row in [numbers[at]]
    ]
    return Found(tuple(people), len(places) - len(shown))


def states_of(view: View) -> dict[int, str]:
    """Row number to state."""
    return dict(zip(view.decided["row"].tolist(), view.decided["verdict"].tolist(), strict=True))


def _filter(name: str, value: str) -> tuple[str, str]:
    known = filters()
    key = known.get(schema.normal(name))
    if key is None:
        near = difflib.get_close_matches(schema.normal(name), known, n=1, cutoff=0.6)
        offer = f"Did you mean {near[0]}:? " if near else ""
        raise UsageError(
            f"Nothing can be narrowed by “{name}:”.",
            f"{offer}Filters are for example city:, state:, tag:, tier:, company:, title:.",
        )
    if key != "state":
        return key, value
    word = _STATE_WORDS.get(fold(value), fold(value))
    if word not in STATES:
        raise UsageError(f"“{value}” is no state.", f"States are {', '.join(STATES)}.")
    return key, word


@lru_cache(maxsize=1)
def filters() -> dict[str, str]:
    """What may stand before a colon, and the column it means: the header, the key, and both without a plural s."""
    found: dict[str, str] = {}
    for column in schema.CONTACTS.columns:
        text = column.kind in (schema.Kind.TEXT, schema.Kind.LONG, schema.Kind.CHOICE, schema.Kind.TICK)
        if column.owner is schema.Owner.USER and text and column.key != "log":
            for name in (schema.normal(column.title), schema.normal(column.key)):
                found.setdefault(name, column.key)
                found.setdefault(name.removesuffix("s"), column.key)
    return found


def _fitting(view: View, wanted: Sequence[tuple[str, str]]) -> list[int]:
    """Places in the sheet that pass every filter."""
    places = list(range(len(view.tables.contacts.frame)))
    for key, value in wanted:
        cells = _cells(view, key)
        test = _test(key, value)
        places = [at for at in places if test(cells[at])]
    return places


def _cells(view: View, key: str) -> list[str]:
    if key == "state":
        states = states_of(view)
        return [states[row] for row in view.tables.contacts.sheet.numbers]
    if key == "tier":
        return [str(one) for one in view.tables.contacts.frame["tier"].tolist()]
    return _plain(view.tables.contacts.sheet.column(key))


def _plain(cells: Sequence[CellValue]) -> list[str]:
    """Cells as text; most are that already."""
    return [cell if cell.__class__ is str else as_text(cell) for cell in cells]


def _test(key: str, value: str) -> Callable[[str], bool]:
    words = [starts(word) for word in re.findall(r"\w+", fold(value))]
    if key == "state":
        return lambda cell: cell == value
    if key == "city":
        asked = read_places(value)
        return lambda cell: bool(cell) and (is_in(asked, cell) != "no" or _all(words, fold(cell)))
    return lambda cell: bool(cell) and _all(words, fold(cell))


def _all(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    return all(pattern.search(text) for pattern in patterns)


class _Texts:
    """All that is searched: the words of each person, and every word of the sheet folded once."""

    def __init__(self, view: View) -> None:
        self.view, self.sheet = view, view.tables.contacts.sheet
        self.names = view.tables.contacts.frame["name"].tolist()
        columns = [_plain(self.sheet.column(key)) for key in FIELDS[1:] if self.sheet.has(key)]
        cities = [spellings(cell) if cell else "" for cell in _plain(self.sheet.column("city"))]
        logs = view.absorbed.interactions
        told = [
            " ".join([one.summary for one in logs[row]]) if row in logs else "" for row in self.sheet.numbers
        ]
        together = map(" ".join, zip(self.names, *columns, cities, told, strict=True))
        self.words = [set(text.casefold().split()) for text in together]
        self.folded = {word: fold(word) for word in set().union(*self.words)}

    def having(self, words: set[str]) -> set[int]:
        """Places of the people who have one of these words."""
        return {at for at, have in enumerate(self.words) if not words.isdisjoint(have)} if words else set()

    def hits(self, at: int, words: Sequence[_Word], wanted: Sequence[tuple[str, str]]) -> tuple[Hit, ...]:
        """Where each word stood first, each place once; that it is in the name needs no telling."""
        row = self.sheet.numbers[at]
        fields = list(self._fields(at, row))
        hits = dict.fromkeys(self._filtered(row, wanted))
        for word in words:
            pattern = word.pattern(at)
            for where, text, hidden in fields:
                if pattern.search(fold(f"{text} {hidden}")):
                    hits[Hit(where, _around(text, pattern))] = None
                    break
        return tuple(hit for hit in hits if hit.where != "Name")

    def _fields(self, at: int, row: int) -> Iterable[tuple[str, str, str]]:
        """Title, text and further spellings of everything that is searched, line by line."""
        yield "Name", self.names[at], ""
        for key in FIELDS[1:]:
            for line in as_text(self.sheet.cell(row, key)).splitlines():
                yield _title(key), line, spellings(line) if key == "city" else ""
        for one in reversed(self.view.absorbed.interactions.get(row, ())):
            yield f"{LOG}, {say(one.day, self.view.today)}", one.summary, ""

    def _filtered(self, row: int, wanted: Sequence[tuple[str, str]]) -> Iterable[Hit]:
        for key, _ in wanted:
            if key not in ("state", "tier"):
                yield Hit(_title(key), _around(self.sheet.text(row, key), None))


@lru_cache(maxsize=64)
def _title(key: str) -> str:
    return schema.CONTACTS.column(key).title


class _Word:
    """One word looked for: where it stands as it is, and where with one typo."""

    def __init__(self, word: str, texts: _Texts) -> None:
        self.texts, self.starts = texts, starts(word)
        exact = {one for one, told in texts.folded.items() if word in told and self.starts.search(told)}
        typos = len(word) >= _TYPO_FROM and word.isalpha()
        self._near_words = near(word, texts.folded) - exact if typos else set()
        self._exact, self._near = texts.having(exact), texts.having(self._near_words)

    def stands(self, at: int) -> bool:
        """True where the person has the word, a typo forgiven."""
        return at in self._exact or at in self._near

    def typo(self, at: int) -> bool:
        """True where only a typo makes it fit."""
        return at not in self._exact

    def pattern(self, at: int) -> re.Pattern[str]:
        """What to mark in this person's texts."""
        if not self.typo(at):
            return self.starts
        typed = min(self._near_words & self.texts.words[at])
        return starts(self.texts.folded[typed].strip(SIGNS))


def _around(text: str, pattern: re.Pattern[str] | None) -> str:
    """The line, cut around the word to at most 90 characters."""
    line = " ".join(text.split())
    if len(line) <= _SNIPPET:
        return line
    found = pattern.search(fold(line)) if pattern else None
    start = max(0, min((found.start() if found else 0) - _SNIPPET // 3, len(line) - _SNIPPET))
    return (
        ("…" if start else "")
        + line[start : start + _SNIPPET].strip()
        + ("…" if start + _SNIPPET < len(line) else "")
    )
