"""What stops a write, what a workbook holds, and the last look before the disk."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import xlsxwriter

from connectkit.errors import WorkbookRefused
from connectkit.stores.xlsx.edit.audit import Blocks, check, inventory, refuse_unsafe, self_audit
from connectkit.stores.xlsx.package.package import OFFICE_RELS, Package

PEOPLE, OTHER = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
BOOK, RELS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
Change = Callable[[Package], None]


def workbook() -> Package:
    """Two tabs; the second has a chart and an image."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("People").write_column(0, 0, ["Name", "Ann Example"])
        other = book.add_worksheet("Other")
        other.write_column(0, 0, [1, 2, 3])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Other!$A$1:$A$3"})
        other.insert_chart("C1", chart)
    return Package.from_bytes(buffer.getvalue())


def replaced(part: str, old: str, new: str) -> Change:
    def change(package: Package) -> None:
        data = package.read(part)
        assert old.encode() in data
        package.put(part, data.replace(old.encode(), new.encode()))

    return change


def related(kind: str) -> Change:
    def change(package: Package) -> None:
        package.put(f"xl/{kind}.xml", b"<x/>", "application/xml")
        package.add_rel(BOOK, kind, f"xl/{kind}.xml")

    return change


def nothing(package: Package) -> None:
    assert package.changed() == set()


def lead_nowhere(package: Package) -> None:
    package.add_rel(BOOK, "table", "xl/none.xml")


def signed(package: Package) -> None:
    package.put(
        "_xmlsignatures/origin.sigs", b"", "application/vnd.openxmlformats-package.digital-signature-origin"
    )


def strict(package: Package) -> None:
    replaced("_rels/.rels", OFFICE_RELS, "http://purl.oclc.org/ooxml/officeDocument/relationships")(package)


def utf16(package: Package) -> None:
    package.put(PEOPLE, package.read(PEOPLE).decode().replace("UTF-8", "UTF-16").encode("utf-16"))


def protected(flag: str) -> Change:
    return replaced(PEOPLE, "</sheetData>", f'</sheetData><sheetProtection sheet="{flag}" objects="1"/>')


def told(package: Package, *write_to: str, new_tabs: bool = False) -> str:
    """The refusal's message; "" if there is none."""
    try:
        refuse_unsafe(package, write_to, new_tabs=new_tabs)
    except WorkbookRefused as refusal:
        return refusal.message
    return ""


class TestRefusals:
    def test_a_usual_workbook_is_not_refused(self) -> None:
        assert check(workbook()) == []
        assert told(workbook(), PEOPLE, OTHER, new_tabs=True) == ""

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (signed, "The workbook is digitally signed, and any change would make the signature invalid."),
            (
                related("revisionHeaders"),
                "The workbook is shared in the old way, with a log of changes that only Excel can continue.",
            ),
            (
                replaced(BOOK, "<workbookPr", '<fileSharing reservationPassword="CC1A"/><workbookPr'),
                "The workbook asks for a password before it may be changed.",
            ),
            (replaced(BOOK, 'name="Other"', 'name="people"'), "The workbook lists its sheet people twice."),
            (
                replaced("xl/styles.xml", "<styleSheet", "<!DOCTYPE x><styleSheet"),
                "The workbook's part xl/styles.xml declares a document type, which no spreadsheet program writes.",
            ),
        ],
    )
    def test_some_workbooks_are_not_written_at_all(self, change: Change, message: str) -> None:
        package = workbook()
        change(package)
        assert told(package, OTHER) == message
        assert [finding.blocks for finding in check(package)] == [Blocks.EVERYTHING]

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (strict, 'The workbook is saved as "Strict Open XML", to which connectkit can\'t add a tab.'),
            (
                replaced(BOOK, "<bookViews", '<workbookProtection lockStructure="1"/><bookViews'),
                "The workbook's structure is protected, so connectkit adds no tab.",
            ),
        ],
    )
    def test_some_workbooks_get_no_new_tab(self, change: Change, message: str) -> None:
        package = workbook()
        change(package)
        assert told(package, PEOPLE, OTHER) == ""
        assert told(package, PEOPLE, new_tabs=True) == message
        assert [finding.blocks for finding in check(package)] == [Blocks.NEW_TABS]

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (protected("1"), "The tab People is protected, so connectkit does not write to it."),
            (utf16, f"The workbook's part {PEOPLE} is not in UTF-8, so it can't be edited safely."),
            (
                replaced(RELS, "/worksheet", "/chartsheet"),
                "The tab People holds only a chart, so it has no rows to write.",
            ),
        ],
    )
    def test_some_tabs_are_not_written(self, change: Change, message: str) -> None:
        package = workbook()
        change(package)
        assert told(package, PEOPLE) == message
        assert [
            (finding.blocks, finding.message) for finding in check(package) if finding.part == PEOPLE
        ] == [(Blocks.SHEET, message)]

    def test_another_tab_of_such_a_workbook_is_written(self) -> None:
        for change in (protected("true"), utf16):
            package = workbook()
            change(package)
            assert told(package, OTHER, new_tabs=True) == ""

    def test_protection_that_was_taken_off_again_is_none(self) -> None:
        package = workbook()
        protected("0")(package)
        assert check(package) == []

    def test_broken_xml_is_told_with_its_part(self) -> None:
        package = workbook()
        replaced(PEOPLE, "</worksheet>", "</worksheet")(package)
        assert told(package, PEOPLE).startswith(f"The workbook's part {PEOPLE} is damaged: ")
        assert told(package, OTHER) == ""


class TestInventory:
    def test_plain_rows_need_no_words(self) -> None:
        buffer = io.BytesIO()
        xlsxwriter.Workbook(buffer, {"in_memory": True}).close()
        assert inventory(Package.from_bytes(buffer.getvalue())) == []

    def test_what_stands_beside_the_cells_is_counted(self) -> None:
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
            sheet, hidden = book.add_worksheet("One"), book.add_worksheet("Two")
            for row in range(3):
                chart = book.add_chart({"type": "bar"})
                chart.add_series({"values": "=One!$A$1:$A$3"})
                sheet.insert_chart(row, 3, chart)
            sheet.add_table("F1:G4")
            sheet.write_comment("A1", "a note")
            sheet.write_comment("A2", "another")
            sheet.conditional_format("A1:A9", {"type": "data_bar"})
            sheet.data_validation("B1", {"validate": "list", "source": ["yes", "no"]})
            sheet.add_sparkline("C1", {"range": "One!A1:A9"})
            sheet.write_url("A3", "https://example.com/")
            hidden.hide()
            book.add_chartsheet("Three").set_chart(chart)
            book.add_vba_project(io.BytesIO(b"not really macros"), True)
        assert inventory(Package.from_bytes(buffer.getvalue())) == [
            "3 charts",
            "1 table",
            "2 notes and comments",
            "1 group of sparklines",
            "1 conditional format",
            "1 drop-down or input rule",
            "1 hyperlink",
            "1 chart sheet",
            "1 hidden tab",
            "macros",
        ]


class TestSelfAudit:
    def audited(self, change: Change, *touched: str) -> str:
        """What the audit says of a save with this change, when only ``touched`` was planned."""
        before = workbook()
        working = Package.from_bytes(before.to_bytes())
        change(working)
        try:
            self_audit(before, working.to_bytes(), set(touched))
        except WorkbookRefused as refusal:
            return refusal.message
        return ""

    def test_a_save_with_planned_changes_only_passes(self) -> None:
        assert self.audited(nothing) == ""
        assert self.audited(replaced(PEOPLE, "<v>0</v>", "<v>1</v>"), PEOPLE) == ""

    def test_a_change_that_was_not_planned_is_refused(self) -> None:
        assert self.audited(replaced(OTHER, "<v>1</v>", "<v>2</v>"), PEOPLE) == (
            f"Nothing was written, because the workbook's part {OTHER} would change, which this run does not write to."
        )

    def test_a_lost_part_is_refused(self) -> None:
        assert self.audited(lambda package: package.remove("xl/theme/theme1.xml"), TYPES) == (
            "Nothing was written, because the workbook's part xl/theme/theme1.xml would be lost."
        )

    def test_a_part_that_was_not_planned_is_refused(self) -> None:
        assert self.audited(
            lambda package: package.put("xl/extra.xml", b"<x/>", "application/xml"), TYPES
        ) == ("Nothing was written, because the part xl/extra.xml would be added, which was not planned.")

    def test_a_lost_tab_is_refused(self) -> None:
        def change(package: Package) -> None:
            data, sheet = package.read(BOOK), package.workbook.child("sheets")
            assert sheet is not None
            node = sheet.children[1]
            package.put(BOOK, data[: node.start] + data[node.end :])

        assert self.audited(change, BOOK) == "Nothing was written, because the tab Other would be lost."

    def test_a_tab_nobody_writes_to_is_not_hidden_or_moved_to_another_part(self) -> None:
        assert self.audited(replaced(BOOK, 'name="Other" ', 'name="Other" state="hidden" '), BOOK) == (
            "Nothing was written, because the tab Other would be listed in another way."
        )

    def test_what_a_tab_nobody_writes_to_shows_is_not_touched(self) -> None:
        chart = "xl/charts/chart1.xml"
        assert self.audited(replaced(chart, "lineChart", "barChart"), chart, PEOPLE) == (
            f"Nothing was written, because the tab Other would change in its part {chart}."
        )
        assert self.audited(replaced(chart, "lineChart", "barChart"), chart, OTHER) == ""

    def test_changed_xml_that_can_not_be_read_is_refused(self) -> None:
        message = self.audited(replaced(PEOPLE, "</sheetData>", "</sheetdata>"), PEOPLE)
        assert message.startswith(f"The workbook's part {PEOPLE} is damaged: ")

    def test_a_part_without_a_content_type_is_refused(self) -> None:
        assert self.audited(lambda package: package.put("xl/extra.odd", b"x"), "xl/extra.odd") == (
            "Nothing was written, because the part xl/extra.odd would have no content type."
        )

    def test_a_relationship_that_leads_nowhere_is_refused(self) -> None:
        message = (
            "Nothing was written, because the part xl/workbook.xml would lead to xl/{}, which is not there."
        )
        added = self.audited(lead_nowhere, RELS)
        assert added == message.format("none.xml")
        removed = self.audited(
            lambda package: package.remove("xl/theme/theme1.xml"), TYPES, "xl/theme/theme1.xml"
        )
        assert removed == message.format("theme/theme1.xml")

    def test_one_that_led_nowhere_before_is_no_concern(self) -> None:
        broken = workbook()
        broken.add_rel(BOOK, "table", "xl/none.xml")
        before = Package.from_bytes(broken.to_bytes())
        assert self_audit(before, before.to_bytes(), set()) is None  # type: ignore[func-returns-value]
