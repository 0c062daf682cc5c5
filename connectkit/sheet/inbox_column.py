"""Whether a column is the inbox: a diary somebody kept before connectkit came must never be emptied as one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from connectkit.model import Problem, RawTab, TabLayout, Workbook, blank, cell_name, shown
from connectkit.schema import CONTACTS, Column, Merge, Tab, normal
from connectkit.sheet.headers import aliases

if TYPE_CHECKING:
    from connectkit.sheet.tables import Sheet


def inboxes(tab: Tab) -> tuple[Column, ...]:
    """The columns of a tab whose text connectkit files and then empties."""
    return tuple(column for column in tab.columns if column.merge in (Merge.CONSUME, Merge.ONCE))


def diaries(column: Column, present: Iterable[str], headers: Mapping[str, str]) -> list[str]:
    """Those headers of a tab an inbox would be known by; none where the settings say which column it is."""
    if column.merge not in (Merge.CONSUME, Merge.ONCE) or column.key in headers:
        return []
    names = {normal(column.title), *aliases(column)}
    return [header for header in present if normal(header) in names]


def without_diaries(workbook: Workbook, here: TabLayout, headers: Mapping[str, str]) -> TabLayout:
    """Contacts as it is taken on: in a tab without our IDs, what would be an inbox and holds text is the user's own.

    Only the user can say that such a column is meant, by naming it in the settings.
    """
    raw = workbook.tab(here.handle)
    if raw is None or "id" in here.columns:
        return here
    theirs = {
        column.key
        for column in inboxes(CONTACTS)
        if column.key in here.columns
        and column.key not in headers
        and _holds_text(raw, here.header_row, here.columns[column.key])
    }
    kept = {key: index for key, index in here.columns.items() if key not in theirs}
    return replace(here, columns=kept)


def without_lines(
    workbook: Workbook, layout: Mapping[str, TabLayout], headers: Mapping[str, str]
) -> TabLayout:
    """Contacts without a Next time that is the user's own: one that held text before connectkit knew such a column.

    The hidden column that remembers the line of a draft came with it, so a sheet without that one is of a time before.
    """
    here, drafts = layout["contacts"], layout.get("drafts")
    raw, at = workbook.tab(here.handle), here.columns.get("next_time")
    known = "line" in drafts.columns if drafts is not None else "id" in here.columns
    if (
        raw is None
        or at is None
        or known
        or "next_time" in headers
        or not _holds_text(raw, here.header_row, at)
    ):
        return here
    return replace(here, columns={key: index for key, index in here.columns.items() if key != "next_time"})


def _holds_text(raw: RawTab, header: int, index: int) -> bool:
    return any(len(row) >= index and not blank(shown(row[index - 1])) for row in raw.rows[header:])


def lost_inbox(sheet: Sheet) -> Problem | None:
    """A problem where connectkit set the tab up and its inbox is gone, but a column of another name may be it.

    The columns connectkit adds together tell that it set the tab up; only what stands right of Status can be the
    inbox it added, and a column without a word in it holds nothing that would be missed.
    """
    here, raw = sheet.layout, sheet.raw
    inbox = CONTACTS.column("log")
    beside = ("status", "next_touch", "snooze_until", "state")
    if inbox.key in here.columns or not all(key in here.columns for key in beside):
        return None
    known = set(here.columns.values())
    row = raw.rows[here.header_row - 1]
    for index in range(here.columns["status"] + 1, len(row) + 1):
        header = shown(row[index - 1])
        if index in known or blank(header) or not _holds_text(raw, here.header_row, index):
            continue
        message = (
            f"The tab {raw.title} has no column {inbox.title} any more, so nothing written for it is filed. If “{header}” "
            f"is that column, call it {inbox.title} again, or say so in connectkit.yaml: headers: {{log: {json.dumps(str(header), ensure_ascii=False)}}}."
        )
        return Problem(
            raw.title, cell_name(here.header_row, index), here.header_row, str(header), str(header), message
        )
    return None
