"""Where connectkit keeps what is its own: one private folder per sheet, outside the folder the sheet is in.

A folder next to the sheet would often be a synced one, and a database in a synced folder gets damaged.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from connectkit.errors import UsageError

JOURNAL = "journal.sqlite"
LOCK = "sync.lock"
BACKUPS = "backups"
_SYNCED = ("dropbox", "onedrive", "google drive", "googledrive", "icloud", "nextcloud", "owncloud", "mobile documents")  # fmt: skip


def state_root(override: Path | None = None) -> Path:
    """The folder over all sheets: the one the config or ``--state`` names, else the user's state folder."""
    if override is not None:
        return override.expanduser()
    import platformdirs

    return platformdirs.user_state_path("connectkit", appauthor=False)


def state_folder(location: str, override: Path | None = None) -> Path:
    """The private folder (0700) of the sheet at ``location``, made if it was missing.

    Raises:
        UsageError: the folder can't be made.
    """
    root = state_root(override)
    folder = root / sheet_name(location)
    try:
        for one in (root, folder):
            one.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_private(folder)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise UsageError(
            f"connectkit's own folder {folder} can't be used ({reason}).",
            "Name another with --state FOLDER, or with the key state in connectkit.yaml.",
        ) from error
    return folder


def missing(location: str, override: Path | None = None) -> list[Path]:
    """The folders :func:`state_folder` would have to make, the innermost first."""
    root = state_root(override)
    return [one for one in (root / sheet_name(location), root) if not one.exists()]


def empty(state: Path) -> None:
    """Takes the journal and the lock out of a folder in which there is nothing else; another file keeps it as it is."""
    with contextlib.suppress(OSError):
        inside = {one.name for one in state.iterdir()} - {Path(LOCK).with_suffix(".json").name}
        for name in inside if inside <= {JOURNAL, LOCK} else ():
            (state / name).unlink()


def remove_if_empty(folders: Iterable[Path]) -> None:
    """Removes those of the folders that hold nothing, in this order."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def sheet_name(location: str) -> str:
    """A folder name for a sheet: readable, and different for every location."""
    stem = re.split(r"[\\/]", location.rstrip("\\/"))[-1].rsplit(".", 1)[0]
    readable = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")[:40] or "sheet"
    digest = hashlib.sha256(location.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable}-{digest}"


def backups(state: Path) -> Path:
    """Where former states of a local workbook are kept."""
    return state / BACKUPS


def synced_by(folder: Path) -> str:
    """The part of a path that gives away a synced folder (``Dropbox``); empty if none does."""
    for part in folder.resolve().parts:
        if any(part.casefold().startswith(name) for name in _SYNCED):
            return part
    return ""


def is_private(path: Path) -> bool:
    """True when only its owner can read a file or folder. On Windows, where modes say nothing, always True."""
    import os

    return os.name == "nt" or path.stat().st_mode & 0o077 == 0


def _make_private(folder: Path) -> None:
    if not is_private(folder):
        folder.chmod(0o700)
