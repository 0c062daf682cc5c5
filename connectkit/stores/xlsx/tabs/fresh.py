"""A new workbook with our tabs: what ``connectkit init`` and the demo start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook

from connectkit.model import CellValue
from connectkit.schema import TABS, Tab
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.tabs.look import columns_of
from connectkit.stores.xlsx.tabs.made import CREATED, PLAIN_TEXT, let_rows_grow
from connectkit.stores.xlsx.tabs.tabs import Choices, TabWriter

Rows = Sequence[Mapping[str, CellValue]]


def standard_tabs(rows: Mapping[str, Rows] | None = None) -> list[tuple[Tab, Rows]]:
    """The tabs of a new workbook in order, with the rows given for each tab key.

    Tabs that exist only when there is something in them are left out when there is nothing.
    """
    given = rows or {}
    return [(tab, given.get(tab.key, ())) for tab in TABS if given.get(tab.key) or not tab.only_if_rows]


def new_workbook(tabs: Sequence[tuple[Tab, Rows]], *, choices: Choices) -> bytes:
    """A complete .xlsx with these tabs; each row maps column key to value, missing columns stay empty.

    Raises:
        UsageError: a text is longer than a cell can hold.
    """
    out = BytesIO()
    book = Workbook(out, dict(PLAIN_TEXT))
    book.set_properties({"created": CREATED})
    book.set_size(2400, 1400)
    for tab, rows in tabs:
        keys = [column.key for column in columns_of(tab)]
        sheet = book.add_worksheet(tab.title)
        TabWriter(book, sheet, tab, choices).write([[row.get(key) for key in keys] for row in rows])
    book.close()
    package = Package.from_bytes(out.getvalue())
    for made in package.sheets():
        package.put(made.part, let_rows_grow(package.read(made.part)))
    return package.to_bytes()
