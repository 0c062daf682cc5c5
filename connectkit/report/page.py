"""A page of text for a person: titles, points and facts, wrapped to the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from connectkit.report.text_width import clean, pad, width, wrap

NARROW, WIDE = 50, 100


class Line(NamedTuple):
    """One line of text and the style it has on a terminal; without one it reads as well."""

    text: str
    style: str = ""


class Page:
    """Collects lines at most ``columns`` wide where words allow it; what comes from a sheet is made harmless."""

    def __init__(self, columns: int) -> None:
        self.columns = max(NARROW, min(columns, WIDE))
        self.lines: list[Line] = []

    def say(self, text: str, style: str = "", first: str = "", rest: str = "") -> None:
        """A paragraph; ``first`` leads its first line, ``rest`` the others."""
        self.lines += [Line(one, style) for one in wrap(clean(text), self.columns, first=first, rest=rest)]

    def blank(self) -> None:
        """An empty line."""
        self.lines.append(Line(""))

    def title(self, text: str) -> None:
        """An empty line and a heading."""
        self.blank()
        self.say(text, "bold")

    def point(self, text: str, style: str = "") -> None:
        """One item of a list."""
        self.say(text, style, "  · ", "    ")

    def inset(self, text: str) -> None:
        """A paragraph that belongs to the item above."""
        self.say(text, first="    ", rest="      ")

    def sentences(self, title: str, sentences: Sequence[str]) -> None:
        """A heading and its items; nothing without items."""
        if sentences:
            self.title(title)
        for one in sentences:
            self.point(one)

    def facts(self, title: str, facts: Sequence[tuple[str, str]]) -> None:
        """A heading, then header and text, one pair below the other; nothing without pairs."""
        if not facts:
            return
        self.title(title)
        longest = min(max(width(clean(header)) for header, _ in facts), self.columns // 3)
        for header, text in facts:
            lead = f"  {pad(clean(header), longest)}  "
            self.say(text, first=lead, rest=" " * width(lead))
