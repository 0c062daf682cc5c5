"""Moments of exports as days of the user: which day it was where the user lives, and what is over."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from connectkit.importers.base import Options
from connectkit.text.clock import now_in
from connectkit.text.zones import zone

EARLIEST = 1980
"""Mail and calendars of an earlier year have a clock that was never set."""

_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})(?::\d{2})?(?:\.\d+)?\s*(?:UTC|Z|GMT)?")


def day_of_stamp(text: str, options: Options) -> date | str:
    """The user's day of a moment in UTC such as ``2026-08-01 14:02:10 UTC``, or why there is none."""
    found = _STAMP.fullmatch(text.strip())
    if found is None:
        return f"the date “{text}” can’t be read" if text.strip() else "it has no date"
    try:
        moment = datetime.strptime(f"{found[1]} {found[2]}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError:
        return f"the date “{text}” can’t be read"
    return local_day(moment, options)


def user_zone(options: Options) -> tzinfo | None:
    """The user's zone; None stands for the system's."""
    if not options.timezone:
        return None
    try:
        return zone(options.timezone)
    except ValueError:
        return None


def local(moment: datetime, options: Options) -> datetime:
    """The moment on the user's clock; one without a zone is on it already."""
    home = user_zone(options)
    try:
        if moment.tzinfo is None:
            return moment.replace(tzinfo=home) if home is not None else moment.astimezone()
        return moment.astimezone(home)
    except (
        OverflowError,
        ValueError,
        OSError,
    ):  # the first or last day there is, or before the system's clocks
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def local_day(moment: datetime, options: Options) -> date:
    """The day of the moment where the user lives."""
    return local(moment, options).date()


def present(options: Options, now: datetime | None = None) -> datetime:
    """The moment up to which things are over: now, or the end of ``options.today`` where that is another day."""
    now = now or now_in(options.timezone)
    if now.date() == options.today:
        return now
    return local(datetime.combine(options.today + timedelta(days=1), time()), options)
