"""Finds the tab with the people, by its headers, whatever it is called; says what it lacks."""

from __future__ import annotations

from collections.abc import Mapping

from connectkit.config.config import Config
from connectkit.errors import HeaderError
from connectkit.model import RawTab, TabLayout, Workbook, blank, cell_name, shown
from connectkit.schema import CONTACTS, TABS, Owner, normal
from connectkit.sheet.header_row import HEADER_ROWS, header_of, layout_of
from connectkit.sheet.id_columns import id_column
from connectkit.sheet.other_tabs import marked


def contacts_tab(workbook: Workbook, config: Config) -> TabLayout:
    wanted = normal(config.tabs.get("contacts", CONTACTS.title))
    candidates: list[tuple[RawTab, int, dict[str, int]]] = []
    for raw in workbook.tabs:
        found = header_of(raw, CONTACTS, config.headers)
        if not found or _is_block(raw):
            continue
        if _named(found[1]) and ("last_contact" in found[1] or normal(raw.title) == wanted):
            candidates.append((raw, *found))
    titled = [one for one in candidates if normal(one[0].title) == wanted]
    minted = [one for one in candidates if "id" in one[2]]
    chosen = titled or minted or candidates
    if not chosen:
        raise _no_contacts(workbook, config)
    if len(chosen) > 1:
        names = " and ".join(f"“{one[0].title}”" for one in chosen[:3])
        raise HeaderError(
            f"The tabs {names} of {workbook.name or 'the workbook'} both look like contacts.",
            "Say which one it is in connectkit.yaml, for example: tabs: {contacts: "
            + chosen[0][0].title
            + "}; nothing was written.",
        )
    raw, row, columns = chosen[0]
    _check(raw, row, columns)
    return layout_of(raw, CONTACTS, row, columns)


def _is_block(raw: RawTab) -> bool:
    """True for a tool-owned tab such as Due, whose headers would pass for contacts."""
    blocks = [tab for tab in TABS if tab.owner is Owner.TOOL]
    found = [(tab, header_of(raw, tab, {})) for tab in blocks]
    return any(hit is not None and all(key in hit[1] for key in tab.keys) for tab, hit in found)


def _named(columns: Mapping[str, int]) -> bool:
    return "name" in columns or "first_name" in columns


def _check(raw: RawTab, row: int, columns: Mapping[str, int]) -> None:
    """Refuses a header that stands twice and a required one that is missing."""
    for key, second in columns.items():
        if key.startswith("twice:"):
            column = CONTACTS.column(key.removeprefix("twice:"))
            first = columns[column.key]
            raise HeaderError(
                f"The header “{shown(raw.cell(row, first))}” stands twice in the tab {raw.title}: in "
                f"{cell_name(row, first)} and {cell_name(row, second)}.",
                f"Rename the one that is not your “{column.title}” column and run again; nothing was written.",
            )
    for column in CONTACTS.columns:
        if column.required and column.key not in columns and not (column.key == "name" and _named(columns)):
            seen = ", ".join(f"“{shown(v)}”" for v in raw.rows[row - 1] if not blank(v))
            raise HeaderError(
                f"The tab {raw.title} has no “{column.title}” column; its headers in row {row} are {seen}.",
                f"Name a column “{column.title}”, or say in connectkit.yaml which one it is: "
                f"headers: {{{column.key}: your header}}; nothing was written.",
            )


def _no_contacts(workbook: Workbook, config: Config) -> HeaderError:
    where = f"{workbook.name or 'The workbook'} has no tab with the columns Name, Last contact and Notes"
    tabs = ", ".join(f"“{tab.title}”" for tab in workbook.tabs[:8]) or "none"
    for raw in sorted(workbook.tabs, key=lambda raw: _like_contacts(raw, config), reverse=True):
        found = header_of(raw, CONTACTS, config.headers)
        if found and _named(found[1]) and not _of_another(raw):
            _check(raw, *found)
    return HeaderError(
        f"{where} in its first {HEADER_ROWS} rows; its tabs are {tabs}.",
        "Give one tab these three headers (other usual words work too), or run connectkit init; nothing was written.",
    )


def _like_contacts(raw: RawTab, config: Config) -> tuple[bool, bool, int]:
    """How much speaks for a tab being the contacts: its IDs, its title, how many of its headers are known."""
    found = header_of(raw, CONTACTS, config.headers)
    titled = normal(raw.title) == normal(config.tabs.get("contacts", CONTACTS.title))
    return (
        found is not None and id_column(raw, found[0]) is not None,
        titled,
        len(found[1]) if found else 0,
    )


def _of_another(raw: RawTab) -> bool:
    """True for a tab that carries the marks of another of ours, such as Drafts under any title."""
    found = [(tab, header_of(raw, tab, {})) for tab in TABS[1:]]
    return any(hit is not None and marked(tab, hit[1]) for tab, hit in found)
