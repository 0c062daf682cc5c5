"""The workbook file as a store: one snapshot read, one plan written whole or not at all."""

from __future__ import annotations

import os
import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from connectkit import schema
from connectkit.errors import HeaderError, Refused, StoreUnavailable, UsageError, WorkbookRefused
from connectkit.model import (
    AddColumns,
    AddTab,
    AppendRow,
    CellValue,
    Change,
    Landed,
    Link,
    Plan,
    ReplaceRows,
    SetCell,
    TabLayout,
    cell_name,
)
from connectkit.stores.xlsx.package.package import Package
from connectkit.stores.xlsx.package.sheet_xml import ORDER
from connectkit.stores.xlsx.store import XlsxStore
from connectkit.stores.xlsx.tabs import look

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = date(2026, 11, 22)


def people(path: Path, *, kind: str = "plain", totals: bool = False) -> None:
    """A workbook as a user has it: People (three columns, three people), a sum, a chart; as a table or filtered."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("People")
    head = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.set_column("C:XFD", 30)
    sheet.write_row(0, 0, ["Name", "Last contact", "Notes"], head)
    for row, (name, last) in enumerate(
        [("Ada", date(2026, 1, 5)), ("Bo", date(2026, 2, 6)), ("Cy", date(2026, 3, 7))], start=1
    ):
        sheet.write_string(row, 0, name)
        sheet.write_datetime(row, 1, last, day)
    sheet.write_url(1, 2, "https://example.com/ada", string="her page")
    if kind == "table":
        columns = [{"header": title, "header_format": head} for title in ("Name", "Last contact", "Notes")]
        sheet.add_table(
            0, 0, 4 if totals else 3, 2, {"columns": columns, "total_row": totals, "name": "Friends"}
        )
        if totals:
            sheet.write_string(4, 0, "Total")
    if kind == "filter":
        sheet.autofilter(0, 0, 3, 2)
    own = book.add_worksheet("Own")
    own.write_formula("A1", "=MAX(People!B:B)", day, 46088)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=People!$B$2:$B$4"})
    own.insert_chart("C3", chart)
    book.close()


LAYOUT = TabLayout("contacts", "People", "People", 1, {"name": 1, "last_contact": 2, "notes": 3}, 4, 3)
TITLES = ("tier", "status", "next_due", "log", "added", "id")
ADDED = {key: (4 + n, schema.CONTACTS.column(key).title) for n, key in enumerate(TITLES)}
WIDE = LAYOUT.with_columns({key: index for key, (index, _) in ADDED.items()})
CHOICES = {"contacts.tier": ("inner", "core")}
MOVED = SetCell("contacts", 2, "last_contact", "", "Ada", date(2026, 1, 5), DAY)
APPENDED = AppendRow("contacts", "c4", {"name": "Di", "last_contact": DAY, "notes": "-3d", "id": "c4"})
COLUMNS: tuple[Change, ...] = (
    AddColumns("contacts", ADDED),
    SetCell("contacts", 3, "status", "", "Bo", None, "late"),
    SetCell("contacts", 3, "next_due", "", "Bo", None, DAY),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.xlsx"


def store(path: Path) -> XlsxStore:
    return XlsxStore(path, backups=path.parent / "backups", now=lambda: NOON)


def write(path: Path, *changes: Change, layout: TabLayout = WIDE, **more: TabLayout) -> XlsxStore:
    """The store after this plan."""
    one = store(path)
    one.read()
    one.write(Plan(changes, {"contacts": layout, **more}, CHOICES))
    return one


def sheet_xml(path: Path) -> str:
    package = Package.from_bytes(path.read_bytes())
    return package.read(package.sheets()[0].part).decode()


def test_a_read_is_the_sheet_as_it_stands(path: Path) -> None:
    people(path)
    one = store(path)
    book = one.read()
    assert [(tab.handle, tab.title, tab.hidden, tab.protected) for tab in book.tabs] == [
        ("People", "People", False, False),
        ("Own", "Own", False, False),
    ]
    assert book.tabs[0].rows == [
        ["Name", "Last contact", "Notes"],
        ["Ada", date(2026, 1, 5), "her page"],
        ["Bo", date(2026, 2, 6)],
        ["Cy", date(2026, 3, 7)],
    ]
    assert (book.name, book.live_links, book.timezone, len(book.fingerprint)) == (
        "people.xlsx",
        False,
        "",
        64,
    )
    assert one.location == str(path.resolve())
    assert (one.requests.read, one.requests.write) == (1, 0)


def test_one_cell_changes_one_part_and_only_that_cell(path: Path) -> None:
    people(path)
    before, old = zipfile.ZipFile(BytesIO(path.read_bytes())), sheet_xml(path)
    one = write(path, MOVED, layout=LAYOUT)
    after = zipfile.ZipFile(BytesIO(path.read_bytes()))
    assert after.namelist() == before.namelist()
    changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    # The sum on the other tab depends on the cell: its shown value is dropped.
    assert changed == ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]
    assert sheet_xml(path) == old.replace("<v>46027</v>", "<v>46348</v>")
    assert (one.requests.read, one.requests.write) == (1, 1)


def test_the_answer_tells_what_was_met_and_where_each_id_stands(path: Path) -> None:
    people(path)
    one = store(path)
    one.read()
    after = one.write(Plan((*COLUMNS, MOVED, APPENDED), {"contacts": WIDE}, CHOICES, run_id="r1"))
    assert after.landed[-1] == Landed(MOVED, "", "Ada", date(2026, 1, 5))
    assert (after.rows, after.run_id) == ({"contacts": {"c4": (5,)}}, "r1")


def test_a_plan_without_changes_leaves_the_file_alone(path: Path) -> None:
    people(path)
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(p.name for p in path.parent.iterdir()))
    one = write(path)
    assert (
        path.read_bytes(),
        path.stat().st_mtime_ns,
        sorted(p.name for p in path.parent.iterdir()),
    ) == before
    assert one.requests.write == 0


def test_a_file_saved_meanwhile_stands_and_the_run_starts_over(path: Path) -> None:
    people(path)
    one = store(path)
    one.read()
    people(path, kind="filter")
    theirs = path.read_bytes()
    with pytest.raises(StoreUnavailable) as refused:
        one.write(Plan((MOVED,), {"contacts": LAYOUT}))
    assert refused.value.message.startswith(
        "people.xlsx was saved by somebody else while connectkit worked on it."
    )
    assert path.read_bytes() == theirs
    assert one.requests.write == 0


def test_a_second_write_works_on_the_file_as_the_first_left_it(path: Path) -> None:
    people(path)
    one = write(path, MOVED, layout=LAYOUT)
    one.write(Plan((MOVED._replace(row=3, after=date(2026, 12, 1)),), {"contacts": LAYOUT}))
    assert [row[1] for row in store(path).read().tabs[0].rows[1:]] == [
        DAY,
        date(2026, 12, 1),
        date(2026, 3, 7),
    ]


def test_a_refused_change_leaves_the_file_alone(path: Path) -> None:
    people(path)
    before = path.read_bytes()
    with pytest.raises(Refused, match="has 40,000 characters"):
        write(path, MOVED, SetCell("contacts", 3, "notes", "", "Bo", None, "x" * 40_000))
    assert path.read_bytes() == before


def test_an_open_workbook_is_not_written(path: Path) -> None:
    people(path)
    before = path.read_bytes()
    lock = path.with_name(".~lock.people.xlsx#")
    lock.write_text(f",Ann,elsewhere,{datetime.now(UTC).astimezone():%d.%m.%Y %H:%M},file:///x;", "utf-8")
    with pytest.raises(StoreUnavailable, match="is open in LibreOffice"):
        write(path, MOVED, layout=LAYOUT)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "error"), [(None, UsageError), (b"", WorkbookRefused), (b"a,b\n", WorkbookRefused)]
)
def test_what_is_no_workbook_is_said(path: Path, content: bytes | None, error: type[Exception]) -> None:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error):
        store(path).read()


# --- columns and rows in the user's own tab


def test_added_columns_look_like_the_sheet_they_join(path: Path) -> None:
    people(path)
    write(path, *COLUMNS)
    sheet = openpyxl.load_workbook(path)["People"]
    heads = {cell.value: cell for cell in sheet[1]}
    assert list(heads) == [
        "Name",
        "Last contact",
        "Notes",
        "Tier",
        "Status",
        "Next due",
        "Log",
        "Added",
        "ID",
    ]
    assert [heads[title].font.i for title in ("Notes", "Tier", "Status")] == [False, False, True]
    assert {cell.fill.fgColor.rgb for cell in sheet[1]} == {"FF1F4E79"}
    assert (sheet["F3"].value, sheet["F3"].number_format) == (datetime(2026, 11, 22), "dd.mm.yyyy")
    hidden = {letter: dimension.hidden for letter, dimension in sheet.column_dimensions.items()}
    assert [hidden.get(letter) for letter in "DEFGHI"] == [False, False, False, False, True, True]
    widths = [sheet.column_dimensions[letter].width for letter in "CDGI"]
    assert [round(width, 1) for width in widths] == [30.7, 10.7, 30.7, 14.7]
    lists = {
        str(rule.sqref): rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    assert lists == {"D2:D1048576": '"inner,core"'}
    rules = re.findall(r'sqref="([^"]*)"><cfRule[^>]*><formula>(.*?)</formula>', sheet_xml(path))
    assert ("E2:F1048576", "$E2=&quot;late&quot;") in rules


def test_a_users_columns_right_of_the_added_ones_keep_their_width(path: Path) -> None:
    people(path)
    write(path, *COLUMNS)
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet_xml(path))
    assert columns[0] == ("3", "3", "30.7109375")
    assert columns[-1] == ("10", "16384", "30.7109375")
    covered = [n for low, high, _ in columns for n in (int(low), int(high))]
    assert covered == sorted(covered)


@pytest.mark.parametrize("kind", ["plain", "filter", "table"])
def test_the_elements_of_the_sheet_stay_in_their_order(path: Path, kind: str) -> None:
    people(path, kind=kind)
    write(path, *COLUMNS, MOVED, APPENDED)
    package = Package.from_bytes(path.read_bytes())
    places = [ORDER[node.tag] for node in package.tree(package.sheets()[0].part).children]
    assert places == sorted(places)


def test_a_filter_covers_the_added_columns_and_rows(path: Path) -> None:
    people(path, kind="filter")
    write(path, *COLUMNS, APPENDED)
    package = Package.from_bytes(path.read_bytes())
    assert '<autoFilter ref="A1:I5"/>' in sheet_xml(path)
    assert [name.text for name in package.defined_names()] == ["People!$A$1:$I$5"]


def test_a_table_covers_the_added_columns_and_rows(path: Path) -> None:
    people(path, kind="table")
    write(path, *COLUMNS, APPENDED)
    sheet = openpyxl.load_workbook(path)["People"]
    table = sheet.tables["Friends"]
    assert (table.ref, table.autoFilter.ref) == ("A1:I5", "A1:I5")
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]
    assert [column.id for column in table.tableColumns] == list(range(1, 10))


def test_a_table_apart_from_the_added_columns_is_left_as_it_is(path: Path) -> None:
    people(path, kind="table")
    apart = {key: (index + 1, title) for key, (index, title) in ADDED.items()}
    layout = LAYOUT.with_columns({key: index for key, (index, _) in apart.items()})
    write(path, AddColumns("contacts", apart), layout=layout)
    assert openpyxl.load_workbook(path)["People"].tables["Friends"].ref == "A1:C4"


def test_a_row_under_a_tables_totals_is_refused(path: Path) -> None:
    people(path, kind="table", totals=True)
    with pytest.raises(WorkbookRefused) as refused:
        write(path, APPENDED._replace(values={"name": "Di"}), layout=LAYOUT)
    assert refused.value.message == "The table Friends has a totals row where new rows would go."
    assert (
        refused.value.hint
        == "Switch the totals row off (Table design, Total row) and run again. Nothing was written."
    )


def test_an_appended_row_looks_like_the_rows_above(path: Path) -> None:
    people(path)
    write(path, APPENDED._replace(values={"name": "Di", "last_contact": DAY, "notes": "=x"}), layout=LAYOUT)
    sheet = openpyxl.load_workbook(path)["People"]
    assert [cell.value for cell in sheet[5]] == ["Di", datetime(2026, 11, 22), "=x"]
    assert (sheet["B5"].number_format, sheet["C5"].quotePrefix) == ("dd.mm.yyyy", True)


def test_an_appended_row_is_as_high_as_its_text(path: Path) -> None:
    people(path)
    write(path, APPENDED._replace(values={"name": "Di", "notes": "one\ntwo\nthree"}), layout=LAYOUT)
    sheet = openpyxl.load_workbook(path)["People"]
    assert sheet.row_dimensions[5].height == 45
    write(path, APPENDED._replace(values={"name": "Ed", "notes": "one"}), layout=LAYOUT)
    assert openpyxl.load_workbook(path)["People"].row_dimensions[6].height is None


def test_thirty_runs_leave_the_workbook_as_large_as_the_first(path: Path) -> None:
    people(path, kind="filter")
    write(path, *COLUMNS, MOVED)
    sizes = []
    for number in range(30):
        after = date(2026, 12, 1 + number % 2)
        write(
            path,
            SetCell("contacts", 3, "next_due", "", "Bo", DAY, after),
            SetCell("contacts", 3, "status", "", "Bo", "late", "=late" if number % 2 else None),
        )
        package = Package.from_bytes(path.read_bytes())
        sizes.append(
            (
                len(package.names),
                len(package.read("xl/styles.xml")),
                len(package.read(package.sheets()[0].part)),
            )
        )
    assert len(set(sizes[2::2])) == 1


# --- tabs of ours


def fresh(key: str, *, rows: int = 0) -> TabLayout:
    tab = schema.tab(key)
    places = {column.key: index for index, column in enumerate(look.columns_of(tab), start=1)}
    header = look.header_row(tab)
    return TabLayout(key, "", tab.title, header, places, header + rows, len(places))


DRAFT: dict[str, CellValue] = {
    "status": "To do",
    "name": "Ada",
    "message": "Hello [[…]]",
    "open": Link("https://mail.example.com/?to=ada%40example.com", "Open in mail"),
    "created": DAY,
    "id": "d1",
}


def test_a_tab_is_made_with_its_rows_and_read_back(path: Path) -> None:
    people(path)
    drafts = fresh("drafts")
    write(path, AddTab("drafts", "Drafts"), AppendRow("drafts", "d1", DRAFT), layout=LAYOUT, drafts=drafts)
    book = store(path).read()
    assert [tab.title for tab in book.tabs] == ["People", "Own", "Drafts"]
    assert {key: book.tabs[2].cell(2, drafts.columns[key]) for key in DRAFT} == DRAFT


def test_links_in_our_column_are_links_and_a_users_linked_cell_is_its_text(path: Path) -> None:
    people(path)
    drafts = fresh("drafts")
    write(path, AddTab("drafts", "Drafts"), AppendRow("drafts", "d1", DRAFT), layout=LAYOUT, drafts=drafts)
    here = TabLayout("drafts", "Drafts", "Drafts", 1, drafts.columns, 2, drafts.width)
    other = Link("https://wa.me/15550100", "Open WhatsApp")
    for number in range(3):
        link = Link(f"{other.url}?text={number}", other.label)
        write(
            path,
            SetCell("drafts", 2, "open", "d1", "Ada", DRAFT["open"], link),
            AppendRow("drafts", f"d{number + 2}", {**DRAFT, "id": f"d{number + 2}"}),
            layout=LAYOUT,
            drafts=here,
        )
    book = store(path).read()
    column = here.columns["open"]
    assert [row[column - 1] for row in book.tabs[2].rows[1:]] == [link, *[DRAFT["open"]] * 3]
    assert book.tabs[0].cell(2, 3) == "her page"
    write(path, SetCell("drafts", 2, "open", "d1", "Ada", link, None), layout=LAYOUT, drafts=here)
    package = Package.from_bytes(path.read_bytes())
    assert len(package.rels(package.sheets()[2].part)) == 3
    assert store(path).read().tabs[2].cell(2, column) is None


def test_a_tool_owned_tab_is_rewritten_whole_in_its_place(path: Path) -> None:
    people(path)
    due = fresh("due")
    row = ("late", "Ada", "core", DAY, DAY, "Because.", "Note.")
    write(path, AddTab("due", "Due"), ReplaceRows("due", (row, row, row)), layout=LAYOUT, due=due)
    there = TabLayout("due", "Due", "Due", 2, due.columns, 5, due.width)
    write(path, ReplaceRows("due", (row,), (row, row, row)), layout=LAYOUT, due=there)
    tab = store(path).read().tabs[2]
    assert tab.title == "Due"
    assert tab.rows == [[schema.DUE.banner], [column.title for column in schema.DUE.columns], list(row)]


def test_a_missing_tab_is_said_by_name(path: Path) -> None:
    people(path)
    gone = TabLayout("contacts", "Friends", "Friends", 1, {"name": 1, "last_contact": 2}, 4, 3)
    with pytest.raises(Refused) as refused:
        write(path, MOVED, layout=gone)
    assert refused.value.message == "The workbook has no tab Friends."
    assert not isinstance(refused.value, HeaderError)


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a right there")
def test_a_linked_path_is_one_place_whatever_leads_to_it(path: Path) -> None:
    people(path)
    alias = path.with_name("alias.xlsx")
    alias.symlink_to(path)
    assert store(alias).location == store(path).location
    write(alias, MOVED, layout=LAYOUT)
    assert alias.is_symlink()
    assert store(path).read().tabs[0].cell(2, 2) == DAY


def test_every_cell_of_every_tab_stays_but_the_planned_ones(path: Path) -> None:
    people(path, kind="table")
    before = {
        tab.title: {(r, c): v for r, row in enumerate(tab.rows, 1) for c, v in enumerate(row, 1)}
        for tab in store(path).read().tabs
    }
    write(path, *COLUMNS, MOVED, APPENDED)
    after = {
        tab.title: {(r, c): v for r, row in enumerate(tab.rows, 1) for c, v in enumerate(row, 1)}
        for tab in store(path).read().tabs
    }
    assert after["Own"].keys() == before["Own"].keys()
    differing = {
        cell_name(*at)
        for at in before["People"].keys() | after["People"].keys()
        if before["People"].get(at) != after["People"].get(at)
    }
    assert differing == {"B2", "D1", "E1", "F1", "G1", "H1", "I1", "E3", "F3", "A5", "B5", "C5", "I5"}
