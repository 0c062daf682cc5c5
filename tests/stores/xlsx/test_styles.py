"""A derived cell format looks like the user's own but for what was asked, and never stands there twice."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from connectkit.errors import WorkbookRefused
from connectkit.stores.xlsx.edit.styles import SHORT_DATE, TEXT, Look, Styles
from connectkit.stores.xlsx.package.package import Package
from tests.stores.xlsx.handmade import HEAD, MAIN, PACKAGE_RELS, RELS, package, sheet

PART = "xl/styles.xml"


def test_a_format_derived_keeps_all_but_what_was_asked() -> None:
    one = package(sheet('<row r="1"><c r="A1" s="5"/><c r="B1" s="6"/><c r="C1" s="7"/></row>'))
    styles = Styles(one)
    derived = [
        styles.derive(2, Look(number=SHORT_DATE, quoted=True)),
        styles.derive(2, Look(muted=True)),
        styles.derive(0, Look(number=TEXT, wrapped=True, muted=True)),
    ]
    assert derived == [5, 6, 7]
    styles.flush()
    cells = openpyxl.load_workbook(BytesIO(one.to_bytes())).worksheets[0][1]
    assert [
        (c.font.b, c.font.i, c.font.color and c.font.color.rgb, c.number_format, c.quotePrefix) for c in cells
    ] == [
        (True, False, "FFFFFFFF", "mm-dd-yy", True),
        (True, True, "FFD0D3D6", "General", False),
        (False, True, "FF757575", "@", False),
    ]
    assert [c.alignment.wrap_text for c in cells] == [None, None, True]


def test_what_the_user_had_keeps_its_place_and_its_bytes() -> None:
    one = package(sheet(""))
    before = one.read(PART)
    styles = Styles(one)
    styles.derive(1, Look(quoted=True))
    styles.flush()
    after = one.read(PART)
    new = b'<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/>'
    assert after == before.replace(b"</cellXfs>", new + b"</cellXfs>").replace(
        b'cellXfs count="5"', b'cellXfs count="6"'
    )


def test_thirty_runs_add_each_format_once() -> None:
    one = package(sheet(""))
    sizes = set()
    for _ in range(30):
        styles = Styles(one)
        numbers = [styles.derive(base, Look(number=22, muted=True, wrapped=True)) for base in (0, 2, 0)]
        styles.flush()
        sizes.add((tuple(numbers), len(one.read(PART))))
    assert len(sizes) == 1


def test_an_equal_format_is_used_again_however_its_attributes_are_ordered() -> None:
    shuffled = (
        f'{HEAD}<x:styleSheet xmlns:x="{MAIN}"><x:fonts><x:font/></x:fonts><x:cellXfs count="2"><x:xf fontId="0" numFmtId="0"/>'
        '<x:xf applyNumberFormat="1" numFmtId="14" fontId="0"/></x:cellXfs></x:styleSheet>'
    )
    styles = Styles(package(sheet(""), parts={PART: shuffled}))
    assert styles.derive(0, Look(number=14)) == 1
    assert styles.derive(0, Look()) == 0
    assert styles.derive(99, Look(number=14)) == 1


def test_prefixed_styles_grow_in_their_prefix() -> None:
    prefixed = (
        f'{HEAD}<x:styleSheet xmlns:x="{MAIN}"><x:fonts><x:font/></x:fonts><x:cellXfs><x:xf numFmtId="0" fontId="0"/></x:cellXfs>'
        "</x:styleSheet>"
    )
    one = package(sheet(""), parts={PART: prefixed})
    styles = Styles(one)
    styles.derive(0, Look(muted=True, wrapped=True))
    styles.flush()
    xml = one.read(PART).decode()
    assert '<x:fonts count="2"><x:font/><x:font><x:i/><x:color rgb="FF757575"/></x:font></x:fonts>' in xml
    assert (
        '<x:xf numFmtId="0" fontId="1" applyFont="1" applyAlignment="1"><x:alignment vertical="top" wrapText="1"/></x:xf></x:cellXfs>'
        in xml
    )


def test_a_font_derived_has_its_elements_in_the_order_of_the_schema_whoever_wrote_the_users() -> None:
    font = '<font><name val="Arial"/><family val="2"/><b val="1"/><color theme="1"/><sz val="9"/></font>'
    made_so = f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts>{font}</fonts><cellXfs><xf fontId="0"/></cellXfs></styleSheet>'
    one = package(sheet(""), parts={PART: made_so})
    styles = Styles(one)
    styles.derive(0, Look(muted=True))
    styles.flush()
    new = '<font><b val="1"/><i/><sz val="9"/><color rgb="FF757575"/><name val="Arial"/><family val="2"/></font>'
    assert f'<fonts count="2">{font}{new}</fonts>' in one.read(PART).decode()


def test_the_usual_date_format_is_the_one_most_cells_have() -> None:
    styles = Styles(package(sheet("")))
    assert styles.usual_date_format([0, 1, 4, 1, 3, 3, 3, 2]) == 164
    assert styles.usual_date_format([4, 0]) == 14
    assert styles.usual_date_format([0, 2, 3]) is None
    assert styles.usual_date_format([]) is None


def test_a_workbook_without_formats_gets_plain_ones() -> None:
    rel = f'<Relationship Id="rId1" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
    rels = f'{HEAD}<Relationships xmlns="{PACKAGE_RELS}">{rel}</Relationships>'
    one = package(
        sheet('<row r="1"><c r="A1" s="1"><v>45000</v></c></row>'), parts={"xl/_rels/workbook.xml.rels": rels}
    )
    one.remove(PART)
    styles = Styles(one)
    assert styles.derive(0, Look(number=SHORT_DATE)) == 1
    styles.flush()
    again = Package.from_bytes(one.to_bytes())
    assert again.part_of_kind("styles") == PART
    assert openpyxl.load_workbook(BytesIO(one.to_bytes())).worksheets[0]["A1"].is_date


def test_styles_without_a_list_of_formats_are_refused() -> None:
    with pytest.raises(WorkbookRefused) as refused:
        Styles(package(sheet(""), parts={PART: f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts/></styleSheet>'}))
    assert (
        refused.value.message == "The workbook has no list of cell formats, so new cells can't be formatted."
    )
