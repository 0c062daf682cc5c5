"""A report in words for a person at a terminal, and as JSON for a script.

Dates in JSON are ISO, what is not known is null, and the keys stand in the order they are documented in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from connectkit.absorb.absorbed import LoggedRow
from connectkit.drafts.row import Drafted
from connectkit.due.lines import DueRow, PromiseDue
from connectkit.due.tabs import label
from connectkit.model import Problem, ReplaceRows
from connectkit.report.page import Line, Page
from connectkit.report.report import Report
from connectkit.report.text_width import clean, pad, width
from connectkit.text.say import count, long_date, short_date

SCHEMA = "connectkit.sync/1"
MORNING = 30
"""So many lines an ordinary morning's report has; ``sync --all`` shows the rest."""
LIMITS = (12, 8, 5, 3)
"""So many items a list of a sync shows: the largest number with which the report fits a morning."""
ASKED = 3
"""So many people logged are each asked about; with more it would read like homework."""

_RESTING = ("snoozed", "paused", "fade")
_STYLES = {"late": "bold red", "due": "yellow", "never": "cyan", "unreadable": "magenta", "soon": "green"}


# ---- JSON --------------------------------------------------------------------------------------------


def to_json(report: Report) -> dict[str, Any]:
    """The report as plain data with the schema ``connectkit.sync/1``.

    An ID that a dry run would have minted is empty: the next run mints another.
    """
    unborn = {
        one.after
        for one in report.plan.cells
        if (one.tab, one.column) == ("contacts", "id") and report.dry_run
    }
    return {
        "schema": SCHEMA,
        "today": report.today.isoformat(),
        "contacts": report.contacts,
        "due": [due_json(row._replace(id="") if row.id in unborn else row) for row in report.due],
        "drafted": [row._asdict() for row in report.drafted],
        "logged": [{**row._asdict(), "date": _iso(row.date)} for row in report.logged],
        "waiting": report.waiting,
        "problems": [problem._asdict() for problem in report.problems],
        "changes": {"cells": len(report.plan.cells), "rows": _rows(report)},
        "surprises": list(report.surprises),
        "requests": {"read": report.requests.read, "write": report.requests.write},
        "dry_run": report.dry_run,
    }


def due_json(row: DueRow) -> dict[str, Any]:
    """One contact's state, as every JSON output shows it."""
    return {
        "name": row.name,
        "id": row.id,
        "tier": row.tier,
        "state": row.state,
        "last_contact": _iso(row.last_contact),
        "next_due": _iso(row.next_due),
        "days_overdue": row.days_overdue,
        "share": row.share,
        "why": row.why,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _rows(report: Report) -> int:
    """Rows appended, and rows of our own tabs that are written anew."""
    rewritten = sum(len(one.rows) for one in report.plan.changes if isinstance(one, ReplaceRows))
    return len(report.plan.appended) + rewritten


# ---- text --------------------------------------------------------------------------------------------


def to_text(report: Report, columns: int = 80) -> str:
    """The report as lines of text, at most ``columns`` wide where words allow it."""
    return "\n".join(line.text for line in sync_lines(report, columns)) + "\n"


def sync_lines(report: Report, columns: int = 80, *, closing: bool = True, whole: bool = False) -> list[Line]:
    """What a sync did and found: the week's people, what could not be used, what was logged, what is next.

    Its lists are cut so that it has :data:`MORNING` lines at most where that is possible; not if it is ``whole``.
    """
    lines: list[Line] = []
    for limit in (None,) if whole else LIMITS:
        lines = _sync_page(report, columns, limit, closing=closing)
        if len(lines) <= MORNING:
            break
    return lines


def _sync_page(report: Report, columns: int, limit: int | None, *, closing: bool) -> list[Line]:
    page = _ReportPage(columns, report.tab, limit)
    page.head(report)
    page.drafted(report.drafted, dry_run=report.dry_run)
    page.promises(report.promises)
    page.people("Due now, in this order", due_now(report))
    page.resting(report)
    page.problems(report.problems)
    page.sentences("The sheet changed while connectkit wrote", report.surprises)
    page.logged(report.logged, dry_run=report.dry_run)
    page.notes(report.notes, dry_run=report.dry_run)
    page.close(report, advice=closing)
    return page.lines


def due_lines(report: Report, columns: int = 80) -> list[Line]:
    """Who is due and why, who comes next, who rests; all of them."""
    page = _ReportPage(columns, report.tab)
    page.head(report)
    page.promises(report.promises)
    page.people("Due now, in this order", due_now(report))
    page.people("Soon", _in(report.due, ("soon",)))
    page.people("No contact yet", [row for row in _in(report.due, ("never",)) if row not in due_now(report)])
    page.people("Not known, because Last contact could not be read", _in(report.due, ("unreadable",)))
    page.resting(report, soon=False)
    page.problems(report.problems)
    if not report.promises and not due_now(report):
        page.blank()
        page.say("Nobody is waiting for you today.")
    return page.lines


def due_now(report: Report) -> list[DueRow]:
    """Who is waiting today: late and due people, and first hellos whose day has come."""
    today = report.today
    return [
        row
        for row in report.due
        if row.state in ("late", "due")
        or (row.state == "never" and (row.next_due is None or row.next_due <= today))
    ]


def _in(rows: Iterable[DueRow], states: Sequence[str]) -> list[DueRow]:
    return [row for row in rows if row.state in states]


class _ReportPage(Page):
    """Each method adds one part of a report, or nothing when there is nothing to say.

    ``tab`` gives the title of a tab by its key; no list shows more than ``limit`` items.
    """

    def __init__(self, columns: int, tab: Callable[[str], str], limit: int | None = None) -> None:
        super().__init__(columns)
        self.tab, self.limit = tab, limit

    def _rest(self, items: Sequence[object], where: str) -> None:
        """How many items of a list are not shown, and where they are."""
        if self.limit is not None and len(items) > self.limit:
            self.inset(f"and {len(items) - self.limit} more{where}")

    def head(self, report: Report) -> None:
        parts = [report.workbook, long_date(report.today), count(report.contacts, "person", "people")]
        self.say(" · ".join(part for part in parts if part), "bold")
        if report.restart:
            self.say("It has been quiet for a while. One or two people are enough to begin again.")
        if report.lying:
            self.say(
                f"{report.lying} drafts lie untouched in the tab {self.tab('drafts')}, so there is no new one: send, skip or delete them first."
            )

    def promises(self, promises: Sequence[PromiseDue]) -> None:
        if promises:
            self.title("Promises due")
        for one in promises[: self.limit]:
            whose = f"to {one.who}" if one.by == "me" else f"by {one.who}, to you"
            self.point(f"{one.what} ({whose}), {_past(one.days_overdue)}")
        self._rest(promises, f", in the tab {self.tab('due')}.")

    def drafted(self, drafted: Sequence[Drafted], *, dry_run: bool) -> None:
        if not drafted:
            return
        verb = "Would be drafted" if dry_run else "Drafted"
        self.title(f"{verb} for you to finish, in the tab {self.tab('drafts')}")
        for one in drafted:
            self.point(f"{one.name}: {one.why}")
            if one.needs:
                self.inset(f"still needs: {one.needs}")

    def people(self, title: str, rows: Sequence[DueRow]) -> None:
        if not rows:
            return
        self.title(title)
        shown = rows[: self.limit]
        names = min(max(width(clean(row.label or row.name)) for row in shown), self.columns // 3)
        states = max(len(label(row)) for row in shown)
        for number, row in enumerate(shown, 1):
            word = label(row)
            lead = f"{number:>4}  {pad(clean(row.label or row.name), names)}  {word:<{states}}  "
            self.say(row.why, _STYLES.get(row.state, ""), lead, " " * width(lead))
        self._rest(rows, ": connectkit due names them all.")

    def resting(self, report: Report, *, soon: bool = True) -> None:
        found = Counter(row.state for row in report.due)
        parts = [f"{found[state]} {state}" for state in _RESTING if found[state]]
        sentences = []
        if soon and found["soon"]:
            verb = "becomes" if found["soon"] == 1 else "become"
            sentences.append(f"{count(found['soon'], 'person', 'people')} {verb} due soon.")
        later = found["never"] - sum(row.state == "never" for row in due_now(report))
        if soon and later:
            sentences.append(f"{count(later, 'first hello has', 'first hellos have')} time.")
        if parts:
            sentences.append(f"Left in peace: {', '.join(parts)}.")
        if report.waiting:
            verb = "waits its" if report.waiting == 1 else "wait their"
            sentences.append(f"{report.waiting} more {verb} turn; there is no hurry.")
        if sentences:
            self.blank()
            self.say(" ".join(sentences))

    def logged(self, logged: Sequence[LoggedRow], *, dry_run: bool) -> None:
        if not logged:
            return
        self.title("Would be taken into the Log" if dry_run else "Taken into the Log")
        for one in logged[: self.limit]:
            self.point(
                f"{one.name}, {one.kind or 'in touch'}, {short_date(one.date)} (from the {one.source})"
            )
        self._rest(logged, f", in the tab {self.tab('log')}.")
        names = list(dict.fromkeys(one.name for one in logged))
        if not dry_run and len(names) <= ASKED:
            who = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
            self.inset(f"What will you ask {who} next time? One line in Next time becomes the next message.")

    def problems(self, problems: Sequence[Problem]) -> None:
        if not problems:
            return
        what = ("cell", "cells") if all(one.cell for one in problems) else ("thing", "things")
        self.title(f"{count(len(problems), *what)} connectkit could not use (nothing was guessed)")
        for one in problems[: self.limit]:
            place = " ".join(part for part in (one.tab, one.cell) if part)
            column = f", {one.column}" if one.column else ""
            value = f" “{one.value}”" if one.value and one.value not in one.message else ""
            self.point(f"{place}{column}{value}: {one.message}")
        self._rest(problems, f", in the tab {self.tab('problems')}.")

    def notes(self, notes: Sequence[str], *, dry_run: bool) -> None:
        self.sentences("In your own cells", notes[: self.limit])
        where = "--all shows them" if dry_run else "connectkit history shows every cell"
        self._rest(notes, f"; {where}.")

    def close(self, report: Report, *, advice: bool) -> None:
        self.blank()
        self.say(_written(report))
        for sentence in _next(report) if advice else ():
            self.say(sentence)


def _written(report: Report) -> str:
    if not report.plan:
        return "Nothing had to be changed in the sheet."
    what = f"{count(len(report.plan.cells), 'cell', 'cells')} and {count(_rows(report), 'row', 'rows')}"
    return f"Nothing was written (dry run); it would be {what}." if report.dry_run else f"Written: {what}."


def _next(report: Report) -> Iterator[str]:
    book = report.workbook or "your sheet"
    if not report.contacts:
        save = ", save" if book.casefold().endswith((".xlsx", ".xlsm")) else ""  # a Google Sheet saves itself
        yield f"There is nobody in your sheet yet. Next: open {book}, write a few people into the tab {report.tab('contacts')}{save}."
    elif report.dry_run:
        yield "Next: the same command without --dry-run."
    elif report.drafted:
        yield f"Next: open {book}, tab {report.tab('drafts')}. Make the text yours, send it yourself, set Status to Sent."
    elif any(one.cell for one in report.problems):
        yield f"Next: open {book}, tab {report.tab('problems')}; each line says what to put right."
    elif not due_now(report) and not report.promises:
        yield "Nobody is waiting for you today."


def _past(days: int) -> str:
    if days == 0:
        return "due today"
    return f"{count(days, 'day', 'days')} past" if days > 0 else f"due in {count(-days, 'day', 'days')}"
