"""Whatever a person, the wire and bad luck do to a Google Sheet, nothing the person wrote is lost."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.laws.sheets import TROUBLES, GoogleWorld

STEP = st.tuples(st.integers(0, 21), st.integers(0, 999), st.integers(0, 999))
TROUBLE = st.builds("{} {}".format, st.integers(1, 6), st.sampled_from(TROUBLES))
FAULT = st.lists(TROUBLE, max_size=2).map(",".join)
SYNC = st.tuples(FAULT, st.lists(STEP, max_size=3).map(tuple), st.integers(0, 5))
HISTORY = st.lists(st.one_of(STEP, STEP, SYNC), min_size=3, max_size=12)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(HISTORY)
def test_nothing_the_user_wrote_is_ever_lost(history: list[tuple[object, ...]]) -> None:
    world = GoogleWorld()
    for step in history:
        if isinstance(step[0], str):
            world.sync(*step)  # type: ignore[arg-type]
        else:
            world.act(*step)  # type: ignore[arg-type]
    world.settle()
