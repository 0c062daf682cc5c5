"""HubSpot's contact export: the columns are what the user had in view, in the account's language."""

from __future__ import annotations

from dataclasses import replace

from connectkit.importers.base import CERTAIN, LIKELY, NO
from connectkit.importers.tables.preset import Preset, Record
from connectkit.people.records import Person

_PROPERTIES = frozenset(
    ("lead status", "lifecycle stage", "contact owner", "create date", "associated company", "last activity date", "associated company ids",
     "last contacted", "last modified date", "associated company ids (primary)", "primary associated company id"),
)  # fmt: skip


def _marks(names: frozenset[str]) -> int:
    ours = len(names & _PROPERTIES)
    if ("record id" in names or "record id contact" in names) and ours:
        return CERTAIN
    return LIKELY if ours >= 3 and "email" in names else NO


def _finish(person: Person, record: Record) -> Person:
    """The first of several companies; IDs in place of a name are no company."""
    companies = record.all("company") or record.all("associated")
    named = (one.split(";")[0].strip() for one in companies if not one.replace(";", "").strip().isdigit())
    return replace(person, company=next(named, ""))


FORMAT = Preset(
    "hubspot-csv",
    "HubSpot: Contacts, Export, CSV.",
    _marks,
    own={
        "associated company": "associated",
        "primary associated company": "associated",
        "contact owner": "",
        "lead status": "",
        "contact type": "tags",
        "city": "city",
        "description": "notes",
        "last seen": "",
        "linkedin bio": "",
        "name": "name",
    },
    finish=_finish,
    named_by_company=False,
)
