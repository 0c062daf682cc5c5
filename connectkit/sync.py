"""One sync, a straight line: read, parse, absorb, decide, draft, plan, guard, journal, apply, verify, report.

This is the only place where core and store meet. Clock and dice are arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol

import pandas as pd

from connectkit.absorb.absorb import absorb
from connectkit.absorb.absorbed import Absorbed
from connectkit.config.config import Config
from connectkit.desk import Desk
from connectkit.drafts.row import NewDraft, Writer
from connectkit.drafts.template import Template
from connectkit.due import tabs as due_tabs
from connectkit.due.cadence import decide
from connectkit.due.choose import Choice, choose
from connectkit.due.guards import guard
from connectkit.due.lines import DueRow
from connectkit.due.listing import due_row, history, in_order, list_due
from connectkit.errors import ChangedMeanwhile, ColumnsMoved
from connectkit.merging.answers import answer_changes
from connectkit.model import AddTab, AfterImage, Plan, Workbook
from connectkit.people.records import Exchange
from connectkit.plan import assemble, block, contact_cells, promise_cells, with_drafted
from connectkit.practice.base import Situation
from connectkit.practice.habits import practise
from connectkit.repair.recover import recover
from connectkit.repair.verify import verify
from connectkit.report.report import Report
from connectkit.sheet.identity import Identities, identify
from connectkit.sheet.locate import Found, locate
from connectkit.sheet.parse import parse
from connectkit.sheet.patch import patched
from connectkit.sheet.tables import Tables
from connectkit.store import Store

Clock = Callable[[str], date]
"""Today in a time zone named as the sheet names it; ``""`` is the local one."""

REPAIRS = 4
"""A repair is verified like the write it repairs; so many rounds against a user who edits all the while."""


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


@dataclass(frozen=True)
class View:
    """The sheet as this run understands it: everything decided, nothing written. ``due`` and ``show`` read it too.

    ``read`` is the workbook as it stood; ``workbook`` the same with what a dead run left put right. ``half_done``: the
    plan only brings back rows that a dead run emptied; everything else needs them in place first.
    """

    read: Workbook
    workbook: Workbook
    found: Found
    tables: Tables
    identities: Identities
    absorbed: Absorbed
    decided: pd.DataFrame
    due: tuple[DueRow, ...]
    listed: Mapping[int, DueRow]
    choice: Choice
    drafts: tuple[NewDraft, ...]
    plan: Plan
    today: date
    half_done: bool = False

    @cached_property
    def by_row(self) -> dict[int, DueRow]:
        """Every contact by row number, those who are ok included, in the order of the list."""
        return {row: self.listed.get(row) or self.explain(row) for row in self.decided["row"].tolist()}

    def explain(self, row: int) -> DueRow:
        """One contact's state and reason, also where it is ok."""
        one = self.decided[self.decided["row"] == row].to_dict("records")[0]
        return due_row(one, (self.tables, self.identities, self.absorbed), self.today)

    def names(self) -> dict[str, str]:
        """Contact ID to name, for every contact that has an ID of its own."""
        frame = self.tables.contacts.frame
        rows = zip(frame["row"].tolist(), frame["name"].tolist(), strict=True)
        return {self.identities.ids[row]: name for row, name in rows if row in self.identities.ids}


def sync(
    store: Store,
    config: Config,
    *,
    today: date | Clock,
    new_id: Callable[[], str],
    templates: Sequence[Template],
    journal: Memory | None = None,
    exchanges: Sequence[Exchange] = (),
    dry_run: bool = False,
    force: bool = False,
) -> Report:
    """Brings the tool-owned cells and the drafts up to date with what the user wrote.

    ``exchanges`` are what standing sources hold; those with people of the sheet are filed.

    Raises:
        ConnectkitError: nothing was written, or (StoreUnavailable) the next run finds out; see ``errors``.
    """
    memory = journal or NoMemory()
    surprises: list[str] = []
    for last in (False, False, True):
        view = _understand(
            store, config, today=today, new_id=new_id, templates=templates, memory=memory, exchanges=exchanges
        )
        if not force:
            guard(view.tables, view.decided, seen_before=memory.contact_count(), today=view.today)
        try:
            if not dry_run:
                surprises += _write(store, view, memory, new_id())
            if dry_run or not view.half_done:
                break
        except ChangedMeanwhile as changed:
            if last:
                raise
            if isinstance(changed, ColumnsMoved):
                surprises.append(changed.message)
    return _report(view, store, tuple(surprises), dry_run=dry_run)


def _understand(
    store: Store,
    config: Config,
    *,
    today: date | Clock,
    new_id: Callable[[], str],
    templates: Sequence[Template],
    memory: Memory,
    exchanges: Sequence[Exchange],
) -> View:
    """One read, and everything that follows from it."""
    workbook = store.read()
    day = today if isinstance(today, date) else today(workbook.timezone or config.timezone)
    known = memory.known_names()
    return look(
        workbook, config, today=day, new_id=new_id, templates=templates, known=known, exchanges=exchanges
    )


def _write(store: Store, view: View, memory: Memory, run_id: str) -> tuple[str, ...]:
    """The snapshot kept, the plan written; nothing is written where nothing is planned."""
    memory.saw(view.read, view.names())
    return apply(store, replace(view.plan, run_id=run_id), memory) if view.plan else ()


def look(
    workbook: Workbook,
    config: Config,
    *,
    today: date,
    new_id: Callable[[], str],
    templates: Sequence[Template],
    known: Mapping[str, str] | None = None,
    adopt: bool = False,
    exchanges: Sequence[Exchange] = (),
) -> View:
    """Everything a sync decides, from one read and nothing else."""
    read = workbook
    found = locate(workbook, config, adopt=adopt)
    recovery = recover(read, found.layout)
    repairs = recovery.cells
    workbook = patched(read, found.layout, repairs)
    tables = parse(workbook, found.layout, config, today=today)
    identities = identify(tables.contacts, [*tables.drafts, *tables.log], known or {}, new_id)
    absorbed = absorb(tables, identities, config, today=today, new_id=new_id, exchanges=exchanges)
    desk = Desk(workbook, config, found, tables, identities, (), today)
    answered, told = answer_changes(desk, absorbed.changes, new_id=new_id)
    absorbed.notes += told
    decided = decide(tables.contacts.frame, history(tables, absorbed, today), config, today=today)
    practice = practise(Situation(tables, found, identities, absorbed, decided, config, today, new_id))
    choice = choose(decided, identities.ids, absorbed, tables, config, today=today, extra=practice.candidates)
    due, listed = list_due(decided, (tables, identities, absorbed), practice.reasons, choice, today=today)
    writer = Writer(tables, absorbed, config, today=today, templates=templates, extra=practice.facts)
    drafts = writer.drafts(
        choice, listed, new_id=new_id, layout=found.complete["drafts"], live_links=workbook.live_links
    )
    problems = in_order([*tables.problems, *identities.problems, *absorbed.problems], found)
    tables.problems[:] = problems
    changes = [
        *with_drafted(absorbed.changes, drafts),
        *answered,
        *contact_cells(tables, identities, decided, drafts, today=today),
        *writer.follow(live_links=workbook.live_links),
        *(one.row for one in drafts),
        *promise_cells(tables, drafts),
        *practice.changes,
        *(change for key, rows in practice.blocks.items() for change in block(tables, found, key, rows)),
        *block(
            tables,
            found,
            "due",
            due_tabs.due_tab(
                listed.values(),
                tables,
                absorbed,
                choice,
                {one.candidate.contact_id: one.told.why for one in drafts},
                practice.lines,
                today=today,
            ),
        ),
        *block(tables, found, "problems", due_tabs.problem_rows(problems)),
    ]
    choices = {"contacts.tier": tuple(tier.name for tier in config.tiers)}
    if recovery.plan:
        plan = replace(recovery.plan, choices=choices)
    else:
        plan = assemble(found, recovery.rows or changes, repairs, choices, absorbed.already)
    added = {one.tab for one in plan.changes if isinstance(one, AddTab)}
    absorbed.notes += [one.sentence for one in found.namesakes if one.key in added]
    return View(
        read,
        workbook,
        found,
        tables,
        identities,
        absorbed,
        decided,
        due,
        listed,
        choice,
        tuple(drafts),
        plan,
        today,
        half_done=bool(recovery.rows or recovery.plan),
    )


def apply(store: Store, plan: Plan, memory: Memory) -> tuple[str, ...]:
    """The plan is in the sheet and verified; what the user did meanwhile is put right and told.

    Raises:
        ColumnsMoved: columns stood elsewhere by then; what was under them is back, nothing of ours is.
        ConnectkitError: as :meth:`Store.write`.
    """
    run_id = memory.begin(plan)
    try:
        after = store.write(plan)
        surprises = _settle(store, plan, after)
    except BaseException:
        memory.finish(run_id, None, ())
        raise
    memory.finish(run_id, after, surprises)
    if after.misplaced:
        raise ColumnsMoved(" ".join(surprises), "Run the same command again: it starts over.")
    return surprises


def _settle(store: Store, plan: Plan, after: AfterImage) -> tuple[str, ...]:
    """Repairs, each verified like the first, until what was written stands where it was meant to."""
    surprises: list[str] = []
    first = plan
    for round_number in range(1, REPAIRS + 1):
        verdict = verify(plan, after, first)
        surprises += verdict.surprises
        if not verdict.repair:
            break
        plan = replace(verdict.repair, run_id=f"{plan.run_id}r{round_number}")
        after = store.write(plan)
    return tuple(dict.fromkeys(surprises))


def _report(view: View, store: Store, surprises: tuple[str, ...], *, dry_run: bool) -> Report:
    return Report(
        today=view.today,
        contacts=len(view.tables.contacts.frame),
        due=view.due,
        promises=due_tabs.promises_due(view.absorbed, view.today),
        drafted=tuple(one.told for one in view.drafts),
        logged=tuple(view.absorbed.logged),
        waiting=view.choice.waiting,
        problems=tuple(view.tables.problems),
        notes=tuple(view.absorbed.notes),
        surprises=surprises,
        plan=view.plan,
        requests=store.requests,
        dry_run=dry_run,
        restart=view.choice.restart,
        workbook=view.workbook.name,
    )
