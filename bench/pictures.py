"""The pictures of the docs, from the example workbook as LibreOffice shows it.

    python -m bench.pictures [FOLDER [NAME ...]]

Makes the example for a fixed day, lets LibreOffice print parts of it (openpyxl only picks the part and sets the
paper; the sheet's own look is untouched), crops the white and writes ``docs/NAME.png``. Needs LibreOffice and
pdftoppm; a picture whose tab the example does not have is left out and named.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from openpyxl.styles import Border, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem

TODAY = "2026-11-24"
WIDTH = 1400  # pixels: sharp at the width a README is shown at
EDGE = 6
GAP = 30
A2 = "66"


class Part(NamedTuple):
    """What one picture shows of a tab: some columns, by header, and so many rows from the top.

    The first of the columns is how the header row is found. Without ``others_hidden`` the other columns are shown, too.
    """

    tab: str
    columns: tuple[str, ...]
    rows: int
    others_hidden: bool = True
    only: tuple[str, ...] = ()


PICTURES: dict[str, tuple[Part, ...]] = {
    "sheet": (
        Part("Contacts", ("Name", "Tier", "Last contact", "Status", "Next due", "Notes", "Log"), 14),
        Part("Drafts", ("Status", "Name", "Why now", "Message", "Needs", "Open"), 3),
    ),
    "due": (Part("Due", ("What", "Name", "Tier", "Last contact", "Next due", "Why", "Last note"), 19),),
    "promises": (Part("Promises", ("What", "Who", "By", "Due", "Done", "Age"), 5),),
    "gives": (Part("Gives", ("Title", "Link", "Topics", "Could interest"), 8),),
    "introductions": (Part("Introductions", ("A", "B", "Why", "Status"), 8),),
    "goals": (Part("Goals", ("Goal", "Count", "Counting", "From", "To", "So far", "Left"), 8),),
    "review": (Part("Review", ("Month",), 45, others_hidden=False),),
    "problems": (Part("Problems", ("Tab", "Cell", "Read", "What to do"), 4),),
    "inbox": (
        Part(
            "Contacts",
            ("Name", "Tier", "Last contact", "Status", "Log"),
            27,
            only=("Fatima Zahra", "Yuki Tanabe", "Ingrid Solheim"),
        ),
    ),
    "meeting": (
        Part("Drafts", ("Status", "Name", "Why now", "Subject", "Message"), 30, only=("Fatima Zahra",)),
    ),
    "human": (
        Part("Drafts", ("Status", "Name", "Why now", "Channel", "Message"), 30, only=("Yuki Tanabe",)),
    ),
    "birthday": (
        Part("Drafts", ("Status", "Name", "Why now", "Channel", "Message"), 30, only=("Hannah Osei",)),
    ),
    "fade": (
        Part(
            "Contacts",
            ("Name", "Tier", "Last contact", "Status", "State", "Notes"),
            30,
            only=("Owen Pritchard", "Lucas Brandt", "Diego Fuentes"),
        ),
    ),
    "quiet": (
        Part(
            "Drafts",
            ("Status", "Name", "Why now", "Channel", "Message"),
            30,
            only=("Hannah Osei", "Tomasz Wilk"),
        ),
    ),
}
STORIES: dict[str, tuple[tuple[str, ...], ...]] = {
    "inbox": (
        ("type", "Fatima Zahra", "met today: she restores violins"),
        ("type", "Yuki Tanabe", "-2d; promise: the name of a statistician by Fri"),
        ("type", "Ingrid Solheim", "gave: the grant deadline"),
    ),
    "meeting": (
        ("log", "Fatima Zahra", "met today: she restores violins and looks for a workshop"),
        ("sync", "2026-11-30"),
        ("sync", "2026-12-01"),
    ),
    "human": (
        ("log", "Yuki Tanabe", "email 22 Nov: the ethics form"),
        ("log", "Yuki Tanabe", "message 23 Nov: thanks for the form"),
        ("log", "Yuki Tanabe", "email today: the start is moved to April"),
        ("sync", "2027-01-11"),
        ("sync", "2027-01-18"),
        ("sync", "2027-01-25"),
    ),
    "birthday": (("sync", "2026-11-30"),),
    "quiet": (("sync", "2027-01-25"), ("sync", "2027-02-01")),
}
"""What happens before a picture is taken: something logged, the syncs of later days, a cell typed and not yet taken in."""


class Image(NamedTuple):
    """Rows of RGB bytes, all of one length."""

    rows: tuple[bytes, ...]

    @property
    def width(self) -> int:
        """In pixels."""
        return len(self.rows[0]) // 3


def main(folder: Path, names: Sequence[str] = ()) -> None:
    """Every picture, or those named, one line of output each."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for picture in names or PICTURES:
            parts = PICTURES[picture]
            workbook = _example(work / picture, STORIES.get(picture, ()))
            images = [image for part in parts if (image := _image(workbook, part, work)) is not None]
            if not images:
                print(f"{picture}: the example has nothing in {parts[0].tab}, so there is no picture")
                continue
            target = folder / f"{picture}.png"
            target.write_bytes(_png(_stack(images)))
            print(f"{target}: {images[0].width} pixels wide, {target.stat().st_size // 1000} kB")


def _example(work: Path, story: tuple[tuple[str, ...], ...]) -> Path:
    """A new example, and what happened to it since."""
    work.mkdir()
    folder, run = work / "example", [sys.executable, "-m", "connectkit", "--quiet"]
    settings = ["--config", str(folder / "connectkit.yaml")]
    commands = [[*run, "demo", str(folder), "--today", TODAY]]
    for what, *rest in story:
        if what == "log":
            commands.append([*run, "log", *rest, "--today", TODAY, *settings])
        elif what == "sync":
            commands.append([*run, "sync", "--today", *rest, *settings])
    for command in commands:
        subprocess.run(command, check=True, env={**os.environ, "HOME": str(work)}, stdout=subprocess.DEVNULL)
    typed = {name: text for what, name, *text in story if what == "type"}
    if typed:
        _type(folder / "network.xlsx", {name: text[0] for name, text in typed.items()})
    return folder / "network.xlsx"


def _type(workbook: Path, typed: dict[str, str]) -> None:
    """Text in the Log cells of some people, as a person leaves it for the next sync."""
    book = openpyxl.load_workbook(workbook)
    sheet: Any = book["Contacts"]
    place = {cell.value: cell.column for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        if row[place["Name"] - 1].value in typed:
            row[place["Log"] - 1].value = typed[row[place["Name"] - 1].value]
    book.save(workbook)


def _image(workbook: Path, part: Part, work: Path) -> Image | None:
    """The part as LibreOffice prints it, without the white around; None if the tab is missing or empty."""
    book = openpyxl.load_workbook(workbook)
    if part.tab not in book.sheetnames:
        return None
    for other in [sheet for sheet in book if sheet.title != part.tab]:
        book.remove(other)
    sheet: Any = book[part.tab]
    header = next((row for row in sheet.iter_rows() if row[0].value == part.columns[0]), None)
    if header is None or sheet.max_row <= header[0].row:
        return None
    _lay_out(sheet, header, part)
    chosen = work / "part.xlsx"
    book.save(chosen)
    pdf = _pdf(chosen, work)
    rough = _crop(_page(pdf, dpi=100))
    return _crop(_page(pdf, dpi=100 * WIDTH // rough.width))


def _lay_out(sheet: Any, header: tuple[Any, ...], part: Part) -> None:
    """Only the part, on one large page, with the letters and numbers a spreadsheet has around it."""
    for cell in header:
        column = sheet.column_dimensions[cell.column_letter]
        column.hidden = column.hidden or bool(part.others_hidden and cell.value not in part.columns)
    if part.only:
        place = next(cell.column for cell in header if cell.value == "Name")
        for row in range(header[0].row + 1, sheet.max_row + 1):
            sheet.row_dimensions[row].hidden = sheet.cell(row, place).value not in part.only
    last = [cell for cell in header if not sheet.column_dimensions[cell.column_letter].hidden][-1]
    sheet.print_area = f"A1:{last.column_letter}{min(part.rows, sheet.max_row)}"
    sheet.print_title_rows = None
    sheet.page_setup.paperSize = A2
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.print_options.headings = True
    sheet.print_options.gridLines = False  # LibreOffice prints them black; on the screen they are pale
    pale = Side(style="thin", color="D9D9D9")
    for row in sheet[sheet.print_area.split("!")[-1].replace("$", "")]:
        for cell in row:
            cell.border = Border(left=pale, right=pale, top=pale, bottom=pale)
    sheet.oddHeader.left.text = f"&B{part.tab}"
    sheet.oddFooter = HeaderFooterItem()


def _pdf(workbook: Path, work: Path) -> Path:
    profile = f"-env:UserInstallation={(work / 'office').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(work), str(workbook)]
    subprocess.run(command, check=True, capture_output=True)
    return workbook.with_suffix(".pdf")


def _page(pdf: Path, *, dpi: int) -> Image:
    """The first page; a portable pixmap is a header of three lines and then the bytes."""
    done = subprocess.run(
        ["pdftoppm", "-f", "1", "-l", "1", "-r", str(dpi), str(pdf)], check=True, capture_output=True
    )
    _magic, size, _depth, pixels = done.stdout.split(b"\n", 3)
    width = int(size.split()[0]) * 3
    return Image(tuple(pixels[start : start + width] for start in range(0, len(pixels), width)))


def _crop(image: Image) -> Image:
    """The image without its white edges, a few pixels of them kept."""
    white = b"\xff" * len(image.rows[0])
    inked = [number for number, row in enumerate(image.rows) if row != white]
    rows = image.rows[max(inked[0] - EDGE, 0) : inked[-1] + EDGE]
    left = min(len(row) - len(row.lstrip(b"\xff")) for row in rows if row != white) // 3
    right = max(len(row.rstrip(b"\xff")) for row in rows) // 3 + 1
    return Image(tuple(row[max(left - EDGE, 0) * 3 : (right + EDGE) * 3] for row in rows))


def _stack(images: list[Image]) -> Image:
    """The images below one another, on white."""
    width = max(image.width for image in images) * 3
    gap = (b"\xff" * width,) * GAP
    padded = [tuple(row.ljust(width, b"\xff") for row in image.rows) for image in images]
    return Image(sum((gap + rows for rows in padded[1:]), padded[0]))


def _png(image: Image) -> bytes:
    """The image as a PNG of at most 256 colours: the shades of a letter's edge are told apart no finer than eyes do."""
    shade = bytes((value + 8) // 17 * 17 for value in range(256))
    rows = [row.translate(shade) for row in image.rows]
    pixels = [[row[at : at + 3] for at in range(0, len(row), 3)] for row in rows]
    common = [colour for colour, _ in Counter(one for row in pixels for one in row).most_common(256)]
    place = {colour: number for number, colour in enumerate(common)}
    for other in {one for row in pixels for one in row} - place.keys():
        place[other] = place[
            min(common, key=lambda one: sum(abs(a - b) for a, b in zip(one, other, strict=True)))
        ]
    lines = b"".join(b"\x00" + bytes(place[one] for one in row) for row in pixels)
    head = struct.pack(">IIBBBBB", image.width, len(rows), 8, 3, 0, 0, 0)
    chunks = [
        (b"IHDR", head),
        (b"PLTE", b"".join(common)),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs", sys.argv[2:])
