"""The global options of one run, and how it talks to whoever started it."""

from __future__ import annotations

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

    def say(self, text: str) -> None:
        """Progress or advice on stderr; nothing with --quiet."""
        if not self.quiet:
            click.echo(text, err=True)

    def warn(self, text: str) -> None:
        """Something the user has to know, on stderr, --quiet or not."""
        click.echo(f"connectkit: {text}", err=True)

    @property
    def person(self) -> bool:
        """True when somebody sits at the terminal and can be asked."""
        return not self.json and _is_terminal(sys.stdin) and _is_terminal(sys.stderr)


def _is_terminal(stream: Any) -> bool:
    return bool(stream is not None and not stream.closed and stream.isatty())
