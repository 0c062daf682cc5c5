"""Google Contacts, "Google CSV": the columns of 2024 and later, and the older ones still in people's folders."""

from __future__ import annotations

from connectkit.importers.base import CERTAIN, LIKELY, NO
from connectkit.importers.tables.preset import Preset

_NEW = frozenset({"first name", "last name", "organization name", "labels"})
_OLD = frozenset({"name", "given name", "family name", "group membership"})


def _marks(names: frozenset[str]) -> int:
    if names >= _NEW or names >= _OLD:
        return CERTAIN
    numbered = {"e mail 1 value", "phone 1 value"} & names
    return LIKELY if numbered and ("given name" in names or "first name" in names) else NO


FORMAT = Preset(
    "google-csv",
    "Google Contacts: contacts.google.com, Export, Google CSV (before and after 2024).",
    _marks,
    own={
        "name": "name",
        "organization title": "title",
        "organization 1 title": "title",
        "organization department": "",
        "occupation": "",
        "location": "",
        "priority": "",
        "subject": "",
        "labels": "tags",
        "group membership": "tags",
    },
    tag_marks="",
)
