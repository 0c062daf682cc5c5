"""The monthly review: one month with the names behind its numbers, and the Review tab that keeps twelve of them.

The tab is about months that have ended, so it changes when a month ends, or when something is logged late. What it says
of a month stays: where people stood is read once, when the month has just ended, and kept as it stands in the tab,
for later the sheet knows less of that day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from connectkit.model import CellValue, shown
from connectkit.practice.audit import by_tier, cross, faded, roles_of, size_notice
from connectkit.practice.base import Practice, Situation
from connectkit.practice.depth import channel_mix, five_people
from connectkit.practice.goals import all_progress
from connectkit.practice.review.months import Figures, Ledger, Month, figures, introductions, month_of, weeks
from connectkit.practice.review.standing import GROUPS, SHOWN, moves, standing
from connectkit.practice.review.words import Review, Words, lasting_words, log_words, standing_words
from connectkit.practice.rhythm import old_and_new
from connectkit.sheet.cells import as_text, to_cell_text
from connectkit.sheet.tables import Tables

MONTHS = 12
"""So many months the tab keeps; its charts draw as many rows."""

STANDINGS = len(SHOWN)
"""So many of a month's figures say where people stood; they come first."""


def review(ledger: Ledger, decided: pd.DataFrame, month: Month) -> Review:
    """The review of a month. ``decided`` is the contacts frame as of today; former months are as the tab keeps them."""
    day = min(month.last, ledger.today)
    tables, absorbed = ledger.tables, ledger.absorbed
    now, before = standing(ledger, month), standing(ledger, month.before)
    groups = {
        group: tuple(
            sorted((ledger.names[row] for row, one in now.items() if one == group), key=str.casefold)
        )
        for group in GROUPS
    }
    former = read_former(tables)
    groups |= kept_groups(former, month, groups, set(ledger.names.values()))
    known = kept(with_standings(figures(ledger, month), groups), former)
    entries = ledger.within(month)
    return Review(
        month=month,
        today=ledger.today,
        figures=known,
        history=tuple(
            kept(one, former) for one in (*(figures(ledger, each) for each in _before(month)), known)
        ),
        groups=groups,
        moves=moves(before, now, ledger.names),
        entries=entries,
        weeks=weeks(ledger, month),
        promises=ledger.promised(month),
        introductions=introductions(entries),
        channels=channel_mix(absorbed, decided, since=month.first, until=day),
        new=ledger.new(month),
        balance=old_and_new(tables, absorbed, decided, day),
        goals=all_progress(tables, absorbed, day),
        tiers=by_tier(tables, [tier.name for tier in ledger.config.tiers]),
        standings=cross(roles_of(tables), now, ledger.names, SHOWN),
        faded=faded(decided, tables, absorbed, ledger.today),
        five=five_people(tables, absorbed, decided, today=ledger.today),
        notice=size_notice(tables),
    )


def _before(month: Month, count: int = MONTHS - 1) -> list[Month]:
    """The months before this one, the oldest first."""
    found = [month.before]
    while len(found) < count:
        found.append(found[-1].before)
    return found[::-1]


def kept_groups(
    former: Former, month: Month, groups: Mapping[str, tuple[str, ...]], everybody: set[str]
) -> dict[str, tuple[str, ...]]:
    """Where people stood as the tab noted it when this month had just ended; nothing where it does not tell all names."""
    said = former.numbers.get(month.label)
    if said is None or month.title not in former.words:
        return {}
    found = {}
    for group, number in zip(SHOWN, said, strict=False):
        words = former.words.get(group, "")
        names = tuple(words.split(", ")) if words else ()
        if len(names) != number or not everybody.issuperset(names):
            return {}
        found[group] = names
    noted = {name for names in found.values() for name in names}
    rest = {
        group: tuple(name for name in groups[group] if name not in noted) for group in GROUPS[len(SHOWN) :]
    }
    return found | rest


def with_standings(known: Figures, groups: Mapping[str, Sequence[str]]) -> Figures:
    """A month's figures with how many people stood where."""
    thriving, steady, attention, gone = (len(groups[group]) for group in SHOWN)
    return known._replace(thriving=thriving, steady=steady, attention=attention, faded=gone)


@dataclass(frozen=True)
class Former:
    """What the Review tab says already: each month's numbers by label, and the lines of the last one."""

    numbers: Mapping[str, tuple[int | None, ...]]
    words: Words


def read_former(tables: Tables) -> Former:
    """The Review tab as it stands; empty where there is none."""
    sheet = tables.sheets.get("review")
    if sheet is None:
        return Former({}, {})
    keys = Figures._fields[1:]
    numbers: dict[str, tuple[int | None, ...]] = {}
    words: Words = {}
    for row in sheet.numbers:
        label = sheet.text(row, "month")
        if label:
            numbers[label] = tuple(_whole(shown(sheet.cell(row, key))) for key in keys)
        elif sheet.text(row, "what"):
            words[sheet.text(row, "what")] = as_text(sheet.cell(row, "words"))
    return Former(numbers, words)


def _whole(value: CellValue) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def kept(known: Figures, former: Former) -> Figures:
    """A month that has ended never loses what the tab said of it, and gains what was logged late."""
    said = former.numbers.get(known.month.label)
    if said is None:
        return known
    values = [
        before
        if now is None
        else now
        if before is None
        else max(before, now)
        if place >= STANDINGS
        else before
        for place, (before, now) in enumerate(zip(said, known[1:], strict=True))
    ]
    return Figures(known.month, *values)  # type: ignore[arg-type]  # only the standings may be None


def keep_review(situation: Situation, practice: Practice) -> None:
    """The Review tab: twelve months of figures, and the last one in words."""
    tables, today = situation.tables, situation.today
    closed = month_of(today).before
    months = [*_before(closed), closed]
    ledger = Ledger(
        tables, situation.absorbed, situation.identities, situation.config, today, since=months[0].first
    )
    former = read_former(tables)
    if not former.numbers and not ledger.reaches(closed.last):
        return
    history = [kept(figures(ledger, month), former) for month in months]
    said = former.numbers.get(closed.label)
    if said is None or closed.title not in former.words or history[-1].thriving is None:
        full = review(ledger, situation.decided, closed)
        history[-1] = kept(full.figures, former)
        words = {**log_words(full), **standing_words(full)}
    elif said == tuple(history[-1][1:]):
        words = dict(former.words)
    else:
        words = {**former.words, **log_words(review(ledger, situation.decided, closed))}
    practice.blocks["review"] = rows(history, words | _lasting(situation), closed)


def _lasting(situation: Situation) -> Words:
    tables, config = situation.tables, situation.config
    gaps = by_tier(tables, [tier.name for tier in config.tiers]).gaps
    ready = five_people(tables, situation.absorbed, situation.decided, today=situation.today).ready
    return lasting_words(gaps, ready, size_notice(tables))


ORDER = (*SHOWN, "not known", "doing better", "doing worse", "in touch with", "gave", "asked", "promises",
         "introductions", "goals", "how", "new people", "old and new", "faded, and then", "gaps", "five people", "size")  # fmt: skip
"""The lines below the month's headline; those with nothing to say are left out."""


def rows(history: Sequence[Figures], words: Words, closed: Month) -> tuple[tuple[CellValue, ...], ...]:
    """The tab's rows: a month each, then the lines about the last one."""
    nothing = (None,) * len(Figures._fields)
    table: list[tuple[CellValue, ...]] = [(one.month.label, *one[1:], None, None) for one in history]
    for what in (closed.title, *ORDER):
        text = to_cell_text(words.get(what, ""))
        if text:
            table.append((*nothing, what, text))
    return tuple(table)
