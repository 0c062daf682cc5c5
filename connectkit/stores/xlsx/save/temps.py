"""The names of unfinished files: who made one, for which workbook, and what it may hold.

A run that is killed leaves its file behind. What a later run may do with it is read off the name alone:
``.part`` is our own unfinished output; ``.tmp`` traded names with the workbook, or was about to, and holds either
our output, the state the run started from, or a save by somebody else that must not be lost.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import socket
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from connectkit.text.lazy import pattern

_NAME = pattern(
    r"\.~ck-(?P<target>[0-9a-f]{8})-(?P<host>[0-9a-f]{6})-(?P<pid>\d+)-(?P<dice>[0-9a-f]{8})"
    r"(?:-(?P<new>[0-9a-f]{16})-(?P<old>[0-9a-f]{16}))?\.(?P<kind>part|tmp|out)"
)
_LONGEST_SAVE = 3600.0
"""Seconds after which a file is left over even if a process of that number lives: numbers come round again."""

_mine: set[str] = set()


class Leftover(NamedTuple):
    """An unfinished file. ``known`` are the digests (16 digits) of what its run held; ``new`` that of its output."""

    path: Path
    kind: str
    known: frozenset[str]
    new: str

    @property
    def ours(self) -> bool:
        """True for output that was never complete and never had the workbook's name."""
        return self.kind == "part"


def part_for(target: Path) -> Path:
    """A fresh name, beside ``target``, for a file being written; cloud drives skip names that start like this."""
    dice = secrets.token_hex(4)
    _mine.add(dice)
    return target.with_name(f".~ck-{_short(target.name, 8)}-{_host()}-{os.getpid()}-{dice}.part")


def whole(part: Path, *, new: str, old: str) -> Path:
    """The name of the same file once it is complete: with what it holds and what it is to replace."""
    return part.with_name(f"{part.name.removesuffix('.part')}-{new[:16]}-{old[:16]}.tmp")


def as_leftover(temp: Path, *, new: str, old: str) -> Leftover:
    """A complete file of this run, to be cleared away by the same rule as one that was left behind."""
    return Leftover(temp, "tmp", frozenset({new[:16], old[:16]}), new[:16])


def done(path: Path) -> None:
    """This process has no more use for the file of that name."""
    match = _NAME.fullmatch(path.name)
    if match:
        _mine.discard(match["dice"])


def leftovers(target: Path, *, now: datetime) -> list[Leftover]:
    """The unfinished files for ``target``, in its folder, of runs that are no longer alive."""
    found = []
    for path in sorted(target.parent.glob(".~ck-*")):
        match = _NAME.fullmatch(path.name)
        if match and match["target"] == _short(target.name, 8) and not _alive(path, match, now):
            known = frozenset(part for part in (match["new"], match["old"]) if part)
            found.append(Leftover(path, match["kind"], known, match["new"] or ""))
    return found


def _alive(path: Path, match: re.Match[str], now: datetime) -> bool:
    """True while the run that made the file may still be at work."""
    if match["dice"] in _mine:
        return True
    with suppress(FileNotFoundError):
        if now.timestamp() - path.stat().st_ctime > _LONGEST_SAVE:
            return False
    if match["host"] != _host():
        return True
    return int(match["pid"]) != os.getpid() and process_lives(int(match["pid"]))


def process_lives(pid: int) -> bool:
    """True unless the system says that no such process exists (Windows is not asked: the question would end it)."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _short(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:digits]


def _host() -> str:
    return _short(socket.gethostname(), 6)
