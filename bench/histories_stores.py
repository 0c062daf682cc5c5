"""Random histories of a person, a sync and bad luck on a Google Sheet over the wire, or on a workbook file.

python -m bench.histories_stores google|xlsx [COUNT] [SEED]
"""

from __future__ import annotations

import random
import sys
from collections import Counter

from tests.laws.sheets import TROUBLES, GoogleWorld
from tests.world import World

Step = tuple[int, int, int] | tuple[str, tuple[tuple[int, int, int], ...], int]


def history(dice: random.Random, kind: str) -> list[Step]:
    """Three to fourteen steps: edits, and syncs that meet up to two troubles while the person types."""

    def edit() -> tuple[int, int, int]:
        return dice.randrange(22), dice.randrange(1000), dice.randrange(1000)

    def sync() -> tuple[str, tuple[tuple[int, int, int], ...], int]:
        troubles, most, moments = _vocabulary(kind)
        planned = (
            f"{dice.randrange(1, most)} {dice.choice(troubles)}" for _ in range(dice.choice((0, 0, 1, 2)))
        )
        return ",".join(planned), tuple(edit() for _ in range(dice.randrange(4))), dice.randrange(moments)

    return [edit() if dice.random() < 0.6 else sync() for _ in range(dice.randrange(3, 15))]


def _vocabulary(kind: str) -> tuple[tuple[str, ...], int, int]:
    """What can go wrong, before which of the first so many requests or calls, and how many moments to race there are."""
    if kind == "google":
        return TROUBLES, 7, 6
    from tests.laws.files import CALLS, MOMENTS
    from tests.laws.files import TROUBLES as OF_FILES

    return OF_FILES, CALLS, MOMENTS


def world_of(kind: str) -> World:
    """A new world on the fake sheet, or on a file of its own."""
    if kind == "google":
        return GoogleWorld()
    from tests.laws.files import XlsxWorld

    return XlsxWorld()


def play(steps: list[Step], kind: str) -> World:
    """The world after a history and the undisturbed syncs that follow it; AssertionError where a law broke."""
    world = world_of(kind)
    for step in steps:
        if isinstance(step[0], str):
            world.sync(*step)  # type: ignore[call-arg, arg-type]
        else:
            world.act(*step)  # type: ignore[arg-type]
    world.settle()
    return world


def main() -> None:
    """Prints the counts."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "google"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    counts: Counter[str] = Counter()
    broken: list[str] = []
    for number in range(count):
        try:
            counts += play(history(random.Random(f"{seed}-{number}"), kind), kind).counts
        except AssertionError as error:
            broken.append(f"history {seed}-{number}: {str(error)[:300]}")
    wanted = ("syncs", "faults", "races", "kills", "lost answers", "refusals", "tear", "copy", "sort", "move")
    print(f"{kind}: histories {count}, " + ", ".join(f"{name} {counts[name]}" for name in wanted))
    print(f"histories in which something the person wrote was lost, or a law broke: {len(broken)}")
    for line in broken[:20]:
        print("  " + line)


if __name__ == "__main__":
    main()
