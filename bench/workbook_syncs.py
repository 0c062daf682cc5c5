"""Days of real syncs in other people's workbooks: each gets a tab of contacts and is then used for a month.

    python -m bench.workbook_syncs FOLDER [--days 30] [--audit COMMAND] [--draw] [--verbose]

Each workbook is copied, a tab of six contacts is put in (unless it has one that connectkit finds), and then
``connectkit doctor``, ``init --workbook`` and a ``sync`` a day run on the copy through the command line's own entry
point. After the last one the file is compared with the one before ``init``: part by part, element by element and
value by value, as ``bench.workbooks`` does; and its parts and cell formats must be no more than after the second
day. ``--audit`` names the ``openxml-audit`` command (its package is not a dependency): any finding the workbook did
not have before is damage. ``--draw`` lets LibreOffice draw both files: every page of the former must come out again,
but for the tab of contacts. Prints kept, refused or damaged per workbook, and ends with 1 if anything was damaged.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bench.compare import Planned, differences
from bench.workbooks import WORKBOOKS, Outcome
from connectkit.errors import ConnectkitError
from connectkit.model import column_letter
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.package.xml_tree import escape, insert_into, splice, tag
from connectkit.stores.xlsx.store import read_tabs

FIRST_DAY = date(2026, 11, 23)
TITLE = "People (bench)"
HEADER = ("Name", "Last contact", "Notes", "Tier", "Company")
_OURS = (
    "Drafts",
    "Log",
    "Promises",
    "Due",
    "Goals",
    "Gives",
    "Introductions",
    "Review",
    "Problems",
    "Matches",
)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def people() -> list[tuple[str, ...]]:
    """The header and six contacts, some of them due."""
    ages = (400, 70, 5, 130, 800, 61)
    tiers = ("weak", "inner", "core", "active", "core", "inner")
    rows = [
        (f"Ann Example {n}", (FIRST_DAY - timedelta(age)).isoformat(), f"  met at the fair {n}; asks about looms", tier, f"Firm {n}")
        for n, (age, tier) in enumerate(zip(ages, tiers, strict=True), start=1)
    ]  # fmt: skip
    return [HEADER, *rows]


def with_contacts(data: bytes) -> bytes:
    """The workbook with one more tab, the last: our six contacts as inline texts."""
    package = Package.from_bytes(data)
    root = package.workbook
    main = root.attrs.get(f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns", "")
    rows = "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{column_letter(i)}{n}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
            for i, text in enumerate(row, start=1)
        )
        + "</row>"
        for n, row in enumerate(people(), start=1)
    )
    part = next(name for n in range(1, 10_000) if (name := f"xl/worksheets/sheet{n}.xml") not in package)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    xml = f'{head}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    package.put(part, xml.encode("utf-8"), _SHEET_TYPE)
    book = package.workbook_part()
    rel = package.add_rel(book, "worksheet", part)
    listed = package.workbook.child("sheets")
    assert listed is not None
    number = max(sheet.sheet_id for sheet in package.sheets()) + 1
    prefix = next(
        (key.removeprefix("xmlns:") for key, value in root.attrs.items() if value.endswith("/officeDocument/2006/relationships") or value.endswith("/officeDocument/relationships")),
        "r",
    )  # fmt: skip
    attrs = {"name": TITLE, "sheetId": str(number), f"{prefix}:id": rel}
    data = package.read(book)
    package.put(book, splice(data, [insert_into(data, listed, tag(root.prefix + "sheet", attrs))]))
    return package.to_bytes()


def command(folder: Path, *words: str) -> tuple[int, str]:
    """The exit code of one connectkit command in that folder, and what it said."""
    from connectkit.cli import main

    said = io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = main(list(words))
    finally:
        os.chdir(before)
    return code, said.getvalue()


def sizes(data: bytes) -> tuple[int, int]:
    """How many parts and how many cell formats the workbook has."""
    package = Package.from_bytes(data)
    part = package.part_of_kind("styles")
    formats = package.tree(part).child("cellXfs") if part else None
    return len(package.names), len(formats.all("xf")) if formats is not None else 0


def used(source: Path, folder: Path, days: int) -> Iterator[tuple[str, str]]:
    """(job, what became of it) for every step up to the last day; the file is ``folder/book/NAME``."""
    book = folder / "book" / source.name
    book.parent.mkdir()
    try:
        base = source.read_bytes()
        found = [raw for raw in read_tabs(Package.from_bytes(base)) if _has_header(raw.rows)]
        if not found:
            base = with_contacts(base)
        tab = found[0].title if found else TITLE
    except ConnectkitError as error:
        book.write_bytes(source.read_bytes())
        code, said = command(book.parent, "init", "--workbook", book.name, "--yes")
        refused = code in (2, 3) and book.read_bytes() == source.read_bytes() and "Traceback" not in said
        yield "init", f"{'refused' if refused else 'damaged'}: {error.message}"
        return
    book.write_bytes(base)
    code, said = command(book.parent, "init", "--workbook", book.name, "--tab", tab, "--yes")
    if code:
        left = book.read_bytes() == base
        refused = code in (2, 3) and left
        yield "init", f"{'refused' if refused else 'damaged'}: exit {code}: {said.strip()[-300:]}"
        return
    yield "init", "kept"
    early = after = (0, 0)
    for n in range(days):
        day = (FIRST_DAY + timedelta(n)).isoformat()
        code, said = command(book.parent, "sync", "--today", day)
        if code:
            yield "sync", f"damaged: {day}: exit {code}: {said.strip()[-300:]}"
            return
        after = sizes(book.read_bytes())
        early = after if n == 1 else early
    grown = days > 2 and (after[0] > early[0] or after[1] > early[1])
    yield "sync", f"damaged: (parts, formats) went from {early} to {after}" if grown else "kept"
    stood = book.read_bytes()
    command(book.parent, "sync", "--today", (FIRST_DAY + timedelta(days - 1)).isoformat())
    if book.read_bytes() != stood:
        yield "again", "damaged: a second sync of one day wrote"
    code, said = command(book.parent, "doctor", "--json")
    if code not in (0, 3) or "Traceback" in said:
        yield "doctor", f"damaged: exit {code}: {said.strip()[-300:]}"
    wrong = _beyond(base, stood, tab)
    yield "compare", f"damaged: {'; '.join(wrong[:4])}" if wrong else "kept"
    (folder / "before").mkdir()
    (folder / "before" / source.name).write_bytes(base)


def _has_header(rows: list[list[object]]) -> bool:  # type: ignore[type-arg]
    return any({"Name", "Last contact", "Notes"} <= {str(cell) for cell in row} for row in rows[:20])


def _beyond(base: bytes, after: bytes, tab: str) -> list[str]:
    """What changed beyond the dates of contact, and the columns and rows that are ours, in the tab of contacts."""
    raw = next(one for one in read_tabs(Package.from_bytes(base)) if one.title == tab)
    head = next(row for row in raw.rows if "Last contact" in row)
    width = max(len(row) for row in raw.rows)
    ours = {column_letter(head.index("Last contact") + 1)}
    ours |= {column_letter(index) for index in range(width + 1, width + 60)}
    former = {one.title for one in read_tabs(Package.from_bytes(base))}
    made = [
        one.title
        for one in read_tabs(Package.from_bytes(after))
        if one.title not in former or one.title in _OURS
    ]
    wrong = differences(base, after, Planned(tab, frozenset(), columns=frozenset(ours)))
    return [line for line in wrong if not line.startswith(tuple(f"{title}!" for title in made))]


def findings(audit: str, path: Path) -> Counter[str]:
    """What ``openxml-audit`` says of a file, each finding with its part and how often."""
    run = subprocess.run(
        [audit, "-f", "microsoft365", "-m", "0", "-o", "json", str(path)], capture_output=True, check=False
    )
    told = json.loads(run.stdout)
    errors = (told[0] if isinstance(told, list) else told)["errors"]
    return Counter(f"{one.get('part') or one.get('part_uri')}: {one.get('description') or one.get('message')}" for one in errors)  # fmt: skip


def pages(path: Path, folder: Path) -> list[str]:
    """A fingerprint of every page LibreOffice draws."""
    folder.mkdir()
    home = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)],
        capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    made = folder / f"{path.stem}.pdf"
    if not made.exists():
        return []
    subprocess.run(["pdftoppm", "-r", "50", str(made), str(folder / "page")], check=True, capture_output=True)
    return [hashlib.sha256(one.read_bytes()).hexdigest() for one in sorted(folder.glob("page*.ppm"))]


def _drawn(source: Path, folder: Path) -> str:
    """ "kept" when every page drawn before is drawn after, those of the contacts apart (the last, as it was put in)."""
    before = pages(folder / "before" / source.name, folder / "drawn-before")
    again = pages(folder / "before" / source.name, folder / "drawn-again")
    after = pages(folder / "book" / source.name, folder / "drawn-after")
    if not before:
        return "kept" if not after else "damaged: LibreOffice opens it now and did not before"
    lost = Counter(before) - Counter(after)
    restless = Counter(before) - Counter(
        again
    )  # pages of the clock and the dice differ between any two drawings
    beyond = sum((lost - restless).values())
    return (
        "kept"
        if after and beyond <= 1
        else f"damaged: {beyond} of {len(before)} pages are drawn in another way"
    )


def tried(source: Path, folder: Path, options: argparse.Namespace) -> Outcome:
    """All jobs on a copy of one workbook."""
    outcome = Outcome(source.name)
    try:
        outcome.jobs.update(used(source, folder, options.days))
    except Exception as error:  # noqa: BLE001 - the point of the bench is to find these
        outcome.jobs["run"] = f"crashed: {type(error).__name__}: {error}"
    book, before = folder / "book" / source.name, folder / "before" / source.name
    if not before.exists():
        return outcome
    if options.audit:
        new = findings(options.audit, book) - findings(options.audit, before)
        outcome.jobs["audit"] = f"damaged: {[*new.items()][:4]}" if new else "kept"
    if options.draw:
        outcome.jobs["draw"] = _drawn(source, folder)
    if options.keep:
        options.keep.mkdir(exist_ok=True)
        shutil.copyfile(before, options.keep / f"{source.stem}.before{source.suffix}")
        shutil.copyfile(book, options.keep / f"{source.stem}.after{source.suffix}")
    return outcome


def main() -> int:
    """Prints the table; 1 if a workbook was damaged or a job crashed."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--days", type=int, default=30)
    asked.add_argument("--audit", metavar="COMMAND")
    asked.add_argument("--draw", action="store_true")
    asked.add_argument("--keep", type=Path, metavar="FOLDER", help="keep both states of every workbook there")
    asked.add_argument("--verbose", action="store_true", help="say every job of every workbook")
    options = asked.parse_args()
    warnings.simplefilter("ignore")  # openpyxl warns of everything it would drop
    totals: Counter[str] = Counter()
    for source in sorted(path for path in options.folder.rglob("*") if path.suffix.lower() in WORKBOOKS):
        with tempfile.TemporaryDirectory() as name:
            os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = str(Path(name) / "home")
            outcome = tried(source, Path(name), options)
        totals[outcome.verdict] += 1
        print(f"{outcome.verdict:8} {outcome.name}")
        for job, text in outcome.jobs.items():
            if options.verbose or text != "kept":
                print(f"         {job:8} {text}", flush=True)
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(totals.items())))
    return 1 if totals.keys() & {"damaged", "crashed"} else 0


if __name__ == "__main__":
    sys.exit(main())
