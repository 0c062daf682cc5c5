"""Takes in proposals of an assistant that the user has ticked, like lines they typed themselves; no other."""

from __future__ import annotations

from connectkit.absorb.absorbed import Intake
from connectkit.absorb.inbox import file_entry
from connectkit.model import SetCell, blank
from connectkit.sheet.parse_rows import RecordReader
from connectkit.sheet.tables import Record, Sheet
from connectkit.text.plain import fold

YES = frozenset({"yes", "y", "x", "true", "ja", "oui", "si", "ok", "1"})
