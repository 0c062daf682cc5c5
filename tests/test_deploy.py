"""The recipes of deploy/: their scripts run word for word, and their command lines are ones connectkit understands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from connectkit.cli import command
from tests.wire import FakeSheets
from tests.wire.server import cell_of

ROOT = Path(__file__).parent.parent
SHEET = "1FakeSpreadsheetIdOfTheRightLength0123456789"
PEOPLE: list[list[Any]] = [
    ["Name", "Last contact", "Notes"],
    ["Ada Lovelace", date(2026, 1, 5), "Building a loom."],
]


def workflow_script() -> str:
    workflow = yaml.safe_load((ROOT / "deploy/github-actions.yml").read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    return str(workflow["jobs"]["sync"]["steps"][-1]["run"])


class Runner:
    """A machine of GitHub's, new for every run, and the sheet it syncs."""

    def __init__(self, folder: Path, server: FakeSheets) -> None:
        self.folder, self.runs = folder, 0
        (folder / "bin").mkdir()
        wrapper = folder / "bin/connectkit"
        wrapper.write_text(f'#!/bin/sh\nexec {sys.executable} -m connectkit "$@"\n')
        wrapper.chmod(0o755)
        self.key = server.write_service_account(folder / "robot.json").read_text()
        (folder / "mine").mkdir()
        google = f"google:\n  sheet: {SHEET}\n  api_endpoint: {server.url}\n"
        (folder / "mine/connectkit.yaml").write_text(google)

    def run(self) -> subprocess.CompletedProcess[str]:
        self.runs += 1
        temp = self.folder / f"temp{self.runs}"
        temp.mkdir()
        done = subprocess.run(
            ["bash", "-e", "-c", workflow_script()],
            cwd=self.folder,
            env={
                "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "HOME": str(temp),
                "RUNNER_TEMP": str(temp),
                "SERVICE_ACCOUNT_KEY": self.key,
                "AGAIN_AFTER": "0",
            },
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert not (temp / "key.json").exists()
        return done


def test_the_workflow_syncs_on_a_new_machine_tells_nothing_and_tries_once_more(tmp_path: Path) -> None:
    with FakeSheets() as server:
        book = server.add_spreadsheet({"People": PEOPLE})
        runner = Runner(tmp_path, server)
        first = runner.run()
        assert (first.returncode, first.stdout) == (0, "")
        assert "Ada" not in first.stderr
        assert [row[1] for row in book.sheet("Drafts").values()[1:]] == ["Ada Lovelace"]

        book.sheet("Drafts").put(1, 0, cell_of("Sent"))
        of_another_run = [{**one, "namedRangeId": "1", "name": "connectkit_1"} for one in book.named]
        server.before_apply(lambda: setattr(book, "named", of_another_run))
        again = runner.run()
        assert (again.returncode, again.stdout) == (0, "")
        assert "Another connectkit run wrote to this sheet in the meantime" in again.stderr
        assert [row[1] for row in book.sheet("Log").values()[1:]] == ["Ada Lovelace"]
        server.assert_clean()


def test_a_run_that_is_refused_fails_the_workflow(tmp_path: Path) -> None:
    with FakeSheets() as server:
        server.add_spreadsheet({"People": PEOPLE}).access = "none"
        done = Runner(tmp_path, server).run()
        assert (done.returncode, done.stdout) == (5, "")
        assert done.stderr.startswith("connectkit: ")


def arguments(name: str) -> list[str]:
    """What the container, or the job, is started with."""
    text = (ROOT / "deploy" / name).read_text("utf-8")
    if name.endswith(".yaml"):
        job = yaml.safe_load(text)
        spec = job["spec"]["template"]["spec"]["template"]["spec"]
        (container,) = spec["containers"]
        assert {one["name"] for one in container["volumeMounts"]} == {one["name"] for one in spec["volumes"]}
        return list(container["args"])
    return list(json.loads(text.split("CMD ")[1]))


@pytest.mark.parametrize("name", ["Containerfile", "cloud-run-job.yaml"])
def test_the_command_lines_are_understood(name: str) -> None:
    name, *rest = arguments(name)
    found = command.get_command(click.Context(command), name)  # type: ignore[attr-defined]
    assert found is not None
    context = found.make_context(name, rest, resilient_parsing=False)
    assert context.args == []


def test_nothing_secret_is_built_into_the_image() -> None:
    text = (ROOT / "deploy/Containerfile").read_text("utf-8")
    assert re.findall(r"^USER (\w+)$", text, re.MULTILINE) == ["connectkit"]
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {"mine", "*.json", "connectkit.yaml", ".git"} <= set(ignored)
