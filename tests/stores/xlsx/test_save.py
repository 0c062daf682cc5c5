"""Saving a workbook: the old file or the new one, whole, and nobody's save lost."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.errors import AccessDenied, ConnectkitError, StoreUnavailable, UsageError, WorkbookRefused
from connectkit.stores.xlsx.read.snapshot import digest
from connectkit.stores.xlsx.save.backups import Backups
from connectkit.stores.xlsx.save.exchange import exchange
from connectkit.stores.xlsx.save.save import (
    ChangedMeanwhile,
    Snapshot,
    commit,
    conflict_copies,
    place,
    recover,
)
from connectkit.stores.xlsx.save.temps import done, part_for, whole

MORNING = datetime(2026, 11, 23, 8, 15, 0, tzinfo=UTC)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes and links as Unix has them")
OLD, NEW, THEIRS, LATER = (
    b"the old workbook",
    b"the new workbook",
    b"what they saved",
    b"what they saved later",
)


def clock() -> datetime:
    return MORNING


def ticking() -> Callable[[], datetime]:
    ticks = iter(range(100_000))
    return lambda: MORNING + timedelta(seconds=next(ticks))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "sheets" / "contacts.xlsx"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def save(path: Path, data: bytes = NEW, **more: object) -> Path | None:
    return commit(Snapshot.take(path), data, backups=path.parent.parent / "backups", now=clock, **more)  # type: ignore[arg-type]  # keep=


def beside(path: Path) -> list[str]:
    return sorted(other.name for other in path.parent.iterdir())


def kept(path: Path) -> list[bytes]:
    return [one.read_bytes() for one in Backups(path.parent.parent / "backups", path, now=clock).all()]


class TestSnapshot:
    def test_a_snapshot_holds_the_bytes_and_what_changes_with_a_save(self, workbook: Path) -> None:
        snapshot = Snapshot.take(workbook)
        status = workbook.stat()
        assert (snapshot.path, snapshot.data, snapshot.sha256) == (workbook.resolve(), OLD, digest(OLD))
        assert snapshot.stamp == (status.st_ino, len(OLD), status.st_mtime_ns)

    def test_a_touched_file_is_still_the_snapshot_and_a_saved_one_is_not(self, workbook: Path) -> None:
        snapshot = Snapshot.take(workbook)
        os.utime(workbook, (1, 1))
        assert snapshot.stands()
        workbook.write_bytes(THEIRS)
        assert not snapshot.stands()
        workbook.unlink()
        assert not snapshot.stands()

    def refusal(self, path: Path, kind: type[ConnectkitError]) -> tuple[str, str]:
        with pytest.raises(kind) as caught:
            Snapshot.take(path)
        assert type(caught.value) is kind
        return caught.value.message, caught.value.hint

    def test_a_missing_file_is_named_with_the_way_on(self, tmp_path: Path) -> None:
        assert self.refusal(tmp_path / "none.xlsx", UsageError) == (
            f"There is no workbook at {tmp_path / 'none.xlsx'}.",
            "Check the path (workbook in connectkit.yaml, or --workbook), or make a new workbook with: connectkit init",
        )

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        assert self.refusal(tmp_path, UsageError)[0] == f"{tmp_path} is a folder."

    def test_an_empty_file_is_refused(self, workbook: Path) -> None:
        workbook.write_bytes(b"")
        assert self.refusal(workbook, WorkbookRefused)[0] == (
            "contacts.xlsx is empty (0 bytes), so it is not a workbook."
        )

    @POSIX
    def test_a_pipe_is_refused_and_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.xlsx")
        assert (
            self.refusal(tmp_path / "pipe.xlsx", UsageError)[0]
            == f"{tmp_path / 'pipe.xlsx'} is not a regular file."
        )

    @POSIX
    def test_a_link_that_leads_nowhere_is_told_from_a_missing_file(self, tmp_path: Path) -> None:
        (tmp_path / "contacts.xlsx").symlink_to(tmp_path / "gone.xlsx")
        assert self.refusal(tmp_path / "contacts.xlsx", UsageError)[0] == (
            f"{tmp_path / 'contacts.xlsx'} is a link to a file that is gone."
        )

    def test_a_file_that_icloud_took_away_is_told_from_a_missing_one(self, tmp_path: Path) -> None:
        (tmp_path / ".contacts.xlsx.icloud").write_bytes(b"bplist00")
        assert self.refusal(tmp_path / "contacts.xlsx", StoreUnavailable) == (
            "contacts.xlsx is in iCloud and not on this computer.",
            "Open it once in the Finder, then run again.",
        )


class TestCommit:
    def test_the_new_bytes_stand_and_the_former_ones_are_in_the_backup(self, workbook: Path) -> None:
        backup = save(workbook)
        assert workbook.read_bytes() == NEW
        assert (
            backup
            == workbook.parent.parent / "backups" / f"contacts-2026-11-23T081500Z-{digest(OLD)[:8]}.xlsx"
        )
        assert backup.read_bytes() == OLD
        assert beside(workbook) == ["contacts.xlsx"]

    def test_the_same_bytes_again_write_nothing(self, workbook: Path) -> None:
        before = workbook.stat()
        assert save(workbook, OLD) is None
        assert workbook.stat() == before
        assert not (workbook.parent.parent / "backups").exists()

    def test_a_save_by_somebody_else_stands_and_ours_is_not_written(self, workbook: Path) -> None:
        snapshot = Snapshot.take(workbook)
        workbook.write_bytes(THEIRS)
        with pytest.raises(ChangedMeanwhile) as caught:
            commit(snapshot, NEW, backups=workbook.parent, now=clock)
        assert caught.value.message == (
            "contacts.xlsx was saved by somebody else while connectkit worked on it. "
            "Their version stands, nothing of it was lost, and connectkit wrote nothing."
        )
        assert caught.value.hint == "Run the same command again: it starts over from what they saved."
        assert caught.value.exit_code == 4
        assert workbook.read_bytes() == THEIRS
        assert beside(workbook) == ["contacts.xlsx"]

    def test_a_workbook_that_was_moved_away_is_not_made_again(self, workbook: Path) -> None:
        snapshot = Snapshot.take(workbook)
        workbook.rename(workbook.with_name("friends.xlsx"))
        with pytest.raises(
            ChangedMeanwhile, match="was moved, renamed or deleted while connectkit worked on it"
        ):
            commit(snapshot, NEW, backups=workbook.parent, now=clock)
        assert beside(workbook) == ["friends.xlsx"]

    @POSIX
    def test_mode_and_extended_attributes_stay(self, workbook: Path) -> None:
        workbook.chmod(0o640)
        try:
            os.setxattr(workbook, "user.label", b"private")
        except (OSError, AttributeError):
            pytest.skip("no extended attributes here")
        save(workbook)
        assert stat.S_IMODE(workbook.stat().st_mode) == 0o640
        assert os.getxattr(workbook, "user.label") == b"private"

    @POSIX
    def test_a_link_stays_a_link_and_its_file_is_saved(self, workbook: Path) -> None:
        link = workbook.parent.parent / "shortcut.xlsx"
        link.symlink_to(workbook)
        backup = save(link)
        assert (link.is_symlink(), workbook.read_bytes()) == (True, NEW)
        assert backup is not None
        assert backup.name.startswith("contacts-")

    @POSIX
    def test_a_file_its_user_protected_is_not_written(self, workbook: Path) -> None:
        workbook.chmod(0o444)
        with pytest.raises(AccessDenied) as caught:
            save(workbook)
        assert caught.value.message == "contacts.xlsx is read-only, so connectkit did not write it."
        assert (workbook.read_bytes(), beside(workbook)) == (OLD, ["contacts.xlsx"])

    @POSIX
    def test_a_folder_that_may_not_be_written_leaves_the_file_as_it_was(self, workbook: Path) -> None:
        workbook.parent.chmod(0o555)
        try:
            if os.access(workbook.parent, os.W_OK):
                pytest.skip("this account may write everywhere")
            with pytest.raises(AccessDenied, match="connectkit may not write in the folder"):
                save(workbook)
        finally:
            workbook.parent.chmod(0o755)
        assert workbook.read_bytes() == OLD

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
    def test_backups_that_can_not_be_written_stop_the_save(self, workbook: Path) -> None:
        backups = workbook.parent.parent / "backups"
        backups.write_bytes(b"a file where the folder should be")
        with pytest.raises(StoreUnavailable) as caught:
            save(workbook)
        assert caught.value.message == "contacts.xlsx could not be saved (File exists). It stands as it was."
        assert (workbook.read_bytes(), beside(workbook)) == (OLD, ["contacts.xlsx"])

    def test_a_full_disk_leaves_the_file_as_it_was_and_no_half_file(self, workbook: Path) -> None:
        resource = pytest.importorskip("resource")
        script = (
            "import resource, signal, sys\nfrom pathlib import Path\nfrom datetime import datetime, UTC\n"
            "from connectkit.errors import ConnectkitError\n"
            "from connectkit.stores.xlsx.save.save import Snapshot, commit\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
            "path = Path(sys.argv[1])\n"
            "try:\n    commit(Snapshot.take(path), b'x' * 200_000, backups=path.parent.parent / 'b',"
            " now=lambda: datetime(2026, 11, 23, tzinfo=UTC))\n"
            "except ConnectkitError as error:\n    print(error.message)\n"
        )
        ran = subprocess.run(
            [sys.executable, "-c", script, workbook], capture_output=True, text=True, check=True
        )
        assert resource
        assert ran.stdout == "contacts.xlsx could not be saved (File too large). It stands as it was.\n"
        assert (workbook.read_bytes(), beside(workbook)) == (OLD, ["contacts.xlsx"])


class TestSomebodySavesInTheVeryInstant:
    """``place`` with a swap around which others save, as the operating system would let them."""

    def placed(
        self, workbook: Path, saves: dict[int, bytes], how: str = "replace"
    ) -> tuple[bool, list[bytes]]:
        """Whether ours was placed, and the backups, when others save before the swaps of those numbers."""
        turns = iter(range(1000))

        def swap(one: Path, other: Path) -> bool:
            data = saves.get(next(turns))
            if data is not None and how == "replace":
                (other.parent / "their temp").write_bytes(data)
                (other.parent / "their temp").replace(other)
            elif data is not None:
                other.write_bytes(data)
            return exchange(one, other)

        backups = Backups(workbook.parent.parent / "backups", workbook, now=ticking())
        snapshot = Snapshot.take(workbook)
        return place(snapshot, NEW, backups, swap=swap), [path.read_bytes() for path in backups.all()]

    def test_nobody_saves(self, workbook: Path) -> None:
        assert self.placed(workbook, {}) == (True, [])
        assert (workbook.read_bytes(), beside(workbook)) == (NEW, ["contacts.xlsx"])

    @pytest.mark.parametrize("how", ["replace", "in place"])
    def test_a_save_just_before_the_swap_goes_back_in_place(self, workbook: Path, how: str) -> None:
        assert self.placed(workbook, {0: THEIRS}, how) == (False, [])
        assert (workbook.read_bytes(), beside(workbook)) == (THEIRS, ["contacts.xlsx"])

    @pytest.mark.parametrize("how", ["replace", "in place"])
    def test_of_two_saves_the_later_stands_and_the_earlier_is_filed(self, workbook: Path, how: str) -> None:
        assert self.placed(workbook, {0: THEIRS, 1: LATER}, how) == (False, [THEIRS])
        assert (workbook.read_bytes(), beside(workbook)) == (LATER, ["contacts.xlsx"])

    @given(
        saves=st.dictionaries(st.integers(0, 6), st.binary(min_size=1, max_size=3), max_size=6),
        how=st.booleans(),
    )
    def test_the_last_save_stands_and_no_save_is_lost(
        self, tmp_path_factory: pytest.TempPathFactory, saves: dict[int, bytes], how: bool
    ) -> None:
        workbook = tmp_path_factory.mktemp("race") / "sheets" / "contacts.xlsx"
        workbook.parent.mkdir()
        workbook.write_bytes(OLD)
        ours, filed = self.placed(workbook, saves, "replace" if how else "in place")
        happened: list[bytes] = []
        for turn in range(7):  # a swap that nobody disturbs is the last one
            if turn not in saves and (turn > 0 or 0 not in saves):
                break
            happened.append(saves[turn])
        assert ours == (not happened)
        stands = workbook.read_bytes()
        assert stands == (happened[-1] if happened else NEW)
        assert {stands, *filed} >= set(happened[-2:])  # a third save goes over the first, which stands there
        assert beside(workbook) == ["contacts.xlsx"]

    def test_where_files_can_not_trade_names_one_more_look_is_taken(self, workbook: Path) -> None:
        def never(one: Path, other: Path) -> bool:
            return False

        backups = Backups(workbook.parent.parent / "backups", workbook, now=clock)
        assert place(Snapshot.take(workbook), NEW, backups, swap=never)
        assert (workbook.read_bytes(), beside(workbook)) == (NEW, ["contacts.xlsx"])
        snapshot = Snapshot.take(workbook)
        workbook.write_bytes(THEIRS)
        assert not place(snapshot, OLD, backups, swap=never)
        assert (workbook.read_bytes(), beside(workbook)) == (THEIRS, ["contacts.xlsx"])

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who is writing")
    def test_a_file_being_written_by_another_program_is_left_to_it(self, workbook: Path) -> None:
        script = "import sys; f = open(sys.argv[1], 'r+b'); print('open', flush=True); sys.stdin.read(); f.write(b'!')"
        with subprocess.Popen(
            [sys.executable, "-c", script, workbook], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as other:
            assert other.stdout is not None
            other.stdout.readline()
            with pytest.raises(StoreUnavailable) as caught:
                save(workbook)
            assert caught.value.message == "contacts.xlsx is open for writing in another program."
        assert workbook.read_bytes() == b"!" + OLD[1:]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who is writing")
def test_asking_who_writes_survives_a_program_that_opens_the_file_in_that_instant(workbook: Path) -> None:
    """The system answers by a lease, and wakes its holder by a signal when another program opens the file."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom connectkit.stores.xlsx.save.exchange import being_written\n"
        "for _ in range(5_000):\n    being_written(Path(sys.argv[1]))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, workbook]) as asking:
        while asking.poll() is None:
            workbook.open("r+b").close()
    assert asking.returncode == 0


KILLED_AT_EVERY_STEP = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from connectkit.stores.xlsx.save.save import Snapshot, commit, recover

folder, theirs = Path(sys.argv[1]), sys.argv[2].encode()
now = lambda: datetime(2026, 11, 23, 8, 15, tzinfo=UTC)

def run(step, path):
    seen = 0
    def each(frame, event, argument):
        nonlocal seen
        owner = getattr(argument, "__self__", None)
        modules = (getattr(owner, "__name__", ""), type(owner).__module__, getattr(argument, "__module__", ""))
        if event == "c_call" and {"posix", "_io", "io", "fcntl", "_ctypes"} & set(modules):
            if theirs and argument.__name__ == "rename" and not seen_rename:
                seen_rename.append(1)
                path.with_name("t").write_bytes(theirs)
                os.replace(path.with_name("t"), path)
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)
    seen_rename = []
    snapshot = Snapshot.take(path)
    sys.setprofile(each)
    try:
        commit(snapshot, b"NEW " * 50_000, backups=path.parent / "backups", now=now)
    except Exception as error:
        sys.setprofile(None)
        os._exit(7 if type(error).__name__ == "ChangedMeanwhile" else 8)
    sys.setprofile(None)
    os._exit(0)

for step in range(1, 5000):
    path = folder / str(step) / "contacts.xlsx"
    path.parent.mkdir()
    path.write_bytes(b"OLD " * 50_000)
    child = os.fork()
    if not child:
        run(step, path)
    status = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(status):
        print(step, os.WEXITSTATUS(status))
        break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
class TestKilledAtEveryStep:
    """A run is killed before its 1st, 2nd, 3rd ... call into the system; then the next run comes."""

    def killed(self, tmp_path: Path, theirs: bytes = b"") -> list[Path]:
        ran = subprocess.run(
            [sys.executable, "-c", KILLED_AT_EVERY_STEP, tmp_path, theirs.decode()],
            capture_output=True,
            text=True,
            check=True,
        )
        last, code = ran.stdout.split()
        assert int(last) > 60
        assert code == ("7" if theirs else "0")
        return [tmp_path / str(step) / "contacts.xlsx" for step in range(1, int(last))]

    def test_the_old_file_or_the_new_one_stands_whole_and_the_old_one_is_kept(self, tmp_path: Path) -> None:
        old, new = b"OLD " * 50_000, b"NEW " * 50_000
        stood = set()
        for path in self.killed(tmp_path):
            assert path.read_bytes() in (old, new)
            stood.add(path.read_bytes())
            backups = Backups(path.parent / "backups", path, now=clock)
            assert all(one.read_bytes() == old for one in backups.all())
            if path.read_bytes() == new:
                assert len(backups.all()) == 1
            commit(Snapshot.take(path), b"the next run", backups=backups.folder, now=ticking())
            assert path.read_bytes() == b"the next run"
            assert beside(path) == ["backups", "contacts.xlsx"]
            assert not [one.name for one in backups.folder.iterdir() if one.name.startswith(".")]
        assert stood == {old, new}

    def test_a_save_in_between_is_never_lost(self, tmp_path: Path) -> None:
        swapped_out = 0
        for path in self.killed(tmp_path, THEIRS):
            if not path.with_name("t").exists() and path.read_bytes() == b"NEW " * 50_000:
                swapped_out += 1
                told = recover(path, backups=path.parent / "backups", now=clock)
                assert told == [
                    "contacts.xlsx: a save that an interrupted run had set aside is back in place."
                ]
                assert path.read_bytes() == THEIRS
            elif path.read_bytes() != THEIRS:
                assert path.read_bytes() == b"OLD " * 50_000
            recover(path, backups=path.parent / "backups", now=clock)
            path.with_name("t").unlink(missing_ok=True)
            assert [name for name in beside(path) if name != "backups"] == ["contacts.xlsx"]
        assert swapped_out


class TestRecover:
    DEAD = 2_000_000_000  # no system counts processes that far

    def left(self, workbook: Path, data: bytes, *, pid: int = DEAD) -> Path:
        part = part_for(workbook)
        done(part)
        name = whole(part, new=digest(NEW), old=digest(OLD)).name.split("-")
        name[3] = str(pid)
        temp = workbook.with_name("-".join(name))
        temp.write_bytes(data)
        return temp

    def recovered(self, workbook: Path) -> list[str]:
        return recover(workbook, backups=workbook.parent.parent / "backups", now=clock)

    @pytest.mark.parametrize("data", [OLD, NEW])
    def test_what_the_dead_run_held_is_removed_without_a_word(self, workbook: Path, data: bytes) -> None:
        self.left(workbook, data)
        assert self.recovered(workbook) == []
        assert (beside(workbook), kept(workbook)) == (["contacts.xlsx"], [])

    def test_a_save_it_had_swapped_out_goes_back_where_its_output_stands(self, workbook: Path) -> None:
        workbook.write_bytes(NEW)
        self.left(workbook, THEIRS)
        assert self.recovered(workbook) == [
            "contacts.xlsx: a save that an interrupted run had set aside is back in place."
        ]
        assert (workbook.read_bytes(), beside(workbook)) == (THEIRS, ["contacts.xlsx"])

    def test_a_save_it_had_swapped_out_is_filed_where_a_later_save_stands(self, workbook: Path) -> None:
        workbook.write_bytes(LATER)
        os.utime(self.left(workbook, THEIRS), (1795421700, 1795421700))
        filed = workbook.parent.parent / "backups" / f"contacts-2026-11-23T081500Z-{digest(THEIRS)[:8]}.xlsx"
        assert self.recovered(workbook) == [
            f"contacts.xlsx: a save that an interrupted run had set aside is now {filed}."
        ]
        assert (workbook.read_bytes(), kept(workbook)) == (LATER, [THEIRS])
        assert beside(workbook) == ["contacts.xlsx"]

    def test_the_file_of_a_run_that_lives_is_left_alone(self, workbook: Path) -> None:
        temp = self.left(workbook, THEIRS, pid=os.getppid())
        assert self.recovered(workbook) == []
        assert temp.exists()

    def test_files_for_another_workbook_are_left_alone(self, workbook: Path) -> None:
        temp = self.left(workbook.with_name("friends.xlsx"), THEIRS)
        assert self.recovered(workbook) == []
        assert temp.exists()


class TestBackups:
    def test_the_last_ones_stay_and_the_oldest_go(self, workbook: Path) -> None:
        now = ticking()
        for number in range(6):
            data = f"state {number}".encode()
            commit(Snapshot.take(workbook), data, backups=workbook.parent.parent / "backups", now=now, keep=3)
        assert kept(workbook) == [b"state 2", b"state 3", b"state 4"]

    def test_no_two_in_a_row_hold_the_same(self, workbook: Path) -> None:
        backups = Backups(workbook.parent, workbook, now=ticking())
        first, again, other, back = backups.add(OLD), backups.add(OLD), backups.add(NEW), backups.add(OLD)
        assert first == again
        assert [path.read_bytes() for path in backups.all()] == [OLD, NEW, OLD]
        assert backups.all() == [first, other, back]

    def test_a_backup_somebody_changed_is_not_taken_for_the_state_it_was(self, workbook: Path) -> None:
        backups = Backups(workbook.parent, workbook, now=ticking())
        first = backups.add(OLD)
        first.write_bytes(THEIRS)
        assert backups.add(OLD) != first
        assert [path.read_bytes() for path in backups.all()] == [THEIRS, OLD]

    def test_other_files_in_the_folder_are_never_removed(self, workbook: Path) -> None:
        names = [
            "contacts.xlsx",
            "contacts-2026.xlsx",
            "friends-2020-01-01T000000Z-00000000.xlsx",
            "notes.txt",
        ]
        for name in names:
            (workbook.parent / name).write_bytes(b"x")
        backups = Backups(workbook.parent, workbook, now=ticking(), keep=1)
        backups.add(OLD)
        backups.add(NEW)
        assert [name for name in beside(workbook) if name in names] == sorted(names)
        assert len(backups.all()) == 1


class TestConflictCopies:
    COPIES = (
        "contacts (1).xlsx",
        "contacts (Ann's conflicted copy 2026-11-23).xlsx",
        "contacts (SFConflict ann@example.com 2026-11-23-08-15-00).xlsx",
        "contacts (in Konflikt stehende Kopie von Ann 2026-11-23).xlsx",
        "contacts 2.xlsx",
        "contacts-DESKTOP-4F2K9QX.xlsx",
        "contacts.sync-conflict-20261123-081500-ABCDEFG.xlsx",
    )
    OTHERS = (
        "contacts.xlsx",
        "contacts-backup.xlsx",
        "contacts 2026.xlsx",
        "contacts (1).csv",
        "~$contacts.xlsx",
    )

    def test_copies_of_cloud_drives_are_found_and_other_files_are_not(self, tmp_path: Path) -> None:
        for name in (*self.COPIES, *self.OTHERS):
            (tmp_path / name).write_bytes(b"x")
        assert [path.name for path in conflict_copies(tmp_path / "contacts.xlsx")] == sorted(self.COPIES)

    def test_a_folder_that_is_gone_has_none(self, tmp_path: Path) -> None:
        assert conflict_copies(tmp_path / "gone" / "contacts.xlsx") == []
