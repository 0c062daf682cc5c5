"""What the core asks of a place where the sheet lives: read all of it, write one plan at once."""

from __future__ import annotations

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
