"""A user's workbook made for the tests of grafting, a sheet to set into it, and what can be seen afterwards."""

from __future__ import annotations

import posixpath
import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import openpyxl
import xlsxwriter

from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.tabs.graft import put_sheet

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def user_book(*, date1904: bool = False) -> bytes:
    """A workbook of three tabs: formats, a chart, a picture, a note, a name, a formula; the second tab is open."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": date1904})
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})  # else two of them differ by a second
    people, own, due = (book.add_worksheet(title) for title in ("People", "Own", "Due"))
    people.write_row(0, 0, ["Name", "Notes"], book.add_format({"bold": True, "bg_color": "#DDEEFF"}))
    people.write_row(1, 0, ["Ana", "likes trains"])
    people.write_number(2, 1, 4.5, book.add_format({"num_format": '0.0 "km"'}))
    people.write_comment("A2", "a note of mine")
    people.conditional_format("A2:A9", {"type": "no_blanks", "format": book.add_format({"italic": True})})
    people.insert_image("D2", "dot.png", {"image_data": BytesIO(PNG)})
    own.write_formula("A1", "=COUNTA(People!A:A)", None, 2)
    own.activate()
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Own!$A$1:$A$3"})
    own.insert_chart("C3", chart)
    book.define_name("mine", "=People!$A$2")
    due.write_row(0, 0, ["old", "content"])
    due.insert_image("D2", "dot.png", {"image_data": BytesIO(PNG)})
    due.insert_chart("F2", chart_of(book, "Due"))
    due.write_comment("A1", "goes with the tab")
    due.write_url("A3", "https://example.com/old")
    due.set_column(0, 0, 33)
    book.close()
    return out.getvalue()


def chart_of(book: Any, title: str) -> Any:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": f"='{title}'!$B$2:$B$4", "data_labels": {"value": True}})
    return chart


def fill(book: Any, sheet: Any) -> None:
    """A sheet with every kind of thing that is set in."""
    bold = book.add_format({"bold": True, "font_color": "#17403D", "bg_color": "#DCE9E7", "bottom": 2})
    day = book.add_format({"num_format": "d mmm yyyy", "align": "left"})
    sheet.set_column(0, 2, 20, day)
    sheet.write_row(0, 0, ["What", "Ünïcode & <more>", '="text"'], bold)
    sheet.write_number(1, 0, 46000, day)
    sheet.write_blank(1, 1, None, bold)
    sheet.write_string(2, 0, "  spaces kept \n second line")
    sheet.write_url(2, 1, "mailto:ana@example.com?subject=a%20b&body=c", bold, "Write")
    sheet.write_formula(3, 0, "=1+1", None, 2)
    sheet.write_boolean(3, 1, True)
    late = book.add_format({"bold": True, "font_color": "#8C1D18", "left": 1})
    sheet.conditional_format("A2:B4", {"type": "formula", "criteria": '=$A2="late"', "format": late})
    sheet.data_validation("C2:C9", {"validate": "list", "source": ["a", "b"]})
    sheet.autofilter(0, 0, 3, 2)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    sheet.insert_chart("E2", chart_of(book, sheet.name))


def alone(title: str = "Due") -> bytes:
    """The same sheet in a workbook that holds nothing else."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    fill(book, book.add_worksheet(title))
    book.close()
    return out.getvalue()


def grafted(data: bytes, title: str = "Due", build: Any = fill) -> bytes:
    package = Package.from_bytes(data)
    put_sheet(package, title, build)
    return package.to_bytes()


def parts(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def rewritten(data: bytes, **changes: tuple[str, str]) -> bytes:
    """The workbook with a pattern replaced in the parts whose names end so (``workbook_xml=(pattern, new)``)."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(data).items():
            for ending, (pattern, new) in changes.items():
                if name.endswith(ending.replace("_", ".")):
                    content = re.sub(pattern.encode(), new.encode(), content)
            archive.writestr(name, content)
    return out.getvalue()


def looks(data: bytes, title: str) -> dict[str, Any]:
    """Each cell of a tab with all that can be seen of it, and the tab's marks."""
    sheet = openpyxl.load_workbook(BytesIO(data))[title]
    seen: dict[str, Any] = {
        cell.coordinate: (
            cell.value,
            cell.number_format,
            _described(cell.font),
            _described(cell.fill),
            _described(cell.border),
            _described(cell.alignment),
            cell.hyperlink.target if cell.hyperlink else None,
        )
        for row in sheet.iter_rows()
        for cell in row
    }
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            seen[f"mark {area.sqref} {rule.formula}"] = (
                _described(rule.dxf.font),
                _described(rule.dxf.border),
            )
    for dimension in sheet.column_dimensions.values():
        for index in range(dimension.min or 0, (dimension.max or 0) + 1):
            seen[f"column {index}"] = (
                dimension.number_format,
                _described(dimension.alignment),
                dimension.width,
            )
    return seen


def _described(style: Any) -> str:
    return re.sub(r"Parameters:\n", "", repr(style))


def assert_sound(data: bytes) -> None:
    """Every relationship leads somewhere, every part is led to and has a content type, every tab is there once."""
    package = Package.from_bytes(data)
    reached, waiting = set(), [""]
    while waiting:
        for rel in package.rels(waiting.pop()):
            if not rel.external and rel.target not in reached:
                assert rel.target in package.names, rel
                reached.add(rel.target)
                waiting.append(rel.target)
    content = {name for name in package.names if not name.endswith(".rels") and name != "[Content_Types].xml"}
    assert content == reached
    assert all(package.content_type(name) for name in content)
    names = [sheet.name.casefold() for sheet in package.sheets()]
    assert len(names) == len(set(names))
    overrides = re.findall(r'PartName="/([^"]+)"', package.read("[Content_Types].xml").decode())
    assert set(overrides) <= content
    for name in package.names:
        folder, _, last = name.rpartition("_rels/")
        if name.endswith(".rels") and last != ".rels":
            assert posixpath.join(folder, last.removesuffix(".rels")) in package.names
