"""What connectkit did to a sheet, run by run, so that a person can see it and take it back.

A convenience: what is right is always found out from the sheet itself. So a journal that is damaged, locked,
read-only or on a full disk never stops a sync: it warns once and goes on without.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from connectkit import __version__
from connectkit.errors import StoreUnavailable, UsageError
from connectkit.journal.file import is_damage, nowhere, open_journal, set_aside
from connectkit.journal.rows import (
    ADD_CHANGE,
    CHANGES,
    OF_CONTACT,
    RUNS,
    SET_WAS,
    Recorded,
    Run,
    SnapshotInfo,
    change_rows,
    differs,
    fold,
    recorded_of,
    run_of,
)
from connectkit.model import AfterImage, Change, Plan, Workbook
from connectkit.sheet import codec

KEPT_SNAPSHOTS = 30
PENDING, APPLIED, UNKNOWN = "pending", "applied", "unknown"


class Journal:
    """The journal file of one sheet.

    ``now`` gives the present moment with its offset; ``warn`` gets at most one sentence when the journal can't
    be used. Methods that record never raise; methods that answer raise StoreUnavailable when they can't.
    """

    def __init__(self, path: Path, *, now: Callable[[], datetime], warn: Callable[[str], None]) -> None:
        self.path = path
        self.now = now
        self.warn = warn
        self._broken = False

    # -- recording: never raises ---------------------------------------------------------------------

    def begin(self, plan: Plan, summary: str = "") -> str:
        """The plan is recorded as pending; gives its run id (the plan's own, or one made from the clock)."""
        run_id = plan.run_id or f"{self.now():%Y%m%dT%H%M%S%f}"
        with self._recording() as db:
            db.execute("DELETE FROM changes WHERE run_id = ?", [run_id])
            db.execute(
                "INSERT OR REPLACE INTO runs (run_id, started, origin, version, status, summary) VALUES (?, ?, ?, ?, ?, ?)",
                [run_id, self._stamp(), plan.origin, __version__, PENDING, summary],
            )
            db.executemany(ADD_CHANGE, change_rows(run_id, plan.changes))
        return run_id

    def finish(self, run_id: str, after: AfterImage | None, surprises: Sequence[str] = ()) -> None:
        """The run ended: what the write met, and the surprises verify found.

        ``after`` None: the write raised. Then nothing was written, or the answer was lost; the status is unknown.
        """
        with self._recording() as db:
            status = UNKNOWN if after is None else APPLIED
            db.execute(
                "UPDATE runs SET finished = ?, status = ?, surprises = ? WHERE run_id = ?",
                [self._stamp(), status, json.dumps(list(surprises)), run_id],
            )
            for landed in after.landed if after is not None else ():
                change = landed.change
                if differs(landed.was, change.before):
                    place = [run_id, change.tab, change.row, change.column]
                    db.execute(SET_WAS, [codec.dump(landed.was), *place])

    def saw(self, workbook: Workbook, names: Mapping[str, str]) -> None:
        """One read, and which name stood beside which contact ID in it: kept for the next run and for restore."""
        self.snapshot(workbook)
        with self._recording() as db:
            db.execute("DELETE FROM people")
            db.executemany("INSERT INTO people (id, name) VALUES (?, ?)", list(names.items()))

    def snapshot(self, workbook: Workbook) -> None:
        """The read is kept as it was, unless it equals the last one kept; the oldest beyond 30 go."""
        with self._recording() as db:
            text = codec.dump_workbook(workbook)
            packed = zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
            last = db.execute("SELECT content FROM snapshots ORDER BY id DESC LIMIT 1").fetchone()
            if last is not None and last[0] == packed:
                return
            rows = sum(len(tab.rows) for tab in workbook.tabs)
            db.execute(
                "INSERT INTO snapshots (taken, name, tabs, rows, content) VALUES (?, ?, ?, ?, ?)",
                [self._stamp(), workbook.name, len(workbook.tabs), rows, packed],
            )
            db.execute(
                "DELETE FROM snapshots WHERE id NOT IN (SELECT id FROM snapshots ORDER BY id DESC LIMIT ?)",
                [KEPT_SNAPSHOTS],
            )

    def succeeded(self, day: date, contacts: int) -> None:
        """A sync for this day is done, also when there was nothing to change."""
        self._remember(last_success=day.isoformat(), contacts=contacts)

    def is_empty(self) -> bool:
        """True when no run, no read and no fact was ever kept; False also where that is not known."""
        if not self.path.exists():
            return True
        kept = "SELECT EXISTS (SELECT 1 FROM runs) OR EXISTS (SELECT 1 FROM snapshots) OR EXISTS (SELECT 1 FROM facts)"
        with self._recording() as db:
            return not self._broken and not db.execute(kept).fetchone()[0]
        return False

    # -- facts of former runs: nothing known is an answer ------------------------------------------------

    def last_success(self) -> date | None:
        """The day of the last sync that ended well; None if there was none, or it is not known."""
        found = self._recall("last_success")
        return date.fromisoformat(found) if isinstance(found, str) else None

    def contact_count(self) -> int:
        """How many contacts the last successful sync saw; 0 if not known."""
        found = self._recall("contacts")
        return found if isinstance(found, int) else 0

    def known_names(self) -> dict[str, str]:
        """Contact ID to the name that stood beside it at the last sync; {} if not known."""
        if not self.path.exists():  # a question makes no file
            return {}
        with self._recording() as db:
            return dict(db.execute("SELECT id, name FROM people").fetchall())
        return {}

    def pending(self) -> tuple[Run, ...]:
        """Runs that began and never ended, oldest first; () if not known."""
        with self._recording() as db:
            return tuple(
                run_of(row) for row in db.execute(f"{RUNS} WHERE status = ? ORDER BY rowid", [PENDING])
            )
        return ()

    # -- answers for a person: raises when it can't ------------------------------------------------------

    def runs(self, limit: int = 50) -> tuple[Run, ...]:
        """The last runs, newest first."""
        with self._reading() as db:
            rows = db.execute(f"{RUNS} ORDER BY rowid DESC LIMIT ?", [limit])
            return tuple(run_of(row) for row in rows)

    def run(self, run_id: str) -> Run:
        """The run of this id, or of the only one that begins with it. UsageError if there is none, or several."""
        with self._reading() as db:
            pattern = f"{RUNS} WHERE substr(run_id, 1, ?) = ? ORDER BY rowid LIMIT 2"
            found = [run_of(row) for row in db.execute(pattern, [len(run_id), run_id])]
        exact = [one for one in found if one.run_id == run_id]
        if len(exact or found) != 1 or not run_id:
            problem = "There are several runs that begin with" if found else "There is no run"
            raise UsageError(f'{problem} "{run_id}".', "connectkit history lists them all.")
        return (exact or found)[0]

    def changes(self, run_id: str) -> tuple[Change, ...]:
        """The changes of a run, exactly as they were planned, in their order."""
        return tuple(one.change for one in self.recorded(run_id))

    def recorded(self, run_id: str) -> tuple[Recorded, ...]:
        """The changes of a run, with what each cell held the moment before."""
        with self._reading() as db:
            return tuple(map(recorded_of, db.execute(f"{CHANGES} WHERE c.run_id = ? ORDER BY n", [run_id])))

    def person(self, contact: str) -> tuple[Recorded, ...]:
        """All changes about the contact of this ID, in every tab, oldest first."""
        return self._find(OF_CONTACT, contact)

    def named(self, name: str) -> tuple[Recorded, ...]:
        """All changes made while somebody had this name (compared without case), oldest first."""
        return self._find("c.folded = ?1", fold(name))

    def _find(self, where: str, value: str) -> tuple[Recorded, ...]:
        if not value:
            return ()
        with self._reading() as db:
            rows = db.execute(f"{CHANGES} WHERE {where} ORDER BY r.rowid, n", [value])
            return tuple(map(recorded_of, rows))

    def snapshots(self) -> tuple[SnapshotInfo, ...]:
        """The reads that were kept, newest first."""
        with self._reading() as db:
            rows = db.execute("SELECT id, taken, name, tabs, rows FROM snapshots ORDER BY id DESC").fetchall()
        return tuple(SnapshotInfo(row[0], datetime.fromisoformat(row[1]), *row[2:]) for row in rows)

    def load_snapshot(self, number: int) -> Workbook:
        """One read as it was. UsageError if there is no snapshot of this number."""
        with self._reading() as db:
            row = db.execute("SELECT content FROM snapshots WHERE id = ?", [number]).fetchone()
        if row is None:
            raise UsageError(f"There is no snapshot {number}.", "connectkit snapshots lists them all.")
        try:
            return codec.load_workbook(zlib.decompress(row[0]).decode("utf-8", "surrogatepass"))
        except (zlib.error, ValueError) as error:
            raise UsageError(
                f"Snapshot {number} is damaged.", "Take another one: connectkit snapshots lists them all."
            ) from error

    # -- the file ------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _recording(self) -> Iterator[sqlite3.Connection]:
        """One transaction; any trouble with the file is told once, and the journal rests for this run."""
        try:
            with contextlib.closing(self._connect_or_nowhere()) as db, db:
                yield db
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            self._give_up(error)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with contextlib.closing(open_journal(self.path, now=self.now, warn=self.warn)) as db:
                yield db
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            raise StoreUnavailable(
                f"The journal {self.path} can't be read ({error}).",
                "Try again; if it stays so, connectkit doctor says more. Your sheet is not affected.",
            ) from error

    def _connect_or_nowhere(self) -> sqlite3.Connection:
        if not self._broken:
            try:
                return open_journal(self.path, now=self.now, warn=self.warn)
            except (sqlite3.Error, OSError, ValueError) as error:
                self._give_up(error)
        return nowhere()

    def _give_up(self, error: sqlite3.Error | OSError | ValueError | TypeError) -> None:
        if self._broken:
            return
        self._broken = True
        self.warn(
            f"The journal {self.path} can't be used ({error}); this run goes on without it, "
            "so history and undo will not know it."
        )
        if is_damage(error):
            with contextlib.suppress(OSError):
                set_aside(self.path, self.now())

    def _remember(self, **facts: object) -> None:
        with self._recording() as db:
            rows = [(key, json.dumps(value)) for key, value in facts.items()]
            db.executemany("INSERT OR REPLACE INTO facts (key, value) VALUES (?, ?)", rows)

    def _recall(self, key: str) -> object:
        if not self.path.exists():
            return None
        with self._recording() as db:
            row = db.execute("SELECT value FROM facts WHERE key = ?", [key]).fetchone()
            return json.loads(row[0]) if row is not None else None
        return None

    def _stamp(self) -> str:
        return self.now().isoformat(timespec="seconds")
