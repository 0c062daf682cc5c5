"""The id of a Google Sheet, from whatever people paste into a configuration."""

from __future__ import annotations

import re

from connectkit.errors import ConfigError
from connectkit.text.lazy import pattern

_IN_URL = pattern(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]+)")
_AS_PARAMETER = pattern(r"[?&](?:key|id)=([A-Za-z0-9_-]+)")
_ID = pattern(r"[A-Za-z0-9_-]+")


def extract_id(url_or_id: str) -> str:
    """The spreadsheet's id, from its address, from the id itself or from an id with ``/edit`` still behind it.

    Raises:
        ConfigError: the address of a published copy, or something without an id in it.
    """
    text = url_or_id.strip().strip("\"'<>")
    if "/d/e/" in text:
        raise ConfigError(
            "google.sheet is the address of a published copy, which nobody can write to.",
            "Open the sheet itself and copy the address from the browser's address bar.",
        )
    found = _IN_URL.search(text) or _AS_PARAMETER.search(text)
    if found:
        return found[1]
    head = re.split(r"[/?#]", text, maxsplit=1)[0]
    if "://" not in text and _ID.fullmatch(head):
        return head
    raise ConfigError(
        f"google.sheet holds no spreadsheet id: {url_or_id.strip()!r}.",
        "Copy the address of the sheet from the browser; the id is the part between /d/ and /edit.",
    )
