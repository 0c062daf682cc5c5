"""One question about a write: did anything land elsewhere, on newer text, under another header, or not at all?

Between read and write the user may have moved a row or a column, or typed into a cell. The after-image says whose row
each value really landed on and what stood there. The answer is a sentence for each surprise; what has to be put right
is decided by :mod:`connectkit.repair.recover`, from the sheet as it is then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from connectkit.model import AfterImage, AppendRow, Landed, Plan, SetCell
from connectkit.schema import Merge, Owner, tab
from connectkit.sheet.cells import as_text, same


@dataclass(frozen=True)
class Verdict:
    """Whether all landed as planned, and one sentence for each surprise that concerns the user."""

    well: bool
    surprises: tuple[str, ...] = ()


def verify(plan: Plan, after: AfterImage) -> Verdict:
    """What a write met, from its own after-image."""
    strange = [one for one in after.landed if astray(one) or newer(one)]
    missing = [one for one in plan.appended if not arrived(one.tab, one.id, after)]
    told = [*_words(strange), *map(_missing, missing)]
    return Verdict(not strange and not missing, tuple(dict.fromkeys(told)))


def astray(landed: Landed) -> bool:
    """True where the value landed elsewhere: on another row than meant, or under another header."""
    return landed.under is not None or moved_row(landed)


def moved_row(landed: Landed) -> bool:
    """True where the row written to was another person's, or no longer the row without an ID that was meant."""
    change = landed.change
    if change.id:
        return landed.id != change.id
    return bool(landed.id) or landed.name.split() != change.name.split()


def newer(landed: Landed) -> bool:
    """True where a user's cell in its right place held something else by then than what the run had read."""
    return not astray(landed) and of_the_user(landed.change) and not same(landed.was, landed.change.before)


def arrived(tab_key: str, one: str, after: AfterImage) -> bool:
    """True where a new row stands exactly once, or where the answer does not show that tab's IDs."""
    ids = after.rows.get(tab_key)
    return ids is None or len(ids.get(one, ())) == 1


def of_the_user(change: SetCell) -> bool:
    """True for a cell of the user's: a column that the schema gives them, or one it does not know."""
    return change.at is not None or tab(change.tab).column(change.column).owner is Owner.USER


def consumes(change: SetCell) -> bool:
    """True for an inbox cell that is emptied because its text was filed."""
    return change.at is None and tab(change.tab).column(change.column).merge is Merge.CONSUME


def _words(strange: list[Landed]) -> Iterator[str]:
    for landed in strange:
        change = landed.change
        title = tab(change.tab).title
        if landed.under is not None:
            yield (
                f"{title}: columns were added, moved or renamed while the sync ran; what it had written under them was "
                "put back."
            )
        elif not of_the_user(change):
            continue
        elif moved_row(landed):
            whose = landed.name or f"row {change.row}"
            yield f"{title}, {change.name}: the row had moved while the sync ran; {whose}'s cell was put back."
        else:
            header = change.at.header if change.at else tab(change.tab).column(change.column).title
            yield f"{title}, {change.name}: {header} was changed while the sync ran; the newer text was kept."


def _missing(row: AppendRow) -> str:
    name = as_text(row.values.get("name") or row.values.get("who")) or row.id
    return (
        f"{tab(row.tab).title}, {name}: a new row did not arrive as it should, as can happen where a filter hides rows or columns "
        "move; what it was made from was put back. Clear the filter, then run connectkit sync again."
    )
