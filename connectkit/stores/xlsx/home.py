"""A workbook file as the settings name it, and what init and doctor should say about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from connectkit.errors import ConnectkitError
from connectkit.journal import paths
from connectkit.store import Store
from connectkit.stores import base
from connectkit.stores.base import OK, WARN, Check, Opening


class Home(base.Home):
    """The file of one ``workbook`` line."""

    def __init__(self, setting: Path) -> None:
        self._path = setting

    @property
    def location(self) -> str:
        """The file's full path, links followed."""
        return str(self._path.expanduser().resolve())

    @property
    def named(self) -> str:
        """The path as it was written, seen from the settings' folder."""
        return str(self._path)

    def open(self, opening: Opening) -> Store:
        """The file; nothing is read yet."""
        from connectkit.stores.xlsx.store import XlsxStore

        folder = self.backups(opening.state)
        return XlsxStore(self._path, backups=folder, now=opening.now, force=opening.force)

    def backups(self, state: Path) -> Path:
        """Where the file is kept as it was before each write."""
        return paths.backups(state)

    def checks(self) -> Iterator[Check]:
        """What the file holds beside cells (all of it is kept), and what would stop a write."""
        from connectkit.stores.xlsx.edit import audit
        from connectkit.stores.xlsx.package.package import Package
        from connectkit.stores.xlsx.read.snapshot import Snapshot
        from connectkit.stores.xlsx.save import locks

        snapshot = Snapshot.take(self._path)
        package = Package.from_bytes(snapshot.data)
        held = ", ".join(audit.inventory(package)) or "nothing"
        yield Check(OK, "workbook", f"Beside cells it holds {held}; a sync keeps all of it.")
        for finding in audit.check(package):
            meaning = f"{finding.message} That stands in the way of {finding.blocks.value}."
            yield Check(WARN, "workbook", meaning, finding.hint)
        try:
            locks.refuse_if_held(snapshot.path, force=False)
        except ConnectkitError as error:
            yield Check(WARN, "workbook", error.message, error.hint)
