"""A package is the user's file: what is not put stays as the packed bytes it was, and what is odd is refused."""

from __future__ import annotations

import random
import struct
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectkit.errors import WorkbookRefused
from connectkit.stores.xlsx.package import raw_zip
from connectkit.stores.xlsx.package.package import Package, Rel
from tests.stores.xlsx.handmade import HEAD, MAIN, PACKAGE_RELS, RELS, SHEET, book, package, sheet, zipped

PLAIN = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
RESTORE = "Restore it from a backup or an earlier version, or open and save it in your spreadsheet program."
SAVE_AS = "Open it in your spreadsheet program, save it as .xlsx, and use that file."
RESAVE = "Open it in your spreadsheet program, save it as .xlsx under a new name, and use that file."


def packed(data: bytes) -> dict[str, bytes]:
    """Every member's header and packed bytes."""
    found = {}
    for info in zipfile.ZipFile(BytesIO(data)).infolist():
        name_size, extra_size = struct.unpack_from("<2H", data, info.header_offset + 26)
        end = info.header_offset + 30 + name_size + extra_size + info.compress_size
        found[info.filename] = data[info.header_offset : end]
    return found


def test_a_package_nobody_changed_is_the_same_bytes() -> None:
    data = book(PLAIN)
    assert Package.from_bytes(data).to_bytes() is data


def test_parts_that_are_not_put_keep_their_packed_bytes() -> None:
    data = book(PLAIN)
    one = Package.from_bytes(data)
    one.put(SHEET, sheet("").encode())
    before, after = packed(data), packed(one.to_bytes())
    assert {name for name in before if before[name] != after[name]} == {SHEET} == one.changed()
    assert list(before) == list(after)


def test_a_changed_part_keeps_its_time_and_a_new_one_has_none() -> None:
    one = package(PLAIN)
    one.put(SHEET, b"<other/>")
    one.put("xl/new.xml", b"<a/>")
    archive = zipfile.ZipFile(BytesIO(one.to_bytes()))
    assert archive.getinfo(SHEET).date_time == (2024, 2, 3, 4, 5, 6)
    assert archive.getinfo("xl/new.xml").date_time == (1980, 1, 1, 0, 0, 0)


def test_the_same_changes_give_the_same_bytes() -> None:
    def made() -> bytes:
        one = package(PLAIN)
        one.put("xl/new ä.xml", b"<a/>", "application/xml")
        return one.to_bytes()

    assert made() == made()


def test_putting_what_is_there_or_putting_it_back_changes_nothing() -> None:
    data = book(PLAIN)
    one = Package.from_bytes(data)
    one.put(SHEET, PLAIN.encode())
    assert one.changed() == set()
    one.put(SHEET, b"<other/>")
    one.put("xl/extra.xml", b"<a/>")
    one.put(SHEET, PLAIN.encode())
    one.remove("xl/extra.xml")
    assert one.changed() == set()
    assert one.to_bytes() is data


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["put", "remove"]),
        st.sampled_from([SHEET, "xl/a.xml", "xl/media/b.bin"]),
        st.binary(max_size=60),
    ),
    max_size=8,
)


@given(CHANGES)
def test_any_changes_give_an_archive_that_holds_what_was_put_last(
    changes: list[tuple[str, str, bytes]],
) -> None:
    data = book(PLAIN)
    one = Package.from_bytes(data)
    expected = {name: one.read(name) for name in one.names}
    for what, name, content in changes:
        if what == "put":
            one.put(name, content)
            expected[name] = content
        else:
            one.remove(name)
            expected.pop(name, None)
    expected["[Content_Types].xml"] = one.read("[Content_Types].xml")
    archive = zipfile.ZipFile(BytesIO(one.to_bytes()))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == expected
    before, after = packed(data), packed(one.to_bytes())
    assert all(before[name] == after[name] for name in before.keys() - one.changed())


def test_a_content_type_is_declared_once_and_only_where_the_extension_does_not_say_it() -> None:
    one = package(PLAIN)
    one.put("xl/a.xml", b"<a/>", "application/xml")
    assert one.changed() == {"xl/a.xml"}
    one.put("xl/a.xml", b"<a/>", "text/special")
    one.put("xl/a.xml", b"<b/>", "text/special")
    assert one.content_type("xl/a.xml") == "text/special"
    assert one.read("[Content_Types].xml").count(b"/xl/a.xml") == 1
    one.remove("xl/a.xml")
    assert one.changed() == set()


def test_relationships_are_resolved_added_and_taken_back_without_a_trace() -> None:
    data = book(PLAIN)
    one = Package.from_bytes(data)
    first = one.add_rel(SHEET, "hyperlink", "https://example.com/?a=1&b=2", external=True)
    second = one.add_rel(SHEET, "drawing", "xl/drawings/drawing1.xml")
    assert one.rels(SHEET) == [
        Rel(first, f"{RELS}/hyperlink", "https://example.com/?a=1&b=2", "External"),
        Rel(second, f"{RELS}/drawing", "xl/drawings/drawing1.xml", "Internal"),
    ]
    one.remove_rel(SHEET, first)
    one.remove_rel(SHEET, second)
    assert one.to_bytes() is data


@pytest.mark.parametrize(
    "target", ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "./worksheets/../worksheets/Sheet1.XML"]
)
def test_a_target_is_found_however_it_is_written(target: str) -> None:
    rels = (
        f'{HEAD}<Relationships xmlns="{PACKAGE_RELS}"><Relationship Id="rId1" Type="{RELS}/worksheet" Target="{target}"/>'
        "</Relationships>"
    )
    assert [one.part for one in package(PLAIN, parts={"xl/_rels/workbook.xml.rels": rels}).sheets()] == [
        SHEET
    ]


def test_sheets_names_and_epoch_are_read() -> None:
    workbook = (
        f'{HEAD}<x:workbook xmlns:x="{MAIN}" xmlns:r="{RELS}"><x:workbookPr date1904="true"/><x:sheets><x:sheet name="A &amp; B" '
        'sheetId="7" state="hidden" r:id="rId1"/></x:sheets><x:definedNames><x:definedName name="_xlnm._FilterDatabase" '
        'localSheetId="0" hidden="1">\'A &amp; B\'!$A$1:$C$9</x:definedName></x:definedNames></x:workbook>'
    )
    one = package(PLAIN, parts={"xl/workbook.xml": workbook})
    assert one.sheets() == [("A & B", 7, SHEET, "hidden", "rId1", "worksheet")]
    assert one.defined_names() == [("_xlnm._FilterDatabase", "'A & B'!$A$1:$C$9", 0, True)]
    assert one.date1904


def broken_crc() -> bytes:
    data = bytearray(book(PLAIN))
    info = zipfile.ZipFile(BytesIO(bytes(data))).getinfo("xl/styles.xml")
    data[info.header_offset + 30 + len("xl/styles.xml") + 9] ^= 0x55
    return bytes(data)


def twice() -> bytes:
    return zipped({"[Content_Types].xml": b"<a/>", "xl/A.xml": b"<a/>", "xl/a.XML": b"<b/>"})


def password() -> bytes:
    data = bytearray(book(PLAIN))
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def many_parts() -> bytes:
    data = bytearray(book(PLAIN))
    struct.pack_into("<2H", data, len(data) - 14, 30_000, 30_000)
    return bytes(data)


def zip64() -> bytes:
    data = bytearray(book(PLAIN))
    struct.pack_into("<2H", data, len(data) - 14, 0xFFFF, 0xFFFF)
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
BOMB = {"[Content_Types].xml": b"<a/>", "xl/media/a.bin": bytes(3_000_000)}


@pytest.mark.parametrize(
    ("data", "message", "hint"),
    [
        (
            b"",
            "The file is not an .xlsx workbook: it is empty.",
            "Restore it from a backup or an earlier version.",
        ),
        (b"<html></html>", "The file is not an .xlsx workbook: it does not start like one.", SAVE_AS),
        (OLE, "The file is not an .xlsx workbook: it is a workbook of Excel 97-2003 (.xls).", SAVE_AS),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "The workbook is encrypted with a password.",
            "Save it without a password and run again.",
        ),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            "The file is not an .xlsx workbook: it is an OpenDocument file (.ods).",
            SAVE_AS,
        ),
        (
            zipped({"a.txt": b""}),
            "The file is not an .xlsx workbook: it is a zip archive of something else.",
            SAVE_AS,
        ),
        (
            book(PLAIN)[:900],
            "The workbook is damaged: its end is missing, so it was cut off while it was copied or saved.",
            RESTORE,
        ),
        (
            broken_crc(),
            "The workbook is damaged: its part xl/styles.xml does not match its checksum.",
            RESTORE,
        ),
        (twice(), "The workbook is damaged: it has two parts with the name xl/a.XML.", RESTORE),
        (
            password(),
            "The workbook is protected with a zip password.",
            "Save it without a password and run again.",
        ),
        (many_parts(), "The workbook can't be kept whole: it has 30,000 parts, more than 20,000.", RESAVE),
        (
            zip64(),
            "The workbook can't be kept whole: it is a zip64 archive, made for files of more than 4 GB.",
            RESAVE,
        ),
        (
            zipped(BOMB),
            "The workbook can't be kept whole: its part xl/media/a.bin unpacks to more than 200 times its size.",
            RESAVE,
        ),
        (
            book(
                PLAIN, parts={"xl/workbook.xml": f'<!DOCTYPE a [<!ENTITY b "c">]><workbook xmlns="{MAIN}"/>'}
            ),
            "The workbook's part xl/workbook.xml declares a document type, which no spreadsheet program writes.",
            RESAVE,
        ),
        (
            book(PLAIN, parts={"xl/workbook.xml": '<?xml version="1.0" encoding="ISO-8859-1"?><workbook/>'}),
            "The workbook's part xl/workbook.xml is not in UTF-8, so it can't be edited safely.",
            RESAVE,
        ),
        (
            book(PLAIN, parts={"xl/workbook.xml": "<document/>"}),
            "The file is not an .xlsx workbook: it is another kind of Office document.",
            SAVE_AS,
        ),
        (
            book(PLAIN, parts={"xl/workbook.xml": "<workbook>"}),
            "The workbook's part xl/workbook.xml is damaged: no element found: line 1, column 10.",
            RESAVE,
        ),
        (
            book(PLAIN, parts={"xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE_RELS}"/>'}),
            "The workbook is damaged: its sheet People is missing.",
            RESTORE,
        ),
    ],
)
def test_what_is_not_a_whole_workbook_is_refused_by_name(data: bytes, message: str, hint: str) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        Package.from_bytes(data)
    assert (refused.value.message, refused.value.hint) == (message, hint)


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=4))
def test_a_file_with_any_bytes_overwritten_is_refused_or_read_never_a_crash(at: int, junk: bytes) -> None:
    data = bytearray(book(PLAIN))
    at %= len(data)
    data[at : at + len(junk)] = junk
    with suppress(WorkbookRefused):
        Package.from_bytes(bytes(data))


def test_parts_that_are_too_much_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_zip, "MAX_TOTAL_BYTES", 2 * 1024 * 1024)
    noise = random.Random(1).randbytes(700_000)
    allowed = book(sheet(""), parts={"xl/a.txt": noise.hex()})
    hostile = book(sheet(""), parts={"xl/a.txt": noise.hex(), "xl/b.txt": noise.hex()})

    assert "xl/a.txt" in Package.from_bytes(allowed)
    with pytest.raises(WorkbookRefused) as refused:
        Package.from_bytes(hostile)
    assert (
        refused.value.message
        == "The workbook can't be kept whole: its parts unpack to more than 2 MB in all."
    )


def test_a_part_that_unpacks_to_more_than_it_states_is_refused() -> None:
    content = bytes(5000)
    honest = raw_zip.pack("a.bin", content)
    lying = raw_zip.Member(
        "a.bin", honest.central, honest.local, honest.data_at, 8, honest.crc, honest.packed, 10
    )
    with pytest.raises(WorkbookRefused, match=r"its part a\.bin does not match its checksum"):
        lying.content()
