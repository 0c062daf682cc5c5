"""What was sent when: a small file beside the journal. Without it a run counts as the day's first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

FILE = "digest.json"
PATIENCE = 3
"""After so many failures in a row ``doctor`` fails."""


@dataclass(frozen=True)
class Memory:
    """The last day each way (mail, notify) had its digest, and how often and why the tries since then failed."""

    sent: Mapping[str, str] = field(default_factory=dict)
    failures: int = 0
    error: str = ""

    @property
    def day(self) -> str:
        """The last day a digest went out by any way, ISO; "" for never."""
        return max(self.sent.values(), default="")

    def has(self, way: str, day: date) -> bool:
        """True where the day's digest went out this way."""
        return self.sent.get(way, "") >= day.isoformat()

    def with_sent(self, way: str, day: date) -> Memory:
        """The day's digest has gone out this way."""
        return replace(self, sent={**self.sent, way: day.isoformat()})


def load(state: Path) -> Memory:
    """What is remembered; nothing where the file is missing or damaged."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        told = json.loads((state / FILE).read_text("utf-8"))
        sent = {str(way): str(day) for way, day in told["sent"].items()}
        return Memory(sent, int(told["failures"]), str(told["error"]))
    return Memory()


def save(state: Path, memory: Memory) -> None:
    """Remembers; a folder that can't be written forgets."""
    with suppress(OSError):
        fresh = state / f"{FILE}.new"
        fresh.write_text(json.dumps(asdict(memory)), "utf-8")
        fresh.replace(state / FILE)
