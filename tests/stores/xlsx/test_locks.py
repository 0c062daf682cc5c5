"""Who has the workbook open, and signs that programs left behind."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.errors import StoreUnavailable
from connectkit.stores.xlsx.save.locks import Holder, processes, refuse_if_held, who_holds

NOW = datetime(2026, 11, 22, 21, 0)
HERE = socket.gethostname()


def nothing_runs() -> frozenset[str]:
    return frozenset({"bash", "python3"})


def libreoffice_runs() -> frozenset[str]:
    return frozenset({"bash", "soffice.bin"})


def excel_runs() -> frozenset[str]:
    return frozenset({"microsoft excel"})


def system_tells_nothing() -> frozenset[str]:
    return frozenset()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "contacts.xlsx"
    path.write_bytes(b"a workbook")
    return path


def libreoffice_sign(workbook: Path, text: str) -> Path:
    sign = workbook.with_name(f".~lock.{workbook.name}#")
    sign.write_text(text, encoding="utf-8")
    return sign


def excel_sign(workbook: Path, user: str, *, opened: datetime = NOW, name: str = "") -> Path:
    """As Excel writes it: 165 bytes, the name once in the code page and once in UTF-16."""
    narrow, wide = user.encode("cp1252", "replace"), user.encode("utf-16-le")
    data = bytes([len(narrow)]) + narrow.ljust(54) + len(user).to_bytes(2, "little") + wide
    sign = workbook.with_name(name or f"~${workbook.name}")
    sign.write_bytes(data.ljust(165))
    os.utime(sign, (opened.timestamp(), opened.timestamp()))
    return sign


def held(workbook: Path, **more: object) -> Holder:
    holder = who_holds(workbook, now=NOW, **{"running": nothing_runs, **more})  # type: ignore[arg-type]  # running=
    assert holder is not None
    return holder


class TestNobody:
    def test_a_workbook_without_a_sign_is_open_nowhere(self, workbook: Path) -> None:
        assert who_holds(workbook, now=NOW, running=nothing_runs) is None
        assert refuse_if_held(workbook, now=NOW, running=nothing_runs) is None

    def test_signs_for_other_workbooks_do_not_count(self, workbook: Path) -> None:
        for name in ("~$friends.xlsx", ".~lock.friends.xlsx#", "~$contacts.xlsm", ".~lock.contacts.xlsx"):
            workbook.with_name(name).write_bytes(b"x")
        assert who_holds(workbook, now=NOW, running=libreoffice_runs) is None


class TestLibreOffice:
    def test_an_open_workbook_is_refused_with_who_and_since(self, workbook: Path) -> None:
        sign = libreoffice_sign(workbook, f",ann,{HERE},22.11.2026 20:25,file:///home/ann/profile;")
        with pytest.raises(StoreUnavailable) as caught:
            refuse_if_held(workbook, now=NOW, running=libreoffice_runs)
        assert caught.value.message == (
            f"contacts.xlsx is open in LibreOffice (ann on {HERE}, since 2026-11-22 20:25). "
            "Close it and run again; nothing was written."
        )
        assert caught.value.hint == (
            f"If it is open nowhere, {sign} was left behind: delete that small file, or run again with --force."
        )
        assert refuse_if_held(workbook, force=True, now=NOW, running=libreoffice_runs) == held(
            workbook, running=libreoffice_runs
        )

    def test_a_lock_of_this_computer_where_it_does_not_run_was_left_behind(self, workbook: Path) -> None:
        libreoffice_sign(workbook, f"Ann Example,ann,{HERE},22.11.2026 20:25,file:///home/ann/profile;")
        holder = refuse_if_held(workbook, now=NOW, running=nothing_runs)
        assert holder is not None
        assert (holder.stale, holder.user) == (True, "Ann Example")
        assert holder.sentence == (
            f".~lock.contacts.xlsx# says that contacts.xlsx is open in LibreOffice (Ann Example on {HERE}, since "
            "2026-11-22 20:25), but no LibreOffice runs on this computer; it was left behind."
        )

    def test_where_the_system_tells_no_processes_a_lock_is_believed(self, workbook: Path) -> None:
        libreoffice_sign(workbook, f",ann,{HERE},22.11.2026 20:25,x;")
        assert not held(workbook, running=system_tells_nothing).stale

    @pytest.mark.parametrize(("opened", "stale"), [("22.11.2026 09:01", False), ("22.11.2026 08:59", True)])
    def test_a_lock_of_another_computer_is_believed_for_twelve_hours(
        self, workbook: Path, opened: str, stale: bool
    ) -> None:
        libreoffice_sign(workbook, f",ann,elsewhere.example.org,{opened},x;")
        assert held(workbook).stale is stale

    def test_a_workbook_open_here_for_days_is_still_open(self, workbook: Path) -> None:
        libreoffice_sign(workbook, f",ann,{HERE},12.11.2026 20:25,x;")
        assert not held(workbook, running=libreoffice_runs).stale

    def test_commas_in_a_name_belong_to_it(self, workbook: Path) -> None:
        libreoffice_sign(workbook, "Example\\, Ann \\; Ltd,ann,elsewhere,22.11.2026 20:25,x;second,b,c,d,e;")
        holder = held(workbook)
        assert (holder.user, holder.host, holder.since) == (
            "Example, Ann ; Ltd",
            "elsewhere",
            datetime(2026, 11, 22, 20, 25),
        )

    def test_the_lock_of_a_linked_workbook_is_looked_for_beside_the_real_file(self, workbook: Path) -> None:
        link = workbook.with_name("shortcut.xlsx")
        try:
            link.symlink_to(workbook)
        except OSError:
            pytest.skip("no links here")
        libreoffice_sign(workbook, f",ann,{HERE},22.11.2026 20:25,x;")
        assert who_holds(link, now=NOW, running=libreoffice_runs) is not None

    @given(data=st.binary(max_size=200))
    def test_any_content_is_a_sign_and_never_an_error(
        self, tmp_path_factory: pytest.TempPathFactory, data: bytes
    ) -> None:
        workbook = tmp_path_factory.mktemp("locks") / "contacts.xlsx"
        workbook.write_bytes(b"a workbook")
        for name in (".~lock.contacts.xlsx#", "~$contacts.xlsx"):
            sign = workbook.with_name(name)
            sign.write_bytes(data)
            assert who_holds(workbook, now=NOW, running=libreoffice_runs) is not None
            sign.unlink()


class TestExcel:
    @pytest.mark.parametrize("user", ["Ann Example", "Ána Éxample", "山田 花子"])
    def test_the_user_is_named(self, workbook: Path, user: str) -> None:
        excel_sign(workbook, user)
        with pytest.raises(StoreUnavailable) as caught:
            refuse_if_held(workbook, now=NOW, running=nothing_runs)
        assert caught.value.message == (
            f"contacts.xlsx is open in Excel ({user}, since 2026-11-22 21:00). "
            "Close it and run again; nothing was written."
        )

    def test_the_name_with_two_letters_dropped_counts(self, workbook: Path) -> None:
        excel_sign(workbook, "Ann Example", name="~$ntacts.xlsx")
        assert held(workbook).program == "Excel"

    def test_unless_that_is_the_whole_name_of_another_workbook(self, workbook: Path) -> None:
        excel_sign(workbook, "Ann Example", name="~$ntacts.xlsx")
        workbook.with_name("ntacts.xlsx").write_bytes(b"another workbook")
        assert who_holds(workbook, now=NOW, running=nothing_runs) is None

    def test_after_twelve_hours_it_was_left_behind_unless_excel_runs_here(self, workbook: Path) -> None:
        excel_sign(workbook, "Ann Example", opened=NOW - timedelta(hours=13))
        assert held(workbook).stale
        assert held(workbook).sentence == (
            "~$contacts.xlsx says that contacts.xlsx is open in Excel (Ann Example, since 2026-11-22 08:00), "
            "but that is more than 12 hours ago; it was left behind."
        )
        assert not held(workbook, running=excel_runs).stale

    def test_a_live_sign_counts_before_a_stale_one(self, workbook: Path) -> None:
        libreoffice_sign(workbook, f",ann,{HERE},22.11.2026 20:25,x;")
        excel_sign(workbook, "Bob Example")
        assert (held(workbook).program, held(workbook).stale) == ("Excel", False)


def test_wps_office_is_seen(workbook: Path) -> None:
    sign = workbook.with_name(".~contacts.xlsx")
    sign.write_bytes(b"")
    os.utime(sign, (NOW.timestamp(), NOW.timestamp()))
    assert held(workbook).sentence == (
        "contacts.xlsx is open in WPS Office (since 2026-11-22 21:00). Close it and run again; nothing was written."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who is writing")
def test_a_file_open_for_writing_is_refused_even_by_force(workbook: Path) -> None:
    script = "import sys; f = open(sys.argv[1], 'r+b'); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script, workbook], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StoreUnavailable) as caught:
            refuse_if_held(workbook, force=True, now=NOW, running=nothing_runs)
    assert (caught.value.message, caught.value.hint) == (
        "contacts.xlsx is open for writing in another program. Close it and run again; nothing was written.",
        "Close the program that has it open, then run the same command again.",
    )


def test_this_process_is_among_those_that_run() -> None:
    assert any("python" in name or "pytest" in name for name in processes())


@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_a_running_libreoffice_is_seen_and_its_lock_is_stale_once_it_was_killed(tmp_path: Path) -> None:
    import xlsxwriter

    workbook = tmp_path / "contacts.xlsx"
    xlsxwriter.Workbook(str(workbook)).close()
    assert zipfile.is_zipfile(workbook)
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--norestore",
            workbook,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    sign = workbook.with_name(".~lock.contacts.xlsx#")
    try:
        for _ in range(600):
            with suppress(subprocess.TimeoutExpired):
                office.wait(timeout=0.1)
            if sign.exists() and sign.read_bytes():
                break
        with pytest.raises(StoreUnavailable, match=r"contacts\.xlsx is open in LibreOffice"):
            refuse_if_held(workbook)
    finally:
        os.killpg(office.pid, 9)
        office.wait()
    assert sign.exists()
    if "soffice.bin" not in processes():  # another one may run on this computer
        holder = refuse_if_held(workbook)
        assert holder is not None
        assert holder.stale
