"""Places as people write them: one city in many spellings, one name in two countries, several cities in a cell."""

from __future__ import annotations

import pytest

from connectkit.text.places.places import _lines, is_in, read_places, spellings

YES = [
    ("Munich", "München"), ("München", "Muenchen"), ("munich", "80331 München"), ("Munich", "Monaco di Baviera"),
    ("Munich", "Greater Munich Metropolitan Area"), ("Berlin", "Berlin-Kreuzberg"), ("NYC", "New York, NY"),
    ("new york", "NYC"), ("LA", "Los Angeles, CA"), ("Lisbon", "Lisboa"), ("Porto", "Lisbon / Porto"),
    ("Porto", "Lisbon;Porto"), ("Leeds", "Leeds (home); London (work)"), ("Berlin", "Lisbon and Berlin"),
    ("London", "London, UK"), ("London, England", "London, UK"), ("London, UK", "London"), ("London, ON", "London, Ontario, Canada"),
    ("Cambridge, MA", "Cambridge MA"), ("Cambridge, Massachusetts", "Cambridge, MA, USA"), ("Springfield", "Springfield, IL"),
    ("Leeds, UK", "Leeds, West Yorkshire"), ("Würzburg", "Wuerzburg"), ("St. Gallen", "Sankt Gallen"), ("Washington", "Washington, D.C."),
    ("San Francisco", "San Francisco Bay Area"), ("Frankfurt", "Frankfurt/Main"), ("Tokyo", "東京"), ("Kraków", "Cracow"),
    ("Portugal", "Porto"), ("Germany", "Muenchen"), ("Lisbon, PT", "Lisboa, Portugal"), ("Winston-Salem", "Winston-Salem, NC"),
]  # fmt: skip
NO = [
    ("London, UK", "London, Ontario"), ("London, Ontario", "London, Kentucky"), ("York", "New York"), ("Leeds", ""),
    ("Leeds", "Remote"), ("Lisbon", "Portugal"), ("Paris, TX", "Paris, France"), ("Portugal", "Madrid"), ("Bavaria", "Munich"),
    ("Tyne", "Tyne and Wear"), ("New York, NY", "Albany, New York"),
]  # fmt: skip
MAYBE = [
    ("London", "London, Ontario"), ("London, Ontario", "London"), ("Springfield, IL", "Springfield"), ("Munich", "Munich, ND"),
    ("Munich", "Schwabing, Munich"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "cell", "verdict"),
    [(*pair, verdict) for pairs, verdict in ((YES, "yes"), (NO, "no"), (MAYBE, "maybe")) for pair in pairs],
)
def test_whether_somebody_is_where_was_asked(asked: str, cell: str, verdict: str) -> None:
    assert is_in(read_places(asked), cell) == verdict


def test_a_cell_without_letters_names_no_place() -> None:
    assert [read_places(text) for text in ("", "  ", "/", " ; ", "()", "12345")] == [()] * 6


def test_every_name_of_the_table_means_one_city() -> None:
    known: dict[str, str] = {}
    for head, others in _lines("cities.txt"):
        usual = head.partition("|")[2].strip()
        for name in (usual, *others):
            (place,) = read_places(name)
            (key,) = place.keys
            assert known.setdefault(key, usual) == usual, name
            assert is_in(read_places(usual), name) == "yes", name


def test_every_region_of_the_table_is_part_of_one_in_it() -> None:
    heads = [head for head, _ in _lines("regions.txt")]
    names = {head.partition("(")[0].strip() for head in heads}
    assert len(names) == len(heads)
    assert {head.partition("(")[2].rstrip(")") for head in heads} - {""} <= names
    assert {head.partition("|")[0].strip() for head, _ in _lines("cities.txt")} <= names


def test_a_city_is_found_by_each_of_its_names() -> None:
    assert "Munich" in spellings("München")
    assert spellings("Atlantis") == ""
