"""``connectkit import FILE``: people and interactions from where they are today, shown first, added on ``--apply``."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.errors import ImportFailed, UsageError
from connectkit.importers.base import IMPORTERS
from connectkit.options import Settings
from connectkit.session import NO_SETTINGS, Session, new_id, open_session, read_day, today_in

if TYPE_CHECKING:
    from datetime import date

    from connectkit.config.config import Config
    from connectkit.importers.base import Options
    from connectkit.merging.result import Merge
    from connectkit.view import View


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line."""

    path: Path
    kind: str
    apply: bool
    known_only: bool
    subjects: bool
    unanswered: bool
    everything: bool
    date_order: str | None
    encoding: str
    headers: tuple[str, ...]


@click.command("import", epilog=f"Kinds: {', '.join(IMPORTERS)}.")
@click.argument("path", metavar="FILE_OR_FOLDER", type=click.Path(path_type=Path))
@click.option("--kind", default="", metavar="KIND", help="What the file is; otherwise its content says it.")
@click.option("--apply", is_flag=True, help="Do it. Without this, nothing is written.")
@click.option("--known-only", is_flag=True, help="Take interactions with people in your sheet; add nobody.")
@click.option("--subjects", is_flag=True, help="Keep subjects of mails and meetings in the Log.")
@click.option("--unanswered", is_flag=True, help="Count meetings that were not accepted, only not declined.")
@click.option("--date-order", type=click.Choice(["dmy", "mdy", "ymd"]), help="How the file writes 3/4/2026.")
@click.option("--encoding", default="", metavar="NAME", help="The file's encoding, where names look wrong.")
@click.option(
    "--header",
    "headers",
    multiple=True,
    metavar="COLUMN=HEADER",
    help='What the file calls a column: email="Kontakt".',
)
@click.option("--all", "everything", is_flag=True, help="List every record, not only the first ones.")
@click.option("--today", metavar="DATE", help="Pretend it is this day (2026-11-23).")
@pass_settings
def command(settings: Settings, /, today: str | None, **given: Any) -> None:
    """Bring in people and interactions from a file or folder.

    Shows who is new, who is in your sheet already and what they would gain, and what is skipped and why; writes
    nothing before you say --apply. Then everything is added in one step, and connectkit undo takes it back.
    The file is read on this machine and sent nowhere; texts of messages are not kept.
    """
    wish = Wish(**given)
    with _view(settings, wish, today) as (view, session):
        merge = look(settings, view, wish)
        surprises: tuple[str, ...] = ()
        if wish.apply and merge.plan and session is not None:
            from connectkit.write import apply

            session.journal.snapshot(view.workbook)
            surprises = apply(session.store, merge.plan, session.journal, session.config)
    _show(settings, merge, wish, surprises)


command.help = f"{command.help}\n\nKinds: {', '.join(IMPORTERS)}."


@contextlib.contextmanager
def _view(settings: Settings, wish: Wish, today: str | None) -> Iterator[tuple[View, Session | None]]:
    """The sheet to import into; without a settings file a dry run sees an empty one."""
    from connectkit.config.config import Config
    from connectkit.view import open_view

    opened = open_session(settings, "import", today=today, writes=wish.apply)
    with contextlib.ExitStack() as stack:
        try:
            session = stack.enter_context(opened)
        except UsageError as error:
            if error.message != NO_SETTINGS or wish.apply:
                raise
            settings.say(
                "There is no connectkit.yaml here, so everybody counts as new. To start with this file: "
                f"connectkit init --from {wish.path}"
            )
            yield empty_view(Config(), read_day(today) if today else today_in("")), None
            return
        workbook = session.store.read()
        day = session.day(workbook.timezone)
        known = session.journal.known_names()
        yield open_view(workbook, session.config, today=day, new_id=new_id, known=known), session


def empty_view(config: Config, day: date) -> View:
    """A sheet that nobody is in yet."""
    from connectkit.model import RawTab, Workbook
    from connectkit.view import open_view

    columns: list[Any] = ["Name", "Last contact", "Notes"]
    return open_view(Workbook((RawTab("Contacts", "Contacts", [columns]),)), config, today=day, new_id=new_id)


def options_for(config: Config, day: date, *, zone: str = "", wish: Wish | None = None) -> Options:
    """What the formats have to know, from the settings and the command line."""
    from connectkit.importers.base import Options
    from connectkit.people.person_cells import region_of

    pairs = [one.partition("=") for one in (wish.headers if wish else ())]
    if not all(header.strip() for _, _, header in pairs):
        raise UsageError("--header names no header.", 'Write for example --header email="Kontakt".')
    return Options(
        today=day,
        owner_emails=tuple(one.casefold() for one in config.me.emails),
        owner_name=config.me.name,
        date_order=(wish.date_order if wish else None) or config.date_order,
        locale=config.locale,
        timezone=zone or config.timezone,
        default_region=region_of(config.locale),
        keep_subject=bool(wish and wish.subjects),
        unanswered=bool(wish and wish.unanswered),
        encoding=wish.encoding if wish else "",
        headers=tuple((key.strip().casefold().replace(" ", "_"), header.strip()) for key, _, header in pairs),
    )


def look(settings: Settings, view: View, wish: Wish) -> Merge:
    """What the import would do.

    Raises:
        ImportFailed: the file can't be read, or holds nothing that could be taken.
    """
    from dataclasses import replace

    from connectkit.importers.detect import recognise, records
    from connectkit.merging.merge import plan_import

    form = recognise(wish.path, wish.kind, headers=bool(wish.headers))
    options = options_for(view.config, view.today, zone=view.workbook.timezone, wish=wish)
    batch = batch_of(view, form.kind if form else "folder", known_only=wish.known_only)
    with progress(settings, wish.path) as tick:
        items = records(wish.path, form, replace(options, progress=tick))
        merge = plan_import(view, items, batch, new_id=new_id)
    if not (
        merge.new
        or merge.matched
        or merge.questions
        or any(one.verdict == "question" for one in merge.people)
    ):
        raise nothing_in(str(wish.path), merge)
    return merge


def batch_of(view: View, kind: str, *, known_only: bool = False) -> Any:
    """The import as ``merge`` sees it."""
    from connectkit.merging.result import Batch
    from connectkit.people.person_cells import region_of

    return Batch(
        kind=kind,
        source=kind,
        today=view.today,
        region=region_of(view.config.locale or view.workbook.locale),
        owner_emails=frozenset(one.casefold() for one in view.config.me.emails),
        owner_name=view.config.me.name,
        known_only=known_only,
    )


def nothing_in(name: str, merge: Merge) -> ImportFailed:
    """The sentence for files that hold nobody who could be taken."""
    from connectkit.importers.base import load
    from connectkit.report import import_text

    details = import_text.to_json(merge, applied=False)
    sought = load(merge.kind).help if merge.kind in IMPORTERS else "files of any kind connectkit knows"
    if not merge.skipped:
        return ImportFailed(
            f"{name} was read as {merge.kind} and holds no record.",
            f"Looked for: {sought} If it is something else, name it with --kind.",
            details,
        )
    reasons = list(dict.fromkeys(f"{one.why} ({one.where})" for one in merge.skipped))
    more = f"; and {len(reasons) - 3} more" if len(reasons) > 3 else ""
    return ImportFailed(
        f"{name} was read as {merge.kind}; of its {merge.read} records none can be taken: {'; '.join(reasons[:3])}{more}.",
        f"Looked for: {sought}",
        details,
    )


@contextlib.contextmanager
def progress(settings: Settings, path: Path) -> Iterator[Callable[[int], None]]:
    """A bar on stderr where a person looks at a terminal and the file is large; elsewhere nothing."""
    from connectkit.importers.detect import size_of

    size = size_of(path) if path.exists() else 0
    if not settings.person or settings.quiet or size < 1_000_000:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(f"Reading {path.name}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("read", total=size)
        yield lambda count: bar.advance(task, count)


def _show(settings: Settings, merge: Merge, wish: Wish, surprises: tuple[str, ...]) -> None:
    from connectkit.report import import_text, terminal

    if settings.json:
        emit(import_text.to_json(merge, applied=wish.apply, surprises=surprises))
        return
    for note in merge.notes:
        settings.say(note)
    if not settings.quiet:
        terminal.show(
            import_text.lines(
                merge,
                wish.path.name or wish.path.resolve().name,
                terminal.columns(),
                applied=wish.apply,
                everything=wish.everything,
            )
        )
    for surprise in surprises:
        settings.warn(surprise)
    if wish.apply and merge.plan:
        settings.say("connectkit undo takes the import back.")
