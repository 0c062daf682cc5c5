"""What ``doctor`` looks at: each check is one line that says ok, warn or fail, what it means, and what to do.

Everything here reads; nothing writes, and no secret enters a line.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from connectkit.config.config import Config
from connectkit.journal import lock, paths
from connectkit.stores.base import FAIL, OK, WARN, Check

# ---- settings ------------------------------------------------------------------------------------------


def check_config(config: Config, named: str) -> Check:
    """The settings could be read."""
    path = config.path.absolute() if config.path is not None else "the command line"
    return Check(OK, "settings", f"{path} names {named}.")


# ---- the machine ---------------------------------------------------------------------------------------


def check_state(state: Path) -> Iterator[Check]:
    """connectkit's own folder: private, writable, not in a synced folder."""
    if not paths.is_private(state):
        yield Check(WARN, "own folder", f"{state} can be read by other users.", f"Run: chmod 700 {state}")
    if not os.access(state, os.W_OK):
        yield Check(FAIL, "own folder", f"{state} can't be written.", "Name another with --state FOLDER.", 2)
    elif synced := paths.synced_by(state):
        yield Check(
            WARN, "own folder", f"{state} is inside {synced}, a synced folder, which can damage the journal.",
            "Name a folder outside it with the key state in connectkit.yaml.",
        )  # fmt: skip
    else:
        yield Check(OK, "own folder", f"{state.absolute()} holds journal, lock and backups.")


def check_lock(state: Path) -> Check:
    """Nobody holds the sheet right now."""
    path = state / paths.LOCK
    if not path.exists() or not lock.is_held(path):
        return Check(OK, "lock", "No run is working on this sheet.")
    return Check(
        WARN,
        "lock",
        f"A run is working on this sheet: {lock.holder(path) or 'unknown'}.",
        "Wait for its end.",
    )


def check_journal(state: Path) -> Check:
    """The journal's file is whole."""
    from connectkit.journal.file import check

    path = state / paths.JOURNAL
    if not path.exists():
        return Check(OK, "journal", "There is no journal yet; the first sync makes it.")
    try:
        trouble = check(path)
    except sqlite3.Error as error:
        trouble = str(error)
    if trouble:
        return Check(
            WARN, "journal", f"The journal {path} is damaged ({trouble}).",
            "The next sync sets it aside and begins a new one; your sheet is not affected.",
        )  # fmt: skip
    return Check(OK, "journal", f"The journal is whole ({path.stat().st_size // 1024} kB).")


def check_last_run(last: date | None, today: date) -> Check:
    """A sync ended well not long ago."""
    if last is None:
        return Check(WARN, "last sync", "No sync has ended well on this machine yet.", "Run: connectkit sync")
    days = (today - last).days
    if days > 2:
        return Check(
            WARN, "last sync", f"The last sync that ended well was on {last.isoformat()}, {days} days ago.",
            "Run connectkit sync; a schedule does it every day.",
        )  # fmt: skip
    return Check(OK, "last sync", f"The last sync that ended well was on {last.isoformat()}.")


def check_digest(config: Config, state: Path) -> Iterator[Check]:
    """The digest goes out, where the settings want one."""
    from connectkit.reach import memory

    if config.digest is None or not (config.digest.mail or config.digest.notify):
        return
    known = memory.load(state)
    if not known.failures:
        told = f"The last digest went out on {known.day}." if known.day else "No digest has gone out yet."
        yield Check(OK, "digest", told)
        return
    tries = "once" if known.failures == 1 else f"{known.failures} times"
    yield Check(
        FAIL if known.failures >= memory.PATIENCE else WARN,
        "digest",
        f"The digest could not be sent {tries}: {known.error}",
        "connectkit digest --test tries it now.",
        4 if known.failures >= memory.PATIENCE else 0,
    )


def check_scheduled(state: Path) -> Iterator[Check]:
    """What the last scheduled run said."""
    from connectkit.journal.run_log import FILE, last

    began, said = last(state)
    if began and said:
        yield Check(
            WARN,
            "scheduled run",
            f"The one of {began} said: {' '.join(said)[:300]}",
            f"The log is {state / FILE}.",
        )
    elif began:
        yield Check(OK, "scheduled run", f"The one of {began} ended without a word.")


def check_schedule(home: Path, crontab: Callable[[], str]) -> Check:
    """Something on this machine starts the daily run."""
    folders = (
        (home / ".config/systemd/user", "connectkit*.timer"),
        (home / "Library/LaunchAgents", "org.connectkit*.plist"),
    )
    for path in (one for folder, pattern in folders for one in sorted(folder.glob(pattern))):
        return Check(OK, "schedule", f"{path} starts the daily run.")
    if any("connectkit" in line and not line.lstrip().startswith("#") for line in crontab().splitlines()):
        return Check(OK, "schedule", "Your crontab starts the daily run.")
    return Check(
        WARN, "schedule", "No schedule was found for the daily run; it may be elsewhere.",
        "connectkit schedule install puts one in.",
    )  # fmt: skip


def read_crontab() -> str:
    """The user's crontab; empty where there is none or no cron."""
    program = shutil.which("crontab")
    if program is None:
        return ""
    try:
        done = subprocess.run([program, "-l"], capture_output=True, timeout=5, check=False)  # noqa: S603 - fixed words
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")
