"""What a run knows of a contact when it drafts, and what it has to say before their draft is sent.

The same sentences for a new draft and for one that waits, so that Needs follows the sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from connectkit.absorb.absorbed import Absorbed
from connectkit.config.config import Config
from connectkit.drafts.choose_template import speaks
from connectkit.drafts.ideas import STALE, newest
from connectkit.drafts.template import Template
from connectkit.sheet.tables import Tables
from connectkit.text.channels import read_channel
from connectkit.text.names import read_name


@dataclass(frozen=True)
class Sight:
    """What a run knows when it drafts; ``extra`` maps contact row to further facts of the practice."""

    tables: Tables
    absorbed: Absorbed
    config: Config
    today: date
    templates: Sequence[Template]
    extra: Mapping[int, Mapping[str, str]]


def language_for(sight: Sight, row: int) -> str:
    """The code of the language a person is written to in: theirs, else that of the settings, else English."""
    cell = sight.tables.contacts.sheet.text(row, "language")
    for code in (language_code(sight, cell), sight.config.language.casefold()[:2], "en"):
        if code and speaks(sight.templates, code):
            return code
    return sight.config.language.casefold()[:2]


def language_code(sight: Sight, cell: str) -> str:
    """``Deutsch`` and ``de-AT`` as ``de``; the word itself where no language is called so."""
    word = cell.strip().casefold()
    spoken = {one.sentences.code: one.sentences for one in sight.templates if one.sentences}
    for code, language in spoken.items():
        if language.has("language", word) or language.has("language", word.replace("_", "-").split("-")[0]):
            return code
    return word


def matters(sight: Sight, row: int, when: str, channel: str, to: str) -> list[str]:
    """What the sheet says against sending it as it is, in sentences; empty where nothing does."""
    sheet = sight.tables.contacts.sheet
    said = []
    tongue, cell = sheet.text(row, "language"), sheet.text(row, "channel")
    if tongue and language_for(sight, row) != language_code(sight, tongue):
        said.append(f"There are no texts in “{tongue}”: this one is in another language.")
    if read_channel(cell) is None:
        said.append(f"“{cell}” is no channel connectkit knows: choose one from the list in Contacts.")
    if when == "introduction":
        said.append("Send it when both have said yes.")
        if "," not in to:
            said.append("One of the two has no e-mail address in Contacts.")
    elif not to and (channel in _BY_NUMBER or (not channel and any(map(sheet.has, _ADDRESSES)))):
        what = "phone number" if channel else "address, number or profile"
        said.append(f"There is no {what} in Contacts.")
    return [*said, *_greeted(sight, row), *_age(sight, row)]


_ADDRESSES = ("email", "phone", "linkedin")
_BY_NUMBER = ("phone", "sms", "voice note")


def _greeted(sight: Sight, row: int) -> list[str]:
    sheet = sight.tables.contacts.sheet
    frame = sight.tables.contacts.frame
    name = str(frame.loc[(frame["row"] == row).to_numpy(), "name"].iloc[0])
    known = (
        sheet.text(row, "greeting")
        or sheet.text(row, "nickname")
        or read_name(name, company=sheet.text(row, "company")).name
    )
    return [] if known else ["The name does not show how to greet them: write it into Greeting in Contacts."]


def _age(sight: Sight, row: int) -> list[str]:
    """One sentence where the newest note with a day is old."""
    day, today = newest(sight.absorbed.interactions.get(row, ())), sight.today
    if day is None or today - day < STALE:
        return []
    months = (today.year - day.year) * 12 + today.month - day.month
    return [f"The newest note is {months} months old."]
