"""A write whose answer is lost lands exactly once, and its after-image is known all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectkit.errors import StoreUnavailable
from connectkit.model import AppendRow, Plan
from tests.stores.google.world import HEADER, World, layout, met, plan, set_cell
from tests.wire import Fault, faults

DAY = date(2026, 1, 5)
PEOPLE: list[list[Any]] = [HEADER, ["Ann Arbor", date(2025, 11, 3), "likes jazz", "", "ok", "ck-ann"]]
CHANGE = set_cell(2, "status", "ok", "late", "ck-ann", "Ann Arbor")
ROW = AppendRow("contacts", "ck-bob", {"name": "Bob", "id": "ck-bob"})
ONCE = [
    [*HEADER],
    ["Ann Arbor", 45964, "likes jazz", None, "late", "ck-ann"],
    ["Bob", None, None, None, None, "ck-bob"],
]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path, {"Contacts": PEOPLE}) as made:
        made.store.read()
        made.server.forget()
        yield made
        made.server.assert_clean()


def fails(world: World, fault: Fault, *, on: str, skip: int = 0) -> None:
    """The fault happens; a store made from now on gives up waiting after a second where the server hangs."""
    if fault.effect == "hang":
        world.clock.read_timeout = 1.0
        world.store = world.new_store()
        world.store.read()
        world.server.forget()
        world.store.requests.read = 0
    world.server.fail(fault, on=on, skip=skip)


def assert_written_once(world: World) -> None:
    image = world.store.write(plan(CHANGE, ROW))
    assert met(image) == [(2, "status", "ck-ann", "Ann Arbor", "ok")]
    assert image.rows == {"contacts": {"ck-ann": (2,), "ck-bob": (3,)}}
    assert world.values("Contacts") == ONCE
    assert len(world.book.named) == 1


@pytest.mark.parametrize(
    "fault",
    [
        faults.unavailable(applied=True),
        faults.internal(applied=True),
        faults.html(applied=True),
        faults.reset(applied=True),
        faults.hang(applied=True),
        faults.truncated(),
        faults.truncated(0.99),
        faults.empty(),
    ],
    ids=lambda fault: fault.name,
)
def test_a_write_that_landed_is_recognised_and_not_sent_again(world: World, fault: Fault) -> None:
    fails(world, fault, on="write")
    assert_written_once(world)
    assert (world.server.writes, world.server.reads) == (1, 2)


@pytest.mark.parametrize(
    "fault",
    [faults.unavailable(), faults.internal(), faults.html(), faults.html(504), faults.reset(), faults.hang()],
    ids=lambda fault: fault.name,
)
def test_a_write_that_did_not_land_is_sent_again(world: World, fault: Fault) -> None:
    fails(world, fault, on="write")
    assert_written_once(world)
    assert (world.server.writes, world.server.reads) == (2, 1)
    assert world.store.requests.write == 2


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_write_that_lands_late_lands_once(world: World, after: int) -> None:
    world.server.fail(faults.late(after, effect="reset"), on="write")
    assert_written_once(world)
    world.server.release_held()
    assert world.values("Contacts") == ONCE


def test_a_write_that_lands_after_the_run_gave_up_lands_whole_and_the_next_run_knows(world: World) -> None:
    world.server.fail(faults.late(99, effect="reset"), on="write")
    world.server.fail(faults.unavailable(), on="any", times=None)
    with pytest.raises(StoreUnavailable):
        world.store.write(plan(CHANGE, ROW))
    world.server.rules_of_failure.clear()
    world.server.release_held()
    assert world.values("Contacts") == ONCE
    unfinished = world.new_store().read().unfinished
    assert unfinished is not None
    assert met(unfinished) == [(2, "status", "ck-ann", "Ann Arbor", "ok")]


def test_a_late_write_never_lands_on_what_the_next_run_wrote(world: World) -> None:
    world.server.fail(faults.late(99, effect="reset"), on="write")
    world.server.fail(faults.unavailable(), on="any", times=None)
    with pytest.raises(StoreUnavailable):
        world.store.write(plan(CHANGE, ROW))
    world.server.rules_of_failure.clear()
    later = world.new_store()
    later.read()
    later.write(plan(set_cell(2, "status", "ok", "due", "ck-ann", "Ann Arbor"), run="run-2"))
    world.server.release_held()
    assert world.server.late_results[0] != "applied"
    assert world.row("Contacts", 2)[4] == "due"


def test_a_whole_minute_of_trouble_ends_with_nothing_known_and_says_so(world: World) -> None:
    world.server.fail(faults.unavailable(), on="write", times=None)
    with pytest.raises(StoreUnavailable) as caught:
        world.store.write(plan(CHANGE))
    assert caught.value.message == "Google did not say whether the write arrived."
    assert caught.value.hint == "Run the sync again later: it finds out, and finishes what is unfinished."
    assert sum(world.clock.slept) <= 240
    assert sum(world.clock.slept) > 120
    assert world.values("Contacts") == [HEADER, ["Ann Arbor", 45964, "likes jazz", None, "ok", "ck-ann"]]


def test_over_the_quota_a_write_waits_for_the_next_minute_as_told(world: World) -> None:
    world.server.fail(faults.quota("write", retry_after=33), on="write")
    world.server.fail(faults.quota("write"), on="write")
    assert_written_once(world)
    assert world.clock.slept == [33, 65]
    assert world.server.reads == 0


def test_a_quota_that_does_not_come_back_ends_the_run_with_nothing_written(world: World) -> None:
    world.server.fail(faults.quota("write"), on="write", times=None)
    with pytest.raises(StoreUnavailable) as caught:
        world.store.write(plan(CHANGE))
    assert (
        caught.value.message
        == "Google's limit of requests per minute is used up, and it did not come back in time."
    )
    assert (
        caught.value.hint
        == "Try again in a few minutes. Runs that share one service account share its limit."
    )
    assert world.clock.slept == [65, 65, 65]


@pytest.mark.parametrize(
    "fault",
    [faults.unavailable(), faults.html(), faults.reset(), faults.hang(), faults.truncated(), faults.empty(), faults.quota("read")],
    ids=lambda fault: fault.name,
)  # fmt: skip
@pytest.mark.parametrize("skip", [0, 1])
def test_a_read_is_repeated_after_any_passing_failure(world: World, fault: Fault, skip: int) -> None:
    fails(world, fault, on="read", skip=skip)
    store = world.new_store()
    assert store.read().tabs[0].rows[1][0] == "Ann Arbor"
    assert store.requests.read == 3


def test_a_read_that_never_works_says_what_is_wrong(world: World) -> None:
    world.server.fail(faults.html(), on="read", times=None)
    with pytest.raises(StoreUnavailable) as caught:
        world.new_store().read()
    assert caught.value.message == "What came back is not an answer of Google Sheets."
    assert caught.value.hint == (
        "A proxy or the sign-in page of a network may sit in between; try again later."
    )


@pytest.mark.parametrize(
    ("fault", "message", "hint"),
    [
        (faults.reset(), "Google Sheets can't be reached.", "Check the network connection and try again."),
        (
            faults.empty(),
            "What came back is not an answer of Google Sheets.",
            "A proxy or the sign-in page of a network may sit in between; try again later.",
        ),
    ],
)
def test_a_read_that_never_arrives_says_what_is_wrong(
    world: World, fault: Fault, message: str, hint: str
) -> None:
    world.server.fail(fault, on="read", times=None)
    with pytest.raises(StoreUnavailable) as caught:
        world.new_store().read()
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_two_runs_at_once_never_both_write(world: World) -> None:
    other = world.new_store()
    other.read()
    world.store.write(plan(CHANGE, run="run-a"))
    with pytest.raises(StoreUnavailable) as caught:
        other.write(plan(set_cell(2, "status", "ok", "due", "ck-ann", "Ann Arbor"), run="run-b"))
    assert caught.value.message == (
        "Another connectkit run wrote to this sheet in the meantime; nothing was written by this one."
    )
    assert caught.value.hint == "Run the sync again."
    assert world.row("Contacts", 2)[4] == "late"


def test_a_tab_deleted_meanwhile_ends_the_run_with_nothing_written(world: World) -> None:
    world.person.add_tab("Other")
    world.server.before_apply(lambda: world.person.delete_tab("Contacts"))
    with pytest.raises(StoreUnavailable) as caught:
        world.store.write(plan(CHANGE))
    assert caught.value.message == (
        "Tabs, rows or columns were added, removed or renamed while the sync ran; nothing was written."
    )


def test_a_tab_renamed_while_the_answer_was_lost_is_looked_at_by_its_id(world: World) -> None:
    world.server.fail(faults.reset(applied=True), on="batchUpdate")
    world.server.after(1, lambda: world.person.rename_tab("Contacts", "My people"))
    image = world.store.write(plan(CHANGE, ROW))
    assert met(image) == [(2, "status", "ck-ann", "Ann Arbor", "ok")]
    assert image.rows == {"contacts": {"ck-ann": (2,), "ck-bob": (3,)}}
    assert world.values("My people") == ONCE


@pytest.mark.parametrize("title", ["Contacts", "connectkit"])
def test_a_tab_renamed_right_before_the_write_is_no_bug(world: World, title: str) -> None:
    world.store.write(plan(set_cell(2, "status", "ok", "due", "ck-ann", "Ann Arbor"), run="run-0"))
    world.server.before_apply(lambda: world.person.rename_tab(title, "My people"))
    with pytest.raises(StoreUnavailable) as caught:
        world.store.write(plan(CHANGE._replace(before="due"), ROW))
    assert (
        caught.value.message
        == "Tabs, rows or columns were added, removed or renamed while the sync ran; nothing was written."
    )
    store = world.new_store()
    store.read()
    people = layout(title="My people") if title == "Contacts" else layout()
    store.write(Plan((CHANGE._replace(before="due"), ROW), {"contacts": people}, run_id="run-2"))
    assert world.values("My people" if title == "Contacts" else "Contacts") == ONCE
