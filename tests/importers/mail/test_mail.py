"""Mail: who wrote to whom and when, from headers alone; lists, machines, drafts and forgeries are no contact."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.errors import ImportFailed
from connectkit.importers.base import Options
from connectkit.importers.detect import recognise, records
from connectkit.importers.mail.mbox_split import mails
from connectkit.people.records import Exchange, Skipped
from tests.importers.exchanging import ME, mail, mbox, met, read_mail, whys
from tests.importers.reading import TODAY, kind_of, notes

ANA = ("2026-01-05", "Ana Lima", "received")


# ---- who -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ("Ana Lima <ana@example.com>", "Ana Lima", "ana@example.com"),
        ("ana@example.com", "", "ana@example.com"),
        ("ana@example.com (Ana Lima)", "Ana Lima", "ana@example.com"),
        ('"Lima, Ana" <ana@example.com>', "Lima, Ana", "ana@example.com"),
        ('"Ana \\"Q\\" Lima" <ana@example.com>', 'Ana "Q" Lima', "ana@example.com"),
        ('"ana@example.com" <ana@example.com>', "", "ana@example.com"),
        ("=?utf-8?q?Jos=C3=A9?= <jose@example.com>", "José", "jose@example.com"),
        ("=?UTF-8?B?QW5h?= =?UTF-8?Q?_Lim=C3=A1?= <ana@example.com>", "Ana Limá", "ana@example.com"),
        ("=?utf-8?B?IkFuYSBMaW1hIiA8YW5hQGV4YW1wbGUuY29tPg==?=", "Ana Lima", "ana@example.com"),
        ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?= <n@example.com>", "日本", "n@example.com"),
        ("=?koi8-r?B?68nS?= <k@example.com>", "Кир", "k@example.com"),
        ("=?x-unknown?Q?An=E1?= <ana@example.com>", "Aná", "ana@example.com"),
        ("=?utf-8?B?not base64!?= <ana@example.com>", "=?utf-8?B?not base64!?=", "ana@example.com"),
        ("Jöhn <jöhn@exämple.net>", "Jöhn", "jöhn@exämple.net"),
        ("John <@machine.tld:mary@example.net>", "John", "mary@example.net"),
        ("Ana Lima\r\n <ana@example.com>", "Ana Lima", "ana@example.com"),
        ("\u202aAna\u202c\u200b <ana@example.com>", "Ana", "ana@example.com"),
    ],
)  # fmt: skip
def test_a_sender_is_read_however_it_is_written(tmp_path: Path, sender: str, name: str, address: str) -> None:
    (one,) = read_mail(tmp_path, mail(From=sender))
    assert isinstance(one, Exchange)
    assert (one.name, one.email) == (name, address)


def test_a_mail_sent_is_with_everybody_it_went_to_but_the_user(tmp_path: Path) -> None:
    sent = mail(
        From="Me <ME@Example.com>",
        To=", Team: Ana Lima <ana@example.com>, bob@example.com;, Undisclosed recipients:;",
        Cc="me@example.com, ANA@example.com, noreply@example.org, dev@lists.example.org, x@googlegroups.com",
    )
    assert met(read_mail(tmp_path, sent)) == [
        ("2026-01-05", "ANA@example.com", "sent"), ("2026-01-05", "bob@example.com", "sent")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"From": None}, "no address stands in From"),
        ({"From": None, "Reply_To": "Ana Lima <ana@example.com>"}, "no address stands in From"),
        ({"From": "Ana Lima"}, "no address stands in From"),
        ({"From": "<>"}, "no address stands in From"),
        ({"From": ME, "To": "Undisclosed recipients:;"}, "sent to yourself or to no address of a person"),
        ({"From": ME, "To": ME}, "sent to yourself or to no address of a person"),
        ({"To": ", ".join(f"p{n}@example.com" for n in range(13))}, "it went to 13 people"),
        ({"List_Id": "<dev.lists.example.org>"}, "it came through a mailing list"),
        ({"List_Unsubscribe": "<mailto:x@example.org>"}, "it came through a mailing list"),
        ({"From": ME, "To": "ana@example.com", "List_Id": "<dev>"}, "it came through a mailing list"),
        ({"Precedence": "bulk"}, "it was sent in bulk"),
        ({"Auto_Submitted": "auto-replied (vacation)"}, "it was sent automatically"),
        ({"Return_Path": "<>"}, "it was sent automatically"),
        ({"From": "No Reply <no-reply@example.org>"}, "no-reply@example.org is no person’s address"),
        ({"From": "MAILER-DAEMON@example.org"}, "MAILER-DAEMON@example.org is no person’s address"),
        ({"From": "dmarcreport@example.org"}, "dmarcreport@example.org is no person’s address"),
        ({"From": "ci-bot@example.org"}, "ci-bot@example.org is no person’s address"),
        ({"Content_Type": "multipart/report; report-type=delivery-status"}, "it is a report of a mail program"),
        ({"Content_Type": 'text/calendar; method="REPLY"'}, "it is an answer to an invitation"),
        ({"X_Gmail_Labels": "Drafts"}, "it is a draft"),
        ({"X_Gmail_Labels": "=?UTF-8?Q?Entw=C3=BCrfe,Wichtig?="}, "it is a draft"),
        ({"X_Gmail_Labels": "Important,Spam"}, "it is spam"),
        ({"X_Gmail_Labels": "Trash"}, "it is in the bin"),
        ({"X_Spam_Flag": "YES"}, "it is spam"),
        ({"X_Mozilla_Status": "0009"}, "it was deleted"),
    ],
)  # fmt: skip
def test_what_is_no_mail_between_people_is_left_out_with_its_reason(
    tmp_path: Path, headers: dict[str, str | None], why: str
) -> None:
    found = read_mail(tmp_path, mail(**headers))
    assert (met(found), whys(found)) == ([], [why])


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "no"},
        {"Content_Type": "text/calendar; method=REQUEST"},
        {"X_Gmail_Labels": "Inbox,Important"},
        {"X_Spam_Status": "No, score=0.1"},
        {"Subject :x": "a blank before the colon"},
    ],
)
def test_what_a_person_wrote_counts(tmp_path: Path, headers: dict[str, str | None]) -> None:
    assert met(read_mail(tmp_path, mail(**headers))) == [ANA]


def test_an_answer_to_an_invitation_is_known_by_its_calendar_part(tmp_path: Path) -> None:
    parts = ["--x", "Content-Type: text/plain", "", "Accepted", "--x", "Content-Type: text/calendar;", " method=REPLY", "", "x"]  # fmt: skip
    found = read_mail(tmp_path, mail(*parts, Content_Type="multipart/alternative; boundary=x"))
    assert whys(found) == ["it is an answer to an invitation"]


def test_what_stands_among_the_sent_is_sent_from_whichever_address(tmp_path: Path) -> None:
    alias = mail(From="me@other.example.org", To="Ana Lima <ana@example.com>", X_Gmail_Labels="Archived,Sent")
    answer = mail(To="me@other.example.org, Bob <bob@example.com>", Date="Tue, 6 Jan 2026 10:00:00 +0100")
    own = mail(From=ME, To="me@other.example.org")
    found = read_mail(tmp_path, mbox(alias, answer, own), "All mail.mbox")
    assert met(found) == [
        ("2026-01-05", "Ana Lima", "sent"), ("2026-01-06", "Ana Lima", "received")
    ]  # fmt: skip
    assert whys(found) == ["sent to yourself or to no address of a person"]


def test_without_an_address_of_the_user_only_what_certainly_arrived_counts(tmp_path: Path) -> None:
    found = read_mail(tmp_path, mail(), owner_emails=())
    assert whys(found) == [
        "it can’t be told whether you sent or received it; set me: emails in connectkit.yaml"
    ]
    delivered = read_mail(tmp_path, mail(Delivered_To=ME), owner_emails=())
    assert met(delivered) == [ANA]
    assert notes(delivered) == [
        "me@example.com was taken for your own address; me: emails in connectkit.yaml says it for sure."
    ]


# ---- when ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("Mon, 5 Jan 2026 10:00:00 +0100", "2026-01-05"),
        ("Tue, 5 Jan 2026 10:00 +0100", "2026-01-05"),
        ("5 Jan 26 10:00:00 UT", "2026-01-05"),
        ("Mon, 5 Jan 2026 10:00:00 0000", "2026-01-05"),
        ("Mon, 5 Jan 2026 23:30:00 +0000", "2026-01-06"),
        ("Mon, 5 Jan 2026 23:30:00 EST", "2026-01-06"),
        ("Mon Jan 05 2026 23:30:00 GMT+0000 (Romance Standard Time)", "2026-01-06"),
        ("Mon Jan  5 10:00:00 2026", "2026-01-05"),
        ("2026-01-05T10:00:00Z", "2026-01-05"),
        ("Mon, 5 Jan 2026 09(comment): 55 : 06 -0600", "2026-01-05"),
        ("21 Nov 97 09:55:06 GMT", "1997-11-21"),
    ],
)
def test_the_day_is_that_of_the_users_zone(tmp_path: Path, date: str, day: str) -> None:
    assert met(read_mail(tmp_path, mail(Date=date))) == [(day, "Ana Lima", "received")]


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Date": None}, "it has no date"),
        ({"Date": ""}, "it has no date"),
        ({"Date": "Pn, 29 paX 2026 21:13:00 +0100"}, "the date “Pn, 29 paX 2026 21:13:00 +0100” can’t be read"),
        ({"Date": "Wed, 15 Dec 2010    59:10 -0500"}, "the date “Wed, 15 Dec 2010 59:10 -0500” can’t be read"),
        ({"Date": "Mon, 5 Jan 2026 25:61:00 +0000"}, "the date “Mon, 5 Jan 2026 25:61:00 +0000” can’t be read"),
        ({"Date": "Mon, 30 Jun 3609 15:33:50 +0600"}, "its date, 3609-06-30, is in the future"),
        ({"Date": "Tue, 24 Nov 2026 10:00:00 +0100"}, "its date, 2026-11-24, is in the future"),
        ({"Date": "Thu, 1 Jan 1970 00:00:00 +0000"}, "its date, 1970-01-01, can’t be right"),
        ({"Received": "from a by b; Tue, 5 Jan 2016 10:00:00 +0000"},
         "its date, 2026-01-05, does not fit the day it arrived, 2016-01-05"),
    ],
)  # fmt: skip
def test_a_day_that_can_not_be_trusted_is_no_contact(
    tmp_path: Path, headers: dict[str, str | None], why: str
) -> None:
    found = read_mail(tmp_path, mail(**headers))
    assert (met(found), whys(found)) == ([], [why])


def test_of_two_dates_the_one_that_can_be_read_counts(tmp_path: Path) -> None:
    assert met(read_mail(tmp_path, f"Date: never\r\n{mail()}")) == [ANA]


# ---- mailboxes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mark",
    [
        "From 1234567890123456789@xxx",
        "From 1234567890123456789@xxx Mon Jan 05 09:00:00 +0000 2026",
        "From ana@example.com Mon Jan  5 10:00:00 2026",
        "From MAILER-DAEMON Mon Jan  5 10:00:00 2026",
        "From -",
        "From - Mon Jan  5 10:00:00 2026",
    ],
)
def test_a_mailbox_is_cut_at_the_lines_every_program_writes(tmp_path: Path, mark: str) -> None:
    text = mbox(mail(), mail("From here we go", "From: nobody@example.org"), mail(), mark=mark)
    assert met(read_mail(tmp_path, text, "Inbox.mbox")) == [ANA, ANA, ANA]
    unix = read_mail(tmp_path, text.replace("\r\n", "\n"), "Inbox")
    assert [one.where for one in unix if isinstance(one, Exchange)] == [
        "Inbox:mail 1", "Inbox:mail 2", "Inbox:mail 3"
    ]  # fmt: skip


def test_a_mail_without_headers_costs_only_itself(tmp_path: Path) -> None:
    text = mbox(mail(), "", mail(), mark="From a@example.com Mon Jan  5 10:00:00 2026")
    found = read_mail(tmp_path, text, "Inbox.mbox")
    assert (met(found), whys(found)) == ([ANA, ANA], ["it has no headers"])


def test_two_mails_with_one_id_are_two_and_one_mail_twice_is_one(tmp_path: Path) -> None:
    first, second = mail(), mail(Date="Tue, 6 Jan 2026 10:00:00 +0100")
    keys = [
        one.key
        for one in read_mail(tmp_path, mbox(first, second, first), "x.mbox")
        if isinstance(one, Exchange)
    ]
    assert keys[0] == keys[2] != keys[1]


@pytest.mark.parametrize(("name", "why"), [("Drafts.mbox", "it is a draft"), ("Spam.mbox", "it is spam")])
def test_a_mailbox_called_drafts_or_spam_holds_no_contact(tmp_path: Path, name: str, why: str) -> None:
    assert whys(read_mail(tmp_path, mbox(mail()), name)) == [why]


def maildir(root: Path) -> Path:
    """A Maildir with a mail for every rule of its folders and flags."""
    for place, text in {
        "cur/1:2,S": mail(),
        "cur/2!2,S": mail(Date="Tue, 6 Jan 2026 10:00:00 +0100"),
        "new/3": mail(Date="Wed, 7 Jan 2026 10:00:00 +0100"),
        "cur/4:2,DS": mail(),
        "cur/5:2,T": mail(),
        "cur/.hidden": mail(),
        "tmp/6": mail(),
        ".Drafts/cur/7": mail(),
        ".Sent/cur/8:2,S": mail(From="old@example.org", To="Ana Lima <ana@example.com>"),
        ".Junk/new/9": mail(),
        "dovecot-uidlist": "3 V1",
    }.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_bytes(text.encode())
    return root


def test_a_maildir_is_read_by_its_folders_and_flags(tmp_path: Path) -> None:
    folder = maildir(tmp_path / "Mail")
    form = recognise(folder)
    assert form is not None
    found = list(records(folder, form, Options(TODAY, owner_emails=(ME,), timezone="Europe/Berlin")))
    assert sorted(met(found)) == [
        ("2026-01-05", "Ana Lima", "received"), ("2026-01-05", "Ana Lima", "sent"), ("2026-01-06", "Ana Lima", "received"),
        ("2026-01-07", "Ana Lima", "received"),
    ]  # fmt: skip
    assert sorted(whys(found)) == ["it is a draft", "it is a draft", "it is in the bin", "it is spam"]


def test_mail_is_recognised_by_what_it_holds(tmp_path: Path) -> None:
    assert kind_of(tmp_path, "x.eml", mail()) == "mbox"
    assert kind_of(tmp_path, "noname", mail(MIME_Version="1.0")) == "mbox"
    assert kind_of(tmp_path, "All mail Including Spam.mbox", mbox(mail())) == "mbox"
    assert kind_of(tmp_path, "noname", mbox(mail())) == "mbox"


def test_a_mailbox_without_a_mail_is_an_error_that_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed) as failed:
        read_mail(tmp_path, "nothing of the kind", "x.mbox", kind="mbox")
    assert failed.value.message == (
        "x.mbox holds no mail: no line “From ” with headers below it, and no headers at its beginning."
    )


def test_subjects_are_kept_only_where_wanted_and_texts_never(tmp_path: Path) -> None:
    text = mail("the text", Subject="=?utf-8?q?caf=C3=A9?=")
    quiet, loud = (read_mail(tmp_path, text, keep_subject=keep) for keep in (False, True))
    assert [one.subject for found in (quiet, loud) for one in found if isinstance(one, Exchange)] == [
        "", "café"
    ]  # fmt: skip
    assert "the text" not in repr(quiet + loud)


# ---- laws ------------------------------------------------------------------------------------------------

HEADERS = st.lists(
    st.sampled_from(
        [
            b"From: a@example.com", b"From : =?utf-8?b?//8=?= <a@example.com>", b"From: \xff\xfe <\xe9@x.org>", b"To: me@example.com", b"To: (((",
            b'To: "a, <<>>', b"Date: Mon, 5 Jan 2026 10:00:00 +9999", b"Date: Sat, 1 Jan 0001 00:00:00 +1400", b"Date: \xe9", b" folded", b"\t",
            b"junk", b": x", b"X-Gmail-Labels: =?utf-8?q?=ff?=", b"Received: ; Fri, 31 Dec 9999 23:59:59 -1200", b"Message-ID: \x00", b"",
            b"From x@y.z Mon Jan  5 10:00:00 2026", b">From ", b"\r", b"Content-Type: text/calendar; method=REPLY",
        ]
    ),
    max_size=15,
).map(b"\r\n".join)  # fmt: skip


@given(st.lists(st.one_of(HEADERS, st.binary(max_size=200)), min_size=1, max_size=4))
def test_whatever_bytes_a_mailbox_holds_every_mail_is_told_and_nothing_breaks(
    given_mails: list[bytes],
) -> None:
    data = b"".join(b"From 1234567890123@xxx\r\nX: y\r\n" + one + b"\r\n\r\n" for one in given_mails)
    with tempfile.TemporaryDirectory() as folder:
        found = read_mail(Path(folder), data, "x.mbox")
    told = {one.where for one in found if isinstance(one, Exchange | Skipped)}
    assert told >= {f"x.mbox:mail {number}" for number in range(1, len(given_mails) + 1)}
    assert "\ufffd" not in "".join(one.name for one in found if isinstance(one, Exchange))


class Dribble(io.BytesIO):
    """A file that hands out so many bytes at a time, whatever is asked for."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__(data)
        self.size = size

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes."""
        return super().read(self.size)


@given(st.lists(st.integers(0, 6000), min_size=1, max_size=6), st.integers(50, 9000))
def test_a_mailbox_is_cut_alike_in_whatever_pieces_it_is_read(lengths: list[int], size: int) -> None:
    data = mbox(*(mail("From x" * (length // 6)) for length in lengths)).encode()
    whole = [one for one, _ in mails(io.BytesIO(data))]
    assert len(whole) == len(lengths)
    assert [one for one, _ in mails(Dribble(data, size))] == whole
