"""``connectkit init``: a new workbook, or the sheet somebody already has, taken on with their consent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.config import file as config_file
from connectkit.config.config import Config
from connectkit.errors import HeaderError, UsageError
from connectkit.options import Settings
from connectkit.schema import CONTACTS
from connectkit.session import new_id, now, session_for
from connectkit.stores.registry import home_of, walker

if TYPE_CHECKING:
    from connectkit.commands.init.adopt import Adoption

WORKBOOK = "network.xlsx"
SHOWN = 12

Written = tuple[Path, Callable[[Mapping[str, str]], str]]
"""Where the settings go, and their text with further headers to remember: column key to header."""


@click.command("init")
@click.option(
    "--workbook", type=click.Path(path_type=Path), metavar="FILE.xlsx", help="Take on this workbook."
)
@click.option(
    "--google",
    metavar="[URL]",
    is_flag=False,
    flag_value="",
    help="Take on this Google Sheet (its address, or the id); without an address asks step by step.",
)
@click.option(
    "--credentials",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Key file of a service account, for --google.",
)
@click.option(
    "--oauth",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Client file to sign in as yourself, for --google.",
)
@click.option(
    "--api-endpoint", metavar="URL", hidden=True, help="Where the Sheets API is, for emulators and proxies."
)
@click.option(
    "--header",
    "headers",
    multiple=True,
    metavar="COLUMN=HEADER",
    help='What your sheet calls a column: last_contact="Last coffee".',
)
@click.option("--tab", metavar="TITLE", help="The tab with your people, where several look alike.")
@click.option(
    "--from",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE…",
    help="Fill the new workbook from these exports: address books, calendars, mail, chats.",
)
@click.argument("more", nargs=-1, metavar="", type=click.Path(path_type=Path))
@click.option("--me", multiple=True, metavar="TEXT", help="With --from: your name, or an address of yours.")
@click.option(
    "--known-only", is_flag=True, help="With --from: nobody who is only in calendars, mail or chats."
)
@click.option("--today", metavar="DATE", help="With --from: pretend it is this day (2026-11-23).")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@pass_settings
def command(settings: Settings, /, headers: tuple[str, ...], tab: str | None, yes: bool, **given: Any) -> None:  # fmt: skip
    """Start with a new workbook, or take on the sheet you have.

    Without options: makes network.xlsx and connectkit.yaml here. With --workbook or --google: shows which of
    your headers was taken for which column and what would be added, and changes nothing before you agree.
    With --from: network.xlsx is full from the first day, with everybody from your files, how close they are by how
    often you were in touch, and their turns spread over the weeks ahead. Shown first; all of it is yours to edit.
    """
    target = _target(settings)
    if given["files"] or given["more"]:
        from connectkit.commands.init.init_from import filling, start_from

        start_from(settings, filling(given, _new_workbook(target), target, yes=yes))
        return
    if given["me"] or given["known_only"] or given["today"]:
        raise UsageError("--me, --known-only and --today belong to --from.", "Add --from with your exports.")
    if given["google"] is None and (given["credentials"] or given["oauth"]):
        raise UsageError(
            "--credentials and --oauth belong to --google.", "Add --google with the address of your sheet."
        )
    if given["google"] is not None and given["workbook"] is not None:
        raise UsageError(
            "--workbook and --google can't go together.", "One connectkit.yaml serves one sheet."
        )
    if given["google"] is None and given["workbook"] is None:
        _new(settings, target)
        return
    if given["google"] == "":
        folder, endpoint = target.absolute().parent, given["api_endpoint"] or ""
        found = walker("google")(settings, folder, now=now, api_endpoint=endpoint)
        given["google"], given["credentials"] = found
    known = _headers(headers)

    def text(more: Mapping[str, str]) -> str:
        return _settings_text(target, given, {**known, **more}, tab)

    config = config_file.parse(text({}).encode("utf-8"), target)
    _adopt(settings, config, (target, text), yes=yes)


def _new_workbook(target: Path) -> Path:
    """Where the new workbook goes. UsageError if there is one already."""
    workbook = target.parent / WORKBOOK
    if workbook.exists():
        raise UsageError(
            f"{workbook} exists already.", f"To take it on as it is: connectkit init --workbook {workbook}"
        )
    return workbook


def _target(settings: Settings) -> Path:
    """Where the settings will be written. UsageError if there is a file already."""
    target = settings.config or Path(config_file.FILE_NAME)
    if target.exists():
        raise UsageError(
            f"{target} exists already, so this folder is set up.",
            "Run connectkit sync; or name another settings file with --config OTHER.yaml.",
        )
    return target


def _new(settings: Settings, target: Path) -> None:
    """An empty workbook with all tabs, and its settings, side by side."""
    from connectkit.commands.common import save_new
    from connectkit.config.tiers import DEFAULT_TIERS
    from connectkit.stores.xlsx.tabs.fresh import new_workbook, standard_tabs

    workbook = _new_workbook(target)
    choices = {"contacts.tier": tuple(tier.name for tier in DEFAULT_TIERS)}
    save_new(workbook, new_workbook(standard_tabs(), choices=choices))
    save_new(target, config_file.starter_config(WORKBOOK).encode("utf-8"))
    if settings.json:
        emit(
            {"schema": "connectkit.init/1", "written": True, "workbook": str(workbook), "config": str(target)}
        )
        return
    click.echo(f"Made {workbook} and {target}.")
    click.echo(
        f"Next: open {workbook}, write a few people into the tab Contacts, save, close, then: connectkit sync"
    )


def _headers(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in given:
        key, equals, header = one.partition("=")
        if not equals or not header.strip():
            raise UsageError(
                f"--header {one} names no header.", 'Write for example --header last_contact="Last coffee".'
            )
        found[key.strip().casefold().replace(" ", "_")] = header.strip()
    return found


def _settings_text(target: Path, given: dict[str, Any], headers: dict[str, str], tab: str | None) -> str:
    """The settings to write; paths inside the settings' folder are relative to it."""
    text = config_file.starter_config(
        _seen_from(target, given["workbook"]) if given["workbook"] else None,
        google=_google(target, given) if given["google"] else None,
    )
    lines = []
    if headers:
        lines += ["", "# What your sheet calls these columns.", "headers:"]
        lines += [f"  {key}: {config_file.quoted(header)}" for key, header in headers.items()]
    if tab:
        lines += ["", "# The tab with your people.", "tabs:", f"  contacts: {config_file.quoted(tab)}"]
    return text + "".join(f"{line}\n" for line in lines)


def _google(target: Path, given: dict[str, Any]) -> dict[str, str]:
    found = {"sheet": str(given["google"])}
    for key in ("credentials", "oauth"):
        if given[key] is not None:
            found[key] = _seen_from(target, given[key])
    if given["api_endpoint"]:
        found["api_endpoint"] = given["api_endpoint"]
    return found


def _seen_from(target: Path, path: Path) -> str:
    folder, full = target.absolute().parent, path.expanduser().absolute()
    return full.relative_to(folder).as_posix() if full.is_relative_to(folder) else str(full)


def _adopt(settings: Settings, config: Config, written: Written, *, yes: bool) -> None:
    """Shows the adoption; on consent writes it, and the settings."""
    from connectkit.commands.init import adopt

    if advice := home_of(config).advice():
        settings.say(advice)
    with session_for(config, settings, "init", writes=True) as session:
        try:
            workbook = session.store.read()
            # better told before the question than after it
            session.home.try_writing()
            adoption = adopt.adopt(workbook, config, run_id=new_id(), today=session.day(workbook.timezone))
        except HeaderError as error:
            error.hint = _hint_for_init(error.hint)
            raise
        agreed = _show_and_ask(settings, workbook.name, adoption, yes=yes)
        if agreed:
            _write(session, adoption, written)
    if settings.json:
        emit({**_to_json(adoption), "written": agreed, "config": str(written[0])})
    elif agreed:
        click.echo(
            f"Done. The settings are in {written[0]}. Next: connectkit sync --dry-run, then connectkit sync"
        )
        if session.backups is not None:
            click.echo(f"Before each write connectkit keeps a copy of your workbook in {session.backups}.")
    else:
        click.echo("Nothing was changed. To do it: the same command with --yes")


def _hint_for_init(hint: str) -> str:
    """The settings file that a hint speaks of does not exist yet; here the same is said with options."""
    if "connectkit.yaml" not in hint:
        return hint
    return f'{hint} With init, write it as --header last_contact="Your header" or --tab "Your tab".'


def _write(session: Any, adoption: Adoption, written: Written) -> None:
    from connectkit.commands.common import save_new
    from connectkit.write import apply

    if adoption.plan:
        apply(session.store, adoption.plan, session.journal, session.config)
    target, text = written
    target.parent.mkdir(parents=True, exist_ok=True)
    save_new(target, text(adoption.named).encode("utf-8"))


def _show_and_ask(settings: Settings, name: str, adoption: Adoption, *, yes: bool) -> bool:
    from connectkit.report import terminal

    if not settings.json:
        terminal.show(_preview(name, adoption))
    if yes:
        return True
    return settings.person and click.confirm("Go ahead?", default=False, err=True)


def _preview(name: str, adoption: Adoption) -> list[Any]:
    from connectkit.report import terminal
    from connectkit.report.page import Page

    page = Page(terminal.columns())
    if adoption.taken:
        page.say(f"{name}, tab {adoption.title}, header in row {adoption.header_row}", "bold")
        same = [header for header, column in adoption.taken if header == column]
        if same:
            page.say(f"Recognised as they stand: {', '.join(same)}.")
        page.facts(
            "Your header, and what it was taken for", [one for one in adoption.taken if one[0] != one[1]]
        )
    else:
        page.say(f"{name} is empty.", "bold")
    _say_kept(page, adoption)
    _say_tiers(page, adoption.tiers)
    for title, columns in adoption.new_columns:
        page.blank()
        page.say(f"Would be added to {title}, right of your last column: {', '.join(columns)}.")
    if adoption.new_tabs:
        page.blank()
        page.say(f"Would be added as new tabs: {', '.join(adoption.new_tabs)}.")
    if adoption.later_tabs:
        page.say(f"They come later, when there is something to show: {', '.join(adoption.later_tabs)}.")
    for sentence in adoption.namesakes:
        page.blank()
        page.say(sentence)
    page.blank()
    _say_relative(page, adoption.relative)
    other = "other " if adoption.relative else ""
    page.say(f"No {other}cell of yours would change." if adoption.plan else "Nothing has to be added.")
    return page.lines


def _say_kept(page: Any, adoption: Adoption) -> None:
    """The columns that stay the user's, and why."""
    if adoption.unknown:
        page.blank()
        page.say(f"Yours alone, never read and never written: {', '.join(adoption.unknown)}.")
    for header, own in zip(adoption.diaries, adoption.named.values(), strict=False):
        page.say(
            f"Your column {header} holds text already, so it is not taken for the inbox that connectkit files and "
            f"empties; that will be {own}."
        )
    for misfit in adoption.misfits:
        page.blank()
        page.say(misfit.sentence)


def _say_tiers(page: Any, tiers: Mapping[str, int]) -> None:
    """The user's own tiers, and the lines that make connectkit know them."""
    from connectkit.commands.init.tier_settings import settings_block

    if not tiers:
        return
    counts = ", ".join(f"{name} ({number})" for name, number in tiers.items())
    page.blank()
    page.say(
        f"Your tiers are {counts}. connectkit does not know them yet. So that it does, put these lines into "
        "connectkit.yaml in place of the tiers there, the closest first, each with the rhythm you want:"
    )
    for line in settings_block(tiers).splitlines():
        page.say(line.strip(), first=line[: len(line) - len(line.lstrip())])


def _say_relative(page: Any, relative: Sequence[tuple[str, str]]) -> None:
    for cell, text in relative[:SHOWN]:
        page.say(
            f"“{text}” in {cell} counts from the day of the first sync, which writes that day into the cell; write the "
            "day yourself if it is older."
        )
    if len(relative) > SHOWN:
        page.say(f"So do {len(relative) - SHOWN} more cells of that column.")


def _to_json(adoption: Adoption) -> dict[str, Any]:
    return {
        "schema": "connectkit.init/1",
        "tab": adoption.title,
        "header_row": adoption.header_row,
        "taken": [{"header": header, "column": column} for header, column in adoption.taken],
        "unknown": list(adoption.unknown),
        "new_columns": [{"tab": title, "columns": list(columns)} for title, columns in adoption.new_columns],
        "new_tabs": list(adoption.new_tabs),
        "later_tabs": list(adoption.later_tabs),
        "relative": [{"cell": cell, "text": text} for cell, text in adoption.relative],
        "diaries": list(adoption.diaries),
        "namesakes": list(adoption.namesakes),
        "tiers": [{"tier": name, "count": number} for name, number in adoption.tiers.items()],
        "misfits": [
            {
                "header": one.header,
                "column": CONTACTS.column(one.key).title,
                "filled": one.filled,
                "odd": one.odd,
            }
            for one in adoption.misfits
        ],
    }
