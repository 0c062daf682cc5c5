"""A language is one file of data: a new one is understood wherever people type."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from connectkit.absorb.language import words as log_words
from connectkit.stores.memory import MemoryStore
from connectkit.text import answers, days_in_text, near, time_of_day, words
from connectkit.text.plain import fold
from connectkit.text.words import days, languages
from tests.book import TODAY, book, run, table

FILE = """
[days]
months = ['unumar', 'duimar', 'trimar', 'kvarmar', 'kvinmar', 'sesmar', 'sepmar', 'okmar', 'naumar', 'dekmar', 'unuleva', 'duleva']
yesterday = 'hierazo'
[days.units]
day = 'tagazo, tagazoj'
[log]
common = 'kun, mi, jen'
plan = 'mi intencas'
infinitives = 'vokazi'
[log.kinds]
call = 'vokazo'
[log.verbs]
meeting = 'renkontazis'
[answers]
sent = 'senditazo'
"""


@pytest.fixture
def with_a_new_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "words"
    shutil.copytree(words.FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "xx.toml").write_text(FILE, "utf-8")
    monkeypatch.setattr(words, "FOLDER", folder)
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    """What was made of the word files is made anew."""
    for module in (words, days, near, time_of_day, days_in_text, answers, log_words):
        for made in vars(module).values():
            if hasattr(made, "cache_clear"):
                made.cache_clear()


@pytest.mark.usefixtures("with_a_new_language")
def test_a_language_added_by_one_file_is_understood_in_cells_and_in_the_log() -> None:
    store = MemoryStore(
        book(
            ["Name", "Last contact", "Notes", "Tier", "Log"],
            ["Ana", "3 dekmar 2026", "x", "inner", "vokazo 20 unuleva: bone"],
            ["Ben", None, "x", "inner", "renkontazis hierazo"],
            ["Cleo", None, "x", "inner", "mi intencas vokazi"],
        )
    )

    report = run(store)

    assert [row.get("Last contact") for row in table(store, "Contacts")] == [
        date(2026, 11, 20),
        date(2026, 11, 22),
        None,
    ]
    assert [(row["Name"], row["Kind"], row.get("Summary")) for row in table(store, "Log")] == [
        ("Ana", "call", "bone"),
        ("Ben", "meeting", None),
    ]
    assert [one.message.split(",")[0] for one in report.problems] == [
        "“mi intencas vokazi” speaks of what is to come"
    ]
    assert answers.read_status("senditazo", TODAY) == ("Sent", None)


@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
def test_a_file_has_twelve_months_and_seven_weekdays_or_none(language: words.Language) -> None:
    assert len(language.rows("days", "months")) in (0, 12)
    assert len(language.rows("days", "weekdays")) in (0, 7)
    assert len(language.rows("days", "weekday_marks")) in (0, 7)


def test_no_word_of_a_day_means_two_days() -> None:
    for key in ("months", "weekdays"):
        found: dict[str, set[int]] = {}
        for language in languages():
            for number, line in enumerate(language.rows("days", key)):
                for word in line:
                    found.setdefault(word, set()).add(number)
        assert {word for word, numbers in found.items() if len(numbers) > 1} == set()


def test_the_files_are_toml_in_words_that_fold() -> None:
    for path in words.FOLDER.glob("*.toml"):
        assert "days" in tomllib.loads(path.read_text("utf-8"))
    assert all(fold(word) == word for language in languages() for word in language.words("log", "common"))
