"""The command line: finds the command, runs it, and turns every ending into one line and an exit code.

Commands are imported only when they run, so that ``--help`` answers at once.
"""

from __future__ import annotations

import importlib
import keyword
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from connectkit import __version__
from connectkit.commands.common import common_options, emit
from connectkit.errors import ConnectkitError, UsageError
from connectkit.options import Settings

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS: dict[str, str] = {
    "demo": "Try it: a filled example in a new folder, and a real sync on it.",
    "init": "Start: make an empty workbook, fill one from your exports, or take on the sheet you have.",
    "sync": "The daily job: who is due, what to write them, what you logged.",
    "due": "Who is due and why; changes nothing.",
    "show": "One person: facts, history, and why they are due when.",
    "log": "Note that you were in touch with somebody.",
    "import": "Bring in people and interactions: address books, LinkedIn, calendars, mail, chats.",
    "duplicates": "People who may stand in your sheet twice.",
    "export": "Take your contacts out: CSV, vCard, JSON or a workbook.",
    "review": "A month in numbers and names: who thrives, who needs attention.",
    "friday": "Fifteen minutes: promises, one or two people, one thing to give.",
    "path": "Who could introduce you to a person or a company.",
    "find": "Find people by any words in their row or Log.",
    "trip": "Who is in a city, and whom to see there.",
    "brief": "One page before you meet somebody.",
    "digest": "The daily digest: print it, or send yourself a test.",
    "start": "No network yet? Questions that fill your sheet with people.",
    "mcp": "Let an assistant of yours ask about your sheet, and propose a line.",
    "templates": "Check the message templates.",
    "schedule": "Run the sync every day.",
    "fleet": "Many sheets: an assistant's, an agency's, a team's.",
    "completion": "Let your shell complete connectkit's commands with Tab.",
    "doctor": "Check that everything is in order, and what to do where not.",
    "history": "Everything connectkit changed, cell by cell.",
    "undo": "Take back what a run changed.",
    "snapshots": "The last 30 states of your sheet as connectkit read them.",
    "restore": "Write a snapshot to a new workbook.",
}
"""Command name to its line in ``connectkit --help``, in the order a new user meets them."""

INTERRUPTED, HELP_WIDTH = 130, 96


class LazyGroup(click.Group):
    """A group that knows its commands' names and first lines without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All command names, in the order of the help page."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """The command, imported now; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
            module = importlib.import_module(f"connectkit.commands.{name}")
            self.commands[cmd_name] = _with_common_options(module.command)
        return self.commands[cmd_name]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was named; an unknown name is an error that offers the nearest one."""
        if args and args[0] not in COMMANDS:
            ctx.fail(_unknown(args[0]))
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """The list of commands, without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Command names and options, without importing a command."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=text) for name, text in COMMANDS.items() if name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """As click's; a reader who closed the pipe (``| head``) is no error."""
        extra.setdefault("terminal_width", max(min(_columns(), HELP_WIDTH) - 2, 50))
        try:
            return super().make_context(*args, **extra)
        except BrokenPipeError as error:
            raise click.exceptions.Exit(0) from error

    def invoke(self, ctx: click.Context) -> Any:
        """As click's; a reader who closed the pipe (``| head``) is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise click.exceptions.Exit(0) from error


def _columns() -> int:
    """The terminal's width, as click asks for it, but without the module that unpacks archives as well."""
    if os.environ.get("COLUMNS", "").isdecimal():
        return int(os.environ["COLUMNS"]) or 80
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80 if sys.__stdout__ else 80
    except (OSError, ValueError):
        return 80


def _with_common_options(command: click.Command) -> click.Command:
    command.params.extend(common_options())
    if isinstance(command, click.Group):
        for one in command.commands.values():
            _with_common_options(one)
    return command


def _unknown(name: str) -> str:
    import difflib

    nearest = difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
    offer = f' Did you mean "{nearest[0]}"?' if nearest else ""
    return f'There is no command "{name}".{offer}'


@click.group(
    cls=LazyGroup,
    params=[*common_options()],
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="connectkit writes to nobody but you: it drafts, you edit and send. "
    "First steps: connectkit demo, then connectkit init.",
)
@click.version_option(__version__, message="connectkit %(version)s")
def command() -> None:
    """Keep in touch with the people who matter, from a spreadsheet you own.

    Every day connectkit reads your sheet, works out who is due, and drafts one or two personal notes for you
    to finish and send yourself.
    """


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of one run: 0 done, 1 a bug, 2 usage, 3 refused to protect data, 4 try again, 5 not allowed."""
    args = list(sys.argv[1:] if argv is None else argv)
    _prepare_streams()
    code = _run(args)
    return _flush(code)


def _run(args: list[str]) -> int:
    try:
        result = command.main(
            args, prog_name="connectkit", standalone_mode=False, obj=Settings(argv=tuple(args))
        )
        return result if isinstance(result, int) else 0
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 0
    except (click.exceptions.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        return _report(_as_usage_error(error), args)
    except ConnectkitError as error:
        if "--debug" in args:
            _show_traceback()
        return _report(error, args)
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback in a user's face
        return _report(_as_bug(error, args), args)


def _as_usage_error(error: click.ClickException) -> UsageError:
    message = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    page = context.command_path if context is not None else "connectkit"
    return UsageError(message if message.endswith((".", "?", ")")) else f"{message}.", f"See: {page} --help")


def _as_bug(error: Exception, args: list[str]) -> ConnectkitError:
    if "--debug" in args:
        _show_traceback()
    what = f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
    return ConnectkitError(
        f"Something went wrong that connectkit did not foresee ({what}).",
        "Run the same command with --debug to see where; a report with that text helps to fix it.",
    )


def _show_traceback() -> None:
    import traceback

    click.echo(traceback.format_exc(), err=True, nl=False)


def _report(error: ConnectkitError, args: Sequence[str]) -> int:
    click.echo(f"connectkit: {error.message}", err=True)
    if error.hint:
        click.echo(f"  {error.hint}", err=True)
    if "--json" in args:
        emit(error_object(error))
    return error.exit_code


def error_object(error: ConnectkitError) -> dict[str, Any]:
    """An error as scripts read it, with the schema ``connectkit.error/1``."""
    return {
        **getattr(error, "details", {}),
        "schema": "connectkit.error/1",
        "error": error.message,
        "hint": error.hint,
        "exit_code": error.exit_code,
    }


def _prepare_streams() -> None:
    """A terminal that can't show a letter shows its code instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _flush(code: int) -> int:
    try:
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more while it ends; that must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


if __name__ == "__main__":
    sys.exit(main())
