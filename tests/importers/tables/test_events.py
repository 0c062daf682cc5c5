"""Lists of guests and of booked meetings: who was there is a contact, who was not is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from connectkit.people.records import Exchange, Person
from tests.importers.reading import items, kind_of, skipped

LUMA = (
    "api_id,name,first_name,last_name,email,approval_status,checked_in_at\n"
    "g1,Mira Sol,Mira,Sol,mira@example.com,approved,2026-08-20T17:02:11.000Z\n"
    "g2,Dev Ral,Dev,Ral,dev@example.com,declined,\n"
    "g3,,,,anon@example.com,pending_approval,\n"
    "g4,Lia Ost,Lia,Ost,lia@example.com,approved,\n"
)
CALENDLY = (
    "User Name,Invitee Name,Invitee Email,Event Type Name,Start Date & Time,Canceled,Marked as No-Show,User Email\n"
    "Otto Host,Paula Reyes,paula@example.com,Intro call,2026-10-05 03:30 pm,false,No,otto@example.net\n"
    "Otto Host,Gregor Stein,gregor@example.com,Intro call,2026-10-06 10:00 am,true,No,otto@example.net\n"
    "Otto Host,Sun Wei,sun@example.com,Intro call,2026-10-07 08:00 am,false,Yes,otto@example.net\n"
    "Otto Host,Ada Kern,ada@example.com,Intro call,2027-01-07 08:00 am,false,,otto@example.net\n"
)
MEETUP = "Name\tUser ID\tTitle\tRSVP\tGuests\tRSVPed on\nAda Kern\t1\t\tYes\t0\t2 Mar 2026\nBen Ort\t2\t\tNo\t0\t2 Mar 2026\n"


@pytest.mark.parametrize(
    ("text", "people", "met", "left"),
    [
        (LUMA, ["Mira Sol", "Lia Ost"], [("Mira Sol", date(2026, 8, 20))], ["Dev Ral declined", "anon@example.com never confirmed"]),
        (
            CALENDLY, ["Paula Reyes", "Ada Kern"], [("Paula Reyes", date(2026, 10, 5))],
            ["Gregor Stein cancelled", "Sun Wei did not come", "the meeting with Ada Kern has not taken place yet (2027-01-07)"],
        ),
        (MEETUP, ["Ada Kern"], [], ["Ben Ort did not say yes"]),
    ],
)  # fmt: skip
def test_who_was_there_is_met_and_who_was_not_is_told(
    tmp_path: Path, text: str, people: list[str], met: list[tuple[str, date]], left: list[str]
) -> None:
    assert kind_of(tmp_path, "list.csv", text) == "events"
    found = items(tmp_path, "list.csv", text)
    assert [one.name for one in found if isinstance(one, Person)] == people
    assert [(one.name, one.day) for one in found if isinstance(one, Exchange)] == met
    assert [why for _, why in skipped(found)] == left


def test_a_crowd_was_not_met_one_by_one(tmp_path: Path) -> None:
    rows = "".join(f"Guest Number{at},g{at}@example.com,Going,2026-03-04\n" for at in range(30))
    found = items(tmp_path, "list.csv", f"Name,Email,RSVP,Event Date\n{rows}")
    assert len([one for one in found if isinstance(one, Person)]) == 30
    assert [one for one in found if isinstance(one, Exchange)] == []
