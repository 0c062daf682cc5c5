"""``connectkit import`` with people: shown first, applied once, told whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.commands.conftest import DAY, Place

CARDS = (
    "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nEMAIL:ADA@example.com\nTEL:+44 7700 900123\nBDAY:--1210\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nFN:Ben Ortiz\nEMAIL:ben@example.com\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nFN:Eva Sol\nEMAIL:eva@example.com\nBDAY:1980-05-06\nNOTE:=1+1\nCATEGORIES:chess\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nNOTE:nobody\nEND:VCARD\n"
)


def write(place: Place, name: str, text: str) -> str:
    """A file to import."""
    (place.folder / name).write_text(text, "utf-8")
    return name


def test_a_dry_run_shows_new_matched_doubtful_and_skipped_and_writes_nothing(filled: Place) -> None:
    before = filled.workbook.read_bytes()
    out, err = filled.run("import", write(filled, "c.vcf", CARDS), "--today", DAY)
    assert out == (
        "c.vcf: vcard, 4 records\n"
        "\n"
        "New: 1 person\n"
        "  · Eva Sol · eva@example.com\n"
        "\n"
        "In your sheet already, with something to add: 1\n"
        "  · Ada Lovelace, by e-mail: Phone +44 7700 900123, Birthday 10 December\n"
        "\n"
        "Doubtful, asked in the tab Matches: 1\n"
        "  · Ben Ortiz (ben@example.com) and Ben Ortiz (row 3): 2 of your contacts have\n"
        "    this name, and nothing else to know them by\n"
        "\n"
        "Skipped: 2\n"
        "  · c.vcf:21: no name, address or number\n"
        "  · c.vcf:8: may be Ben Ortiz (row 3): 2 of your contacts have this name, and\n"
        "    nothing else to know them by. Answer in the tab Matches\n"
        "\n"
        "Read: 4 read, 1 new, 1 matched, 2 skipped.\n"
        "Nothing was written. To do it: the same command with --apply\n"
    )
    assert err == ""
    assert filled.workbook.read_bytes() == before


def test_the_json_is_told_whole(filled: Place) -> None:
    found = filled.json("import", write(filled, "c.vcf", CARDS), "--apply", "--today", DAY)
    assert found.pop("run")
    blank: dict[str, Any] = {"emails": [], "phones": [], "company": "", "title": "", "birthday": "", "tags": [], "notes": "", "profile": "", "last_contact": None}  # fmt: skip
    why = "2 of your contacts have this name, and nothing else to know them by"
    assert found == {
        "schema": "connectkit.import/1",
        "kind": "vcard",
        "read": 4,
        "new": 1,
        "matched": 1,
        "skipped": [
            {"where": "c.vcf:21", "why": "no name, address or number"},
            {"where": "c.vcf:8", "why": f"may be Ben Ortiz (row 3): {why}. Answer in the tab Matches"},
        ],
        "contacts": [
            {**blank, "name": "Ada Lovelace", "emails": ["ADA@example.com"], "phones": ["+44 7700 900123"], "birthday": "--12-10",
             "verdict": "matched", "into": "Ada Lovelace", "gains": ["Phone", "Birthday"]},
            {**blank, "name": "Ben Ortiz", "emails": ["ben@example.com"], "verdict": "question", "into": "Ben Ortiz (row 3)", "gains": []},
            {**blank, "name": "Eva Sol", "emails": ["eva@example.com"], "birthday": "1980-05-06", "tags": ["chess"], "notes": "=1+1",
             "verdict": "new", "into": None, "gains": []},
        ],
        "interactions": [],
        "questions": [{"contact": "Ben Ortiz (row 3)", "other": "Ben Ortiz (ben@example.com)", "why": why}],
        "logged": 0,
        "columns": [],
        "notes": [],
        "applied": True,
        "surprises": [],
    }  # fmt: skip


def test_applied_it_is_one_run_and_the_same_file_once_more_changes_nothing(filled: Place) -> None:
    name = write(filled, "c.vcf", CARDS)
    filled.run("sync", "--today", DAY)
    run = filled.json("import", name, "--apply", "--today", DAY)["run"]
    assert filled.column("Contacts", "Name")[:5] == [
        "Ada Lovelace",
        "Ben Ortiz",
        "Ben Ortiz",
        "Zoë Ngata",
        "Eva Sol",
    ]
    assert filled.column("Contacts", "Tags")[4] == "chess, import:2026-11-23-vcard"
    assert (filled.column("Contacts", "Notes")[4], filled.column("Contacts", "Birthday")[4]) == ("=1+1", date(1980, 5, 6))  # fmt: skip
    again = filled.json("import", name, "--apply", "--today", DAY)
    assert (again["new"], again["matched"], again["questions"], again["run"]) == (0, 2, [], None)
    filled.run("undo", run)
    assert [name for name in filled.column("Contacts", "Name") if name] == ["Ada Lovelace", "Ben Ortiz", "Ben Ortiz", "Zoë Ngata"]  # fmt: skip
    assert not any(filled.column("Contacts", "Phone"))


def test_an_updated_export_adds_only_what_is_new(filled: Place) -> None:
    filled.run("import", write(filled, "c.vcf", CARDS), "--apply", "--today", DAY)
    more = "BEGIN:VCARD\nVERSION:3.0\nFN:Gil Tal\nEMAIL:gil@example.com\nEND:VCARD\n"
    found = filled.json("import", write(filled, "c.vcf", more + CARDS), "--apply", "--today", DAY)
    assert [one["name"] for one in found["contacts"] if one["verdict"] == "new"] == ["Gil Tal"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("h.csv", "Name,Email\n", "connectkit: h.csv was read as csv and holds no record.\n  Looked for: Any table as text (comma, semicolon or tab) with headers such as Name, Email, Company, Last contact. If it is something else, name it with --kind.\n"),
        ("n.vcf", "BEGIN:VCARD\nEND:VCARD\n", "connectkit: n.vcf was read as vcard; of its 1 records none can be taken: no name, address or number (n.vcf:1).\n  Looked for: vCard (.vcf) of iPhone, Android, Google, Outlook, Thunderbird …: one file, or a folder of files.\n"),
        ("e.csv", "", "connectkit: e.csv is empty.\n  Export it once more, and look at its size before you import it.\n"),
    ],
)  # fmt: skip
def test_no_record_at_all_is_an_error_that_says_what_was_looked_for(
    name: str, text: str, said: str, filled: Place
) -> None:
    before = filled.workbook.read_bytes()
    assert filled.run("import", write(filled, name, text), "--apply", code=2) == ("", said)
    assert filled.workbook.read_bytes() == before


def test_without_settings_everybody_counts_as_new_and_the_way_to_begin_is_named(place: Place) -> None:
    out, err = place.run("import", write(place, "c.vcf", CARDS), "--today", DAY)
    assert err == (
        "There is no connectkit.yaml here, so everybody counts as new. To start with this file: connectkit init --from c.vcf\n"
    )
    assert "Read: 4 read, 3 new, 0 matched, 1 skipped." in out
