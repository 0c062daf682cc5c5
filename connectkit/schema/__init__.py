"""THE table of tabs and columns: who may write what, under which header.

Parser, header check, ownership law, new-workbook builder, stores, exports, imports, templates and docs all read this
table. A new column is one line in ``contacts.py`` or ``tabs.py``; ``table.py`` says what a line can hold.
"""

from connectkit.schema.contacts import CHANNELS, CONTACTS, STATES
from connectkit.schema.table import Column, Kind, Merge, Offer, Owner, Tab, normal
from connectkit.schema.tabs import (
    DIRECTIONS,
    DRAFT_STATUS,
    DRAFTS,
    DUE,
    GIVES,
    GOALS,
    INTRO_STATUS,
    INTRODUCTIONS,
    KINDS,
    LOG,
    MATCHES,
    PROBLEMS,
    PROMISES,
    PROPOSAL_KINDS,
    REVIEW,
    TABS,
    TRIPS,
    tab,
)

__all__ = [
    "CHANNELS", "CONTACTS", "DIRECTIONS", "DRAFTS", "DRAFT_STATUS", "DUE", "GIVES", "GOALS", "INTRODUCTIONS", "INTRO_STATUS", "KINDS",
    "LOG", "MATCHES", "PROBLEMS", "PROMISES", "PROPOSAL_KINDS", "REVIEW", "STATES", "TABS", "TRIPS", "Column", "Kind", "Merge", "Offer", "Owner", "Tab", "normal", "tab",
]  # fmt: skip
