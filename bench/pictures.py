"""The pictures of the docs, from the example workbook as LibreOffice shows it.

    python -m bench.pictures [FOLDER]

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
}


class Image(NamedTuple):
    """Rows of RGB bytes, all of one length."""

    rows: tuple[bytes, ...]

    @property
    def width(self) -> int:
        """In pixels."""
        return len(self.rows[0]) // 3


def main(folder: Path) -> None:
    """Every picture, one line of output each."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        workbook = _example(work)
        for picture, parts in PICTURES.items():
            images = [image for part in parts if (image := _image(workbook, part, work)) is not None]
            if not images:
                print(f"{picture}: the example has nothing in {parts[0].tab}, so there is no picture")
                continue
            target = folder / f"{picture}.png"
            target.write_bytes(_png(_stack(images)))
            print(f"{target}: {images[0].width} pixels wide, {target.stat().st_size // 1000} kB")


def _example(work: Path) -> Path:
    command = [sys.executable, "-m", "connectkit", "--quiet", "demo", str(work / "example"), "--today", TODAY]
    subprocess.run(command, check=True, env={**os.environ, "HOME": str(work)})
    return work / "example" / "network.xlsx"


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
    """The image as a PNG, each row told as its difference from the row above: tables repeat themselves downwards."""
    above = bytes(len(image.rows[0]))
    lines = bytearray()
    for row in image.rows:
        lines += b"\x02" + bytes((one - up) & 255 for one, up in zip(row, above, strict=True))
        above = row
    head = struct.pack(">IIBBBBB", image.width, len(image.rows), 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs")
