"""How long a run takes beside what it can't do without: ``--help`` beside click, a sync beside pandas, jinja2 and click.

    python -m bench.startup [ROUNDS]

Prints milliseconds of CPU and of wall time, the least of all rounds (all take turns), and the three ratios that have
a goal. The syncs are of the demo's 26 people in a folder of their own: one with nothing to do, one that writes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from connectkit.commands.demo.demo import make

ONE, HELP = "import click", "connectkit --help"
THREE, IDLE, WRITES = "import pandas, jinja2, click", "sync, nothing to do", "sync that writes"
GOALS = ((HELP, ONE, 1.15), (IDLE, THREE, 1.4), (WRITES, THREE, 1.8))
CONNECTKIT = [sys.executable, "-c", "import sys; from connectkit.cli import main; sys.exit(main())"]


def spent(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of CPU and of wall time one process took, from its start to its end."""
    begun = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=folder, **quiet)  # type: ignore[call-overload]
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, command
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - begun


def measure(rounds: int, folder: Path) -> dict[str, tuple[float, float]]:
    """The least CPU and wall time of each command."""
    fresh, idle, written = folder / "fresh", folder / "idle", folder / "written"
    make(fresh, date(2026, 11, 23))
    shutil.copytree(fresh, idle)
    sync = [*CONNECTKIT, "sync", "--today", "2026-11-23"]
    spent(sync, idle)
    commands = {
        "pass": ([sys.executable, "-c", "pass"], folder),
        ONE: ([sys.executable, "-c", ONE], folder),
        HELP: ([*CONNECTKIT, "--help"], folder),
        THREE: ([sys.executable, "-c", THREE], folder),
        IDLE: (sync, idle),
        WRITES: (sync, written),
    }
    least = dict.fromkeys(commands, (9e9, 9e9))
    for _ in range(rounds):
        for name, (command, place) in commands.items():
            shutil.rmtree(written, ignore_errors=True)
            shutil.copytree(fresh, written)
            cpu, wall = spent(command, place)
            least[name] = min(least[name][0], cpu), min(least[name][1], wall)
    return least


def main() -> None:
    """Prints the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        least = measure(rounds, Path(folder))
    print(f"{'':30} {'CPU ms':>7} {'wall ms':>8}")
    for name, (cpu, wall) in least.items():
        print(f"{name:30} {cpu * 1e3:>7.0f} {wall * 1e3:>8.0f}")
    for name, beside, goal in GOALS:
        print(f"{name}: {least[name][0] / least[beside][0]:.2f} times {beside} (goal {goal})")


if __name__ == "__main__":
    main()
