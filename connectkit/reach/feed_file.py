"""Writes the calendar feed: by atomic replace, and only when its bytes differ. What fails is told, never raised."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from connectkit.config.reach import Feed
from connectkit.errors import ConnectkitError

if TYPE_CHECKING:
    from connectkit.view import View


def write_feed(view: View, wishes: Feed) -> str:
    """The feed as it should be now is in its file; "" or a sentence about why not."""
    try:
        from connectkit.reach.feed import feed

        former = wishes.file.read_bytes() if wishes.file.exists() else None
        fresh = feed(view, wishes, former)
        if fresh != former:
            _replace(wishes.file, fresh)
    except ModuleNotFoundError:
        return "The calendar feed was not written: it needs pip install “connectkit[calendar]”."
    except ConnectkitError as error:
        return f"The calendar feed was not written. {error.message} {error.hint}".strip()
    except OSError as error:
        folder = wishes.file.parent
        why = (
            f"there is no folder {folder}"
            if not folder.is_dir()
            else error.strerror or "the file can't be written"
        )
        return f"The calendar feed was not written to {wishes.file}: {why}. Look at feed: file in connectkit.yaml."
    return ""


def _replace(path: Path, data: bytes) -> None:
    """All of the file or none of it; a name that begins with a dot is passed over by most sync programs."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        with fresh.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
