"""What ``doctor`` sees in the sheet itself: zone, headers, IDs, cells, formulas, and what else the file holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from connectkit.config.config import Config
from connectkit.model import Formula, RawTab, Workbook, cell_name
from connectkit.schema import TABS, Owner
from connectkit.stores.base import OK, WARN, Check
from connectkit.text.lazy import pattern
from connectkit.text.say import count

if TYPE_CHECKING:
    from connectkit.view import View

_IMPORTING = pattern(
    r"\b(IMPORTXML|IMPORTDATA|IMPORTHTML|IMPORTFEED|IMPORTRANGE|IMAGE|WEBSERVICE|RTD|DDE)\s*\(", re.IGNORECASE
)
_LIKE_A_FORMULA = pattern(r"\s*([=@\uff1d\uff20]|[+\-\uff0b\uff0d][A-Za-z(\"'])")


def check_zone(config: Config, workbook: Workbook, today: date) -> Check:
    """Which zone decides what day it is."""
    for name, source in ((workbook.timezone, "the sheet"), (config.timezone, "the settings")):
        if name:
            return Check(
                OK, "time zone", f"Days are counted in {name}, from {source}; today is {today.isoformat()}."
            )
    return Check(
        OK, "time zone", f"Days are counted in this machine's time zone; today is {today.isoformat()}."
    )


def check_locale(config: Config, workbook: Workbook) -> Check:
    """What decides how 3/4/2026 is read."""
    if config.date_order:
        return Check(
            OK, "date order", f"Dates such as 3/4/2026 are read as {config.date_order}, from the settings."
        )
    locale = config.locale or workbook.locale
    if locale:
        return Check(
            OK, "date order", f"Dates such as 3/4/2026 are read as a column shows, else as in {locale}."
        )
    return Check(
        OK, "date order", "Dates such as 3/4/2026 are read as a column shows; where nothing shows it, they go to Problems.",
        "date_order: dmy or mdy in connectkit.yaml decides it.",
    )  # fmt: skip


def check_view(view: View) -> Iterator[Check]:
    """Tabs, headers, IDs, and what could not be read."""
    renamed = [f"{header} as {column}" for header, column in view.found.taken if header != column]
    taken = f"; taken {', '.join(renamed)}" if renamed else ""
    here = view.found.layout["contacts"]
    people = len(view.tables.contacts.frame)
    yield Check(
        OK,
        "tabs and headers",
        f"{people} people in {here.title}, header in row {here.header_row}, {len(view.found.taken)} columns known{taken}.",
    )
    yield from (Check(WARN, "tabs and headers", one.sentence) for one in view.found.namesakes)
    yield from _totals(view)
    new = [one.title for one in view.found.add_tabs]
    new += [f"columns in {view.found.complete[one.tab].title}" for one in view.found.add_columns]
    if new:
        yield Check(
            WARN, "tabs and headers", f"The sheet lacks {', '.join(new)}.", "The next sync adds them."
        )
    if view.identities.frozen:
        rows = ", ".join(str(row) for row in sorted(view.identities.frozen)[:10])
        yield Check(
            WARN, "IDs", f"The hidden ID of rows {rows} stands twice or belongs to somebody else; they are left alone.",
            "The tab Problems says what to do.",
        )  # fmt: skip
    else:
        yield Check(OK, "IDs", "Every row has an ID of its own, or gets one at the next sync.")
    problems = view.tables.problems
    if problems:
        first = problems[0]
        yield Check(
            WARN, "cells", f"{count(len(problems), 'cell', 'cells')} can't be used; the first is {first.tab} {first.cell}: {first.message}",
            "The tab Problems lists them all after a sync.",
        )  # fmt: skip
    else:
        yield Check(OK, "cells", "Every date and every word could be read.")


def _totals(view: View) -> Iterator[Check]:
    """The rows of Contacts that were taken for totals: they may stay."""
    every, people = view.tables.sheets["contacts"], view.tables.contacts.sheet
    key = "name" if every.has("name") else "first_name"
    for row in sorted(set(every.numbers) - set(people.numbers)):
        if name := every.text(row, key):
            yield Check(
                OK, "totals", f"Row {row} of {every.layout.title} (“{name}”) is taken for a total, not a person; it may stay.",
                "If it is a person, write more of the name.",
            )  # fmt: skip


def check_formulas(workbook: Workbook, handles: Sequence[str]) -> Iterator[Check]:
    """Formulas that fetch from elsewhere, and text that another program could take for a formula."""
    tabs = [tab for tab in workbook.tabs if tab.handle in handles]
    fetching = list(_places(tabs, _fetches))
    if fetching:
        yield Check(
            WARN, "formulas", f"{count(len(fetching), 'formula fetches', 'formulas fetch')} from elsewhere and could send your data there: {_some(fetching)}.",
            "Keep them only if you wrote them yourself.",
        )  # fmt: skip
    else:
        yield Check(OK, "formulas", "No formula in your tabs fetches anything from elsewhere.")
    alike = list(_places(tabs, lambda value: isinstance(value, str) and bool(_LIKE_A_FORMULA.match(value))))
    if alike:
        yield Check(
            WARN, "formula-like text", f"{count(len(alike), 'cell holds', 'cells hold')} text that looks like a formula: {_some(alike)}.",
            "connectkit keeps it as text; take care when you export the sheet as CSV.",
        )  # fmt: skip


def user_tabs(view: View) -> list[str]:
    """The handles of the tabs a user types in."""
    return [
        view.found.layout[tab.key].handle
        for tab in TABS
        if tab.owner is Owner.USER and tab.key in view.found.layout
    ]


def _fetches(value: object) -> bool:
    return isinstance(value, Formula) and bool(_IMPORTING.search(value.text))


def _places(tabs: Sequence[RawTab], wanted: Callable[[object], bool]) -> Iterator[str]:
    for tab in tabs:
        for number, row in enumerate(tab.rows, 1):
            for column, value in enumerate(row, 1):
                if wanted(value):
                    yield f"{tab.title} {cell_name(number, column)}"


def _some(places: Sequence[str]) -> str:
    return ", ".join(places[:5]) + (f" and {len(places) - 5} more" if len(places) > 5 else "")
