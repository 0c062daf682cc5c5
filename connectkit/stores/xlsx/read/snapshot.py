"""The workbook's bytes at one instant: the whole run is computed from them, and the save is checked against them."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from connectkit.errors import AccessDenied, StoreUnavailable, UsageError, WorkbookRefused

_WINDOWS_NOT_HERE = 0x1000 | 0x40000 | 0x400000  # OFFLINE, RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS
_MACOS_DATALESS = 0x40000000
_READS = 3


class Stamp(NamedTuple):
    """What changes when somebody saves: file number, size in bytes, time of the save in nanoseconds."""

    inode: int
    size: int
    mtime_ns: int


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A workbook as one read found it. ``path`` is the real file, with symbolic links followed."""

    path: Path
    data: bytes
    sha256: str
    stamp: Stamp

    @classmethod
    def take(cls, path: Path) -> Snapshot:
        """The file's bytes, all of one moment: its stamp was the same before and after reading.

        Raises:
            UsageError: there is no such file, or it is not a file.
            WorkbookRefused: it is empty (0 bytes).
            StoreUnavailable: it is only in the cloud, or somebody keeps saving it.
            AccessDenied: this account may not read it.
        """
        with _reading(path):
            real = path.resolve(strict=True)
            for _ in range(_READS):
                before = _checked(path, real)
                data = real.read_bytes()
                if stamp_of(real) == before and len(data) == before.size:
                    return cls(real, data, digest(data), before)
        raise StoreUnavailable(
            f"{path.name} is being saved right now.",
            "Run the same command again in a moment; nothing was written.",
        )

    def stands(self) -> bool:
        """True while the file holds exactly these bytes (a touched file still does)."""
        try:
            return digest(self.path.read_bytes()) == self.sha256
        except FileNotFoundError:
            return False


def stamp_of(path: Path) -> Stamp:
    """The file's stamp now; OSError if it is gone."""
    status = path.stat()
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns)


def _checked(path: Path, real: Path) -> Stamp:
    """The stamp of a file that can be read here and now."""
    status = real.stat()
    if stat.S_ISDIR(status.st_mode):
        raise UsageError(f"{path} is a folder.", "Name the workbook inside it, a file that ends in .xlsx.")
    if not stat.S_ISREG(status.st_mode):
        raise UsageError(f"{path} is not a regular file.", "Name a workbook that is saved on a disk.")
    if only_in_the_cloud(status):
        raise StoreUnavailable(
            f"{path.name} is in the cloud and not on this computer.",
            'Open it once, or choose "Always keep on this device" in its folder\'s menu, then run again.',
        )
    if status.st_size == 0:
        raise WorkbookRefused(
            f"{path.name} is empty (0 bytes), so it is not a workbook.",
            "Put a former version back: the folder of backups has the last ones, your cloud drive may have more.",
        )
    return stamp_of(real)


def only_in_the_cloud(status: os.stat_result) -> bool:
    """True for a placeholder whose content a cloud drive has yet to fetch (documented; seen by attributes only)."""
    attributes = int(getattr(status, "st_file_attributes", 0))
    flags = int(getattr(status, "st_flags", 0))
    return bool(attributes & _WINDOWS_NOT_HERE or flags & _MACOS_DATALESS)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """The system's errors while reading, in words."""
    try:
        yield
    except FileNotFoundError:
        raise _missing(path) from None
    except PermissionError as error:
        hint = "Give your account permission to read it, then run again."
        if sys.platform == "darwin" and error.errno == errno.EPERM:
            hint = "Allow it under System Settings, Privacy & Security, Files and Folders, then run again."
        raise AccessDenied(f"This account may not read {path}.", hint) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreUnavailable(
            f"{path} can't be read: {reason}.", "Check the disk or the network, then run again."
        ) from error


def _missing(path: Path) -> UsageError | StoreUnavailable:
    if path.is_symlink():
        return UsageError(
            f"{path} is a link to a file that is gone.",
            "Point the link, or connectkit.yaml, at the workbook.",
        )
    if path.with_name(f".{path.name}.icloud").exists():
        return StoreUnavailable(
            f"{path.name} is in iCloud and not on this computer.",
            "Open it once in the Finder, then run again.",
        )
    return UsageError(
        f"There is no workbook at {path}.",
        "Check the path (workbook in connectkit.yaml, or --workbook), or make a new workbook with: connectkit init",
    )
