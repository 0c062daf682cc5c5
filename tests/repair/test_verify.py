"""What a write met decides what is put right; an ID that itself went astray hides nobody."""

from __future__ import annotations

from datetime import date

import pytest

from connectkit.model import (
    AfterImage,
    AppendRow,
    CellValue,
    Landed,
    Plan,
    RawTab,
    SetCell,
    TabLayout,
    Workbook,
)
from connectkit.repair.recover import Recovery, recover
from connectkit.repair.verify import Verdict, verify
from connectkit.sheet.ids import sealed

MAY, JUNE, TODAY = date(2026, 5, 19), date(2026, 6, 25), date(2026, 11, 23)
CONTACTS = TabLayout(
    "contacts", "Contacts", "Contacts", 1, {"name": 1, "last_contact": 2, "notes": 3, "id": 4, "log": 5}, 4, 5
)
LOG = TabLayout(
    "log",
    "Log",
    "Log",
    1,
    {"date": 1, "name": 2, "kind": 3, "direction": 4, "summary": 5, "source": 6, "id": 7, "contact_id": 8},
    3,
    8,
)
LAYOUT = {"contacts": CONTACTS, "log": LOG}


def sheet(contacts: list[list[CellValue]], log: list[list[CellValue]], image: AfterImage) -> Workbook:
    """Contacts and Log as they stand, beside what the last write met."""
    heads: tuple[list[CellValue], list[CellValue]] = (
        ["Name", "Last contact", "Notes", "ID", "Log"],
        ["Date", "Name", "Kind", "Direction", "Summary", "Source", "ID", "Contact ID"],
    )
    tabs = (RawTab("Contacts", "Contacts", [heads[0], *contacts]), RawTab("Log", "Log", [heads[1], *log]))
    return Workbook(tabs, unfinished=image)


def swapped() -> tuple[SetCell, SetCell]:
    """Ann, in row 4, gets the ID that Bob's row 3 was about to give up, and an older day."""
    return (
        SetCell("contacts", 4, "last_contact", "ck-ann", "Ann", TODAY, JUNE),
        SetCell("contacts", 4, "id", "ck-ann", "Ann", "ck-ann", "ck-bob"),
    )


def test_a_repair_finds_the_owner_of_an_id_that_was_written_into_a_wrong_row_as_well() -> None:
    # A row above was deleted: Bob stands in row 2 now, Ann in row 3, and row 4, which was written, is blank.
    day, one = swapped()
    bobs = SetCell("contacts", 3, "last_contact", "ck-bob", "Bob", MAY, TODAY)
    landed = (Landed(bobs, "ck-ann", "Ann", TODAY), Landed(day, "", "", None), Landed(one, "", "", None))
    now = sheet(
        [["Bob", MAY, None, "ck-bob"], ["Ann", TODAY, None, "ck-ann"], [None, JUNE, None, "ck-bob"]],
        [],
        AfterImage(landed),
    )

    assert not verify(Plan((bobs, day, one), LAYOUT), AfterImage(landed)).well
    assert {one[:7] for one in recover(now, LAYOUT).cells} == {
        ("contacts", 4, "last_contact", "ck-bob", "", JUNE, None),
        ("contacts", 4, "id", "ck-bob", "", "ck-bob", None),
        ("contacts", 2, "last_contact", "ck-bob", "Bob", MAY, TODAY),
        ("contacts", 3, "last_contact", "ck-ann", "Ann", TODAY, JUNE),
        ("contacts", 3, "id", "ck-ann", "Ann", "ck-ann", "ck-bob"),
    }


def test_a_write_that_met_what_was_read_is_well() -> None:
    day, one = swapped()
    landed = (Landed(day, "ck-ann", "Ann", TODAY), Landed(one, "ck-ann", "Ann", "ck-ann"))

    assert verify(Plan((day, one), LAYOUT), AfterImage(landed)) == Verdict(well=True)
    assert recover(sheet([["Ann", JUNE, None, "ck-bob"]], [], AfterImage(landed)), LAYOUT) == Recovery()


@pytest.mark.parametrize("stands", [(), (2, 3)])
def test_a_new_row_that_did_not_arrive_just_once_gives_back_what_it_was_made_from(
    stands: tuple[int, ...],
) -> None:
    entry = AppendRow("log", "lk-1", {"date": TODAY, "name": "Ann", "summary": "called", "id": "lk-1"})
    inbox = SetCell("contacts", 2, "log", "ck-ann", "Ann", "today: called", None, (sealed(entry),))
    day = SetCell("contacts", 2, "last_contact", "ck-ann", "Ann", MAY, TODAY, (sealed(entry),))
    image = AfterImage(
        (Landed(inbox, "ck-ann", "Ann", "today: called"), Landed(day, "ck-ann", "Ann", MAY)),
        {"log": {"lk-1": stands} if stands else {}},
    )
    rows: list[list[CellValue]] = [[TODAY, "Ann", None, None, "called", None, "lk-1", None]] * len(stands)
    now = sheet([["Ann", TODAY, None, "ck-ann", None]], rows, image)

    verdict = verify(Plan((inbox, day, entry), LAYOUT), image)
    back = recover(now, LAYOUT).cells

    assert verdict == Verdict(
        False,
        (
            "Log, Ann: a new row did not arrive as it should, as can happen where a filter hides rows or columns move; "
            "what it was made from was put back. Clear the filter, then run connectkit sync again.",
        ),
    )
    assert [(one.row, one.column, one.before, one.after) for one in back if one.tab == "contacts"] == [
        (2, "log", None, "today: called"),
        (2, "last_contact", TODAY, MAY),
    ]


def test_after_a_cut_off_run_a_day_equal_to_the_stray_one_stays_where_its_owner_has_it() -> None:
    stray = (
        Landed(SetCell("contacts", 2, "last_contact", "ck-bob", "Bob", MAY, TODAY), "", "", None),
        Landed(SetCell("contacts", 2, "id", "ck-bob", "Bob", "ck-bob", "ck-ann"), "", "", None),
    )
    now = sheet(
        [[None, TODAY, None, "ck-ann"], ["Bob", MAY, "", "ck-bob"], ["Ann", TODAY, "", "ck-ann"]],
        [],
        AfterImage(stray),
    )

    cells = recover(now, LAYOUT).cells

    assert ("contacts", 2, "last_contact", "ck-ann", "", TODAY, None) in [one[:7] for one in cells]
    assert [one for one in cells if one.row == 4] == []


def test_a_row_that_a_cut_off_run_emptied_by_mistake_comes_back_whole() -> None:
    # The run meant to empty Ann's row 3; the Log was sorted in that moment and Bob's stood there.
    held: dict[str, CellValue] = {
        "date": JUNE, "name": "Bob", "summary": "moves to Porto", "id": "lk-2", "contact_id": "ck-bob",
    }  # fmt: skip
    meant = {"date": JUNE, "name": "Ann", "summary": "called", "id": "lk-1", "contact_id": "ck-ann"}
    landed = tuple(
        Landed(SetCell("log", 3, key, "lk-1", "Ann", meant[key], None), "lk-2", "Bob", was)
        for key, was in held.items()
    )
    now = sheet(
        [["Ann", JUNE, "", "ck-ann"], ["Bob", JUNE, "", "ck-bob"]],
        [
            [JUNE, "Ann", None, None, "called", None, "lk-1", "ck-ann"],
            [None, None, "call", "gave", None, None, None, None],
        ],
        AfterImage(landed),
    )

    rows = recover(now, LAYOUT).rows

    assert list(rows) == [AppendRow("log", "lk-2", {"kind": "call", "direction": "gave", **held})]


def test_a_row_that_stands_elsewhere_by_now_is_not_brought_back_twice() -> None:
    landed = (Landed(SetCell("log", 2, "id", "lk-1", "Ann", "lk-1", None), "lk-2", "Bob", "lk-2"),)
    now = sheet(
        [["Ann", JUNE, "", "ck-ann"]],
        [[], [JUNE, "Bob", None, None, "x", None, "lk-2", "ck-bob"]],
        AfterImage(landed),
    )

    assert list(recover(now, LAYOUT).rows) == []


def test_a_person_added_while_a_run_wrote_and_died_gets_their_own_day_back() -> None:
    landed = (Landed(SetCell("contacts", 3, "last_contact", "ck-ann", "Ann", MAY, TODAY), "", "Finn", JUNE),)
    now = sheet([["Ann", MAY, "", "ck-ann"], [], ["Finn", TODAY, "", None]], [], AfterImage(landed))

    assert [one[:7] for one in recover(now, LAYOUT).cells] == [
        ("contacts", 4, "last_contact", "", "Finn", TODAY, JUNE),
        ("contacts", 2, "last_contact", "ck-ann", "Ann", MAY, TODAY),
    ]
