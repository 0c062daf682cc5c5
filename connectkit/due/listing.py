"""From verdicts to lines: every contact that is not ok, in order, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from connectkit import schema
from connectkit.absorb.absorbed import Absorbed, contact_days, last_note
from connectkit.due.cadence import History
from connectkit.due.choose import Choice
from connectkit.due.lines import DueRow
from connectkit.due.reasons import Facts, why
from connectkit.model import Problem
from connectkit.sheet.identity import Identities
from connectkit.sheet.labels import labels
from connectkit.sheet.locate import Found
from connectkit.sheet.tables import NONE, Tables, day_of
from connectkit.text.dates import find_date
from connectkit.text.span import Span


class Read(NamedTuple):
    """The sheet, who is who, and what was taken in from it."""

    tables: Tables
    identities: Identities
    absorbed: Absorbed


def list_due(
    decided: pd.DataFrame, read: Read, reasons: Mapping[int, str], choice: Choice, *, today: date
) -> tuple[tuple[DueRow, ...], dict[int, DueRow]]:
    """Every contact that is not ok, in order, with its reason; the same by row, with whoever has a draft besides."""
    listed = ((decided["verdict"] != "ok") | decided["promised"]).to_numpy()
    waiting = read.absorbed.open_drafts
    drafted = [row for row, one in read.identities.ids.items() if one in waiting] if waiting else []
    picked = np.isin(decided["row"].to_numpy(), [*drafted, *(one.row for one in choice.picks)])
    rows: dict[int, DueRow] = {}
    called = labels(read.tables)
    for one in decided[listed | picked].to_dict("records"):
        row = due_row(one, read, today)._replace(label=called[int(one["row"])])
        more = reasons.get(one["row"])
        rows[one["row"]] = row._replace(why=f"{row.why}; {more}") if more else row
    every = set(decided.loc[listed, "row"].tolist())
    return tuple(row for number, row in rows.items() if number in every), rows


def due_row(one: Mapping[Any, Any], read: Read, today: date) -> DueRow:
    """One contact of the decided frame as a line of the list."""
    tables, identities, absorbed = read
    row = int(one["row"])
    last, due = day_of(one["last"]), day_of(one["next_due"])
    facts = Facts(
        verdict=one["verdict"],
        tier=one["tier"],
        aim=Span(int(one["aim_months"]), int(one["aim_days"])),
        last=last,
        base=day_of(one["base"]),
        next_due=due,
        latest=day_of(one["latest"]),
        snooze=day_of(one["snooze"]),
        later=day_of(one["later"]),
        next_touch=day_of(one["next_touch"]),
        rested=absorbed.rested.get(row),
        last_text=tables.contacts.sheet.text(row, "last_contact"),
        hello=row in tables.contacts.strangers,
    )
    share = None if one["share"] != one["share"] else round(float(one["share"]), 2)
    overdue = None if due is None or one["verdict"] == "never" else (today - due).days
    identity = identities.ids.get(row, "")
    note = last_note(tables, absorbed, row)
    return DueRow(
        one["name"],
        identity,
        one["tier"],
        one["verdict"],
        last,
        due,
        overdue,
        share,
        why(facts, today=today),
        note,
        hello=facts.hello,
    )


def history(tables: Tables, absorbed: Absorbed, today: date) -> History:
    """What Log, drafts and promises say of each contact, for the cadence."""
    frame = tables.contacts.frame
    sheet = tables.contacts.sheet
    met: dict[int, date] = {}
    for row in frame.loc[frame["last"] == NONE, "row"].tolist() if sheet.has("met") else ():
        day = find_date(sheet.text(row, "met"))
        if day is not None and day <= today:
            met[row] = day
    promised = frozenset(one.row for one in absorbed.promises if one.row is not None and one.is_due(today))
    return History(contact_days(absorbed.interactions), met, absorbed.rested, absorbed.later, promised)


def in_order(problems: Sequence[Problem], found: Found) -> list[Problem]:
    """Problems as they stand in the workbook: tab by tab, row by row, each once."""
    tabs = {here.title: place for place, here in enumerate(found.layout.values())}
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda one: (tabs.get(one.tab, len(tabs)), one.row, len(one.cell), one.cell))


_HEAVY = (("contacts", "log"), ("promises", "who"))
"""What is lost while such a cell can't be used, by tab and column, the heaviest first."""


def by_weight(problems: Sequence[Problem], found: Found) -> list[Problem]:
    """Problems that cost most first: a whole tab, a Log cell, a promise without a person; then as the sheet has them."""
    heavy = [
        (found.layout[key].title, schema.tab(key).column(column).title)
        for key, column in _HEAVY
        if key in found.layout
    ]
    places = {place: weight for weight, place in enumerate(heavy, 1)}
    return sorted(
        problems, key=lambda one: places.get((one.tab, one.column), len(places) + 1) if one.row else 0
    )
