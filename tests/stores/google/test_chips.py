"""A person's chip shows its name and means its address, however Google writes it down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from connectkit.stores.google.chips import addresses, displayed
from tests.stores.google.world import World
from tests.wire import Cell

ANN = {"chip": {"personProperties": {"email": "ann@example.com"}}}


@pytest.mark.parametrize(
    ("held", "text", "runs"),
    [
        ("placeholder", "@ Q", (ANN, {"startIndex": 1})),
        ("shown", "@ Q", (ANN, {"startIndex": 1})),
        ("shown", "Ann Arbor Q", (ANN, {"startIndex": 9})),
    ],
)
def test_a_chip_in_name_is_the_name_and_in_email_the_address(
    tmp_path: Path, held: str, text: str, runs: tuple[dict[str, Any], ...]
) -> None:
    with World(tmp_path, {"Contacts": [["Name", "Last contact", "Notes", "E-mail"]]}) as world:
        world.server.rules.chips = held
        for column in (1, 4):
            world.types("Contacts", 2, column, Cell(text, chips=runs, shows="Ann Arbor Q"))
        name, *_, email = world.store.read().tabs[0].rows[1]
    assert name == "Ann Arbor Q"
    assert email == {"placeholder": "ann@example.com Q", "shown": "ann@example.com"}[held]


def test_names_cost_a_third_read_only_where_placeholders_stand_for_them(tmp_path: Path) -> None:
    with World(tmp_path, {"Contacts": [["Name", "Last contact", "Notes"], ["Bob Brook"]]}) as world:
        world.server.rules.chips = "placeholder"
        world.store.read()
        assert world.store.requests.read == 2
        world.types("Contacts", 3, 1, Cell("@", chips=(ANN,), shows="Ann Arbor"))
        world.store.read()
        assert world.store.requests.read == 5


def test_a_cell_that_changed_before_the_look_for_names_keeps_the_address(tmp_path: Path) -> None:
    other = {"chip": {"personProperties": {"email": "bob@example.com"}}}
    with World(tmp_path, {"Contacts": [["Name", "Last contact", "Notes"]]}) as world:
        world.server.rules.chips = "placeholder"
        world.types("Contacts", 2, 1, Cell("@", chips=(ANN,), shows="Ann Arbor"))
        world.server.before(
            3, lambda: world.types("Contacts", 2, 1, Cell("@", chips=(other,), shows="Bob Brook"))
        )
        assert world.store.read().tabs[0].rows[1] == ["ann@example.com"]


def cell(text: str, *runs: dict[str, Any]) -> dict[str, Any]:
    return {"effectiveValue": {"stringValue": text}, "chipRuns": list(runs)}


def test_an_address_takes_the_place_of_its_placeholder_counted_in_utf_16() -> None:
    chipped = cell("😀 @!", {"startIndex": 3, **ANN}, {"startIndex": 4})
    assert displayed(chipped) == addresses(chipped) == "😀 ann@example.com!"


def test_typed_addresses_beside_a_chip_that_shows_a_name_stay() -> None:
    chipped = cell("Ann Arbor, a2@example.org", ANN, {"startIndex": 1})
    assert addresses(chipped) == "ann@example.com, a2@example.org"


def test_a_file_chip_is_its_text() -> None:
    chipped = cell("Plan 2026", {"chip": {"richLinkProperties": {}}})
    assert displayed(chipped) == addresses(chipped) == "Plan 2026"
