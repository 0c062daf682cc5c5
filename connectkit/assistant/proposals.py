"""A line an assistant proposes: one new row in the tab Proposals. What becomes of it is decided by the user's tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectkit.errors import Refused, UsageError
from connectkit.model import AddTab, AppendRow, Change, Plan
from connectkit.people.find import Candidate
from connectkit.plan import check_law
from connectkit.schema import PROPOSAL_KINDS
from connectkit.sheet.cells import to_cell_text
from connectkit.sheet.ids import mint
from connectkit.sheet.parse_rows import RecordReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectkit.view import View

LONGEST = 500
A_DAY = 20


def plan_proposal(view: View, who: Candidate, kind: str, text: str, *, new_id: Callable[[], str]) -> Plan:
    """The plan that adds one proposal for one person.

    Raises:
        UsageError: the kind is unknown, the text is empty or too long, or today's proposals are used up.
        Refused: the person has no ID in the sheet yet, or the row's ID stands twice.
    """
    words = " ".join(text.split())
    if kind not in PROPOSAL_KINDS:
        raise UsageError(f"“{kind}” can't be proposed.", f"Propose one of {', '.join(PROPOSAL_KINDS)}.")
    if not words:
        raise UsageError("The proposal has no text.", "Write one line.")
    if len(words) > LONGEST:
        raise UsageError(
            f"The proposal has {len(words)} characters; at most {LONGEST} are taken.", "Make it shorter."
        )
    if _proposed_today(view) >= A_DAY:
        raise UsageError(f"{A_DAY} lines were proposed today; no more are taken.", "Try again tomorrow.")
    contact = view.tables.contacts.sheet.text(who.row, "id")
    if not contact or who.row in view.identities.frozen:
        raise Refused(f"The row of {who.name} has no ID of its own yet.", "Run: connectkit sync")
    here = view.found.complete["proposals"]
    made: list[Change] = [] if view.tables.sheets.get("proposals") else [AddTab("proposals", here.title)]
    one = mint("proposals", who.name, new_id)
    row = AppendRow(
        "proposals",
        one,
        {
            "what": kind,
            "who": who.name,
            "text": to_cell_text(words),
            "proposed": view.today,
            "id": one,
            "contact_id": contact,
        },
    )
    plan = Plan((*made, row), view.found.complete, {}, origin="propose", run_id=new_id())
    check_law(plan)
    return plan


def _proposed_today(view: View) -> int:
    reader = RecordReader(view.tables.order, view.today, [])
    rows = reader.read(view.tables.sheets.get("proposals"), dates=("proposed",), checked=())
    return sum(one.dates["proposed"] == view.today for one in rows)
