"""One person: found by what people type, shown whole, and logged from the command line."""

from __future__ import annotations

from datetime import date

import pytest

from connectkit.errors import UsageError
from connectkit.people.find import Candidate, pick
from tests.commands.conftest import DAY, Place

EVERYBODY = [
    Candidate(2, "ck-1", "Ada Lovelace", "inner"),
    Candidate(3, "ck-2", "Ben Ortiz", "North"),
    Candidate(4, "ck-3", "Ben Ortiz", "South"),
    Candidate(5, "", "Zoë Ngata", "core"),
    Candidate(6, "ck-5", "Zoë", "core"),
]


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("Ada Lovelace", 2),
        ("ada", 2),
        ("LOVELACE ada", 2),
        ("ck-3", 4),
        ("zoe ngata", 5),
        ("Zoe", 6),
        (" zoë ", 6),
    ],
)
def test_a_person_is_found_by_name_part_or_id(typed: str, row: int) -> None:
    assert pick(EVERYBODY, typed).row == row


def test_namesakes_are_listed_with_what_tells_them_apart() -> None:
    with pytest.raises(UsageError) as caught:
        pick(EVERYBODY, "ben")
    assert caught.value.message == (
        "“ben” could be 2 people: Ben Ortiz (North, row 3, ck-2); Ben Ortiz (South, row 4, ck-3)."
    )


def test_nobody_is_an_error_that_offers_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        pick(EVERYBODY, "Ada Lovelase")
    assert caught.value.message == "Nobody in your sheet is called “Ada Lovelase”."
    assert caught.value.hint == "Did you mean Ada Lovelace?"


def test_a_card_shows_facts_and_why(filled: Place) -> None:
    out, _ = filled.run("show", "ada", "--today", DAY)
    lines = out.splitlines()
    assert lines[0] == "Ada Lovelace · inner · late"
    assert lines[1].startswith("Why: inner, last contact 1 Sep, wanted every ")
    assert lines[-9:] == [
        "Next due: 1 Oct 2026.",
        "",
        "What you know",
        "  Email  ada@example.com",
        "",
        "Notes",
        "  Building a loom.",
        "",
        'Nothing is in the Log yet. connectkit log NAME "what happened" adds to it.',
    ]


def test_log_files_the_text_and_moves_last_contact_forward(filled: Place) -> None:
    out, _ = filled.run("log", "ada", "call: the loom works; promise: send her the cards", "--today", DAY)
    assert out == (
        "Noted for Ada Lovelace: call, 23 Nov 2026.\n"
        "Noted a promise: send her the cards.\n"
        "Last contact is now 2026-11-23.\n"
    )
    assert filled.column("Log", "Summary") == ["the loom works"]
    assert filled.column("Promises", "What") == ["send her the cards"]
    assert filled.column("Contacts", "Last contact")[0] == date(2026, 11, 23)
    card = filled.json("show", "ada", "--today", DAY)
    assert card["last_contact"] == DAY
    assert card["promises"] == ["you promised: send her the cards"]
    assert [(one["date"], one["kind"], one["summary"]) for one in card["history"]] == [
        (DAY, "call", "the loom works")
    ]


def test_a_namesake_is_logged_by_id_and_only_there(filled: Place) -> None:
    filled.run("sync", "--today", DAY)
    south = str(filled.column("Contacts", "ID")[2])
    filled.run("log", south, "call: she sails to Cork", "--today", DAY)
    assert filled.column("Log", "Contact ID") == [south]
    filled.run("sync", "--today", DAY)
    north = str(filled.column("Contacts", "ID")[1])
    assert [len(filled.json("show", one, "--today", DAY)["history"]) for one in (north, south)] == [0, 1]
    assert filled.column("Contacts", "Last contact")[1:3] == [date(2026, 11, 20), date(2026, 11, 23)]


def test_after_log_a_sync_logs_nothing_twice(filled: Place) -> None:
    filled.run("log", "ada", "call: the loom works", "--today", DAY)
    report = filled.json("sync", "--today", DAY)
    assert report["logged"] == []
    assert filled.column("Log", "Summary") == ["the loom works"]
    assert filled.json("sync", "--today", DAY)["changes"] == {"cells": 0, "rows": 0}


def test_log_on_an_earlier_day_leaves_a_later_last_contact(filled: Place) -> None:
    out, _ = filled.run("log", "Zoë", "met her", "--on", "1 Nov 2026", "--today", DAY)
    assert out.endswith("Last contact is now 2026-11-01.\n")
    out, _ = filled.run("log", "Zoë", "met before that", "--on", "1 Oct 2026", "--today", DAY)
    assert out.endswith("Last contact stays 2026-11-01, which is later.\n")
    out, _ = filled.run("log", "Zoë", "met again", "--on", "1 Nov 2026", "--today", DAY)
    assert out.endswith("Last contact is 2026-11-01 already.\n")
    assert filled.column("Contacts", "Last contact")[3] == date(2026, 11, 1)


def test_log_says_that_last_contact_could_not_be_read_and_the_log_decides_then(place: Place) -> None:
    place.fill([{"name": "Ada Lovelace", "last_contact": "never", "notes": "x", "tier": "inner"}])
    out, _ = place.run("log", "ada", "call", "--today", DAY)
    assert out == (
        "Noted for Ada Lovelace: call, 23 Nov 2026.\n"
        "Last contact stays “never”, because no day could be read from it: write a day there, or empty the cell.\n"
    )
    assert place.json("show", "ada", "--today", DAY)["state"] == "ok"


def test_a_distance_in_days_is_no_option(filled: Place) -> None:
    out, _ = filled.run("log", "ada", "-3d", "--today", DAY)
    assert out == "Noted for Ada Lovelace: in touch, 20 Nov 2026.\nLast contact is now 2026-11-20.\n"
    out, _ = filled.run("log", "ada", "-2d call: she sails; promise: the map", "--today", DAY)
    assert out.startswith("Noted for Ada Lovelace: call, 21 Nov 2026.\n")
    _, err = filled.run("log", "ada", "--jsn", "--today", DAY, code=2)
    assert "No such option" in err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["ada", "x", "--on", "2026-12-24"], "2026-12-24 lies in the future."),
        (["ben", "x"], "“ben” could be 2 people"),
        (["nobody at all", "x"], "Nobody in your sheet is called “nobody at all”."),
    ],
)
def test_what_cannot_be_logged_changes_nothing(args: list[str], message: str, filled: Place) -> None:
    before = filled.workbook.read_bytes()
    _, err = filled.run("log", *args, "--today", DAY, code=2)
    assert message in err
    assert filled.workbook.read_bytes() == before


def test_text_that_looks_like_a_formula_stays_text(filled: Place) -> None:
    filled.run("log", "ada", '=HYPERLINK("http://example.org")', "--today", DAY)
    assert filled.column("Log", "Summary") == ['=HYPERLINK("http://example.org")']


def test_a_note_is_filed_and_moves_nothing(filled: Place) -> None:
    filled.run("log", "Zoë", "met her", "--on", "1 Nov 2026", "--today", DAY)

    out, _ = filled.run("log", "Zoë", "she moved to Berlin", "--today", DAY)

    assert (
        out
        == "Noted for Zoë Ngata: note, 23 Nov 2026.\nA note is no contact, so Last contact stays as it is.\n"
    )
    shown, _ = filled.run("show", "Zoë", "--today", DAY)
    assert "she moved to Berlin" in shown


def test_an_introduction_is_one_contact_with_each_side(filled: Place) -> None:
    out, _ = filled.run("log", "Zoë", "intro to Ada Lovelace", "--today", DAY)

    assert out == (
        "Noted for Zoë Ngata: introduction, 23 Nov 2026.\n"
        "Noted for Ada Lovelace: introduction, 23 Nov 2026.\n"
        "Last contact is now 2026-11-23.\n"
    )


def test_a_line_for_next_time_goes_into_its_cell(filled: Place) -> None:
    filled.run("log", "Zoë", "call: a new job; ask: how was the first month?", "--today", DAY)

    shown, _ = filled.run("show", "Zoë", "--today", DAY)

    assert "how was the first month?" in shown
    assert "For next time" not in shown
