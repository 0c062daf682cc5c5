"""The command line's promises: quick help, one line per error, exit codes a script can act on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from connectkit import cli, errors

HEAVY = {"pandas", "numpy", "gspread", "google", "requests", "openpyxl", "jinja2", "rich", "yaml", "xlsxwriter"}  # fmt: skip


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run starts in an empty folder, with an empty home."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def _modules_after(args: list[str], **environment: str) -> set[str]:
    code = (
        "import sys\n"
        "from connectkit.cli import main\n"
        "sys.argv = ['connectkit', *sys.argv[1:]]\n"
        "try:\n    main()\n"
        "finally:\n    print('\\nMODULES', *sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=True,
    )
    return {name.split(".")[0] for name in done.stderr.rpartition("MODULES ")[2].split()}


@pytest.mark.parametrize("args", [["--help"], ["--version"], [], ["sync", "--help"], ["schedule", "--help"]])
def test_help_and_version_import_nothing_heavy(args: list[str]) -> None:
    assert HEAVY & _modules_after(args) == set()


def test_completion_imports_nothing_heavy() -> None:
    words = {"_CONNECTKIT_COMPLETE": "bash_complete", "COMP_WORDS": "connectkit s", "COMP_CWORD": "1"}
    assert HEAVY & _modules_after([], **words) == set()


def test_every_command_has_a_help_page_and_a_line_in_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    for name, line in cli.COMMANDS.items():
        assert cli.main([name, "--help"]) == 0
        page = capsys.readouterr().out
        assert f"Usage: connectkit {name}" in page
        assert "--config FILE" in page
        assert line.endswith(".")


def test_every_option_and_argument_that_is_shown_has_help() -> None:
    context = click.Context(cli.command)
    for name in cli.COMMANDS:
        command = cli.command.get_command(context, name)
        assert command is not None
        for one in [command, *getattr(command, "commands", {}).values()]:
            assert one.help
            assert all(param.help for param in one.params if isinstance(param, click.Option))


def test_an_unknown_command_names_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["synk"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        'connectkit: There is no command "synk". Did you mean "sync"?\n  See: connectkit --help\n'
    )


def test_a_wrong_option_is_one_line_and_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sync", "--toda", "2026-11-23"]) == 2
    first, hint = capsys.readouterr().err.splitlines()
    assert first.startswith("connectkit: No such option '--toda'.")
    assert "--today" in first
    assert hint == "  See: connectkit sync --help"


def test_global_options_work_before_and_after_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for args in (["--json", "--config", "no.yaml", "sync"], ["sync", "--json", "--config", "no.yaml"]):
        assert cli.main(args) == 2
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1] == {
        "schema": "connectkit.error/1",
        "error": "There is no file no.yaml.",
        "hint": "Check --config, or make one with: connectkit init",
        "exit_code": 2,
    }  # fmt: skip


def test_without_settings_a_command_says_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sync"]) == 2
    assert capsys.readouterr().err == (
        "connectkit: There is no connectkit.yaml here, and none in your config folder.\n"
        "  Make one with connectkit init, see an example with connectkit demo, or name one with --config FILE.\n"
    )


def _command_that(raises: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command("sync")
    def command() -> None:
        raise raises

    monkeypatch.setattr(cli.command, "commands", {"sync": cli._with_common_options(command)})


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.UsageError("a.", "b."), 2),
        (errors.Refused("a.", "b."), 3),
        (errors.StoreUnavailable("a.", "b."), 4),
        (errors.AccessDenied("a.", "b."), 5),
    ],
)
def test_an_error_of_ours_is_its_message_its_hint_and_its_exit_code(
    error: errors.ConnectkitError,
    code: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _command_that(error, monkeypatch)
    assert cli.main(["sync"]) == code
    assert capsys.readouterr().err == "connectkit: a.\n  b.\n"


def test_a_bug_is_one_line_and_debug_shows_the_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _command_that(ZeroDivisionError("division by\nzero"), monkeypatch)
    assert cli.main(["sync"]) == 1
    assert capsys.readouterr().err == (
        "connectkit: Something went wrong that connectkit did not foresee (ZeroDivisionError: division by zero).\n"
        "  Run the same command with --debug to see where; a report with that text helps to fix it.\n"
    )
    assert cli.main(["sync", "--debug"]) == 1
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_ctrl_c_ends_quietly_with_130(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _command_that(KeyboardInterrupt(), monkeypatch)
    assert cli.main(["sync"]) == 130
    assert capsys.readouterr().err.strip() == ""


def test_a_reader_that_closes_the_pipe_early_is_no_error() -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", _ENDLESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.readline()
    run.stdout.close()
    said = run.stderr.read()
    run.stderr.close()
    assert (run.wait(), said) == (0, "")


_ENDLESS = """
import sys, click
from connectkit import cli

@click.command("sync")
def command():
    for _ in range(100_000):
        click.echo("a line of text")

cli.command.commands = {"sync": command}
sys.exit(cli.main(["sync"]))
"""


def test_a_terminal_that_cannot_show_a_letter_still_gets_the_result() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "connectkit", "show", "x", "--config", "王.yaml", "--json"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        check=False,
    )
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"] == "There is no file 王.yaml."
    assert done.stderr.startswith(b"connectkit: There is no file \\u738b.yaml.")
