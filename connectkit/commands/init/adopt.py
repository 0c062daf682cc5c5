"""Taking on a sheet somebody already has: what its headers were taken for, and what would be added. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from connectkit.config.config import Config
from connectkit.model import AddColumns, AddTab, Change, Plan, Workbook, blank, shown
from connectkit.schema import TABS, tab
from connectkit.sheet.fitting import Misfit, misfits
from connectkit.sheet.header_row import NOT_THERE
from connectkit.sheet.inbox_column import diaries, inboxes
from connectkit.sheet.locate import Found, fresh_layout, locate
from connectkit.sheet.parse import parse
from connectkit.sheet.tables import Contacts
from connectkit.sheet.tiers_of_ones_own import own_tiers


@dataclass(frozen=True)
class Adoption:
    """What connectkit makes of a sheet.

    ``taken`` are the user's headers and the columns they were taken for; ``unknown`` the headers that will never
    be read or written; ``plan`` adds what is missing and nothing else. ``diaries`` are the user's headers that would
    have been an inbox but hold text already, ``named`` the columns that stand in for them, by key, as the settings
    have to name them. ``relative`` are cells of Last contact and their text that count from the day of the first
    sync, which writes it there; ``later_tabs`` come when there is something to show; ``namesakes`` say which tabs of
    the user's have a name of ours and stay theirs; ``misfits`` are columns whose cells do not fit their header's meaning,
    which ``named`` leaves to the user. ``tiers`` are the user's own words for tiers, with their counts.
    """

    title: str
    header_row: int
    taken: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    new_columns: tuple[tuple[str, tuple[str, ...]], ...]
    new_tabs: tuple[str, ...]
    plan: Plan
    later_tabs: tuple[str, ...] = ()
    relative: tuple[tuple[str, str], ...] = ()
    diaries: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    namesakes: tuple[str, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    tiers: Mapping[str, int] = field(default_factory=dict)


def adopt(workbook: Workbook, config: Config, *, run_id: str, today: date) -> Adoption:
    """The adoption of a workbook; an empty one gets all tabs.

    Raises:
        HeaderError: no tab has contacts, a required column is missing, or one stands twice.
    """
    choices = {"contacts.tier": tuple(tier.name for tier in config.tiers)}
    if _is_empty(workbook):
        return _from_nothing(workbook, config, choices, run_id)
    odd, config = _without_misfits(workbook, config, today)
    found = locate(workbook, config, adopt=True)
    here = found.layout["contacts"]
    raw = workbook.tab(here.handle)
    headers = (
        [str(shown(cell)) for cell in raw.rows[here.header_row - 1] if not blank(shown(cell))] if raw else []
    )
    used = {header for header, _ in found.taken}
    kept, named = _diaries(headers, found, config)
    contacts = parse(workbook, found.layout, config, today=today).contacts
    changes: list[Change] = [*found.add_tabs, *found.add_columns]
    return Adoption(
        here.title,
        here.header_row,
        found.taken,
        tuple(header for header in headers if header not in used),
        tuple(_columns(one, found.complete[one.tab].title) for one in found.add_columns),
        tuple(one.title for one in found.add_tabs),
        Plan(tuple(changes), found.complete, choices, origin="init", run_id=run_id),
        tuple(
            found.complete[one.key].title
            for one in TABS
            if one.only_if_rows and one.key not in found.layout and (workbook.live_links or not one.live)
        ),
        _relative(contacts),
        kept,
        {**named, **{one.key: NOT_THERE for one in odd}},
        tuple(one.sentence for one in found.namesakes),
        odd,
        own_tiers(contacts.sheet.texts("tier"), config),
    )


def _without_misfits(workbook: Workbook, config: Config, today: date) -> tuple[tuple[Misfit, ...], Config]:
    """Columns whose cells speak against them, and the settings that leave those to the user."""
    here = locate(workbook, config, adopt=True).layout["contacts"]
    raw = workbook.tab(here.handle)
    odd = misfits(raw, here, config, today=today) if raw else ()
    return odd, replace(config, headers={**config.headers, **{one.key: NOT_THERE for one in odd}})


def _relative(contacts: Contacts) -> tuple[tuple[str, str], ...]:
    """Words such as “3 weeks ago”, which nobody can date any more once they are old."""
    problems = (contacts.sheet.problem(row, "last_contact", "") for row in contacts.relative)
    return tuple((one.cell, one.value) for one in problems)


def _diaries(headers: list[str], found: Found, config: Config) -> tuple[tuple[str, ...], dict[str, str]]:
    """The user's columns that are not to be emptied, and what stands in for them: key to header."""
    added = {one.tab: one.columns for one in found.add_columns}.get("contacts", {})
    kept: list[str] = []
    named: dict[str, str] = {}
    for column in inboxes(tab("contacts")):
        theirs = diaries(column, headers, config.headers)
        if column.key in added and theirs:
            kept += theirs
            named[column.key] = added[column.key][1]
    return tuple(kept), named


def _columns(change: AddColumns, title: str) -> tuple[str, tuple[str, ...]]:
    """The tab's title and the headers to add to it, those the user will see first and hidden ones marked."""
    known = tab(change.tab)
    return title, tuple(
        f"{header} (hidden)" if known.column(key).hidden else header
        for key, (_, header) in change.columns.items()
    )


def _is_empty(workbook: Workbook) -> bool:
    return all(blank(shown(cell)) for raw in workbook.tabs for row in raw.rows for cell in row)


def _from_nothing(
    workbook: Workbook, config: Config, choices: Mapping[str, tuple[str, ...]], run_id: str
) -> Adoption:
    taken = {raw.title.casefold() for raw in workbook.tabs}
    tabs = [one for one in TABS if not one.only_if_rows]
    titles = {one.key: config.tabs.get(one.key, one.title) for one in tabs}
    titles = {
        key: f"{title} (connectkit)" if title.casefold() in taken else title for key, title in titles.items()
    }
    layout = {one.key: fresh_layout(one, titles[one.key]) for one in tabs}
    changes = tuple(AddTab(key, title) for key, title in titles.items())
    plan = Plan(changes, layout, choices, origin="init", run_id=run_id)
    return Adoption(titles["contacts"], 1, (), (), (), tuple(titles.values()), plan)
