"""Packages other programs made differently: content types part by part, modules of macros as sheets without a part."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.store import read_tabs

RELS = "application/vnd.openxmlformats-package.relationships+xml"


def remade(change: Callable[[str, str], str]) -> bytes:
    """A small workbook, every part of text as ``change`` gives it back."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Last contact", "Notes"])
    first, out = io.BytesIO(), io.BytesIO()
    book.save(first)
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode("utf-8")))
    return out.getvalue()


def part_by_part(name: str, text: str) -> str:
    if name != "[Content_Types].xml":
        return text
    rels = "".join(
        f'<Override PartName="/{one}" ContentType="{RELS}"/>'
        for one in ("_rels/.rels", "xl/_rels/workbook.xml.rels")
    )
    return re.sub("<Default [^>]*/>", "", text).replace("</Types>", f"{rels}</Types>")


def with_a_module(name: str, text: str) -> str:
    module = '<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="Module1" sheetId="99" state="veryHidden" r:id=""/>'
    return text.replace("</sheets>", f"{module}</sheets>") if name == "xl/workbook.xml" else text


@pytest.mark.parametrize("change", [part_by_part, with_a_module])
def test_they_are_read_as_they_are(change: Callable[[str, str], str]) -> None:
    package = Package.from_bytes(remade(change))
    assert [one.title for one in read_tabs(package)] == ["Sheet"]
