"""What scheduled runs said: one file beside the journal, kept small, that doctor reads."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

FILE = "scheduled.log"
_LARGEST = 256 * 1024
_BEGIN = "---- "


def into(state: Path, moment: datetime) -> None:
    """From here on stdout and stderr of this process go to the end of the log; a long log makes room first."""
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = state / FILE
    with suppress(OSError):
        if path.stat().st_size > _LARGEST:
            path.replace(path.with_name(f"{FILE}.1"))
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(log, f"{_BEGIN}{moment:%Y-%m-%d %H:%M}\n".encode())
    for stream, number in ((sys.stdout, 1), (sys.stderr, 2)):
        stream.flush()
        os.dup2(log, number)
    os.close(log)


def last(state: Path) -> tuple[str, list[str]]:
    """When the last scheduled run began, and what it said; "" and nothing where there was none."""
    try:
        text = (state / FILE).read_text("utf-8", "replace")
    except OSError:
        return "", []
    began, _, said = text.rpartition(_BEGIN)[2].partition("\n")
    return began, [line for line in said.splitlines() if line.strip()]
