"""The sync of one sheet of a fleet, and of all of them in one process; nothing that happens to one touches another."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from connectkit.commands.sync import run as sync_once
from connectkit.errors import ConnectkitError
from connectkit.fleet.sheets import Sheet
from connectkit.journal import paths
from connectkit.journal.journal import Journal
from connectkit.options import Settings
from connectkit.session import now, session_for, today_in
from connectkit.stores.base import failed

BUSY = 4
"""The exit code after which a second try makes sense."""

Pace = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """How a sheet's day went.

    Attributes:
        name: the sheet's.
        code: the exit code ``connectkit sync`` would have had.
        done: "done", "done before" (today's success stood in the journal already) or "failed".
        message, hint: what went wrong, and what to do.
        reads, writes: requests that were sent.
        seconds: wall time.
    """

    name: str
    code: int
    done: str
    message: str = ""
    hint: str = ""
    reads: int = 0
    writes: int = 0
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """As a line of ``--report``."""
        return {"schema": "connectkit.fleet-sheet/1", **asdict(self), "seconds": round(self.seconds, 3)}


def last_success(sheet: Sheet) -> date | None:
    """The day of the sheet's last sync that ended well, by its journal; None if there was none here."""
    folder = paths.state_root(sheet.config.state) / paths.sheet_name(sheet.location)
    if not (folder / paths.JOURNAL).exists():
        return None
    return Journal(folder / paths.JOURNAL, now=now, warn=lambda _text: None).last_success()


def is_done(sheet: Sheet) -> bool:
    """Whether today's sync of this sheet ended well."""
    last = last_success(sheet)
    return last is not None and last >= today_in(sheet.config.timezone)


def serve(sheet: Sheet, settings: Settings, pace: Pace, *, again: bool = False) -> Outcome:
    """Today's sync of one sheet, unless it is done; every end of it is an outcome."""
    begun = time.monotonic()
    if not again and is_done(sheet):
        return Outcome(sheet.name, 0, "done before", seconds=time.monotonic() - begun)
    requests = None
    try:
        with session_for(sheet.config, settings, "fleet", writes=True, pace=pace) as session:
            requests = session.store.requests
            sync_once(session)
        end = Outcome(sheet.name, 0, "done")
    except ConnectkitError as error:
        end = Outcome(sheet.name, error.exit_code, "failed", error.message, error.hint)
    except Exception as bug:  # noqa: BLE001 - one sheet's bug must not keep the others from their day
        what = f"{type(bug).__name__}: {' '.join(str(bug).split())}"[:300]
        told = f"Something went wrong that connectkit did not foresee ({what})."
        end = Outcome(
            sheet.name, 1, "failed", told, "Run connectkit sync --debug on this sheet alone to see where."
        )
    counted = {"reads": requests.read, "writes": requests.write} if requests is not None else {}
    return Outcome(**{**asdict(end), **counted, "seconds": time.monotonic() - begun})


def serve_all(
    sheets: Iterable[Sheet],
    settings: Settings,
    pace: Callable[[str], Pace],
    *,
    workers: int,
    again: bool = False,
) -> Iterator[Outcome]:
    """Every sheet's outcome as it comes; a busy sheet has a second try after all others had their first."""
    waiting = list(sheets)
    for tries_left in (1, 0):
        busy: list[Sheet] = []
        with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
            running: dict[Future[Outcome], Sheet] = {
                pool.submit(serve, one, settings, pace(one.key), again=again): one for one in waiting
            }
            for future in as_completed(running):
                outcome = future.result()
                if outcome.code == BUSY and tries_left:
                    busy.append(running[future])
                else:
                    yield outcome
        waiting = busy


def examine(sheet: Sheet, settings: Settings, pace: Pace) -> Outcome:
    """What a run of this sheet would meet first: sign-in, reading, headers, the right to write. Changes nothing."""
    from connectkit.sheet.locate import locate

    begun = time.monotonic()
    try:
        with session_for(sheet.config, settings, "fleet", pace=pace) as session:
            bad = [one for one in session.home.sign_in(session.state) if one.code]
            locate(session.store.read(), sheet.config)
            bad += [one for one in session.home.checks() if one.code]
    except ConnectkitError as error:
        bad = [failed("sheet", error)]
    if bad:
        return Outcome(
            sheet.name, bad[0].code, "failed", bad[0].meaning, bad[0].todo, seconds=time.monotonic() - begun
        )
    return Outcome(sheet.name, 0, "in order", seconds=time.monotonic() - begun)
