"""``connectkit history [NAME]``: every run and what it changed, cell by cell, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from connectkit import schema
from connectkit.commands.common import emit, pass_settings
from connectkit.errors import UsageError
from connectkit.model import AddColumns, AddTab, AppendRow, CellValue, Change, ReplaceRows, SetCell
from connectkit.options import Settings
from connectkit.people.find import Candidate, pick
from connectkit.session import Session, open_session
from connectkit.sheet.codec import in_words
from connectkit.text.plain import fold

if TYPE_CHECKING:
    from connectkit.journal.rows import Recorded, Run
    from connectkit.report.page import Page

_ENDINGS = {
    "applied": "",
    "pending": "began and did not end; the next sync finds out from the sheet",
    "unknown": "did not end well; the next sync finds out from the sheet",
}


@click.command("history")
@click.argument("name", required=False)
@click.option("--run", "run_id", metavar="RUN", help="Only this run, with every cell.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000), help="So many runs.")
@click.option("--mcp", "assistant", is_flag=True, help="Show what your assistant asked and proposed instead.")
@pass_settings
def command(settings: Settings, name: str | None, run_id: str | None, limit: int, assistant: bool) -> None:
    """Show what connectkit changed: every run, or one person's changes.

    NAME is the name as it stands in the sheet, or the ID. What you typed yourself is not listed: connectkit
    does not watch you.
    """
    if assistant:
        _show_calls(settings, limit)
        return
    with open_session(settings, "history") as session:
        groups = _groups(session, name, run_id, limit)
    if settings.json:
        emit({"schema": "connectkit.history/1", "runs": [_run_json(run, found) for run, found in groups]})
    else:
        _show(groups, detailed=bool(name or run_id))


def _show_calls(settings: Settings, limit: int) -> None:
    """The newest calls of ``connectkit mcp``, newest first."""
    from connectkit.assistant.calls import CALLS, read_calls
    from connectkit.report import terminal
    from connectkit.report.page import Page

    with open_session(settings, "history") as session:
        calls = read_calls(session.state / CALLS)[::-1][:limit]
    if settings.json:
        emit({"schema": "connectkit.history/1", "calls": calls})
        return
    page = Page(terminal.columns())
    for one in calls:
        asked = ", ".join(f"{key}: {value}" for key, value in one["arguments"].items())
        page.point(f"{one['at']}  {one['tool']}" + (f" ({asked})" if asked else "") + f": {one['end']}")
    if not calls:
        page.say("No assistant has asked anything yet.")
    terminal.show(page.lines)


def _groups(
    session: Session, name: str | None, run_id: str | None, limit: int
) -> list[tuple[Run, Sequence[Recorded]]]:
    """Runs with their changes, newest first."""
    journal = session.journal
    if name:
        return _by_run(_person(session, name))[:limit]
    runs = (journal.run(run_id),) if run_id else journal.runs(limit)
    return [(run, journal.recorded(run.run_id)) for run in runs]


def _person(session: Session, name: str) -> tuple[Recorded, ...]:
    """Their changes: by the names of the last sync, else by a name they had when a change was made."""
    journal = session.journal
    people = [Candidate(0, identity, known, "") for identity, known in journal.known_names().items()]
    try:
        return journal.person(pick(people, name).id)
    except UsageError:
        former = journal.named(name)
        if not former or fold(name) in {fold(one.name) for one in people}:
            raise
        return former


def _by_run(found: Iterable[Recorded]) -> list[tuple[Run, Sequence[Recorded]]]:
    grouped: dict[str, tuple[Run, list[Recorded]]] = {}
    for one in found:
        grouped.setdefault(one.run.run_id, (one.run, []))[1].append(one)
    return list(reversed(grouped.values()))


# ---- JSON --------------------------------------------------------------------------------------------


def _run_json(run: Run, found: Sequence[Recorded]) -> dict[str, Any]:
    return {
        "run": run.run_id,
        "started": run.started.isoformat(),
        "finished": run.finished.isoformat() if run.finished else None,
        "origin": run.origin,
        "version": run.version,
        "status": run.status,
        "surprises": list(run.surprises),
        "changes": [change_json(one.change, one.was if one.raced else None) for one in found],
    }


def change_json(change: Change, was: CellValue = None) -> dict[str, Any]:
    """One change as data: kind, tab, row, column, ID, name, before and after as text (rows as mappings)."""
    entry: dict[str, Any] = {"kind": _KINDS[type(change)], "tab": schema.tab(change.tab).title}
    match change:
        case SetCell():
            entry |= {"row": change.row, "column": _title(change.tab, change.column)}
            entry |= {"id": change.id, "name": change.name}
            entry |= {"before": in_words(change.before), "after": in_words(change.after)}
            if was is not None:
                entry["found"] = in_words(was)
        case AppendRow():
            entry |= {"id": change.id, "after": _row_json(change.tab, change.values)}
        case ReplaceRows():
            entry |= {"before": len(change.before), "after": len(change.rows)}
        case AddColumns():
            entry |= {"after": [title for _, title in change.columns.values()]}
        case AddTab():
            entry |= {"after": change.title}
    return entry


_KINDS: dict[type, str] = {
    SetCell: "cell",
    AppendRow: "new row",
    ReplaceRows: "tab rewritten",
    AddTab: "new tab",
    AddColumns: "new columns",
}


def _title(tab: str, column: str) -> str:
    try:
        return schema.tab(tab).column(column).title
    except (KeyError, StopIteration):  # written by another version of connectkit
        return column


def _row_json(tab: str, values: Mapping[str, CellValue]) -> dict[str, str]:
    return {_title(tab, key): in_words(value) for key, value in values.items() if value is not None}


# ---- text --------------------------------------------------------------------------------------------


def _show(groups: Sequence[tuple[Run, Sequence[Recorded]]], *, detailed: bool) -> None:
    from connectkit.report import terminal
    from connectkit.report.page import Page

    page = Page(terminal.columns())
    if not groups:
        page.say("connectkit has not changed anything in this sheet yet.")
    for number, (run, found) in enumerate(groups):
        if number:
            page.blank()
        _head(page, run, found)
        for line in _lines(found) if detailed else summary_of([one.change for one in found]):
            page.point(line)
    if groups and not detailed:
        page.blank()
        page.say("connectkit history --run RUN shows every cell of a run, connectkit undo RUN takes it back.")
    terminal.show(page.lines)


def _head(page: Page, run: Run, found: Sequence[Recorded]) -> None:
    from connectkit.text.say import count

    when = run.started.strftime("%Y-%m-%d %H:%M")
    page.say(f"{when}  {run.origin} {run.run_id}: {count(len(found), 'change', 'changes')}", "bold")
    if ending := _ENDINGS.get(run.status, run.status):
        page.say(f"This run {ending}.", first="  ", rest="  ")
    for surprise in run.surprises:
        page.say(surprise, first="  ", rest="  ")


def summary_of(changes: Sequence[Change]) -> Iterator[str]:
    """One line a tab and column: how many cells, of whom; one line a row that was added."""
    cells: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        if isinstance(change, SetCell):
            cells.setdefault((change.tab, change.column), []).append(change.name)
    for (tab, column), names in cells.items():
        shown = ", ".join(dict.fromkeys(name for name in names if name))
        shown = shown if len(shown) <= 60 else shown[:59].rsplit(",", 1)[0] + " …"
        yield f"{schema.tab(tab).title}, {_title(tab, column)}: {len(names)} ({shown or 'no names'})"
    yield from (line_of(change) for change in changes if not isinstance(change, SetCell))


def _lines(found: Sequence[Recorded]) -> Iterator[str]:
    for one in found:
        line = line_of(one.change)
        if one.raced:
            line += f" (you had just written “{in_words(one.was)}” there)"
        yield line


def line_of(change: Change) -> str:
    """One change as a line for a person."""
    tab = schema.tab(change.tab).title
    match change:
        case SetCell():
            whose = change.name or f"row {change.row}"
            before, after = in_words(change.before) or "empty", in_words(change.after) or "empty"
            return f"{tab}, {whose}, {_title(change.tab, change.column)}: {before} → {after}"
        case AppendRow():
            values = change.values
            what = in_words(values.get("name") or values.get("who"))
            text = in_words(values.get("summary") or values.get("subject") or values.get("what"))
            whom = f" for {what}" if what else ""
            return f"{tab}: new row{whom}" + (f", “{text}”" if text else "")
        case ReplaceRows():
            return f"{tab}: rewritten, {len(change.rows)} rows"
        case AddColumns():
            return f"{tab}: new columns {', '.join(title for _, title in change.columns.values())}"
        case AddTab():
            return f"new tab {change.title}"
