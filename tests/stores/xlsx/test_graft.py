"""A sheet set into a user's workbook: it is there as it was made, and nothing else has changed."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import event, given, settings
from hypothesis import strategies as st

from connectkit.errors import UsageError, WorkbookRefused
from connectkit.stores.xlsx.package.package import Package, rels_part
from tests.stores.xlsx.graftbooks import (
    alone,
    assert_sound,
    chart_of,
    grafted,
    looks,
    parts,
    rewritten,
    user_book,
)

MAY_CHANGE = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


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


def test_texts_stand_in_their_cells_and_the_shared_strings_stay() -> None:
    after = parts(grafted(user_book()))

    assert b't="inlineStr"' in after["xl/worksheets/sheet3.xml"]
    assert b't="s"' not in after["xl/worksheets/sheet3.xml"]
    assert after["xl/sharedStrings.xml"] == parts(user_book())["xl/sharedStrings.xml"]


@pytest.mark.parametrize(
    "table", [None, "<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"]
)
def test_a_workbook_without_shared_texts_gets_one_with_its_first_new_tab_and_no_more_later(
    table: str | None,
) -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Numbers").write_number("A1", 1)
    numbers = Package.from_bytes(out.getvalue())
    assert numbers.part_of_kind("sharedStrings") is None
    if table is not None:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        numbers.put("xl/sharedStrings.xml", table.encode(), kind)
        numbers.add_rel("xl/workbook.xml", "sharedStrings", "xl/sharedStrings.xml")

    once = grafted(numbers.to_bytes(), "Due")

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = parts(once)["xl/sharedStrings.xml"].decode().replace("'", '"')
    assert texts.endswith(f'<sst xmlns="{main}" count="0" uniqueCount="1"><si><t>Due</t></si></sst>')
    assert_sound(once)
    assert parts(grafted(once, "Other"))["xl/sharedStrings.xml"] == parts(once)["xl/sharedStrings.xml"]
    assert looks(once, "Due") == looks(alone(), "Due")


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
                sheet.insert_chart("C1", chart_of(book, sheet.name))

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
