"""Words people type where a word of a list was wanted."""

from __future__ import annotations

from datetime import date

import pytest

from connectkit.text.answers import read_status, read_yes

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "status", "day"),
    [
        ("Sent", "Sent", None),
        ("sent", "Sent", None),
        ("done", "Sent", None),
        ("Done.", "Sent", None),
        ("erledigt", "Sent", None),
        ("envoyé", "Sent", None),
        ("sent yesterday", "Sent", date(2026, 11, 27)),
        ("sent on 20 Nov", "Sent", date(2026, 11, 20)),
        ("gesendet gestern", "Sent", date(2026, 11, 27)),
        ("skip", "Skip", None),
        ("skipped", "Skip", None),
        ("später", "Later", None),
        ("todo", "To do", None),
        ("", "", None),
        ("sent tomorrow", "sent tomorrow", None),
        ("sent to Ana", "sent to Ana", None),
        ("perhaps", "perhaps", None),
    ],
)
def test_a_status_is_read_in_whatever_words(text: str, status: str, day: date | None) -> None:
    assert read_status(text, TODAY) == (status, day)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("yes", True),
        ("Yes, same", True),
        ("yes - same person", True),
        ("ja", True),
        ("oui, la même", True),
        ("no", False),
        ("No, another", False),
        ("nein", False),
        ("yes, but another", None),
        ("yes no", None),
        ("yes, no", None),
        ("perhaps", None),
        ("", None),
    ],
)
def test_a_yes_is_surely_one_or_none(text: str, wanted: bool | None) -> None:
    assert read_yes(text) is wanted
