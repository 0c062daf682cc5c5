"""Puts right what a write left wrong, from what it met: in the same run, or in the next one where the run died.

The sheet is read again first, so that everything is looked for where it stands now. Only cells that still hold what
the write put there are touched; whatever the user has done since stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from connectkit.model import (
    AfterImage,
    AppendRow,
    CellValue,
    Filing,
    Landed,
    Layout,
    Permission,
    Place,
    Plan,
    Seal,
    SetCell,
    Workbook,
    blank,
)
from connectkit.plan import place_of
from connectkit.repair.verify import arrived, astray, consumes, newer
from connectkit.sheet.cells import DAY_ZERO, as_text, bare, same
from connectkit.sheet.ids import seal
from connectkit.sheet.patch import patched
from connectkit.sheet.rows import Rows, rows_of


@dataclass(frozen=True)
class Recovery:
    """What puts a sheet right: cells, and rows that a write emptied by mistake, which come back at the end."""

    cells: Sequence[SetCell] = ()
    rows: Sequence[AppendRow] = ()

    def plan(self, layout: Layout, run_id: str) -> Plan:
        """The write that does it."""
        return Plan((*self.cells, *self.rows), layout, origin="repair", run_id=run_id)


def recover(workbook: Workbook, layout: Layout) -> Recovery:
    """What the last write left wrong, seen from the sheet as it is now."""
    image = workbook.unfinished
    if image is None:
        return Recovery()
    repairer = _Repairer(workbook, layout, image)
    return repairer.recovery() if repairer.wrong or repairer.lost else Recovery()


class _Repairer:
    def __init__(self, workbook: Workbook, layout: Layout, image: AfterImage) -> None:
        self.workbook, self.layout, self.image = workbook, layout, image
        self.tabs = rows_of(workbook, layout)
        self.minted = {
            (one.change.tab, one.change.row): as_text(one.change.after)
            for one in image.landed
            if one.change.column == "id" and one.under is None
        }
        self.astray = [one for one in image.landed if astray(one) and not self._renamed(one)]
        self.wrong = [*self.astray, *(one for one in image.landed if newer(one))]
        filings = dict.fromkeys(one.change.filing for one in image.landed if one.change.filing)
        self.lost = [one for one in filings if not all(arrived(row.tab, row.id, image) for row in one)]

    def recovery(self) -> Recovery:
        """Back where it went astray, again where it was meant; what can't stand alone is taken back as a whole."""
        back = [cell for one in self.wrong for cell in self._put_back(one)]
        settled = rows_of(patched(self.workbook, self.layout, back), self.layout)
        again = [cell for one in self.astray for cell in self._again(settled, one.change)]
        torn = self._torn(settled, again)
        # A write may have put a day of one filing over that of another: only what still holds this one's goes back.
        taken = [
            cell for one in self.image.landed if one.change.filing in torn for cell in self._put_back(one)
        ]
        unfiled = [cell for filing in torn for row in filing for cell in self._unfile(row)]
        kept = [one for one in again if one.filing not in torn]
        return Recovery(_merged([*back, *taken, *kept, *unfiled], self.layout), self._emptied_by_mistake())

    # -- what is wrong -------------------------------------------------------------------------------------------

    def _renamed(self, landed: Landed) -> bool:
        """True for a new row, without an ID, that was renamed and has not moved: its old name stands nowhere else."""
        change, rows = landed.change, self.tabs.get(landed.change.tab)
        if landed.under is not None or change.id or landed.id or rows is None or not rows.named_at_all:
            return False
        planned = any(
            one.change.tab == change.tab and one.change.name == landed.name for one in self.image.landed
        )
        return not planned and not rows.named(change.name)

    def _torn(self, settled: Mapping[str, Rows], again: Iterable[SetCell]) -> list[Filing]:
        """Filings that can't stand: a row of theirs did not arrive, or the inbox holds its text, or a newer one, after all."""
        done = {one.filing for one in again if consumes(one)}
        wrong = (one.change for one in self.wrong if consumes(one.change))
        standing = (
            one.filing for one in wrong if one.filing not in done and not self._consumed(settled, one)
        )
        return list(dict.fromkeys([*self.lost, *(one for one in standing if one)]))

    def _consumed(self, settled: Mapping[str, Rows], change: SetCell) -> bool:
        """True where the inbox cell of the person, wherever their row is now, holds what filing its text left."""
        rows = settled.get(change.tab)
        if rows is None:
            return False
        left = [rows.cell(row, change.column) for row in rows.by_id.get(change.id, ())]
        return bool(left) and all(same(one, change.after) for one in left)

    # -- back ----------------------------------------------------------------------------------------------------

    def _put_back(self, landed: Landed) -> list[SetCell]:
        """The cell as it was, in every row that carries it now, where it still holds what was written."""
        change, rows = landed.change, self.tabs.get(landed.change.tab)
        column = self._column_hit(rows, landed) if rows else None
        if rows is None or column is None:
            return []
        key, at = column
        index = at.column if at else rows.keys[key]
        hit = [
            row
            for row in self._rows_hit(rows, landed, index)
            if _holds(rows.raw.cell(row, index), change.after)
        ]
        if consumes(change) and not landed.under:
            hit = hit[:1]  # one text, filed once: not also into a copy of the row
        return [
            SetCell(
                change.tab,
                row,
                key,
                rows.id(row),
                rows.name(row),
                rows.raw.cell(row, index),
                landed.was,
                permission=Permission.REPAIR,
                at=at,
            )
            for row in hit
        ]

    def _column_hit(self, rows: Rows, landed: Landed) -> tuple[str, Place | None] | None:
        """The column that was written to, where it stands now: a key of ours, or a place of the user's."""
        place = landed.under or landed.change.at
        if place is None:
            return (landed.change.column, None) if landed.change.column in rows.keys else None
        index = rows.column_under(place.header, place.column)
        if not index:
            return None
        key = next((key for key, at in rows.keys.items() if at == index), "")
        return (key, None) if key else (landed.change.column, Place(index, place.header))

    def _rows_hit(self, rows: Rows, landed: Landed, index: int) -> list[int]:
        """Where the row that was written to stands now.

        It is known by the ID the write gave it, else by its own. An ID stands twice after a row was copied, and after
        an ID itself went astray: then the rows of that name. A row without an ID is known by its name, one whose ID and
        name columns had moved by what stood beside; of several, the one that has not moved.
        """
        change = landed.change
        if landed.beside and not landed.id:
            return _unmoved(change.row, self._beside(rows, landed, index))
        name = " ".join(landed.name.split())
        for one in (self.minted.get((change.tab, change.row), ""), landed.id):
            found = rows.by_id.get(one, [])
            if found:
                return found if len(found) == 1 else [row for row in found if rows.name(row) == name]
        if landed.id:
            return []
        held = (row for row in rows.without_id() if _holds(rows.raw.cell(row, index), change.after))
        return _unmoved(change.row, [row for row in held if rows.name(row) == name])

    def _beside(self, rows: Rows, landed: Landed, index: int) -> list[int]:
        """Rows that hold what was written, and beside it what stood there."""
        columns = [(rows.column_under(header, 0), text) for header, text in landed.beside if header]
        known = [(at, text) for at, text in columns if at]
        return [
            row
            for row in rows.numbers
            if _holds(rows.raw.cell(row, index), landed.change.after)
            and all(bare(rows.raw.cell(row, at)) == text for at, text in known)
        ]

    # -- again ---------------------------------------------------------------------------------------------------

    def _again(self, settled: Mapping[str, Rows], change: SetCell) -> list[SetCell]:
        """The value for the cell it was meant for, where that still holds what the run had read.

        ``settled`` are the tabs with what went astray put back. An inbox is emptied only where its rows do stand.
        """
        now, rows = settled.get(change.tab), self.tabs.get(change.tab)
        nobody = not change.id and not change.name and not consumes(change)
        if now is None or rows is None or nobody or "id" not in now.keys:
            return []
        place = change.at
        index = now.column_under(place.header, place.column) if place else now.keys.get(change.column, 0)
        meant = now.by_id.get(change.id, []) if change.id else self._nameless(now, change)
        meant = [row for row in meant if index and same(now.raw.cell(row, index), change.before)]
        if len(meant) != 1 or (consumes(change) and not self._filed(change.filing)):
            return []
        at = Place(index, place.header) if place else None
        return [change._replace(row=meant[0], id=rows.id(meant[0]), permission=Permission.REPAIR, at=at)]

    def _nameless(self, now: Rows, change: SetCell) -> list[int]:
        """Rows without an ID that may be meant: an inbox is known by its text, all else by the name beside it."""
        named = now.named_at_all
        return [
            row for row in now.without_id() if consumes(change) or (named and now.name(row) == change.name)
        ]

    def _filed(self, filing: Filing) -> bool:
        """True where every row of a filing stands in the sheet."""
        return bool(filing) and all(
            row.tab in self.tabs and row.id in self.tabs[row.tab].by_id for row in filing
        )

    # -- rows ----------------------------------------------------------------------------------------------------

    def _unfile(self, row: Seal) -> list[SetCell]:
        """A filed row emptied again, its ID last, where nobody has touched it since."""
        rows = self.tabs.get(row.tab)
        number = next(iter(rows.by_id.get(row.id, ())), 0) if rows else 0
        if rows is None or not number or seal(row.tab, row.id, rows.values(number)) != row:
            return []
        filled = [(key, value) for key, value in rows.values(number).items() if not blank(value)]
        filled.sort(key=lambda one: one[0] == "id")
        return [
            SetCell(
                row.tab, number, key, row.id, rows.name(number), value, None, permission=Permission.REPAIR
            )
            for key, value in filled
        ]

    def _emptied_by_mistake(self) -> list[AppendRow]:
        """Rows that lost all they held, ID included, to a write meant for another row: they are as they were, further down.

        What still stands in the row itself is taken along. A contact is never emptied as a whole.
        """
        emptied: dict[tuple[str, int], list[Landed]] = {}
        for one in self.astray:
            if one.change.tab != "contacts" and one.under is None:
                emptied.setdefault((one.change.tab, one.change.row), []).append(one)
        found = []
        for (key, number), cells in emptied.items():
            gone, rows = cells[0].id, self.tabs.get(key)
            took_id = any(one.change.column == "id" and blank(one.change.after) for one in cells)
            if not gone or not took_id or rows is None or gone in rows.by_id:
                continue
            left = {} if rows.id(number) else rows.values(number)
            values = {**left, **{one.change.column: one.was for one in cells}, "id": gone}
            found.append(
                AppendRow(key, gone, {name: value for name, value in values.items() if not blank(value)})
            )
        return found


def _holds(value: CellValue, written: CellValue) -> bool:
    """True for what was written; a day under a header whose column has no date format reads as its serial number."""
    if type(written) is date and isinstance(value, int | float) and not isinstance(value, bool):
        return value == (written - DAY_ZERO).days
    return same(value, written)


def _unmoved(row: int, found: list[int]) -> list[int]:
    """Of several rows that could be meant, the one whose number it was."""
    return [row] if row in found else found[:1]


def _merged(changes: Iterable[SetCell], layout: Layout) -> tuple[SetCell, ...]:
    """Each cell once: from what stands in it now to what it shall hold in the end."""
    cells: dict[tuple[str, int, int], SetCell] = {}
    for change in changes:
        place = place_of(change, layout)
        former = cells.get(place)
        cells[place] = change._replace(before=former.before, id=former.id) if former else change
    return tuple(one for one in cells.values() if not same(one.before, one.after))
