"""Former states of a workbook, kept where a person finds them: plain .xlsx files with the time in the name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from connectkit.stores.xlsx.read.snapshot import digest
from connectkit.stores.xlsx.save.exchange import sync_folder, write_new
from connectkit.stores.xlsx.save.temps import done, leftovers, part_for

KEEP = 30


class Backups:
    """The backups of one workbook in one folder.

    A file is called ``<stem>-2026-11-23T081500Z-<8 digits>.xlsx`` and is complete as soon as it has that name.
    The newest ``keep`` stay. Use one folder per workbook: two of the same name would share the count.
    """

    def __init__(
        self, folder: Path, workbook: Path, *, now: Callable[[], datetime], keep: int = KEEP
    ) -> None:
        self.folder = folder
        self.workbook = workbook
        self.now = now
        self.keep = max(keep, 1)
        self._pattern = re.compile(
            re.escape(workbook.stem) + r"-\d{4}-\d\d-\d\dT\d{6}Z-[0-9a-f]{8}" + re.escape(workbook.suffix)
        )

    def all(self) -> list[Path]:
        """The backups, oldest first; [] where there is no such folder."""
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if self._pattern.fullmatch(path.name))

    def add(self, data: bytes, *, at: datetime | None = None) -> Path:
        """The backup that holds these bytes: a new one, or the newest when it already does.

        Raises:
            OSError: the folder can't be made or written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        former, sha = self.all(), digest(data)
        if former and _holds(former[-1], sha):
            return former[-1]
        moment = (at or self.now()).astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        target = self.folder / f"{self.workbook.stem}-{moment}-{sha[:8]}{self.workbook.suffix}"
        if not _holds(target, sha):
            _write(target, data, owner=self.workbook.name)
        self._tidy(spare=target)
        return target

    def _tidy(self, *, spare: Path) -> None:
        """Only the newest stay; so does what was just written, whatever the clock says."""
        for path in self.all()[: -self.keep]:
            if path != spare:
                path.unlink(missing_ok=True)
        for leftover in leftovers(self.folder / self.workbook.name, now=self.now()):
            leftover.path.unlink(missing_ok=True)


def _write(target: Path, data: bytes, *, owner: str) -> None:
    part = part_for(target.with_name(owner))
    try:
        write_new(part, data)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
        done(part)
    sync_folder(target.parent)


def _holds(path: Path, sha: str) -> bool:
    """True when the file is there with exactly that content: people open backups, and programs save them."""
    try:
        return digest(path.read_bytes()) == sha
    except OSError:
        return False
