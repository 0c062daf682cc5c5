"""``connectkit init --from``: a workbook that is full from the first day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.commands.conftest import DAY, Place

CARDS = (
    "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Lima\nEMAIL:ana@example.com\nNOTE:plays chess\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nFN:Ben Ortiz\nTEL:+351912000111\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"
)
TABLE = (
    "Name,Email,Phone,Company,Last contact\n"
    "Ana Lima,ANA@example.com,,Acme,2019-05-06\n"
    "Benjamin Ortiz,,00351 912 000 111,Globex,\n"
    "Eva Sol,eva@example.com,,,2026-11-02\n"
)
MEETING = (
    "BEGIN:VEVENT\nUID:{0}@example.org\nDTSTART:{1}T100000Z\nDTEND:{1}T110000Z\nSUMMARY:Talk\n"
    "ORGANIZER:mailto:me@example.org\nATTENDEE;PARTSTAT=ACCEPTED:mailto:me@example.org\n"
    "ATTENDEE;CN={2};PARTSTAT=ACCEPTED:mailto:{3}@example.com\nEND:VEVENT\n"
)


def calendar(*meetings: tuple[str, str, str]) -> str:
    """A calendar of meetings: day, name, mailbox at example.com."""
    events = "".join(MEETING.format(at, *one) for at, one in enumerate(meetings))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{events}END:VCALENDAR\n"


@pytest.fixture
def files(place: Place) -> Place:
    """Two address books that share people, and a calendar."""
    (place.folder / "cards.vcf").write_text(CARDS, "utf-8")
    (place.folder / "table.csv").write_text(TABLE, "utf-8")
    meetings = [(f"2026{month:02}15", "Eva Sol", "eva") for month in range(2, 11, 2)]
    meetings += [("20190101", "Ana Lima", "ana"), ("20261001", "Zed Vaz", "zed")]
    (place.folder / "calendar.ics").write_text(calendar(*meetings), "utf-8")
    return place


FROM = ("init", "--from", "cards.vcf", "table.csv", "calendar.ics", "--me", "me@example.org", "--today", DAY)


def test_it_shows_who_would_be_in_the_workbook_and_writes_nothing_before_a_yes(files: Place) -> None:
    before = sorted(one.name for one in files.folder.iterdir())
    out, _ = files.run(*FROM)
    assert out == (
        "cards.vcf: vcard, 3 records\n"
        "table.csv: csv, 3 records\n"
        "calendar.ics: ics, 7 records\n"
        "\n"
        "network.xlsx would hold 4 people and 7 entries of the Log.\n"
        "The columns were taken so: Name as name, Email as email, Phone as phone, Company\n"
        "as company, Last contact as last contact.\n"
        "\n"
        "Tiers, from how often you were in touch in the last twelve months; all yours to\n"
        "change\n"
        "  · inner: nobody\n"
        "  · core: 1: Eva Sol\n"
        "  · active: 1: Zed Vaz\n"
        "  · weak: 2: Ana Lima, Ben Ortiz\n"
        "\n"
        "Whose turn it is first, as many a week as you write to; the column Next touch\n"
        "says it\n"
        "  · week of 2026-11-23: 2: Ana Lima, Ben Ortiz\n"
        "  · week of 2026-12-28: 1: Eva Sol\n"
        "  · week of 2027-02-01: 1: Zed Vaz\n"
        "\n"
        "Skipped: 1\n"
        "  · no name, address or number: cards.vcf:12\n"
        "\n"
        "Nothing was written. To do it: the same command with --yes\n"
    )
    assert sorted(one.name for one in files.folder.iterdir()) == before


def test_with_yes_the_workbook_is_full_and_nobody_is_overdue(files: Place) -> None:
    out, _ = files.run(*FROM, "--yes")
    assert out.splitlines()[-1] == (
        "Made network.xlsx and connectkit.yaml. Look through the column Tier, then: connectkit sync"
    )
    files.workbook = files.folder / "network.xlsx"
    columns = ("Name", "Tier", "Last contact", "Next touch", "Email", "Phone", "Company", "Notes")
    rows = list(zip(*(files.column("Contacts", header) for header in columns), strict=True))
    assert rows == [
        ("Eva Sol", "core", date(2026, 11, 2), None, "eva@example.com", None, None, None),
        ("Zed Vaz", "active", date(2026, 10, 1), None, "zed@example.com", None, None, None),
        ("Ana Lima", "weak", date(2019, 5, 6), date(2026, 11, 23), "ana@example.com", None, "Acme", "plays chess"),
        ("Ben Ortiz", "weak", None, date(2026, 11, 26), None, "+351912000111", "Globex", None),
    ]  # fmt: skip
    assert files.column("Log", "Source") == ["ics"] * 7
    settings = (files.folder / "connectkit.yaml").read_text("utf-8")
    assert 'me:\n  emails: ["me@example.org"]\n' in settings
    found = files.json("sync", "--today", DAY)
    assert {one["state"] for one in found["due"]} <= {"due", "soon", "never"}
    assert found["problems"] == []


def test_importing_the_same_files_afterwards_changes_nothing(files: Place) -> None:
    files.run(*FROM, "--yes")
    for name in ("cards.vcf", "table.csv", "calendar.ics"):
        found = files.json("import", name, "--apply", "--today", DAY)
        assert (found["new"], found["questions"], found["run"]) == (0, [], None)


def test_as_json_it_tells_files_import_tiers_and_weeks(files: Place) -> None:
    found = files.json(*FROM)
    assert found["from"] == [
        {"file": "cards.vcf", "kind": "vcard", "read": 3},
        {"file": "table.csv", "kind": "csv", "read": 3},
        {"file": "calendar.ics", "kind": "ics", "read": 7},
    ]
    counts = {key: found["import"][key] for key in ("schema", "read", "new", "matched", "logged", "applied")}
    assert counts == {
        "schema": "connectkit.import/1", "read": 13, "new": 10, "matched": 2, "logged": 7, "applied": False,
    }  # fmt: skip
    del found["from"], found["import"]
    assert found == {
        "schema": "connectkit.init/1",
        "tiers": {"inner": [], "core": ["Eva Sol"], "active": ["Zed Vaz"], "weak": ["Ana Lima", "Ben Ortiz"]},
        "weeks": [
            {"week": "2026-11-23", "names": ["Ana Lima", "Ben Ortiz"]},
            {"week": "2026-12-28", "names": ["Eva Sol"]},
            {"week": "2027-02-01", "names": ["Zed Vaz"]},
        ],
        "written": False,
        "workbook": "network.xlsx",
        "config": "connectkit.yaml",
    }


def test_known_only_leaves_out_whom_only_interactions_tell_of(files: Place) -> None:
    found = files.json(*FROM, "--known-only")
    assert sorted(name for names in found["tiers"].values() for name in names) == [
        "Ana Lima", "Ben Ortiz", "Eva Sol",
    ]  # fmt: skip
    assert {"where": "calendar.ics:58", "why": "Zed Vaz is not in your sheet"} in found["import"]["skipped"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("init", "cards.vcf"), "connectkit: init takes no file cards.vcf by itself.\n  To fill a new workbook from it: connectkit init --from cards.vcf. To take it on as it is: connectkit init --workbook cards.vcf\n"),
        (("init", "--from", "cards.vcf", "--workbook", "x.xlsx"), "connectkit: --from makes a new workbook, so it can't go together with --workbook or --google.\n  Take your sheet on first, then: connectkit import FILE --apply\n"),
        (("init", "--known-only"), "connectkit: --me, --known-only and --today belong to --from.\n  Add --from with your exports.\n"),
        (("init", "--from", "empty.vcf", "--yes"), "connectkit: empty.vcf is empty.\n  Export it once more, and look at its size before you import it.\n"),
        (("init", "--from", "cards.vcf", "head.csv", "--yes"), "connectkit: head.csv was read as csv and holds no record.\n  Leave it out, or look into it with connectkit import head.csv\n"),
        (("init", "--from", "none.vcf", "--yes"), "connectkit: none.vcf was read as vcard; of its 1 records none can be taken: no name, address or number (none.vcf:1).\n  Looked for: vCard (.vcf) of iPhone, Android, Google, Outlook, Thunderbird …: one file, or a folder of files.\n"),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_said_and_nothing_is_made(
    args: tuple[str, ...], said: str, files: Place
) -> None:
    (files.folder / "empty.vcf").write_text("")
    (files.folder / "head.csv").write_text("Name,Email\n")
    (files.folder / "none.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n")
    assert files.run(*args, code=2)[1] == said
    assert not (files.folder / "network.xlsx").exists()
    assert not (files.folder / "connectkit.yaml").exists()


def test_a_workbook_that_is_there_is_never_written_over(files: Place) -> None:
    (files.folder / "network.xlsx").write_text("precious")
    assert files.run(*FROM, "--yes", code=2)[1] == (
        "connectkit: network.xlsx exists already.\n  To take it on as it is: connectkit init --workbook network.xlsx\n"
    )
    assert (files.folder / "network.xlsx").read_text() == "precious"
