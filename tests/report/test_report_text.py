"""A report in words and as JSON; both are tested whole, because people and scripts read them whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.absorb.absorbed import LoggedRow
from connectkit.drafts.row import Drafted
from connectkit.due.lines import DueRow, PromiseDue
from connectkit.model import AppendRow, Plan, Problem, ReplaceRows, Requests, SetCell
from connectkit.report import report_text
from connectkit.report.report import Report
from connectkit.report.text_width import clean, pad, width, wrap

TODAY = date(2026, 11, 23)
PRIYA = DueRow("Priya Raman", "ck-1", "inner", "late", date(2026, 9, 16), date(2026, 10, 16), 38, 2.27, "inner, last contact 16 Sep, wanted every month, 38 days past")  # fmt: skip
WANG = DueRow(
    "王小明",
    "ck-2",
    "weak",
    "never",
    None,
    None,
    None,
    None,
    "weak, not met yet: time for a first hello",
    hello=True,
)
LATER = DueRow("Zoë", "ck-3", "core", "never", None, date(2027, 1, 11), None, None, "core, not met yet: a first hello by 11 Jan 2027", hello=True)  # fmt: skip
SOON = DueRow(
    "Kwame", "ck-4", "active", "soon", date(2026, 7, 31), date(2026, 11, 30), -7, 0.94, "active, due 30 Nov"
)
UNREAD = DueRow(
    "Claire", "ck-5", "active", "unreadable", None, None, None, None, "active, Last contact could not be read"
)
PAUSED = DueRow("Owen", "ck-6", "active", "paused", date(2026, 9, 14), None, None, None, "paused by you")
FULL = Report(
    today=TODAY,
    contacts=26,
    due=(PRIYA, WANG, SOON, LATER, UNREAD, PAUSED),
    promises=(PromiseDue("Send the list", "Marcus", "me", date(2026, 11, 19), 4), PromiseDue("the map", "Elena", "them", TODAY, 0)),
    drafted=(Drafted("Priya Raman", "reconnect-note", "reconnect", "inner, 38 days past", "Fill in: “your news”."),),
    logged=(LoggedRow("Yuki Tanabe", date(2026, 11, 20), "call", "inbox"),),
    waiting=1,
    problems=(Problem("Contacts", "C25", 25, "Last contact", "in spring", "“in spring” is not a date."),),
    notes=("Contacts, Yuki Tanabe: Last contact moved forward to 2026-11-20.",),
    surprises=("The row of Ben moved while connectkit wrote; it was put right.",),
    plan=Plan(
        (
            SetCell("contacts", 2, "status", "ck-1", "Priya Raman", "ok", "late"),
            AppendRow("log", "lk-1", {"name": "Yuki Tanabe"}),
            ReplaceRows("due", (("late", "Priya Raman"), ("never", "王小明"))),
        )
    ),
    requests=Requests(1, 1),
    workbook="network.xlsx",
)  # fmt: skip


def test_json_has_every_documented_key_in_order_with_iso_dates_and_null() -> None:
    found = report_text.to_json(FULL)
    assert list(found) == [
        "schema", "today", "contacts", "due", "drafted", "logged", "waiting", "problems", "changes", "surprises",
        "requests", "dry_run",
    ]  # fmt: skip
    assert found == {
        "schema": "connectkit.sync/1",
        "today": "2026-11-23",
        "contacts": 26,
        "due": [_due(row) for row in FULL.due],
        "drafted": [
            {
                "name": "Priya Raman", "template": "reconnect-note", "reason": "reconnect", "why": "inner, 38 days past",
                "needs": "Fill in: “your news”.",
            }
        ],
        "logged": [{"name": "Yuki Tanabe", "date": "2026-11-20", "kind": "call", "source": "inbox"}],
        "waiting": 1,
        "problems": [
            {
                "tab": "Contacts", "cell": "C25", "row": 25, "column": "Last contact", "value": "in spring",
                "message": "“in spring” is not a date.",
            }
        ],
        "changes": {"cells": 1, "rows": 3},
        "surprises": ["The row of Ben moved while connectkit wrote; it was put right."],
        "requests": {"read": 1, "write": 1},
        "dry_run": False,
    }  # fmt: skip
    assert list(found["due"][0]) == [
        "name", "id", "tier", "state", "last_contact", "next_due", "days_overdue", "share", "why",
    ]  # fmt: skip
    assert found["due"][0]["last_contact"] == "2026-09-16"
    assert found["due"][1]["last_contact"] is None


def _due(row: DueRow) -> dict[str, Any]:
    entry = row._asdict()
    del entry["last_note"], entry["label"], entry["hello"]
    for key in ("last_contact", "next_due"):
        entry[key] = entry[key].isoformat() if entry[key] else None
    return entry


def test_a_sync_in_words() -> None:
    assert (
        report_text.to_text(FULL)
        == """\
network.xlsx · Monday, 23 November 2026 · 26 people

Drafted for you to finish, in the tab Drafts
  · Priya Raman: inner, 38 days past
    still needs: Fill in: “your news”.

Promises due
  · Send the list (to Marcus), 4 days past
  · the map (by Elena, to you), due today

Due now, in this order
   1  Priya Raman  late         inner, last contact 16 Sep, wanted every month,
                                38 days past
   2  王小明       first hello  weak, not met yet: time for a first hello

1 person becomes due soon. 1 first hello has time. Left in peace: 1 paused. 1
more waits its turn; there is no hurry.

1 cell connectkit could not use (nothing was guessed)
  · Contacts C25, Last contact: “in spring” is not a date.

The sheet changed while connectkit wrote
  · The row of Ben moved while connectkit wrote; it was put right.

Taken into the Log
  · Yuki Tanabe, call, 20 Nov 2026 (from the inbox)
    What will you ask Yuki Tanabe next time? One line in Next time becomes the
      next message.

In your own cells
  · Contacts, Yuki Tanabe: Last contact moved forward to 2026-11-20.

Written: 1 cell and 3 rows.
Next: open network.xlsx, tab Drafts. Make the text yours, send it yourself, set
Status to Sent.
"""
    )


def test_who_is_due_in_words_names_everybody_and_why() -> None:
    lines = [line.text for line in report_text.due_lines(FULL, 100)]
    assert lines[6:] == [
        "Due now, in this order",
        "   1  Priya Raman  late         inner, last contact 16 Sep, wanted every month, 38 days past",
        "   2  王小明       first hello  weak, not met yet: time for a first hello",
        "",
        "Soon",
        "   1  Kwame  soon  active, due 30 Nov",
        "",
        "No contact yet",
        "   1  Zoë  first hello  core, not met yet: a first hello by 11 Jan 2027",
        "",
        "Not known, because Last contact could not be read",
        "   1  Claire  unreadable  active, Last contact could not be read",
        "",
        "Left in peace: 1 paused. 1 more waits its turn; there is no hurry.",
        "",
        "1 cell connectkit could not use (nothing was guessed)",
        "  · Contacts C25, Last contact: “in spring” is not a date.",
    ]


def test_a_quiet_day_is_two_sentences() -> None:
    report = Report(TODAY, contacts=3, due=(PAUSED,), workbook="network.xlsx")
    assert (
        report_text.to_text(report)
        == """\
network.xlsx · Monday, 23 November 2026 · 3 people

Left in peace: 1 paused.

Nothing had to be changed in the sheet.
Nobody is waiting for you today.
"""
    )


def test_an_empty_sheet_says_where_to_begin() -> None:
    assert report_text.to_text(Report(TODAY, workbook="network.xlsx")).splitlines()[-2:] == [
        "There is nobody in your sheet yet. Next: open network.xlsx, write a few people",
        "into the tab Contacts, save.",
    ]


def test_a_dry_run_says_that_nothing_was_written() -> None:
    text = report_text.to_text(replace(FULL, dry_run=True))
    assert "Would be drafted for you to finish, in the tab Drafts\n" in text
    assert "Would be taken into the Log\n" in text
    assert text.endswith(
        "Nothing was written (dry run); it would be 1 cell and 3 rows.\nNext: the same command without --dry-run.\n"
    )


def test_a_long_list_is_cut_with_its_count_in_sync_and_whole_in_due_and_with_all() -> None:
    many = tuple(PRIYA._replace(name=f"Person {n:03}") for n in range(40))
    report = Report(TODAY, contacts=40, due=many)
    assert "    and 28 more: connectkit due names them all." in report_text.to_text(report).splitlines()
    for lines in (report_text.due_lines(report), report_text.sync_lines(report, whole=True)):
        assert sum("Person" in line.text for line in lines) == 40
        assert not any(" more: connectkit" in line.text for line in lines)


def test_a_busy_morning_fits_thirty_lines_and_loses_no_count() -> None:
    report = replace(
        FULL,
        due=tuple(PRIYA._replace(name=f"Person {n:03}", why="inner, late") for n in range(9)),
        promises=(),
        problems=FULL.problems * 9,
        notes=(),
        surprises=(),
    )
    lines = [line.text for line in report_text.sync_lines(report)]
    assert len(lines) <= report_text.MORNING
    for rest in ("more: connectkit due names them all.", "more, in the tab Problems."):
        [left] = [int(line.split()[1]) for line in lines if line.endswith(rest)]
        assert left == 9 - 3


def test_the_report_calls_the_tabs_as_the_sheet_does() -> None:
    named = {"drafts": "Entwürfe", "contacts": "Leute", "problems": "Fragen"}
    text = report_text.to_text(replace(FULL, tabs=named, problems=FULL.problems * 40))
    assert "in the tab Entwürfe\n" in text
    assert " more, in the tab Fragen.\n" in text
    assert "network.xlsx, tab Entwürfe." in text
    assert "the tab Leute" in report_text.to_text(Report(TODAY, workbook="a.xlsx", tabs=named))


def test_text_from_the_sheet_cannot_steer_the_terminal() -> None:
    evil = PRIYA._replace(name="\x1b[2J\u202eAda\r\n", why="a\x07\x9b31mb\u2028c")
    text = report_text.to_text(Report(TODAY, contacts=1, due=(evil,)))
    assert all(char == "\n" or char.isprintable() for char in text)
    assert "   1  [2JAda  late  a 31mb c" in text.splitlines()


@given(st.text(), st.integers(20, 120))
def test_wrapped_lines_keep_every_word_and_only_long_words_stick_out(text: str, columns: int) -> None:
    words = clean(text).split()
    lines = list(wrap(clean(text), columns, first="  ", rest="    "))
    assert " ".join(lines).split() == words
    assert all(width(line) <= columns or len(line.split()) == 1 for line in lines)


@given(st.text(), st.integers(1, 40))
def test_padded_text_has_exactly_the_width_asked_for(text: str, columns: int) -> None:
    assert width(pad(clean(text), columns)) == columns


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("王", 2), ("e\u0301", 1), ("ｱ", 1), ("", 0)])
def test_width_is_what_a_terminal_shows(text: str, columns: int) -> None:
    assert width(text) == columns
