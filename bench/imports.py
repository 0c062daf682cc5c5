"""Imports of big files, beside a bare pass of a parsing library over the same file.

    python -m bench.imports [MEGABYTES]

Makes a mailbox of so many megabytes (64), and a calendar, a chat, LinkedIn messages and cards of sizes that go with it,
in a folder that is deleted again. Prints for each: records; CPU seconds of the bare pass; CPU of connectkit reading
the records, and of the whole dry run (reading, matching, planning), as ratios to it; and by how much the peak memory
of each exceeds what the libraries take before a file is opened. Every pass runs in a process of its own.

The bare passes: mailbox and BytesHeaderParser of the standard library; icalendar; a regular expression and strptime
a line; csv.reader; icalendar's reader of content lines.
"""

from __future__ import annotations

import csv
import importlib
import json
import mailbox
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from email.parser import BytesHeaderParser
from pathlib import Path

TODAY = date(2026, 11, 23)
ME = "me@example.com"
PEOPLE = 300
MESSAGES = (
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO", "RECIPIENT PROFILE URLS", "DATE", "SUBJECT", "CONTENT", "FOLDER",
)  # fmt: skip
LIBRARIES = (
    "icalendar", "recurring_ical_events", "pandas", "connectkit.merging.merge", "connectkit.view", "connectkit.importers.calendar.ics", "connectkit.importers.mail.mbox",
    "connectkit.importers.chat.whatsapp", "connectkit.importers.chat.linkedin_messages", "connectkit.importers.cards.vcard",
)  # fmt: skip
FILLING = ("x" * 75 + "\r\n") * 400


def day(number: int) -> datetime:
    """A moment in the ten years before today; later numbers are later."""
    return datetime(2017, 1, 1, 9, 30) + timedelta(minutes=number * 7 % 5_000_000)


# ---- the files -------------------------------------------------------------------------------------------


def make_mailbox(path: Path, megabytes: int) -> None:
    """Gmail's export: mails of all lengths between the user and three hundred people, lists and spam between them."""
    number, size, wanted = 0, 0, megabytes * 1_000_000
    with path.open("wb") as file:
        while size < wanted:
            number += 1
            person = f"Person {number % PEOPLE} <p{number % PEOPLE}@example.com>"
            sender, to = (person, ME) if number % 3 else (f"Me <{ME}>", person)
            extra = ("X-Gmail-Labels: Inbox", "List-Id: <l.example.org>", "X-Gmail-Labels: Spam")[
                number % 10 % 3
            ]
            head = (
                f"From {10**18 + number}@xxx\r\nX-GM-THRID: {number}\r\n{extra}\r\nReceived: from a by b; {day(number):%a, %d %b %Y %H:%M:%S} +0000\r\n"
                f"From: {sender}\r\nTo: {to}\r\nSubject: =?utf-8?q?caf=C3=A9_{number}?=\r\nDate: {day(number):%a, %d %b %Y %H:%M:%S} +0000\r\n"
                f"Message-ID: <{number}@example.com>\r\nMIME-Version: 1.0\r\n\r\n"
            )
            size += file.write(head.encode())
            size += file.write(FILLING[: 400 + number * 7919 % len(FILLING)].encode() + b"\r\n\r\n")


def make_calendar(path: Path, megabytes: int) -> None:
    """Ten years of meetings with two guests each; every hundredth is a weekly series of a year."""
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        file.write("BEGIN:VCALENDAR\nVERSION:2.0\n")
        for number in range(megabytes * 80):
            rule = "RRULE:FREQ=WEEKLY;COUNT=52\n" if number % 100 == 0 else ""
            guests = "".join(
                f"ATTENDEE;CN=Person {who};PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT:mailto:p{who}@example.com\n"
                for who in (number % PEOPLE, (number + 7) % PEOPLE)
            )
            file.write(
                f"BEGIN:VEVENT\nUID:{number}@example.com\nDTSTART;TZID=Europe/Berlin:{day(number * 60):%Y%m%dT%H%M%S}\nDURATION:PT1H\n{rule}"
                f"ORGANIZER;CN=Me:mailto:{ME}\n{guests}SUMMARY:Meeting {number}\nDESCRIPTION:{'words ' * 40}\nEND:VEVENT\n"
            )
        file.write("END:VCALENDAR\n")


def make_chat(path: Path, megabytes: int) -> None:
    """One chat of two people."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(megabytes * 1500):
            who = ("Person 1", "Me")[number % 2]
            file.write(f"{day(number):%d/%m/%Y, %H:%M} - {who}: {'words ' * 8}\n")
            if number % 5 == 0:
                file.write("and a line that goes on\n")


def make_messages(path: Path, megabytes: int) -> None:
    """LinkedIn's messages with three hundred people."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(MESSAGES)
        for number in range(megabytes * 400):
            who = number % PEOPLE
            pair = [
                (f"Person {who}", f"https://www.linkedin.com/in/p{who}"),
                ("Me", "https://www.linkedin.com/in/me"),
            ]
            sender, to = pair if number % 2 else pair[::-1]
            stamp = f"{day(number):%Y-%m-%d %H:%M:%S} UTC"
            writer.writerow([f"c{who}", "", *sender, *to, stamp, "", "words\n" * 10, "INBOX"])


def make_cards(path: Path, megabytes: int) -> None:
    """Cards of an iPhone; every tenth with a photo."""
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + ("\n " + "A" * 74) * 100
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        for number in range(megabytes * 200):
            file.write(
                f"BEGIN:VCARD\nVERSION:3.0\nN:Family{number};Given{number};;;\nFN:Given{number} Family{number}\nORG:Firm {number % 500};\n"
                f"EMAIL;type=INTERNET;type=pref:c{number}@example.org\nTEL;type=CELL:+49 30 {number:07d}\nBDAY:1980-01-{1 + number % 28:02d}\n"
                f"{photo if number % 10 == 0 else 'NOTE:met at a fair'}\nUID:{number}\nEND:VCARD\n"
            )


# ---- the bare passes -------------------------------------------------------------------------------------


def bare_mailbox(path: Path) -> Iterator[object]:
    """The standard library's mailbox, headers only."""
    parser = BytesHeaderParser()
    box = mailbox.mbox(path, factory=parser.parse, create=False)  # type: ignore[arg-type]  # any factory does
    for one in box:
        yield one["from"], one["to"], one["date"]


def bare_calendar(path: Path) -> Iterator[object]:
    """icalendar, without following any series."""
    import icalendar

    yield from icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")


def bare_chat(path: Path) -> Iterator[object]:
    """A regular expression and strptime a line: no library of its own reads these."""
    stamp = re.compile(r"(\d\d/\d\d/\d{4}, \d\d:\d\d) - ([^:]+): ")
    with path.open(encoding="utf-8") as file:
        for found in filter(None, map(stamp.match, file)):
            yield datetime.strptime(found[1], "%d/%m/%Y, %H:%M"), found[2]  # noqa: DTZ007 - as written


def bare_messages(path: Path) -> Iterator[object]:
    """csv.reader."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def bare_cards(path: Path) -> Iterator[object]:
    """icalendar's reader of content lines, which cards are made of, too."""
    from icalendar.parser import Contentlines

    lines = Contentlines.from_ical(path.read_text("utf-8"))  # type: ignore[no-untyped-call]
    for line in lines:
        if line:
            yield line.parts()


FILES: dict[str, tuple[str, Callable[[Path, int], None], Callable[[Path], Iterator[object]]]] = {
    "mbox": ("All mail.mbox", make_mailbox, bare_mailbox),
    "ics": ("calendar.ics", make_calendar, bare_calendar),
    "whatsapp": ("WhatsApp Chat with Person 1.txt", make_chat, bare_chat),
    "linkedin-messages": ("messages.csv", make_messages, bare_messages),
    "vcard": ("contacts.vcf", make_cards, bare_cards),
}


# ---- connectkit ------------------------------------------------------------------------------------------


def records_of(kind: str, path: Path) -> Iterator[object]:
    """Every record connectkit reads."""
    from connectkit.importers.base import Options, load

    return load(kind).read(
        path, Options(TODAY, owner_emails=(ME,), owner_name="Me", timezone="Europe/Berlin")
    )


def dry_run(kind: str, path: Path) -> Iterator[object]:
    """The whole import into a sheet of three hundred people, written nowhere."""
    from connectkit.config.config import Config
    from connectkit.merging.merge import plan_import
    from connectkit.merging.result import Batch
    from connectkit.model import RawTab, Workbook
    from connectkit.people.records import Item
    from connectkit.view import open_view

    rows: list[list[object]] = [["Name", "Last contact", "Notes", "Email"]]
    rows += [[f"Person {n}", TODAY - timedelta(n), "", f"p{n}@example.com"] for n in range(PEOPLE)]
    sheet = Workbook((RawTab("Contacts", "Contacts", rows),), name="bench")  # type: ignore[arg-type]
    numbers = iter(range(10**9))

    def new_id() -> str:
        return f"{next(numbers):09d}"

    def items() -> Iterator[Item]:
        yield from records_of(kind, path)  # type: ignore[misc]

    view = open_view(sheet, Config(), today=TODAY, new_id=new_id)
    merge = plan_import(view, items(), Batch(kind, kind, TODAY, owner_emails=frozenset({ME})), new_id=new_id)
    return iter(range(merge.read))


def measure(what: str, kind: str, path: Path) -> None:
    """One pass in this process: CPU seconds, peak memory and records, as JSON."""
    for name in LIBRARIES:
        importlib.import_module(name)
    passes: dict[str, Callable[[], Iterator[object]]] = {
        "bare": lambda: FILES[kind][2](path),
        "read": lambda: records_of(kind, path),
        "run": lambda: dry_run(kind, path),
    }
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    count = sum(1 for _ in passes[what]())
    spent = time.process_time() - start
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(json.dumps({"cpu": spent, "peak": peak, "count": count}))


def measured(what: str, kind: str, path: Path) -> dict[str, float]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "bench.imports", f"--{what}", kind, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    """Prints the table."""
    if sys.argv[1:2] and sys.argv[1].startswith("--"):
        measure(sys.argv[1][2:], sys.argv[2], Path(sys.argv[3]))
        return
    megabytes = int(sys.argv[1]) if sys.argv[1:] else 64
    print(
        f"{'kind':<18} {'MB':>6} {'records':>8} {'bare s':>7} {'read':>6} {'dry run':>7}   {'more MB: bare':>13} {'read':>5} {'dry run':>7}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for kind, (name, make, _) in FILES.items():
            path = Path(folder) / name
            make(path, megabytes)
            bare, read, run = (measured(what, kind, path) for what in ("bare", "read", "run"))
            print(
                f"{kind:<18} {path.stat().st_size / 1e6:>6.0f} {run['count']:>8.0f} {bare['cpu']:>7.2f} {read['cpu'] / bare['cpu']:>6.2f} "
                f"{run['cpu'] / bare['cpu']:>7.2f}   {bare['peak']:>13.0f} {read['peak']:>5.0f} {run['peak']:>7.0f}",
                flush=True,
            )  # fmt: skip
            path.unlink()


if __name__ == "__main__":
    main()
