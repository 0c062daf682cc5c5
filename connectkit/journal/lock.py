"""One run at a time per sheet: two syncs, one from cron and one by hand, must never work on it together.

The operating system holds the lock and frees it when its holder dies; a note beside it says who holds it and
since when.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from connectkit.errors import StoreUnavailable

PATIENCE = 30.0
"""Seconds a person's run waits for another one to end; a scheduled run does not wait."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a sheet's lock: process, machine, what it does, since when (ISO, with offset)."""

    pid: int
    host: str
    command: str
    since: str

    def __str__(self) -> str:
        return f"connectkit {self.command} (process {self.pid} on {self.host}, since {_clock(self.since)})"


@contextlib.contextmanager
def hold(path: Path, *, command: str, now: datetime, wait: float = 0.0) -> Iterator[Holder | None]:
    """Hold the lock at ``path`` while the block runs; gives the former holder if it died without letting go.

    ``wait`` is in seconds. ``now`` goes into the note beside the lock.

    Raises:
        StoreUnavailable: somebody else holds it; the message says who and since when.
    """
    import filelock

    lock = filelock.FileLock(path, timeout=wait, thread_local=False)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise _busy(holder(path)) from None
    except (OSError, NotImplementedError) as error:
        raise StoreUnavailable(
            f"The lock {path} can't be taken ({error}).",
            "Name a folder on a local disk with --state FOLDER, or with the key state in connectkit.yaml.",
        ) from error
    try:
        former = holder(path)
        _write(path, Holder(os.getpid(), socket.gethostname(), command, now.isoformat(timespec="seconds")))
        yield former
    finally:
        # An error is an ordinary end of a run; only a killed process leaves its note behind.
        with contextlib.suppress(OSError):
            _note(path).unlink(missing_ok=True)
        lock.release()


def holder(path: Path) -> Holder | None:
    """Who wrote the note beside the lock; None without a readable note."""
    try:
        return Holder(**json.loads(_note(path).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_held(path: Path) -> bool:
    """True while a live process holds the lock."""
    import filelock

    lock = filelock.FileLock(path, timeout=0, thread_local=False)
    try:
        with lock:
            return False
    except filelock.Timeout:
        return True


def _busy(who: Holder | None) -> StoreUnavailable:
    if who is None:
        return StoreUnavailable("Another connectkit run is working on this sheet.", "Try again in a minute.")
    if who.host == socket.gethostname() and not _alive(who.pid):
        return StoreUnavailable(
            f"The lock of this sheet was taken by {who}; that process is gone, but one it started still holds it.",
            "End that process, or restart the machine; nothing is lost.",
        )
    return StoreUnavailable(f"Another run is working on this sheet: {who}.", "Try again when it has ended.")


def _alive(pid: int) -> bool:
    if os.name == "nt":
        return True  # there os.kill would end the process; the lock itself is the proof
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _note(path: Path) -> Path:
    return path.with_suffix(".json")


def _write(path: Path, who: Holder) -> None:
    # Without a note the lock still works; it only can't say who holds it.
    with contextlib.suppress(OSError):
        _note(path).write_text(json.dumps(asdict(who)), "utf-8")


def _clock(since: str) -> str:
    try:
        return f"{datetime.fromisoformat(since):%H:%M on %d %b %Y}"
    except ValueError:
        return since
