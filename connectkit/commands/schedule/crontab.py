"""Our block in a user's crontab: put in, found, taken out; every other line stays byte for byte. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from connectkit.commands.schedule.jobs import Job, cron_words

CATCH_UP = 17
"""So many minutes after the daily run, and then every hour, a missed one is caught up."""

_OURS = re.compile(r"\s-m connectkit\s.*\ssync\b")


class Parts(NamedTuple):
    """A crontab taken apart: before our block, our lines, lines of the user's inside it, after it."""

    before: str
    ours: tuple[str, ...]
    strangers: tuple[str, ...]
    after: str


def marks(job: Job) -> tuple[str, str]:
    """The first and last line of the block of this sheet."""
    name = " ".join(str(job.config).split())
    return (
        f"# >>> {job.name}: the daily sync for {name}; connectkit schedule remove takes it out",
        f"# <<< {job.name}",
    )


def block(job: Job) -> str:
    """The lines of our block: the daily run, and the look every hour whether it was missed."""
    first, last = marks(job)
    command = cron_words(job.scheduled)
    lines = [first, f"{job.at.minute} {job.at.hour} * * * {command}"]
    minute = job.at.minute + CATCH_UP
    hour = job.at.hour + minute // 60
    if hour <= 23:
        hours = f"{hour}-23" if hour < 23 else "23"
        lines.append(f"{minute % 60} {hours} * * * {command} --if-missing")
    return "\n".join([*lines, last]) + "\n"


def parts(text: str, job: Job) -> Parts:
    """The crontab around the block of this sheet; a block without its end goes as far as its lines are ours."""
    lines = text.splitlines(keepends=True)
    begin = next((at for at, line in enumerate(lines) if line.startswith(f"# >>> {job.name}:")), None)
    if begin is None:
        return Parts(text, (), (), "")
    end = next((at for at in range(begin, len(lines)) if lines[at].rstrip() == f"# <<< {job.name}"), None)
    if end is None:
        end = begin
        while end + 1 < len(lines) and _OURS.search(lines[end + 1]):
            end += 1
        inside, rest = lines[begin + 1 : end + 1], lines[end + 1 :]
    else:
        inside, rest = lines[begin + 1 : end], lines[end + 1 :]
    ours = tuple(line for line in inside if _OURS.search(line))
    strangers = tuple(line for line in inside if not _OURS.search(line))
    return Parts("".join(lines[:begin]), ours, strangers, "".join(rest))


def with_block(text: str, job: Job) -> str:
    """The crontab with our block as it should be; what the user wrote inside the old one stands below it."""
    one = parts(text, job)
    before = one.before + ("\n" if one.before and not one.before.endswith("\n") else "")
    return before + block(job) + "".join(one.strangers) + one.after


def without_block(text: str, job: Job) -> str:
    """The crontab without our block."""
    one = parts(text, job)
    return one.before + "".join(one.strangers) + one.after
