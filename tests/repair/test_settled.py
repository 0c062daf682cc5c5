"""A command that writes something of its own first finishes what a run that died left wrong: its notes would be gone else."""

from __future__ import annotations

from connectkit.config.config import Config
from connectkit.store import NoMemory
from connectkit.write import settled
from tests.world import World


def test_what_a_dead_run_left_astray_is_put_right_before_a_command_writes() -> None:
    world = World()
    world.sync()
    world.type_inbox(1, 1)
    world.sync(
        "killed after", ((8, 1, 900),)
    )  # the row is dragged down while the sync writes, and the program dies

    settled(world.store, NoMemory(), Config(), "put right")
    world.store.image = None  # what the command writes next has notes of its own

    world.settle()


def test_a_sheet_in_order_is_read_and_nothing_else() -> None:
    world = World()
    world.sync()
    before = world.store.requests.write

    assert settled(world.store, NoMemory(), Config(), "put right").tabs == world.store.read().tabs
    assert world.store.requests.write == before
