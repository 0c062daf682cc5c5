"""A sheet set into a user's workbook: it is there as it was made, and nothing else has changed."""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import event, given, settings
from hypothesis import strategies as st

from connectkit.errors import UsageError, WorkbookRefused
from connectkit.stores.xlsx.graft import put_sheet
from connectkit.stores.xlsx.package import Package, rels_part

MAY_CHANGE = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def user_book(*, date1904: bool = False) -> bytes:
    """A workbook of three tabs: formats, a chart, a picture, a note, a name, a formula; the second tab is open."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": date1904})
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
    due.insert_chart("F2", _chart(book, "Due"))
    due.write_comment("A1", "goes with the tab")
    due.write_url("A3", "https://example.com/old")
    due.set_column(0, 0, 33)
    book.close()
    return out.getvalue()


def _chart(book: Any, title: str) -> Any:
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
    sheet.insert_chart("E2", _chart(book, sheet.name))


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
            _plain(cell.font),
            _plain(cell.fill),
            _plain(cell.border),
            _plain(cell.alignment),
            cell.hyperlink.target if cell.hyperlink else None,
        )
        for row in sheet.iter_rows()
        for cell in row
    }
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            seen[f"mark {area.sqref} {rule.formula}"] = (_plain(rule.dxf.font), _plain(rule.dxf.border))
    for dimension in sheet.column_dimensions.values():
        for index in range(dimension.min or 0, (dimension.max or 0) + 1):
            seen[f"column {index}"] = dimension.number_format, _plain(dimension.alignment), dimension.width
    return seen


def _plain(style: Any) -> str:
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


def _parts_of(sheet: str) -> set[str]:
    """A sheet of the user's workbook with everything it leads to, the picture it shares left out."""
    package = Package.from_bytes(user_book())
    reached, waiting = {sheet}, [sheet]
    while waiting:
        for rel in package.rels(waiting.pop()):
            if not rel.external and rel.target not in reached | {"xl/media/image1.png"}:
                reached.add(rel.target)
                waiting.append(rel.target)
    return reached | {rels_part(part) for part in reached}


@pytest.mark.parametrize("title", ["Due", "New", "Bob's & Ann's <list>"])
def test_nothing_else_changes(title: str) -> None:
    before, after = parts(user_book()), parts(grafted(user_book(), title))
    rewritten_tab = _parts_of("xl/worksheets/sheet3.xml") if title == "Due" else set()

    assert_sound(grafted(user_book(), title))
    gone = before.keys() - after.keys()
    assert gone <= rewritten_tab
    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    assert changed <= MAY_CHANGE | rewritten_tab
    for name in ("People", "Own"):
        assert looks(grafted(user_book(), title), name) == looks(user_book(), name)


@pytest.mark.parametrize("title", ["Due", "New"])
def test_setting_it_in_again_gives_the_same_bytes(title: str) -> None:
    once = grafted(user_book(), title)

    assert grafted(once, title) == once
    assert grafted(grafted(once, "Other"), title) == grafted(once, "Other")


def test_it_looks_as_it_was_made() -> None:
    assert looks(grafted(user_book()), "Due") == looks(alone(), "Due")


def test_a_format_the_workbook_has_is_used_again() -> None:
    once = openpyxl.load_workbook(BytesIO(grafted(user_book())))
    twice = openpyxl.load_workbook(BytesIO(grafted(grafted(user_book()), "Second")))

    assert (
        parts(grafted(user_book()))["xl/styles.xml"]
        == parts(grafted(grafted(user_book()), "Second"))["xl/styles.xml"]
    )
    assert once["Due"]["A1"].style_id == twice["Second"]["A1"].style_id


def test_texts_stand_in_their_cells_and_the_shared_strings_stay() -> None:
    after = parts(grafted(user_book()))

    assert b't="inlineStr"' in after["xl/worksheets/sheet3.xml"]
    assert b't="s"' not in after["xl/worksheets/sheet3.xml"]
    assert after["xl/sharedStrings.xml"] == parts(user_book())["xl/sharedStrings.xml"]


def test_a_new_tab_is_the_last_and_not_selected() -> None:
    book = openpyxl.load_workbook(BytesIO(grafted(user_book(), "New")))

    assert book.sheetnames == ["People", "Own", "Due", "New"]
    assert book.active is not None
    assert book.active.title == "Own"
    assert [bool(sheet.sheet_view.tabSelected) for sheet in book.worksheets] == [False, True, False, False]


def test_a_tab_that_is_there_keeps_its_place_its_number_and_its_part() -> None:
    before, after = (
        Package.from_bytes(user_book()).sheets(),
        Package.from_bytes(grafted(user_book())).sheets(),
    )

    assert after == before


def test_a_title_in_other_letters_is_the_same_tab() -> None:
    book = openpyxl.load_workbook(BytesIO(grafted(user_book(), "DUE")))

    assert book.sheetnames == ["People", "Own", "Due"]
    assert book["Due"]["A1"].value == "What"


def test_the_selected_tab_stays_selected_with_its_zoom_when_it_is_rewritten() -> None:
    once = grafted(user_book())
    selected = rewritten(
        once, sheet3_xml=('workbookViewId="0"', 'tabSelected="1" zoomScale="130" workbookViewId="0"')
    )
    view = openpyxl.load_workbook(BytesIO(grafted(selected)))["Due"].sheet_view

    assert (view.tabSelected, view.zoomScale) == (True, 130)
    assert grafted(grafted(selected)) == grafted(selected)


def test_columns_the_user_made_wider_or_hid_stay_so() -> None:
    once = grafted(user_book())
    changed = rewritten(
        once, sheet3_xml=('min="2" max="2" width="[0-9.]+"', 'min="2" max="2" width="55" hidden="1"')
    )
    columns = openpyxl.load_workbook(BytesIO(grafted(changed)))["Due"].column_dimensions

    assert (columns["B"].width, columns["B"].hidden, columns["A"].hidden) == (55, True, False)
    assert round(columns["A"].width) == 21


def test_columns_of_a_tab_with_another_number_of_them_get_their_own_widths() -> None:
    columns = openpyxl.load_workbook(BytesIO(grafted(user_book())))["Due"].column_dimensions

    assert round(columns["A"].width) == 21


def test_the_name_macros_know_a_tab_by_stays() -> None:
    named = rewritten(user_book(), sheet3_xml=("<dimension", '<sheetPr codeName="Sheet3x"/><dimension'))

    assert openpyxl.load_workbook(BytesIO(grafted(named)))["Due"].sheet_properties.codeName == "Sheet3x"


def test_what_only_the_former_tab_used_is_gone_and_what_others_use_stays() -> None:
    after = parts(grafted(user_book(), build=lambda _, sheet: sheet.write_string(0, 0, "plain")))

    assert [name for name in after if "media" in name] == ["xl/media/image1.png"]
    assert [name for name in after if "/charts/chart" in name] == ["xl/charts/chart1.xml"]
    assert [name for name in after if "/comments" in name] == ["xl/comments1.xml"]
    assert "xl/worksheets/_rels/sheet3.xml.rels" not in after


def test_names_of_the_tab_are_set_and_the_users_stay() -> None:
    package = Package.from_bytes(grafted(user_book(), "It's new"))
    names = {(name.name, name.sheet): (name.text, name.hidden) for name in package.defined_names()}

    assert names == {
        ("mine", None): ("People!$A$2", False),
        ("_xlnm._FilterDatabase", 3): ("'It''s new'!$A$1:$C$4", True),
        ("_xlnm.Print_Titles", 3): ("'It''s new'!$1:$1", False),
    }


def test_the_users_own_print_area_of_the_tab_stays() -> None:
    own = '<definedName name="_xlnm.Print_Area" localSheetId="2">Due!$A$1:$B$9</definedName></definedNames>'
    named = rewritten(user_book(), workbook_xml=("</definedNames>", own))

    assert openpyxl.load_workbook(BytesIO(grafted(named)))["Due"].print_area == "'Due'!$A$1:$B$9"


def test_a_1904_workbook_gets_dates_of_its_own_calendar() -> None:
    def build(book: Any, sheet: Any) -> None:
        from datetime import date

        sheet.write_datetime(0, 0, date(2026, 11, 23), book.add_format({"num_format": "d mmm yyyy"}))

    sheet = openpyxl.load_workbook(BytesIO(grafted(user_book(date1904=True), build=build)))["Due"]

    assert str(sheet["A1"].value) == "2026-11-23 00:00:00"


def test_a_workbook_that_spells_its_elements_with_a_prefix_is_edited_in_its_own_spelling() -> None:
    spelled = user_book()
    for part in ("workbook_xml", "styles_xml", "sheet3_xml"):
        spelled = rewritten(spelled, **{part: ("<(/?)(?=[a-zA-Z])", r"<\1x:")})
        spelled = rewritten(spelled, **{part: (' xmlns="', ' xmlns:x="')})
    once = grafted(spelled, "New")

    assert looks(once, "New") == looks(alone("New"), "New")
    assert grafted(once, "New") == once
    assert looks(grafted(spelled), "Due") == looks(alone(), "Due")


def test_a_workbook_without_styles_gets_some_and_its_cells_stay_plain() -> None:
    bare = rewritten(
        user_book(), sheet1_xml=(r' s="\d+"|<conditionalFormatting.*</conditionalFormatting>', "")
    )
    bare = rewritten(bare, **{"Types]_xml": ("<Override [^>]*styles[^>]*/>", "")})
    bare = rewritten(bare, workbook_xml_rels=("<Relationship [^>]*styles[^>]*/>", ""))
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts(bare).items():
            if name != "xl/styles.xml":
                archive.writestr(name, content)
    once = grafted(out.getvalue())

    assert_sound(once)
    wanted, seen = looks(alone(), "Due"), looks(once, "Due")
    assert {at: look[1:2] + look[3:] for at, look in seen.items()} == {
        at: look[1:2] + look[3:] for at, look in wanted.items()
    }
    cells = openpyxl.load_workbook(BytesIO(once))
    assert (cells["People"]["A1"].font.b, cells["Due"]["A1"].font.b) == (False, True)
    assert cells["People"]["A1"].number_format == "General"
    assert cells["People"]["A1"].fill.fill_type is None
    assert grafted(once) == once


def test_in_a_workbook_without_a_theme_no_colour_asks_for_one() -> None:
    plain = rewritten(user_book(), **{"Types]_xml": ("<Override [^>]*theme[^>]*/>", "")})
    plain = rewritten(plain, workbook_xml_rels=("<Relationship [^>]*theme[^>]*/>", ""))
    plain = rewritten(plain, styles_xml=(r'<color theme="\d+"/>|<scheme val="minor"/>', ""))

    assert b"theme=" not in parts(grafted(plain))["xl/styles.xml"]
    assert grafted(grafted(plain)) == grafted(plain)


def test_an_empty_list_of_formats_is_opened() -> None:
    closed = rewritten(user_book(), styles_xml=("<numFmts.*?</numFmts>", ""))
    closed = rewritten(closed, styles_xml=("<dxfs.*?</dxfs>", '<dxfs count="0"/>'))
    closed = rewritten(closed, sheet1_xml=("<conditionalFormatting.*</conditionalFormatting>", ""))

    assert looks(grafted(closed), "Due") == looks(alone(), "Due")


def test_the_order_of_calculation_is_forgotten_when_the_former_tab_had_formulas() -> None:
    def formulas(_: Any, sheet: Any) -> None:
        sheet.write_formula(0, 0, "=1+1")

    package = Package.from_bytes(grafted(user_book(), build=formulas))
    package.put(
        "xl/calcChain.xml",
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1" i="3"/></calcChain>',
        "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml",
    )
    package.add_rel("xl/workbook.xml", "calcChain", "xl/calcChain.xml")
    chained = package.to_bytes()

    assert "xl/calcChain.xml" in parts(grafted(chained, "New"))
    assert "xl/calcChain.xml" not in parts(grafted(chained))
    assert_sound(grafted(chained))


def test_charts_say_what_excel_2007_left_out() -> None:
    after = parts(grafted(user_book()))
    chart = next(after[name] for name in after if "/charts/" in name and b"Due" in after[name]).decode()

    for element in (
        '<c:roundedCorners val="0"/>',
        '<c:autoTitleDeleted val="0"/>',
        '<c:varyColors val="0"/>',
        '<c:smooth val="0"/></c:ser>',
        '<c:showVal val="1"/><c:showCatName val="0"/>',
        '<c:overlay val="0"/>',
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>',
        '</c:scaling><c:delete val="0"/><c:axPos',
    ):
        assert element in chart


@pytest.mark.parametrize(
    ("wrong", "message", "hint"),
    [
        (
            {
                "_rels_/.rels": (
                    "schemas.openxmlformats.org/officeDocument/2006",
                    "purl.oclc.org/ooxml/officeDocument",
                )
            },
            'The tab Due can\'t be made: the workbook is saved as "Strict Open XML".',
            "Save it as an ordinary Excel workbook (.xlsx) and run again.",
        ),
        (
            {"sheet3_xml": ("<pageMargins", '<sheetProtection sheet="1"/><pageMargins')},
            "The tab Due is protected, and connectkit has to rewrite it.",
            "Take the protection off that tab (Review > Unprotect sheet) and run again.",
        ),
        (
            {"sheet3_xml_rels": ("relationships/drawing", "relationships/pivotTable")},
            "The tab Due holds a pivot table, which would be lost: connectkit rewrites that tab at every sync.",
            "Move it to a tab of your own, or turn it back into plain cells, and run again.",
        ),
        (
            {
                "workbook_xml_rels": (
                    'relationships/worksheet"( Target="worksheets/sheet3)',
                    r'relationships/chartsheet"\1',
                )
            },
            "The tab Due is not a worksheet, so connectkit can't write to it.",
            "Give it another name; connectkit then makes its own.",
        ),
    ],
)
def test_a_tab_that_cannot_be_remade_is_refused(wrong: Any, message: str, hint: str) -> None:
    wrong = {name.replace("_rels_/", ""): change for name, change in wrong.items()}
    with pytest.raises(WorkbookRefused) as refused:
        grafted(rewritten(user_book(), **wrong))

    assert (refused.value.message, refused.value.hint) == (message, hint)


@pytest.mark.parametrize("title", ["a" * 32, "with/slash", "'quoted'"])
def test_a_title_no_tab_can_have_is_said(title: str) -> None:
    with pytest.raises(UsageError) as refused:
        grafted(user_book(), title)

    assert refused.value.message == f"A tab can't be called {title!r}."
    assert refused.value.hint == (
        "Choose a title of at most 31 characters without : \\ / ? * [ ] and without a quote at either end."
    )


WRITES = st.tuples(
    st.sampled_from(["Due", "Problems", "Review"]),
    st.lists(st.text("ab<&\n ", max_size=4), max_size=4),
    st.booleans(),
)


@settings(max_examples=15, deadline=None)
@given(st.lists(WRITES, min_size=1, max_size=5))
def test_any_order_of_writes_leaves_a_sound_workbook_that_holds_the_last_of_each(
    writes: list[tuple[str, list[str], bool]],
) -> None:
    data = user_book()
    before, last = parts(data), {}
    for title, texts, charted in writes:

        def build(book: Any, sheet: Any, texts: list[str] = texts, charted: bool = charted) -> None:
            for row, text in enumerate(texts):
                sheet.write_string(row, 0, text, book.add_format({"bold": row % 2 == 0}))
            if charted:
                sheet.insert_chart("C1", _chart(book, sheet.name))

        event(f"tab {title} {'again' if title in last else 'first'}")
        data = grafted(data, title, build)
        assert grafted(data, title, build) == data
        last[title] = texts

    assert_sound(data)
    book = openpyxl.load_workbook(BytesIO(data))
    for title, texts in last.items():
        read = (
            [row[0].value or "" for row in book[title].iter_rows(max_row=len(texts), max_col=1)]
            if texts
            else []
        )
        assert read == texts
    for name in (
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/sharedStrings.xml",
        "xl/charts/chart1.xml",
    ):
        assert parts(data)[name] == before[name]


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_reads_the_same(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(grafted(user_book()))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "book.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=90)

    text = (tmp_path / "book-Due.csv").read_text("utf-8")
    assert text.splitlines()[0] == 'What,Ünïcode & <more>,"=""text"""'
    assert "Write" in text
