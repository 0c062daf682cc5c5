"""What people type into Status of a draft: one of its words, or a plain one that means the same (done, sent yesterday)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date

from connectkit.sheet.tables import Record
from connectkit.text.dates import read_date
from connectkit.text.plain import fold

EXPIRED = "Expired"

_WORDS = {
    "Sent": ("sent", "done", "sent it", "sent already", "already sent", "gesendet", "erledigt", "envoye", "fait", "enviado", "hecho", "inviato", "fatto"),
    "Skip": ("skip", "skipped", "no", "not needed", "cancel", "cancelled"),
    "Later": ("later", "not now", "snooze", "next time"),
    "To do": ("to do", "todo", "open", "draft"),
    EXPIRED: ("expired",),
}  # fmt: skip
_MEANS = {word: status for status, words in _WORDS.items() for word in words}
_SENT_ON = re.compile(r"(?:sent|done)(?: it)?(?: on)?[:,]? (?P<day>.+)")


def understood(record: Record, today: date, order: str) -> Record:
    """The draft with its Status as one of our words, and the day it names beside Sent; as it is where it says neither."""
    told = fold(record["status"]).strip(" .!")
    status = _MEANS.get(told)
    if status is not None:
        return _as(record, status)
    found = _SENT_ON.fullmatch(told)
    day = read_date(found["day"], today=today, order=order).day if found else None
    if day is None or day > today:
        return record
    if record["mark"] == "Sent" or record.dates.get(
        "sent_on"
    ):  # taken in before: yesterday was another day then
        return _as(record, "Sent")
    return replace(_as(record, "Sent"), dates={**record.dates, "sent_on": day})


def _as(record: Record, status: str) -> Record:
    return replace(record, texts={**record.texts, "status": status})


def written(subject: str, message: str) -> str:
    """The mark of a draft's text as it was made, by which a text nobody touched is known again."""
    words = " ".join(f"{subject}\n{message}".split())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


def untouched(record: Record) -> bool:
    """Whether the text is still the one that was drafted; False for drafts made before this was remembered."""
    return record["written"] == written(record["subject"], record["message"])
