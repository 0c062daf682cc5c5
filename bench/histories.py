"""Random histories of a person, a sync and bad luck; prints what was met and how much the person wrote was lost.

python -m bench.histories [COUNT] [SEED] [disturbed]

With ``disturbed`` the person also moves columns, and acts between any two requests of a sync and its repairs.

The same histories run through connectkit, through a write by row number and through a whole-sheet write-back
(``bench/naive.py``; of these two a tenth of the histories).
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from multiprocessing import Pool
from typing import Any, NamedTuple

from bench.naive import ByRowNumber, WholeSheet
from tests.world import FaultyStore, World

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
WAYS: dict[str, type[FaultyStore]] = {
    "connectkit": FaultyStore,
    "by row number": ByRowNumber,
    "whole sheet": WholeSheet,
}


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


def disturbed(dice: random.Random) -> list[Any]:
    """Three to twelve steps: edits, and syncs that are disturbed up to three times, columns included, between any two requests."""

    def edit(most: int) -> tuple[int, int, int]:
        return dice.randrange(most), dice.randrange(1000), dice.randrange(1000)

    def sync() -> tuple[Any, ...]:
        moments = (
            tuple(edit(28) for _ in range(dice.choice((0, 1, 1, 2)))) for _ in range(dice.randrange(1, 4))
        )
        return (dice.choice(FAULTS), *moments)

    return [edit(22) if dice.random() < 0.55 else sync() for _ in range(dice.randrange(3, 13))]


def play(steps: Sequence[Any], world: World | None = None) -> World:
    """The world after a history and the undisturbed syncs that follow it; AssertionError where a law broke."""
    world = world or World()
    for step in steps:
        if isinstance(step[0], int):
            world.act(*step)
        else:
            world.sync(*step)
    world.settle()
    return world


class Outcome(NamedTuple):
    """What one history met, and what it lost."""

    seed: str
    counts: Counter[str]
    lost: list[str]


def outcome(job: tuple[str, str, bool]) -> Outcome:
    """One history through one way of writing; a breach is noted and the history goes on."""
    way, seed, wild = job
    world = World()
    world.store = WAYS[way](world.store.workbook)
    world.lost = []
    try:
        play((disturbed if wild else history)(random.Random(seed)), world)
    except Exception as error:  # noqa: BLE001 - a way that loses track may end in anything; it is counted, not hidden
        world.lost.append(f"ended in {type(error).__name__}: {error}")
    return Outcome(seed, world.counts, world.lost)


def tell(way: str, outcomes: Iterable[Outcome]) -> None:
    """Prints what all histories of one way came to."""
    counts: Counter[str] = Counter()
    number, lost, broken = 0, 0, []
    for one in outcomes:
        number += 1
        counts += one.counts
        lost += len(one.lost)
        if one.lost:
            broken.append(f"{one.seed}: {one.lost[0][:200]}")
    wanted = ("syncs", "races", "kills", "lost answers", "refusals", "tear", "copy", "sort", "move")
    print(f"{way}: histories {number}, " + ", ".join(f"{name} {counts[name]}" for name in wanted))
    print(
        f"  lost or doubled {lost}, in {len(broken)} histories ({len(broken) / max(number, 1):.2%})",
        flush=True,
    )
    for line in broken[:5]:
        print("    " + line)


def main() -> None:
    """Prints the counts."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    wild = bool(sys.argv[3:])
    with Pool() as pool:
        for way in WAYS if not wild else ("connectkit",):
            number = count if way == "connectkit" else max(count // 10, 1)
            jobs = ((way, f"{seed}-{n}", wild) for n in range(number))
            tell(way, pool.imap_unordered(outcome, jobs, 20))


if __name__ == "__main__":
    main()
