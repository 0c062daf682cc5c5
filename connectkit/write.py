"""One plan into the sheet: written, verified, and put right where the user was at work in the same moment."""

from __future__ import annotations

from dataclasses import replace

from connectkit.config.config import Config
from connectkit.errors import ColumnsMoved
from connectkit.model import AfterImage, Plan, Workbook
from connectkit.repair.recover import recover
from connectkit.repair.verify import verify
from connectkit.sheet.locate import locate
from connectkit.store import Memory, Store

REPAIRS = 4
"""A repair is verified like the write it repairs; so many rounds against a user who edits all the while."""


def apply(store: Store, plan: Plan, memory: Memory, config: Config | None = None) -> tuple[str, ...]:
    """The plan is in the sheet and verified; what the user did meanwhile is put right and told.

    Raises:
        ColumnsMoved: columns stood elsewhere by then; what was under them is back, and ours where it was meant.
        ConnectkitError: as :meth:`Store.write`.
    """
    run_id = memory.begin(plan)
    try:
        after = store.write(plan)
        surprises = _settle(store, plan, after, config or Config())
    except BaseException:
        memory.finish(run_id, None, ())
        raise
    memory.finish(run_id, after, surprises)
    if any(one.under for one in after.landed):
        raise ColumnsMoved(" ".join(surprises), "Run the same command again: it starts over.")
    return surprises


def _settle(store: Store, plan: Plan, after: AfterImage, config: Config) -> tuple[str, ...]:
    """Repairs, each verified like the first write, until what was written stands where it was meant to.

    The sheet is read again each time, for everything may stand elsewhere by now; what a write met is the one authority
    on what a cell held before it.
    """
    surprises: list[str] = []
    for number in range(1, REPAIRS + 1):
        verdict = verify(plan, after)
        surprises += verdict.surprises
        if verdict.well:
            break
        read = replace(store.read(), unfinished=after)
        layout = locate(read, config).layout
        plan = recover(read, layout).plan(layout, f"{plan.run_id}r{number}")
        if not plan:
            break
        after = store.write(plan)
    return tuple(dict.fromkeys(surprises))


def settled(store: Store, memory: Memory, config: Config, run_id: str) -> Workbook:
    """The sheet as it is now, after what a run that died left wrong was put right in a write of its own.

    For commands that write something of their own: the notes that such a run left would be gone with their write.
    """
    read = store.read()
    if read.unfinished is None:
        return read
    layout = locate(read, config).layout
    plan = recover(read, layout).plan(layout, run_id)
    if not plan:
        return read
    apply(store, plan, memory, config)
    return store.read()
