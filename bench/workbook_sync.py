"""Whole syncs of a large workbook, process start included, beside what openpyxl needs only to load and save it.

    python -m bench.workbook_sync [COUNT ...]

A workbook of so many contacts in ten columns is made with XlsxWriter and taken on with ``connectkit init``. Then
three syncs run as processes of their own: the first (every row gets its ID, Status and Next due), one the next
morning, and the same again, which finds nothing to do. The floor is a process that loads the very file with
openpyxl and saves it. Prints seconds of CPU, their ratio, and peak memory; CPU, because it does not depend on what
else the machine does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import xlsxwriter

from bench.core import TODAY, contacts

CONNECTKIT = str(Path(sys.executable).with_name("connectkit"))
FLOOR = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])"
ROUNDS = 3


def spent(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of CPU and peak MB of one process."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, said
    scale = 2**20 if sys.platform == "darwin" else 2**10  # bytes there, kilobytes here
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale


def make(path: Path, count: int) -> None:
    """The workbook: shared texts, formatted dates, a few formulas beside the contacts."""
    book = xlsxwriter.Workbook(path, {"in_memory": True, "strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Contacts")
    for row, cells in enumerate(contacts(count).tabs[0].rows):
        for column, value in enumerate(cells):
            if column == 2 and row:
                sheet.write_datetime(row, column, value, day)
            elif value is not None:
                sheet.write(row, column, value)
    other = book.add_worksheet("Sums")
    other.write_formula(0, 0, f"=COUNTA(Contacts!A2:A{count + 1})", None, count)
    book.close()


def best(command: list[str], folder: Path, rounds: int = ROUNDS) -> tuple[float, float]:
    """The least CPU time and the least peak memory of a few rounds."""
    seen = [spent(command, folder) for _ in range(rounds)]
    return min(cpu for cpu, _ in seen), min(peak for _, peak in seen)


def runs(count: int, folder: Path) -> None:
    """The rows of the table for one size."""
    environment = {"XDG_STATE_HOME": str(folder / "home"), "XDG_CONFIG_HOME": str(folder / "home")}
    os.environ.update(environment)
    path = folder / "people.xlsx"
    make(path, count)
    spent([CONNECTKIT, "init", "--workbook", path.name, "--yes"], folder)
    adopted = path.read_bytes()
    first, morning = TODAY.isoformat(), (TODAY + timedelta(1)).isoformat()
    floor = best([sys.executable, "-c", FLOOR, path.name, "resaved.xlsx"], folder)

    def first_sync() -> tuple[float, float]:
        path.write_bytes(adopted)
        return spent([CONNECTKIT, "sync", "--force", "--today", first], folder)

    seen = [first_sync() for _ in range(ROUNDS)]
    synced = path.read_bytes()
    told = {"the first sync": (min(c for c, _ in seen), min(p for _, p in seen))}

    def next_sync() -> tuple[float, float]:
        path.write_bytes(synced)
        return spent([CONNECTKIT, "sync", "--force", "--today", morning], folder)

    seen = [next_sync() for _ in range(ROUNDS)]
    told["the next morning"] = (min(c for c, _ in seen), min(p for _, p in seen))
    told["nothing to do"] = best([CONNECTKIT, "sync", "--today", morning], folder)
    later = best([sys.executable, "-c", FLOOR, path.name, "resaved.xlsx"], folder)
    for name, (cpu, peak), (low, low_peak) in [
        (name, seen_, floor if name == "the first sync" else later) for name, seen_ in told.items()
    ]:
        print(
            f"{count:>8} {name:17} {low:>9.2f} {cpu:>9.2f} {cpu / low:>6.2f} {low_peak:>12.0f} {peak:>8.0f} {peak / low_peak:>6.2f}",
            flush=True,
        )


def main() -> None:
    """Prints the table."""
    print(
        f"{'contacts':>8} {'sync':17} {'openpyxl s':>9} {'ours s':>8} {'ratio':>6} {'openpyxl MB':>12} {'ours MB':>8} {'ratio':>6}"
    )
    for count in [int(word) for word in sys.argv[1:]] or [10_000, 100_000]:
        with tempfile.TemporaryDirectory() as name:
            runs(count, Path(name))


if __name__ == "__main__":
    main()
