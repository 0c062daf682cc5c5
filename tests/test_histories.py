"""Whatever a person and bad luck do to the sheet, nothing the person wrote is lost: any history of edits, races and faults."""

from __future__ import annotations

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.world import World

STEP = st.tuples(st.integers(0, 21), st.integers(0, 999), st.integers(0, 999))
FAULTS = st.sampled_from(
    [
        "",
        "",
        "",
        "lost before",
        "lost after",
        "killed before",
        "killed after",
        ",killed before",
        ",killed after",
        ",lost after",
    ]
)
SYNC = st.tuples(FAULTS, st.lists(STEP, max_size=3).map(tuple))
HISTORY = st.lists(st.one_of(STEP, STEP, SYNC), min_size=3, max_size=14)


@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(HISTORY)
def test_nothing_the_user_wrote_is_ever_lost(history: list[tuple[object, ...]]) -> None:
    world = World()
    for step in history:
        if len(step) == 3:
            world.act(*step)  # type: ignore[arg-type]
        else:
            world.sync(*step)  # type: ignore[arg-type]
    world.settle()
    for name in ("races", "kills", "lost answers", "tear", "copy"):
        if world.counts[name]:
            event(name)
