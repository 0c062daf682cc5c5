"""The workbook file as a store: one snapshot is read, changed in memory, and swapped in whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from connectkit import schema
from connectkit.model import (
    AfterImage,
    CellValue,
    Link,
    Plan,
    RawTab,
    Requests,
    Row,
    Workbook,
)
from connectkit.schema import Kind
from connectkit.sheet.patch import patched
from connectkit.stores.met import after_image
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.read.reader import Reader, SheetData
from connectkit.stores.xlsx.read.snapshot import Snapshot
from connectkit.stores.xlsx.values.values import MAX_COLUMNS, MAX_ROWS

_HEADER_ROWS = 50  # how far down a header is looked for
_LINK_HEADERS = frozenset(
    schema.normal(column.title) for tab in schema.TABS for column in tab.columns if column.kind is Kind.LINK
)


class XlsxStore:
    """A workbook file. ``force`` goes on although a program seems to have it open."""

    def __init__(
        self, path: Path, *, backups: Path, now: Callable[[], datetime], force: bool = False
    ) -> None:
        self.requests = Requests()
        self._path = path.expanduser()
        self._backups, self._now, self._force = backups, now, force
        self._snapshot: Snapshot | None = None
        self._workbook = Workbook(())

    @property
    def location(self) -> str:
        """The resolved path of the file."""
        return str(self._path.resolve())

    def read(self) -> Workbook:
        """The workbook as it is now; what :meth:`write` changes is this state and no other.

        Raises:
            UsageError: there is no such file.
            StoreUnavailable: it is being saved, or only in the cloud.
            AccessDenied: this account may not read it.
            WorkbookRefused: not a workbook, or one that can't be kept whole.
        """
        from connectkit.stores.xlsx.save import save

        self.requests.read += 1
        save.recover(self._path, backups=self._backups, now=self._now)
        self._snapshot = Snapshot.take(self._path)
        self._package = Package.from_bytes(self._snapshot.data)
        self._workbook = Workbook(
            tabs=tuple(read_tabs(self._package)), name=self._path.name, fingerprint=self._snapshot.sha256
        )
        return self._workbook

    def write(self, plan: Plan) -> AfterImage:
        """The file holds the plan's changes and is otherwise the one that was read; or it is untouched.

        Raises:
            StoreUnavailable: a program has it open, or somebody saved it since it was read.
            AccessDenied: it may not be written.
            Refused: a change could not be made without damage.
        """
        from connectkit.stores.xlsx.edit import audit
        from connectkit.stores.xlsx.edit.apply import apply
        from connectkit.stores.xlsx.save import locks, save

        if self._snapshot is None:
            self.read()
        snapshot = self._snapshot
        assert snapshot is not None  # noqa: S101 - read just took it
        if not plan:
            return self._after(plan)
        package = Package.from_bytes(snapshot.data)
        apply(package, plan, self._workbook)
        after, new = self._after(plan), package.to_bytes()
        audit.self_audit(self._package, new, package.changed())
        locks.refuse_if_held(snapshot.path, force=self._force)
        save.commit(snapshot, new, backups=self._backups, now=self._now)
        self.requests.write += 1
        self._snapshot = None
        return after

    def _after(self, plan: Plan) -> AfterImage:
        """What the write met, which is what was read: the file is swapped only if nobody saved in between."""
        changed = patched(self._workbook, plan.layout, plan.changes)
        return after_image(plan, self._workbook, self._workbook, changed)


def read_tabs(package: Package) -> list[RawTab]:
    """All worksheets as raw cells; sheets of charts, dialogs and macros are no tabs."""
    reader = Reader(package)
    tabs = []
    for sheet in package.sheets():
        if sheet.kind == "worksheet":
            data = reader.sheet(sheet)
            _show_links(data)
            hidden = sheet.state != "visible"
            tabs.append(
                RawTab(sheet.name, sheet.name, data.rows, hidden, MAX_ROWS, MAX_COLUMNS, data.protected)
            )
    return tabs


def _show_links(data: SheetData) -> None:
    """Cells under the header of a link column become links; a linked cell elsewhere stays the text it shows."""
    ours = {column for column in {column for _, column in data.links} if _is_link_column(data.rows, column)}
    for (row, column), url in data.links.items():
        if column in ours and row <= len(data.rows) and column <= len(data.rows[row - 1]):
            label = data.rows[row - 1][column - 1]
            if isinstance(label, str) and schema.normal(label) not in _LINK_HEADERS:
                data.rows[row - 1][column - 1] = Link(url, label)


def _is_link_column(rows: list[Row], column: int) -> bool:
    heads: list[CellValue] = [row[column - 1] for row in rows[:_HEADER_ROWS] if len(row) >= column]
    return any(isinstance(head, str) and schema.normal(head) in _LINK_HEADERS for head in heads)
