"""Random histories of a person, a sync and bad luck on a Google Sheet over the wire, or on a workbook file.

python -m bench.histories_stores google|xlsx [COUNT] [SEED] [disturbed]

With ``disturbed`` the person also moves columns, and acts before several requests of one sync and its repairs.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from typing import Any

from tests.laws.sheets import TROUBLES, GoogleWorld
from tests.world import World

Step = tuple[Any, ...]


def history(dice: random.Random, kind: str) -> list[Step]:
    """Three to fourteen steps: edits, and syncs that meet up to two troubles while the person types."""

    def edit() -> tuple[int, int, int]:
        return dice.randrange(22), dice.randrange(1000), dice.randrange(1000)

    def sync() -> Step:
        troubles, most, moments = _vocabulary(kind)
        planned = (
            f"{dice.randrange(1, most)} {dice.choice(troubles)}" for _ in range(dice.choice((0, 0, 1, 2)))
        )
        return ",".join(planned), tuple(edit() for _ in range(dice.randrange(4))), dice.randrange(moments)

    return [edit() if dice.random() < 0.6 else sync() for _ in range(dice.randrange(3, 15))]


def disturbed(dice: random.Random, kind: str) -> list[Step]:
    """Three to ten steps: edits, and syncs with one to three disturbances, columns included, before requests that follow each other."""

    def edit(most: int) -> tuple[int, int, int]:
        return dice.randrange(most), dice.randrange(1000), dice.randrange(1000)

    def sync() -> Step:
        troubles, most, moments = _vocabulary(kind)
        planned = (
            f"{dice.randrange(1, most)} {dice.choice(troubles)}" for _ in range(dice.choice((0, 0, 1)))
        )
        hands = [
            tuple(edit(28) for _ in range(dice.choice((0, 1, 1, 2)))) for _ in range(dice.randrange(1, 4))
        ]
        moment = dice.randrange(moments)
        return ",".join(planned), hands[0], moment, *(hands[1:] if kind == "google" else ())

    return [edit(22) if dice.random() < 0.55 else sync() for _ in range(dice.randrange(3, 11))]


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
            world.sync(*step)
        else:
            world.act(*step)
    world.settle()
    return world


def main() -> None:
    """Prints the counts."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "google"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    made = disturbed if sys.argv[4:] else history
    counts: Counter[str] = Counter()
    broken: list[str] = []
    for number in range(count):
        try:
            counts += play(made(random.Random(f"{seed}-{number}"), kind), kind).counts
        except AssertionError as error:
            broken.append(f"history {seed}-{number}: {str(error)[:300]}")
    wanted = ("syncs", "faults", "races", "kills", "lost answers", "refusals", "tear", "copy", "sort", "move")
    print(f"{kind}: histories {count}, " + ", ".join(f"{name} {counts[name]}" for name in wanted))
    print(f"histories in which something the person wrote was lost, or a law broke: {len(broken)}")
    for line in broken[:20]:
        print("  " + line)


if __name__ == "__main__":
    main()
