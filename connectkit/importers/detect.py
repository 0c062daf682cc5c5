"""Which kind of file somebody brought, by its content; and all of its records."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from connectkit.errors import ImportFailed
from connectkit.importers.base import HEAD, IMPORTERS, NO, Format, Options, load
from connectkit.importers.text import unreadable
from connectkit.people.records import Item, Skipped


def recognise(path: Path, kind: str = "", *, headers: bool = False) -> Format | None:
    """The format that reads this file or folder: the one named, else the surest. None for a folder of several kinds.

    ``headers``: the user says which header is which, so what nothing else knows is a table.

    Raises:
        ImportFailed: there is no such file or kind, the file is empty, or no format knows it.
    """
    if not path.exists():
        raise ImportFailed(
            f"There is no file or folder {path}.", "Look at the name; quote it where it has blanks."
        )
    if kind:
        return named(kind)
    formats = list(_formats())
    if path.is_dir():
        best = max(formats, key=lambda one: one.looks_like_folder(path))
        return best if best.looks_like_folder(path) > NO else None
    head = _head(path)
    if not head.strip():
        raise ImportFailed(
            f"{path.name} is empty.", "Export it once more, and look at its size before you import it."
        )
    sure = [one.looks_like(head, path.name) for one in formats]
    if max(sure) == NO:
        if headers and b"\0" not in head[:64] and not head.startswith((b"PK\x03\x04", b"{", b"BEGIN:")):
            return load("csv")
        raise unknown(path)
    return formats[sure.index(max(sure))]


def _formats() -> Iterator[Format]:
    for kind in IMPORTERS:
        with contextlib.suppress(ModuleNotFoundError):
            yield load(kind)


def named(kind: str) -> Format:
    """The format of this kind. ImportFailed, with the nearest name, if there is none."""
    import difflib

    if kind in IMPORTERS:
        return load(kind)
    near = difflib.get_close_matches(kind, IMPORTERS, n=1, cutoff=0.4)
    offer = f"Did you mean --kind {near[0]}? " if near else ""
    raise ImportFailed(f"There is no kind “{kind}”.", f"{offer}The kinds are {', '.join(IMPORTERS)}.")


def unknown(path: Path) -> ImportFailed:
    """The sentence for a file no format knows."""
    return ImportFailed(
        f"{path.name} is no kind of file that connectkit knows: it has no header row with names such as Name, Email or Phone, "
        "no BEGIN:VCARD or BEGIN:VCALENDAR, no mail headers, no chat stamps, and no Monica account.",
        f"Unpack archives first. If you know what it is, say so with --kind: {', '.join(IMPORTERS)}.",
    )


def records(path: Path, form: Format | None, options: Options) -> Iterator[Item]:
    """All records of a file; of a folder of several kinds, those of every file that is recognised."""
    if form is not None:
        yield from form.read(path, options)
        return
    for one in sorted(path.iterdir()):
        if one.name.startswith(".") or not one.is_file():
            continue
        try:
            found = recognise(one)
            if found is not None:
                yield from found.read(one, options)
        except ImportFailed as error:
            yield Skipped(one.name, error.message.rstrip("."))


def size_of(path: Path) -> int:
    """How many bytes there are to read."""
    if path.is_file():
        return path.stat().st_size
    return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError as error:
        raise unreadable(path, error) from error
