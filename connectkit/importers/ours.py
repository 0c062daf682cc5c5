"""connectkit's own JSON, as ``connectkit export --to json`` writes it: people and interactions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from connectkit.errors import ImportFailed
from connectkit.importers.base import CERTAIN, NO, Options
from connectkit.importers.fields import Days, Doubts, own_person
from connectkit.importers.text import head_text, unreadable
from connectkit.people.person_cells import FIELDS, MORE
from connectkit.people.records import Exchange, Item, Person, Skipped


@dataclass(frozen=True)
class OwnFormat:
    """The schema ``connectkit.export/1``."""

    kind: str = "connectkit"
    help: str = "connectkit's own JSON: connectkit export --to json."

    def looks_like(self, head: bytes, name: str) -> int:  # noqa: ARG002 - the protocol's signature
        """By the schema's name."""
        return CERTAIN if '"connectkit.export/' in head_text(head[:512]) else NO

    def looks_like_folder(self, folder: Path) -> int:  # noqa: ARG002 - the protocol's signature
        """An export is a file."""
        return NO

    def read(self, path: Path, options: Options) -> Iterator[Item]:
        """Every contact, then every interaction."""
        try:
            found = json.loads(path.read_bytes())
            contacts, log = found["contacts"], found.get("interactions", [])
        except OSError as error:
            raise unreadable(path, error) from error
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
            raise ImportFailed(
                f"{path.name} is no whole export of connectkit ({error}).", "Export it once more."
            ) from error
        options.progress(path.stat().st_size)
        days = Days(options, Doubts())
        for number, one in enumerate(contacts, start=1):
            yield _guarded(_person, one, f"{path.name}: contact {number}", days)
        for number, one in enumerate(log, start=1):
            yield _guarded(_exchange, one, f"{path.name}: interaction {number}", options.today)
        yield from days.doubts.notes()


FORMAT = OwnFormat()


def _guarded(make: Any, *args: Any) -> Item:
    try:
        item: Item = make(*args)
        return item
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        return Skipped(args[1], f"not a record as connectkit writes it ({error})")


def _person(one: dict[str, Any], where: str, days: Days) -> Person:
    texts = {key: _text(key, one.get(name)) for key, name in FIELDS.items()} | {
        key: _text(key, one.get(key)) for key in MORE
    }
    return replace(
        own_person(texts | {"name": str(one["name"])}, where, days), source_id=str(one.get("id") or "")
    )


def _text(key: str, value: Any) -> str:
    return (
        (", " if key == "tags" else "; ").join(map(str, value))
        if isinstance(value, list)
        else str(value or "")
    )


def _exchange(one: dict[str, Any], where: str, today: date) -> Exchange | Skipped:
    day = date.fromisoformat(one["date"])
    if day > today:
        return Skipped(where, f"{day.isoformat()} lies in the future")
    return Exchange(
        day=day,
        name=str(one["name"]),
        email=str(one.get("email") or ""),
        kind=str(one.get("kind") or ""),
        direction=str(one.get("direction") or ""),
        subject=str(one.get("summary") or ""),
        key=str(one.get("id") or where),
        contact=str(one.get("contact") or ""),
        where=where,
    )
