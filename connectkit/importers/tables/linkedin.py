"""LinkedIn, Connections.csv: people one is connected to. The day of connecting is not a day of contact."""

from __future__ import annotations

from dataclasses import replace

from connectkit.importers.base import CERTAIN, LIKELY, NO
from connectkit.importers.tables.preset import Preset
from connectkit.importers.tables.rows import Record
from connectkit.people.records import Person


def _marks(names: frozenset[str]) -> int:
    if {"first name", "last name", "connected on"} <= names:
        return CERTAIN
    return (
        LIKELY if {"first name", "last name", "url", "email address", "company", "position"} <= names else NO
    )


def _finish(person: Person, record: Record) -> Person | str:
    """The whole address as the profile; a row without a name belongs to an account that was closed."""
    if not (record.first("first_name") or record.first("family_name")):
        return "the account was closed: the row has no name"
    return replace(person, profile=record.first("link") or person.profile)


FORMAT = Preset(
    "linkedin",
    "LinkedIn: Settings, Data privacy, Get a copy of your data, Connections.csv.",
    _marks,
    own={"url": "link", "profile url": "link", "connected on": "", "position": "title"},
    finish=_finish,
    named_by_company=True,
)
