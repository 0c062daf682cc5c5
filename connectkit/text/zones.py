"""Time zones by the names sheets give them: IANA names, and the fixed offsets Google writes as ``GMT-07:00``."""

from __future__ import annotations

import difflib
import re
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from connectkit.text.lazy import pattern

_OFFSET = pattern(r"(?:GMT|UTC)(?:([+-])(\d{1,2})(?::?(\d{2}))?)?")


def zone(name: str) -> tzinfo:
    """The zone of this name. ValueError, in words and with the nearest known name, if there is none."""
    found = _OFFSET.fullmatch(name)
    if found is not None:
        return _fixed(found, name)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        nearest = difflib.get_close_matches(name, available_timezones(), n=1, cutoff=0.5)
        offer = f", did you mean {nearest[0]}?" if nearest else ", write for example Europe/Berlin"
        raise ValueError(f'"{name}" is not a time zone{offer}') from None


def _fixed(found: re.Match[str], name: str) -> tzinfo:
    hours, minutes = int(found[2] or 0), int(found[3] or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(f'"{name}" is not a time zone, write for example GMT-07:00')
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if found[1] == "-" else offset)
