"""Who is in an event: people, with their answers, and what only looks like people (rooms, groups, robots)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from connectkit.importers.calendar.ics_lines import Event, Line, address_of, plain
from connectkit.importers.mail import mail_rules
from connectkit.text.plain import fold

_THINGS = frozenset({"ROOM", "RESOURCE", "GROUP"})
NO_PEOPLE = ("@virtual", "calendar.google.com", "@unknownorganizer")
UNSURE = frozenset({"NEEDS-ACTION", "TENTATIVE"})
"""An invitation that was not accepted. A calendar that tells no answer at all (Outlook’s export) says nothing."""

AWAY = frozenset({"DECLINED", "DELEGATED"})
_TITLES = frozenset({"jr", "sr", "phd", "md", "mba", "ii", "iii", "llc", "inc", "gmbh", "ltd", "esq", "cpa"})


@dataclass
class Guest:
    """One address in an event, whatever number of lines it has."""

    name: str
    email: str
    answer: str
    thing: bool


def guests_of(event: Event) -> list[Guest]:
    """Everybody in an event that has an address, the organizer first, each once; a refusal on any line counts."""
    found: dict[str, Guest] = {}
    place = fold(plain(event.text("LOCATION")))
    for line in event.lines:
        if line.name not in ("ORGANIZER", "ATTENDEE"):
            continue
        email = address_of(line)
        if not email:
            continue
        name = _name(line, email)
        thing = _is_thing(line, email) or _is_room(line, name, place)
        guest = Guest(name, email, _answer(line), thing)
        known = found.setdefault(email.casefold(), guest)
        if known is not guest:
            known.name = known.name or guest.name
            known.thing = known.thing or guest.thing
            if guest.answer in AWAY or known.answer in UNSURE | {""}:
                known.answer = guest.answer
    return list(found.values())


def _answer(line: Line) -> str:
    if line.name == "ORGANIZER":
        return "ACCEPTED"
    if line.params.get("ROLE", "").strip('"').upper() == "NON-PARTICIPANT":
        return "NON-PARTICIPANT"
    answer = line.params.get("PARTSTAT", "").strip('"').upper()
    return "DELEGATED" if not answer and "DELEGATED-TO" in line.params else answer


def _is_thing(line: Line, email: str) -> bool:
    if line.params.get("CUTYPE", "").strip('"').upper() in _THINGS:
        return True
    return email.casefold().endswith(NO_PEOPLE) or mail_rules.is_robot(email)


def _is_room(line: Line, name: str, place: str) -> bool:
    """Whether a guest is called as the place is: Exchange invites rooms without saying that they are rooms."""
    if line.name == "ORGANIZER" or not place:
        return False
    return fold(name) in {part.strip() for part in (place, *place.split(";"))} and bool(name)


def _name(line: Line, email: str) -> str:
    """The name after CN: the first part of Notes’ paths, given name first, none where it is the address."""
    name = plain(line.params.get("CN", "").strip('"')).strip("'")
    name = re.sub(r"^CN=", "", name.split("/")[0]).strip()
    if "@" in name and " " not in name:
        return ""
    last, comma, first = name.partition(", ")
    if comma and "," not in first and first.casefold().strip(".") not in _TITLES and len(first.split()) < 3:
        name = f"{first} {last}"
    return "" if name.casefold() == email.casefold() else name
