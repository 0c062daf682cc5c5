"""What all stores answer alike: how a change met its row, and which row IDs stand where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from connectkit.model import (
    AfterImage,
    CellValue,
    Landed,
    Layout,
    Place,
    Plan,
    RawTab,
    SetCell,
    TabLayout,
    Workbook,
)
from connectkit.sheet.cells import as_text, bare, name_keys
from connectkit.sheet.rows import rows_of

IdRows = dict[str, dict[str, tuple[int, ...]]]
"""By tab key, row ID to the row numbers it stands in."""

Written = frozenset[tuple[str, int, str]]
"""The cells of a plan as (tab key, row number, column key)."""


class Whose(NamedTuple):
    """Whose row it was, as far as its ID and name columns still stood where they did; and else what stood beside."""

    id: str
    name: str
    beside: tuple[tuple[str, str], ...] = ()


def whose(
    change: SetCell,
    marks: Iterable[tuple[str, int]],
    above: Callable[[int], str | None],
    seen: Whose,
    text: Callable[[int], str | None],
) -> Whose:
    """``seen`` where ID and name columns had not moved; else what can still be said of the row.

    ``marks`` are the keys and indexes of the ID and name columns; ``above`` gives the header that had come to stand
    there, None where it is the one meant; ``text`` what stood in the row there, None where the write covered it.
    """
    marks = list(marks)
    moved = {key for key, at in marks if above(at) is not None}
    if not moved:
        return seen
    beside = tuple(
        (head, told) for _, at in marks if (head := above(at)) is not None and (told := text(at)) is not None
    )
    lost_name = bool(moved - {"id"})
    if "id" not in moved:
        return Whose(seen.id, change.name if seen.id == change.id else "", beside)
    if not lost_name:
        return Whose(change.id if seen.name.split() == change.name.split() else "", seen.name, beside)
    return Whose("", "", beside)


def met(
    change: SetCell, here: TabLayout, former: RawTab | None, now: RawTab | None, written: Written
) -> Landed:
    """How a change meets a tab: ``former`` as the run read it, ``now`` as it stands the moment before the write."""
    if now is None:
        return Landed(change, change.id, change.name, None)
    tab = now
    columns = here.columns
    index = here.index_of(change)

    def above(at: int) -> str | None:
        was, stands = (raw.cell(here.header_row, at) if raw else None for raw in (former, tab))
        return as_text(stands) if isinstance(was, str) and stands != was else None

    def text(at: int) -> str | None:
        covered = any(
            (change.tab, change.row, key) in written for key, place in columns.items() if place == at
        )
        return None if covered else bare(tab.cell(change.row, at))

    names = name_keys(columns)
    name = " ".join(" ".join(as_text(tab.cell(change.row, columns[key])) for key in names).split())
    seen = Whose(
        as_text(tab.cell(change.row, columns["id"])) if "id" in columns else "",
        name if names else change.name,
    )
    marks = [(key, columns[key]) for key in ("id", *names) if key in columns]
    header = above(index)
    under = None if header is None else Place(index, header)
    row = whose(change, marks, above, seen, text)
    return Landed(change, row.id, row.name, tab.cell(change.row, index), under, row.beside)


def after_image(plan: Plan, former: Workbook, now: Workbook, changed: Workbook) -> AfterImage:
    """The after-image of a plan applied by row number: the workbook as read, the moment before, and after it."""
    written = frozenset((one.tab, one.row, one.column) for one in plan.cells)

    def tab_of(workbook: Workbook, here: TabLayout) -> RawTab | None:
        return workbook.tab(here.handle or here.title)

    landed = [
        met(one, here, tab_of(former, here), tab_of(now, here), written)
        for one in plan.cells
        if (here := plan.layout[one.tab])
    ]
    rows = rows_by_id(changed, plan.layout)
    for key in dict.fromkeys(row.tab for row in plan.appended):
        here = plan.layout[key]
        heads = [_heads(tab_of(book, here), here) for book in (former, now)]
        landed += strayed(plan, here, rows, heads[0], heads[1])
    return AfterImage(tuple(landed), rows, plan.run_id)


def _heads(raw: RawTab | None, here: TabLayout) -> dict[int, CellValue]:
    return {at: raw.cell(here.header_row, at) for at in here.columns.values()} if raw else {}


def strayed(
    plan: Plan, here: TabLayout, rows: IdRows, former: Mapping[int, CellValue], now: Mapping[int, CellValue]
) -> list[Landed]:
    """New rows that were written under moved columns, as cells that held nothing; they count as not arrived in ``rows``.

    ``former`` and ``now`` are the header cells by column index, as the run read them and at the moment of writing.
    """
    new = [row for row in plan.appended if row.tab == here.key]
    places = {here.columns[key] for row in new for key in row.values}
    if all(not isinstance(former.get(at), str) or now.get(at) == former[at] for at in places):
        return []
    found: list[Landed] = []
    ids = rows.get(here.key, {})
    for row in new:
        beside = ((as_text(now.get(here.columns["id"])), row.id),)
        for number in ids.pop(row.id, ()):
            for key, value in row.values.items():
                place = Place(here.columns[key], as_text(now.get(here.columns[key])))
                change = SetCell(here.key, number, key, "", "", None, value)
                found.append(Landed(change, "", "", None, place, beside))
    return found


def rows_by_id(workbook: Workbook, layout: Layout) -> IdRows:
    """By tab key, every row ID of the tabs that have a column for it, and the row numbers it stands in."""
    tabs = rows_of(workbook, {key: here for key, here in layout.items() if "id" in here.columns})
    return {key: {one: tuple(numbers) for one, numbers in rows.by_id.items()} for key, rows in tabs.items()}
