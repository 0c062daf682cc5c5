"""Calendars, mails and chats made in the test, and what they come to, in few words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from connectkit.people.records import Exchange, Item, Skipped
from tests.importers.reading import items

ME = "me@example.com"


def met(found: Iterable[Item]) -> list[tuple[str, str, str]]:
    """Day, person and direction of every exchange."""
    return [
        (one.day.isoformat(), one.name or one.email or one.phone, one.direction)
        for one in found
        if isinstance(one, Exchange)
    ]


def whys(found: Iterable[Item]) -> list[str]:
    """Why things were left out."""
    return [one.why for one in found if isinstance(one, Skipped)]


def calendar(*events: str, head: Iterable[str] = ()) -> str:
    """A calendar of these events."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *head, *events, "END:VCALENDAR", ""])


def event(*lines: str) -> str:
    """One event of these properties."""
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def mail(*body: str, **headers: str | None) -> str:
    """A mail of Ana Lima to the user; headers given by name replace or, as None, remove the usual ones."""
    usual: dict[str, str | None] = {
        "From": "Ana Lima <ana@example.com>",
        "To": ME,
        "Date": "Mon, 5 Jan 2026 10:00:00 +0100",
        "Message-ID": "<1@example.com>",
        "Subject": "Lunch",
    }
    usual |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in usual.items() if value is not None]
    return "\r\n".join([*lines, "", *(body or ("a text that nobody keeps",)), ""])


def mbox(*mails: str, mark: str = "From 1234567890123456789@xxx") -> str:
    """A mailbox file of these mails."""
    return "".join(f"{mark}\r\n{one}\r\n" for one in mails)


def read_mail(folder: Path, content: str | bytes, name: str = "one.eml", **options: Any) -> list[Item]:
    """What a mail or mailbox comes to for the user."""
    return items(folder, name, content, **{"owner_emails": (ME,), "timezone": "Europe/Berlin", **options})


def read_calendar(folder: Path, content: str | bytes, **options: Any) -> list[Item]:
    """What a calendar comes to for the user."""
    return items(folder, "c.ics", content, **{"owner_emails": (ME,), "timezone": "Europe/Berlin", **options})
