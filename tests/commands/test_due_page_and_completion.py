"""The list of a day as a page for the phone, and the shell's completion."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from connectkit.cli import COMMANDS
from tests.commands.conftest import DAY, Place

ROOT = Path(__file__).parents[2]
EVIL = '<script>alert("x")</script>'


def test_the_page_has_a_link_a_waiting_message_and_loads_nothing(filled: Place) -> None:
    filled.run("sync", "--today", DAY)
    before = filled.workbook.read_bytes()
    out, err = filled.run("due", "--html", "today.html", "--today", DAY)
    assert (out, err) == ("", f"The list of {DAY} is in today.html.\n")
    page = (filled.folder / "today.html").read_text("utf-8")
    assert filled.workbook.read_bytes() == before
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Monday, 23 November 2026"]
    assert re.findall(r"<h3>(.*?)</h3>", page) == [*filled.column("Drafts", "Name")[:1], "Zoë Ngata"]
    hrefs = re.findall(r'href="([^"]+)"', page)
    assert hrefs[0].startswith(
        "https://mail.google.com/mail/?view=cm&amp;fs=1&amp;to=ada@example.com&amp;su="
    )
    assert not re.findall(r"<(?:script|img|link|iframe)|src=|url\(", page)
    assert "default-src 'none'" in page


def test_nothing_from_the_sheet_becomes_part_of_the_page(place: Place) -> None:
    place.fill(
        [{"name": EVIL, "tier": "inner", "last_contact": date(2025, 9, 1), "notes": EVIL, "email": f'a@b.example"{EVIL}'}]
    )  # fmt: skip
    place.run("due", "--html", "today.html", "--today", DAY)
    place.run("sync", "--today", DAY)
    place.run("due", "--html", "today.html", "--today", DAY)
    page = (place.folder / "today.html").read_text("utf-8")
    assert EVIL not in page
    assert "&lt;script&gt;" in page


def test_with_nobody_due_the_page_says_so(place: Place) -> None:
    place.fill([{"name": "Ada", "tier": "inner", "last_contact": date(2026, 11, 22)}])
    place.run("due", "--html", "today.html", "--today", DAY)
    assert "Nobody is due. Enjoy the day." in (place.folder / "today.html").read_text("utf-8")
    _, err = place.run("due", "--html", "nowhere/today.html", "--today", DAY, code=2)
    assert err.startswith("connectkit: The page can't be written to nowhere/today.html (No such file")


@pytest.mark.parametrize(
    ("shell", "file"), [("bash", ".bashrc"), ("zsh", ".zshrc"), ("fish", "connectkit.fish")]
)
def test_completion_prints_the_script_and_says_where_it_goes(place: Place, shell: str, file: str) -> None:
    out, err = place.run("completion", shell)
    assert f"_CONNECTKIT_COMPLETE={shell}_complete" in out
    assert file in err
    assert place.json("completion", shell)["script"] == out[:-1]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_commands_and_options(tmp_path: Path) -> None:
    wrapper = tmp_path / "connectkit"
    wrapper.write_text(f'#!/bin/sh\nexec {sys.executable} -m connectkit "$@"\n')
    wrapper.chmod(0o755)
    script = (
        'eval "$(connectkit completion bash 2>/dev/null)"\n'
        'COMP_WORDS=(connectkit du); COMP_CWORD=1; _connectkit_completion connectkit; echo "${COMPREPLY[*]}"\n'
        'COMPREPLY=(); COMP_WORDS=(connectkit due --h); COMP_CWORD=2; _connectkit_completion connectkit; echo "${COMPREPLY[*]}"\n'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    commands = [name for name in COMMANDS if name.startswith("du")]
    assert (done.stdout.splitlines(), done.stderr) == ([" ".join(commands), "--html --help"], "")
