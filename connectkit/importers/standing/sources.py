"""Standing sources: a calendar, a mail folder or a mailbox that every sync looks into, so that last contact keeps itself.

Off unless the settings name some. They are only ever read. What was read is remembered to read less the next time;
where that memory is lost, more is read again and the same comes out, because every interaction has an ID made from
what it is. A source that fails is a sentence in the report and never the end of a sync.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from connectkit.config.sources import Source, is_web
from connectkit.errors import ConnectkitError
from connectkit.importers.base import Options
from connectkit.people.records import Exchange, Item, Meeting

STATE = "sources.json"
_NEXT = "sources.next.json"
REACH = timedelta(days=365)
"""Older interactions are for ``connectkit import``: a source begins with the last year."""

MOST_FILES = 50_000
_OVERLAP = 86_400.0

Memory = dict[str, Any]


def read_sources(
    sources: Iterable[Source], *, state: Path, options: Options, ahead: list[Meeting] | None = None
) -> tuple[list[Exchange], list[str]]:
    """The interactions of the last year in these sources, and a sentence for each that could not be read.

    ``ahead`` takes up the meetings of the next two days of every calendar that could be read. What is remembered for the next time counts only after :func:`settle`.
    """
    former = _load(state / STATE)
    fresh: Memory = {}
    found: list[Exchange] = []
    notes: list[str] = []
    for source in sources:
        name = _id(source)
        memory = former.get(name)
        memory = memory if isinstance(memory, dict) else {}
        try:
            exchanges, fresh[name] = _read(source, memory, state, options)
            found += exchanges
            if ahead is not None and source.kind == "calendar":
                ahead += _ahead(source, state, options)
        except ConnectkitError as error:
            notes.append(f"{_shown(source)} was left out this time: {error.message} {error.hint}".strip())
            fresh[name] = memory
        except Exception as error:  # noqa: BLE001 - no source may end a sync, whatever it holds
            notes.append(
                f"{_shown(source)} was left out this time: it could not be read ({type(error).__name__})."
            )
            fresh[name] = memory
    _save(state / _NEXT, fresh)
    first = options.today - REACH
    return [one for one in found if first <= one.day <= options.today], notes


def settle(state: Path) -> None:
    """What was read last counts as taken in: the next reading goes on from there. Called after the write."""
    with suppress(OSError):
        (state / _NEXT).replace(state / STATE)


def _read(source: Source, memory: Memory, state: Path, options: Options) -> tuple[list[Exchange], Memory]:
    if not options.owner_emails:
        raise _NoOwner(
            "it can’t be told what you sent and received.",
            "Write your own addresses under me: emails in connectkit.yaml.",
        )
    if source.kind == "calendar":
        return _calendar(source, memory, state, options)
    if source.kind == "maildir":
        return _maildir(source, memory, options)
    from connectkit.importers.standing.imap import read_mailbox

    return read_mailbox(source, memory, options, since=options.today - REACH)


class _NoOwner(ConnectkitError):  # noqa: N818 - reads as what is missing
    """The settings do not say which addresses are the user's."""


def _calendar(source: Source, memory: Memory, state: Path, options: Options) -> tuple[list[Exchange], Memory]:
    from connectkit.importers.calendar.ics import FORMAT

    path = _copy(source, state)
    if is_web(source.place):
        from connectkit.importers.standing.web import fetch

        memory = fetch(source.place, path, memory)
    return _exchanges(FORMAT.read(path, options)), memory


def _ahead(source: Source, state: Path, options: Options) -> list[Meeting]:
    """The meetings to come, from the copy that was read just now."""
    from connectkit.importers.calendar.ahead import meetings_ahead

    return meetings_ahead(_copy(source, state), options)


def _copy(source: Source, state: Path) -> Path:
    """Where a calendar stands on this computer."""
    return state / f"source-{_id(source)}.ics" if is_web(source.place) else Path(source.place)


def _maildir(source: Source, memory: Memory, options: Options) -> tuple[list[Exchange], Memory]:
    """Mails whose files changed since the last reading; a day more, for clocks that differ."""
    from connectkit.importers.mail.mbox import items, place_of

    folder = Path(source.place)
    if not folder.is_dir():
        raise ConnectkitError(f"there is no folder {folder.name}.", "Look at sources in connectkit.yaml.")
    newest = float(memory.get("newest", 0.0))
    first = (options.today - REACH).toordinal() - 719_163  # days since 1970
    since = max(newest - _OVERLAP, first * 86_400.0)
    mine = set(options.owner_emails)
    found: list[Exchange] = []
    files = sorted(_mail_files(folder), reverse=True)
    for changed, path in files[:MOST_FILES]:
        if changed >= since:
            with suppress(OSError):  # moved or deleted by a mail program in this moment
                found += _exchanges(items(place_of(path, folder, options), mine, options))
    return found, {"newest": max([newest, *(changed for changed, _ in files[:1])])}


def _mail_files(folder: Path) -> Iterator[tuple[float, Path]]:
    for inside in ("cur", "new"):
        for path in folder.rglob(f"{inside}/*"):
            with suppress(OSError):
                status = path.stat()
                if not path.name.startswith(".") and path.is_file():
                    yield max(status.st_mtime, status.st_ctime), path


def _exchanges(items: Iterable[Item]) -> list[Exchange]:
    return [one for one in items if isinstance(one, Exchange)]


def _shown(source: Source) -> str:
    """A source as messages may show it: never its whole address, which may be a secret."""
    if source.kind == "imap":
        return f"The mailbox {source.user} at {source.place}"
    if source.kind == "calendar" and is_web(source.place):
        return f"The calendar at {source.place.split('/')[2].rsplit('@', 1)[-1]}"
    return f"The {'calendar' if source.kind == 'calendar' else 'mail folder'} {Path(source.place).name}"


def _id(source: Source) -> str:
    told = "\0".join((source.kind, source.place, source.user, str(source.port), *source.folders))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _load(path: Path) -> Memory:
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _save(path: Path, memory: Memory) -> None:
    with suppress(OSError):
        path.write_text(json.dumps(memory), "utf-8")
