"""What ``doctor`` looks at: each check is one line that says ok, warn or fail, what it means, and what to do.

Everything here reads; nothing writes, and no secret enters a line.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from connectkit import lock, paths, schedules
from connectkit.config import Config, GoogleSettings
from connectkit.errors import ConnectkitError
from connectkit.model import Formula, RawTab, Workbook, cell_name
from connectkit.page import count
from connectkit.schema import TABS, Owner

if TYPE_CHECKING:
    from connectkit.sync import View

OK, WARN, FAIL = "ok", "warn", "fail"
_IMPORTING = re.compile(
    r"\b(IMPORTXML|IMPORTDATA|IMPORTHTML|IMPORTFEED|IMPORTRANGE|IMAGE|WEBSERVICE|RTD|DDE)\s*\(", re.IGNORECASE
)
_LIKE_A_FORMULA = re.compile(r"\s*([=@\uff1d\uff20]|[+\-\uff0b\uff0d][A-Za-z(\"'])")


class Check(NamedTuple):
    """One line of the doctor. ``code`` is the exit code a failure stands for."""

    level: str
    what: str
    meaning: str
    todo: str = ""
    code: int = 0


def failed(what: str, error: ConnectkitError) -> Check:
    """A check that ended in an error of ours."""
    return Check(FAIL, what, error.message, error.hint, error.exit_code)


# ---- settings and sign-in ------------------------------------------------------------------------------


def check_config(config: Config) -> Check:
    """The settings could be read."""
    sheet = config.google.sheet if config.google is not None else config.workbook
    path = config.path.absolute() if config.path is not None else "the command line"
    return Check(OK, "settings", f"{path} names {sheet}.")


def check_credentials(google: GoogleSettings, state: Path) -> Iterator[Check]:
    """Key and token files: there, readable, and for nobody else to read."""
    from connectkit.stores.google.auth import TOKEN_FILE, client_email

    if google.credentials is not None:
        try:
            yield Check(OK, "sign-in", f"connectkit signs in as {client_email(google.credentials)}.")
        except ConnectkitError as error:
            yield failed("sign-in", error)
    for path in (google.credentials, google.oauth, state / TOKEN_FILE):
        if path is not None and path.exists():
            yield check_private(path)


def check_private(path: Path) -> Check:
    """A file with a secret is readable by its owner only."""
    if paths.is_private(path):
        return Check(OK, "secret file", f"{path.name} can be read by you only.")
    return Check(
        WARN, "secret file", f"{path} can be read by other users of this machine.", f"Run: chmod 600 {path}"
    )


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
    from connectkit.journalfile import check

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


def check_schedule(home: Path, crontab: Callable[[], str]) -> Check:
    """Something on this machine starts the daily run."""
    timer = home / ".config/systemd/user/connectkit.timer"
    agent = home / f"Library/LaunchAgents/{schedules.LABEL}.plist"
    for path in (timer, agent):
        if path.exists():
            return Check(OK, "schedule", f"{path} starts the daily run.")
    if any("connectkit" in line and not line.lstrip().startswith("#") for line in crontab().splitlines()):
        return Check(OK, "schedule", "Your crontab starts the daily run.")
    return Check(
        WARN, "schedule", "No schedule was found for the daily run; it may be elsewhere.",
        "connectkit schedule print --for cron (or systemd, launchd, windows) gives the entry to paste.",
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


# ---- the sheet -----------------------------------------------------------------------------------------


def check_zone(config: Config, workbook: Workbook, today: date) -> Check:
    """Which zone decides what day it is."""
    for name, source in ((workbook.timezone, "the sheet"), (config.timezone, "the settings")):
        if name:
            return Check(
                OK, "time zone", f"Days are counted in {name}, from {source}; today is {today.isoformat()}."
            )
    return Check(
        OK, "time zone", f"Days are counted in this machine's time zone; today is {today.isoformat()}."
    )


def check_locale(config: Config, workbook: Workbook) -> Check:
    """What decides how 3/4/2026 is read."""
    if config.date_order:
        return Check(
            OK, "date order", f"Dates such as 3/4/2026 are read as {config.date_order}, from the settings."
        )
    locale = config.locale or workbook.locale
    if locale:
        return Check(
            OK, "date order", f"Dates such as 3/4/2026 are read as a column shows, else as in {locale}."
        )
    return Check(
        OK, "date order", "Dates such as 3/4/2026 are read as a column shows; where nothing shows it, they go to Problems.",
        "date_order: dmy or mdy in connectkit.yaml decides it.",
    )  # fmt: skip


def check_view(view: View) -> Iterator[Check]:
    """Tabs, headers, IDs, and what could not be read."""
    renamed = [f"{header} as {column}" for header, column in view.found.taken if header != column]
    taken = f"; taken {', '.join(renamed)}" if renamed else ""
    here = view.found.layout["contacts"]
    people = len(view.tables.contacts.frame)
    yield Check(
        OK,
        "tabs and headers",
        f"{people} people in {here.title}, header in row {here.header_row}, {len(view.found.taken)} columns known{taken}.",
    )
    new = [one.title for one in view.found.add_tabs]
    new += [f"columns in {view.found.complete[one.tab].title}" for one in view.found.add_columns]
    if new:
        yield Check(
            WARN, "tabs and headers", f"The sheet lacks {', '.join(new)}.", "The next sync adds them."
        )
    if view.identities.frozen:
        rows = ", ".join(str(row) for row in sorted(view.identities.frozen)[:10])
        yield Check(
            WARN, "IDs", f"The hidden ID of rows {rows} stands twice or belongs to somebody else; they are left alone.",
            "The tab Problems says what to do.",
        )  # fmt: skip
    else:
        yield Check(OK, "IDs", "Every row has an ID of its own, or gets one at the next sync.")
    problems = view.tables.problems
    if problems:
        first = problems[0]
        yield Check(
            WARN, "cells", f"{count(len(problems), 'cell', 'cells')} can't be used; the first is {first.tab} {first.cell}: {first.message}",
            "The tab Problems lists them all after a sync.",
        )  # fmt: skip
    else:
        yield Check(OK, "cells", "Every date and every word could be read.")


def check_formulas(workbook: Workbook, handles: Sequence[str]) -> Iterator[Check]:
    """Formulas that fetch from elsewhere, and text that another program could take for a formula."""
    tabs = [tab for tab in workbook.tabs if tab.handle in handles]
    fetching = list(_places(tabs, _fetches))
    if fetching:
        yield Check(
            WARN, "formulas", f"{count(len(fetching), 'formula fetches', 'formulas fetch')} from elsewhere and could send your data there: {_some(fetching)}.",
            "Keep them only if you wrote them yourself.",
        )  # fmt: skip
    else:
        yield Check(OK, "formulas", "No formula in your tabs fetches anything from elsewhere.")
    alike = list(_places(tabs, lambda value: isinstance(value, str) and bool(_LIKE_A_FORMULA.match(value))))
    if alike:
        yield Check(
            WARN, "formula-like text", f"{count(len(alike), 'cell holds', 'cells hold')} text that looks like a formula: {_some(alike)}.",
            "connectkit keeps it as text; take care when you export the sheet as CSV.",
        )  # fmt: skip


def check_workbook(path: Path) -> Iterator[Check]:
    """A workbook file: what it holds beside cells (all of it is kept), and what would stop a write."""
    from connectkit.stores.xlsx import audit, locks
    from connectkit.stores.xlsx.package import Package
    from connectkit.stores.xlsx.snapshot import Snapshot

    snapshot = Snapshot.take(path)
    package = Package.from_bytes(snapshot.data)
    held = audit.inventory(package)
    yield Check(
        OK, "workbook", f"Beside cells it holds {', '.join(held) or 'nothing'}; a sync keeps all of it."
    )
    for finding in audit.check(package):
        yield Check(
            WARN,
            "workbook",
            f"{finding.message} That stands in the way of {finding.blocks.value}.",
            finding.hint,
        )
    try:
        locks.refuse_if_held(snapshot.path, force=False)
    except ConnectkitError as error:
        yield Check(WARN, "workbook", error.message, error.hint)


def user_tabs(view: View) -> list[str]:
    """The handles of the tabs a user types in."""
    return [
        view.found.layout[tab.key].handle
        for tab in TABS
        if tab.owner is Owner.USER and tab.key in view.found.layout
    ]


def _fetches(value: object) -> bool:
    return isinstance(value, Formula) and bool(_IMPORTING.search(value.text))


def _places(tabs: Sequence[RawTab], wanted: Callable[[object], bool]) -> Iterator[str]:
    for tab in tabs:
        for number, row in enumerate(tab.rows, 1):
            for column, value in enumerate(row, 1):
                if wanted(value):
                    yield f"{tab.title} {cell_name(number, column)}"


def _some(places: Sequence[str]) -> str:
    return ", ".join(places[:5]) + (f" and {len(places) - 5} more" if len(places) > 5 else "")
