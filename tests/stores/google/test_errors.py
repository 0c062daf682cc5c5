"""Every way Google says no, in the user's words: what is wrong and the one thing to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectkit.errors import (
    AccessDenied,
    ConfigError,
    ConnectkitError,
    Refused,
    StoreUnavailable,
    WorkbookRefused,
)
from tests.stores.google.world import HEADER, ROBOT, World, plan, set_cell
from tests.wire import Fault, faults

CHANGE = set_cell(2, "status", None, "late", "ck-ann", "Ann Arbor")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path, {"Contacts": [HEADER, ["Ann Arbor"]]}, robot=True) as made:
        yield made


def told(error: ConnectkitError) -> tuple[type[ConnectkitError], str, str]:
    return type(error), error.message, error.hint


def reading(world: World, **sign_in: str) -> tuple[type[ConnectkitError], str, str]:
    with pytest.raises(ConnectkitError) as caught:
        world.new_store(**sign_in).read()
    return told(caught.value)


def writing(world: World) -> tuple[type[ConnectkitError], str, str]:
    world.store.read()
    with pytest.raises(ConnectkitError) as caught:
        world.store.write(plan(CHANGE))
    return told(caught.value)


def test_a_sheet_that_is_not_shared_names_the_address_to_share_it_with(world: World) -> None:
    world.book.access = "none"
    assert reading(world) == (
        AccessDenied,
        f"The sheet is not shared with {ROBOT}.",
        f"Open the sheet, press Share, add {ROBOT} as an Editor and try again.",
    )


def test_a_sheet_shared_for_viewing_only_says_whom_to_make_an_editor(world: World) -> None:
    world.book.access = "viewer"
    assert writing(world) == (
        AccessDenied,
        f"The sheet is shared with {ROBOT}, but not for editing.",
        f"Open the sheet, press Share and make {ROBOT} an Editor.",
    )


def test_a_switched_off_api_gives_the_link_that_switches_it_on(world: World) -> None:
    world.server.fail(faults.api_disabled("123456789012"), times=None)
    link = (
        "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project=123456789012"
    )
    assert reading(world) == (
        AccessDenied,
        "The Google Sheets API is switched off in the project this sign-in belongs to.",
        f"Open {link} , press Enable, wait a minute and try again.",
    )


def test_a_sign_in_without_the_right_to_spreadsheets_says_so(world: World) -> None:
    world.server.fail(faults.scope_missing(), times=None)
    assert reading(world) == (
        AccessDenied,
        "This sign-in was not given access to your spreadsheets.",
        "Check that the key in google.credentials has not been deleted. "
        "Allow access to Google Sheets when you are asked.",
    )


def test_a_wrong_id_says_where_to_find_the_right_one(world: World) -> None:
    assert reading(world, sheet="1WrongIdOfASheet") == (
        ConfigError,
        "There is no Google Sheet with the id 1WrongIdOfASheet.",
        "Open the sheet in a browser and copy its address into google.sheet; a deleted sheet is in Drive's bin.",
    )


def test_an_excel_file_in_google_sheets_is_refused_with_the_way_out(world: World) -> None:
    world.book.excel = True
    assert reading(world) == (
        WorkbookRefused,
        "This is an Excel file shown in Google Sheets, not a Google Sheet; its cells can't be reached.",
        "In the sheet's menu choose File > Save as Google Sheets, and put the new sheet's address into google.sheet.",
    )


def test_a_replaced_key_says_to_make_a_new_one(world: World) -> None:
    assert reading(world, key="other") == (
        AccessDenied,
        f"The key of {ROBOT} was deleted or replaced.",
        "Create a new JSON key for the service account and put it where google.credentials points to.",
    )


def test_a_deleted_service_account_is_named(world: World) -> None:
    assert reading(world, email="gone@project.iam.gserviceaccount.com") == (
        AccessDenied,
        "The service account gone@project.iam.gserviceaccount.com no longer exists.",
        "Create a service account and a key anew.",
    )


def test_a_wrong_clock_is_named(world: World) -> None:
    world.server.tokens.clock_skew = 7200
    assert reading(world) == (
        AccessDenied,
        "This computer's clock is wrong, so Google refuses the sign-in.",
        "Set the clock and try again.",
    )


def test_a_token_that_expires_in_between_is_renewed_without_a_word(world: World) -> None:
    world.store.read()
    world.server.expire_tokens()
    world.store.write(plan(CHANGE))
    assert world.row("Contacts", 2)[4] == "late"


def test_a_sign_in_google_keeps_refusing_ends_the_run(world: World) -> None:
    world.server.fail(faults.expired_token(), times=None)
    assert reading(world) == (
        AccessDenied,
        "Google no longer accepts this sign-in.",
        "Check that the key in google.credentials has not been deleted.",
    )


def test_a_full_spreadsheet_says_what_to_delete(world: World) -> None:
    world.server.fail(faults.cell_limit(), on="write")
    assert writing(world) == (
        Refused,
        "The write would take the spreadsheet over Google's limit of 10 million cells; nothing was written.",
        "Delete empty rows and columns at the end of large tabs, then run the sync again.",
    )


def test_a_protected_range_is_named_with_who_must_be_let_in(world: World) -> None:
    world.book.sheet("Contacts").protected = [
        {"protectedRangeId": 5, "range": {"sheetId": 0}, "editors": {"users": []}}
    ]
    assert writing(world) == (
        AccessDenied,
        f"A protected range keeps {ROBOT} from writing (protected: Contacts); nothing was written.",
        f"In the sheet, choose Data > Protect sheets and ranges and let {ROBOT} edit it.",
    )
    assert world.store.read().tabs[0].protected


def test_an_endpoint_that_is_no_address_is_a_setting_to_correct(world: World) -> None:
    world.server.url = "127.0.0.1/sheets"
    assert reading(world) == (
        ConfigError,
        "google.api_endpoint is not an address: 127.0.0.1/sheets",
        "Leave it out to reach Google itself.",
    )


NO_ANSWER = (
    StoreUnavailable,
    "What came back is not an answer of Google Sheets.",
    "A proxy or the sign-in page of a network may sit in between; try again later.",
)
PROXY = Fault("proxy", 403, b'{"message": "blocked by policy"}')


@pytest.mark.parametrize("on", ["read", "token"])
@pytest.mark.parametrize(
    "fault", [faults.html(400), faults.html(401), faults.html(403), faults.html(404), PROXY]
)
def test_a_refusal_that_is_not_googles_says_nothing_about_the_sheet_or_the_sign_in(
    world: World, fault: Fault, on: str
) -> None:
    world.server.fail(fault, on=on, times=None)
    assert reading(world) == NO_ANSWER
    assert world.clock.slept == []


@pytest.mark.parametrize("on", ["read", "token"])
def test_a_page_with_a_passing_failure_is_tried_again_and_then_told_without_its_text(
    world: World, on: str
) -> None:
    world.server.fail(faults.html(502), on=on, times=2)
    assert world.new_store().read().tabs[0].title == "Contacts"
    assert world.clock.slept == [1.0, 2.0]
    world.server.fail(faults.html(502), on=on, times=None)
    assert reading(world) == NO_ANSWER


def test_a_sign_in_service_that_is_out_of_order_is_tried_again_and_then_told(world: World) -> None:
    world.server.fail(faults.unavailable(), on="token", times=1)
    assert world.new_store().read().tabs[0].title == "Contacts"
    world.server.fail(faults.unavailable(), on="token", times=None)
    assert reading(world) == (
        StoreUnavailable,
        "Google's sign-in service is out of order at the moment (HTTP 503).",
        "Nothing is wrong on your side: try again later.",
    )


def test_a_write_answered_by_something_else_is_looked_for_before_it_is_sent_again(world: World) -> None:
    world.store.read()
    world.server.fail(faults.html(403, applied=True), on="write")
    world.store.write(plan(CHANGE))
    assert world.row("Contacts", 2)[4] == "late"
    assert world.server.writes == 1


def test_a_range_protected_between_read_and_write_is_told_like_one_that_stood_before(world: World) -> None:
    world.store.read()
    world.book.sheet("Contacts").protected = [
        {"protectedRangeId": 5, "range": {"sheetId": 0}, "editors": {"users": []}}
    ]
    with pytest.raises(AccessDenied) as caught:
        world.store.write(plan(CHANGE))
    assert told(caught.value) == (
        AccessDenied,
        f"A protected range keeps {ROBOT} from writing (protected: Contacts); nothing was written.",
        f"In the sheet, choose Data > Protect sheets and ranges and let {ROBOT} edit it.",
    )


def test_a_protection_that_only_the_refusal_speaks_of_is_told_as_one(world: World) -> None:
    world.server.fail(faults.protected(), on="write")
    assert writing(world) == (
        AccessDenied,
        f"A protected range keeps {ROBOT} from writing; nothing was written.",
        f"In the sheet, choose Data > Protect sheets and ranges and let {ROBOT} edit it.",
    )


def test_no_message_ever_holds_a_key_or_a_token(world: World) -> None:
    for fault in (faults.invalid_grant("revoked"), faults.invalid_grant("clock")):
        world.server.fail(fault, on="token")
        with pytest.raises(ConnectkitError) as caught:
            world.new_store().read()
        for text in (caught.value.message, caught.value.hint):
            assert "PRIVATE KEY" not in text
            assert "ya29" not in text
            assert "assertion" not in text
