"""Goals and Gives in a sheet somebody had before: known by title and headers, as README says."""

from __future__ import annotations

import openpyxl

from tests.commands.conftest import DAY, Place


def test_tabs_goals_and_gives_added_by_hand_to_an_adopted_sheet_are_filled_by_the_next_sync(
    place: Place,
) -> None:
    book = openpyxl.Workbook()
    people = book.active
    assert people is not None
    people.title = "People"
    for cells in (["Name", "Last contact", "Notes", "Interests", "Role"], ["Ada", "2026-05-01", "Loom", "weaving", "mentor"]):  # fmt: skip
        people.append(cells)
    book.save(place.workbook)
    place.run("init", "--workbook", "people.xlsx", "--yes")
    place.json("sync", "--today", DAY)
    book = openpyxl.load_workbook(place.workbook)
    for title, rows in (
        ("Goals", (["Goal", "Count", "Counting", "From", "To"], ["Three mentors", 3, "mentor"])),
        ("Gives", (["Title", "Link", "Topics"], ["An article", "https://example.com/a", "weaving"])),
    ):
        tab = book.create_sheet(title)
        for cells in rows:
            tab.append(cells)
    book.save(place.workbook)
    place.json("sync", "--today", DAY)
    assert place.column("Goals", "Left") == [2]
    assert place.column("Gives", "Could interest") == ["Ada (weaving)"]
