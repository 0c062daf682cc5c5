"""The first minutes: a demo that is never stale, a new workbook, a sheet taken on only with consent."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from connectkit.commands.demo.people import example
from connectkit.config import file as config_file
from tests.commands.conftest import DAY, PEOPLE, Place


@pytest.mark.parametrize("today", [DAY, "2027-02-28", "2028-02-29", "2031-07-01"])
def test_the_demo_shows_every_state_on_whatever_day(today: str, place: Place) -> None:
    found = place.json("demo", "--today", today)
    assert {one["state"] for one in found["due"]} == {
        "late", "due", "soon", "never", "snoozed", "paused", "fade", "unreadable",
    }  # fmt: skip
    assert found["contacts"] == 26
    assert len(found["drafted"]) == 2
    assert {one["cell"] for one in found["problems"]} == {"C25", "C26"}
    assert [one["source"] for one in found["logged"] if one["source"] == "inbox"] == ["inbox"]
    again = place.json("sync", "--config", "connectkit-demo", "--today", today)
    assert again["changes"] == {"cells": 0, "rows": 0}


def test_the_demo_tells_what_to_open_next(place: Place) -> None:
    out, _ = place.run("demo", "try", "--today", DAY)
    lines = out.splitlines()
    assert lines[0] == f"An example network of 26 invented people is in {Path('try', 'network.xlsx')}."
    assert f"What to open next: {Path('try', 'network.xlsx')}, first the tab Due, then Drafts." in lines
    assert sorted(one.name for one in (place.folder / "try").iterdir()) == [
        ".connectkit",
        "connectkit.yaml",
        "network.xlsx",
    ]


def test_the_demo_leaves_a_folder_it_did_not_make_alone(place: Place) -> None:
    mine = place.folder / "mine"
    mine.mkdir()
    (mine / "network.xlsx").write_text("precious")
    _, err = place.run("demo", "mine", code=2)
    assert err == (
        "connectkit: mine exists and was not made by connectkit demo, so it is left alone.\n"
        "  Name a folder that does not exist yet: connectkit demo my-example\n"
    )
    assert (mine / "network.xlsx").read_text() == "precious"
    assert sorted(one.name for one in mine.iterdir()) == ["network.xlsx"]


def test_a_second_demo_keeps_the_workbook_of_the_first(place: Place) -> None:
    place.run("demo", "--today", DAY)
    played_with = (place.folder / "connectkit-demo" / "network.xlsx").read_bytes()
    out, _ = place.run("demo", "--today", DAY)
    assert "The workbook of the former example is kept as network-1.xlsx.\n" in out
    assert (place.folder / "connectkit-demo" / "network-1.xlsx").read_bytes() == played_with


def test_everybody_in_the_demo_is_invented_with_reserved_addresses_and_notes_of_their_own() -> None:
    people = example(date(2026, 11, 23))["contacts"]
    assert all(str(one["notes"]).strip() for one in people)
    assert len({one["notes"] for one in people}) == len(people)
    addresses = [str(one["email"]) for one in people if "email" in one]
    assert all(
        address.rpartition("@")[2] in ("example.com", "example.org", "example.net") for address in addresses
    )
    assert all(str(one["phone"]).startswith("+44 7700 900") for one in people if "phone" in one)
    assert all("/in/example-" in str(one["linkedin"]) for one in people if "linkedin" in one)
    later = example(date(2026, 11, 24))["contacts"]
    assert later[0]["last_contact"] == people[0]["last_contact"] + timedelta(days=1)  # type: ignore[operator]


def test_init_makes_a_workbook_and_settings_that_a_sync_accepts(place: Place) -> None:
    out, _ = place.run("init")
    assert out.splitlines()[0] == "Made network.xlsx and connectkit.yaml."
    assert config_file.load(place.folder / "connectkit.yaml").workbook == place.folder / "network.xlsx"
    assert place.json("sync", "--today", DAY)["contacts"] == 0
    _, err = place.run("init", code=2)
    assert err == (
        "connectkit: connectkit.yaml exists already, so this folder is set up.\n"
        "  Run connectkit sync; or name another settings file with --config OTHER.yaml.\n"
    )


def test_init_never_replaces_a_workbook(place: Place) -> None:
    (place.folder / "network.xlsx").write_text("precious")
    _, err = place.run("init", code=2)
    assert err == (
        "connectkit: network.xlsx exists already.\n"
        "  To take it on as it is: connectkit init --workbook network.xlsx\n"
    )
    assert (place.folder / "network.xlsx").read_text() == "precious"
    assert not (place.folder / "connectkit.yaml").exists()


def _own_sheet(place: Place) -> Path:
    """A sheet as people keep one: other headers, a column of their own, no tab of ours."""
    import xlsxwriter

    path = place.folder / "people.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Kontakte")
    for row, cells in enumerate([["Vollständiger Name", "Letzter Kontakt", "Notizen", "Lieblingsfarbe"], ["Ada", "2026-09-01", "Webstuhl", "blau"]]):  # fmt: skip
        sheet.write_row(row, 0, cells)
    book.close()
    return path


def test_adopting_shows_the_mapping_and_changes_nothing_without_consent(place: Place) -> None:
    path = _own_sheet(place)
    before = path.read_bytes()
    out, _ = place.run("init", "--workbook", "people.xlsx")
    assert out.startswith("""\
people.xlsx, tab Kontakte, header in row 1

Your header, and what it was taken for
  Vollständiger Name  Name
  Letzter Kontakt     Last contact
  Notizen             Notes

Yours alone, never read and never written: Lieblingsfarbe.
""")
    assert out.endswith("Nothing was changed. To do it: the same command with --yes\n")
    assert path.read_bytes() == before
    assert not (place.folder / "connectkit.yaml").exists()


def test_adopting_with_consent_adds_tabs_and_columns_and_keeps_every_cell(place: Place) -> None:
    _own_sheet(place)
    answer = place.json("init", "--workbook", "people.xlsx", "--yes")
    assert answer["written"] is True
    assert answer["unknown"] == ["Lieblingsfarbe"]
    assert answer["new_tabs"] == ["Drafts", "Log", "Promises", "Due"]
    assert place.column("Kontakte", "Lieblingsfarbe") == ["blau"]
    assert place.column("Kontakte", "Letzter Kontakt") == ["2026-09-01"]
    assert place.column("Kontakte", "Tier") == [None]
    assert place.json("sync", "--today", DAY)["contacts"] == 1
    assert config_file.load(place.folder / "connectkit.yaml").workbook == place.folder / "people.xlsx"


def test_a_header_nobody_would_guess_can_be_named(place: Place) -> None:
    place.fill(PEOPLE)
    (place.folder / "connectkit.yaml").unlink()
    import xlsxwriter

    book = xlsxwriter.Workbook(place.workbook)
    book.add_worksheet("Leute").write_row(0, 0, ["Name", "Letzter Kaffee", "Notizen"])
    book.close()
    _, err = place.run("init", "--workbook", "people.xlsx", "--yes", code=3)
    assert '--header last_contact="' in err
    assert not (place.folder / "connectkit.yaml").exists()
    args = ["--header", "last_contact=Letzter Kaffee", "--tab", "Leute", "--yes"]
    answer = place.json("init", "--workbook", "people.xlsx", *args)
    assert {"header": "Letzter Kaffee", "column": "Last contact"} in answer["taken"]
    assert config_file.load(place.folder / "connectkit.yaml").headers == {"last_contact": "Letzter Kaffee"}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--credentials", "key.json"], "--credentials and --oauth belong to --google."),
        (["--google", "x", "--workbook", "y.xlsx"], "--workbook and --google can't go together."),
        (["--workbook", "y.xlsx", "--header", "name"], "--header name names no header."),
        (
            ["--workbook", "y.xlsx", "--header", "nmae=Wer"],
            'unknown key "headers.nmae"; did you mean "name"?',
        ),
    ],
)
def test_options_that_do_not_go_together_are_named(args: list[str], message: str, place: Place) -> None:
    _, err = place.run("init", *args, code=2)
    assert message in err
