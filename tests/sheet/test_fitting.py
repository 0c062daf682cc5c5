"""A column is taken where most of its filled cells can be what its header suggests; else it stays the user's."""

from __future__ import annotations

from datetime import date

import pytest

from connectkit.config.config import Config
from connectkit.model import CellValue, RawTab, Workbook
from connectkit.sheet.fitting import misfits
from connectkit.sheet.locate import locate

TODAY = date(2026, 11, 28)


def _taken(header: str, cells: tuple[CellValue, ...], config: Config) -> tuple[bool, str]:
    rows = [("Name", "Last contact", "Notes", header)]
    rows += [(f"Person {at}", TODAY, "", cell) for at, cell in enumerate(cells)]
    raw = RawTab("1", "Contacts", tuple(rows))
    workbook = Workbook((raw,))
    here = locate(workbook, config).layout["contacts"]
    found = misfits(raw, here, config, today=TODAY)
    return 4 in here.columns.values() and not found, " ".join(one.sentence for one in found)


CASES: list[tuple[str, tuple[CellValue, ...], bool]] = [
    ("State", ("CA", "NY", "TX"), False),
    ("State", ("Bayern", "Hessen", None), False),
    ("State", ("pause", None, "fade", "sleeping"), True),
    ("State", ("pause", "CA"), False),
    ("State", (None, None), True),
    ("Category", ("Family", "Investors", "Work"), False),
    ("Category", ("core", "inner", "weak"), True),
    ("Category", ("A", "B", "C"), True),
    ("Group", ("Book club", "Alumni"), False),
    ("Priority", (1, 2, 5), True),
    ("Priority", ("High", "Low", "Medium"), True),
    ("List", ("Christmas cards", "Christmas cards"), False),
    ("Tier", ("Family", "Investors", "Work"), True),
    ("Title", ("Dr", "Mr", "Ms."), False),
    ("Title", ("Frau", "Herr Dr.", "Prof."), False),
    ("Title", ("Dr", "Head of Design", "CTO"), True),
    ("Birthday", ("12 May", "1980-05-16", "in spring"), True),
    ("Birthday", ("yes", "no"), False),
    ("Channel", ("mail", "WhatsApp"), True),
    ("Channel", ("YouTube about looms", "RSS feed"), False),
    ("Phone", ("+49 30 123456", "ask her"), False),
    ("Phone", ("+49 30 123456", 491701234567), True),
    ("Email", ("ada@example.com", "unknown", "grace@example.org"), True),
    ("Email", ("yes", "no"), False),
    ("LinkedIn", ("https://www.linkedin.com/in/ada", "in/grace"), True),
    ("LinkedIn", ("yes", True), False),
    ("Snooze until", ("2026-12-24", "January 2027"), True),
    ("Next touch", ("ask about the loom", "send the deck"), False),
    ("Every", ("6 weeks", 90), True),
    ("Every", ("Monday", "Tuesday"), False),
    ("Company", ("Acme", "3M"), True),
    ("Company", (12, 200), False),
    ("Offers", (3, 4), False),
    ("Would take my call", ("yes", False), True),
    ("Would take my call", ("+49 30 123456", "after six"), False),
    ("Tags", ("2024", "x"), True),
]


@pytest.mark.parametrize(("header", "cells", "taken"), CASES)
def test_a_column_is_taken_where_most_of_its_filled_cells_fit(
    header: str, cells: tuple[CellValue, ...], taken: bool
) -> None:
    assert _taken(header, cells, Config())[0] is taken


def test_it_says_which_column_and_why() -> None:
    assert _taken("State", ("CA", "NY", "CA", "pause"), Config())[1] == (
        "Your column State is not taken for State: 3 of its 4 filled cells do not fit, such as “CA” and “NY”. "
        'It stays yours. If it is State, add --header state="State".'
    )


def test_what_the_settings_name_is_not_asked_about() -> None:
    assert _taken("State", ("CA", "NY"), Config(headers={"state": "State"}))[0]


@pytest.mark.parametrize("word", ["none", "None", " NONE "])
def test_none_means_that_no_column_of_the_users_is_this_one_and_ours_has_another_name(word: str) -> None:
    config = Config(headers={"state": word})
    raw = RawTab("1", "Contacts", (("Name", "Last contact", "Notes", "State"), ("Ada", TODAY, "", "CA")))
    found = locate(Workbook((raw,)), config, adopt=True)
    assert "state" not in found.layout["contacts"].columns
    assert [one.columns["state"][1] for one in found.add_columns] == ["State (connectkit)"]
    both = RawTab("1", "Contacts", (("Name", "Last contact", "Notes", "State", "State (connectkit)"),))
    assert locate(Workbook((both,)), config).layout["contacts"].columns["state"] == 5
