"""What a sync leaves of other people's workbooks: every file of a folder is written to and compared with itself.

    python -m bench.workbooks FOLDER [--verbose]

Each workbook is copied, and five things are done to the copy, one save each: a cell is set, a row appended,
columns added, a tab made, that tab rewritten. After each save the file is compared with the one before: part by
part (packed bytes), element by element (attributes too), and value by value with two readers that share no code,
connectkit's and openpyxl. Prints kept, refused or damaged per workbook, and ends with 1 if anything was damaged.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from bench.compare import Planned, differences
from connectkit import schema
from connectkit.errors import ConnectkitError
from connectkit.model import (
    AddColumns,
    AddTab,
    AppendRow,
    Change,
    Plan,
    RawTab,
    ReplaceRows,
    SetCell,
    TabLayout,
    blank,
    cell_name,
    column_letter,
)
from connectkit.sheet.locate import fresh_layout
from connectkit.stores.xlsx.store import XlsxStore

NOTE = "set by the bench: é & <ü>"
WORKBOOKS = (".xlsx", ".xlsm")


@dataclass
class Outcome:
    """What became of one workbook: per job, "kept", "refused: ..." or "damaged: ..."."""

    name: str
    jobs: dict[str, str] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """The worst of the jobs."""
        words = [text.partition(":")[0] for text in self.jobs.values()]
        return next((word for word in ("crashed", "damaged", "refused") if word in words), "kept")


def place(tabs: tuple[RawTab, ...]) -> tuple[RawTab, int, int] | None:
    """A tab and a cell of it (row number, column index) that can be written: words if there are any, else a value."""
    open_tabs = [raw for raw in tabs if not raw.protected and not raw.hidden]
    for wanted in (str, (str, int, float, bool)):
        for raw in open_tabs:
            for number, row in enumerate(raw.rows, start=1):
                for column, value in enumerate(row, start=1):
                    if number > 1 and isinstance(value, wanted) and not blank(value):
                        return raw, number, column
    return (open_tabs[0], 2, 1) if open_tabs else None


def layout_for(raw: RawTab, row: int, column: int) -> TabLayout:
    """The tab as if it were the contacts, with Notes in the column of that cell."""
    width = max((len(line) for line in raw.rows), default=1)
    columns = {"notes": column, "name": column + 1 if column < width else max(column - 1, 1)}
    if columns["name"] == column:
        columns["name"] = width = column + 1
    return TabLayout("contacts", raw.handle, raw.title, row - 1, columns, len(raw.rows), width)


def due_rows(count: int) -> tuple[tuple[object, ...], ...]:
    day = date(2026, 11, 23)
    return tuple(
        ("late", f"Person {n}", "core", day, day, "three months and a day", "a note") for n in range(count)
    )


def jobs(store: XlsxStore, at: tuple[str, int, int]) -> Iterator[tuple[str, Plan, Planned]]:
    """The five plans, each for the workbook as it then is, with the cells it may change."""
    handle, row, column = at

    def now() -> tuple[RawTab, TabLayout]:
        raw = store.read().tab(handle)
        assert raw is not None
        return raw, layout_for(raw, row, column)

    def plan(*changes: Change, layout: TabLayout) -> Plan:
        return Plan(changes, {layout.key: layout})

    raw, here = now()
    set_cell = SetCell("contacts", row, "notes", "", "", raw.cell(row, column), NOTE)
    yield "set", plan(set_cell, layout=here), Planned(raw.title, frozenset({cell_name(row, column)}))
    raw, here = now()
    appended = AppendRow("contacts", "", {"notes": "appended", "name": "Ann Example"})
    below = {cell_name(here.last_row + 1, index) for index in range(1, here.width + 1)}
    yield "append", plan(appended, layout=here), Planned(raw.title, frozenset(below))
    raw, here = now()
    added = {"status": (here.width + 1, "Status"), "id": (here.width + 2, "ID")}
    wider = here.with_columns({key: index for key, (index, _) in added.items()})
    letters = frozenset(column_letter(index) for index, _ in added.values())
    columns = plan(AddColumns("contacts", added), layout=wider)
    yield "columns", columns, Planned(raw.title, frozenset(), columns=letters)
    due = fresh_layout(schema.tab("due"), "Due (bench)")
    tab = plan(AddTab("due", due.title), ReplaceRows("due", due_rows(5)), layout=due)  # type: ignore[arg-type]
    yield "tab", tab, Planned(due.title, frozenset(), whole_tab=True)
    full = TabLayout("due", due.title, due.title, due.header_row, due.columns, due.header_row + 5, due.width)
    again = plan(ReplaceRows("due", due_rows(80)), layout=full)  # type: ignore[arg-type]
    yield "rewrite", again, Planned(due.title, frozenset(), whole_tab=True)


def tried(source: Path, folder: Path) -> Outcome:
    """All jobs on a copy of one workbook."""
    outcome = Outcome(source.name)
    copy = folder / source.name
    shutil.copyfile(source, copy)
    store = XlsxStore(copy, backups=folder / "backups", now=lambda: datetime.now(UTC))
    try:
        found = place(store.read().tabs)
    except ConnectkitError as error:
        outcome.jobs["read"] = f"refused: {error.message}"
        return outcome
    if found is None:
        outcome.jobs["set"] = "refused: every tab is hidden or protected"
        return outcome
    for name, plan, planned in jobs(store, (found[0].handle, *found[1:])):
        before = copy.read_bytes()
        try:
            store.read()
            store.write(plan)
        except ConnectkitError as error:
            left = "" if copy.read_bytes() == before else " (AND THE FILE CHANGED)"
            outcome.jobs[name] = f"{'damaged' if left else 'refused'}: {error.message}{left}"
            continue
        except Exception as error:  # noqa: BLE001 - the point of the bench is to find these
            outcome.jobs[name] = f"crashed: {type(error).__name__}: {error}"
            continue
        wrong = [*differences(before, copy.read_bytes(), planned), *_missing(store, name, outcome, found)]
        outcome.jobs[name] = f"damaged: {'; '.join(wrong[:4])}" if wrong else "kept"
    return outcome


def _missing(store: XlsxStore, job: str, outcome: Outcome, found: tuple[RawTab, int, int]) -> Iterator[str]:
    """What should be in the file by now and is not."""
    (raw, row, column), workbook = found, store.read()
    tab, due = workbook.tab(raw.handle), workbook.tab("Due (bench)")
    was_set = job == "set" or outcome.jobs.get("set") == "kept"
    if was_set and (tab is None or tab.cell(row, column) != NOTE):
        yield "the cell does not hold what was set"
    if job in ("tab", "rewrite") and (due is None or len(due.rows) < (5 if job == "tab" else 80)):
        yield "the rows of the new tab are not there"


def main() -> int:
    """Prints the table; 1 if a workbook was damaged or a job crashed."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--verbose", action="store_true", help="say every job of every workbook")
    options = asked.parse_args()
    warnings.simplefilter("ignore")  # openpyxl warns of everything it would drop
    totals: dict[str, int] = {}
    for source in sorted(path for path in options.folder.rglob("*") if path.suffix.lower() in WORKBOOKS):
        with tempfile.TemporaryDirectory() as folder:
            outcome = tried(source, Path(folder))
        totals[outcome.verdict] = totals.get(outcome.verdict, 0) + 1
        print(f"{outcome.verdict:8} {outcome.name}")
        for job, text in outcome.jobs.items():
            if options.verbose or text != "kept":
                print(f"         {job:8} {text}")
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(totals.items())))
    return 1 if totals.keys() & {"damaged", "crashed"} else 0


if __name__ == "__main__":
    sys.exit(main())
