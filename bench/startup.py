"""How long ``connectkit --help`` takes, beside an interpreter that does nothing.

    python -m bench.startup [ROUNDS]

Prints milliseconds of CPU and of wall time, the least of all rounds (the two take turns), and what is left when the
interpreter's own start is taken off. ``import click`` stands beside them: it is what any click command pays.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "python -c 'import click'": [sys.executable, "-c", "import click"],
    "connectkit --help": [str(Path(sys.executable).with_name("connectkit")), "--help"],
}


def spent(command: list[str]) -> tuple[float, float]:
    """Seconds of CPU and of wall time one process took, from its start to its end."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - begun


def main() -> None:
    """Prints the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    least = dict.fromkeys(COMMANDS, (9e9, 9e9))
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            cpu, wall = spent(command)
            least[name] = min(least[name][0], cpu), min(least[name][1], wall)
    floor = least["python -c pass"]
    print(f"{'':26} {'CPU ms':>7} {'wall ms':>8} {'above the floor: CPU':>21} {'wall':>6}")
    for name, (cpu, wall) in least.items():
        over = f"{(cpu - floor[0]) * 1e3:>21.0f} {(wall - floor[1]) * 1e3:>6.0f}"
        print(f"{name:26} {cpu * 1e3:>7.0f} {wall * 1e3:>8.0f} {over}")


if __name__ == "__main__":
    main()
