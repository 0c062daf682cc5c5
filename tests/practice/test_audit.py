"""The audit: who supports which goal, where nobody does, who has faded, and when a sheet is too large."""

from __future__ import annotations

from datetime import timedelta

from connectkit.config.config import Config
from connectkit.model import CellValue
from connectkit.practice.audit import MANY, by_tier, faded, size_notice
from connectkit.sync import View, look
from tests.book import PLAIN, TODAY, book, counter

HEADER: list[CellValue] = ["Name", "Last contact", "Notes", "Tier", "Role", "State"]


def seen(*rows: list[CellValue]) -> View:
    return look(book(HEADER, *rows), Config(), today=TODAY, new_id=counter(), templates=PLAIN)


def ago(days: int) -> CellValue:
    return TODAY - timedelta(days)


def test_the_empty_places_are_named_role_by_role() -> None:
    view = seen(
        ["Ana", ago(1), "", "core", "Mentor, peer", None],
        ["Ben", ago(1), "", "active", "peer", None],
        ["Cy", ago(1), "", "weak", " PEER ; expert", "fade"],
        ["Di", ago(1), "", "inner", None, None],
    )

    matrix = by_tier(view.tables, ("core", "active", "weak"))

    assert matrix.roles == ("peer", "expert", "mentor")
    assert matrix.cells == {
        ("mentor", "core"): ("Ana",),
        ("peer", "core"): ("Ana",),
        ("peer", "active"): ("Ben",),
    }
    assert matrix.gaps == ("no peer in weak", "no expert in core, active, weak", "no mentor in active, weak")


def test_a_sheet_without_roles_has_no_gaps() -> None:
    assert by_tier(seen(["Ana", ago(1), "", "core", None, None]).tables, ("core",)).gaps == ()


def test_faded_are_those_let_go_and_those_silent_for_more_than_twice_their_longest_gap() -> None:
    view = seen(
        ["Gone", ago(800), "Moved to Lyon.", "core", None, None],
        ["Let go", ago(20), "x", "core", None, "fade"],
        ["Late", ago(150), "x", "core", None, None],
        ["Rests", ago(900), "x", "core", None, "pause"],
        ["Never", None, "x", "core", None, None],
        ["Unread", "?", "x", "core", None, None],
    )

    found = faded(view.decided, view.tables, view.absorbed, TODAY)

    assert [one.say(TODAY) for one in found] == [
        "Gone: last contact 14 Sep 2024, about “Moved to Lyon.”",
        "Let go: last contact 3 Nov, about “x” (let go)",
    ]


def test_the_day_at_which_a_tie_fades_is_twice_the_longest_gap() -> None:
    def names(days: int) -> list[str]:
        view = seen(["Ana", ago(days), "", "core", None, None])
        return [one.name for one in faded(view.decided, view.tables, view.absorbed, TODAY)]

    latest = 92  # 3 months from late May and on
    edge = next(days for days in range(2 * latest - 8, 2 * latest + 8) if names(days))
    assert edge in range(2 * latest - 4, 2 * latest + 4)
    assert names(edge - 1) == []


def test_past_two_hundred_people_the_sheet_says_what_to_do() -> None:
    full: list[list[CellValue]] = [[f"P{n}", ago(1), "", "weak", None, None] for n in range(MANY)]

    assert size_notice(seen(*full).tables) == ""
    assert size_notice(seen(*full, ["Faded", ago(1), "", "weak", None, "fade"]).tables) == ""
    assert size_notice(seen(*full, ["One more", ago(1), "", "weak", None, None]).tables) == (
        "You keep more than 200 people here. Few can keep up with so many: give a tier to those who matter, "
        "and write fade into State for the others; they stay in the sheet."
    )
