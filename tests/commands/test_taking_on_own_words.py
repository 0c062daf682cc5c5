"""A sheet is taken on with words in it that connectkit could take for its own: a diary, days told from today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from connectkit.config import file as config_file
from tests.commands.conftest import DAY, Place
from tests.commands.sheetcells import put

Cells = Sequence[Sequence[object]]


def _sheet(place: Place, rows: Cells, title: str = "Contacts") -> Path:
    import xlsxwriter

    path = place.folder / "people.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet(title)
    for number, cells in enumerate(rows):
        sheet.write_row(number, 0, cells)
    book.close()
    return path


DIARY: Cells = [
    ["Name", "Last contact", "Notes", "Log"],
    ["Ada", "2026-09-01", "Loom", "We met in 2019 and spoke about looms."],
]


def test_a_diary_headed_log_is_never_emptied_and_connectkits_own_inbox_has_another_name(place: Place) -> None:
    _sheet(place, DIARY)
    out, _ = place.run("init", "--workbook", "people.xlsx", "--yes")
    said = " ".join(out.split())
    assert (
        "Your column Log holds text already, so it is not taken for the inbox that connectkit files and empties; "
        "that will be Log (connectkit)." in said
    )
    assert config_file.load(place.folder / "connectkit.yaml").headers == {"log": "Log (connectkit)"}
    for _ in range(2):
        report = place.json("sync", "--today", DAY)
        assert report["logged"] == []
        assert place.column("Contacts", "Log") == ["We met in 2019 and spoke about looms."]
        assert place.column("Contacts", "Last contact") == ["2026-09-01"]
    put(place.workbook, "Contacts", 2, "Log (connectkit)", "call: all well")
    assert [one["kind"] for one in place.json("sync", "--today", DAY)["logged"]] == ["call"]
    assert place.column("Contacts", "Log") == ["We met in 2019 and spoke about looms."]
    assert place.column("Contacts", "Log (connectkit)") == [None]


def test_an_empty_column_headed_log_becomes_the_inbox(place: Place) -> None:
    _sheet(place, [["Name", "Last contact", "Notes", "Log"], ["Ada", "2026-09-01", "Loom"]])
    assert {"header": "Log", "column": "Log"} in place.json("init", "--workbook", "people.xlsx", "--yes")[
        "taken"
    ]
    put(place.workbook, "Contacts", 2, "Log", "call: all well")
    assert [one["kind"] for one in place.json("sync", "--today", DAY)["logged"]] == ["call"]


def test_a_named_column_is_the_inbox_whatever_it_holds(place: Place) -> None:
    _sheet(place, [["Name", "Last contact", "Notes", "Log"], ["Ada", "2026-09-01", "Loom", "call: all well"]])
    place.run("init", "--workbook", "people.xlsx", "--header", "log=Log", "--yes")
    assert [one["kind"] for one in place.json("sync", "--today", DAY)["logged"]] == ["call"]


@pytest.mark.parametrize("renamed", ["Inbox", "Log entry"])
def test_an_inbox_renamed_to_a_usual_word_is_still_filed(renamed: str, filled: Place) -> None:
    filled.json("sync", "--today", DAY)
    put(filled.workbook, "Contacts", 1, "Log", renamed)
    put(filled.workbook, "Contacts", 2, renamed, "call: all well")
    assert [one["kind"] for one in filled.json("sync", "--today", DAY)["logged"]] == ["call"]


def test_an_inbox_renamed_to_an_unknown_word_is_told_and_no_second_one_is_added(filled: Place) -> None:
    filled.json("sync", "--today", DAY)
    put(filled.workbook, "Contacts", 1, "Log", "What was up")
    put(filled.workbook, "Contacts", 2, "What was up", "call: all well")
    report = filled.json("sync", "--today", DAY)
    assert report["logged"] == []
    assert [(one["cell"], one["message"]) for one in report["problems"]] == [
        (
            "G1",
            "The tab Contacts has no column Log any more, so nothing written for it is filed. If “What was up” is "
            'that column, call it Log again, or say so in connectkit.yaml: headers: {log: "What was up"}.',
        )
    ]
    with pytest.raises(StopIteration):
        filled.column("Contacts", "Log")
    settings = filled.folder / "connectkit.yaml"
    settings.write_text(settings.read_text() + "\nheaders:\n  log: What was up\n")
    report = filled.json("sync", "--today", DAY)
    assert [one["kind"] for one in report["logged"]] == ["call"]
    assert report["problems"] == []


def test_days_told_from_today_are_listed_before_the_user_agrees(place: Place) -> None:
    rows = [["Name", "Last contact", "Notes"], ["Ada", "3 weeks ago", "Loom"], ["Ben", "2026-09-01", ""]]
    _sheet(place, rows)
    out, _ = place.run("init", "--workbook", "people.xlsx")
    said = " ".join(out.split())
    assert (
        "“3 weeks ago” in B2 counts from the day of the first sync, which writes that day into the cell; write the "
        "day yourself if it is older." in said
    )
    assert "No other cell of yours would change." in said
    answer = place.json("init", "--workbook", "people.xlsx", "--yes")
    assert answer["relative"] == [{"cell": "B2", "text": "3 weeks ago"}]
    place.json("sync", "--today", DAY)
    assert place.column("Contacts", "Last contact") == [date(2026, 11, 2), "2026-09-01"]


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        ("Kontakt|Letzter Kontakt|Bemerkungen|Interessen|Bietet|Sucht", "Name|Last contact|Notes|Interests|Offers|Needs"),
        ("Kontakt|Letzter Kontakt|Anmerkung|Braucht", "Name|Last contact|Notes|Needs"),
        ("Contact|Last contacted|Remarks", "Name|Last contact|Notes"),
        ("Nom|Dernier contact|Commentaires", "Name|Last contact|Notes"),
        ("Nom|Prénom|Dernier contact|Commentaire", "Last name|First name|Last contact|Notes"),
        ("Nombre completo|Último contacto|Comentarios", "Name|Last contact|Notes"),
        ("Nombre|Apellidos|Último contacto|Notas", "First name|Last name|Last contact|Notes"),
        ("Nome|Ultimo contatto|Commenti", "Name|Last contact|Notes"),
        ("Nome|Cognome|Ultimo contatto|Note", "First name|Last name|Last contact|Notes"),
    ],
)  # fmt: skip
def test_usual_headers_in_five_languages_are_recognised(headers: str, columns: str, place: Place) -> None:
    cells = headers.split("|")
    _sheet(place, [cells, ["Ada", *["x"] * (len(cells) - 1)]])
    answer = place.json("init", "--workbook", "people.xlsx")
    assert "|".join(one["column"] for one in answer["taken"]) == columns
    assert answer["unknown"] == []


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("init", "--workbook", "nowhere.xlsx"), 2),
        (("init", "--workbook", "people.xlsx"), 3),
        (("sync", "--config", "own.yaml"), 3),
        (("sync", "--config", "lost.yaml"), 2),
        (("sync", "--config", "own.yaml", "--dry-run"), 3),
    ],
)
def test_a_refused_run_leaves_no_folder_of_connectkits_behind(
    args: tuple[str, ...], code: int, place: Place
) -> None:
    _sheet(place, [["Name", "Notes"], ["Ada", "Loom"]], "People")
    (place.folder / "own.yaml").write_text("workbook: people.xlsx\n")
    (place.folder / "lost.yaml").write_text("workbook: nowhere.xlsx\n")
    place.run(*args, code=code)
    assert not (place.folder.parent / "home" / "connectkit").exists()


def test_a_run_that_is_not_agreed_to_leaves_nothing_and_one_that_is_leaves_its_backup(place: Place) -> None:
    _sheet(place, DIARY)
    home = place.folder.parent / "home"
    place.run("init", "--workbook", "people.xlsx")
    assert not list(home.rglob("*.xlsx"))
    assert not (home / "connectkit").exists()
    place.run("init", "--workbook", "people.xlsx", "--yes")
    assert len(list(home.rglob("*.xlsx"))) == 1
    _sheet(place, [["Name", "Notes"], ["Ada", "Loom"]])
    place.run("sync", code=3)
    assert len(list(home.rglob("*.xlsx"))) == 1


def test_columns_whose_cells_do_not_fit_stay_the_users_and_own_tiers_are_offered(place: Place) -> None:
    _sheet(
        place,
        [
            ["Name", "Last contact", "Notes", "Tier", "State", "Title"],
            ["Ada", "2026-09-01", "Loom", "A", "CA", "Dr"],
            ["Ben", "2026-09-01", "Oak", "B", "NY", "Mr"],
        ],
    )
    out, _ = place.run("init", "--workbook", "people.xlsx", "--yes")
    said = " ".join(out.split())
    assert "Your column State is not taken for State: 2 of its 2 filled cells do not fit" in said
    assert "Your tiers are A (1), B (1)." in said
    assert 'tiers:\n  "A": 2-3 months\n  "B": 6-12 months\ndefault_tier: "B"\nweak_tier: "B"\n' in out
    settings = place.folder / "connectkit.yaml"
    assert config_file.load(settings).headers == {"state": "none", "title": "none"}
    text = settings.read_text()
    settings.write_text(text.replace("  inner:", '  "A": 2-3 months\n  "B": 6-12 months\n  inner:'))
    assert place.json("sync", "--today", DAY)["problems"] == []
    assert place.column("Contacts", "State") == ["CA", "NY"]
    put(place.workbook, "Contacts", 2, "State (connectkit)", "pause")
    place.json("sync", "--today", DAY)
    assert place.column("Contacts", "Status") == ["paused", "ok"]
