"""Syncs of one workbook file that are killed (SIGKILL) inside their save, each followed by an undisturbed one.

``python -m tests.laws.killed FOLDER FIRST EVERY`` kills before the FIRST-th call into the system, and every EVERY
calls later, until a save comes to its end; prints one line per kill: the step, which file stood, and whether the
next sync arrived at what an undisturbed one makes.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

from connectkit.config.config import Config
from connectkit.model import Row
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.save import save
from connectkit.stores.xlsx.store import XlsxStore, read_tabs
from connectkit.sync import sync
from tests.book import PLAIN, TODAY, counter
from tests.laws.files import NOON, XlsxWorld, at_call


def cells(path: Path) -> dict[str, list[Row]]:
    """Everything the file's tabs hold."""
    return {raw.title: raw.rows for raw in read_tabs(Package.from_bytes(path.read_bytes()))}


def run(path: Path) -> None:
    """One sync of the file, with IDs that count up from where every first run counts."""
    store = XlsxStore(path, backups=path.parent / "backups", now=lambda: NOON)
    numbers = counter()
    sync(store, Config(per_week=3), today=TODAY, new_id=lambda: f"n{numbers()}", templates=PLAIN, force=True)


def killed(path: Path, step: int) -> bool:
    """True when the sync died at this step of its save, false when the save came to its end before."""
    child = os.fork()
    if not child:
        commit = save.commit

        def fatal(*args: object, **more: object) -> Path | None:
            with at_call(step, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                return commit(*args, **more)  # type: ignore[arg-type]

        save.commit = fatal
        run(path)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main() -> None:
    """Kills, syncs again, compares."""
    folder, first, every = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    world = XlsxWorld()
    world.sync()
    world.mark_draft(0, 0)
    world.type_inbox(1, 2)
    world.add(3, 400)
    world.store.push()
    start = world.store.path.read_bytes()
    undisturbed = folder / "undisturbed" / "people.xlsx"
    undisturbed.parent.mkdir()
    undisturbed.write_bytes(start)
    run(undisturbed)
    for step in range(first, 1000, every):
        path = folder / str(step) / "people.xlsx"
        path.parent.mkdir()
        path.write_bytes(start)
        if not killed(path, step):
            break
        stood = "old" if path.read_bytes() == start else "new"
        run(path)
        tidy = (
            sorted(one.name for one in path.parent.iterdir()) == ["backups", "people.xlsx"] or stood == "new"
        )
        print(step, stood, "same" if cells(path) == cells(undisturbed) and tidy else "other")
        shutil.rmtree(path.parent)


if __name__ == "__main__":
    main()
