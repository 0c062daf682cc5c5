"""How introductions are found: precision and recall on pairs written for it, and the time among many people.

    python -m bench.pairs [--people N]

The people share ten words in Offers and Needs, which is the worst case for an index over words.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from time import process_time

from connectkit.practice.introductions import find
from connectkit.practice.stems import fits, parts
from tests.practice.pairs import FITTING, UNFITTING

WORDS = (
    "weaving",
    "pottery",
    "fencing",
    "chess",
    "sailing",
    "printing",
    "typography",
    "tax",
    "hiring",
    "translation",
)


def suggested(need: str, offer: str) -> bool:
    """Whether somebody with this offer would be suggested for this need."""
    return any(fits(a, b, offered=True) for a in parts(need, needed=True) for b in parts(offer))


def seconds(count: int) -> float:
    """CPU seconds to find the pairs among so many people."""
    texts: dict[str, dict[int, str]] = {
        key: {} for key in ("title", "role", "tags", "interests", "company", "city")
    }
    texts["needs"] = {row: f"help {row} with {WORDS[row % 10]}" for row in range(count)}
    texts["offers"] = {row: f"{WORDS[(row + 1) % 10]} lessons {row}" for row in range(count)}
    names = {row: f"P{row}" for row in range(count)}
    start = process_time()
    find(texts, names, names)
    return process_time() - start


def main(arguments: Sequence[str]) -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, default=10_000)
    count = parser.parse_args(arguments).people
    right = sum(suggested(*pair) for pair in FITTING)
    wrong = sum(suggested(*pair) for pair in UNFITTING)
    print(f"{right} of {len(FITTING)} fitting and {wrong} of {len(UNFITTING)} unfitting pairs are suggested:")
    print(f"  precision {right / (right + wrong):.2f}, recall {right / len(FITTING):.2f}")
    for people in (count // 10, count):
        print(f"  {people:,} people: {seconds(people):.2f} s of CPU")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
