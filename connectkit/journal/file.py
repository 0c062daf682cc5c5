"""The journal's file: its tables, how it is opened, and what happens to one that is damaged."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

VERSION = 1
_PATIENCE = 3.0  # seconds another process may keep the file busy

_TABLES = """
CREATE TABLE runs (
    run_id TEXT PRIMARY KEY, started TEXT NOT NULL, finished TEXT, origin TEXT NOT NULL, version TEXT NOT NULL,
    status TEXT NOT NULL, summary TEXT NOT NULL, surprises TEXT NOT NULL DEFAULT '[]');
CREATE TABLE changes (
    run_id TEXT NOT NULL REFERENCES runs, n INTEGER NOT NULL, kind TEXT NOT NULL, tab TEXT NOT NULL,
    row INTEGER NOT NULL, col TEXT NOT NULL, row_id TEXT NOT NULL, contact TEXT NOT NULL, folded TEXT NOT NULL, fields TEXT NOT NULL,
    was TEXT, PRIMARY KEY (run_id, n)) WITHOUT ROWID;
CREATE INDEX changes_row_id ON changes (row_id) WHERE row_id != '';
CREATE INDEX changes_contact ON changes (contact) WHERE contact != '';
CREATE TABLE snapshots (
    id INTEGER PRIMARY KEY AUTOINCREMENT, taken TEXT NOT NULL, name TEXT NOT NULL, tabs INTEGER NOT NULL,
    rows INTEGER NOT NULL, content BLOB NOT NULL);
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL);
"""


def open_journal(
    path: Path, *, now: Callable[[], datetime], warn: Callable[[str], None]
) -> sqlite3.Connection:
    """A connection to the journal at ``path``, which is made if it is missing.

    A file that is no database any more is renamed, with one warning, and a new journal begun.

    Raises:
        sqlite3.Error, OSError: it can't be opened or made.
    """
    try:
        return _open(path)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not is_damage(error):
            raise
    aside = set_aside(path, now())
    warn(
        f"The journal {path} was damaged; it is kept as {aside.name}, and a new one begins. Your sheet is not affected."
    )
    return _open(path)


def is_damage(error: sqlite3.Error | OSError | ValueError | TypeError) -> bool:
    """True when the file itself is broken, false when it is merely busy, read-only or on a full disk."""
    # sqlite names the spoilt table in its message, and Python can't read a name that is no text.
    return type(error) in (sqlite3.DatabaseError, UnicodeDecodeError)


def set_aside(path: Path, now: datetime) -> Path:
    """The new name of a damaged journal, which is out of the way under it."""
    aside = path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%S}")
    path.rename(aside)
    return aside


def nowhere() -> sqlite3.Connection:
    """A journal in memory that knows nothing and is forgotten."""
    db = sqlite3.connect(":memory:", isolation_level="IMMEDIATE")
    db.executescript(_TABLES)
    return db


def check(path: Path) -> str:
    """What sqlite finds wrong with the file; empty when nothing is."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)
    try:
        found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        found = str(error)
    finally:
        db.close()
    return "" if found == "ok" else str(found)


def _open(path: Path) -> sqlite3.Connection:
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level="IMMEDIATE")
    try:
        _prepare(db)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    if version == 0:
        db.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
    elif version > VERSION:
        raise sqlite3.OperationalError("it was written by a newer connectkit")
