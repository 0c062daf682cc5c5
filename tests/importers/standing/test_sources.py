"""Standing sources: only read, not twice, and a sentence instead of an end where one fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectkit.config.file import parse
from connectkit.config.sources import Source
from connectkit.errors import ConfigError, UsageError
from connectkit.importers.base import Options
from connectkit.importers.standing import web as sourceweb
from connectkit.importers.standing.sources import read_sources, settle
from connectkit.people.records import Exchange
from tests.book import TODAY
from tests.importers.exchanging import ME, calendar, event, mail
from tests.servers import Host, Mailboxes, imap, web

OPTIONS = Options(TODAY, owner_emails=(ME,), timezone="Europe/Berlin")
GUEST = "ATTENDEE;CN=Ana Lima;PARTSTAT=ACCEPTED:mailto:ana@example.com"


def meeting(day: str, uid: str = "1") -> str:
    """A meeting of Ana Lima and the user."""
    return event(
        f"UID:{uid}", f"DTSTART:{day}T100000Z", f"ORGANIZER:mailto:{ME}", GUEST, "DESCRIPTION:a long sec\r\n ret"
    )  # fmt: skip


def of(exchanges: list[Exchange]) -> list[tuple[str, str, str]]:
    """Day, address and kind of each."""
    return sorted((one.day.isoformat(), one.email, one.kind) for one in exchanges)


class State:
    """A state folder, and what sources hold seen from it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, *sources: Source, **options: Any) -> tuple[list[tuple[str, str, str]], list[str]]:
        """What is new, and what was left out; not taken in yet."""
        given = Options(TODAY, **{"owner_emails": (ME,), "timezone": "Europe/Berlin", **options})
        found, notes = read_sources(sources, state=self.folder, options=given)
        return of(found), notes

    def take(self, *sources: Source) -> list[tuple[str, str, str]]:
        """What is new, taken in as a sync does that wrote it."""
        found, notes = self.read(*sources)
        assert notes == []
        settle(self.folder)
        return found

    def holds(self, text: bytes) -> bool:
        """Whether any file here holds this text."""
        return any(text in path.read_bytes() for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def state(tmp_path: Path) -> State:
    """An empty state folder."""
    folder = tmp_path / "state"
    folder.mkdir()
    return State(folder)


# ---- a calendar file -------------------------------------------------------------------------------------


def test_a_calendar_file_tells_the_meetings_of_the_last_year(tmp_path: Path, state: State) -> None:
    path = tmp_path / "c.ics"
    path.write_text(
        calendar(meeting("20251101"), meeting("20260105", "2"), meeting("20270105", "3")), "utf-8"
    )
    assert state.take(Source("calendar", str(path))) == [("2026-01-05", "ana@example.com", "meeting")]


def test_without_an_address_of_the_user_nothing_is_guessed(tmp_path: Path, state: State) -> None:
    path = tmp_path / "c.ics"
    path.write_text(calendar(meeting("20260105")), "utf-8")
    assert state.read(Source("calendar", str(path)), owner_emails=()) == (
        [],
        ["The calendar c.ics was left out this time: it can’t be told what you sent and received. "
         "Write your own addresses under me: emails in connectkit.yaml."],
    )  # fmt: skip


def test_what_one_source_lacks_the_others_still_give(tmp_path: Path, state: State) -> None:
    good = tmp_path / "c.ics"
    good.write_text(calendar(meeting("20260105")), "utf-8")
    (tmp_path / "bad.ics").write_bytes(b"\x00\xff" * 100)
    sources = [
        Source("calendar", str(tmp_path / "none.ics")), Source("calendar", str(tmp_path / "bad.ics")), Source("maildir", str(tmp_path / "no")),
        Source("calendar", str(tmp_path)), Source("imap", "127.0.0.1", "alex", ("INBOX",), 1, tls=False, password_env="CONNECTKIT_NONE"),
        Source("calendar", str(good)),
    ]  # fmt: skip
    found, notes = state.read(*sources)
    assert found == [("2026-01-05", "ana@example.com", "meeting")]
    assert [note.split(":")[0] for note in notes] == [
        "The calendar none.ics was left out this time", "The calendar bad.ics was left out this time", "The mail folder no was left out this time",
        f"The calendar {tmp_path.name} was left out this time", "The mailbox alex at 127.0.0.1 was left out this time",
    ]  # fmt: skip
    assert notes[-1].endswith("the environment has no CONNECTKIT_NONE. Set it, or name a password_file.")


# ---- a calendar on the web -------------------------------------------------------------------------------


@pytest.fixture
def host() -> Iterator[Host]:
    """A web host with a calendar of one meeting."""
    with web(Host(calendar(meeting("20260105")).encode(), headers={"ETag": '"1"'})) as one:
        yield one


def test_a_calendar_on_the_web_is_fetched_anew_only_where_it_changed(host: Host, state: State) -> None:
    source = Source("calendar", host.url)
    assert state.take(source) == [("2026-01-05", "ana@example.com", "meeting")]
    assert state.take(source) == [("2026-01-05", "ana@example.com", "meeting")]
    host.text = calendar(meeting("20260106")).encode()
    host.headers["ETag"] = '"2"'
    assert state.take(source) == [("2026-01-06", "ana@example.com", "meeting")]
    assert [one.get("If-None-Match") for one in host.asked] == [None, '"1"', '"1"']


def test_nothing_people_wrote_into_their_events_is_kept_and_only_the_user_can_read_the_rest(
    host: Host, state: State
) -> None:
    state.take(Source("calendar", host.url))
    (copy,) = state.folder.glob("source-*.ics")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not state.holds(b"sec")
    assert not state.holds(b" ret")
    assert not state.holds(b"secret-token")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"status": 404}, "its host answers 404. Copy its secret address anew from the calendar’s settings."),
        ({"status": 503}, "its host answers 503. The next sync tries again."),
        ({"text": b"<html>sign in</html>"}, "what its address holds is no calendar. Copy the address in iCal format."),
        ({"text": b""}, "what its address holds is no calendar. Copy the address in iCal format."),
        ({"status": 302, "headers": {"Location": "http://127.0.0.1:1/c.ics"}},
         "its address leads to another host, which connectkit does not follow. Write the final address under sources in connectkit.yaml."),
        ({"status": 302, "headers": {"Location": "file:///etc/passwd"}}, "its host answers 302. The next sync tries again."),
    ],
)  # fmt: skip
def test_a_host_that_does_not_give_the_calendar_is_a_sentence_without_the_secret_address(
    host: Host, state: State, answer: dict[str, Any], why: str
) -> None:
    vars(host).update({"headers": {}, **answer})
    found, notes = state.read(Source("calendar", host.url))
    place = host.url.split("/")[2]
    assert (found, notes) == ([], [f"The calendar at {place} was left out this time: {why}"])


def test_a_host_that_is_gone_leaves_the_former_calendar_unread_and_says_so(host: Host, state: State) -> None:
    gone = Source("calendar", "http://127.0.0.1:9/secret-token/basic.ics")
    assert state.read(gone) == (
        [],
        ["The calendar at 127.0.0.1:9 was left out this time: its host can’t be reached (ConnectionRefusedError)."],
    )  # fmt: skip


def test_a_calendar_without_end_is_not_swallowed(
    host: Host, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sourceweb, "LARGEST", 1024 * 1024)
    host.text = calendar(meeting("20260105")).encode() + b"x" * (1024 * 1024)
    (note,) = state.read(Source("calendar", host.url))[1]
    assert note.endswith("left out this time: it is larger than 1 MB.")


@pytest.mark.parametrize(
    ("place", "taken"),
    [
        ("https://example.com/c.ics", "https://example.com/c.ics"),
        ("HTTPS://example.com/c.ics", "https://example.com/c.ics"),
        ("webcal://example.com/c.ics", "https://example.com/c.ics"),
        ("http://127.0.0.1:8080/c.ics", "http://127.0.0.1:8080/c.ics"),
        ("http://localhost/c.ics", "http://localhost/c.ics"),
        ("http://example.com/c.ics", ""),
        ("http://127.0.0.1@example.com/c.ics", ""),
        ("http://localhost.example.com/c.ics", ""),
        ("http://127.0.0.1:80@example.com/c.ics", ""),
    ],
)
def test_only_https_and_this_computer_are_addresses(tmp_path: Path, place: str, taken: str) -> None:
    text = f"workbook: a.xlsx\nsources:\n- calendar: {place}\n".encode()
    if taken:
        assert parse(text, tmp_path / "c.yaml").sources == (Source("calendar", taken),)
        return
    with pytest.raises(ConfigError, match="https://"):
        parse(text, tmp_path / "c.yaml")
    with pytest.raises(UsageError, match="not https"):
        sourceweb.fetch(place, tmp_path / "c.ics", {})


# ---- a Maildir -------------------------------------------------------------------------------------------


def deliver(folder: Path, name: str, text: str, seconds: int) -> Path:
    """A mail arrives in a Maildir, so many seconds after the first second of 2026-11-01."""
    (folder / "new").mkdir(parents=True, exist_ok=True)
    (folder / "cur").mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    os.utime(path, (1_793_491_200 + seconds,) * 2)
    return path


def test_a_maildir_tells_both_ways_and_none_of_its_texts(tmp_path: Path, state: State) -> None:
    folder = tmp_path / "Mail"
    deliver(folder, "new/1", mail("a secret"), 0)
    deliver(folder, "cur/2:2,S", mail(From=ME, To="Bob <bob@example.com>"), 0)
    deliver(folder, "cur/3:2,S", mail(List_Id="<x>"), 0)
    deliver(folder, "cur/4:2,DS", mail(From=ME, To="draft@example.com"), 0)
    before = sorted((path.name, path.stat().st_mtime) for path in folder.rglob("*"))
    assert state.take(Source("maildir", str(folder))) == [
        ("2026-01-05", "ana@example.com", "email"), ("2026-01-05", "bob@example.com", "email")
    ]  # fmt: skip
    assert not state.holds(b"secret")
    assert sorted((path.name, path.stat().st_mtime) for path in folder.rglob("*")) == before


def test_what_came_since_the_last_reading_is_read_and_what_was_not_taken_in_is_read_again(
    tmp_path: Path, state: State
) -> None:
    folder = tmp_path / "Mail"
    source = Source("maildir", str(folder))
    deliver(folder, "new/1", mail(), 0)
    first = [("2026-01-05", "ana@example.com", "email")]
    assert state.read(source)[0] == first
    assert state.take(source) == first
    memory = (state.folder / "sources.json").read_text("utf-8")
    deliver(folder, "new/2", mail(From="Bob <bob@example.com>"), 100)
    assert ("2026-01-05", "bob@example.com", "email") in state.take(source)
    assert (state.folder / "sources.json").read_text("utf-8") >= memory


# ---- a mailbox on a server -------------------------------------------------------------------------------


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailboxes]:
    """A server with two folders."""
    monkeypatch.setenv("MAIL_PASSWORD", "letmein")
    answer = mail("METHOD:REPLY", From="Cid <cid@example.com>", Content_Type="multipart/mixed")
    inbox = {1: mail("a secret").encode(), 5: mail(List_Id="<x>").encode(), 6: answer.encode()}
    sent = {3: mail(From="old@example.org", To="Bob <bob@example.com>").encode()}
    with imap(Mailboxes({"INBOX": inbox, "Sent": sent})) as one:
        yield one


def at(boxes: Mailboxes, *folders: str, **more: Any) -> Source:
    """The mailbox as a source."""
    given = {"password_env": "MAIL_PASSWORD", **more}
    return Source("imap", "127.0.0.1", "alex", folders or ("INBOX", "Sent"), boxes.port, tls=False, **given)


BOTH = [("2026-01-05", "ana@example.com", "email"), ("2026-01-05", "bob@example.com", "email")]


def test_a_mailbox_is_read_by_its_headers_and_nothing_else_is_asked_of_its_server(
    boxes: Mailboxes, state: State
) -> None:
    assert state.take(at(boxes)) == BOTH
    verbs = [" ".join(one.split()[: 2 if one.startswith("UID") else 1]) for one in boxes.said]
    assert verbs == [
        "CAPABILITY", "LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH", "EXAMINE", "UID SEARCH", "UID FETCH", "LOGOUT"
    ]  # fmt: skip
    assert not state.holds(b"secret")
    assert not state.holds(b"letmein")


def test_only_mails_that_are_new_are_fetched_unless_the_server_counts_anew(
    boxes: Mailboxes, state: State
) -> None:
    assert state.take(at(boxes)) == BOTH
    assert state.take(at(boxes)) == []
    boxes.folders["INBOX"][9] = mail(From="Dora <dora@example.com>").encode()
    assert state.take(at(boxes)) == [("2026-01-05", "dora@example.com", "email")]
    boxes.validity = 8
    assert len(state.take(at(boxes))) == 3


def test_mails_read_by_a_sync_that_did_not_write_are_read_again(boxes: Mailboxes, state: State) -> None:
    assert state.read(at(boxes))[0] == BOTH
    assert state.take(at(boxes)) == BOTH


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"password": "other"}, "the server refuses the user or the password. Many servers want a password made for programs (app password)."),
        ({"breaks": True}, "the server can’t be read (abort)."),
        ({"folders": {}}, "it has no folder “INBOX”. Look at folder under sources in connectkit.yaml."),
    ],
)  # fmt: skip
def test_a_server_that_refuses_or_breaks_off_is_a_sentence(
    boxes: Mailboxes, state: State, change: dict[str, Any], why: str
) -> None:
    vars(boxes).update(change)
    assert state.read(at(boxes)) == (
        [],
        [f"The mailbox alex at 127.0.0.1 was left out this time: {why}"],
    )


def test_a_password_comes_from_the_environment_or_a_file_that_nobody_else_can_read(
    boxes: Mailboxes, state: State, tmp_path: Path
) -> None:
    secret = tmp_path / "password"
    secret.write_text("letmein\n", "utf-8")
    source = at(boxes, password_env="", password_file=secret)
    secret.chmod(0o644)
    assert state.read(source)[1] == [
        "The mailbox alex at 127.0.0.1 was left out this time: others can read password. chmod 600 password"
    ]
    secret.chmod(0o600)
    assert state.take(source) == BOTH


def test_without_tls_a_mailbox_elsewhere_is_never_asked(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "letmein")
    far = Source("imap", "imap.example.com", "alex", ("INBOX",), 143, tls=False, password_env="MAIL_PASSWORD")
    assert state.read(far)[1] == [
        "The mailbox alex at imap.example.com was left out this time: without tls a mailbox is only read from this computer. "
        "Delete tls: false."
    ]


def test_a_memory_that_is_lost_or_broken_costs_a_longer_reading_and_nothing_else(
    boxes: Mailboxes, state: State
) -> None:
    for broken in ("", "[]", '{"x": 1}', "\x00"):
        state.take(at(boxes))
        (state.folder / "sources.json").write_text(broken, "utf-8")
        assert state.take(at(boxes)) == BOTH
