"""The same commands on a Google Sheet, over HTTP against a fake of the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.commands.conftest import DAY, Place
from tests.wire import FakeSheets, Spreadsheet
from tests.wire.server import cell_of

SHEET = "1FakeSpreadsheetIdOfTheRightLength0123456789"
HEADER = ["Name", "Last contact", "Notes", "Favourite colour"]
PEOPLE: list[list[Any]] = [
    HEADER,
    ["Ada Lovelace", date(2026, 3, 1), "Building a loom.", "blue"],
    ["Ben Ortiz", "in spring", "New job.", "red"],
]


def _joined(page: str) -> str:
    """The page without its line breaks inside sentences."""
    return " ".join(page.split()) + "\n"


class Sheet:
    """A served spreadsheet and the folder whose settings lead to it."""

    def __init__(self, place: Place, server: FakeSheets, book: Spreadsheet) -> None:
        self.place, self.server, self.book = place, server, book
        self.key = server.write_service_account(place.folder / "key.json")
        self.options = ["--google", SHEET, "--credentials", "key.json", "--api-endpoint", server.url]

    def column(self, tab: str, header: str) -> list[Any]:
        rows = self.book.sheet(tab).values()
        at = next(i for i, row in enumerate(rows) if header in row)
        place = rows[at].index(header)
        return [row[place] if len(row) > place else "" for row in rows[at + 1 :]]


@pytest.fixture
def sheet(place: Place) -> Iterator[Sheet]:
    """A sheet of two people, shared with the robot; no settings yet."""
    with FakeSheets() as server:
        yield Sheet(place, server, server.add_spreadsheet({"People": PEOPLE}))


def test_init_shows_whom_to_share_with_and_the_mapping_and_writes_nothing_without_consent(
    sheet: Sheet,
) -> None:
    out, err = sheet.place.run("init", *sheet.options)
    assert err.startswith("connectkit signs in as ")
    assert "Recognised as they stand: Name, Last contact, Notes.\n" in out
    assert "Yours alone, never read and never written: Favourite colour.\n" in out
    assert out.endswith("Nothing was changed. To do it: the same command with --yes\n")
    assert [one.title for one in sheet.book.sheets] == ["People"]
    assert not (sheet.place.folder / "connectkit.yaml").exists()


def test_from_init_to_a_second_sync_that_has_nothing_to_write(sheet: Sheet) -> None:
    place = sheet.place
    assert place.json("init", *sheet.options, "--yes")["written"] is True
    first = place.json("sync", "--today", DAY)
    second = place.json("sync", "--today", DAY)
    assert [one["name"] for one in first["drafted"]] == ["Ada Lovelace"]
    assert first["requests"]["read"] <= 2
    assert first["requests"]["write"] == 1
    assert second["changes"] == {"cells": 0, "rows": 0}
    assert second["requests"]["write"] == 0
    assert sheet.column("People", "Favourite colour")[:2] == ["blue", "red"]
    place.run("log", "ada", "call: the loom works", "--today", DAY)
    assert "the loom works" in sheet.column("Log", "Summary")
    assert [run["origin"] for run in place.json("history")["runs"]] == ["log", "sync", "init"]
    assert place.json("show", "ada", "--today", DAY)["last_contact"] == DAY


@pytest.mark.parametrize("locale", ["en_US", "ja_JP", "de_DE"])
def test_a_sheet_at_rest_stays_at_rest_however_it_spells_its_formulas(place: Place, locale: str) -> None:
    with FakeSheets() as server:
        book = server.add_spreadsheet(
            {"People": [[*HEADER, "Email"], [*PEOPLE[1], "ada@example.com"]]}, locale=locale
        )
        server.rules.function_names = {"IF": "WENN", "LEN": "LÄNGE"} if locale == "de_DE" else {}
        place.json("init", *Sheet(place, server, book).options, "--yes")
        first, *again = (place.json("sync", "--today", DAY) for _ in range(3))
        (kept,) = (text for text in book.sheet("Drafts").values()[1] if str(text).startswith("=IF("))
        assert ("INDEX($" in kept, ";" in kept) == (True, locale == "de_DE")
        assert [one["changes"]["cells"] + one["requests"]["write"] for one in again] == [0, 0]
        assert [run["origin"] for run in place.json("history")["runs"]] == ["sync", "init"]
        place.run("undo")
        assert len(book.sheet("Drafts").values()) == 1
        assert first["drafted"]


def test_signing_in_outside_a_terminal_names_the_very_command_to_run_in_one(sheet: Sheet) -> None:
    installed = {"client_id": "c", "client_secret": "s", "auth_uri": "https://a", "token_uri": "https://t"}
    (sheet.place.folder / "client.json").write_text(json.dumps({"installed": installed}))
    out, err = sheet.place.run("init", "--google", SHEET, "--oauth", "client.json", "--quiet", code=5)
    assert (out, err.splitlines()) == (
        "",
        [
            "connectkit: connectkit is not signed in to Google yet.",
            "  Run this in a terminal, where it shows an address at which you allow access: "
            f"cd {sheet.place.folder} && connectkit init --google {SHEET} --oauth client.json",
        ],
    )


def test_an_empty_sheet_gets_all_tabs(sheet: Sheet) -> None:
    with FakeSheets() as server:
        server.add_spreadsheet({"Sheet1": []})
        server.write_service_account(sheet.key)
        options = [*sheet.options[:4], "--api-endpoint", server.url]
        answer = sheet.place.json("init", *options, "--yes")
        assert answer["new_tabs"] == [
            "Contacts",
            "Drafts",
            "Log",
            "Promises",
            "Goals",
            "Gives",
            "Trips",
            "Due",
        ]
        assert sheet.place.json("sync", "--today", DAY)["contacts"] == 0
        assert "open People, write a few people into the tab Contacts.\n" in _joined(
            sheet.place.run("sync", "--today", DAY)[0]
        )


def test_a_sheet_that_is_not_shared_is_told_with_the_address_and_exit_code_5(sheet: Sheet) -> None:
    sheet.server.write_service_account(sheet.key, email="stranger@project.iam.gserviceaccount.com")
    answer = sheet.place.json("init", *sheet.options, "--yes", code=5)
    assert "stranger@project.iam.gserviceaccount.com" in answer["error"] + answer["hint"]
    assert "private_key" not in json.dumps(answer)


def test_the_doctor_checks_key_and_sheet_and_shows_no_secret(sheet: Sheet) -> None:
    sheet.place.run("init", *sheet.options, "--yes")
    sheet.key.chmod(0o644)
    answer = sheet.place.json("doctor")
    levels = {(one["what"], one["level"]) for one in answer["checks"]}
    assert {
        ("sign-in", "ok"),
        ("secret file", "warn"),
        ("sheet", "ok"),
        ("time zone", "ok"),
        ("cells", "warn"),
    } <= levels
    secret = json.loads(sheet.key.read_text())["private_key"]
    assert secret.splitlines()[1] not in json.dumps(answer)


def test_a_message_too_long_for_a_link_is_told_on_google_as_in_a_workbook(sheet: Sheet) -> None:
    people = sheet.book.sheet("People")
    people.put(0, 4, cell_of("Email"))
    people.put(1, 4, cell_of("ada@example.com"))
    sheet.place.run("init", *sheet.options, "--yes")
    sheet.place.json("sync", "--today", DAY)
    drafts = sheet.book.sheet("Drafts")
    row = next(i for i, one in enumerate(drafts.values()) if "Message" in one)
    drafts.put(row + 1, drafts.values()[row].index("Message"), cell_of("The loom works. " * 200))
    sheet.place.json("sync", "--today", DAY)
    told = "The message is too long for a link: the link opens without it, so paste the text from Message."
    assert told in sheet.column("Drafts", "Needs")[0]
    assert sheet.place.json("sync", "--today", DAY)["changes"] == {"cells": 0, "rows": 0}


def test_a_sheet_shared_for_viewing_only_is_told_before_any_write_is_meant(sheet: Sheet) -> None:
    robot = sheet.server.rules.robot
    message = f"The sheet is shared with {robot}, but not for editing."
    sheet.book.access = "viewer"
    assert sheet.place.json("init", *sheet.options, code=5)["error"] == message
    sheet.book.access = "editor"
    sheet.place.run("init", *sheet.options, "--yes")
    before = [one.values() for one in sheet.book.sheets]
    checks = {one["what"]: one for one in sheet.place.json("doctor")["checks"]}
    assert checks["editing"]["meaning"] == f"Google does not keep {robot} from editing."
    sheet.book.access = "viewer"
    checks = {one["what"]: one for one in sheet.place.json("doctor", code=5)["checks"]}
    assert (checks["editing"]["level"], checks["editing"]["meaning"]) == ("fail", message)
    assert [one.values() for one in sheet.book.sheets] == before


def test_the_doctor_warns_of_a_protection_over_cells_of_our_tabs(sheet: Sheet) -> None:
    robot = sheet.server.rules.robot
    sheet.place.run("init", *sheet.options, "--yes")
    people = sheet.book.sheet("People")
    box = {"sheetId": people.sheet_id, "startColumnIndex": 0, "endColumnIndex": 1}
    people.protected = [{"protectedRangeId": 5, "range": box, "editors": {"users": []}}]
    checks = {one["what"]: one for one in sheet.place.json("doctor")["checks"]}
    assert checks["protection"] == {
        "level": "warn",
        "what": "protection",
        "meaning": f"Protected ranges keep {robot} out of cells in People; a write that meets one fails.",
        "todo": f"In the sheet, choose Data > Protect sheets and ranges and let {robot} edit them.",
    }


def test_renamed_contacts_right_of_the_drafts_are_the_tab_an_error_names(sheet: Sheet) -> None:
    sheet.place.run("init", *sheet.options, "--yes")
    sheet.place.json("sync", "--today", DAY)
    people = sheet.book.sheet("People")
    people.title = "Meine Leute"
    sheet.book.sheets.sort(key=lambda one: one is people)
    people.put(0, 1, cell_of("Zuletzt"), cell_of("Notizen"))
    answer = sheet.place.json("sync", "--today", DAY, code=3)
    assert answer["error"].startswith("The tab Meine Leute has no “Last contact” column;")
