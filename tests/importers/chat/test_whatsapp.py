"""WhatsApp chats: whose they are, how their dates are meant, and that every line that begins a message is told."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.errors import ImportFailed
from connectkit.importers.base import Options
from connectkit.importers.detect import recognise, records
from connectkit.people.records import Exchange, Item, Skipped
from tests.importers.exchanging import met, whys
from tests.importers.reading import TODAY, items, kind_of, notes, skipped

NAMED = "WhatsApp Chat with Ana Lima.txt"


def chat(folder: Path, *lines: str, name: str = NAMED, **options: Any) -> list[Item]:
    """What a chat of these lines comes to."""
    return items(folder, name, "\n".join(lines), **options)


# ---- stamps ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stamp",
    [
        "31/12/2023, 22:35 - {}", "31/12/23, 22:35 - {}", "12/31/23, 7:02\u202fPM - {}", "12/31/23, 7:02 PM - {}",
        "[31/12/2023, 10:25:55 PM] {}", "\u200e[31/12/2023, 10:25:55\u202fPM] {}", "[12/31/23, 10:25:55 PM] {}", "[31.12.23, 14:30:05] {}",
        "31.12.2023, 14:30 - {}", "31.12.23, 14:30 Uhr - {}", "31.12.2023 klo 21.25 - {}", "31/12/2023 kl. 14.30 - {}",
        "31/12/2023, 9:29\u00a0p.\u202fm. - {}", "31/12/2023, 9:29 p. m. - {}", "31/12/2023 à 14:30 - {}", "[31/12/23 à 14:30:22] {}",
        "2023/12/31 14:30 - {}", "2023-12-31, 5:46 p.m. - {}", "[2023-12-31, 5:46:10\u202fp.m.] {}", "[2023-12-31 17:46:10] {}",
        "2023/12/31 下午2:30 - {}", "[2023/12/31 下午2:30:11] {}", "2023. 12. 31. 오후 2:30 - {}", "2023년 12월 31일 오후 2:30 - {}",
        "31-12-2023 14:30 - {}", "31. 12. 2023 14:30 - {}", "\u200f31\u200f/12\u200f/2023، 9:29 م - {}", "٣١/١٢/٢٠٢٣، ١٠:٢٥ م - {}",
        "23/12/31 14:30 - {}", "[12/31/23 14:30] {}",
    ],
)  # fmt: skip
def test_the_day_is_read_from_the_stamp_of_every_region(tmp_path: Path, stamp: str) -> None:
    lines = [stamp.format("Ana Lima: text: with colon"), "a line that goes on", stamp.format("Me: answer")]
    assert met(chat(tmp_path, *lines)) == [
        ("2023-12-31", "Ana Lima", "received"), ("2023-12-31", "Ana Lima", "sent")
    ]  # fmt: skip


def at(*days: str) -> list[str]:
    """Messages of Ana at these days, and one of the user."""
    return [*(f"{day}, 10:00 - Ana Lima: x" for day in days), f"{days[-1]}, 10:01 - Me: x"]


@pytest.mark.parametrize(
    ("days", "options", "first"),
    [
        (["1/2/23", "13/2/23"], {}, "2023-02-01"),
        (["1/2/23", "1/13/23"], {}, "2023-01-02"),
        (["1/2/23", "2/2/23", "3/2/23"], {}, "2023-02-01"),
        (["2/1/23", "2/2/23", "2/3/23"], {}, "2023-02-01"),
        (["3/1/23", "1/3/23"], {}, "2023-01-03"),
        (["1/2/23"], {"date_order": "mdy"}, "2023-01-02"),
        (["1/2/23"], {"locale": "en_US"}, "2023-01-02"),
        (["1/2/23"], {"locale": "en_GB"}, "2023-02-01"),
        (["1/12/26"], {}, "2026-01-12"),
        (["2/2/23"], {}, "2023-02-02"),
    ],
)
def test_day_or_month_first_is_told_by_the_whole_file(
    tmp_path: Path, days: list[str], options: dict[str, str], first: str
) -> None:
    assert met(chat(tmp_path, *at(*days), **options))[0] == (first, "Ana Lima", "received")


def test_dates_that_nothing_decides_are_asked_for_and_not_guessed(tmp_path: Path) -> None:
    found = chat(tmp_path, *at("1/2/23"))
    assert met(found) == []
    assert set(whys(found)) == {
        "“1/2/23” may be day first or month first; set date_order in connectkit.yaml to dmy or mdy"
    }
    assert notes(found) == [
        f"The dates in {NAMED} may be day first or month first and nothing in it decides; "
        "set date_order in connectkit.yaml to dmy or mdy."
    ]


def test_days_that_do_not_exist_or_are_to_come_are_told(tmp_path: Path) -> None:
    days = [f"{day}/01/2023, 10:00 - Ana Lima: x" for day in range(1, 31)]
    found = chat(tmp_path, *days, "31/02/2023, 10:00 - Ana Lima: x", "24/11/2026, 10:00 - Ana Lima: x")
    assert skipped(found) == [
        (f"{NAMED}:31", "there is no day 31/2/2023"),
        (f"{NAMED}:32", "its date, 2026-11-24, is in the future"),
    ]
    assert len(met(found)) == 30


# ---- who -------------------------------------------------------------------------------------------------

S = "31/12/2023, 22:35 - "


@pytest.mark.parametrize(
    ("name", "senders", "owner", "expected"),
    [
        (NAMED, ["Ana Lima", "Alex"], "", ["Ana Lima received", "Ana Lima sent"]),
        ("Chat WhatsApp con Ana Lima.txt", ["Ana Lima", "Alex"], "", ["Ana Lima received", "Ana Lima sent"]),
        ("WhatsApp-Chat mit Ana Lima.txt", ["Alex", "Ana Lima"], "", ["Ana Lima sent", "Ana Lima received"]),
        ("WhatsApp Chat - Ana Lima (2).txt", ["Alex"], "", ["Ana Lima sent"]),
        ("WhatsApp Chat with Ana_Lima.txt", ["Ana/Lima", "Alex"], "", ["Ana/Lima received", "Ana/Lima sent"]),
        (NAMED, ["Ana Lima"], "", ["Ana Lima received"]),
        ("_chat.txt", ["Ana Lima", "Alex"], "alex", ["Ana Lima received", "Ana Lima sent"]),
        ("_chat.txt", ["Ana Lima", "Alex"], "Alex Kim", ["Ana Lima received", "Ana Lima sent"]),
        ("_chat.txt", ["Ana Lima", "You"], "", ["Ana Lima received", "Ana Lima sent"]),
        ("_chat.txt", ["Ana Lima"], "Alex Kim", ["Ana Lima received"]),
        ("_chat.txt", ["\u202a+49\u00a0170\u00a01234567\u202c", "Alex"], "Alex", ["+49 170 1234567 received", "+49 170 1234567 sent"]),
        ("_chat.txt", ["~\u202fAna Lima", "Alex"], "Alex", ["Ana Lima received", "Ana Lima sent"]),
        ("WhatsApp Chat with Choir.txt", ["Ana Lima", "Bob Ray", "Alex"], "Alex", ["Ana Lima received", "Bob Ray received"]),
    ],
)  # fmt: skip
def test_who_is_who_is_told_by_the_name_of_the_file_and_of_the_user(
    tmp_path: Path, name: str, senders: list[str], owner: str, expected: list[str]
) -> None:
    found = chat(tmp_path, *(f"{S}{one}: hello" for one in senders), name=name, owner_name=owner)
    shown = [f"{who} {direction}" for _, who, direction in met(found)]
    assert shown == expected


def test_a_chat_that_does_not_tell_who_is_the_user_is_not_guessed(tmp_path: Path) -> None:
    found = chat(tmp_path, f"{S}Ana: hi", f"{S}Bob: hi", name="_chat.txt")
    assert set(whys(found)) == {
        "it can’t be told which of Ana and Bob is you; set me: name in connectkit.yaml as the chat shows it"
    }


def test_what_the_user_writes_to_a_group_is_no_contact_with_one(tmp_path: Path) -> None:
    lines = [f"{S}Ana: hi", f"{S}Bob: hi", f"{S}Alex: hi all"]
    found = chat(tmp_path, *lines, name="_chat.txt", owner_name="Alex")
    assert skipped(found) == [("_chat.txt:3", "written to a group, not to one person")]


def test_a_phone_number_is_a_number_and_no_name(tmp_path: Path) -> None:
    (one,) = chat(tmp_path, f"{S}\u202a+49 170 1234567\u202c: hi", name="_chat.txt", owner_name="Alex")
    assert isinstance(one, Exchange)
    assert (one.name, one.phone, one.kind) == ("", "+49 170 1234567", "message")


# ---- lines -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "Messages and calls are end-to-end encrypted. Tap to learn more.",
            "a line of WhatsApp itself, not a message",
        ),
        (
            "Ana Lima: \u200eMessages and calls are end-to-end encrypted.",
            "a line of WhatsApp itself, not a message",
        ),
        (
            "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.",
            "a line of WhatsApp itself, not a message",
        ),
        ('+12 345 578 created group "Name: of it"', "a line of WhatsApp itself, not a message"),
        ("You were added", "a line of WhatsApp itself, not a message"),
        ("Ana Lima: This message was deleted", "the message was deleted"),
        ("Ana Lima: Diese Nachricht wurde gelöscht.", "the message was deleted"),
        ("Ana Lima: Missed voice call", "a call that nobody took"),
        ("Ana Lima: null", "a call that nobody took"),
        ("Ana Lima: Video call, No answer", "a call that nobody took"),
    ],
)
def test_what_is_no_message_is_told_line_by_line(tmp_path: Path, line: str, why: str) -> None:
    found = chat(tmp_path, f"{S}Ana Lima: hello", f"{S}Me: hello", f"{S}{line}")
    assert skipped(found) == [(f"{NAMED}:3", why)]
    assert len(met(found)) == 2


@pytest.mark.parametrize(
    "text",
    ["<Media omitted>", "<Medien ausgeschlossen>", "<Médias omis>", "\u200eimage omitted", "IMG-1.jpg (file attached)", "<liite: a.jpg>",
     "\u200e<attached: 1.jpg>", "I deleted this message was deleted", "\u200eBild weggelassen", "🙂", "."],
)  # fmt: skip
def test_pictures_and_odd_texts_are_messages(tmp_path: Path, text: str) -> None:
    assert len(met(chat(tmp_path, f"[31.12.23, 14:30:05] Ana Lima: {text}"))) == 1


def test_a_call_that_was_taken_is_a_call(tmp_path: Path) -> None:
    (one,) = chat(tmp_path, f"{S}Ana Lima: Voice call, 12 min")
    assert isinstance(one, Exchange)
    assert one.kind == "call"


def test_under_the_name_of_a_group_only_whatsapp_speaks(tmp_path: Path) -> None:
    s = "[31/12/2023, 10:25:55] "
    lines = [
        f"{s}Choir: \u200eMessages and calls are end-to-end encrypted.",
        f"{s}Choir: \u200eBob Ray created this group",
        f"{s}Ana Lima: \u200eAna Lima joined using this group's invite link",
        f"{s}Bob Ray: \u200eYour security code with Bob Ray changed.",
        f"{s}Ana Lima: hello",
        f"{s}Bob Ray: \u200eimage omitted",
        f"{s}Alex: hi",
    ]
    found = chat(tmp_path, *lines, name="_chat.txt", owner_name="Alex")
    assert [who for _, who, _ in met(found)] == ["Ana Lima", "Bob Ray"]
    assert [where for where, _ in skipped(found)] == [f"_chat.txt:{n}" for n in (1, 2, 3, 4, 7)]


def test_every_message_is_counted_and_lines_that_go_on_are_not(tmp_path: Path) -> None:
    lines = [f"{S}Ana Lima: 1", "01/01/2024 is a date in a text", "", f"{S}Ana Lima: 2", f"{S}Ana Lima:3"]
    assert len(met(chat(tmp_path, *lines))) == 3


# ---- files -----------------------------------------------------------------------------------------------


def zipped(**members: str) -> bytes:
    """A zip of these texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_a_zip_is_read_as_the_text_in_it_and_named_by_its_own_name(tmp_path: Path) -> None:
    data = zipped(**{"_chat.txt": f"\ufeff{S}Ana Lima: hi\n{S}Me: hi", "photo.jpg": "x"})
    assert met(items(tmp_path, "WhatsApp Chat - Ana Lima.zip", data)) == [
        ("2023-12-31", "Ana Lima", "received"), ("2023-12-31", "Ana Lima", "sent")
    ]  # fmt: skip
    android = zipped(**{NAMED: f"{S}Ana Lima: hi"})
    assert met(items(tmp_path, NAMED.replace(".txt", ".zip"), android)) == [
        ("2023-12-31", "Ana Lima", "received")
    ]


def test_a_damaged_zip_is_an_error_in_words(tmp_path: Path) -> None:
    data = bytearray(zipped(**{"_chat.txt": f"{S}Ana Lima: hi" * 50}))
    data[60:70] = b"0123456789"
    with pytest.raises(ImportFailed) as failed:
        items(tmp_path, "a.zip", bytes(data))
    assert failed.value.message.startswith("a.zip is a damaged zip file (")


def test_an_unpacked_export_is_read_by_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "WhatsApp Chat - Ana Lima"
    folder.mkdir()
    (folder / "_chat.txt").write_text(f"{S}Ana Lima: hi\n{S}Me: hi", "utf-8")
    form = recognise(folder)
    assert form is not None
    found = list(records(folder, form, Options(TODAY)))
    assert [direction for _, _, direction in met(found)] == ["received", "sent"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_names_are_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    data = "\r\n".join([f"{S}Zoë: hi", f"{S}Me: hi"]).encode(encoding)
    assert met(items(tmp_path, "WhatsApp Chat with Zoë.txt", data))[0][1] == "Zoë"


def test_a_chat_is_recognised_by_its_stamps_and_other_texts_are_not(tmp_path: Path) -> None:
    assert kind_of(tmp_path, "notes.txt", f"{S}Ana: hi") == "whatsapp"
    with pytest.raises(ImportFailed):
        kind_of(tmp_path, "notes.txt", "31/12/2023 was a fine day\nso it was")


def test_a_chat_without_a_stamp_is_an_error_that_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed) as failed:
        chat(tmp_path, "hello", kind="whatsapp")
    assert failed.value.message == (
        f"{NAMED} has no line that begins with a date and a time as WhatsApp writes them, such as "
        "31/12/2026, 22:35 - Name: or [31.12.26, 22:35:05] Name:."
    )


def test_texts_are_never_kept(tmp_path: Path) -> None:
    assert "secret" not in repr(chat(tmp_path, f"{S}Ana Lima: a secret", f"{S}Me: the secret: yes"))


# ---- laws ------------------------------------------------------------------------------------------------

DAYS = st.lists(st.dates(date(2015, 1, 13), date(2026, 11, 1)), min_size=3, max_size=20).map(sorted)


@given(
    DAYS,
    st.sampled_from(
        ["%d/%m/%Y, %H:%M - ", "%m/%d/%y, %H:%M - ", "[%Y-%m-%d, %H:%M:%S] ", "[%d.%m.%y, %H:%M:%S] "]
    ),
)
def test_whatever_the_region_days_come_out_as_they_were_or_are_asked_for(
    days: list[date], stamp: str
) -> None:
    lines = [f"{day:{stamp}}Ana Lima: x" for day in days]
    with tempfile.TemporaryDirectory() as folder:
        found = chat(Path(folder), *lines)
    read = [one.day for one in found if isinstance(one, Exchange)]
    assert read == days or (read == [] and all(day.day < 13 for day in days))


def test_a_row_of_days_decides_though_none_is_above_twelve(tmp_path: Path) -> None:
    days = [date(2023, 3, 1) + timedelta(n) for n in range(12)]
    found = chat(tmp_path, *(f"{day:%m/%d/%y}, 10:00 - Ana Lima: x" for day in days))
    assert [one.day for one in found if isinstance(one, Exchange)] == days


PIECES = st.sampled_from(
    [
        S, "[31/12/2023, 10:25:55 PM] ", "\u200e", "Ana", ": ", ":", "Me", "\n", "\r", "\r\n", "99/99/9999, 99:99 - ", "0/0/0, 0:00 - ", "٣",
        "²/1/2023, 10:00 - ", "“", "\u202f", "-", "]", "null", "Missed voice call", "\x00", "😀",
    ]
)  # fmt: skip


@given(
    st.one_of(
        st.lists(PIECES, max_size=40).map(lambda parts: "".join(parts).encode()), st.binary(max_size=200)
    )
)
def test_whatever_a_chat_holds_every_stamped_line_is_told_and_nothing_breaks(raw: bytes) -> None:
    data = f"{S}Ana Lima: hi\n".encode() + raw
    with tempfile.TemporaryDirectory() as folder:
        found = items(Path(folder), NAMED, data, "whatsapp")
    told = [one.where for one in found if isinstance(one, Exchange | Skipped)]
    assert told[0] == f"{NAMED}:1"
    assert len(told) == len(set(told))
    assert all(whys(found))
