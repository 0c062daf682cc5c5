"""Once a day, whatever happens: when a run is due, and the entries that make other schedulers start it.

A run is due when the last slot (today at seven, or yesterday's if it is earlier) has had no success yet. So a
machine that slept, a day off and a failed run all end the same way: with one run as soon as it is possible.
"""

from __future__ import annotations

import hashlib
import plistlib
import re
import shlex
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from connectkit.errors import UsageError

RETRY = timedelta(minutes=10)
"""After a failed run the next try waits so long."""

NAME = "connectkit"
LABEL = "org.connectkit.sync"


def slot(now: datetime, at: time) -> date:
    """The day whose run should be done by now: today once ``at`` is reached, else yesterday."""
    return now.date() if now.time() >= at else now.date() - timedelta(days=1)


def is_due(now: datetime, at: time, last_success: date | None, last_try: datetime | None) -> bool:
    """True when the last slot has had no success, and the last try is not just over. ``now`` is in the sheet's zone."""
    if last_success is not None and last_success >= slot(now, at):
        return False
    return last_try is None or not timedelta(0) <= now - last_try < RETRY


def read_time(text: str) -> time:
    """``07:00`` as a time of day.

    Raises:
        UsageError: it is none, or lies where clocks are set forward and back.
    """
    hours, _, minutes = text.strip().partition(":")
    if not (
        hours.isdecimal()
        and minutes.isdecimal()
        and len(minutes) == 2
        and int(hours) < 24
        and int(minutes) < 60
    ):
        raise UsageError(f"“{text}” is not a time of day.", "Write it as 07:00.")
    at = time(int(hours), int(minutes))
    if at < time(3, 30):
        raise UsageError(
            f"{at:%H:%M} lies in the hours in which clocks are changed, so some days it comes twice or never.",
            "Choose 03:30 or later.",
        )
    return at


@dataclass(frozen=True, slots=True)
class Job:
    """What a scheduler has to start, and when. ``zone`` is an IANA name or empty for the system's own."""

    python: Path
    config: Path
    at: time
    zone: str = ""

    @property
    def command(self) -> list[str]:
        """The words of the command, every path absolute."""
        return [str(self.python), "-m", "connectkit", "--config", str(self.config), "sync", "--quiet"]

    @property
    def scheduled(self) -> list[str]:
        """The words of the command as an installed entry runs it: what it says goes to the log doctor reads."""
        return [*self.command[:-1], "--scheduled"]

    @property
    def name(self) -> str:
        """How schedulers know the entry of this sheet: two sheets on one machine have two."""
        return f"{NAME}-{hashlib.sha256(str(self.config).encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"

    @property
    def folder(self) -> Path:
        """Where it runs."""
        return self.config.parent


def entry(job: Job, kind: str) -> str:
    """The text to paste for ``cron``, ``systemd``, ``launchd`` or ``windows``.

    Raises:
        UsageError: a path holds a line break, which no scheduler can take.
    """
    if any(char in part for part in job.command for char in "\n\r\0"):
        raise UsageError(
            "The path of connectkit or of its settings holds a line break.", "Rename the folder."
        )
    return {"cron": _cron, "systemd": _systemd, "launchd": _launchd, "windows": _windows}[kind](job)


def cron_words(words: list[str]) -> str:
    """A command as a crontab holds it: quoted, % escaped, which cron would take for a line end."""
    return shlex.join(words).replace("%", "\\%")


def time_of(entry: str, job: Job) -> time | None:
    """The time of day an installed entry runs at; None where it can't be read."""
    block = entry.partition(f"# >>> {job.name}:")[2]
    found = re.search(r"^(\d{1,2}) (\d{1,2}) \* \* \* ", block, re.MULTILINE)
    if found:
        return time(int(found[2]), int(found[1]))
    found = re.search(r"(?:OnCalendar=\*-\*-\* |StartBoundary>[\d-]+T)(\d\d):(\d\d)", entry) or re.search(
        r"<key>Hour</key>\s*<integer>(\d+)</integer>\s*<key>Minute</key>\s*<integer>(\d+)</integer>", entry
    )
    return time(int(found[1]), int(found[2])) if found else None


def _cron(job: Job) -> str:
    command = cron_words(job.command)
    return (
        "# connectkit, once a day. Paste this line after: crontab -e\n"
        "# Cron uses the machine's own time zone and does not catch up on missed days; the next run does.\n"
        f"{job.at.minute} {job.at.hour} * * * {command}\n"
    )


def _systemd(job: Job) -> str:
    return f"""\
# connectkit, once a day. Save the two parts as the files named, then:
#   systemctl --user daemon-reload && systemctl --user enable --now connectkit.timer
# So that it also runs while you are logged out: loginctl enable-linger

# ---- ~/.config/systemd/user/connectkit.service ----
{_service(job.command)}
# ---- ~/.config/systemd/user/connectkit.timer ----
{_timer(job, job.zone)}"""


def service(job: Job) -> str:
    """The systemd service that an installed timer starts."""
    return _service(job.scheduled)


def timer(job: Job) -> str:
    """The systemd timer of an installed run, by the machine's own clock; a missed run is caught up."""
    return _timer(job, "")


def _service(words: list[str]) -> str:
    command = " ".join(_systemd_word(word) for word in words)
    return f"""\
[Unit]
Description=connectkit: the daily sync

[Service]
Type=oneshot
ExecStart={command}
"""


def _timer(job: Job, place: str) -> str:
    zone = f" {place}" if "/" in place else ""
    return f"""\
[Unit]
Description=connectkit, every day at {job.at:%H:%M}

[Timer]
OnCalendar=*-*-* {job.at:%H:%M}:00{zone}
Persistent=true
RandomizedDelaySec=60

[Install]
WantedBy=timers.target
"""


def _systemd_word(word: str) -> str:
    """One word of ExecStart: quoted, with the characters systemd would replace doubled."""
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{quoted}"'


def _launchd(job: Job) -> str:
    text = _plist(job, job.command, LABEL, {"StandardErrorPath": str(job.folder / "connectkit.log")})
    head, _, rest = text.partition("<plist")
    note = (
        f"<!-- connectkit, once a day. Save as ~/Library/LaunchAgents/{LABEL}.plist, then:\n"
        f"     launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/{LABEL}.plist -->\n"
    )
    return f"{head}{note}<plist{rest}"


def agent(job: Job) -> str:
    """The launchd agent of an installed run; a Mac that slept runs it when it wakes."""
    return _plist(job, job.scheduled, f"org.{job.name}", {})


def _plist(job: Job, words: list[str], label: str, more: dict[str, str]) -> str:
    body = {
        "Label": label,
        "ProgramArguments": words,
        "WorkingDirectory": str(job.folder),
        "StartCalendarInterval": {"Hour": job.at.hour, "Minute": job.at.minute},
        **more,
        "ProcessType": "Background",
    }
    return plistlib.dumps(body, sort_keys=False).decode("utf-8")


def task(job: Job) -> str:
    """The task of an installed run for Windows' Task Scheduler; a missed one is caught up."""
    return _windows(job, job.scheduled)


def _windows(job: Job, command: list[str] | None = None) -> str:
    python, *words = command or job.command
    # Only ASCII, so that it stays right whichever encoding a shell saves it in.
    text = _TASK.format(
        at=f"{job.at:%H:%M}:00",
        program=escape(python),
        arguments=escape(_windows_words(words)),
        folder=escape(str(job.folder)),
    )
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _windows_words(words: list[str]) -> str:
    import subprocess

    return subprocess.list2cmdline(words)


_TASK = """\
<?xml version="1.0"?>
<!-- connectkit, once a day. Save as connectkit.xml, then: schtasks /Create /TN connectkit /XML connectkit.xml -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>connectkit: the daily sync</Description></RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T{at}</StartBoundary>
      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT1H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{folder}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""
