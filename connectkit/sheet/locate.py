"""Finds our tabs and columns in any workbook, by header text; never by position.

A tab is ours when its headers are, whatever it is called: a user's own "Due" or "Log" tab is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from connectkit.config.config import Config
from connectkit.errors import HeaderError
from connectkit.model import AddColumns, AddTab, RawTab, Row, TabLayout, Workbook, blank, cell_name, shown
from connectkit.schema import CONTACTS, TABS, Merge, Offer, Owner, Tab, normal
from connectkit.sheet.header_row import HEADER_ROWS, SUFFIX, header_of
from connectkit.sheet.id_columns import id_column
from connectkit.sheet.inbox_column import without_diaries


@dataclass(frozen=True)
class Found:
    """Where everything stands, and what the workbook lacks.

    ``layout`` holds what exists, ``complete`` also what the plan would add; ``taken`` says for Contacts which
    header was taken for which column, in the sheet's order.
    """

    layout: Mapping[str, TabLayout]
    complete: Mapping[str, TabLayout]
    add_tabs: tuple[AddTab, ...] = ()
    add_columns: tuple[AddColumns, ...] = ()
    taken: tuple[tuple[str, str], ...] = field(default=())


def locate(workbook: Workbook, config: Config, *, adopt: bool = False) -> Found:
    """Every tab and column of the schema, found or to be added.

    With ``adopt``, the user's optional columns that serve every sheet (Tier, Log, State …) are added too;
    without it only the tool's own.

    Raises:
        HeaderError: no tab has contacts, two have, a required column is missing or one stands twice.
    """
    contacts = _contacts(workbook, config)
    if adopt:
        contacts = without_diaries(workbook, contacts, config.headers)
    layout = {"contacts": contacts}
    taken = {contacts.handle}
    for tab in TABS[1:]:
        found = _other(workbook, tab, config, taken)
        if found is not None:
            layout[tab.key] = found
            taken.add(found.handle)
    return _completed(workbook, config, layout, adopt=adopt)


def _layout(raw: RawTab, tab: Tab, row: int, columns: Mapping[str, int]) -> TabLayout:
    last = len(raw.rows)
    while last > row and all(blank(cell) for cell in raw.rows[last - 1]):
        last -= 1
    width = min(max(map(len, raw.rows[row - 1 :]), default=0), _filled_width(raw.rows))
    return TabLayout(tab.key, raw.handle, raw.title, row, dict(columns), max(last, row), width)


def _filled_width(rows: Iterable[Row]) -> int:
    """The last column with content in any row."""
    widest = 0
    for cells in rows:
        width = len(cells)
        if width > widest:
            while width > widest and blank(cells[width - 1]):
                width -= 1
            widest = width
    return widest


def _contacts(workbook: Workbook, config: Config) -> TabLayout:
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
    return _layout(raw, CONTACTS, row, columns)


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
    return any(hit is not None and _is_ours(tab, hit[1], by_title=False) for tab, hit in found)


def _other(workbook: Workbook, tab: Tab, config: Config, taken: set[str]) -> TabLayout | None:
    """One of our other tabs: by its title and headers, else by its headers alone (the user renamed it)."""
    wanted = {normal(config.tabs.get(tab.key, tab.title)), normal(tab.title + SUFFIX)}
    ordered = sorted(workbook.tabs, key=lambda raw: normal(raw.title) not in wanted)
    for raw in ordered:
        if raw.handle in taken:
            continue
        found = header_of(raw, tab, {})
        if found and _is_ours(tab, found[1], by_title=normal(raw.title) in wanted):
            for key in found[1]:
                if key.startswith("twice:"):
                    raise HeaderError(
                        f"The header “{tab.column(key.removeprefix('twice:')).title}” stands twice in the tab {raw.title}.",
                        "Rename the column that is yours and run again; nothing was written.",
                    )
            return _layout(raw, tab, *found)
    return None


def _is_ours(tab: Tab, columns: Mapping[str, int], *, by_title: bool) -> bool:
    if tab.owner is Owner.TOOL:
        return all(key in columns for key in tab.keys)
    marks = [column.key for column in tab.columns if column.hidden]
    present = sum(key in columns for key in tab.keys)
    if by_title:
        mine = [column.key for column in tab.columns if column.owner is Owner.USER]
        typed = tab.offer is Offer.NEW and all(key in columns for key in mine)
        return typed or any(key in columns for key in marks)
    return "id" in columns and "contact_id" in columns and present * 2 > len(tab.keys)


def _completed(workbook: Workbook, config: Config, layout: Mapping[str, TabLayout], *, adopt: bool) -> Found:
    complete = dict(layout)
    tabs: list[AddTab] = []
    columns: list[AddColumns] = []
    used = {normal(raw.title) for raw in workbook.tabs}
    for tab in TABS:
        here = layout.get(tab.key)
        if here is None:
            title = config.tabs.get(tab.key, tab.title)
            title = title + SUFFIX if normal(title) in used else title
            complete[tab.key] = fresh_layout(tab, title)
            if not tab.only_if_rows and tab.offer is Offer.ADOPT:
                tabs.append(AddTab(tab.key, title))
            continue
        added = _missing(workbook, tab, here, adopt=adopt)
        if added:
            columns.append(AddColumns(tab.key, added))
            complete[tab.key] = here.with_columns({key: index for key, (index, _) in added.items()})
    return Found(layout, complete, tuple(tabs), tuple(columns), _taken(workbook, layout["contacts"]))


def fresh_layout(tab: Tab, title: str) -> TabLayout:
    """The layout of a tab that connectkit is about to make: banner first if it has one, then the header."""
    shown_columns = [column for column in tab.columns if column.offer is not Offer.NEVER]
    header = 2 if tab.banner else 1
    places = {column.key: index for index, column in enumerate(shown_columns, start=1)}
    return TabLayout(tab.key, "", title, header, places, header, len(shown_columns))


def _missing(workbook: Workbook, tab: Tab, here: TabLayout, *, adopt: bool) -> dict[str, tuple[int, str]]:
    raw = workbook.tab(here.handle)
    present = {normal(shown(v)) for v in raw.rows[here.header_row - 1]} if raw else set()
    added: dict[str, tuple[int, str]] = {}
    for column in tab.columns:
        wanted = column.owner is Owner.TOOL or (
            adopt and tab.key == "contacts" and column.offer is Offer.ADOPT and not column.required
        )
        if column.key in here.columns or not wanted:
            continue
        title = column.title + SUFFIX if normal(column.title) in present else column.title
        added[column.key] = (here.width + 1 + len(added), title)
    return added


def _taken(workbook: Workbook, contacts: TabLayout) -> tuple[tuple[str, str], ...]:
    raw = workbook.tab(contacts.handle)
    if raw is None:
        return ()
    places = sorted(contacts.columns.items(), key=lambda item: item[1])
    return tuple(
        (str(shown(raw.cell(contacts.header_row, i))), CONTACTS.column(key).title) for key, i in places
    )


def writable(tab: Tab, key: str) -> bool:
    """True for a column connectkit may ever set in an existing row."""
    column = tab.column(key)
    return column.owner is Owner.TOOL or column.merge is not Merge.NEVER
