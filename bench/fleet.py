"""How many sheets a minute one process serves, beside what Google's quota allows.

    python -m bench.fleet [SHEETS] [KEYS]

A fake Google on loopback with Google's quota for each key: 60 reads and 60 writes a minute. A sync that writes takes two
reads and one write, so the quota's limit is 30 sheets a minute and key. Prints the sheets a minute
beside it, the CPU of the fleet's process a sheet, and how often Google said 429. Sheets of 30 people.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fleet.cloud import Cloud

READS_A_SHEET = 2


def served(folder: Path) -> tuple[float, float, int]:
    """Seconds of wall time and of CPU one ``fleet run`` took, and how many sheets it served."""
    command = [
        sys.executable,
        "-m",
        "connectkit",
        "fleet",
        "run",
        "--workers",
        "8",
        "--report",
        "report.jsonl",
        "--quiet",
    ]
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    lines = [json.loads(line) for line in (folder / "report.jsonl").read_text("utf-8").splitlines()]
    done = sum(one["code"] == 0 for one in lines)
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, done


def main() -> None:
    """Prints the table."""
    sheets, keys = (int(one) for one in [*sys.argv[1:], *["90", "1"][len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory() as name, Cloud(keys=keys) as cloud:
        folder = Path(name)
        files = [cloud.key(folder, number).name for number in range(keys)]
        rows = "".join(
            f"  - {{name: s{n}, sheet: {one}, credentials: {files[n % keys]}}}\n"
            for n, one in enumerate(cloud.sheets(sheets, people=30))
        )
        head = f"defaults: {{state: state, api_endpoint: '{cloud.url}'}}\nsheets:\n"
        (folder / "fleet.yaml").write_text(head + rows, "utf-8")
        wall, cpu, done = served(folder)
    limit = 60 * keys / READS_A_SHEET
    minutes = wall / 60
    print(
        f"{done} of {sheets} sheets over {keys} keys in {wall:.0f} s; the fake itself took {cloud.busy:.0f} s of CPU"
    )
    print(
        f"{done / minutes:.0f} sheets a minute; the quota's limit is {limit:.0f} a minute, and one minute's at once"
    )
    print(
        f"{done / limit / (minutes + 1):.0%} of what the quota allowed in that time, that first minute's counted in"
    )
    print(f"{cpu / max(done, 1):.2f} s of CPU a sheet in one process")
    print(f"{len(cloud.refused)} answers of 429")


if __name__ == "__main__":
    main()
