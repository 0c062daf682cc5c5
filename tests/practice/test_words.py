"""How needs and offers are compared, and what Met says of who introduced whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.practice.met_through import introduced_by
from connectkit.practice.stems import stem, stems


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("a brand designer", "Branding for small companies", {"brand"}),
        ("somebody who digitises maps", "digitisation of old maps", {"digit", "map"}),
        ("product managers", "managing a product", {"product", "manag"}),
        ("investors", "angel investing", {"invest"}),
        ("a photographer", "photography", {"photograph"}),
        ("UX", "UX research", {"ux"}),
        ("Brücken", "brucken", {"brucken"}),
        ("advice for a small company", "advice on small companies", set()),
        ("somebody new in 2026", "someone for 2026", set()),
        ("", "design", set()),
    ],
)
def test_kindred_words_meet_and_everyday_words_do_not(one: str, other: str, shared: set[str]) -> None:
    assert stems(one) & stems(other) == shared


@given(st.text())
def test_any_text_has_stems_and_a_stem_is_never_empty(text: str) -> None:
    assert all(stems(text) | {"x"})
    assert all(stem(word) for word in text.split())


@pytest.mark.parametrize(
    ("met", "who"),
    [
        ("Introduced by Tomasz", "tomasz"),
        ("Through Ana Lima, at a dinner", "ana lima"),
        ("met via Jörg in 2019", "jorg"),
        ("Vorgestellt von Ana Lima", "ana lima"),
        ("Panel on public data, 2021", ""),
        ("", ""),
    ],
)
def test_met_names_who_made_the_introduction(met: str, who: str) -> None:
    assert introduced_by(met) == who
