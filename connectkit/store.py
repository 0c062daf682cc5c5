"""What the core asks of the outside: of the place where the sheet lives, and of a journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from connectkit.model import AfterImage, Plan, Requests, Workbook


class Store(Protocol):
    """A spreadsheet the user owns.

    ``read`` returns raw cells and interprets nothing. ``write`` applies a plan in ONE atomic step or not at
    all, and answers what it met; it changes no cell the plan does not name, no format or note of a user's cell,
    and knows a moved row by its ID. Both raise only :mod:`connectkit.errors`.
    """

    requests: Requests

    @property
    def location(self) -> str:
        """The one name of this sheet on this machine: journal, lock and messages use it."""

    def read(self) -> Workbook:
        """The workbook as it is now.

        Raises:
            StoreUnavailable: busy, locked or out of reach; try again.
            AccessDenied: not shared, no permission, signed out.
            WorkbookRefused: not a workbook, or one that can't be kept whole.
        """

    def write(self, plan: Plan) -> AfterImage:
        """Everything in the plan is in the sheet, or nothing is.

        Raises:
            StoreUnavailable: not written, or not known to be written; the next run finds out.
            Refused: the sheet changed in a way that makes the write unsafe.
        """


class Memory(Protocol):
    """What a journal offers a sync. It is a convenience: a sync without one does the same."""

    def known_names(self) -> Mapping[str, str]:
        """Contact ID to the name last seen beside it."""

    def contact_count(self) -> int:
        """How many contacts the last run saw; 0 if unknown."""

    def saw(self, workbook: Workbook, names: Mapping[str, str]) -> None:
        """Keeps a snapshot of what was read."""

    def begin(self, plan: Plan) -> str:
        """Notes the plan as pending, before it is written; returns the run's id."""

    def finish(self, run_id: str, after: AfterImage | None, surprises: Sequence[str]) -> None:
        """Notes how the write ended; ``after`` None: nothing was written."""


class NoMemory:
    """A journal that remembers nothing."""

    def known_names(self) -> Mapping[str, str]:
        """Nothing."""
        return {}

    def contact_count(self) -> int:
        """Unknown."""
        return 0

    def saw(self, workbook: Workbook, names: Mapping[str, str]) -> None:
        """Nothing is kept."""

    def begin(self, plan: Plan) -> str:
        """The plan's own id."""
        return plan.run_id

    def finish(self, run_id: str, after: AfterImage | None, surprises: Sequence[str]) -> None:
        """Nothing is kept."""
