"""The machine's own schedulers: what is installed there, and how it is put in and taken out."""

from __future__ import annotations

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from connectkit.commands.schedule import crontab, jobs
from connectkit.errors import AccessDenied, StoreUnavailable, UsageError

KINDS = ("systemd", "cron", "launchd", "windows")


class Answer(NamedTuple):
    """How a program ended, and what it said."""

    code: int
    out: bytes
    err: str


Run = Callable[[Sequence[str], bytes], Answer]
"""Runs a program with some bytes on its standard input."""


def run(words: Sequence[str], told: bytes = b"") -> Answer:
    """Runs one of the machine's own programs."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words and paths of ours
            list(words),
            input=told,
            capture_output=True,
            timeout=30,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise StoreUnavailable(f"{words[0]} can't be run ({type(error).__name__}).", "Try again.") from None
    return Answer(done.returncode, done.stdout, " ".join(done.stderr.decode("utf-8", "replace").split()))


class Scheduler(Protocol):
    """One scheduler, for one sheet."""

    def now(self) -> str:
        """What stands there today; "" if nothing."""

    def wanted(self) -> str:
        """What should stand there."""

    def without(self) -> str:
        """What stands there once our entry is gone."""

    def write(self, text: str) -> None:
        """Makes it so."""

    def command(self) -> list[str]:
        """The words of the installed command; none where it is not installed."""


@dataclass
class Cron:
    """The user's crontab."""

    job: jobs.Job
    run: Run = run

    def now(self) -> str:
        """The whole crontab. AccessDenied where the machine does not let this user have one."""
        found = self.run(["crontab", "-l"], b"")
        if found.code == 0:
            return found.out.decode("utf-8", "surrogateescape")
        if "no crontab for" in found.err:
            return ""
        raise AccessDenied(
            f"Your crontab can't be read: {found.err or 'crontab refuses'}.",
            "Ask whoever runs the machine (cron.allow, cron.deny), or use connectkit schedule run.",
        )

    def wanted(self) -> str:
        """The crontab with our block."""
        return crontab.with_block(self.now(), self.job)

    def without(self) -> str:
        """The crontab without it."""
        return crontab.without_block(self.now(), self.job)

    def write(self, text: str) -> None:
        """The new crontab, read back to see that it stands."""
        if text:
            done = self.run(["crontab", "-"], text.encode("utf-8", "surrogateescape"))
        else:
            done = self.run(["crontab", "-r"], b"")
        if done.code:
            raise AccessDenied(f"The crontab was not taken: {done.err}.", "Nothing was changed.")
        if self.now() != text:
            raise StoreUnavailable("The crontab is not what was written.", "Look at it with: crontab -l")

    def command(self) -> list[str]:
        """The words of the daily line."""
        ours = crontab.parts(self.now(), self.job).ours
        return shlex.split(ours[0].replace("\\%", "%"))[5:] if ours else []


@dataclass
class Files:
    """A scheduler that reads files of ours: systemd, launchd, Windows."""

    job: jobs.Job
    files: dict[Path, str]
    start: Sequence[Sequence[str]]
    stop: Sequence[Sequence[str]]
    words: Callable[[str], list[str]]
    run: Run = run

    def now(self) -> str:
        """All files that stand there, one after the other."""
        return "".join(path.read_text("utf-8") for path in self.files if path.is_file())

    def wanted(self) -> str:
        """All files as they should be."""
        return "".join(self.files.values())

    def without(self) -> str:
        """Nothing: the files are ours alone."""
        return ""

    def write(self, text: str) -> None:
        """The files are there and the scheduler knows them, or they are gone and it does not."""
        if not text:
            for words in self.stop:
                self.run(words, b"")
            for path in self.files:
                path.unlink(missing_ok=True)
            return
        for path, content in self.files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        for words in self.start:
            done = self.run(words, b"")
            if done.code:
                raise StoreUnavailable(
                    f"{' '.join(words[:3])} … refuses: {done.err or done.code}.",
                    "The files were written; try again.",
                )

    def command(self) -> list[str]:
        """The words of the installed command."""
        path = next(iter(self.files))
        return self.words(path.read_text("utf-8")) if path.is_file() else []


def scheduler(kind: str, job: jobs.Job, state: Path, *, home: Path, run: Run = run) -> Scheduler:
    """The scheduler of this kind for this job; ``state`` keeps the file Windows reads."""
    name = job.name
    if kind == "cron":
        return Cron(job, run)
    if kind == "systemd":
        units = home / ".config" / "systemd" / "user"
        files = {units / f"{name}.service": jobs.service(job), units / f"{name}.timer": jobs.timer(job)}
        reload = ["systemctl", "--user", "daemon-reload"]
        return Files(
            job,
            files,
            [reload, ["systemctl", "--user", "enable", "--now", f"{name}.timer"]],
            [["systemctl", "--user", "disable", "--now", f"{name}.timer"], reload],
            _of_service,
            run,
        )
    if kind == "launchd":
        path = home / "Library" / "LaunchAgents" / f"org.{name}.plist"
        where = f"gui/{os.getuid() if hasattr(os, 'getuid') else 0}"
        gone = ["launchctl", "bootout", f"{where}/org.{name}"]
        return Files(
            job,
            {path: jobs.agent(job)},
            [["launchctl", "bootstrap", where, str(path)]],
            [gone],
            _of_plist,
            run,
        )
    path = state / f"{name}.xml"
    made = ["schtasks", "/Create", "/F", "/TN", name, "/XML", str(path)]
    return Files(
        job, {path: jobs.task(job)}, [made], [["schtasks", "/Delete", "/F", "/TN", name]], _of_task, run
    )


def find_kind(run: Run = run) -> str:
    """The scheduler this machine has.

    Raises:
        UsageError: none was found.
    """
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin":
        return "launchd"
    if shutil.which("systemctl") and run(["systemctl", "--user", "show-environment"], b"").code == 0:
        return "systemd"
    if shutil.which("crontab"):
        return "cron"
    raise UsageError(
        "This machine has neither systemd for users nor cron.",
        "Install cron, or keep connectkit schedule run going, for example in a container.",
    )


def _of_service(text: str) -> list[str]:
    line = next((one for one in text.splitlines() if one.startswith("ExecStart=")), "")
    return shlex.split(line.removeprefix("ExecStart=").replace("%%", "%").replace("$$", "$"))


def _of_plist(text: str) -> list[str]:
    return [str(one) for one in plistlib.loads(text.encode())["ProgramArguments"]]


def _of_task(text: str) -> list[str]:
    tree = ET.fromstring(text)  # noqa: S314 - a file of our own
    found = {one.tag.rpartition("}")[2]: one.text or "" for one in tree.iter()}
    return [found.get("Command", ""), *shlex.split(found.get("Arguments", ""), posix=False)]
