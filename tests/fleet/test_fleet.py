"""A fleet: its file, its parts, one process that serves many sheets, and what it says of those it could not serve."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectkit.commands.fleet import part
from connectkit.errors import ConfigError, UsageError
from connectkit.fleet.budget import Budget
from connectkit.fleet.sheets import Fleet, load, shard
from tests.commands.conftest import Place, place  # noqa: F401 - a fixture
from tests.fleet.cloud import Cloud
from tests.wire.server import cell_of

ID = "1FakeSpreadsheetIdOfTheRightLength0123456789"


def fleet(folder: Path, text: str) -> Fleet:
    (folder / "fleet.yaml").write_text(text, "utf-8")
    return load(folder / "fleet.yaml")


# ---- the file --------------------------------------------------------------------------------------------


def test_each_sheet_has_the_defaults_and_what_it_says_itself(tmp_path: Path) -> None:
    found = fleet(
        tmp_path,
        "defaults: {credentials: key.json, per_week: 3, me: {name: Kim}}\n"
        f"sheets:\n  - {{name: ana, sheet: {ID}}}\n  - {{name: ben, workbook: ben.xlsx, per_week: 1}}\n",
    )
    ana, ben = found.sheets
    assert ana.config.google is not None
    assert (ana.config.google.credentials, ana.config.per_week, ana.config.me.name) == (
        tmp_path / "key.json",
        3,
        "Kim",
    )
    assert (ana.location, ana.key) == (f"google:{ID}", str(tmp_path / "key.json"))
    assert (ben.config.google, ben.config.workbook, ben.config.per_week) == (None, tmp_path / "ben.xlsx", 1)
    assert ben.key == ""


def test_a_folder_of_settings_is_a_fleet(tmp_path: Path) -> None:
    (tmp_path / "people").mkdir()
    for name in ("ana", "ben"):
        (tmp_path / f"people/{name}.yaml").write_text(f"workbook: {name}.xlsx\n", "utf-8")
    found = fleet(tmp_path, "folder: people\n")
    assert [(one.name, one.location) for one in found.sheets] == [
        (name, str(tmp_path / f"people/{name}.xlsx")) for name in ("ana", "ben")
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"sheets:\n- {{name: a, sheet: {ID}}}\n- {{name: b, sheet: 'https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0'}}", "fleet.yaml: a and b are the same sheet; keep one."),
        ("sheets:\n- {name: a, workbook: x.xlsx}\n- {name: b, workbook: ./x.xlsx}", "fleet.yaml: a and b are the same sheet; keep one."),
        ("sheets:\n- {name: a, workbook: x.xlsx}\n- {name: a, workbook: y.xlsx}", 'fleet.yaml: the name "a" stands 2 times; names have to differ.'),
        ("sheets:\n- {name: a, workbook: x.xlsx}\n- {name: b, workbook: y.xlsx, per_weak: 2}", 'fleet.yaml, line 3: unknown key "sheets.1.per_weak"; did you mean "per_week"?'),
        ("sheets:\n- {workbook: x.xlsx}", "fleet.yaml, line 2: entry 1 of sheets has no name."),
        ("sheets:\n- {name: a}", "fleet.yaml, line 2: a names no sheet; add sheet: with its address, or workbook:."),
        ("sheets:\n- {name: a, sheet: 'https://example.com'}", "fleet.yaml, line 2: a: google.sheet holds no spreadsheet id: 'https://example.com'."),
        ("redelivery: 1\nsheets: []", 'fleet.yaml, line 1: redelivery has to be at least 5 (not "1").'),
        ("", "fleet.yaml: no sheet is named; write some under sheets, or name a folder."),
        ("folder: nowhere", "The folder {folder}/nowhere holds no settings."),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        fleet(tmp_path, text)
    assert caught.value.message == message.replace("{folder}", str(tmp_path))


# ---- parts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 7])
def test_the_parts_are_all_sheets_each_once(tmp_path: Path, count: int) -> None:
    rows = "\n".join(f"- {{name: s{n}, workbook: s{n}.xlsx}}" for n in range(40))
    sheets = fleet(tmp_path, f"sheets:\n{rows}\n").sheets
    parts = [shard(sheets, index, count) for index in range(count)]
    assert sorted(one.name for part in parts for one in part) == sorted(one.name for one in sheets)
    assert min(map(len, parts)) > 0


@pytest.mark.parametrize(
    ("given", "environment", "found"),
    [
        ("2/8", {}, (2, 8)),
        ("auto", {"JOB_COMPLETION_INDEX": "3", "FLEET_SHARDS": "5"}, (3, 5)),
        ("auto", {"CLOUD_RUN_TASK_INDEX": "0", "CLOUD_RUN_TASK_COUNT": "2"}, (0, 2)),
        ("auto", {"JOB_COMPLETION_INDEX": "3"}, "--shard auto finds no part in the environment."),
        ("auto", {}, "--shard auto finds no part in the environment."),
        ("8/8", {}, "--shard 8/8 is no part."),
        ("half", {}, "--shard half is no part."),
    ],
)
def test_the_part_is_what_was_said_or_what_the_machine_says(
    given: str, environment: dict[str, str], found: tuple[int, int] | str
) -> None:
    try:
        assert part(given, environment) == found
    except UsageError as refused:
        assert refused.message == found  # noqa: PT017 - the same table holds both ends


# ---- the budget ------------------------------------------------------------------------------------------


class OutOfTime(Exception):  # noqa: N818 - reads as what happened
    """The budget would wait."""


def test_a_minutes_reads_are_for_all_who_sign_in_with_one_key(tmp_path: Path) -> None:
    def sleep(seconds: float) -> None:
        assert 0 < seconds < 61
        raise OutOfTime

    budget = Budget(
        fleet(tmp_path, "reads_per_minute: 3\nsheets: [{name: a, workbook: a.xlsx}]"), sleep=sleep
    )
    first, second, other = budget.pace("k1"), budget.pace("k1"), budget.pace("k2")
    first("read"), second("read"), first("read")
    first("write"), other("read")
    with pytest.raises(OutOfTime):
        second("read")


# ---- one process -----------------------------------------------------------------------------------------


@pytest.fixture
def cloud(place: Place) -> Iterator[Cloud]:  # noqa: F811
    """Four sheets over two keys: the second is not shared, the third has a broken header; and their fleet.yaml."""
    with Cloud() as one:
        ids = one.sheets(4)
        one.unshared.add(ids[1])
        one.books[ids[2]].sheet("People").put(0, 0, *map(cell_of, ("Wer", "When", "What")))
        keys = [one.key(place.folder, number) for number in range(2)]
        rows = "".join(
            f"  - {{name: s{n}, sheet: {sheet}, credentials: {keys[n % 2].name}}}\n"
            for n, sheet in enumerate(ids)
        )
        head = f"defaults: {{state: state, api_endpoint: '{one.url}'}}\nsheets:\n{rows}"
        (place.folder / "fleet.yaml").write_text(head, "utf-8")
        yield one


def test_one_process_serves_all_and_names_the_others_with_their_fix(cloud: Cloud, place: Place) -> None:  # noqa: F811
    out, _ = place.run("fleet", "run", "--workers", "2", "--report", "report.jsonl", code=1)
    text = " ".join(out.split())
    assert (
        "s0: done s1: failed The sheet is not shared with robot1@project.iam.gserviceaccount.com. (exit code 5)"
        in text
    )
    assert (
        "→ Open the sheet, press Share, add robot1@project.iam.gserviceaccount.com as an Editor and try again."
        in text
    )
    assert "s2: failed Sheet 002 has no tab with the columns Name, Last contact and Notes" in text
    assert text.endswith("4 sheets: 2 done, 2 failed.")
    lines = [json.loads(line) for line in (place.folder / "report.jsonl").read_text("utf-8").splitlines()]
    assert sorted((one["name"], one["code"]) for one in lines) == [("s0", 0), ("s1", 5), ("s2", 3), ("s3", 0)]
    assert place.json("fleet", "status")["sheets"][0]["today"] is True
    writes = cloud.writes
    again = place.json("fleet", "run", code=1)
    assert [one["done"] for one in again["sheets"]] == ["done before", "failed", "failed", "done before"]
    assert place.json("fleet", "doctor", code=1)["sheets"][2]["code"] == 3
    # doctor's question whether it may write is counted as one, and changes nothing
    assert cloud.writes - writes == 2
    cloud.assert_clean()


def test_a_missing_file_and_a_missing_extra_say_what_to_do(
    place: Place,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert place.run("fleet", "run", code=2)[1].startswith("connectkit: There is no file fleet.yaml.\n")
    (place.folder / "fleet.yaml").write_text("sheets: [{name: a, workbook: a.xlsx}]", "utf-8")
    monkeypatch.setitem(__import__("sys").modules, "limits", None)
    assert "Run: pip install 'connectkit[fleet]'" in place.run("fleet", "run", code=2)[1]


def test_an_end_that_nobody_foresaw_is_one_sheets_alone(place: Place) -> None:  # noqa: F811
    from connectkit.fleet import run as fleet_run
    from connectkit.options import Settings

    def broken(_session: object) -> None:
        raise LookupError("of all things")

    good = fleet(place.folder, "sheets: [{name: a, workbook: a.xlsx}]").sheets[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fleet_run, "sync_once", broken)
        end = fleet_run.serve(good, Settings(quiet=True), lambda _sort: None)
    assert (end.code, end.done) == (1, "failed")
    assert "LookupError: of all things" in end.message
