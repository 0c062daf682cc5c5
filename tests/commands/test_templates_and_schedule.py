"""``templates check`` and ``schedule`` from the command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.commands.conftest import Place


def test_the_templates_that_come_with_connectkit_are_in_order(place: Place) -> None:
    answer = place.json("templates", "check")
    assert answer["mistakes"] == []
    assert len(answer["templates"]) >= 12


def test_a_broken_template_is_named_with_file_and_line_and_exit_code_2(place: Place) -> None:
    (place.folder / "mine").mkdir()
    good = "---\nwhen: reconnect\nlanguage: en\nsubject: Hello\n---\nHi {{ first_name }}, [[something]]\n"
    (place.folder / "mine" / "good.txt.j2").write_text(good)
    (place.folder / "mine" / "bad.txt.j2").write_text(good.replace("first_name", "frist_name"))
    out, err = place.run("templates", "check", "mine", code=2)
    assert "good" in out
    assert "bad.txt.j2" in err
    assert "frist_name" in err
    assert err.endswith("2 templates read, 1 wrong.\n")


def test_a_broken_template_stops_a_sync_before_any_write(filled: Place) -> None:
    (filled.folder / "mine").mkdir()
    (filled.folder / "mine" / "bad.txt.j2").write_text("no front matter")
    settings = filled.folder / "connectkit.yaml"
    settings.write_text(settings.read_text() + "templates: mine\n")
    before = filled.workbook.read_bytes()
    filled.run("sync", code=2)
    assert filled.workbook.read_bytes() == before


def test_the_printed_entry_has_absolute_paths(filled: Place) -> None:
    answer = filled.json("schedule", "print", "--for", "cron", "--at", "06:30")
    python, *rest = answer["command"]
    assert python == str(Path(sys.executable).absolute())
    assert rest == ["-m", "connectkit", "--config", str(filled.folder / "connectkit.yaml"), "sync", "--quiet"]
    assert "\n30 6 * * * " in answer["entry"]


def test_the_printed_command_works_from_anywhere(filled: Place) -> None:
    command = filled.json("schedule", "print", "--for", "launchd")["command"]
    done = subprocess.run(
        command, cwd="/", capture_output=True, env={"HOME": os.environ["HOME"]}, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert all(filled.column("Contacts", "ID"))


def test_schedule_run_syncs_at_once_and_stops_cleanly_on_sigterm(filled: Place) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "connectkit", "schedule", "run"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    assert run.stderr is not None
    first = run.stdout.readline()
    run.send_signal(signal.SIGTERM)
    out, err = run.stdout.read(), run.stderr.read()
    run.stdout.close()
    run.stderr.close()
    assert run.wait() == 0
    assert first.startswith("people.xlsx · ")
    assert "Written: " in out
    assert err.startswith("connectkit runs every day at 07:00. Ctrl-C stops it.\n")
    assert err.endswith("connectkit stopped.\n")
