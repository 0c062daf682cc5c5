"""Finds our tabs and columns in any workbook, by header text; never by position.

A tab is ours when its headers are, whatever it is called: a user's own "Due" or "Log" tab is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from connectkit.config.config import Config
from connectkit.model import AddColumns, AddTab, TabLayout, Workbook, shown
from connectkit.schema import CONTACTS, TABS, Merge, Offer, Owner, Tab, normal
from connectkit.sheet.contacts_tab import contacts_tab
from connectkit.sheet.header_row import SUFFIX, not_there
from connectkit.sheet.inbox_column import without_diaries, without_lines
from connectkit.sheet.other_tabs import Namesake, namesakes, other_tab


@dataclass(frozen=True)
class Found:
    """Where everything stands, and what the workbook lacks.

    ``layout`` holds what exists, ``complete`` also what the plan would add; ``taken`` says for Contacts which
    header was taken for which column, in the sheet's order; ``namesakes`` are tabs of the user's with a name of ours.
    """

    layout: Mapping[str, TabLayout]
    complete: Mapping[str, TabLayout]
    add_tabs: tuple[AddTab, ...] = ()
    add_columns: tuple[AddColumns, ...] = ()
    taken: tuple[tuple[str, str], ...] = field(default=())
    namesakes: tuple[Namesake, ...] = ()


def locate(workbook: Workbook, config: Config, *, adopt: bool = False) -> Found:
    """Every tab and column of the schema, found or to be added.

    With ``adopt``, the user's optional columns that serve every sheet (Tier, Log, State …) are added too;
    without it only the tool's own.

    Raises:
        HeaderError: no tab has contacts, two have, a required column is missing or one stands twice.
    """
    contacts = contacts_tab(workbook, config)
    if adopt:
        contacts = without_diaries(workbook, contacts, config.headers)
    layout = {"contacts": contacts}
    taken = {contacts.handle}
    for tab in TABS[1:]:
        found = other_tab(workbook, tab, config, taken)
        if found is not None:
            layout[tab.key] = found
            taken.add(found.handle)
    layout["contacts"] = without_lines(workbook, layout, config.headers)
    own = contacts.columns.keys() - layout["contacts"].columns.keys()
    return _completed(workbook, config, layout, adopt=adopt, beside=frozenset(own))


def _completed(
    workbook: Workbook,
    config: Config,
    layout: Mapping[str, TabLayout],
    *,
    adopt: bool,
    beside: frozenset[str],
) -> Found:
    """``beside`` are columns of Contacts whose header is the user's own: ours stands beside it."""
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
        added = _missing(workbook, config, tab, here, adopt=adopt, beside=beside)
        if added:
            columns.append(AddColumns(tab.key, added))
            complete[tab.key] = here.with_columns({key: index for key, (index, _) in added.items()})
    same = tuple(namesakes(workbook, config, layout))
    return Found(layout, complete, tuple(tabs), tuple(columns), _taken(workbook, layout["contacts"]), same)


def fresh_layout(tab: Tab, title: str) -> TabLayout:
    """The layout of a tab that connectkit is about to make: banner first if it has one, then the header."""
    shown_columns = [column for column in tab.columns if column.offer is not Offer.NEVER]
    header = 2 if tab.banner else 1
    places = {column.key: index for index, column in enumerate(shown_columns, start=1)}
    return TabLayout(tab.key, "", title, header, places, header, len(shown_columns))


def _missing(
    workbook: Workbook, config: Config, tab: Tab, here: TabLayout, *, adopt: bool, beside: frozenset[str]
) -> dict[str, tuple[int, str]]:
    raw = workbook.tab(here.handle)
    present = {normal(shown(v)) for v in raw.rows[here.header_row - 1]} if raw else set()
    added: dict[str, tuple[int, str]] = {}
    # connectkit writes whole rows into the tabs whose rows have IDs, so it needs each of their columns.
    filled = tab.key != "contacts" and "id" in tab.keys
    for column in tab.columns:
        wanted = column.owner is Owner.TOOL
        wanted = wanted or (filled and column.offer is not Offer.NEVER)
        wanted = wanted or (
            tab.key == "contacts"
            and not column.required
            and ((adopt and column.offer is Offer.ADOPT) or column.key in beside)
        )
        if column.key in here.columns or not wanted:
            continue
        theirs = normal(column.title) in present or (
            tab.key == "contacts" and not_there(column.key, config.headers)
        )
        title = column.title + SUFFIX if theirs else column.title
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
