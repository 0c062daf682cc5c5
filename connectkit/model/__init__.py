"""The words that cross the border between the core and a store.

A store hands out a :class:`Workbook` of raw cells and takes a :class:`Plan` of changes; it answers with an
:class:`AfterImage`. Everything here is plain data: no I/O, no clock, no interpretation.

Vocabulary
----------
tab key, column key
    The names in ``schema/`` (``"contacts"``, ``"last_contact"``); a title is what the user sees.
row number
    Counts from 1 and includes the header, as the spreadsheet shows it.
column index
    Counts from 1 (column A is 1).
handle
    How a store finds a tab again: the sheet's title in .xlsx, ``str(sheetId)`` in Google Sheets.
"""

from __future__ import annotations

from connectkit.model.cells import (
    CellError,
    CellValue,
    Formula,
    Link,
    Row,
    blank,
    cell_name,
    column_letter,
    shown,
)
from connectkit.model.changes import (
    AddColumns,
    AddTab,
    AfterImage,
    AppendRow,
    Change,
    Filing,
    Landed,
    Permission,
    Place,
    Plan,
    ReplaceRows,
    Requests,
    Seal,
    SetCell,
)
from connectkit.model.sheet import (
    Layout,
    Problem,
    RawTab,
    TabLayout,
    Workbook,
)

__all__ = [
    "AddColumns",
    "AddTab",
    "AfterImage",
    "AppendRow",
    "CellError",
    "CellValue",
    "Change",
    "Filing",
    "Formula",
    "Landed",
    "Layout",
    "Link",
    "Permission",
    "Place",
    "Plan",
    "Problem",
    "RawTab",
    "ReplaceRows",
    "Requests",
    "Row",
    "Seal",
    "SetCell",
    "TabLayout",
    "Workbook",
    "blank",
    "cell_name",
    "column_letter",
    "shown",
]
