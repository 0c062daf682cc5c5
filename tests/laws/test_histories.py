"""Whatever a person and bad luck do to the sheet, nothing the person wrote is lost: any history of edits, races and faults."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.histories import FAULTS, Step, history, play

EDIT = st.tuples(st.integers(0, 21), st.integers(0, 999), st.integers(0, 999))
SYNC = st.tuples(st.sampled_from(FAULTS), st.lists(EDIT, max_size=3).map(tuple))
HISTORY = st.lists(st.one_of(EDIT, EDIT, SYNC), min_size=3, max_size=14)


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(HISTORY)
def test_nothing_the_user_wrote_is_ever_lost(steps: list[Step]) -> None:
    play(steps)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(4))
def test_two_thousand_histories_lose_nothing_and_meet_every_misfortune(part: int) -> None:
    counts: Counter[str] = Counter()
    for number in range(400):
        counts += play(history(random.Random(f"ci-{part}-{number}"))).counts

    rare = (
        "races",
        "kills",
        "lost answers",
        "tear",
        "copy",
        "sort",
        "move",
        "delete",
        "mark_draft",
        "type_inbox",
    )
    assert {name: counts[name] for name in rare if counts[name] < 20} == {}
