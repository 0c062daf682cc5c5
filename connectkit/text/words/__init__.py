"""The words people type and exports hold: one file of data for each language, read when they are first needed.

A new language is one more file. Within a file a comma stands between two words; accents and capitals do not matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from connectkit.text.plain import fold

FOLDER = Path(__file__).parent


class Language(NamedTuple):
    """One language: its code ("en"), and its file's tables as they were written."""

    code: str
    tables: dict[str, Any]

    def words(self, *path: str) -> tuple[str, ...]:
        """The folded words of one line, as ``words("days", "today")``; none where the file has no such line."""
        return split(self._at(path) or "")

    def rows(self, *path: str) -> tuple[tuple[str, ...], ...]:
        """The folded words of each line of a list, as ``rows("days", "months")``."""
        return tuple(split(line) for line in self._at(path) or ())

    def table(self, *path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each key of a table with its folded words, as ``table("days", "units")``."""
        for key, line in (self._at(path) or {}).items():
            yield key, split(line)

    def _at(self, path: tuple[str, ...]) -> Any:
        found: Any = self.tables
        for key in path:
            found = found.get(key)
            if found is None:
                return None
        return found


@cache
def languages() -> tuple[Language, ...]:
    """Every language there is a file of, in the order of their codes."""
    import tomllib  # a run that reads nothing but dates needs none of the words

    return tuple(
        Language(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.toml"))
    )


def split(line: str) -> tuple[str, ...]:
    """The words of a line that commas divide, folded."""
    return tuple(word for part in fold(line).split(",") if (word := part.strip()))


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """The groups of ``synonyms.txt``: words that mean the same trade or thing, folded, the one for all first."""
    lines = (FOLDER / "synonyms.txt").read_text("utf-8").splitlines()
    return tuple(split(line) for line in lines if line.strip() and not line.startswith("#"))
