"""What a run has to say against itself, handed from the sync to the digest."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Trouble(NamedTuple):
    """What went wrong: sentences of this run, and the last day a run ended well (None: not known)."""

    sentences: tuple[str, ...] = ()
    last_run: date | None = None
