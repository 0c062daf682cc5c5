"""``schedule install``, ``status`` and ``remove``: texts the real schedulers take, and nothing else is touched."""

from __future__ import annotations

import os
import plistlib
import pwd
import shutil
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import time
from pathlib import Path

import pytest

from connectkit.commands.schedule import crontab, jobs, machine
from connectkit.commands.schedule.machine import Answer, Cron
from connectkit.errors import AccessDenied
from tests.commands.conftest import Place

SEVEN = time(7)
OTHERS = [
    "",
    "MAILTO=ana@example.com\n# a remark\n\n*/5 * * * * date +\\%F >/dev/null\n",
    "# >>> conda\n0 7 * * * backup\n# <<< conda\n",
    "0 7 * * * no-line-end",
    "\u00fc \udcff odd bytes\n",
]


def job(at: time = SEVEN, folder: str = "/home/ann/net") -> jobs.Job:
    return jobs.Job(Path(folder, "bin/python"), Path(folder, "connectkit.yaml"), at)


def test_the_block() -> None:
    assert crontab.block(job()) == (
        f"""# >>> {job().name}: the daily sync for /home/ann/net/connectkit.yaml; connectkit schedule remove takes it out
0 7 * * * /home/ann/net/bin/python -m connectkit --config /home/ann/net/connectkit.yaml sync --scheduled
17 7-23 * * * /home/ann/net/bin/python -m connectkit --config /home/ann/net/connectkit.yaml sync --scheduled --if-missing
# <<< {job().name}
"""
    )


@pytest.mark.parametrize(
    ("at", "hours"),
    [(time(7, 50), "7 8-23"), (time(22, 45), "2 23"), (time(23, 30), "47 23"), (time(23, 50), "")],
)
def test_a_missed_run_is_looked_for_after_its_time_only(at: time, hours: str) -> None:
    lines = [line for line in crontab.block(job(at)).splitlines() if line.endswith("--if-missing")]
    assert [line[: len(hours)] for line in lines] == ([hours] if hours else [])


@pytest.mark.parametrize("other", OTHERS)
def test_other_lines_stay_byte_for_byte_and_a_second_time_changes_nothing(other: str) -> None:
    once = crontab.with_block(other, job())
    assert crontab.with_block(once, job()) == once
    assert once.startswith(other)
    back = crontab.without_block(once, job())
    assert back == other + ("" if other.endswith("\n") or not other else "\n")
    assert crontab.without_block(other, job()) == other


def test_two_sheets_have_two_blocks_and_a_new_time_replaces_the_old() -> None:
    both = crontab.with_block(crontab.with_block(OTHERS[1], job()), job(folder="/home/ann/other"))
    later = crontab.with_block(both, job(time(8)))
    assert later.count("# >>> connectkit-") == 2
    assert "\n0 8 * * * /home/ann/net" in later
    assert "\n0 7 * * * /home/ann/net/" not in later
    assert "\n0 7 * * * /home/ann/other" in later


def test_a_line_of_the_user_s_inside_the_block_is_kept() -> None:
    text = crontab.with_block("", job()).replace("# <<<", "5 5 * * * mine\n# <<<")
    again = crontab.with_block(text, job(time(9)))
    assert again.endswith(f"# <<< {job().name}\n5 5 * * * mine\n")
    assert crontab.without_block(text, job()) == "5 5 * * * mine\n"


def test_a_block_whose_end_was_deleted_takes_nothing_of_the_user_s_with_it() -> None:
    broken = crontab.with_block("", job()).replace(f"# <<< {job().name}\n", "") + "5 5 * * * mine\n"
    assert crontab.without_block(broken, job()) == "5 5 * * * mine\n"


def test_who_may_have_no_crontab_is_told() -> None:
    def refuses(words: Sequence[str], told: bytes) -> Answer:
        return Answer(1, b"", "You (ann) are not allowed to use this program (crontab)")

    with pytest.raises(AccessDenied, match="You \\(ann\\) are not allowed to use this program"):
        Cron(job(), refuses).now()


def test_the_words_of_an_installed_command_are_found_again(tmp_path: Path) -> None:
    hard = job(folder=str(tmp_path / "100% \"net\" $HOME 'x' & <y> ü"))
    said: list[Sequence[str]] = []

    def take(words: Sequence[str], told: bytes) -> Answer:
        said.append(words)
        return Answer(0, b"", "")

    for kind in ("systemd", "launchd", "windows"):
        one = machine.scheduler(kind, hard, tmp_path, home=tmp_path, run=take)
        assert one.command() == []
        one.write(one.wanted())
        assert one.now() == one.wanted()
        if kind != "windows":  # whose own way of quoting words is not the shell's
            assert one.command() == hard.scheduled
        assert jobs.time_of(one.now(), hard) == SEVEN
        one.write(one.without())
        assert (one.now(), one.command()) == ("", [])
    assert [words[:3] for words in said] == [
        ["systemctl", "--user", "daemon-reload"],
        ["systemctl", "--user", "enable"],
        ["systemctl", "--user", "disable"],
        ["systemctl", "--user", "daemon-reload"],
        ["launchctl", "bootstrap", f"gui/{os.getuid()}"],
        ["launchctl", "bootout", f"gui/{os.getuid()}/org.{hard.name}"],
        ["schtasks", "/Create", "/F"],
        ["schtasks", "/Delete", "/F"],
    ]


def test_missed_mornings_are_caught_up_by_every_scheduler() -> None:
    assert "Persistent=true" in jobs.timer(job())
    assert "<StartWhenAvailable>true</StartWhenAvailable>" in jobs.task(job())
    assert plistlib.loads(jobs.agent(job()).encode())["StartCalendarInterval"] == {"Hour": 7, "Minute": 0}
    assert ET.fromstring(jobs.task(job())).tag.endswith("Task")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    one = jobs.Job(Path(sys.executable), tmp_path / "100% net" / "connectkit.yaml", SEVEN)
    for ending, text in (("service", jobs.service(one)), ("timer", jobs.timer(one))):
        (tmp_path / f"{one.name}.{ending}").write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", str(tmp_path / f"{one.name}.timer")], capture_output=True, text=True, timeout=60,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, [line for line in done.stderr.splitlines() if one.name in line]) == (0, []), (
        done.stderr
    )


# ---- Debian's cron -----------------------------------------------------------------------------------

WHO = "connectkit-test"
needs_cron = pytest.mark.skipif(
    os.name != "posix" or os.getuid() != 0 or not shutil.which("cron") or not shutil.which("useradd"),
    reason="needs Debian's cron, and root for a throw-away user",
)


@pytest.fixture
def user() -> Iterator[machine.Run]:
    """Runs programs as a throw-away user, who is gone afterwards with the crontab."""
    subprocess.run(["userdel", "-rf", WHO], capture_output=True)
    subprocess.run(["useradd", "--create-home", WHO], check=True, capture_output=True)

    def run_as(words: Sequence[str], told: bytes = b"") -> Answer:
        return machine.run(["runuser", "-u", WHO, "--", *words], told)

    yield run_as
    subprocess.run(["crontab", "-r", "-u", WHO], capture_output=True)
    subprocess.run(["userdel", "-rf", WHO], capture_output=True)


@needs_cron
def test_debian_s_cron_takes_the_block_keeps_the_rest_and_runs_the_command(user: machine.Run) -> None:
    home = Path(pwd.getpwnam(WHO).pw_dir)
    folder = home / "100% net & <ü>"
    (folder / "bin").mkdir(parents=True)
    script = folder / "bin" / "python"
    script.write_text(
        f"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{home}/ran.new' && mv '{home}/ran.new' '{home}/ran'\n", "utf-8"
    )
    script.chmod(0o755)
    for path in (folder, folder / "bin", script):
        os.chown(path, pwd.getpwnam(WHO).pw_uid, -1)
    one = jobs.Job(script, folder / "connectkit.yaml", SEVEN)
    cron = Cron(one, user)
    assert cron.now() == ""
    cron.write(OTHERS[1])
    cron.write(cron.wanted())
    assert cron.now() == OTHERS[1] + crontab.block(one)
    assert (cron.command(), jobs.time_of(cron.now(), one)) == (one.scheduled, SEVEN)
    # The daemon runs what stands after @reboot as soon as it starts: the same line without a minute's wait.
    daily = crontab.block(one).splitlines()[1].replace("0 7 * * *", "@reboot")
    cron.run(["crontab", "-"], f"{daily}\n".encode())
    _run_daemon(home / "ran")
    assert (home / "ran").read_text("utf-8").splitlines() == one.scheduled[1:]
    cron.run(["crontab", "-"], (OTHERS[1] + crontab.block(one)).encode())
    cron.write(cron.without())
    assert cron.now() == OTHERS[1]


def _run_daemon(ran: Path) -> None:
    """Debian's cron in the foreground until it has run the line."""
    with suppress(OSError):
        Path("/var/run/crond.reboot").unlink()
    with suppress(OSError):
        Path("/var/run/crond.pid").unlink()
    daemon = subprocess.Popen(["cron", "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait = threading.Event()
        for _ in range(100):
            if ran.exists() or wait.wait(0.1):
                break
    finally:
        daemon.terminate()
        daemon.wait()


# ---- the command -------------------------------------------------------------------------------------


class FakeCrontab:
    """A crontab of one file, in the place of the program: what a container without cron would have."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "crontab.txt"
        folder.joinpath("bin").mkdir()
        program = folder / "bin" / "crontab"
        program.write_text(
            f"""#!/bin/sh
case "$1" in
-l) if [ -f '{self.file}' ]; then cat '{self.file}'; else echo 'no crontab for ann' >&2; exit 1; fi ;;
-r) rm -f '{self.file}' ;;
-) cat > '{self.file}' ;;
esac
""",
            "utf-8",
        )
        program.chmod(0o755)


@pytest.fixture
def tab(filled: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeCrontab:
    found = FakeCrontab(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return found


def test_install_status_and_remove(filled: Place, tab: FakeCrontab) -> None:
    tab.file.write_text(OTHERS[1], "utf-8")
    _, err = filled.run("schedule", "install", "--for", "cron", code=2)
    assert "+0 7 * * * " in err
    assert "connectkit: Nobody is there to say yes to a change of cron; nothing was changed.\n" in err
    assert tab.file.read_text("utf-8") == OTHERS[1]
    filled.run("schedule", "install", "--for", "cron", "--yes")
    installed = tab.file.read_text("utf-8")
    assert installed.startswith(OTHERS[1])
    _, err = filled.run("schedule", "install", "--for", "cron", "--yes")
    assert err == "The daily run stands in cron already. Nothing was changed.\n"
    assert tab.file.read_text("utf-8") == installed
    status = filled.json("schedule", "status", "--for", "cron")
    (one,) = status["installed"]
    assert (status["last"], one["missing"]) == (None, [])
    assert one["next"].endswith("at 07:00")
    kept = list((filled.folder / "state").rglob("cron-*.txt"))
    assert [path.read_text("utf-8") for path in kept] == [OTHERS[1]]
    filled.run("schedule", "remove", "--for", "cron", "--yes")
    assert tab.file.read_text("utf-8") == OTHERS[1]
    out, _ = filled.run("schedule", "status", "--for", "cron")
    assert out.startswith("No daily run of this sheet is installed here.")


def test_status_names_what_is_gone(filled: Place, tab: FakeCrontab) -> None:
    filled.run("schedule", "install", "--for", "cron", "--yes")
    text = tab.file.read_text("utf-8")
    tab.file.write_text(text.replace(sys.executable, "/gone/bin/python"), "utf-8")
    out, _ = filled.run("schedule", "status", "--for", "cron")
    assert "/gone/bin/python does not exist any more: run connectkit schedule install again." in out


def test_a_secret_in_the_environment_is_refused_with_the_way_out(filled: Place, tab: FakeCrontab) -> None:
    with (filled.folder / "connectkit.yaml").open("a", encoding="utf-8") as file:
        file.write("\nsources:\n  - imap: {host: imap.example.com, user: ann, password_env: MAIL_PASSWORD}\n")
    _, err = filled.run("schedule", "install", "--for", "cron", "--yes", code=2)
    assert err == (
        "connectkit: A scheduled run does not see MAIL_PASSWORD, the environment variable your settings take a secret from.\n"
        "  Put the secret into a file that only you can read, and name it with password_file (or notify: file).\n"
    )
    assert not tab.file.exists()


def test_a_scheduled_run_says_nothing_but_to_its_log_and_a_day_has_one(filled: Place) -> None:
    words = [sys.executable, "-m", "connectkit", "sync", "--scheduled", "--if-missing"]
    for _ in range(2):
        done = subprocess.run(words, cwd=filled.folder, capture_output=True, text=True)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (log,) = (filled.folder / "state").rglob("scheduled.log")
    assert log.read_text("utf-8").count("---- ") == 1
    filled.workbook.write_bytes(b"no workbook")
    done = subprocess.run(words[:-1], cwd=filled.folder, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("", "")
    assert done.returncode != 0
    filled.capsys.readouterr()
    from connectkit.cli import main

    main(["doctor"])
    assert "scheduled run" in filled.capsys.readouterr().out
