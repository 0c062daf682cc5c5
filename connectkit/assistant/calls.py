"""One line for every call of an assistant, in a file of the state folder: when, which tool, with what, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

CALLS = "assistant.jsonl"


def note_call(path: Path, at: datetime, tool: str, arguments: Mapping[str, Any], end: str) -> None:
    """Adds a line. ``end`` is ``ok`` or the error."""
    line = {"at": at.isoformat(timespec="seconds"), "tool": tool, "arguments": dict(arguments), "end": end}
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def read_calls(path: Path) -> list[dict[str, Any]]:
    """Every line, oldest first; a line that was cut off is left out."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text("utf-8", errors="replace").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found
