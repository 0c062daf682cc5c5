"""Tiers somebody had before: which words they are, the closest first, and settings that name them."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectkit.commands.init.tier_settings import settings_block
from connectkit.config import file as config_file
from connectkit.config.config import Config
from connectkit.sheet.tiers_of_ones_own import own_tiers

CASES: list[tuple[str, dict[str, int]]] = [
    ("B A C B", {"A": 1, "B": 2, "C": 1}),
    ("silver gold bronze gold", {"gold": 2, "silver": 1, "bronze": 1}),
    ("3 1 5 2 4 1", {"1": 2, "2": 1, "3": 1, "4": 1, "5": 1}),
    ("low High VIP medium", {"VIP": 1, "High": 1, "medium": 1, "low": 1}),
    ("a A b", {"a": 2, "b": 1}),
    ("no on yes", {"no": 1, "on": 1, "yes": 1}),
    ("A- A+ A", {"A+": 1, "A": 1, "A-": 1}),
    ("inner core Core oops", {}),
    ("core", {}),
    ("", {}),
    ("a1 b2 c3 d4 e5 f6 g7 h8", {}),
]


@pytest.mark.parametrize(("cells", "tiers"), CASES)
def test_own_tiers_stand_closest_first_and_their_settings_know_them_all(
    cells: str, tiers: dict[str, int]
) -> None:
    found = own_tiers(cells.split(" "), Config())
    assert list(found.items()) == list(tiers.items())
    block = settings_block(found)
    assert bool(block) is bool(tiers)
    if block:
        config = config_file.parse(f"workbook: people.xlsx\n{block}\n".encode(), Path("connectkit.yaml"))
        assert [one.name for one in config.tiers] == list(tiers)
        assert config.weak_tier == config.tiers[-1].name
        assert own_tiers(cells.split(" "), config) == {}


def test_the_block_is_ready_to_be_put_into_the_settings() -> None:
    assert settings_block({"A": 2, "B": 3, "C": 1}) == (
        'tiers:\n  "A": 1-2 months\n  "B": 3-4 months\n  "C": 6-12 months\ndefault_tier: "B"\nweak_tier: "C"'
    )
