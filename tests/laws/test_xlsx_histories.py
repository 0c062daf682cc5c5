"""Whatever a person, other programs and bad luck do to a workbook file, nothing the person wrote is lost."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.laws.files import CALLS, MOMENTS, TROUBLES, XlsxWorld

STEP = st.tuples(st.integers(0, 21), st.integers(0, 999), st.integers(0, 999))
FAULT = st.one_of(st.just(""), st.builds("{} {}".format, st.integers(1, CALLS), st.sampled_from(TROUBLES)))
SYNC = st.tuples(FAULT, st.lists(STEP, max_size=3).map(tuple), st.integers(0, MOMENTS - 1))
HISTORY = st.lists(st.one_of(STEP, STEP, SYNC), min_size=3, max_size=12)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(HISTORY)
def test_nothing_the_user_wrote_is_ever_lost(history: list[tuple[object, ...]]) -> None:
    world = XlsxWorld()
    for step in history:
        if isinstance(step[0], str):
            world.sync(*step)  # type: ignore[arg-type]
        else:
            world.act(*step)  # type: ignore[arg-type]
    world.settle()
