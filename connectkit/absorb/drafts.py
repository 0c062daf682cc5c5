"""Takes in drafts the user marked Sent, Skip or Later; those that are over retire."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from connectkit.absorb.absorbed import Intake, Interaction, Sent, log_row, short
from connectkit.absorb.expiry import retire
from connectkit.absorb.reason import PROMISES, RHYTHM, read_reason
from connectkit.model import Filing, Formula, Seal, SetCell, blank
from connectkit.sheet.cells import as_text
from connectkit.sheet.draft_status import untouched
from connectkit.sheet.ids import sealed
from connectkit.sheet.labels import bare
from connectkit.sheet.tables import Record
from connectkit.text.dates import say
from connectkit.text.lazy import pattern

CHANNEL_KINDS = {
    "email": "email",
    "linkedin": "message",
    "whatsapp": "message",
    "telegram": "message",
    "signal": "message",
    "sms": "message",
    "phone": "call",
    "voice note": "voice note",
    "letter": "letter",
    "meeting": "meeting",
}
"""What kind of interaction a sent draft is, by its channel."""

_GREETS = pattern(r"(?:Hi|Hello|Hallo|Dear|Guten Tag|Bonjour|Hola)(?:,? [^\s.!?:]+){0,4}[.!,]?$|\d\. ")


def take_drafts(intake: Intake) -> None:
    """Sent drafts are logged once; skipped ones rest for a whole round, later ones for two weeks."""
    filed = {record["id"] for record in intake.tables.log}
    counts = Counter(record["id"] for record in intake.tables.drafts)
    for record in intake.tables.drafts:
        status = record["status"].casefold()
        row = intake.people.by_id.get(record["contact_id"])
        if row in intake.people.frozen or _torn_draft(intake, record, row):
            continue
        if status == "sent":
            if counts[record["id"]] == 1 or log_id_of(record) not in filed:  # a copy is left as it is
                _sent(intake, record, row, filed)
        elif status in ("skip", "later"):
            _put_aside(intake, record, row, status)
        elif status not in ("", "to do", "expired"):
            _odd_status(intake, record)
        if status not in ("sent", "skip", "expired") and not retire(intake, record, row):
            intake.out.open_drafts.add(record["contact_id"])
            intake.out.lying += status != "later" and untouched(record)


def _torn_draft(intake: Intake, record: Record, row: int | None) -> bool:
    """True where the name beside the hidden Contact ID is another contact's: the tab was sorted in part."""
    if row is None or intake.people.names[row] == record["name"]:
        return False
    others = intake.people.by_name.get(record["name"].casefold(), [])
    if not others or row in others:
        return False
    sheet = intake.tables.sheets["drafts"]
    intake.out.problems.append(
        sheet.problem(
            record.row, "name", f"This draft is for {record['name']}, but its hidden Contact ID is {intake.people.names[row]}'s, as "
            "after a sort of only some columns. Nothing was logged from it: undo the sort."
        )
    )  # fmt: skip
    return True


def _odd_status(intake: Intake, record: Record) -> None:
    sheet = intake.tables.sheets["drafts"]
    message = f"“{record['status']}” is no status: choose To do, Sent, Skip or Later."
    intake.out.problems.append(sheet.problem(record.row, "status", message))


def log_id_of(record: Record) -> str:
    """The Log ID of a draft, made from its own, so that it can't be filed twice."""
    return "lk-" + record["id"].removeprefix("dk-")


def _sent(intake: Intake, record: Record, row: int | None, filed: set[str]) -> None:
    log_id = log_id_of(record)
    if record["mark"] == "Sent" or not record["id"]:
        return
    day = _sent_day(intake, record)
    if day is None:
        return
    filing: Filing = (Seal("log", log_id, ""),)
    if log_id not in filed:
        kind = CHANNEL_KINDS.get(record["channel"].casefold(), "message")
        name = intake.people.names[row] if row is not None else record["name"]
        summary = _summary(record)
        one = Interaction(row or 0, day, kind, "", summary, "draft")
        other = introduced_to(intake, record)
        if other:  # the mail that makes an introduction is this side's row of it
            one = one._replace(kind="introduction", direction="gave", summary=f"Introduced to {other}")
        entry = log_row(name, one, log_id, record["contact_id"])
        filing = (sealed(entry),)
        intake.out.changes.append(entry)
        intake.count(row, name, one, filing)
        filed.add(log_id)
        if row is not None:
            _line_used(intake, record, row, filing)
    else:
        intake.out.already.add(log_id)
    if read_reason(record["reason"]).when in PROMISES:
        intake.sent_promises.append(Sent(record, day, filing))
    intake.set_cell("drafts", record, "logged", intake.today, filing)
    intake.set_cell("drafts", record, "mark", "Sent", filing)


def introduced_to(intake: Intake, record: Record) -> str:
    """Whom the draft of an introduction introduces its person to; "" for any other draft, and where the pair is gone."""
    reason, sheet = read_reason(record["reason"]), intake.tables.sheets.get("introductions")
    if reason.when != "introduction" or sheet is None:
        return ""
    rows = [row for row in sheet.numbers if sheet.text(row, "id") == reason.key]
    return bare(sheet.text(rows[0], "b")) if len(rows) == 1 else ""


def _summary(record: Record) -> str:
    """What the Log keeps of a sent draft: its line for next time whole, else the first line that says something."""
    line = " ".join(record["line"].split())
    if not line:
        return _first_line(record["message"]) or record["subject"]
    if line in " ".join(record["message"].split()):
        return line
    return f"{_first_line(record['message']) or record['subject']} (your line: {line})"


def _line_used(intake: Intake, record: Record, row: int, filing: Filing) -> None:
    """The line for next time is used once: emptied where it still is the one the draft was made from."""
    sheet = intake.tables.contacts.sheet
    cell = sheet.cell(row, "next_time")
    if not record["line"] or isinstance(cell, Formula) or as_text(cell).strip() != record["line"]:
        return
    name = intake.people.names[row]
    intake.out.changes.append(
        SetCell("contacts", row, "next_time", intake.people.anchor(row), name, cell, None, filing)
    )
    intake.out.notes.append(
        f"Contacts, {intake.people.labels[row]}: Next time was used and emptied; its text stands in the Log."
    )


def _sent_day(intake: Intake, record: Record) -> date | None:
    sheet = intake.tables.sheets["drafts"]
    day = record.dates["sent_on"]
    if day is None and blank(sheet.cell(record.row, "sent_on")):
        return intake.today
    if day is not None and day > intake.today:
        message = f"{say(day, intake.today)} lies in the future, so the draft was not logged yet. Correct the day or empty the cell."
        intake.out.problems.append(sheet.problem(record.row, "sent_on", message))
        return None
    return day


def _put_aside(intake: Intake, record: Record, row: int | None, status: str) -> None:
    since = record.dates["logged"] or intake.today
    if record["mark"] != status.capitalize() and record["mark"] != "Sent":
        since = intake.today
        intake.set_cell("drafts", record, "logged", intake.today)
        intake.set_cell("drafts", record, "mark", status.capitalize())
    if row is None:
        return
    if status == "later":
        until = since + timedelta(days=intake.config.later_days - 1)
        intake.out.later[row] = max(until, intake.out.later.get(row, until))
        if until < intake.today:
            intake.out.back.add(record["id"])
    elif (
        record["reason"].partition(" ")[0] in RHYTHM
    ):  # skipping a birthday or a promise leaves the turn as it is
        intake.out.rested[row] = max(since, intake.out.rested.get(row, since))


def _first_line(text: str) -> str:
    """The first line of a message that says something: no greeting, no heading of points to touch, no gap left open."""
    lines = [line.strip().removeprefix("- ") for line in text.splitlines() if line.strip()]
    useful = [
        line
        for line in lines
        if not line.endswith(":") and (len(line.split()) > 3 or not line.endswith((",", "!")))
    ]
    own = [line for line in useful if "[[" not in line and not _GREETS.match(line)]
    return short((own or useful or lines or [""])[0], 300)
