"""Formats of a sheet of ours in the user's styles: found where they are, added where they are not."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl

from tests.stores.xlsx.graftbooks import alone, assert_sound, grafted, looks, parts, rewritten, user_book


def test_a_format_the_workbook_has_is_used_again() -> None:
    once = openpyxl.load_workbook(BytesIO(grafted(user_book())))
    twice = openpyxl.load_workbook(BytesIO(grafted(grafted(user_book()), "Second")))

    assert (
        parts(grafted(user_book()))["xl/styles.xml"]
        == parts(grafted(grafted(user_book()), "Second"))["xl/styles.xml"]
    )
    assert once["Due"]["A1"].style_id == twice["Second"]["A1"].style_id


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
