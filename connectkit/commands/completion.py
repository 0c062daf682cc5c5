"""``connectkit completion``: what makes the shell complete commands and options, and where to put it."""

from __future__ import annotations

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.options import Settings

PLACES = {
    "bash": 'Put this line into ~/.bashrc: eval "$(connectkit completion bash)"',
    "zsh": 'Put this line into ~/.zshrc, after compinit: eval "$(connectkit completion zsh)"',
    "fish": "Run once: connectkit completion fish > ~/.config/fish/completions/connectkit.fish",
}
VARIABLE = "_CONNECTKIT_COMPLETE"


@click.command("completion")
@click.argument("shell", type=click.Choice(list(PLACES)))
@pass_settings
def command(settings: Settings, shell: str) -> None:
    """Print what makes SHELL complete connectkit's commands and options with the Tab key.

    The script goes to stdout; where to put it is said beside it. A new shell knows it then.
    """
    script = _script(click.get_current_context().find_root().command, shell)
    settings.say(PLACES[shell])
    if settings.json:
        emit({"schema": "connectkit.completion/1", "shell": shell, "script": script, "place": PLACES[shell]})
    else:
        click.echo(script)


def _script(cli: click.Command, shell: str) -> str:
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - click knows the three that may be named
    made = kind(cli, {}, "connectkit", VARIABLE)
    # click's source() first starts a bash to ask for its version; 4.4 is ten years old
    return made.source_template % made.source_vars()
