"""The calendar feed: what it holds, how changes are told, and that two readers of other make read it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import vobject

from connectkit import schema
from connectkit.config.config import Config
from connectkit.config.reach import Feed
from connectkit.errors import Refused
from connectkit.importers.base import Options
from connectkit.importers.calendar.ics_lines import CalendarFile
from connectkit.reach.feed import feed
from connectkit.reach.feed_file import write_feed
from connectkit.sync import look
from connectkit.view import View
from tests.book import PLAIN, book
from tests.commands.conftest import Place, place

__all__ = ["place"]

TODAY = date(2026, 11, 23)  # a Monday
HEAD = ["Name", "Last contact", "Notes", "Tier", "Birthday", "ID"]
ANA = ["Ana Lima", date(2026, 5, 1), "secret note", "core", "29 Feb", "ck-000001-aaaa"]
BEN = ["Ben\u202e Ortiz", date(2026, 4, 1), "x", "core", None, "ck-000002-bbbb"]
CY = ["Cy Ray", date(2026, 11, 2), "x", "inner", None, "ck-000003-cccc"]
DEED = [
    "send the deck",
    "Ana Lima",
    "me",
    date(2026, 12, 1),
    None,
    None,
    None,
    None,
    "pk-000001",
    "ck-000001-aaaa",
]
FEED = Feed(Path("people.ics"))


def view(
    *people: list[object], today: date = TODAY, deeds: tuple[list[object], ...] = (), per_week: int = 2
) -> View:
    promises = [[one.title for one in schema.PROMISES.columns], *deeds]
    return look(
        book(HEAD, *people, Promises=promises), Config(per_week=per_week), today=today, new_id=lambda: "zzzzzz", templates=PLAIN
    )  # fmt: skip


def lines(data: bytes, path: Path) -> list[tuple[str, str, str, int]]:
    """Day, summary, status and edition of each event, by our own reader and by vobject, which have to agree."""
    path.write_bytes(data)
    file = CalendarFile(path, Options(today=TODAY))
    file.read()
    ours = [
        (one.text("DTSTART"), one.text("SUMMARY").replace("\\,", ","), one.text("STATUS"), one.sequence)
        for one in file.events
    ]
    calendar = vobject.readOne(data.decode())
    theirs = [
        (f"{one.dtstart.value:%Y%m%d}", one.summary.value, one.status.value, int(one.sequence.value))
        for one in calendar.vevent_list
    ]
    assert ours == theirs
    return ours


def test_what_it_holds(tmp_path: Path) -> None:
    data = feed(view(ANA, BEN, CY, deeds=(DEED,)), FEED, None)
    assert lines(data, tmp_path / "f.ics") == [
        ("20261127", "Get in touch: Ana Lima", "CONFIRMED", 0),
        ("20261127", "Get in touch: Ben Ortiz", "CONFIRMED", 0),
        ("20261201", "You promised: send the deck (Ana Lima)", "CONFIRMED", 0),
        ("20261202", "Get in touch: Cy Ray", "CONFIRMED", 0),
        ("20270228", "Birthday: Ana Lima", "CONFIRMED", 0),
    ]
    text = data.decode()
    for word in ("ATTENDEE", "ORGANIZER", "secret note", "VALARM", "\u202e"):
        assert word not in text
    assert text.count("TRANSP:TRANSPARENT") == 5
    assert text.count("\r\nUID:") == 6
    assert "\r\nUID:ck-000001-aaaa-due-2026-05-01@connectkit\r\n" in text


def test_the_same_bytes_as_long_as_nothing_changed() -> None:
    first = feed(view(ANA, BEN, CY, deeds=(DEED,)), FEED, None)
    for day in range(5):
        again = feed(view(ANA, BEN, CY, deeds=(DEED,), today=TODAY + timedelta(day)), FEED, first)
        assert again == first, day


def test_at_most_the_budget_a_week() -> None:
    crowd = [[f"P{n}", date(2026, 1, 1 + n), "x", "core", None, f"ck-1{n:05}-aaaa"] for n in range(20)]
    for per_week in (0, 1, 2, 3):
        data = feed(view(*crowd, per_week=per_week), Feed(Path("x"), what=("due",)), None).decode()
        days = [line.partition(":")[2] for line in data.splitlines() if line.startswith("DTSTART")]
        assert all(days.count(one) <= per_week for one in days)
        assert len(days) == min(20, per_week * 9)


def test_a_moved_day_raises_its_edition_and_what_is_done_is_cancelled_for_two_weeks(tmp_path: Path) -> None:
    path = tmp_path / "f.ics"
    only = Feed(Path("x"), what=("due", "promises"))
    first = feed(view(CY, deeds=(DEED,)), only, None)
    later = [*DEED[:3], date(2026, 12, 3), *DEED[4:]]
    second = feed(view(CY, deeds=(later,)), only, first)
    assert ("20261203", "You promised: send the deck (Ana Lima)", "CONFIRMED", 1) in lines(second, path)
    met = [CY[0], date(2026, 11, 24), *CY[2:]]
    done = feed(view(met, today=date(2026, 11, 25)), only, second)
    assert lines(done, path) == [
        ("20261202", "Get in touch: Cy Ray", "CANCELLED", 1),
        ("20261203", "You promised: send the deck (Ana Lima)", "CANCELLED", 2),
        ("20261224", "Get in touch: Cy Ray", "CONFIRMED", 0),
    ]
    assert feed(view(met, today=date(2026, 12, 9)), only, done) == done
    gone = feed(view(met, today=date(2026, 12, 10)), only, done)
    assert lines(gone, path) == [("20261224", "Get in touch: Cy Ray", "CONFIRMED", 0)]


def test_who_is_left_in_peace_does_not_stand_in_it() -> None:
    head = [*HEAD, "State"]
    sheet = look(
        book(head, [*ANA, "fade"], [*BEN, "pause"]),
        Config(),
        today=TODAY,
        new_id=lambda: "zzzzzz",
        templates=PLAIN,
    )
    assert b"VEVENT" not in feed(sheet, FEED, None)


@pytest.mark.parametrize(
    ("names", "summaries"),
    [
        ("initials", ["Get in touch: A.L.", "You promised: send the deck (A.L.)", "Birthday: A.L."]),
        ("none", ["Get in touch with somebody", "A promise is due", "A birthday"]),
    ],
)
def test_names_can_be_shortened_or_left_out(names: str, summaries: list[str], tmp_path: Path) -> None:
    data = feed(view(ANA, deeds=(DEED,)), Feed(Path("x"), names=names), None)
    assert [one[1] for one in lines(data, tmp_path / "f.ics")] == summaries
    assert b"Lima" not in data
    assert b"last contact" not in data


def test_an_alarm_at_a_time_of_the_day() -> None:
    data = feed(view(CY), Feed(Path("x"), alarm="09:00"), None).decode()
    assert "TRIGGER:PT9H\r\n" in data


def test_the_twenty_ninth_of_february() -> None:
    for today, day in [(date(2027, 12, 1), "20280229"), (date(2028, 3, 1), "20290228")]:
        assert (
            f"DTSTART;VALUE=DATE:{day}"
            in feed(view(ANA, today=today), Feed(Path("x"), what=("birthdays",)), None).decode()
        )


def test_a_calendar_of_another_program_is_left_alone() -> None:
    for other in (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n",
        b"holiday photos",
        b"\x00\xff",
    ):
        with pytest.raises(Refused, match="not a calendar that connectkit wrote"):
            feed(view(CY), FEED, other)


def test_the_file_is_written_only_when_it_differs_and_a_missing_folder_is_told(tmp_path: Path) -> None:
    wishes = Feed(tmp_path / "people.ics")
    assert write_feed(view(ANA), wishes) == ""
    before = wishes.file.stat()
    assert write_feed(view(ANA), wishes) == ""
    assert (before.st_ino, before.st_mtime_ns) == (wishes.file.stat().st_ino, wishes.file.stat().st_mtime_ns)
    assert [one.name for one in tmp_path.iterdir()] == ["people.ics"]
    gone = Feed(tmp_path / "gone" / "people.ics")
    assert write_feed(view(ANA), gone) == (
        f"The calendar feed was not written to {gone.file}: there is no folder {gone.file.parent}. "
        "Look at feed: file in connectkit.yaml."
    )


def test_a_sync_writes_it_and_goes_on_where_it_can_t(place: Place) -> None:
    place.fill(
        [
            {
                "name": "Ada Lovelace",
                "tier": "inner",
                "last_contact": date(2026, 9, 1),
                "notes": "Building a loom.",
            }
        ]
    )
    settings = place.folder / "connectkit.yaml"
    start = settings.read_text("utf-8")
    settings.write_text(f"{start}\nfeed: {{file: people.ics, names: true}}\n", "utf-8")
    place.run("sync", "--dry-run", "--today", "2026-11-23")
    assert not (place.folder / "people.ics").exists()
    place.run("sync", "--today", "2026-11-23")
    first = (place.folder / "people.ics").read_bytes()
    place.run("sync", "--today", "2026-11-23")
    assert (place.folder / "people.ics").read_bytes() == first
    assert b"SUMMARY:Get in touch: Ada Lovelace" in first
    settings.write_text(f"{start}\nfeed: {{file: gone/people.ics}}\n", "utf-8")
    out, _ = place.run("sync", "--today", "2026-11-23")
    assert "there is no folder" in " ".join(out.split())
