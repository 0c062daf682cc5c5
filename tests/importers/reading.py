"""Files of the shapes people bring, made in the test and read as a user's file is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from connectkit.importers.base import Options
from connectkit.importers.detect import recognise, records
from connectkit.people.records import Item, Note, Person, Skipped

TODAY = date(2026, 11, 23)


def items(folder: Path, name: str, content: str | bytes, kind: str = "", **options: Any) -> list[Item]:
    """Everything a file of this content gives."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(records(path, recognise(path, kind), Options(TODAY, **options)))


def people(folder: Path, name: str, content: str | bytes, kind: str = "", **options: Any) -> list[Person]:
    """The people of a file."""
    return [one for one in items(folder, name, content, kind, **options) if isinstance(one, Person)]


def skipped(found: list[Item]) -> list[tuple[str, str]]:
    """Where and why, of what was left out."""
    return [(one.where, one.why) for one in found if isinstance(one, Skipped)]


def notes(found: list[Item]) -> list[str]:
    """What the user is told of the file."""
    return [one.text for one in found if isinstance(one, Note)]


def kind_of(folder: Path, name: str, content: str | bytes) -> str:
    """What a file is taken for."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    form = recognise(path)
    return form.kind if form else ""
