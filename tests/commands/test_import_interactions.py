"""``connectkit import`` with calendars, mail and chats, and ``connectkit sync`` with sources, on a workbook file."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from connectkit.commands import import_
from tests.commands.conftest import DAY, Place
from tests.importers.exchanging import calendar, event, mail, mbox

ADA = "ATTENDEE;CN=Ada Lovelace;PARTSTAT=ACCEPTED:mailto:Ada@Example.com"
NEW = "ATTENDEE;CN=Rui Costa;PARTSTAT=ACCEPTED:mailto:rui@example.com"
AWAY = "ATTENDEE;CN=Zoë Ngata;PARTSTAT=DECLINED:mailto:zoe@example.com"
MEETINGS = calendar(
    event("UID:1", "DTSTART:20261105T100000Z", "ORGANIZER:mailto:me@example.com", ADA, NEW, AWAY, "SUMMARY:Loom", "DESCRIPTION:a secret"),
    event("UID:2", "DTSTART:20270105T100000Z", "ORGANIZER:mailto:me@example.com", ADA),
)  # fmt: skip


@pytest.fixture
def mine(filled: Place) -> Place:
    """The four people, and an address of the user's own."""
    config = filled.folder / "connectkit.yaml"
    config.write_text(
        config.read_text("utf-8")
        + "\ntimezone: Europe/Berlin\nme: {name: Alex Kim, emails: [me@example.com]}\n",
        "utf-8",
    )
    return filled


def write(place: Place, name: str, text: str) -> Path:
    """A file beside the workbook."""
    path = place.folder / name
    path.write_bytes(text.encode())
    return path


def everything(folder: Path) -> bytes:
    """All bytes of all files of a folder but of those given to import."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


# ---- import ----------------------------------------------------------------------------------------------


def test_a_dry_run_tells_it_all_and_writes_nothing(mine: Place) -> None:
    write(mine, "c.ics", MEETINGS)
    before = mine.workbook.read_bytes()
    told = mine.json("import", "c.ics", "--today", DAY)
    assert mine.workbook.read_bytes() == before
    assert told["interactions"] == [
        {"date": "2026-11-05", "name": "Ada Lovelace", "email": "Ada@Example.com", "kind": "meeting", "direction": ""},
        {"date": "2026-11-05", "name": "Rui Costa", "email": "rui@example.com", "kind": "meeting", "direction": ""},
    ]  # fmt: skip
    assert told["skipped"] == [
        {"where": "c.ics:3", "why": "Zoë Ngata declined"},
        {"where": "c.ics:13", "why": "it is not over yet (2027-01-05)"},
    ]
    assert {key: told[key] for key in ("schema", "kind", "read", "new", "matched", "logged", "questions", "applied")} == {
        "schema": "connectkit.import/1", "kind": "ics", "read": 4, "new": 2, "matched": 0, "logged": 2, "questions": [], "applied": False,
    }  # fmt: skip


def test_applied_they_fill_the_log_and_move_last_contact_and_a_second_time_nothing(mine: Place) -> None:
    write(mine, "c.ics", MEETINGS)
    mine.json("import", "c.ics", "--apply", "--today", DAY)
    assert mine.column("Contacts", "Last contact")[0] == date(2026, 11, 5)
    assert mine.column("Contacts", "Name")[-1] == "Rui Costa"
    assert mine.column("Log", "Name") == ["Ada Lovelace", "Rui Costa"]
    assert mine.column("Log", "Kind") == ["meeting", "meeting"]
    after = mine.workbook.read_bytes()
    again = mine.json("import", "c.ics", "--apply", "--today", DAY)
    assert (again["read"], again["new"], again["matched"], again["logged"]) == (4, 0, 2, 0)
    assert mine.workbook.read_bytes() == after


def test_an_import_taken_back_leaves_no_interaction(mine: Place) -> None:
    write(mine, "c.ics", MEETINGS)
    mine.run("import", "c.ics", "--apply", "--today", DAY)
    mine.run("undo")
    assert mine.column("Contacts", "Last contact")[0] == date(2026, 9, 1)
    assert [name for name in mine.column("Log", "Name") if name] == []


def test_mails_of_one_day_are_one_entry_and_each_is_counted(mine: Place) -> None:
    sent = mail(From="me@example.com", To="ada@example.com", Message_ID="<2@example.com>")
    write(mine, "all.mbox", mbox(mail(From="ada@example.com"), sent, mail(X_Gmail_Labels="Spam")))
    told = mine.json("import", "all.mbox", "--apply", "--today", DAY)
    assert (told["read"], told["new"], told["logged"], len(told["skipped"])) == (3, 2, 1, 1)
    assert {one["direction"] for one in told["interactions"]} == {"received", "sent"}
    assert mine.column("Contacts", "Last contact")[0] == date(2026, 9, 1)  # the mails are older
    assert b"a text that nobody keeps" not in everything(mine.folder / "state") + mine.workbook.read_bytes()


def test_only_the_known_where_wanted(mine: Place) -> None:
    write(mine, "c.ics", MEETINGS)
    told = mine.json("import", "c.ics", "--known-only", "--today", DAY)
    assert [one["name"] for one in told["interactions"]] == ["Ada Lovelace"]
    assert {"where": "c.ics:3", "why": "Rui Costa is not in your sheet"} in told["skipped"]


def test_a_file_of_which_nothing_counts_is_an_error_that_tells_each_record(mine: Place) -> None:
    write(mine, "c.ics", calendar(event("UID:1", "DTSTART:20261105T100000Z", "SUMMARY:alone")))
    told = mine.json("import", "c.ics", "--apply", "--today", DAY, code=2)
    assert (told["schema"], told["read"], told["new"], told["applied"]) == ("connectkit.error/1", 1, 0, False)
    assert told["skipped"] == [{"where": "c.ics:3", "why": "no other person is named in it"}]
    assert told["error"] == (
        "c.ics was read as ics; of its 1 records none can be taken: no other person is named in it (c.ics:3)."
    )


def test_ctrl_c_in_the_middle_changes_nothing(mine: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    write(mine, "c.ics", MEETINGS)

    def pressed(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_, "progress", lambda *_: nullcontext(pressed))
    before = mine.workbook.read_bytes()
    mine.run("import", "c.ics", "--apply", "--today", DAY, code=130)
    assert mine.workbook.read_bytes() == before
    assert mine.json("history")["runs"] == []


# ---- standing sources ------------------------------------------------------------------------------------


@pytest.fixture
def sourced(mine: Place) -> Place:
    """A calendar, a Maildir and something that is not there, as sources."""
    config = mine.folder / "connectkit.yaml"
    text = "\nsources:\n  - calendar: gone.ics\n  - calendar: c.ics\n  - maildir: Mail\n"
    config.write_text(config.read_text("utf-8") + text, "utf-8")
    write(mine, "c.ics", MEETINGS)
    for name in ("cur", "new"):
        (mine.folder / "Mail" / name).mkdir(parents=True)
    late = mail("a secret", From="ada@example.com", Date="Mon, 9 Nov 2026 10:00:00 +0100")
    write(mine, "Mail/new/1", late)
    return mine


GONE = "connectkit: The calendar gone.ics was left out this time: "


def test_a_sync_takes_in_what_sources_hold_and_one_that_fails_does_not_stop_it(sourced: Place) -> None:
    said = sourced.run("sync", "--today", DAY)[1]
    assert said.splitlines()[0].startswith(GONE)
    assert sourced.column("Contacts", "Last contact")[0] == date(2026, 11, 9)
    assert sourced.column("Log", "Name") == ["Ada Lovelace", "Ada Lovelace"]
    assert sourced.column("Log", "Source") == ["calendar", "mail, received"]
    assert "Rui Costa" not in sourced.column("Contacts", "Name")
    assert b"a secret" not in everything(sourced.folder / "state") + sourced.workbook.read_bytes()


def test_a_second_sync_files_nothing_twice_also_where_its_memory_is_lost(sourced: Place) -> None:
    sourced.run("sync", "--today", DAY)
    after = sourced.workbook.read_bytes()
    for path in (sourced.folder / "state").rglob("sources.json"):
        path.unlink()
    sourced.run("sync", "--today", DAY)
    assert sourced.workbook.read_bytes() == after


def test_what_was_imported_is_not_filed_again_by_a_source(sourced: Place) -> None:
    sourced.run("import", "c.ics", "--apply", "--today", DAY)
    sourced.run("sync", "--today", DAY)
    assert sourced.column("Log", "Name") == ["Ada Lovelace", "Rui Costa", "Ada Lovelace"]


def test_a_dry_sync_takes_nothing_in(sourced: Place) -> None:
    before = sourced.workbook.read_bytes()
    sourced.run("sync", "--dry-run", "--today", DAY)
    assert sourced.workbook.read_bytes() == before
    assert list((sourced.folder / "state").rglob("sources.json")) == []
    sourced.run("sync", "--today", DAY)
    assert len(sourced.column("Log", "Name")) == 2
