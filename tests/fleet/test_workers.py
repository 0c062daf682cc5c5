"""Workers on one queue, for real: redis-server, Celery, processes that die, and a Google that counts."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fleet.cloud import Cloud
from tests.wire.server import cell_of

LONG = "CONNECTKIT_LONG" in os.environ
"""As long as it takes for a dead worker's task to come back by itself, and many sheets; else the beat's next look brings it."""
SHEETS, NOT_SHARED, BROKEN = 40 if LONG else 9, 7, 5
ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.skipif(shutil.which("redis-server") is None, reason="needs redis-server"),
    pytest.mark.timeout(400),
]


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """A redis-server of one's own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        "redis-server",
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        for line in server.stdout:
            if "Ready to accept connections" in line:
                break
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()
        server.stdout.read()


class Worker:
    """One worker process; what it says is told to ``heard`` line by line."""

    def __init__(self, folder: Path, name: str, heard: Heard) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "CONNECTKIT_FLEET": str(folder / "fleet.yaml")}
        command = [sys.executable, "-m", "celery", "-A", "connectkit.fleet.queue", "worker"]
        command += [
            "--pool",
            "solo",
            "--hostname",
            f"{name}@here",
            "--loglevel",
            "info",
            "--without-gossip",
            "--without-mingle",
        ]
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._reader = threading.Thread(target=self._listen, args=(heard,), daemon=True)
        self._reader.start()

    def _listen(self, heard: Heard) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            heard.line(line)

    def stop(self, sort: int = signal.SIGTERM) -> None:
        """Ends the process."""
        self.process.send_signal(sort)
        self.process.wait(30)
        self.close()

    def close(self) -> None:
        """Lets go of the process, which has ended."""
        self._reader.join(10)
        assert self.process.stdout is not None
        self.process.stdout.close()


class Heard:
    """The sheets that workers have settled, done or failed, by what they say."""

    def __init__(self) -> None:
        self.settled: dict[str, str] = {}
        self.all: list[str] = []
        self._changed = threading.Condition()

    def line(self, line: str) -> None:
        """Takes one line of a worker's log."""
        with self._changed:
            self.all.append(line)
            if found := re.search(r"\]: (s\d+): (.*)", line):
                self.settled[found[1]] = found[2].strip()
                self._changed.notify_all()

    def wait_for(self, number: int) -> None:
        """Returns when so many sheets are settled."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.settled) >= number, 300), "".join(self.all[-60:])


def connectkit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "connectkit", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_every_sheet_has_its_day_once_although_a_worker_dies_in_the_middle_of_a_write(
    tmp_path: Path, redis: str
) -> None:
    with Cloud() as cloud:
        ids = cloud.sheets(SHEETS)
        cloud.unshared.add(ids[NOT_SHARED])
        cloud.books[ids[BROKEN]].sheet("People").put(0, 0, *map(cell_of, ("Wer", "When", "What")))
        keys = [cloud.key(tmp_path, number).name for number in range(2)]
        rows = "".join(
            f"  - {{name: s{n}, sheet: {one}, credentials: {keys[n % 2]}}}\n" for n, one in enumerate(ids)
        )
        head = f"redis: {redis}\nredelivery: 8\ndefaults: {{state: state, api_endpoint: '{cloud.url}'}}\n"
        (tmp_path / "fleet.yaml").write_text(f"{head}sheets:\n{rows}", "utf-8")
        heard = Heard()
        workers = [Worker(tmp_path, "dying", heard)]
        dead = threading.Event()

        def kill() -> None:
            # the only worker so far, so this write is its own: the request is here, the answer will find nobody
            workers[0].process.send_signal(signal.SIGKILL)
            dead.set()

        cloud.before_apply(kill, n=3)
        try:
            assert (
                connectkit(tmp_path, "fleet", "enqueue").stdout == f"{SHEETS} of {SHEETS} sheets enqueued.\n"
            )
            assert dead.wait(120)
            assert workers[0].process.wait(30) == -signal.SIGKILL
            workers += [Worker(tmp_path, name, heard) for name in ("one", "two")]
            if not LONG:
                heard.wait_for(SHEETS - 1)
                assert connectkit(tmp_path, "fleet", "enqueue").returncode == 0
            heard.wait_for(SHEETS)
            failed = {name: told for name, told in heard.settled.items() if not told.startswith("done")}
            assert set(failed) == {f"s{NOT_SHARED}", f"s{BROKEN}"}
            assert "press Share, add robot1@project" in failed[f"s{NOT_SHARED}"]
            assert "Give one tab these three headers" in failed[f"s{BROKEN}"]
            status = connectkit(tmp_path, "fleet", "status").stdout
            assert status.endswith(f"{SHEETS - 2} of {SHEETS} done today.\n")

            writes = cloud.writes
            heard.settled.clear()
            assert connectkit(tmp_path, "fleet", "enqueue").stdout == f"2 of {SHEETS} sheets enqueued.\n"
            heard.wait_for(2)
            assert cloud.writes == writes
        finally:
            for worker in workers:
                worker.stop() if worker.process.poll() is None else worker.close()
        assert [moment for moment in cloud.refused if moment > cloud.length] == []
        cloud.assert_clean()
        for number, one in enumerate(ids):
            if number not in (NOT_SHARED, BROKEN):
                _as_the_user_left_it(cloud, one)


def _as_the_user_left_it(cloud: Cloud, one: str) -> None:
    """Nothing of the user's is lost or doubled, every person has one ID, and nobody two drafts."""
    rows = cloud.books[one].sheet("People").values()
    people = [row for row in rows[1:] if row[0]]
    assert [row[0] for row in people] == [f"Person {one[6:9]} {letter}lan" for letter in "ABC"]
    assert {row[2] for row in people} == {"likes looms"}
    ids = [row[rows[0].index("ID")] for row in people]
    assert len(set(ids)) == len(people)
    drafts = cloud.books[one].sheet("Drafts").values()
    named = [row[drafts[0].index("Name")] for row in drafts[1:] if any(row)]
    assert 0 < len(named) == len(set(named)) <= 2
