"""The tool's own cells of people, promises and drafts as they should be, against what stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from connectkit.drafts.row import NewDraft
from connectkit.due.candidate import Candidate
from connectkit.due.occasions import remembered, with_last
from connectkit.model import AppendRow, CellValue, Change, Formula, SetCell, blank
from connectkit.sheet.cells import as_text, same
from connectkit.sheet.identity import Identities
from connectkit.sheet.parse_days import plain_days
from connectkit.sheet.tables import NONE, Tables, day_of, first_seen, number_of


def contact_cells(
    tables: Tables,
    identities: Identities,
    decided: pd.DataFrame,
    drafts: Sequence[NewDraft],
    *,
    today: date,
    came: Mapping[int, date] | None = None,
) -> list[SetCell]:
    """The tool-owned cells of Contacts that differ from what they should hold.

    ``came`` maps contact row to a Last contact that this run moves on and the sheet has to remember.
    """
    sheet = tables.contacts.sheet
    frame = decided.iloc[np.argsort(decided["row"].to_numpy())]
    present = sheet.column("id")
    changes: list[SetCell] = []

    def differ(key: str, at: int, after: CellValue) -> None:
        row, before = sheet.numbers[at], sheet.cell(sheet.numbers[at], key)
        if row not in identities.frozen and not isinstance(before, Formula):
            changes.append(SetCell("contacts", row, key, as_text(present[at]), names[at], before, after))

    names = frame["name"].tolist()
    for at, after in _unlike(sheet.column("status"), frame["verdict"].tolist()):
        differ("status", at, after)
    for at in _other_days(sheet.column("next_due"), frame["next_due"].to_numpy()):
        differ("next_due", at, day_of(int(frame["next_due"].iloc[at])))
    for at, after in _unlike(present, list(map(identities.ids.get, sheet.numbers, present))):
        differ("id", at, after)
    for key, wanted in _hidden(tables, identities, drafts, today, came or {}).items():
        for at, after in _unlike(sheet.column(key), wanted):
            differ(key, at, after)
    return changes


def _unlike(present: Sequence[CellValue], wanted: Sequence[CellValue]) -> list[tuple[int, CellValue]]:
    """Where a column differs from what it should hold: place and new value."""
    if list(present) == list(wanted):
        return []
    pairs = zip(present, wanted, strict=True)
    return [
        (at, after)
        for at, (before, after) in enumerate(pairs)
        if before is not after and not same(before, after)
    ]


def _other_days(present: Sequence[CellValue], wanted: np.ndarray) -> list[int]:
    """Places where a date column differs from the day numbers it should hold."""
    plain = plain_days(present)
    if plain is not None:
        return [int(at) for at in np.flatnonzero(plain != wanted)]
    return [
        at
        for at, (cell, number) in enumerate(zip(present, wanted.tolist(), strict=True))
        if not _is_day(cell, number)
    ]


def _is_day(cell: CellValue, number: int) -> bool:
    if type(cell) is date:
        return number_of(cell) == number
    return number == NONE and blank(cell)


def _hidden(
    tables: Tables,
    identities: Identities,
    drafts: Sequence[NewDraft],
    today: date,
    came: Mapping[int, date],
) -> dict[str, Sequence[CellValue]]:
    """Added, Drafted for and Occasions as they should be, moved along with an ID that was healed."""
    sheet = tables.contacts.sheet
    added, drafted, occasions = (sheet.column(key) for key in ("added", "drafted_for", "occasions"))
    if not identities.healed and not drafts and not came and None not in added and "" not in added:
        return {}
    place = {row: at for at, row in enumerate(sheet.numbers)}
    source = [place[identities.healed.get(row, row)] for row in sheet.numbers]
    new = {one.candidate.row: one.candidate for one in drafts if one.candidate.mark is None}
    turns = {row: today for row, one in new.items() if one.by_rhythm}
    others = {row: one for row, one in new.items() if not one.by_rhythm and one.promise is None}
    return {
        "added": [first_seen(tables.contacts, at, today) if blank(added[at]) else added[at] for at in source],
        "drafted_for": [
            _later(drafted[at], turns.get(row)) for row, at in zip(sheet.numbers, source, strict=True)
        ],
        "occasions": [
            _occasions(occasions[at], others.get(row), came.get(row))
            for row, at in zip(sheet.numbers, source, strict=True)
        ],
    }


def _occasions(present: CellValue, draft: Candidate | None, last: date | None) -> CellValue:
    """What Occasions remembers, with a new draft and the Last contact before the first meeting."""
    if last is not None:
        present = with_last(as_text(present), last)
    return present if draft is None else remembered(as_text(present), draft)


def _later(present: CellValue, day: date | None) -> CellValue:
    """The later day: a draft for an older day must not bring back one that was put aside."""
    if day is None or (type(present) is date and present > day):
        return present
    return day


def with_drafted(changes: Sequence[Change], drafts: Sequence[NewDraft]) -> list[Change]:
    """The changes, in which a promise that is filed and drafted by one run remembers its draft from the start."""
    days = {one.candidate.key: one.candidate.due for one in drafts if one.candidate.promise is not None}
    return [
        one._replace(values={**one.values, "drafted": days[one.id]})
        if isinstance(one, AppendRow) and one.tab == "promises" and one.id in days
        else one
        for one in changes
    ]


def promise_cells(tables: Tables, drafts: Sequence[NewDraft]) -> list[SetCell]:
    """The hidden cells that remember a draft: Drafted of its promise, or the mark its habit named."""
    sheet = tables.sheets.get("promises")
    changes = [one.candidate.mark for one in drafts if one.candidate.mark is not None]
    for one in drafts:
        record = one.candidate.promise
        if sheet is not None and record is not None and record.row:
            before = sheet.cell(record.row, "drafted")
            changes.append(
                SetCell(
                    "promises", record.row, "drafted", record["id"], record["who"], before, one.candidate.due
                )
            )
    return changes
