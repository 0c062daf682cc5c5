"""``connectkit restore SNAPSHOT --to FILE.xlsx``: a kept state as a new workbook; never over the user's sheet."""

from __future__ import annotations

import os
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connectkit.commands.common import emit, pass_settings
from connectkit.errors import UsageError
from connectkit.model import CellError, CellValue, Formula, Link, Workbook
from connectkit.options import Settings
from connectkit.session import open_session

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


@click.command("restore")
@click.argument("snapshot", type=int)
@click.option("--to", "target", required=True, type=click.Path(path_type=Path), metavar="FILE.xlsx", help="The new workbook; it must not exist yet.")  # fmt: skip
@pass_settings
def command(settings: Settings, snapshot: int, target: Path) -> None:
    """Write a kept state of your sheet to a new workbook.

    SNAPSHOT is a number from connectkit snapshots. Your sheet itself is not touched: open the new workbook and
    copy from it what you miss.
    """
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"{target} does not end in .xlsx.", "Write for example --to before.xlsx.")
    with open_session(settings, "restore") as session:
        workbook = session.journal.load_snapshot(snapshot)
    save_new(target, as_xlsx(workbook))
    if settings.json:
        emit({"schema": "connectkit.restore/1", "snapshot": snapshot, "file": str(target)})
    else:
        click.echo(f"Snapshot {snapshot} is in {target}. Your sheet was not touched.")


def save_new(target: Path, content: bytes) -> None:
    """A new file with this content, whole or not at all. UsageError if there is one of that name already."""
    try:
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError:
        raise UsageError(f"{target} exists already.", "Name a file that does not exist yet.") from None
    except OSError as error:
        raise UsageError(
            f"{target} can't be written ({error.strerror}).", "Name a file in a folder of yours."
        ) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise UsageError(
            f"{target} can't be written ({error.strerror}).", "Make room, then try again."
        ) from error


def as_xlsx(workbook: Workbook) -> bytes:
    """A workbook file that holds the cells of a snapshot: values and formulas, dates as dates; no other formats."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True})
    formats = (
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    )
    taken: set[str] = set()
    for tab in workbook.tabs:
        sheet = book.add_worksheet(_title(tab.title, taken))
        for row, cells in enumerate(tab.rows):
            for column, value in enumerate(cells):
                _write(sheet, (row, column), value, formats)
    book.close()
    return out.getvalue()


def _title(title: str, taken: set[str]) -> str:
    """The title as Excel takes one: at most 31 characters, none of ``[]:*?/\\``, different from all others."""
    bare = "".join("_" if char in "[]:*?/\\" else char for char in title)[:31].strip("'") or "Sheet"
    number, name = 1, bare
    while name.casefold() in taken:
        number += 1
        name = f"{bare[:26]} ({number})"
    taken.add(name.casefold())
    return name


def _write(sheet: Worksheet, place: tuple[int, int], value: CellValue, formats: tuple[Any, Any]) -> None:
    day, moment = formats
    match value:
        case None | "":
            return
        case bool():
            sheet.write_boolean(*place, value)
        case int() | float():
            sheet.write_number(*place, value)
        case datetime() | date() if value.year < 1900:
            sheet.write_string(*place, value.isoformat())
        case datetime():
            sheet.write_datetime(*place, value.replace(tzinfo=None), moment)
        case date():
            sheet.write_datetime(*place, value, day)
        case Formula(text, shown):
            sheet.write_formula(
                *place, text, None, shown.isoformat() if isinstance(shown, date) else shown or ""
            )
        case Link(url, label):
            sheet.write_url(*place, url, None, label)
        case CellError(code):
            sheet.write_string(*place, code)
        case str():
            sheet.write_string(*place, value)
