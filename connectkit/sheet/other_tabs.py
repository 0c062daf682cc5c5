"""Finds our other tabs: by the settings, by connectkit's marks, or by the documented headers under the tab's own title.

A tab that somebody keeps themselves under the documented headers is that tab; it is never shadowed by a second one. A
tab of the same name with other headers stays the user's, which is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from connectkit.config.config import Config
from connectkit.errors import HeaderError
from connectkit.model import RawTab, TabLayout, Workbook, blank, shown
from connectkit.schema import TABS, Owner, Tab, normal
from connectkit.sheet.header_row import HEADER_ROWS, SUFFIX, header_of, layout_of


class Namesake(NamedTuple):
    """A tab of the user's that has the name of one of ours and other headers: ``lacks`` are those it would need."""

    key: str
    title: str
    lacks: tuple[str, ...]
    owner: Owner

    @property
    def sentence(self) -> str:
        """What becomes of it, and how it would be used."""
        told = f"Your tab {self.title} stays yours alone"
        if self.owner is Owner.TOOL:
            return f"{told}; connectkit writes its own tab of that name beside it."
        lacks = ", ".join(self.lacks)
        return (
            f"{told}, because it lacks the header{'s' if len(self.lacks) > 1 else ''} {lacks}. To have connectkit use it, "
            f"add {'them' if len(self.lacks) > 1 else 'it'}; or say in connectkit.yaml which tab it is: "
            f"tabs: {{{self.key}: your tab}}."
        )


def other_tab(workbook: Workbook, tab: Tab, config: Config, taken: set[str]) -> TabLayout | None:
    """One of our other tabs, or None; the settings decide first, then connectkit's marks, then title and headers."""
    best: tuple[int, RawTab, tuple[int, dict[str, int]]] | None = None
    for raw in workbook.tabs:
        found = None if raw.handle in taken else header_of(raw, tab, {})
        rank = _rank(raw, tab, config, found[1]) if found else 0
        if found and rank > (best[0] if best else 0):
            best = (rank, raw, found)
    if best is None:
        return None
    _, raw, (row, columns) = best
    for key in columns:
        if key.startswith("twice:"):
            raise HeaderError(
                f"The header “{tab.column(key.removeprefix('twice:')).title}” stands twice in the tab {raw.title}.",
                "Rename the column that is yours and run again; nothing was written.",
            )
    return layout_of(raw, tab, row, columns)


def _rank(raw: RawTab, tab: Tab, config: Config, columns: Mapping[str, int]) -> int:
    """How much speaks for a tab being ours; 0 where nothing does."""
    title, named = normal(raw.title), config.tabs.get(tab.key)
    if tab.owner is Owner.TOOL:
        whole = all(key in columns for key in tab.keys)
        return 0 if not whole else 2 if title in _titles(tab, config) else 1
    ours = _half_marked(tab, columns) if title in _titles(tab, config) else marked(tab, columns)
    fits = documented(tab, columns)
    if named is not None and title == normal(named) and (ours or fits):
        return 4
    if ours:
        return 3 if title in _titles(tab, config) else 2
    return 1 if fits and title in _titles(tab, config) else 0


def _titles(tab: Tab, config: Config) -> set[str]:
    return {normal(config.tabs.get(tab.key, tab.title)), normal(tab.title + SUFFIX)}


def _half_marked(tab: Tab, columns: Mapping[str, int]) -> bool:
    """Any of our hidden columns: enough where the title says what the tab is."""
    return any(column.hidden and column.key in columns for column in tab.columns)


def marked(tab: Tab, columns: Mapping[str, int]) -> bool:
    """Whether a tab carries connectkit's marks, so that it is ours under any title."""
    if tab.owner is Owner.TOOL:
        return all(key in columns for key in tab.keys)
    present = sum(key in columns for key in tab.keys)
    return "id" in columns and "contact_id" in columns and present * 2 > len(tab.keys)


def documented(tab: Tab, columns: Mapping[str, int]) -> bool:
    """Whether every header the user writes under is there: all connectkit needs of a tab somebody made."""
    theirs = [column.key for column in tab.columns if column.owner is Owner.USER and not column.younger]
    return not tab.only_if_rows and all(key in columns for key in theirs)


def namesakes(workbook: Workbook, config: Config, layout: Mapping[str, TabLayout]) -> Iterator[Namesake]:
    """The user's own tabs that have a name of ours, in the order of our tabs."""
    used = {here.handle for here in layout.values()}
    for tab in TABS[1:]:
        title = normal(config.tabs.get(tab.key, tab.title))
        raw = next((one for one in workbook.tabs if normal(one.title) == title), None)
        if raw is None or raw.handle in used or all(blank(shown(cell)) for row in raw.rows for cell in row):
            continue
        seen = {
            normal(shown(cell))
            for row in raw.rows[:HEADER_ROWS]
            for cell in row
            if isinstance(shown(cell), str)
        }
        wanted = [
            one
            for one in tab.columns
            if (one.owner is Owner.USER or tab.owner is Owner.TOOL) and not one.younger
        ]
        lacks = tuple(one.title for one in wanted if normal(one.title) not in seen)
        if lacks:
            yield Namesake(tab.key, raw.title, lacks, tab.owner)
