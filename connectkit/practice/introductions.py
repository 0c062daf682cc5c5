"""Two people of the user's who could help each other: found, explained, and suggested once.

What was suggested is remembered twice: by the row in Introductions, and by a mark in the hidden Paired column of the
contact in need. A mark is made from both contacts' IDs and the day, so it says the same wherever a sort or a cut and
paste takes it, and a row the user deletes does not come back.
"""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from connectkit.absorb.absorbed import short
from connectkit.due.candidate import QUIET
from connectkit.model import AddTab, AppendRow, Change, Formula, SetCell
from connectkit.practice.base import Practice, Situation
from connectkit.practice.met_through import introducers
from connectkit.practice.stems import Part, fits, parts
from connectkit.sheet.cells import as_text, to_cell_text
from connectkit.sheet.labels import labels
from connectkit.text.lazy import pattern
from connectkit.text.plain import fold

PER_WEEK = 1
"""New suggestions an ISO week."""

_VERBS: Mapping[str, tuple[str, int]] = {
    "offers": ("offers", 3), "title": ("is", 2), "role": ("is your", 2), "tags": ("is tagged", 2),
    "interests": ("cares about", 1),
}  # fmt: skip
_WANTS = pattern(
    r"^(?:is |are )?(?:needs?|wants?|seeks?|(?:looking|searching) for|in need of|sucht|braucht)[: ]\s*", re.I
)
_SMALL = frozenset(("a", "an", "the", "some", "someone", "somebody", "help", "advice", "people"))
_MOST = 12
"""So many people at most are looked at for one word of a need: with more, the word says little, and all are alike."""

_NO_FIRM = pattern(r"(?i)^(?:freelancer?|self[- ]employed|retired|student|independent|none|n/?a|-)?$")


class Fit(NamedTuple):
    """A pair that could fit: A's row, B's row, how rare what they share is, what A needs, B's column and what B has."""

    a: int
    b: int
    weight: float
    need: str
    key: str
    have: str


@dataclass(frozen=True)
class _People:
    """What the finder knows: per contact row the texts that matter. ``known`` are the rows that may be paired."""

    texts: Mapping[str, Mapping[int, str]]
    names: Mapping[int, str]
    known: frozenset[int]

    def text(self, row: int, key: str) -> str:
        return self.texts[key].get(row, "")


def pair_id(one: str, other: str) -> str:
    """The ID of two contacts' introduction, whichever comes first."""
    digest = blake2b("\n".join(sorted((one, other))).encode(), digest_size=5).digest()
    return "ik-" + b32encode(digest).decode().lower()


def suggest(situation: Situation, practice: Practice) -> None:
    """At most one new pair a week, a row; nobody twice in a week, nobody who rests, nothing suggested before."""
    marks, sheet = _marks(situation), situation.tables.contacts.sheet
    lately = _this_week(marks, situation.today)
    slots = PER_WEEK - len(lately)
    people = _people(situation) if slots > 0 and any(sheet.column("needs")) else None
    if people is None:
        return
    ids = situation.identities.ids
    before = {mark.partition("-")[2] for mark in marks} | _standing(situation)
    strangers = _acquainted(situation, people)
    found = [(_token(ids, fit), fit) for fit in find(people.texts, people.names, people.known)]
    taken = {row for token, fit in found if token in lately for row in (fit.a, fit.b)}
    for token, fit in found:
        apart = token not in before and frozenset((fit.a, fit.b)) not in strangers
        if not apart or taken & {fit.a, fit.b} or isinstance(sheet.cell(fit.a, "paired"), Formula):
            continue
        practice.changes += _rows(situation, fit, people)
        taken |= {fit.a, fit.b}
        slots -= 1
        if slots == 0:
            return


def find(texts: Mapping[str, Mapping[int, str]], names: Mapping[int, str], known: Iterable[int]) -> list[Fit]:
    """The strong pairs: what B offers, is or cares about meets a need of A; what is rarest first.

    ``texts`` maps needs, offers, title, role, tags, interests, company and city to contact row to text. An index over
    the words needed keeps the work in step with the number of people.
    """
    people = _People(texts, names, frozenset(known))
    needs = {
        row: parts(text, needed=True) for row, text in texts["needs"].items() if row in people.known and text
    }
    wanted = frozenset(stem for some in needs.values() for one in some for stem in one.stems)
    having: dict[str, list[_Having]] = {}
    for key in _VERBS:
        for row, text in texts[key].items():
            for one in parts(text) if row in people.known and text else ():
                for stem in one.stems & wanted:
                    having.setdefault(stem, []).append(_Having(row, key, one))
    found = [fit for row, some in needs.items() for fit in _fits(row, some, having, people)]
    return sorted(
        found, key=lambda one: (-one.weight, names[one.a].casefold(), names[one.b].casefold(), one.a, one.b)
    )


class _Having(NamedTuple):
    """One thing somebody has: contact row, column, and the thing."""

    row: int
    key: str
    part: Part


def _fits(
    a: int, needs: Sequence[Part], having: Mapping[str, Sequence[_Having]], people: _People
) -> list[Fit]:
    """The best match with each person who has something A needs."""
    best: dict[int, Fit] = {}
    for need in needs:
        for stem in need.stems:
            for one in having.get(stem, ())[:_MOST]:
                shared = fits(need, one.part, offered=one.key not in ("interests", "tags"))
                if one.row == a or not shared or _colleagues(a, one.row, people):
                    continue
                weight = sum(_VERBS[one.key][1] / len(having[each]) for each in shared)
                weight = round(weight * (1.25 if _near(a, one.row, people) else 1), 6)
                if one.row not in best or weight > best[one.row].weight:
                    best[one.row] = Fit(a, one.row, weight, need.text, one.key, one.part.text)
    return list(best.values())


def _near(a: int, b: int, people: _People) -> bool:
    return bool(people.text(a, "city")) and fold(people.text(a, "city")) == fold(people.text(b, "city"))


def _colleagues(a: int, b: int, people: _People) -> bool:
    """True where both work at the same place: they know each other."""
    firm = people.text(a, "company").strip()
    return not _NO_FIRM.match(firm) and fold(firm) == fold(people.text(b, "company"))


def explain(fit: Fit, people: _People) -> str:
    """``Ana needs a brand designer; Ben offers branding for small companies``, in the user's own words."""
    need, have = short(_WANTS.sub("", fit.need), 90), short(fit.have, 90)
    if fit.key == "title" and people.text(fit.b, "company"):
        have = f"{have} ({people.text(fit.b, 'company')})"
    both = f"; both in {people.text(fit.a, 'city')}" if _near(fit.a, fit.b, people) else ""
    return f"{people.names[fit.a]} needs {_small(need)}; {people.names[fit.b]} {_VERBS[fit.key][0]} {_small(have)}{both}"


def _small(text: str) -> str:
    """Without the capital of a cell's first word where that is a small word: ``a brand designer``."""
    word = text.split(maxsplit=1)[0]
    return word.casefold() + text[len(word) :] if word.casefold() in _SMALL else text


def _people(situation: Situation) -> _People:
    sheet, decided = situation.tables.contacts.sheet, situation.decided
    keys = ("needs", *_VERBS, "company", "city")
    texts = {
        key: {row: as_text(cell) for row, cell in zip(sheet.numbers, sheet.column(key), strict=True) if cell}
        for key in keys
    }
    gone = QUIET | {"never"}
    columns = zip(*(decided[key].tolist() for key in ("row", "name", "verdict")), strict=True)
    every = [(row, name, verdict) for row, name, verdict in columns if row in situation.identities.ids]
    known = frozenset(row for row, _, verdict in every if verdict not in gone) - situation.identities.frozen
    return _People(texts, {row: name for row, name, _ in every}, known)


def _marks(situation: Situation) -> list[str]:
    """Every mark of a suggestion, wherever it stands: ``20261123-k3j4h5g6``."""
    cells = situation.tables.contacts.sheet.column("paired")
    return [mark for cell in cells if cell for mark in as_text(cell).split()]


def _this_week(marks: Iterable[str], today: date) -> set[str]:
    """The pairs suggested in today's ISO week, those included whose rows the user deleted."""
    week = today.isocalendar()[:2]
    return {mark[9:] for mark in marks if _week_of(mark) == week}


def _week_of(mark: str) -> tuple[int, int] | None:
    try:
        return date.fromisoformat(mark[:8]).isocalendar()[:2]
    except ValueError:
        return None


def _token(ids: Mapping[int, str], fit: Fit) -> str:
    return pair_id(ids[fit.a], ids[fit.b]).removeprefix("ik-")


def _standing(situation: Situation) -> set[str]:
    sheet = situation.tables.sheets.get("introductions")
    return {as_text(cell).removeprefix("ik-") for cell in sheet.column("id") if cell} if sheet else set()


def _acquainted(situation: Situation, people: _People) -> set[frozenset[int]]:
    """Pairs who know each other already: one introduced the user to the other, or the Log says they were introduced."""
    found = {frozenset(pair) for pair in introducers(situation.tables).items()}
    by_name = {name.casefold(): row for row, name in people.names.items()}
    for row, known in situation.absorbed.interactions.items():
        for one in known:
            other = by_name.get(one.summary.casefold().removeprefix("introduced to ").strip(" ."))
            if one.kind == "introduction" and other is not None:
                found.add(frozenset((row, other)))
    return found


def _rows(situation: Situation, fit: Fit, people: _People) -> list[Change]:
    """The new row, the mark that outlives it, and the tab where it is the first."""
    ids, today, sheet = situation.identities.ids, situation.today, situation.tables.contacts.sheet
    one, called = pair_id(ids[fit.a], ids[fit.b]), labels(situation.tables)
    row = AppendRow(
        "introductions",
        one,
        {
            "a": to_cell_text(called[fit.a]), "b": to_cell_text(called[fit.b]), "why": to_cell_text(explain(fit, people)),
            "suggested": today, "id": one, "a_id": ids[fit.a], "b_id": ids[fit.b],
        },
    )  # fmt: skip
    former = sheet.cell(fit.a, "paired")
    marks = f"{as_text(former)} {today:%Y%m%d}-{one.removeprefix('ik-')}".strip()
    mark = SetCell("contacts", fit.a, "paired", sheet.text(fit.a, "id"), people.names[fit.a], former, marks)
    known = "introductions" in situation.tables.sheets
    made = [] if known else [AddTab("introductions", situation.found.complete["introductions"].title)]
    return [*made, row, mark]
