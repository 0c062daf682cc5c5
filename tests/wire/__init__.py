"""A fake of the Google Sheets API v4 at HTTP level, with state, that the real gspread and google-auth talk to."""

from tests.wire import faults
from tests.wire.batch.base import Rules
from tests.wire.dresser import Dresser as Person
from tests.wire.faults import Fault
from tests.wire.server import FakeSheets
from tests.wire.state import Cell, CellError, Formula, Sheet, Spreadsheet, serial

__all__ = [
    "Cell",
    "CellError",
    "FakeSheets",
    "Fault",
    "Formula",
    "Person",
    "Rules",
    "Sheet",
    "Spreadsheet",
    "faults",
    "serial",
]
