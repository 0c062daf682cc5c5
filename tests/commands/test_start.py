"""``connectkit start``: ten questions, and the people who come of them."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from connectkit.commands import start
from connectkit.options import Settings
from connectkit.queries.starting import PROMPTS
from tests.commands.conftest import DAY, Place


def test_away_from_a_terminal_the_questions_are_printed_and_nothing_is_written(filled: Place) -> None:
    before = filled.workbook.read_bytes()

    out, _ = filled.run("start", "--today", DAY)

    lines = out.splitlines()
    assert (
        lines[0] == "Whom do you know already? A row in Contacts for each who comes to mind is a beginning."
    )
    assert lines[2:12] == [f"{number:>3}. {one.question}" for number, one in enumerate(PROMPTS, 1)]
    assert lines[13] == "At a terminal, connectkit start asks them one by one and adds the people you name."
    assert filled.workbook.read_bytes() == before


def test_the_same_as_json(filled: Place) -> None:
    said = filled.json("start", "--today", DAY)
    assert said["schema"] == "connectkit.start/1"
    assert len(said["questions"]) == 10
    assert said["questions"][1] == {
        "question": "Which teacher or trainer would still know your name?",
        "met": "Taught me",
        "tag": "teacher",
    }


class Terminal(Settings):
    """Settings of a run at which somebody sits."""

    @property
    def person(self) -> bool:
        return True


def answered(place: Place, typed: str) -> str:
    """What a person at a terminal reads who types these lines."""
    done = CliRunner().invoke(start.command, ["--today", DAY], input=typed, obj=Terminal())
    assert done.exit_code == 0, done.output
    return done.stdout


def test_whoever_is_named_gets_a_row_and_comes_up_on_different_days(place: Place) -> None:
    place.fill([])

    said = answered(place, "Mia Wolf, sang in the choir; Tom Berg\n\nJo Park\ndone\n")

    assert said.endswith(
        "3 people were added to Contacts: Mia Wolf, Tom Berg, Jo Park.\n"
        "Next: connectkit sync drafts the first hellos, a few each week.\n"
    )
    assert place.column("Contacts", "Name")[:3] == ["Mia Wolf", "Tom Berg", "Jo Park"]
    assert place.column("Contacts", "Notes")[0] == "sang in the choir"
    assert place.column("Contacts", "Met")[:3] == ["Studied together", "Studied together", "Worked together"]
    report = place.json("sync", "--today", DAY)
    assert [one["name"] for one in report["drafted"]] == ["Mia Wolf", "Tom Berg"]
    assert [one["reason"] for one in report["drafted"]] == ["reconnect", "reconnect"]
    days = place.column("Contacts", "Next due")[:3]
    assert days[2] > days[0] >= date(2026, 11, 23)


def test_somebody_who_stands_there_already_is_left_as_they_are(filled: Place) -> None:
    said = answered(filled, "Ada Lovelace, my maths teacher\ndone\n")

    assert said.endswith("1 name was there already, and left as it is.\n")
    assert filled.column("Contacts", "Notes")[0] == "Building a loom."


@pytest.mark.parametrize("typed", ["done\n", "\n" * 10])
def test_nobody_named_is_nobody_added(filled: Place, typed: str) -> None:
    before = filled.workbook.read_bytes()
    assert answered(filled, typed).endswith("Nobody was added. The questions will keep: connectkit start\n")
    assert filled.workbook.read_bytes() == before
