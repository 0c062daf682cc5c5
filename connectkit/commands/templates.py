"""``connectkit templates check``: every template rendered for somebody known well and for somebody barely known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.config import file as config_file
from connectkit.errors import TemplateError
from connectkit.options import Settings
from connectkit.text.say import count

if TYPE_CHECKING:
    from connectkit.drafts.template import Template


@click.group("templates")
def command() -> None:
    """Check the message templates: yours, and those that come with connectkit."""


@command.command("check")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@pass_settings
def check(settings: Settings, folders: tuple[Path, ...]) -> int:
    """Check every template, and say file and line of each mistake.

    FOLDERS are checked instead of those in connectkit.yaml. The exit code is 2 when a template is wrong.
    """
    from connectkit.drafts.files import passed_over

    wanted = folders or _configured(settings)
    templates, mistakes = _checked(wanted)
    ignored = passed_over(wanted)
    if settings.json:
        emit(
            {
                "schema": "connectkit.templates/1",
                "templates": [
                    {"name": one.name, "when": one.when, "channel": one.channel, "language": one.language}
                    for one in templates
                ],
                "mistakes": [{"error": one.message, "hint": one.hint} for one in mistakes],
                "ignored": [{"error": one.message, "hint": one.hint} for one in ignored],
            }
        )
        return 2 if mistakes else 0
    for one in templates:
        click.echo(f"  {one.name:<28} {one.when:<14} {one.channel or 'any channel':<22} {one.language}")
    for mistake in (*mistakes, *ignored):
        settings.warn(f"{mistake.message}\n  {mistake.hint}" if mistake.hint else mistake.message)
    read = count(len(templates), "template", "templates")
    settings.say(f"{read} in order." if not mistakes else f"{read} read, {len(mistakes)} wrong.")
    return 2 if mistakes else 0


def _configured(settings: Settings) -> tuple[Path, ...]:
    from connectkit.drafts.files import builtin_folder

    path = config_file.find(settings.config)
    own = config_file.load(path).templates if path is not None else ()
    return (builtin_folder(), *own)


def _checked(folders: tuple[Path, ...]) -> tuple[list[Template], list[TemplateError]]:
    """The templates that could be read, and what is wrong: one mistake a file."""
    from connectkit.drafts.files import read_templates
    from connectkit.drafts.template import check as check_one

    found, unread = read_templates(folders)
    templates, mistakes = list(found), list(unread)
    for template in templates:
        try:
            check_one(template)
        except TemplateError as error:
            mistakes.append(error)
    return templates, mistakes
