"""A workbook file that a :class:`tests.world.World` can live in: its person saves the file between and during syncs.

``XlsxSheet.workbook`` mirrors the file; what the person does to the mirror is saved with openpyxl, by a rename as
Excel and cloud clients do it, or in place as LibreOffice does it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import openpyxl
import xlsxwriter

from connectkit.errors import AccessDenied, StoreUnavailable
from connectkit.model import AfterImage, CellValue, Formula, Link, Plan, Row, Workbook
from connectkit.stores.xlsx.package import package
from connectkit.stores.xlsx.save import save
from connectkit.stores.xlsx.store import XlsxStore, read_tabs
from tests.world import FaultyStore, Killed, World

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TROUBLES = (
    "disk full", "input/output error", "killed", "killed", "lock file", "read-only folder", "saved", "saved in place",
)  # fmt: skip
"""What can go wrong at the n-th call into the system while a file is saved; the last four before the save begins."""

CALLS = 90
"""A save makes about so many calls."""

MOMENTS = 2
"""Races: 0 the person saves before the save begins, 1 the moment before the files trade names."""

ERRORS = {"disk full": 28, "input/output error": 5}
_SYSTEM = frozenset({"posix", "_io", "io", "fcntl", "_ctypes"})


@contextmanager
def at_call(number: int, action: Callable[[], None]) -> Iterator[None]:
    """``action`` runs before the n-th call into the system, and what it raises is what that call raises.

    Closing a file is left out: a close that fails has closed the file all the same, which raising beforehand would not.
    """
    seen = 0

    def each(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal seen
        owner = getattr(argument, "__self__", None)
        modules = {
            getattr(owner, "__name__", ""),
            type(owner).__module__,
            getattr(argument, "__module__", ""),
        }
        closing = getattr(argument, "__name__", "") in ("close", "__exit__")
        if event == "c_call" and modules & _SYSTEM and not closing:
            seen += 1
            if seen == number:
                sys.setprofile(None)
                action()

    former = sys.getprofile()
    sys.setprofile(each)
    try:
        yield
    finally:
        sys.setprofile(former)


class XlsxSheet(FaultyStore):
    """A workbook in a folder of its own, read and written by the real store, a new one for every run."""

    def __init__(self, workbook: Workbook, *, content: bytes | None = None) -> None:
        super().__init__(workbook)
        self.folder = Path(tempfile.mkdtemp(prefix="connectkit-laws-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.path = self.folder / "people.xlsx"
        self.moment = 0
        self.in_place = False
        if content is None:
            first_save(self.path, workbook)
        else:
            self.path.write_bytes(content)
        self.pull()

    @property
    def location(self) -> str:
        """The file's path."""
        return str(self.path)

    def read(self) -> Workbook:
        """What the person did is saved; the file is read as it is."""
        self.push()
        self.store = XlsxStore(self.path, backups=self.folder / "backups", now=lambda: NOON)
        self.pull()
        return self.store.read()

    def write(self, plan: Plan) -> AfterImage:
        """The real store's write, with what was planned to go wrong in its save."""
        acts = self.planned()
        hands = acts[0] if acts else None
        if hands and self.moment == 0:
            self._hands(hands)
        commit, swap = save.commit, save.exchange
        if hands and self.moment == 1:
            waiting = [hands]

            def traded(one: Path, other: Path) -> bool:
                if waiting:
                    profile = sys.getprofile()
                    sys.setprofile(None)  # the person's own program meets no trouble
                    self._hands(waiting.pop())
                    sys.setprofile(profile)
                return swap(one, other)

            save.place.__kwdefaults__["swap"] = traded
        faults, self.faults = self.faults, []
        try:
            with self._troubles([fault for fault in faults if fault]):
                return self.store.write(plan)
        except (
            AccessDenied
        ) as refused:  # a person's own protection: nothing was written, as where nobody answers
            raise StoreUnavailable(refused.message, refused.hint) from refused
        finally:
            save.commit = commit
            save.place.__kwdefaults__["swap"] = swap
            self.pull()

    @contextmanager
    def _troubles(self, faults: list[str]) -> Iterator[None]:
        original = save.commit

        def commit(*args: Any, **more: Any) -> Path | None:
            number, _, trouble = faults[0].partition(" ")
            if trouble in ERRORS or trouble == "killed":
                with at_call(int(number), lambda: self._fail(trouble)):
                    return original(*args, **more)
            return original(*args, **more)

        if not faults:
            yield
            return
        with self._before(faults[0].partition(" ")[2]):
            save.commit = commit
            yield

    @contextmanager
    def _before(self, trouble: str) -> Iterator[None]:
        lock = self.path.with_name(".~lock.people.xlsx#")
        if trouble == "lock file":
            lock.write_text(
                ",ana,elsewhere.example.com,23.11.2026 11:55,file:///home/ana/.config/libreoffice/4;"
            )
        elif trouble == "read-only folder":
            self.path.chmod(0o444)
        elif trouble.startswith("saved"):
            self._save_again(in_place=trouble.endswith("place"))
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)
            self.path.chmod(0o644)

    def _save_again(self, *, in_place: bool) -> None:
        """A cloud client puts the same content there once more, as another file or other bytes."""
        data = self.path.read_bytes()
        target = self.path if in_place else self.path.with_name("cloud.tmp")
        target.write_bytes(data)
        if not in_place:
            target.replace(self.path)

    def _fail(self, trouble: str) -> None:
        if trouble == "killed":
            raise Killed
        raise OSError(ERRORS[trouble], os.strerror(ERRORS[trouble]), str(self.path))

    def _hands(self, hands: Callable[[], None]) -> None:
        self.pull()
        hands()
        self.push()

    # the mirror

    def pull(self) -> None:
        """The mirror shows what stands in the file."""
        tabs = tuple(read_tabs(package.Package.from_bytes(self.path.read_bytes())))
        self.workbook = replace(self.workbook, tabs=tabs)
        self._pulled = {raw.title: [list(row) for row in raw.rows] for raw in tabs}

    def push(self) -> None:
        """What the person did to the mirror is saved, if they did anything."""
        if all(self._pulled[raw.title] == raw.rows for raw in self.workbook.tabs):
            return
        book = openpyxl.load_workbook(self.path)
        for raw in self.workbook.tabs:
            was = self._pulled[raw.title]
            for row in range(max(len(raw.rows), len(was))):
                _type(book[raw.title], row, _at(raw.rows, row), _at(was, row))
            self._pulled[raw.title] = [list(row) for row in raw.rows]
        self.in_place = not self.in_place
        target = self.path if self.in_place else self.path.with_name("new.tmp")
        book.save(target)
        if not self.in_place:
            target.replace(self.path)


def first_save(path: Path, workbook: Workbook) -> None:
    """The workbook as a person first saved it."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for raw in workbook.tabs:
        sheet = book.add_worksheet(raw.title)
        for row, cells in enumerate(raw.rows):
            for column, value in enumerate(cells):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write_datetime(row, column, value, day)
    book.close()


def _at(rows: list[Row], row: int) -> Row:
    return rows[row] if row < len(rows) else []


def _type(sheet: Any, row: int, now: Row, was: Row) -> None:
    for column in range(max(len(now), len(was))):
        value = now[column] if column < len(now) else None
        if value != (was[column] if column < len(was) else None):
            cell = sheet.cell(row + 1, column + 1)
            cell.hyperlink = None
            cell.value = _plain(value)
            if isinstance(value, Link):
                cell.hyperlink = value.url
            if isinstance(cell.value, str):
                cell.data_type = "s"


def _plain(value: CellValue) -> Any:
    if isinstance(value, Link):
        return value.label
    assert not isinstance(value, Formula)
    return value


class XlsxWorld(World):
    """A person and syncs on a workbook file."""

    store: XlsxSheet

    def __init__(self) -> None:
        super().__init__()
        self.store = XlsxSheet(self.store.workbook)

    def sync(self, fault: str = "", hands: tuple[tuple[int, int, int], ...] = (), moment: int = 0) -> Any:  # type: ignore[override]
        """As the base's."""
        self.store.moment = moment
        self.counts["faults"] += bool(fault)
        report = super().sync(fault, hands)
        left = [one.name for one in self.store.folder.iterdir() if one.name not in ("people.xlsx", "backups")]
        assert report is None or not report.plan or not left, f"left behind: {left}"
        return report
