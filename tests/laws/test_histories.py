"""Whatever a person and bad luck do to the sheet, nothing the person wrote is lost: any history of edits, races and faults.

A pull request plays the same histories each time; ``python -m bench.histories COUNT SEED`` draws fresh ones.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.histories import FAULTS, Step, disturbed, history, play

EDIT = st.tuples(st.integers(0, 21), st.integers(0, 999), st.integers(0, 999))
SYNC = st.tuples(st.sampled_from(FAULTS), st.lists(EDIT, max_size=3).map(tuple))
HISTORY = st.lists(st.one_of(EDIT, EDIT, SYNC), min_size=3, max_size=14)


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(HISTORY)
def test_nothing_the_user_wrote_is_ever_lost(steps: list[Step]) -> None:
    play(steps)


@pytest.mark.timeout(300)
def test_histories_of_dice_lose_nothing_and_meet_every_misfortune() -> None:
    counts: Counter[str] = Counter()
    for number in range(160):
        counts += play(history(random.Random(f"ci-{number}"))).counts

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
    assert {name: counts[name] for name in rare if counts[name] < 10} == {}


@pytest.mark.timeout(300)
def test_columns_moved_and_several_disturbances_in_one_sync_lose_nothing() -> None:
    counts: Counter[str] = Counter()
    for number in range(80):
        counts += play(disturbed(random.Random(f"ci-{number}"))).counts

    rare = ("races", "kills", "lost answers", "move_column", "add_column", "rename_header", "sort")
    assert {name: counts[name] for name in rare if counts[name] < 10} == {}
