"""Values that an edit made wrong are dropped, all of them and only those."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import event, given, settings
from hypothesis import strategies as st

from connectkit.model import cell_name
from connectkit.stores.xlsx.formulas.formulas import formula_cells
from connectkit.stores.xlsx.formulas.reach import Reach
from connectkit.stores.xlsx.formulas.references import Reads, reads, serves, shape, written
from connectkit.stores.xlsx.formulas.stale import invalidate, stale_cells
from connectkit.stores.xlsx.package.package import Package

ONE, TWO = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def package(*sheets: str, workbook: str = "") -> Package:
    """A workbook whose sheets One and Two hold these rows, as XML."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name in ("One", "Two")[: len(sheets)]:
            book.add_worksheet(name)
    made = Package.from_bytes(buffer.getvalue())
    for part, rows in zip((ONE, TWO), sheets, strict=False):
        made.put(part, f"{HEAD}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode())
    if workbook:
        listed = made.read("xl/workbook.xml").decode()
        made.put("xl/workbook.xml", listed.replace("<calcPr", f"{workbook}<calcPr").encode())
    return Package.from_bytes(made.to_bytes())


def f(name: str, formula: str, value: object = 1, attrs: str = "") -> str:
    """A formula cell as XML."""
    formula = formula.replace("&", "&amp;").replace("<", "&lt;")
    return f'<c r="{name}"><f{attrs}>{formula}</f><v>{value}</v></c>'


def stale(made: Package, *changed: str, part: str = ONE) -> set[str]:
    """The stale cells, named as One!B1."""
    sheets = {sheet.part: sheet.name for sheet in made.sheets()}
    found = stale_cells(made, {part: set(changed)})
    return {
        f"{sheets[part]}!{cell_name(cell.row, cell.column)}"
        for part, cells in found.items()
        for cell in cells
    }


class TestWhatAFormulaReads:
    @pytest.mark.parametrize(
        ("formula", "reader"),
        [
            ("A1", True),
            ("$A$1+1", True),
            ("One!A1", True),
            ("'One'!$A$1", True),
            ("a1", True),
            ("SUM(A1:B9)", True),
            ("SUM(B9:A1)", True),
            ("SUM(A:A)", True),
            ("SUM($A:C)", True),
            ("SUM(1:1)", True),
            ("SUM(One:Two!A1)", True),
            ("SUM(A3,A1)", True),
            ("IF(TRUE,A1)", True),
            ('"text"&A1', True),
            ("A2:INDEX(A:B,9)", True),
            ("SUM(A2:INDEX(C:D,9))", True),
            ('INDIRECT("A"&1)', True),
            ("[#This Row]", True),
            ("_xlfn.SORT(A1:A3)", True),
            ("_xlfn.LET(_xlpm.x,A1,_xlpm.x+1)", True),
            ("_xlfn.ANCHORARRAY(A1)", True),
            ("A10", False),
            ("AA1", False),
            ("Two!A1", False),
            ("[1]One!A1", False),
            ("'[1]One'!A1", False),
            ('"A1"', False),
            ('"say ""A1"" twice"', False),
            ("LOG10(5)", False),
            ("1E1+A2", False),
            ("ZIP2026", False),
            ("SUM(B:C)", False),
            ("SUM(2:9)", False),
            ("TODAY()-A2", False),
            ("RAND()", False),
            ("#REF!+1", False),
            ("Two!#REF!", False),
        ],
    )
    def test_a_formula_is_stale_when_it_reads_the_changed_cell(self, formula: str, reader: bool) -> None:
        made = package(f'<row r="1"><c r="A1"><v>5</v></c>{f("E1", formula)}</row>', "")
        assert (stale(made, "A1") == {"One!E1"}) is reader

    def test_dependents_of_dependents_are_stale_across_sheets(self) -> None:
        made = package(
            f'<row r="1"><c r="A1"><v>5</v></c>{f("B1", "A1*2")}{f("C1", "Two!A1")}{f("D1", "7")}</row>',
            f'<row r="1">{f("A1", "SUM(One!B:B)")}</row>',
        )
        assert stale(made, "A1") == {"One!B1", "Two!A1", "One!C1"}
        assert stale(made, "D1") == set()

    def test_a_circle_of_formulas_is_stale_as_a_whole_and_ends(self) -> None:
        made = package(f'<row r="1">{f("A1", "C1")}{f("B1", "A1+E1")}{f("C1", "B1")}</row>')
        assert stale(made, "E1") == {"One!A1", "One!B1", "One!C1"}

    def test_a_shared_formula_is_read_where_each_copy_stands(self) -> None:
        rows = [
            f'<row r="1">{f("B1", "A$1+A1", attrs=" t=" + chr(34) + "shared" + chr(34) + " ref=" + chr(34) + "B1:B4" + chr(34) + " si=" + chr(34) + "0" + chr(34))}</row>'
        ]
        rows += [f'<row r="{n}"><c r="B{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in (2, 3, 4)]
        rows += [
            '<row r="5"><c r="C5"><f t="shared" ref="C5:D5" si="1">A5+$B5</f><v>1</v></c><c r="D5"><f t="shared" si="1"/><v>1</v></c></row>'
        ]
        made = package("".join(rows))
        assert stale(made, "A5") == {"One!C5"}
        assert stale(made, "B5") == {"One!C5", "One!D5"}
        assert stale(made, "A3") == {"One!B3"}
        assert stale(made, "A1") == {"One!B1", "One!B2", "One!B3", "One!B4"}

    def test_a_shared_formula_that_looks_like_an_earlier_one_is_not_taken_for_it(self) -> None:
        made = package(
            f'<row r="1">{f("B1", "SUM(A1)")}</row>'
            '<row r="5"><c r="B5"><f t="shared" ref="B5:B6" si="0">SUM(A5)</f><v>1</v></c></row>'
            '<row r="6"><c r="B6"><f t="shared" si="0"/><v>1</v></c></row>'
        )
        assert stale(made, "A2") == set()
        assert stale(made, "A6") == {"One!B6"}

    def test_an_array_formula_is_stale_with_all_it_fills(self) -> None:
        made = package(
            '<row r="1"><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f><v>2</v></c></row>'
            f'<row r="2"><c r="B2"><v>4</v></c>{f("C2", "B2")}{f("D2", "B3")}</row><row r="3"><c r="B3"><v>6</v></c></row>'
        )
        assert stale(made, "A1") == {"One!B1", "One!B2", "One!C2"}

    def test_a_data_table_is_stale_with_its_inputs_and_with_what_it_repeats(self) -> None:
        table = '<c r="C3"><f t="dataTable" ref="C3:D4" dt2D="1" dtr="1" r1="A8" r2="A9"/><v>1</v></c><c r="D3"><v>2</v></c>'
        made = package(
            f'<row r="3">{table}</row><row r="4"><c r="C4"><v>3</v></c><c r="D4"><v>4</v></c></row>'
        )
        everything = {"One!C3", "One!D3", "One!C4", "One!D4"}
        for name in ("A8", "A9", "B3", "C2", "B2"):
            assert stale(made, name) == everything, name
        assert stale(made, "F9") == set()

    def test_ranges_that_are_none_and_ranges_of_everything_are_no_error(self) -> None:
        cells = '<c r="B1"><f t="array" ref="A1:XFD1048576">A1</f><v>1</v></c><c r="C1"><f t="dataTable" ref="#REF!" r1="#REF!"/><v>1</v></c>'
        made = package(f'<row r="1">{cells}{f("D1", "2")}</row>')
        assert stale(made, "E9") == {"One!B1", "One!C1", "One!D1"}
        assert stale(package(f'<row r="1">{cells.partition("</c>")[2]}{f("D1", "2")}</row>'), "B1") == {
            "One!C1"
        }

    def test_defined_names_are_followed(self) -> None:
        names = (
            '<definedNames><definedName name="Rate">One!$A$1</definedName><definedName name="Twice">Rate*2</definedName>'
            '<definedName name="Rate" localSheetId="1">One!$A$2</definedName>'
            '<definedName name="Left">One!A1</definedName><definedName name="Loop">Loop+1</definedName>'
            '<definedName name="Own.List_1">OFFSET(One!$K$1,0,0,3)</definedName></definedNames>'
        )
        cells = (
            f("E1", "Rate")
            + f("F1", "rate+1")
            + f("G1", "Twice")
            + f("H1", "Left")
            + f("I1", "Nothing+[1]!Rate")
        )
        made = package(
            f'<row r="1">{cells}</row>',
            f'<row r="1">{f("A1", "Rate")}{f("B1", "One!Rate")}</row>',
            workbook=names,
        )
        assert stale(made, "A1") == {"One!E1", "One!F1", "One!G1", "One!H1", "Two!B1"}
        assert stale(made, "A2") == {"One!H1", "Two!A1"}
        anywhere = package(f'<row r="1">{f("E1", "SUM(Own.List_1)")}{f("F1", "Loop")}</row>', workbook=names)
        assert stale(anywhere, "Z99") == {"One!E1", "One!F1"}

    def test_a_changed_cell_is_not_stale_itself(self) -> None:
        made = package(f'<row r="1">{f("B1", "A1")}{f("C1", "B1")}</row>')
        assert stale(made, "A1", "B1") == {"One!C1"}

    def test_where_nothing_changed_nothing_is_stale(self) -> None:
        made = package(f'<row r="1">{f("B1", "INDIRECT(1)")}</row>')
        assert stale(made) == set()
        assert stale(made, "A1", part="xl/worksheets/none.xml") == {"One!B1"}

    def test_unusual_xml_is_read_the_same(self) -> None:
        rows = (
            "<row><c><v>5</v></c><c><f><![CDATA[A1*2]]></f><v>10</v></c></row><!-- a note -->"
            "<row><c r='B2' t='str'><f xml:space='preserve'>\nB1</f>\n<v xml:space='preserve'>10</v></c></row>"
        )
        assert stale(package(rows), "A1") == {"One!B1", "One!B2"}


class TestTables:
    def made(self) -> Package:
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
            one, two = book.add_worksheet("One"), book.add_worksheet("Two")
            columns = [{"header": name} for name in ("Name", "Amount 1", "It's [new]")] + [
                {"header": "Sum", "formula": "=Deals[@[Amount 1]]*2"}
            ]
            one.add_table("A2:D6", {"name": "Deals", "columns": columns, "total_row": True})
            two.write_formula("A1", "=SUM(Deals[Amount 1])")
            two.write_formula("A2", "=COUNTA(Deals[Name])")
            two.write_formula("A3", "=COUNTA(Deals)")
            two.write_formula("A4", "=Deals[[#Headers],[Amount 1]]")
            two.write_formula("A5", "=SUM(Deals[[Name]:[Amount 1]])")
            two.write_formula("A6", "=COUNTA(Deals[It''s '[new']])")
            two.write_formula("A7", "=COUNTA(Deals[#All])")
        return Package.from_bytes(buffer.getvalue())

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ("B4", {"One!D4", "Two!A1", "Two!A3", "Two!A4", "Two!A5", "Two!A7"}),
            ("A4", {"Two!A2", "Two!A3", "Two!A5", "Two!A7"}),
            ("C3", {"Two!A3", "Two!A6", "Two!A7"}),
            ("B2", {"Two!A4", "Two!A7"}),
            ("B6", {"Two!A4", "Two!A7"}),
            ("B7", set()),
        ],
    )
    def test_a_column_of_a_table_is_read_and_no_other(self, changed: str, expected: set[str]) -> None:
        assert stale(self.made(), changed) == expected


class TestInvalidate:
    def test_the_value_goes_and_every_other_byte_stays(self) -> None:
        made = package(
            '<row r="1"><c r="A1"><v>5</v></c><c r="B1" s="3" t="str"><f>A1&amp;"x"</f><v>5x</v></c></row>'
            f'<row r="2">{f("B2", "A2", 7)}</row>'
        )
        sheet, book = made.read(ONE), made.read("xl/workbook.xml")
        assert invalidate(made, {ONE: {"A1"}}) == {ONE}
        assert made.read(ONE) == sheet.replace(b' t="str"><f>', b"><f>").replace(b"<v>5x</v>", b"")
        assert made.read("xl/workbook.xml") == book
        assert b'fullCalcOnLoad="1"' in book

    @pytest.mark.parametrize(
        ("former", "after"),
        [
            (b'<calcPr calcId="191029"/>', b'<calcPr calcId="191029" fullCalcOnLoad="1"/>'),
            (b'<calcPr fullCalcOnLoad="0" calcId="1"/>', b'<calcPr fullCalcOnLoad="1" calcId="1"/>'),
            (b"<definedNames/><extLst/>", b'<definedNames/><calcPr fullCalcOnLoad="1"/><extLst/>'),
            (b"", b'<calcPr fullCalcOnLoad="1"/>'),
        ],
    )
    def test_excel_is_told_to_compute_only_if_a_value_was_dropped(self, former: bytes, after: bytes) -> None:
        made = package(f'<row r="1">{f("B1", "A1")}</row>')
        listed = re.sub(rb"<calcPr[^>]*/>", former, made.read("xl/workbook.xml"))
        made.put("xl/workbook.xml", listed)
        assert invalidate(made, {ONE: {"A2"}}) == set()
        assert made.read("xl/workbook.xml") == listed
        assert invalidate(made, {ONE: {"A1"}}) == {ONE, "xl/workbook.xml"}
        assert made.read("xl/workbook.xml").count(after) == 1
        assert [node.tag for node in made.workbook.children].count("calcPr") == 1

    def with_chain(self, entries: str) -> Package:
        made = package(f'<row r="1">{f("B1", "A1")}{f("C1", "2")}</row>', f'<row r="1">{f("A1", "2")}</row>')
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
        made.put("xl/calcChain.xml", f"{HEAD}<calcChain {MAIN}>{entries}</calcChain>".encode(), kind)
        made.add_rel("xl/workbook.xml", "calcChain", "xl/calcChain.xml")
        return Package.from_bytes(made.to_bytes())

    def test_a_true_order_of_computation_stays(self) -> None:
        made = self.with_chain('<c r="B1" i="1"/><c r="C1"/><c r="A1" i="2"/>')
        assert invalidate(made, {ONE: {"A1"}}) == {ONE}
        assert "xl/calcChain.xml" in made

    @pytest.mark.parametrize(
        "false",
        ['<c r="D1" i="1"/>', '<c r="A1" i="1"/>', '<c r="A1" i="2"/><c r="B1"/>', '<c r="A1" i="9"/>'],
    )
    def test_one_that_names_a_cell_without_a_formula_goes(self, false: str) -> None:
        made = self.with_chain(false)
        gone = {"xl/calcChain.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
        assert invalidate(made, {}) == gone
        assert "xl/calcChain.xml" not in made
        assert b"calcChain" not in made.read("[Content_Types].xml") + made.read("xl/_rels/workbook.xml.rels")


ROWS, COLUMNS = 4, 3
Place = tuple[int, int, int]  # sheet, row, column


@st.composite
def workbooks(draw: st.DrawFn) -> tuple[dict[Place, tuple[str, list[Place]] | int], set[Place]]:
    """Cells of two sheets, numbers or sums of cells that come before them, and the places that then change."""
    cells: dict[Place, tuple[str, list[Place]] | int] = {}
    places = [(s, r, c) for s in (0, 1) for r in range(1, ROWS + 1) for c in range(1, COLUMNS + 1)]
    for place in places:
        kind = draw(st.sampled_from(["number", "number", "cell", "range", "name", "column", "none"]))
        sheet, row, _ = place
        if kind == "none":
            continue
        if kind == "number" or (sheet, row) == (0, 1):
            cells[place] = draw(st.integers(1, 9))
            continue
        other = draw(st.integers(0, sheet))
        last = row - 1 if other == sheet else ROWS
        if not last:
            cells[place] = draw(st.integers(1, 9))
            continue
        prefix = "" if other == sheet and draw(st.booleans()) else ("One!", "'Two'!")[other]
        top, left = draw(st.integers(1, last)), draw(st.integers(1, COLUMNS))
        bottom, right = draw(st.integers(top, last)), draw(st.integers(left, COLUMNS))
        if kind == "name":
            cells[place] = ("Named", [(0, 1, 1), (0, 1, 2)])
        elif kind == "cell":
            cells[place] = (f"{prefix}${cell_name(top, left)[0]}{top}", [(other, top, left)])
        elif kind == "column" and other != sheet:
            cells[place] = (
                f"SUM({prefix}{chr(64 + left)}:{chr(64 + right)})",
                [(other, r, c) for r in range(1, ROWS + 1) for c in range(left, right + 1)],
            )
        else:
            area = [(other, r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
            cells[place] = (f"SUM({prefix}{cell_name(top, left)}:{cell_name(bottom, right)})", area)
    changed = draw(st.sets(st.sampled_from(places), min_size=1, max_size=3))
    return cells, {place for place in changed if not isinstance(cells.get(place), tuple)}


def computed(cells: dict[Place, tuple[str, list[Place]] | int]) -> dict[Place, int]:
    values: dict[Place, int] = {}
    for place, content in sorted(
        cells.items(), key=lambda item: item[0]
    ):  # each reads only what comes before it
        values[place] = content if isinstance(content, int) else sum(values.get(one, 0) for one in content[1])
    return values


@settings(max_examples=40)
@given(workbooks())
def test_no_wrong_value_is_shown_and_no_right_one_dropped_without_need(
    drawn: tuple[dict[Place, tuple[str, list[Place]] | int], set[Place]],
) -> None:
    cells, changed = drawn
    values = computed(cells)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheets = [book.add_worksheet("One"), book.add_worksheet("Two")]
        book.define_name("Named", "=One!$A$1:$B$1")
        for (sheet, row, column), content in cells.items():
            if isinstance(content, int):
                sheets[sheet].write_number(row - 1, column - 1, content)
            else:
                sheets[sheet].write_formula(
                    row - 1, column - 1, "=" + content[0], None, values[sheet, row, column]
                )
    made = Package.from_bytes(buffer.getvalue())
    names: dict[str, set[str]] = {ONE: set(), TWO: set()}
    for sheet, row, column in changed:
        names[(ONE, TWO)[sheet]].add(cell_name(row, column))
    invalidate(made, names)
    shown = openpyxl.load_workbook(io.BytesIO(made.to_bytes()), data_only=True)
    now = computed({**cells, **dict.fromkeys(changed, 1000)})
    reached = computed(
        {place: (0 if isinstance(c, int) else c) for place, c in cells.items()} | dict.fromkeys(changed, 1)
    )
    formulas = [place for place, content in cells.items() if not isinstance(content, int)]
    for place in formulas:
        kept = shown.worksheets[place[0]].cell(place[1], place[2]).value
        assert kept in (None, now[place]), place
        assert (kept is None) == bool(reached.get(place)), place
    event("something was dropped" if any(reached.get(place) for place in formulas) else "nothing was dropped")


class TestReferences:
    WRITTEN = """A1|$B$20|C3:D40|E:F|7:8|Sheet1!G2|'My 2nd'!H5:H9|SUM(|)|+|3.14|1E5|"A1 12"|Rate2026|ZIP2026|A0|LOG10(
        |Deals2[Amount 3]|Deals[[#This Row],[Q1]]|:| |,|[2]Two!B2|TRUE"""
    TOKENS = st.sampled_from([token.strip("\n") for token in WRITTEN.split("|")])

    @given(st.lists(TOKENS, max_size=8), st.data())
    def test_what_is_known_of_one_text_serves_another_of_the_same_shape(
        self, tokens: list[str], data: st.DataObject
    ) -> None:
        text = "".join(tokens)
        other = re.sub(r"\d+", lambda _: str(data.draw(st.integers(0, 12_000_000))), text)
        found, numbers = reads(text), shape(other)[1]
        assert shape(text)[0] == shape(other)[0]
        if not serves(found, numbers):
            event("another text")
            return
        event("served")
        direct = reads(other)
        assert [written(ref, numbers) for ref in found.refs] == [ref.edges for ref in direct.refs]
        assert (found.names, found.tables, found.anything) == (direct.names, direct.tables, direct.anything)

    @given(st.text(max_size=60))
    def test_any_text_is_read_without_an_error(self, text: str) -> None:
        assert isinstance(reads(text), Reads)


@given(
    st.lists(
        st.tuples(st.integers(1, 40), st.integers(1, 50), st.integers(1, 40), st.integers(1, 50)), max_size=30
    ),
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 50)), max_size=12),
)
def test_every_range_a_cell_lies_in_is_found_once(
    areas: list[tuple[int, int, int, int]], cells: list[tuple[int, int]]
) -> None:
    ranges = [(0, min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in areas]
    reach = Reach(40, {(0, column) for _, column in cells})
    for number, area in enumerate(ranges):
        reach.add(area, number)
    seen: set[int] = set()
    for row, column in cells:
        found = reach.readers((0, row, column))
        expected = {
            n for n, (_, t, le, b, r) in enumerate(ranges) if t <= row <= b and le <= column <= r
        } - seen
        assert sorted(found) == sorted(expected)
        seen |= expected


def test_thousands_of_formulas_are_read_in_one_pass() -> None:
    """A chain, running totals and look-ups: each range is visited once, however many cells lead to it."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c>{f(f"B{n}", f"B{n - 1}+1" if n > 1 else "A1")}{f(f"C{n}", f"SUM(B$1:B{n})")}'
        f"{f(f'D{n}', f'VLOOKUP(A{n},Two!$A$1:$D$9000,2,0)')}{f(f'E{n}', f'SUM(C{max(n - 20, 1)}:C{n})')}</row>"
        for n in range(1, 2_001)
    )
    made = package(rows, "")
    assert len(formula_cells(made, ONE)) == 8_000
    assert len(stale(made, "A1")) == 6_001
    assert len(stale(made, "A9", part=TWO)) == 2_000


@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_shows_the_new_results_where_it_showed_the_old_ones(tmp_path: Path) -> None:
    made = package(
        f'<row r="1"><c r="A1"><v>5</v></c>{f("B1", "A1*2", 10)}<c r="C1"><f t="array" ref="C1:C2">A1:A2+1</f><v>6</v></c></row>'
        f'<row r="2"><c r="A2"><v>7</v></c>{f("B2", "A2*2", 999)}<c r="C2"><v>8</v></c></row>',
        f'<row r="1">{f("A1", "SUM(One!B:B)", 1009)}</row>',
    )
    made.put(ONE, made.read(ONE).replace(b"<v>5</v>", b"<v>50</v>"))
    naive = made.to_bytes()
    invalidate(made, {ONE: {"A1"}})
    for name, data in (("naive", naive), ("ours", made.to_bytes())):
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        options,
    ]
    subprocess.run(
        [*command, tmp_path / "naive.xlsx", tmp_path / "ours.xlsx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    def rows(name: str) -> list[list[str]]:
        return list(csv.reader((tmp_path / name).read_text().splitlines()))

    assert rows("naive-One.csv")[0][:2] == ["50", "10"]
    assert rows("ours-One.csv") == [["50", "100", "51"], ["7", "999", "8"]]
    assert rows("ours-Two.csv") == [["1099"]]
