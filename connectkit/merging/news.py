"""What a fresh export says differently of somebody known: a new company, title or city. Asked, never taken over unasked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from connectkit.model import Formula
from connectkit.people.farewell import farewell
from connectkit.people.keys import company_key
from connectkit.people.records import Person
from connectkit.schema import CONTACTS
from connectkit.text.plain import fold
from connectkit.view import View

KEYS = ("company", "title", "city")
"""Columns whose change is news of somebody; further addresses and numbers are a gain, not a change."""

NEWS = "a newer export says so: yes takes it over, no keeps yours"
"""Why a question about news is asked, and what its answers mean."""

AT_ONCE = 10
"""So many questions are asked by one import; the rest are listed."""

Changed = Mapping[str, tuple[str, str]]
"""Column key to what stands in the sheet and what the file says."""


def changed(view: View, row: int, person: Person) -> Changed:
    """What the file says otherwise than the sheet; spellings of one company, case and accents are no difference."""
    found = {}
    for key in KEYS:
        old, new = view.contacts.text(row, key), " ".join(str(getattr(person, key)).split())
        if not old or not new or isinstance(view.contacts.cell(row, key), Formula):
            continue
        spelt = company_key if key == "company" else fold
        if spelt(old) != spelt(new):
            found[key] = (old, new)
    return found


def news_id(contact: str, told: Changed) -> str:
    """The ID of the question about these changes: the same at every reading."""
    said = "\x1f".join(f"{key}={fold(new)}" for key, (_, new) in sorted(told.items()))
    return f"mk-{hashlib.sha256(f'news {contact} {said}'.encode()).hexdigest()[:12]}"


def shown(told: Changed) -> str:
    """The changes in one line: ``Company: Orbit → Fjord``."""
    return "; ".join(f"{CONTACTS.column(key).title}: {old} → {new}" for key, (old, new) in told.items())


def dump(told: Changed) -> str:
    """The changes as the hidden cell of a question keeps them."""
    return json.dumps({"news": told}, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Changed:
    """The changes a question keeps; empty for a question of another kind."""
    try:
        told = json.loads(text)["news"]
        return {key: (str(old), str(new)) for key, (old, new) in told.items() if key in KEYS}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def was(told: Changed, day: date) -> str:
    """What the Log keeps of how it was before these changes."""
    title, company, city = (told.get(key, ("", ""))[0] for key in ("title", "company", "city"))
    return farewell(title, company, city, day)
