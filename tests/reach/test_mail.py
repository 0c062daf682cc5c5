"""The one place that sends: to the owner and to nobody else, over a real server, whatever happens on the way."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path

import pytest

from connectkit.errors import AccessDenied, StoreUnavailable, UsageError
from connectkit.reach.mail import Post, Words, is_address, send
from tests.reach.post import PASSWORD, USER, Server

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ME = "alex@example.com"
WORDS = Words("People, Mon 23 Nov", "Hello\n.\n..dots\nZoë\n", "<p>Zoë</p>")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("post")) as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.office.mails.clear()
    running.office.faults.clear()
    return running


def post(server: Server, **more: object) -> Post:
    return Post("127.0.0.1", server.port, ME, USER, PASSWORD, "starttls", server.cafile)._replace(**more)


def deliver(server: Server, words: Words = WORDS, to: str = ME, **more: object) -> bool:
    return send(words, post(server, **more), to=to, owner=[ME], now=NOW)


def test_the_mail_comes_as_it_was_written_to_the_owner_alone(server: Server) -> None:
    assert deliver(server)
    (one,) = server.office.mails
    assert (one.sender, one.receivers) == (ME, [ME])
    mail = email.message_from_bytes(one.data, policy=default)
    assert {key.casefold() for key in mail} == {
        "from", "to", "subject", "date", "auto-submitted", "mime-version", "content-type",
    }  # fmt: skip
    assert (mail["To"], mail["From"], mail["Subject"]) == (ME, ME, "People, Mon 23 Nov")
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == WORDS.text  # type: ignore[union-attr]
    assert mail.get_body(("html",)).get_content().strip() == WORDS.html  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "to",
    ["ben@example.org", "", f"{ME}, ben@example.org", f"{ME}\nBcc: ben@example.org", f"{ME}\r\nRCPT TO:<b@example.org>", f"<{ME}>", f" {ME}"],
)  # fmt: skip
def test_whoever_is_not_the_owner_gets_nothing(server: Server, to: str) -> None:
    with pytest.raises(UsageError, match="goes to nobody but you"):
        deliver(server, to=to)
    assert server.office.mails == []


def test_an_owner_s_address_that_is_none_gets_nothing(server: Server) -> None:
    strange = f"{ME}\r\nBcc: ben@example.org"
    with pytest.raises(UsageError):
        send(WORDS, post(server), to=strange, owner=[strange], now=NOW)
    assert not is_address("a@b\n")
    assert is_address("a.b+c@example.com")


def test_nothing_in_a_text_becomes_a_header(server: Server) -> None:
    evil = Words(
        "Hi\r\nBcc: ben@example.org\u2028X: y\u202e",
        "Bcc: ben@example.org\n\n.\r\nRCPT TO:<ben@example.org>\n",
        "<p></p>",
    )
    assert deliver(server, evil)
    (one,) = server.office.mails
    assert one.receivers == [ME]
    mail = email.message_from_bytes(one.data, policy=default)
    assert (mail["Bcc"], mail["X"]) == (None, None)
    assert mail["Subject"] == "Hi Bcc: ben@example.org X: y"


def test_a_wrong_password_is_said(server: Server) -> None:
    with pytest.raises(AccessDenied) as caught:
        deliver(server, password="wrong")
    assert caught.value.message == "The mail server 127.0.0.1 refuses the user or the password."
    assert "wrong" not in str(caught.value)


def test_later_then_taken(server: Server) -> None:
    server.office.faults[:] = ["451 greylisted"]
    with pytest.raises(StoreUnavailable, match=r"can't take the digest now \(451 greylisted\)"):
        deliver(server)
    assert deliver(server)
    assert len(server.office.mails) == 1


def test_refused_for_good(server: Server) -> None:
    server.office.faults[:] = ["rcpt 550 no such user"]
    with pytest.raises(UsageError, match=r"refuses the digest \(550 no such user\)"):
        deliver(server)
    assert server.office.mails == []


def test_a_connection_cut_after_the_text_counts_as_sent(server: Server) -> None:
    server.office.faults[:] = ["cut"]
    assert deliver(server) is False
    assert len(server.office.mails) == 1


def test_a_certificate_of_an_unknown_ca_is_not_trusted(server: Server) -> None:
    with pytest.raises(UsageError, match="can't be made safe"):
        deliver(server, ssl_cafile=None)
    assert server.office.mails == []


def test_nobody_there(server: Server) -> None:
    with pytest.raises(StoreUnavailable, match="can't be reached"):
        deliver(server, port=1)


def test_no_password_goes_out_in_the_clear_but_on_this_computer(server: Server) -> None:
    with pytest.raises(UsageError, match="only for a mail server on this computer"):
        deliver(server, tls="none", host="mail.example.com")


def test_a_certificate_may_stand_in_a_file_of_one_s_own(server: Server, tmp_path: Path) -> None:
    copy = tmp_path / "mine.pem"
    copy.write_bytes(server.cafile.read_bytes())
    assert deliver(server, ssl_cafile=copy)
