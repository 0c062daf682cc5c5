"""The lock: one run at a time, the second says who holds it, and a dead holder holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectkit.errors import StoreUnavailable, UsageError
from connectkit.journal import lock, paths

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)

_HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from connectkit.journal import lock
with lock.hold(Path(sys.argv[1]), command="sync", now=datetime(2026, 11, 23, 6, 59, tzinfo=UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


def _other_process(path: Path) -> subprocess.Popen[str]:
    """A process that holds the lock until it is killed."""
    process = subprocess.Popen([sys.executable, "-c", _HOLD, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    process.stdout.close()
    return process


def test_the_second_run_is_told_who_holds_the_sheet_and_since_when(tmp_path: Path) -> None:
    path = tmp_path / "sync.lock"
    other = _other_process(path)
    try:
        assert lock.is_held(path)
        with pytest.raises(StoreUnavailable) as caught, lock.hold(path, command="sync", now=NOW):
            pytest.fail("two runs at once")
    finally:
        other.kill()
        other.wait()
    host = os.uname().nodename
    assert caught.value.message == (
        f"Another run is working on this sheet: connectkit sync (process {other.pid} on {host}, "
        "since 06:59 on 23 Nov 2026)."
    )
    assert caught.value.exit_code == 4


def test_a_killed_holder_holds_nothing_and_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "sync.lock"
    other = _other_process(path)
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert not lock.is_held(path)
    with lock.hold(path, command="sync", now=NOW) as former:
        assert former is not None
        assert former.pid == other.pid
        assert lock.is_held(path)
    assert not lock.is_held(path)


def test_an_error_is_an_ordinary_end(tmp_path: Path) -> None:
    path = tmp_path / "sync.lock"
    with pytest.raises(ZeroDivisionError), lock.hold(path, command="sync", now=NOW):
        raise ZeroDivisionError
    with lock.hold(path, command="sync", now=NOW) as former:
        assert former is None


@pytest.mark.parametrize("note", ["", "{", "[]", '{"pid": 1}', "null", "\x00"])
def test_a_spoilt_note_only_costs_the_name_of_the_holder(note: str, tmp_path: Path) -> None:
    path = tmp_path / "sync.lock"
    with lock.hold(path, command="sync", now=NOW):
        path.with_suffix(".json").write_text(note)
        with pytest.raises(StoreUnavailable) as caught, lock.hold(path, command="sync", now=NOW):
            pytest.fail("two runs at once")
    assert caught.value.message == "Another connectkit run is working on this sheet."


def test_a_lock_held_by_a_child_of_a_dead_run_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "sync.lock"
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with lock.hold(path, command="sync", now=NOW):
        note = path.with_suffix(".json")
        note.write_text(note.read_text().replace(f'"pid": {os.getpid()}', f'"pid": {gone.pid}'))
        with pytest.raises(StoreUnavailable) as caught, lock.hold(path, command="sync", now=NOW):
            pytest.fail("two runs at once")
    assert caught.value.message.endswith("that process is gone, but one it started still holds it.")


def test_every_sheet_has_a_private_folder_of_its_own(tmp_path: Path) -> None:
    one = paths.state_folder("/home/a/people.xlsx", tmp_path / "state")
    two = paths.state_folder("/home/b/people.xlsx", tmp_path / "state")
    assert one != two
    assert one.name.startswith("people-")
    assert one == paths.state_folder("/home/a/people.xlsx", tmp_path / "state")
    for folder in (tmp_path / "state", one, two):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert paths.sheet_name("C:\\Users\\Zoë\\Mein Netz.xlsx").startswith("Mein-Netz-")
    assert paths.sheet_name("google:1AbC_d-E").startswith("google-1AbC_d-E-")


def test_a_folder_that_was_open_to_others_is_made_private(tmp_path: Path) -> None:
    folder = paths.state_folder("x", tmp_path)
    folder.chmod(0o755)
    assert paths.state_folder("x", tmp_path).stat().st_mode & 0o777 == 0o700


def test_a_state_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError) as caught:
        paths.state_folder("x", tmp_path / "file")
    assert caught.value.message.endswith("can't be used (File exists).")


@pytest.mark.parametrize(
    ("folder", "part"),
    [
        ("/home/a/Dropbox/x", "Dropbox"),
        ("/home/a/OneDrive - Firm/x", "OneDrive - Firm"),
        ("/home/a/state", ""),
    ],
)
def test_synced_folders_are_recognised(folder: str, part: str) -> None:
    assert paths.synced_by(Path(folder)) == part
