"""Calendars: what took place with whom, and why everything else does not count."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.errors import ImportFailed
from connectkit.people.records import Exchange, Skipped
from tests.importers.exchanging import calendar, event, met, read_calendar, whys
from tests.importers.reading import kind_of, notes, skipped

MINE = "ORGANIZER;CN=Me:mailto:me@example.com"
ANA = "ATTENDEE;CN=Ana Lima;PARTSTAT=ACCEPTED:mailto:ana@example.com"
ONCE = "DTSTART:20260105T100000Z"


def meeting(*lines: str, uid: str = "1") -> str:
    """A meeting the user called."""
    return event(f"UID:{uid}", MINE, *lines)


def of(folder: Path, *events: str, head: Iterable[str] = (), **options: object) -> list[tuple[str, str]]:
    """Day and person of every meeting."""
    return [(day, who) for day, who, _ in met(read_calendar(folder, calendar(*events, head=head), **options))]


# ---- who was there ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guest", "who"),
    [
        ("ATTENDEE;CN=Ana Lima;PARTSTAT=ACCEPTED:mailto:ana@example.com", "Ana Lima"),
        ("ATTENDEE;CN=Ana Lima:mailto:ana@example.com", "Ana Lima"),
        ('ATTENDEE;CN="Lima, Ana";RSVP=TRUE:MAILTO:ana@example.com', "Ana Lima"),
        ("ATTENDEE;CN=Ana Lima/Sales/Acme:mailto:ana@example.com", "Ana Lima"),
        ("ATTENDEE;CN=ana@example.com:mailto:ana@example.com", "ana@example.com"),
        ("ATTENDEE;CN=:mailto:ana@example.com", "ana@example.com"),
        ("ATTENDEE:mailto:%3Cana@example.com%3E", "ana@example.com"),
        ("ATTENDEE;CN=Ana;EMAIL=ana@example.com:invalid:nomail", "Ana"),
        ("ATTENDEE;EMAIL=ana@example.com;CN=Ana:/principals/users/ana/", "Ana"),
        ("ATTENDEE;CN=An\r\n a Lima:mailto:ana@exam\r\n\tple.com", "Ana Lima"),
        ("ATTENDEE;CN=Ana;PARTSTAT=CONFIRMED:mailto:ana@example.com", "Ana"),
        ("ATTENDEE;CN=\u202aAna\u202c:mailto:ana@example.com", "Ana"),
    ],
)  # fmt: skip
def test_a_guest_is_known_by_name_and_address_however_they_are_written(
    tmp_path: Path, guest: str, who: str
) -> None:
    assert of(tmp_path, meeting(ONCE, guest)) == [("2026-01-05", who)]


@pytest.mark.parametrize(
    "guest",
    [
        "ATTENDEE;CN=Room 1;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room@example.com",
        "ATTENDEE;CUTYPE=RESOURCE;CN=CET Room@example.com:MAILTO:CET Room@example.com",
        "ATTENDEE;CUTYPE=GROUP:mailto:everybody@example.com",
        "ATTENDEE;CN=Contacts:mailto:abc@virtual",
        "ATTENDEE:mailto:abc@group.calendar.google.com",
        "ATTENDEE:mailto:abc@resource.calendar.google.com",
        "ATTENDEE:mailto:noreply@example.com",
        "ATTENDEE:mailto:me@example.com",
        "ATTENDEE;CN=Blue Room;PARTSTAT=ACCEPTED:mailto:blue@example.com\r\nLOCATION:Blue Room",
        "ATTENDEE;CN=nobody:invalid:nomail",
        "BEGIN:VALARM\r\nATTENDEE:mailto:alarm@example.com\r\nEND:VALARM",
    ],
)
def test_rooms_groups_machines_and_the_user_are_nobody_one_meets(tmp_path: Path, guest: str) -> None:
    found = read_calendar(tmp_path, calendar(meeting(ONCE, guest)))
    assert (met(found), whys(found)) == ([], ["no other person is named in it"])


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([ANA.replace("ACCEPTED", "DECLINED")], "Ana Lima declined"),
        ([ANA.replace("ACCEPTED", "NEEDS-ACTION")], "Ana Lima did not accept the invitation"),
        ([ANA.replace("ACCEPTED", "TENTATIVE")], "Ana Lima did not accept the invitation"),
        ([ANA.replace("PARTSTAT", "ROLE=NON-PARTICIPANT;PARTSTAT")], "Ana Lima was only informed"),
        ([ANA, "STATUS:CANCELLED"], "the event was cancelled"),
        ([f"ATTENDEE:mailto:p{n}@example.com" for n in range(13)], "13 people are in it"),
    ],
)
def test_who_did_not_come_was_not_met(tmp_path: Path, lines: list[str], why: str) -> None:
    found = read_calendar(tmp_path, calendar(meeting(ONCE, *lines)))
    assert (met(found), whys(found)) == ([], [why])


@pytest.mark.parametrize(
    ("mine", "why"),
    [
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:ME@example.com", ""),
        ("ATTENDEE:mailto:me@example.com", ""),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.com", "you declined"),
        ("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:me@example.com", "you did not accept the invitation"),
        ("ATTENDEE;PARTSTAT=TENTATIVE:mailto:me@example.com", "you did not accept the invitation"),
        ("ATTENDEE:mailto:somebody@example.org", "none of your addresses is among its people"),
    ],
)
def test_an_invitation_counts_where_the_user_went(tmp_path: Path, mine: str, why: str) -> None:
    invited = event("UID:1", ONCE, "ORGANIZER;CN=Ana:mailto:ana@example.com", mine)
    found = read_calendar(tmp_path, calendar(invited))
    assert whys(found) == [why][: bool(why)]
    assert met(found) == ([] if why else [("2026-01-05", "Ana", "")])


def test_unanswered_invitations_count_where_the_user_says_so(tmp_path: Path) -> None:
    open_yet = ANA.replace("ACCEPTED", "NEEDS-ACTION")
    assert of(tmp_path, meeting(ONCE, open_yet), unanswered=True) == [("2026-01-05", "Ana Lima")]


def test_a_refusal_on_any_line_of_a_person_counts(tmp_path: Path) -> None:
    lines = ["ATTENDEE:mailto:ana@example.com", "ATTENDEE;PARTSTAT=DECLINED:mailto:ANA@example.com"]
    assert of(tmp_path, meeting(ONCE, *lines)) == []


def test_without_an_address_of_the_user_it_is_taken_from_the_file_or_not_guessed(tmp_path: Path) -> None:
    named = calendar(meeting(ONCE, ANA), head=["X-WR-CALNAME:me@example.com"])
    assert met(read_calendar(tmp_path, named, owner_emails=())) == [("2026-01-05", "Ana Lima", "")]
    found = read_calendar(tmp_path, calendar(meeting(ONCE, ANA)), owner_emails=())
    assert whys(found) == ["it can’t be told whether you took part; set me: emails in connectkit.yaml"]
    assert notes(found) == [
        "Your own addresses are not known, so it can’t be told whether you took part in what c.ics holds. "
        "Set me: emails in connectkit.yaml."
    ]


# ---- when it was -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("DTSTART:20260105T100000Z", "2026-01-05"),
        ("DTSTART:20260105T233000Z", "2026-01-06"),
        ("DTSTART;VALUE=DATE:20260105", "2026-01-05"),
        ("DTSTART:20260105", "2026-01-05"),
        ("DTSTART;TZID=America/New_York:20260105T200000", "2026-01-06"),
        ("DTSTART;TZID=Eastern Standard Time:20260105T200000", "2026-01-06"),
        ("DTSTART;TZID=W. Europe Standard Time:20260105T235900", "2026-01-05"),
        ('DTSTART;TZID="(GMT+10:00) Canberra, Melbourne, Sydney":20260105T003000', "2026-01-04"),
        ("DTSTART;TZID=Europe/Kiev:20260106T003000", "2026-01-05"),
        ("DTSTART;TZID=Nowhere:20260105T235900", "2026-01-05"),
        ("DTSTART:20260105T235900", "2026-01-05"),
        ("DTSTART:20261122T220000Z\r\nDURATION:PT1H", "2026-11-22"),
    ],
)
def test_the_day_is_that_of_the_users_zone(tmp_path: Path, start: str, day: str) -> None:
    assert of(tmp_path, meeting(start, ANA)) == [(day, "Ana Lima")]


def test_a_zone_the_file_describes_itself_is_used(tmp_path: Path) -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nTZOFFSETTO:-0800\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    late = meeting("DTSTART;TZID=Customized Time Zone:20260105T200000", ANA)
    assert of(tmp_path, zone, late) == [("2026-01-06", "Ana Lima")]


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("DTSTART:20261124T100000Z", "it is not over yet (2026-11-24)"),
        ("DTSTART;VALUE=DATE:20261123\r\nDTEND;VALUE=DATE:20261125", "it is not over yet (2026-11-23)"),
        ("DTSTART:19700101T100000Z", "its date, 1970-01-01, can’t be right"),
        ("DTSTART:next week", "it has no date that can be read"),
        ("DTSTART:20260230T100000Z", "it has no date that can be read"),
        ("SUMMARY:no date", "it has no date that can be read"),
        ("DTSTART:20270101T100000Z\r\nRRULE:FREQ=DAILY", "it has not taken place yet"),
        ("DTSTART:20260105T100000Z\r\nRRULE:FREQ=HOURLY", "it repeats more often than daily"),
        ("DTSTART:20260105T100000Z\r\nRRULE:FREQ=WEEKLY;INTERVAL=0", "its rule of repetition can’t be followed"),
        ("DTSTART:20260105T100000Z\r\nRRULE:FREQ=WEEKLY;INTERVAL=-1;COUNT=2", "its rule of repetition can’t be followed"),
    ],
)  # fmt: skip
def test_what_has_no_day_in_the_past_is_left_out_with_its_reason(
    tmp_path: Path, start: str, why: str
) -> None:
    found = read_calendar(tmp_path, calendar(meeting(start, ANA)))
    assert (met(found), whys(found)) == ([], [why])


# ---- series ----------------------------------------------------------------------------------------------


def test_a_series_counts_each_day_it_took_place_up_to_now(tmp_path: Path) -> None:
    rule = ["DTSTART;TZID=Europe/Berlin:20261108T100000", "RRULE:FREQ=WEEKLY", ANA]
    assert of(tmp_path, meeting(*rule)) == [
        ("2026-11-08", "Ana Lima"), ("2026-11-15", "Ana Lima"), ("2026-11-22", "Ana Lima")
    ]  # fmt: skip


def test_an_old_series_counts_too_and_one_of_which_every_day_fell_out_says_so(tmp_path: Path) -> None:
    old = ["DTSTART:19950105T100000Z", "RRULE:FREQ=DAILY;COUNT=2", ANA]
    assert of(tmp_path, meeting(*old)) == [("1995-01-05", "Ana Lima"), ("1995-01-06", "Ana Lima")]
    found = read_calendar(tmp_path, calendar(meeting(*old, "EXDATE:19950105T100000Z,19950106T100000Z")))
    assert whys(found) == ["none of its days took place"]


def test_days_taken_out_moved_and_cancelled_are_told_one_by_one(tmp_path: Path) -> None:
    zone = ";TZID=W. Europe Standard Time:"
    master = meeting(
        f"DTSTART{zone}20260105T100000", "RRULE:FREQ=WEEKLY;COUNT=6", f"EXDATE{zone}20260119T100000", ANA
    )
    moved = meeting(f"RECURRENCE-ID{zone}20260112T100000", f"DTSTART{zone}20260114T100000", ANA)
    off = meeting(
        f"RECURRENCE-ID{zone}20260126T100000", f"DTSTART{zone}20260126T100000", "STATUS:CANCELLED", ANA
    )
    later = meeting(f"RECURRENCE-ID{zone}20260202T100000", f"DTSTART{zone}20270202T100000", ANA)
    found = read_calendar(tmp_path, calendar(moved, master, off, later))
    assert [day for day, _, _ in met(found)] == ["2026-01-05", "2026-01-14", "2026-02-09"]
    assert sorted(whys(found)) == ["it has not taken place yet", "the event was cancelled"]


def test_a_moved_day_without_its_series_is_a_meeting(tmp_path: Path) -> None:
    assert of(
        tmp_path, meeting("RECURRENCE-ID:20260105T100000Z", "DTSTART:20260107T100000Z", ANA)
    ) == [("2026-01-07", "Ana Lima")]  # fmt: skip


def test_the_last_edition_of_an_event_counts_wherever_it_stands(tmp_path: Path) -> None:
    new = meeting("SEQUENCE:2", "DTSTART:20260107T100000Z", ANA)
    old = meeting("SEQUENCE:1", ONCE, ANA)
    for events in ((new, old), (old, new)):
        found = read_calendar(tmp_path, calendar(*events))
        assert met(found) == [("2026-01-07", "Ana Lima", "")]
        assert whys(found) == ["an older edition of an event that stands in the file again"]
    assert of(tmp_path, old, meeting("SEQUENCE:3", "STATUS:CANCELLED", ONCE, ANA)) == []


def test_answers_and_cancellations_are_no_meetings(tmp_path: Path) -> None:
    for method, why in (
        ("REPLY", "an answer to an invitation, not a meeting"),
        ("CANCEL", "the event was cancelled"),
    ):
        found = read_calendar(tmp_path, calendar(meeting(ONCE, ANA), head=[f"METHOD:{method}"]))
        assert whys(found) == [why]


# ---- files -----------------------------------------------------------------------------------------------


def test_several_calendars_a_broken_zone_and_a_torn_end_cost_only_themselves(tmp_path: Path) -> None:
    text = (
        calendar(meeting(ONCE, ANA), head=["BEGIN:VTIMEZONE", "TZID:", "END:VTIMEZONE"])
        + calendar(meeting("DTSTART:20260106T100000Z", ANA, uid="2"), "BEGIN:VTODO\r\nEND:VTODO")
        + "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:3\r\n"
        + ONCE
    )
    found = read_calendar(tmp_path, text)
    assert [day for day, _, _ in met(found)] == ["2026-01-05", "2026-01-06"]
    assert skipped(found) == [("c.ics:25", "the event breaks off before its end")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_names_are_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = calendar(meeting(ONCE, "ATTENDEE;CN=Jörg:mailto:j@example.com"))
    assert met(read_calendar(tmp_path, text.encode(encoding))) == [("2026-01-05", "Jörg", "")]


def test_a_letter_folded_in_its_middle_comes_together(tmp_path: Path) -> None:
    line = "ATTENDEE;CN=Jörg:mailto:j@example.com".encode()
    at = line.index("ö".encode()) + 1
    data = calendar(meeting(ONCE, "HERE")).encode().replace(b"HERE", line[:at] + b"\r\n " + line[at:])
    assert met(read_calendar(tmp_path, data)) == [("2026-01-05", "Jörg", "")]


def test_a_calendar_without_events_is_an_error_that_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed) as failed:
        read_calendar(tmp_path, calendar())
    assert failed.value.message == "c.ics holds no event: no BEGIN:VEVENT in 1 calendars."


@pytest.mark.parametrize("name", ["calendar.ics", "export.txt", "noname"])
def test_a_calendar_is_recognised_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    assert kind_of(tmp_path, name, calendar(meeting(ONCE, ANA))) == "ics"


def test_an_event_keeps_its_identity_in_every_export(tmp_path: Path) -> None:
    def keys(*events: str) -> set[str]:
        return {one.key for one in read_calendar(tmp_path, calendar(*events)) if isinstance(one, Exchange)}

    nameless = event(MINE, ONCE, ANA, "SUMMARY:no UID")
    first, second = meeting(ONCE, ANA), meeting("DTSTART:20260106T100000Z", ANA, uid="2")
    assert keys(nameless, first) < keys(second, first, nameless)
    assert len(keys(second, first, nameless)) == 3


def test_subjects_are_kept_only_where_wanted_and_descriptions_never(tmp_path: Path) -> None:
    text = calendar(meeting(ONCE, ANA, "SUMMARY:Lunch\\, again", "DESCRIPTION:a secret"))
    quiet, loud = (read_calendar(tmp_path, text, keep_subject=keep) for keep in (False, True))
    assert [one.subject for found in (quiet, loud) for one in found if isinstance(one, Exchange)] == [
        "", "Lunch, again"
    ]  # fmt: skip
    assert "secret" not in repr(quiet + loud)


LINES = st.lists(
    st.sampled_from(
        [
            MINE, ANA, ONCE, "UID:1", "UID:2", "DTSTART:99999999T999999Z", "DTSTART:00010101T000000Z", "DTEND:20250101", "DURATION:-P1W",
            "RRULE:FREQ=YEARLY;COUNT=2", "RDATE:20260106T100000Z,x", "EXDATE:y", "RECURRENCE-ID:20260105T100000Z", "SEQUENCE:x",
            "STATUS:CANCELLED", "BEGIN:VALARM", "END:VALARM", "ATTENDEE;CN=\"a;b:mailto:x@example.com", "\u202e:;=\"", " folded", "\tfolded",
            "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR", "BEGIN:VCALENDAR", "METHOD:REPLY", "DTSTART;TZID=x:20260105T000000",
        ]
    ),
    max_size=30,
)  # fmt: skip


@given(st.one_of(LINES.map(lambda lines: "\r\n".join(lines).encode()), st.binary(max_size=300)))
def test_whatever_a_calendar_holds_every_event_is_told_and_nothing_breaks(raw: bytes) -> None:
    data = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:0\r\n" + raw
    with tempfile.TemporaryDirectory() as folder:
        found = read_calendar(Path(folder), data)
    told = {one.where for one in found if isinstance(one, Exchange | Skipped)}
    assert "c.ics:2" in told
    assert all(why for why in whys(found))
