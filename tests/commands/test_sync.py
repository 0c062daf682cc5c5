"""``sync`` and ``due`` from the command line, on a workbook."""

from __future__ import annotations

import re

import pytest

from connectkit.journal import lock, paths
from connectkit.journal.journal import Journal
from connectkit.session import now
from connectkit.stores.xlsx.store import XlsxStore
from tests.commands.conftest import DAY, PEOPLE, Place


def test_a_sync_writes_once_and_a_second_one_leaves_every_byte(filled: Place) -> None:
    first = filled.json("sync", "--today", DAY)
    after_first = filled.workbook.read_bytes()
    second = filled.json("sync", "--today", DAY)
    assert first["schema"] == "connectkit.sync/1"
    assert first["contacts"] == 4
    assert first["requests"] == {"read": 1, "write": 1}
    assert [one["name"] for one in first["drafted"]] == ["Ada Lovelace"]
    assert second["changes"] == {"cells": 0, "rows": 0}
    assert second["requests"] == {"read": 1, "write": 0}
    assert filled.workbook.read_bytes() == after_first


def test_the_text_goes_to_stdout_and_where_the_backup_is_to_stderr(filled: Place) -> None:
    out, err = filled.run("sync", "--today", DAY)
    assert out.startswith("people.xlsx · Monday, 23 November 2026 · 4 people\n")
    (state,) = (filled.folder / "state").iterdir()
    assert err == f"The workbook as it was before is kept in {state / 'backups'}.\n"
    assert len(list((state / "backups").iterdir())) == 1


def test_quiet_says_nothing(filled: Place) -> None:
    assert filled.run("sync", "--today", DAY, "--quiet") == ("", "")


def test_a_dry_run_and_due_write_nothing_at_all(filled: Place) -> None:
    before = filled.workbook.read_bytes()
    dry = filled.json("sync", "--today", DAY, "--dry-run")
    due = filled.json("due", "--today", DAY)
    assert dry["dry_run"] is True
    assert dry["due"] == due["due"]
    assert {one["id"] for one in due["due"]} == {""}
    assert filled.workbook.read_bytes() == before
    assert not (filled.folder / "state").exists()


def test_today_is_read_as_people_type_it_and_nothing_is_guessed(filled: Place) -> None:
    assert filled.json("due", "--today", "23 Nov 2026")["today"] == DAY
    _, err = filled.run("due", "--today", "soonish", code=2)
    assert err.endswith("Write the day as 2026-11-23.\n")


def test_while_another_run_works_a_second_one_waits_for_nothing_and_exits_4(filled: Place) -> None:
    filled.run("sync", "--today", DAY)
    (state,) = (filled.folder / "state").iterdir()
    with lock.hold(state / paths.LOCK, command="sync", now=now()):
        _, err = filled.run("sync", "--today", DAY, code=4)
        filled.run("due", "--today", DAY)
    assert err.startswith("connectkit: Another run is working on this sheet: connectkit sync (process ")


def test_a_sheet_that_lost_half_its_people_is_refused_and_force_goes_on(filled: Place) -> None:
    filled.fill([{"name": f"Person {n}", "notes": "x"} for n in range(10)])
    filled.run("sync", "--today", DAY)
    filled.fill(PEOPLE)
    answer = filled.json("sync", "--today", DAY, code=3)
    assert answer["error"] == "The last run saw 10 contacts, this one sees 4."
    assert filled.column("Contacts", "ID") == [None] * 4
    assert filled.json("sync", "--today", DAY, "--force")["contacts"] == 4


def test_a_missing_workbook_is_one_line(filled: Place) -> None:
    filled.workbook.unlink()
    _, err = filled.run("sync", code=2)
    assert len(err.splitlines()) == 2
    assert "people.xlsx" in err


def test_settings_without_a_sheet_say_which_line_to_add(place: Place) -> None:
    (place.folder / "connectkit.yaml").write_text("per_week: 3\n")
    _, err = place.run("sync", code=2)
    assert err == (
        "connectkit: connectkit.yaml names no sheet.\n"
        "  Add the line workbook: people.xlsx with your file, or a google section; see config.example.yaml.\n"
    )


def test_a_last_run_in_the_future_is_told_once_and_does_not_keep_the_scheduler_from_its_work(
    filled: Place,
) -> None:
    filled.run("sync", "--today", "2026-12-05")
    [told] = [
        one
        for one in filled.json("sync", "--if-missing", "--today", DAY)["problems"]
        if one["tab"] == "Clock"
    ]
    assert told["message"].startswith(
        "The last sync took the day for Saturday, 5 December 2026, and this one for Monday, 23 November 2026."
    )
    assert not [one for one in filled.json("sync", "--today", DAY)["problems"] if one["tab"] == "Clock"]
    assert filled.run("sync", "--if-missing", "--today", DAY) == ("", "")


@pytest.mark.parametrize(
    ("stops", "told"),
    [
        ("read", "Stopped. Nothing was written."),
        ("write", "Stopped while it wrote, so part of it may stand in the sheet: run connectkit sync, it finds out and goes on from there."),
        ("succeeded", "Stopped. Before that N changes were written: connectkit history shows them, connectkit undo takes them back."),
    ],
)  # fmt: skip
def test_ctrl_c_says_what_was_written(
    filled: Place, monkeypatch: pytest.MonkeyPatch, stops: str, told: str
) -> None:
    def stop(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Journal if stops == "succeeded" else XlsxStore, stops, stop)
    _, err = filled.run("sync", "--today", DAY, code=130)
    assert re.sub(r"[0-9]+", "N", err) == f"connectkit: {told}\n\n"
