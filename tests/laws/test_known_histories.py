"""Every history that ever broke a promise, by the name it was found under: a person, a sync and bad luck, step by step."""

from __future__ import annotations

import random

import pytest

from bench.histories import Step, history, play

TOLD: dict[str, list[Step]] = {
    "Last contact stays on a day that was taken back": [
        (4, 92, 90),
        ("killed after", ((3, 517, 136),)),
        ("", ()),
    ],
    "one person's day stands with another for ever": [
        (4, 468, 819),
        ("lost after", ((8, 900, 333), (7, 479, 191))),
        (",lost after", ((6, 330, 310), (12, 374, 200))),
    ],
    "a day goes back to another's old one": [
        (3, 353, 258),
        ("", ((16, 643, 793), (10, 93, 545), (4, 7, 121))),
        ("", ((7, 365, 97), (3, 821, 818))),
    ],
}
SEEDS = ("x-57", "cr-438", "cr-472")


@pytest.mark.parametrize("told", TOLD)
def test_a_history_that_once_broke_a_promise_keeps_them_all(told: str) -> None:
    play(TOLD[told])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_history_of_dice_that_once_broke_a_promise_keeps_them_all(seed: str) -> None:
    play(history(random.Random(seed)))
