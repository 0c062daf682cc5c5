"""Takes in proposals of an assistant that the user has ticked, like lines they typed themselves; no other."""

from __future__ import annotations

YES = frozenset({"yes", "y", "x", "true", "ja", "oui", "si", "ok", "1"})
