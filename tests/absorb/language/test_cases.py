"""What people type into a Log cell in eight languages: what is filed, what stays, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from connectkit.absorb.language.read import read_inbox

TODAY = date(2026, 11, 28)  # a Saturday
CASES = sorted((Path(__file__).parent / "cases").glob("*.tsv"))
WHY = {
    "to come, so it is no contact": "plan",
    "nobody was reached": "failed",
    "did not take place": "cancelled",
    "is a question": "question",
}


def cases() -> Iterator[object]:
    for path in CASES:
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                wanted, text = line.split("\t")
                yield pytest.param(text, wanted, id=f"{path.stem}: {text}")


def outcome(text: str) -> str:
    """What becomes of a cell, in the words of the tables."""
    reading = read_inbox(text, today=TODAY, order="dmy")
    if reading.leftover:
        assert reading.leftover == text
        assert not reading.entries
        return f"stays {next((name for part, name in WHY.items() if part in reading.why), 'day')}"
    (entry,) = reading.entries
    if entry.kind == "note" and not entry.direction:
        return f"note {entry.day:%m-%d}"
    return " ".join(part for part in ("contact", f"{entry.day:%m-%d}", entry.kind, entry.direction) if part)


@pytest.mark.parametrize(("text", "wanted"), list(cases()))
def test_a_cell_is_filed_or_stays_as_its_table_says(text: str, wanted: str) -> None:
    assert outcome(text) == wanted


def test_there_is_a_table_for_every_language_of_the_log_cell() -> None:
    from connectkit.absorb.language.words import vocabularies

    assert [path.stem for path in CASES] == [one.code for one in vocabularies()]


DOCS = Path(__file__).parents[3] / "docs" / "log-cell.md"
EXAMPLES = re.findall(r"^\| `(.+)` \| (.+) \|$", DOCS.read_text("utf-8"), re.MULTILINE)
STAYS = {
    "plan": "it is a plan",
    "failed": "nobody was reached",
    "cancelled": "it did not take place",
    "question": "it is a question",
    "day": "its day is not certain",
}


def told(text: str) -> str:
    """What becomes of a cell, in the words of the documentation."""
    reading = read_inbox(text, today=TODAY, order="dmy")
    if "still to come" in reading.why:
        return "stays: it is still to come"
    if reading.leftover:
        return f"stays: {STAYS[outcome(text).removeprefix('stays ')]}"
    for promise in reading.promises:
        due = promise.due and f"{promise.due.day} {promise.due:%b %Y}"
        return f"a promise of {'yours' if promise.by == 'me' else 'theirs'}, due {due}"
    if reading.nexts:
        return "your line for next time"
    for intro in reading.intros:
        return f"an introduction to {intro.other}, one contact with each of them"
    (entry,) = reading.entries
    is_note = entry.kind == "note" and not entry.direction
    kind = "contact" if not entry.kind or entry.direction else entry.kind
    article = "an" if kind[0] in "aeiou" else "a"
    direction = f", you {entry.direction}" if entry.direction else ""
    return f"{article} {'note' if is_note else kind} on {entry.day.day} {entry.day:%b}{direction}"


@pytest.mark.parametrize(("text", "wanted"), EXAMPLES)
def test_the_examples_of_the_documentation_are_true(text: str, wanted: str) -> None:
    assert told(text) == wanted


def test_the_documentation_has_examples() -> None:
    assert len(EXAMPLES) > 30
