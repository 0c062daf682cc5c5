"""``connectkit init --from FILE…``: a workbook that is full from the first day, shown before it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connectkit.commands.common import emit
from connectkit.commands.import_ import batch_of, empty_view, nothing_in, options_for, progress
from connectkit.config import file as config_file
from connectkit.errors import ImportFailed, UsageError
from connectkit.options import Settings
from connectkit.session import new_id, read_day, today_in

if TYPE_CHECKING:
    from connectkit.config.config import Config
    from connectkit.merging.first_fill import Start
    from connectkit.merging.result import Merge
    from connectkit.people.records import Item
    from connectkit.view import View

ASKED = "Answer in the tab Matches"
WEEKS_SHOWN = 4
NAMES_SHOWN = 12


@dataclass(frozen=True)
class Filling:
    """Where the first workbook goes, from which files, and what was asked for."""

    workbook: Path
    settings: Path
    files: Sequence[Path]
    me: Sequence[str]
    known_only: bool
    today: str | None
    yes: bool


@dataclass(frozen=True)
class File:
    """One of the files, what it was taken for, and how many records it held."""

    path: Path
    kind: str
    read: int


def filling(given: Mapping[str, Any], workbook: Path, target: Path, *, yes: bool) -> Filling:
    """What was asked for on the command line. UsageError where options don't go together."""
    if not given["files"]:
        name = given["more"][0]
        raise UsageError(
            f"init takes no file {name} by itself.",
            f"To fill a new workbook from it: connectkit init --from {name}. "
            f"To take it on as it is: connectkit init --workbook {name}",
        )
    if given["google"] is not None or given["workbook"] is not None:
        raise UsageError(
            "--from makes a new workbook, so it can't go together with --workbook or --google.",
            "Take your sheet on first, then: connectkit import FILE --apply",
        )
    files = (*given["files"], *given["more"])
    return Filling(workbook, target, files, given["me"], given["known_only"], given["today"], yes)


def start_from(settings: Settings, wish: Filling) -> None:
    """Reads the files, shows what the workbook would hold, and makes it on consent.

    Raises:
        ImportFailed: a file can't be read, or one of them holds no record.
    """
    from connectkit.merging.first_fill import propose

    text = config_file.starter_config(wish.workbook.name, extra=_me(wish.me))
    config = config_file.parse(text.encode("utf-8"), wish.settings)
    day = read_day(wish.today) if wish.today else today_in("")
    view = empty_view(config, day)
    files, merge = _read(settings, view, wish)
    start = propose(merge.plan.changes, config, day)
    if not settings.json:
        _show(files, merge, start, wish)
    agreed = wish.yes or (settings.person and click.confirm("Go ahead?", default=False, err=True))
    if agreed:
        _write(wish, text, config, start)
    if settings.json:
        emit(_to_json(files, merge, start, wish, written=agreed))
    elif agreed:
        click.echo(
            f"Made {wish.workbook} and {wish.settings}. Look through the column Tier, then: connectkit sync"
        )
    else:
        click.echo("Nothing was written. To do it: the same command with --yes")


def _me(told: Sequence[str]) -> str:
    """The settings that say who the user is."""
    names = [one for one in told if "@" not in one]
    mails = [one for one in told if "@" in one]
    lines = [f"  name: {config_file.quoted(names[0])}"] if names else []
    lines += [f"  emails: [{', '.join(map(config_file.quoted, mails))}]"] if mails else []
    return (
        "\n".join(["# You: how drafts are signed, and addresses that are never a contact.", "me:", *lines])
        if lines
        else ""
    )


def _read(settings: Settings, view: View, wish: Filling) -> tuple[list[File], Merge]:
    """All files as one import, so that somebody who is in several is one person."""
    from connectkit.merging.merge import plan_import

    files: list[File] = []
    batch = replace(batch_of(view, "init"), tagged=False, listed_only=wish.known_only)
    merge = plan_import(view, _items(settings, view, wish.files, files), batch, new_id=new_id)
    if not any(one.verdict == "new" for one in merge.people):
        names, kinds = ([str(one.path) for one in files], dict.fromkeys(one.kind for one in files))
        raise nothing_in(" and ".join(names), replace(merge, kind=" and ".join(kinds)))
    return files, merge


def _items(settings: Settings, view: View, paths: Sequence[Path], files: list[File]) -> Iterator[Item]:
    from connectkit.importers.detect import recognise, records
    from connectkit.people.records import Exchange, Note

    for path in paths:
        form = recognise(path)
        kind = form.kind if form else "folder"
        options = options_for(view.config, view.today)
        count = 0
        with progress(settings, path) as tick:
            for item in records(path, form, replace(options, progress=tick)):
                count += not isinstance(item, Note)
                yield replace(item, source=kind) if isinstance(item, Exchange) else item
        if not count:
            raise ImportFailed(
                f"{path} was read as {kind} and holds no record.",
                f"Leave it out, or look into it with connectkit import {path}",
            )
        files.append(File(path, kind, count))


def _write(wish: Filling, text: str, config: Config, start: Start) -> None:
    from connectkit.commands.common import save_new
    from connectkit.stores.xlsx.tabs.fresh import new_workbook, standard_tabs

    choices = {"contacts.tier": tuple(tier.name for tier in config.tiers)}
    content = new_workbook(standard_tabs(start.rows), choices=choices)
    wish.settings.parent.mkdir(parents=True, exist_ok=True)
    save_new(wish.workbook, content)
    save_new(wish.settings, text.encode("utf-8"))


def _show(files: Sequence[File], merge: Merge, start: Start, wish: Filling) -> None:
    from connectkit.report import terminal
    from connectkit.report.page import Page
    from connectkit.text.say import count

    people = sum(map(len, start.tiers.values()))
    page = Page(terminal.columns())
    for one in files:
        page.say(f"{one.path.name}: {one.kind}, {count(one.read, 'record', 'records')}", "bold")
    page.blank()
    page.say(
        f"{wish.workbook} would hold {count(people, 'person', 'people')} and "
        f"{count(merge.logged, 'entry', 'entries')} of the Log."
    )
    for note in merge.notes:
        page.say(note)
    page.title("Tiers, from how often you were in touch in the last twelve months; all yours to change")
    for tier, names in start.tiers.items():
        page.point(f"{tier}: {_some(names)}" if names else f"{tier}: nobody")
    page.title("Whose turn it is first, as many a week as you write to; the column Next touch says it")
    for monday, names in list(start.weeks.items())[:WEEKS_SHOWN]:
        page.point(f"week of {monday.isoformat()}: {_some(names)}")
    questions = [f"{one.other} and {one.contact}: {one.why}" for one in merge.questions]
    if questions:
        page.title(f"Doubtful, asked in the tab Matches: {len(questions)}")
        for one_question in questions[:NAMES_SHOWN]:
            page.point(one_question)
    _show_skipped(page, merge)
    page.blank()
    terminal.show(page.lines)


def _show_skipped(page: Any, merge: Merge) -> None:
    """Why records were left out, each reason once; those that are asked about were listed already."""
    reasons: dict[str, list[str]] = {}
    left_out = [one for one in merge.skipped if not one.why.endswith(ASKED)]
    for one in left_out:
        reasons.setdefault(one.why, []).append(one.where)
    if not reasons:
        return
    page.title(f"Skipped: {len(left_out):,}")
    for why, places in list(reasons.items())[:NAMES_SHOWN]:
        more = f" and {len(places) - 3:,} more" if len(places) > 3 else ""
        page.point(f"{why}: {', '.join(places[:3])}{more}")
    if len(reasons) > NAMES_SHOWN:
        page.point(f"and {len(reasons) - NAMES_SHOWN:,} more reasons (--json lists all)")


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN])
    return f"{len(names):,}: {shown}" + (" …" if len(names) > NAMES_SHOWN else "")


def _to_json(
    files: Sequence[File], merge: Merge, start: Start, wish: Filling, *, written: bool
) -> Mapping[str, Any]:
    from connectkit.report import import_text

    return {
        "schema": "connectkit.init/1",
        "from": [{"file": str(one.path), "kind": one.kind, "read": one.read} for one in files],
        "import": import_text.to_json(merge, applied=written),
        "tiers": {tier: list(names) for tier, names in start.tiers.items()},
        "weeks": [
            {"week": monday.isoformat(), "names": list(names)} for monday, names in start.weeks.items()
        ],
        "written": written,
        "workbook": str(wish.workbook),
        "config": str(wish.settings),
    }
