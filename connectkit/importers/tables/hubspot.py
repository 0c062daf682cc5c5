"""HubSpot's contact export: the columns are what the user had in view, in the account's language."""

from __future__ import annotations

from dataclasses import replace

from connectkit.importers.base import CERTAIN, LIKELY, NO
from connectkit.importers.tables.preset import Preset
from connectkit.importers.tables.rows import Record
from connectkit.people.records import Person

_ONLY_HERE = frozenset(
    ("lifecycle stage", "associated company", "associated company ids", "associated company ids (primary)",
     "primary associated company", "record id contact", "hs object id", "last contacted"),
)  # fmt: skip
"""Other CRMs have a Record Id, an owner and a lead status, too; these words are HubSpot's own."""


def _marks(names: frozenset[str]) -> int:
    ours = len(names & _ONLY_HERE)
    if ours and names & {"record id", "record id contact", "hs object id"}:
        return CERTAIN
    return LIKELY if ours >= 2 and "email" in names else NO


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
