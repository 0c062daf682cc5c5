"""What an entry of the Log inbox can turn out to be."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from connectkit.text.dates import say


class Entry(NamedTuple):
    """One thing to file: its day, its kind (``schema.KINDS``, or "" for a contact of no kind), its direction ("gave",
    "asked", ""), what was said."""

    day: date
    kind: str
    direction: str
    summary: str


class PromiseEntry(NamedTuple):
    """One promise: what, by whom ("me" or "them"), until when."""

    what: str
    by: str
    due: date | None


class IntroEntry(NamedTuple):
    """One introduction of the contact to ``other``."""

    other: str
    day: date


class NextEntry(NamedTuple):
    """What to ask or say next time, word for word."""

    text: str


class Unread(NamedTuple):
    """A piece that can't be filed; ``why`` goes on a sentence that begins with the text."""

    why: str


Item = Entry | PromiseEntry | IntroEntry | NextEntry


class When(NamedTuple):
    """The day it is and the order of d/m/y."""

    today: date
    order: str


def still_to_come(day: date, when: When) -> Unread:
    return Unread(f"was not filed, because {say(day, when.today)} is still to come")
