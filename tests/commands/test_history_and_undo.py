"""Everything that was changed can be seen, taken back, and restored to a new file."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from connectkit.model import CellError, Formula, Link, RawTab, Row, Workbook
from connectkit.stores.xlsx.tabs.plain import as_xlsx
from tests.commands.conftest import DAY, Place


def test_history_names_every_cell_before_and_after(filled: Place) -> None:
    filled.run("sync", "--today", DAY)
    filled.run("log", "ada", "call: the loom works", "--today", DAY)
    runs = filled.json("history")["runs"]
    assert [run["origin"] for run in runs] == ["log", "sync"]
    moved = next(one for one in runs[0]["changes"] if one.get("column") == "Last contact")
    assert (moved["name"], moved["before"], moved["after"]) == ("Ada Lovelace", "2026-09-01", DAY)
    assert filled.run("history", "--run", runs[0]["run"])[0].splitlines()[1:] == [
        "  · Contacts, Ada Lovelace, Last contact: 2026-09-01 → 2026-11-23",
        "  · Log: new row for Ada Lovelace, “the loom works”",
    ]


def test_a_persons_history_is_found_by_a_part_of_the_name(filled: Place) -> None:
    filled.run("sync", "--today", DAY)
    (run,) = filled.json("history", "ngata")["runs"]
    assert {one.get("name") for one in run["changes"]} == {"Zoë Ngata"}
    assert {one["column"] for one in run["changes"]} >= {"ID", "Status", "Added"}
    _, err = filled.run("history", "ben", code=2)
    assert err.startswith("connectkit: “ben” could be 2 people: Ben Ortiz (ck-")


def test_a_history_without_runs_says_so(filled: Place) -> None:
    assert filled.run("history")[0] == "connectkit has not changed anything in this sheet yet.\n"
    assert filled.json("history") == {"schema": "connectkit.history/1", "runs": []}


def test_undo_puts_back_what_a_run_wrote_and_can_itself_be_undone(filled: Place) -> None:
    filled.run("sync", "--today", DAY)
    filled.run("log", "ada", "call: the loom works", "--today", DAY)
    dry = filled.json("undo", "--dry-run")
    assert dry["run"] is None
    assert filled.column("Contacts", "Last contact")[0] == date(2026, 11, 23)
    undone = filled.json("undo")
    assert [one["after"] for one in undone["changes"] if one.get("column") == "Last contact"] == [
        "2026-09-01"
    ]
    assert filled.column("Contacts", "Last contact")[0] == date(2026, 9, 1)
    assert [text for text in filled.column("Log", "Summary") if text] == []
    filled.run("undo")
    assert filled.column("Contacts", "Last contact")[0] == date(2026, 11, 23)
    assert [text for text in filled.column("Log", "Summary") if text] == ["the loom works"]


def test_there_is_nothing_to_undo_before_the_first_run(filled: Place) -> None:
    _, err = filled.run("undo", code=2)
    assert err == (
        "connectkit: There is no run to take back.\n  connectkit has not changed this sheet from this machine.\n"
    )
    _, err = filled.run("undo", "nope", code=2)
    assert err.startswith('connectkit: There is no run "nope".\n')


def test_a_snapshot_is_restored_to_a_new_file_and_never_over_one(filled: Place) -> None:
    filled.run("sync", "--today", DAY)
    after = filled.workbook.read_bytes()
    (kept,) = filled.json("snapshots")["snapshots"]
    filled.run("restore", str(kept["snapshot"]), "--to", "before.xlsx")
    book = openpyxl.load_workbook(filled.folder / "before.xlsx")
    names = [row[0] for row in book["Contacts"].iter_rows(min_row=2, values_only=True)]
    assert names == ["Ada Lovelace", "Ben Ortiz", "Ben Ortiz", "Zoë Ngata"]
    for target in ("before.xlsx", "people.xlsx"):
        _, err = filled.run("restore", str(kept["snapshot"]), "--to", target, code=2)
        assert err == f"connectkit: {target} exists already.\n  Name a file that does not exist yet.\n"
    assert filled.workbook.read_bytes() == after
    _, err = filled.run("restore", "99", "--to", "x.xlsx", code=2)
    assert err == "connectkit: There is no snapshot 99.\n  connectkit snapshots lists them all.\n"
    assert not (filled.folder / "x.xlsx").exists()


def test_a_restored_workbook_keeps_every_kind_of_cell_and_makes_no_formula_of_text() -> None:
    day = date(2026, 11, 23)
    cells: Row = ["Ada", '=HYPERLINK("http://x")', 5, 1.5, True, day, date(1850, 1, 1), Formula("=1+1", 2), CellError("#REF!"), Link("https://example.com/", "open"), None, float("nan")]  # fmt: skip
    tabs = (RawTab("1", "A/B", [list(cells)]), RawTab("2", "a_b", [["second"]]), RawTab("3", "'", []))
    book = openpyxl.load_workbook(BytesIO(as_xlsx(Workbook(tabs))))
    assert book.sheetnames == ["A_B", "a_b (2)", "Sheet"]
    found = [cell.value for cell in book["A_B"][1]]
    kinds = [cell.data_type for cell in book["A_B"][1]]
    assert found[:5] == cells[:5]
    assert kinds[1] == "s"
    assert found[5] == datetime(2026, 11, 23)
    assert found[6] == "1850-01-01"
    assert (found[7], kinds[7]) == ("=1+1", "f")
    assert found[8:10] == ["#REF!", "open"]


@pytest.mark.parametrize("name", ["before.csv", "before"])
def test_restore_writes_only_workbooks(name: str, filled: Place) -> None:
    _, err = filled.run("restore", "1", "--to", name, code=2)
    assert err.startswith(f"connectkit: {name} does not end in .xlsx.\n")
