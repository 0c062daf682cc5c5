"""The global options of one run, and how it talks to whoever started it."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Settings:
    """The global options of one run, wherever on the command line they stood."""

    config: Path | None = None
    state: Path | None = None
    json: bool = False
    quiet: bool = False
    debug: bool = False
    argv: tuple[str, ...] = ()

    def say(self, text: str) -> None:
        """Progress or advice on stderr; nothing with --quiet."""
        if not self.quiet:
            click.echo(text, err=True)

    def warn(self, text: str) -> None:
        """Something the user has to know, on stderr, --quiet or not."""
        click.echo(f"connectkit: {text}", err=True)

    def tell(self, text: str) -> None:
        """What has to be answered, on stderr, --quiet or not."""
        click.echo(text, err=True)

    def line(self) -> str:
        """What the person types next; "" when there is no more."""
        return sys.stdin.readline()

    @property
    def again(self) -> str:
        """This very command, to be run in a terminal."""
        from pathlib import Path

        words = [word for word in self.argv if word not in ("--json", "--quiet")]
        return f"cd {shlex.quote(str(Path.cwd()))} && {shlex.join(['connectkit', *words])}"

    @property
    def person(self) -> bool:
        """True when somebody sits at the terminal and can be asked."""
        return not self.json and _is_terminal(sys.stdin) and _is_terminal(sys.stderr)


def _is_terminal(stream: Any) -> bool:
    return bool(stream is not None and not stream.closed and stream.isatty())
