"""LinkedIn's messages.csv: whose file it is, who wrote to whom, and which rows are no message between people."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.errors import ImportFailed
from connectkit.people.records import Exchange, Item, Skipped
from tests.importers.exchanging import met, whys
from tests.importers.reading import items, kind_of, skipped

NEW = (
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE", "SUBJECT", "CONTENT",
    "FOLDER", "ATTACHMENTS", "IS MESSAGE DRAFT",
)  # fmt: skip
OLD = (
    "CONVERSATION ID",
    "CONVERSATION TITLE",
    "FROM",
    "SENDER PROFILE URL",
    "TO",
    "DATE",
    "SUBJECT",
    "CONTENT",
)
U = "https://www.linkedin.com/in/"
ME, ANA, BOB = ("Alex Kim", f"{U}alex"), ("Ana Lima", f"{U}ana"), ("Bob Ray, PhD", f"{U}bob")


def row(sender: tuple[str, str] = ANA, *to: tuple[str, str], **cells: str) -> dict[str, str]:
    """One message of Ana to the user, but for what is given."""
    to = to or (ME,)
    usual = {
        "CONVERSATION ID": "c1", "FROM": sender[0], "SENDER PROFILE URL": sender[1], "TO": ",".join(name for name, _ in to),
        "RECIPIENT PROFILE URLS": ",".join(url for _, url in to if url), "DATE": "2026-08-01 14:02:10 UTC", "SUBJECT": "Lunch?",
        "CONTENT": "a text that nobody keeps", "FOLDER": "INBOX", "IS MESSAGE DRAFT": "No",
    }  # fmt: skip
    return usual | {key.replace("_", " "): value for key, value in cells.items()}


def table(*rows: dict[str, str], headers: tuple[str, ...] = NEW, separator: str = ",") -> str:
    """The file of these rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, headers, extrasaction="ignore", delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(folder: Path, *rows: dict[str, str], headers: tuple[str, ...] = NEW, **options: Any) -> list[Item]:
    """What the file comes to for Alex Kim."""
    given_options = {"owner_name": "Alex Kim", "timezone": "Europe/Berlin", **options}
    return items(folder, "messages.csv", table(*rows, headers=headers), **given_options)


# ---- who -------------------------------------------------------------------------------------------------


def test_direction_comes_from_the_sender_and_never_from_the_folder(tmp_path: Path) -> None:
    found = read(tmp_path, row(), row(ME, ANA, FOLDER="INBOX"), row(ANA, ME, FOLDER="SENT"))
    assert met(found) == [
        ("2026-08-01", "Ana Lima", "received"), ("2026-08-01", "Ana Lima", "sent"), ("2026-08-01", "Ana Lima", "received")
    ]  # fmt: skip
    assert {one.profile for one in found if isinstance(one, Exchange)} == {f"{U}ana"}


@pytest.mark.parametrize("owner", ["Alex Kim", "alex kim", "Alex", "Alexander Nobody"])
def test_the_owner_is_the_one_of_the_settings_else_the_one_in_every_conversation(
    tmp_path: Path, owner: str
) -> None:
    found = read(tmp_path, row(), row(ME, BOB, CONVERSATION_ID="c2"), owner_name=owner)
    assert met(found) == [("2026-08-01", "Ana Lima", "received"), ("2026-08-01", "Bob Ray, PhD", "sent")]


def test_where_nothing_tells_the_owner_he_is_asked_for_and_not_guessed(tmp_path: Path) -> None:
    found = read(tmp_path, row(), row(ME, ANA), owner_name="")
    assert set(whys(found)) == {
        "it can’t be told which of Alex Kim and Ana Lima is you; set me: name in connectkit.yaml"
    }
    assert met(read(tmp_path, row(), row(ME, ANA), owner_name="Kim")) == [
        ("2026-08-01", "Ana Lima", "received"), ("2026-08-01", "Ana Lima", "sent")
    ]  # fmt: skip


def test_a_message_to_a_group_is_with_each_whatever_commas_their_names_hold(tmp_path: Path) -> None:
    cid = ("Cid", f"{U}cid")
    found = read(tmp_path, row(BOB, ME), row(ME, ANA, BOB, cid, CONVERSATION_ID="c2"), row(BOB, ANA, ME, cid))
    assert met(found) == [
        ("2026-08-01", "Bob Ray, PhD", "received"), ("2026-08-01", "Ana Lima", "sent"), ("2026-08-01", "Bob Ray, PhD", "sent"),
        ("2026-08-01", "Cid", "sent"), ("2026-08-01", "Bob Ray, PhD", "received"),
    ]  # fmt: skip


def test_the_old_file_of_eight_columns_is_read_too(tmp_path: Path) -> None:
    rows = [row(DATE="2026-08-01 14:02:10"), row((ME[0], ""), ANA, DATE="2026-08-02 14:02")]
    found = read(tmp_path, *rows, headers=OLD)
    assert met(found) == [("2026-08-01", "Ana Lima", "received"), ("2026-08-02", "Ana Lima", "sent")]
    assert {one.profile for one in found if isinstance(one, Exchange)} == {f"{U}ana"}


# ---- which and when --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"IS_MESSAGE_DRAFT": "Yes"}, "a draft that was never sent"),
        ({"FOLDER": "SPAM"}, "it is spam"),
        ({"FOLDER": "SPONSORED"}, "an advertisement (sponsored message)"),
        ({"CONVERSATION_TITLE": "Sponsored Conversation"}, "an advertisement (sponsored message)"),
        ({"FROM": "Acme Inc.", "SENDER_PROFILE_URL": ""}, "sent by an advertiser or a closed account: the sender has no profile"),
        ({"FROM": "LinkedIn Member", "SENDER_PROFILE_URL": ""}, "sent by an advertiser or a closed account: the sender has no profile"),
        ({"FROM": "", "TO": ""}, "the row names neither a sender nor a recipient"),
        ({"DATE": ""}, "it has no date"),
        ({"DATE": "8/1/26, 2:02 PM"}, "the date “8/1/26, 2:02 PM” can’t be read"),
        ({"DATE": "2026-02-30 10:00:00 UTC"}, "the date “2026-02-30 10:00:00 UTC” can’t be read"),
        ({"DATE": "2027-01-01 10:00:00 UTC"}, "its date, 2027-01-01, is in the future"),
    ],
)  # fmt: skip
def test_what_is_no_message_between_people_is_told_with_its_line(
    tmp_path: Path, cells: dict[str, str], why: str
) -> None:
    found = read(tmp_path, row(), row(**cells))
    assert met(found) == [("2026-08-01", "Ana Lima", "received")]
    assert skipped(found) == [("messages.csv:3", why)]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2026-08-01 14:02:10 UTC", "2026-08-01"),
        ("2026-08-01 14:02 UTC", "2026-08-01"),
        ("2026-08-01 14:02:10", "2026-08-01"),
        ("2026-08-01 22:30:00 UTC", "2026-08-02"),
        ("2026-08-01 22:30", "2026-08-02"),
    ],
)
def test_times_are_utc_and_the_day_is_the_users(tmp_path: Path, stamp: str, day: str) -> None:
    assert met(read(tmp_path, row(DATE=stamp))) == [(day, "Ana Lima", "received")]


def test_a_note_to_oneself_and_a_closed_account_are_nobody(tmp_path: Path) -> None:
    found = read(tmp_path, row(), row(ME, ME), row(ME, ("LinkedIn Member", "")))
    assert whys(found) == ["a note to yourself", "the other account was closed: it has no name"]


def test_broken_rows_cost_only_themselves_and_texts_may_hold_anything(tmp_path: Path) -> None:
    text = table(row(CONTENT='two\nlines, "quoted"\n')) + "BADROW\n" + table(row()).split("\r\n", 1)[1]
    found = items(tmp_path, "messages.csv", text, owner_name="Alex Kim")
    assert len(met(found)) == 2
    assert skipped(found) == [("messages.csv:5", "the row names neither a sender nor a recipient")]


# ---- files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["messages.csv", "Messages.csv", "renamed.csv", "messages (1).csv"])
def test_the_file_is_recognised_by_its_headers(tmp_path: Path, name: str) -> None:
    assert kind_of(tmp_path, name, table(row())) == "linkedin-messages"


@pytest.mark.parametrize("name", ["guide_messages.csv", "learning_role_play_messages.csv"])
def test_talks_with_linkedins_own_guide_are_no_people(tmp_path: Path, name: str) -> None:
    found = items(tmp_path, name, table(row()), owner_name="Alex Kim")
    assert whys(found) == ["a conversation with LinkedIn’s own guide, not with a person"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_saved_by_a_spreadsheet_is_still_read(tmp_path: Path, encoding: str, separator: str) -> None:
    data = table(row(("Zoë", f"{U}zoe")), separator=separator).encode(encoding)
    assert met(items(tmp_path, "messages.csv", data, owner_name="Alex Kim")) == [
        ("2026-08-01", "Zoë", "received")
    ]


def test_another_table_is_an_error_that_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed) as failed:
        items(tmp_path, "messages.csv", "Name,Email\nAna,ana@example.com\n", "linkedin-messages")
    assert failed.value.message == (
        "messages.csv has no row with the headers FROM, TO and DATE, so it is not LinkedIn’s messages.csv."
    )


def test_subjects_are_kept_only_where_wanted_and_texts_never(tmp_path: Path) -> None:
    quiet, loud = (read(tmp_path, row(), keep_subject=keep) for keep in (False, True))
    assert [one.subject for found in (quiet, loud) for one in found if isinstance(one, Exchange)] == [
        "", "Lunch?"
    ]  # fmt: skip
    assert "nobody keeps" not in repr(quiet + loud)


# ---- laws ------------------------------------------------------------------------------------------------

CELLS = st.sampled_from(
    ["", "Alex Kim", "Ana Lima", "Lima, Ana", ",", '"', "\n", "\x00", "\u202e", f"{U}a,{U}b", "2026-08-01 10:00", "0001-01-01 00:00", "Yes", "=1"]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=1, max_size=14), max_size=8))
def test_whatever_cells_hold_every_row_is_told_once(rows: list[list[str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([NEW, *(["c9", *cells] for cells in rows)])
    with tempfile.TemporaryDirectory() as folder:
        found = items(
            Path(folder), "messages.csv", out.getvalue(), owner_name="Alex Kim", timezone="America/Lima"
        )
    told = {one.where for one in found if isinstance(one, Exchange | Skipped)}
    assert len(told) == len(rows)


@given(st.binary(max_size=300))
def test_no_bytes_below_the_header_end_in_a_traceback(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = items(Path(folder), "messages.csv", table().encode() + raw, "linkedin-messages")
    assert all(whys(found))
