"""Random histories of a person, a sync and bad luck; prints how many edits were lost.

python -m bench.histories [COUNT] [SEED]
"""

from __future__ import annotations

import random
import sys
from collections import Counter

from tests.world import World

FAULTS = (
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
)
Step = tuple[int, int, int] | tuple[str, tuple[tuple[int, int, int], ...]]


def history(dice: random.Random) -> list[Step]:
    """Three to sixteen steps: edits, and syncs that may fail while the person types."""

    def edit() -> tuple[int, int, int]:
        return dice.randrange(22), dice.randrange(1000), dice.randrange(1000)

    steps: list[Step] = []
    for _ in range(dice.randrange(3, 17)):
        if dice.random() < 0.65:
            steps.append(edit())
        else:
            steps.append((dice.choice(FAULTS), tuple(edit() for _ in range(dice.randrange(4)))))
    return steps


def play(steps: list[Step]) -> World:
    """The world after a history and the undisturbed syncs that follow it; AssertionError where a law broke."""
    world = World()
    for step in steps:
        if len(step) == 3:
            world.act(*step)
        else:
            world.sync(*step)
    world.settle()
    return world


def main() -> None:
    """Prints the counts."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    counts: Counter[str] = Counter()
    broken: list[str] = []
    for number in range(count):
        try:
            counts += play(history(random.Random(f"{seed}-{number}"))).counts
        except AssertionError as error:
            broken.append(f"history {seed}-{number}: {str(error)[:200]}")
    wanted = ("syncs", "races", "kills", "lost answers", "refusals", "tear", "copy", "sort", "move")
    print(f"histories {count}, " + ", ".join(f"{name} {counts[name]}" for name in wanted))
    print(f"histories in which something the person wrote was lost, or a law broke: {len(broken)}")
    for line in broken[:20]:
        print("  " + line)


if __name__ == "__main__":
    main()
