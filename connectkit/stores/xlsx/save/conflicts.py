"""Copies that cloud drives make when two computers saved at once: somebody's rows may stand only in them."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from pathlib import Path

from connectkit.text.lazy import pattern

_MARK = pattern(r"confli|konflikt", re.IGNORECASE)  # the word for it, in the drives' languages
_NUMBER = pattern(r" ?\(\d{1,2}\)| \d")  # Google Drive, iCloud
_HOST = pattern(r"-(?:DESKTOP|LAPTOP)-[A-Z0-9]+")  # OneDrive adds the computer's name


def conflict_copies(path: Path) -> list[Path]:
    """The files beside the workbook that look like a cloud drive's copy of it, by name; [] if the folder is gone."""
    found: list[Path] = []
    with suppress(OSError):
        found = [other for other in sorted(path.parent.iterdir()) if _is_copy(other, path)]
    return found


def _is_copy(other: Path, path: Path) -> bool:
    if other.name == path.name or other.suffix.casefold() != path.suffix.casefold():
        return False
    if not other.stem.startswith(path.stem) or other.name.startswith((".", "~$")):
        return False
    rest = other.stem.removeprefix(path.stem)
    this_host = f"-{socket.gethostname()}".casefold()
    whole = _NUMBER.fullmatch(rest) or _HOST.fullmatch(rest) or rest.casefold() == this_host
    return bool(whole or _MARK.search(rest))
