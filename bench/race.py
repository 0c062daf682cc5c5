"""How many saves of a user are lost while connectkit saves: ours, beside a blind replace and a check before it.

    python -m bench.race [SECONDS]

A second process plays the user: every few milliseconds, and then at a pace that leaves connectkit time to finish, it
saves the workbook, by turns through a rename (as Excel and cloud drives do) and in place, and remembers what it saved.
Between the user's saves connectkit's side reads, "computes" and saves. At the next look a save must be in the file, or
in what was read for the output that stands there. Otherwise the user waits: if it comes back it was hidden, for the
milliseconds between a swap and the swap back; if it does not, and is not among the backups either, it is lost. Prints
one line per way of saving; ours must say 0 lost.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from multiprocessing.synchronize import Event
from pathlib import Path

from connectkit.errors import ConnectkitError
from connectkit.stores.xlsx.read.snapshot import stamp_of
from connectkit.stores.xlsx.save.save import Snapshot, commit

PADDING = "x" * 40_000
_PATIENCE = 0.25
Saver = Callable[[Path, Path], bool]


def content(number: int, writer: str, base: int) -> bytes:
    """What a file holds: the number of the user's save it is or was computed from."""
    return json.dumps({"save": number, "by": writer, "base": base, "padding": PADDING}).encode()


def parsed(data: bytes) -> dict[str, int] | None:
    """The content, or None for half a file."""
    try:
        return dict(json.loads(data))
    except ValueError:
        return None


def computed(data: bytes) -> bytes | None:
    """connectkit's output from what it read; None if that was half a file."""
    read = parsed(data)
    return content(read["save"], "connectkit", read["save"]) if read else None


def blind(path: Path, _: Path) -> bool:
    """A temp file, then a replace."""
    new = computed(path.read_bytes())
    if new is None:
        return False
    temp = path.with_name("blind.tmp")
    temp.write_bytes(new)
    temp.replace(path)
    return True


def checked(path: Path, _: Path) -> bool:
    """The same, unless size, time or file number changed since the read."""
    before = stamp_of(path)
    new = computed(path.read_bytes())
    temp = path.with_name("checked.tmp")
    if new is None:
        return False
    temp.write_bytes(new)
    if stamp_of(path) != before:
        return False
    temp.replace(path)
    return True


def ours(path: Path, backups: Path) -> bool:
    """connectkit's own."""
    try:
        snapshot = Snapshot.take(path)
        new = computed(snapshot.data)
        if new is None:
            return False
        commit(snapshot, new, backups=backups, now=lambda: datetime.now(UTC), keep=10_000)
    except ConnectkitError:
        return False
    return True


def user(path: Path, stop: Event, backups: Path, result: Path, in_place: bool, pause: float) -> None:
    """Saves again and again, and before each save looks whether the last one still counts."""
    dice = random.Random(7)
    saves, hidden = 0, 0.0
    lost: list[int] = []
    while not stop.is_set():
        time.sleep(dice.uniform(0.001, pause))
        if saves and not _counts(path, saves):
            waited = _back_after(path, saves)
            hidden = max(hidden, waited)
            if waited == _PATIENCE:
                lost.append(saves)
        saves += 1
        data = content(saves, "user", 0)
        if in_place:
            with path.open("r+b") as file:
                file.write(data)
                file.truncate()
        else:
            temp = path.with_name("user.tmp")
            temp.write_bytes(data)
            temp.replace(path)
    filed = {found["save"] for one in backups.glob("*.xlsx") if (found := parsed(one.read_bytes()))}
    result.write_text(
        json.dumps({"saves": saves, "lost": len([n for n in lost if n not in filed]), "ms": 1000 * hidden})
    )


def _back_after(path: Path, save: int) -> float:
    """Seconds until the save counts again, at most ``_PATIENCE``."""
    start = time.monotonic()
    while time.monotonic() - start < _PATIENCE:
        if _counts(path, save):
            return time.monotonic() - start
    return _PATIENCE


def _counts(path: Path, save: int) -> bool:
    found = parsed(path.read_bytes())
    return found is not None and found["save"] == save


def race(saver: Saver, seconds: float, *, in_place: bool, pause: float) -> tuple[int, int, int, float]:
    """(the user's saves, those lost, our saves, the longest time in ms that one was hidden) in so many seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "sheets"
        folder.mkdir()
        path, backups, result = folder / "contacts.xlsx", Path(name) / "backups", Path(name) / "result.json"
        path.write_bytes(content(0, "user", 0))
        stop = multiprocessing.Event()
        other = multiprocessing.Process(target=user, args=(path, stop, backups, result, in_place, pause))
        other.start()
        end, done = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            done += saver(path, backups)
            time.sleep(0.001)
        stop.set()
        other.join()
        left = [one.name for one in folder.iterdir() if one.name.startswith(".~ck")]
        assert not left, left
        told = json.loads(result.read_text())
        return told["saves"], told["lost"], done, told["ms"] if not told["lost"] else 0.0


def main() -> int:
    """Prints the table; 1 if one of our saves lost one of the user's."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 8.0
    bad = 0
    print(f"{os.cpu_count()} cores, {seconds:g} s each")
    for pause, in_place in product((0.007, 0.15), (False, True)):
        for name, saver in (("blind replace", blind), ("check, then replace", checked), ("connectkit", ours)):
            saves, lost, done, hidden = race(saver, seconds, in_place=in_place, pause=pause)
            how = f"{'in place' if in_place else 'by rename'} every {1000 * pause:.0f} ms at most:"
            line = f"{name:20} user saves {how:32} lost {lost:5} of {saves:5}; {done:5} saves of ours"
            print(f"{line}; hidden at most {hidden:.1f} ms" if hidden else line, flush=True)
            bad += lost if saver is ours else 0
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
