"""Takes in what standing sources hold: interactions with people of the sheet, each filed once.

The ID of a Log row is made from the interaction as ``connectkit import`` makes it, so that a calendar that was
imported and then named as a source is not logged twice. People who are not in the sheet are never added by a sync.
"""

from __future__ import annotations

from collections.abc import Sequence

from connectkit.absorb.absorbed import Intake, Interaction, log_row
from connectkit.people import person_cells
from connectkit.people.match import Index
from connectkit.people.records import Exchange, Meeting, log_id_of
from connectkit.sheet.ids import sealed

SOURCES = {"meeting": "calendar", "email": "mail", "call": "chat", "message": "chat"}
"""What the Log's Source column says, by the kind of interaction."""


def take_exchanges(intake: Intake, exchanges: Sequence[Exchange]) -> None:
    """Exchanges with contacts become Log rows that move Last contact forward; all others are passed over."""
    if not exchanges:
        return
    region = person_cells.region_of(intake.config.locale)
    index = _index(intake, region)
    filed = {record["id"] for record in intake.tables.log}
    found: dict[tuple[str, str], int | None] = {}
    for one in sorted(exchanges, key=lambda one: (one.day, one.key)):
        person = person_cells.person_of_exchanges([one])
        who = (one.email.casefold() or one.phone or one.profile, one.name)
        if who not in found:
            match = index.find(person_cells.keys_of_person(person, region))
            found[who] = match.ref if match.verdict == "same" else None
        row = found[who]
        if row is None or row in intake.people.frozen or one.day > intake.today:
            continue
        _file(intake, row, one, filed)


def meet_ahead(intake: Intake, meetings: Sequence[Meeting]) -> None:
    """Who of the sheet is about to be met, by the earliest meeting of each."""
    if not meetings:
        return
    region = person_cells.region_of(intake.config.locale)
    index = _index(intake, region)
    for meeting in sorted(meetings, key=lambda one: (one.start, one.key)):
        for name, email in meeting.guests:
            guest = Exchange(meeting.start.date(), name, "meeting", meeting.key, email=email)
            match = index.find(person_cells.keys_of_person(person_cells.person_of_exchanges([guest]), region))
            if match.verdict == "same" and match.ref is not None and match.ref not in intake.people.frozen:
                intake.out.ahead.setdefault(match.ref, meeting)


def _index(intake: Intake, region: str) -> Index:
    index = Index()
    for row, name in intake.people.names.items():
        index.add(row, person_cells.keys_of_row(intake.tables.contacts.sheet, row, name, region))
    return index


def _file(intake: Intake, row: int, one: Exchange, filed: set[str]) -> None:
    contact, name = intake.people.ids[row], intake.people.names[row]
    log_id = log_id_of(one, contact)
    if log_id in filed:
        return
    filed.add(log_id)
    source = SOURCES.get(one.kind, "source")
    told = f"{source}, {one.direction}" if one.direction else source
    interaction = Interaction(row, one.day, one.kind, "", one.subject, told)
    entry = log_row(name, interaction, log_id, contact)
    intake.out.changes.append(entry)
    intake.count(row, name, interaction, (sealed(entry),))
