"""A sheet read is what its cells hold: every type, both epochs, however the XML is written."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from connectkit.errors import WorkbookRefused
from connectkit.model import CellError, CellValue, Formula, Row, cell_name
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.package.xml_tree import escape
from connectkit.stores.xlsx.read.reader import Reader, SheetData
from connectkit.stores.xlsx.values.serials import from_serial, is_date_format, to_serial
from connectkit.stores.xlsx.values.values import unescape
from tests.stores.xlsx.handmade import HEAD, MAIN, PACKAGE_RELS, RELS, package, sheet


def read(one: Package) -> SheetData:
    return Reader(one).sheet(one.sheets()[0])


STRINGS = (
    "<si><t>plain</t></si>"
    '<si><r><rPr><b/></rPr><t>bo</t></r><r><t xml:space="preserve">ld </t></r><rPh sb="0" eb="1"><t>hint</t></rPh></si>'
    "<si><t>_x000D_ _x005F_x0041_ _xD83D__xDE00_ _xD83D_</t></si><si/>"
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<v>12</v>", 12),
        ("<v>12.0</v>", 12),
        ("<v>1.5</v>", 1.5),
        ("<v>-3</v>", -3),
        ("<v>1E3</v>", 1000),
        ("<v>1e300</v>", 1e300),
        ("<v>491701234567</v>", 491701234567),
        ("<v>NaN</v>", "NaN"),
        (' t="b"|<v>1</v>', True),
        (' t="b"|<v>0</v>', False),
        (' t="e"|<v>#REF!</v>', CellError("#REF!")),
        (' t="s"|<v>0</v>', "plain"),
        (' t="s"|<v>1</v>', "bold "),
        (' t="s"|<v>2</v>', "\r _x0041_ 😀 �"),
        (' t="s"|<v>3</v>', None),
        (' t="inlineStr"|<is><t> a &lt;b&gt; &#233;&#x1F600;\nc</t></is>', " a <b> é😀\nc"),
        (
            ' t="inlineStr"|<is><r><t>ri</t></r><r><t>ch</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is>',
            "rich",
        ),
        (' t="inlineStr"|<is><t>a\r\nb\rc</t></is>', "a\nb\nc"),
        (' t="d"|<v>2024-02-03</v>', date(2024, 2, 3)),
        (' t="d"|<v>2024-02-03T10:20:30</v>', datetime(2024, 2, 3, 10, 20, 30)),
        (' t="d"|<v>10:20:30</v>', "10:20:30"),
        (' t="str"|<f>A2&amp;"x"</f><v>7x</v>', Formula('=A2&"x"', "7x")),
        ("<f>1+1</f><v>2</v>", Formula("=1+1", 2)),
        ("<f>1+1</f>", Formula("=1+1", None)),
        ('<f t="shared" si="0"/><v>2</v>', Formula("=", 2)),
        (' t="e"|<f>1/0</f><v>#DIV/0!</v>', Formula("=1/0", CellError("#DIV/0!"))),
        (' s="1"|<v>45000</v>', date(2023, 3, 15)),
        (' s="1"|<v>45000.5</v>', datetime(2023, 3, 15, 12)),
        (' s="1"|<v>45000.999999999</v>', date(2023, 3, 16)),
        (' s="1"|<f>TODAY()</f><v>45000</v>', Formula("=TODAY()", date(2023, 3, 15))),
        (' s="1"|<v>2958466</v>', 2958466),
        (' s="1"|<v>-1</v>', -1),
        (' s="1"|<v>0.5</v>', 0.5),
        (' s="3"|<v>1.5</v>', 1.5),
        (' s="99"|<v>45000</v>', 45000),
        ("", None),
        ("<v></v>", None),
        ("<v/>", None),
    ],
)
def test_a_cell_is_what_it_holds(cell: str, value: CellValue) -> None:
    attrs, _, inner = cell.rpartition("|")
    rows = read(package(sheet(f'<row r="1"><c r="A1"{attrs}>{inner}</c></row>'), strings=STRINGS)).rows
    assert rows == ([[value]] if value is not None else [])
    if value is not None:
        assert type(rows[0][0]) is type(value)
    if isinstance(value, Formula):
        assert isinstance(rows[0][0], Formula)
        assert (rows[0][0].value, type(rows[0][0].value)) == (value.value, type(value.value))


@pytest.mark.parametrize(
    ("serial", "d1900", "d1904"),
    [
        (0, None, date(1904, 1, 1)),
        (1, date(1900, 1, 1), date(1904, 1, 2)),
        (59, date(1900, 2, 28), date(1904, 2, 29)),
        (60, date(1900, 2, 28), date(1904, 3, 1)),
        (61, date(1900, 3, 1), date(1904, 3, 2)),
        (44886, date(2022, 11, 21), date(2026, 11, 22)),
        (2957003, date(9995, 12, 30), date(9999, 12, 31)),
        (2957004, date(9995, 12, 31), None),
        (2958465, date(9999, 12, 31), None),
        (2958465.999999999, None, None),
        (2958466, None, None),
        (1e300, None, None),
        (-0.5, None, None),
    ],
)
def test_a_serial_is_a_day_of_its_epoch(serial: float, d1900: date | None, d1904: date | None) -> None:
    assert (from_serial(serial, False), from_serial(serial, True)) == (d1900, d1904)


@given(st.dates(date(1904, 1, 1)) | st.datetimes(datetime(1904, 1, 1), datetime(9999, 12, 31)), st.booleans())
def test_a_day_written_is_the_day_read(day: date, date1904: bool) -> None:
    if isinstance(day, datetime):
        day = day.replace(microsecond=day.microsecond // 1000 * 1000)
    serial = to_serial(day, date1904)
    assert serial is not None
    again = from_serial(serial, date1904)
    midnight = isinstance(day, datetime) and not (day.hour or day.minute or day.second or day.microsecond)
    assert again == (day.date() if isinstance(day, datetime) and midnight else day)


@pytest.mark.parametrize(
    ("number", "code", "shows_day"),
    [
        (0, None, False),
        (14, None, True),
        (18, None, False),
        (22, None, True),
        (45, None, False),
        (46, None, False),
        (164, "yyyy-mm-dd", True),
        (164, "[$-409]d\\-mmm;@", True),
        (164, 'd. mmmm "um" h:mm', True),
        (164, "mmm", True),
        (164, "[$-411]ggge", True),
        (164, "h:mm AM/PM", False),
        (164, "[h]:mm", False),
        (164, "mm:ss", False),
        (164, "General", False),
        (164, '0.00 "days"', False),
        (164, "0.00_d", False),
        (164, "0.00_);[Red]\\(0.00\\)", False),
        (164, "0.00E+00", False),
        (164, "@", False),
    ],
)
def test_only_a_format_with_a_day_makes_a_number_a_date(
    number: int, code: str | None, shows_day: bool
) -> None:
    assert is_date_format(number, code) is shows_day


def test_rows_and_cells_without_names_count_on() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row r='3'><c r='B3'><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>"
    assert read(package(sheet(rows))).rows == [[1, 2], [], [None, 3, 4], [5]]


def test_cells_out_of_order_are_read_where_their_names_say() -> None:
    rows = '<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>'
    assert read(package(sheet(rows))).rows == [[1, None, 3]]


def test_blank_cells_and_rows_at_the_end_are_cut() -> None:
    rows = '<row r="2"><c r="B2"><v>1</v></c><c r="C2" s="1"/></row><row r="9"><c r="A9" s="1"/></row><row r="10" hidden="1"/>'
    data = read(package(sheet(rows)))
    assert data.rows == [[], [None, 1]]
    assert data.hidden_rows == {10}


def test_links_hidden_rows_and_protection_are_told() -> None:
    rels = (
        f'{HEAD}<Relationships xmlns="{PACKAGE_RELS}"><Relationship Id="rId5" Type="{RELS}/hyperlink" '
        'Target="https://example.com/a" TargetMode="External"/></Relationships>'
    )
    after = (
        '<sheetProtection sheet="1"/><hyperlinks><hyperlink ref="A1:B1" r:id="rId5" location="top"/>'
        '<hyperlink ref="A2" location="Other!A1"/></hyperlinks>'
    )
    rows = '<row r="1" hidden="true"><c r="A1"><v>1</v></c></row>'
    data = read(package(sheet(rows, after=after), parts={"xl/worksheets/_rels/sheet1.xml.rels": rels}))
    assert data == SheetData([[1]], {1}, dict.fromkeys([(1, 1), (1, 2)], "https://example.com/a#top"), True)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            '<row r="2"><c r="B2" t="s"><v>9</v></c></row>',
            "The workbook is damaged: cell B2 of its sheet People names a text that is not there.",
        ),
        ('<row r="0"/>', "The workbook is damaged: its sheet People has a row 0."),
        (
            '<row r="1"><c r="XFE1"><v>1</v></c></row>',
            "The workbook is damaged: its sheet People has a cell with the name XFE1.",
        ),
        (
            '<row r="1"><c r="A1"></row>',
            "The workbook's part xl/worksheets/sheet1.xml is damaged: mismatched tag: line 2, column",
        ),
    ],
)
def test_a_damaged_sheet_is_refused_by_name(rows: str, message: str) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        read(package(sheet(rows)))
    assert refused.value.message.startswith(message)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
CELLS = st.one_of(
    st.none(),
    st.integers(-(10**14), 10**14).map(lambda n: ("", f"<v>{n}</v>")),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda n: (' s="1"', f"<v>{n!r}</v>")),
    TEXT.map(lambda text: (' t="inlineStr"', f'<is><t xml:space="preserve">{escape(text)}</t></is>')),
    TEXT.map(lambda text: (' t="str"', f"<f>{escape(text)}</f><v>{escape(text)}</v>")),
    st.just((' s="2"', "")),
    st.just((' t="s"', "<v>1</v>")),
    st.just((' t="b"', '<f t="shared" si="0"/><v>1</v>')),
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_usual_and_unusual_writing_of_the_same_cells_read_alike(
    cells: list[list[tuple[str, str] | None]],
) -> None:
    def rows(prefix: str) -> str:
        written = ""
        for number, row in enumerate(cells, start=1):
            inner = "".join(
                f'<c r="{cell_name(number, column)}"{cell[0]}>{cell[1]}</c>'
                for column, cell in enumerate(row, start=1)
                if cell
            )
            written += f'<row r="{number}">{inner}</row>'
        for name in ("row", "c", "v", "f", "is", "t"):
            written = written.replace(f"<{name} ", f"<{prefix}{name} ").replace(
                f"<{name}>", f"<{prefix}{name}>"
            )
            written = written.replace(f"</{name}>", f"</{prefix}{name}>")
        return written

    usual = read(package(sheet(rows("")), strings=STRINGS)).rows
    odd = f'{HEAD}<!-- made elsewhere --><x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows("x:")}</x:sheetData></x:worksheet>'
    other = read(package(odd, strings=STRINGS)).rows
    assert repr(usual) == repr(other)


def test_openpyxl_reads_the_same_from_a_workbook_of_xlsxwriter() -> None:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "d mmm yyyy"})
    one = book.add_worksheet()
    written: list[Row] = [
        ["Name", None, "Ünï\ncode"],
        [],
        [1, 2.5, True, date(2026, 11, 22)],
        [None, "=text", "007"],
    ]
    for number, row in enumerate(written):
        for column, value in enumerate(row):
            if isinstance(value, str):
                one.write_string(number, column, value)
            elif value is not None:
                one.write(number, column, value)
    book.close()
    rows = read(Package.from_bytes(out.getvalue())).rows
    assert rows == written
    theirs = openpyxl.load_workbook(BytesIO(out.getvalue())).worksheets[0]
    assert [[cell.value for cell in row] for row in theirs.iter_rows()] == [
        ["Name", None, "Ünï\ncode", None],
        [None] * 4,
        [1, 2.5, True, datetime(2026, 11, 22)],
        [None, "=text", "007", None],
    ]


@given(st.text(alphabet="_x005FDE8ad3", max_size=24))
def test_escapes_never_crash_and_text_without_them_stays(text: str) -> None:
    assert "_x" in text or unescape(text) == text
    unescape(text).encode("utf-8")
