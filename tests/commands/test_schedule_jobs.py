"""Once a day whatever happens, and entries that the real schedulers take."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import threading
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.commands.schedule import jobs
from connectkit.commands.schedule.schedule import Daily, keep_running
from connectkit.config.config import Config
from connectkit.errors import StoreUnavailable, UsageError
from connectkit.options import Settings

SEVEN = time(7)
BERLIN = ZoneInfo("Europe/Berlin")
HARD_PATHS = [
    "/home/ann/net",
    "/home/Ann Lee/my net",
    "/home/ann/100% \"net\" $HOME 'x' & <y>",
    "/home/zoë/ネット",
]


def _job(folder: str, zone: str = "") -> jobs.Job:
    return jobs.Job(Path(folder, "bin/python"), Path(folder, "connectkit.yaml"), SEVEN, zone)


# ---- when ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "last_success", "due"),
    [
        ("2026-11-23 07:00", "2026-11-22", True),
        ("2026-11-23 06:59", "2026-11-22", False),
        ("2026-11-23 06:59", "2026-11-21", True),
        ("2026-11-23 12:00", "2026-11-23", False),
        ("2026-11-23 12:00", None, True),
        ("2026-11-23 05:00", None, True),
        ("2026-11-23 12:00", "2026-11-24", False),
    ],
)
def test_a_run_is_due_when_the_last_slot_has_had_no_success(
    now: str, last_success: str | None, due: bool
) -> None:
    last = date.fromisoformat(last_success) if last_success else None
    assert jobs.is_due(datetime.fromisoformat(now), SEVEN, last, None) is due


class _Week:
    """A clock that a test moves, and a job that counts the days it ran on."""

    def __init__(self, start: datetime) -> None:
        self.at = start
        self.ran: list[datetime] = []
        self.fails: list[Exception] = []
        self.daily = Daily(Settings(), Config(), SEVEN, now=lambda _zone: self.at, job=self.job)
        self.daily.asked = True

    def job(self) -> None:
        if self.fails:
            raise self.fails.pop()
        self.ran.append(self.at)

    def pass_minutes(self, minutes: int) -> None:
        for _ in range(minutes):
            self.daily.tick()
            self.at = (self.at.astimezone(UTC) + timedelta(minutes=1)).astimezone(self.at.tzinfo)


@pytest.mark.parametrize(
    "start", [datetime(2026, 3, 28, 8, tzinfo=BERLIN), datetime(2026, 10, 24, 8, tzinfo=BERLIN)]
)
def test_there_is_one_run_a_day_also_when_clocks_change(start: datetime) -> None:
    week = _Week(start)
    week.pass_minutes(73 * 60)
    assert [(one.date() - start.date()).days for one in week.ran] == [0, 1, 2, 3]
    assert all((one.hour, one.minute) == (7, 0) for one in week.ran[1:])


def test_after_days_asleep_there_is_one_run_not_several() -> None:
    week = _Week(datetime(2026, 11, 23, 8, tzinfo=BERLIN))
    week.pass_minutes(2)
    week.at += timedelta(days=3)
    week.pass_minutes(120)
    assert [one.day for one in week.ran] == [23, 26]


def test_a_failed_run_is_told_and_tried_again_after_ten_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    week = _Week(datetime(2026, 11, 23, 7, tzinfo=BERLIN))
    week.fails = [ValueError("a bug"), StoreUnavailable("The sheet is busy.", "Try again.")]
    week.pass_minutes(40)
    assert [one.minute for one in week.ran] == [20]
    assert capsys.readouterr().err == (
        "connectkit: 2026-11-23 07:00  The sheet is busy. Try again.\n"
        "connectkit: 2026-11-23 07:10  ValueError: a bug\n"
    )


def test_the_loop_runs_at_once_and_ends_when_told() -> None:
    week = _Week(datetime(2026, 11, 23, 8, tzinfo=BERLIN))
    stop = threading.Event()
    stop.set()
    keep_running(week.daily, stop)
    assert len(week.ran) == 1


@pytest.mark.parametrize("text", ["7:00", "07:00", "23:59", "03:30"])
def test_a_time_of_day_is_read(text: str) -> None:
    assert f"{jobs.read_time(text):%H:%M}" == text.zfill(5)


@pytest.mark.parametrize("text", ["", "7", "24:00", "07:60", "7:0", "noon", "07:00:00", "²:00"])
def test_no_other_time_of_day_is_guessed(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        jobs.read_time(text)
    assert caught.value.message == f"“{text}” is not a time of day."


def test_the_hours_in_which_clocks_change_are_refused() -> None:
    with pytest.raises(UsageError) as caught:
        jobs.read_time("02:30")
    assert caught.value.message == (
        "02:30 lies in the hours in which clocks are changed, so some days it comes twice or never."
    )


# ---- entries -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", HARD_PATHS)
def test_the_cron_line_is_the_command_as_a_shell_reads_it(folder: str) -> None:
    job = _job(folder)
    *notes, line = jobs.entry(job, "cron").splitlines()
    assert all(note.startswith("# ") for note in notes)
    minute, hour, day, month, weekday, command = line.split(" ", 5)
    assert (minute, hour, day, month, weekday) == ("0", "7", "*", "*", "*")
    # Cron turns a bare % into a line break and \% into %; then sh reads the rest.
    assert "%" not in command.replace("\\%", "")
    read = subprocess.run(
        ["sh", "-c", f"printf '%s\\n' {command}".replace("\\%", "%")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert read.stdout.splitlines() == job.command


@pytest.mark.parametrize("folder", HARD_PATHS)
def test_the_launchd_entry_is_a_property_list_with_the_command(folder: str) -> None:
    job = _job(folder)
    body = plistlib.loads(jobs.entry(job, "launchd").encode())
    assert body["ProgramArguments"] == job.command
    assert body["StartCalendarInterval"] == {"Hour": 7, "Minute": 0}
    assert body["WorkingDirectory"] == folder


@pytest.mark.parametrize("folder", HARD_PATHS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_windows_task_is_xml_in_whatever_encoding_it_is_saved(folder: str, encoding: str) -> None:
    job = _job(folder)
    text = jobs.entry(job, "windows")
    assert text.isascii()
    root = ET.fromstring(text.encode(encoding))
    names = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert root.findtext(".//t:Command", namespaces=names) == job.command[0]
    assert root.findtext(".//t:Arguments", namespaces=names) == subprocess.list2cmdline(job.command[1:])
    assert root.findtext(".//t:StartWhenAvailable", namespaces=names) == "true"
    assert root.findtext(".//t:StartBoundary", namespaces=names) == "2026-01-01T07:00:00"


def _units(text: str) -> dict[str, str]:
    """The files of a systemd entry, by name."""
    _, *parts = text.split("# ---- ~/.config/systemd/user/")
    return {part.partition(" ----\n")[0]: part.partition(" ----\n")[2] for part in parts}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("zone", ["", "Europe/Berlin"])
def test_systemd_takes_the_units(zone: str, tmp_path: Path) -> None:
    folder = tmp_path / "my 100% net"
    (folder / "bin").mkdir(parents=True)
    program = folder / "bin" / "python"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    units = _units(jobs.entry(_job(str(folder), zone), "systemd"))
    assert set(units) == {"connectkit.service", "connectkit.timer"}
    for name, text in units.items():
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", *(str(tmp_path / name) for name in units)],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
        check=False,
    )
    complaints = [line for line in done.stderr.splitlines() if "connectkit" in line]
    assert complaints == []
    (calendar,) = [line for line in units["connectkit.timer"].splitlines() if line.startswith("OnCalendar")]
    when = calendar.partition("=")[2]
    assert when == f"*-*-* 07:00:00 {zone}".strip()
    subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, check=True)


def test_systemd_words_keep_percent_dollar_quotes_and_blanks() -> None:
    text = _units(jobs.entry(_job('/a b/100% "x" $y\\z'), "systemd"))["connectkit.service"]
    (line,) = [line for line in text.splitlines() if line.startswith("ExecStart=")]
    assert line.startswith('ExecStart="/a b/100%% \\"x\\" $$y\\\\z/bin/python" "-m" "connectkit" "--config" ')


@pytest.mark.parametrize("kind", ["cron", "systemd", "launchd", "windows"])
def test_a_path_with_a_line_break_is_refused(kind: str) -> None:
    with pytest.raises(UsageError) as caught:
        jobs.entry(_job("/home/a\nb"), kind)
    assert caught.value.message == "The path of connectkit or of its settings holds a line break."


@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)),
    st.times(min_value=time(3, 30)),
)
def test_right_after_a_success_nothing_is_due_until_the_next_slot(now: datetime, at: time) -> None:
    assert not jobs.is_due(now, at, now.date(), None)
    assert jobs.is_due(datetime.combine(now.date() + timedelta(days=1), at), at, now.date(), None)
