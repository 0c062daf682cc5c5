"""What every command shares: the global options, and the rule that stdout is data and stderr is talk."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from connectkit.errors import UsageError
from connectkit.options import Settings

if TYPE_CHECKING:
    from pathlib import Path

pass_settings = click.make_pass_decorator(Settings, ensure=True)


def emit(value: Mapping[str, Any]) -> None:
    """One JSON object on stdout."""
    import json

    click.echo(json.dumps(value, ensure_ascii=not _speaks_unicode(), indent=2, allow_nan=False))


def _speaks_unicode() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return encoding.lower().replace("-", "") == "utf8"


def _remember(context: click.Context, option: click.Parameter, value: Any) -> None:
    settings = context.ensure_object(Settings)
    if isinstance(value, str):
        from pathlib import Path

        value = Path(value)
    if value not in (None, False):
        setattr(settings, option.name or "", value)


def common_options() -> list[click.Option]:
    """The options that work before and after the name of any command."""
    path = click.Path()
    specs: list[tuple[str, dict[str, Any]]] = [
        ("--config", {"type": path, "metavar": "FILE", "help": "The settings to use (default: ./connectkit.yaml, then the one in your config folder)."}),
        ("--state", {"type": path, "metavar": "FOLDER", "help": "Where journal, lock and backups are kept."}),
        ("--json", {"is_flag": True, "help": "Print one JSON object instead of text."}),
        ("--quiet", {"is_flag": True, "help": "Say nothing but results and errors."}),
        ("--debug", {"is_flag": True, "help": "Show the whole traceback of an error."}),
    ]  # fmt: skip
    return [
        click.Option([name], expose_value=False, is_eager=True, callback=_remember, **options)
        for name, options in specs
    ]


def save_page(path: Path, html: str) -> None:
    """A page written over the one of before. UsageError where that can't be done."""
    try:
        path.write_text(html, "utf-8", errors="replace")
    except OSError as error:
        raise UsageError(
            f"The page can't be written to {path} ({error.strerror}).", "Name a file in a folder of yours."
        ) from error


def save_new(target: Path, content: bytes) -> None:
    """A new file with this content, whole or not at all. UsageError if there is one of that name already."""
    try:
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError:
        raise UsageError(f"{target} exists already.", "Name a file that does not exist yet.") from None
    except OSError as error:
        raise UsageError(
            f"{target} can't be written ({error.strerror}).", "Name a file in a folder of yours."
        ) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise UsageError(
            f"{target} can't be written ({error.strerror}).", "Make room, then try again."
        ) from error
