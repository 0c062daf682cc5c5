"""What every habit of the practice sees, and what it may add to a sync."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from connectkit.absorb.absorbed import Absorbed
from connectkit.config.config import Config
from connectkit.due.candidate import Candidate
from connectkit.model import CellValue, Change
from connectkit.sheet.identity import Identities
from connectkit.sheet.locate import Found
from connectkit.sheet.tables import Tables

Rows = tuple[tuple[CellValue, ...], ...]


@dataclass(frozen=True)
class Situation:
    """One read of the sheet, understood: what ``sync.look`` knows before it chooses the week's people.

    ``decided`` is the contacts frame of :func:`connectkit.due.cadence.decide`; ``new_id`` gives random letters.
    """

    tables: Tables
    found: Found
    identities: Identities
    absorbed: Absorbed
    decided: pd.DataFrame
    config: Config
    today: date
    new_id: Callable[[], str]


@dataclass
class Practice:
    """What the habits add.

    Attributes:
        candidates: drafts with a reason of their own, offered after promises and before the rhythm, in this order.
        changes: cells and rows of the practice's tabs; the ownership law holds for them as for all.
        blocks: whole tool-owned tabs by tab key, rewritten where they differ.
        facts: contact row to further template context (``give``, ``give_link``, ``other_name`` …).
        reasons: contact row to a sentence added to why that person is listed (drift, an ask guard).
        came: contact row to a Last contact that this run moves on and that tells a meeting was not the first.
        lines: further lines of the Due tab, in the order of its columns, shown after the promises.
    """

    candidates: list[Candidate] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    blocks: dict[str, Rows] = field(default_factory=dict)
    facts: dict[int, Mapping[str, str]] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    came: dict[int, date] = field(default_factory=dict)
    lines: list[tuple[CellValue, ...]] = field(default_factory=list)


Habit = Callable[[Situation, Practice], None]
"""A habit looks at the situation and adds to the practice."""
