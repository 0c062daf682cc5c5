"""Who has the workbook open: read off the small files that Excel, LibreOffice and WPS put beside it.

A program that ends in a crash leaves its file behind, so each is also asked whether it can still be true.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectkit.errors import StoreUnavailable
from connectkit.stores.xlsx.save.exchange import being_written

LONGEST_OPEN = timedelta(hours=12)
"""After which a lock from elsewhere is taken for one left behind."""

_EXCEL_NAME_BYTES = 54
_PROCESSES = {
    "LibreOffice": ("soffice", "soffice.bin", "soffice.exe", "oosplash"),
    "Excel": ("microsoft excel", "excel.exe", "excel"),
    "WPS Office": ("et", "et.exe", "wps", "wpsoffice"),
}

Running = Callable[[], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Holder:
    """A sign that a program has the workbook open.

    ``user`` and ``host`` are "" where the sign does not tell. ``since`` is local time without a zone. ``stale``
    means that the program is gone and only its sign was left; ``sentence`` says which of the two, and why.
    """

    program: str
    user: str
    host: str
    since: datetime | None
    sign: Path
    stale: bool
    sentence: str


def who_holds(path: Path, *, now: datetime | None = None, running: Running | None = None) -> Holder | None:
    """Who has the workbook open; a stale sign only if there is no live one; None if there is none.

    ``now`` and ``running`` (names of the processes on this computer) are asked of the system if
    not given.
    """
    target = path.resolve()
    moment = (now or datetime.now(UTC)).astimezone().replace(tzinfo=None)
    holders = [_judged(sign, target, moment, running or processes) for sign in _signs(target)]
    live = [holder for holder in holders if not holder.stale]
    if not live and target.exists() and being_written(target):
        return _unnamed(target)
    return next(iter(live or holders), None)


def refuse_if_held(
    path: Path, *, force: bool = False, now: datetime | None = None, running: Running | None = None
) -> Holder | None:
    """The stale or overridden holder, for the report; None if nobody has the workbook open.

    Raises:
        StoreUnavailable: a program has it open. ``force`` overrides a sign, never an open file.
    """
    holder = who_holds(path, now=now, running=running)
    if holder is None or holder.stale or (force and holder.sign != path.resolve()):
        return holder
    hint = f"If it is open nowhere, {holder.sign} was left behind: delete that small file, or run again with --force."
    if holder.sign == path.resolve():
        hint = "Close the program that has it open, then run the same command again."
    raise StoreUnavailable(holder.sentence, hint)


@dataclass(frozen=True, slots=True)
class _Sign:
    """What one lock file says."""

    program: str
    file: Path
    user: str
    host: str
    since: datetime | None


def _signs(target: Path) -> list[_Sign]:
    signs = []
    libre = target.with_name(f".~lock.{target.name}#")
    for file, read in [(libre, _libreoffice), *((file, _excel) for file in _owner_files(target))]:
        with suppress(OSError):
            signs.append(read(file, file.read_bytes()))
    wps = target.with_name(f".~{target.name}")
    if wps.is_file():
        signs.append(_Sign("WPS Office", wps, "", "", _saved(wps)))
    return signs


def _owner_files(target: Path) -> list[Path]:
    """Where Excel's owner file may be: with the whole name, or with the two letters dropped that Word drops.

    The short form is also the whole form of another name; if that workbook exists, the file is its own.
    """
    short = target.name[2:]
    files = [target.with_name(f"~${target.name}")]
    if len(target.stem) > 2 and not target.with_name(short).exists():
        files.append(target.with_name(f"~${short}"))
    return files


def _libreoffice(file: Path, data: bytes) -> _Sign:
    """``full name,account,host,23.11.2026 20:25,profile;`` with a backslash before commas that belong to a field."""
    entry = re.match(r"(?:[^;\\]|\\.)*", data.decode("utf-8", "replace"), re.DOTALL)
    parts = re.findall(r"((?:[^,\\]|\\.)*)(?:,|$)", entry[0] if entry else "", re.DOTALL)
    fields = [re.sub(r"\\(.)", r"\1", part) for part in parts]
    full, account, host, opened = (*fields, "", "", "", "")[:4]
    since = None
    with suppress(ValueError):
        since = datetime.strptime(opened.strip(), "%d.%m.%Y %H:%M")  # noqa: DTZ007 - the file tells local time
    return _Sign("LibreOffice", file, full.strip() or account.strip(), host.strip(), since)


def _excel(file: Path, data: bytes) -> _Sign:
    """A length and the name in the computer's code page, padded to 55 bytes; then the same in UTF-16."""
    wide = data[_EXCEL_NAME_BYTES + 3 : _EXCEL_NAME_BYTES + 3 + 2 * int.from_bytes(data[55:57], "little")]
    user = wide.decode("utf-16-le", "replace")
    if not user and data and data[0] <= _EXCEL_NAME_BYTES:
        user = data[1 : 1 + data[0]].decode("cp1252", "replace")
    return _Sign("Excel", file, user.strip(" \0"), "", _saved(file))


def _saved(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime)  # noqa: DTZ006 - compared with other local times


def _judged(sign: _Sign, target: Path, now: datetime, running: Running) -> Holder:
    reason = _why_stale(sign, now, running)
    who = " on ".join(part for part in (sign.user, sign.host) if part)
    since = f"since {sign.since:%Y-%m-%d %H:%M}" if sign.since else ""
    details = ", ".join(part for part in (who, since) if part)
    opened = f"{sign.program} ({details})" if details else sign.program
    sentence = f"{target.name} is open in {opened}. Close it and run again; nothing was written."
    if reason:
        sentence = (
            f"{sign.file.name} says that {target.name} is open in {opened}, but {reason}; it was left behind."
        )
    return Holder(sign.program, sign.user, sign.host, sign.since, sign.file, bool(reason), sentence)


def _why_stale(sign: _Sign, now: datetime, running: Running) -> str:
    """Why the sign can't be true; "" if it can."""
    here = not sign.host or _same_host(sign.host)
    names = running() if here else frozenset()
    alive = here and (not names or any(name in names for name in _PROCESSES[sign.program]))
    if sign.host and here and not alive:
        return f"no {sign.program} runs on this computer"
    if not alive and sign.since and now - sign.since > LONGEST_OPEN:
        return "that is more than 12 hours ago"
    return ""


def _same_host(host: str) -> bool:
    return host.casefold().partition(".")[0] == socket.gethostname().casefold().partition(".")[0]


def _unnamed(target: Path) -> Holder:
    sentence = (
        f"{target.name} is open for writing in another program. Close it and run again; nothing was written."
    )
    return Holder("another program", "", "", None, target, False, sentence)


def processes() -> frozenset[str]:
    """The names of the processes on this computer, in small letters; empty where the system does not tell."""
    if sys.platform == "linux":
        names = set()
        for comm in Path("/proc").glob("[0-9]*/comm"):
            with suppress(OSError):
                names.add(comm.read_text(errors="replace").strip().casefold())
        return frozenset(names)
    command = (
        ["tasklist", "/FO", "CSV", "/NH"] if sys.platform == "win32" else ["/bin/ps", "-A", "-o", "comm="]
    )
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout  # noqa: S603 - fixed words
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    lines = (line.split('","')[0].strip('" ') for line in told.splitlines())
    return frozenset(line.replace("\\", "/").rpartition("/")[2].casefold() for line in lines)
