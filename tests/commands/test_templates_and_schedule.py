"""``templates check`` and ``schedule`` from the command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.commands.conftest import DAY, Place


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


GOOD = "---\nwhen: reconnect\n---\nHi {{ first_name }}, [[something]]\n"
LEFT_OUT = [
    f"mine/{mistake} Until then it is left out; connectkit templates check tells more."
    for mistake in (
        "bad.txt.j2, line 1: the lines that say what the template is for are missing.",
        "worse.txt.j2, line 2: there is no occasion “reconect”; did you mean “reconnect”?",
        "name.txt.j2, line 4: there is no 'frist_name'; did you mean 'first_name'?",
    )
]


def test_templates_of_the_users_own_with_mistakes_are_left_out_and_told_and_the_sync_goes_on(
    filled: Place,
) -> None:
    mine = filled.folder / "mine"
    mine.mkdir()
    (mine / "bad.txt.j2").write_text("no front matter")
    (mine / "worse.txt.j2").write_text(GOOD.replace("reconnect", "reconect"))
    (mine / "name.txt.j2").write_text(GOOD.replace("first_name", "frist_name"))
    settings = filled.folder / "connectkit.yaml"
    settings.write_text(settings.read_text() + "templates: mine\n")
    report = filled.json("sync", "--today", DAY)
    assert [one["name"] for one in report["drafted"]] == ["Ada Lovelace"]
    told = [one["message"] for one in report["problems"] if one["tab"] == "Templates"]
    assert told == LEFT_OUT
    _, err = filled.run("sync", "--today", DAY, "--quiet")
    assert err == "".join(f"connectkit: {one}\n" for one in told)


def test_every_broken_file_is_named_and_files_with_another_ending_too(place: Place) -> None:
    mine = place.folder / "mine"
    mine.mkdir()
    (mine / "one.txt.j2").write_text("no front matter")
    (mine / "two.txt.j2").write_text(GOOD.replace("reconnect", "reconect"))
    (mine / "three.txt.j2").write_text(GOOD)
    (mine / "four.txt").write_text(GOOD)
    (mine / "five.md").write_text(GOOD)
    (mine / "picture.png").write_bytes(b"")
    answer = place.json("templates", "check", "mine", code=2)
    assert [one["name"] for one in answer["templates"]] == ["three"]
    assert [one["error"].split(":")[0] for one in answer["mistakes"]] == [
        "mine/one.txt.j2, line 1",
        "mine/two.txt.j2, line 2",
    ]
    assert answer["ignored"] == [
        {
            "error": f"mine/{name} is not read as a template, because its name does not end in .txt.j2.",
            "hint": f"If it is one, call it {right}.",
        }
        for name, right in (("five.md", "five.txt.j2"), ("four.txt", "four.txt.j2"))
    ]


def test_a_missing_choice_is_asked_for_in_one_line_without_tabs(filled: Place) -> None:
    message = "Missing option '--for'. Choose from: cron, systemd, launchd, windows."
    _, err = filled.run("schedule", "print", code=2)
    assert err == f"connectkit: {message}\n  See: connectkit schedule print --help\n"
    assert filled.json("schedule", "print", code=2)["error"] == message


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
