"""One sync, a straight line: read, parse, absorb, decide, draft, plan, guard, journal, apply, verify, report.

This is the only place where core and store meet. Clock and dice are arguments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from connectkit.absorb.absorb import absorb
from connectkit.absorb.absorbed import LoggedRow
from connectkit.config.config import Config
from connectkit.drafts.cells import contact_cells, promise_cells, with_drafted
from connectkit.drafts.row import Drafted, Writer
from connectkit.drafts.template import Template
from connectkit.due import tabs as due_tabs
from connectkit.due.cadence import decide
from connectkit.due.choose import choose
from connectkit.due.guards import guard
from connectkit.due.listing import by_weight, history, in_order, list_due
from connectkit.errors import ChangedMeanwhile, ColumnsMoved
from connectkit.merging.answers import answer_changes
from connectkit.model import AddTab, Change, Workbook
from connectkit.people.records import Exchange, Meeting
from connectkit.plan import assemble, block
from connectkit.practice.habits import practise
from connectkit.report.report import Report
from connectkit.store import Memory, NoMemory, Store
from connectkit.view import View, understand
from connectkit.write import apply as apply

Clock = Callable[[str], date]
"""Today in a time zone named as the sheet names it; ``""`` is the local one."""


PASSES = 3
"""So often a sync begins, where somebody saves the file or moves columns while it is under way."""


@dataclass
class _Story:
    """What the passes of one sync came to."""

    surprises: list[str] = field(default_factory=list)
    logged: list[LoggedRow] = field(default_factory=list)
    drafted: list[Drafted] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    done: bool = False

    def written(self, view: View) -> None:
        """What this pass did stands in the sheet; a later one may have to do the rest."""
        self.logged += view.absorbed.logged
        self.drafted += [one.told for one in view.drafts]
        self.notes += view.absorbed.notes


def sync(
    store: Store,
    config: Config,
    *,
    today: date | Clock,
    new_id: Callable[[], str],
    templates: Sequence[Template],
    journal: Memory | None = None,
    exchanges: Sequence[Exchange] = (),
    ahead: Sequence[Meeting] = (),
    dry_run: bool = False,
    force: bool = False,
    seen: Callable[[View], None] | None = None,
) -> Report:
    """Brings the tool-owned cells and the drafts up to date with what the user wrote.

    ``exchanges`` are what standing sources hold; those with people of the sheet are filed;
    nobody met in ``ahead`` gets a draft before. ``seen`` gets the sheet as
    it was understood in the end.

    Raises:
        ConnectkitError: nothing was written, or (StoreUnavailable) the next run finds out; see ``errors``.
    """
    memory, story = journal or NoMemory(), _Story()
    for number in range(1, PASSES + 1):
        read, known = store.read(), memory.known_names()
        view = look(
            read,
            config,
            today=today,
            new_id=new_id,
            templates=templates,
            known=known,
            exchanges=exchanges,
            ahead=ahead,
        )
        if not force:
            guard(view.tables, view.decided, seen_before=memory.contact_count(), today=view.today)
        if dry_run:
            break
        _write(store, view, memory, story, last=number == PASSES)
        if story.done:
            break
    if seen is not None:
        seen(view)
    return _report(view, store, story, dry_run=dry_run)


def look(
    workbook: Workbook,
    config: Config,
    *,
    today: date | Clock,
    new_id: Callable[[], str],
    templates: Sequence[Template],
    known: Mapping[str, str] | None = None,
    adopt: bool = False,
    exchanges: Sequence[Exchange] = (),
    ahead: Sequence[Meeting] = (),
) -> View:
    """Everything a sync decides, from one read and nothing else."""
    day = today if isinstance(today, date) else today(workbook.timezone or config.timezone)
    view = understand(workbook, config, today=day, new_id=new_id, known=known, adopt=adopt)
    _absorb(view, exchanges, ahead)
    _decide(view)
    _choose(view)
    writer = _draft(view, templates)
    _order_problems(view)
    _plan(view, writer)
    return view


def _absorb(view: View, exchanges: Sequence[Exchange], ahead: Sequence[Meeting]) -> None:
    """What the user did since the last run, answers in Matches included."""
    view.absorbed = absorb(
        view.tables,
        view.identities,
        view.config,
        today=view.today,
        new_id=view.new_id,
        exchanges=exchanges,
        ahead=ahead,
    )
    answered, told = answer_changes(view, view.absorbed.changes, new_id=view.new_id)
    view.absorbed.changes += answered
    view.absorbed.notes += told


def _decide(view: View) -> None:
    """Who is due since when, and what the habits of the practice add."""
    known = history(view.tables, view.absorbed, view.today)
    view.decided = decide(view.tables.contacts.frame, known, view.config, today=view.today)
    view.practice = practise(view.situation)


def _choose(view: View) -> None:
    """This week's people, and the list of everyone who is not ok."""
    ids, extra = view.identities.ids, view.practice.candidates
    view.choice = choose(
        view.decided, ids, view.absorbed, view.tables, view.config, today=view.today, extra=extra
    )
    view.due, view.listed = list_due(
        view.decided, view.so_far, view.practice.reasons, view.choice, today=view.today
    )


def _draft(view: View, templates: Sequence[Template]) -> Writer:
    """A stub for each of this week's people."""
    writer = Writer(
        view.tables,
        view.absorbed,
        view.config,
        today=view.today,
        templates=templates,
        extra=view.practice.facts,
    )
    view.drafts = tuple(
        writer.drafts(
            view.choice,
            view.listed,
            new_id=view.new_id,
            layout=view.found.complete["drafts"],
            live_links=view.workbook.live_links,
        )
    )
    return writer


def _order_problems(view: View) -> None:
    every = [*view.tables.problems, *view.identities.problems, *view.absorbed.problems]
    view.tables.problems[:] = in_order(every, view.found)


def _plan(view: View, writer: Writer) -> None:
    """What the sheet should hold against what it holds. Rows that a dead run emptied come back before anything else."""
    changes: list[Change] = [*view.recovery.rows] or [
        *with_drafted(view.absorbed.changes, view.drafts),
        *contact_cells(
            view.tables,
            view.identities,
            view.decided,
            view.drafts,
            today=view.today,
            came=view.practice.came,
        ),
        *writer.follow(live_links=view.workbook.live_links),
        *(one.row for one in view.drafts),
        *promise_cells(view.tables, view.drafts),
        *view.practice.changes,
        *_tool_tabs(view),
    ]
    view.plan = assemble(view.found, changes, view.repairs, view.choices, view.absorbed.already)
    added = {one.tab for one in view.plan.changes if isinstance(one, AddTab)}
    view.absorbed.notes += [one.sentence for one in view.found.namesakes if one.key in added]


def _tool_tabs(view: View) -> list[Change]:
    """The tabs that are connectkit's own, each as a whole: those of the practice, Due and Problems."""
    reasons = {one.candidate.contact_id: one.told.why for one in view.drafts}
    due = due_tabs.due_tab(
        view.listed.values(),
        view.tables,
        view.absorbed,
        view.choice,
        reasons,
        view.practice.lines,
        today=view.today,
    )
    blocks = {
        **view.practice.blocks,
        "due": due,
        "problems": due_tabs.problem_rows(view.tables.problems),
    }
    if view.workbook.live_links:  # where a box can be ticked on a phone
        blocks["today"] = due_tabs.today_tab(
            view.listed.values(), view.tables, reasons.keys(), today=view.today
        )
    return [one for key, rows in blocks.items() for one in block(view.tables, view.found, key, rows)]


def _write(store: Store, view: View, memory: Memory, story: _Story, *, last: bool) -> None:
    """The snapshot kept, the plan written; the story says what it met, and whether the sync has come to its end."""
    memory.saw(view.read, view.named_ids)
    try:
        if view.plan:
            story.surprises += apply(store, replace(view.plan, run_id=view.new_id()), memory, view.config)
        story.done = not view.half_done
    except ChangedMeanwhile as changed:
        if last:
            raise
        if isinstance(changed, ColumnsMoved):
            story.surprises.append(changed.message)
            story.written(view)


def _report(view: View, store: Store, story: _Story, *, dry_run: bool) -> Report:
    """The last pass, and of those before it what still stands in the sheet."""
    entries = Counter((one["name"], one.dates["date"], one["kind"]) for one in view.tables.log)
    drafts = Counter((one["name"], one["template"]) for one in view.tables.drafts)
    logged = [one for one in story.logged if entries[one.name, one.date, one.kind]]
    drafted = [one for one in story.drafted if drafts[one.name, one.template]]
    return Report(
        today=view.today,
        contacts=len(view.tables.contacts.frame),
        due=view.due,
        promises=due_tabs.promises_due(view.absorbed, view.today),
        drafted=(*drafted, *(one.told for one in view.drafts)),
        logged=(*logged, *view.absorbed.logged),
        waiting=view.choice.waiting,
        problems=tuple(by_weight(view.tables.problems, view.found)),
        notes=tuple(dict.fromkeys([*story.notes, *view.absorbed.notes])),
        surprises=tuple(story.surprises),
        plan=view.plan,
        requests=store.requests,
        dry_run=dry_run,
        restart=view.choice.restart,
        lying=view.choice.lying,
        workbook=view.workbook.name,
        tabs={key: here.title for key, here in view.found.complete.items()},
    )
