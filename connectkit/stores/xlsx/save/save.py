"""A save that can't lose anything: the former file is backed up, the new one takes its place in one step, and
what came out is proven to be what the run started from. If somebody saved in between, their file goes back.

The order is what makes it safe. At every instant the workbook's name leads to a whole file, the old one or the
new one, and whatever was swapped out is deleted only once its content is known to exist elsewhere.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from connectkit import errors
from connectkit.errors import AccessDenied, StoreUnavailable
from connectkit.stores.xlsx.read.snapshot import Snapshot, digest, stamp_of
from connectkit.stores.xlsx.save.backups import KEEP, Backups
from connectkit.stores.xlsx.save.conflicts import conflict_copies
from connectkit.stores.xlsx.save.exchange import (
    being_written,
    copy_attributes,
    exchange,
    sync_folder,
    write_new,
)
from connectkit.stores.xlsx.save.temps import Leftover, as_leftover, done, leftovers, part_for, whole

__all__ = ["ChangedMeanwhile", "Snapshot", "commit", "conflict_copies", "recover"]

_TURNS = 50

Swap = Callable[[Path, Path], bool]


class ChangedMeanwhile(errors.ChangedMeanwhile):
    """Somebody saved the workbook between the read and the save. Theirs stands, nothing of ours was written."""

    def __init__(self, path: Path) -> None:
        message = (
            f"{path.name} was saved by somebody else while connectkit worked on it. "
            "Their version stands, nothing of it was lost, and connectkit wrote nothing."
        )
        hint = "Run the same command again: it starts over from what they saved."
        if not path.exists():
            message = f"{path.name} was moved, renamed or deleted while connectkit worked on it; nothing was written."
            hint = f"It stood in {path.parent}. Put it back or change the path in connectkit.yaml, then run again."
        super().__init__(message, hint)


def commit(
    snapshot: Snapshot, new_bytes: bytes, *, backups: Path, now: Callable[[], datetime], keep: int = KEEP
) -> Path | None:
    """The workbook holds ``new_bytes``; the path is the backup of what it held before, None if nothing differed.

    A symbolic link stays one: the file it leads to is saved. Mode, owner and extended attributes are kept.

    Raises:
        ChangedMeanwhile: the file is no longer the snapshot; it stands as it was saved.
        StoreUnavailable: disk full, open elsewhere, or another error of the system; the message says what stands.
        AccessDenied: the file is marked read-only, or its folder may not be written.
    """
    if digest(new_bytes) == snapshot.sha256:
        return None
    store = Backups(backups, snapshot.path, now=now, keep=keep)
    with _in_words(snapshot):
        recover(snapshot.path, backups=backups, now=now)
        if not snapshot.stands():
            raise ChangedMeanwhile(snapshot.path)
        _refuse_read_only(snapshot.path)
        _refuse_open(snapshot.path)
        kept = store.add(snapshot.data)
        if not place(snapshot, new_bytes, store):
            raise ChangedMeanwhile(snapshot.path)
    return kept


def place(snapshot: Snapshot, new_bytes: bytes, backups: Backups, *, swap: Swap = exchange) -> bool:
    """True when ``new_bytes`` took the snapshot's place; False when somebody else's save stands there.

    ``swap`` trades two files' names, or answers False where that is impossible: then the file is compared once
    more and replaced, which leaves a gap of microseconds.
    """
    target, new = snapshot.path, digest(new_bytes)
    part = part_for(target)
    temp = whole(part, new=new, old=snapshot.sha256)
    try:
        write_new(part, new_bytes)
        copy_attributes(target, part)
        part.rename(temp)
        sync_folder(target.parent)
        ours = _Content(new, stamp_of(temp).mtime_ns)
        if not swap(temp, target):
            return _replace(snapshot, temp)
        return _prove(snapshot, ours, temp, swap)
    finally:
        try:
            part.unlink(missing_ok=True)
            _clear(as_leftover(temp, new=new, old=snapshot.sha256), target, backups)
        finally:
            done(part)
            sync_folder(target.parent)


def _prove(snapshot: Snapshot, ours: _Content, temp: Path, swap: Swap) -> bool:
    """After the swap: True if the snapshot came out, else the latest save of somebody else is back in place.

    Each turn expects what the former turn put in. Anything else that comes out was saved later and goes back in.
    """
    expected, inside = _Content(snapshot.sha256, None), ours
    for turn in range(_TURNS):
        came_out = _Content(digest(temp.read_bytes()), stamp_of(temp).mtime_ns)
        if came_out.is_still(expected) and not being_written(temp):
            return turn == 0
        expected, inside = inside, came_out
        swap(temp, snapshot.path)
    return False


class _Content(NamedTuple):
    """What a file held, and when it was saved; None where the time does not matter."""

    sha256: str
    mtime_ns: int | None

    def is_still(self, expected: _Content) -> bool:
        """False also for the same bytes saved again: to save them was the last thing somebody did."""
        return self.sha256 == expected.sha256 and expected.mtime_ns in (None, self.mtime_ns)


def _replace(snapshot: Snapshot, temp: Path) -> bool:
    """Where two files can't trade names: replaced right after one more look."""
    if not snapshot.stands():
        return False
    temp.replace(snapshot.path)
    return True


def recover(path: Path, *, backups: Path, now: Callable[[], datetime]) -> list[str]:
    """What runs that were killed left beside the workbook is cleared away; a sentence for each save it held.

    Call it before reading. If a dead run had swapped out somebody's save and its own output stands, theirs goes
    back in place. Otherwise it is filed among the backups. What can't be cleared now is left for the next run.
    """
    target = path.resolve()
    store = Backups(backups, target, now=now)
    told: list[str] = []
    for leftover in leftovers(target, now=now()):
        with suppress(OSError):
            told += _clear(leftover, target, store)
    return told


def _clear(leftover: Leftover, target: Path, backups: Backups) -> list[str]:
    told = []
    if leftover.ours:
        leftover.path.unlink(missing_ok=True)
    elif _belongs_in_place(leftover, target):
        _bring_back(leftover, target)
        told.append(f"{target.name}: a save that an interrupted run had set aside is back in place.")
    filed = _put_away(leftover, backups)
    if filed:
        told.append(f"{target.name}: a save that an interrupted run had set aside is now {filed}.")
    return told


def _belongs_in_place(leftover: Leftover, target: Path) -> bool:
    """True for somebody's save while the run's own output stands, and where Windows was stopped half way."""
    if not leftover.path.exists():
        return False
    if not target.exists():
        return leftover.kind == "out"
    held = digest(leftover.path.read_bytes())[:16]
    return held not in leftover.known and digest(target.read_bytes())[:16] == leftover.new


def _bring_back(leftover: Leftover, target: Path) -> None:
    if not target.exists() or not exchange(leftover.path, target):
        leftover.path.replace(target)
    elif digest(leftover.path.read_bytes())[:16] != leftover.new:
        exchange(leftover.path, target)  # somebody saved in this very instant: the later save stands
    sync_folder(target.parent)


def _put_away(leftover: Leftover, backups: Backups) -> Path | None:
    """The file is gone. Content that exists nowhere else is among the backups, under the time it was saved."""
    try:
        data = leftover.path.read_bytes()
    except FileNotFoundError:
        return None
    filed = None
    if digest(data)[:16] not in leftover.known:
        saved = datetime.fromtimestamp(leftover.path.stat().st_mtime, UTC)
        filed = backups.add(data, at=saved)
    leftover.path.unlink(missing_ok=True)
    return filed


def _refuse_read_only(path: Path) -> None:
    """Raises AccessDenied for what the user protected: a rename would get round it, so it is asked for first."""
    if path.stat().st_mode & 0o222 and not os.access(path, os.W_OK):
        raise AccessDenied(
            f"This account may not write {path.name}.",
            "Give your account permission to write it, then run again.",
        )
    if not path.stat().st_mode & 0o222:
        raise AccessDenied(
            f"{path.name} is read-only, so connectkit did not write it.",
            "Allow writing in the file's properties, then run again.",
        )
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise AccessDenied(
            f"connectkit may not write in the folder {path.parent}, which it needs to save {path.name} safely.",
            "Give your account permission to write there, or move the workbook, then run again.",
        )


def _refuse_open(path: Path) -> None:
    """Raises StoreUnavailable while a program holds the file open for writing, with or without a lock file."""
    if being_written(path):
        raise StoreUnavailable(
            f"{path.name} is open for writing in another program.",
            "Close it there and run again; nothing was written.",
        )


@contextmanager
def _in_words(snapshot: Snapshot) -> Iterator[None]:
    """The system's errors while saving, with what stands in the file now."""
    try:
        yield
    except OSError as error:
        name, reason = snapshot.path.name, error.strerror or str(error)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            reason = "the disk is full"
        if not _stands(snapshot):
            raise StoreUnavailable(
                f"{name}: it is not certain that the save succeeded ({reason}).",
                "Run the same command again: it looks at what stands and goes on from there.",
            ) from error
        if isinstance(error, PermissionError):
            raise AccessDenied(
                f"{name} could not be saved ({reason}: {error.filename}). It stands as it was.",
                "Close the file in other programs and check the permissions, then run again.",
            ) from error
        raise StoreUnavailable(
            f"{name} could not be saved ({reason}). It stands as it was.",
            "Put that right, then run the same command again.",
        ) from error


def _stands(snapshot: Snapshot) -> bool:
    try:
        return snapshot.stands()
    except OSError:
        return False
