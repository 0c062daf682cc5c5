"""The spreadsheet's id is found in whatever people paste."""

from __future__ import annotations

import pytest

from connectkit.errors import ConfigError
from connectkit.stores.google.address import extract_id

ID = "1AbC_dEf-123456789012345678901234567890xyz"


@pytest.mark.parametrize(
    "pasted",
    [
        ID,
        f"  {ID}\n",
        f'"{ID}"',
        f"{ID}/edit#gid=0",
        f"https://docs.google.com/spreadsheets/d/{ID}/edit?gid=12#gid=12",
        f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit",
        f"docs.google.com/spreadsheets/d/{ID}",
        f"https://docs.google.com/spreadsheets/d/{ID}",
        f"https://drive.google.com/open?id={ID}&usp=drive_fs",
    ],
)
def test_an_address_or_an_id_gives_the_id(pasted: str) -> None:
    assert extract_id(pasted) == ID


def test_a_published_copy_is_refused_with_the_reason() -> None:
    with pytest.raises(ConfigError) as caught:
        extract_id("https://docs.google.com/spreadsheets/d/e/2PACX-1vQ/pubhtml")
    assert (
        caught.value.message == "google.sheet is the address of a published copy, which nobody can write to."
    )
    assert caught.value.hint == "Open the sheet itself and copy the address from the browser's address bar."


@pytest.mark.parametrize("pasted", ["", "https://example.com/sheet", "my contacts", "contacts.xlsx"])
def test_anything_else_is_refused_with_where_to_find_the_id(pasted: str) -> None:
    with pytest.raises(ConfigError) as caught:
        extract_id(pasted)
    assert caught.value.message == f"google.sheet holds no spreadsheet id: {pasted!r}."
    assert caught.value.hint == (
        "Copy the address of the sheet from the browser; the id is the part between /d/ and /edit."
    )
