"""The digest: what it says, that it goes out once a day, to the owner and to nobody else, whatever stands in the sheet."""

from __future__ import annotations

import email
import random
import smtplib
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from aiosmtpd.controller import Controller

from connectkit import schema
from connectkit.config import file as config_file
from connectkit.config.config import Config, Me
from connectkit.config.reach import Digest as Wishes
from connectkit.config.reach import DigestMail
from connectkit.errors import ConfigError, UsageError
from connectkit.reach import mail
from connectkit.reach.deliver import addresses_in, send
from connectkit.reach.digest import MOST, Digest, Line, digest, says_something
from connectkit.reach.letter import letter
from connectkit.reach.trouble import Trouble
from connectkit.sync import look
from connectkit.view import View, understand
from tests.book import PLAIN, book, counter
from tests.commands.conftest import Place, place
from tests.reach.post import PASSWORD, Office, Server, _free_port

__all__ = ["place"]

ME = "alex@example.com"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
PEOPLE = [
    ["Name", "Last contact", "Notes", "Tier", "Email", "Birthday"],
    ["Ana Lima", date(2026, 5, 1), "Opened a shop.", "core", "ana@example.org", "24 Nov"],
    ["Ben\u202e Ortiz", date(2026, 4, 1), "Sails.\x07", "inner", "Ben <ben@example.org>", None],
    ["Cy Ray", date(2026, 4, 1), "x", "core", None, None],
    ["Dov Stern", "whenever", "x", "core", None, None],
]
PROMISES = [
    [one.title for one in schema.PROMISES.columns],
    ["send the deck", "Ana Lima", "me", date(2026, 11, 20)],
]


def view(*rows: list[object], today: date = TODAY, **tabs: object) -> View:
    return look(book(*(rows or PEOPLE), **tabs), Config(), today=today, new_id=counter(), templates=PLAIN)


def test_what_it_says() -> None:
    one = digest(
        view(Promises=PROMISES), trouble=Trouble(("The calendar can’t be read.",), date(2026, 11, 20))
    )
    assert letter(one).subject == "People, Mon 23 Nov: 2 to write to, 1 birthday, 3 things to put right"
    assert letter(one).text == (
        """Monday, 23 November 2026

This week
- Ana Lima: You promised: send the deck, due 20 Nov. Last note: Opened a
  shop.
- Ben Ortiz: Last in touch in April; you wanted every month (inner).
  Last note: Sails.

Birthdays
- Ana Lima: Birthday tomorrow.

Waiting
- 1 person waits for a later week. That is fine.

To put right
- The last run that ended well was 3 days ago.
- The calendar can’t be read.
- 1 cell could not be read: see the tab Problems.

Your sheet: people

--
From connectkit, to you alone. It never writes to the people in your sheet.
"""
    )


def test_notes_and_parts_can_be_left_out() -> None:
    text = letter(digest(view(), what=["today"], notes=False)).text
    assert "Last note" not in text
    assert "Opened a shop" not in text
    assert {line.kind for line in digest(view(), what=["birthdays"]).lines} == {"birthday", "wrong"}


def test_at_most_twelve_lines_and_what_went_wrong_stays() -> None:
    crowd = [[f"P{n}", date(2026, 1, 1), "x", "core", None, "24 Nov"] for n in range(40)]
    deeds = [[f"deed {n}", f"P{n}", "me", date(2026, 11, 1)] for n in range(30)]
    one = digest(
        view(PEOPLE[0], *crowd, Promises=[PROMISES[0], *deeds]),
        trouble=Trouble(tuple(f"Wrong {n}." for n in range(9)), date(2026, 1, 1)),
    )
    assert len(one.lines) == MOST
    assert [line.kind for line in one.lines[-5:]] == ["waiting", "wrong", "wrong", "wrong", "wrong"]


def test_a_page_holds_no_request_and_no_markup_of_the_sheet_s() -> None:
    evil = Digest(
        TODAY,
        "x",
        (Line("person", "<img src=//x>", "</p><script>alert(1)</script>"),),
        "b",
        'https://e.example/?a=1&b="',
    )
    html = letter(evil).html
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("https://") == 1


def test_nothing_to_say() -> None:
    fine = view(PEOPLE[0], ["Ana Lima", date(2026, 11, 20), "x", "core", None, None])
    assert not says_something(digest(fine))
    assert "Nothing is due today. connectkit ran and all is well." in letter(digest(fine)).text


# ---- to whom -----------------------------------------------------------------------------------------


def settings(port: int, cafile: Path | None = None, tls: str = "none", to: str = "") -> Config:
    way = DigestMail("127.0.0.1", port, tls=tls, ssl_cafile=cafile)
    return Config(me=Me("Alex", (ME, "alex@example.net")), digest=Wishes(mail=way, to=to))


CELLS = (
    "ben@example.org", "Alex <alex@example.com>", "ALEX@EXAMPLE.COM", "a@b.org;alex@example.com", "mailto:alex@example.com", "ben@example.org\nBcc: x@y.org",
    "", "no address", "alex@example.com.org", "xalex@example.com", "\u202ealex@example.org", "alex@example.com\r\nRCPT TO:<x@y.org>", "a@b, c@d",
)  # fmt: skip


def test_law_whatever_stands_in_the_sheet_only_the_owner_receives(monkeypatch: pytest.MonkeyPatch) -> None:
    """1,000 sheets of hostile cells over one connection to a real server: RCPT TO is always the owner."""
    office, chance = Office(), random.Random(15)
    server = Controller(office, hostname="127.0.0.1", port=_free_port())
    server.start()
    try:
        with smtplib.SMTP("127.0.0.1", server.port, local_hostname="localhost") as line:
            line.ehlo()
            monkeypatch.setattr(mail, "_connect", lambda _post: nullcontext(line))
            sent = 0
            for number in range(1_000):
                rows = [
                    [chance.choice(["Ana", "To: x@y.org", "B\r\nCc: q@r.org", "alex@example.com"]), None, chance.choice(CELLS), chance.choice(CELLS)]
                    for _ in range(chance.randint(1, 5))
                ]  # fmt: skip
                sheet = understand(
                    book(["Name", "Last contact", "Notes", "Email"], *rows),
                    Config(),
                    today=TODAY,
                    new_id=counter(),
                )
                contacts = addresses_in(sheet)
                lines = tuple(Line("person", str(row[0]), str(row[2])) for row in rows)
                words = letter(Digest(TODAY, f"{rows[0][0]} {number}", lines, "b"))
                if ME in contacts:
                    with pytest.raises(UsageError, match="stands in Contacts"):
                        send(words, settings(server.port), contacts, now=NOW)
                else:
                    send(words, settings(server.port), contacts, now=NOW)
                    sent += 1
                assert len(office.mails) == sent
    finally:
        server.stop()
    assert 100 < sent < 900
    assert {(one.sender, *one.receivers) for one in office.mails} == {(ME, ME)}
    for one in office.mails:
        head = email.message_from_bytes(one.data, policy=default)
        assert (head.get_all("To"), head["Cc"], head["Bcc"], head["Reply-To"]) == ([ME], None, None, None)


def test_the_settings_are_refused_where_it_would_go_to_another(tmp_path: Path) -> None:
    start = "workbook: people.xlsx\n"
    way = "digest:\n  mail: {host: 127.0.0.1, tls: none}\n"
    for text, said in [
        (way, "the digest goes to nobody but you; write your own address under me: emails"),
        (f"me: {{emails: [{ME}]}}\n{way}  to: ben@example.org\n", "ben@example.org is not one of me: emails"),
        (f"me: {{emails: [{ME}]}}\ndigest:\n  mail: {{host: mail.example.com, tls: none}}\n", "none is only for a mail server on this computer"),
        ("digest:\n  notify: {}\n", "digest.notify needs file or env, where the addresses are"),
        ("digest:\n  what: [news]\n", "digest.what.0 has to be one of today"),
        ("feed:\n  what: [due]\n", '"feed.file" is missing'),
    ]:  # fmt: skip
        with pytest.raises(ConfigError) as caught:
            config_file.parse((start + text).encode(), tmp_path / "connectkit.yaml")
        assert said in str(caught.value), text


# ---- when --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("post")) as server:
        yield server


@pytest.fixture
def daily(place: Place, running: Server, monkeypatch: pytest.MonkeyPatch) -> tuple[Place, Office]:
    """A sheet whose syncs send a digest to the real server."""
    running.office.mails.clear()
    running.office.faults.clear()
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
    place.fill([
        {"name": "Ada Lovelace", "tier": "inner", "last_contact": date(2026, 9, 1), "email": "ada@example.com", "notes": "Building a loom."},
    ])  # fmt: skip
    with (place.folder / "connectkit.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"\nme: {{name: Alex, emails: [{ME}]}}\ndigest:\n  mail: {{host: 127.0.0.1, port: {running.port}, "
            f"user: ana, password_env: MAIL_PASSWORD, ssl_cafile: {running.cafile}}}\n"
        )
    return place, running.office


def test_once_a_day_after_a_sync_that_wrote(daily: tuple[Place, Office]) -> None:
    here, office = daily
    here.run("sync", "--dry-run", "--today", "2026-11-23")
    here.run("digest", "--print", "--today", "2026-11-23")
    assert office.mails == []
    here.run("digest", "--test", "--today", "2026-11-23")  # does not count
    for _ in range(2):
        here.run("sync", "--today", "2026-11-23")
    here.run("sync", "--today", "2026-11-24")
    subjects = [email.message_from_bytes(one.data, policy=default)["Subject"] for one in office.mails]
    assert subjects == [
        "People, Mon 23 Nov: 1 to write to",
        "People, Mon 23 Nov: 1 to write to",
        "People, Tue 24 Nov: 1 to write to",
    ]
    assert {tuple(one.receivers) for one in office.mails} == {(ME,)}


def test_a_failure_is_told_tried_again_and_after_three_the_doctor_fails(daily: tuple[Place, Office]) -> None:
    here, office = daily
    office.faults[:] = ["451 later"] * 3
    out, _ = here.run("sync", "--today", "2026-11-23")
    assert (
        "The digest was not sent: The mail server 127.0.0.1 can't take the digest now (451 later)."
        in " ".join(out.split())
    )
    _, err = here.run("sync", "--quiet", "--today", "2026-11-23")
    assert err.startswith("connectkit: The digest was not sent")
    assert _doctor(here) == "warn"
    here.run("sync", "--today", "2026-11-23")
    assert _doctor(here) == "fail"
    here.run("sync", "--today", "2026-11-23")
    assert _doctor(here) == "ok"
    assert len(office.mails) == 1


def _doctor(here: Place) -> str:
    here.capsys.readouterr()
    import json

    from connectkit.cli import main

    main(["doctor", "--json"])
    checks = json.loads(here.capsys.readouterr().out)["checks"]
    return str(next(one["level"] for one in checks if one["what"] == "digest"))


def test_a_connection_cut_after_the_text_makes_no_second_mail(daily: tuple[Place, Office]) -> None:
    here, office = daily
    office.faults[:] = ["cut"]
    for _ in range(2):
        here.run("sync", "--today", "2026-11-23")
    assert len(office.mails) == 1


def test_the_owner_in_contacts_gets_no_digest_and_the_sync_goes_on(daily: tuple[Place, Office]) -> None:
    here, office = daily
    here.fill(
        [
            {
                "name": "Me",
                "tier": "inner",
                "last_contact": date(2026, 9, 1),
                "email": f"Alex <{ME.upper()}>",
                "notes": "x",
            }
        ]
    )
    with (here.folder / "connectkit.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\nme: {{emails: [{ME}]}}\ndigest:\n  mail: {{host: 127.0.0.1, port: 1}}\n")
    out, _ = here.run("sync", "--today", "2026-11-23")
    assert f"The digest was not sent: {ME} stands in Contacts" in " ".join(out.split())
    _, err = here.run("digest", "--test", "--today", "2026-11-23", code=2)
    assert err == (
        f"connectkit: {ME} stands in Contacts, and connectkit writes to nobody who does.\n"
        "  Take your own row out of Contacts, or name another address of yours under digest: to.\n"
    )
    assert office.mails == []


def test_silence_is_never_a_broken_cron(daily: tuple[Place, Office]) -> None:
    here, office = daily
    here.run("log", "Ada", "call: hello", "--today", "2026-11-24")
    for day in ("2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28"):
        here.run("sync", "--today", day)
    (friday,) = office.mails
    body = email.message_from_bytes(friday.data, policy=default).get_body(("plain",))
    assert "Nothing is due today. connectkit ran and all is well." in str(body)


class Notices(BaseHTTPRequestHandler):
    """A place apprise can reach on this computer; takes notices and answers as told."""

    taken: ClassVar[list[bytes]] = []
    answers: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        self.taken.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.send_response(self.answers.pop(0) if self.answers else 200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # apprise imports what Python gives up
def test_a_notice_that_fails_makes_no_second_mail(daily: tuple[Place, Office]) -> None:
    here, office = daily
    server = ThreadingHTTPServer(("127.0.0.1", 0), Notices)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    places = here.folder / "notify.txt"
    places.write_text(f"# mine\njson://127.0.0.1:{server.server_port}/secret\n", "utf-8")
    places.chmod(0o600)
    with (here.folder / "connectkit.yaml").open("a", encoding="utf-8") as file:
        file.write("  notify: {file: notify.txt}\n")
    Notices.taken, Notices.answers = [], [403]
    try:
        out, err = here.run("sync", "--today", "2026-11-23")
        assert "The notice could not be given to every place" in " ".join(out.split())
        assert "secret" not in out + err
        for _ in range(2):
            here.run("sync", "--today", "2026-11-23")
    finally:
        server.shutdown()
        server.server_close()
    assert (len(office.mails), len(Notices.taken)) == (1, 2)
    assert b"Ada Lovelace" in Notices.taken[1]


def test_addresses_others_can_read_are_refused(daily: tuple[Place, Office]) -> None:
    here, _ = daily
    places = here.folder / "notify.txt"
    places.write_text("json://127.0.0.1:1/x\n", "utf-8")
    places.chmod(0o644)
    with (here.folder / "connectkit.yaml").open("a", encoding="utf-8") as file:
        file.write("  notify: {file: notify.txt}\n")
    _, err = here.run("digest", "--test", "--today", "2026-11-23", code=2)
    assert err == "connectkit: Others can read notify.txt, which holds secrets.\n  chmod 600 notify.txt\n"
