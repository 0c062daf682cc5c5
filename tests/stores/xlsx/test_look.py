"""How our tabs look: readable without colours, the same rules for every tab of the schema."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from connectkit import schema
from connectkit.model import column_letter
from connectkit.schema import CONTACTS, DRAFTS, DUE, Kind, Owner
from connectkit.stores.xlsx.tabs import look
from connectkit.stores.xlsx.tabs.fresh import new_workbook, standard_tabs

ROWS: dict[str, Any] = {tab.key: [{tab.columns[0].key: "x"}] for tab in schema.TABS}
BOOK = openpyxl.load_workbook(
    BytesIO(new_workbook(standard_tabs(ROWS), choices={"contacts.tier": ("inner", "core")}))
)
EVERY_TAB = pytest.mark.parametrize("tab", schema.TABS, ids=lambda tab: tab.key)


def luminance(colour: str) -> float:
    """Relative luminance of ``RRGGBB``, as the Web Content Accessibility Guidelines define it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(properties: look.Properties) -> float:
    ink = str(properties.get("font_color", look.INK)).lstrip("#")
    paper = str(properties.get("bg_color", "#FFFFFF")).lstrip("#")
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


ALL_LOOKS = [
    *(mark.look for marks in look.MARKS.values() for mark in marks),
    *(look.header(column) for tab in schema.TABS for column in tab.columns),
    *(look.cells(column, tab) for tab in schema.TABS for column in tab.columns),
    look.BANNER,
]


def test_every_text_is_dark_enough_on_its_ground() -> None:
    # 4.5 to 1 is what the Web Content Accessibility Guidelines ask of small text.
    assert [properties for properties in ALL_LOOKS if contrast(properties) < 4.5] == []


def test_a_mark_is_seen_without_colour() -> None:
    urgent = [mark for marks in look.MARKS.values() for mark in marks if "bold" in mark.look]

    assert {mark.when for mark in urgent} >= {'{status}="late"', '{status}="due"', '{what}="late"'}
    colour_only = [
        mark.when
        for marks in look.MARKS.values()
        for mark in marks
        if not {"bold", "italic", "left"} & mark.look.keys()
    ]
    # These repeat a word that stands in the row itself.
    assert set(colour_only) == {
        '{status}="soon"',
        '{status}="Sent"',
        "LEN({done})>0",
        'OR({what}="soon",{what}="birthday",{what}="trip")',
    }


def test_every_kind_of_line_in_the_due_tab_is_marked() -> None:
    marked = set(re.findall(r'"([^"]+)"', " ".join(mark.when for mark in look.MARKS["due"])))

    assert marked >= {
        "meeting", "promise", "trip", "this week", "late", "due", "first hello", "no contact", "unreadable", "birthday",
        "soon", "in all",
    }  # fmt: skip


@pytest.mark.parametrize("key", look.MARKS)
def test_marks_name_columns_of_their_tab(key: str) -> None:
    keys = set(schema.tab(key).keys)
    named = {name for mark in look.MARKS[key] for name in (*mark.columns, *re.findall(r"{(\w+)}", mark.when))}

    assert named <= keys


@EVERY_TAB
def test_the_header_stays_in_view_is_filtered_and_printed_on_every_page(tab: schema.Tab) -> None:
    sheet = BOOK[tab.title]
    header = look.header_row(tab)
    width = len(look.columns_of(tab))
    frozen = column_letter(1 + look.FREEZE.get(tab.key, 0))

    assert sheet.freeze_panes == f"{frozen}{header + 1}"
    assert sheet.auto_filter.ref == f"A{header}:{column_letter(width)}{header + 1}"
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.page_setup.orientation == "landscape"


@EVERY_TAB
def test_what_the_user_writes_is_headed_bold_and_what_connectkit_writes_italic(tab: schema.Tab) -> None:
    cells = BOOK[tab.title][look.header_row(tab)]

    for column, cell in zip(look.columns_of(tab), cells, strict=True):
        assert (cell.font.b, cell.font.i) == (column.owner is Owner.USER, column.owner is Owner.TOOL), cell


@EVERY_TAB
def test_hidden_columns_are_hidden_and_all_have_their_width(tab: schema.Tab) -> None:
    dimensions = BOOK[tab.title].column_dimensions
    shown: dict[str, tuple[bool, int]] = {}
    for dimension in dimensions.values():
        for index in range(dimension.min or 0, (dimension.max or 0) + 1):
            shown[column_letter(index)] = (bool(dimension.hidden), int(dimension.width))

    wanted = {
        column_letter(index): (column.hidden, column.width)
        for index, column in enumerate(look.columns_of(tab), start=1)
    }
    assert shown == wanted


@EVERY_TAB
def test_a_header_explains_its_column_when_it_is_selected(tab: schema.Tab) -> None:
    sheet = BOOK[tab.title]
    prompts = {str(rule.sqref): rule.prompt for rule in sheet.data_validations.dataValidation if rule.prompt}

    for index, column in enumerate(look.columns_of(tab), start=1):
        assert prompts[f"{column_letter(index)}{look.header_row(tab)}"].startswith(column.help)


def drop_downs(title: str) -> dict[str, str]:
    rules = [rule for rule in BOOK[title].data_validations.dataValidation if rule.type == "list"]
    assert {rule.errorStyle for rule in rules} == {"warning"}
    return {str(rule.sqref): rule.formula1 for rule in rules}


def test_drop_downs_offer_the_choices_and_allow_others_below_the_last_row_too() -> None:
    assert drop_downs("Contacts")["B2:B2000"] == '"inner,core"'
    assert drop_downs("Drafts") == {"A2:A2000": '"To do,Sent,Skip,Later,Expired"'}
    assert drop_downs("Promises") == {"C2:C2000": '"me,them"'}


@pytest.mark.parametrize("entries", [("a" * 300,), ("with, comma",), ('with "quote"',), ()])
def test_a_list_that_does_not_fit_a_drop_down_is_left_out(entries: tuple[str, ...]) -> None:
    data = new_workbook([(CONTACTS, [])], choices={"contacts.tier": entries})
    rules = openpyxl.load_workbook(BytesIO(data))["Contacts"].data_validations.dataValidation

    assert [str(rule.sqref) for rule in rules if rule.type == "list" and "B" in str(rule.sqref)] == []


def test_every_kind_of_choice_of_the_schema_has_a_drop_down() -> None:
    for tab in schema.TABS:
        wanted = [c for c in look.columns_of(tab) if c.choices and c.owner is Owner.USER]
        if wanted:
            offered = drop_downs(tab.title).values()
            assert {",".join(c.choices) for c in wanted} <= {text.strip('"') for text in offered}


def test_phones_ids_birthdays_and_the_users_own_long_texts_stay_as_typed() -> None:
    kept = {column.key for column in CONTACTS.columns if look.typed_as_text(column)}

    assert kept == {"notes", "log", "next_time", "phone", "birthday", "id"}
    assert all(look.cells(CONTACTS.column(key), CONTACTS)["num_format"] == 49 for key in kept)


def test_long_texts_are_wrapped_and_their_row_is_high_enough_to_read() -> None:
    column = DRAFTS.column("message")

    assert column.kind is Kind.LONG
    assert look.cells(column, DRAFTS)["text_wrap"]
    assert look.row_height([("one line", column)], 11) is None
    assert look.row_height([("one\n\nthree", column)], 11) == 45
    assert look.row_height([("word " * 30, column)], 11) == 45
    assert look.row_height([("one\ntwo", DRAFTS.column("name"))], 11) is None
    assert look.row_height([("line\n" * 100, column)], 11) == 409.5


def test_row_heights_follow_the_text_when_it_is_edited() -> None:
    data = new_workbook([(DUE, [{"what": "late", "why": "a\nb\nc"}])], choices={})
    xml = zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()

    assert re.findall(r'<row r="3"[^>]*>', xml) == ['<row r="3" spans="1:7" ht="45">']
