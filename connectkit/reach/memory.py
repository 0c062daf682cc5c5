"""What was sent when: a small file beside the journal. Without it a run counts as the day's first."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

FILE = "digest.json"
PATIENCE = 3
"""After so many failures in a row ``doctor`` fails."""


@dataclass(frozen=True)
class Memory:
    """The last day a digest went out (ISO, "" never), and how often and why the tries since then failed."""

    day: str = ""
    failures: int = 0
    error: str = ""

    def sent_on(self, day: date) -> bool:
        """True where the day has had its digest."""
        return self.day >= day.isoformat()


def load(state: Path) -> Memory:
    """What is remembered; nothing where the file is missing or damaged."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        told = json.loads((state / FILE).read_text("utf-8"))
        return Memory(str(told["day"]), int(told["failures"]), str(told["error"]))
    return Memory()


def save(state: Path, memory: Memory) -> None:
    """Remembers; a folder that can't be written forgets."""
    with suppress(OSError):
        fresh = state / f"{FILE}.new"
        fresh.write_text(json.dumps(asdict(memory)), "utf-8")
        fresh.replace(state / FILE)
