"""A cell written is a cell written and nothing else: all other bytes of the sheet stay."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.errors import Refused
from connectkit.model import CellError, CellValue, Link, RawTab, cell_name
from connectkit.stores.xlsx.edit.splice import SheetEditor, Write
from connectkit.stores.xlsx.edit.styles import Styles
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.read.reader import Reader, SheetData
from tests.stores.xlsx.handmade import HEAD, MAIN, PACKAGE_RELS, RELS, SHEET, package, sheet

RELS_PART = "xl/worksheets/_rels/sheet1.xml.rels"
LEAVE = "Nothing was written. Put a plain value there, or move the column, and run again."


def edited(one: Package, writes: dict[tuple[int, int], CellValue | Write]) -> str:
    """The sheet's XML after these writes."""
    styles = Styles(one)
    editor = SheetEditor(one, one.sheets()[0], styles)
    for (row, column), value in writes.items():
        editor.put(row, column, value if isinstance(value, Write) else Write(value))
    editor.apply()
    styles.flush()
    return one.read(SHEET).decode("utf-8")


def rows_of(xml: str) -> str:
    return xml.partition("<sheetData>")[2].partition("</sheetData>")[0]


def read(one: Package) -> SheetData:
    return Reader(one).sheet(one.sheets()[0])


def text(value: str) -> str:
    return f't="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ('<c r="A1" s="2"><v>5</v></c>', "new", f'<c r="A1" s="2" {text("new")}'),
        ('<c r="A1" s="2" t="s"><v>0</v></c>', 7, '<c r="A1" s="2"><v>7</v></c>'),
        ('<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', 2.5, '<c r="A1"><v>2.5</v></c>'),
        ('<c r="A1" t="s"><v>0</v></c>', True, '<c r="A1" t="b"><v>1</v></c>'),
        ('<c r="A1" s="2" t="s"><v>0</v></c>', None, '<c r="A1" s="2"/>'),
        ('<c r="A1" s="2" t="s"><v>0</v></c>', "", '<c r="A1" s="2"/>'),
        ('<c r="A1" s="1"><v>5</v></c>', date(2026, 11, 22), '<c r="A1" s="1"><v>46348</v></c>'),
        ('<c r="A1" s="1"/>', datetime(2026, 11, 22, 12), '<c r="A1" s="1"><v>46348.5</v></c>'),
        ('<c r="A1" s="1"/>', date(1850, 1, 1), f'<c r="A1" s="1" {text("1850-01-01")}'),
        ("<c/>", " a\n<&> ", f"<c {text(' a' + chr(10) + '&lt;&amp;&gt; ')}"),
        (
            "<c/>",
            "\x00\r\x0b_x000D_ \ud800 \ufffe",
            f"<c {text('_x0000__x000D__x000B__x005F_x000D_ � _xFFFE_')}",
        ),
        ('<c r="A1" s="2"/>', None, '<c r="A1" s="2"/>'),
        ('<c r="A1"><v>1</v></c>', Link("https://example.com", "Open"), f'<c r="A1" {text("Open")}'),
    ],
)
def test_only_the_cell_changes(before: str, value: CellValue, after: str) -> None:
    around = '<row r="1" ht="20" x:odd="1" >%s<c r="B1"><v>1</v></c></row>\n <row r="2"/>'
    head = '<!--kept--><cols><col min="1" max="1" width="9"/></cols>'
    xml = sheet(around % before, before=head).replace("<worksheet ", '<worksheet xmlns:x="urn:x" ')
    result = edited(package(xml), {(1, 1): value})
    if isinstance(value, Link):
        result = re.sub("<hyperlinks>.*</hyperlinks>", "", result)
    assert result == xml.replace(before, after)


def test_rows_and_cells_are_put_in_where_they_belong() -> None:
    rows = '<row r="2" spans="2:2"><c r="B2"><v>2</v></c></row><row r="5" spans="1:2 4:5"><c r="D5"/></row>'
    xml = edited(
        package(sheet(rows)), {(1, 1): 1, (2, 1): 3, (2, 4): 4, (3, 2): 5, (5, 5): 6, (7, 1): 7, (9, 1): None}
    )
    assert rows_of(xml) == (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="2" spans="1:4"><c r="A2"><v>3</v></c><c r="B2"><v>2</v></c><c r="D2"><v>4</v></c></row>'
        '<row r="3"><c r="B3"><v>5</v></c></row>'
        '<row r="5"><c r="D5"/><c r="E5"><v>6</v></c></row>'
        '<row r="7"><c r="A7"><v>7</v></c></row>'
    )


def test_rows_and_cells_without_names_are_found_by_counting() -> None:
    xml = edited(
        package(sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row/>")), {(1, 2): 9, (1, 3): 8, (2, 1): 7}
    )
    assert (
        rows_of(xml)
        == '<row><c><v>1</v></c><c><v>9</v></c><c r="C1"><v>8</v></c></row><row><c r="A2"><v>7</v></c></row>'
    )


def test_an_empty_sheet_gets_its_first_row() -> None:
    empty = f'{HEAD}<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData/></worksheet>'
    xml = edited(package(empty), {(2, 3): "x"})
    assert f'<dimension ref="A1:C2"/><sheetData><row r="2"><c r="C2" {text("x")}</row></sheetData>' in xml


def test_the_dimension_grows_with_what_is_written_but_not_with_what_is_cleared() -> None:
    xml = sheet('<row r="2"><c r="B2"><v>1</v></c></row>', before='<dimension ref="B2:C3"/>')
    assert '<dimension ref="B2:D5"/>' in edited(package(xml), {(5, 4): 1, (9, 9): None})


def test_a_new_cell_takes_the_format_of_its_row_or_column() -> None:
    head = '<cols><col min="2" max="3" width="9" style="2"/></cols>'
    rows = '<row r="1" s="4" customFormat="1"/><row r="2"/>'
    xml = edited(package(sheet(rows, before=head)), {(1, 2): 1, (2, 2): 1, (2, 4): 1})
    assert re.findall(r'<c r="(\w+)"(?: s="(\d+)")?', xml) == [("B1", "4"), ("B2", "2"), ("D2", "")]


def test_a_sheet_written_with_prefixes_is_changed_in_them() -> None:
    xml = f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    one = package(xml)
    after = edited(
        one, {(1, 1): "new", (1, 2): date(2026, 11, 22), (2, 1): Link("https://example.com/", "Go")}
    )
    assert read(one).rows == [["new", date(2026, 11, 22)], ["Go"]]
    assert (
        f'<x:hyperlinks><x:hyperlink xmlns:r="{RELS}" ref="A2" r:id="rId1"/></x:hyperlinks></x:worksheet>'
        in after
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_text_that_begins_like_a_formula_stays_text_when_it_is_edited(start: str) -> None:
    one = package(sheet('<row r="1"><c r="A1" s="2"/></row>'))
    edited(one, {(1, 1): f"{start}3d call"})
    cell = openpyxl.load_workbook(BytesIO(one.to_bytes())).worksheets[0]["A1"]
    assert (cell.value, cell.data_type, cell.quotePrefix, cell.font.b) == (
        f"{start}3d call",
        "s",
        True,
        True,
    )
    edited(one, {(1, 1): 5})
    again = openpyxl.load_workbook(BytesIO(one.to_bytes())).worksheets[0]["A1"]
    assert (again.value, again.quotePrefix) == (5, False)


MERGED = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
SHARED = '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c></row>'
ARRAY = '<row r="1"><c r="A1"><f t="array" ref="A1:B2">C1:D2</f><v>1</v></c><c r="B1"><v>1</v></c></row>'
WHAT_IF = '<row r="1"><c r="A1"><f t="dataTable" ref="A1:B1" dt2D="0" r1="C1"/><v>1</v></c><c r="B1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("xml", "at", "value", "message"),
    [
        (
            sheet('<row r="1"><c r="A1"><f>1</f></c></row>'),
            (1, 1),
            1,
            "People!A1 holds a formula, which connectkit never overwrites.",
        ),
        (
            sheet(SHARED),
            (1, 1),
            Write(1, own_formula=True),
            "People!A1 holds a formula, which connectkit never overwrites.",
        ),
        (sheet(ARRAY), (1, 2), 1, "People!B1 belongs to an array formula or a data table."),
        (sheet(WHAT_IF), (1, 2), 1, "People!B1 belongs to an array formula or a data table."),
        (sheet("", after=MERGED), (2, 2), "x", "People!B2 is inside merged cells, so it can't hold a value."),
        (
            sheet(""),
            (1, 1),
            "x" * 32_768,
            "The text for People!A1 has 32,768 characters; a cell holds at most 32,767.",
        ),
        (
            sheet(""),
            (1, 1),
            "😀" * 16_384,
            "The text for People!A1 has 32,768 characters; a cell holds at most 32,767.",
        ),
        (sheet(""), (1, 1), math.inf, "The number for People!A1 is not one a sheet can hold: inf."),
        (sheet(""), (1, 1), CellError("#REF!"), "People!A1 can't be given a formula or an error value."),
        (
            sheet(""),
            (1, 1),
            Link("https://example.com/" + "x" * 2060, "Open"),
            "The link for People!A1 has 2,080 characters; a cell holds at most 2,079.",
        ),
        (sheet(""), (1_048_577, 1), "x", "The sheet People is full."),
        (
            sheet('<row r="1"/>', after='<hyperlinks><hyperlink ref="A1:B1" location="x"/></hyperlinks>'),
            (1, 2),
            Link("https://example.com/", "Open"),
            "People!B1 is part of a link that covers several cells.",
        ),
    ],
)
def test_what_would_do_damage_is_refused_by_the_cells_name(
    xml: str, at: tuple[int, int], value: CellValue | Write, message: str
) -> None:
    with pytest.raises(Refused) as refused:
        edited(package(xml), {at: value})
    assert refused.value.message == message
    assert refused.value.hint


def test_the_first_cell_of_merged_cells_and_an_own_formula_may_be_written() -> None:
    one = package(sheet('<row r="1"><c r="C1"><f>HYPERLINK("x")</f><v>x</v></c></row>', after=MERGED))
    edited(one, {(1, 1): 5, (1, 3): Write("y", own_formula=True)})
    assert read(one).rows == [[5, None, "y"]]


@pytest.mark.parametrize("rows", ["<!-- c --><row/>", "<row r='2'/><row r='1'/>", "<row r='1'/><row r='1'/>"])
def test_a_sheet_that_no_program_writes_is_refused(rows: str) -> None:
    with pytest.raises(Refused, match="so its cells can't be changed safely"):
        edited(package(sheet(rows)), {(1, 1): 1})


# --- links


def test_a_link_set_replaced_and_dropped_thirty_times_leaves_no_trace() -> None:
    xml = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>')
    one = package(xml)
    for number in range(30):
        edited(one, {(1, 1): Link(f"https://example.com/?n={number}&m=ü", f"Open {number}")})
        assert read(one).links == {(1, 1): f"https://example.com/?n={number}&m=ü"}
        assert len(one.rels(SHEET)) == 1
    editor = SheetEditor(one, one.sheets()[0], Styles(one))
    editor.unlink(1, 1)
    editor.put(1, 1, Write("x"))
    editor.apply()
    assert one.changed() == {SHEET}
    assert one.read(SHEET).decode() == sheet(f'<row r="1"><c r="A1" {text("x")}</row>')


def test_a_link_set_again_changes_no_byte() -> None:
    one = package(sheet('<row r="1"/>', after="<pageMargins/>"))
    edited(one, {(1, 1): Link("https://example.com/", "Open")})
    before = one.to_bytes()
    edited(one, {(1, 1): Link("https://example.com/", "Open")})
    assert one.to_bytes() == before


def test_an_address_that_another_cell_opens_too_stays() -> None:
    rels = (
        f'{HEAD}<Relationships xmlns="{PACKAGE_RELS}"><Relationship Id="rId5" Type="{RELS}/hyperlink" '
        'Target="https://example.com/" TargetMode="External"/></Relationships>'
    )
    after = '<hyperlinks><hyperlink ref="A1" r:id="rId5"/><hyperlink ref="A2" r:id="rId5" tooltip="mine"/></hyperlinks>'
    one = package(sheet('<row r="1"/>', after=after), parts={RELS_PART: rels})
    edited(one, {(1, 1): Link("https://example.org/", "Other")})
    assert read(one).links == {(1, 1): "https://example.org/", (2, 1): "https://example.com/"}
    assert '<hyperlink ref="A2" r:id="rId5" tooltip="mine"/>' in one.read(SHEET).decode()


# --- every change at once

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**52), 2**52),
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda n: not n.is_integer()),
    st.dates(date(1905, 1, 1)),
    st.text(max_size=6),
    st.sampled_from(["=1+1", "-3d", "_x0041_", " a ", "\n", "😀", "\ud800", "<&>'\""]),
)
PLACES = st.tuples(st.integers(1, 8), st.integers(1, 5))


def held(value: CellValue) -> CellValue:
    """A value as a sheet can hold it."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") or None
    return value


@given(
    st.dictionaries(PLACES, st.integers(0, 4), max_size=12),
    st.lists(st.dictionaries(PLACES, VALUES, max_size=8), min_size=1, max_size=3),
    st.booleans(),
    st.booleans(),
)
def test_any_writes_read_back_and_leave_every_other_cell_as_it_was(
    standing: dict[tuple[int, int], int],
    runs: list[dict[tuple[int, int], CellValue]],
    date1904: bool,
    hinted: bool,
) -> None:
    rows = ""
    for row in sorted({row for row, _ in standing}):
        columns = sorted(column for at, column in standing if at == row)
        cells = "".join(
            f'<c r="{cell_name(row, c)}" s="{standing[row, c]}"><v>{row * 10 + c}</v></c>' for c in columns
        )
        rows += (
            f'<row r="{row}"' + (f' spans="{columns[0]}:{columns[-1]}"' if hinted else "") + f">{cells}</row>"
        )
    one = package(sheet(rows, before='<dimension ref="A1:E8"/>'), date1904=date1904)
    before: dict[tuple[int, int], CellValue] = {
        (r, c): value
        for r, cells in enumerate(read(one).rows, start=1)
        for c, value in enumerate(cells, start=1)
        if value is not None
    }
    for writes in runs:
        xml = edited(one, dict(writes))
        before |= {at: held(value) for at, value in writes.items()}
        numbers = [int(n) for n in re.findall(r'<row r="(\d+)"', xml)]
        assert numbers == sorted(set(numbers))
    after = read(one)
    for at in [(row, column) for row in range(1, 10) for column in range(1, 7)]:
        value = RawTab("", "", after.rows).cell(*at)
        wanted = before.get(at)
        shown = standing.get(at) in (1, 4) or isinstance(value, date)
        if isinstance(wanted, int | float) and not isinstance(wanted, bool) and shown:
            continue  # a number put where dates stand shows as one
        assert (type(value), value) == (type(wanted), wanted), at
    names = [(row, column) for row, column in re.findall(r'<c r="([A-Z])(\d)"', one.read(SHEET).decode())]
    assert len(names) == len(set(names))


def test_openpyxl_sees_the_planned_change_and_nothing_else() -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000</v></c></row>'
    one = package(sheet(rows), strings="<si><t>kept</t></si>")
    edited(one, {(1, 2): date(2026, 11, 22), (2, 1): "-3d", (2, 2): date(2026, 1, 2)})
    theirs = openpyxl.load_workbook(BytesIO(one.to_bytes())).worksheets[0]
    assert [[cell.value for cell in row] for row in theirs.iter_rows()] == [
        ["kept", datetime(2026, 11, 22)],
        ["-3d", datetime(2026, 1, 2)],
    ]
    assert theirs["B2"].number_format == "dd\\.mm\\.yyyy"
